"""Events, their programme and their entries as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import (
    CategoryName,
    CircuitLink,
    Demo,
    DriverLink,
    EventLink,
    NextPage,
    Page,
    SeasonLink,
    Slug,
    SourceNote,
    State,
    TeamLink,
    cite,
    link_circuit,
    link_driver,
    link_event,
    link_season,
    link_team,
    name_category,
)
from championships.public.api.schema import Address, Says
from championships.queries.entries import AbsenceRow, EntriesPage, EntryRow, Part
from championships.queries.events import EventPage, EventSession
from championships.queries.listings import EventRow, Listing
from championships.queries.refs import EventRef
from championships.queries.vocabulary import BulletinState, EventState, SessionKind, SessionState


@dataclass(frozen=True, slots=True)
class RoundOfSeason:
    """The event is this round of that season."""

    season: SeasonLink
    number: int


@dataclass(frozen=True, slots=True)
class EventSummary:
    """An event in a list."""

    event: EventLink
    circuit: CircuitLink | None
    state: EventState
    moved_from: Annotated[date | None, Says("The day it was first announced for, where it was moved.")]
    rounds: tuple[RoundOfSeason, ...]
    preview_url: Address | None
    demo: Demo


@dataclass(frozen=True, slots=True)
class EventList:
    """A page of events: the newest year first, each year in the order of its calendar."""

    items: tuple[EventSummary, ...]
    next: NextPage


@dataclass(frozen=True, slots=True)
class RoundInSeason:
    """The event is round `number` of `of` in that season."""

    season: SeasonLink
    number: int
    of: int
    penultimate: bool
    last: bool


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session of the programme. `state` is that of its result; `planned_state` that of the session itself."""

    id: Slug
    name: str
    kind: SessionKind
    planned_state: SessionState
    on_date: date | None
    starts_at: datetime | None
    state: State
    bulletin: Annotated[int | None, Says("Number of the bulletin in force.")]
    issued_at: datetime | None
    per_source: bool
    complete: bool
    url: Address
    classification_url: Address | None


@dataclass(frozen=True, slots=True)
class Event:
    """An event, what it counts for and its programme, as published at an instant."""

    year: int
    id: Slug
    name: str
    official_name: str
    state: EventState
    moved_from: date | None
    starts_on: date | None
    ends_on: date | None
    on_the_bill_of: str
    time_zone: Annotated[str, Says("Of the venue.", "Europe/Madrid")]
    circuit: CircuitLink | None
    layout: str
    length_m: Annotated[int | None, Says("Length of the layout in metres.", 5344)]
    demo: Demo
    rounds: tuple[RoundInSeason, ...]
    sessions: tuple[PlannedSession, ...]
    entries_url: Address | None
    preview_url: Address | None
    report_url: Address | None
    decisions_url: Address
    sources: tuple[SourceNote, ...]
    url: Address
    page: Page


