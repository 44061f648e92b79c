"""Protests against the result of a session: received, settled or withdrawn, never deleted.

While one is open the result cannot become official. One received after the protest window is accepted only with the
reason why; the window is that of the provisional bulletin that stood when it was received.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Bulletin, Entry, Protest, Session, User, Verdict
from championships.models.base import StaleVersion
from championships.officiating import ledger
from championships.officiating.bulletins import hold_session
from championships.officiating.errors import Refusal
from championships.scoring.vocabulary import BulletinState


@transaction.atomic
def receive_protest(
    *,
    session: Session,
    from_whom: str,
    subject: str,
    received_at: datetime,
    by: User,
    now: datetime,
    recorded_at: datetime,
    against: Entry | None = None,
    late_reason: str = "",
) -> Protest:
    """Record a protest as received. From now on, and until it is closed, the result stays provisional.

    Raises Refusal without a name or a subject, for an instant in the future, for a car of another event, and after the
    deadline without `late_reason`.
    """
    held = hold_session(session_id=session.pk, now=now)
    if not from_whom.strip():
        raise Refusal(_("Say who protests."))
    if not subject.strip():
        raise Refusal(_("Say what the protest is about."))
    if received_at > now:
        raise Refusal(_("A protest cannot have been received in the future."))
    if against is not None and against.event_id != held.session.event_id:
        raise Refusal(_("This car is not entered in this event."))
    late = is_late(held.session, received_at)
    if late and not late_reason.strip():
        raise Refusal(_("This protest was received after the protest window: say why it is accepted all the same."))
    protest = Protest.objects.create(
        session=held.session,
        received_at=received_at,
        from_whom=from_whom.strip(),
        against=against,
        subject=subject.strip(),
        late_reason=late_reason.strip() if late else "",
        recorded_by=by,
        recorded_at=recorded_at,
    )
    _record("receive_protest", protest, by, recorded_at, late=late)
    return protest


@transaction.atomic
def settle_protest(
    *,
    protest: Protest,
    version: int,
    outcome: str,
    by: User,
    now: datetime,
    recorded_at: datetime,
    verdict: Verdict | None = None,
) -> Protest:
    """Close a protest with its outcome, and the stewards' document where there is one.

    Raises StaleVersion where somebody saved it in between, Refusal without an outcome or for one closed already.
    """
    row = _take(protest, version, now)
    if not outcome.strip():
        raise Refusal(_("Say how the protest was settled."))
    if verdict is not None and verdict.event_id != row.session.event_id:
        raise Refusal(_("This document belongs to another event."))
    return _close(row, "settle_protest", outcome=outcome.strip(), verdict=verdict, by=by, now=now, at=recorded_at)


@transaction.atomic
def withdraw_protest(
    *, protest: Protest, version: int, by: User, now: datetime, recorded_at: datetime, outcome: str = ""
) -> Protest:
    """Close a protest that whoever made it has taken back. Raises as `settle_protest` does."""
    row = _take(protest, version, now)
    row.withdrawn = True
    return _close(row, "withdraw_protest", outcome=outcome.strip(), verdict=None, by=by, now=now, at=recorded_at)


def find_deadline(session: Session, at: datetime) -> datetime | None:
    """Until when a result published by that instant may be protested: the end of its newest provisional window."""
    rows = Bulletin.objects.filter(session=session, state=BulletinState.PROVISIONAL.value).issued(at)
    return rows.order_by("-n").values_list("protest_until", flat=True).first()


def is_late(session: Session, received_at: datetime) -> bool:
    """Whether a protest received then came after the window of the result that stood."""
    deadline = find_deadline(session, received_at)
    return deadline is not None and received_at > deadline


def _take(protest: Protest, version: int, now: datetime) -> Protest:
    hold_session(session_id=protest.session_id, now=now)
    row = Protest.objects.select_for_update(of=("self",)).select_related("session__event").get(pk=protest.pk)
    if row.closed_at is not None:
        raise Refusal(_("This protest is closed already."))
    if row.version != version:
        raise StaleVersion
    return row


def _close(
    row: Protest, verb: str, *, outcome: str, verdict: Verdict | None, by: User, now: datetime, at: datetime
) -> Protest:
    row.outcome = outcome
    row.verdict = verdict
    row.closed_at = now
    row.closed_by = by
    row.save_version(fields=("outcome", "verdict", "withdrawn", "closed_at", "closed_by"))
    _record(verb, row, by, at, outcome=outcome, verdict=verdict.pk if verdict else None)
    return row


def _record(verb: str, protest: Protest, by: User, recorded_at: datetime, **detail: Any) -> None:
    session = protest.session
    ledger.append(
        verb=verb,
        subject=f"{session.event.slug}/{session.slug}",
        detail={
            "session": session.pk,
            "protest": protest.pk,
            "from": protest.from_whom,
            "against": protest.against_id,
            "subject": protest.subject,
            "late_reason": protest.late_reason,
            **detail,
        },
        actor=by,
        at=recorded_at,
    )
