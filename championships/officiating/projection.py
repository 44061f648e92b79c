"""Projections: recomputed from facts, decisions and rules; only rows that differ are written."""

from django.db import transaction

from championships.models import Season


@transaction.atomic
def rebuild(*, season: Season) -> None:
    """Bring the stored tables, awards, standings and classified lines of the season up to date."""
    raise NotImplementedError
