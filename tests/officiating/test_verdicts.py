"""Documents of the stewards: shown first, signed, confirmed by a second person where the result is final, annulled."""

import os
import threading
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection

from championships.models import (
    Bulletin,
    Decision,
    Lap,
    LedgerEntry,
    Revision,
    Season,
    Sheet,
    StaleVersion,
    Standing,
    TimingFile,
    User,
    Verdict,
)
from championships.officiating import ledger
from championships.officiating.appeals import (
    annul_verdict,
    appeal,
    close_appeal,
    confirm_annulment,
    drop_annulment,
)
from championships.officiating.decisions import decide
from championships.officiating.entry import LineEntry
from championships.officiating.errors import OtherPersonNeeded, Refusal, SecondPersonNeeded, ShownChanged
from championships.officiating.measures import Measure
from championships.officiating.rule_books import list_tables_in_use
from championships.officiating.sealing import describe_decision, list_broken_seals
from championships.officiating.verdicts import confirm_verdict, preview, sign
from championships.queries.standings import load_standings
from tests.factories import (
    NOON,
    after,
    find_entry,
    make_category,
    make_enrolment,
    make_entry,
    make_event,
    make_rules,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def event(season):
    return make_event(season=season, sessions=("qualifying", "race"))


@pytest.fixture
def race(event):
    return event.sessions.get(slug="race")


@pytest.fixture
def steward():
    return make_user("steward")


def at(minutes: float) -> dict[str, datetime]:
    return {"now": after(minutes), "recorded_at": after(minutes)}


def strike(session, driver: str) -> Measure:
    return Measure(kind="disqualify", session_id=session.pk, entry_id=find_entry(driver, event=session.event).pk)


def read_points(table: str = "drivers") -> dict[str, str]:
    rows = Standing.objects.filter(table__key=table, final=True).order_by("rank")
    return {row.competitor: str(row.points) for row in rows}


def run_timed(race, **keys):
    """Three cars two seconds apart, and one a lap down."""
    cars = {name: find_entry(name, event=race.event) for name in ("ann", "bob", "cat", "dan")}
    lines = [
        LineEntry(entry_id=cars[name].pk, road_order=place, laps=laps, time_ms=ms)
        for place, (name, laps, ms) in enumerate(
            [("ann", 20, 1_200_000), ("bob", 20, 1_202_000), ("cat", 20, 1_204_000), ("dan", 19, 1_201_000)], 1
        )
    ]
    return publish_results(session=race, lines=lines, **keys)


# -- signing ---------------------------------------------------------------------------------------


def test_on_a_provisional_result_a_document_counts_at_once_in_a_new_bulletin_with_its_own_window(race, steward) -> None:
    run_timed(race)
    car = find_entry("ann", event=race.event)
    verdict = sign(
        of=race.event,
        measures=[
            Measure(kind="time", session_id=race.pk, entry_id=car.pk, amount=Decimal(10)),
            Measure(kind="licence", session_id=race.pk, entry_id=car.pk, amount=Decimal(2)),
        ],
        article="12.3",
        facts="Left the track and gained a place.",
        reason="Advantage gained",
        stewards="P. Martin, J. Doe",
        by=steward,
        **at(20),
    )
    newest = Bulletin.objects.get(session=race, current=True)
    assert (newest.n, newest.state, newest.issued_at, newest.protest_until) == (2, "provisional", after(20), after(50))
    assert (verdict.number, verdict.issued_at, verdict.effective_at) == (1, after(20), after(20))
    assert read_points() == {"bob": "10", "cat": "8", "ann": "6", "dan": "5"}
    rows = Decision.objects.order_by("pk")
    assert [(row.kind, row.document, row.driver and row.driver.slug) for row in rows] == [
        ("time", "1", None),
        ("licence", "1", "ann"),
    ]
    assert LedgerEntry.objects.filter(verb="sign_verdict").count() == 2  # the bulletin and the document
    assert ledger.verify() is None
    assert list(list_broken_seals()) == []


def test_numbers_run_without_a_hole_and_a_refused_document_takes_none(event, race, steward) -> None:
    run_timed(race)
    other = make_event("elsewhere")
    numbers = []
    for measures in ([strike(race, "ann")], [Measure(kind="bribe", session_id=race.pk)], [strike(race, "bob")], []):
        try:
            numbers.append(sign(of=event, measures=measures, reason="So decided", by=steward, **at(5)).number)
        except Refusal:
            numbers.append(None)
    assert numbers == [1, None, 2, 3]
    assert sign(of=other, measures=[], reason="Nothing found", by=steward, **at(6)).number == 1


def test_the_same_form_sent_twice_is_one_document(event, race, steward) -> None:
    run_timed(race)
    form = {"of": event, "measures": [strike(race, "ann")], "reason": "Underweight", "by": steward, "nonce": "f1"}
    shown = preview(of=event, measures=[strike(race, "ann")], now=after(5)).digest
    first = sign(**form, shown=shown, **at(5))
    before = read_everything()
    assert sign(**form, shown=shown, **at(6)) == first
    assert read_everything() == before
    changed = sign(**{**form, "reason": "Underweight by 3 kg", "measures": []}, **at(7))
    assert changed.number == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "places", "amount": Decimal(0)}, "more than zero"),
        ({"kind": "places", "amount": Decimal("1.5")}, "whole numbers"),
        ({"kind": "time", "amount": Decimal(99999)}, "not possible"),
        ({"kind": "laps"}, "more than zero"),
        ({"kind": "bribe"}, "not known"),
        ({"kind": "disqualify", "entry_id": None}, "Name the car"),
        ({"kind": "disqualify", "session_id": None}, "Name the session"),
        ({"kind": "session_override"}, "Name the season"),
        ({"kind": "time", "amount": Decimal(30)}, "the time of car 2 is not known"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(event, race, steward, wrong, sentence: str) -> None:
    publish_results(session=race, order=["ann", "bob"])
    measure = {"session_id": race.pk, "entry_id": find_entry("ann", event=event).pk, **wrong}
    before = read_everything()
    for do in (preview, lambda **keys: sign(reason="Because", by=steward, recorded_at=after(5), **keys)):
        with pytest.raises(Refusal, match=sentence):
            do(of=event, measures=[Measure(**measure)], now=after(5))
    assert read_everything() == before


def test_a_document_needs_a_reason(event, steward) -> None:
    before = read_everything()
    with pytest.raises(Refusal, match="Say why"):
        sign(of=event, measures=[], reason=" ", by=steward, **at(5))
    assert read_everything() == before


def test_seconds_belong_to_races_and_licence_points_to_a_person(event, race, steward) -> None:
    car = make_entry("ann", "bob", event=event)
    qualifying = event.sessions.get(slug="qualifying")
    before = read_everything()
    for measure, sentence in (
        (Measure(kind="time", session_id=qualifying.pk, entry_id=car.pk, amount=Decimal(5)), "in races only"),
        (Measure(kind="licence", session_id=race.pk, entry_id=car.pk, amount=Decimal(2)), "name the driver"),
        (Measure(kind="reprimand", session_id=race.pk, entry_id=car.pk, driver_id=10**6), "does not drive car 1"),
    ):
        with pytest.raises(Refusal, match=sentence):
            sign(of=event, measures=[measure], reason="Because", by=steward, **at(5))
    assert read_everything() == before
    bob = car.crew.get(driver__slug="bob").driver
    sign(
        of=event,
        measures=[
            Measure(kind="licence", session_id=race.pk, entry_id=car.pk, driver_id=bob.pk, amount=Decimal(2)),
        ],
        reason="Because",
        by=steward,
        **at(5),
    )
    assert Decision.objects.get().driver == bob


def test_a_reprimand_makes_no_bulletin_and_waits_for_nobody(event, race, steward) -> None:
    run_timed(race, official=True)
    car = find_entry("ann", event=event)
    measures = [
        Measure(kind="reprimand", session_id=race.pk, entry_id=car.pk),
        Measure(kind="grid", session_id=race.pk, entry_id=car.pk, amount=Decimal(3)),
    ]
    verdict = sign(of=event, measures=measures, reason="Late", by=steward, **at(90))
    assert verdict.effective_at == after(90)
    assert Bulletin.objects.filter(session=race).count() == 2


def test_a_document_before_the_result_acts_from_the_first_bulletin(event, race, steward) -> None:
    make_entry("ann", event=event)
    sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(-10))
    assert Bulletin.objects.count() == 0
    publish_results(session=race, order=["ann", "bob"])
    assert read_points() == {"bob": "10"}


