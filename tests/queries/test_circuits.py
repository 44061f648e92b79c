"""A circuit: visits with winners, best laps by layout, most wins, what comes next; counted by hand."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import Decision, Layout, Line, Session
from championships.queries.circuits import CircuitPage, load_circuit
from tests.factories import make_championship, make_circuit, make_entry, make_event, make_round, make_season
from tests.public.seasons import days, publish_order
from tests.queries.test_figures import make_complete_season, run_meetings

pytestmark = pytest.mark.django_db

CIRCUIT_QUERIES = 19


def visit(*, at: float = 50) -> CircuitPage:
    page = load_circuit("hilltop", at=days(at))
    assert page is not None
    return page


def set_lap(session: Session, driver: str, milliseconds: int) -> None:
    Line.objects.filter(sheet__session=session, drivers__driver__slug=driver).update(best_lap_ms=milliseconds)


def test_every_race_has_its_winner_in_each_championship() -> None:
    cup, trophy = make_complete_season("cup"), make_complete_season("trophy")
    event = make_event("spring", season=cup)
    make_round(season=trophy, event=event)
    make_entry("ann", event=event, number="1", rounds=cup.rounds.all())
    make_entry("bob", event=event, number="2")
    publish_order(event.sessions.get(), ("ann", "bob"))
    ((year, events),) = visit().visits
    (race,) = events[0].races
    told = [
        (winner.driver.slug if winner.driver else "", winner.number, [one.championship for one in winner.seasons])
        for winner in race.winners
    ]
    assert (year, told) == (2025, [("ann", "1", ["cup"]), ("bob", "2", ["trophy"])])


@pytest.mark.usefixtures("unguarded")
def test_the_best_lap_of_each_layout_is_told_races_and_qualifying_apart() -> None:
    season = make_complete_season()
    long = Layout.objects.create(circuit=make_circuit(), name="long", length_m=5000)
    short = Layout.objects.create(circuit=make_circuit(), name="short", length_m=3000)
    first = make_event(season=season, round_number=1, sessions=("qualifying", "race"), layout=long)
    second = make_event(season=season, round_number=2, sessions=("race",), layout=short)
    third = make_event(season=season, round_number=3, sessions=("race",), layout=long)
    for event in (first, second, third):
        for session in event.sessions.all():
            publish_order(session, ("ann", "bob"))
    set_lap(first.sessions.get(slug="qualifying"), "bob", 88_000)
    set_lap(first.sessions.get(slug="race"), "ann", 90_000)
    set_lap(first.sessions.get(slug="race"), "bob", 91_000)
    set_lap(second.sessions.get(), "ann", 60_000)
    set_lap(third.sessions.get(), "bob", 90_000)
    page = visit()
    told = [
        (
            {long.pk: "long", short.pk: "short"}[one.layout or 0],
            [(lap.time_ms, lap.drivers[0].slug) for lap in one.race],
            [(lap.time_ms, lap.drivers[0].slug) for lap in one.qualifying],
        )
        for one in page.laps
    ]
    assert told == [
        ("long", [(90_000, "ann"), (90_000, "bob")], [(88_000, "bob")]),
        ("short", [(60_000, "ann")], []),
    ]


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("kind", ["lap_deleted", "disqualify", "exclude"])
def test_a_lap_taken_away_is_no_record(kind: str) -> None:
    season = make_complete_season()
    run_meetings(season, ("ann", "bob"))
    session = season.rounds.get().event.sessions.get()
    set_lap(session, "ann", 90_000)
    set_lap(session, "bob", 91_000)
    decision = Decision.objects.create(
        session=session,
        kind=kind,
        entry=session.event.entries.get(crew__driver__slug="ann"),
        issued_at=days(0),
        effective_at=days(0),
        recorded_at=days(0),
    )
    session.bulletins.get().decisions.add(decision)
    (only,) = visit().laps
    assert [(lap.time_ms, lap.number) for lap in only.race] == [(91_000, "12")]


@pytest.mark.parametrize(("since", "complete"), [(None, False), (2025, True)])
def test_a_record_is_one_only_where_the_history_is_complete(since: int | None, complete: bool) -> None:
    run_meetings(make_complete_season(since=since), ("ann", "bob"))
    assert visit().complete is complete


def test_what_is_not_published_yet_is_not_there() -> None:
    run_meetings(make_complete_season(), ("ann", "bob"))
    page = visit(at=0.5)
    assert [race for _year, events in page.visits for event in events for race in event.races] == []
    assert page.leaders == ()


def test_most_wins_are_told_with_ties_and_each_championship_apart() -> None:
    run_meetings(make_complete_season("cup"), ("ann", "bob"), ("bob", "ann"), ("cid", "bob"), ("cid", "ann"))
    invented = make_season(championship=make_championship("demo-cup", demo=True))
    publish_order(make_event("demo", season=invented).sessions.get(), ("zoe", "ann"))
    told = [
        (one.championship.slug, [(row.place, row.driver.slug, int(row.value)) for row in one.rows])
        for one in visit().leaders
    ]
    assert told == [
        ("cup", [(1, "cid", 2), (2, "ann", 1), (2, "bob", 1)]),
        ("demo-cup", [(1, "zoe", 1)]),
    ]


def test_the_next_event_here_is_the_first_that_is_not_over() -> None:
    season = make_season()
    make_event("past", season=season, starts_on=date(2025, 5, 1))
    make_event("soon", season=season, round_number=2, starts_on=date(2025, 6, 2))
    make_event("late", season=season, round_number=3, starts_on=date(2025, 7, 2))
    coming, over = visit(at=1).next, visit(at=60).next
    assert coming is not None
    assert (coming.event.slug, over) == ("soon", None)


@pytest.mark.parametrize("count", [1, 3])
def test_a_circuit_asks_the_same_number_of_queries_whatever_its_past(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run_meetings(make_complete_season(), *[("ann", "bob", "cid")] * count)
    with django_assert_num_queries(CIRCUIT_QUERIES):
        page = visit()
    assert len(page.visits[0][1]) == count
