"""Records, counted by hand: ties, filters, classes, runs, ages, margins; nothing mixed, nothing before its time."""

from datetime import date
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import Decision, Line, LineDriver, Season
from championships.queries.record_values import Kind, Problem, RecordQuestion, RecordsPage
from championships.queries.records import load_record_leaders, load_records
from tests.factories import (
    make_championship,
    make_circuit,
    make_driver,
    make_enrolment,
    make_event,
    make_season,
)
from tests.public.seasons import days, publish_order
from tests.queries.test_figures import make_complete_season, run_meetings

pytestmark = pytest.mark.django_db

RECORD_QUERIES = {
    Kind.WINS: 10,
    Kind.STARTS: 11,
    Kind.POLES: 12,
    Kind.FASTEST_LAPS: 12,
    Kind.WIN_STREAK: 11,
    Kind.YOUNGEST: 11,
    Kind.CLOSEST: 12,
    Kind.POINTS: 24,
}


def ask(kind: Kind = Kind.WINS, *, championship: str = "club-cup", at: float = 50, **asked: object) -> RecordsPage:
    page = load_records(championship, RecordQuestion(kind=kind, **asked), at=days(at))  # type: ignore[arg-type]
    assert page is not None
    return page


def tell(page: RecordsPage) -> list[tuple[str, str, int]]:
    return [(f"{row.place}{'=' if row.tied else ''}", row.driver.slug, int(row.value)) for row in page.rows]


def test_equal_figures_share_a_place_and_the_next_one_is_skipped() -> None:
    run_meetings(
        make_complete_season(),
        ("bob", "ann", "cid"),
        ("ann", "bob", "cid"),
        ("cid", "ann", "bob"),
        ("dan", "ann", "bob"),
        ("bob", "dan", "ann"),
        ("ann", "dan", "bob"),
    )
    assert tell(ask()) == [("1=", "bob", 2), ("1=", "ann", 2), ("3=", "cid", 1), ("3=", "dan", 1)]
    assert tell(ask(Kind.PODIUMS)) == [("1=", "bob", 6), ("1=", "ann", 6), ("3=", "cid", 3), ("3=", "dan", 3)]
    assert tell(ask(Kind.STARTS))[0][2] == 6


def test_a_season_a_circuit_and_a_class_narrow_the_question() -> None:
    home = make_championship("club-cup", history_complete_from=2024)
    old = make_season(championship=home, label="2024")
    new = make_season(championship=home, label="2025")
    make_enrolment(season=new, driver="cid", categories=["gentleman"])
    before = make_event("before", season=old, year=2024, circuit=make_circuit("hilltop"))
    publish_order(before.sessions.get(), ("ann", "bob"))
    far = make_event("far", season=new, round_number=1, circuit=make_circuit("lowland"))
    publish_order(far.sessions.get(), ("bob", "cid"), issued_at=days(1))
    near = make_event("near", season=new, round_number=2, circuit=make_circuit("hilltop"))
    publish_order(near.sessions.get(), ("bob", "ann"), issued_at=days(2))
    assert tell(ask()) == [("1", "bob", 2), ("2", "ann", 1)]
    assert tell(ask(first="2025")) == [("1", "bob", 2)]
    assert tell(ask(last="2024")) == [("1", "ann", 1)]
    assert tell(ask(circuit="hilltop")) == [("1=", "ann", 1), ("1=", "bob", 1)]
    assert tell(ask(category="gentleman")) == [("1", "cid", 1)]
    assert [season.label for season in ask().seasons] == ["2025", "2024"]


@pytest.mark.parametrize(
    "asked",
    [{"first": "1999"}, {"last": "x"}, {"category": "junior"}, {"circuit": "nowhere"}, {"page": 2}],
)
def test_what_is_unknown_has_no_answer(asked: dict[str, object]) -> None:
    run_meetings(make_complete_season(), ("ann", "bob"))
    assert load_records("club-cup", RecordQuestion(**asked), at=days(9)) is None  # type: ignore[arg-type]
    assert load_records("no-cup", RecordQuestion(), at=days(9)) is None


