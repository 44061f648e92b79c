"""Issuing a bulletin: the one place where the public state of a session changes hands.

Bulletin, revision of every season the session counts for, tables and ledger are written in the transaction of the verb
that calls, after these seasons were locked in key order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from championships.adapters.books import choose_book, choose_version, list_in_force, read_books
from championships.models import Bulletin, Decision, RoundSession, RuleBook, Season, Session, Sheet, User
from championships.officiating import ledger
from championships.officiating.batches import bring_up_to_date
from championships.officiating.errors import ClockBehind, Refusal
from championships.officiating.revisions import list_seasons_of, lock_seasons, raise_revision
from championships.officiating.sealing import read_sheet, seal_bulletin
from championships.scoring.classification import UnrankableError
from championships.scoring.rules import RuleBook as Rules
from championships.scoring.vocabulary import BulletinState

FINAL_STATES = frozenset({BulletinState.OFFICIAL.value, BulletinState.AMENDED.value})


@dataclass(frozen=True, slots=True)
class Held:
    """A session whose seasons are locked: what stands there at the instant of the verb."""

    session: Session
    seasons: tuple[Season, ...]
    standing: Bulletin | None  # the newest bulletin issued by now, withdrawn ones too
    newest: Bulletin | None  # the one with the highest number

    @property
    def is_final(self) -> bool:
        return self.standing is not None and self.standing.state in FINAL_STATES

    @property
    def is_published(self) -> bool:
        return self.standing is not None and self.standing.state != BulletinState.WITHDRAWN.value


def hold_session(*, session_id: int, now: datetime) -> Held:
    """Lock the seasons of a session, then the session. Raises ClockBehind where `now` is before its last bulletin.

    Only in an invented championship may a result stand in the future already (the demo's clock runs through it).
    """
    seasons = lock_seasons(list_seasons_of(session_id))
    session = Session.objects.select_for_update(of=("self",)).select_related("event").get(pk=session_id)
    bulletins = Bulletin.objects.filter(session=session).select_related("sheet").order_by("-n")
    newest = bulletins.first()
    if newest is not None and newest.issued_at > now and not session.event.demo:
        raise ClockBehind
    return Held(session, tuple(seasons), bulletins.issued(now).first(), newest)


def issue_bulletin(
    *,
    held: Held,
    verb: str,
    state: BulletinState,
    sheet: Sheet,
    by: User | None,
    now: datetime,
    recorded_at: datetime,
    actor: User | None = None,
    actor_name: str = "",
    per_source: bool = False,
    second: User | None = None,
    one_person: bool = False,
    protest_until: datetime | None = None,
    reason: str = "",
    warnings: Sequence[dict[str, Any]] = (),
    detail: Mapping[str, Any] | None = None,
) -> Bulletin:
    """Write the next bulletin of the session and all that follows from it.

    `by` publishes it; `actor` is who acts now, where that is somebody else (who confirms). Without an account
    (`per_source` only), `actor_name` says in the ledger who did it.
    """
    decisions = list(
        Decision.objects.filter(session=held.session).in_force(now).select_related("verdict").order_by("pk")
    )
    books = _find_rule_books(held, now)
    bulletin = Bulletin(
        session=held.session,
        n=(held.newest.n if held.newest else 0) + 1,
        state=state.value,
        sheet=sheet,
        reason=reason,
        per_source=per_source,
        one_person=one_person,
        entered_by_id=sheet.entered_by_id,
        published_by=by,
        confirmed_by=second,
        protest_until=protest_until,
        warnings=list(warnings),
        issued_at=now,
        recorded_at=recorded_at,
    )
    bulletin.hash = seal_bulletin(
        bulletin,
        sheet=read_sheet(sheet),
        decisions=decisions,
        rule_book_ids=[book.pk for book in books],
        previous_hash=held.newest.hash if held.newest else "",
    )
    Bulletin.objects.filter(session=held.session, current=True).update(current=False)
    bulletin.save(force_insert=True)
    bulletin.decisions.set(decisions)
    bulletin.rule_books.set(books)
    revise(
        seasons=held.seasons,
        verb=verb,
        subject=f"{held.session.event.slug}/{held.session.slug}",
        by=actor or by,
        actor_name=actor_name,
        now=now,
        recorded_at=recorded_at,
        bulletin=bulletin,
        detail={
            **(detail or {}),
            "session": held.session.pk,
            "bulletin": bulletin.n,
            "state": bulletin.state,
            "hash": bulletin.hash,
            "second": second.pk if second else None,
            "reason": reason,
        },
    )
    return bulletin


def revise(
    *,
    seasons: Sequence[Season],
    verb: str,
    subject: str,
    detail: dict[str, Any],
    by: User | None,
    now: datetime,
    recorded_at: datetime,
    bulletin: Bulletin | None = None,
    actor_name: str = "",
) -> None:
    """A revision of each of these locked seasons, their tables, one row of the ledger. Refuses what has no ranking."""
    for season in seasons:
        raise_revision(
            season=season,
            cause=f"{verb} {subject}",
            issued_at=now,
            recorded_at=recorded_at,
            bulletin=bulletin,
            actor=by,
        )
    try:
        bring_up_to_date(seasons)
    except UnrankableError as error:
        raise Refusal(explain_unrankable(error)) from error
    ledger.append(
        verb=verb,
        subject=subject,
        detail={**detail, "revisions": {season.slug: season.revision for season in seasons}},
        actor=by,
        actor_name=actor_name,
        at=recorded_at,
    )


def explain_unrankable(error: UnrankableError) -> str:
    """What the sheet lacks for a decision to be applied, for the official."""
    words = {"car": error.car, "penalised": error.params.get("penalised", error.car)}
    sentences = {
        "no_such_car": _("The decision names car %(car)s, which is not on the sheet."),
        "unknown_time": _("The penalty of car %(penalised)s cannot be applied: the time of car %(car)s is not known."),
        "unknown_laps": _(
            "The penalty of car %(penalised)s cannot be applied: the number of laps of car %(car)s is not known."
        ),
        "unknown_best_lap": _(
            "The penalty of car %(penalised)s cannot be applied: the best lap of car %(car)s is not known."
        ),
        "unknown_between": _(
            "The penalty of car %(car)s cannot be applied: a car it may fall behind is not on the sheet."
        ),
    }
    sentence = sentences.get(error.code)
    return sentence % words if sentence else str(error)


def find_protest_end(held: Held, now: datetime) -> datetime | None:
    """End of the protest window opened at `now`.

    The session's own minutes come first, then the event's; else the longest of what the rules of its seasons for that
    round say, or the seasons themselves where their rules say nothing. None: nobody counts the session.
    """
    minutes = held.session.protest_minutes
    if minutes is None:
        minutes = held.session.event.protest_minutes
    if minutes is None:
        minutes = max(_list_minutes(held, now), default=None)
    return None if minutes is None else now + timedelta(minutes=minutes)


def _list_minutes(held: Held, now: datetime) -> list[int]:
    versions = read_books([season.pk for season in held.seasons], at=now)
    rounds = dict(RoundSession.objects.filter(session=held.session).values_list("round__season_id", "round__number"))
    minutes = []
    for season in held.seasons:
        version = choose_version(list_in_force(versions.get(season.pk, ())), rounds[season.pk])
        said = version.book.protest_minutes if version else None
        minutes.append(season.protest_minutes if said is None else said)
    return minutes


def read_newest_book(season: Season, now: datetime) -> Rules | None:
    """The newest rules of the season in force now."""
    return choose_book(list_in_force(read_books([season.pk], at=now).get(season.pk, ())))


def _find_rule_books(held: Held, now: datetime) -> list[RuleBook]:
    """The versions whose points apply to the session, one a season that has rules."""
    versions = read_books([season.pk for season in held.seasons], at=now)
    rounds = RoundSession.objects.filter(session=held.session).values_list("round__season_id", "round__number")
    chosen = [choose_version(list_in_force(versions.get(season_id, ())), number) for season_id, number in rounds]
    return list(RuleBook.objects.filter(pk__in=[version.pk for version in chosen if version]).order_by("pk"))
