"""One table through one season: fed session by session, written after each."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from championships.scoring.declared import read_rows, wins_of
from championships.scoring.facts import (
    DeclaredTable,
    Exclusion,
    OpeningBalance,
    PlannedSession,
    SeasonFacts,
    SessionResult,
)
from championships.scoring.parts import Award
from championships.scoring.records import (
    NOTHING_DROPPED,
    Counter,
    CountScale,
    Dropping,
    Record,
    feed,
)
from championships.scoring.rules import DropsFrom, TableRule
from championships.scoring.tables import Dropped, Row, Standing, TableHistory
from championships.scoring.tiebreaks import Chain, Split
from championships.scoring.timeline import Stop, Timeline
from championships.scoring.transfers import Move
from championships.scoring.vocabulary import TableSource

_ZERO = Fraction(0)


class TableSeason:
    """Runs one table through the season in one pass."""

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
        self.fractions: dict[int, Fraction] = {0: _ZERO}
        self.records: dict[str, Record] = {}
        self.starts: dict[str, int] = {}
        self.standing_table: DeclaredTable | None = None  # a declared table that is not continued
        self.missing: list[tuple[int, str]] = []

    def _last_place(self) -> int:
        places = [place for stop in self.awards for award in stop for place in award.places]
        places += [place for one in self.balances for place in one.places]
        places += [p for one in self.declared.values() for r in one.rows for p in r.places or ()]
        return max(places, default=1)

    def _common_denominator(self) -> int:
        figures = {award.points for stop in self.awards for award in stop}
        figures.update(a.points for moved in self.moves.values() for m in moved for a in m.brought or ())
        figures.update(one.points for one in self.deductions)
        figures.update(one.points for one in self.balances)
        figures.update(r.points for one in self.declared.values() for r in one.rows if r.points)
        return lcm(*{figure.denominator for figure in figures}) if figures else 1

    def _whole(self, points: Fraction) -> int:
        return points.numerator * (self.unit // points.denominator)

    def _exact(self, whole: int) -> Fraction:
        exact = self.fractions.get(whole)
        if exact is None:
            exact = self.fractions[whole] = Fraction(whole, self.unit)
        return exact

    def run(self) -> TableHistory:
        """The whole history: every award, a standing after every stop, the final one."""
        standings: list[Standing] = []
        replaced: list[Standing] = []
        for number, stop in enumerate(self.timeline.stops):
            self._score(number, stop)
            declared = self.declared.get(number)
            if declared is not None:
                if self.standing_table is None and self.records:
                    replaced.append(self._write(number, stop, final=False))
                standings.append(self._declare(number, stop, declared))
            elif self.standing_table is not None or not self.hypothesis:
                standings.append(self._write(number, stop, final=False))
        return TableHistory(
            self.table.id,
            self._history_of_awards(),
            tuple(standings),
            self._final(standings),
            tuple(replaced),
        )

    def _history_of_awards(self) -> tuple[Award, ...]:
        if self.hypothesis:
            return ()
        awards = [a for number in sorted(self.scoring) for a in self.awards[number]]
        brought = [a for moved in self.moves.values() for m in moved for a in m.brought or ()]
        if brought:
            index = self.timeline.index
            awards += brought
            awards.sort(key=lambda a: (index[a.round, a.session], a.competitor, a.since or (0, "")))
        return tuple(awards)

    def _final(self, standings: Sequence[Standing]) -> Standing | None:
        if not standings:
            return None
        last = standings[-1]
        number = len(self.timeline.stops) - 1
        if last.source is TableSource.DECLARED:
            return Standing(
                last.table,
                last.round,
                "",
                True,
                last.source,
                last.rows,
                last.missing,
                last.declared_source,
                last.partial,
            )
        return self._write(number, self.timeline.stops[number], final=True)

    # -- feeding ---------------------------------------------------------------------------------

    def _record(self, competitor: str) -> Record:
        record = self.records.get(competitor)
        if record is None:
            record = self.records[competitor] = Record(competitor, len(self.chain.steps))
        return record

    def _score(self, number: int, stop: Stop) -> None:
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
            for award in move.brought:
                self._feed(award, scores=True)
        for award in self.awards[number]:
            if scores and award.started:
                self.starts[award.competitor] = self.starts.get(award.competitor, 0) + 1
            self._feed(award, scores=scores)

    def _feed(self, award: Award, *, scores: bool) -> None:
        feed(
            self._record(award.competitor),
            award,
            self._whole(award.points),
            self.chain.steps,
            self.chain.scale,
            self.counter,
            scores=scores,
            wants_firsts=self.chain.wants_firsts,
        )

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

    # -- declared tables -------------------------------------------------------------------------

    def _declare(self, number: int, stop: Stop, declared: DeclaredTable) -> Standing:
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
        return self._write_declared(stop, declared)

    def _write_declared(self, stop: Stop, declared: DeclaredTable, *, final: bool = False) -> Standing:
        return Standing(
            self.table.id,
            stop.round,
            "" if final else stop.session,
            final,
            TableSource.DECLARED,
            read_rows(declared),
            tuple(self.missing),
            declared.source,
            not declared.complete,
        )

    # -- writing ---------------------------------------------------------------------------------

    def _write(self, number: int, stop: Stop, *, final: bool) -> Standing:
        if self.standing_table is not None:
            return self._write_declared(stop, self.standing_table, final=final)
        return Standing(
            self.table.id,
            stop.round,
            "" if final else stop.session,
            final,
            TableSource.COMPUTED,
            self._rows(number, final=final),
            tuple(self.missing),
        )

    def _rows(self, number: int, *, final: bool) -> tuple[Row, ...]:
        struck = self._struck(number, final=final)
        late = self._late_deductions() if final else {}
        least = self.table.minimum_starts
        asks_starts = least is not None and (final or least.applies is not DropsFrom.FINAL)
        selective = self.counter.selective
        ranked: dict[int, list[Record]] = {}
        marked: list[tuple[int, str, Row]] = []
        deducted: dict[str, int] = {}
        for record in self.records.values():
            if not self._is_listed(record):
                continue
            dropping = self.counter.drop(record, final=final) if selective else NOTHING_DROPPED
            record.dropping = dropping
            taken = record.deducted + late.get(record.competitor, 0)
            deducted[record.competitor] = taken
            total = record.gross - dropping.points - taken
            mark = record.mark
            exclusion = struck.get(record.competitor)
            if exclusion is not None:
                if not self._is_shown(exclusion, number, final=final):
                    continue
                mark = exclusion.mark
                total = total if exclusion.keep_points else 0
            elif not mark and asks_starts and least is not None and self.starts.get(record.competitor, 0) < least.count:
                mark = least.mark
            if mark:
                row = self._row(record, None, False, mark, total, taken, None)
                marked.append((-total, record.competitor, row))
            else:
                ranked.setdefault(total, []).append(record)
        rows: list[Row] = []
        begun = self.timeline.has_begun
        decisions = [d for d in self.decisions if begun(d.from_round, number, final=final)]
        for total in sorted(ranked, reverse=True):
            level = ranked[total]
            position = len(rows) + 1
            if len(level) == 1:
                (record,) = level
                taken = deducted[record.competitor]
                rows.append(self._row(record, position, False, "", total, taken, None))
                continue
            for record, offset, tied, split in self.chain.order(level, decisions):
                taken = deducted[record.competitor]
                rows.append(self._row(record, position + offset, tied, "", total, taken, split))
        marked.sort(key=lambda entry: entry[:2])
        rows += [row for _, _, row in marked]
        return tuple(rows)

    def _row(
        self,
        record: Record,
        position: int | None,
        tied: bool,
        mark: str,
        total: int,
        deducted: int,
        split: Split | None,
    ) -> Row:
        fractions = self.fractions
        points = fractions.get(total) or self._exact(total)
        gross = fractions.get(record.gross) or self._exact(record.gross)
        return Row(
            record.competitor,
            position,
            tied,
            mark,
            points,
            gross,
            self._dropped(record.dropping) if record.dropping.units else (),
            self._exact(deducted) if deducted else _ZERO,
            None if record.unknown_from == 1 else self.chain.scale.count(record.keys[0], 1),
            self.starts.get(record.competitor, 0),
            split,
        )

    def _dropped(self, dropping: Dropping) -> tuple[Dropped, ...]:
        return tuple(Dropped(round_, session, self._exact(points)) for (round_, session), points in dropping.units)

    def _is_listed(self, record: Record) -> bool:
        if not record.listed and not record.classified:
            return False
        listing = self.table.listing
        if not listing.scored and not listing.classified_in:
            return record.listed
        if listing.scored and record.scored:
            return True
        if record.brought and record.scored:
            return True
        return not record.classified.isdisjoint(listing.classified_in)

    def _struck(self, number: int, *, final: bool) -> dict[str, Exclusion]:
        effective = self.timeline.is_effective
        return {one.competitor: one for one in self.exclusions if effective(one.effective_after, number, final=final)}

    def _is_shown(self, exclusion: Exclusion, number: int, *, final: bool) -> bool:
        if exclusion.listed_from is None:
            return True
        return self.timeline.is_effective(exclusion.listed_from, number, final=final)

    def _late_deductions(self) -> dict[str, int]:
        late: dict[str, int] = {}
        for one in self.deductions:
            if isinstance(one.effective_after, str):
                late[one.competitor] = late.get(one.competitor, 0) + self._whole(one.points)
        return late
