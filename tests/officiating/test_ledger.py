"""The chain: whole when it is, broken at the right link when it is not. The damage is done in SQL."""

import os
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from championships.models import LedgerEntry
from championships.officiating import ledger
from tests.factories import NOON, after, make_user

ROOT = Path(__file__).resolve().parents[2]


def write_links(count: int) -> None:
    for number in range(1, count + 1):
        ledger.append(
            verb="publish",
            subject=f"race-{number}",
            detail={"é": ["ü", number], "nested": {"b": 1, "a": None}},
            actor=make_user("clerk"),
            at=after(number),
        )


def execute(statement: str, parameters: list[object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or [])


TABLE = "championships_ledgerentry"


@pytest.mark.django_db
def test_an_untouched_chain_is_whole_and_its_links_are_numbered_from_one() -> None:
    assert ledger.verify() is None
    write_links(4)
    assert list(LedgerEntry.objects.values_list("n", flat=True)) == [1, 2, 3, 4]
    assert ledger.verify() is None
    assert ledger.read_head() == (4, LedgerEntry.objects.get(n=4).hash)


@pytest.mark.django_db
def test_a_link_holds_the_name_of_its_actor_and_of_one_without_an_account() -> None:
    write_links(1)
    entry = ledger.append(verb="import_season", subject="x", detail={}, actor=None, actor_name="operator", at=NOON)
    assert LedgerEntry.objects.get(n=1).actor_name == "Clerk"
    assert (entry.actor, entry.actor_name) == (None, "operator")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "withdraw"),
        ("subject", "race-9"),
        ("actor_name", "Somebody"),
        ("actor_id", None),
        ("detail", '{"é": []}'),
        ("recorded_at", "2025-06-01 11:59:00+00:00"),
        ("hash", "f" * 64),
        ("previous_hash", "e" * 64),
        ("n", 77),
    ],
)
@pytest.mark.usefixtures("unguarded")
def test_a_link_altered_in_any_column_is_found(column: str, value: object) -> None:
    write_links(5)
    execute(f"UPDATE {TABLE} SET {column} = %s WHERE n = 3", [value])  # noqa: S608
    assert ledger.verify() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.usefixtures("unguarded")
def test_a_link_taken_away_is_found_also_when_it_was_the_last(number: int) -> None:
    write_links(5)
    execute(f"DELETE FROM {TABLE} WHERE n = %s", [number])  # noqa: S608
    assert ledger.verify() == number


@pytest.mark.django_db
@pytest.mark.usefixtures("unguarded")
def test_a_link_put_in_between_is_found() -> None:
    write_links(3)
    execute(f"UPDATE {TABLE} SET n = 4 WHERE n = 3")  # noqa: S608
    last = LedgerEntry.objects.get(n=2)
    LedgerEntry.objects.create(
        n=3, recorded_at=NOON, actor_name="", verb="v", subject="s", previous_hash=last.hash, hash="a" * 64
    )
    assert ledger.verify() == 3


@pytest.mark.django_db
def test_a_well_made_link_put_at_the_end_past_the_head_is_found() -> None:
    write_links(2)
    values = {
        "n": 3,
        "recorded_at": NOON,
        "actor_id": None,
        "actor_name": "x",
        "verb": "publish",
        "subject": "s",
        "detail": {},
        "previous_hash": LedgerEntry.objects.get(n=2).hash,
    }
    LedgerEntry.objects.create(**values, hash=ledger.hash_link(**values))
    assert ledger.verify() == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("unguarded")
def test_two_links_exchanged_are_found() -> None:
    write_links(4)
    execute(f"UPDATE {TABLE} SET n = 99 WHERE n = 2")  # noqa: S608
    execute(f"UPDATE {TABLE} SET n = 2 WHERE n = 3")  # noqa: S608
    execute(f"UPDATE {TABLE} SET n = 3 WHERE n = 99")  # noqa: S608
    assert ledger.verify() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("unguarded")
def test_a_head_that_was_touched_is_found() -> None:
    write_links(2)
    execute("UPDATE championships_ledgerhead SET hash = %s", ["0" * 64])
    assert ledger.verify() == 2
    execute("DELETE FROM championships_ledgerhead")
    assert ledger.verify() == 2


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_gap() -> None:
    write_links(1)
    with transaction.atomic():
        write_links(1)
        transaction.set_rollback(True)
    write_links(1)
    assert list(LedgerEntry.objects.values_list("n", flat=True)) == [1, 2]
    assert ledger.verify() is None


@pytest.mark.django_db
def test_the_command_says_that_the_chain_is_whole_and_prints_its_head() -> None:
    write_links(3)
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue() == f"The ledger is whole: 3 links, head {LedgerEntry.objects.get(n=3).hash}.\n"


@pytest.mark.django_db
@pytest.mark.usefixtures("unguarded")
def test_the_command_exits_with_one_and_the_number_of_the_broken_link() -> None:
    write_links(3)
    execute(f"UPDATE {TABLE} SET verb = 'x' WHERE n = 2")  # noqa: S608
    with pytest.raises(CommandError, match="broken at link 2") as refused:
        call_command("verify_ledger")
    assert refused.value.returncode == 1


WRITER = """
import django
django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from django.db import transaction
from championships.officiating import ledger
import sys
if sys.argv[1] == "migrate":
    call_command("migrate", verbosity=0)
elif sys.argv[1] == "verify":
    print(ledger.verify(), ledger.read_head()[0])
else:
    for number in range(10):
        with transaction.atomic():
            ledger.append(verb="publish", subject=sys.argv[1], detail={}, actor=None, at=datetime.now(UTC))
"""


def start_writer(task: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, task],
        env=environment,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(os.environ["DATABASE_URL"].startswith("postgres"), reason="the threads below prove PostgreSQL")
def test_processes_that_write_an_sqlite_file_at_the_same_time_wait_for_each_other(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'chain.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "paddock.settings",
    }

    def run(*tasks: str) -> list[str]:
        writers = [start_writer(task, environment) for task in tasks]
        said = [writer.communicate() for writer in writers]
        assert [writer.returncode for writer in writers] == [0] * len(tasks), said
        return [out for out, _errors in said]

    run("migrate")
    run("one", "two", "three")
    assert run("verify") == ["None 30\n"]


@pytest.mark.skipif(not os.environ["DATABASE_URL"].startswith("postgres"), reason="the processes above prove SQLite")
@pytest.mark.django_db(transaction=True)
def test_threads_that_write_postgresql_at_the_same_time_wait_for_each_other() -> None:
    failures: list[BaseException] = []
    start = threading.Barrier(6)

    def write(name: int) -> None:
        try:
            start.wait()
            for number in range(10):
                with transaction.atomic():
                    ledger.append(verb="publish", subject=f"{name}-{number}", detail={}, actor=None, at=NOON)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert LedgerEntry.objects.count() == 60
    assert ledger.verify() is None
