"""Drivers as JSON. Birth dates, ages, licence numbers and family ties are not in it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.figures import CareerFigures, tell_career
from championships.public.api.refs import (
    CategoryName,
    Demo,
    DriverLink,
    EventLink,
    NextPage,
    Page,
    SeasonLink,
    Slug,
    SourceNote,
    TeamLink,
    cite,
    link_driver,
    link_event,
    link_season,
    link_team,
    name_category,
)
from championships.public.api.schema import Address, Points, Says
from championships.public.api.standings import Mark, Place
from championships.queries.listings import Listing, PersonRow
from championships.queries.people_values import DriverPage, DriverSeason
from championships.queries.refs import TeamRef
from championships.queries.result_values import DriverResult
from championships.queries.vocabulary import BulletinState, FinishStatus


@dataclass(frozen=True, slots=True)
class DriverSummary:
    """A driver in a list. `country` as the source has it; empty: not known."""

    driver: DriverLink
    country: str


@dataclass(frozen=True, slots=True)
class DriverList:
    """A page of drivers, by family name."""

    items: tuple[DriverSummary, ...]
    next: NextPage


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
class SharedCar:
    """Somebody who shared a car, and at which meetings."""

    driver: DriverLink
    events: tuple[EventLink, ...]


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
    career: CareerFigures
    shared_with: Annotated[tuple[SharedCar, ...], Says("Who drove the same car, the newest meeting first.")]
    upcoming: tuple[NextEntry, ...]
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
        races=tuple(tell_race(one, to) for year in page.years for one in year.results),
        career=tell_career(page.career, to),
        shared_with=tuple(
            SharedCar(link_driver(one.driver, to), tuple(link_event(event, to) for event in one.events))
            for one in page.mates
        ),
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
        teams=link_teams(one.teams, to),
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


def link_teams(teams: tuple[TeamRef, ...], to: Addresses) -> tuple[TeamLink, ...]:
    return tuple(link for team in teams if (link := link_team(team, to)) is not None)


def tell_race(one: DriverResult, to: Addresses) -> DriverRace:
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
