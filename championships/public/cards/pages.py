"""The pictures of tables, sessions, drivers, events and previews."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from championships.formatting.dates import write_days
from championships.formatting.numbers import write_gap, write_length, write_points
from championships.formatting.places import join_names, write_place
from championships.public.captions import tell_lead
from championships.public.cards.building import build_card
from championships.public.cards.values import Card, CardRow
from championships.public.icalendar_feed import write_round
from championships.public.languages import language
from championships.public.session_table import write_gap_to_winner
from championships.public.words import count_points
from championships.queries.events import EventPage, EventRound
from championships.queries.people_values import DriverPage, DriverSeason
from championships.queries.preview_values import PreviewPage
from championships.queries.sessions import SessionPage
from championships.queries.standing_lines import Line
from championships.queries.standings import StandingsPage

ROWS = 5


@build_card.register
def _draw_standings(page: StandingsPage) -> Card:
    season = page.season
    name = f"{season.name} {season.label}"
    stop = _("Final") if page.final else _("After %(stop)s") % {"stop": f"{page.stop.event.name}, {page.stop.name}"}
    key = (season.championship, season.label, page.key)
    after = () if page.newest else (page.stop.round, "" if page.whole_round else page.stop.key)
    return Card(
        route="card-standings" if page.newest else "card-standings-after",
        parts=(*key, "-".join(str(part) for part in after if part != "")) if after else key,
        kicker=name,
        title=page.title,
        below=stop,
        mark=_("Provisional") if page.provisional else "",
        rows=tuple(_write_line(line) for line in page.lines[:ROWS]),
        foot=_invented(demo=season.demo),
        alt=f"{page.title}, {name}. {stop}. {tell_lead(page)}",
    )


def _write_line(line: Line) -> CardRow:
    competitor = line.competitor
    gap = write_gap(line.gap, language()) if line.gap else ""
    place = write_place(line.position, tied=line.tied, mark=line.mark)
    return CardRow(place, competitor.number, competitor.name, write_points(line.points, language()), gap)


@build_card.register
def _draw_session(page: SessionPage) -> Card:
    title = f"{page.event.name} {page.event.year}"
    state = {"provisional": _("Provisional"), "amended": _("Amended")}.get(page.bulletin.state, "")
    shown = [] if page.withdrawn else [line for line in page.lines if line.place is not None][:ROWS]
    rows = []
    for line in shown:
        names = join_names([one.driver.name for one in line.drivers if one.driver], language())
        rows.append(CardRow(str(line.place), line.number, names, write_gap_to_winner(line)))
    first = ", ".join(f"{row.place}. {row.name}" for row in rows[:3] if row.name)
    told = _("Result withdrawn") if page.withdrawn else first
    return Card(
        route="card-session",
        parts=(page.event.year, page.event.slug, page.slug),
        kicker=" · ".join(f"{season.name} {season.label}" for season in page.seasons),
        title=page.name,
        below=title,
        mark=_("Withdrawn") if page.withdrawn else state,
        rows=tuple(rows),
        foot=_invented(demo=page.demo),
        alt=f"{title}, {page.name}. {told}".strip(),
    )


@build_card.register
def _draw_driver(page: DriverPage) -> Card:
    newest = page.seasons[0].year if page.seasons else 0
    seasons = [one for one in page.seasons if one.year == newest and one.listed]
    rows = tuple(_write_season(one) for one in seasons[:3])
    told = ". ".join(" ".join(part for part in (row.name, row.place, row.figure) if part) for row in rows)
    return Card(
        route="card-driver",
        parts=(page.driver.slug,),
        title=page.driver.name,
        below=page.team.name if page.team else "",
        plate=page.number,
        rows=rows,
        foot=_invented(demo=page.driver.demo),
        alt=" ".join(part for part in (page.driver.name, page.number, told) if part),
    )


def _write_season(one: DriverSeason) -> CardRow:
    place = write_place(one.position, tied=one.tied, mark=one.mark)
    gap = write_gap(one.gap, language()) if one.gap else ""
    figure = count_points(one.points) if one.points is not None else ""
    return CardRow(place=place, name=f"{one.season.name} {one.season.label}", figure=figure, gap=gap)


@build_card.register
def _draw_event(page: EventPage) -> Card:
    days = write_days(page.starts_on, page.ends_on, language())
    state = {"cancelled": _("Cancelled"), "postponed": _("Postponed"), "moved": _("Moved")}.get(page.state, "")
    return Card(
        route="card-event",
        parts=(page.year, page.slug),
        kicker=days,
        title=f"{page.name} {page.year}",
        below=_write_circuit(page.circuit.name if page.circuit else "", page.length_m),
        mark=state,
        rows=_write_rounds(page.rounds),
        foot=_invented(demo=page.demo),
        alt=" · ".join(part for part in (f"{page.name} {page.year}", state, days, *_tell_rounds(page.rounds)) if part),
    )


@build_card.register
def _draw_preview(page: PreviewPage) -> Card:
    days = write_days(page.event.starts_on, page.event.ends_on, language())
    return Card(
        route="card-preview",
        parts=(page.event.year, page.event.slug),
        kicker=_("Preview: %(event)s, %(days)s") % {"event": page.event.name, "days": days},
        title=page.title,
        below=_write_circuit(page.circuit.name if page.circuit else "", page.length_m),
        rows=_write_rounds(page.rounds),
        foot=_invented(demo=page.demo),
        alt=f"{page.title}. {page.event.name}, {days}",
    )


def _write_circuit(name: str, length_m: int | None) -> str:
    length = write_length(length_m, language()) if length_m else ""
    return " · ".join(part for part in (name, length) if part)


def _write_rounds(rounds: Iterable[EventRound]) -> tuple[CardRow, ...]:
    shown = [CardRow(name=f"{one.season.name} {one.season.label}", figure=f"{one.number}/{one.of}") for one in rounds]
    return tuple(shown[:3])


def _tell_rounds(rounds: Iterable[EventRound]) -> list[str]:
    return [write_round(one) for one in rounds]


def _invented(*, demo: bool) -> str:
    return _("Demonstration: invented.") if demo else ""
