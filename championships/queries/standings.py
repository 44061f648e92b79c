"""The page of one table: every row finished, and what is shared, provisional, unknown or missing said."""

from dataclasses import dataclass, replace
from datetime import datetime

from championships.adapters.seasons import load_seasons
from championships.models import Season, StatedFact
from championships.queries.accounts import Conservation, check_points
from championships.queries.decision_values import TableNote
from championships.queries.decisions import list_table_notes
from championships.queries.frames import DeclaredView, SessionView, SourceView
from championships.queries.refs import SeasonRef
from championships.queries.standing_lines import Column, Line, build_lines, choose_columns, list_columns
from championships.queries.stated_wins import read_season_figures, state_wins
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.queries.title_lines import TitleLine, find_title_line
from championships.scoring.tables import Standing
from championships.scoring.vocabulary import BulletinState, CompetitorKind


@dataclass(frozen=True, slots=True)
class TableLink:
    key: str
    title: str
    current: bool


@dataclass(frozen=True, slots=True)
class StopLink:
    """A table that exists: after a round, or after one of its sessions (`session` not empty)."""

    round: int
    session: SessionView
    current: bool


@dataclass(frozen=True, slots=True)
class StandingsPage:
    season: SeasonRef
    zone: str
    key: str
    title: str
    kind: CompetitorKind
    stop: SessionView
    final: bool
    final_only: bool
    whole_round: bool  # the address asked for a round, or for the newest table, not for one session
    newest: bool
    lines: tuple[Line, ...]
    wins_sources: tuple[SourceView, ...]  # of wins that are stated, not the table's own
    columns: tuple[Column, ...]
    races_run: int
    races_planned: int
    declared: DeclaredView | None
    partial: bool
    missing: tuple[SessionView, ...]
    hypothesis: bool
    provisional: tuple[SessionView, ...]
    per_source: bool
    tables: tuple[TableLink, ...]
    rounds: tuple[StopLink, ...]
    sessions: tuple[StopLink, ...]
    notes: tuple[TableNote, ...]  # decisions of the season that touch this table
    check: Conservation | None = None  # asked for apart, and then None where nothing can be checked
    title_line: TitleLine | None = None  # the same

    @property
    def has_dropped(self) -> bool:
        return any(cell.dropped for line in self.lines for cell in line.cells) or any(
            line.dropped for line in self.lines
        )

    @property
    def has_gross(self) -> bool:
        """Whether gross and net differ somewhere, by results dropped or points deducted."""
        return any(line.gross is not None and line.gross != line.points for line in self.lines)

    @property
    def has_podiums(self) -> bool:
        return any(line.podiums is not None for line in self.lines)

    @property
    def has_classes(self) -> bool:
        return any(line.classes for line in self.lines)

    @property
    def has_overall(self) -> bool:
        return any(line.overall for line in self.lines)

    @property
    def has_movement(self) -> bool:
        return any(line.movement for line in self.lines)


def find_season(championship: str, label: str) -> int | None:
    """The key of that season."""
    return Season.objects.filter(championship__slug=championship, label=label).values_list("pk", flat=True).first()


def find_season_zone(championship: str, label: str) -> str | None:
    """The time zone in which the days of that season are counted; None: no such season."""
    held = Season.objects.filter(championship__slug=championship, label=label)
    return held.values_list("time_zone", flat=True).first()


def load_standings(
    championship: str,
    label: str,
    table: str,
    *,
    at: datetime,
    after: tuple[int, str] | None = None,
    explained: bool = False,
) -> StandingsPage | None:
    """That table as published at `at`, in a fixed number of queries. None: unknown, unpublished or still to come.

    `after`: after that round (session ""), or after that session of it. `explained`: with the check of its points and
    its title line, for which the facts of the season are read as well.
    """
    pk = find_season(championship, label)
    if pk is None:
        return None
    season = load_tables([pk], at=at, after=after, awards=table).get(pk)
    view = season.table(table) if season else None
    if season is None or view is None or view.shown is None or season.stop is None:
        return None
    names = {slug: category.name for slug, category in season.categories.items()}
    notes = list_table_notes(pk, table, at=at, categories=names)
    page = _build_page(season, view, view.shown, season.stop, after, read_season_figures(pk, at=at), notes)
    if not explained:
        return page
    loaded = load_seasons([pk], at=at)[pk]
    orders = {(one.round, one.key): one.order for one in season.sessions}
    return replace(
        page,
        check=check_points(view, view.shown, loaded.facts, season.stop, orders),
        title_line=find_title_line(season, view, season.stop, loaded),
    )


def _build_page(
    season: SeasonView,
    view: TableView,
    shown: Standing,
    stop: SessionView,
    after: tuple[int, str] | None,
    figures: list[StatedFact],
    notes: tuple[TableNote, ...],
) -> StandingsPage:
    columns = list_columns(season, view, stop)
    run = [one.session for one in columns if one.session.state and not one.after_stop]
    declared = view.source_of(shown, stop.order)
    in_sight = choose_columns(columns, view, shown)
    missing = tuple(one for pair in shown.missing if (one := season.session(*pair)) is not None)
    lines, wins_sources = state_wins(build_lines(season, view, shown, in_sight), figures, season, view)
    return StandingsPage(
        season=season.season,
        zone=season.zone,
        key=view.key,
        title=view.title,
        kind=view.competitor,
        stop=stop,
        final=shown.final,
        final_only=view.rule.final_only,
        whole_round=after is None or not after[1],
        newest=stop == season.stops[-1],
        lines=lines,
        wins_sources=wins_sources,
        columns=in_sight,
        races_run=len([one for one in columns if one.run]),
        races_planned=len([one for one in columns if one.session.state or not one.session.cancelled]),
        declared=declared,
        partial=shown.partial,
        missing=missing,
        hypothesis=season.hypothesis,
        provisional=tuple(one for one in run if one.state == BulletinState.PROVISIONAL),
        per_source=bool(run) and bool(in_sight) and all(one.per_source for one in run),
        tables=tuple(
            TableLink(one.key, one.title, one.key == view.key) for one in season.tables if one.shown is not None
        ),
        rounds=_link_rounds(view, stop, after),
        sessions=_link_sessions(view, stop, after),
        notes=notes,
    )


def _link_rounds(view: TableView, stop: SessionView, after: tuple[int, str] | None) -> tuple[StopLink, ...]:
    last: dict[int, SessionView] = {one.round: one for one in view.stops}
    whole = after is None or not after[1]
    return tuple(StopLink(number, one, whole and number == stop.round) for number, one in sorted(last.items()))


def _link_sessions(view: TableView, stop: SessionView, after: tuple[int, str] | None) -> tuple[StopLink, ...]:
    inside = [one for one in view.stops if one.round == stop.round]
    if len(inside) < 2:
        return ()
    named = after[1] if after else ""
    return tuple(StopLink(one.round, one, one.key == named) for one in inside)
