"""Figures of a career, computed by hand: starts, wins, streaks, milestones; what counts, and what does not."""

import pytest

from championships.models import Championship, LineDriver, Season
from championships.queries.figures import Career, ChampionshipFigures
from championships.queries.people import load_driver
from championships.queries.record_values import Kind, RecordQuestion
from championships.queries.records import load_records
from tests.factories import (
    make_championship,
    make_enrolment,
    make_entry,
    make_event,
    make_round,
    make_rules,
    make_season,
    publish_results,
)
from tests.public.seasons import days, publish_order

pytestmark = pytest.mark.django_db


def run_meetings(season: Season, *orders: tuple[str, ...], **kept: object) -> None:
    """One meeting of one race an order, the nth on day n."""
    for number, order in enumerate(orders, start=1):
        event = make_event(season=season, round_number=number)
        publish_order(event.sessions.get(), order, issued_at=days(number), **kept)  # type: ignore[arg-type]


def make_complete_season(slug: str = "club-cup", since: int | None = 2025) -> Season:
    return make_season(championship=make_championship(slug, history_complete_from=since))


def count(driver: str, *, at: float = 50) -> Career:
    page = load_driver(driver, at=days(at))
    assert page is not None
    return page.career


def count_one(driver: str, *, at: float = 50) -> ChampionshipFigures:
    (only,) = count(driver, at=at).championships
    return only


def test_a_career_is_counted_by_hand() -> None:
    season = make_complete_season()
    run_meetings(
        season,
        ("ann", "bob", "cid", "dan"),
        ("ann", "cid", "bob", "dan"),
        ("bob", "cid", "dan", "ann"),
        ("ann", "dan", "bob", "cid"),
    )
    ann, dan = count_one("ann").figures, count_one("dan").figures
    assert (ann.starts, ann.wins, ann.podiums, ann.best, ann.best_times) == (4, 3, 3, 1, 3)
    assert (dan.starts, dan.wins, dan.podiums, dan.best, dan.best_times) == (4, 0, 2, 2, 1)
    assert ann.win_streak is not None
    assert (ann.win_streak.length, ann.win_streak.first.event.name, ann.win_streak.last.event.name) == (
        2,
        "Meeting 1",
        "Meeting 2",
    )
    assert (ann.win_streak.running, ann.win_streak.now) == (False, 1)
    assert dan.win_streak is None
    assert dan.podium_streak is not None
    assert (dan.podium_streak.length, dan.podium_streak.running) == (2, True)
    assert dan.finish_streak is not None
    assert (dan.finish_streak.length, dan.finish_streak.running) == (4, True)


def test_of_two_runs_as_long_the_later_is_told_and_still_runs() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"), ("ann", "bob"), ("bob", "ann"), ("ann", "bob"), ("ann", "bob"))
    streak = count_one("ann").figures.win_streak
    assert streak is not None
    assert (streak.length, streak.first.event.name, streak.running) == (2, "Meeting 4", True)


def make_sprint_season() -> Season:
    """Two meetings of a sprint that bob wins and a race that ann wins; ties are broken by races alone."""
    rules = make_rules(sessions=("sprint", "race"))
    for block in rules["standings"]:
        block["tie_break"] = [{"kind": "countback", "sessions": ["race"], "positions": "classified"}]
    season = make_season(championship=make_championship("club-cup", history_complete_from=2025), rules=rules)
    for number in (1, 2):
        event = make_event(season=season, round_number=number, sessions=("sprint", "race"))
        publish_order(event.sessions.get(slug="sprint"), ("bob", "ann", "cid", "dan"), issued_at=days(number))
        publish_order(event.sessions.get(slug="race"), ("ann", "cid", "dan", "bob"), issued_at=days(number))
    return season


def test_a_sprint_gives_points_and_no_win() -> None:
    make_sprint_season()
    ann, bob = count_one("ann").figures, count_one("bob").figures
    assert (ann.starts, ann.wins, ann.podiums) == (2, 2, 2)
    assert (bob.starts, bob.wins, bob.podiums, bob.best) == (2, 0, 0, 4)
    assert ann.win_streak is not None
    assert ann.win_streak.length == 2
    field = count("bob").field
    assert field is not None
    assert (field.starts, field.wins) == (2, 0)
    page = load_driver("bob", at=days(50))
    assert page is not None
    assert {result.session_slug for year in page.years for result in year.results} == {"sprint", "race"}
    records = load_records("club-cup", RecordQuestion(kind=Kind.WINS), at=days(50))
    assert records is not None
    assert [(row.driver.slug, int(row.value)) for row in records.rows] == [("ann", 2)]


def test_a_race_missed_does_not_end_a_run() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"), ("bob", "cid"), ("ann", "bob"))
    streak = count_one("ann").figures.win_streak
    assert streak is not None
    assert (streak.length, streak.running) == (2, True)


@pytest.mark.parametrize(
    ("status", "starts"), [("DNF", 2), ("NC", 2), ("DSQ", 2), ("EX", 2), ("DNS", 1), ("DNQ", 1), ("WD", 1)]
)
def test_who_took_the_start_has_started_and_has_no_place(status: str, starts: int) -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"))
    event = make_event(season=season, round_number=2)
    publish_order(event.sessions.get(), ("bob", "ann"), issued_at=days(2), statuses={"ann": status})
    figures = count_one("ann").figures
    assert (figures.starts, figures.finishes, figures.wins, figures.podiums) == (starts, 1, 1, 1)


