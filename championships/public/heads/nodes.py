"""Parts of schema.org that several pages use. Nothing here says more of a person than the page shows."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from championships.formatting.names import write_country
from championships.public.heads.values import Absolute, Node
from championships.public.languages import language
from championships.queries.refs import CircuitRef, DriverRef, EventRef, SeasonRef, TeamRef

SPORT = "Motorsport"
_STATUS = {
    "planned": "https://schema.org/EventScheduled",
    "abandoned": "https://schema.org/EventScheduled",
    "moved": "https://schema.org/EventRescheduled",
    "postponed": "https://schema.org/EventPostponed",
    "cancelled": "https://schema.org/EventCancelled",
}


def find_status(state: str) -> str:
    return _STATUS.get(state, _STATUS["planned"])


def write_place(circuit: CircuitRef, absolute: Absolute) -> Node:
    place: dict[str, Any] = {
        "@type": "Place",
        "name": circuit.name,
        "url": absolute(reverse("circuit", args=[circuit.slug])),
    }
    country = write_country(circuit.country, language())
    if country:
        place["address"] = {"@type": "PostalAddress", "addressCountry": country}
    return place


def write_person(driver: DriverRef, absolute: Absolute) -> Node:
    return {"@type": "Person", "name": driver.name, "url": absolute(reverse("driver", args=[driver.slug]))}


def write_team(team: TeamRef, absolute: Absolute) -> Node:
    return {
        "@type": "SportsTeam",
        "name": team.name,
        "sport": SPORT,
        "url": absolute(reverse("team", args=[team.slug])),
    }


def write_organizers(seasons: Iterable[SeasonRef], absolute: Absolute) -> list[Node]:
    """The championships an event counts for, each once."""
    found: dict[str, Node] = {}
    for season in seasons:
        found.setdefault(
            season.championship,
            {
                "@type": "SportsOrganization",
                "name": season.name,
                "sport": SPORT,
                "url": absolute(reverse("championship", args=[season.championship])),
            },
        )
    return list(found.values())


def write_event_link(event: EventRef, absolute: Absolute, **more: Any) -> Node:
    """An event as another page names it; dates where they are known."""
    node: dict[str, Any] = {
        "@type": "SportsEvent",
        "name": f"{event.name} {event.year}",
        "url": absolute(reverse("event", args=[event.year, event.slug])),
    }
    if event.starts_on:
        node["startDate"] = event.starts_on.isoformat()
    if event.ends_on:
        node["endDate"] = event.ends_on.isoformat()
    return {**node, **more}


def write_start(starts_at: datetime | None, on_date: date | None, zone: str) -> str:
    """The start with the offset of the venue, else the day; empty: not known."""
    if starts_at is not None:
        return starts_at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
    return on_date.isoformat() if on_date else ""
