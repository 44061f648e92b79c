"""Competitors level on points: who stands before whom, by which step, and who shares a place.

The chain of a table is walked step by step: *countback* (more first places, then more second
places, ...), *earliest* (the best place was reached in an earlier round, then the next place), and
last an organiser's decision. Whoever is still level shares the place. Where a step needs counts
that are not known, the competitors share the place too, for that reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from championships.scoring.facts import TieDecision
from championships.scoring.records import CountScale, Record, Step
from championships.scoring.rules import Countback, CountbackPositions, TableRule
from championships.scoring.vocabulary import TieStep


class Split(NamedTuple):
    """Why a competitor stands where it stands among those level on points.

    `step` separated it from the competitor above (`other`); `detail` gives the figures, that of
    `other` first: ("place", 1, 5, 3) is five first places against three; for the step "earliest"
    ("place", 1, 2, 6) is a first place in round 2 against one in round 6. SHARED/UNKNOWN: it
    shares its place with `other`. `index` is the step of the chain, 0 first.
    """

    step: TieStep
    other: str
    index: int  # type: ignore[assignment]  # the field hides tuple.index, which nobody asks of it
    detail: tuple[object, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Early:
    """The step "earliest" made ready: whose places it looks at."""

    sessions: frozenset[str]
    scoring_only: bool


class Placed(NamedTuple):
    """A record in its order among those level on points. `offset` 0: the first place of them."""

    record: Record
    offset: int
    tied: bool
    split: Split | None


_NEVER = 10**9

type _Cell = list[Record]
# competitors sharing a place; what parted them from those above; the decision; not known
type _Parted = tuple[_Cell, tuple[TieStep, int] | None, TieDecision | None, bool]


class Chain:
    """The tie-break chain of one table."""

    def __init__(self, table: TableRule, sessions: frozenset[str], scale: CountScale) -> None:
        """`sessions`: the keys that score in the table."""
        self.scale = scale
        self.steps: list[Step] = []
        self.links: list[tuple[TieStep, int | Early]] = []
        looks_at = (sessions, False)
        for rule in table.tie_break:
            if isinstance(rule, Countback):
                self.links.append((TieStep.COUNTBACK, len(self.steps)))
                self.steps.append(Step.of(rule))
                scoring = rule.positions is CountbackPositions.SCORING
                looks_at = (frozenset(rule.sessions), scoring)
            else:
                self.links.append((TieStep.EARLIEST, Early(*looks_at)))
        if not self.steps:  # no countback in the chain: first places are counted all the same
            self.steps.append(Step(sessions, False, frozenset(), True))
        # Which steps, by index, count the places of a session; and whether scoring ones only.
        self.steps_by_session: dict[str, list[tuple[int, bool]]] = {}
        for index, one in enumerate(self.steps):
            for session in one.sessions:
                self.steps_by_session.setdefault(session, []).append((index, one.scoring_only))
        self.wants_firsts = any(step is TieStep.EARLIEST for step, _ in self.links)

    def key(self, record: Record, index: int) -> int:
        """The counts of a record for a countback step; none where the step is empty for it."""
        step = self.steps[index]
        if step.without and not step.without.isdisjoint(record.classified):
            return 0
        key = record.keys[index]
        if not step.dropped_count:
            key -= sum(record.unit_keys[unit][index] for unit, _ in record.dropping.units)
        return key

    def unknown_from(self, record: Record, index: int) -> int | None:
        """The first place whose count is not known for that step."""
        if record.unknown_from is None or index == 0:
            return record.unknown_from
        step = self.steps[index]
        if step.without and not step.without.isdisjoint(record.classified):
            return None
        return 1

    def order(self, level: Iterable[Record], decisions: Iterable[TieDecision]) -> list[Placed]:
        """The records level on points in their order. Total, and the same for any input order."""
        group = sorted(level, key=attrgetter("competitor"))
        newest_first = tuple(decisions)[::-1]
        placed: list[Placed] = []
        above: Record | None = None
        for cell, cause, decided, unknown in self._split(group, 0, None, newest_first):
            offset = len(placed)
            split: Split | None = None
            if above is not None and cause is not None:
                split = self._explain(above, cell[0], cause, decided)
            if len(cell) == 1:
                placed.append(Placed(cell[0], offset, False, split))
            else:
                shared = TieStep.UNKNOWN if unknown else TieStep.SHARED
                for position, record in enumerate(cell):
                    if split is None or position:
                        other = cell[position - 1] if position else cell[1]
                        split = Split(shared, other.competitor, len(self.links))
                    placed.append(Placed(record, offset, True, split))
            above = cell[-1]
        return placed

    def _split(
        self,
        group: _Cell,
        link: int,
        cause: tuple[TieStep, int] | None,
        decisions: Sequence[TieDecision],
    ) -> Iterator[_Parted]:
        """Cells of competitors sharing a place, best first, each with what parted it from above."""
        if link == len(self.links):
            yield from self._decide(group, cause, decisions, unknown=False)
            return
        step, what = self.links[link]
        parted = self._by_counts(group, what) if isinstance(what, int) else self._by_rounds(group, what)
        for number, (cell, unknown) in enumerate(parted):
            why = cause if number == 0 else (step, link)
            if len(cell) == 1:
                yield cell, why, None, False
            elif unknown:
                yield from self._decide(cell, why, decisions, unknown=True)
            else:
                yield from self._split(cell, link + 1, why, decisions)

    def _by_counts(self, group: _Cell, index: int) -> list[tuple[_Cell, bool]]:
        known = [
            place
            for record in group
            if record.unknown_from is not None and (place := self.unknown_from(record, index)) is not None
        ]
        if not known:
            return [(cell, False) for _, cell in _best_first(group, lambda r: self.key(r, index))]
        limit = min(known)
        parted: list[tuple[_Cell, bool]] = []
        for _, cell in _best_first(
            group, lambda r: self.scale.prefix(self.key(r, index), limit - 1) if limit > 1 else 0
        ):
            left = [self.unknown_from(record, index) for record in cell]
            if len(cell) == 1:
                parted.append((cell, False))
            elif all(place is None or place > limit for place in left):
                parted += self._by_counts(cell, index)
            else:
                parted.append((cell, True))
        return parted

    def _by_rounds(self, group: _Cell, early: Early) -> list[tuple[_Cell, bool]]:
        if any(record.rounds_unknown for record in group):
            return [(group, True)]
        ordered = sorted(group, key=lambda record: self._reached(record, early))
        return [(list(cell), False) for _, cell in groupby(ordered, key=lambda record: self._reached(record, early))]

    def _reached(self, record: Record, early: Early) -> list[tuple[int, int]]:
        """(place, round in which it was first reached), best place first; brought forward: 0."""
        firsts: dict[int, int] = {}
        for (session, scoring), places in record.firsts.items():
            if scoring is early.scoring_only and session in early.sessions:
                for place, round_ in places.items():
                    firsts[place] = min(round_, firsts.get(place, _NEVER))
        return [*sorted(firsts.items()), (_NEVER, _NEVER)]

    def _decide(
        self,
        group: _Cell,
        cause: tuple[TieStep, int] | None,
        decisions: Sequence[TieDecision],
        *,
        unknown: bool,
    ) -> Iterator[_Parted]:
        """The organiser's order; those it does not name stand behind those it names."""
        if len(group) == 1:
            yield group, cause, None, False
            return
        for number, decision in enumerate(decisions):
            rank = {competitor: index for index, competitor in enumerate(decision.order)}
            if sum(record.competitor in rank for record in group) < 2:
                continue
            rest = decisions[number + 1 :]
            parted = _best_first(group, partial(_named_rank, rank))
            yield from self._decide(parted[0][1], cause, rest, unknown=unknown)
            for _, cell in parted[1:]:
                why = (TieStep.DECISION, len(self.links))
                first, *others = self._decide(cell, why, rest, unknown=unknown)
                yield (first[0], why, decision, first[3])
                yield from others
            return
        yield group, cause, None, unknown

    def _explain(
        self,
        above: Record,
        record: Record,
        cause: tuple[TieStep, int],
        decided: TieDecision | None,
    ) -> Split:
        step, link = cause
        other = above.competitor
        if step is TieStep.DECISION:
            reason = decided.reason if decided is not None else ""
            document = decided.document if decided is not None else ""
            return Split(step, other, link, ("document", document) if document else (), reason)
        what = self.links[link][1]
        if isinstance(what, int):
            theirs, ours = self.key(above, what), self.key(record, what)
            place = self.scale.first_difference(theirs, ours)
            counts = (self.scale.count(theirs, place), self.scale.count(ours, place))
            return Split(step, other, link, ("place", place, *counts))
        theirs_first, ours_first = self._reached(above, what), self._reached(record, what)
        for (place, theirs), (own, ours) in zip(theirs_first, ours_first, strict=False):
            if (place, theirs) != (own, ours):
                return Split(step, other, link, ("place", min(place, own), theirs, ours))
        raise AssertionError("two cells of one step differ somewhere")


def _best_first(group: _Cell, key: Callable[[Record], int]) -> list[tuple[int, _Cell]]:
    """The group in cells of equal keys, larger keys first; order inside a cell is kept."""
    cells: dict[int, _Cell] = {}
    for record in group:
        cells.setdefault(key(record), []).append(record)
    return sorted(cells.items(), key=lambda item: -item[0])


def _named_rank(rank: Mapping[str, int], record: Record) -> int:
    return -rank.get(record.competitor, len(rank))
