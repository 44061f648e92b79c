"""What may follow a signed document: an appeal and its outcome, an annulment asked for and confirmed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Decision, PointsAdjustment, Season, User, Verdict
from championships.officiating.bulletins import Held
from championships.officiating.documents import (
    check_other,
    find_matter,
    hold_sessions,
    list_in_force,
    list_involved_in,
    list_seasons,
    list_touched,
    record,
    reissue,
    tables_once,
    take_verdict,
)
from championships.officiating.errors import Refusal, ShownChanged
from championships.officiating.revisions import lock_seasons
from championships.officiating.sandbox import foresee


@transaction.atomic
def appeal(
    *, verdict: Verdict, version: int, appealed_by: str, by: User, now: datetime, recorded_at: datetime
) -> Verdict:
    """Note that somebody appeals. The document stays in force, or pending, as it is."""
    seasons = lock_seasons(list_seasons(find_matter(verdict)))
    verdict = take_verdict(verdict, version)
    if verdict.annulled_at is not None:
        raise Refusal(_("This document is annulled."))
    if verdict.appealed_at is not None:
        raise Refusal(_("An appeal against this document is recorded already."))
    if not appealed_by.strip():
        raise Refusal(_("Say who appeals."))
    verdict.appealed_at = now
    verdict.appealed_by = appealed_by.strip()[:160]
    verdict.save_version(fields=("appealed_at", "appealed_by"))
    with tables_once():
        record("appeal_verdict", verdict, seasons, by, now, recorded_at, appealed_by=verdict.appealed_by)
    return verdict


@transaction.atomic
def close_appeal(
    *, verdict: Verdict, version: int, outcome: str, by: User, now: datetime, recorded_at: datetime
) -> Verdict:
    """Note how the appeal ended. An appeal that is won is followed by an annulment: a step of its own."""
    seasons = lock_seasons(list_seasons(find_matter(verdict)))
    verdict = take_verdict(verdict, version)
    if verdict.appealed_at is None or verdict.appeal_closed_at is not None:
        raise Refusal(_("No appeal against this document is open."))
    if not outcome.strip():
        raise Refusal(_("Say how the appeal ended."))
    verdict.appeal_closed_at = now
    verdict.appeal_outcome = outcome.strip()
    verdict.save_version(fields=("appeal_closed_at", "appeal_outcome"))
    with tables_once():
        record("close_appeal", verdict, seasons, by, now, recorded_at, outcome=verdict.appeal_outcome)
    return verdict


@transaction.atomic
def annul_verdict(
    *, verdict: Verdict, version: int, reason: str, by: User, now: datetime, recorded_at: datetime
) -> Verdict:
    """Take a document back. Where it counts in a final result or a season this only asks for it: another confirms."""
    seasons = lock_seasons(list_seasons(find_matter(verdict)))
    verdict = take_verdict(verdict, version)
    if verdict.annulled_at is not None:
        raise Refusal(_("This document is annulled already."))
    if verdict.annulment_asked_at is not None:
        raise Refusal(_("The annulment is asked for already: a second person confirms it."))
    if not reason.strip():
        raise Refusal(_("Say why: the reason is kept with the annulment."))
    verdict.annulled_reason = reason.strip()
    rows = list_in_force(verdict)
    helds = hold_sessions(list_touched(rows), now)
    if any(held.is_final for held in helds.values()) or any(isinstance(row, PointsAdjustment) for row in rows):
        verdict.annulment_asked_at = now
        verdict.annulment_asked_by = by
        verdict.save_version(fields=("annulled_reason", "annulment_asked_at", "annulment_asked_by"))
        with tables_once():
            record("ask_annulment", verdict, seasons, by, now, recorded_at, reason=verdict.annulled_reason)
        return verdict
    _annul(verdict, helds, seasons, by=by, publisher=by, alone=False, second=None, now=now, recorded_at=recorded_at)
    return verdict


@transaction.atomic
def confirm_annulment(
    *, verdict: Verdict, version: int, by: User, now: datetime, recorded_at: datetime, shown: str | None = None
) -> Verdict:
    """Let an annulment that was asked for happen. `by`: neither who asked for it nor involved in the results."""
    seasons = lock_seasons(list_seasons(find_matter(verdict)))
    verdict = take_verdict(verdict, version)
    asked_by = verdict.annulment_asked_by
    if verdict.annulled_at is not None or asked_by is None:
        raise Refusal(_("No annulment of this document is asked for."))
    rows = list_in_force(verdict)
    if shown is not None and foresee(rows=(), leaving_out=rows, now=now).digest != shown:
        raise ShownChanged
    helds = hold_sessions(list_touched(rows), now)
    alone = check_other(by, {asked_by.pk, *list_involved_in(helds.values())}, seasons)
    _annul(verdict, helds, seasons, by=by, publisher=asked_by, alone=alone, second=by, now=now, recorded_at=recorded_at)
    return verdict


@transaction.atomic
def drop_annulment(*, verdict: Verdict, version: int, by: User, now: datetime, recorded_at: datetime) -> Verdict:
    """Take the request for an annulment back: the document stays as it is."""
    seasons = lock_seasons(list_seasons(find_matter(verdict)))
    verdict = take_verdict(verdict, version)
    if verdict.annulled_at is not None or verdict.annulment_asked_at is None:
        raise Refusal(_("No annulment of this document is asked for."))
    reason, verdict.annulled_reason = verdict.annulled_reason, ""
    verdict.annulment_asked_at = verdict.annulment_asked_by = None
    verdict.save_version(fields=("annulled_reason", "annulment_asked_at", "annulment_asked_by"))
    with tables_once():
        record("drop_annulment", verdict, seasons, by, now, recorded_at, reason=reason)
    return verdict


def _annul(
    verdict: Verdict,
    helds: dict[int, Held],
    seasons: Sequence[Season],
    *,
    by: User,
    publisher: User,
    alone: bool,
    second: User | None,
    now: datetime,
    recorded_at: datetime,
) -> None:
    for model in (Decision, PointsAdjustment):
        model.objects.filter(verdict=verdict, annulled_at__isnull=True).update(  # type: ignore[attr-defined]
            annulled_at=now, annulled_reason=verdict.annulled_reason
        )
    verdict.annulled_at = now
    verdict.annulled_by = by
    verdict.one_person = verdict.one_person or alone
    verdict.save_version(fields=("annulled_at", "annulled_by", "annulled_reason", "one_person"))
    with tables_once():
        for held in helds.values():
            reissue(
                held,
                "annul_verdict",
                verdict,
                publisher=publisher,
                actor=by,
                second=second,
                alone=alone,
                reason=verdict.annulled_reason,
                now=now,
                recorded_at=recorded_at,
            )
        record("annul_verdict", verdict, seasons, by, now, recorded_at, reason=verdict.annulled_reason)