def test_a_question_that_makes_no_sense_is_told_why() -> None:
    season = make_complete_season()
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    run_meetings(season, ("ann", "bob"))
    make_season(championship=season.championship, label="2026")
    assert ask(Kind.STARTS, category="gentleman").problem is Problem.NOT_BY_CLASS
    assert ask(Kind.POINTS, circuit="hilltop").problem is Problem.NOT_BY_CIRCUIT
    assert ask(first="2026", last="2025").problem is Problem.TURNED_ROUND


def test_runs_are_silent_where_the_history_is_open() -> None:
    run_meetings(make_complete_season(since=None), ("ann", "bob"), ("ann", "bob"))
    page = ask(Kind.WIN_STREAK)
    assert (page.problem, page.rows, page.complete) == (Problem.HISTORY_OPEN, (), False)


def test_the_longest_runs_are_ranked() -> None:
    run_meetings(
        make_complete_season(),
        ("ann", "bob"),
        ("ann", "bob"),
        ("bob", "ann"),
        ("bob", "ann"),
        ("bob", "ann"),
        ("ann", "bob"),
    )
    assert tell(ask(Kind.WIN_STREAK)) == [("1", "bob", 3), ("2", "ann", 2)]
    row = ask(Kind.WIN_STREAK).rows[0]
    assert row.first is not None
    assert row.last is not None
    assert (row.first.event.name, row.last.event.name) == ("Meeting 3", "Meeting 5")
    assert tell(ask(Kind.PODIUM_STREAK)) == [("1=", "ann", 6), ("1=", "bob", 6)]
    assert tell(ask(Kind.FINISH_STREAK)) == [("1=", "ann", 6), ("1=", "bob", 6)]


def test_an_age_is_a_record_only_with_leave() -> None:
    make_driver("ann", born_on=date(2000, 6, 20), age_public=True)
    make_driver("bob", born_on=date(2005, 1, 1))
    make_driver("cid", born_on=date(1980, 1, 1), age_public=True)
    run_meetings(make_complete_season(), ("bob", "ann"), ("ann", "bob"), ("ann", "cid"), ("cid", "ann"))
    assert tell(ask(Kind.YOUNGEST)) == [("1", "ann", 24), ("2", "cid", 45)]
    assert tell(ask(Kind.OLDEST)) == [("1", "cid", 45), ("2", "ann", 25)]


@pytest.mark.usefixtures("unguarded")
def test_a_margin_has_the_penalties_and_needs_as_many_laps() -> None:
    season = make_complete_season()
    run_meetings(season, *[("ann", "bob")] * 4)
    times = [((60_000, 20), (61_500, 20)), ((60_000, 20), (60_400, 20)), ((60_000, 20), (60_100, 19)), None]
    for number, pair in enumerate(times, start=1):
        lines = Line.objects.filter(sheet__session__event__rounds__number=number).order_by("order")
        for line, (time_ms, laps) in zip(lines, pair or (), strict=False):
            Line.objects.filter(pk=line.pk).update(time_ms=time_ms, laps=laps)
    event = season.rounds.get(number=2).event
    decision = Decision.objects.create(
        session=event.sessions.get(),
        kind=Decision.Kind.TIME,
        entry=event.entries.get(crew__driver__slug="bob"),
        amount=5,
        issued_at=days(0),
        effective_at=days(0),
        recorded_at=days(0),
    )
    event.sessions.get().bulletins.get().decisions.add(decision)
    assert tell(ask(Kind.CLOSEST)) == [("1", "ann", 1500), ("2", "ann", 5400)]
    assert tell(ask(Kind.WIDEST)) == [("1", "ann", 5400), ("2", "ann", 1500)]
    assert [row.other.slug for row in ask(Kind.CLOSEST).rows if row.other] == ["bob", "bob"]


