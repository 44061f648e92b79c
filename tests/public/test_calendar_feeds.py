"""Calendars to subscribe to: read by a strict reader and by a second one, and true to what moved or was called off."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from championships.models import Circuit, Crew, Entry, Event, Round, Season, Session
from championships.officiating.dropped import drop_event, drop_round, drop_session
from championships.officiating.entries import save_entries
from championships.officiating.entry_values import CrewMember, EntryChange, EntryValues
from championships.officiating.reference import tell_calendars
from tests.factories import (
    after,
    make_circuit,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_round,
    make_season,
    make_session,
    make_user,
)
from tests.public.seasons import SetClock

pytestmark = pytest.mark.django_db
SEASON = "/fr/club-cup/2025/calendar.ics"


def read_calendar(client: Client, address: str = SEASON) -> dict[str, Any]:
    """The meetings by summary, as icalendar reads them. The strict reader must read the same names."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    raw = response.content
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(raw)
    found = {str(one["SUMMARY"]): one for one in calendar.walk("VEVENT")}
    strict = IcsCalendarStream.calendar_from_ics(raw.decode())
    assert sorted(str(one.summary) for one in strict.events) == sorted(found)
    uids = [str(one["UID"]) for one in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids))
    return found


@pytest.fixture
def season() -> Season:
    """A season with one round at a circuit of the Paris zone, at the weekend clocks go back: 25 and 26 October."""
    season = make_season()
    circuit = make_circuit("hilltop", time_zone="Europe/Paris", country="Spain")
    event = make_event(
        "autumn", season=season, circuit=circuit, starts_on=date(2025, 10, 25), ends_on=date(2025, 10, 26), sessions=()
    )
    make_session("race1", event=event, starts_at=datetime(2025, 10, 25, 12, 5, tzinfo=UTC))
    make_session("race2", event=event, starts_at=datetime(2025, 10, 26, 12, 5, tzinfo=UTC))
    make_session("practice", event=event, on_date=date(2025, 10, 25))
    return season


def test_a_meeting_is_all_day_and_its_timed_sessions_are_at_the_hour_of_the_venue(
    client: Client, season: Season
) -> None:
    found = read_calendar(client)
    assert sorted(found) == ["Autumn", "Autumn – Race1", "Autumn – Race2"]
    whole = found["Autumn"]
    assert (whole["DTSTART"].dt, whole["DTEND"].dt) == (date(2025, 10, 25), date(2025, 10, 27))
    assert str(whole["STATUS"]) == "CONFIRMED"
    assert str(whole["LOCATION"]) == "Hilltop, Espagne"
    assert str(whole["URL"]) == "http://testserver/fr/events/2025/autumn/"
    assert "Club Cup 2025\u202f: manche 1 sur 1" in str(whole["DESCRIPTION"])
    # The clocks went back in the night between: 14:05 and 13:05 at the venue.
    for name, hour in (("Autumn – Race1", 14), ("Autumn – Race2", 13)):
        start = found[name]["DTSTART"]
        assert start.params["TZID"] == "Europe/Paris"
        assert start.dt.replace(tzinfo=None).hour == hour
        assert start.dt.astimezone(UTC).hour == 12


def test_the_zone_is_described_with_both_its_offsets(client: Client, season: Season) -> None:
    [zone] = Calendar.from_ical(client.get(SEASON).content).walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Europe/Paris"
    described = zone.to_tz()
    for day, hours in ((date(2025, 10, 25), 2), (date(2025, 10, 27), 1)):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=described)
        assert noon.utcoffset() == timedelta(hours=hours)
        assert noon.astimezone(UTC) == datetime(
            day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Paris")
        ).astimezone(UTC)


