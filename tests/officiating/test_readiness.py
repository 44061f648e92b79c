"""What speaks against a stored sheet: its facts, its entry list, the rules and the decisions in force."""

import pytest

from championships.models import Bulletin, Entry, Event, Session
from championships.officiating.decisions import decide
from championships.officiating.entry import check_sheet
from championships.officiating.errors import TooEarly
from championships.officiating.publishing import confirm
from tests.factories import (
    NOON,
    after,
    make_circuit,
    make_draft,
    make_entry,
    make_event,
    make_round,
    make_rule_book,
    make_rules,
    make_season,
    make_session,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def race() -> Session:
    return make_event(season=make_season()).sessions.get()


def codes(race: Session, **draft: object) -> dict[str, dict[str, object]]:
    """Code -> figures of each problem of a draft."""
    return {problem.code: dict(problem.params) for problem in check_sheet(make_draft(session=race, **draft))}  # type: ignore[arg-type]


def test_a_car_that_is_entered_and_missing_one_withdrawn_and_one_that_counts_for_nothing_are_named(race) -> None:
    for number, driver in (("7", "ann"), ("8", "bob"), ("9", "cy"), ("10", "dan")):
        make_entry(driver, event=race.event, number=number, rounds=[] if driver == "cy" else None)
    Entry.objects.filter(number="8").update(withdrawn=True)
    found = codes(race, order=["bob", "cy"])
    assert found["entry_withdrawn"] == {"number": "8"}
    assert found["entries_absent"] == {"cars": "7, 10", "count": 2}
    assert found["takes_no_part"] == {"cars": "9", "count": 1}


def test_a_practice_that_nobody_counts_misses_nobody(race) -> None:
    make_entry("ann", event=race.event)
    make_entry("bob", event=race.event)
    practice = make_session("practice", event=race.event, order=5)
    assert codes(practice, order=["ann"]).keys() == {"winner_without_time"}


def test_the_points_of_every_championship_that_counts_the_session_are_compared(race) -> None:
    other = make_season("other-cup", rules=make_rules(championship="other-cup", points=("3", "2", "1")))
    make_round(season=other, event=race.event)
    found = [
        (problem.params["championship"], problem.params["given"], problem.params["scale"])
        for problem in check_sheet(make_draft(session=race, places={"ann": 1, "bob": 3}))
        if problem.code == "points_differ"
    ]
    assert sorted(found) == [("Club Cup", "16", "18"), ("Other Cup", "4", "5")]


def test_a_pole_the_rule_book_gives_points_for_is_missed_until_qualifying_is_published() -> None:
    pole = {"kind": "pole", "points": 1, "from": "qualifying", "session": "qualifying"}
    block = make_rules()["standings"][0] | {"sessions": {"race": {"table": "race", "bonuses": [pole]}}}
    season = make_season(rules=make_rules(tables=[block]))
    event = make_event(season=season, sessions=("qualifying", "race"))
    race, qualifying = event.sessions.get(slug="race"), event.sessions.get(slug="qualifying")
    assert "pole_missing" in codes(race, order=["ann", "bob"])
    publish_results(session=qualifying, order=["bob", "ann"])
    assert "pole_missing" not in codes(race, order=["ann", "bob"])


def test_a_decision_that_cannot_be_applied_to_the_sheet_is_an_error(race) -> None:
    car = make_entry("ann", event=race.event)
    decide(session=race, kind="time", entry=car, amount=5, by=make_user("steward"), now=NOON, recorded_at=NOON)
    found = codes(race, order=["ann", "bob"])
    assert "decision_not_applicable" in found
    assert "points_differ" not in found


@pytest.fixture
def weekend() -> Event:
    rules = make_rules(protest_minutes=50)
    season = make_season(rules=rules, protest_minutes=30)
    return make_event(season=season, circuit=make_circuit("hilltop", time_zone="Europe/Paris"))


def window(event: Event) -> int:
    until = publish_results(session=event.sessions.get(), order=["ann"]).protest_until
    assert until is not None
    return int((until - NOON).total_seconds() // 60)


def test_the_nearest_word_on_the_protest_window_wins_session_event_rules_season(weekend) -> None:
    season = weekend.rounds.get().season
    assert window(weekend) == 50
    make_rule_book(season=season, rules=make_rules())
    assert window(weekend) == 30
    weekend.protest_minutes = 20
    weekend.save()
    assert window(weekend) == 20
    weekend.sessions.update(protest_minutes=10)
    assert window(weekend) == 10


def test_of_two_championships_the_longer_window_holds(weekend) -> None:
    make_round(season=make_season("other-cup", protest_minutes=90), event=weekend)
    assert window(weekend) == 90


def test_official_before_the_window_is_over_is_refused_with_the_time_of_the_venue(weekend) -> None:
    bulletin = publish_results(session=weekend.sessions.get(), order=["ann", "bob"])
    second = make_user("second")
    before = read_everything()
    with pytest.raises(TooEarly, match=r"14:50 \(Europe/Paris\)"):
        confirm(bulletin=bulletin, by=second, now=after(49.9), recorded_at=after(49.9))
    assert read_everything() == before
    confirm(bulletin=bulletin, by=second, now=after(50), recorded_at=after(50))
    assert Bulletin.objects.get(current=True).state == "official"
