"""Drivers, teams and circuits as JSON. Birth dates, ages, licence numbers and family ties are in none of them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import (
    CategoryName,
    CircuitLink,
    Demo,
    DriverLink,
    EventLink,
    Page,
    SeasonLink,
    Slug,
    SourceNote,
    TeamLink,
    cite,
    link_circuit,
    link_driver,
    link_event,
    link_season,
    link_team,
    name_category,
)
from championships.public.api.schema import Address, Points, Says
from championships.public.api.standings import Mark, Place
from championships.queries.circuits import CircuitPage
from championships.queries.listings import CircuitRow, Listing, PersonRow, TeamRow
from championships.queries.people_values import DriverPage, DriverSeason, TeamPage, TeamSeason
from championships.queries.refs import CircuitRef, TeamRef
from championships.queries.result_values import DriverResult
from championships.queries.vocabulary import BulletinState, EventState, FinishStatus


@dataclass(frozen=True, slots=True)
class DriverSummary:
    """A driver in a list. `country` as the source has it; empty: not known."""

    driver: DriverLink
    country: str


@dataclass(frozen=True, slots=True)
class DriverList:
    """A page of drivers, by family name."""

    items: tuple[DriverSummary, ...]
    next: Annotated[Address | None, Says("The next page; null on the last one.")]


@dataclass(frozen=True, slots=True)
class ClassPlace:
    """A place in a class."""

    category: CategoryName
    position: Place
    tied: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class SeasonOfDriver:
    """How a driver stands in a season, overall and in class. What is null is not published."""

    season: SeasonLink
    numbers: tuple[str, ...]
    teams: tuple[TeamLink, ...]
    categories: tuple[CategoryName, ...]
    standings_url: Address | None
    position: Place
    tied: bool
    mark: Mark
    points: Points | None
    gap: Points | None
    wins: int | None
    classes: tuple[ClassPlace, ...]
    finished: Annotated[bool, Says("The season is over.")]


@dataclass(frozen=True, slots=True)
class PlaceInSeason:
    """A place in one championship, and in its classes."""

    season: SeasonLink
    place: int | None
    classes: tuple[ClassPlace, ...]


@dataclass(frozen=True, slots=True)
class DriverRace:
    """A race with a published result. `place` is that in the whole field."""

    event: EventLink
    session: Slug
    name: str
    on_date: date | None
    number: str
    place: int | None
    status: FinishStatus
    state: BulletinState
    complete: bool
    pole: bool
    fastest_lap: bool
    places: tuple[PlaceInSeason, ...]
    classification_url: Address


@dataclass(frozen=True, slots=True)
class NextEntry:
    """A meeting to come in which the driver is entered."""

    event: EventLink
    number: str
    team: TeamLink | None


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver: seasons newest first, every race with a published result, what comes next."""

    id: Slug
    name: str
    country: str
    demo: Demo
    aliases: Annotated[tuple[str, ...], Says("Other spellings.")]
    number: Annotated[str, Says("Of the next meeting, else of the newest one.")]
    team: TeamLink | None
    seasons: tuple[SeasonOfDriver, ...]
    races: Annotated[tuple[DriverRace, ...], Says("The newest year first, each year in the order it was run.")]
    upcoming: tuple[NextEntry, ...]
    sources: tuple[SourceNote, ...]
    url: Address
    page: Page


@dataclass(frozen=True, slots=True)
class TeamSummary:
    """A team in a list."""

    team: TeamLink
    country: str
    demo: Demo


@dataclass(frozen=True, slots=True)
class TeamList:
    """A page of teams, by name."""

    items: tuple[TeamSummary, ...]
    next: Annotated[Address | None, Says("The next page; null on the last one.")]


@dataclass(frozen=True, slots=True)
class DriverOfTeam:
    """Somebody who drove a car of the team, with its numbers."""

    driver: DriverLink
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeasonOfTeam:
    """A team in a season: its people, and its place where the season has a table of teams."""

    season: SeasonLink
    drivers: tuple[DriverOfTeam, ...]
    standings_url: Address | None
    position: Place
    tied: bool
    mark: Mark
    points: Points | None


