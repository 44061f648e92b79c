"""Teams as JSON."""

from dataclasses import dataclass
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.figures import CareerFigures, tell_career
from championships.public.api.people import DriverRace, tell_race
from championships.public.api.refs import (
    Demo,
    DriverLink,
    EventLink,
    NextPage,
    Page,
    SeasonLink,
    Slug,
    TeamLink,
    link_driver,
    link_event,
    link_season,
    link_team,
)
from championships.public.api.schema import Address, Points, Says
from championships.public.api.standings import Mark, Place
from championships.queries.listings import Listing, TeamRow
from championships.queries.people_values import TeamDriver, TeamPage, TeamSeason
from championships.queries.result_values import DriverResult


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
    next: NextPage


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
    cars: tuple[str, ...]
    standings_url: Address | None
    position: Place
    tied: bool
    mark: Mark
    points: Points | None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A meeting to come, and who is entered by the team."""

    event: EventLink
    drivers: tuple[DriverOfTeam, ...]


@dataclass(frozen=True, slots=True)
class CarRace:
    """A race of one car of the team, and who drove it."""

    drivers: tuple[DriverLink, ...]
    race: DriverRace


@dataclass(frozen=True, slots=True)
class Team:
    """A team and its seasons, newest first, and the results of one year."""

    id: Slug
    name: str
    country: str
    demo: Demo
    aliases: tuple[str, ...]
    seasons: tuple[SeasonOfTeam, ...]
    others: Annotated[tuple[DriverOfTeam, ...], Says("People of cars that no season counts.")]
    career: Annotated[CareerFigures, Says("Every car counts once, whoever shares it. Without streaks.")]
    years: Annotated[tuple[int, ...], Says("Those with a result, the newest first.")]
    year: Annotated[int | None, Says("The one of `races`; null: no result is published.")]
    races: tuple[CarRace, ...]
    upcoming: tuple[NextMeeting, ...]
    url: Address
    page: Page


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
        others=_tell_people(page.others, to),
        career=tell_career(page.career, to, in_a_row=False),
        years=page.years,
        year=page.year or None,
        races=tuple(_tell_car(one, to) for one in page.results),
        upcoming=tuple(NextMeeting(link_event(one.event, to), _tell_people(one.drivers, to)) for one in page.upcoming),
        url=to.api("team", team=page.team.slug),
        page=to.page("team", page.team.slug),
    )


def _tell_team_season(one: TeamSeason, to: Addresses) -> SeasonOfTeam:
    where = {"championship": one.season.championship, "season": one.season.label}
    return SeasonOfTeam(
        season=link_season(one.season, to),
        drivers=_tell_people(one.drivers, to),
        cars=one.cars,
        standings_url=to.api("standings", **where, table=one.table) if one.table else None,
        position=one.position,
        tied=one.tied,
        mark=one.mark,
        points=one.points,
    )


def _tell_people(drivers: tuple[TeamDriver, ...], to: Addresses) -> tuple[DriverOfTeam, ...]:
    return tuple(DriverOfTeam(link_driver(each.driver, to), each.numbers) for each in drivers)


def _tell_car(one: DriverResult, to: Addresses) -> CarRace:
    crew = (*((one.driver,) if one.driver else ()), *one.mates)
    return CarRace(tuple(link_driver(each, to) for each in crew), tell_race(one, to))