def test_an_exclusion_from_the_event_acts_on_every_session_where_the_car_stands(event, race, steward) -> None:
    qualifying = event.sessions.get(slug="qualifying")
    publish_results(session=qualifying, order=["ann", "bob"])
    run_timed(race)
    third = make_event("third", season=Season.objects.get(), round_number=2)
    del third
    car = find_entry("ann", event=event)
    sign(of=event, measures=[Measure(kind="exclude", entry_id=car.pk)], reason="Fraud", by=steward, **at(20))
    assert [(b.session.slug, b.n) for b in Bulletin.objects.filter(current=True).order_by("session__order")] == [
        ("qualifying", 2),
        ("race", 2),
    ]
    assert read_points() == {"bob": "10", "cat": "8", "dan": "6"}
    assert Decision.objects.filter(kind="exclude").count() == 2


# -- sandbox ---------------------------------------------------------------------------------------


def test_the_effect_is_shown_before_anything_is_written_and_is_what_signing_does(event, race, steward) -> None:
    run_timed(race)
    car = find_entry("ann", event=event)
    measures = [Measure(kind="time", session_id=race.pk, entry_id=car.pk, amount=Decimal("2.5"))]
    before = read_everything()
    seen = preview(of=event, measures=measures, now=after(5))
    assert read_everything() == before
    (field,) = seen.effect.fields
    assert [(row.car.number, row.before.place, row.after.place, row.gained) for row in field.rows] == [
        ("2", 2, 1, 1),
        ("1", 1, 2, -1),
        ("3", 3, 3, 0),
        ("4", 4, 4, 0),
    ]
    drivers = next(table for table in seen.effect.tables if table.key == "drivers")
    assert [(row.name, row.before.points, row.after.points) for row in drivers.moved] == [
        ("Bob", 8, 10),
        ("Ann", 10, 8),
    ]
    assert (seen.waits, seen.final, seen.provisional) == (False, (), (race,))
    sign(of=event, measures=measures, reason="Contact", by=steward, shown=seen.digest, **at(6))
    assert read_points() == {"bob": "10", "ann": "8", "cat": "6", "dan": "5"}