def test_the_same_thing_has_the_same_name_in_every_calendar_and_language(client: Client, season: Season) -> None:
    make_entry("ann", event=Event.objects.get())
    addresses = ["club-cup/2025/calendar.ics", "club-cup/calendar.ics", "events/2025/autumn/calendar.ics",
                 "drivers/ann/calendar.ics"]  # fmt: skip
    found = [
        sorted(str(one["UID"]) for one in read_calendar(client, f"/{language}/{address}").values())
        for address in addresses
        for language in ("fr", "en")
    ]
    assert len(found[0]) == 3
    assert all(names == found[0] for names in found)


def test_a_moved_meeting_keeps_its_name_and_raises_its_sequence(client: Client, season: Season) -> None:
    before = read_calendar(client)
    event = Event.objects.get()
    event.moved_from, event.starts_on, event.ends_on = event.starts_on, date(2025, 11, 8), date(2025, 11, 9)
    event.state = Event.State.MOVED
    event.save_version()
    after_move = read_calendar(client)
    for name in before:
        assert after_move[name]["UID"] == before[name]["UID"]
        assert after_move[name]["SEQUENCE"] > before[name]["SEQUENCE"]
        assert after_move[name]["LAST-MODIFIED"].dt >= before[name]["LAST-MODIFIED"].dt
    assert after_move["Autumn"]["DTSTART"].dt == date(2025, 11, 8)
    assert "Déplacé\u202f: d’abord annoncé pour le 25 octobre 2025." in str(after_move["Autumn"]["DESCRIPTION"])


def test_a_new_hour_raises_the_sequence_of_its_session_alone(client: Client, season: Season) -> None:
    before = read_calendar(client)
    race = Session.objects.get(slug="race1")
    race.starts_at = datetime(2025, 10, 25, 15, tzinfo=UTC)
    race.save_version()
    later = read_calendar(client)
    assert later["Autumn – Race1"]["SEQUENCE"] == before["Autumn – Race1"]["SEQUENCE"] + 1
    assert later["Autumn – Race2"]["SEQUENCE"] == before["Autumn – Race2"]["SEQUENCE"]


def test_what_is_cancelled_stays_as_cancelled(client: Client, season: Season) -> None:
    race = Session.objects.get(slug="race2")
    race.state = Session.State.CANCELLED
    race.save_version()
    found = read_calendar(client)
    assert str(found["Autumn – Race2 (annulé)"]["STATUS"]) == "CANCELLED"
    event = Event.objects.get()
    event.state = Event.State.CANCELLED
    event.save_version()
    found = read_calendar(client)
    assert {str(one["STATUS"]) for one in found.values()} == {"CANCELLED"}
    assert len(found) == 3


def test_a_postponed_meeting_is_tentative_and_says_so(client: Client, season: Season) -> None:
    Event.objects.update(state=Event.State.POSTPONED)
    found = read_calendar(client)
    assert str(found["Autumn (reporté)"]["STATUS"]) == "TENTATIVE"
    assert "Reporté\u202f: la nouvelle date n’est pas encore connue." in str(found["Autumn (reporté)"]["DESCRIPTION"])


def test_a_deleted_session_is_told_as_cancelled_in_every_calendar_that_held_it(client: Client, season: Season) -> None:
    before = read_calendar(client)["Autumn – Race2"]
    race = Session.objects.get(slug="race2")
    drop_session(session=race, recorded_at=after(0))
    race.round_sessions.all().delete()
    race.delete()
    for address in (SEASON, "/fr/events/2025/autumn/calendar.ics"):
        gone = read_calendar(client, address)["Autumn – Race2 (annulé)"]
        assert (gone["UID"], str(gone["STATUS"])) == (before["UID"], "CANCELLED")
        assert gone["SEQUENCE"] > before["SEQUENCE"]
        assert gone["DTSTART"].dt == before["DTSTART"].dt


def test_an_hour_taken_back_and_given_again_is_one_thing(client: Client, season: Season) -> None:
    race = Session.objects.get(slug="race1")
    hour = race.starts_at
    sequences = [read_calendar(client)["Autumn – Race1"]["SEQUENCE"]]
    for _turn in range(2):
        drop_session(session=race, recorded_at=after(0))
        race.starts_at = None
        race.save_version()
        gone = read_calendar(client)
        assert "Autumn – Race1" not in gone
        sequences.append(gone["Autumn – Race1 (annulé)"]["SEQUENCE"])
        race.starts_at = hour
        race.save_version()
        back = read_calendar(client)
        assert "Autumn – Race1 (annulé)" not in back
        sequences.append(back["Autumn – Race1"]["SEQUENCE"])
    assert sequences == sorted(set(sequences))


