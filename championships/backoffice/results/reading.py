"""What the rows mean: lines for the office, and a sentence at every cell that cannot be read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.backoffice.results.rows import Row
from championships.backoffice.results.statuses import read_status
from championships.models import Line, LineDriver
from championships.officiating.entry import DriverEntry, LineEntry
from championships.scoring.gaps import Distance, Gap, LapsBehind, LapsDisagree, NoTotal, TimeBehind, measure, read_gap
from championships.scoring.times import read_time
from championships.scoring.vocabulary import FinishStatus, SheetOrigin

AUTOMATIC, NOBODY, KEPT = "auto", "none", "kept"
FASTEST, POLE = "fastest_lap", "pole"


@dataclass(frozen=True, slots=True)
class Marks:
    """Who is marked: an entry as text, or AUTOMATIC, NOBODY, KEPT."""

    fastest: str = AUTOMATIC
    pole: str = NOBODY


@dataclass(slots=True)
class _Read:
    """A row half understood."""

    row: Row
    status: FinishStatus
    place: int | None
    laps: int | None
    gap: Gap | None
    best: int | None
    second: int | None
    distance: Distance = field(default_factory=Distance)


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines in the order of the sheet, and the laps of the winner."""

    lines: tuple[LineEntry, ...]
    laps: int | None


def read_rows(
    rows: Sequence[Row], *, origin: SheetOrigin, race: bool, laps: int | None, marks: Marks, stored: Mapping[int, Line]
) -> Reading | None:
    """The lines, or None where a cell cannot be read: then the rows hold the sentences.

    `laps`: of the winner, where the sheet itself says so. `stored`: the lines there are, for what the form hides.
    """
    _find_twins(rows)
    read = [each for each in map(_read_row, rows) if each is not None]
    if any(row.faults for row in rows):
        return None
    read.sort(key=lambda each: (each.place is None, each.place or 0))
    winner = next((each for each in read if each.place is not None and each.status is FinishStatus.CLASSIFIED), None)
    winner_laps = winner.laps if winner is not None and winner.laps is not None else laps
    _measure(read, winner, winner_laps)
    if any(row.faults for row in rows):
        return None
    fastest = _find_fastest(read, marks.fastest, race=race)
    timing = origin is SheetOrigin.TIMING
    last = max((each.place or 0 for each in read), default=0)
    lines = []
    for each in read:
        order = each.place
        if timing and order is None and each.status.started and each.status is not FinishStatus.CLASSIFIED:
            last += 1  # who did not finish, and has no place typed, comes after those that have one
            order = last
        lines.append(_build_line(each, order, timing, marks, fastest, stored))
    return Reading(tuple(lines), winner_laps)


def _find_twins(rows: Sequence[Row]) -> None:
    count = Counter(row.car.pk for row in rows if row.car is not None)
    for row in rows:
        if row.car is None:
            if row.number:
                row.faults["number"] = _("%(number)s is not entered.") % {"number": row.number}
            else:
                row.faults["number"] = _("This line has no number.")
        elif count[row.car.pk] > 1:
            row.faults["number"] = _("Car %(number)s stands on two lines.") % {"number": row.car.label}


def _read_row(row: Row) -> _Read | None:
    """The cells one by one; None for a car that is not on the sheet."""
    if row.is_blank:
        return None
    status: FinishStatus | None = None
    try:
        status = read_status(row.get("status"))
    except ValueError:
        row.faults["status"] = _("“%(value)s” is no status.") % {"value": row.get("status")}
    return _Read(
        row=row,
        status=status or FinishStatus.CLASSIFIED,
        place=_read_count(row, "place", least=1, most=999),
        laps=_read_count(row, "laps", least=0, most=2000),
        gap=_read_gap(row),
        best=_read_lap(row, "best"),
        second=_read_lap(row, "second"),
    )


def _read_count(row: Row, cell: str, *, least: int, most: int) -> int | None:
    text = row.get(cell)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:6]) <= most:
        row.faults[cell] = _("“%(value)s” is not a number from %(least)s to %(most)s.") % {
            "value": text,
            "least": least,
            "most": most,
        }
        return None
    return int(text)


def _read_gap(row: Row) -> Gap | None:
    text = row.get("time")
    if not text:
        return None
    try:
        return read_gap(text)
    except ValueError:
        row.faults["time"] = _("“%(value)s” is neither a time nor a gap. Write 20:31.402, +3.377 or 1 lap.") % {
            "value": text
        }
        return None


def _read_lap(row: Row, cell: str) -> int | None:
    text = row.get(cell)
    if not text:
        return None
    try:
        return read_time(text)
    except ValueError:
        row.faults[cell] = _("“%(value)s” is not a time. Write it like 1:31.402.") % {"value": text}
        return None


