"""One table through one season: a standing written after each session, in one pass."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from championships.scoring.declared import read_rows
from championships.scoring.facts import DeclaredTable, Exclusion
from championships.scoring.parts import Award
from championships.scoring.records import NOTHING_DROPPED, Dropping, Record
from championships.scoring.rules import DropsFrom
from championships.scoring.so_far import ZERO, SeasonSoFar
from championships.scoring.tables import Dropped, Row, Standing, TableHistory
from championships.scoring.tiebreaks import Split
from championships.scoring.timeline import Stop
from championships.scoring.vocabulary import TableSource


class TableSeason(SeasonSoFar):
    """Runs one table through the season and writes it after every stop."""

    def run(self) -> TableHistory:
        """The whole history: every award, a standing after every stop, the final one."""
        standings: list[Standing] = []
        replaced: list[Standing] = []
        for number, stop in enumerate(self.timeline.stops):
            self.advance(number, stop)
            declared = self.declared.get(number)
            if declared is not None:
                if self.standing_table is None and self.records:
                    replaced.append(self._write(number, stop, final=False))
                self.replace_by(declared)
                standings.append(self._write_declared(stop, declared))
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
            return replace(last, session="", final=True)
        return self._write(number, self.timeline.stops[number], final=True)

    def _exact(self, whole: int) -> Fraction:
        exact = self.fractions.get(whole)
        if exact is None:
            exact = self.fractions[whole] = Fraction(whole, self.unit)
        return exact

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
            self._exact(deducted) if deducted else ZERO,
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
