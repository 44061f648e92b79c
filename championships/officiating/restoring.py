"""Undo is a new bulletin: the facts of an earlier one become a new draft, checked and published like any other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Bulletin, Session, Sheet, User
from championships.officiating import ledger
from championships.officiating.entry import discard_draft
from championships.officiating.errors import Refusal
from championships.officiating.lines import copy_lines

_KEPT = ("origin", "complete", "laps", "distance_km", "source", "timing_file", "note_fr", "note_en")


@transaction.atomic
def bring_back(*, bulletin: Bulletin, by: User, recorded_at: datetime, replacing: int | None = None) -> Sheet:
    """A new draft with the facts of an earlier bulletin, word for word. Nothing is published.

    `replacing`: the version of the draft that is thrown away for it, where there is one. Raises Refusal for a draft
    nobody agreed to lose, StaleVersion where somebody saved it in between.
    """
    session = Session.objects.select_for_update(of=("self",)).select_related("event").get(pk=bulletin.session_id)
    standing = Sheet.objects.filter(session=session, draft=True).first()
    if standing is not None:
        if replacing is None:
            raise Refusal(_("A draft is being written: publish it, or say that it may be thrown away."))
        discard_draft(sheet=standing, version=replacing, by=by, recorded_at=recorded_at)
    newest = Sheet.objects.filter(session=session).order_by("-n").values_list("n", flat=True).first()
    model = bulletin.sheet
    draft = Sheet.objects.create(
        session=session,
        n=(newest or 0) + 1,
        draft=True,
        entered_by=by,
        recorded_at=recorded_at,
        **{name: getattr(model, name) for name in _KEPT},
    )
    copy_lines(model, draft)
    ledger.append(
        verb="bring_back",
        subject=f"{session.event.slug}/{session.slug}",
        detail={"session": session.pk, "sheet": draft.n, "bulletin": bulletin.n},
        actor=by,
        at=recorded_at,
    )
    return draft
