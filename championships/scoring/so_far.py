"""One table's records through a season: fed session by session, replaced by declared tables."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from championships.scoring.counting import Counter, feed
from championships.scoring.declared import wins_of
from championships.scoring.facts import (
    DeclaredTable,
    OpeningBalance,
    PlannedSession,
    SeasonFacts,
    SessionResult,
)
from championships.scoring.parts import Award
from championships.scoring.records import CountScale, ExactPoints, Record
from championships.scoring.rules import TableRule
from championships.scoring.tiebreaks import Chain
from championships.scoring.timeline import Stop, Timeline
from championships.scoring.transfers import Move


class SeasonSoFar:
    """The records of one table, brought up to one stop after the other."""

    def __init__(
        self,
        table: TableRule,
        facts: SeasonFacts,
        timeline: Timeline,
        sessions: frozenset[str],
        scoring: frozenset[int],
        awards: Sequence[Sequence[Award]],
        moves: Mapping[tuple[str, int], Sequence[Move]],
        declared: Mapping[tuple[str, int], DeclaredTable],
        *,
        hypothesis: bool,
    ) -> None:
        """`sessions`: keys that score; `scoring`: the stops that do; `awards` by stop, sights too."""
        self.table = table
        self.timeline = timeline
        self.scoring = scoring
        self.awards = awards
        self.moves = {stop: found for (id_, stop), found in moves.items() if id_ == table.id}
        self.declared = {stop: one for (id_, stop), one in declared.items() if id_ == table.id}
        self.hypothesis = hypothesis
        rulings = facts.rulings
        self.deductions = [one for one in rulings.deductions if one.table == table.id]
        self.exclusions = [one for one in rulings.exclusions if one.table == table.id]
        self.decisions = [one for one in rulings.tie_decisions if one.table == table.id]
        self.balances = [one for one in facts.opening_balances if one.table == table.id]
        known: list[PlannedSession | SessionResult] = [*facts.planned, *facts.results]
        planned = [
            (one.round, one.session)
            for one in known
            if one.session in sessions and one.round not in table.exclude_rounds
        ]
        self.counter = Counter(table, planned)
        self.chain = Chain(table, sessions, CountScale(self._last_place()))
        self.unit = self._common_denominator()
        self.exact = ExactPoints(self.unit)
        self.records: dict[str, Record] = {}
        self.starts: dict[str, int] = {}
        self.standing_table: DeclaredTable | None = None  # a declared table that is not continued
        self.missing: list[tuple[int, str]] = []

    def _last_place(self) -> int:
        places = [award.places[-1] for stop in self.awards for award in stop if award.places]
        places += [place for one in self.balances for place in one.places]
        places += [p for one in self.declared.values() for r in one.rows for p in r.places or ()]
        return max(places, default=1)

    def _common_denominator(self) -> int:
        units = {award.points.denominator for stop in self.awards for award in stop if award.parts}
        units.update(a.points.denominator for moved in self.moves.values() for m in moved for a in m.brought or ())
        units.update(one.points.denominator for one in self.deductions)
        units.update(one.points.denominator for one in self.balances)
        units.update(r.points.denominator for one in self.declared.values() for r in one.rows if r.points)
        return lcm(*units)

    def _whole(self, points: Fraction) -> int:
        return points.numerator * (self.unit // points.denominator)

    def _record(self, competitor: str) -> Record:
        record = self.records.get(competitor)
        if record is None:
            record = self.records[competitor] = Record(competitor, len(self.chain.steps))
        return record

    def advance(self, number: int, stop: Stop) -> None:
        """Bring the records up to a stop."""
        scores = number in self.scoring
        if scores:
            self.counter.run(stop.round, stop.session)
            partial = stop.result is None or not stop.result.complete
            if self.standing_table is not None or partial:
                self.missing.append((stop.round, stop.session))
        if self.hypothesis:
            return
        self._take_effect(number)
        for move in self.moves.get(number, ()):
            if move.brought is None:
                self.records.pop(move.competitor, None)
                continue
            self._feed(move.brought, scores=True)
        awards = self.awards[number]
        self._feed(awards, scores=scores)
        if scores:
            starts = self.starts
            for award in awards:
                if award.started:
                    starts[award.competitor] = starts.get(award.competitor, 0) + 1

    def _feed(self, awards: Iterable[Award], *, scores: bool) -> None:
        chain, counter, known = self.chain, self.counter, self.records
        for award in awards:
            record = known.get(award.competitor) or self._record(award.competitor)
            points = self._whole(award.points) if award.parts else 0
            feed(record, award, points, chain, counter, scores=scores)

    def _take_effect(self, number: int) -> None:
        """Opening balances and deductions that act from this stop on."""
        for balance in self.balances:
            if self._starts_acting(balance.after_round, number, from_start=True):
                self._bring(balance)
        for deduction in self.deductions:
            if self._starts_acting(deduction.effective_after, number):
                self._record(deduction.competitor).deducted += self._whole(deduction.points)

    def _starts_acting(self, after: int | str, number: int, *, from_start: bool = False) -> bool:
        if from_start and after == 0:
            return number == 0
        effective = self.timeline.is_effective
        if not effective(after, number, final=False):
            return False
        return number == 0 or not effective(after, number - 1, final=False)

    def _bring(self, balance: OpeningBalance) -> None:
        record = self._record(balance.competitor)
        points = self._whole(balance.points)
        record.gross += points
        record.listed = True
        record.scored = record.scored or points > 0
        places = dict(balance.places)
        places[1] = max(balance.wins, places.get(1, 0))
        self._bring_places(record, places)

    def _bring_places(self, record: Record, places: Mapping[int, int]) -> None:
        """Counts brought forward belong to the first countback step; they came before all others."""
        first = self.chain.steps[0]
        record.brought = True
        for place, count in places.items():
            if not count:
                continue
            record.keys[0] += self.chain.scale.one(place) * count
            record.classified |= first.sessions
            for session in first.sessions:
                record.note_place(place, session, 0, scoring=True)

    def replace_by(self, declared: DeclaredTable) -> None:
        """A declared table replaces everything computed up to its session."""
        self.missing = []
        self.records = {}
        continues = declared.continues and not self.hypothesis and self.counter.can_continue
        self.counter.forget()
        self.standing_table = None if continues else declared
        if continues:
            for row in declared.rows:
                record = self._record(row.competitor)
                record.gross = self._whole(row.points or Fraction(0))
                record.listed = record.scored = True
                record.mark = row.mark
                record.rounds_unknown = row.places is None or any(row.places.values())
                wins = wins_of(row)
                if row.places is None:
                    record.unknown_from = 1 if wins is None else 2
                places = dict(row.places or {})
                if wins:
                    places[1] = wins
                self._bring_places(record, places)
