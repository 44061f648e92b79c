"""Revisions: each change of what a season publishes has a number, a cause and an instant."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from championships.models import Bulletin, Revision, Season, User


def lock_seasons(season_ids: Iterable[int]) -> list[Season]:
    """Lock these seasons to the end of the transaction, in key order (so that two verbs never wait for each other).

    Returned fresh, in key order. On SQLite the IMMEDIATE transaction is the lock.
    """
    ids = sorted(set(season_ids))
    return list(
        Season.objects.select_for_update(of=("self",)).select_related("championship").filter(pk__in=ids).order_by("pk")
    )


def list_seasons_of(session_id: int) -> list[int]:
    """The seasons a session counts for, in key order."""
    return sorted(
        set(Season.objects.filter(rounds__round_sessions__session_id=session_id).values_list("pk", flat=True))
    )


@transaction.atomic
def raise_revision(
    *,
    season: Season,
    cause: str,
    issued_at: datetime,
    recorded_at: datetime,
    bulletin: Bulletin | None = None,
    actor: User | None = None,
) -> Revision:
    """Give the season its next revision. The season must be locked by the verb that calls."""
    Season.objects.filter(pk=season.pk).update(revision=_next_number(season))
    season.refresh_from_db(fields=["revision"])
    return Revision.objects.create(
        season=season,
        n=season.revision,
        cause=cause[:200],
        issued_at=issued_at,
        recorded_at=recorded_at,
        bulletin=bulletin,
        actor=actor,
    )


def _next_number(season: Season) -> int:
    newest = Revision.objects.filter(season=season).order_by("-n").values_list("n", flat=True).first()
    return (newest or 0) + 1
