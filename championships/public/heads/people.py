"""Heads of the pages of people and places. Of a person only what the page shows: no birth date, no licence."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.names import write_country
from championships.formatting.numbers import write_length
from championships.formatting.places import write_place as write_rank
from championships.public.heads.nodes import write_person, write_place, write_team
from championships.public.heads.telling import tell
from championships.public.heads.values import Absolute, Told
from championships.public.languages import language
from championships.public.words import count_points
from championships.queries.circuits import CircuitPage
from championships.queries.people_values import DriverPage, DriverSeason, TeamPage
from championships.queries.refs import CircuitRef

_NAMED = 30  # people of a team


@tell.register
def _tell_driver(page: DriverPage, absolute: Absolute) -> Told:
    node: dict[str, Any] = {**write_person(page.driver, absolute), "jobTitle": _("Racing driver")}
    country = write_country(page.country, language())
    if country:
        node["nationality"] = {"@type": "Country", "name": country}
    if page.team:
        node["affiliation"] = write_team(page.team, absolute)
    return Told(
        description=describe_driver(page),
        kind="profile",
        data=(node,),
        calendar=("driver-calendar", (page.driver.slug,), page.driver.name),
    )


def describe_driver(page: DriverPage) -> str:
    """ "Oscar Py, number 38, Team X. Trophée 2025: place 2 with 290 points." """
    number = _("number %(number)s") % {"number": page.number} if page.number else ""
    who = ", ".join(part for part in (page.driver.name, number, page.team.name if page.team else "") if part)
    newest = page.seasons[0].year if page.seasons else 0
    told = [tell_season(one) for one in page.seasons if one.year == newest]
    return " ".join(part for part in (f"{who}.", *told) if part)


def tell_season(one: DriverSeason) -> str:
    """Place and points of a season in a sentence; empty where neither is published."""
    season = f"{one.season.name} {one.season.label}"
    rank = write_rank(one.position, tied=one.tied) if one.position else ""
    words = {"season": season, "place": rank, "points": count_points(one.points) if one.points is not None else ""}
    if rank and words["points"]:
        return _("%(season)s: place %(place)s with %(points)s.") % words
    if rank:
        return _("%(season)s: place %(place)s.") % words
    if words["points"]:
        return _("%(season)s: %(points)s.") % words
    return ""


@tell.register
def _tell_team(page: TeamPage, absolute: Absolute) -> Told:
    node = dict(write_team(page.team, absolute))
    newest = page.seasons[0].year if page.seasons else 0
    drivers = {one.driver: None for season in page.seasons if season.year == newest for one in season.drivers}
    if drivers:
        node["athlete"] = [write_person(driver, absolute) for driver in list(drivers)[:_NAMED]]
    country = write_country(page.country, language())
    who = ", ".join(part for part in (page.team.name, country) if part)
    count = len(drivers)
    text = ngettext("%(count)s driver in %(year)s.", "%(count)s drivers in %(year)s.", count)
    told = text % {"count": count, "year": newest} if count else ""
    return Told(description=f"{who}. {told}".strip(), data=(node,))


@tell.register
def _tell_circuit(page: CircuitPage, absolute: Absolute) -> Told:
    lengths = [write_length(layout.length_m, language()) for layout in page.layouts]
    country = write_country(page.country, language())
    who = ", ".join(part for part in (page.name, country, *lengths) if part)
    count = sum(len(events) for _year, events in page.visits)
    text = ngettext("%(count)s event held or planned here.", "%(count)s events held or planned here.", count)
    node = {
        **write_place(CircuitRef(page.slug, page.name, page.country), absolute),
        "@type": "SportsActivityLocation",
        "@id": absolute(reverse("circuit", args=[page.slug])),
    }
    return Told(description=f"{who}. {text % {'count': count}}", data=(node,))
