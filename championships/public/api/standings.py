"""A standings table as JSON: the answer of the API, and the file the page of the table offers.

`tell_standings(page, to, revision)` gives the shape, `schema.encode` its bytes.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import (
    CategoryName,
    CountedSession,
    Page,
    SeasonLink,
    SourceNote,
    TeamLink,
    cite,
    link_season,
    link_team,
    name_category,
    tell_session,
)
from championships.public.api.schema import Address, Points, Says
from championships.queries.accounts import Conservation
from championships.queries.competitors import CompetitorView
from championships.queries.decision_values import TableNote
from championships.queries.revisions import RevisionRef
from championships.queries.standing_lines import Cell, Line, RankIn
from championships.queries.standings import StandingsPage
from championships.queries.vocabulary import CompetitorKind, FinishStatus, Split, TieStep

type Mark = Annotated[str, Says("Stands instead of a place, for a competitor struck out of the table.", "EX")]
type Place = Annotated[int | None, Says("Null: a mark stands instead, or the place is not published.")]


@dataclass(frozen=True, slots=True)
class Competitor:
    """Who is ranked: a driver, a team or a car. Number and team are those of the newest meeting."""

    kind: CompetitorKind
    id: Annotated[str, Says("Lasting identifier; of a car its number.")]
    name: str
    number: str
    team: TeamLink | None
    categories: tuple[CategoryName, ...]
    url: Address | None


@dataclass(frozen=True, slots=True)
class RankElsewhere:
    """A place in another table of the season: of a class, or overall. `table` null: there is none for the class."""

    table: Annotated[str | None, Says("Key of that table.")]
    title: str
    category: CategoryName | None
    position: Place
    tied: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class RaceResult:
    """What one race brought. All empty: nothing. `unknown`: the source does not say what it brought."""

    points: Points | None
    place: Annotated[int | None, Says("Place in this table's ranking of the race.")]
    statuses: Annotated[tuple[FinishStatus, ...], Says("Why not classified.")]
    fastest_lap: bool
    dropped: Annotated[bool, Says("Does not count: only the best results do.")]
    unknown: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """Why somebody level on points stands here: the step that parted the two, and its figures."""

    step: TieStep
    other: Annotated[str, Says("Identifier of the competitor above, or of the one it shares the place with.")]
    detail: Annotated[tuple[str, ...], Says("The figures of the step, those of `other` first.", ["place", "1", "5"])]
    reason: str


@dataclass(frozen=True, slots=True)
class StandingsRow:
    """One competitor. What is null is not published. `results` follow the order of `races` of the table."""

    position: Place
    tied: Annotated[bool, Says("The place is shared.")]
    mark: Mark
    competitor: Competitor
    points: Points | None
    gross: Annotated[Points | None, Says("Everything scored, before drops and deductions.")]
    dropped: Points
    deducted: Points
    gap: Annotated[Points | None, Says("Distance to the leader.")]
    ahead: Annotated[Points | None, Says("Distance to the row before; null: there is none, or it is not known.")]
    wins: int | None
    podiums: Annotated[int | None, Says("Null: races not known here gave points.")]
    wins_stated: Annotated[bool, Says("The wins are not the table's own figure but stated by `wins_sources`.")]
    movement: Annotated[int | None, Says("Places gained since the round before; negative: lost.")]
    tie: Tie | None
    classes: tuple[RankElsewhere, ...]
    overall: RankElsewhere | None
    results: tuple[RaceResult, ...]
    why: Annotated[str, Says("The reasons of this row.", format="uri")]


@dataclass(frozen=True, slots=True)
class Race:
    """A column of the table. `counted`: it was run by then and is in the points."""

    session: CountedSession
    counted: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class TableDecision:
    """A decision of the season that touches this table. `pending`: signed, not in effect yet."""

    number: int
    kind: str
    competitor: str
    pending: bool
    url: Address


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """The season's revision: raised by everything that changes what it publishes."""

    n: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class PointsCheck:
    """Where the points of the table come from, each term counted on its own, and whether they come to its total.

    races + bonuses + moved + brought + given - dropped - deducted - struck - unlisted = `expected`.
    """

    races: Points
    bonuses: Points
    moved: Annotated[Points, Says("Brought from the table of a former class.")]
    brought: Annotated[Points, Says("Opening balances.")]
    given: Annotated[Points, Says("By decision.")]
    dropped: Points
    deducted: Annotated[Points, Says("By decision.")]
    struck: Annotated[Points, Says("Of competitors struck out of the table, who keep nothing.")]
    unlisted: Annotated[Points, Says("Of competitors the table does not name.")]
    expected: Points
    total: Annotated[Points, Says("The sum of the rows.")]
    holds: bool


