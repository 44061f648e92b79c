"""Heads of the pages that gather: championships, results, records, the title, two drivers against each other."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.places import join_names
from championships.public.heads.nodes import SPORT, write_person
from championships.public.heads.telling import tell
from championships.public.heads.values import Absolute, Told
from championships.public.languages import language
from championships.public.title_sentences import tell_title
from championships.queries.championships import ChampionshipPage, ChampionshipsPage
from championships.queries.progress import ProgressPage
from championships.queries.record_values import RecordsPage
from championships.queries.results import ResultsPage
from championships.queries.rival_values import RivalsPage
from championships.queries.titles import TitlePage


@tell.register
def _tell_championships(page: ChampionshipsPage, absolute: Absolute) -> Told:
    names = join_names([one.season.name for one in page.entries], language())
    return Told(description=_("The newest tables of %(names)s.") % {"names": names} if names else "")


@tell.register
def _tell_championship(page: ChampionshipPage, absolute: Absolute) -> Told:
    here = absolute(reverse("championship", args=[page.slug]))
    node: dict[str, Any] = {"@type": "SportsOrganization", "@id": here, "name": page.name, "sport": SPORT, "url": here}
    labels = ", ".join(one.season.label for one in page.seasons)
    text = ngettext(
        "%(name)s: season %(labels)s, tables and champions.",
        "%(name)s: seasons %(labels)s, tables and champions.",
        len(page.seasons),
    )
    return Told(
        description=text % {"name": page.name, "labels": labels},
        data=(node,),
        calendar=("championship-calendar", (page.slug,), page.name),
        championship=(page.slug, page.name),
    )


@tell.register
def _tell_results(page: ResultsPage, absolute: Absolute) -> Told:
    newest = next(iter((*page.results, *page.invented)), None)
    told = _("The winner of each race in the whole field, and of each class, the newest meetings first.")
    if newest is None:
        return Told(description=told)
    last = _("Last: %(event)s %(year)s.") % {"event": newest.event.name, "year": newest.event.year}
    return Told(description=f"{told} {last}")


@tell.register
def _tell_records(page: RecordsPage, absolute: Absolute) -> Told:
    home = page.championship
    text = _("The records of %(name)s, from the %(races)s races this site holds.")
    return Told(
        description=text % {"name": home.name, "races": page.races} if page.races > 1 else "",
        championship=(home.slug, home.name),
    )


@tell.register
def _tell_title(page: TitlePage, absolute: Absolute) -> Told:
    season = page.season
    of = f"{page.title}, {season.name} {season.label}."
    return Told(description=f"{of} {tell_title(page)}", championship=(season.championship, season.name))


@tell.register
def _tell_progress(page: ProgressPage, absolute: Absolute) -> Told:
    season = page.season
    words = {"table": page.table.title, "season": f"{season.name} {season.label}"}
    text = _("%(table)s, %(season)s, race by race: points, gaps and places as charts, with the figures beside them.")
    return Told(description=text % words, championship=(season.championship, season.name))


@tell.register
def _tell_rivals(page: RivalsPage, absolute: Absolute) -> Told:
    first, second = page.first.driver, page.second.driver
    words = {"first": first.name, "second": second.name, "races": len(page.races)}
    told = ""
    if len(page.races) > 1:
        told = _("%(first)s and %(second)s in the %(races)s races they both drove.") % words
    return Told(description=told, data=(write_person(first, absolute), write_person(second, absolute)))
