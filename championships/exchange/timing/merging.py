"""From matched rows to the lines a draft would get, and how each differs from what stands.

A classification gives order, status, laps and times; a lap file adds best and second best laps and who led; a grid adds
places on the grid. Each keeps what the others gave. The order is the order given by timing: no penalty is applied.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from championships.exchange.timing.matching import Match
from championships.exchange.timing.table import spell_order
from championships.exchange.timing.values import Contents, Fault, Meaning, Reading, TimedCar, TimedLap
from championships.officiating.entry import DriverEntry, LineEntry
from championships.scoring.laps import Chart, RunLap, draw_chart
from championships.scoring.vocabulary import FinishStatus, SessionKind

LED = "led_lap"
_FIELDS = ("road_order", "status", "laps", "time_ms", "best_lap_ms", "second_best_ms", "grid")


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"  # stands, and is not in the file
    DROPPED = "dropped"  # stands, is not in the file, and would go


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after. Times in milliseconds."""

    field: str
    before: int | str | None
    after: int | str | None


@dataclass(frozen=True, slots=True)
class PlannedLine:
    line: LineEntry
    state: State
    changes: tuple[Change, ...] = ()
    file_line: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written. `lines` in the order of the sheet; dropped ones are told, not written."""

    lines: tuple[PlannedLine, ...] = ()
    dropped: tuple[PlannedLine, ...] = ()
    laps: int | None = None  # run by the first car
    faults: tuple[Fault, ...] = ()
    led: Mapping[str, int] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not self.dropped and all(line.state in (State.SAME, State.KEPT) for line in self.lines)


def plan_sheet(
    reading: Reading,
    matches: Sequence[Match],
    *,
    stands: Mapping[int, LineEntry],
    crews: Mapping[int, tuple[int, ...]],
    drivers: Mapping[tuple[int, str], int],
    kind: SessionKind,
    kept: Collection[int] | None = None,
) -> Plan:
    """The lines this file makes on top of what stands.

    `stands`: entry -> its line now, in the order of the sheet. `crews`: entry -> who drives this session. `drivers`:
    (entry, name in the file) -> driver. `kept`: entries to keep though the file lacks them (None: those that did not
    finish).
    """
    matched = {match.entry_id: match for match in matches if match.entry_id is not None and not match.is_open}
    if reading.contents is Contents.GRID:
        return _plan_grid(matched, stands, crews)
    if reading.contents is Contents.LAPS:
        return _plan_laps(reading, matched, stands, crews, drivers, kind)
    return _plan_classification(reading, matched, stands, crews, kind, kept)


def _plan_classification(
    reading: Reading,
    matched: Mapping[int, Match],
    stands: Mapping[int, LineEntry],
    crews: Mapping[int, tuple[int, ...]],
    kind: SessionKind,
    kept: Collection[int] | None,
) -> Plan:
    order = spell_order(reading.cars)
    given = {column.meaning for column in reading.columns}
    timed = kind is SessionKind.RACE
    built = []
    for entry_id, match in matched.items():
        car, before = match.car, stands.get(entry_id)
        line = LineEntry(
            entry_id=entry_id,
            status=car.status,
            road_order=order[car.line],
            car=before.car if before else "",
            car_class=before.car_class if before else "",
            laps=car.laps,
            # The time of a practice or qualifying session is that of its best lap; how long it lasted ranks nobody.
            time_ms=car.time_ms if timed else None,
            best_lap_ms=car.best_lap_ms if Meaning.BEST_LAP in given else before.best_lap_ms if before else None,
            second_best_ms=(
                car.second_best_ms if Meaning.SECOND_BEST in given else before.second_best_ms if before else None
            ),
            drivers=tuple(
                replace(
                    part,
                    time_text=car.time_text if timed else "",
                    gap_text=car.gap_text,
                    grid=car.grid if Meaning.GRID in given else part.grid,
                    # Whose lap was the fastest follows from the times; a mark of before may be wrong now.
                    flags=tuple(flag for flag in part.flags if flag != "fastest_lap"),
                )
                for part in _list_parts(entry_id, before, crews)
            ),
        )
        built.append(_compare(line, before, match.car.line))
    built.sort(key=lambda planned: (planned.line.road_order or 0, planned.file_line))
    last = max((planned.line.road_order or 0 for planned in built), default=0)
    dropped = []
    for entry_id, before in stands.items():
        if entry_id in matched:
            continue
        stays = before.status is not FinishStatus.CLASSIFIED if kept is None else entry_id in kept
        if stays:
            last += 1
            moved = replace(before, road_order=last if before.road_order is not None else None, stated_place=None)
            built.append(PlannedLine(moved, State.KEPT))
        else:
            dropped.append(PlannedLine(before, State.DROPPED))
    first = min(reading.cars, key=lambda car: order[car.line], default=None)
    return Plan(tuple(built), tuple(dropped), first.laps if first and timed else None)


def _plan_grid(
    matched: Mapping[int, Match], stands: Mapping[int, LineEntry], crews: Mapping[int, tuple[int, ...]]
) -> Plan:
    """Only the place on the grid; a car without a line yet gets none by starting."""
    planned = []
    for entry_id, before in stands.items():
        match = matched.get(entry_id)
        if match is None:
            planned.append(PlannedLine(before, State.KEPT))
            continue
        line = replace(before, drivers=tuple(replace(part, grid=match.car.grid) for part in before.drivers))
        planned.append(_compare(line, before, match.car.line))
    faults = () if stands else (Fault("grid_without_sheet"),)
    return Plan(tuple(planned), faults=faults)


def _plan_laps(
    reading: Reading,
    matched: Mapping[int, Match],
    stands: Mapping[int, LineEntry],
    crews: Mapping[int, tuple[int, ...]],
    drivers: Mapping[tuple[int, str], int],
    kind: SessionKind,
) -> Plan:
    if not stands:
        return _plan_from_laps(reading, matched, crews, drivers, kind)
    leading = _find_leaders(reading, matched, drivers, crews) if kind is SessionKind.RACE else None
    planned, faults = [], []
    for entry_id, before in stands.items():
        match = matched.get(entry_id)
        if match is None:
            planned.append(PlannedLine(before, State.KEPT))
            continue
        car = match.car
        if before.best_lap_ms and car.best_lap_ms and before.best_lap_ms != car.best_lap_ms:
            faults.append(Fault("best_lap_differs", car.line, value=car.number, error=False))
        line = replace(
            before,
            laps=before.laps if before.laps is not None else car.laps,
            # A lap time may have been deleted: what the classification says goes first.
            best_lap_ms=before.best_lap_ms if before.best_lap_ms is not None else car.best_lap_ms,
            second_best_ms=car.second_best_ms if car.second_best_ms is not None else before.second_best_ms,
            drivers=tuple(_mark(part, entry_id, leading) for part in before.drivers),
        )
        planned.append(_compare(line, before, car.line))
    return Plan(tuple(planned), faults=tuple(faults), led=_count_led(reading))


def _plan_from_laps(
    reading: Reading,
    matched: Mapping[int, Match],
    crews: Mapping[int, tuple[int, ...]],
    drivers: Mapping[tuple[int, str], int],
    kind: SessionKind,
) -> Plan:
    """A lap file alone: in a race the order of laps and time since the start, else that of the best laps."""
    raced = kind is SessionKind.RACE
    if raced and any(car.time_ms is None for car in reading.cars):
        return Plan(faults=(Fault("laps_without_order"),))
    cars: list[TimedCar] = sorted(
        reading.cars,
        key=lambda car: 0 if raced else (car.best_lap_ms is None, car.best_lap_ms or 0),  # type: ignore[arg-type,return-value]
    )
    order = {car.line: place for place, car in enumerate(cars, start=1)}
    leading = _find_leaders(reading, matched, drivers, crews) if raced else None
    planned = []
    for entry_id, match in sorted(matched.items(), key=lambda item: order[item[1].car.line]):
        car = match.car
        line = LineEntry(
            entry_id=entry_id,
            status=FinishStatus.CLASSIFIED,
            road_order=order[car.line],
            laps=car.laps,
            time_ms=car.time_ms if raced else None,
            best_lap_ms=car.best_lap_ms,
            second_best_ms=car.second_best_ms,
            drivers=tuple(_mark(part, entry_id, leading) for part in _list_parts(entry_id, None, crews)),
        )
        planned.append(_compare(line, None, car.line))
    return Plan(
        tuple(planned),
        laps=cars[0].laps if cars and raced else None,
        faults=(Fault("laps_alone", error=False),),
        led=_count_led(reading),
    )


def _list_parts(
    entry_id: int, before: LineEntry | None, crews: Mapping[int, tuple[int, ...]]
) -> tuple[DriverEntry, ...]:
    if before is not None and before.drivers:
        return before.drivers
    return tuple(DriverEntry(driver_id=pk) for pk in crews.get(entry_id, ())) or (DriverEntry(),)


def _find_leaders(
    reading: Reading,
    matched: Mapping[int, Match],
    drivers: Mapping[tuple[int, str], int],
    crews: Mapping[int, tuple[int, ...]],
) -> set[tuple[int, int]]:
    """Who led a lap at the line: (entry, driver). Of a shared car only the driver the file names for that lap."""
    entry_of = {match.car.number: entry_id for entry_id, match in matched.items()}
    lap_of = {(lap.number, lap.n): lap for lap in reading.laps}
    leading = set()
    for n, number in enumerate(_draw(reading.laps).leaders, start=1):
        entry_id = entry_of.get(number or "")
        if number is None or entry_id is None:
            continue
        crew = crews.get(entry_id, ())
        driver = drivers.get((entry_id, lap_of[number, n].driver)) or (crew[0] if len(crew) == 1 else None)
        if driver is not None:
            leading.add((entry_id, driver))
    return leading


def _draw(laps: Sequence[TimedLap]) -> Chart:
    return draw_chart(RunLap(lap.number, lap.n, lap.time_ms, lap.elapsed_ms) for lap in laps)


def _count_led(reading: Reading) -> Mapping[str, int]:
    timed = any(lap.elapsed_ms is not None for lap in reading.laps)
    led: Mapping[str, int] = _draw(reading.laps).laps_led if timed else {}
    return led


def _mark(part: DriverEntry, entry_id: int, leading: set[tuple[int, int]] | None) -> DriverEntry:
    if leading is None or part.driver_id is None:
        return part
    flags = set(part.flags) - {LED}
    if (entry_id, part.driver_id) in leading:
        flags.add(LED)
    return replace(part, flags=tuple(sorted(flags)))


def _compare(line: LineEntry, before: LineEntry | None, file_line: int) -> PlannedLine:
    if before is None:
        return PlannedLine(line, State.NEW, file_line=file_line)
    changes = tuple(
        Change(name, was, now) for name in _FIELDS if (was := _read(before, name)) != (now := _read(line, name))
    )
    marked = [part.flags for part in line.drivers] != [part.flags for part in before.drivers]
    return PlannedLine(line, State.CHANGED if changes or marked else State.SAME, changes, file_line)


def _read(line: LineEntry, name: str) -> int | str | None:
    if name == "grid":
        return line.drivers[0].grid if line.drivers else ""
    if name == "road_order":
        return line.road_order if line.road_order is not None else line.stated_place
    value = getattr(line, name)
    return value.value if isinstance(value, FinishStatus) else value