def test_what_changed_since_it_was_shown_is_not_signed(event, race, steward) -> None:
    run_timed(race)
    seen = preview(of=event, measures=[strike(race, "ann")], now=after(5))
    sign(of=event, measures=[strike(race, "bob")], reason="Another", by=make_user("other"), **at(6))
    before = read_everything()
    with pytest.raises(ShownChanged):
        sign(of=event, measures=[strike(race, "ann")], reason="One", by=steward, shown=seen.digest, **at(7))
    assert read_everything() == before
    again = preview(of=event, measures=[strike(race, "ann")], now=after(7))
    sign(of=event, measures=[strike(race, "ann")], reason="One", by=steward, shown=again.digest, **at(8))
    assert read_points() == {"cat": "10", "dan": "8"}


# -- final results ---------------------------------------------------------------------------------


def test_on_a_final_result_a_document_is_pending_until_a_second_person_confirms(event, race, steward) -> None:
    run_timed(race, official=True)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel sample", by=steward, **at(90))
    assert verdict.effective_at is None
    assert read_points()["ann"] == "10"
    assert Bulletin.objects.filter(session=race).count() == 2
    pending = read_everything()
    for name in ("steward", "enterer", "publisher"):
        with pytest.raises(OtherPersonNeeded):
            confirm_verdict(verdict=verdict, version=verdict.version, by=make_user(name), **at(95))
    assert read_everything() == pending
    confirmed = confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(100))
    assert (confirmed.effective_at, confirmed.confirmed_by.username) == (after(100), "second")
    newest = Bulletin.objects.get(session=race, current=True)
    assert (newest.state, newest.n, newest.reason, newest.protest_until) == ("amended", 3, "Fuel sample", None)
    assert (newest.published_by.username, newest.confirmed_by.username) == ("steward", "second")
    assert read_points() == {"bob": "10", "cat": "8", "dan": "6"}
    assert list(list_broken_seals()) == []


