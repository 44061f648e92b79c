"""docs/rule-books.md is right: its examples are read, and its worked results are computed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from championships.scoring.classification import classify
from championships.scoring.facts import PlannedSession, SeasonFacts, SessionResult, Sheet
from championships.scoring.rulebook import ParsedRules, parse_rules
from championships.scoring.rulebook.book_writing import write_book
from championships.scoring.rulebook.example_notation import read_session
from championships.scoring.standings import compute
from championships.scoring.tables import Standing
from championships.scoring.vocabulary import SheetOrigin

PAGE = (Path(__file__).parents[2] / "docs" / "rule-books.md").read_text(encoding="utf-8")

type Document = dict[str, Any]


@dataclass
class Example:
    """One worked example of the page."""

    title: str
    document: Document
    results: str = ""
    timing: bool = False
    tables: list[tuple[str, str, str]] = field(default_factory=list)  # id, "final" or "after 2", rows


def read_examples() -> Iterator[Example]:
    """Every fenced example with the results and tables that follow it. The first one is the base alone."""
    title = ""
    example = Example("", {})
    for match in re.finditer(r"^#+ (?P<title>.+)$|^```(?P<kind>.+)\n(?P<body>[^`]*)^```$", PAGE, re.MULTILINE):
        if match["title"]:
            title = match["title"]
        elif match["kind"] == "json example":
            if example.results:
                yield example
            example = Example(title, json.loads(match["body"]))
        elif match["kind"].startswith("text results"):
            example.title = example.title or title
            example.results, example.timing = match["body"], match["kind"].endswith("timing")
        elif match["kind"].startswith("text "):
            table, _, when = match["kind"].removeprefix("text ").partition(" ")
            example.tables.append((table, when, match["body"].strip()))
    yield example


def read_base() -> Document:
    body = re.search(r"^```json\n([^`]*)^```$", PAGE, re.MULTILINE)
    assert body is not None
    base: Document = json.loads(body[1])
    return base


def complete(fragment: Document) -> ParsedRules:
    """The fragment laid over the rule book at the top of the page."""
    base = read_base()
    document = base | fragment
    blocks = fragment.get("standings", [{}])
    document["standings"] = [
        {
            key: value
            for key, value in (base["standings"][0] | block).items()
            if key != "sessions" or "sessions" in block
        }
        if "extract_from" in block
        else base["standings"][0] | block
        for block in blocks
    ]
    return parse_rules(document)


def read_results(example: Example, rules: ParsedRules) -> SeasonFacts:
    results = []
    for order, text in enumerate(example.results.strip().splitlines(), 1):
        session = read_session(text)
        lines = session.lines
        if example.timing:
            lines = classify(Sheet(SheetOrigin.TIMING, session.on_the_road), (), rules.book.classification)
        results.append(SessionResult(session.round, session.key, order, lines))
    planned = tuple(PlannedSession(result.round, result.session, result.order) for result in results)
    return SeasonFacts(tuple(results), rules.rulings, rules.opening_balances, planned=planned)


def write(standing: Standing) -> list[str]:
    return sorted(f"{row.position or row.mark} {row.competitor} {row.points}" for row in standing.rows)


def read_table(text: str) -> list[str]:
    rows = [row.split() for row in text.split(", ")]
    return sorted(f"{place} {competitor} {Fraction(points)}" for place, competitor, points in rows)


EXAMPLES = list(read_examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_a_worked_example_is_right(example: Example) -> None:
    rules = complete(example.document)
    histories = compute(rules.book, read_results(example, rules))
    if rules.book.hypothesis:
        assert not example.tables
        assert all(history.final is None and not history.awards for history in histories.values())
        return
    assert example.tables
    for table, when, rows in example.tables:
        history = histories[table]
        after = {f"after {standing.round}": standing for standing in history.standings}
        standing = history.final if when == "final" else after[when]
        assert standing is not None
        assert write(standing) == read_table(rows)


def test_every_key_beyond_the_shared_vocabulary_has_an_example() -> None:
    shown: set[str] = set()

    def note(value: object) -> None:
        if isinstance(value, dict):
            shown.update(value)
            for inner in value.values():
                note(inner)
        elif isinstance(value, list):
            for inner in value:
                note(inner)

    for example in EXAMPLES:
        note(example.document)
    assert shown >= {
        "by_starters", "classification", "min_distance", "of", "rounding", "hypothesis", "note", "opening_balances",
        "from", "session", "in_class", "ineligible", "max_points", "may_appear", "may_score", "categories", "guests",
        "extract_from", "combine", "minimum_share", "drop", "up_to", "applies", "unit", "not_droppable",
        "dropped_count", "minimum_starts", "class_change", "from_tables", "factor", "document", "date", "examples",
        "protest_minutes",
    }  # fmt: skip


def test_the_page_names_every_key_that_is_ever_written() -> None:
    written: set[str] = set()

    def note(value: object) -> None:
        if isinstance(value, dict):
            written.update(key for key in value if key.replace("_", "").isalpha())
            for inner in value.values():
                note(inner)
        elif isinstance(value, list):
            for inner in value:
                note(inner)

    for example in EXAMPLES:
        note(write_book(complete(example.document).book))
    assert {key for key in written if key not in PAGE} == set()
