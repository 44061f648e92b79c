"""Worked examples of a rule book, computed: with these results, X is champion.

An example belongs to the rules and is run at every change of them: a rule book whose examples come out otherwise is
refused with the difference shown. The examples of a hypothesis are computed as if it were in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from championships.scoring.classification import classify
from championships.scoring.facts import FINAL, PlannedSession, RoundOrFinal, SeasonFacts, SessionResult, Sheet
from championships.scoring.rulebook.example_notation import NotedRow, read_row, read_session
from championships.scoring.rules import Example, Expectation, RuleBook
from championships.scoring.standings import Standing, TableHistory, compute
from championships.scoring.vocabulary import SheetOrigin


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An example that does not come out: what it says of a table, and what the rules give. `number` counts from 1."""

    number: int
    title: str
    standings: str
    after: RoundOrFinal
    champion: str  # empty: the champion is right, or not said
    expected: tuple[str, ...]
    found: tuple[str, ...]


def check_examples(book: RuleBook) -> tuple[Shortfall, ...]:
    """Every expectation that the rules do not meet, in the order of the book."""
    found: list[Shortfall] = []
    for number, example in enumerate(book.examples, start=1):
        histories = compute_example(book, example)
        for expectation in example.tables:
            rows = read_found(histories, expectation)
            champion_wrong = bool(expectation.champion) and list_leaders(rows) != (expectation.champion,)
            wanted = {read_row(text) for text in expectation.rows}
            if champion_wrong or (expectation.rows and wanted != set(rows)):
                found.append(
                    Shortfall(
                        number=number,
                        title=example.title,
                        standings=expectation.standings,
                        after=expectation.after,
                        champion=expectation.champion if champion_wrong else "",
                        expected=expectation.rows,
                        found=tuple(row.text for row in rows),
                    )
                )
    return tuple(found)


def compute_example(book: RuleBook, example: Example) -> Mapping[str, TableHistory]:
    """The tables of the season that an example tells."""
    results = []
    for order, text in enumerate(example.results, start=1):
        session = read_session(text)
        lines = session.lines
        if example.timing:
            lines = classify(
                Sheet(SheetOrigin.TIMING, session.on_the_road, session.laps, session.planned_laps),
                (),
                book.classification,
            )
        results.append(SessionResult(session.round, session.key, order, lines, session.laps, session.planned_laps))
    planned = tuple(PlannedSession(result.round, result.session, result.order) for result in results)
    return compute(replace(book, hypothesis=False), SeasonFacts(results=tuple(results), planned=planned))


def read_found(histories: Mapping[str, TableHistory], expectation: Expectation) -> tuple[NotedRow, ...]:
    """The rows the rules give where an expectation looks; none where the table does not stand there."""
    history = histories.get(expectation.standings)
    standing: Standing | None = None
    if history is not None:
        after = {standing.round: standing for standing in history.standings}
        standing = history.final if expectation.after == FINAL else after.get(int(expectation.after))
    if standing is None:
        return ()
    return tuple(
        NotedRow(row.mark or str(row.position), row.competitor, row.points)
        for row in standing.rows
        if row.points is not None
    )


def list_leaders(rows: tuple[NotedRow, ...]) -> tuple[str, ...]:
    """Who stands first: several where they are level."""
    return tuple(row.competitor for row in rows if row.place == "1")
