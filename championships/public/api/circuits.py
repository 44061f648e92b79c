"""Circuits as JSON: layouts and the best laps on each, every visit with its winners, who has won most there."""

from dataclasses import dataclass
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.figures import RaceLink, link_race
from championships.public.api.records import MostWins, tell_leaders
from championships.public.api.refs import (
    CircuitLink,
    Demo,
    DriverLink,
    EventLink,
    NextPage,
    Page,
    SeasonLink,
    Slug,
    SourceNote,
    cite,
    link_circuit,
    link_driver,
    link_event,
    link_season,
)
from championships.public.api.schema import Address, Says
from championships.public.circuit_laps import LayoutCard, list_laps
from championships.queries.circuits import CircuitEvent, CircuitPage, RaceWinners
from championships.queries.lap_records import BestLap as Quickest
from championships.queries.listings import CircuitRow, Listing
from championships.queries.refs import CircuitRef
from championships.queries.vocabulary import EventState


@dataclass(frozen=True, slots=True)
class CircuitSummary:
    """A circuit in a list."""

    circuit: CircuitLink
    time_zone: str
    demo: Demo


@dataclass(frozen=True, slots=True)
class CircuitList:
    """A page of circuits, by name."""

    items: tuple[CircuitSummary, ...]
    next: NextPage


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of a circuit: the length belongs to it."""

    name: str
    length_m: Annotated[int, Says("In metres.", 5344)]


@dataclass(frozen=True, slots=True)
class BestLap:
    """A best lap, and everybody of the car. Equal laps stand beside each other."""

    time_ms: Annotated[int, Says("In milliseconds.", 94512)]
    drivers: tuple[DriverLink, ...]
    number: Annotated[str, Says(example="007")]
    race: RaceLink
    provisional: bool


@dataclass(frozen=True, slots=True)
class LayoutLaps:
    """The best laps on a layout, of results in force. `layout` null: of events that do not say on which."""

    layout: Layout | None
    race: tuple[BestLap, ...]
    qualifying: tuple[BestLap, ...]


@dataclass(frozen=True, slots=True)
class Winner:
    """A winner, and the seasons whose race it was. `driver` null: not known."""

    driver: DriverLink | None
    number: Annotated[str, Says(example="007")]
    seasons: tuple[SeasonLink, ...]


@dataclass(frozen=True, slots=True)
class WonRace:
    """A race and its winners: one, or one a championship."""

    race: RaceLink
    provisional: bool
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True)
class EventAtCircuit:
    """An event held there, or planned."""

    event: EventLink
    state: EventState
    championships: Annotated[tuple[str, ...], Says("Names, each with its season.")]
    races: tuple[WonRace, ...]


@dataclass(frozen=True, slots=True)
class Circuit:
    """A circuit, its layouts with the best laps, and its events, newest first."""

    id: Slug
    name: str
    country: str
    character: str
    demo: Demo
    layouts: tuple[Layout, ...]
    laps: tuple[LayoutLaps, ...]
    events: tuple[EventAtCircuit, ...]
    most_wins: tuple[MostWins, ...]
    complete: Annotated[bool, Says("Every result here is held since the first visit known. False: no lap is a record.")]
    sources: tuple[SourceNote, ...]
    url: Address
    page: Page


def tell_circuits(listing: Listing[CircuitRow], to: Addresses, following: str | None) -> CircuitList:
    rows = ((row, link_circuit(row.circuit, to)) for row in listing.rows)
    return CircuitList(tuple(CircuitSummary(link, row.time_zone, row.demo) for row, link in rows if link), following)


def tell_circuit(page: CircuitPage, to: Addresses) -> Circuit:
    here = CircuitRef(page.slug, page.name, page.country)
    return Circuit(
        id=here.slug,
        name=here.name,
        country=here.country,
        character=page.character,
        demo=page.demo,
        layouts=tuple(Layout(one.name, one.length_m) for one in page.layouts),
        laps=tuple(_tell_layout(one, to) for one in list_laps(page)),
        events=tuple(_tell_event(one, to) for one in page.events),
        most_wins=tell_leaders(page.leaders, to),
        complete=page.complete,
        sources=tuple(cite(one) for one in page.sources),
        url=to.api("circuit", circuit=here.slug),
        page=to.page("circuit", here.slug),
    )


def _tell_layout(one: LayoutCard, to: Addresses) -> LayoutLaps:
    return LayoutLaps(
        layout=Layout(one.layout.name, one.layout.length_m) if one.layout else None,
        race=tuple(_tell_lap(lap, to) for lap in one.race),
        qualifying=tuple(_tell_lap(lap, to) for lap in one.qualifying),
    )


def _tell_lap(lap: Quickest, to: Addresses) -> BestLap:
    drivers = tuple(link_driver(one, to) for one in lap.drivers)
    return BestLap(lap.time_ms, drivers, lap.number, link_race(lap.race, to), lap.provisional)


def _tell_event(one: CircuitEvent, to: Addresses) -> EventAtCircuit:
    races = tuple(_tell_winners(race, to) for race in one.races)
    return EventAtCircuit(link_event(one.event, to), EventState(one.state), one.championships, races)


def _tell_winners(one: RaceWinners, to: Addresses) -> WonRace:
    return WonRace(
        race=link_race(one.race, to),
        provisional=one.provisional,
        winners=tuple(
            Winner(
                driver=link_driver(each.driver, to) if each.driver else None,
                number=each.number,
                seasons=tuple(link_season(season, to) for season in each.seasons),
            )
            for each in one.winners
        ),
    )
