"""Addresses changed in the office, and meetings taken off the calendar there."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from championships.models import Championship, Circuit, DroppedMeeting, Event, FormerAddress, Round, Session, Team
from tests.backoffice.admin_forms import add_page, change_page, list_errors, read_form
from tests.factories import after, make_circuit, make_event, make_official, make_season, make_session, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_official("boss", "administrator", "clerk"))
    return client


def save(office: Client, row: Any, **cells: str) -> Any:
    """The form of a stored row, sent back with these cells changed."""
    address = change_page(row)
    return office.post(address, {**read_form(office, address), **cells})


def delete(office: Client, row: Any) -> int:
    name = f"admin:championships_{row._meta.model_name}_delete"
    return int(office.post(reverse(name, args=[row.pk]), {"post": "yes"}).status_code)


def test_an_address_changed_in_a_form_goes_on_leading_to_the_page(office: Client) -> None:
    for row, old, new in (
        (make_circuit("hilltop"), "/fr/circuits/hilltop/", "/fr/circuits/summit/"),
        (make_team("red-team"), "/fr/teams/red-team/", "/fr/teams/summit/"),
    ):
        assert save(office, row, slug="summit").status_code == 302
        answer = office.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new)


def test_events_seasons_and_championships_keep_theirs_too(office: Client) -> None:
    season = make_season()
    event = make_event("meeting", season=season)
    assert save(office, event, slug="opening").status_code == 302
    assert save(office, season, label="2025-26").status_code == 302
    assert save(office, Championship.objects.get(), slug="grand-cup").status_code == 302
    assert office.get("/en/events/2025/meeting/").headers["Location"] == "/en/events/2025/opening/"
    assert office.get("/en/club-cup/2025/").headers["Location"] == "/en/grand-cup/2025-26/"
    kept = FormerAddress.objects.order_by("kind").values_list("kind", "slug")
    assert list(kept) == [("championship", "club-cup"), ("event", "meeting"), ("season", "2025")]


def test_another_change_leaves_the_addresses_alone(office: Client) -> None:
    assert save(office, make_circuit("hilltop"), name="Hill").status_code == 302
    assert Circuit.objects.get().name == "Hill"
    assert not FormerAddress.objects.exists()


def test_a_circuit_in_another_zone_is_told_to_the_calendars(office: Client) -> None:
    """Its meetings then stand at another hour: their version is the sequence a calendar reads."""
    circuit = make_circuit("hilltop")
    event = make_event(circuit=circuit)
    other = make_event("elsewhere", circuit=make_circuit("other"))
    save(office, circuit, character_fr="Rapide")
    assert Event.objects.get(pk=event.pk).version == event.version
    circuit.refresh_from_db()
    save(office, circuit, time_zone="Europe/London")
    assert Circuit.objects.get(pk=circuit.pk).time_zone == "Europe/London"
    assert Event.objects.get(pk=event.pk).version == event.version + 1
    assert Event.objects.get(pk=other.pk).version == other.version


def test_an_old_address_is_refused_to_something_else_and_it_is_said_whose_it_was(office: Client) -> None:
    assert save(office, make_team("first", name="The First Team"), slug="second").status_code == 302
    cells = {**read_form(office, add_page(Team)), "slug": "first", "name": "Newcomer"}
    refused = office.post(add_page(Team), cells)
    assert "The First Team" in list_errors(refused)
    assert not Team.objects.filter(name="Newcomer").exists()
    other = make_team("other")
    assert "The First Team" in list_errors(save(office, other, slug="first"))
    assert Team.objects.get(pk=other.pk).slug == "other"


def test_a_session_deleted_in_the_office_is_told_to_calendars(office: Client) -> None:
    event = make_event("meeting", season=make_season())
    timed = make_session("practice", event=event, starts_at=after(0))
    assert delete(office, timed) == 302
    assert not Session.objects.filter(pk=timed.pk).exists()
    [row] = DroppedMeeting.objects.all()
    assert (row.key, row.name_en, row.starts_at) == (f"session/{timed.pk}", "Meeting – Practice", after(0))
    assert [season.label for season in row.seasons.all()] == ["2025"]
    text = office.get("/en/club-cup/2025/calendar.ics").content.decode()
    assert "SUMMARY:Meeting – Practice (cancelled)" in text


def test_an_hour_taken_back_in_the_office_is_told_to_calendars(office: Client) -> None:
    event = make_event("meeting", season=make_season())
    timed = make_session("practice", event=event, starts_at=after(0))
    assert save(office, timed, starts_at_0="", starts_at_1="").status_code == 302
    assert [row.key for row in DroppedMeeting.objects.all()] == [f"session/{timed.pk}"]


def test_a_date_taken_back_in_the_office_is_told_to_calendars(office: Client) -> None:
    event = make_event("meeting", season=make_season())
    assert save(office, event, starts_on="", ends_on="").status_code == 302
    [row] = DroppedMeeting.objects.all()
    assert (row.key, row.starts_on) == (f"event/{event.pk}", date(2025, 6, 8))


def test_a_round_deleted_in_the_office_is_told_to_the_calendar_of_its_season(office: Client) -> None:
    event = make_event("meeting", season=make_season(), sessions=())
    round_ = Round.objects.get()
    assert delete(office, round_) == 302
    assert [row.key for row in DroppedMeeting.objects.all()] == [f"event/{event.pk}"]
    text = office.get("/en/club-cup/2025/calendar.ics").content.decode()
    assert "STATUS:CANCELLED" in text
    assert "STATUS:CONFIRMED" in office.get("/en/events/2025/meeting/calendar.ics").content.decode()


def test_an_event_deleted_in_the_office_leaves_no_dead_link(office: Client) -> None:
    event = make_event("meeting", season=make_season(), sessions=())
    delete(office, Round.objects.get())
    assert delete(office, event) == 302
    assert not Event.objects.exists()
    text = office.get("/en/club-cup/2025/calendar.ics").content.decode()
    assert "STATUS:CANCELLED" in text
    assert "URL:" not in text
