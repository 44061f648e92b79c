"""Why a competitor stands where it stands: every race with the parts of its points, what was dropped and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from championships.adapters.seasons import load_seasons
from championships.adapters.values import LoadedSeason
from championships.queries.competitors import CompetitorView
from championships.queries.frames import DeclaredView, SessionView
from championships.queries.refs import SeasonRef
from championships.queries.row_decisions import RowDecision, read_documents, read_row_decisions
from championships.queries.standing_lines import Cell, Line, build_lines, choose_columns, list_columns
from championships.queries.standings import find_season
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.scoring.facts import RoundOrFinal
from championships.scoring.parts import Award
from championships.scoring.parts import Part as Part  # what the sentences of the page are about
from championships.scoring.rules import TableRule
from championships.scoring.tables import Standing
from championships.scoring.vocabulary import BulletinState


@dataclass(frozen=True, slots=True)
class RaceReason:
    """What one race brought. `cell` says it short; `parts` say why. `after_stop`: not run yet."""

    session: SessionView
    cell: Cell
    parts: tuple[Part, ...]
    places: tuple[int, ...]
    after_stop: bool
    decisions: tuple[RowDecision, ...] = ()

    @property
    def provisional(self) -> bool:
        return self.session.state == BulletinState.PROVISIONAL and not self.after_stop


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on the total: points taken (negative: given), or a place struck with a mark."""

    points: Fraction
    mark: str
    document: str
    reason: str
    number: int = 0  # of its page among the decisions of the season; 0: it has none


@dataclass(frozen=True, slots=True)
class Brought:
    """Points brought forward, with their source."""

    points: Fraction
    wins: int
    source: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who stands just before or just after, and how far away. `gap` None: not known."""

    competitor: CompetitorView
    position: int | None
    gap: Fraction | None


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    season: SeasonRef
    zone: str
    key: str
    title: str
    stop: SessionView
    final: bool
    line: Line
    races: tuple[RaceReason, ...]
    brought: tuple[Brought, ...]
    rulings: tuple[Ruling, ...]
    ahead: Neighbour | None
    behind: Neighbour | None
    declared: DeclaredView | None
    names: dict[str, str]  # of everybody in the table, for the sentences about ties
    level: tuple[Line, ...]  # this row and the next, where they are level on points with the row before them
    rule: TableRule
    whole_round: bool
    newest: bool

    @property
    def scored(self) -> Fraction:
        """The points of the races shown, before anything is dropped or deducted."""
        return sum((race.cell.points or Fraction(0) for race in self.races), Fraction(0))

    @property
    def carried(self) -> Fraction:
        return sum((one.points for one in self.brought), Fraction(0))

    @property
    def adds_up(self) -> bool:
        """Whether races and points brought, less drops and deductions, make the total of the table."""
        if self.declared is not None or self.line.points is None:
            return False
        total = self.scored + self.carried - self.line.dropped - self.line.deducted
        return total == self.line.points


def load_reasons(
    championship: str, label: str, table: str, competitor: str, *, at: datetime, after: tuple[int, str] | None = None
) -> ReasonsPage | None:
    """The reasons of one row of a table as published at `at`. None: unknown, unpublished, or not in the table."""
    pk = find_season(championship, label)
    if pk is None:
        return None
    season = load_tables([pk], at=at, after=after, awards=table).get(pk)
    view = season.table(table) if season else None
    if season is None or view is None or view.shown is None or season.stop is None:
        return None
    if not any(row.competitor == competitor for row in view.shown.rows):
        return None
    loaded = load_seasons([pk], at=at)[pk]
    run = [one.session_pk for one in season.sessions if one.order <= season.stop.order]
    decisions = read_row_decisions(pk, view.competitor, competitor, run, at=at)
    documents = read_documents(pk, table, at=at)
    page = _build_page(season, view, view.shown, season.stop, competitor, loaded, decisions, after)
    return replace(page, rulings=tuple(replace(one, number=documents.get(one.document, 0)) for one in page.rulings))


def _build_page(
    season: SeasonView,
    view: TableView,
    shown: Standing,
    stop: SessionView,
    competitor: str,
    loaded: LoadedSeason,
    decisions: Mapping[int, tuple[RowDecision, ...]],
    after: tuple[int, str] | None,
) -> ReasonsPage:
    columns = choose_columns(list_columns(season, view, stop), view, shown)
    lines = build_lines(season, view, shown, columns)
    number = next(n for n, line in enumerate(lines) if line.competitor.id == competitor)
    line = lines[number]
    awards = {(one.round, one.session): one for one in _own_awards(view, competitor)}
    races = []
    for column, cell in zip(columns, line.cells, strict=True):
        award = None if column.after_stop else awards.get((column.session.round, column.session.key))
        parts, places = (award.parts, award.places) if award else ((), ())
        held = () if column.after_stop else decisions.get(column.session.session_pk, ())
        races.append(RaceReason(column.session, cell, parts, places, column.after_stop, held))
    declared = view.source_of(shown, stop.order)
    return ReasonsPage(
        season=season.season,
        zone=season.zone,
        key=view.key,
        title=view.title,
        stop=stop,
        final=shown.final,
        line=line,
        races=tuple(races),
        brought=() if declared else tuple(_list_brought(loaded, view.key, competitor, stop)),
        rulings=() if declared else tuple(_list_rulings(loaded, view.key, competitor, stop, final=shown.final)),
        ahead=_find_neighbour(lines, number, -1),
        behind=_find_neighbour(lines, number, 1),
        declared=declared,
        names={one.competitor.id: one.competitor.name for one in lines},
        level=tuple(
            one
            for one in lines[number : number + 2]
            if one.split is not None and competitor in (one.competitor.id, one.split.other)
        ),
        rule=view.rule,
        whole_round=after is None or not after[1],
        newest=stop == season.stops[-1],
    )


def _own_awards(view: TableView, competitor: str) -> Sequence[Award]:
    """The awards of one competitor; one brought from an old class first, so that the race's own replaces it."""
    own = [one for one in view.awards if one.competitor == competitor]
    return sorted(own, key=lambda one: one.since is None)


def _list_brought(loaded: LoadedSeason, table: str, competitor: str, stop: SessionView) -> Sequence[Brought]:
    return [
        Brought(one.points, one.wins, one.source)
        for one in loaded.facts.opening_balances
        if one.table == table and one.competitor == competitor and one.after_round <= stop.round
    ]


def _list_rulings(
    loaded: LoadedSeason, table: str, competitor: str, stop: SessionView, *, final: bool
) -> Sequence[Ruling]:
    rulings = loaded.facts.rulings
    found = [
        Ruling(one.points, "", one.document, one.reason)
        for one in rulings.deductions
        if one.table == table and one.competitor == competitor and _acts(one.effective_after, stop, final=final)
    ]
    found += [
        Ruling(Fraction(0), one.mark, one.document, one.reason)
        for one in rulings.exclusions
        if one.table == table and one.competitor == competitor and _acts(one.effective_after, stop, final=final)
    ]
    return found


def _acts(after: RoundOrFinal, stop: SessionView, *, final: bool) -> bool:
    return final if isinstance(after, str) else after <= stop.round


def _find_neighbour(lines: Sequence[Line], number: int, step: int) -> Neighbour | None:
    other = number + step
    if not 0 <= other < len(lines):
        return None
    one, here = lines[other], lines[number]
    known = one.points is not None and here.points is not None and not one.mark and not here.mark
    gap = abs((one.points or Fraction(0)) - (here.points or Fraction(0))) if known else None
    return Neighbour(one.competitor, one.position, gap)
