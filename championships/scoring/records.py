"""One competitor's season so far in one table, and which of its results count.

Points are whole numbers here: multiples of one over the common denominator of the season, so that
adding is exact and fast. Counts of places are kept as one whole number a step of the tie-break
chain (`CountScale`): comparing two of them compares first places, then second places, and so on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from championships.scoring.parts import Award
from championships.scoring.rules import (
    Countback,
    CountbackPositions,
    Counting,
    DropsFrom,
    DropStep,
    DropUnit,
    TableRule,
)

type Unit = tuple[int, str]  # round and session; the session is empty where the unit is the round

_BITS = 32  # room for one count; no season comes near it


@dataclass(frozen=True, slots=True)
class CountScale:
    """Counts of places 1..`last` written as the digits of one number, first places foremost."""

    last: int

    def one(self, place: int) -> int:
        """The number that stands for one result at `place`."""
        return 1 << (self.last - place) * _BITS

    def count(self, key: int, place: int) -> int:
        """How often `place` was reached."""
        if place > self.last:
            return 0
        return key >> ((self.last - place) * _BITS) & ((1 << _BITS) - 1)

    def prefix(self, key: int, places: int) -> int:
        """The counts of the first `places` places only."""
        return key >> ((self.last - min(places, self.last)) * _BITS)

    def first_difference(self, one: int, other: int) -> int:
        """The first place at which two differing counts differ."""
        return self.last - ((one ^ other).bit_length() - 1) // _BITS


class Step(NamedTuple):
    """One countback step made ready: which sessions feed it, and how."""

    sessions: frozenset[str]
    scoring_only: bool
    without: frozenset[str]
    dropped_count: bool

    @classmethod
    def of(cls, rule: Countback) -> "Step":
        return cls(
            frozenset(rule.sessions),
            rule.positions is CountbackPositions.SCORING,
            frozenset(rule.only_without_result_in),
            rule.dropped_count,
        )


class Dropping(NamedTuple):
    """What of a record does not count."""

    units: tuple[tuple[Unit, int], ...]
    points: int


NOTHING_DROPPED = Dropping((), 0)


class Record:
    """A competitor's season so far in one table. Fed session by session; never looks back."""

    __slots__ = (
        "brought",
        "classified",
        "competitor",
        "deducted",
        "dropping",
        "firsts",
        "fixed_units",
        "gross",
        "keys",
        "listed",
        "mark",
        "rounds_unknown",
        "scored",
        "unit_keys",
        "units",
        "unknown_from",
    )

    def __init__(self, competitor: str, steps: int) -> None:
        self.competitor = competitor
        self.gross = 0  # everything, before dropping and deductions
        self.brought = False  # it has points or places brought forward, or declared
        self.deducted = 0
        self.keys = [0] * steps  # counts of places for each countback step
        self.units: dict[Unit, int] = {}
        self.unit_keys: dict[Unit, list[int]] = {}
        self.fixed_units: set[Unit] = set()  # results that may not be dropped
        self.firsts: dict[tuple[str, bool], dict[int, int]] = {}
        self.classified: set[str] = set()  # sessions in which it was classified
        self.scored = False
        self.listed = False
        self.mark = ""  # a declared mark
        self.rounds_unknown = False  # some places were reached in rounds that are not known
        self.dropping = NOTHING_DROPPED  # of the table last written
        self.unknown_from: int | None = None  # counts from this place on are not known

    def note_place(self, place: int, session: str, round_: int, *, scoring: bool) -> None:
        """Remember in which round a place was first reached (in running order)."""
        for kind in (True, False) if scoring else (False,):
            firsts = self.firsts.setdefault((session, kind), {})
            if place not in firsts or round_ < firsts[place]:
                firsts[place] = round_


class Segment:
    """One counting segment while the season runs: which of its units were run."""

    def __init__(self, rule: Counting, planned: Sequence[Unit]) -> None:
        self.rule = rule
        self.planned = frozenset(self.unit(*unit) for unit in planned if self.holds(unit[0]))
        self.run: set[Unit] = set()
        self.fixed: set[Unit] = set()  # run, and not droppable for anybody
        self.consumed = 0  # units that a declared table holds

    def holds(self, round_: int) -> bool:
        last = self.rule.to_round
        return self.rule.from_round <= round_ and (last is None or round_ <= last)

    def unit(self, round_: int, session: str) -> Unit:
        return (round_, "") if self.rule.unit is DropUnit.ROUND else (round_, session)

    @property
    def selective(self) -> bool:
        return self.rule.best is not None or bool(self.rule.drop)

    def limit(self, *, final: bool) -> int | None:
        """How many results count in the table being written. None: all.

        `at_once`: the ceiling of the whole season, planned or run; `as_run`: by what was run so
        far; `final`: only the final table drops. A rule that drops as many as were run leaves
        nothing: one that should not says so in its first step.
        """
        if self.rule.applies is DropsFrom.FINAL and not final:
            return None
        at_once = self.rule.applies is DropsFrom.AT_ONCE
        limit = self._limit_of(len(self.run | self.planned) if at_once else len(self.run))
        return None if limit is None else max(0, limit - self.consumed)

    @property
    def whole_limit(self) -> int | None:
        """How many results of the whole season count."""
        return self._limit_of(len(self.run | self.planned))

    def _limit_of(self, units: int) -> int | None:
        if self.rule.best is not None or not self.rule.drop:
            return self.rule.best
        return max(0, units - _step_for(self.rule.drop, units))


