"""The lines of a session's page: road and final order, places in each championship and category."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef

from championships.adapters.books import choose_version, list_in_force, read_books
from championships.adapters.enrolments import read_category_changes
from championships.adapters.rulings import DecisionFacts, build_penalties
from championships.adapters.sheets import build_lines, build_sheet, read_parts
from championships.adapters.sheets import read_lines as read_sheet_lines
from championships.models import (
    Bulletin,
    Category,
    Decision,
    Driver,
    Enrolment,
    Line,
    LineDriver,
    PointsAdjustment,
    RoundSession,
)
from championships.queries.classified import Placing, read_placings
from championships.queries.refs import (
    CategoryRef,
    DriverRef,
    SeasonRef,
    TeamRef,
    refer_category,
    refer_driver,
    refer_season,
    refer_team,
)
from championships.scoring.classification import classify
from championships.scoring.rules import ClassificationRule
from championships.scoring.vocabulary import FinishStatus, SessionKind


@dataclass(frozen=True, slots=True)
class Column:
    """A column of places: in a championship, or in one of its categories."""

    season: SeasonRef
    category: CategoryRef | None


@dataclass(frozen=True, slots=True)
class ResultDriver:
    """A driver's part in a car's line. No driver: he is not known."""

    driver: DriverRef | None
    team: TeamRef | None
    entrant: str
    shared: bool
    laps: int | None
    reason: str
    categories: tuple[CategoryRef, ...]


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A car. `road` is its place on the road, `place` its final one; times in milliseconds.

    `time_ms` holds the time penalties of the bulletin; `gap_laps` are laps behind the winner.
    """

    road: int | None
    place: int | None
    status: str
    number: str
    car: str
    car_class: str
    drivers: tuple[ResultDriver, ...]
    laps: int | None
    time_ms: int | None
    gap_ms: int | None
    gap_laps: int | None
    time_text: str
    gap_text: str
    best_lap_ms: int | None
    grid: str
    fastest_lap: bool
    pole: bool
    places: tuple[int | None, ...]  # one a column of the page
    documents: tuple[str, ...]
    entry_id: int = 0
    seasons: frozenset[int] = frozenset()  # those in which it took part, classified or not

    @property
    def gained_since_start(self) -> int | None:
        """Places gained between the grid and the final order; negative: lost."""
        return int(self.grid) - self.place if self.grid.isdecimal() and self.place is not None else None

    @property
    def gained(self) -> int | None:
        """Places gained between the road and the final order; negative: lost."""
        return None if self.road is None or self.place is None else self.road - self.place


def read_lines(
    bulletin: Bulletin, counted: list[RoundSession], *, at: datetime, draft: list[Decision] | None = None
) -> tuple[tuple[Column, ...], tuple[ResultLine, ...]]:
    """The columns and the lines, best first. Ten queries, more where a season was changed after that instant.

    The whole field is classified here, cars that take part in no championship included. `draft`: the bulletin is only
    imagined, these decisions would be its own, and no championship has ranked it yet.
    """
    placings = read_placings(counted, at=at) if draft is None else {}
    seasons = [each.round.season for each in counted]
    championships = [season.championship_id for season in seasons]
    categories = {
        (category.championship_id, category.slug): refer_category(category)
        for category in Category.objects.filter(championship__in=[0, *championships])
    }
    rows = list(Line.objects.filter(sheet=bulletin.sheet_id).select_related("entry__team").order_by("order"))
    parts: dict[int, list[LineDriver]] = defaultdict(list)
    people = LineDriver.objects.filter(line__sheet=bulletin.sheet_id).select_related("driver", "team", "entrant")
    for part in people.order_by("line", "order", "pk"):
        parts[part.line_id].append(part)
    decisions = list(bulletin.decisions.order_by("issued_at", "position", "pk")) if draft is None else draft
    held: dict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.entry_id:
            held[decision.entry_id].append(decision)
    classified = _classify(bulletin, decisions, counted, at=at)
    columns = _choose_columns(counted, placings, categories) if draft is None else ()
    signs = _read_signs(counted, categories, at=at)
    reader = _Reader(counted, placings, columns, signs, parts, held)
    lines = [reader.read(row, *classified[row.pk]) for row in rows]
    order = {pk: position for position, pk in enumerate(classified)}
    ranked = sorted(zip(rows, lines, strict=True), key=lambda pair: order[pair[0].pk])
    return columns, _finish([line for _row, line in ranked])


