"""The page of a team: its people and its places, season by season, as published at an instant."""

from collections.abc import Iterable
from datetime import datetime

from championships.models import Crew, Participation, Season, Team, TeamAlias
from championships.queries.people_values import TeamDriver, TeamPage, TeamSeason
from championships.queries.refs import DriverRef, TeamRef, refer_driver
from championships.queries.tables import SeasonView, find_row, load_tables
from championships.scoring.vocabulary import CompetitorKind


def load_team(slug: str, *, at: datetime) -> TeamPage | None:
    """The team's page; None where there is no such team."""
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        return None
    aliases = tuple(TeamAlias.objects.filter(team=team).order_by("search_name").values_list("text", flat=True))
    crews = list(
        Crew.objects.filter(entry__team=team)
        .select_related("driver", "entry__event")
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
    return TeamPage(
        team=TeamRef(slug=team.slug, name=team.name),
        country=team.country,
        demo=team.demo,
        aliases=aliases,
        seasons=tuple(
            _write_season(view, team.slug, [c for c in crews if view.season.pk in counted.get(c.entry_id, ())])
            for view in ordered
        ),
        others=_list_drivers(crew for crew in crews if crew.entry_id not in counted),
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
        table=table.key if table and row else "",
        position=row.position if row else None,
        tied=bool(row and row.tied),
        mark=row.mark if row else "",
        points=row.points if row else None,
    )