def test_as_of_an_instant_a_document_counts_from_its_confirmation(event, race, steward) -> None:
    run_timed(race, official=True)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(90))
    confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(100))
    leaders = {}
    for minutes in (80, 95, 100):
        page = load_standings("club-cup", "2025", "drivers", at=after(minutes))
        leaders[minutes] = page.lines[0].competitor.id
    assert leaders == {80: "ann", 95: "ann", 100: "bob"}


@pytest.mark.usefixtures("unguarded")
def test_the_seal_covers_the_words_of_the_document_and_when_it_took_effect(event, race, steward) -> None:
    run_timed(race)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(5))
    for change in ({"facts": "Other facts"}, {"article": "9"}, {"stewards": "Nobody"}, {"number": 7}):
        kept = Verdict.objects.filter(pk=verdict.pk).values(*change).get()
        Verdict.objects.filter(pk=verdict.pk).update(**change)
        assert [bulletin.n for bulletin in list_broken_seals()] == [2]
        Verdict.objects.filter(pk=verdict.pk).update(**kept)
    assert list(list_broken_seals()) == []
    Decision.objects.update(effective_at=after(4))
    assert [bulletin.n for bulletin in list_broken_seals()] == [2]


def test_a_decision_without_a_document_is_sealed_as_it_always_was(race) -> None:
    run_timed(race)
    decide(session=race, kind="disqualify", entry=find_entry("ann", event=race.event), by=make_user("steward"), **at(5))
    assert list(describe_decision(Decision.objects.get())) == [
        "id", "kind", "entry", "driver", "amount", "terms", "document", "reason",
    ]  # fmt: skip
    Decision.objects.update(effective_at=after(6))
    assert [bulletin.n for bulletin in list_broken_seals()] == [2]


def test_a_document_confirmed_twice_or_read_before_is_refused(event, race, steward) -> None:
    run_timed(race, official=True)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(90))
    confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(100))
    third = make_user("third")
    before = read_everything()
    with pytest.raises(StaleVersion):
        confirm_verdict(verdict=verdict, version=1, by=third, **at(101))
    with pytest.raises(Refusal, match="in force already"):
        confirm_verdict(verdict=verdict, version=2, by=third, **at(101))
    assert read_everything() == before


def test_a_one_person_crew_confirms_alone_and_it_is_said(steward) -> None:
    event = make_event(season=make_season(one_person_crew=True))
    race = event.sessions.get()
    publish_results(session=race, order=["ann", "bob"], official=True)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(90))
    confirmed = confirm_verdict(verdict=verdict, version=verdict.version, by=steward, **at(91))
    assert confirmed.one_person
    assert Bulletin.objects.get(current=True).one_person


# -- appeals and annulments ------------------------------------------------------------------------