def _classify(
    bulletin: Bulletin, decisions: list[Decision], counted: list[RoundSession], *, at: datetime
) -> dict[int, tuple[int | None, str]]:
    """Final place and status by line, best first: the decisions of the bulletin applied to its sheet. Three queries."""
    sheet, session = bulletin.sheet, bulletin.session
    facts = read_sheet_lines([sheet.pk]).get(sheet.pk, [])
    built = build_lines(facts, read_parts([sheet.pk]))
    rows = {id(line.drivers): line_facts.pk for line, line_facts in zip(built, facts, strict=True)}
    cars: dict[int, list[str]] = defaultdict(list)
    for line in facts:
        if line.car not in cars[line.entry_id]:
            cars[line.entry_id].append(line.car)
    penalties = build_penalties(
        (
            DecisionFacts(d.pk, d.session_id, d.round_session_id, d.kind, d.entry_id, d.amount, d.terms, d.document, "")
            for d in decisions
        ),
        cars,
    )
    books = read_books([each.round.season_id for each in counted], at=at)
    rule = None
    if session.kind == SessionKind.RACE:
        rule = ClassificationRule()
        for each in counted:
            version = choose_version(list_in_force(books.get(each.round.season_id, ())), each.round.number)
            if version is not None and version.book.classification is not None:
                rule = version.book.classification
                break
    field = classify(
        build_sheet(
            built,
            origin=sheet.origin,
            laps=sheet.laps,
            scheduled_laps=session.scheduled_laps,
            complete=sheet.complete,
        ),
        penalties,
        rule,
    )
    return {rows[id(line.drivers)]: (line.place, line.status.value) for line in field}


def _read_signs(
    counted: list[RoundSession], categories: Mapping[tuple[int, str], CategoryRef], *, at: datetime
) -> dict[int, dict[str, CategoryRef]]:
    """The categories each driver is in for these rounds, by driver key. One query, two more where any was changed.

    A decided change of category stands in the place of the enrolment, from its round on.
    """
    numbers = {each.round.season_id: each.round.number for each in counted}
    championships = {each.round.season_id: each.round.season.championship_id for each in counted}
    decided = PointsAdjustment.objects.filter(
        season=OuterRef("enrolment__season"), kind=PointsAdjustment.Kind.CLASS_CHANGE
    )
    links = (
        Enrolment.categories.through.objects.filter(
            enrolment__season__in=[0, *numbers], enrolment__driver__isnull=False
        )
        .annotate(changes=Exists(decided))
        .select_related("category", "enrolment")
    )
    signs: dict[int, dict[str, CategoryRef]] = defaultdict(dict)
    changed = False
    for link in links.order_by("category__slug", "pk"):
        enrolment, number = link.enrolment, numbers[link.enrolment.season_id]
        changed = changed or link.changes  # type: ignore[attr-defined]  # annotated above
        begun = enrolment.from_round is None or enrolment.from_round <= number
        over = enrolment.to_round is not None and enrolment.to_round < number
        if begun and not over and enrolment.driver_id is not None:
            signs[enrolment.driver_id].setdefault(link.category.slug, refer_category(link.category))
    if changed:
        changes = read_category_changes(numbers, at=at)
        keys = dict(Driver.objects.filter(slug__in=[slug for _season, slug in changes]).values_list("slug", "pk"))
        for (season, driver), (since, slugs) in changes.items():
            if since <= numbers[season] and driver in keys:
                known = ((slug, categories.get((championships[season], slug))) for slug in sorted(slugs))
                signs[keys[driver]] = {slug: category for slug, category in known if category is not None}
    return signs


def _choose_columns(
    counted: list[RoundSession],
    placings: Mapping[int, Mapping[int, Placing]],
    categories: Mapping[tuple[int, str], CategoryRef],
) -> tuple[Column, ...]:
    """A column for each championship and category; a single championship that ranks the whole field needs none."""
    columns = []
    for each in counted:
        season = each.round.season
        here = placings.get(each.pk, {}).values()
        if len(counted) > 1 or any(placing.place != placing.overall for placing in here):
            columns.append(Column(season=refer_season(season), category=None))
        for slug in sorted({slug for placing in here for slug in placing.categories}):
            known = categories.get((season.championship_id, slug))
            columns.append(
                Column(
                    season=refer_season(season),
                    category=known or CategoryRef(slug=slug, name=slug.capitalize(), letter=slug[:1].upper()),
                )
            )
    return tuple(columns)