def test_the_fastest_lap_of_a_disqualified_car_is_none() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"), fastest="ann")
    event = make_event(season=season, round_number=2)
    publish_order(event.sessions.get(), ("bob", "ann"), issued_at=days(2), statuses={"ann": "DSQ"}, fastest="ann")
    assert count_one("ann").figures.fastest_laps == 1


def test_a_win_is_one_among_the_cars_of_the_championship() -> None:
    cup, trophy = make_complete_season("cup"), make_complete_season("trophy")
    event = make_event("spring", season=cup)
    make_round(season=trophy, event=event)
    make_entry("ann", event=event, number="1", rounds=cup.rounds.all())
    make_entry("bob", event=event, number="2")
    publish_order(event.sessions.get(), ("ann", "bob"))
    career = count("bob")
    assert [(one.championship, one.figures.wins) for one in career.championships] == [("cup", 0), ("trophy", 1)]
    assert career.field is not None
    assert (career.field.starts, career.field.wins, career.field.best) == (1, 0, 2)


def test_a_guest_who_finishes_first_has_won() -> None:
    season = make_complete_season()
    event = make_event(season=season)
    make_entry("gil", event=event, number="9", guest=True)
    publish_order(event.sessions.get(), ("gil", "ann"))
    assert count_one("gil").figures.wins == 1
    assert count_one("ann").figures.wins == 0


def test_two_who_share_a_car_both_have_its_result() -> None:
    season = make_complete_season()
    event = make_event(season=season)
    car = make_entry("ann", "bob", event=event, number="7")
    publish_results(session=event.sessions.get(), order=[car, "cid"], at=days(1))
    assert (count_one("ann").figures.wins, count_one("bob").figures.wins) == (1, 1)
    page = load_driver("ann", at=days(2))
    assert page is not None
    assert [one.slug for one in page.years[0].results[0].mates] == ["bob"]
    assert [(mate.driver.slug, len(mate.events)) for mate in page.mates] == [("bob", 1)]


def test_a_class_win_is_counted_for_its_class() -> None:
    season = make_complete_season()
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    make_enrolment(season=season, driver="cid", categories=["gentleman"])
    run_meetings(season, ("ann", "bob", "cid"), ("cid", "ann", "bob"))
    assert [(category.slug, wins) for category, wins in count_one("bob").figures.class_wins] == [("gentleman", 1)]
    assert [(category.slug, wins) for category, wins in count_one("cid").figures.class_wins] == [("gentleman", 1)]
    assert count_one("ann").figures.class_wins == ()


@pytest.mark.usefixtures("unguarded")
def test_a_pole_is_the_one_the_sheet_marks_else_the_first_of_the_grid() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"), ("ann", "bob"))
    first, second = season.rounds.order_by("number")
    LineDriver.objects.filter(line__sheet__session__event=first.event, driver__slug="bob").update(grid="1")
    marked = LineDriver.objects.filter(line__sheet__session__event=second.event)
    marked.filter(driver__slug="bob").update(grid="1")
    marked.filter(driver__slug="ann").update(grid="2", flags=["pole"])
    assert (count_one("ann").figures.poles, count_one("bob").figures.poles) == (1, 1)


def test_what_is_not_published_yet_is_not_counted() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"), ("ann", "bob"))
    assert [count_one("ann", at=at).figures.wins for at in (1.5, 2)] == [1, 2]
    assert count("ann", at=0.5).championships == ()


def test_provisional_races_count_and_are_told_apart() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"))
    event = make_event(season=season, round_number=2)
    publish_order(event.sessions.get(), ("ann", "bob"), issued_at=days(2), state="provisional")
    figures = count_one("ann").figures
    assert (figures.wins, figures.provisional) == (2, 1)


@pytest.mark.parametrize(("since", "complete"), [(None, False), (2026, False), (2025, True), (2020, True)])
def test_runs_and_milestones_are_told_only_of_a_complete_history(since: int | None, complete: bool) -> None:
    run_meetings(make_complete_season(since=since), ("ann", "bob"), ("ann", "bob"))
    one = count_one("ann")
    assert one.complete is complete
    assert (one.figures.win_streak is not None) is complete
    assert bool(one.milestones) is complete


def test_milestones_are_the_first_the_round_numbers_and_the_one_just_ahead() -> None:
    season = make_complete_season()
    run_meetings(season, *[("bob", "cid", "ann")] * 9)
    before = [(one.kind, one.number, one.race is None) for one in count_one("ann").milestones]
    assert before == [("start", 1, False), ("start", 10, True), ("podium", 1, False), ("podium", 10, True)]
    event = make_event(season=season, round_number=10)
    publish_order(event.sessions.get(), ("bob", "cid", "dan", "ann"), issued_at=days(10))
    after = [(one.kind, one.number, one.race is None) for one in count_one("ann").milestones]
    assert after == [("start", 1, False), ("start", 10, False), ("podium", 1, False), ("podium", 10, True)]


def test_an_earlier_day_is_counted_alike_from_what_stood_then() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob", "cid"), ("ann", "cid", "bob"))
    stood = count_one("ann", at=2)
    event = make_event(season=season, round_number=3)
    publish_order(event.sessions.get(), ("cid", "bob", "ann"), issued_at=days(3))
    assert count_one("ann", at=2) == stood
    assert Championship.objects.count() == 1
