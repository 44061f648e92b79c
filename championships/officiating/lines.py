"""The lines of a sheet, from what is typed to the rows of the table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from championships.models import Entry, Line, LineDriver, Sheet
from championships.officiating.crews import list_seated, read_grid_texts
from championships.officiating.errors import Refusal
from championships.scoring.vocabulary import FinishStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverEntry:
    """A driver's part in a line, as typed. `driver_id` None: not known. `team_id` None: the entry's team."""

    driver_id: int | None = None
    team_id: int | None = None
    entrant_id: int | None = None
    shared: bool = False
    laps: int | None = None
    grid: str = ""
    time_text: str = ""
    penalty_text: str = ""
    gap_text: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """A car's line as typed. Lines stand in the order in which they are given.

    `drivers` empty: the crew of the entry. `car` empty: the number, told apart where two cars carry the same.
    """

    entry_id: int
    status: FinishStatus = FinishStatus.CLASSIFIED
    road_order: int | None = None
    stated_place: int | None = None
    car: str = ""
    car_class: str = ""
    laps: int | None = None
    time_ms: int | None = None
    best_lap_ms: int | None = None
    second_best_ms: int | None = None
    drivers: tuple[DriverEntry, ...] = ()


type Built = Sequence[tuple[Line, list[LineDriver]]]
type Described = list[tuple[dict[str, Any], list[dict[str, Any]]]]


def write_rows(draft: Sheet, built: Built) -> None:
    """Replace the lines of a draft by these rows."""
    Line.objects.filter(sheet=draft).delete()
    rows = Line.objects.bulk_create(row for row, _parts in built)
    parts = [part for _row, parts in built for part in parts]
    for row, (_row, own) in zip(rows, built, strict=True):
        for part in own:
            part.line_id = row.pk
    LineDriver.objects.bulk_create(parts)


def build_rows(draft: Sheet, lines: Sequence[LineEntry]) -> list[tuple[Line, list[LineDriver]]]:
    """The rows of these lines, not written. A line without drivers: who drives the car in this session."""
    entries = {
        entry.pk: entry for entry in Entry.objects.filter(event_id=draft.session.event_id).prefetch_related("crew")
    }
    foreign = [line.entry_id for line in lines if line.entry_id not in entries]
    if foreign:
        raise Refusal(_("A car on this sheet is not entered in this event."))
    seated = list_seated(draft.session_id)
    grid = {} if _states_grid(lines) else read_grid_texts(draft.session_id)
    built: list[tuple[Line, list[LineDriver]]] = []
    count = 0
    for order, (line, name) in enumerate(zip(lines, _name_cars(lines, entries), strict=True), start=1):
        entry = entries[line.entry_id]
        row = Line(
            sheet=draft,
            entry_id=line.entry_id,
            order=order,
            car=name,
            road_order=line.road_order,
            stated_place=line.stated_place,
            status=line.status.value,
            car_class=line.car_class,
            laps=line.laps,
            time_ms=line.time_ms,
            best_lap_ms=line.best_lap_ms,
            second_best_ms=line.second_best_ms,
        )
        crew = seated.get(entry.pk) or [member.driver_id for member in entry.crew.all()]
        drivers = line.drivers or tuple(DriverEntry(driver_id=driver_id) for driver_id in crew) or (DriverEntry(),)
        parts = []
        for driver in drivers:
            count += 1
            parts.append(_build_part(row, driver, entry, count))
            parts[-1].grid = driver.grid or grid.get(entry.pk, "")
        built.append((row, parts))
    return built


def _states_grid(lines: Sequence[LineEntry]) -> bool:
    """Whether the sheet says itself who started where; else the grid of the race does."""
    return any(driver.grid for line in lines for driver in line.drivers)


def describe_stored(draft: Sheet) -> Described:
    """What the lines of a sheet say, to be compared with others."""
    parts: dict[int, list[dict[str, Any]]] = {}
    for part in LineDriver.objects.filter(line__sheet=draft).order_by("order", "pk"):
        parts.setdefault(part.line_id, []).append(_describe(part))
    return [(_describe(line), parts.get(line.pk, [])) for line in Line.objects.filter(sheet=draft).order_by("order")]


def describe_built(built: Built) -> Described:
    """What rows not written say."""
    return [(_describe(row), [_describe(part) for part in parts]) for row, parts in built]


def _describe(row: Line | LineDriver) -> dict[str, Any]:
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in kept.items() if name not in ("id", "line_id", "sheet_id")}


def _build_part(row: Line, driver: DriverEntry, entry: Entry, order: int) -> LineDriver:
    return LineDriver(
        line=row,
        order=order,
        driver_id=driver.driver_id,
        team_id=driver.team_id if driver.team_id is not None else entry.team_id,
        entrant_id=driver.entrant_id if driver.entrant_id is not None else entry.entrant_id,
        shared=driver.shared,
        laps=driver.laps,
        grid=driver.grid,
        time_text=driver.time_text,
        penalty_text=driver.penalty_text,
        gap_text=driver.gap_text,
        reason=driver.reason,
        flags=sorted(set(driver.flags)),
    )


def _name_cars(lines: Iterable[LineEntry], entries: dict[int, Entry]) -> list[str]:
    """A name for each line's car inside the session. One number on two cars makes two names."""
    given = list(lines)
    numbers = Counter(entries[pk].number for pk in {line.entry_id for line in given})
    names = []
    for line in given:
        number = entries[line.entry_id].number
        own = number if number and numbers[number] == 1 else f"{number}-{line.entry_id}"
        names.append(line.car or own)
    return names


def copy_lines(model: Sheet, draft: Sheet) -> None:
    """The lines of one sheet as those of another, drivers and all."""
    lines = list(Line.objects.filter(sheet=model).order_by("order"))
    parts: dict[int, list[LineDriver]] = {}
    for part in LineDriver.objects.filter(line__sheet=model).order_by("order", "pk"):
        parts.setdefault(part.line_id, []).append(part)
    old = [line.pk for line in lines]
    copies = Line.objects.bulk_create(_copy(line, sheet_id=draft.pk) for line in lines)
    LineDriver.objects.bulk_create(
        _copy(part, line_id=copy.pk) for pk, copy in zip(old, copies, strict=True) for part in parts.get(pk, ())
    )


def _copy[Row: (Line, LineDriver)](row: Row, **changes: Any) -> Row:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    return type(row)(**{**values, **changes})
