"""Heads of the pages of events: the event, its entries, its sessions, its decisions, the calendar."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.dates import write_day, write_days
from championships.formatting.places import join_names
from championships.public.heads.nodes import (
    SPORT,
    find_status,
    write_event_link,
    write_organizers,
    write_place,
    write_start,
)
from championships.public.heads.telling import tell
from championships.public.heads.values import Absolute, Node, Told
from championships.public.icalendar_feed import write_round
from championships.public.languages import language
from championships.queries.calendar import CalendarPage
from championships.queries.decision_values import DecisionPage
from championships.queries.entries import EntriesPage
from championships.queries.events import EventPage, EventSession
from championships.queries.refs import EventRef
from championships.queries.sessions import SessionPage


@tell.register
def _tell_event(page: EventPage, absolute: Absolute) -> Told:
    return Told(
        description=describe_event(page),
        data=write_event(page, absolute),
        calendar=("event-calendar", (page.year, page.slug), f"{page.name} {page.year}"),
    )


def describe_event(page: EventPage) -> str:
    """ "Aragón 2025, 5–7 Sept. 2025, MotorLand Aragón. Trophée 2025: round 4 of 5. Timetable, entries, results." """
    when = write_days(page.starts_on, page.ends_on, language())
    named = ", ".join(
        part for part in (f"{page.name} {page.year}", when, page.circuit.name if page.circuit else "") if part
    )
    state = {
        "cancelled": _("Cancelled."),
        "postponed": _("Postponed: the new date is not known yet."),
        "moved": _("Moved: first announced for %(day)s.") % {"day": write_day(page.moved_from, language())}
        if page.moved_from
        else "",
    }.get(page.state, "")
    rounds = [f"{write_round(one)}." for one in page.rounds]
    return " ".join(part for part in (f"{named}.", state, *rounds) if part)


def write_event(page: EventPage, absolute: Absolute) -> tuple[Node, ...]:
    """The whole event as schema.org has it; nothing where its start is not known."""
    if page.starts_on is None:
        return ()
    here = absolute(reverse("event", args=[page.year, page.slug]))
    node: dict[str, Any] = {
        "@type": "SportsEvent",
        "@id": here,
        "name": page.official_name or f"{page.name} {page.year}",
        "url": here,
        "sport": SPORT,
        "startDate": page.starts_on.isoformat(),
        "endDate": (page.ends_on or page.starts_on).isoformat(),
        "eventStatus": find_status(page.state),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "description": describe_event(page),
    }
    if page.state == "moved" and page.moved_from:
        node["previousStartDate"] = page.moved_from.isoformat()
    if page.circuit:
        node["location"] = write_place(page.circuit, absolute)
    organizers = write_organizers([one.season for one in page.rounds], absolute)
    if organizers:
        node["organizer"] = organizers
    inside = [_write_session(page, one, absolute) for one in page.sessions]
    dated = [one for one in inside if one.get("startDate")]
    if dated:
        node["subEvent"] = dated
    return (node,)


def _write_session(page: EventPage, session: EventSession, absolute: Absolute) -> Node:
    node: dict[str, Any] = {
        "@type": "SportsEvent",
        "name": f"{page.name} {page.year} – {session.name}",
        "sport": SPORT,
        "eventStatus": find_status("cancelled" if page.state == "cancelled" else session.planned_state),
    }
    start = write_start(session.starts_at, session.on_date, page.zone)
    if start:
        node["startDate"] = start
    if page.circuit:
        node["location"] = write_place(page.circuit, absolute)
    if session.state:
        node["url"] = absolute(reverse("session", args=[page.year, page.slug, session.slug]))
    return node


@tell.register
def _tell_entries(page: EntriesPage, absolute: Absolute) -> Told:
    count = len(page.rows)
    words = {"event": page.name, "year": page.year, "count": count}
    text = ngettext(
        "%(event)s %(year)s: %(count)s car entered, with its number, crew and team.",
        "%(event)s %(year)s: %(count)s cars entered, with their numbers, crews and teams.",
        count,
    )
    return Told(description=text % words)


@tell.register
def _tell_session(page: SessionPage, absolute: Absolute) -> Told:
    node: dict[str, Any] = {
        "@type": "SportsEvent",
        "name": f"{page.event.name} {page.event.year} – {page.name}",
        "sport": SPORT,
        "url": absolute(reverse("session", args=[page.event.year, page.event.slug, page.slug])),
        "eventStatus": find_status("planned"),
        "superEvent": write_event_link(page.event, absolute),
    }
    if page.circuit:
        node["location"] = write_place(page.circuit, absolute)
    start = write_start(page.starts_at, page.on_date, page.zone)
    if start:
        node["startDate"] = start
    organizers = write_organizers(page.seasons, absolute)
    if organizers:
        node["organizer"] = organizers
    return Told(description=describe_session(page), data=(node,) if start else ())


def describe_session(page: SessionPage) -> str:
    """ "Aragón 2025, Race 1, official: 1. Py, 2. Damiani, 3. Kerlinec." """
    words = {"event": page.event.name, "year": page.event.year, "session": page.name}
    if page.withdrawn:
        return _("%(event)s %(year)s, %(session)s: the result is withdrawn.") % words
    first = [line for line in page.lines if line.place is not None and line.place <= 3]
    told = [
        f"{line.place}. {join_names([one.driver.name for one in line.drivers if one.driver], language())}"
        for line in first
        if any(one.driver for one in line.drivers)
    ]
    if page.bulletin.state == "provisional":
        text = _("%(event)s %(year)s, %(session)s, provisional result: %(order)s.")
    else:
        text = _("%(event)s %(year)s, %(session)s, result: %(order)s.")
    if not told:
        return _("%(event)s %(year)s, %(session)s: the classification.") % words
    return text % {**words, "order": ", ".join(told)}


@tell.register
def _tell_decision(page: DecisionPage, absolute: Absolute) -> Told:
    return Told(description=page.document.reason)


@tell.register
def _tell_calendar(page: CalendarPage, absolute: Absolute) -> Told:
    count = len(page.lines)
    season = page.season
    calendar: tuple[str, tuple[object, ...], str] = ("all-calendar", (), _("all championships"))
    if season is not None:
        name = f"{season.name} {season.label}"
        calendar = ("season-calendar", (season.championship, season.label), name)
    dates = [line.event.starts_on for line in page.lines if line.event.starts_on]
    text = ngettext("Calendar %(of)s: %(count)s event.", "Calendar %(of)s: %(count)s events.", count)
    words = {"of": name if season else page.year, "count": count}
    if not dates:
        return Told(description=text % words, calendar=calendar)
    first, last = write_day(min(dates), language()), write_day(max(dates), language())
    span = _("From %(first)s to %(last)s.") % {"first": first, "last": last}
    home = (season.championship, season.name) if season else None
    described = f"{text % words} {span}"
    return Told(description=described, data=tuple(_write_lines(page, absolute)), calendar=calendar, championship=home)


def _write_lines(page: CalendarPage, absolute: Absolute) -> list[Node]:
    """The events of the year as a list: their own pages say the rest."""
    dated = [line for line in page.lines if line.event.starts_on]
    if not dated:
        return []
    items = [_write_item(position, line.event, absolute) for position, line in enumerate(dated, start=1)]
    return [{"@type": "ItemList", "itemListElement": items}]


def _write_item(position: int, event: EventRef, absolute: Absolute) -> Node:
    return {
        "@type": "ListItem",
        "position": position,
        "name": event.name,
        "url": absolute(reverse("event", args=[event.year, event.slug])),
    }
