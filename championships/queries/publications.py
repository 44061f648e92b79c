"""When something was last published."""

from datetime import datetime

from django.db.models import Max, Q

from championships.models import LedgerEntry, Revision


def read_last_publication_by_hand() -> datetime | None:
    """The site's time of the newest publication an official made, None if there is none.

    What an import or the demo's loader published does not count: it has no official, it is official per source, or it
    was recorded with the loader's own row of the ledger (its officials publish the invented cup, future results too).
    """
    by_source = Q(bulletin__isnull=False, bulletin__per_source=True)
    loaded = LedgerEntry.objects.filter(verb="load_demo").values("recorded_at")
    by_hand = Revision.objects.filter(actor__isnull=False).exclude(by_source).exclude(recorded_at__in=loaded)
    newest: datetime | None = by_hand.aggregate(newest=Max("issued_at"))["newest"]
    return newest
