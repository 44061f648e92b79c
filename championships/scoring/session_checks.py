"""What is wrong, or odd, with a sheet beside the entry list of its session.

Problems are those of `checks`, with the same codes and levels. A race asks for other figures than a qualifying session.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from championships.scoring.checks import CODES, Problem
from championships.scoring.facts import Line, Sheet
from championships.scoring.vocabulary import FinishStatus, SessionKind, SheetOrigin


@dataclass(frozen=True, slots=True)
class Entered:
    """A car of the entry list. `counts`: it takes part in a championship that counts the session."""

    number: str
    withdrawn: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """Figures a sheet holds only as its source wrote them, by car."""

    timed: Collection[str] = ()  # cars with a total time in words
    gaps: Mapping[str, int] = field(default_factory=dict)  # milliseconds behind the first


_NOTHING = Written()


def check_session(
    sheet: Sheet, *, kind: SessionKind, entered: Sequence[Entered], written: Written = _NOTHING
) -> tuple[Problem, ...]:
    """What the sheet alone cannot tell, by code and car. An empty sheet has no problem here."""
    if not sheet.lines:
        return ()
    return (
        *_check_entries(sheet, entered),
        *_check_winner(sheet, kind, written),
        *_check_leader(sheet, kind),
        *_check_gaps(sheet, written),
        *_check_fastest_lap(sheet, kind),
    )


def _problem(code: str, car: str = "", **params: str | int) -> Problem:
    return Problem(CODES[code], code, car, params)


def _first_lines(sheet: Sheet) -> list[Line]:
    """One line a car, best first: those that hold a place (stated) or an order on the road."""
    cars: dict[str, Line] = {}
    for line in sheet.lines:
        cars.setdefault(line.car, line)
    ordered = [line for line in cars.values() if _order(sheet, line) is not None]
    return sorted(ordered, key=lambda line: (_order(sheet, line) or 0, line.car))


def _order(sheet: Sheet, line: Line) -> int | None:
    return line.place if sheet.origin is SheetOrigin.STATED else line.road_order


def _check_entries(sheet: Sheet, entered: Sequence[Entered]) -> Iterator[Problem]:
    by_number = {car.number: car for car in entered if car.number}
    cars = {line.car: line for line in sheet.lines}
    strangers = []
    for car, line in sorted(cars.items()):
        found = by_number.get(line.number) if line.number else None
        if line.number and found is None:
            yield _problem("not_entered", car, number=line.number)
        elif found is not None and found.withdrawn and line.status.started:
            yield _problem("entry_withdrawn", car, number=line.number)
        elif found is not None and not found.counts:
            strangers.append(line.number)
    there = {line.number for line in cars.values()}
    absent = [car.number for car in entered if car.counts and not car.withdrawn and car.number not in there]
    if absent and sheet.complete:
        yield _problem("entries_absent", cars=", ".join(absent), count=len(absent))
    if strangers and any(car.counts for car in entered):
        yield _problem("takes_no_part", cars=", ".join(strangers), count=len(strangers))


def _check_winner(sheet: Sheet, kind: SessionKind, written: Written) -> Iterator[Problem]:
    first = next(iter(_first_lines(sheet)), None)
    if first is None or first.status is not FinishStatus.CLASSIFIED:
        return
    lap = None if kind is SessionKind.RACE else first.best_lap_ms
    if first.time_ms is None and lap is None and first.car not in written.timed:
        yield _problem("winner_without_time", first.car)


def _check_leader(sheet: Sheet, kind: SessionKind) -> Iterator[Problem]:
    """Nobody ran more laps than the car first on the road. Where the winner's laps are given, `checks` compares."""
    if kind is not SessionKind.RACE or sheet.laps is not None or sheet.origin is SheetOrigin.STATED:
        return
    order = _first_lines(sheet)
    if not order or order[0].laps is None:
        return
    leader = order[0].laps
    for car in sorted({line.car for line in sheet.lines if line.laps is not None and line.laps > leader}):
        laps = max(line.laps or 0 for line in sheet.lines if line.car == car)
        yield _problem("laps_above_leader", car, laps=laps, leader=leader)


def _check_gaps(sheet: Sheet, written: Written) -> Iterator[Problem]:
    """The first gap that is smaller than that of the car before it, where both ran the same laps."""
    known = [
        line for line in _first_lines(sheet) if line.status is FinishStatus.CLASSIFIED and line.car in written.gaps
    ]
    for before, line in pairwise(known):
        if line.laps == before.laps and written.gaps[line.car] < written.gaps[before.car]:
            yield _problem("gap_backwards", line.car, other=before.car)
            return


def _check_fastest_lap(sheet: Sheet, kind: SessionKind) -> Iterator[Problem]:
    if kind is not SessionKind.RACE:
        return
    known = any(line.best_lap_ms is not None for line in sheet.lines)
    flagged = any("fastest_lap" in driver.flags for line in sheet.lines for driver in line.drivers)
    if not known and not flagged:
        yield _problem("fastest_lap_missing")
