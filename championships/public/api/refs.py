"""Small shapes that several answers share: who, where, which season, which session, which source."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.schema import Address, Says
from championships.queries.frames import SessionView, SourceView
from championships.queries.refs import (
    CategoryRef,
    CircuitRef,
    DriverRef,
    EventRef,
    SeasonRef,
    SourceRef,
    TeamRef,
)
from championships.queries.vocabulary import BulletinState, SessionKind

type Slug = Annotated[str, Says("Lasting identifier, the same in both languages.")]
type Demo = Annotated[bool, Says("Invented for the demonstration: never a real person, team or result.")]
type Page = Annotated[str, Says("The page for people, in the language of the answer.", format="uri")]
type NextPage = Annotated[Address | None, Says("The next page; null on the last one.")]
type State = Annotated[
    BulletinState | None, Says("State of the newest bulletin; null: nothing is published of the session.")
]


@dataclass(frozen=True, slots=True)
class DriverLink:
    """A driver, named."""

    id: Slug
    name: str
    demo: Demo
    url: Address


@dataclass(frozen=True, slots=True)
class TeamLink:
    """A team, named."""

    id: Slug
    name: str
    url: Address


@dataclass(frozen=True, slots=True)
class CircuitLink:
    """A circuit, named. `country` as the source has it."""

    id: Slug
    name: str
    country: str
    url: Address


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category of people or a class of cars."""

    id: Slug
    name: str
    letter: Annotated[str, Says("Its sign in tables.", "G")]


@dataclass(frozen=True, slots=True)
class SeasonLink:
    """A season of a championship."""

    championship: Slug
    name: Annotated[str, Says("Name of the championship.")]
    season: Annotated[str, Says("Label of the season.", "2025")]
    demo: Demo
    url: Address


@dataclass(frozen=True, slots=True)
class EventLink:
    """An event, named, with its dates."""

    year: int
    id: Slug
    name: str
    starts_on: date | None
    ends_on: date | None
    url: Address


@dataclass(frozen=True, slots=True)
class CountedSession:
    """A session as a season counts it: `key` is its name in the rule book."""

    round: int
    key: Annotated[str, Says("Key in the rule book.", "race1")]
    id: Slug
    name: str
    kind: SessionKind
    event: EventLink
    on_date: date | None
    cancelled: Annotated[bool, Says("It was not run and will not be, or was abandoned.")]
    state: State
    issued_at: datetime | None
    protest_until: datetime | None
    per_source: Annotated[bool, Says("Official because its source is: imported, not entered on this site.")]
    complete: Annotated[bool, Says("False: the source does not name the whole field.")]
    url: Address


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a figure was read. `deduced`: worked out from published facts, by the reasoning given."""

    title: str
    url: str
    published_on: date | None
    deduced: bool
    reasoning: str


def link_driver(driver: DriverRef, to: Addresses) -> DriverLink:
    return DriverLink(driver.slug, driver.name, driver.demo, to.api("driver", driver=driver.slug))


def link_team(team: TeamRef | None, to: Addresses) -> TeamLink | None:
    return None if team is None else TeamLink(team.slug, team.name, to.api("team", team=team.slug))


def link_circuit(circuit: CircuitRef | None, to: Addresses) -> CircuitLink | None:
    if circuit is None:
        return None
    return CircuitLink(circuit.slug, circuit.name, circuit.country, to.api("circuit", circuit=circuit.slug))


def name_category(category: CategoryRef) -> CategoryName:
    return CategoryName(category.slug, category.name, category.letter)


def link_season(season: SeasonRef, to: Addresses) -> SeasonLink:
    where = to.api("season", championship=season.championship, season=season.label)
    return SeasonLink(season.championship, season.name, season.label, season.demo, where)


def link_event(event: EventRef, to: Addresses) -> EventLink:
    where = to.api("event", year=event.year, event=event.slug)
    return EventLink(event.year, event.slug, event.name, event.starts_on, event.ends_on, where)


def tell_session(session: SessionView, to: Addresses) -> CountedSession:
    event = link_event(session.event, to)
    return CountedSession(
        round=session.round,
        key=session.key,
        id=session.slug,
        name=session.name,
        kind=SessionKind(session.kind),
        event=event,
        on_date=session.on_date,
        cancelled=session.cancelled,
        state=BulletinState(session.state) if session.state else None,
        issued_at=session.issued_at,
        protest_until=session.protest_until,
        per_source=session.per_source,
        complete=session.complete,
        url=to.api("session", year=event.year, event=event.id, session=session.slug),
    )


def cite(source: SourceView | SourceRef) -> SourceNote:
    return SourceNote(source.title, source.url, source.published_on, source.deduced, source.reasoning)
