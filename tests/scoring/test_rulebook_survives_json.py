"""A rule book survives JSON and back, whatever it says; the conformance data come out as they were."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from championships.scoring.rulebook import (
    ParsedRules,
    parse_adjustment,
    parse_book,
    parse_opening_balance,
    parse_result_override,
    parse_rules,
    parse_session_override,
    parse_tie_decision,
    read_rules,
    write_adjustment,
    write_book,
    write_opening_balance,
    write_result_override,
    write_rules,
    write_session_override,
    write_tie_decision,
)
from championships.scoring.rules import RuleBook
from tests.scoring.rulebook_decision_values import whole_rules
from tests.scoring.rulebook_values import rule_books

SHARED = Path(__file__).parents[2].parent / "shared" / "conformance"
SEASONS = sorted(SHARED.glob("*/*/rules.json"))

slow = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@slow
@given(rule_books())
def test_a_rule_book_survives_json_and_back(book: RuleBook) -> None:
    assert parse_book(json.loads(json.dumps(write_book(book)))) == book


@slow
@given(whole_rules())
def test_decisions_and_balances_survive_json_text_and_back(rules: ParsedRules) -> None:
    text = json.dumps(write_rules(rules.book, rules.rulings, rules.opening_balances), ensure_ascii=False)
    assert read_rules(text) == rules


@slow
@given(whole_rules())
def test_each_decision_survives_alone(rules: ParsedRules) -> None:
    book, rulings = rules.book, rules.rulings
    for override in rulings.session_overrides:
        assert parse_session_override(write_session_override(override), book=book) == override
    for result in rulings.result_overrides:
        assert parse_result_override(write_result_override(result), book=book) == result
    for deduction in rulings.deductions:
        assert parse_adjustment(write_adjustment(deduction), book=book) == deduction
    for exclusion in rulings.exclusions:
        assert parse_adjustment(write_adjustment(exclusion), book=book) == exclusion
    for tie in rulings.tie_decisions:
        assert parse_tie_decision(write_tie_decision(tie), book=book) == tie
    for balance in rules.opening_balances:
        assert parse_opening_balance(write_opening_balance(balance), book=book) == balance


@slow
@given(rule_books())
def test_writing_is_canonical(book: RuleBook) -> None:
    once = write_book(book)
    assert write_book(parse_book(once)) == once


def test_the_conformance_rules_are_there_to_be_read() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/conformance is absent")
    assert len(SEASONS) >= 18


@pytest.mark.parametrize("path", SEASONS, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_conformance_rules_are_written_back_as_they_were(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rules = read_rules(text)
    written = write_rules(rules.book, rules.rulings, rules.opening_balances)
    assert _by_value(json.loads(json.dumps(written))) == _by_value(json.loads(text))
    assert parse_rules(written) == rules


def _by_value(document: object, key: str = "") -> object:
    """The document with fractions by value: the source writes 6/10 where we write 3/5."""
    if isinstance(document, dict):
        return {name: _by_value(value, name) for name, value in document.items()}
    if isinstance(document, list):
        return [_by_value(value, key) for value in document]
    if key in ("below", "factor", "min_distance_fraction") and isinstance(document, str):
        return Fraction(document)
    return document