@dataclass(frozen=True, slots=True)
class EntryInRound:
    """How an entry takes part in a round: does it score, is it a guest, which classes."""

    championship: Slug
    name: str
    round: int
    scores: bool
    guest: bool
    car_class: str
    categories: tuple[CategoryName, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A car entered. The number is text and need not be unique; an empty crew: its driver is not known."""

    number: Annotated[str, Says(example="007")]
    team: TeamLink | None
    entrant: str
    car: str
    crew: tuple[DriverLink, ...]
    rounds: tuple[EntryInRound, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody of the season who is not entered, as a source states."""

    driver: DriverLink
    number: str
    team: TeamLink | None
    categories: tuple[CategoryName, ...]
    text: str


@dataclass(frozen=True, slots=True)
class EntryList:
    """The entry list of an event."""

    event: EventLink
    demo: Demo
    entries: tuple[Entry, ...]
    absences: tuple[Absence, ...]
    sources: tuple[SourceNote, ...]
    url: Address
    page: Page


def tell_events(listing: Listing[EventRow], to: Addresses, following: str | None) -> EventList:
    return EventList(tuple(_tell_line(row, to) for row in listing.rows), following)


def _tell_line(row: EventRow, to: Addresses) -> EventSummary:
    event = row.event
    return EventSummary(
        event=link_event(event, to),
        circuit=link_circuit(row.circuit, to),
        state=EventState(row.state),
        moved_from=row.moved_from,
        rounds=tuple(RoundOfSeason(link_season(one.season, to), one.number) for one in row.rounds),
        preview_url=to.api("preview", year=event.year, event=event.slug) if row.preview else None,
        demo=row.demo,
    )


def tell_event(page: EventPage, to: Addresses) -> Event:
    where: dict[str, int | str] = {"year": page.year, "event": page.slug}
    return Event(
        year=page.year,
        id=page.slug,
        name=page.name,
        official_name=page.official_name,
        state=EventState(page.state),
        moved_from=page.moved_from if page.state == EventState.MOVED else None,
        starts_on=page.starts_on,
        ends_on=page.ends_on,
        on_the_bill_of=page.framework,
        time_zone=page.zone,
        circuit=link_circuit(page.circuit, to),
        layout=page.layout_name,
        length_m=page.length_m,
        demo=page.demo,
        rounds=tuple(
            RoundInSeason(link_season(one.season, to), one.number, one.of, one.penultimate, one.last)
            for one in page.rounds
        ),
        sessions=tuple(tell_planned(one, page.year, page.slug, to) for one in page.sessions),
        entries_url=to.api("entries", **where) if page.has_entries else None,
        preview_url=to.api("preview", **where) if page.has_preview else None,
        report_url=to.api("report", **where) if page.has_report else None,
        decisions_url=to.api("event-decisions", **where),
        sources=tuple(cite(one) for one in page.sources),
        url=to.api("event", **where),
        page=to.page("event", page.year, page.slug),
    )


def tell_planned(session: EventSession, year: int, event: str, to: Addresses) -> PlannedSession:
    where: dict[str, int | str] = {"year": year, "event": event, "session": session.slug}
    return PlannedSession(
        id=session.slug,
        name=session.name,
        kind=SessionKind(session.kind),
        planned_state=SessionState(session.planned_state),
        on_date=session.on_date,
        starts_at=session.starts_at,
        state=BulletinState(session.state) if session.state else None,
        bulletin=session.bulletin,
        issued_at=session.issued_at,
        per_source=session.per_source,
        complete=session.complete,
        url=to.api("session", **where),
        classification_url=to.api("classification", **where) if session.state else None,
    )


def tell_entries(page: EntriesPage, to: Addresses) -> EntryList:
    return EntryList(
        event=link_event(EventRef(page.year, page.slug, page.name, page.starts_on, page.ends_on), to),
        demo=page.demo,
        entries=tuple(_tell_entry(row, to) for row in page.rows),
        absences=tuple(_tell_absence(row, to) for row in page.absences),
        sources=tuple(cite(one) for one in page.sources),
        url=to.api("entries", year=page.year, event=page.slug),
        page=to.page("event-entries", page.year, page.slug),
    )


def _tell_entry(row: EntryRow, to: Addresses) -> Entry:
    return Entry(
        number=row.number,
        team=link_team(row.team, to),
        entrant=row.entrant,
        car=row.car,
        crew=tuple(link_driver(one, to) for one in row.crew),
        rounds=tuple(_tell_part(part) for part in row.parts),
        withdrawn=row.withdrawn,
    )


def _tell_part(part: Part) -> EntryInRound:
    return EntryInRound(
        championship=part.championship,
        name=part.name,
        round=part.number,
        scores=part.scores,
        guest=part.guest,
        car_class=part.car_class,
        categories=tuple(name_category(one) for one in part.categories),
    )


def _tell_absence(row: AbsenceRow, to: Addresses) -> Absence:
    return Absence(
        driver=link_driver(row.driver, to),
        number=row.number,
        team=link_team(row.team, to),
        categories=tuple(name_category(one) for one in row.categories),
        text=row.text,
    )