class _Reader:
    """Turns the rows of one sheet into lines of the page."""

    def __init__(
        self,
        counted: list[RoundSession],
        placings: Mapping[int, Mapping[int, Placing]],
        columns: tuple[Column, ...],
        signs: Mapping[int, Mapping[str, CategoryRef]],
        parts: Mapping[int, list[LineDriver]],
        held: Mapping[int, list[Decision]],
    ) -> None:
        self.counted = counted
        self.placings = placings
        self.columns = columns
        self.signs = signs
        self.parts = parts
        self.held = held

    def find(self, part: LineDriver) -> list[tuple[RoundSession, Placing]]:
        found = ((each, self.placings.get(each.pk, {}).get(part.pk)) for each in self.counted)
        return [(each, placing) for each, placing in found if placing is not None]

    def read(self, row: Line, place: int | None, status: str) -> ResultLine:
        parts = self.parts.get(row.pk, [])
        outcomes = [(each, placing) for part in parts for each, placing in self.find(part)]
        decisions = self.held.get(row.entry_id, [])
        lost = sum(int(d.amount or 0) for d in decisions if d.kind == Decision.Kind.LAPS)
        seconds = sum((d.amount or Decimal(0) for d in decisions if d.kind == Decision.Kind.TIME), Decimal(0))
        flags = {flag for part in parts for flag in part.flags} | {
            flag for _each, placing in outcomes for flag in placing.flags
        }
        first = parts[0] if parts else None
        return ResultLine(
            road=row.road_order,
            place=place,
            status=status,
            number=row.entry.number,
            car=row.entry.car,
            car_class=row.car_class,
            drivers=tuple(self.read_driver(part, row) for part in parts),
            laps=None if row.laps is None else row.laps - lost,
            time_ms=None if row.time_ms is None else row.time_ms + int(seconds * 1000),
            gap_ms=None,
            gap_laps=None,
            time_text=first.time_text if first else "",
            gap_text=first.gap_text if first else "",
            best_lap_ms=row.best_lap_ms,
            grid=first.grid if first else "",
            fastest_lap="fastest_lap" in flags,
            pole="pole" in flags,
            places=tuple(self.find_place(column, outcomes) for column in self.columns),
            documents=tuple(d.document for d in decisions if d.document),
            entry_id=row.entry_id,
            seasons=frozenset(each.round.season_id for each, _placing in outcomes),
        )

    def find_place(self, column: Column, outcomes: Iterable[tuple[RoundSession, Placing]]) -> int | None:
        """The place of the car in that column; crews of two categories have one in each."""
        mine = [placing for each, placing in outcomes if each.round.season_id == column.season.pk]
        if column.category is None:
            places = [placing.place for placing in mine]
        else:
            places = [placing.categories.get(column.category.slug) for placing in mine]
        return min((place for place in places if place is not None), default=None)

    def read_driver(self, part: LineDriver, row: Line) -> ResultDriver:
        signs = self.signs.get(part.driver_id or 0, {})
        return ResultDriver(
            driver=refer_driver(part.driver) if part.driver else None,
            team=refer_team(part.team or row.entry.team),
            entrant=part.entrant.name if part.entrant else "",
            shared=part.shared,
            laps=part.laps,
            reason=part.reason or part.penalty_text,
            categories=tuple(signs[slug] for slug in sorted(signs)),
        )


def _finish(lines: list[ResultLine]) -> tuple[ResultLine, ...]:
    """Gaps to the winner; the fastest lap where no sheet marks it; pole by the grid where no flag names it."""
    winner = next((line for line in lines if line.place == 1), None)
    laps = [line.best_lap_ms for line in lines if line.best_lap_ms is not None]
    marked = any(line.fastest_lap for line in lines)
    pole = any(line.pole for line in lines)
    finished = []
    for line in lines:
        gap_ms, gap_laps = find_gap(line, winner)
        finished.append(
            replace(
                line,
                gap_ms=gap_ms,
                gap_laps=gap_laps,
                fastest_lap=line.fastest_lap
                or (not marked and bool(laps) and line.best_lap_ms is not None and line.best_lap_ms == min(laps)),
                pole=line.pole or (not pole and line.grid == "1"),
            )
        )
    return tuple(finished)


def find_gap(line: ResultLine, first: ResultLine | None) -> tuple[int | None, int | None]:
    """Milliseconds or laps behind the first, whichever tells it; None, None for the first and who is not classified."""
    if first is None or line is first or line.status != FinishStatus.CLASSIFIED:
        return None, None
    behind = first.laps - line.laps if first.laps and line.laps else 0
    if behind > 0:
        return None, behind
    if line.time_ms is None or first.time_ms is None:
        return None, None
    return line.time_ms - first.time_ms, None
