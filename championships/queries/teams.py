"""The page of a team: its people, cars, results, figures and places, season by season, as published at an instant."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from championships.models import Crew, Event, Participation, Preview, Season, Team, TeamAlias
from championships.queries.driver_results import read_team_results
from championships.queries.figures import count_career
from championships.queries.people_values import TeamDriver, TeamEvent, TeamPage, TeamSeason
from championships.queries.refs import DriverRef, TeamRef, find_zone, refer_driver, refer_event
from championships.queries.tables import SeasonView, find_row, load_tables
from championships.scoring.vocabulary import CompetitorKind, SessionKind


def load_team(slug: str, *, at: datetime, year: int | None = None) -> TeamPage | None:
    """The team's page; None where there is no such team, or no result of it in that year.

    `year`: whose results are listed (None: the newest with any). Figures are those of every year.
    """
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        return None
    aliases = tuple(TeamAlias.objects.filter(team=team).order_by("search_name").values_list("text", flat=True))
    crews = list(
        Crew.objects.filter(entry__team=team)
        .select_related("driver", "entry__event__circuit")
        .order_by("entry__event__year", "entry__event__starts_on", "entry__order", "order", "pk")
    )
    counted: dict[int, set[int]] = {}
    for entry, season in (
        Participation.objects.filter(entry__team=team).order_by("pk").values_list("entry_id", "round__season_id")
    ):
        counted.setdefault(entry, set()).add(season)
    raced = Participation.objects.filter(entry__team=team).values("round__season")
    seasons = list(Season.objects.filter(pk__in=raced).values_list("pk", flat=True))
    views = load_tables(seasons, at=at, awards=False).values()
    ordered = sorted(views, key=lambda view: (-view.year, view.season.order, view.season.championship))
    results = read_team_results(team.pk, at=at, kinds=(SessionKind.RACE, SessionKind.QUALIFYING))
    races = [row for row in results if row.kind == SessionKind.RACE]
    years = sorted({row.event.year for row in races}, reverse=True)
    if year is not None and year not in years:
        return None
    shown = year or next(iter(years), 0)
    return TeamPage(
        team=TeamRef(slug=team.slug, name=team.name),
        country=team.country,
        demo=team.demo,
        aliases=aliases,
        upcoming=_list_upcoming(crews, at),
        seasons=tuple(
            _write_season(view, team.slug, [c for c in crews if view.season.pk in counted.get(c.entry_id, ())])
            for view in ordered
        ),
        others=_list_drivers(crew for crew in crews if crew.entry_id not in counted),
        career=count_career(results),
        years=tuple(years),
        year=shown,
        results=tuple(row for row in races if row.event.year == shown),
    )


def _list_upcoming(crews: Sequence[Crew], at: datetime) -> tuple[TeamEvent, ...]:
    """The meetings that are not over at their venue, soonest first, with the cars entered. One query."""
    coming: dict[int, tuple[Event, list[Crew]]] = {}
    for crew in crews:
        event = crew.entry.event
        today = at.astimezone(ZoneInfo(find_zone(event))).date()
        if event.ends_on and event.ends_on >= today and event.state != event.State.CANCELLED:
            coming.setdefault(event.pk, (event, []))[1].append(crew)
    out = Preview.objects.filter(event__in=[0, *coming], published_at__lte=at)
    previewed = set(out.values_list("event_id", flat=True))
    ordered = sorted(coming.values(), key=lambda held: (held[0].starts_on or date.max, held[0].slug))
    return tuple(
        TeamEvent(event=refer_event(event), drivers=_list_drivers(held), preview=event.pk in previewed)
        for event, held in ordered
    )


def _list_drivers(crews: Iterable[Crew]) -> tuple[TeamDriver, ...]:
    numbers: dict[DriverRef, dict[str, None]] = {}
    for crew in crews:
        numbers.setdefault(refer_driver(crew.driver), {}).setdefault(crew.entry.number)
    return tuple(
        TeamDriver(driver=driver, numbers=tuple(number for number in worn if number))
        for driver, worn in numbers.items()
    )


def _write_season(view: SeasonView, slug: str, crews: list[Crew]) -> TeamSeason:
    table = next((table for table in view.tables if table.competitor is CompetitorKind.TEAM and not table.group), None)
    row = find_row(table.shown, slug) if table else None
    return TeamSeason(
        season=view.season,
        year=view.year,
        drivers=_list_drivers(crews),
        cars=tuple(dict.fromkeys(crew.entry.car for crew in crews if crew.entry.car)),
        table=table.key if table and row else "",
        title=table.title if table and row else "",
        position=row.position if row else None,
        tied=bool(row and row.tied),
        mark=row.mark if row else "",
        points=row.points if row else None,
        after=view.stop.event.name if view.stop else "",
        finished=view.finished,
    )