def test_an_appeal_is_recorded_with_its_outcome_and_changes_no_result(event, race, steward) -> None:
    run_timed(race)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(5))
    points = read_points()
    revisions = Revision.objects.count()
    verdict = appeal(verdict=verdict, version=verdict.version, appealed_by="Red Team", by=steward, **at(10))
    with pytest.raises(StaleVersion):
        close_appeal(verdict=verdict, version=verdict.version - 1, outcome="Rejected", by=steward, **at(20))
    with pytest.raises(Refusal, match="recorded already"):
        appeal(verdict=verdict, version=verdict.version, appealed_by="Blue Team", by=steward, **at(20))
    verdict = close_appeal(verdict=verdict, version=verdict.version, outcome="Rejected", by=steward, **at(20))
    assert (verdict.appealed_at, verdict.appealed_by) == (after(10), "Red Team")
    assert (verdict.appeal_closed_at, verdict.appeal_outcome) == (after(20), "Rejected")
    assert (read_points(), Revision.objects.count()) == (points, revisions + 2)


def test_on_a_provisional_result_an_annulment_acts_at_once(event, race, steward) -> None:
    run_timed(race)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(5))
    verdict = annul_verdict(verdict=verdict, version=verdict.version, reason="Sample mixed up", by=steward, **at(9))
    assert (verdict.annulled_at, verdict.annulled_reason) == (after(9), "Sample mixed up")
    newest = Bulletin.objects.get(session=race, current=True)
    assert (newest.n, newest.state, newest.reason) == (3, "provisional", "Sample mixed up")
    assert read_points()["ann"] == "10"
    before = read_everything()
    with pytest.raises(Refusal, match="annulled already"):
        annul_verdict(verdict=verdict, version=verdict.version, reason="Again", by=steward, **at(10))
    assert read_everything() == before


def test_on_a_final_result_one_asks_for_the_annulment_and_another_confirms_it(event, race, steward) -> None:
    run_timed(race, official=True)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(90))
    verdict = confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(91))
    verdict = annul_verdict(verdict=verdict, version=verdict.version, reason="New evidence", by=steward, **at(95))
    assert (verdict.annulled_at, verdict.annulment_asked_at) == (None, after(95))
    assert "ann" not in read_points()
    before = read_everything()
    with pytest.raises(SecondPersonNeeded):
        confirm_annulment(verdict=verdict, version=verdict.version, by=steward, **at(96))
    assert read_everything() == before
    verdict = confirm_annulment(verdict=verdict, version=verdict.version, by=make_user("second"), **at(97))
    newest = Bulletin.objects.get(session=race, current=True)
    assert (newest.state, newest.reason, newest.confirmed_by.username) == ("amended", "New evidence", "second")
    assert (verdict.annulled_at, read_points()["ann"]) == (after(97), "10")
    assert list(list_broken_seals()) == []


def test_a_request_for_an_annulment_may_be_taken_back(event, race, steward) -> None:
    run_timed(race, official=True)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(90))
    verdict = confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(91))
    verdict = annul_verdict(verdict=verdict, version=verdict.version, reason="New evidence", by=steward, **at(95))
    verdict = drop_annulment(verdict=verdict, version=verdict.version, by=steward, **at(96))
    assert (verdict.annulment_asked_at, verdict.annulled_reason) == (None, "")
    with pytest.raises(Refusal):
        confirm_annulment(verdict=verdict, version=verdict.version, by=make_user("second"), **at(97))


def test_a_pending_document_may_be_annulled_by_one_person_and_never_counts(event, race, steward) -> None:
    run_timed(race, official=True)
    verdict = sign(of=event, measures=[strike(race, "ann")], reason="Fuel", by=steward, **at(90))
    verdict = annul_verdict(verdict=verdict, version=verdict.version, reason="Wrong car", by=steward, **at(91))
    with pytest.raises(Refusal, match="annulled"):
        confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(92))
    assert read_points()["ann"] == "10"


# -- seasons ---------------------------------------------------------------------------------------


