"""The page of the protests: the deadline, who may write, what typed text becomes after a refusal."""

import pytest
from django.test import Client
from django.urls import reverse

from championships import clock
from championships.models import Protest, Session
from tests.factories import after, make_circuit, make_event, make_official, make_season, publish_results

pytestmark = pytest.mark.django_db


@pytest.fixture
def race(monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(clock, "now", lambda: after(20))
    circuit = make_circuit("hilltop", time_zone="Europe/Paris")
    session = make_event(season=make_season(), circuit=circuit).sessions.get()
    publish_results(session=session, order=["ann", "bob"])
    return session


def sign_in(role: str, **where: object) -> Client:
    client = Client()
    client.force_login(make_official(role, role, **where))
    return client


TYPED = {"received_at": "2025-06-01T14:15", "from_whom": "Red Team", "subject": "Ride height", "late_reason": ""}


@pytest.mark.parametrize("role", ["steward", "clerk"])
def test_stewards_and_clerks_record_a_protest_in_the_time_of_the_venue(race: Session, role: str) -> None:
    client = sign_in(role)
    here = reverse("admin:session_protests", args=[race.pk])
    page = client.get(here).content.decode()
    assert "Protests are received until 1 June 2025, 14:30 (UTC+2)." in page
    assert client.post(here, TYPED).status_code == 302
    assert Protest.objects.get().received_at == after(15)
    assert "Red Team" in client.get(here).content.decode()


def test_a_timekeeper_reads_and_writes_nothing(race: Session) -> None:
    client = sign_in("timekeeper")
    here = reverse("admin:session_protests", args=[race.pk])
    assert "Record the protest" not in client.get(here).content.decode()
    assert client.post(here, TYPED).status_code == 404
    assert not Protest.objects.exists()


def test_an_official_of_another_championship_does_not_know_the_page(race: Session) -> None:
    client = sign_in("steward", season=make_season("other-cup"))
    assert client.get(reverse("admin:session_protests", args=[race.pk])).status_code == 404


def test_a_late_protest_is_refused_with_what_was_typed_still_there(
    race: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: after(40))
    client = sign_in("steward")
    here = reverse("admin:session_protests", args=[race.pk])
    late = {**TYPED, "received_at": "2025-06-01T14:35", "subject": "Fuel of car 7"}
    page = client.post(here, late).content.decode()
    assert "The protest window ended" in page
    assert "say why it is accepted all the same" in page
    assert "Fuel of car 7" in page
    assert not Protest.objects.exists()
    client.post(here, {**late, "late_reason": "The board was empty."})
    assert Protest.objects.get().late_reason == "The board was empty."


@pytest.mark.parametrize("typed", ["", "yesterday", "2025-13-45T99:99"])
def test_an_unreadable_time_is_named_at_its_field(race: Session, typed: str) -> None:
    page = sign_in("steward").post(reverse("admin:session_protests", args=[race.pk]), {**TYPED, "received_at": typed})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert not Protest.objects.exists()


def test_a_protest_is_settled_or_taken_back_on_its_own_page(race: Session) -> None:
    client = sign_in("steward")
    client.post(reverse("admin:session_protests", args=[race.pk]), TYPED)
    client.post(reverse("admin:session_protests", args=[race.pk]), {**TYPED, "from_whom": "Blue Team"})
    one, two = Protest.objects.order_by("pk")
    here = reverse("admin:protest", args=[race.pk, one.pk])
    page = client.post(here, {"version": 1, "outcome": "", "do": "settle"}).content.decode()
    assert "Say how the protest was settled." in page
    client.post(here, {"version": 1, "outcome": "Rejected", "do": "settle"})
    client.post(reverse("admin:protest", args=[race.pk, two.pk]), {"version": 1, "outcome": "", "do": "withdraw"})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.outcome, one.withdrawn, two.withdrawn) == ("Rejected", False, True)
    assert one.closed_at == two.closed_at == after(20)
    assert 'name="outcome"' not in client.get(here).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_whatever_the_protests(
    race: Session, count: int, django_assert_num_queries
) -> None:
    client = sign_in("steward")
    here = reverse("admin:session_protests", args=[race.pk])
    for number in range(count):
        client.post(here, {**TYPED, "from_whom": f"Team {number}"})
    client.get(here)
    with django_assert_num_queries(18):
        client.get(here)
