"""What every test may use. The database is chosen by tests/plugins/databases.py."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import TransactionTestCase
from django.utils import translation

from tests.tampering import without_guards

# Playwright's synchronous interface runs an event loop in this thread; Django would refuse its ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

BROWSER_FIXTURES = {"page", "context", "browser", "new_context", "browser_context"}


def find_chromium() -> str | None:
    """The browser of the machine: $CHROMIUM, else Chromium or Chrome on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


def find_playwright_browser() -> str | None:
    """The browser `playwright install chromium` put into its own folder, if any.

    A machine that lacks what Playwright's own driver needs has none: it must not stop the other tests.
    """
    from playwright.sync_api import sync_playwright

    try:
        with sync_playwright() as tools:
            path = tools.chromium.executable_path
    except Exception:
        return None
    return path if os.path.exists(path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test without a browser skips on a person's machine and fails where CI is set."""
    browser_items = [item for item in items if BROWSER_FIXTURES & set(_fixtures_of(item))]
    for item in browser_items:
        item.add_marker(pytest.mark.browser)
    if not browser_items or os.environ.get("CI"):
        return
    if find_chromium() is None and find_playwright_browser() is None:
        reason = "no Chromium found: apt-get install chromium, or set CHROMIUM to its path"
        for item in browser_items:
            item.add_marker(pytest.mark.skip(reason=reason))


def _fixtures_of(item: pytest.Item) -> list[str]:
    return list(getattr(item, "fixturenames", []))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the machine's own Chromium, quiet towards the network."""
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        # As an ordinary user Chromium keeps its sandbox; as root it cannot start with it.
        arguments.append("--no-sandbox")
    found = find_chromium()
    launch = {**browser_type_launch_args, "args": arguments}
    return {**launch, "executable_path": found} if found else launch


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests() -> Iterator[None]:
    """A test without a transaction around it ends by emptying every table, which the database's guards refuse."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def empty_without_guards(case: TransactionTestCase) -> None:
        with without_guards():
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_without_guards)
        yield


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """A page asked for in French leaves French switched on in the thread: not for the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """For tests of what tampering shows: the database's own guards are away."""
    with without_guards():
        yield
