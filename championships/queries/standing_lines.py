"""The rows of a standing: gaps, movement, class ranks on one row with the overall one, one cell per race."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from championships.queries.accounts import count_podiums, group_awards
from championships.queries.competitors import CompetitorView
from championships.queries.frames import DeclaredView, SessionView
from championships.queries.refs import CategoryRef
from championships.queries.tables import SeasonView, TableView, find_row
from championships.scoring.parts import Award
from championships.scoring.tables import Row, Standing
from championships.scoring.tiebreaks import Split
from championships.scoring.vocabulary import BulletinState, FinishStatus, PartKind, TableSource


@dataclass(frozen=True, slots=True)
class Cell:
    """What one competitor got from one race. No award at all: `empty`; a source that does not say: `unknown`."""

    points: Fraction | None = None
    statuses: tuple[str, ...] = ()
    best_place: int | None = None
    fastest_lap: bool = False
    dropped: bool = False
    unknown: bool = False


EMPTY_CELL = Cell()
UNKNOWN_CELL = Cell(unknown=True)


@dataclass(frozen=True, slots=True)
class Column:
    """A race of the table. `opens_round`: the first of its round, which has `round_size` of them."""

    session: SessionView
    opens_round: bool
    round_size: int
    after_stop: bool
    run: bool  # published here, or held by a declared table

    @property
    def provisional(self) -> bool:
        return self.session.state == BulletinState.PROVISIONAL and not self.after_stop


@dataclass(frozen=True, slots=True)
class RankIn:
    """A place in another table of the season: in the class, or overall. Place None: not published."""

    table: str
    title: str
    category: CategoryRef
    position: int | None
    tied: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `gap` is the distance to the leader; None: not known. `movement`: places gained."""

    competitor: CompetitorView
    position: int | None
    tied: bool
    mark: str
    points: Fraction | None
    gross: Fraction | None
    dropped: Fraction
    deducted: Fraction
    gap: Fraction | None
    ahead: Fraction | None  # distance to the row before; None: not known, or there is none
    wins: int | None
    podiums: int | None  # None: not known
    wins_stated: bool  # not the table's own figure, but one a source states
    movement: int | None
    split: Split | None  # why it stands here among those level on points
    classes: tuple[RankIn, ...]
    overall: RankIn | None
    cells: tuple[Cell, ...]


def scoring_keys(season: SeasonView, view: TableView) -> frozenset[str]:
    """The session keys that score in a table, directly or through the table it is extracted from."""
    seen: set[str] = set()
    found: TableView | None = view
    while found is not None and not found.rule.sessions and found.rule.extract_from not in (None, *seen):
        seen.add(found.key)
        found = season.table(found.rule.extract_from or "")
    return frozenset(found.rule.sessions) if found else frozenset()


def list_columns(season: SeasonView, view: TableView, stop: SessionView) -> tuple[Column, ...]:
    """The races that score in the table, in running order, those to come included."""
    keys = scoring_keys(season, view)
    counted = [
        one
        for one in season.sessions
        if one.key in keys and one.round not in view.rule.exclude_rounds and (one.state or not one.cancelled)
    ]
    sizes: dict[int, int] = {}
    for one in counted:
        sizes[one.round] = sizes.get(one.round, 0) + 1
    columns: list[Column] = []
    seen: dict[int, int] = {}
    declared_to = max((one.order for one in view.declared if one.order <= stop.order), default=0)
    for one in counted:
        seen[one.round] = seen.get(one.round, 0) + 1
        columns.append(
            Column(
                session=one,
                opens_round=seen[one.round] == 1,
                round_size=sizes[one.round],
                after_stop=one.order > stop.order,
                run=one.order <= stop.order and bool(one.state or one.order <= declared_to),
            )
        )
    return tuple(columns)


def choose_columns(columns: tuple[Column, ...], view: TableView, shown: Standing) -> tuple[Column, ...]:
    """A table published elsewhere, of which no race is known here, is shown without its races."""
    if shown.source is TableSource.DECLARED and not view.awards:
        return ()
    return columns


