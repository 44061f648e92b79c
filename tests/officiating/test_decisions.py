"""Decisions stand beside the facts; each one that touches a public result makes a bulletin."""

from decimal import Decimal

import pytest

from championships.models import Bulletin, Decision, Revision, Standing
from championships.officiating.decisions import adjust, annul, bring_forward, decide
from championships.officiating.entry import LineEntry
from championships.officiating.errors import Refusal, SecondPersonNeeded
from tests.factories import (
    after,
    find_entry,
    make_draft,
    make_entry,
    make_event,
    make_season,
    make_source,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def race():
    return make_event(season=make_season()).sessions.get()


@pytest.fixture
def steward():
    return make_user("steward")


def read_points(table: str = "drivers") -> dict[str, str]:
    rows = Standing.objects.filter(table__key=table, final=True).order_by("rank")
    return {row.competitor: str(row.points) for row in rows}


def test_a_decision_on_a_provisional_result_makes_a_new_bulletin_with_its_own_window(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob", "cat"])
    decision = decide(
        session=race,
        kind="places",
        entry=find_entry("ann", event=race.event),
        amount=1,
        document="12",
        reason="Overtook under yellow flags",
        by=steward,
        now=after(20),
        recorded_at=after(20),
    )
    newest = Bulletin.objects.get(current=True)
    assert (newest.n, newest.state, newest.protest_until) == (2, "provisional", after(50))
    assert list(newest.decisions.all()) == [decision]
    assert newest.sheet.n == 1
    assert read_points() == {"bob": "10", "ann": "8", "cat": "6"}


def test_the_facts_are_never_altered_by_a_decision(race, steward) -> None:
    bulletin = publish_results(session=race, order=["ann", "bob"])
    before = list(bulletin.sheet.lines.values())
    car = find_entry("ann", event=race.event)
    decide(session=race, kind="disqualify", entry=car, by=steward, now=after(5), recorded_at=after(5))
    assert list(bulletin.sheet.lines.values()) == before
    assert read_points() == {"bob": "10"}


def test_an_annulled_decision_is_kept_and_no_longer_acts(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    car = find_entry("ann", event=race.event)
    decision = decide(session=race, kind="disqualify", entry=car, by=steward, now=after(5), recorded_at=after(5))
    annul(decision=decision, reason="New evidence", by=steward, now=after(9), recorded_at=after(9))
    decision.refresh_from_db()
    assert (decision.annulled_at, decision.annulled_reason) == (after(9), "New evidence")
    assert read_points() == {"ann": "10", "bob": "8"}
    assert list(Bulletin.objects.get(current=True).decisions.all()) == []
    before = read_everything()
    with pytest.raises(Refusal):
        annul(decision=decision, reason="Again", by=steward, now=after(10), recorded_at=after(10))
    assert read_everything() == before


def test_on_a_final_result_a_decision_needs_a_second_person(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    car = find_entry("ann", event=race.event)
    before = read_everything()
    with pytest.raises(Refusal):
        decide(session=race, kind="disqualify", entry=car, by=steward, now=after(90), recorded_at=after(90))
    with pytest.raises(SecondPersonNeeded):
        decide(
            session=race,
            kind="disqualify",
            entry=car,
            by=steward,
            second=steward,
            now=after(90),
            recorded_at=after(90),
        )
    assert read_everything() == before
    decide(
        session=race,
        kind="disqualify",
        entry=car,
        reason="Fuel sample",
        by=steward,
        second=make_user("second"),
        now=after(90),
        recorded_at=after(90),
    )
    newest = Bulletin.objects.get(current=True)
    assert (newest.state, newest.n, newest.reason) == ("amended", 3, "Fuel sample")
    assert (newest.published_by.username, newest.confirmed_by.username) == ("steward", "second")
    assert read_points() == {"bob": "10"}


def test_a_decision_before_the_result_acts_from_the_first_bulletin(race, steward) -> None:
    car = make_entry("ann", event=race.event)
    decide(session=race, kind="disqualify", entry=car, by=steward, now=after(-10), recorded_at=after(-10))
    assert Bulletin.objects.count() == 0
    bulletin = publish_results(session=race, order=[car, "bob"])
    assert bulletin.decisions.count() == 1
    assert read_points() == {"bob": "10"}


def test_a_time_penalty_the_sheet_cannot_carry_is_refused_in_words(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])  # no times on this sheet
    car = find_entry("ann", event=race.event)
    before = read_everything()
    with pytest.raises(Refusal, match="cannot be applied"):
        decide(
            session=race,
            kind="time",
            entry=car,
            amount=Decimal("5.5"),
            by=steward,
            now=after(5),
            recorded_at=after(5),
        )
    assert read_everything() == before


def test_a_time_penalty_lets_the_quicker_car_pass(race, steward) -> None:
    ann, bob = make_entry("ann", event=race.event), make_entry("bob", event=race.event)
    lines = [
        LineEntry(entry_id=ann.pk, road_order=1, laps=20, time_ms=1_200_000),
        LineEntry(entry_id=bob.pk, road_order=2, laps=20, time_ms=1_203_000),
    ]
    publish_results(session=race, lines=lines)
    decide(session=race, kind="time", entry=ann, amount=5, by=steward, now=after(5), recorded_at=after(5))
    assert read_points() == {"bob": "10", "ann": "8"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "places", "amount": 0},
        {"kind": "places", "amount": "1.5"},
        {"kind": "laps"},
        {"kind": "bribe"},
        {"kind": "session_override"},
    ],
)
def test_a_decision_that_does_not_make_sense_is_refused(race, steward, wrong: dict[str, object]) -> None:
    publish_results(session=race, order=["ann", "bob"])
    car = find_entry("ann", event=race.event)
    before = read_everything()
    with pytest.raises(Refusal):
        decide(session=race, entry=car, by=steward, now=after(5), recorded_at=after(5), **wrong)
    assert read_everything() == before


def test_a_decision_names_a_car_of_the_sheet(race, steward) -> None:
    publish_results(session=race, order=["ann"])
    absent = make_entry("zoe", event=race.event)
    before = read_everything()
    for entry in (absent, None):
        with pytest.raises(Refusal):
            decide(session=race, kind="reprimand", entry=entry, by=steward, now=after(5), recorded_at=after(5))
    assert read_everything() == before


def test_half_points_are_a_decision_on_the_session_in_one_season(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    decide(
        session=race,
        kind="session_override",
        round_session=race.round_sessions.get(),
        terms={"factor": "1/2"},
        document="7",
        by=steward,
        now=after(5),
        recorded_at=after(5),
    )
    assert read_points() == {"ann": "5", "bob": "4"}
    assert Bulletin.objects.get(current=True).decisions.get().document == "7"


def test_the_points_of_one_driver_are_replaced_by_a_decision(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    decide(
        session=race,
        kind="result_override",
        round_session=race.round_sessions.get(),
        terms={"driver": "ann", "points": "3"},
        by=steward,
        now=after(5),
        recorded_at=after(5),
    )
    assert read_points() == {"bob": "8", "ann": "3"}
    assert Decision.objects.get().driver.slug == "ann"


def test_terms_the_rules_do_not_know_are_refused_with_the_fault(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    before = read_everything()
    with pytest.raises(Refusal, match="no-such-table"):
        decide(
            session=race,
            kind="session_override",
            round_session=race.round_sessions.get(),
            terms={"table": "no-such-table"},
            by=steward,
            now=after(5),
            recorded_at=after(5),
        )
    assert read_everything() == before


def test_a_deduction_lowers_a_total_and_raises_the_revision(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    season = race.round_sessions.get().round.season
    adjustment = adjust(
        season=season,
        kind="deduct",
        terms={"standings": "drivers", "competitor": "ann", "points": 3, "effective_after": 1},
        document="21",
        reason="Engine change",
        by=steward,
        now=after(60),
        recorded_at=after(60),
    )
    assert (adjustment.table, adjustment.driver.slug) == ("drivers", "ann")
    assert read_points() == {"bob": "8", "ann": "7"}
    assert Revision.objects.order_by("-n")[0].cause == "adjust club-cup-2025/drivers"
    annul(decision=adjustment, reason="Appeal won", by=steward, now=after(70), recorded_at=after(70))
    assert read_points() == {"ann": "10", "bob": "8"}


def test_a_deduction_from_a_table_that_does_not_exist_is_refused(race, steward) -> None:
    season = race.round_sessions.get().round.season
    before = read_everything()
    with pytest.raises(Refusal):
        adjust(
            season=season,
            kind="deduct",
            terms={"standings": "nations", "competitor": "ann", "points": 3, "effective_after": 1},
            by=steward,
            now=after(60),
            recorded_at=after(60),
        )
    assert read_everything() == before


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        ("deduct", {"standings": "drivers", "competitor": "nobody", "points": 3, "effective_after": 1}),
        ("deduct", {"standings": "teams", "competitor": "ann", "points": 3, "effective_after": 1}),
        ("tie", {"standings": "drivers", "from_round": 1, "order": ["ann", "nobody"]}),
    ],
)
def test_a_competitor_nobody_knows_is_refused(race, steward, kind: str, terms: dict[str, object]) -> None:
    publish_results(session=race, order=["ann", "bob"])
    season = race.round_sessions.get().round.season
    before = read_everything()
    with pytest.raises(Refusal):
        adjust(season=season, kind=kind, terms=terms, by=steward, now=after(60), recorded_at=after(60))
    assert read_everything() == before


def test_the_organisers_order_splits_competitors_level_on_everything(race, steward) -> None:
    publish_results(session=race, places={"ann": 1, "bob": 1})
    adjust(
        season=race.round_sessions.get().round.season,
        kind="tie",
        terms={"standings": "drivers", "from_round": 1, "order": ["bob", "ann"]},
        by=steward,
        now=after(60),
        recorded_at=after(60),
    )
    rows = Standing.objects.filter(table__key="drivers", final=True).order_by("rank")
    assert [(row.competitor, row.position) for row in rows] == [("bob", 1), ("ann", 2)]


def test_points_brought_forward_stand_with_their_source(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    season = race.round_sessions.get().round.season
    balance = bring_forward(
        season=season,
        terms={"standings": "drivers", "competitor": "bob", "points": 5, "wins": 1},
        source=make_source("winter-series"),
        by=steward,
        now=after(60),
        recorded_at=after(60),
    )
    assert balance.terms["source"] == "Winter series"
    assert read_points() == {"bob": "13", "ann": "10"}
    assert Standing.objects.get(final=True, table__key="drivers", competitor="bob").wins == 1


def test_a_sheet_published_after_a_decision_keeps_it(race, steward) -> None:
    publish_results(session=race, order=["ann", "bob", "cat"])
    car = find_entry("ann", event=race.event)
    decide(session=race, kind="disqualify", entry=car, by=steward, now=after(5), recorded_at=after(5))
    make_draft(session=race, order=["ann", "cat", "bob"])
    bulletin = publish_results(session=race, order=["ann", "cat", "bob"], at=after(8))
    assert bulletin.decisions.count() == 1
    assert read_points() == {"cat": "10", "bob": "8"}