def _measure(read: Sequence[_Read], winner: _Read | None, winner_laps: int | None) -> None:
    winner_time: int | None = None
    ordered = [*([winner] if winner is not None else []), *(each for each in read if each is not winner)]
    for each in ordered:
        try:
            each.distance = measure(
                each.gap,
                laps=each.laps,
                winner=each is winner,
                winner_time=winner_time,
                winner_laps=winner_laps,
                finished=each.status is FinishStatus.CLASSIFIED,
            )
        except NoTotal:
            each.row.faults["time"] = _("The winner needs a total time: gaps are measured from it.")
        except LapsDisagree as error:
            each.row.faults["time"] = ngettext(
                "That makes %(expected)s lap, not the %(laps)s typed.",
                "That makes %(expected)s laps, not the %(laps)s typed.",
                error.expected,
            ) % {"expected": error.expected, "laps": "–" if each.laps is None else each.laps}
        if each is winner:
            winner_time = each.distance.time_ms


def _find_fastest(read: Sequence[_Read], choice: str, *, race: bool) -> int | None:
    """The car with the fastest lap: the one named, or the best of the best laps (of equal ones the first placed)."""
    if choice.isdigit():
        return int(choice)
    if choice != AUTOMATIC or not race:
        return None
    timed = [each for each in read if each.best is not None and each.status.started]
    best = min(timed, key=lambda each: each.best or 0, default=None)
    return best.row.car.pk if best is not None and best.row.car is not None else None


def _build_line(
    each: _Read,
    order: int | None,
    timing: bool,
    marks: Marks,
    fastest: int | None,
    stored: Mapping[int, Line],
) -> LineEntry:
    car = each.row.car
    if car is None:  # pragma: no cover - such a row has a fault, and rows with faults are not built
        raise ValueError(each.row.number)
    before = stored.get(car.pk)
    return LineEntry(
        entry_id=car.pk,
        status=each.status,
        road_order=order if timing else None,
        stated_place=None if timing else order,
        car=before.car if before else "",
        car_class=before.car_class if before else "",
        laps=each.distance.laps,
        time_ms=each.distance.time_ms,
        best_lap_ms=each.best,
        second_best_ms=each.second,
        drivers=_build_drivers(each, marks, fastest, before),
    )


def _build_drivers(each: _Read, marks: Marks, fastest: int | None, before: Line | None) -> tuple[DriverEntry, ...]:
    """Who drove; what the form does not show of a stored part (team, texts, other flags) is kept."""
    car, row = each.row.car, each.row
    parts = list(before.drivers.all()) if before else []
    known: dict[int | None, LineDriver] = {part.driver_id: part for part in parts}
    chosen: list[int | None]
    if row.drivers is not None:
        chosen = list(row.drivers)
    elif before is not None:
        chosen = [part.driver_id for part in parts]
    else:
        chosen = list(car.seated) if car is not None else []
    same_time = before is not None and before.time_ms == each.distance.time_ms
    waiting = row.get("time") if each.distance.pending else ""
    built = []
    for index, driver_id in enumerate(chosen or [None]):
        part = known.get(driver_id)
        flags = set(part.flags) if part else set()
        for flag, choice, holder in ((FASTEST, marks.fastest, fastest), (POLE, marks.pole, _number(marks.pole))):
            if choice == KEPT:
                continue
            mine = car is not None and holder == car.pk
            already = any(flag in other.flags for other in parts)
            if not mine:
                flags.discard(flag)
            elif not already and index == 0:
                flags.add(flag)
        built.append(
            DriverEntry(
                driver_id=driver_id,
                team_id=part.team_id if part else None,
                entrant_id=part.entrant_id if part else None,
                shared=part.shared if part else False,
                laps=part.laps if part else None,
                grid=row.get("grid")[:8],
                time_text=part.time_text if part and same_time else "",
                penalty_text=part.penalty_text if part else "",
                gap_text=waiting or _keep_gap(part, each, same_time=same_time),
                reason=part.reason if part else "",
                flags=tuple(sorted(flags)),
            )
        )
    return tuple(built)


def _keep_gap(part: LineDriver | None, each: _Read, *, same_time: bool) -> str:
    """The gap as its source wrote it, unless what is typed now says otherwise."""
    if part is None or not same_time or isinstance(each.gap, (TimeBehind, LapsBehind)):
        return ""
    return part.gap_text


def _number(choice: str) -> int | None:
    return int(choice) if choice.isdigit() else None


def read_marks(lines: Sequence[Line]) -> Marks:
    """What a stored sheet marks. The fastest lap is automatic where the best laps say the same."""
    fastest = [line for line in lines if any(FASTEST in part.flags for part in line.drivers.all())]
    pole = [line for line in lines if any(POLE in part.flags for part in line.drivers.all())]
    timed = [line for line in lines if line.best_lap_ms is not None and FinishStatus(line.status).started]
    timed.sort(key=lambda line: (line.best_lap_ms, line.road_order or line.stated_place or 999, line.order))
    by_laps = [line.entry_id for line in timed[:1]]
    marked = AUTOMATIC if [line.entry_id for line in fastest] == by_laps else _name_marked(fastest)
    return Marks(fastest=marked, pole=_name_marked(pole))


def _name_marked(lines: Sequence[Line]) -> str:
    if not lines:
        return NOBODY
    return str(lines[0].entry_id) if len(lines) == 1 else KEPT
