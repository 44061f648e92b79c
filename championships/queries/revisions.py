"""The revision of a season at an instant: raised by everything that changes what the season publishes."""

from dataclasses import dataclass
from datetime import datetime

from championships.models import Revision


@dataclass(frozen=True, slots=True)
class RevisionRef:
    n: int
    issued_at: datetime


def find_revision(season: int, *, at: datetime) -> RevisionRef | None:
    """The newest revision of the season issued by that instant. One query."""
    newest = Revision.objects.filter(season=season, issued_at__lte=at).order_by("-issued_at", "-n").first()
    return None if newest is None else RevisionRef(newest.n, newest.issued_at)
