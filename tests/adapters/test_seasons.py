"""What was in force at an instant, in a fixed number of queries."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from championships.adapters.seasons import load_seasons
from championships.adapters.values import LoadedSeason
from championships.models import OpeningBalance, PointsAdjustment, RuleBook, Season, Session
from championships.officiating.decisions import annul, decide
from championships.officiating.publishing import withdraw
from championships.scoring.facts import Membership
from championships.scoring.standings import compute
from tests.factories import (
    NOON,
    after,
    find_entry,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_round,
    make_rule_book,
    make_rules,
    make_season,
    make_team,
    make_user,
    publish_results,
)

pytestmark = pytest.mark.django_db

QUERIES = 16


def load(season: Season, at: datetime | None = None) -> LoadedSeason:
    return load_seasons([season.pk], at=at)[season.pk]


def read_places(loaded: LoadedSeason, index: int = 0) -> list[tuple[str | None, int | None]]:
    return [(line.drivers[0].driver, line.place) for line in loaded.facts.results[index].lines]


def read_points(loaded: LoadedSeason, table: str = "drivers") -> dict[str, Fraction | None]:
    assert loaded.book is not None
    final = compute(loaded.book, loaded.facts, books_by_round=loaded.books_by_round)[table].final
    return {row.competitor: row.points for row in final.rows} if final else {}


@pytest.fixture
def season() -> Season:
    season = make_season()
    make_event(season=season)
    return season


@pytest.fixture
def race(season: Season) -> Session:
    return season.rounds.get().round_sessions.get().session


@pytest.mark.parametrize("at", [None, after(500)])
def test_the_number_of_queries_is_the_same_for_no_one_and_three_seasons(at, django_assert_num_queries) -> None:
    seasons = []
    for slug in ("one", "two", "three"):
        season = make_season(slug)
        make_enrolment(season=season, driver="ann", categories=["gentleman"])
        for number in (1, 2):
            event = make_event(season=season, round_number=number, sessions=("race1", "race2"))
            for session in event.sessions.all():
                publish_results(session=session, order=["ann", "bob"], at=after(number))
        seasons.append(season.pk)
    for ids in ([], seasons[:1], seasons, [*seasons, 999]):
        with django_assert_num_queries(QUERIES):
            found = load_seasons(ids, at=at)
        assert set(found) == set(ids) - {999}


def test_a_result_is_seen_from_its_issue_on(season: Season, race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"], at=NOON)
    assert load(season, after(-1)).facts.results == ()
    assert load(season, NOON).facts.results[0].lines[0].drivers[0].driver == "ann"
    assert len(load(season).facts.results) == 1


def test_as_published_then_shows_the_sheet_of_then(season: Season, race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"], at=NOON)
    publish_results(session=race, order=["bob", "ann"], at=after(20))
    assert read_places(load(season, after(19))) == [("ann", 1), ("bob", 2)]
    assert read_places(load(season, after(20))) == [("bob", 1), ("ann", 2)]
    meta = load(season, after(19)).results_meta[season.rounds.get().round_sessions.get().pk]
    assert (meta.n, meta.state, meta.sheet_n) == (1, "provisional", 1)


def test_a_withdrawn_session_has_no_result_from_then_on(season: Season, race: Session) -> None:
    publish_results(session=race, order=["ann"], at=NOON)
    withdraw(session=race, reason="Void", by=make_user("clerk"), now=after(30), recorded_at=after(30))
    assert len(load(season, after(29)).facts.results) == 1
    assert load(season, after(30)).facts.results == ()
    assert load(season).facts.results == ()
    assert load(season).results_meta == {}


def test_a_decision_acts_between_its_issue_and_its_annulment(season: Season, race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"], at=NOON)
    steward = make_user("steward")
    decision = decide(
        session=race,
        kind="disqualify",
        entry=find_entry("ann", event=race.event),
        by=steward,
        now=after(10),
        recorded_at=after(10),
    )
    annul(decision=decision, reason="Appeal", by=steward, now=after(20), recorded_at=after(20))
    assert read_places(load(season, after(9))) == [("ann", 1), ("bob", 2)]
    assert read_places(load(season, after(10))) == [("bob", 1), ("ann", None)]
    assert read_places(load(season, after(20))) == [("ann", 1), ("bob", 2)]
    assert read_places(load(season)) == [("ann", 1), ("bob", 2)]


def test_adjustments_and_balances_are_those_in_force_then(season: Season, race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"], at=NOON)
    PointsAdjustment.objects.create(
        season=season,
        kind="deduct",
        table="drivers",
        terms={"type": "deduct", "standings": "drivers", "competitor": "ann", "points": 4, "effective_after": 1},
        document="9",
        reason="Weight",
        issued_at=after(10),
        effective_at=after(10),
        recorded_at=after(10),
        annulled_at=after(30),
    )
    OpeningBalance.objects.create(
        season=season,
        table="drivers",
        terms={"standings": "drivers", "competitor": "bob", "points": "1/2", "source": "Winter series"},
        issued_at=after(20),
        effective_at=after(20),
        recorded_at=after(20),
    )
    assert read_points(load(season, after(9))) == {"ann": 10, "bob": 8}
    assert read_points(load(season, after(10))) == {"ann": 6, "bob": 8}
    assert read_points(load(season, after(20))) == {"ann": 6, "bob": Fraction(17, 2)}
    assert read_points(load(season, after(30))) == {"ann": 10, "bob": Fraction(17, 2)}
    deduction = load(season, after(10)).facts.rulings.deductions[0]
    assert (deduction.document, deduction.reason) == ("9", "Weight")


def test_rules_are_those_issued_by_then_and_a_hypothesis_says_so() -> None:
    season = make_season(standing=RuleBook.Standing.HYPOTHESIS)
    make_event(season=season)
    make_rule_book(season=season, issued_at=after(10))
    first, later = load(season, NOON).book, load(season, after(10)).book
    assert first is not None
    assert first.hypothesis
    assert later is not None
    assert not later.hypothesis
    assert load(make_season("bare", with_rules=False)).book is None


def test_each_round_has_the_version_that_holds_from_it_on() -> None:
    season = make_season(rules=make_rules(points=["10"]))
    for number in (1, 2, 3):
        make_event(season=season, round_number=number)
    make_rule_book(season=season, rules=make_rules(points=["20"]), from_round=3)
    loaded = load(season)
    firsts = {number: book.points_tables["race"].points[0] for number, book in loaded.books_by_round.items()}
    assert firsts == {1: 10, 2: 10, 3: 20}
    assert loaded.book == loaded.books_by_round[3]


def test_a_race_that_feeds_two_championships_ranks_in_each_only_its_participants() -> None:
    europe, france = make_season("europe"), make_season("france")
    event = make_event()
    rounds = {
        season: make_round(season=season, event=event, number=number, keys={"race": "race"})
        for season, number in ((europe, 1), (france, 4))
    }
    race = event.sessions.get()
    ann = make_entry("ann", event=event, rounds=[rounds[europe]])
    bob = make_entry("bob", event=event, rounds=[rounds[france]])
    cat = make_entry("cat", event=event, rounds=[rounds[europe], rounds[france]])
    publish_results(session=race, order=[ann, bob, cat])
    assert read_places(load(europe)) == [("ann", 1), ("cat", 2)]
    assert read_places(load(france)) == [("bob", 1), ("cat", 2)]
    (part,) = [p for p in next(iter(load(france).classified.values())) if p.place == 2]
    assert part.overall_place == 3
    assert load(france).facts.results[0].round == 4


def test_a_session_counts_for_two_seasons_under_different_keys_and_rounds() -> None:
    one = make_season("one", rules=make_rules(sessions=["race1"]))
    other = make_season("other", rules=make_rules(sessions=["feature"]))
    event = make_event(sessions=("race1",))
    make_round(season=one, event=event, number=1)
    make_round(season=other, event=event, number=7, keys={"race1": "feature"})
    publish_results(session=event.sessions.get(), order=["ann"])
    assert [(r.round, r.session) for r in load(one).facts.results] == [(1, "race1")]
    assert [(r.round, r.session) for r in load(other).facts.results] == [(7, "feature")]
    assert read_points(load(other)) == {"ann": 10}


def test_a_session_may_count_for_a_round_other_than_its_events() -> None:
    season = make_season(rules=make_rules(sessions=["race", "extra"]))
    make_event(season=season, round_number=1)
    visiting = make_event("elsewhere", sessions=("extra",))
    first = season.rounds.get(number=1)
    first.round_sessions.create(session=visiting.sessions.get(), key="extra", order=2)
    entry = make_entry("ann", event=visiting, rounds=[first])
    publish_results(session=visiting.sessions.get(), order=[entry])
    assert [(r.round, r.session) for r in load(season).facts.results] == [(1, "extra")]
    assert read_points(load(season)) == {"ann": 10}


def test_guests_and_classes_come_from_the_participation(season: Season, race: Session) -> None:
    make_entry("ann", event=race.event, guest=True, scores=False, car_class="GT4")
    publish_results(session=race, order=["ann", "bob"])
    guest, other = load(season).facts.results[0].lines
    assert (guest.guest, guest.scores, guest.car_class) == (True, False, "GT4")
    assert (other.guest, other.scores, other.car_class) == (False, True, None)


def test_a_partial_sheet_never_scores_and_gives_places_only_as_far_as_they_run_unbroken(
    season: Season, race: Session
) -> None:
    publish_results(session=race, places={"ann": 1, "bob": 2, "cat": 5}, complete=False)
    loaded = load(season)
    assert read_places(loaded) == [("ann", 1), ("bob", 2), ("cat", None)]
    assert not loaded.facts.results[0].complete
    assert read_points(loaded) == {}
    overall = {p.driver_pk: p.overall_place for p in next(iter(loaded.classified.values()))}
    assert overall[make_driver("cat").pk] == 5


def test_categories_hold_for_the_rounds_of_the_enrolment() -> None:
    season = make_season()
    make_enrolment(season=season, driver="ann", categories=["gentleman"], from_round=2, to_round=2)
    for number in (1, 2, 3):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=["bob", "ann"], at=after(number))
    loaded = load(season)
    found = [result.lines[1].drivers[0].categories for result in loaded.facts.results]
    assert found == [frozenset(), frozenset({"gentleman"}), frozenset()]
    assert loaded.facts.memberships == (Membership("ann", 2, 2, frozenset({"gentleman"}), None),)
    places = [[part.category_places for part in parts] for parts in loaded.classified.values()]
    assert places == [[{}, {}], [{}, {"gentleman": 1}], [{}, {}]]


def test_competitors_carry_todays_names(season: Season, race: Session) -> None:
    make_entry("ann", event=race.event, team="red")
    publish_results(session=race, order=["ann"])
    driver = make_driver("ann")
    driver.name = "Ann Élan"
    driver.save()
    loaded = load(season, NOON)
    assert loaded.drivers["ann"].name == "Ann Élan"
    assert loaded.teams["red"].pk == make_team("red").pk


def test_planned_sessions_are_all_but_those_called_off(season: Season) -> None:
    event = make_event(season=season, round_number=2, sessions=("race", "race2"))
    called_off = event.sessions.get(slug="race2")
    called_off.state = Session.State.CANCELLED
    called_off.save()
    planned = load(season).facts.planned
    assert [(p.round, p.session, p.order) for p in planned] == [(1, "race", 1), (2, "race", 2)]


def test_a_crew_is_one_car_with_its_drivers_and_number(season: Season, race: Session) -> None:
    car = make_entry("ann", "bob", event=race.event, number="007", team="red")
    publish_results(session=race, order=[car])
    (line,) = load(season).facts.results[0].lines
    assert (line.car, line.number, line.car_competitor, line.place) == ("007", "007", "007", 1)
    assert [(driver.driver, driver.team) for driver in line.drivers] == [("ann", "red"), ("bob", "red")]


def test_a_penalty_reaches_the_car_of_its_entry(season: Season, race: Session) -> None:
    publish_results(session=race, order=["ann", "bob", "cat"])
    decide(
        session=race,
        kind="places",
        entry=find_entry("ann", event=race.event),
        amount=Decimal(2),
        by=make_user("steward"),
        now=after(5),
        recorded_at=after(5),
    )
    assert read_places(load(season)) == [("bob", 1), ("cat", 2), ("ann", 3)]
