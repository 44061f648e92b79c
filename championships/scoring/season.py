"""One table through one season: a standing written after each session, in one pass."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from championships.scoring.declared import read_rows
from championships.scoring.facts import DeclaredTable, Exclusion
from championships.scoring.parts import Award
from championships.scoring.records import Dropping, Record
from championships.scoring.rules import DropsFrom, MinimumStarts
from championships.scoring.so_far import SeasonSoFar
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

    def run_to_the_end(self) -> Standing | None:
        """The final table alone. None: no session yet."""
        for number, stop in enumerate(self.timeline.stops):
            self.advance(number, stop)
            declared = self.declared.get(number)
            if declared is not None:
                self.replace_by(declared)
        if not self.timeline.stops:
            return None
        number, stop = len(self.timeline.stops) - 1, self.timeline.stops[-1]
        declared = self.declared.get(number)
        if declared is not None:
            return self._write_declared(stop, declared, final=True)
        if self.standing_table is None and self.hypothesis:
            return None
        return self._write(number, stop, final=True)

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
        """The table as it stands: the ranked by points, those level in their order, then the marked."""
        ranked: dict[int, list[Record]] = {}
        marked: list[tuple[int, Record, str]] = []
        selective = self.counter.selective
        late = self._late_deductions() if final else {}
        struck = self._struck(number, final=final)
        least = self._least_starts(final=final)
        for record in self.records.values():
            if not record.shown:
                record.shown = self._is_listed(record)
                if not record.shown:
                    continue
            total = record.gross
            if selective:
                record.dropping = self.counter.drop(record, final=final)
                total -= record.dropping.points
            record.taken = record.deducted + late.get(record.competitor, 0)
            total -= record.taken
            mark = record.mark
            exclusion = struck.get(record.competitor)
            if exclusion is not None:
                if not self._is_shown(exclusion, number, final=final):
                    continue
                mark = exclusion.mark
                total = total if exclusion.keep_points else 0
            elif least is not None and not mark and self.starts.get(record.competitor, 0) < least.count:
                mark = least.mark
            if mark:
                marked.append((total, record, mark))
            else:
                ranked.setdefault(total, []).append(record)
        rows = self._rank(ranked, number, final=final)
        marked.sort(key=lambda entry: (-entry[0], entry[1].competitor))
        rows += [self._row(record, None, False, mark, total, None) for total, record, mark in marked]
        return tuple(rows)

    def _rank(self, ranked: Mapping[int, list[Record]], number: int, *, final: bool) -> list[Row]:
        """The rows of those who have a place, by their totals."""
        rows: list[Row] = []
        begun = self.timeline.has_begun
        decisions = [one for one in self.decisions if begun(one.from_round, number, final=final)]
        for total in sorted(ranked, reverse=True):
            level = ranked[total]
            position = len(rows) + 1
            if len(level) == 1:
                rows.append(self._row(level[0], position, False, "", total, None))
                continue
            for record, offset, tied, split in self.chain.order(level, decisions):
                rows.append(self._row(record, position + offset, tied, "", total, split))
        return rows

    def _row(self, record: Record, position: int | None, tied: bool, mark: str, total: int, split: Split | None) -> Row:
        exact = self.exact
        return Row(
            record.competitor,
            position,
            tied,
            mark,
            exact[total],
            exact[record.gross],
            self._dropped(record.dropping) if record.dropping.units else (),
            exact[record.taken],
            None if record.unknown_from == 1 else self.chain.scale.wins(record.keys[0]),
            self.starts.get(record.competitor, 0),
            split,
        )

    def _dropped(self, dropping: Dropping) -> tuple[Dropped, ...]:
        return tuple(Dropped(round_, session, self.exact[points]) for (round_, session), points in dropping.units)

    def _least_starts(self, *, final: bool) -> MinimumStarts | None:
        """How many starts a place in this table asks for, if it asks for any."""
        least = self.table.minimum_starts
        return least if least is not None and (final or least.applies is not DropsFrom.FINAL) else None

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
