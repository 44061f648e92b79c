"""Changes of a final result by two people, each from an account of their own.

One prepares the amended bulletin, or the withdrawal, and gives the reason; another one, who had no hand in it, confirms
it later. Until then the official result stands and the draft stays a draft. Who confirms publishes exactly what was
prepared: where the draft or the result has changed since, the amendment can only be dropped and prepared anew.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Amendment, Bulletin, Session, Sheet, User
from championships.models.base import StaleVersion
from championships.officiating import ledger
from championships.officiating.bulletins import hold_session
from championships.officiating.entry import take_draft
from championships.officiating.errors import Refusal
from championships.officiating.persons import list_involved
from championships.officiating.publishing import (
    amend,
    check_draft,
    check_reason,
    check_version,
    find_standing,
    withdraw,
)


@transaction.atomic
def propose_amendment(
    *,
    session: Session,
    sheet: Sheet | None,
    reason: str,
    by: User,
    now: datetime,
    recorded_at: datetime,
    version: int | None = None,
    accepted_warnings: Collection[str] = (),
) -> Amendment:
    """Prepare an amended bulletin of a final result: the draft as it is now or, without one, the facts that stand.

    Nothing is published. Raises what `publish` raises for the draft, and Refusal without a reason, for a result that
    is not final, or where an amendment waits already.
    """
    draft = None
    held = hold_session(session_id=session.pk, now=now)
    standing = find_standing(held)
    if not held.is_final:
        raise Refusal(_("This result is provisional: publish a corrected sheet instead of amending it."))
    check_reason(reason)
    if sheet is not None:
        if sheet.session_id != held.session.pk:
            raise Refusal(_("This sheet belongs to another session."))
        draft = take_draft(sheet=sheet, version=sheet.version if version is None else version)
        check_version(draft)
        check_draft(held, draft, accepted_warnings, now=now)
    return _propose(
        kind=Amendment.Kind.AMEND,
        standing=standing,
        draft=draft,
        reason=reason,
        accepted=sorted(accepted_warnings),
        by=by,
        now=now,
        recorded_at=recorded_at,
    )


@transaction.atomic
def propose_withdrawal(*, session: Session, reason: str, by: User, now: datetime, recorded_at: datetime) -> Amendment:
    """Prepare the withdrawal of a final result. A provisional one is withdrawn at once (`publishing.withdraw`)."""
    held = hold_session(session_id=session.pk, now=now)
    standing = find_standing(held)
    if not held.is_final:
        raise Refusal(_("This result is provisional: one person may withdraw it."))
    check_reason(reason)
    return _propose(
        kind=Amendment.Kind.WITHDRAW,
        standing=standing,
        draft=None,
        reason=reason,
        accepted=[],
        by=by,
        now=now,
        recorded_at=recorded_at,
    )


@transaction.atomic
def confirm_amendment(
    *, amendment: Amendment, version: int, by: User, now: datetime, recorded_at: datetime
) -> Bulletin:
    """Issue what was prepared; `by` is the second person, signed in as themselves.

    Raises SecondPersonNeeded where `by` prepared it or had a hand in the sheet, StaleVersion where it was closed, or
    the draft or the result has changed since.
    """
    held = hold_session(session_id=amendment.session_id, now=now)
    row = _take(amendment, version)
    standing = find_standing(held)
    if row.replaces_id != standing.pk or not rests_on_its_draft(row):
        raise StaleVersion
    if row.kind == Amendment.Kind.WITHDRAW:
        issued = withdraw(
            session=held.session, reason=row.reason, by=row.author, second=by, now=now, recorded_at=recorded_at
        )
    else:
        issued = amend(
            session=held.session,
            sheet=row.sheet,
            version=row.sheet_version,
            reason=row.reason,
            by=row.author,
            second=by,
            now=now,
            recorded_at=recorded_at,
            accepted_warnings=row.accepted,
        )
    _close(row, by=by, now=now, issued=issued)
    return issued


@transaction.atomic
def drop_amendment(*, amendment: Amendment, version: int, by: User, now: datetime, recorded_at: datetime) -> None:
    """Give a prepared amendment up. Nothing is published; its draft stays a draft."""
    hold_session(session_id=amendment.session_id, now=now)
    row = _take(amendment, version)
    _close(row, by=by, now=now, issued=None)
    _record("drop_amendment", row, by, recorded_at)


def rests_on_its_draft(amendment: Amendment) -> bool:
    """Whether the draft it was prepared with is still there, word for word."""
    if amendment.sheet_version is None:
        return True
    sheet = amendment.sheet
    return sheet is not None and sheet.draft and sheet.version == amendment.sheet_version


def may_confirm(amendment: Amendment, by: User) -> bool:
    """Whether this person can be the second one: neither the author nor anybody with a hand in the sheet."""
    sheet = amendment.sheet if amendment.sheet_version is not None else amendment.replaces.sheet
    involved = {amendment.author_id}
    if amendment.kind == Amendment.Kind.AMEND and sheet is not None:
        involved |= list_involved(sheet)
    return by.pk not in involved


def find_open_amendment(session: Session) -> Amendment | None:
    """The amendment that waits for its second person, if any."""
    rows = Amendment.objects.filter(session=session, closed_at__isnull=True)
    return rows.select_related("author", "sheet", "replaces__sheet").first()


def _propose(
    *,
    kind: Amendment.Kind,
    standing: Bulletin,
    draft: Sheet | None,
    reason: str,
    accepted: list[str],
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Amendment:
    if Amendment.objects.filter(session=standing.session_id, closed_at__isnull=True).exists():
        raise Refusal(_("An amendment of this session waits for its second person: confirm it or drop it first."))
    row = Amendment.objects.create(
        session_id=standing.session_id,
        kind=kind,
        replaces=standing,
        sheet=draft,
        sheet_version=draft.version if draft else None,
        reason=reason,
        accepted=accepted,
        author=by,
        proposed_at=now,
        recorded_at=recorded_at,
    )
    _record("propose_" + kind.value, row, by, recorded_at)
    return row


def _take(amendment: Amendment, version: int) -> Amendment:
    row = (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("author", "sheet", "session__event")
        .filter(pk=amendment.pk, closed_at__isnull=True)
        .first()
    )
    if row is None or row.version != version:
        raise StaleVersion
    return row


def _close(row: Amendment, *, by: User, now: datetime, issued: Bulletin | None) -> None:
    row.closed_at = now
    row.closed_by = by
    row.issued = issued
    row.save_version(fields=("closed_at", "closed_by", "issued"))


def _record(verb: str, row: Amendment, by: User, recorded_at: datetime) -> None:
    session = row.session
    ledger.append(
        verb=verb,
        subject=f"{session.event.slug}/{session.slug}",
        detail={
            "session": session.pk,
            "amendment": row.pk,
            "replaces": row.replaces_id,
            "sheet": row.sheet_id,
            "sheet_version": row.sheet_version,
            "reason": row.reason,
        },
        actor=by,
        at=recorded_at,
    )
