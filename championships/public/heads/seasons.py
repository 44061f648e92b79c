"""Heads of the home page, of seasons and of their tables."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.dates import write_days
from championships.public.captions import tell_lead
from championships.public.heads.nodes import find_status, write_event_link
from championships.public.heads.telling import tell
from championships.public.heads.values import Absolute, Told
from championships.public.languages import language
from championships.queries.home import HomePage
from championships.queries.seasons import SeasonPage
from championships.queries.standings import StandingsPage


@tell.register
def _tell_home(page: HomePage, absolute: Absolute) -> Told:
    site: dict[str, Any] = {
        "@type": "WebSite",
        "name": "Paddock",
        "url": absolute(reverse("home")),
        "inLanguage": language(),
    }
    names = ", ".join(one.season.name for one in page.championships)
    told = _("Standings, results and news of %(names)s.") % {"names": names} if names else ""
    if page.next_event is not None:
        event = page.next_event.event
        days = write_days(event.starts_on, event.ends_on, language())
        told = " ".join((_("Next event: %(event)s, %(days)s.") % {"event": event.name, "days": days}, told))
    return Told(description=told.strip(), data=(site,))


@tell.register
def _tell_season(page: SeasonPage, absolute: Absolute) -> Told:
    season = page.season
    name = f"{season.name} {season.label}"
    here = absolute(reverse("season", args=[season.championship, season.label]))
    node: dict[str, Any] = {"@type": "EventSeries", "@id": here, "name": name, "url": here}
    events = {(one.round.event.year, one.round.event.slug): one.round for one in page.rounds}
    inside = [
        write_event_link(one.event, absolute, eventStatus=find_status(one.state), location=one.circuit)
        for one in events.values()
        if one.event.starts_on
    ]
    days = [day for one in events.values() for day in (one.event.starts_on, one.event.ends_on) if day]
    if days:
        node |= {"startDate": min(days).isoformat(), "endDate": max(days).isoformat()}
    node["subEvent"] = [{key: value for key, value in one.items() if value} for one in inside]
    leaders = [
        f"{table.lines[0].competitor.name} ({table.title})"
        for table in page.tables
        if len([line for line in table.lines if line.position == 1]) == 1
    ]
    count = len(page.rounds)
    text = ngettext(
        "%(season)s: %(count)s round, tables, results.", "%(season)s: %(count)s rounds, tables, results.", count
    )
    told = [text % {"season": name, "count": count}]
    if leaders:
        lead = _("First in the final table: %(leaders)s.") if page.finished else _("Leading: %(leaders)s.")
        told.append(lead % {"leaders": ", ".join(leaders)})
    return Told(
        description=" ".join(told),
        data=(node,),
        calendar=("season-calendar", (season.championship, season.label), name),
        championship=(season.championship, season.name),
    )


@tell.register
def _tell_standings(page: StandingsPage, absolute: Absolute) -> Told:
    season = page.season
    return Told(
        description=f"{describe_table(page)} {tell_lead(page)}",
        championship=(season.championship, season.name),
    )


def describe_table(page: StandingsPage) -> str:
    """ "Drivers, Trophée 2025, after Race 2, Castellet (provisional)." """
    words = {
        "table": page.title,
        "season": f"{page.season.name} {page.season.label}",
        "stop": f"{page.stop.event.name}, {page.stop.name}",
    }
    if page.final:
        return _("%(table)s, %(season)s, final.") % words
    if page.provisional:
        return _("%(table)s, %(season)s, after %(stop)s (provisional).") % words
    return _("%(table)s, %(season)s, after %(stop)s.") % words
