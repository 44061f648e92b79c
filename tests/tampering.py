"""Tests that show what tampering would do take the database's guards away first: the product never does."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from championships.models import guards


@contextmanager
def without_guards() -> Iterator[None]:
    """The triggers of `championships.models.guards` are away inside, and back afterwards."""
    present = guards.find_installed(connection)
    guards.remove(connection)
    try:
        yield
    finally:
        if present:
            guards.install(connection)
