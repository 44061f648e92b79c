"""Documents of the stewards, from signing to annulment. Nothing is altered or deleted; each step is dated.

Signed on a provisional result a decision counts at once, in a new provisional bulletin with its own time and window. On
a final result, and on a season, it is public and pending until a second person confirms it: an amended bulletin
follows. The annulment of what concerns a final result or a season is asked for by one person and confirmed by another.
A season run by one person is the exception, and its documents say so.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from championships.models import Decision, Event, PointsAdjustment, Season, User, Verdict
from championships.models.base import StaleVersion
from championships.officiating.batches import rebuild_once
from championships.officiating.bulletins import (
    Held,
    explain_unrankable,
    find_protest_end,
    hold_session,
    issue_bulletin,
    revise,
)
from championships.officiating.errors import OtherPersonNeeded, Refusal, SecondPersonNeeded, ShownChanged
from championships.officiating.ledger import hash_text, write_canonically
from championships.officiating.measures import (
    WITHOUT_RESULT,
    Measure,
    Row,
    build_event_rows,
    build_season_rows,
)
from championships.officiating.persons import allows_one_person, check_second, list_involved
from championships.officiating.revisions import lock_seasons
from championships.officiating.sandbox import Foreseen, describe_rows, foresee
from championships.officiating.taking_back import write_draft
from championships.scoring.classification import UnrankableError
from championships.scoring.vocabulary import BulletinState

type Matter = Event | Season


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
    season_ids = _list_seasons(of)
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
    helds = _hold(_list_touched(rows), now)
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
    with _tables_once():
        for held in helds.values():
            if not held.is_final:
                _reissue(held, "sign_verdict", verdict, publisher=by, actor=by, now=now, recorded_at=recorded_at)
        detail = {"measures": describe_rows(rows), "article": article, "pending": verdict.effective_at is None}
        _record("sign_verdict", verdict, seasons, by, now, recorded_at, **detail)
    return verdict


@transaction.atomic
def confirm_verdict(
    *, verdict: Verdict, version: int, by: User, now: datetime, recorded_at: datetime, shown: str | None = None
) -> Verdict:
    """Let a pending document take effect. `by`: neither its author nor involved in the results it concerns.

    Raises SecondPersonNeeded, StaleVersion where somebody changed the document meanwhile, ShownChanged.
    """
    seasons = lock_seasons(_list_seasons(_matter(verdict)))
    verdict = _take(verdict, version)
    rows = list_pending(verdict)
    if verdict.annulled_at is not None:
        raise Refusal(_("This document is annulled."))
    if not rows:
        raise Refusal(_("This document is in force already: there is nothing to confirm."))
    if shown is not None and foresee(rows=rows, now=now).digest != shown:
        raise ShownChanged
    helds = _hold(_list_touched(rows), now)
    involved = {verdict.author_id, *_list_involved(helds.values())}
    alone = _check_second(by, involved, seasons)
    for row in rows:
        row.effective_at = now
        row.save(update_fields=["effective_at"])
    verdict.effective_at = now
    verdict.confirmed_by = by
    verdict.one_person = alone
    verdict.save_version(fields=("effective_at", "confirmed_by", "one_person"))
    with _tables_once():
        for held in helds.values():
            _reissue(
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
        _record("confirm_verdict", verdict, seasons, by, now, recorded_at, one_person=alone)
    return verdict


@transaction.atomic
def appeal(
    *, verdict: Verdict, version: int, appealed_by: str, by: User, now: datetime, recorded_at: datetime
) -> Verdict:
    """Note that somebody appeals. The document stays in force, or pending, as it is."""
    seasons = lock_seasons(_list_seasons(_matter(verdict)))
    verdict = _take(verdict, version)
    if verdict.annulled_at is not None:
        raise Refusal(_("This document is annulled."))
    if verdict.appealed_at is not None:
        raise Refusal(_("An appeal against this document is recorded already."))
    if not appealed_by.strip():
        raise Refusal(_("Say who appeals."))
    verdict.appealed_at = now
    verdict.appealed_by = appealed_by.strip()[:160]
    verdict.save_version(fields=("appealed_at", "appealed_by"))
    with _tables_once():
        _record("appeal_verdict", verdict, seasons, by, now, recorded_at, appealed_by=verdict.appealed_by)
    return verdict


@transaction.atomic
def close_appeal(
    *, verdict: Verdict, version: int, outcome: str, by: User, now: datetime, recorded_at: datetime
) -> Verdict:
    """Note how the appeal ended. An appeal that is won is followed by an annulment: a step of its own."""
    seasons = lock_seasons(_list_seasons(_matter(verdict)))
    verdict = _take(verdict, version)
    if verdict.appealed_at is None or verdict.appeal_closed_at is not None:
        raise Refusal(_("No appeal against this document is open."))
    if not outcome.strip():
        raise Refusal(_("Say how the appeal ended."))
    verdict.appeal_closed_at = now
    verdict.appeal_outcome = outcome.strip()
    verdict.save_version(fields=("appeal_closed_at", "appeal_outcome"))
    with _tables_once():
        _record("close_appeal", verdict, seasons, by, now, recorded_at, outcome=verdict.appeal_outcome)
    return verdict


@transaction.atomic
def annul_verdict(
    *, verdict: Verdict, version: int, reason: str, by: User, now: datetime, recorded_at: datetime
) -> Verdict:
    """Take a document back. Where it counts in a final result or a season this only asks for it: another confirms."""
    seasons = lock_seasons(_list_seasons(_matter(verdict)))
    verdict = _take(verdict, version)
    if verdict.annulled_at is not None:
        raise Refusal(_("This document is annulled already."))
    if verdict.annulment_asked_at is not None:
        raise Refusal(_("The annulment is asked for already: a second person confirms it."))
    if not reason.strip():
        raise Refusal(_("Say why: the reason is kept with the annulment."))
    verdict.annulled_reason = reason.strip()
    rows = list_in_force(verdict)
    helds = _hold(_list_touched(rows), now)
    if any(held.is_final for held in helds.values()) or any(isinstance(row, PointsAdjustment) for row in rows):
        verdict.annulment_asked_at = now
        verdict.annulment_asked_by = by
        verdict.save_version(fields=("annulled_reason", "annulment_asked_at", "annulment_asked_by"))
        with _tables_once():
            _record("ask_annulment", verdict, seasons, by, now, recorded_at, reason=verdict.annulled_reason)
        return verdict
    _annul(verdict, helds, seasons, by=by, publisher=by, alone=False, second=None, now=now, recorded_at=recorded_at)
    return verdict


@transaction.atomic
def confirm_annulment(
    *, verdict: Verdict, version: int, by: User, now: datetime, recorded_at: datetime, shown: str | None = None
) -> Verdict:
    """Let an annulment that was asked for happen. `by`: neither who asked for it nor involved in the results."""
    seasons = lock_seasons(_list_seasons(_matter(verdict)))
    verdict = _take(verdict, version)
    asked_by = verdict.annulment_asked_by
    if verdict.annulled_at is not None or asked_by is None:
        raise Refusal(_("No annulment of this document is asked for."))
    rows = list_in_force(verdict)
    if shown is not None and foresee(rows=(), leaving_out=rows, now=now).digest != shown:
        raise ShownChanged
    helds = _hold(_list_touched(rows), now)
    alone = _check_second(by, {asked_by.pk, *_list_involved(helds.values())}, seasons)
    _annul(verdict, helds, seasons, by=by, publisher=asked_by, alone=alone, second=by, now=now, recorded_at=recorded_at)
    return verdict


@transaction.atomic
def drop_annulment(*, verdict: Verdict, version: int, by: User, now: datetime, recorded_at: datetime) -> Verdict:
    """Take the request for an annulment back: the document stays as it is."""
    seasons = lock_seasons(_list_seasons(_matter(verdict)))
    verdict = _take(verdict, version)
    if verdict.annulled_at is not None or verdict.annulment_asked_at is None:
        raise Refusal(_("No annulment of this document is asked for."))
    reason, verdict.annulled_reason = verdict.annulled_reason, ""
    verdict.annulment_asked_at = verdict.annulment_asked_by = None
    verdict.save_version(fields=("annulled_reason", "annulment_asked_at", "annulment_asked_by"))
    with _tables_once():
        _record("drop_annulment", verdict, seasons, by, now, recorded_at, reason=reason)
    return verdict


def list_rows(verdict: Verdict) -> list[Row]:
    """What a document imposes, in the order in which it says so."""
    decisions = Decision.objects.filter(verdict=verdict).select_related("session__event", "entry", "driver")
    adjustments = PointsAdjustment.objects.filter(verdict=verdict).select_related("season", "driver", "team")
    return [*decisions.order_by("pk"), *adjustments.order_by("pk")]


def list_pending(verdict: Verdict) -> list[Row]:
    """Of those, what waits for a second person."""
    return [row for row in list_rows(verdict) if row.effective_at is None and row.annulled_at is None]


def list_in_force(verdict: Verdict) -> list[Row]:
    """Of those, what counts."""
    return [row for row in list_rows(verdict) if row.effective_at is not None and row.annulled_at is None]


def allows_one(verdict: Verdict) -> bool:
    """Whether one person may both sign and confirm: every season it may touch is run by a one-person crew."""
    return allows_one_person(list(Season.objects.filter(pk__in=_list_seasons(_matter(verdict)))))


def _build_rows(of: Matter, measures: Sequence[Measure], now: datetime) -> list[Row]:
    if isinstance(of, Event):
        return [*build_event_rows(event=of, measures=measures, now=now)]
    return [*build_season_rows(season=of, measures=measures, now=now)]


def _matter(verdict: Verdict) -> Matter:
    found = verdict.event or verdict.season
    assert found is not None  # noqa: S101  a constraint of the table
    return found


def _list_seasons(of: Matter) -> list[int]:
    """The seasons a document may touch: those of every session of the event."""
    if isinstance(of, Season):
        return [of.pk]
    counted = models.Q(rounds__round_sessions__session__event=of) | models.Q(rounds__event=of)
    return sorted(set(Season.objects.filter(counted).values_list("pk", flat=True)))


def _next_number(of: Matter) -> int:
    same = Verdict.objects.filter(event=of) if isinstance(of, Event) else Verdict.objects.filter(season=of)
    newest = same.aggregate(newest=models.Max("number"))["newest"]
    return (newest or 0) + 1


def _take(verdict: Verdict, version: int) -> Verdict:
    """The document as stored, locked. Raises StaleVersion where it is no longer the version that was read."""
    stored = (
        Verdict.objects.select_for_update(of=("self",))
        .select_related("event", "season", "author", "annulment_asked_by")
        .get(pk=verdict.pk)
    )
    if stored.version != version:
        raise StaleVersion
    return stored


def _list_touched(rows: Iterable[Row]) -> list[int]:
    return sorted({row.session_id for row in rows if isinstance(row, Decision) and row.kind not in WITHOUT_RESULT})


def _hold(session_ids: Iterable[int], now: datetime) -> dict[int, Held]:
    return {pk: hold_session(session_id=pk, now=now) for pk in session_ids}


def _list_involved(helds: Iterable[Held]) -> set[int]:
    found: set[int] = set()
    for held in helds:
        if held.is_final and held.standing is not None:
            found |= list_involved(held.standing.sheet)
    return found


def _check_second(by: User, involved: set[int], seasons: Sequence[Season]) -> bool:
    try:
        return check_second(second=by, involved=involved, seasons=seasons)
    except SecondPersonNeeded as error:
        raise OtherPersonNeeded from error


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
    with _tables_once():
        for held in helds.values():
            _reissue(
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
        _record("annul_verdict", verdict, seasons, by, now, recorded_at, reason=verdict.annulled_reason)


def _reissue(
    held: Held,
    verb: str,
    verdict: Verdict,
    *,
    publisher: User,
    actor: User,
    now: datetime,
    recorded_at: datetime,
    second: User | None = None,
    alone: bool = False,
    reason: str = "",
) -> None:
    """The bulletin that follows; a session without a result has none."""
    if held.standing is None or not held.is_published:
        return
    issue_bulletin(
        held=held,
        verb=verb,
        state=BulletinState.AMENDED if held.is_final else BulletinState.PROVISIONAL,
        sheet=held.standing.sheet,
        by=publisher,
        actor=actor,
        second=second if held.is_final else None,
        one_person=alone and held.is_final,
        now=now,
        recorded_at=recorded_at,
        protest_until=None if held.is_final else find_protest_end(held, now),
        reason=reason or verdict.reason,
        warnings=held.standing.warnings,
        detail={"verdict": verdict.pk, "number": verdict.number},
    )


@contextmanager
def _tables_once() -> Iterator[None]:
    """The tables are rebuilt once for all bulletins of a document."""
    try:
        with rebuild_once():
            yield
    except UnrankableError as error:
        raise Refusal(explain_unrankable(error)) from error


def _record(
    verb: str,
    verdict: Verdict,
    seasons: Sequence[Season],
    by: User,
    now: datetime,
    recorded_at: datetime,
    **detail: Any,
) -> None:
    """A revision of every season the document may touch, and its row of the ledger."""
    matter = _matter(verdict)
    revise(
        seasons=seasons,
        verb=verb,
        subject=f"{matter.slug}/decision-{verdict.number}",
        detail={"verdict": verdict.pk, "number": verdict.number, **detail},
        by=by,
        now=now,
        recorded_at=recorded_at,
    )
