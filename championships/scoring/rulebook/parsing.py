"""Whole documents: the book, its decisions and opening balances, read together and written together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from championships.scoring.facts import (
    Deduction,
    Exclusion,
    OpeningBalance,
    ResultOverride,
    Rulings,
    SessionOverride,
    TieDecision,
)
from championships.scoring.phrases import phrase
from championships.scoring.rulebook.book_writing import SCHEMA, write_book
from championships.scoring.rulebook.decision_reading import (
    Adjustment,
    read_adjustment,
    read_opening_balance,
    read_result_override,
    read_session_override,
    read_tie_decision,
)
from championships.scoring.rulebook.decision_writing import (
    write_adjustment,
    write_opening_balance,
    write_result_override,
    write_session_override,
    write_tie_decision,
)
from championships.scoring.rulebook.example_reading import read_examples
from championships.scoring.rulebook.faults import Fault, refuse_if_any
from championships.scoring.rulebook.fields import Fields, Node
from championships.scoring.rulebook.session_reading import (
    Known,
    read_classification,
    read_points_tables,
)
from championships.scoring.rulebook.table_reading import check_class_changes, check_extractions, read_table
from championships.scoring.rulebook.text import read_document
from championships.scoring.rules import Countback, RuleBook, TableRule

_DECISIONS = (
    "session_overrides",
    "result_overrides",
    "adjustments",
    "tie_decisions",
    "opening_balances",
)

MINUTES_OF_A_WEEK = 7 * 24 * 60

_NO_RULINGS = Rulings()


@dataclass(frozen=True, slots=True)
class ParsedRules:
    """A whole rules.json."""

    book: RuleBook
    rulings: Rulings
    opening_balances: tuple[OpeningBalance, ...]


def read_rules(text: str) -> ParsedRules:
    """A whole rules.json from its text. Raises RuleBookError."""
    return parse_rules(read_document(text))


def parse_rules(document: Mapping[str, object]) -> ParsedRules:
    """A whole rules.json: the book, the decisions, the opening balances. Raises RuleBookError with all faults."""
    faults: list[Fault] = []
    fields = Node(document, "", faults).fields()
    book = _read_book(fields)
    known = _known_in(book)
    session_overrides = _read_each(fields, "session_overrides", read_session_override, known)
    result_overrides = _read_each(fields, "result_overrides", read_result_override, known)
    adjustments = _read_each(fields, "adjustments", read_adjustment, known)
    tie_decisions = _read_each(fields, "tie_decisions", read_tie_decision, known)
    opening_balances = _read_each(fields, "opening_balances", read_opening_balance, known)
    fields.close()
    refuse_if_any(faults)
    rulings = Rulings(
        session_overrides=session_overrides,
        result_overrides=result_overrides,
        deductions=tuple(item for item in adjustments if isinstance(item, Deduction)),
        exclusions=tuple(item for item in adjustments if isinstance(item, Exclusion)),
        tie_decisions=tie_decisions,
    )
    return ParsedRules(book=book, rulings=rulings, opening_balances=opening_balances)


def parse_book(document: Mapping[str, object]) -> RuleBook:
    """The rule book alone. Decisions are refused here, unless their lists are empty. Raises RuleBookError."""
    faults: list[Fault] = []
    fields = Node(document, "", faults).fields()
    book = _read_book(fields)
    for key in _DECISIONS:
        node = fields.optional(key)
        if node and node.items():
            node.fail(phrase("no decisions in a rule book that stands alone"))
    fields.close()
    refuse_if_any(faults)
    return book


def _read_book(fields: Fields) -> RuleBook:
    schema = fields.required("schema")
    if schema.value != SCHEMA:
        schema.fail(f'"{SCHEMA}"')
    championship = fields.required("championship").name()
    season = _read_season(fields.required("season"))
    points_tables = read_points_tables(fields.required("points_tables"))
    nodes = fields.required("standings").items(least=1)
    known = Known(
        points_tables=frozenset(points_tables),
        tables=tuple(_peek_id(node) for node in nodes),
    )
    tables = [read_table(node, known) for node in nodes]
    _refuse_same_ids(nodes, tables)
    check_extractions(nodes, tables)
    check_class_changes(nodes, tables)
    classification = fields.optional("classification")
    window = fields.optional("protest_minutes")
    examples = fields.optional("examples")
    book = RuleBook(
        championship=championship,
        season=season,
        points_tables=points_tables,
        tables=tuple(tables),
        classification=read_classification(classification) if classification else None,
        hypothesis=fields.flag("hypothesis"),
        protest_minutes=window.integer(0, MINUTES_OF_A_WEEK) if window else None,
        note=fields.free_text("note"),
        source=fields.free_text("source"),
    )
    return replace(book, examples=read_examples(examples, _known_in(book))) if examples else book


def _read_season(node: Node) -> int | str:
    return node.name(limit=9) if isinstance(node.value, str) else node.integer(1, 9999)


def _peek_id(node: Node) -> str:
    table_id = node.value.get("id") if isinstance(node.value, Mapping) else None
    return table_id if isinstance(table_id, str) else ""


def _refuse_same_ids(nodes: list[Node], tables: list[TableRule]) -> None:
    seen: set[str] = set()
    for node, table in zip(nodes, tables, strict=True):
        if table.id and table.id in seen:
            Node(table.id, f"{node.path}.id", node.faults).fail(
                phrase("an id of its own for every table"), phrase('"%(id)s" again', id=table.id)
            )
        seen.add(table.id)


def _known_in(book: RuleBook) -> Known:
    """What the decisions of a book may refer to. A session may score, split ties or put somebody on the list."""
    sessions: set[str] = set()
    for table in book.tables:
        sessions.update(table.sessions, table.listing.classified_in)
        for rule in table.sessions.values():
            sessions.update(bonus.qualifying for bonus in rule.bonuses if bonus.qualifying)
        for step in table.tie_break:
            if isinstance(step, Countback):
                sessions.update(step.sessions, step.only_without_result_in)
    return Known(
        points_tables=frozenset(book.points_tables),
        tables=tuple(table.id for table in book.tables),
        sessions=frozenset(sessions),
    )


def _read_each[T](fields: Fields, key: str, read: Callable[[Node, Known], T], known: Known) -> tuple[T, ...]:
    node = fields.optional(key)
    return node.distinct(lambda item: read(item, known)) if node else ()


def _parse_one[T](read: Callable[[Node, Known], T], terms: Mapping[str, object], book: RuleBook | None) -> T:
    faults: list[Fault] = []
    value = read(Node(terms, "", faults), _known_in(book) if book else Known())
    refuse_if_any(faults)
    return value


def parse_session_override(terms: Mapping[str, object], *, book: RuleBook | None = None) -> SessionOverride:
    """One entry of `session_overrides[]`. Raises RuleBookError."""
    return _parse_one(read_session_override, terms, book)


def parse_result_override(terms: Mapping[str, object], *, book: RuleBook | None = None) -> ResultOverride:
    """One entry of `result_overrides[]`. Raises RuleBookError."""
    return _parse_one(read_result_override, terms, book)


def parse_adjustment(terms: Mapping[str, object], *, book: RuleBook | None = None) -> Adjustment:
    """One entry of `adjustments[]`: a Deduction or an Exclusion. Raises RuleBookError."""
    return _parse_one(read_adjustment, terms, book)


def parse_tie_decision(terms: Mapping[str, object], *, book: RuleBook | None = None) -> TieDecision:
    """One entry of `tie_decisions[]`. Raises RuleBookError."""
    return _parse_one(read_tie_decision, terms, book)


def parse_opening_balance(terms: Mapping[str, object], *, book: RuleBook | None = None) -> OpeningBalance:
    """One entry of `opening_balances[]`. Raises RuleBookError."""
    return _parse_one(read_opening_balance, terms, book)


def write_rules(
    book: RuleBook,
    rulings: Rulings = _NO_RULINGS,
    opening_balances: tuple[OpeningBalance, ...] = (),
) -> dict[str, object]:
    """A whole rules.json in canonical form. `parse_rules` reads it back to equal values.

    The four lists of decisions are always there, `opening_balances` only where there are some; deductions come
    before exclusions.
    """
    document = write_book(book)
    document["session_overrides"] = [write_session_override(item) for item in rulings.session_overrides]
    document["result_overrides"] = [write_result_override(item) for item in rulings.result_overrides]
    adjustments: list[Adjustment] = [*rulings.deductions, *rulings.exclusions]
    document["adjustments"] = [write_adjustment(item) for item in adjustments]
    document["tie_decisions"] = [write_tie_decision(item) for item in rulings.tie_decisions]
    if opening_balances:
        document["opening_balances"] = [write_opening_balance(item) for item in opening_balances]
    return document
