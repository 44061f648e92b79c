"""Events, entries, sessions and circuits as published at an instant, in a fixed number of queries."""

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import Circuit, Decision, Event, Layout, Season, StatedFact
from championships.queries.circuits import load_circuit
from championships.queries.entries import load_entries
from championships.queries.events import load_event
from championships.queries.sessions import load_session
from tests.factories import (
    make_championship,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_round,
    make_season,
    make_source,
)
from tests.public.seasons import days, publish_order

pytestmark = pytest.mark.django_db

EVENT_QUERIES = 5
ENTRIES_QUERIES = 8
SESSION_QUERIES = 14
CIRCUIT_QUERIES = 19


def run_event(season: Season, drivers: tuple[str, ...] = ("ann",), *, round_number: int = 1) -> Event:
    """An event whose race was published at noon, and a round to come."""
    event = make_event("spring", season=season, round_number=round_number, sessions=("practice", "race"))
    publish_order(event.sessions.get(slug="race"), drivers, issued_at=days(0))
    return event


def test_the_last_but_one_round_is_computed_in_each_championship() -> None:
    cup, trophy = make_season("cup"), make_season("trophy")
    event = make_event("spring", season=cup, round_number=1)
    make_event("summer", season=cup, round_number=2)
    make_round(season=trophy, event=event, number=1)
    for number in (2, 3):
        make_event(f"own-{number}", season=trophy, round_number=number)
    page = load_event(2025, "spring", at=days(0))
    assert page is not None
    assert [(r.season.championship, r.number, r.of, r.penultimate) for r in page.rounds] == [
        ("cup", 1, 2, True),
        ("trophy", 1, 3, False),
    ]


def test_an_unknown_event_is_none() -> None:
    run_event(make_season())
    assert load_event(2025, "winter", at=days(0)) is None
    assert load_event(2024, "spring", at=days(0)) is None


def test_a_result_is_not_seen_before_it_is_issued() -> None:
    run_event(make_season())
    before, after = load_event(2025, "spring", at=days(-1)), load_event(2025, "spring", at=days(0))
    assert before is not None
    assert after is not None
    assert [session.state for session in before.sessions] == ["", ""]
    assert [session.state for session in after.sessions] == ["", "official"]
    assert load_session(2025, "spring", "race", at=days(-1)) is None
    assert load_session(2025, "spring", "race", at=days(0)) is not None
    assert load_session(2025, "spring", "practice", at=days(9)) is None


def test_a_later_bulletin_is_not_seen_before_it_is_issued() -> None:
    season = make_season()
    event = run_event(season, ("ann", "bob"))
    publish_order(event.sessions.get(slug="race"), ("bob", "ann"), issued_at=days(2), state="amended")
    first, second = load_session(2025, "spring", "race", at=days(1)), load_session(2025, "spring", "race", at=days(2))
    assert first is not None
    assert second is not None
    assert (first.bulletin.n, first.winner and first.winner.number) == (1, "11")
    assert (second.bulletin.n, second.winner and second.winner.number) == (2, "12")
    assert first.earlier == ()
    assert [bulletin.n for bulletin in second.earlier] == [1]


def test_places_computed_for_an_earlier_instant_are_those_that_were_stored_then() -> None:
    season = make_season()
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    event = run_event(season, ("ann", "bob"))
    stored = load_session(2025, "spring", "race", at=days(0))
    make_event("summer", season=season, round_number=2)
    publish_order(Event.objects.get(slug="summer").sessions.get(slug="race"), ("bob",), issued_at=days(5))
    computed = load_session(2025, "spring", "race", at=days(1))
    assert stored is not None
    assert computed is not None
    assert (computed.lines, computed.columns) == (stored.lines, stored.columns)
    assert [line.places for line in stored.lines] == [(None,), (1,)]
    assert event.sessions.count() == 2


def test_a_race_of_two_championships_ranks_only_its_participants_in_each() -> None:
    cup, trophy = make_season("cup"), make_season("trophy")
    event = make_event("spring", season=cup, round_number=1)
    make_round(season=trophy, event=event, number=1)
    make_entry("ann", event=event, number="1", rounds=cup.rounds.all())
    make_entry("bob", event=event, number="2", rounds=[*cup.rounds.all(), *trophy.rounds.all()])
    make_entry("cid", event=event, number="3", rounds=())
    publish_order(event.sessions.get(), ("cid", "ann", "bob"))
    page = load_session(2025, "spring", "race", at=days(0))
    assert page is not None
    assert [column.season.championship for column in page.columns] == ["cup", "trophy"]
    assert [(line.number, line.place, line.places) for line in page.lines] == [
        ("3", 1, (None, None)),
        ("1", 2, (1, None)),
        ("2", 3, (2, 1)),
    ]


