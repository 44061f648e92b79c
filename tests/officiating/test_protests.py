"""Protests: received, settled, taken back; while one is open nothing becomes official."""

import pytest

from championships.models import LedgerEntry, Protest, Session, StaleVersion
from championships.officiating import ledger
from championships.officiating.errors import ProtestOpen, Refusal
from championships.officiating.protests import receive_protest, settle_protest, withdraw_protest
from championships.officiating.publishing import confirm
from tests.factories import after, make_entry, make_event, make_season, make_user, publish_results, read_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def race() -> Session:
    return make_event(season=make_season()).sessions.get()


def receive(race: Session, minutes: float = 10, **more: object) -> Protest:
    terms = {
        "from_whom": "Red Team",
        "subject": "Ride height of car 7",
        "received_at": after(minutes),
        "by": make_user("steward"),
        "now": after(minutes),
        "recorded_at": after(minutes),
        **more,
    }
    return receive_protest(session=race, **terms)  # type: ignore[arg-type]


def test_a_protest_is_recorded_with_who_when_and_on_what(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    car = race.event.entries.first()
    protest = receive(race, against=car)
    assert (protest.from_whom, protest.against, protest.received_at) == ("Red Team", car, after(10))
    assert (protest.recorded_by.username, protest.late_reason, protest.closed_at) == ("steward", "", None)
    link = LedgerEntry.objects.get(verb="receive_protest")
    assert (link.actor.username, link.detail["late"], link.detail["subject"]) == (
        "steward",
        False,
        "Ride height of car 7",
    )
    assert ledger.verify() is None


def test_an_open_protest_keeps_the_result_provisional_until_it_is_settled(race) -> None:
    bulletin = publish_results(session=race, order=["ann", "bob"])
    protest = receive(race)
    second = make_user("confirmer")
    before = read_everything()
    with pytest.raises(ProtestOpen):
        confirm(bulletin=bulletin, by=second, now=after(40), recorded_at=after(40))
    assert read_everything() == before
    settled = settle_protest(
        protest=protest,
        version=1,
        outcome="Rejected: the car conforms.",
        by=make_user("steward"),
        now=after(41),
        recorded_at=after(41),
    )
    assert (settled.outcome, settled.closed_at, settled.closed_by.username) == (
        "Rejected: the car conforms.",
        after(41),
        "steward",
    )
    assert confirm(bulletin=bulletin, by=second, now=after(42), recorded_at=after(42)).state == "official"


def test_a_protest_taken_back_no_longer_holds_the_result(race) -> None:
    bulletin = publish_results(session=race, order=["ann", "bob"])
    protest = receive(race)
    gone = withdraw_protest(protest=protest, version=1, by=make_user("clerk"), now=after(20), recorded_at=after(20))
    assert (gone.withdrawn, gone.closed_at) == (True, after(20))
    assert confirm(bulletin=bulletin, by=make_user("two"), now=after(40), recorded_at=after(40)).state == "official"


def test_a_protest_at_the_last_instant_is_in_time_and_one_later_needs_a_reason(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    assert receive(race, minutes=30).late_reason == ""
    before = read_everything()
    with pytest.raises(Refusal, match="after the protest window"):
        receive(race, minutes=31)
    assert read_everything() == before
    late = receive(race, minutes=31, late_reason="The results were not on the board.")
    assert late.late_reason == "The results were not on the board."
    assert LedgerEntry.objects.filter(verb="receive_protest").latest("n").detail["late"] is True


def test_received_in_time_and_recorded_later_is_in_time(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    assert receive(race, received_at=after(25), minutes=50).late_reason == ""


def test_a_new_bulletin_opens_the_window_again(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    publish_results(session=race, order=["bob", "ann"], at=after(40))
    assert receive(race, minutes=65).late_reason == ""


@pytest.mark.parametrize(
    "wrong", [{"from_whom": " "}, {"subject": ""}, {"received_at": after(11)}], ids=["nobody", "nothing", "future"]
)
def test_a_protest_of_nobody_about_nothing_or_of_the_future_is_refused(race, wrong) -> None:
    publish_results(session=race, order=["ann", "bob"])
    make_user("steward")
    before = read_everything()
    with pytest.raises(Refusal):
        receive(race, **wrong)
    assert read_everything() == before


def test_a_car_of_another_event_cannot_be_protested_against(race) -> None:
    stranger = make_entry("zoe", event=make_event("elsewhere"))
    make_user("steward")
    before = read_everything()
    with pytest.raises(Refusal):
        receive(race, against=stranger)
    assert read_everything() == before


def test_a_protest_is_closed_once_with_an_outcome_and_by_who_read_it_last(race) -> None:
    protest = receive(race)
    steward = make_user("steward")
    terms = {"by": steward, "now": after(20), "recorded_at": after(20)}
    before = read_everything()
    with pytest.raises(Refusal):
        settle_protest(protest=protest, version=1, outcome="  ", **terms)
    with pytest.raises(StaleVersion):
        settle_protest(protest=protest, version=9, outcome="Rejected", **terms)
    assert read_everything() == before
    settle_protest(protest=protest, version=1, outcome="Rejected", **terms)
    before = read_everything()
    with pytest.raises(Refusal, match="closed already"):
        withdraw_protest(protest=protest, version=2, **terms)
    assert read_everything() == before
