"""What is wrong, or odd, with a sheet, as far as the sheet alone can tell.

Problems are values: a code and its figures. The room that shows them finds the words. An *error*
keeps a sheet from being published, a *warning* asks a person to look.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from championships.scoring.facts import Line, Sheet
from championships.scoring.vocabulary import FinishStatus, SheetOrigin


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


# Every code there is, with its level: whoever shows problems can prove it has words for all.
CODES: Mapping[str, Level] = {
    "empty_sheet": Level.ERROR,
    "place_too_small": Level.ERROR,  # place
    "place_missing": Level.ERROR,  # classified on a complete stated sheet, without a place
    "place_unexpected": Level.WARNING,  # place, status: not classified, yet it has a place
    "place_shared": Level.WARNING,  # place, other
    "place_hole": Level.WARNING,  # place: nobody holds it
    "order_missing": Level.ERROR,  # started on a timing sheet without an order on the road
    "order_shared": Level.WARNING,  # order, other
    "lines_disagree": Level.ERROR,  # lines of one car differ in place or status
    "driver_missing": Level.ERROR,  # a line without drivers
    "driver_unknown": Level.WARNING,
    "driver_twice_in_car": Level.ERROR,  # driver
    "driver_in_two_cars": Level.WARNING,  # driver, other
    "number_missing": Level.WARNING,
    "number_shared": Level.WARNING,  # number, other
    "laps_negative": Level.ERROR,  # laps
    "laps_above_winner": Level.ERROR,  # laps, winner
    "laps_above_scheduled": Level.WARNING,  # laps, scheduled
    "laps_out_of_order": Level.WARNING,  # laps, other, other_laps: more laps than the car before
    "time_out_of_order": Level.WARNING,  # other: same laps and quicker than the car before
    "driver_laps_exceed": Level.ERROR,  # driver, laps, car_laps
    "grid_shared": Level.WARNING,  # grid, other
    "fastest_lap_elsewhere": Level.WARNING,  # other: flagged, but that car has a quicker best lap
    # What `session_checks` asks of a sheet beside its entry list.
    "not_entered": Level.ERROR,  # number
    "entry_withdrawn": Level.WARNING,  # number: withdrawn from the event, yet it ran
    "entries_absent": Level.WARNING,  # cars, count: entered for this session and not on the sheet
    "takes_no_part": Level.WARNING,  # cars, count: on the sheet, in no championship that counts the session
    "winner_without_time": Level.WARNING,
    "laps_above_leader": Level.ERROR,  # laps, leader
    "gap_backwards": Level.WARNING,  # other: a smaller gap than the car before, on the same lap
    "fastest_lap_missing": Level.WARNING,
    # What `points_checks` asks of it under the rule book of a season.
    "pole_missing": Level.WARNING,  # championship
    "points_differ": Level.WARNING,  # championship, table, given, scale
    "decision_not_applicable": Level.ERROR,  # a decision in force needs a figure the sheet does not hold
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend or to look at. `car` is empty where it concerns the whole sheet."""

    level: Level
    code: str
    car: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


def find_problems(sheet: Sheet) -> tuple[Problem, ...]:
    """Every problem of a sheet: errors first, then by car. The order of the lines never matters."""
    if not sheet.lines:
        return (_problem("empty_sheet"),)
    cars: dict[str, list[Line]] = {}
    for line in sorted(sheet.lines, key=_line_key):
        cars.setdefault(line.car, []).append(line)
    found = [
        *_check_cars(sheet, cars),
        *_check_scheduled(sheet, cars),
        *_check_people(cars),
        *_check_numbers(cars),
        *_check_distance(sheet, cars),
        *_check_fastest_lap(cars),
    ]
    if sheet.origin is SheetOrigin.STATED:
        found += _check_places(sheet, cars)
    else:
        found += _check_road_order(cars)
    found.sort(key=lambda p: (p.level is Level.WARNING, p.car, p.code, sorted(map(str, p.params.items()))))
    return tuple(found)


def _problem(code: str, car: str = "", **params: str | int) -> Problem:
    return Problem(CODES[code], code, car, params)


def _line_key(line: Line) -> tuple[str, int, str]:
    driver = line.drivers[0].driver if line.drivers else None
    return (line.car, line.road_order or 0, driver or "")


def _place(lines: list[Line]) -> int | None:
    return min((line.place for line in lines if line.place is not None), default=None)


def _laps(lines: list[Line]) -> int | None:
    return max((line.laps for line in lines if line.laps is not None), default=None)


def _time(lines: list[Line]) -> int | None:
    return next((line.time_ms for line in lines if line.time_ms is not None), None)


def _check_cars(sheet: Sheet, cars: Mapping[str, list[Line]]) -> Iterator[Problem]:
    for car, lines in cars.items():
        if len({(line.place, line.status) for line in lines}) > 1:
            yield _problem("lines_disagree", car)
        laps = _laps(lines)
        if laps is None:
            continue
        if laps < 0:
            yield _problem("laps_negative", car, laps=laps)
        if sheet.laps is not None and laps > sheet.laps:
            yield _problem("laps_above_winner", car, laps=laps, winner=sheet.laps)


