"""What stewards and organisers decide. Decisions are rows beside the facts: annulled, never altered or deleted.

A decision on a provisional result makes a new provisional bulletin with its own time and protest window. On a final
result it takes effect only with an amended bulletin, which a second person confirms: without one it is refused.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import (
    Bulletin,
    Decision,
    DeclaredTable,
    Driver,
    Entry,
    Line,
    OpeningBalance,
    PointsAdjustment,
    RoundSession,
    Session,
    User,
)
from championships.officiating.adjustments import adjust, bring_forward, parse_terms
from championships.officiating.bulletins import (
    Held,
    find_protest_end,
    hold_session,
    issue_bulletin,
    read_newest_book,
    revise,
)
from championships.officiating.declarations import declare_table
from championships.officiating.errors import Refusal
from championships.officiating.persons import check_second, list_involved
from championships.officiating.revisions import lock_seasons
from championships.scoring.rulebook import (
    parse_result_override,
    parse_session_override,
)
from championships.scoring.vocabulary import BulletinState, PenaltyKind

__all__ = ["adjust", "annul", "bring_forward", "decide", "declare_table"]

_NEEDS_AMOUNT = frozenset({PenaltyKind.TIME.value, PenaltyKind.PLACES.value, PenaltyKind.LAPS.value})
_WHOLE = frozenset({PenaltyKind.PLACES.value, PenaltyKind.LAPS.value})
_OF_POINTS = frozenset({Decision.Kind.SESSION_OVERRIDE.value, Decision.Kind.RESULT_OVERRIDE.value})
_PARSERS: Mapping[str, Any] = {
    Decision.Kind.SESSION_OVERRIDE.value: parse_session_override,
    Decision.Kind.RESULT_OVERRIDE.value: parse_result_override,
}


@transaction.atomic
def decide(
    *,
    session: Session,
    kind: str,
    by: User,
    now: datetime,
    recorded_at: datetime,
    entry: Entry | None = None,
    driver: Driver | None = None,
    amount: Decimal | int | str | None = None,
    round_session: RoundSession | None = None,
    terms: Mapping[str, Any] | None = None,
    document: str = "",
    reason: str = "",
    second: User | None = None,
) -> Decision:
    """Record a decision on a session and issue the bulletin that follows from it.

    Penalties name `entry` (and `amount`: seconds, places or laps). Points decisions name `round_session` and `terms`,
    an element of the rule vocabulary without its round and session. On a final result `second` must confirm; on a
    session without a result the decision waits for the first bulletin.
    """
    held = hold_session(session_id=session.pk, now=now)
    figure = None if amount is None or amount == "" else Decimal(str(amount))
    checked: dict[str, Any] = {}
    if kind in _OF_POINTS:
        checked = _check_points_decision(held, kind, round_session, terms or {}, now)
        if kind == Decision.Kind.RESULT_OVERRIDE:
            driver = Driver.objects.filter(slug=str(checked["driver"])).first()
            if driver is None:
                raise Refusal(_("A competitor of this decision is not known."), [str(checked["driver"])])
    else:
        _check_penalty(held, kind, entry, figure)
    decision = Decision.objects.create(
        session=held.session,
        round_session=round_session,
        kind=kind,
        entry=entry,
        driver=driver,
        amount=figure,
        terms=checked,
        document=document,
        reason=reason,
        author=by,
        issued_at=now,
        effective_at=now,
        recorded_at=recorded_at,
    )
    _reissue(held, "decide", decision, reason, by, second, now, recorded_at)
    return decision


type Annulled = Decision | PointsAdjustment | OpeningBalance | DeclaredTable


@transaction.atomic
def annul(
    *,
    decision: Annulled,
    reason: str,
    by: User,
    now: datetime,
    recorded_at: datetime,
    second: User | None = None,
) -> None:
    """Take a decision, an adjustment, an opening balance or a declared table back from now on. It stays readable."""
    if not reason.strip():
        raise Refusal(_("Say why: the reason is kept with the annulment."))
    if isinstance(decision, Decision):
        held = hold_session(session_id=decision.session_id, now=now)
        _mark_annulled(decision, reason, now)
        _reissue(held, "annul", decision, reason, by, second, now, recorded_at)
        return
    seasons = lock_seasons([decision.season_id])
    _mark_annulled(decision, reason, now)
    revise(
        seasons=seasons,
        verb="annul",
        subject=f"{seasons[0].slug}/{decision.table}",
        detail={"kind": decision._meta.model_name, "id": decision.pk, "reason": reason},
        by=by,
        now=now,
        recorded_at=recorded_at,
    )


def _check_penalty(held: Held, kind: str, entry: Entry | None, amount: Decimal | None) -> None:
    if kind not in Decision.Kind.values:
        raise Refusal(_("This kind of decision is not known."))
    if entry is None:
        raise Refusal(_("Name the car this decision is about."))
    if entry.event_id != held.session.event_id:
        raise Refusal(_("This car is not entered in this event."))
    if kind in _NEEDS_AMOUNT and (amount is None or amount <= 0):
        raise Refusal(_("Give the seconds, places or laps of the penalty: more than zero."))
    if amount is not None and kind in _WHOLE and amount != int(amount):
        raise Refusal(_("Places and laps are whole numbers."))
    on_sheet = held.standing is not None and Line.objects.filter(sheet=held.standing.sheet, entry=entry).exists()
    if held.is_published and not on_sheet:
        raise Refusal(_("This car is not on the sheet of this session."))


def _check_points_decision(
    held: Held, kind: str, round_session: RoundSession | None, terms: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    if round_session is None or round_session.session_id != held.session.pk:
        raise Refusal(_("Name the season whose points this decision changes."))
    checked = {**terms, "round": round_session.round.number, "session": round_session.key}
    parse_terms(_PARSERS[kind], checked, read_newest_book(round_session.round.season, now))
    return checked


def _mark_annulled(decision: Annulled, reason: str, now: datetime) -> None:
    written = (
        type(decision)
        .objects.filter(pk=decision.pk, annulled_at__isnull=True)
        .update(annulled_at=now, annulled_reason=reason)
    )
    if not written:
        raise Refusal(_("This decision is annulled already."))
    decision.refresh_from_db()


def _reissue(
    held: Held,
    verb: str,
    decision: Decision,
    reason: str,
    by: User,
    second: User | None,
    now: datetime,
    recorded_at: datetime,
) -> Bulletin | None:
    """The bulletin that follows from a decision; a session without a result has none, only a row of the ledger."""
    detail = {"decision": decision.pk, "kind": decision.kind, "document": decision.document, "reason": reason}
    if held.standing is None or not held.is_published:
        revise(
            seasons=held.seasons,
            verb=verb,
            subject=f"{held.session.event.slug}/{held.session.slug}",
            detail=detail,
            by=by,
            now=now,
            recorded_at=recorded_at,
        )
        return None
    sheet = held.standing.sheet
    alone = False
    if held.is_final:
        if second is None and not (held.seasons and all(season.one_person_crew for season in held.seasons)):
            raise Refusal(
                _("This result is final: the decision takes effect only with a second person who confirms it.")
            )
        alone = check_second(second=second, involved={*list_involved(sheet), by.pk}, seasons=held.seasons)
    return issue_bulletin(
        held=held,
        verb=verb,
        state=BulletinState.AMENDED if held.is_final else BulletinState.PROVISIONAL,
        sheet=sheet,
        by=by,
        second=second if held.is_final else None,
        one_person=alone,
        now=now,
        recorded_at=recorded_at,
        protest_until=None if held.is_final else find_protest_end(held, now),
        reason=reason,
        warnings=held.standing.warnings,
        detail=detail,
    )
