"""Results, decisions, rules, projections and the ledger are written by `officiating` alone.

Read off the source: no other room may call a writing method on these models, on rows of theirs it could hold, or send
SQL. `exchange` writes reference rows (people, calendar, entries) itself; the back-office through ModelAdmin.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "championships"

GUARDED = {
    "Amendment",
    "Award",
    "Bulletin",
    "ClassifiedLine",
    "Decision",
    "DeclaredRow",
    "DeclaredTable",
    "LedgerEntry",
    "LedgerHead",
    "Line",
    "LineDriver",
    "OpeningBalance",
    "PointsAdjustment",
    "Protest",
    "Revision",
    "RuleBook",
    "RuleDraft",
    "Sheet",
    "Standing",
    "Table",
}
WRITING = {
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "save_version",
    "update",
    "update_or_create",
    "_raw_delete",
}
# Reverse names under which guarded rows hang from others: `season.rule_books.create(…)`.
RELATED = {
    "adjustments",
    "amendments",
    "awards",
    "bulletins",
    "classified",
    "decisions",
    "declared_tables",
    "line_parts",
    "lines",
    "opening_balances",
    "revisions",
    "rows",
    "rule_books",
    "sheets",
    "standings",
    "tables",
}
# Rooms that write nothing at all: there even `row.save()` is a fault.
NEVER = ("adapters", "formatting", "public", "queries", "scoring", "stories", "templatetags")
ROOMS = (*NEVER, "backoffice", "exchange", "management", "demo")


def find_writes(source: str, *, never: bool) -> Iterator[str]:
    """The writing calls of a module that this rule forbids, as text."""
    tree = ast.parse(source)
    models = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("championships.models")
        for alias in node.names
        if alias.name in GUARDED
    }
    held = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _names(node.value) & models
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in {"execute", "executemany"}:
            yield ast.unparse(node)
        if node.func.attr not in WRITING:
            continue
        owner = node.func.value
        touches = _names(owner) & (models | held) or _attributes(owner) & RELATED
        # A dictionary's or a set's update is no write. Nor is the save of a picture into memory: a row's takes no
        # positional argument (Django refuses them).
        drawn = node.func.attr == "save" and bool(node.args)
        forbidden_row = never and not drawn and node.func.attr in WRITING - {"update"}
        if touches or forbidden_row:
            yield ast.unparse(node)


def _names(node: ast.AST) -> set[str]:
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}


def _attributes(node: ast.AST) -> set[str]:
    return {child.attr for child in ast.walk(node) if isinstance(child, ast.Attribute)}


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_room_writes_results_decisions_rules_projections_or_the_ledger(room: str) -> None:
    files = sorted((APP / room).rglob("*.py")) if (APP / room).is_dir() else [APP / f"{room}.py"]
    found = {
        str(path.relative_to(APP)): writes
        for path in files
        if path.exists() and (writes := list(find_writes(path.read_text(), never=room in NEVER)))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "from championships.models import Bulletin\nBulletin.objects.filter(pk=1).update(state='official')",
        "from championships.models import Sheet as Facts\nFacts.objects.all().delete()",
        "from championships.models import Sheet\nsheet = Sheet.objects.get()\nsheet.save()",
        "season.rule_books.create(n=2)",
        "cursor.execute('UPDATE x')",
    ],
)
def test_the_guard_sees_a_write_around_the_office(source: str) -> None:
    assert list(find_writes(source, never=False))


def test_a_reading_room_may_not_even_save_a_row_it_was_given() -> None:
    assert list(find_writes("row.save()", never=True))
    assert not list(find_writes("names.update(other)", never=True))
    assert not list(find_writes('picture.save(out, "PNG")', never=True))


def test_reference_rows_may_be_written_by_the_exchange() -> None:
    source = "from championships.models import Driver\nDriver.objects.bulk_create([])"
    assert not list(find_writes(source, never=False))