def _check_scheduled(sheet: Sheet, cars: Mapping[str, list[Line]]) -> Iterator[Problem]:
    """Said once, of the car that ran the most: whoever ran too far, all who kept up with it did."""
    ran = [(-laps, car) for car, lines in cars.items() if (laps := _laps(lines)) is not None]
    if ran and sheet.scheduled_laps is not None and -min(ran)[0] > sheet.scheduled_laps:
        most, car = min(ran)
        yield _problem("laps_above_scheduled", car, laps=-most, scheduled=sheet.scheduled_laps)


def _check_people(cars: Mapping[str, list[Line]]) -> Iterator[Problem]:
    driven: dict[str, str] = {}
    grid: dict[int, str] = {}
    for car, lines in cars.items():
        inside: set[str] = set()
        laps = _laps(lines)
        for line in lines:
            if not line.drivers:
                yield _problem("driver_missing", car)
            for driver in line.drivers:
                if driver.grid is not None and grid.setdefault(driver.grid, car) != car:
                    yield _problem("grid_shared", car, grid=driver.grid, other=grid[driver.grid])
                if driver.driver is None:
                    yield _problem("driver_unknown", car)
                    continue
                if driver.driver in inside:
                    yield _problem("driver_twice_in_car", car, driver=driver.driver)
                elif driven.setdefault(driver.driver, car) != car:
                    yield _problem("driver_in_two_cars", car, driver=driver.driver, other=driven[driver.driver])
                inside.add(driver.driver)
                if driver.laps is not None and laps is not None and driver.laps > laps:
                    yield _problem("driver_laps_exceed", car, driver=driver.driver, laps=driver.laps, car_laps=laps)


def _check_numbers(cars: Mapping[str, list[Line]]) -> Iterator[Problem]:
    numbers: dict[str, str] = {}
    for car, lines in cars.items():
        number = next((line.number for line in lines if line.number), "")
        if not number:
            yield _problem("number_missing", car)
        elif numbers.setdefault(number, car) != car:
            yield _problem("number_shared", car, number=number, other=numbers[number])


def _check_places(sheet: Sheet, cars: Mapping[str, list[Line]]) -> Iterator[Problem]:
    held: dict[int, str] = {}
    for car, lines in cars.items():
        place, status = _place(lines), lines[0].status
        if place is None:
            if status is FinishStatus.CLASSIFIED and sheet.complete:
                yield _problem("place_missing", car)
            continue
        if place < 1:
            yield _problem("place_too_small", car, place=place)
        if status is not FinishStatus.CLASSIFIED:
            yield _problem("place_unexpected", car, place=place, status=status.value)
        if held.setdefault(place, car) != car:
            yield _problem("place_shared", car, place=place, other=held[place])
    if sheet.complete:
        places = sorted(place for lines in cars.values() if (place := _place(lines)) is not None)
        for index, place in enumerate(places):
            before = places[index - 1] if index else 0
            if place > before:
                for hole in range(index + 1, place):
                    yield _problem("place_hole", place=hole)


def _check_road_order(cars: Mapping[str, list[Line]]) -> Iterator[Problem]:
    held: dict[int, str] = {}
    for car, lines in cars.items():
        orders = [line.road_order for line in lines if line.road_order is not None]
        if not orders:
            if lines[0].status.started:
                yield _problem("order_missing", car)
            continue
        order = min(orders)
        if held.setdefault(order, car) != car:
            yield _problem("order_shared", car, order=order, other=held[order])


def _check_distance(sheet: Sheet, cars: Mapping[str, list[Line]]) -> Iterator[Problem]:
    """More laps, or as many in less time, than the car before it. Qualifying has no total times."""
    if sheet.laps is None and all(_time(lines) is None for lines in cars.values()):
        return
    ordered: list[tuple[int, str]] = []
    for car, lines in cars.items():
        road = min((line.road_order for line in lines if line.road_order is not None), default=None)
        order = _place(lines) if sheet.origin is SheetOrigin.STATED else road
        if order is not None and lines[0].status is FinishStatus.CLASSIFIED:
            ordered.append((order, car))
    ordered.sort()
    for (_, before), (_, car) in pairwise(ordered):
        laps, laps_before = _laps(cars[car]), _laps(cars[before])
        if laps is None or laps_before is None:
            continue
        if laps > laps_before:
            yield _problem("laps_out_of_order", car, laps=laps, other=before, other_laps=laps_before)
        time, time_before = _time(cars[car]), _time(cars[before])
        if laps == laps_before and time is not None and time_before is not None and time < time_before:
            yield _problem("time_out_of_order", car, other=before)


def _check_fastest_lap(cars: Mapping[str, list[Line]]) -> Iterator[Problem]:
    best: dict[str, int] = {}
    flagged: list[str] = []
    for car, lines in cars.items():
        known = [line.best_lap_ms for line in lines if line.best_lap_ms is not None]
        if known:
            best[car] = min(known)
        if any("fastest_lap" in driver.flags for line in lines for driver in line.drivers):
            flagged.append(car)
    for car in flagged:
        quicker = [(lap, other) for other, lap in best.items() if car in best and lap < best[car]]
        if quicker:
            yield _problem("fastest_lap_elsewhere", car, other=min(quicker)[1])
