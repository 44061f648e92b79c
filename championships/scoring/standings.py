"""Standings after every session: `compute`, in one pass over the season."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from championships.scoring.declared import Difference, differences
from championships.scoring.eligibility import Field, read_field
from championships.scoring.facts import SeasonFacts
from championships.scoring.overrides import RulingIndex
from championships.scoring.parts import Award
from championships.scoring.points import award_field, session_rule
from championships.scoring.rules import Countback, RuleBook, TableRule
from championships.scoring.season import TableSeason
from championships.scoring.tables import Dropped, Row, SeasonTables, Standing, TableHistory
from championships.scoring.tiebreaks import Split
from championships.scoring.timeline import Timeline
from championships.scoring.transfers import find_moves

__all__ = [
    "Difference",
    "Dropped",
    "Row",
    "SeasonTables",
    "Split",
    "Standing",
    "TableHistory",
    "compute",
    "compute_final",
    "differences",
    "scoring_sessions",
]


def compute(
    book: RuleBook, facts: SeasonFacts, *, books_by_round: Mapping[int, RuleBook] | None = None
) -> dict[str, TableHistory]:
    """Every table of a season after every session, in the order of the rule book.

    A pure function of what was in force. A table is written after every session that has results
    (also a partial one, which scores nothing) or a declared table; the final one stands after the
    last of them. A hypothesis gives no points: only declared tables stand. `book` is the newest
    version of the rules: counting, listing and ties follow it. Points of a session follow the
    version `books_by_round` names for its round, where it names one.
    Raises ValueError for two results of one session, KeyError for a table that does not exist.
    """
    seasons = _prepare(book, facts, book.tables, books_by_round or {})
    return {table.id: season.run() for table, season in zip(book.tables, seasons, strict=True)}


def compute_final(
    book: RuleBook, facts: SeasonFacts, table_id: str, *, books_by_round: Mapping[int, RuleBook] | None = None
) -> Standing | None:
    """The final table alone, as `compute` gives it, without a table after every session: for many imagined seasons.

    Raises what `compute` raises.
    """
    (season,) = _prepare(book, facts, [book.table(table_id)], books_by_round or {})
    return season.run_to_the_end()


def _prepare(
    book: RuleBook, facts: SeasonFacts, tables: Sequence[TableRule], books_by_round: Mapping[int, RuleBook]
) -> list[TableSeason]:
    """These tables before the first session, with all that will happen to them."""
    timeline = Timeline(facts)
    awards, scoring = _award_all(book, facts, timeline, books_by_round)
    moves = find_moves(book, timeline, awards, facts.memberships)
    declared = timeline.declared_at(facts.declared)
    return [
        TableSeason(
            table,
            facts,
            timeline,
            scoring_sessions(book, table),
            scoring[table.id],
            awards[table.id],
            moves,
            declared,
            hypothesis=book.hypothesis,
        )
        for table in tables
    ]


def _award_all(
    book: RuleBook, facts: SeasonFacts, timeline: Timeline, books_by_round: Mapping[int, RuleBook]
) -> tuple[dict[str, list[list[Award]]], dict[str, frozenset[int]]]:
    """The awards of every table at every stop, and which stops score in which table."""
    fields = [
        read_field(stop.result) if stop.result is not None and stop.result.complete else None for stop in timeline.stops
    ]
    rounds: dict[int, dict[str, Field]] = {}
    for field in fields:
        if field is not None:
            rounds.setdefault(field.round, {})[field.session] = field
    index = RulingIndex.of(facts.rulings)
    awards: dict[str, list[list[Award]]] = {}
    scoring: dict[str, frozenset[int]] = {}
    for table in _sources_first(book):
        versions = {number: _find_version(version, table) for number, version in books_by_round.items()}
        rules = {
            number: rule
            for number, stop in enumerate(timeline.stops)
            if stop.result is not None
            and stop.round not in table.exclude_rounds
            and (held := versions.get(stop.round, (book, table))) is not None
            and (rule := session_rule(*held, stop.session)) is not None
        }
        source: list[list[Award]] | None = None
        if table.extract_from is not None:
            source = awards[table.extract_from]
            rules = {n: rule for n, rule in rules.items() if n in scoring[table.extract_from]}
        scoring[table.id] = frozenset(rules)
        seen = _sights(table)
        given: list[list[Award]] = []
        for number, field in enumerate(fields):
            here: list[Award] = []
            held = versions.get(field.round, (book, table)) if field is not None else None
            if (
                field is not None
                and held is not None
                and not held[0].hypothesis
                and not book.hypothesis
                and field.round not in table.exclude_rounds
            ):
                rule = rules.get(number)
                if rule is not None:
                    parent = source[number] if source is not None else None
                    around = rounds[field.round]
                    here = award_field(*held, rule, field, index, around, parent)
                elif field.session in seen:
                    here = award_field(*held, None, field, index, {})
            given.append(here)
        awards[table.id] = given
    return awards, scoring


def _find_version(book: RuleBook, table: TableRule) -> tuple[RuleBook, TableRule] | None:
    """A table as an earlier version of the rules has it: None where it did not exist, and gave nothing.

    Where a table takes its points from is the newest version's to say.
    """
    known = {rule.id: rule for rule in book.tables}
    held = known.get(table.id)
    if held is None or (table.extract_from is not None and table.extract_from not in known):
        return None
    return book, held if held.extract_from == table.extract_from else replace(held, extract_from=table.extract_from)


def _sources_first(book: RuleBook) -> Sequence[TableRule]:
    """The tables of a book, each after the table it is extracted from. Raises ValueError on a ring."""
    ordered: list[TableRule] = []
    done: set[str] = set()
    waiting = list(book.tables)
    while waiting:
        ready = [t for t in waiting if t.extract_from is None or t.extract_from in done]
        if not ready:
            names = ", ".join(table.id for table in waiting)
            raise ValueError(f"tables extracted from each other, or from none: {names}")
        ordered += ready
        done.update(table.id for table in ready)
        waiting = [table for table in waiting if table.id not in done]
    return ordered


def scoring_sessions(book: RuleBook, table: TableRule) -> frozenset[str]:
    """The session keys that score in a table, directly or through the table it is extracted from."""
    if table.extract_from is None or table.sessions:
        return frozenset(table.sessions)
    return scoring_sessions(book, book.table(table.extract_from))


def _sights(table: TableRule) -> frozenset[str]:
    """Sessions whose places matter to a table although they may score nothing in it."""
    seen = set(table.listing.classified_in)
    for step in table.tie_break:
        if isinstance(step, Countback):
            seen.update(step.sessions)
            seen.update(step.only_without_result_in)
    return frozenset(seen)
