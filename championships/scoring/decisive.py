"""When a title can be decided, and what is left to be won: more questions to the engine of `outlook`.

*When can X be champion at the earliest?* X wins every session up to there with every bonus, the others score nothing
in them; from then on X does nothing and each rival wins everything: does X stay ahead of every one of them?

*How far ahead must X be?* Where every result counts and nothing but points decides, a rival can make up just what is
left after that session. Where results are dropped, points in the table are not points at the end: nothing is said.
"""

from collections.abc import Mapping
from fractions import Fraction

from championships.scoring.facts import PlannedSession, SeasonFacts
from championships.scoring.futures import Wish
from championships.scoring.outlook import Outlook
from championships.scoring.rules import RuleBook, TableRule
from championships.scoring.standings import Standing
from championships.scoring.title_engine import TitleEngine, list_sources, read_places
from championships.scoring.vocabulary import FinishStatus

type Books = Mapping[int, RuleBook] | None


def count_at_stake(
    book: RuleBook,
    facts: SeasonFacts,
    outlook: Outlook,
    competitor: str,
    *,
    after: int = 0,
    books_by_round: Books = None,
) -> Fraction:
    """The points `competitor` scores by winning all that is left with every bonus, before anything is dropped.

    `after`: of the sessions left, the first so many are run without it.
    """
    engine = TitleEngine(book, facts, book.table(outlook.table), books_by_round)
    wishes = {session: [Wish(competitor, place=1, bonuses=True)] for session in outlook.remaining[after:]}
    before, later = (_read_gross(engine.finish(wanted), competitor) for wanted in ({}, wishes))
    return later - before


def find_earliest(
    book: RuleBook, facts: SeasonFacts, outlook: Outlook, competitor: str, *, books_by_round: Books = None
) -> PlannedSession | None:
    """The session left after which `competitor` can be champion at the earliest.

    None where the title is decided, or open to somebody who has not yet appeared; and where no session left makes it
    sure by itself (the last one may still be decided by how those level are parted).
    """
    rivals = [name for name in outlook.contenders if name != competitor]
    if competitor not in outlook.contenders or outlook.newcomer_open:
        return None
    engine = TitleEngine(book, facts, book.table(outlook.table), books_by_round)
    low, high = 0, len(outlook.remaining)
    while low < high:
        middle = (low + high) // 2
        if all(_is_decided(engine, competitor, rival, middle + 1) for rival in rivals):
            high = middle
        else:
            low = middle + 1
    return outlook.remaining[low] if low < len(outlook.remaining) else None


def _is_decided(engine: TitleEngine, leader: str, rival: str, count: int) -> bool:
    """Whether the leader, having won the next `count` sessions without the rival, is ahead whatever follows."""

    def is_ahead(missing: FinishStatus | None, later: FinishStatus | None) -> bool:
        wishes = {}
        for number, session in enumerate(engine.futures.remaining):
            if number < count:
                wishes[session] = [Wish(leader, place=1, bonuses=True), Wish(rival, status=missing)]
            else:
                wishes[session] = [Wish(rival, place=1, bonuses=True), Wish(leader, status=later)]
        places = read_places(engine.finish(wishes))
        own, theirs = places.get(leader), places.get(rival)
        return own is not None and (theirs is None or own < theirs)

    return any(all(is_ahead(missing, later) for later in engine.absences) for missing in engine.absences)


def find_margin(
    book: RuleBook,
    facts: SeasonFacts,
    outlook: Outlook,
    competitor: str,
    *,
    after: int,
    books_by_round: Books = None,
) -> Fraction | None:
    """With more than this many points over every rival after the next `after` sessions `competitor` is champion.

    With exactly as many, those level must still be parted. None where results are dropped or starts are asked for: the
    points of the table are then not those of the end.
    """
    table = book.table(outlook.table)
    rivals = [name for name in outlook.contenders if name != competitor]
    if competitor not in outlook.contenders or outlook.newcomer_open or not _counts_everything(book, table):
        return None
    stakes = (
        count_at_stake(book, facts, outlook, rival, after=after, books_by_round=books_by_round) for rival in rivals
    )
    return max(stakes, default=None)


def _counts_everything(book: RuleBook, table: TableRule) -> bool:
    sources = list(list_sources(book, table))
    return table.minimum_starts is None and not any(
        segment.best is not None or segment.drop for source in sources for segment in source.counting
    )


def _read_gross(standing: Standing | None, competitor: str) -> Fraction:
    rows = standing.rows if standing is not None else ()
    return next((row.gross for row in rows if row.competitor == competitor and row.gross is not None), Fraction(0))