def test_a_round_taken_out_of_a_season_leaves_its_calendar_as_cancelled(client: Client, season: Season) -> None:
    other = make_season("other-cup")
    event = Event.objects.get()
    make_round(season=other, event=event)
    round_ = Round.objects.get(season=season)
    drop_round(round_=round_, recorded_at=after(0))
    round_.round_sessions.all().delete()
    round_.delete()
    assert {str(one["STATUS"]) for one in read_calendar(client).values()} == {"CANCELLED"}
    kept = read_calendar(client, "/fr/other-cup/2025/calendar.ics")
    assert {str(one["STATUS"]) for one in kept.values()} == {"CONFIRMED"}


def test_an_event_without_a_date_any_more_is_told_as_cancelled_on_its_old_one(client: Client, season: Season) -> None:
    event = Event.objects.get()
    drop_event(event=event, recorded_at=after(0))
    event.starts_on = event.ends_on = None
    event.save_version()
    gone = read_calendar(client)["Autumn (annulé)"]
    assert gone["DTSTART"].dt == date(2025, 10, 25)


def test_texts_are_escaped_and_folded(client: Client, season: Season) -> None:
    name = "Été; \\ côté, «" + "é" * 100 + "»\x07"
    Event.objects.update(name_fr=name, name_en="")
    Circuit.objects.update(name="A, B; C\\D")
    found = read_calendar(client)
    assert name.replace("\x07", "") in found
    [whole] = [one for text, one in found.items() if "Race" not in text]
    assert str(whole["LOCATION"]) == "A, B; C\\D, Espagne"


def test_a_driver_has_what_he_is_entered_for_and_what_he_is_enrolled_for(
    client: Client, season: Season, set_clock: SetClock
) -> None:
    set_clock(datetime(2025, 10, 1, tzinfo=UTC))
    make_enrolment(season=season, driver="ann")
    later = make_event("winter", season=season, round_number=2, starts_on=date(2025, 12, 1))
    make_event("elsewhere", starts_on=date(2025, 12, 2))
    entry = make_entry("ann", event=Event.objects.get(slug="autumn"))
    found = read_calendar(client, "/en/drivers/ann/calendar.ics")
    assert {text: str(one["STATUS"]) for text, one in found.items()} == {
        "Autumn": "CONFIRMED",
        "Autumn – Race1": "CONFIRMED",
        "Autumn – Race2": "CONFIRMED",
        "Winter": "TENTATIVE",
    }
    assert "The entry list is not published yet." in str(found["Winter"]["DESCRIPTION"])
    expected = found["Winter"]["SEQUENCE"]
    save_list(later, "bob")
    without = read_calendar(client, "/en/drivers/ann/calendar.ics")["Winter (not on the entry list)"]
    assert str(without["STATUS"]) == "CANCELLED"
    assert without["SEQUENCE"] > expected
    Crew.objects.filter(entry=entry).delete()
    set_clock(datetime(2026, 1, 1, tzinfo=UTC))
    assert read_calendar(client, "/en/drivers/ann/calendar.ics") == {}


def save_list(event: Event, driver: str, **fields: Any) -> Entry:
    """The office writes a driver on the entry list, or changes his entry."""
    entry = Entry.objects.filter(event=event, crew__driver__slug=driver).first()
    values = EntryValues(number=driver, crew=(CrewMember(make_driver(driver).pk),))
    change = EntryChange(
        values=replace(values, **fields),
        entry_id=entry.pk if entry else None,
        version=entry.version if entry else None,
    )
    save_entries(
        event=event, changes=[change], season_ids=[], by=make_user("keeper"), now=after(1), recorded_at=after(1)
    )
    return Entry.objects.get(event=event, crew__driver__slug=driver)