@pytest.mark.usefixtures("unguarded")
def test_poles_and_fastest_laps_are_those_marked_else_worked_out() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"), ("ann", "bob"))
    own = LineDriver.objects.filter(driver__slug="bob", line__sheet__session__event__rounds__number=1)
    own.update(grid="1")
    Line.objects.filter(drivers__in=own).update(best_lap_ms=80_000)
    other = LineDriver.objects.filter(driver__slug="ann", line__sheet__session__event__rounds__number=1)
    Line.objects.filter(drivers__in=other).update(best_lap_ms=81_000)
    LineDriver.objects.filter(driver__slug="ann", line__sheet__session__event__rounds__number=2).update(
        flags=["pole", "fastest_lap"]
    )
    assert tell(ask(Kind.POLES)) == [("1=", "bob", 1), ("1=", "ann", 1)]
    assert tell(ask(Kind.FASTEST_LAPS)) == [("1=", "bob", 1), ("1=", "ann", 1)]


def test_points_are_those_of_a_season_and_of_the_table_asked_for() -> None:
    run_meetings(make_complete_season(), ("ann", "bob"), ("ann", "bob"))
    page = ask(Kind.POINTS)
    assert [(row.driver.slug, row.value, row.season.label if row.season else "") for row in page.rows] == [
        ("ann", Fraction(20), "2025"),
        ("bob", Fraction(16), "2025"),
    ]


def test_provisional_wins_count_and_are_told_apart() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"))
    event = make_event(season=season, round_number=2)
    publish_order(event.sessions.get(), ("ann", "bob"), issued_at=days(2), state="provisional")
    assert [(row.value, row.provisional) for row in ask().rows] == [(2, 1)]
    assert [(row.value, row.provisional) for row in ask(Kind.STARTS).rows] == [(2, 1), (2, 1)]


def test_what_is_not_published_yet_is_no_record_and_an_earlier_day_counts_alike() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"), ("ann", "bob"))
    kinds = [kind for kind in Kind if kind not in {Kind.YOUNGEST, Kind.OLDEST}]
    stood = {kind: ask(kind, at=2) for kind in kinds}
    event = make_event(season=season, round_number=3)
    publish_order(event.sessions.get(), ("bob", "ann"), issued_at=days(3))
    assert {kind: ask(kind, at=2) for kind in kinds} == stood
    assert tell(ask(at=3)) == [("1", "ann", 2), ("2", "bob", 1)]
    assert ask(at=0).rows == ()


def test_invented_championships_stand_last_and_apart() -> None:
    run_meetings(make_complete_season("real-cup"), ("ann", "bob"))
    invented = make_season(championship=make_championship("demo-cup", demo=True))
    event = make_event("demo", season=invented)
    publish_order(event.sessions.get(), ("zoe", "ann"))
    leaders = load_record_leaders(at=days(9))
    assert [(one.championship.slug, [row.driver.slug for row in one.rows]) for one in leaders] == [
        ("real-cup", ["ann"]),
        ("demo-cup", ["zoe"]),
    ]
    assert tell(ask(championship="real-cup")) == [("1", "ann", 1)]


def test_a_long_list_is_parted_into_pages() -> None:
    run_meetings(make_complete_season(), tuple(f"driver-{number:02d}" for number in range(30)))
    first, second = ask(Kind.STARTS), ask(Kind.STARTS, page=2)
    assert (len(first.rows), len(second.rows), first.pages, first.total) == (25, 5, 2, 30)
    assert {row.place for row in (*first.rows, *second.rows)} == {1}


def run_cup(count: int) -> Season:
    season = make_complete_season()
    run_meetings(season, *[("ann", "bob", "cid")] * count)
    return season


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", RECORD_QUERIES)
def test_records_ask_the_same_number_of_queries_whatever_the_history(
    kind: Kind, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run_cup(count)
    with django_assert_num_queries(RECORD_QUERIES[kind]):
        page = ask(kind)
    assert page.races == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_leaders_of_every_championship_take_seven_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        event = make_event(f"meeting-{number}", season=make_season(f"cup-{number}"))
        publish_order(event.sessions.get(), ("ann", "bob"))
    with django_assert_num_queries(7):
        assert len(load_record_leaders(at=days(9))) == count