def test_a_deduction_is_signed_and_then_confirmed_by_a_second_person(season, race, steward) -> None:
    run_timed(race, official=True)
    terms = {"standings": "drivers", "competitor": "ann", "points": "3", "effective_after": 1}
    measures = [Measure(kind="deduct", terms=terms)]
    seen = preview(of=season, measures=measures, now=after(90))
    (table,) = seen.effect.tables
    assert [(row.name, row.difference) for row in table.moved] == [("Bob", 0), ("Ann", -3)]
    verdict = sign(of=season, measures=measures, reason="Engine change", by=steward, shown=seen.digest, **at(90))
    assert (verdict.number, verdict.effective_at, read_points()["ann"]) == (1, None, "10")
    with pytest.raises(OtherPersonNeeded):
        confirm_verdict(verdict=verdict, version=verdict.version, by=steward, **at(91))
    verdict = confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(92))
    assert read_points() == {"bob": "8", "ann": "7", "cat": "6", "dan": "5"}
    annul_verdict(verdict=verdict, version=verdict.version, reason="Appeal won", by=steward, **at(93))
    assert read_points()["ann"] == "7"


def test_a_competitor_or_a_table_nobody_knows_is_refused(season, race, steward) -> None:
    run_timed(race)
    before = read_everything()
    for kind, terms in (
        ("deduct", {"standings": "nations", "competitor": "ann", "points": "3", "effective_after": 1}),
        ("deduct", {"standings": "drivers", "competitor": "zoe", "points": "3", "effective_after": 1}),
        ("class", {"competitor": "zoe", "from_round": 1, "categories": []}),
        ("class", {"competitor": "ann", "from_round": 7, "categories": []}),
        ("class", {"competitor": "ann", "from_round": 1, "categories": ["giants"]}),
        ("bribe", {}),
    ):
        with pytest.raises(Refusal):
            sign(of=season, measures=[Measure(kind=kind, terms=terms)], reason="So", by=steward, **at(5))
    assert read_everything() == before


def _make_class_season() -> Season:
    def block(table: str, **keys):
        return {
            "id": table,
            "title": table,
            "competitor": "driver",
            "sessions": {"race": {"table": "race"}},
            "position_basis": "eligible",
            "counting": [{"from": 1, "to": None, "best": None}],
            "tie_break": [{"kind": "countback", "sessions": ["race"], "positions": "classified"}],
            "listing": {"classified_in": ["race"]},
            **keys,
        }

    return make_season(
        rules=make_rules(
            tables=[
                block("gentlemen", may_score={"categories": ["gentleman"]}),
                block("juniors", may_score={"categories": ["junior"]}),
            ]
        )
    )


def test_a_change_of_category_lies_over_the_enrolment_and_can_be_annulled(steward) -> None:
    season = _make_class_season()
    for slug in ("gentleman", "junior"):
        make_category(slug, championship=season.championship, letter=slug[0].upper())
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    for number in (1, 2):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=["ann", "bob"], at=after(number))
    assert (read_points("gentlemen"), read_points("juniors")) == ({"ann": "20", "bob": "16"}, {})
    terms = {"competitor": "ann", "from_round": 2, "categories": ["junior"]}
    measures = [Measure(kind="class", terms=terms)]
    seen = preview(of=season, measures=measures, now=after(90))
    assert {table.key for table in seen.effect.tables} == {"gentlemen", "juniors"}
    verdict = sign(of=season, measures=measures, reason="Too quick", by=steward, **at(90))
    verdict = confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(95))
    assert (read_points("gentlemen"), read_points("juniors")) == ({"bob": "18", "ann": "10"}, {"ann": "10"})
    assert list_tables_in_use(season) == set()  # later rules need no table for it
    verdict = annul_verdict(verdict=verdict, version=verdict.version, reason="Appeal", by=steward, **at(97))
    confirm_annulment(verdict=verdict, version=verdict.version, by=make_user("second"), **at(98))
    assert (read_points("gentlemen"), read_points("juniors")) == ({"ann": "20", "bob": "16"}, {})


