"""A table race by race: what stood after each, nothing where nothing is known, nothing before it was out."""

from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import RoundSession
from championships.queries.progress import ProgressPage, load_progress
from tests.factories import make_category, make_enrolment
from tests.public.seasons import days, declare, make_published_season, make_table, publish_order

pytestmark = pytest.mark.django_db


def load(at: float = 10, table: str = "drivers") -> ProgressPage:
    page = load_progress("club-cup", "2025", table, at=days(at))
    assert page is not None
    return page


def test_points_gaps_and_places_stand_after_every_race_in_the_order_of_the_newest_table() -> None:
    make_published_season(["ann", "bob", "cid"], published=1)
    table = load().table

    assert [(stop.session.key, stop.known) for stop in table.stops] == [("race1", True), ("race2", True)]
    assert [(line.competitor.id, line.points, line.gaps, line.places) for line in table.lines] == [
        ("bob", (8, 18), (2, 0), (2, 1)),
        ("ann", (10, 16), (0, 2), (1, 2)),
        ("cid", (6, 14), (4, 4), (3, 3)),
    ]


def test_half_points_stay_exact() -> None:
    make_published_season(["ann", "bob"], points=["10.5", "8"])

    assert load().table.lines[0].points == (Fraction(21, 2), Fraction(37, 2))


def test_what_was_not_published_by_then_is_not_drawn() -> None:
    make_published_season(["ann", "bob", "cid"], published=2)

    assert [stop.session.round for stop in load(at=1.7).table.stops] == [1, 1]
    assert load_progress("club-cup", "2025", "drivers", at=days(0.5)) is None


def test_an_unknown_season_or_table_is_none() -> None:
    make_published_season(["ann", "bob"])

    assert load_progress("club-cup", "2025", "nobody", at=days(9)) is None
    assert load_progress("club-cup", "1999", "drivers", at=days(9)) is None


def test_a_season_known_by_declared_tables_has_a_stop_a_round_and_holes_where_nothing_was_published() -> None:
    season = make_published_season(["ann"], rounds=3, published=0)
    second = RoundSession.objects.get(round__season=season, round__number=2, key="race2")
    third = RoundSession.objects.get(round__season=season, round__number=3, key="race2")
    for counted, ann in ((second, 20), (third, 33)):
        declare(
            season,
            [{"driver": "ann", "place": 1, "points": ann}, {"driver": "bob", "place": 2}],
            after=counted,
            complete=False,
        )
    table = load().table

    assert (table.by_race, table.partial, table.has_hole) == (False, True, True)
    assert [(stop.session.round, stop.known) for stop in table.stops] == [(1, False), (2, True), (3, True)]
    assert [(line.competitor.id, line.points, line.gaps, line.places) for line in table.lines] == [
        ("ann", (None, 20, 33), (None, 0, 0), (None, 1, 1)),
        ("bob", (None, None, None), (None, None, None), (None, 2, 2)),
    ]


def test_a_declared_table_says_nothing_of_races_it_does_not_hold() -> None:
    season = make_published_season(["ann"], rounds=2, published=0)
    first = RoundSession.objects.get(round__season=season, round__number=1, key="race2")
    declare(season, [{"driver": "ann", "place": 1}], after=first, complete=False)
    publish_order(season.rounds.get(number=2).event.sessions.get(slug="race1"), ["bob", "ann"], issued_at=days(2))
    table = load().table

    assert [(stop.session.round, stop.known) for stop in table.stops] == [(1, True), (2, False)]
    assert table.lines[0].places == (1, None)
    assert [(one.round, one.key) for one in table.missing] == [(2, "race1")]


def test_the_table_of_everybody_brings_those_of_the_classes_along() -> None:
    tables = [
        make_table("drivers", "Drivers"),
        make_table("gentleman", "Gentleman", may_appear={"categories": ["gentleman"]}),
    ]
    season = make_published_season(["ann", "bob", "cid"], tables=tables, published=0)
    make_category("gentleman", championship=season.championship)
    for name in ("bob", "cid"):
        make_enrolment(season=season, driver=name, categories=["gentleman"])
    publish_order(season.rounds.get(number=1).event.sessions.get(slug="race1"), ["ann", "bob", "cid"])
    page = load()

    assert [(one.key, [line.competitor.id for line in one.lines]) for one in page.classes] == [
        ("gentleman", ["bob", "cid"])
    ]
    assert load(table="gentleman").classes == ()


@pytest.mark.parametrize("rounds", [1, 3])
def test_one_round_and_three_take_the_same_queries(
    rounds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_published_season(["ann", "bob", "cid"][:rounds], rounds=rounds, published=rounds)

    with django_assert_num_queries(15):
        load(at=100)
