"""How a table came about, race by race: points and places of each competitor after every race it counts.

Only what was published at the instant asked for; a race after which no table is known has no figures for anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from championships.queries.competitors import CompetitorView
from championships.queries.frames import DeclaredView, SessionView
from championships.queries.refs import CategoryRef, SeasonRef
from championships.queries.standing_lines import list_columns, sign_of
from championships.queries.standings import TableLink, find_season
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.scoring.tables import Row, Standing
from championships.scoring.vocabulary import BulletinState, CompetitorKind


@dataclass(frozen=True, slots=True)
class ProgressStop:
    """A race, or where only whole rounds are known the last of a round. `known`: a table stands after it."""

    session: SessionView
    known: bool

    @property
    def provisional(self) -> bool:
        return self.session.state == BulletinState.PROVISIONAL


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One competitor, in the order of the newest table. One value a stop; None: not known, or not in the table yet."""

    competitor: CompetitorView
    position: int | None
    tied: bool
    mark: str
    points: tuple[Fraction | None, ...]
    gaps: tuple[Fraction | None, ...]  # behind the leader of that stop
    places: tuple[int | None, ...]

    @property
    def total(self) -> Fraction | None:
        """The newest points that are known."""
        return next((one for one in reversed(self.points) if one is not None), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """A table over its season. `category`: whose it is; None: everybody's. `by_race`: a stop a race, not a round."""

    key: str
    title: str
    kind: CompetitorKind
    category: CategoryRef | None
    by_race: bool
    stops: tuple[ProgressStop, ...]
    lines: tuple[ProgressLine, ...]
    partial: bool
    missing: tuple[SessionView, ...]

    def line(self, competitor: str) -> ProgressLine | None:
        return next((one for one in self.lines if one.competitor.id == competitor), None)

    @property
    def has_points(self) -> bool:
        return any(one is not None for line in self.lines for one in line.points)

    @property
    def has_gaps(self) -> bool:
        return any(one is not None for line in self.lines for one in line.gaps)

    @property
    def last_of_rounds(self) -> tuple[int, ...]:
        """Which stops are the last of their round."""
        rounds = [stop.session.round for stop in self.stops]
        return tuple(
            index for index, number in enumerate(rounds) if index + 1 == len(rounds) or rounds[index + 1] != number
        )

    @property
    def has_hole(self) -> bool:
        return any(not stop.known for stop in self.stops)


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The page of a table's charts. `classes`: the tables of the classes, of a table that is for everybody."""

    season: SeasonRef
    zone: str
    stop: SessionView
    final: bool
    table: Progress
    classes: tuple[Progress, ...]
    declared: DeclaredView | None
    tables: tuple[TableLink, ...]


def load_progress(championship: str, label: str, table: str, *, at: datetime) -> ProgressPage | None:
    """That table race by race as published at `at`; None: unknown, or nothing of it is published.

    The queries of `load_tables`, and one.
    """
    pk = find_season(championship, label)
    season = load_tables([pk], at=at, history=True, awards=False).get(pk) if pk is not None else None
    view = season.table(table) if season else None
    if season is None or view is None or view.shown is None or season.stop is None:
        return None
    shown = [one for one in season.tables if one.shown is not None]
    return ProgressPage(
        season=season.season,
        zone=season.zone,
        stop=season.stop,
        final=view.shown.final,
        table=trace(season, view),
        classes=()
        if view.group
        else tuple(trace(season, one) for one in shown if one.group and one.competitor is view.competitor),
        declared=view.source_of(view.shown, season.stop.order),
        tables=tuple(TableLink(one.key, one.title, one.key == view.key) for one in shown),
    )


def trace(season: SeasonView, view: TableView) -> Progress:
    """The table race by race. The season must have been loaded with `history=True`; no query."""
    shown, stop = view.shown, season.stop
    if shown is None or stop is None:
        raise ValueError(f"{view.key}: nothing of this table is published")
    standings = {(one.round, one.session): one for one in view.standings if not one.final}
    standings[stop.round, stop.key] = shown
    # A declared table goes on standing after sessions it does not hold: of those it tells nothing.
    standings = {key: one for key, one in standings.items() if not one.missing and one.rows}
    stops, by_race = _choose_stops(season, view, standings)
    held = [standings.get((one.session.round, one.session.key)) for one in stops]
    rows: list[Mapping[str, Row]] = [{row.competitor: row for row in one.rows} if one else {} for one in held]
    leads = [_find_lead(one) for one in held]
    missing = tuple(one for pair in shown.missing if (one := season.session(*pair)) is not None)
    return Progress(
        key=view.key,
        title=view.title,
        kind=view.competitor,
        category=sign_of(season, view) if view.group else None,
        by_race=by_race,
        stops=stops,
        lines=tuple(_trace_line(season.competitors[row.competitor], row, rows, leads) for row in shown.rows),
        partial=shown.partial,
        missing=missing,
    )


def _choose_stops(
    season: SeasonView, view: TableView, standings: Mapping[tuple[int, str], Standing]
) -> tuple[tuple[ProgressStop, ...], bool]:
    """A stop a race that was run; a stop a round where no round shows more than one of its tables."""
    stop = season.stop
    run = [one.session for one in list_columns(season, view, stop) if one.run] if stop else []
    stands = [one for one in season.sessions if (one.round, one.key) in standings]
    by_round: dict[int, list[SessionView]] = {}
    for one in stands:
        by_round.setdefault(one.round, []).append(one)
    scoring = {(one.round, one.key) for one in run}
    if any(sum((one.round, one.key) in scoring for one in held) > 1 for held in by_round.values()):
        # A table that stands after a session that does not score (a decision, a practice) is no race of its own,
        # except the newest, which tells where things stand now.
        chosen = [one for one in season.sessions if one in run or (one == stop and one in stands)]
        return tuple(ProgressStop(one, (one.round, one.key) in standings) for one in chosen), True
    last: dict[int, SessionView] = {one.round: one for one in run}
    last |= {number: held[-1] for number, held in by_round.items()}
    return tuple(ProgressStop(one, (one.round, one.key) in standings) for _round, one in sorted(last.items())), False


def _find_lead(standing: Standing | None) -> Fraction | None:
    first = standing.rows[0] if standing and standing.rows else None
    return first.points if first is not None and first.position == 1 else None


def _trace_line(
    competitor: CompetitorView, newest: Row, rows: list[Mapping[str, Row]], leads: list[Fraction | None]
) -> ProgressLine:
    own = [held.get(competitor.id) for held in rows]
    points = tuple(row.points if row else None for row in own)
    return ProgressLine(
        competitor=competitor,
        position=newest.position,
        tied=newest.tied,
        mark=newest.mark,
        points=points,
        gaps=tuple(
            None if lead is None or row is None or row.points is None or row.mark else lead - row.points
            for row, lead in zip(own, leads, strict=True)
        ),
        places=tuple(row.position if row else None for row in own),
    )