def test_a_partial_sheet_and_a_driver_who_is_not_known_are_said_to_be_so() -> None:
    event = make_event("spring", season=make_season())
    bulletin = publish_order(event.sessions.get(), ("ann",), complete=False)
    bulletin.sheet.lines.get().drivers.update(driver=None)
    page = load_session(2025, "spring", "race", at=days(0))
    assert page is not None
    assert not page.complete
    assert [driver.driver for driver in page.lines[0].drivers] == [None]


def test_a_decision_is_told_while_it_is_in_force_and_pending_until_a_bulletin_holds_it() -> None:
    event = run_event(make_season())
    session = event.sessions.get(slug="race")
    decision = Decision.objects.create(
        session=session,
        kind=Decision.Kind.DISQUALIFY,
        entry=event.entries.get(),
        document="D-7",
        issued_at=days(1),
        effective_at=days(1),
        recorded_at=days(1),
        annulled_at=days(3),
    )
    told = {
        day: [(d.document, d.number, d.pending) for d in page.decisions]
        for day in (0, 1, 3)
        if (page := load_event(2025, "spring", at=days(day)))
    }
    assert told == {0: [], 1: [("D-7", "11", True)], 3: []}
    bulletin = session.bulletins.get()
    bulletin.decisions.add(decision)
    page = load_session(2025, "spring", "race", at=days(2))
    assert page is not None
    assert [(d.document, d.pending) for d in page.decisions] == [("D-7", False)]
    assert page.lines[0].documents == ("D-7",)


def test_the_entry_list_names_categories_withdrawals_and_absences() -> None:
    season = make_season()
    past = make_event("spring", season=season, round_number=1)
    make_entry("bob", event=past, number="81", team="blue-team")
    event = make_event("summer", season=season, round_number=2)
    make_enrolment(season=season, driver="ann", categories=["gentleman"], to_round=1)
    make_enrolment(season=season, driver="ann", categories=["junior"], from_round=2)
    make_entry("ann", event=event, number="7", team="red-team")
    make_entry(event=event, number="8", withdrawn=True)
    StatedFact.objects.create(
        kind=StatedFact.Kind.ABSENCE,
        driver=make_driver("bob"),
        event=event,
        source=make_source(),
        issued_at=days(1),
        recorded_at=days(1),
    )
    page, before = load_entries(2025, "summer", at=days(1)), load_entries(2025, "summer", at=days(0))
    assert page is not None
    assert before is not None
    assert [(row.number, [d.slug for d in row.crew], row.withdrawn) for row in page.rows] == [
        ("7", ["ann"], False),
        ("8", [], True),
    ]
    assert [category.slug for category in page.rows[0].parts[0].categories] == ["junior"]
    (absence,) = page.absences
    assert (absence.driver.slug, absence.number, absence.team and absence.team.slug) == ("bob", "81", "blue-team")
    assert before.absences == ()


def test_a_circuit_lists_its_layouts_and_events() -> None:
    event = make_event("spring", season=make_season("cup"))
    Layout.objects.create(circuit=event.circuit, length_m=5344, name="Full", source=make_source())
    page = load_circuit("hilltop", at=days(0))
    assert page is not None
    assert [(layout.length_m, layout.source) for layout in page.layouts] == [(5344, 1)]
    assert [(line.event.slug, line.championships) for line in page.events] == [("spring", ("Cup 2025",))]
    assert load_circuit("valley", at=days(0)) is None


@pytest.mark.parametrize("count", [1, 3])
def test_each_page_asks_the_same_number_of_queries_whatever_the_field(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    season = make_season()
    drivers = tuple(f"driver-{number}" for number in range(count))
    for slug in drivers:
        make_enrolment(season=season, driver=slug, categories=["gentleman"])
    event = run_event(season, drivers)
    with django_assert_num_queries(EVENT_QUERIES):
        load_event(2025, "spring", at=days(1))
    with django_assert_num_queries(ENTRIES_QUERIES):
        page = load_entries(2025, "spring", at=days(1))
    assert page is not None
    assert len(page.rows) == count
    with django_assert_num_queries(SESSION_QUERIES):
        session = load_session(2025, "spring", "race", at=days(1))
    assert session is not None
    assert len(session.lines) == count
    for number in range(1, count):
        make_event(f"extra-{number}", circuit=Circuit.objects.get(pk=event.circuit_id), season=None)
    with django_assert_num_queries(CIRCUIT_QUERIES):
        circuit = load_circuit("hilltop", at=days(1))
    assert circuit is not None
    assert len(circuit.events) == count


def test_an_invented_championship_marks_its_events_and_sessions() -> None:
    season = make_season(championship=make_championship("invented", demo=True))
    run_event(season)
    event, session = load_event(2025, "spring", at=days(0)), load_session(2025, "spring", "race", at=days(0))
    assert event is not None
    assert session is not None
    assert (event.demo, session.demo) == (True, True)
