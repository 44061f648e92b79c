"""A calendar as iCalendar (RFC 5545, with the refresh interval and the name of RFC 7986)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration
from icalendar import Event as Entry

from championships.formatting.dates import write_day
from championships.formatting.names import write_country
from championships.formatting.xml import clean_text
from championships.queries.calendar_feeds import CalendarFeed, Meeting, MeetingStatus
from championships.queries.events import EventRound

REFRESH = timedelta(hours=6)
# Zones are described so far beyond the last meeting: clocks that go on repeating their rule read on from there.
BEYOND = timedelta(days=366)


def write_calendar(feed: CalendarFeed, *, language: str, name: str, link: Callable[[Meeting], str], source: str) -> str:
    """The text of the calendar. `link` gives the absolute address of a meeting's page ("" where there is none)."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Paddock//Calendar//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("uid", str(feed.uid))
    calendar.add("name", clean_text(name))
    calendar.add("x-wr-calname", clean_text(name))
    calendar.add("source", source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    if feed.meetings:
        calendar.add("last-modified", max(meeting.changed_at for meeting in feed.meetings))
    for meeting in feed.meetings:
        calendar.add_component(_write_meeting(meeting, language, link(meeting)))
    timed = [meeting.starts_on for meeting in feed.meetings if meeting.starts_at is not None]
    if timed:
        calendar.add_missing_timezones(first_date=_year_before(min(timed)), last_date=max(timed) + BEYOND)
    return calendar.to_ical().decode()


def _year_before(day: date) -> date:
    return date(day.year - 1, 1, 1)


def _write_meeting(meeting: Meeting, language: str, address: str) -> Entry:
    entry = Entry()
    entry.add("uid", str(meeting.uid))
    entry.add("dtstamp", meeting.changed_at)
    entry.add("last-modified", meeting.changed_at)
    entry.add("sequence", meeting.sequence)
    if meeting.starts_at is not None:
        entry.add("dtstart", _at_venue(meeting.starts_at, meeting.zone))
    else:
        entry.add("dtstart", meeting.starts_on)
        entry.add("dtend", meeting.ends_on + timedelta(days=1))  # the day after the last one
        entry.add("transp", "TRANSPARENT")
    entry.add("summary", clean_text(_summarise(meeting)))
    entry.add("status", meeting.status.value)
    place = _write_place(meeting, language)
    if place:
        entry.add("location", clean_text(place))
    described = _describe(meeting, language, address)
    if described:
        entry.add("description", clean_text("\n".join(described)))
    if address:
        entry.add("url", address)
    return entry


def _at_venue(moment: datetime, zone: str) -> datetime:
    """In UTC where the venue is not known: no zone is invented."""
    return moment.astimezone(ZoneInfo(zone))


def _summarise(meeting: Meeting) -> str:
    name = f"{meeting.name} – {meeting.session}" if meeting.session else meeting.name
    if meeting.entered is False:
        return _("%(event)s (not on the entry list)") % {"event": name}
    if meeting.status is MeetingStatus.CANCELLED:
        return _("%(event)s (cancelled)") % {"event": name}
    if meeting.state == "postponed":
        return _("%(event)s (postponed)") % {"event": name}
    return name


def _write_place(meeting: Meeting, language: str) -> str:
    if meeting.circuit is None:
        return meeting.place
    country = write_country(meeting.circuit.country, language)
    return ", ".join(part for part in (meeting.circuit.name, country) if part)


def _describe(meeting: Meeting, language: str, address: str) -> list[str]:
    lines = [write_round(one) for one in meeting.rounds]
    if meeting.framework:
        lines.append(_("On the bill of %(name)s.") % {"name": meeting.framework})
    if meeting.state == "moved" and meeting.moved_from:
        lines.append(_("Moved: first announced for %(day)s.") % {"day": write_day(meeting.moved_from, language)})
    if meeting.state == "postponed" and meeting.status is MeetingStatus.TENTATIVE:
        lines.append(_("Postponed: the new date is not known yet."))
    if meeting.entered is None and meeting.status is MeetingStatus.TENTATIVE and meeting.state != "postponed":
        lines.append(_("The entry list is not published yet."))
    if meeting.demo:
        lines.append(_("Demonstration: invented."))
    return [*lines, address] if address else lines


def write_round(one: EventRound) -> str:
    """ "Trophée 2025: round 4 of 5"."""
    season = f"{one.season.name} {one.season.label}"
    words = {"season": season, "number": one.number, "of": one.of}
    if not one.number:
        return season
    return _("%(season)s: round %(number)s of %(of)s") % words
