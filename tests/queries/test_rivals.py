"""Two drivers against each other, counted by hand: same races only, one of them out, shared cars, classes, points."""

from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import LineDriver, Season
from championships.queries.rival_values import RivalsPage, Score
from championships.queries.rivals import find_drivers, load_rivals
from tests.factories import (
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_round,
    make_season,
    publish_results,
)
from tests.public.seasons import days, declare, publish_order
from tests.queries.test_figures import make_complete_season, run_meetings

pytestmark = pytest.mark.django_db

RIVAL_QUERIES = 32


def meet(first: str = "ann", second: str = "bob", *, at: float = 50, category: str = "") -> RivalsPage:
    page = load_rivals(first, second, at=days(at), category=category)
    assert page is not None
    return page


def test_only_races_of_both_count() -> None:
    run_meetings(
        make_complete_season(),
        ("ann", "cid", "bob"),
        ("bob", "ann", "cid"),
        ("ann", "cid"),
        ("bob", "cid"),
        ("ann", "bob"),
    )
    page = meet()
    assert page.score == Score(first=2, second=1)
    assert [race.first.event.name for race in page.races] == ["Meeting 1", "Meeting 2", "Meeting 5"]
    assert [race.ahead for race in page.races] == [1, -1, 1]


@pytest.mark.parametrize("status", ["DNF", "NC", "DSQ", "EX"])
def test_who_has_a_place_is_ahead_of_who_has_none(status: str) -> None:
    event = make_event(season=make_complete_season())
    publish_order(event.sessions.get(), ("cid", "bob", "ann"), statuses={"ann": status})
    assert meet().score == Score(second=1)


def test_a_race_without_a_place_for_either_is_nobodys() -> None:
    event = make_event(season=make_complete_season())
    publish_order(event.sessions.get(), ("cid", "bob", "ann"), statuses={"ann": "DNF", "bob": "DNF"})
    assert meet().score == Score(open=1)


def test_who_did_not_start_was_not_in_the_race() -> None:
    event = make_event(season=make_complete_season())
    publish_order(event.sessions.get(), ("bob", "ann"), statuses={"ann": "DNS"})
    assert meet().races == ()


@pytest.mark.usefixtures("unguarded")
def test_an_unknown_place_is_no_defeat() -> None:
    event = make_event(season=make_complete_season())
    publish_order(event.sessions.get(), ("bob", "ann"), complete=False)
    LineDriver.objects.get(driver__slug="ann").line.__class__.objects.filter(drivers__driver__slug="ann").update(
        stated_place=None
    )
    event.rounds.get().round_sessions.get().classified.filter(driver__slug="ann").update(place=None, overall_place=None)
    assert meet().score == Score(open=1)


def test_a_race_in_one_car_is_left_out_and_said() -> None:
    season = make_complete_season()
    event = make_event(season=season)
    car = make_entry("ann", "bob", event=event, number="7")
    publish_results(session=event.sessions.get(), order=[car, "cid"], at=days(1))
    publish_order(make_event(season=season, round_number=2).sessions.get(), ("bob", "ann"), issued_at=days(2))
    page = meet()
    assert page.score == Score(second=1)
    assert [race.first.event.name for race in page.left_out] == ["Meeting 1"]


def test_points_are_those_of_the_races_of_both() -> None:
    run_meetings(make_complete_season(), ("ann", "bob", "cid"), ("bob", "cid", "ann"), ("ann", "cid"))
    (season,) = meet().seasons
    assert season.score == Score(first=1, second=1)
    assert (season.points, season.points_races) == ((Fraction(16), Fraction(18)), 2)
    assert (season.totals, season.positions) == ((Fraction(26), Fraction(18)), (1, 3))
    assert season.curve is not None
    gaps = [(stop.points["ann"], stop.points["bob"]) for stop in season.curve.round_ends]
    assert gaps == [(10, 8), (16, 18), (26, 18)]


