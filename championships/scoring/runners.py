"""One car on its way from the sheet to its place: figures, penalties, who passes whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from championships.scoring.facts import Decision, Line, Sheet
from championships.scoring.vocabulary import FinishStatus, PenaltyKind

STRUCK = (FinishStatus.DSQ, FinishStatus.EX)
LAST = 10**9


class UnrankableError(ValueError):
    """A decision cannot be applied: the figures it needs are not on the sheet. Names the car.

    `code` and `params` are for the message to the official; `str()` is a plain English sentence.
    """

    def __init__(self, code: str, car: str, sentence: str, **params: str | int) -> None:
        super().__init__(sentence)
        self.code = code
        self.car = car
        self.params = params


@dataclass(slots=True)
class Runner:
    """One car on its way to its place."""

    car: str
    lines: list[Line]
    status: FinishStatus
    place: int | None
    road: int
    laps: int | None
    time: int | None  # milliseconds, penalties not added
    best_lap: int | None
    penalty: int = 0  # milliseconds
    laps_lost: int = 0
    places_lost: int = 0
    lap_deleted: bool = False
    set_no_time: bool = False  # qualifying: it stands behind all that have a lap, without one

    @property
    def is_struck(self) -> bool:
        return self.status in STRUCK

    @property
    def was_struck(self) -> bool:
        """Struck by a decision, not already by the sheet itself."""
        return self.is_struck and self.lines[0].status not in STRUCK

    @property
    def order(self) -> tuple[int, int]:
        """Where it stands on the sheet: by stated place, then by the order on the road."""
        return (LAST if self.place is None else self.place, self.road)

    @property
    def total(self) -> int | None:
        return None if self.time is None else self.time + self.penalty

    @property
    def counted_laps(self) -> int | None:
        return None if self.laps is None else self.laps - self.laps_lost

    @property
    def is_moved(self) -> bool:
        return bool(self.penalty or self.laps_lost or self.lap_deleted)


def read_runners(sheet: Sheet, decisions: Sequence[Decision], *, by_best_laps: bool = True) -> list[Runner]:
    """The cars of a sheet with what the decisions do to each. Raises UnrankableError.

    `by_best_laps`: the session is ranked by best laps, so that a deleted one moves its car.
    """
    cars: dict[str, list[Line]] = {}
    for line in sorted(sheet.lines, key=_line_key):
        cars.setdefault(line.car, []).append(line)
    runners = {
        car: Runner(
            car=car,
            lines=lines,
            status=lines[0].status,
            place=min((line.place for line in lines if line.place is not None), default=None),
            road=min((line.road_order for line in lines if line.road_order is not None), default=LAST),
            laps=max((line.laps for line in lines if line.laps is not None), default=None),
            time=next((line.time_ms for line in lines if line.time_ms is not None), None),
            best_lap=min((line.best_lap_ms for line in lines if line.best_lap_ms is not None), default=None),
        )
        for car, lines in cars.items()
    }
    deleted: dict[str, Fraction] = {}
    seconds: dict[str, Fraction] = {}  # added exactly: parts of a millisecond, rounded one by one, would get lost
    for decision in decisions:
        runner = runners.get(decision.car)
        if runner is None:
            raise UnrankableError(
                "no_such_car", decision.car, f"The decision names car {decision.car}, which is not on the sheet."
            )
        if decision.kind is PenaltyKind.TIME:
            seconds[runner.car] = seconds.get(runner.car, Fraction(0)) + decision.amount
        elif decision.kind is PenaltyKind.LAPS:
            runner.laps_lost += int(decision.amount)
        elif decision.kind is PenaltyKind.PLACES:
            runner.places_lost += int(decision.amount)
        elif decision.kind is PenaltyKind.EXCLUDE:
            runner.status = FinishStatus.EX
        elif decision.kind is PenaltyKind.DISQUALIFY and runner.status is not FinishStatus.EX:
            runner.status = FinishStatus.DSQ
        elif decision.kind is PenaltyKind.LAP_DELETED and by_best_laps:
            deleted[runner.car] = _slower(deleted.get(runner.car), decision.amount)
    for car, amount in seconds.items():
        runners[car].penalty = _milliseconds(amount)
    if deleted:
        _note_who_set_no_time(runners.values())
    for car, amount in deleted.items():
        runners[car].lap_deleted = True
        runners[car].best_lap = _milliseconds(amount) if amount else None
    return list(runners.values())


def _line_key(line: Line) -> tuple[str, int, int, str]:
    driver = line.drivers[0].driver if line.drivers else None
    return (line.car, line.place or LAST, line.road_order or LAST, driver or "")


def _milliseconds(seconds: Fraction) -> int:
    return int(seconds * 1000)


def _note_who_set_no_time(runners: Iterable[Runner]) -> None:
    """A car without a best lap behind the last one that has one did not set a time."""
    last = max((runner.order for runner in runners if runner.best_lap is not None), default=None)
    for runner in runners:
        runner.set_no_time = runner.best_lap is None and last is not None and runner.order > last


def _slower(known: Fraction | None, amount: Fraction) -> Fraction:
    """Of two deletions the one that leaves less: no lap at all, or the slower one."""
    if known is None:
        return amount
    return Fraction(0) if not known or not amount else max(known, amount)


def passes(below: Runner, runner: Runner) -> bool:
    """Whether `below`, behind until now, comes before a penalised `runner`."""
    if runner.lap_deleted:
        if runner.best_lap is None:
            return not (below.lap_deleted and below.best_lap is None)
        if below.best_lap is None:
            if below.set_no_time or below.lap_deleted:
                return False
            raise _unknown("best_lap", below, runner)
        return below.best_lap < runner.best_lap
    theirs, ours = below.counted_laps, runner.counted_laps
    if theirs is None or ours is None:
        if below.total is None or runner.total is None or runner.laps_lost:
            raise _unknown("laps", below if theirs is None else runner, runner)
    elif theirs != ours:
        return theirs > ours
    if below.total is None or runner.total is None:
        if not runner.penalty:
            return False
        raise _unknown("time", below if below.total is None else runner, runner)
    return below.total < runner.total


def _unknown(what: str, car: Runner, penalised: Runner) -> UnrankableError:
    names = {"time": "the time", "laps": "the number of laps", "best_lap": "the best lap"}
    return UnrankableError(
        f"unknown_{what}",
        car.car,
        f"The penalty of car {penalised.car} cannot be applied: {names[what]} of car {car.car} is not known.",
        penalised=penalised.car,
    )


def write_lines(runners: Iterable[Runner]) -> tuple[Line, ...]:
    """The lines again: cars by place, then those that started, those that did not, those struck."""

    def key(runner: Runner) -> tuple[int, int, int, int, str]:
        if runner.place is not None:
            group = 0
        elif runner.status in STRUCK:
            group = 3
        else:
            group = 1 if runner.status.started else 2
        return (group, runner.place or 0, runner.road, -(runner.laps or 0), runner.car)

    return tuple(
        replace(line, place=runner.place, status=runner.status)
        for runner in sorted(runners, key=key)
        for line in sorted(runner.lines, key=lambda line: (line.road_order or LAST, _line_key(line)))
    )
