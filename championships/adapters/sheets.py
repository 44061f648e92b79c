"""Sheets: rows of lines and their drivers as the core reads them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from championships.models import Line as LineRow
from championships.models import LineDriver
from championships.models import Sheet as SheetRow
from championships.scoring.facts import DriverLine, Line, Sheet
from championships.scoring.vocabulary import FinishStatus, SheetOrigin


class PartFacts(NamedTuple):
    """The columns of a LineDriver that count."""

    line_id: int
    pk: int
    driver_id: int | None
    driver: str | None
    team: str | None
    entrant: str | None
    laps: int | None
    grid: str
    flags: Sequence[str]


class LineFacts(NamedTuple):
    """The columns of a Line that count, with the number of its entry."""

    sheet_id: int
    pk: int
    entry_id: int
    number: str
    car: str
    road_order: int | None
    stated_place: int | None
    status: str
    car_class: str
    laps: int | None
    time_ms: int | None
    best_lap_ms: int | None


class EntryInRound(NamedTuple):
    """How an entry takes part in a round of a season."""

    scores: bool
    guest: bool
    car_class: str


type Parts = Mapping[int, Sequence[PartFacts]]

_STATUSES = {status.value: status for status in FinishStatus}
_NO_FLAGS: frozenset[str] = frozenset()
_NO_CATEGORIES: frozenset[str] = frozenset()
_NOBODY = DriverLine(driver=None)


def read_lines(sheet_ids: Collection[int]) -> dict[int, list[LineFacts]]:
    """One query: the lines of these sheets, in sheet order."""
    rows = (
        LineRow.objects.filter(sheet_id__in=[0, *sheet_ids])
        .order_by("sheet_id", "order")
        .values_list(
            "sheet_id",
            "pk",
            "entry_id",
            "entry__number",
            "car",
            "road_order",
            "stated_place",
            "status",
            "car_class",
            "laps",
            "time_ms",
            "best_lap_ms",
        )
    )
    lines: defaultdict[int, list[LineFacts]] = defaultdict(list)
    for row in rows:
        lines[row[0]].append(LineFacts._make(row))
    return lines


def read_parts(sheet_ids: Collection[int]) -> dict[int, list[PartFacts]]:
    """One query: the drivers of these sheets' lines, by line, in order."""
    rows = (
        LineDriver.objects.filter(line__sheet_id__in=[0, *sheet_ids])
        .order_by("line_id", "order", "pk")
        .values_list(
            "line_id",
            "pk",
            "driver_id",
            "driver__slug",
            "team__slug",
            "entrant__slug",
            "laps",
            "grid",
            "flags",
        )
    )
    parts: defaultdict[int, list[PartFacts]] = defaultdict(list)
    for row in rows:
        parts[row[0]].append(PartFacts._make(row))
    return parts


def build_lines(
    lines: Iterable[LineFacts],
    parts: Parts,
    *,
    taking_part: Mapping[int, EntryInRound] | None = None,
    categories: Callable[[int], frozenset[str]] | None = None,
) -> tuple[Line, ...]:
    """Lines of the core, one a row and in the same order. A line without a driver has one who is not known.

    `taking_part`: entry key -> how it takes part (None: everybody, and everybody scores). `categories`: driver key ->
    categories of people in force.
    """
    return tuple(_build_line(line, parts.get(line.pk, ()), taking_part, categories) for line in lines)


def _build_line(
    line: LineFacts,
    parts: Sequence[PartFacts],
    taking_part: Mapping[int, EntryInRound] | None,
    categories: Callable[[int], frozenset[str]] | None,
) -> Line:
    part_of = taking_part.get(line.entry_id) if taking_part is not None else None
    car_class = (part_of.car_class if part_of else "") or line.car_class
    return Line(
        car=line.car,
        status=_STATUSES[line.status],
        drivers=tuple(
            DriverLine(
                driver=part.driver,
                team=part.team,
                entrant=part.entrant,
                laps=part.laps,
                grid=int(part.grid) if part.grid.isascii() and part.grid.isdigit() else None,
                flags=frozenset(part.flags) if part.flags else _NO_FLAGS,
                categories=categories(part.driver_id) if categories and part.driver_id else _NO_CATEGORIES,
            )
            for part in parts
        )
        or (_NOBODY,),  # a tuple of its own: lines are told apart by it
        place=line.stated_place,
        road_order=line.road_order,
        number=line.number,
        car_class=car_class or None,
        car_competitor=line.number or None,
        laps=line.laps,
        time_ms=line.time_ms,
        best_lap_ms=line.best_lap_ms,
        scores=part_of.scores if part_of else taking_part is None,
        guest=part_of.guest if part_of else False,
    )


def build_sheet(
    lines: tuple[Line, ...], *, origin: str, laps: int | None, scheduled_laps: int | None, complete: bool
) -> Sheet:
    return Sheet(
        origin=SheetOrigin(origin),
        lines=lines,
        laps=laps,
        scheduled_laps=scheduled_laps,
        complete=complete,
    )


def load_sheet(sheet: SheetRow) -> Sheet:
    """One sheet, drafts included: its facts alone, without any season's participations or decisions. Two queries."""
    lines = read_lines([sheet.pk]).get(sheet.pk, [])
    return build_sheet(
        build_lines(lines, read_parts([sheet.pk])),
        origin=sheet.origin,
        laps=sheet.laps,
        scheduled_laps=sheet.session.scheduled_laps,
        complete=sheet.complete,
    )