def test_points_of_a_table_declared_elsewhere_are_not_made_up() -> None:
    season = make_season(with_rules=True, standing="hypothesis")
    run_meetings(season, ("ann", "bob"))
    counted = season.rounds.get().round_sessions.get()
    declare(season, [{"driver": "ann", "place": 1}, {"driver": "bob", "place": 2, "points": "8"}], after=counted)
    (row,) = meet().seasons
    assert row.points is None
    assert row.totals == (None, Fraction(8))
    assert row.positions == (1, 2)


def test_points_are_told_championship_by_championship() -> None:
    cup, trophy = make_complete_season("cup"), make_complete_season("trophy")
    event = make_event("spring", season=cup)
    make_round(season=trophy, event=event)
    make_entry("cid", event=event, number="1", rounds=cup.rounds.all())
    publish_order(event.sessions.get(), ("cid", "ann", "bob"))
    points = {row.season.championship: row.points for row in meet().seasons}
    assert points == {"cup": (8, 6), "trophy": (10, 8)}


@pytest.mark.usefixtures("unguarded")
def test_grids_laps_and_qualifying_are_compared() -> None:
    season = make_complete_season()
    event = make_event(season=season, sessions=("qualifying", "race"))
    publish_order(event.sessions.get(slug="qualifying"), ("bob", "ann"))
    publish_order(event.sessions.get(slug="race"), ("ann", "cid", "bob"))
    for slug, grid, lap in (("ann", "4", 80_000), ("bob", "1", 80_000)):
        part = LineDriver.objects.get(driver__slug=slug, line__sheet__session__slug="race")
        LineDriver.objects.filter(pk=part.pk).update(grid=grid)
        type(part.line).objects.filter(pk=part.line_id).update(best_lap_ms=lap)
    page = meet()
    assert page.grid == Score(second=1)
    assert page.qualifying == Score(second=1)
    assert page.best_laps == Score(level=1)
    assert page.gained == (Fraction(3), Fraction(-2))


def test_a_class_narrows_the_races_to_those_both_ran_in_it() -> None:
    season = make_complete_season()
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    make_enrolment(season=season, driver="bob", categories=["gentleman"], from_round=2)
    run_meetings(season, ("ann", "bob"), ("bob", "ann"))
    assert [category.slug for category in meet().categories] == ["gentleman"]
    assert meet().score == Score(first=1, second=1)
    assert meet(category="gentleman").score == Score(second=1)
    assert load_rivals("ann", "bob", at=days(9), category="junior") is None


def test_what_is_not_published_yet_is_not_counted_and_an_earlier_day_counts_alike() -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"), ("bob", "ann"))
    stood = meet(at=2)
    publish_order(make_event(season=season, round_number=3).sessions.get(), ("ann", "bob"), issued_at=days(3))
    assert meet(at=2) == stood
    assert meet(at=1).score == Score(first=1)
    assert meet(at=0).races == ()


def test_an_unknown_driver_or_the_same_one_twice_is_none() -> None:
    make_driver("ann")
    assert load_rivals("ann", "nobody", at=days(1)) is None
    assert load_rivals("ann", "ann", at=days(1)) is None


def test_a_driver_is_found_by_address_name_or_part_of_it() -> None:
    make_driver("ann-elan", name="Ann Élan")
    make_driver("ann-orme", name="Ann Orme")
    assert [one.slug for one in find_drivers("ann-elan").found] == ["ann-elan"]
    assert [one.slug for one in find_drivers("ann elan").found] == ["ann-elan"]
    assert [one.slug for one in find_drivers("Ann").found] == ["ann-elan", "ann-orme"]
    assert find_drivers("zoe").found == ()
    assert find_drivers("").found == ()


def run_duel(count: int) -> Season:
    season = make_complete_season()
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    run_meetings(season, *[("ann", "bob", "cid")] * count)
    return season


@pytest.mark.parametrize("count", [1, 3])
def test_a_duel_asks_the_same_number_of_queries_whatever_its_length(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run_duel(count)
    with django_assert_num_queries(RIVAL_QUERIES):
        page = meet()
    assert len(page.races) == count
