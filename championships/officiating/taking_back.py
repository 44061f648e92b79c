"""A result taken back to an earlier lap: a new sheet of the order at that lap, never arithmetic on totals.

The rule of the sport (FIA sporting regulations, a race suspended and not resumed: "the results will be taken at the end
of the penultimate lap before the lap during which the signal was given"): the flag is thought of as shown when the
leader completed that lap. Every car is counted at its next crossing of the line, with the laps it had done by then.
A car that never crossed it again had not taken the flag: it keeps the laps it had completed and is retired.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from championships.models import Bulletin, Lap, Line, LineDriver, Session, Sheet, TimingFile, User
from championships.officiating.entry import DriverEntry, LineEntry, SheetEntry, save_draft, start_draft
from championships.officiating.errors import Refusal
from championships.scoring.vocabulary import FinishStatus, SheetOrigin

_FASTEST = "fastest_lap"
_STAYS = frozenset({FinishStatus.DSQ.value, FinishStatus.EX.value})


@dataclass(frozen=True, slots=True)
class CarAtLap:
    """A car when the result is taken. `time_ms`: since the start; None: it did not take the flag, or not known."""

    entry_id: int
    number: str
    laps: int
    time_ms: int | None
    best_lap_ms: int | None
    took_flag: bool


@dataclass(frozen=True, slots=True)
class LapOrder:
    """The order at a lap, best first. No cars: no laps are stored that tell it, the official enters the sheet."""

    session_pk: int
    session: str
    lap: int
    cars: tuple[CarAtLap, ...]


def read_order(session: Session, lap: int, *, now: datetime) -> LapOrder:
    """The order when the leader completed that lap, from the newest lap-by-lap file of the session. Two queries."""
    newest = TimingFile.objects.filter(session=session, laps__isnull=False).order_by("-recorded_at", "-pk").first()
    laps: defaultdict[int, list[Lap]] = defaultdict(list)
    if newest is not None:
        for row in Lap.objects.filter(timing_file=newest).select_related("entry").order_by("entry_id", "n"):
            laps[row.entry_id].append(row)
    crossings = {entry: _list_crossings(rows) for entry, rows in laps.items()}
    ends = [ms for times in crossings.values() if (ms := times.get(lap)) is not None]
    known = all(None not in times.values() for times in crossings.values())
    if not ends or not known:
        return LapOrder(session.pk, str(session.name), lap, ())
    flag = min(ends)
    cars = [_find_car(rows, crossings[entry], flag) for entry, rows in laps.items()]
    cars.sort(key=lambda car: (-car.laps, not car.took_flag, car.time_ms or 0, car.number, car.entry_id))
    return LapOrder(session.pk, str(session.name), lap, tuple(cars))


def _list_crossings(rows: list[Lap]) -> dict[int, int | None]:
    """Lap -> milliseconds since the start when it was completed; added up from the lap times where not stored."""
    found: dict[int, int | None] = {}
    sum_ms: int | None = 0
    for expected, row in enumerate(rows, start=1):
        whole = row.n == expected and sum_ms is not None and row.time_ms is not None
        sum_ms = (sum_ms or 0) + (row.time_ms or 0) if whole else None
        found[row.n] = row.elapsed_ms if row.elapsed_ms is not None else sum_ms
        sum_ms = found[row.n]
    return found


def _find_car(rows: list[Lap], crossings: dict[int, int | None], flag: int) -> CarAtLap:
    counted = next((n for n, ms in crossings.items() if ms is not None and ms >= flag), None)
    last = counted if counted is not None else max(crossings)
    times = [row.time_ms for row in rows if row.n <= last and row.time_ms]
    entry = rows[0].entry
    return CarAtLap(entry.pk, entry.number, last, crossings[last], min(times, default=None), counted is not None)


def write_draft(*, session: Session, lap: int, by: User, now: datetime, recorded_at: datetime) -> Sheet:
    """The draft of the session: the order at that lap; without stored laps the standing sheet, to be corrected by hand.

    Refused while another draft of the session is being written.
    """
    if Sheet.objects.filter(session=session, draft=True).exists():
        raise Refusal(_("A draft of this session is being written: publish it or throw it away first."))
    standing = Bulletin.objects.filter(session=session).in_force(now).select_related("sheet").first()
    draft = start_draft(session=session, by=by, recorded_at=recorded_at, origin=SheetOrigin.TIMING, now=now)
    order = read_order(session, lap, now=now)
    if not order.cars:
        return draft
    lines = {line.entry_id: line for line in Line.objects.filter(sheet=standing.sheet_id if standing else 0)}
    parts: defaultdict[int, list[LineDriver]] = defaultdict(list)
    for part in LineDriver.objects.filter(line__in=list(lines.values())).order_by("line_id", "order", "pk"):
        parts[part.line_id].append(part)
    best = min((car.best_lap_ms for car in order.cars if car.best_lap_ms), default=0)
    entries = [
        _write_line(car, place, lines.get(car.entry_id), parts, is_fastest=car.best_lap_ms == best)
        for place, car in enumerate(order.cars, start=1)
    ]
    seen = {car.entry_id for car in order.cars}
    entries += [
        LineEntry(
            entry_id=line.entry_id,
            status=FinishStatus(line.status) if not FinishStatus(line.status).started else FinishStatus.DNF,
            road_order=None if not FinishStatus(line.status).started else len(entries) + index,
            car=line.car,
            car_class=line.car_class,
            laps=0 if FinishStatus(line.status).started else None,
            drivers=_write_parts(parts[line.pk], is_fastest=False),
        )
        for index, line in enumerate((one for one in lines.values() if one.entry_id not in seen), start=1)
    ]
    about = SheetEntry(origin=SheetOrigin.TIMING, laps=lap)
    return save_draft(sheet=draft, version=draft.version, lines=entries, by=by, recorded_at=recorded_at, about=about)


def _write_line(
    car: CarAtLap, place: int, line: Line | None, parts: dict[int, list[LineDriver]], *, is_fastest: bool
) -> LineEntry:
    status = FinishStatus.CLASSIFIED if car.took_flag else FinishStatus.DNF
    if line is not None and line.status in _STAYS:
        status = FinishStatus(line.status)
    return LineEntry(
        entry_id=car.entry_id,
        status=status,
        road_order=place,
        car=line.car if line else "",
        car_class=line.car_class if line else "",
        laps=car.laps,
        time_ms=car.time_ms,
        best_lap_ms=car.best_lap_ms,
        drivers=_write_parts(parts[line.pk], is_fastest=is_fastest) if line else (),
    )


def _write_parts(parts: list[LineDriver], *, is_fastest: bool) -> tuple[DriverEntry, ...]:
    """The people of the car as the standing sheet has them; texts of times are those of the whole race and go."""
    found = []
    for index, part in enumerate(parts):
        flags = set(part.flags) - {_FASTEST}
        if is_fastest and index == 0:
            flags.add(_FASTEST)
        found.append(
            DriverEntry(
                driver_id=part.driver_id,
                team_id=part.team_id,
                entrant_id=part.entrant_id,
                shared=part.shared,
                grid=part.grid,
                flags=tuple(sorted(flags)),
            )
        )
    return tuple(found)