@dataclass(frozen=True, slots=True)
class Team:
    """A team and its seasons, newest first."""

    id: Slug
    name: str
    country: str
    demo: Demo
    aliases: tuple[str, ...]
    seasons: tuple[SeasonOfTeam, ...]
    url: Address
    page: Page


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
    next: Annotated[Address | None, Says("The next page; null on the last one.")]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of a circuit: the length belongs to it."""

    name: str
    length_m: Annotated[int, Says("In metres.", 5344)]


@dataclass(frozen=True, slots=True)
class EventAtCircuit:
    """An event held there, or planned."""

    event: EventLink
    state: EventState


@dataclass(frozen=True, slots=True)
class Circuit:
    """A circuit, its layouts and its events, newest first."""

    id: Slug
    name: str
    country: str
    character: str
    demo: Demo
    layouts: tuple[Layout, ...]
    events: tuple[EventAtCircuit, ...]
    sources: tuple[SourceNote, ...]
    url: Address
    page: Page


def tell_drivers(listing: Listing[PersonRow], to: Addresses, following: str | None) -> DriverList:
    return DriverList(tuple(DriverSummary(link_driver(row.driver, to), row.country) for row in listing.rows), following)


def tell_driver(page: DriverPage, to: Addresses) -> Driver:
    return Driver(
        id=page.driver.slug,
        name=page.driver.name,
        country=page.country,
        demo=page.driver.demo,
        aliases=page.aliases,
        number=page.number,
        team=link_team(page.team, to),
        seasons=tuple(_tell_season(one, to) for one in page.seasons),
        races=tuple(_tell_race(one, to) for year in page.years for one in year.results),
        upcoming=tuple(
            NextEntry(link_event(one.event, to), one.number, link_team(one.team, to)) for one in page.upcoming
        ),
        sources=tuple(cite(one) for one in page.sources),
        url=to.api("driver", driver=page.driver.slug),
        page=to.page("driver", page.driver.slug),
    )


def _tell_season(one: DriverSeason, to: Addresses) -> SeasonOfDriver:
    where = {"championship": one.season.championship, "season": one.season.label}
    return SeasonOfDriver(
        season=link_season(one.season, to),
        numbers=one.numbers,
        teams=_link_teams(one.teams, to),
        categories=tuple(name_category(category) for category in one.categories),
        standings_url=to.api("standings", **where, table=one.table) if one.table else None,
        position=one.position,
        tied=one.tied,
        mark=one.mark,
        points=one.points,
        gap=one.gap,
        wins=one.wins,
        classes=tuple(
            ClassPlace(name_category(place.category), place.position, place.tied, place.mark) for place in one.classes
        ),
        finished=one.finished,
    )


def _link_teams(teams: tuple[TeamRef, ...], to: Addresses) -> tuple[TeamLink, ...]:
    return tuple(link for team in teams if (link := link_team(team, to)) is not None)


def _tell_race(one: DriverResult, to: Addresses) -> DriverRace:
    event = one.event
    return DriverRace(
        event=link_event(event, to),
        session=one.session_slug,
        name=one.session,
        on_date=one.on_date,
        number=one.number,
        place=one.place,
        status=FinishStatus(one.status),
        state=BulletinState(one.state),
        complete=one.complete,
        pole=one.pole,
        fastest_lap=one.fastest_lap,
        places=tuple(
            PlaceInSeason(
                link_season(each.season, to),
                each.place,
                tuple(ClassPlace(name_category(category), place, False, "") for category, place in each.classes),
            )
            for each in one.places
        ),
        classification_url=to.api("classification", year=event.year, event=event.slug, session=one.session_slug),
    )


def tell_teams(listing: Listing[TeamRow], to: Addresses, following: str | None) -> TeamList:
    rows = ((row, link_team(row.team, to)) for row in listing.rows)
    return TeamList(tuple(TeamSummary(link, row.country, row.demo) for row, link in rows if link), following)


def tell_team(page: TeamPage, to: Addresses) -> Team:
    return Team(
        id=page.team.slug,
        name=page.team.name,
        country=page.country,
        demo=page.demo,
        aliases=page.aliases,
        seasons=tuple(_tell_team_season(one, to) for one in page.seasons),
        url=to.api("team", team=page.team.slug),
        page=to.page("team", page.team.slug),
    )


def _tell_team_season(one: TeamSeason, to: Addresses) -> SeasonOfTeam:
    where = {"championship": one.season.championship, "season": one.season.label}
    return SeasonOfTeam(
        season=link_season(one.season, to),
        drivers=tuple(DriverOfTeam(link_driver(each.driver, to), each.numbers) for each in one.drivers),
        standings_url=to.api("standings", **where, table=one.table) if one.table else None,
        position=one.position,
        tied=one.tied,
        mark=one.mark,
        points=one.points,
    )


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
        events=tuple(EventAtCircuit(link_event(one.event, to), EventState(one.state)) for one in page.events),
        sources=tuple(cite(one) for one in page.sources),
        url=to.api("circuit", circuit=here.slug),
        page=to.page("circuit", here.slug),
    )
