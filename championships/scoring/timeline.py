"""The sessions of a season in running order, and from when a decision acts."""

from collections.abc import Iterable
from dataclasses import dataclass

from championships.scoring.facts import FINAL, DeclaredTable, RoundOrFinal, SeasonFacts, SessionResult


@dataclass(frozen=True, slots=True)
class Stop:
    """A session after which tables are written: it has results, or a declared table stands there."""

    round: int
    session: str
    result: SessionResult | None


class Timeline:
    """The stops of a season, in running order."""

    def __init__(self, facts: SeasonFacts) -> None:
        known: dict[tuple[int, str], tuple[int, int]] = {}
        for planned in facts.planned:
            known[planned.round, planned.session] = (planned.order, 0)
        results: dict[tuple[int, str], SessionResult] = {}
        for result in facts.results:
            key = (result.round, result.session)
            if key in results:
                raise ValueError(f"two results for round {key[0]}, session {key[1]!r}")
            results[key] = result
            known[key] = (result.order, 0)
        for declared in facts.declared:
            key = (declared.round, declared.session)
            if key not in known:
                before = [order for (round_, _), order in known.items() if round_ <= key[0]]
                last, extra = max(before, default=(0, 0))
                known[key] = (last, extra + 1)
        wanted = set(results) | {(declared.round, declared.session) for declared in facts.declared}
        ordered = sorted(wanted, key=lambda key: (known[key], key))
        self.stops = [Stop(round_, session, results.get((round_, session))) for round_, session in ordered]
        self.index = {(stop.round, stop.session): number for number, stop in enumerate(self.stops)}
        self._reached, self._begun = self._rounds()

    def _rounds(self) -> tuple[list[int], list[int]]:
        last = {stop.round: number for number, stop in enumerate(self.stops)}
        reached: list[int] = []
        begun: list[int] = []
        over = first = 0
        for number, stop in enumerate(self.stops):
            done = stop.round if last[stop.round] == number else stop.round - 1
            over = max(over, done) if number else done
            first = max(first, stop.round) if number else stop.round
            reached.append(over)
            begun.append(first)
        return reached, begun

    def is_effective(self, after: RoundOrFinal, number: int, *, final: bool) -> bool:
        """Whether a decision acting "after round N" acts in the table written after stop `number`.

        It acts from the table after the last session of round N on; "final": in the final table.
        """
        if isinstance(after, str):
            return final and after == FINAL
        return after <= self._reached[number]

    def has_begun(self, from_round: RoundOrFinal, number: int, *, final: bool) -> bool:
        """Whether round N has begun by stop `number`."""
        if isinstance(from_round, str):
            return final and from_round == FINAL
        return from_round <= self._begun[number]

    def declared_at(self, declared: Iterable[DeclaredTable]) -> dict[tuple[str, int], DeclaredTable]:
        """The declared table that stands at each stop; of two at one stop the later issued one."""
        return {(one.table, self.index[one.round, one.session]): one for one in declared}
