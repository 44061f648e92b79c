"""rules.json: the book checked by the core, its decisions taken apart, its references checked against the rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from championships.exchange.season_package.csv_files import read_text
from championships.exchange.season_package.faults import Fault
from championships.exchange.season_package.values import RESULTS, ROUNDS, RULES, RULINGS, SessionKey
from championships.scoring.rulebook import ParsedRules, RuleBookError, parse_rules, read_document
from championships.scoring.rules import BonusKind, PoleSource, RuleBook
from championships.scoring.vocabulary import CompetitorKind

LABEL_LIMIT = 9


@dataclass(frozen=True, slots=True)
class RulesFile:
    """A rules.json: what the core understood, and its two halves as plain JSON."""

    parsed: ParsedRules
    document: Mapping[str, object]  # the lists of decisions stand in it as empty lists, where the file has them
    rulings: Mapping[str, tuple[Mapping[str, object], ...]]

    @property
    def label(self) -> str:
        return str(self.parsed.book.season)


def read_rules_file(folder: Path, faults: list[Fault]) -> RulesFile | None:
    """None, and faults, where the file is missing or refused."""
    text = read_text(folder, RULES, faults)
    if text is None:
        return None
    try:
        document = read_document(text)
        parsed = parse_rules(document)
    except RuleBookError as error:
        faults += [Fault(RULES, None, f"{fault}.") for fault in error.errors]
        return None
    before = len(faults)
    for path, sign in find_unwritable(document):
        faults.append(Fault(RULES, None, f"{path}: the text holds the sign {sign!r}, which no table can keep."))
    label = str(parsed.book.season)
    if len(label) > LABEL_LIMIT or not re.match(r"[0-9]{4}", label):
        reason = (
            f'season: expected a year, or a name of at most {LABEL_LIMIT} signs that begins with one, found "{label}".'
        )
        faults.append(Fault(RULES, None, reason))
    if len(faults) > before:
        return None
    plain, rulings = split_rulings(document)
    return RulesFile(parsed, plain, rulings)


def split_rulings(
    document: Mapping[str, object],
) -> tuple[dict[str, object], dict[str, tuple[Mapping[str, object], ...]]]:
    """The book (its lists of decisions emptied, not removed) and the decisions, list by list."""
    whole = to_plain_json(document)
    assert isinstance(whole, dict)  # noqa: S101 - read_document gives an object or refuses
    rulings: dict[str, tuple[Mapping[str, object], ...]] = {}
    for name in RULINGS:
        if name in whole:
            items = whole[name] or []
            rulings[name] = tuple(items)
            whole[name] = []
    return whole, {name: items for name, items in rulings.items() if items}


def join_rulings(
    document: Mapping[str, object], rulings: Mapping[str, Sequence[Mapping[str, object]]]
) -> dict[str, object]:
    """The whole rules.json again."""
    return {**document, **{name: [dict(item) for item in rulings[name]] for name in RULINGS if rulings.get(name)}}


def to_plain_json(value: object) -> object:
    """The same data without exact decimals: their digits were checked, a float writes the same ones."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Mapping():
            return {str(key): to_plain_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_plain_json(item) for item in value]
        case _:
            return value


def find_unwritable(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Texts with a NUL or half a surrogate pair: PostgreSQL and UTF-8 keep neither."""
    match value:
        case str():
            for sign in value:
                if sign == "\0" or "\ud800" <= sign <= "\udfff":
                    yield path or "rule book", sign
                    return
        case Mapping():
            for key, item in value.items():
                yield from find_unwritable(key, path)
                yield from find_unwritable(item, f"{path}.{key}" if path else str(key))
        case list() | tuple():
            for index, item in enumerate(value):
                yield from find_unwritable(item, f"{path}[{index}]")


def check_references(
    rules: RulesFile,
    *,
    sessions: frozenset[SessionKey],
    drivers: frozenset[str],
    teams: frozenset[str],
    flag_columns: frozenset[str],
    faults: list[Fault],
) -> None:
    """Decisions must name sessions of rounds.csv and people of competitors.csv; bonuses, columns of results.csv."""
    book = rules.parsed.book
    kinds = {table.id: table.competitor for table in book.tables}

    def fail(path: str, reason: str) -> None:
        faults.append(Fault(RULES, None, f"{path}: {reason}"))

    def check_session(path: str, terms: Mapping[str, object]) -> None:
        if (terms["round"], terms["session"]) not in sessions:
            fail(path, f'round {terms["round"]} has no session "{terms["session"]}" in {ROUNDS}.')

    def check_driver(path: str, driver: object) -> None:
        if driver not in drivers:
            fail(path, f'driver "{driver}" is not in competitors.csv.')

    def check_competitor(path: str, table: object, competitor: object) -> None:
        known = {CompetitorKind.DRIVER: drivers, CompetitorKind.TEAM: teams}.get(kinds[str(table)])
        if known is not None and competitor not in known:
            fail(path, f'{kinds[str(table)].value} "{competitor}" is not in competitors.csv.')

    for name, items in rules.rulings.items():
        for index, terms in enumerate(items):
            path = f"{name}[{index}]"
            if name in ("session_overrides", "result_overrides"):
                check_session(path, terms)
            if name == "result_overrides":
                check_driver(f"{path}.driver", terms["driver"])
            for winner in _list(terms.get("bonus_winners")):
                check_driver(f"{path}.bonus_winners", winner)
            if name in ("adjustments", "opening_balances"):
                check_competitor(f"{path}.competitor", terms["standings"], terms["competitor"])
            if name == "tie_decisions":
                for competitor in _list(terms.get("order")):
                    check_competitor(f"{path}.order", terms["standings"], competitor)
    for column, path in find_columns(book):
        if column not in flag_columns:
            fail(path, f'the bonus names the column "{column}", which {RESULTS} does not have.')


def find_columns(book: RuleBook) -> Iterator[tuple[str, str]]:
    """The 0/1 columns the bonuses of a book look at, with the place that names them."""
    for index, table in enumerate(book.tables):
        for session, rule in table.sessions.items():
            for number, bonus in enumerate(rule.bonuses):
                path = f"standings[{index}].sessions.{session}.bonuses[{number}]"
                if bonus.kind is BonusKind.FLAG:
                    yield bonus.column, path
                elif bonus.kind is BonusKind.POLE and bonus.pole_from is PoleSource.FLAG:
                    yield "pole", path


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()
