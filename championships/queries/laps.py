"""The laps of a session as the newest lap file gives them: best laps, leaders, and places lap by lap."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from championships.models import Bulletin, Crew, Lap, Sheet, TimingFile
from championships.scoring.laps import RunLap, draw_chart, rank_by_laps


@dataclass(frozen=True, slots=True)
class LapCar:
    """A car of the chart. `places[i]`: its place after lap i + 1, None where it is not known. Times in milliseconds."""

    entry_id: int
    number: str
    drivers: str
    laps: int
    best_ms: int | None
    best_n: int | None
    second_best_ms: int | None
    laps_led: int
    places: tuple[int | None, ...]
    pit_laps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """A stretch of laps one car led at the line."""

    number: str
    from_lap: int
    to_lap: int


@dataclass(frozen=True, slots=True)
class LapChart:
    """Cars by laps run, then by time since the start. `leads` in order of the laps."""

    session_id: int
    file_name: str
    laps: int
    cars: tuple[LapCar, ...]
    leads: tuple[Lead, ...]

    @property
    def by_best_lap(self) -> tuple[LapCar, ...]:
        """The cars with a timed lap, the quickest first; at the same time in the order of `cars`."""
        timed = [car for car in self.cars if car.best_ms is not None]
        return tuple(sorted(timed, key=lambda car: car.best_ms or 0))

    def find(self, number: str) -> LapCar | None:
        return next((car for car in self.cars if car.number == number), None)


def list_public_files(at: datetime) -> QuerySet[TimingFile]:
    """Lap files the public may read: those of a sheet that a bulletin has made public by then, or of no sheet at all.

    A file that made a draft, or a sheet nobody published, is no more public than the sheet.
    """
    sheets = Sheet.objects.filter(timing_file=OuterRef("pk"))
    public = sheets.filter(bulletins__issued_at__lte=at)
    return TimingFile.objects.filter(Q(Exists(public)) | ~Exists(sheets), laps__isnull=False)


def read_lap_chart(session_id: int, *, at: datetime | None = None) -> LapChart | None:
    """The chart of a session, None where no lap file was imported. Three queries, four with `at`.

    With `at` it is None, too, unless a result of the session is public at that instant: the public may know no laps of
    a session whose result it does not know, nor those of a draft.
    """
    if at is not None and not Bulletin.objects.filter(session=session_id).in_force(at).exists():
        return None
    files = TimingFile.objects.filter(laps__isnull=False) if at is None else list_public_files(at)
    kept = files.filter(session=session_id).defer("content").order_by("-recorded_at", "-pk").first()
    if kept is None:
        return None
    rows = list(
        Lap.objects.filter(timing_file=kept)
        .order_by("entry", "n")
        .values_list("entry_id", "entry__number", "n", "time_ms", "elapsed_ms", "in_pit")
    )
    names: dict[int, list[str]] = {}
    entries = {row[0] for row in rows}
    for entry_id, name in (
        Crew.objects.filter(entry__in=entries).order_by("entry", "order", "pk").values_list("entry_id", "driver__name")
    ):
        names.setdefault(entry_id, []).append(name)
    laps = [RunLap(str(entry), n, time_ms, elapsed_ms) for entry, _number, n, time_ms, elapsed_ms, _pit in rows]
    numbers = {str(entry): number for entry, number, *_rest in rows}
    pits: dict[str, list[int]] = {}
    for entry, _number, n, _time, _elapsed, in_pit in rows:
        if in_pit:
            pits.setdefault(str(entry), []).append(n)
    timed = any(lap.elapsed_ms is not None for lap in laps)  # of a practice, laps added up would be no race
    chart = draw_chart(laps if timed else ())
    led = chart.laps_led
    cars = tuple(
        LapCar(
            entry_id=int(run.car),
            number=numbers[run.car],
            drivers=" / ".join(names.get(int(run.car), ())),
            laps=run.laps,
            best_ms=run.best_ms,
            best_n=run.best_n,
            second_best_ms=run.second_best_ms,
            laps_led=led.get(run.car, 0),
            places=chart.places.get(run.car, ()),
            pit_laps=tuple(pits.get(run.car, ())),
        )
        for run in rank_by_laps(laps)
    )
    return LapChart(session_id, kept.name, chart.laps, cars, _join_leads(chart.leaders, numbers))


def _join_leads(leaders: tuple[str | None, ...], numbers: dict[str, str]) -> tuple[Lead, ...]:
    leads: list[Lead] = []
    for n, car in enumerate(leaders, start=1):
        if car is None:
            continue
        number = numbers[car]
        if leads and leads[-1].number == number and leads[-1].to_lap == n - 1:
            leads[-1] = Lead(number, leads[-1].from_lap, n)
        else:
            leads.append(Lead(number, n, n))
    return tuple(leads)
