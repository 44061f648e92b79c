"""When something was last published."""

from datetime import datetime

from django.db.models import Max, Q

from championships.models import Revision


def read_last_publication_by_hand() -> datetime | None:
    """The site's time of the newest publication an official made, None if there is none.

    What an import or the demo's loader published does not count: it has no official, or it is
    official per source.
    """
    by_source = Q(bulletin__isnull=False, bulletin__per_source=True)
    by_hand = Revision.objects.filter(actor__isnull=False).exclude(by_source)
    newest: datetime | None = by_hand.aggregate(newest=Max("issued_at"))["newest"]
    return newest
