"""The rooms of the house and their doors, as data, and the reader that finds forbidden imports.

This is the table of the architecture: which room may import which. `tests/architecture` holds the
code to it; whoever wants a new door changes this table, and says why in the commit.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = "championships"


@dataclass(frozen=True)
class Room:
    """What a room may import. `ours` are rooms of the app; the app's own name is left out."""

    ours: frozenset[str]
    http: bool = False
    database: bool = False
    pure: bool = False


def room(*ours: str, http: bool = False, database: bool = False, pure: bool = False) -> Room:
    return Room(frozenset(ours), http=http, database=database, pure=pure)


DOORS = {
    "scoring": room(pure=True),
    # Sentences write numbers, places, days and names as the pages do: of formatting, the modules that are pure.
    "stories": room(
        *("scoring", "formatting.numbers", "formatting.places", "formatting.dates", "formatting.names"), pure=True
    ),
    "models": room("scoring.vocabulary", database=True),
    # Rows ⇄ scoring values, apart from officiating because queries compute older states with it, too.
    "adapters": room("scoring", "models", database=True),
    "officiating": room("scoring", "models", "adapters", database=True),
    "exchange": room("officiating", "queries", "models", "scoring", "adapters", "demo", database=True),
    "queries": room("models", "scoring", "stories", "adapters", database=True),
    # exchange.spreadsheets.writing alone: rows as a file, whatever they hold.
    "public": room("queries", "formatting", "clock", "exchange.spreadsheets.writing", http=True),
    # public.drafts alone: a text or a sheet is looked at on the public template before it is public.
    "backoffice": room(
        *("officiating", "exchange", "queries", "models", "scoring", "formatting", "clock", "public.drafts"),
        http=True,
        database=True,
    ),
    "formatting": room("scoring"),
    "templatetags": room("scoring", "formatting"),
    "management": room("officiating", "exchange", "queries", "clock", database=True),
    # Outside the rooms.
    "apps": room(database=True),
    "admin": room("backoffice.admin"),
    "clock": room(),
    "demo": room(),
    "migrations": room("models", "scoring.vocabulary", database=True),
}
# Nothing of the project's shell is known inside the app, and the shell knows only addresses.
SHELL = room("public", http=True, database=True)

DATABASE = ("django.db", "psycopg", "sqlite3", "django.apps")
HTTP = ("django.http", "django.shortcuts", "django.urls", "django.views", "django.template.response")
FRAMEWORKS = ("django", "django_tables2", "environ", "babel", "psycopg", "whitenoise")
# Modules a pure room may not touch: clock, chance, files, network, processes, the machine.
IMPURE = (
    *("time", "random", "secrets", "uuid", "os", "io", "pathlib", "shutil", "tempfile", "glob", "sys"),
    *("subprocess", "socket", "ssl", "http", "urllib", "threading", "multiprocessing", "asyncio"),
    *("sqlite3", "logging", "locale", "platform", "getpass", "zoneinfo", "importlib"),
)
IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "__import__"}
CLOCK_CALLS = {"now", "utcnow", "today"}


@dataclass(frozen=True)
class Import:
    name: str  # dotted; `from a.b import c` gives a.b.c
    line: int


def read_imports(tree: ast.AST, package: str) -> Iterator[Import]:
    """Every import of a file, also inside functions; relative ones made absolute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                parents = parents[: len(parents) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            for alias in node.names:
                yield Import(f"{base}.{alias.name}", node.lineno)


def within(name: str, prefixes: tuple[str, ...] | frozenset[str]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def find_faults(path: Path, root: Path = ROOT) -> list[str]:
    """The forbidden imports and calls of one file, as sentences with its line."""
    relative = path.relative_to(root)
    parts = relative.with_suffix("").parts
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(relative))
    package = ".".join(parts[:-1])
    if parts[0] != APP:
        name, rules = parts[0], SHELL
    elif parts[1] == "__init__":
        name, rules = APP, room()
    else:
        name = parts[1]
        if name not in DOORS:
            return [f"{relative}: {name} is no room of the house; see tests/architecture/doors.py"]
        rules = DOORS[name]
    faults = []
    for found in read_imports(tree, package):
        reason = judge(found.name, name, rules)
        if reason:
            faults.append(f"{relative}:{found.line}: {name} may not import {found.name} ({reason})")
    if rules.pure:
        faults += [f"{relative}:{line}: {name} may not call {call} (pure)" for call, line in find_impure_calls(tree)]
    return faults


def judge(imported: str, name: str, rules: Room) -> str:
    """Why this import is forbidden in this room; empty when the door is open."""
    if within(imported, ("paddock", "tests")) and name != "paddock":
        return "the app does not know the project around it"
    if imported == APP or imported.startswith(APP + "."):
        inside = imported.removeprefix(APP).removeprefix(".")
        # `from championships import x` names the room in its last part.
        if not inside:
            return "name the room"
        return "" if within(inside, frozenset({name}) | rules.ours) else "no such door"
    if rules.pure and within(imported, FRAMEWORKS):
        return "pure"
    if rules.pure and within(imported, IMPURE):
        return "pure"
    if not rules.database and within(imported, DATABASE):
        return "no database in this room"
    if not rules.http and within(imported, HTTP):
        return "no HTTP in this room"
    return ""


def find_impure_calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Calls that ask the clock or the machine: open(), datetime.now(), date.today()…"""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in IMPURE_CALLS:
            yield called.id, node.lineno
        elif isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS:
            owner = ast.unparse(called.value)
            if owner.split(".")[-1] in {"datetime", "date"}:
                yield f"{owner}.{called.attr}", node.lineno


def list_files(root: Path = ROOT) -> list[Path]:
    """Every Python file of the app and of the project around it."""
    return [path for folder in (APP, "paddock") for path in sorted((root / folder).rglob("*.py"))]
