"""The points of some drivers after every session of some seasons, in the overall table: curves and duels."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q

from championships.models import Award, Standing
from championships.queries.classified import find_changed_later
from championships.queries.frames import SessionView
from championships.queries.refs import SeasonRef
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.scoring.vocabulary import CompetitorKind


@dataclass(frozen=True, slots=True)
class CurveStop:
    """The table after one session. None: not published, or not in the table. `leader`: the points of its first row."""

    session: SessionView
    ends_round: bool  # the last session of its round after which the table stands
    points: Mapping[str, Fraction | None]
    positions: Mapping[str, int | None]
    leader: Fraction | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A season as its overall table tells it. `awards`: points by round session and driver, where any are known."""

    season: SeasonRef
    year: int
    table: str
    title: str
    stops: tuple[CurveStop, ...]
    awards: Mapping[int, Mapping[str, Fraction]]

    @property
    def round_ends(self) -> tuple[CurveStop, ...]:
        return tuple(stop for stop in self.stops if stop.ends_round)


def choose_overall(view: SeasonView) -> TableView | None:
    """The first table of drivers that is for everybody."""
    return next((one for one in view.tables if one.competitor is CompetitorKind.DRIVER and not one.group), None)


def read_curves(views: Mapping[int, SeasonView], drivers: Collection[str], *, at: datetime) -> dict[int, Curve]:
    """By season: the curves of these drivers. Four queries, those of `load_tables` more for seasons changed later.

    Only rows of these drivers and of the first of each table are read, however large the field.
    """
    tables = {pk: table for pk, view in views.items() if (table := choose_overall(view)) is not None}
    later = find_changed_later([0, *tables], at)
    stored = {pk: table.key for pk, table in tables.items() if pk not in later}
    wanted = Q(pk__in=[])
    for season, key in stored.items():
        wanted |= Q(table__season=season, table__key=key)
    rows: dict[int, dict[int, dict[str, tuple[Fraction | None, int | None, int]]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    mine: Any = Standing.objects.filter(Q(competitor__in=drivers) | Q(rank=1), wanted, final=False)
    for season, stop, competitor, points, position, rank in mine.order_by().values_list(
        "table__season_id", "round_session_id", "competitor", "points", "position", "rank"
    ):
        rows[season][stop][competitor] = (points, position, rank)
    given: dict[int, dict[int, dict[str, Fraction]]] = defaultdict(lambda: defaultdict(dict))
    awards: Any = Award.objects.filter(wanted)
    for season, stop in awards.order_by().values_list("table__season_id", "round_session_id").distinct():
        given[season][stop] = dict.fromkeys(drivers, Fraction(0))
    for season, stop, competitor, points in (
        awards.filter(competitor__in=drivers, since="")
        .order_by()
        .values_list("table__season_id", "round_session_id", "competitor", "points")
    ):
        given[season][stop][competitor] = points
    if later:
        for pk, view in load_tables(later, at=at, history=True, awards=True).items():
            _read_computed(view, drivers, rows[pk], given[pk])
    return {pk: _build(views[pk], table, drivers, rows[pk], given[pk]) for pk, table in tables.items()}


def _read_computed(
    view: SeasonView,
    drivers: Collection[str],
    rows: dict[int, dict[str, tuple[Fraction | None, int | None, int]]],
    given: dict[int, dict[str, Fraction]],
) -> None:
    """The same rows from the season as it was in force at the instant."""
    table = choose_overall(view)
    if table is None:
        return
    keys = {(one.round, one.key): one.pk for one in view.sessions}
    for standing in table.standings:
        if standing.final:
            continue
        stop = keys[standing.round, standing.session]
        for rank, row in enumerate(standing.rows, start=1):
            if rank == 1 or row.competitor in drivers:
                rows[stop][row.competitor] = (row.points, row.position, rank)
    for award in table.awards:
        here = given[keys[award.round, award.session]]
        for driver in drivers:
            here.setdefault(driver, Fraction(0))
        if award.competitor in drivers and award.since is None:
            here[award.competitor] = award.points


def _build(
    view: SeasonView,
    table: TableView,
    drivers: Collection[str],
    rows: Mapping[int, Mapping[str, tuple[Fraction | None, int | None, int]]],
    given: Mapping[int, Mapping[str, Fraction]],
) -> Curve:
    held = [one for one in table.stops if one.pk in rows]
    last = {one.round: one.pk for one in held}
    stops = []
    for session in held:
        here = rows[session.pk]
        leader = next((points for points, position, rank in here.values() if rank == 1 and position == 1), None)
        stops.append(
            CurveStop(
                session=session,
                ends_round=last[session.round] == session.pk,
                points={driver: here[driver][0] if driver in here else None for driver in drivers},
                positions={driver: here[driver][1] if driver in here else None for driver in drivers},
                leader=leader,
            )
        )
    return Curve(
        season=view.season,
        year=view.year,
        table=table.key,
        title=table.title,
        stops=tuple(stops),
        awards={pk: dict(points) for pk, points in given.items()},
    )
