"""The rows of the entry as text: from the form, from the stored sheet, from the quick line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from championships.backoffice.results.cars import Car, Field
from championships.backoffice.results.quick import Token
from championships.backoffice.results.statuses import KEYS, read_status, show_status
from championships.formatting.times import write_time, write_time_gap
from championships.models import Line, Sheet
from championships.scoring.gaps import LapsBehind, TimeBehind, read_gap
from championships.scoring.times import read_time
from championships.scoring.vocabulary import FinishStatus, SheetOrigin

CELLS = ("place", "status", "laps", "time", "best", "second", "grid")
MAX_ROWS = 400
_MAX_LENGTH = 40


@dataclass(slots=True)
class Row:
    """One row as typed. `car` None: the number in the plate is no car of the entry list, or not yet one."""

    number: str = ""
    car: Car | None = None
    cells: dict[str, str] = field(default_factory=dict)
    drivers: tuple[int, ...] | None = None  # None: as stored, or whoever sits in the car
    faults: dict[str, str] = field(default_factory=dict)
    near: tuple[Car, ...] = ()
    theirs: dict[str, str] = field(default_factory=dict)  # cells that somebody else saved otherwise
    position: int = 0  # in the page as it was sent

    def get(self, cell: str) -> str:
        return self.cells.get(cell, "")

    @property
    def is_blank(self) -> bool:
        return not any(self.get(cell) for cell in CELLS if cell != "grid")

    @property
    def place(self) -> int | None:
        """The place typed, where it can be read."""
        text = self.get("place")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None

    @property
    def status(self) -> FinishStatus | None:
        try:
            return read_status(self.get("status"))
        except ValueError:
            return None


def read_posted(data: Mapping[str, Any], getlist: Callable[[str], Sequence[str]], cars: Field) -> list[Row]:
    """The rows of a form sent: nothing is judged, only the plates are looked up."""
    count = data.get("rows", "0")
    rows: list[Row] = []
    for index in range(min(int(count) if count.isascii() and count.isdigit() else 0, MAX_ROWS)):
        stem = f"r{index}-"
        number = str(data.get(f"{stem}number", "")).strip()[:_MAX_LENGTH]
        key = str(data.get(f"{stem}entry", ""))
        before = cars.by_pk.get(int(key)) if key.isascii() and key.isdigit() else None
        row = Row(
            number=number,
            cells={cell: str(data.get(stem + cell, "")).strip()[:_MAX_LENGTH] for cell in CELLS},
            position=index,
        )
        typed = [int(key) for key in getlist(f"{stem}drivers") if key.isascii() and key.isdigit()]
        row.drivers = tuple(typed) if data.get(f"{stem}crew") else None
        row.car = _look_up(row, before, cars)
        if row.car is not None and before is not None and row.car is not before:
            row.drivers = None  # the plate was painted over: another car, another crew
            if not row.get("place") and not row.get("status"):
                row.cells["place"] = str(index + 1)
        rows.append(row)
    return _join(rows, cars)


def _look_up(row: Row, before: Car | None, cars: Field) -> Car | None:
    if before is not None and row.number.casefold() in (before.number.casefold(), before.label.casefold()):
        return before
    return cars.find(row.number)


def _join(rows: list[Row], cars: Field) -> list[Row]:
    """One row a car: a blank row goes where the car stands on another. Cars without a row get one."""
    filled = {row.car.pk for row in rows if row.car is not None and not row.is_blank}
    seen: set[int] = set()
    kept = []
    for row in rows:
        if row.car is None:
            if row.number or not row.is_blank:
                kept.append(row)
            continue
        if row.is_blank and (row.car.pk in filled or row.car.pk in seen):
            continue
        seen.add(row.car.pk)
        kept.append(row)
    return kept + [start_row(car) for car in cars.cars if car.pk not in seen and not car.withdrawn]


def start_row(car: Car) -> Row:
    """A car not yet on the sheet."""
    return Row(number=car.label, car=car, cells={"grid": car.grid})


def read_stored(sheet: Sheet | None, lines: Mapping[int, Line], cars: Field) -> list[Row]:
    """The rows of a stored sheet, then the cars that are not on it. Without a sheet: the entry list."""
    if sheet is None:
        return [start_row(car) for car in cars.cars if not car.withdrawn]
    timing = sheet.origin == SheetOrigin.TIMING.value
    winner = find_winner(lines.values(), timing=timing)
    rows = []
    for line in lines.values():
        car = cars.by_pk[line.entry_id]
        rows.append(Row(number=car.label, car=car, cells=_show_line(line, winner, timing=timing)))
    rows = sort_rows(rows)
    return rows + [start_row(car) for car in cars.cars if car.pk not in lines and not car.withdrawn]


def sort_rows(rows: Sequence[Row]) -> list[Row]:
    """By place; then those with a status or figures; then those that are not on the sheet. Each as they stood."""

    def key(row: Row) -> tuple[int, int]:
        if row.place is not None:
            return (0, row.place)
        return (1, 0) if not row.is_blank or row.car is None else (2, 0)

    return sorted(rows, key=key)


def find_winner(lines: Any, *, timing: bool) -> Line | None:
    """The car in front of those that took the flag."""
    places = [
        (place, line.order, line)
        for line in lines
        if line.status == FinishStatus.CLASSIFIED.value
        and (place := line.road_order if timing else line.stated_place) is not None
    ]
    return min(places, key=lambda each: each[:2])[2] if places else None


def _show_line(line: Line, winner: Line | None, *, timing: bool) -> dict[str, str]:
    language = get_language() or "en"
    parts = list(line.drivers.all())
    place = line.road_order if timing else line.stated_place
    status = FinishStatus(line.status)
    return {
        "place": "" if place is None else str(place),
        "status": "" if status is FinishStatus.CLASSIFIED and place is not None else show_status(status),
        "laps": "" if line.laps is None else str(line.laps),
        "time": _show_distance(line, parts[0].gap_text if parts else "", winner, language),
        "best": write_time(line.best_lap_ms, language),
        "second": write_time(line.second_best_ms, language),
        "grid": parts[0].grid if parts else "",
    }


def _show_distance(line: Line, gap_text: str, winner: Line | None, language: str) -> str:
    """Total time of the winner, gap of those on the same lap, total of everybody else; or the gap that still waits."""
    if line.time_ms is None:
        return gap_text if line.laps is None and _waits(gap_text) else ""
    if winner is None or line is winner or winner.time_ms is None or line.time_ms < winner.time_ms:
        return write_time(line.time_ms, language)
    if line.laps is None or line.laps != winner.laps:
        return write_time(line.time_ms, language)
    return write_time_gap(line.time_ms - winner.time_ms, language)


def _waits(gap_text: str) -> bool:
    try:
        return isinstance(read_gap(gap_text), (TimeBehind, LapsBehind))
    except ValueError:
        return False


def apply_order(rows: Sequence[Row], tokens: Sequence[Token], before: str, cars: Field) -> list[Row]:
    """The rows after the quick line: it gives places and statuses to the cars it names.

    A car that stood in the line before (`before`) and no longer does loses both. What is typed of laps and times stays.
    A number that is no car gets a row of its own, at its place.
    """
    by_car = {row.car.pk: row for row in rows if row.car is not None}
    for word in before.split():
        car = cars.find(word) or (cars.find(word[:-1].removesuffix("=")) if word[-1:].casefold() in KEYS else None)
        if car is not None and car.pk in by_car:
            by_car[car.pk].cells |= {"place": "", "status": ""}
    kept = [row for row in rows if row.car is not None]
    place = 0
    for token in tokens:
        if token.fault == "twice":
            continue
        row = by_car.get(token.car.pk) if token.car is not None else None
        if row is None and token.car is not None:
            row = start_row(token.car)
            kept.append(row)
        elif row is None:
            row = next((each for each in rows if each.car is None and each.number == token.text), Row(token.text))
            row.near = token.near
            kept.append(row)
        started = token.status.started
        place += started
        shown = "" if token.status is FinishStatus.CLASSIFIED else show_status(token.status)
        row.cells |= {"place": str(place) if started else "", "status": shown}
    return sort_rows(kept)


def order_by_best(rows: Sequence[Row]) -> list[Row]:
    """Qualifying: places by best lap; equal ones as they stood. A car without a lap has no place."""
    timed: list[tuple[int, Row]] = []
    for row in rows:
        try:
            best = read_time(row.get("best"))
        except ValueError:
            best = 0
        status = row.status
        if best and (status is None or status.started):
            timed.append((best, row))
        elif status is None or status is FinishStatus.CLASSIFIED:
            row.cells["place"] = ""
    for place, (_best, row) in enumerate(sorted(timed, key=lambda each: each[0]), start=1):
        row.cells["place"] = str(place)
    return sort_rows(rows)
