"""The final table of one set of rules under imagined futures: the questions that the maths of a title asks of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from championships.scoring.facts import PlannedSession, SeasonFacts
from championships.scoring.futures import Futures, Wish
from championships.scoring.rules import RuleBook, TableRule
from championships.scoring.standings import Row, Standing, compute_final
from championships.scoring.vocabulary import FinishStatus


class TitleEngine:
    """The final table of one set of rules under imagined futures."""

    def __init__(
        self, book: RuleBook, facts: SeasonFacts, table: TableRule, versions: Mapping[int, RuleBook] | None
    ) -> None:
        self.table = table
        self.book = replace(book, tables=tuple(list_sources(book, table)))
        self.versions = versions
        self.futures = Futures(self.book, facts, table)
        # Where a disqualification must count, it can take away what staying away leaves.
        statuses = {FinishStatus(name) for name in table.not_droppable.statuses}
        self.absences: tuple[FinishStatus | None, ...] = (None, *sorted(statuses))

    def finish(self, wishes: Mapping[PlannedSession, Sequence[Wish]]) -> Standing | None:
        facts = self.futures.imagine(wishes)
        return compute_final(self.book, facts, self.table.id, books_by_round=self.versions)

    def leads(self, competitor: str, rivals: Sequence[str]) -> bool:
        """Whether it is first, alone or level, once it has won everything and its rivals nothing."""
        beaten: set[str] = set()
        for absence in self.absences:
            wishes = {
                session: [
                    Wish(competitor, place=1, bonuses=True),
                    *(Wish(rival, status=absence) for rival in rivals if absence is not None),
                ]
                for session in self.futures.remaining
            }
            places = read_places(self.finish(wishes))
            own = places.get(competitor)
            if own is None:
                return False
            beaten |= {rival for rival in rivals if (place := places.get(rival)) is None or own <= place}
            if beaten.issuperset(rivals):
                return True
        return False

    def stays_first(self, competitor: str) -> bool:
        """Whether it is first, and alone, where nothing more happens to anybody, or only to itself."""
        for absence in self.absences:
            wishes = {session: [Wish(competitor, status=absence)] for session in self.futures.remaining}
            final = self.finish(wishes)
            first = [row.competitor for row in final.rows if row.position == 1] if final else []
            if first != [competitor]:
                return False
        return True

    def is_safe(self, leader: str, place: int | None, rival: str, behind: int | None) -> bool:
        """Whether the leader is surely ahead of a rival after these places in the next session.

        The rival gets every bonus and wins all that follows; the leader gets no bonus and nothing more.
        """
        following, *later = self.futures.remaining
        # Without points he still may have been there, or not: the worse of the two.
        wanting = self.absences if place is None else (None,)
        for absence in wanting:
            for end in self.absences:
                wishes = {
                    following: [
                        Wish(leader, place=place, status=absence),
                        Wish(rival, place=behind, status=FinishStatus.DNF, bonuses=True),
                    ]
                }
                for session in later:
                    wishes[session] = [Wish(rival, place=1, bonuses=True), Wish(leader, status=end)]
                places = read_places(self.finish(wishes))
                own, theirs = places.get(leader), places.get(rival)
                if own is None or (theirs is not None and theirs <= own):
                    return False
        return True


def read_places(standing: Standing | None) -> dict[str, int]:
    """The places of those who have one."""
    rows: Iterable[Row] = standing.rows if standing is not None else ()
    return {row.competitor: row.position for row in rows if row.position is not None}


def list_sources(book: RuleBook, table: TableRule) -> Iterable[TableRule]:
    """The table and those its points are taken from."""
    while True:
        yield table
        if table.extract_from is None:
            return
        table = book.table(table.extract_from)
