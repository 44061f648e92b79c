"""Which results of a record count: segments, units, drops, and what may not be dropped."""

from collections.abc import Sequence

from championships.scoring.parts import Award
from championships.scoring.records import NOTHING_DROPPED, Dropping, Record, Unit
from championships.scoring.rules import Counting, DropsFrom, DropStep, DropUnit, TableRule
from championships.scoring.tiebreaks import Chain


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


def feed(record: Record, given: Award, points: int, chain: Chain, counter: Counter, *, scores: bool) -> None:
    """Add one award to a record. `scores`: the session scores here; otherwise only places count."""
    session = given.session
    if scores:
        record.listed = True
    if points:
        record.gross += points
        if scores and points > 0:
            record.scored = True
    if given.classified:
        record.classified.add(session)
    selective = scores and counter.selective
    keys = [0] * len(record.keys) if selective else record.keys
    if given.places:
        for index, scoring_only in chain.steps_by_session.get(session, ()):
            for place in given.scoring_places if scoring_only else given.places:
                keys[index] += chain.scale.one(place)
    if selective:
        _feed_unit(record, given, points, keys, counter)
    if chain.wants_firsts:
        for place in given.places:
            scoring = place in given.scoring_places
            record.note_place(place, session, given.round, scoring=scoring)


def _feed_unit(record: Record, given: Award, points: int, keys: list[int], counter: Counter) -> None:
    """Note what an award brought to its unit, which may be dropped later."""
    record.keys = [*map(int.__add__, record.keys, keys)]
    unit = counter.unit(given.round, given.session)
    record.units[unit] = record.units.get(unit, 0) + points
    before = record.unit_keys.get(unit)
    record.unit_keys[unit] = keys if before is None else [*map(int.__add__, before, keys)]
    statuses = counter.table.not_droppable.statuses
    if statuses and not statuses.isdisjoint(given.statuses):
        record.fixed_units.add(unit)
