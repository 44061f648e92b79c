"""Documents of the stewards, from signing to annulment. Nothing is altered or deleted; each step is dated.

Signed on a provisional result a decision counts at once, in a new provisional bulletin with its own time and window. On
a final result, and on a season, it is public and pending until a second person confirms it: an amended bulletin
follows. The annulment of what concerns a final result or a season is asked for by one person and confirmed by another.
A season run by one person is the exception, and its documents say so.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from championships.models import Decision, Event, PointsAdjustment, Season, User, Verdict
from championships.officiating.documents import (
    Matter,
    check_other,
    find_matter,
    hold_sessions,
    list_involved_in,
    list_pending,
    list_seasons,
    list_touched,
    record,
    reissue,
    tables_once,
    take_verdict,
)
from championships.officiating.errors import Refusal, ShownChanged
from championships.officiating.ledger import hash_text, write_canonically
from championships.officiating.measures import (
    WITHOUT_RESULT,
    Measure,
    Row,
    build_event_rows,
    build_season_rows,
)
from championships.officiating.persons import allows_one_person
from championships.officiating.revisions import lock_seasons
from championships.officiating.sandbox import Foreseen, describe_rows, foresee
from championships.officiating.taking_back import write_draft


def preview(*, of: Matter, measures: Sequence[Measure], now: datetime) -> Foreseen:
    """What a document of this event or season would change. Nothing is written. Raises Refusal as signing does."""
    return foresee(rows=_build_rows(of, measures, now), now=now)


@transaction.atomic
def sign(
    *,
    of: Matter,
    measures: Sequence[Measure],
    reason: str,
    by: User,
    now: datetime,
    recorded_at: datetime,
    article: str = "",
    facts: str = "",
    stewards: str = "",
    shown: str | None = None,
    nonce: str = "",
) -> Verdict:
    """Sign a document: it gets the next number of its event or season and is public from now on.

    `shown` is the digest of the effect the signer saw: raises ShownChanged where it would now be another. `nonce`
    names the form: the same form sent twice gives the document signed the first time.
    """
    if not reason.strip():
        raise Refusal(_("Say why: the reason is part of the document."))
    season_ids = list_seasons(of)
    seasons = lock_seasons(season_ids)
    type(of).objects.select_for_update(of=("self",)).get(pk=of.pk)  # type: ignore[attr-defined]  # numbers in turn
    rows = _build_rows(of, measures, now)
    texts = [article.strip(), facts.strip(), reason.strip(), stewards.strip()]
    token = hash_text(write_canonically([nonce, by.pk, texts, describe_rows(rows)])) if nonce else None
    if token and (signed := Verdict.objects.filter(token=token).first()):
        return signed
    if shown is not None and foresee(rows=rows, now=now).digest != shown:
        raise ShownChanged
    verdict = Verdict.objects.create(
        event=of if isinstance(of, Event) else None,
        season=of if isinstance(of, Season) else None,
        number=_next_number(of),
        article=texts[0][:120],
        facts=texts[1],
        reason=texts[2],
        stewards=texts[3][:240],
        author=by,
        token=token,
        issued_at=now,
        recorded_at=recorded_at,
    )
    for row in rows:
        row.verdict = verdict
        row.document = str(verdict.number)
        row.reason = verdict.reason
        row.author = by
        row.recorded_at = recorded_at
    helds = hold_sessions(list_touched(rows), now)
    for row in rows:
        final = isinstance(row, PointsAdjustment) or (row.kind not in WITHOUT_RESULT and helds[row.session_id].is_final)
        row.effective_at = None if final else now
        row.save(force_insert=True)
        if isinstance(row, Decision) and row.kind == Decision.Kind.TAKEN_BACK:
            draft = write_draft(session=row.session, lap=int(row.amount or 0), by=by, now=now, recorded_at=recorded_at)
            row.terms = {**row.terms, "sheet": draft.n}
            row.save(update_fields=["terms"])
    if all(row.effective_at is not None for row in rows):
        verdict.effective_at = now
        verdict.save_version(fields=("effective_at",))
    with tables_once():
        for held in helds.values():
            if not held.is_final:
                reissue(held, "sign_verdict", verdict, publisher=by, actor=by, now=now, recorded_at=recorded_at)
        detail = {"measures": describe_rows(rows), "article": article, "pending": verdict.effective_at is None}
        record("sign_verdict", verdict, seasons, by, now, recorded_at, **detail)
    return verdict


@transaction.atomic
def confirm_verdict(
    *, verdict: Verdict, version: int, by: User, now: datetime, recorded_at: datetime, shown: str | None = None
) -> Verdict:
    """Let a pending document take effect. `by`: neither its author nor involved in the results it concerns.

    Raises SecondPersonNeeded, StaleVersion where somebody changed the document meanwhile, ShownChanged.
    """
    seasons = lock_seasons(list_seasons(find_matter(verdict)))
    verdict = take_verdict(verdict, version)
    rows = list_pending(verdict)
    if verdict.annulled_at is not None:
        raise Refusal(_("This document is annulled."))
    if not rows:
        raise Refusal(_("This document is in force already: there is nothing to confirm."))
    if shown is not None and foresee(rows=rows, now=now).digest != shown:
        raise ShownChanged
    helds = hold_sessions(list_touched(rows), now)
    involved = {verdict.author_id, *list_involved_in(helds.values())}
    alone = check_other(by, involved, seasons)
    for row in rows:
        row.effective_at = now
        row.save(update_fields=["effective_at"])
    verdict.effective_at = now
    verdict.confirmed_by = by
    verdict.one_person = alone
    verdict.save_version(fields=("effective_at", "confirmed_by", "one_person"))
    with tables_once():
        for held in helds.values():
            reissue(
                held,
                "confirm_verdict",
                verdict,
                publisher=verdict.author,
                actor=by,
                second=by,
                alone=alone,
                now=now,
                recorded_at=recorded_at,
            )
        record("confirm_verdict", verdict, seasons, by, now, recorded_at, one_person=alone)
    return verdict


def allows_one(verdict: Verdict) -> bool:
    """Whether one person may both sign and confirm: every season it may touch is run by a one-person crew."""
    return allows_one_person(list(Season.objects.filter(pk__in=list_seasons(find_matter(verdict)))))


def _build_rows(of: Matter, measures: Sequence[Measure], now: datetime) -> list[Row]:
    if isinstance(of, Event):
        return [*build_event_rows(event=of, measures=measures, now=now)]
    return [*build_season_rows(season=of, measures=measures, now=now)]


def _next_number(of: Matter) -> int:
    same = Verdict.objects.filter(event=of) if isinstance(of, Event) else Verdict.objects.filter(season=of)
    newest = same.aggregate(newest=models.Max("number"))["newest"]
    return (newest or 0) + 1