def build_lines(
    season: SeasonView, view: TableView, shown: Standing, columns: Iterable[Column] = ()
) -> tuple[Line, ...]:
    """The rows of a standing, best first, marks last."""
    columns = tuple(columns)
    awards = _index_awards(season, view)
    orders = {(one.round, one.key): one.order for one in season.sessions}
    held = group_awards(view, season.stop, orders) if season.stop else {}
    first = shown.rows[0] if shown.rows else None
    lead = first.points if first and first.position == 1 else None
    before = {row.competitor: row.position for row in view.before.rows} if view.before else {}
    classes = [one for one in season.tables if one.group and one.competitor is view.competitor and one is not view]
    overall = next(
        (one for one in season.tables if not one.group and one.competitor is view.competitor), None
    )  # the general table
    lines = []
    previous: Row | None = None
    for number, row in enumerate(shown.rows, start=1):
        earlier = before.get(row.competitor)
        competitor = season.competitors[row.competitor]
        lines.append(
            Line(
                competitor=competitor,
                position=row.position,
                tied=row.tied,
                mark=row.mark,
                points=row.points,
                gross=row.gross,
                dropped=sum((one.points for one in row.dropped), Fraction(0)),
                deducted=row.deducted,
                gap=_gap(lead, row),
                # Where a source leaves somebody out, the row above is not who is just ahead.
                ahead=_gap(previous.points, row) if previous and (row.position or number + 1) <= number else None,
                wins=row.wins,
                podiums=count_podiums(row, held.get(row.competitor, ()), view.rule),
                wins_stated=False,
                split=row.split,
                movement=earlier - row.position if earlier is not None and row.position is not None else None,
                classes=() if view.group else _rank_in_classes(season, classes, competitor),
                overall=_rank_overall(overall, competitor) if view.group and overall is not view else None,
                cells=_build_cells(row, columns, awards, view.declared),
            )
        )
        previous = row
    return tuple(lines)


def _index_awards(season: SeasonView, view: TableView) -> dict[tuple[int, str, str], Award]:
    """The award of each race. One brought from an old class stands only where its move has taken effect."""
    order = {(one.round, one.key): one.order for one in season.sessions}
    last = season.stop.order if season.stop else 0
    found: dict[tuple[int, str, str], Award] = {}
    for award in view.awards:
        key = (award.round, award.session, award.competitor)
        if award.since is None:
            found[key] = award
        elif order.get(award.since, 0) <= last:
            found.setdefault(key, award)
    return found


def _gap(lead: Fraction | None, row: Row) -> Fraction | None:
    if lead is None or row.points is None or row.mark:
        return None
    return lead - row.points


def _rank_in_classes(
    season: SeasonView, classes: Iterable[TableView], competitor: CompetitorView
) -> tuple[RankIn, ...]:
    """The class of the competitor with the place in its table: from his categories, then from tables of car classes."""
    ranks: list[RankIn] = []
    known = {category.slug: category for category in competitor.categories}
    for table in classes:
        row = find_row(table.shown, competitor.id)
        held = [known[slug] for slug in sorted(table.group) if slug in known]
        if not held and row is None:
            continue
        category = held[0] if held else sign_of(season, table)
        ranks.append(
            RankIn(
                table=table.key,
                title=table.title,
                category=category,
                position=row.position if row else None,
                tied=bool(row and row.tied),
                mark=row.mark if row else "",
            )
        )
    covered = {rank.category.slug for rank in ranks}
    ranks += [RankIn("", one.name, one, None) for one in competitor.categories if one.slug not in covered]
    return tuple(ranks)


def sign_of(season: SeasonView, table: TableView) -> CategoryRef:
    """The sign of a class table: of its category of people, else the class of cars itself."""
    slug = min(table.group)
    return season.categories.get(slug) or CategoryRef(slug, table.title, slug[:2].upper())


def _rank_overall(overall: TableView | None, competitor: CompetitorView) -> RankIn | None:
    row = find_row(overall.shown, competitor.id) if overall else None
    if overall is None or row is None:
        return None
    sign = CategoryRef("", overall.title, "")
    return RankIn(overall.key, overall.title, sign, row.position, row.tied, row.mark)


def _build_cells(
    row: Row,
    columns: tuple[Column, ...],
    awards: Mapping[tuple[int, str, str], Award],
    declared: tuple[DeclaredView, ...],
) -> tuple[Cell, ...]:
    dropped = {(one.round, one.session) for one in row.dropped}
    declared_to = max((one.order for one in declared), default=0)
    cells = []
    for column in columns:
        session = column.session
        award = awards.get((session.round, session.key, row.competitor))
        if award is None or column.after_stop:
            hidden = not session.state and session.order <= declared_to and not column.after_stop
            cells.append(UNKNOWN_CELL if hidden else EMPTY_CELL)
            continue
        cells.append(
            Cell(
                points=award.points if award.started or award.points else None,
                statuses=tuple(one for one in award.statuses if one != FinishStatus.CLASSIFIED),
                best_place=min(award.places, default=None),
                fastest_lap=any(part.kind is PartKind.FASTEST_LAP for part in award.parts),
                dropped=bool({(session.round, session.key), (session.round, "")} & dropped),
            )
        )
    return tuple(cells)
