"""The rows as the template shows them: labelled cells, what is wrong beside the line, the check list at the side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from championships.backoffice.problems import write_problem
from championships.backoffice.results.cars import Car, Field
from championships.backoffice.results.page import Stored
from championships.backoffice.results.quick import write_order
from championships.backoffice.results.rows import Row, find_winner
from championships.formatting.times import write_time_gap
from championships.models import Line
from championships.scoring.checks import Level, Problem
from championships.scoring.gaps import Behind, find_behind
from championships.scoring.vocabulary import FinishStatus

_DIGITS = {"place", "laps"}


@dataclass(frozen=True, slots=True)
class ShownCell:
    name: str
    field: str
    value: str
    label: str
    fault: bool
    theirs: str | None  # what somebody else saved; None: the same, or no conflict
    digits: bool


@dataclass(frozen=True, slots=True)
class Warned:
    level: str
    sentence: str
    anchor: str  # id of the row, "" for the sheet as a whole


@dataclass(frozen=True, slots=True)
class ShownRow:
    index: int
    number: str
    number_label: str
    number_fault: bool
    car: Car | None
    crew: tuple[tuple[int, str, bool], ...]  # the drivers of a shared car: key, name, ticked
    cells: tuple[ShownCell, ...]
    behind: str
    fastest: bool
    faults: tuple[str, ...]
    problems: tuple[Warned, ...]
    near: tuple[Car, ...]
    differs: bool
    placed: bool

    @property
    def state(self) -> str:
        """The mark at the edge of the row."""
        if self.faults or any(problem.level == Level.ERROR for problem in self.problems):
            return "bad"
        return "warn" if self.problems or self.differs else ""


def name_columns() -> dict[str, str]:
    """The heads of the columns, in the language in force."""
    return {
        "place": pgettext("column of places", "Pl."),
        "status": _("Status"),
        "laps": _("Laps"),
        "time": _("Time or gap"),
        "best": _("Best lap"),
        "second": _("Second best"),
        "grid": _("Grid"),
    }


def show_rows(
    rows: Sequence[Row], stored: Stored, columns: Sequence[str], problems: Sequence[Problem]
) -> list[ShownRow]:
    """`problems`: of the draft as stored."""
    heads = name_columns()
    by_entry = group_problems(stored, problems)
    gaps = _find_gaps(stored)
    fastest = _find_fastest(stored)
    shown = []
    for index, row in enumerate(rows):
        pk = row.car.pk if row.car is not None else 0
        label = row.car.label if row.car is not None else row.number or "?"
        cells = tuple(
            ShownCell(
                name=name,
                field=f"r{index}-{name}",
                value=row.get(name),
                label=_("%(field)s, car %(number)s") % {"field": heads[name], "number": label},
                fault=name in row.faults,
                theirs=row.theirs.get(name),
                digits=name in _DIGITS,
            )
            for name in columns
        )
        shown.append(
            ShownRow(
                index=index,
                number=row.number,
                number_label=_("%(field)s, car %(number)s") % {"field": _("Number"), "number": label},
                number_fault="number" in row.faults,
                car=row.car,
                crew=_list_crew(row, stored.lines.get(pk)),
                cells=cells,
                behind=gaps.get(pk, ""),
                fastest=pk in fastest,
                faults=tuple(row.faults.values()),
                problems=tuple(
                    Warned(problem.level.value, write_problem(replace(problem, car="")), f"row-{index}")
                    for problem in by_entry.get(pk, ())
                ),
                near=row.near,
                differs=bool(row.theirs),
                placed=bool(row.get("place") or row.get("status")),
            )
        )
    return shown


def list_warned(rows: Sequence[ShownRow], stored: Stored, problems: Sequence[Problem]) -> list[Warned]:
    """The check list: what cannot be read, then errors, then warnings, each with the line it is about."""
    faults = [
        Warned("error", f"{row.number or '?'} – {sentence}", f"row-{row.index}")
        for row in rows
        for sentence in row.faults
    ]
    anchors = {row.car.pk: f"row-{row.index}" for row in rows if row.car is not None}
    cars = _name_lines(stored)
    found = [
        Warned(problem.level.value, write_problem(problem), anchors.get(cars.get(problem.car, 0), ""))
        for problem in problems
    ]
    return faults + found


def group_problems(stored: Stored, problems: Sequence[Problem]) -> dict[int, list[Problem]]:
    """By entry."""
    cars = _name_lines(stored)
    grouped: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.car in cars:
            grouped.setdefault(cars[problem.car], []).append(problem)
    return grouped


def show_order(rows: Sequence[Row], field: Field) -> str:
    """The quick line of these rows: those with a place, then those who did not start."""
    placed = [row for row in rows if row.car is not None and row.place is not None]
    placed.sort(key=lambda row: row.place or 0)
    others = [row for row in rows if row.car is not None and row.place is None and row.status is not None]
    cars = [(row.car, row.status or FinishStatus.CLASSIFIED) for row in [*placed, *others] if row.car is not None]
    return write_order(cars, field)


def write_behind(behind: Behind | None) -> str:
    """ "+3.377", or "1 lap"."""
    if behind is None:
        return ""
    if behind.laps is not None:
        return ngettext("%(laps)s lap", "%(laps)s laps", behind.laps) % {"laps": behind.laps}
    return write_time_gap(behind.ms, get_language() or "en")


def _name_lines(stored: Stored) -> dict[str, int]:
    return {line.car: line.entry_id for line in stored.lines.values()}


def _list_crew(row: Row, line: Line | None) -> tuple[tuple[int, str, bool], ...]:
    """Only of a car with several drivers: of the others nobody is asked."""
    if row.car is None or len(row.car.crew) < 2:
        return ()
    if row.drivers is not None:
        ticked = set(row.drivers)
    elif line is not None:
        ticked = {part.driver_id for part in line.drivers.all() if part.driver_id}
    else:
        ticked = set(row.car.seated)
    return tuple((pk, name, pk in ticked) for pk, name in row.car.crew)


def _find_gaps(stored: Stored) -> dict[int, str]:
    """The gap of each car by entry: in a race to the winner, else to the best lap."""
    lines: Mapping[int, Line] = stored.lines
    if not stored.is_race:
        best = min((line.best_lap_ms for line in lines.values() if line.best_lap_ms), default=None)
        return {
            pk: write_behind(Behind(ms=line.best_lap_ms - best))
            for pk, line in lines.items()
            if best and line.best_lap_ms and line.best_lap_ms > best
        }
    winner = find_winner(lines.values(), timing=stored.origin.value == "timing")
    if winner is None:
        return {}
    return {
        pk: write_behind(
            find_behind(time_ms=line.time_ms, laps=line.laps, winner_time=winner.time_ms, winner_laps=winner.laps)
        )
        for pk, line in lines.items()
        if line is not winner and line.status == FinishStatus.CLASSIFIED.value
    }


def _find_fastest(stored: Stored) -> set[int]:
    return {pk for pk, line in stored.lines.items() if any("fastest_lap" in part.flags for part in line.drivers.all())}