# -- taken back ------------------------------------------------------------------------------------


def store_laps(race, laps: dict[str, list[int]]) -> None:
    kept = TimingFile.objects.create(
        session=race, name="laps.csv", format="analysis", content=b"", size=0, sha256="0" * 64, recorded_at=NOON
    )
    for driver, times in laps.items():
        entry = find_entry(driver, event=race.event)
        Lap.objects.bulk_create(
            Lap(timing_file=kept, entry=entry, n=n, time_ms=ms) for n, ms in enumerate(times, start=1)
        )


def test_a_result_taken_back_becomes_a_draft_of_the_order_at_that_lap(event, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob", "cat", "dan"])
    store_laps(
        race,
        {
            "ann": [60_000, 60_000, 90_000],  # leads only at the end
            "bob": [59_000, 59_000, 95_000],
            "cat": [70_000, 69_000],  # laps slower, crosses after the leader
            "dan": [61_000],  # stopped
        },
    )
    seen = preview(of=event, measures=[Measure(kind="taken_back", session_id=race.pk, amount=Decimal(2))], now=after(5))
    assert [(car.number, car.laps, car.took_flag) for car in seen.orders[0].cars] == [
        ("2", 2, True),
        ("1", 2, True),
        ("3", 2, True),
        ("4", 1, False),
    ]
    sign(
        of=event,
        measures=[Measure(kind="taken_back", session_id=race.pk, amount=Decimal(2))],
        reason="Red flag",
        by=steward,
        shown=seen.digest,
        **at(5),
    )
    draft = Sheet.objects.get(draft=True)
    lines = draft.lines.order_by("order")
    assert [(line.entry.number, line.laps, line.time_ms, line.status) for line in lines] == [
        ("2", 2, 118_000, "CLASSIFIED"),
        ("1", 2, 120_000, "CLASSIFIED"),
        ("3", 2, 139_000, "CLASSIFIED"),
        ("4", 1, 61_000, "DNF"),
    ]
    assert (draft.laps, Bulletin.objects.count()) == (2, 1)
    assert Decision.objects.get().terms == {"sheet": draft.n}
    before = read_everything()
    with pytest.raises(Refusal, match="draft of this session"):
        sign(
            of=event,
            measures=[Measure(kind="taken_back", session_id=race.pk, amount=Decimal(1))],
            reason="Red flag",
            by=steward,
            **at(6),
        )
    assert read_everything() == before


def test_without_stored_laps_the_standing_sheet_is_copied_to_be_corrected_by_hand(event, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    sign(
        of=event,
        measures=[Measure(kind="taken_back", session_id=race.pk, amount=Decimal(9))],
        reason="Red flag",
        by=steward,
        **at(5),
    )
    assert Sheet.objects.get(draft=True).lines.count() == 2
    assert Verdict.objects.get().effective_at == after(5)


# -- at the same moment ----------------------------------------------------------------------------


@pytest.mark.skipif(
    not os.environ["DATABASE_URL"].startswith("postgres"),
    reason="one in-memory SQLite database has one connection; test_ledger proves its lock with processes",
)
@pytest.mark.django_db(transaction=True)
def test_documents_signed_at_the_same_moment_get_numbers_in_turn_and_one_form_is_one_document() -> None:
    event = make_event(season=make_season())
    people = [make_user(f"steward-{number}") for number in range(3)]
    forms = [(person, f"form-{person.username}") for person in people] * 2  # everybody clicks twice
    start = threading.Barrier(len(forms))
    failed: list[Exception] = []

    def press(person: User, nonce: str) -> None:
        try:
            start.wait()
            sign(of=event, measures=[], reason=nonce, by=person, nonce=nonce, **at(5))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=form) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(Verdict.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert ledger.verify() is None
