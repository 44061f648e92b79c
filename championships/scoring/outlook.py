"""Who can still be champion of a table, who is, and what the next session must bring.

Never "points of the leader less points left": the engine is asked about imagined futures (`futures`), so that dropped
results, bonuses, minimum starts and the tie-break chain all have their say.

*Can X still be champion?* X wins everything that is left with every bonus, each rival stays away (or, where a
disqualification may not be dropped and so can only hurt, is disqualified): does X then stand first, alone or level?
*Is X champion?* Everybody else is out, also somebody who has not yet appeared, and X stays first doing nothing more.

Both are exact as long as more points can never hurt: where a rule makes them hurt, nothing is said (`Silence`). They
hold for the sessions planned, each of them run, with one car for each driver and no decision of the stewards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from championships.scoring.facts import PlannedSession, SeasonFacts
from championships.scoring.futures import NEWCOMER
from championships.scoring.rules import BonusKind, RuleBook, TableRule
from championships.scoring.standings import Standing, compute_final, scoring_sessions
from championships.scoring.title_engine import TitleEngine, list_sources
from championships.scoring.vocabulary import CompetitorKind


class Chance(StrEnum):
    CHAMPION = "champion"  # nobody can reach it any more
    SHARED = "shared"  # nothing is left, and the first place is shared
    OPEN = "open"  # can still be champion
    OUT = "out"


class Silence(StrEnum):
    """Why nothing can be said."""

    NO_TABLE = "no_table"  # no session has been run
    HYPOTHESIS = "hypothesis"  # the rules are not those of the organiser
    UNKNOWN_POINTS = "unknown_points"  # a total, or a session that was run, is not known
    NEGATIVE_POINTS = "negative_points"  # more points could hurt
    RISING_SCALE = "rising_scale"  # a lesser place gives more
    PLACES_GAINED = "places_gained"  # the bonus has no bound that does not depend on the size of the field


@dataclass(frozen=True, slots=True)
class Prospect:
    competitor: str
    chance: Chance


@dataclass(frozen=True, slots=True)
class Outlook:
    """The title of one table. With a `silence`, `prospects` is empty."""

    table: str
    remaining: tuple[PlannedSession, ...]
    prospects: tuple[Prospect, ...] = ()  # in the order of the table
    newcomer_open: bool = False  # somebody who has not yet appeared could still win it
    silence: Silence | None = None

    @property
    def champion(self) -> str | None:
        return next((one.competitor for one in self.prospects if one.chance is Chance.CHAMPION), None)

    @property
    def contenders(self) -> tuple[str, ...]:
        """Those who can still be champion."""
        return tuple(one.competitor for one in self.prospects if one.chance is Chance.OPEN)


@dataclass(frozen=True, slots=True)
class Condition:
    """With this place in the next session the title is decided, if each rival named finishes at or behind his place.

    `place` and the places of the rivals are those the points are given for; None is "without points". A rival who is
    not named may finish where he likes. It holds whoever gets the bonuses and whatever follows.
    """

    place: int | None
    rivals: tuple[tuple[str, int | None], ...]


def look_ahead(
    book: RuleBook, facts: SeasonFacts, table_id: str, *, books_by_round: Mapping[int, RuleBook] | None = None
) -> Outlook:
    """The title of one table as the facts stand. Raises KeyError for a table that does not exist."""
    table = book.table(table_id)
    engine = TitleEngine(book, facts, table, books_by_round)
    remaining = engine.futures.remaining
    now = compute_final(engine.book, facts, table_id, books_by_round=books_by_round)
    silence = _find_silence(engine.book, facts, table, now)
    if silence is not None or now is None:
        return Outlook(table_id, remaining, silence=silence or Silence.NO_TABLE)
    names = [row.competitor for row in now.rows]
    if not remaining:
        return Outlook(table_id, (), tuple(_read_result(now)))
    open_to = {name for name in names if engine.leads(name, [other for other in names if other != name])}
    newcomer = engine.leads(NEWCOMER, names)
    # Alone is not enough: starts may still be wanting.
    alone = len(open_to) == 1 and not newcomer and engine.stays_first(*open_to)
    return Outlook(
        table_id,
        remaining,
        tuple(
            Prospect(name, Chance.OUT if name not in open_to else Chance.CHAMPION if alone else Chance.OPEN)
            for name in names
        ),
        newcomer,
    )


def count_scoring_places(book: RuleBook, outlook: Outlook) -> int:
    """How many places of the next session score in the table; 0 where nothing is left."""
    if not outlook.remaining:
        return 0
    return _count_scoring_places(book, book.table(outlook.table), outlook.remaining[0].session)


def find_conditions(
    book: RuleBook,
    facts: SeasonFacts,
    outlook: Outlook,
    competitor: str,
    *,
    books_by_round: Mapping[int, RuleBook] | None = None,
) -> tuple[Condition, ...]:
    """With which places in the next session `competitor` becomes champion there and then; best place first.

    Empty where no place is enough, for a team whose cars all count, and where the title is decided or open to somebody
    who has not yet appeared.
    """
    rivals = [name for name in outlook.contenders if name != competitor]
    if competitor not in outlook.contenders or not outlook.remaining or outlook.newcomer_open:
        return ()
    table = book.table(outlook.table)
    if table.competitor is CompetitorKind.TEAM and table.best_cars != 1:
        return ()  # a team has several places
    engine = TitleEngine(book, facts, table, books_by_round)
    last = _count_scoring_places(engine.book, table, outlook.remaining[0].session)
    found: list[Condition] = []
    # A worse place of his never lets a rival take a better one than before: each search begins where the last ended.
    begin: dict[str, int | None] = dict.fromkeys(rivals, 1)
    for place in [*range(1, last + 1), None]:
        limits: list[tuple[str, int | None]] = []
        for rival in rivals:
            places = [behind for behind in range(1, last + 1) if behind != place]
            first = begin[rival]
            limit = _find_limit(
                engine, competitor, place, rival, [one for one in places if first is not None and one >= first]
            )
            if limit == _NEVER:
                return tuple(found)  # nor with a worse place
            # His own place could not be asked about: it may be the limit of the next.
            begin[rival] = place if place is not None and (limit or last + 1) == place + 1 else limit
            if places and limit != places[0]:
                limits.append((rival, limit))
        found.append(Condition(place, tuple(limits)))
    return tuple(found)


_NEVER = -1


def _find_limit(engine: TitleEngine, leader: str, place: int | None, rival: str, places: Sequence[int]) -> int | None:
    """The best of these places the rival may take; None: none that scores; _NEVER: even that is too much.

    A better place never gives less: the first safe one is found by steps that double, then by halving.
    """
    low = high = 0
    step = 1
    while high < len(places) and not engine.is_safe(leader, place, rival, places[high]):
        low, high, step = high + 1, high + step, 2 * step
    high = min(high, len(places))
    while low < high:
        middle = (low + high) // 2
        if engine.is_safe(leader, place, rival, places[middle]):
            high = middle
        else:
            low = middle + 1
    if low < len(places):
        return places[low]
    return None if engine.is_safe(leader, place, rival, None) else _NEVER


def _read_result(now: Standing) -> Iterable[Prospect]:
    for row in now.rows:
        if row.position != 1:
            yield Prospect(row.competitor, Chance.OUT)
        else:
            yield Prospect(row.competitor, Chance.SHARED if row.tied else Chance.CHAMPION)


def _find_silence(book: RuleBook, facts: SeasonFacts, table: TableRule, now: Standing | None) -> Silence | None:
    if book.hypothesis:
        return Silence.HYPOTHESIS
    if now is None or not now.rows:
        return Silence.NO_TABLE
    keys = scoring_sessions(book, table)
    partial = any(result.session in keys and not result.complete for result in facts.results)
    if partial or now.missing or now.partial or any(row.points is None for row in now.rows):
        return Silence.UNKNOWN_POINTS
    for points_table in book.points_tables.values():
        rows = [points_table.points, *(points for _, points in points_table.by_starters)]
        if any(value < 0 for row in rows for value in row):
            return Silence.NEGATIVE_POINTS
        if any(better < worse for row in rows for better, worse in pairwise(row)):
            return Silence.RISING_SCALE
        firsts = [points[0] if points else 0 for _, points in points_table.by_starters]  # most starters first
        if any(more < fewer for more, fewer in pairwise(firsts)):
            return Silence.RISING_SCALE
    bonuses = [bonus for one in book.tables for rule in one.sessions.values() for bonus in rule.bonuses]
    if any(bonus.points < 0 for bonus in bonuses):
        return Silence.NEGATIVE_POINTS
    if any(bonus.kind is BonusKind.PLACES_GAINED for bonus in bonuses):
        return Silence.PLACES_GAINED
    return None


def _count_scoring_places(book: RuleBook, table: TableRule, session: str) -> int:
    """How many places of that session score in the table."""
    for source in list_sources(book, table):
        rule = source.sessions.get(session)
        if rule is not None:
            scale = book.points_tables[rule.table]
            return max(len(scale.points), *(len(points) for _, points in scale.by_starters), 1)
    return 1
