"""The effect of new rules is what issuing them would make of the tables, and nothing is written to find it out."""

from fractions import Fraction
from typing import Any

import pytest

from championships.models import Season, Standing
from championships.officiating.rule_books import issue_rule_book
from championships.queries.rule_effects import RuleEffect, load_effect
from tests.factories import after, make_event, make_rules, make_season, make_user, publish_results, read_everything

pytestmark = pytest.mark.django_db


def run_two_rounds(**keys: Any) -> Season:
    season = make_season(**keys)
    for number, order in ((1, ["ann", "bob", "col"]), (2, ["bob", "col", "ann"])):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=order, at=after(number))
    return season


def load(season: Season, points: list[str], *, from_round: int = 1, corrects: int | None = None) -> RuleEffect:
    return load_effect(
        season,
        document=make_rules(points=points),
        standing="in_force",
        from_round=from_round,
        corrects=corrects,
        at=after(60),
    )


def show(effect: RuleEffect, key: str = "drivers") -> list[tuple[str, str, str, int | None, Fraction | None]]:
    (table,) = [table for table in effect.tables if table.key == key]
    return [(row.name, row.place_before, row.place_after, row.gained, row.difference) for row in table.rows]


def test_places_and_points_gained_and_lost_are_told() -> None:
    season = run_two_rounds()  # 10-8-6: bob 18, ann 16, col 14
    assert show(load(season, ["10", "2", "1"])) == [
        ("Bob", "1", "1", 0, Fraction(-6)),
        ("Ann", "2", "2", 0, Fraction(-5)),
        ("Col", "3", "3", 0, Fraction(-11)),
    ]


def test_a_version_from_the_second_round_changes_the_points_of_that_round_alone() -> None:
    season = run_two_rounds()
    assert [(name, gained) for name, *_rest, gained in show(load(season, ["100", "8", "6"], from_round=2))] == [
        ("Bob", 90),
        ("Ann", 0),
        ("Col", 0),
    ]


@pytest.mark.parametrize(("from_round", "correcting"), [(1, False), (2, False), (1, True)])
def test_the_effect_is_what_issuing_makes_of_the_tables(from_round: int, correcting: bool) -> None:
    season = run_two_rounds()
    corrects = season.rule_books.get() if correcting else None
    points = ["9", "8", "7"]
    before = read_everything()
    told = load(season, points, from_round=from_round, corrects=corrects.pk if corrects else None)
    assert read_everything() == before
    issue_rule_book(
        season=season, document=make_rules(points=points), standing="in_force", from_round=from_round,
        corrects=corrects, by=make_user("clerk"), now=after(60), recorded_at=after(60),
    )  # fmt: skip
    stored = Standing.objects.filter(table__season=season, table__key="drivers", final=True).order_by("rank")
    (table,) = [table for table in told.tables if table.key == "drivers"]
    assert [(row.competitor, str(row.points_after)) for row in table.rows] == [
        (row.competitor, str(row.points)) for row in stored
    ]


def test_a_table_that_comes_or_goes_is_told() -> None:
    season = run_two_rounds()
    rules = make_rules()
    rules["standings"][1]["id"] = "crews"
    effect = load_effect(season, document=rules, standing="in_force", from_round=1, corrects=None, at=after(60))
    assert [(table.key, table.before, table.after) for table in effect.tables] == [
        ("drivers", True, True),
        ("crews", False, True),
        ("teams", True, False),
    ]


def test_the_same_rules_change_nothing() -> None:
    season = run_two_rounds()
    effect = load_effect(season, document=make_rules(), standing="in_force", from_round=1, corrects=None, at=after(60))
    assert (effect.changed, effect.results) == (False, 2)


def test_the_effect_takes_a_fixed_number_of_queries(django_assert_num_queries: Any) -> None:
    for slug, rounds in (("one", 1), ("three", 3)):
        season = make_season(slug)
        for number in range(1, rounds + 1):
            event = make_event(season=season, round_number=number)
            publish_results(session=event.sessions.get(), order=["ann", "bob"], at=after(number))
        with django_assert_num_queries(33):
            load(season, ["9", "8"])
