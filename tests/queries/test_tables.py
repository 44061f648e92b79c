"""The stored way and the way by computation give the same tables; what is shown at an instant is what was out."""

from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import RoundSession, Season
from championships.queries import tables
from championships.queries.tables import load_tables
from tests.factories import (
    make_category,
    make_enrolment,
    make_event,
    make_rules,
    make_season,
)
from tests.public.seasons import days, declare, publish_order

pytestmark = pytest.mark.django_db

FIELD = ["ann", "bob", "cid", "dee", "eve"]


def make_run_season(rounds: int = 3, field: list[str] | None = None) -> Season:
    """Three rounds of two races; the last round is still to come. Round n is published n days after NOON."""
    block = {
        "title": "Drivers",
        "competitor": "driver",
        "sessions": {"race1": {"table": "race"}, "race2": {"table": "race"}},
        "position_basis": "overall",
        "counting": [{"from": 1, "to": None, "best": 2}],
        "tie_break": [{"kind": "countback", "sessions": ["race1", "race2"], "positions": "classified"}],
        "listing": {"classified_in": ["race1", "race2"]},
    }
    season = make_season(rules=make_rules(tables=[{"id": "drivers", **block}, {"id": "teams", **block,
                         "title": "Teams", "competitor": "team"}]))  # fmt: skip
    drivers = field or FIELD
    for number in range(1, rounds + 1):
        event = make_event(season=season, round_number=number, sessions=("race1", "race2"))
        if number == rounds:
            break
        turned = drivers[number % len(drivers) :] + drivers[: number % len(drivers)]
        publish_order(event.sessions.get(slug="race1"), turned, issued_at=days(number), fastest=turned[0])
        publish_order(
            event.sessions.get(slug="race2"), turned[::-1], issued_at=days(number + 0.5), statuses={turned[0]: "DNF"}
        )
    return season


def compute_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every season look as if something of it were still to be published."""
    monkeypatch.setattr(
        tables, "read_histories", lambda frames, wanted, awards: tables.compute_histories(
            frames, wanted, at=days(100), awards=awards
        )
    )  # fmt: skip


@pytest.mark.parametrize("history", [False, True])
@pytest.mark.parametrize("after", [None, (1, ""), (1, "race1"), (2, "race1")])
def test_stored_and_computed_tables_are_equal(
    monkeypatch: pytest.MonkeyPatch, history: bool, after: tuple[int, str] | None
) -> None:
    season = make_run_season()
    stored = load_tables([season.pk], at=days(100), after=after, history=history)[season.pk]
    compute_instead(monkeypatch)
    computed = load_tables([season.pk], at=days(100), after=after, history=history)[season.pk]
    assert [table.key for table in stored.tables] == ["drivers", "teams"]
    assert stored.tables[0].shown is not None
    assert len(stored.tables[0].shown.rows) == 5
    assert stored == computed


def test_declared_tables_are_equal_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    season = make_run_season()
    rows = [
        {"driver": "ann", "place": 1, "points": "40.5", "wins": 2},
        {"driver": "bob", "place": 2, "points": None, "wins": None},
        {"driver": "cid", "place": 2, "tied": True, "points": None},
    ]
    after = RoundSession.objects.get(round__season=season, round__number=1, key="race2")
    declare(season, rows, after=after, complete=False, issued_at=days(3))
    stored = load_tables([season.pk], at=days(100), history=True)[season.pk]
    compute_instead(monkeypatch)
    assert load_tables([season.pk], at=days(100), history=True)[season.pk] == stored
    shown = stored.tables[0].shown
    assert shown is not None
    assert (shown.source, shown.partial, shown.missing) == ("declared", True, ((2, "race1"), (2, "race2")))
    assert [row.points for row in shown.rows] == [Fraction(81, 2), None, None]


def test_an_earlier_instant_shows_what_was_published_then() -> None:
    season = make_run_season()
    view = load_tables([season.pk], at=days(1.2))[season.pk]
    assert view.stop is not None
    assert (view.stop.round, view.stop.key) == (1, "race1")
    shown = view.tables[0].shown
    assert shown is not None
    assert [(row.competitor, row.position, row.points) for row in shown.rows][:2] == [
        ("bob", 1, Fraction(10)),
        ("cid", 2, Fraction(8)),
    ]


def test_before_the_first_publication_there_is_no_table() -> None:
    season = make_run_season()
    view = load_tables([season.pk], at=days(0))[season.pk]
    assert view.stop is None
    assert [table.shown for table in view.tables] == [None, None]


def test_the_final_table_stands_only_when_every_race_is_published() -> None:
    season = make_run_season()
    view = load_tables([season.pk], at=days(100))[season.pk]
    assert not view.finished
    assert view.tables[0].shown is not None
    assert not view.tables[0].shown.final
    for slug in ("race1", "race2"):
        session = season.rounds.get(number=3).event.sessions.get(slug=slug)
        publish_order(session, FIELD, issued_at=days(4))
    view = load_tables([season.pk], at=days(100))[season.pk]
    assert view.finished
    assert view.tables[0].shown is not None
    assert view.tables[0].shown.final


def test_competitors_carry_number_team_and_categories() -> None:
    season = make_run_season()
    make_category("gentleman", championship=season.championship)
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    view = load_tables([season.pk], at=days(100))[season.pk].competitors["ann"]
    assert (view.name, view.team and view.team.slug) == ("Ann", "red-team")
    assert [category.slug for category in view.categories] == ["gentleman"]
    assert view.number


@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
def test_stored_tables_take_fifteen_queries(
    django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    season = make_run_season(field=field)
    with django_assert_num_queries(15):
        load_tables([season.pk], at=days(100))


@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
def test_computed_tables_take_twenty_seven_queries(
    django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    season = make_run_season(field=field)
    with django_assert_num_queries(27):
        load_tables([season.pk], at=days(1.2))