def test_a_driver_who_comes_and_goes_is_told_so_each_time(client: Client, season: Season, set_clock: SetClock) -> None:
    """On the list, withdrawn, on it again: each raises the sequence, for one who is enrolled and for one who is not."""
    set_clock(datetime(2025, 10, 1, tzinfo=UTC))
    make_enrolment(season=season, driver="ann")
    event = Event.objects.get(slug="autumn")
    for driver in ("ann", "guest"):
        told = []
        for withdrawn in (False, True, False, True):
            save_list(event, driver, withdrawn=withdrawn)
            found = read_calendar(client, f"/en/drivers/{driver}/calendar.ics")
            [whole] = [one for name, one in found.items() if "Race" not in name]
            told.append((str(whole["STATUS"]), whole["SEQUENCE"], whole["DTSTAMP"].dt))
            assert len(found) == 3
        assert [status for status, _sequence, _stamp in told] == ["CONFIRMED", "CANCELLED"] * 2
        assert [one[1] for one in told] == sorted({one[1] for one in told})
    set_clock(datetime(2026, 1, 1, tzinfo=UTC))
    assert read_calendar(client, "/en/drivers/guest/calendar.ics") == {}


def test_a_circuit_that_changes_its_zone_raises_the_sequence_of_its_meetings(client: Client, season: Season) -> None:
    before = read_calendar(client)
    circuit = Circuit.objects.get()
    circuit.time_zone = "Europe/London"
    circuit.save_version()
    tell_calendars(circuit=circuit, recorded_at=after(9))
    now = read_calendar(client)
    for name in before:
        assert now[name]["SEQUENCE"] > before[name]["SEQUENCE"]
        assert now[name]["UID"] == before[name]["UID"]
    assert now["Autumn – Race1"]["DTSTART"].params["TZID"] == "Europe/London"
    assert now["Autumn – Race1"]["DTSTART"].dt == before["Autumn – Race1"]["DTSTART"].dt


def test_the_answer_depends_on_the_data_alone(client: Client, season: Season, set_clock: SetClock) -> None:
    first = client.get(SEASON)
    set_clock(datetime(2031, 1, 1, tzinfo=UTC))
    again = client.get(SEASON)
    assert again.content == first.content
    kept = client.get(SEASON, headers={"If-None-Match": first["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    assert client.head(SEASON).status_code == 200
    assert client.post(SEASON).status_code == 405
    assert not first.cookies
    Event.objects.get().save_version()
    assert client.get(SEASON, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_calendar_says_its_name_and_how_often_to_look(client: Client, season: Season) -> None:
    calendar = Calendar.from_ical(client.get(SEASON).content)
    assert str(calendar["X-WR-CALNAME"]) == "Club Cup 2025"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert str(calendar["X-PUBLISHED-TTL"]) == "PT6H"


@pytest.mark.parametrize(
    "path",
    ["nobody/2025/calendar.ics", "club-cup/1999/calendar.ics", "nobody/calendar.ics", "drivers/nobody/calendar.ics",
     "events/2025/nowhere/calendar.ics", "events/99999999999999999999/x/calendar.ics"],
)  # fmt: skip
def test_what_there_is_not_has_no_calendar(client: Client, season: Season, path: str) -> None:
    assert client.get(f"/fr/{path}").status_code == 404


@pytest.mark.parametrize("rounds", [1, 3])
def test_a_calendar_asks_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    season = make_season()
    for number in range(1, rounds + 1):
        event = make_event(season=season, round_number=number)
        make_session("timed", event=event, starts_at=after(number))
        make_entry("ann", event=event)
        drop_session(session=event.sessions.get(slug="timed"), recorded_at=after(0))
    with django_assert_num_queries(7):
        client.get(SEASON)
    with django_assert_num_queries(12):
        client.get("/fr/drivers/ann/calendar.ics")
