"""Publishing texts: the time of publication is the server's, and stands in the ledger."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Preview, User
from championships.officiating import ledger
from championships.officiating.errors import Refusal


@transaction.atomic
def publish_preview(
    *, preview: Preview, version: int, by: User | None, now: datetime, recorded_at: datetime
) -> Preview:
    """Publish a preview: from now on the public reads it, with the tables of this instant.

    Refused where it is published already. Raises StaleVersion where somebody saved it in between.
    """
    stored = Preview.objects.select_for_update(of=("self",)).select_related("event").get(pk=preview.pk)
    if stored.published_at is not None and stored.published_at <= now:
        raise Refusal(_("This preview is published already."))
    stored.published_at = now
    stored.author = by
    stored.version = version
    stored.save_version(fields=("published_at", "author"))
    ledger.append(
        verb="publish_preview",
        subject=f"{stored.event.year}/{stored.event.slug}",
        detail={"preview": stored.pk, "title": stored.title_fr},
        actor=by,
        at=recorded_at,
    )
    return stored
