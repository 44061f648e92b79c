"""What the database itself refuses, whoever asks: a second person who is the first, and changes to what was published.

Triggers, because no constraint may look at another table. They are written once here, in SQL that SQLite and PostgreSQL
both read, and put in place by migrations. SQLite loses the triggers of a table that a migration remakes, so a migration
that alters a table named here (or one its conditions look at) wraps its operations:

    operations = guards.lifted([...])

A test lists the triggers of a migrated database, and names those that a migration forgot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

_PREFIX = "championships_"
_NAME = "paddock_"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows stay as they were written. `free`: columns that may still change, with their reason beside.

    `where`: SQL over OLD, true for the rows that are kept; empty: all of them.
    """

    table: str
    sentence: str
    free: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Refuses, with `sentence`, what `condition` finds."""

    name: str
    table: str
    event: str  # INSERT, UPDATE, DELETE
    condition: str
    sentence: str


# A merge of two records of one driver points the rows of the lost record to the kept one, and the terms that name it;
# the seal knows what stood there before (officiating.sealing). Effect and annulment come after the signature; the
# position is that of an imported rules.json.
_RULING = ("driver_id", "terms", "position", "effective_at", "annulled_at", "annulled_reason")
_VERDICT = (
    *("version", "effective_at", "confirmed_by_id", "one_person"),
    *("appealed_at", "appealed_by", "appeal_closed_at", "appeal_outcome"),
    *("annulment_asked_at", "annulment_asked_by_id", "annulled_at", "annulled_by_id", "annulled_reason"),
)
_PUBLISHED = "published facts are never changed: a correction is a new sheet"

KEPT: tuple[Kept, ...] = (
    Kept("bulletin", "a bulletin is never changed: what follows is a new one", free=("current",)),
    Kept("bulletin_decisions", "the decisions of a bulletin are sealed with it"),
    Kept("bulletin_rule_books", "the rules of a bulletin are sealed with it"),
    Kept("ledgerentry", "the ledger is only added to"),
    Kept("revision", "revisions are only added"),
    Kept("rulebook", "a version of the rules is never changed: a correction is a new version"),
    Kept("verdict", "a document of the stewards is annulled, never changed", free=_VERDICT),
    Kept("decision", "a decision is annulled, never changed", free=_RULING),
    Kept("pointsadjustment", "a decision is annulled, never changed", free=(*_RULING, "team_id")),
    Kept("openingbalance", "an opening balance is annulled, never changed", free=_RULING),
    Kept("declaredtable", "a declared table is annulled, never changed", free=_RULING),
    Kept("declaredrow", "a declared table is annulled, never changed", free=("driver_id",)),
    Kept("drivermerge", "the record of a merge is kept", free=("kept_id",)),
    Kept("sheet", _PUBLISHED, where="NOT OLD.draft"),
    Kept(
        "sheet_changed_by",
        "who changed a published sheet is kept",
        where="EXISTS (SELECT 1 FROM championships_sheet s WHERE s.id = OLD.sheet_id AND NOT s.draft)",
    ),
    Kept(
        "line",
        _PUBLISHED,
        where="EXISTS (SELECT 1 FROM championships_sheet s WHERE s.id = OLD.sheet_id AND NOT s.draft)",
    ),
    Kept(
        "linedriver",
        _PUBLISHED,
        free=("driver_id",),
        where=(
            "EXISTS (SELECT 1 FROM championships_line l JOIN championships_sheet s ON s.id = l.sheet_id"
            " WHERE l.id = OLD.line_id AND NOT s.draft)"
        ),
    ),
    # How a file was read may be corrected, and who imported it comes after who gave it; its bytes are evidence.
    Kept(
        "timingfile",
        "a timing file is kept as it came",
        free=("name", "format", "encoding", "separator", "columns", "announcements", "imported_by_id"),
    ),
)

_COUNTING = (
    "SELECT 1 FROM championships_roundsession rs JOIN championships_round r ON r.id = rs.round_id"
    " JOIN championships_season s ON s.id = r.season_id WHERE rs.session_id = NEW.session_id"
)
_ONE_PERSON_CREW = f"EXISTS ({_COUNTING}) AND NOT EXISTS ({_COUNTING} AND NOT s.one_person_crew)"
_SECOND_IS_FIRST = (
    "NEW.confirmed_by_id IS NULL OR NEW.confirmed_by_id = NEW.published_by_id"
    " OR EXISTS (SELECT 1 FROM championships_sheet s WHERE s.id = NEW.sheet_id"
    " AND s.entered_by_id = NEW.confirmed_by_id)"
    " OR EXISTS (SELECT 1 FROM championships_sheet_changed_by c WHERE c.sheet_id = NEW.sheet_id"
    " AND c.user_id = NEW.confirmed_by_id)"
    " OR EXISTS (SELECT 1 FROM championships_bulletin b WHERE b.sheet_id = NEW.sheet_id"
    " AND b.published_by_id = NEW.confirmed_by_id)"
)
# What stands at the instant of the new bulletin: in the demonstration later ones may be there already.
_FINAL_STANDS = (
    "EXISTS (SELECT 1 FROM championships_bulletin b WHERE b.session_id = NEW.session_id"
    " AND b.issued_at <= NEW.issued_at AND b.state IN ('official', 'amended')"
    " AND NOT EXISTS (SELECT 1 FROM championships_bulletin c WHERE c.session_id = NEW.session_id"
    " AND c.n > b.n AND c.issued_at <= NEW.issued_at))"
)
# `per_source` is the one stated exception: import_season reads results that were official elsewhere.
_BULLETINS = (
    Trigger(
        f"{_NAME}one_person_crew",
        "bulletin",
        "INSERT",
        f"NEW.one_person AND NOT ({_ONE_PERSON_CREW})",
        "no season of this session is configured for a one-person crew, or not every one",
    ),
    Trigger(
        f"{_NAME}second_person",
        "bulletin",
        "INSERT",
        f"NEW.state IN ('official', 'amended') AND NOT NEW.per_source AND NOT NEW.one_person AND ({_SECOND_IS_FIRST})",
        "a result is made final by somebody who neither entered, changed nor published it",
    ),
    Trigger(
        f"{_NAME}final_stays",
        "bulletin",
        "INSERT",
        f"NEW.state = 'provisional' AND NOT NEW.per_source AND {_FINAL_STANDS}",
        "a final result is followed by an amended or a withdrawn one",
    ),
    Trigger(
        f"{_NAME}withdrawn_by_two",
        "bulletin",
        "INSERT",
        "NEW.state = 'withdrawn' AND NOT NEW.per_source AND NOT NEW.one_person"
        " AND (NEW.confirmed_by_id IS NULL OR NEW.published_by_id IS NULL"
        f" OR NEW.confirmed_by_id = NEW.published_by_id) AND {_FINAL_STANDS}",
        "a final result is withdrawn by two persons",
    ),
    Trigger(
        f"{_NAME}line_added",
        "line",
        "INSERT",
        "EXISTS (SELECT 1 FROM championships_bulletin b WHERE b.sheet_id = NEW.sheet_id)",
        _PUBLISHED,
    ),
    Trigger(
        f"{_NAME}linedriver_added",
        "linedriver",
        "INSERT",
        "EXISTS (SELECT 1 FROM championships_line l JOIN championships_bulletin b ON b.sheet_id = l.sheet_id"
        " WHERE l.id = NEW.line_id)",
        _PUBLISHED,
    ),
    Trigger(
        f"{_NAME}ledger_head_forward",
        "ledgerhead",
        "UPDATE",
        "NEW.n <= OLD.n",
        "the head of the ledger only moves forward",
    ),
    Trigger(f"{_NAME}ledger_head_stays", "ledgerhead", "DELETE", "TRUE", "the head of the ledger is kept"),
)
# Rows of a draft may not be moved into a published sheet either.
_MOVED = frozenset({"line", "linedriver"})


def list_names() -> set[str]:
    """The names of all triggers, the same on both databases."""
    return {
        *(trigger.name for trigger in _BULLETINS),
        *(_name(kept, event) for kept in KEPT for event in ("update", "delete")),
    }


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, those that are there anew."""
    remove(connection)
    _execute(connection, (_create(connection, trigger) for trigger in _list_triggers(connection)))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away. For migrations, and for tests of what tampering shows."""
    present = find_installed(connection)
    if connection.vendor == "postgresql":
        # A row written in this transaction may still wait for its foreign keys, and the table would be "in use".
        statements = ["SET CONSTRAINTS ALL IMMEDIATE"] if present else []
        statements += [f"DROP FUNCTION {name}() CASCADE" for name in sorted(present)]
        statements += ["SET CONSTRAINTS ALL DEFERRED"] if present else []
    else:
        statements = [f"DROP TRIGGER {name}" for name in sorted(present)]
    _execute(connection, statements)


def find_installed(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers of this module that the database has."""
    query = (
        "SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {str(name) for (name,) in cursor.fetchall()} & list_names()


def lifted(operations: Sequence[Operation]) -> list[Operation]:
    """The operations of a later migration, done while the triggers are away."""
    return [
        migrations.RunPython(remove_step, install_step),
        *operations,
        migrations.RunPython(install_step, remove_step),
    ]


def install_step(_apps: Any, schema_editor: Any) -> None:
    """`install`, as a step of a migration."""
    install(schema_editor.connection)


def remove_step(_apps: Any, schema_editor: Any) -> None:
    """`remove`, as a step of a migration."""
    remove(schema_editor.connection)


def _name(kept: Kept, event: str) -> str:
    return f"{_NAME}{kept.table}_{event}"


def _list_triggers(connection: BaseDatabaseWrapper) -> Iterable[Trigger]:
    yield from _BULLETINS
    for kept in KEPT:
        changed = _write_changed(connection, kept)
        where = kept.where or "TRUE"
        moved = f" OR ({where.replace('OLD.', 'NEW.')})" if kept.table in _MOVED else ""
        yield Trigger(_name(kept, "update"), kept.table, "UPDATE", f"(({where}){moved}) AND ({changed})", kept.sentence)
        yield Trigger(_name(kept, "delete"), kept.table, "DELETE", where, kept.sentence)


def _write_changed(connection: BaseDatabaseWrapper, kept: Kept) -> str:
    """SQL that is true where an UPDATE changes a column that is not free."""
    if connection.vendor == "postgresql":
        free = "'{" + ",".join(kept.free) + "}'::text[]"
        return f"to_jsonb(OLD) - {free} IS DISTINCT FROM to_jsonb(NEW) - {free}"
    with connection.cursor() as cursor:
        columns = [info.name for info in connection.introspection.get_table_description(cursor, _PREFIX + kept.table)]
    return " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in columns if name not in kept.free)


def _create(connection: BaseDatabaseWrapper, trigger: Trigger) -> str:
    table, sentence = _PREFIX + trigger.table, "paddock: " + trigger.sentence
    if connection.vendor == "postgresql":
        row = "OLD" if trigger.event == "DELETE" else "NEW"
        return (
            f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {trigger.condition} THEN"
            f" RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            f" RETURN {row}; END $$;"
            f" CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {trigger.name}()"
        )
    return (
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {table} WHEN {trigger.condition}"
        f" BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def _execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    written = list(statements)
    with connection.cursor() as cursor:
        for statement in written:
            cursor.execute(statement)