@dataclass(frozen=True, slots=True)
class Standings:
    """A table after a session, as published at an instant. Rows are best first, marks last."""

    season: SeasonLink
    table: Annotated[str, Says("Key of the table.", "drivers")]
    title: str
    kind: CompetitorKind
    after: CountedSession
    whole_round: Annotated[bool, Says("The table after the whole round, not after one of its sessions.")]
    newest: bool
    final: Annotated[bool, Says("The final table of the season.")]
    as_of: Annotated[datetime | None, Says("The instant asked for; null: now.")]
    revision: RevisionNote | None
    time_zone: Annotated[str, Says("Of the season.", "Europe/Paris")]
    races_counted: int
    races_planned: int
    provisional: Annotated[tuple[CountedSession, ...], Says("Sessions counted whose result is provisional.")]
    missing: Annotated[tuple[CountedSession, ...], Says("Sessions run that this table does not hold.")]
    source: Annotated[SourceNote | None, Says("Where it was published, where it is not computed here.")]
    partial: Annotated[bool, Says("The source does not name everybody.")]
    hypothesis: Annotated[bool, Says("The rules are known only in part: nothing is computed from them.")]
    per_source: bool
    wins_sources: tuple[SourceNote, ...]
    races: tuple[Race, ...]
    rows: tuple[StandingsRow, ...]
    decisions: tuple[TableDecision, ...]
    check: Annotated[PointsCheck | None, Says("Null: nothing can be checked, as where a published table stands in it.")]
    url: Address
    title_url: Address
    page: Page


def tell_standings(
    page: StandingsPage, to: Addresses, revision: RevisionRef | None, *, as_of: datetime | None = None
) -> Standings:
    where = {"championship": page.season.championship, "season": page.season.label, "table": page.key}
    newest = page.newest and page.whole_round
    stop: tuple[str | int, ...] = () if newest else (page.stop.round,)
    if not page.whole_round:
        stop = (page.stop.round, page.stop.key)
    return Standings(
        season=link_season(page.season, to),
        table=page.key,
        title=page.title,
        kind=page.kind,
        after=tell_session(page.stop, to),
        whole_round=page.whole_round,
        newest=page.newest,
        final=page.final,
        as_of=as_of,
        revision=None if revision is None else RevisionNote(revision.n, revision.issued_at),
        time_zone=page.zone,
        races_counted=page.races_run,
        races_planned=page.races_planned,
        provisional=tuple(tell_session(one, to) for one in page.provisional),
        missing=tuple(tell_session(one, to) for one in page.missing),
        source=cite(page.declared.source) if page.declared else None,
        partial=page.partial,
        hypothesis=page.hypothesis,
        per_source=page.per_source,
        wins_sources=tuple(cite(one) for one in page.wins_sources),
        races=tuple(Race(tell_session(one.session, to), one.run, one.provisional) for one in page.columns),
        rows=tuple(_tell_row(line, where, to) for line in page.lines),
        decisions=tuple(_tell_note(note, page, to) for note in page.notes),
        check=_tell_check(page.check) if page.check else None,
        url=to.api("standings", **where),
        title_url=to.api("title", **where),
        page=to.page("standings-after" if stop else "standings", *where.values(), *stop),
    )


def tell_competitor(view: CompetitorView, to: Addresses) -> Competitor:
    url = None
    if view.kind is not CompetitorKind.CAR:
        url = to.api(view.kind.value, **{view.kind.value: view.id})
    return Competitor(
        kind=view.kind,
        id=view.id,
        name=view.name,
        number=view.number,
        team=link_team(view.team, to),
        categories=tuple(name_category(one) for one in view.categories),
        url=url,
    )


def tell_tie(split: Split | None) -> Tie | None:
    if split is None:
        return None
    return Tie(split.step, split.other, tuple(str(one) for one in split.detail), split.reason)


def tell_cell(cell: Cell) -> RaceResult:
    return RaceResult(
        points=cell.points,
        place=cell.best_place,
        statuses=tuple(FinishStatus(one) for one in cell.statuses),
        fastest_lap=cell.fastest_lap,
        dropped=cell.dropped,
        unknown=cell.unknown,
    )


def _tell_row(line: Line, where: dict[str, str], to: Addresses) -> StandingsRow:
    return StandingsRow(
        position=line.position,
        tied=line.tied,
        mark=line.mark,
        competitor=tell_competitor(line.competitor, to),
        points=line.points,
        gross=line.gross,
        dropped=Fraction(line.dropped),
        deducted=Fraction(line.deducted),
        gap=line.gap,
        ahead=line.ahead,
        wins=line.wins,
        podiums=line.podiums,
        wins_stated=line.wins_stated,
        movement=line.movement,
        tie=tell_tie(line.split),
        classes=tuple(_tell_rank(rank) for rank in line.classes),
        overall=_tell_rank(line.overall) if line.overall else None,
        results=tuple(tell_cell(cell) for cell in line.cells),
        why=to.api("reasons", **where, competitor=line.competitor.id),
    )


def _tell_rank(rank: RankIn) -> RankElsewhere:
    return RankElsewhere(
        table=rank.table or None,
        title=rank.title,
        category=name_category(rank.category) if rank.category.slug else None,
        position=rank.position,
        tied=rank.tied,
        mark=rank.mark,
    )


def _tell_check(check: Conservation) -> PointsCheck:
    return PointsCheck(
        races=check.races,
        bonuses=check.bonuses,
        moved=check.moved,
        brought=check.brought,
        given=check.given,
        dropped=check.dropped,
        deducted=check.deducted,
        struck=check.struck,
        unlisted=check.unlisted,
        expected=check.expected,
        total=check.total,
        holds=check.holds,
    )


def _tell_note(note: TableNote, page: StandingsPage, to: Addresses) -> TableDecision:
    measure = note.measure
    where = {"championship": page.season.championship, "season": page.season.label}
    return TableDecision(
        number=note.number,
        kind=measure.kind,
        competitor=measure.person or measure.number,
        pending=note.pending,
        url=to.api("season-decision", **where, number=note.number),
    )