def _step_for(steps: Sequence[DropStep], units: int) -> int:
    for step in steps:
        if step.up_to is None or units <= step.up_to:
            return step.drop
    return 0


class Counter:
    """Decides which results count, for every record of one table."""

    def __init__(self, table: TableRule, planned: Sequence[Unit]) -> None:
        self.table = table
        self.segments = [Segment(rule, planned) for rule in table.counting]
        covers_all = any(
            s.rule.from_round <= 1 and s.rule.to_round is None and not s.selective for s in self.segments[:1]
        )
        self.selective = bool(self.segments) and not covers_all
        self.order: dict[Unit, int] = {}

    def unit(self, round_: int, session: str) -> Unit:
        segment = self.segment(round_)
        return segment.unit(round_, session) if segment is not None else (round_, "")

    def segment(self, round_: int) -> Segment | None:
        return next((segment for segment in self.segments if segment.holds(round_)), None)

    def run(self, round_: int, session: str) -> None:
        """A session of this table was run."""
        if not self.selective:
            return
        segment = self.segment(round_)
        unit = self.unit(round_, session)
        self.order.setdefault(unit, len(self.order))
        if segment is None:
            return
        segment.run.add(unit)
        rule = self.table.not_droppable
        if round_ in rule.rounds or session in rule.sessions:
            segment.fixed.add(unit)

    def forget(self) -> None:
        """A declared table took the place of everything run so far."""
        for segment in self.segments:
            segment.consumed = len(segment.run)
            segment.fixed.clear()

    @property
    def can_continue(self) -> bool:
        """Whether a declared table can be continued: not where it holds more results than count.

        What its totals left out is not known then, so nothing can be added to them.
        """
        return all(
            segment.whole_limit is None or len(segment.run) <= segment.whole_limit
            for segment in self.segments
            if segment.run
        )

    def drop(self, record: Record, *, final: bool) -> Dropping:
        """What of a record does not count in the table being written.

        A result that may not be dropped takes one of the places, even where it brought nothing.
        Of equal results the one with the lesser places goes, then the later one. A round that
        belongs to no segment does not count.
        """
        if not self.selective or not record.units:
            return NOTHING_DROPPED
        order = self.order
        dropped: list[Unit] = []
        by_segment: dict[int, list[Unit]] = {}
        for unit in record.units:
            for index, segment in enumerate(self.segments):
                if segment.holds(unit[0]):
                    by_segment.setdefault(index, []).append(unit)
                    break
            else:
                dropped.append(unit)
        for index, units in by_segment.items():
            segment = self.segments[index]
            limit = segment.limit(final=final)
            if limit is None:
                continue
            if segment.fixed or record.fixed_units:
                fixed = segment.fixed | record.fixed_units.intersection(units)
                limit = max(0, limit - len(fixed))
                units = [unit for unit in units if unit not in fixed]
            if len(units) <= limit:
                continue
            worth, keys = record.units, record.unit_keys
            units.sort(key=lambda unit: (-worth[unit], [-k for k in keys[unit]], order.get(unit, -1)))
            dropped += units[limit:]
        if not dropped:
            return NOTHING_DROPPED
        dropped.sort(key=lambda unit: order.get(unit, -1))
        return Dropping(
            tuple((unit, record.units[unit]) for unit in dropped),
            sum(record.units[unit] for unit in dropped),
        )


def feed(
    record: Record,
    given: Award,
    points: int,
    steps: Sequence[Step],
    scale: CountScale,
    counter: Counter,
    *,
    scores: bool,
    wants_firsts: bool,
) -> None:
    """Add one award to a record. `scores`: the session scores here; otherwise only places count."""
    session = given.session
    record.gross += points
    if scores:
        record.listed = True
        if points > 0:
            record.scored = True
    if given.classified:
        record.classified.add(session)
    selective = counter.selective and scores
    keys = [0] * len(steps) if selective else record.keys
    for index, step in enumerate(steps):
        if session in step.sessions:
            for place in given.scoring_places if step.scoring_only else given.places:
                keys[index] += scale.one(place)
    if wants_firsts:
        for place in given.places:
            scoring = place in given.scoring_places
            record.note_place(place, session, given.round, scoring=scoring)
    if selective:
        record.keys = [*map(int.__add__, record.keys, keys)]
        unit = counter.unit(given.round, session)
        record.units[unit] = record.units.get(unit, 0) + points
        before = record.unit_keys.get(unit)
        record.unit_keys[unit] = keys if before is None else [*map(int.__add__, before, keys)]
        statuses = counter.table.not_droppable.statuses
        if statuses and not statuses.isdisjoint(given.statuses):
            record.fixed_units.add(unit)
