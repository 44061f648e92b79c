"""Laps: who ran how many, how quick, who led, and where each car was at the end of every lap.

A car's place after lap n is counted among the cars that have completed n laps, by the time since the start at which
they did: the leader of lap n is who completed it first. Without times since the start the lap times are added up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunLap:
    """Lap n of a car. Times in milliseconds; `elapsed_ms` since the start, at its end."""

    car: str
    n: int
    time_ms: int | None = None
    elapsed_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A car's session: laps completed, time at the end of the last, its two best laps."""

    car: str
    laps: int
    elapsed_ms: int | None
    best_ms: int | None
    best_n: int | None
    second_best_ms: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Places lap by lap. `places[car][i]` is the place after lap i + 1, None where it is not known."""

    laps: int
    places: Mapping[str, tuple[int | None, ...]]
    leaders: tuple[str | None, ...]  # one a lap

    @property
    def laps_led(self) -> Mapping[str, int]:
        """How many laps each leader led at the line."""
        led: defaultdict[str, int] = defaultdict(int)
        for car in self.leaders:
            if car is not None:
                led[car] += 1
        return dict(led)


def rank_by_laps(laps: Iterable[RunLap]) -> tuple[Run, ...]:
    """The cars by laps completed, then by the time at the end of the last; unknown times last, then in order met."""
    runs = [_sum_up(car, run) for car, run in _by_car(laps).items()]
    order = {run.car: place for place, run in enumerate(runs)}
    unknown = 1 + max((run.elapsed_ms or 0 for run in runs), default=0)

    def rank(run: Run) -> tuple[int, int, int]:
        return -run.laps, unknown if run.elapsed_ms is None else run.elapsed_ms, order[run.car]

    return tuple(sorted(runs, key=rank))


def draw_chart(laps: Iterable[RunLap]) -> Chart:
    """The place of every car after every lap, and who led it."""
    by_car = _by_car(laps)
    last = max((lap.n for run in by_car.values() for lap in run), default=0)
    passed: list[list[tuple[int, str]]] = [[] for _ in range(last)]
    for car, run in by_car.items():
        for n, elapsed in _add_up(run).items():
            passed[n - 1].append((elapsed, car))
    places: dict[str, list[int | None]] = {car: [None] * last for car in by_car}
    leaders: list[str | None] = []
    for index, crossings in enumerate(passed):
        crossings.sort()
        place = 0
        for position, (elapsed, car) in enumerate(crossings, start=1):
            if position == 1 or elapsed != crossings[position - 2][0]:
                place = position
            places[car][index] = place
        first = crossings[0] if crossings else None
        tied = len(crossings) > 1 and first is not None and crossings[1][0] == first[0]
        leaders.append(None if first is None or tied else first[1])
    return Chart(last, {car: tuple(row) for car, row in places.items()}, tuple(leaders))


def _by_car(laps: Iterable[RunLap]) -> dict[str, list[RunLap]]:
    by_car: dict[str, list[RunLap]] = {}
    for lap in laps:
        by_car.setdefault(lap.car, []).append(lap)
    for run in by_car.values():
        run.sort(key=lambda lap: lap.n)
    return by_car


def _add_up(run: Sequence[RunLap]) -> dict[int, int]:
    """Lap -> time since the start. An unknown lap ends what can be added up; a known time since the start resumes."""
    times: dict[int, int] = {}
    total: int | None = 0
    for expected, lap in enumerate(run, start=1):
        if lap.elapsed_ms is not None:
            total = lap.elapsed_ms
        elif total is None or lap.time_ms is None or lap.n != expected:
            total = None
        else:
            total += lap.time_ms
        if total is not None:
            times[lap.n] = total
    return times


def _sum_up(car: str, run: Sequence[RunLap]) -> Run:
    timed = sorted((lap.time_ms, lap.n) for lap in run if lap.time_ms is not None)
    last = run[-1].n
    return Run(
        car,
        last,
        _add_up(run).get(last),
        timed[0][0] if timed else None,
        timed[0][1] if timed else None,
        timed[1][0] if len(timed) > 1 else None,
    )
