"""What of the calendar and of the people no longer changes once results hang on it, and the traces of what does.

A published result rests on its session, its round and the key it counts under. Moving them would change tables with one
person's save, where the process asks for a bulletin and, for an official result, for a second person. The way is to
withdraw the result, set the calendar right, and publish again.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from championships.models import (
    Bulletin,
    Category,
    Circuit,
    Driver,
    Enrolment,
    Event,
    LineDriver,
    Round,
    RoundSession,
    RuleBook,
    Season,
    Session,
    Team,
    User,
)
from championships.officiating import ledger
from championships.officiating.bulletins import FINAL_STATES
from championships.officiating.errors import Refusal
from championships.scoring.vocabulary import BulletinState

# Columns of a session that say what it is and what it is worth.
_OF_A_SESSION = frozenset({"event", "kind", "slug", "state", "scheduled_laps", "scheduled_km"})
_OF_AN_EVENT = frozenset({"year", "slug"})
_OF_A_SEASON = frozenset({"championship", "label", "year"})


def check_session(*, session: Session, changed: Collection[str]) -> None:
    """Raises Refusal where these columns of a stored session carry what was published, or cars of another event."""
    if "event" in changed and _is_used(session):
        raise Refusal(_("Cars of its event stand in this session already: it cannot move to another event."))
    if _OF_A_SESSION & set(changed) and _is_published(Session.objects.filter(pk=session.pk)):
        raise Refusal(
            _(
                "The result of this session is published: its event, kind, address, state and scheduled distance stay. "
                "Withdraw the result first, or decide what it is worth."
            )
        )


def tell_calendars(*, circuit: Circuit, recorded_at: datetime) -> None:
    """After the name, the country or the time zone of a circuit changed: its meetings stand elsewhere in a calendar."""
    Event.objects.filter(circuit=circuit).update(version=F("version") + 1, changed_at=recorded_at)


def check_round(*, round_: Round) -> None:
    """Raises Refusal where a session of this stored round has a published result: the round stays as it is."""
    if _is_published(Session.objects.filter(round_sessions__round=round_)):
        raise Refusal(
            _("Results of this round are published: its season, event and number stay. Withdraw the results first.")
        )


def check_counting(*, sessions: Collection[int]) -> None:
    """Raises Refusal where one of these sessions has a published result: what counts it stays."""
    if _is_published(Session.objects.filter(pk__in=sessions)):
        raise Refusal(
            _("The result of a session is published: which rounds count it, as what, stays. Withdraw the result first.")
        )


def check_event(*, event: Event, changed: Collection[str]) -> None:
    """Raises Refusal where the address of an event stands on published sheets."""
    if _OF_AN_EVENT & set(changed) and _is_published(Session.objects.filter(event=event)):
        raise Refusal(_("Results of this event are published, and printed with its address: year and address stay."))


def check_season(*, season: Season, changed: Collection[str]) -> None:
    """Raises Refusal where the address of a season is in use."""
    if _OF_A_SEASON & set(changed) and season.revision:
        raise Refusal(_("Tables of this season are published: its championship, year and name stay."))


def check_address(*, person: Driver | Team) -> None:
    """Raises Refusal where a driver or team stands in results: decisions and rules name them by their address."""
    column = "driver" if isinstance(person, Driver) else "team"
    if LineDriver.objects.filter(**{column: person}, line__sheet__draft=False).exists():
        raise Refusal(_("%(name)s stands in published results: the address stays.") % {"name": person})


def check_category(*, category: Category) -> None:
    """Raises Refusal where a category is in use: rules and enrolments name it by its address."""
    slug = category.slug
    used = Enrolment.objects.filter(categories=category).exists() or any(
        f'"{slug}"' in ledger.write_canonically(document)
        for document in RuleBook.objects.filter(season__championship=category.championship_id).values_list(
            "document", flat=True
        )
    )
    if used:
        raise Refusal(
            _("The category %(name)s is in use: its address stays, and it is not removed.") % {"name": category}
        )


def check_enrolment(*, before: Enrolment | None, after: Enrolment | None, terms_changed: bool) -> None:
    """Raises Refusal where an enrolment would be another one for a round whose result is official.

    `before` and `after` are as stored and as typed (None: added, removed); with `terms_changed` False only the rounds
    at its ends differ. Who does not stand in an official result may be enrolled for its round: nothing there changes.
    """
    for one in (before, after):
        other = after if one is before else before
        if one is None:
            continue
        standing = Bulletin.objects.filter(
            current=True, state__in=FINAL_STATES, session__round_sessions__round__season=one.season_id
        )
        if one.driver_id is not None:
            standing = standing.filter(sheet__lines__drivers__driver=one.driver_id)
        elif one.team_id is not None:
            standing = standing.filter(sheet__lines__drivers__team=one.team_id)
        else:
            standing = standing.filter(sheet__lines__entry__number=one.car_number)
        rounds = set(standing.values_list("session__round_sessions__round__number", flat=True))
        held = {number for number in rounds if _holds(one, number)}
        if not terms_changed and other is not None:
            held = {number for number in held if not _holds(other, number)}
        if held:
            raise Refusal(
                _(
                    "Results of round %(number)s are official with %(name)s in them: how he is enrolled there stays. "
                    "Enrol anew from a later round, or let the stewards decide a change of category."
                )
                % {"number": min(held), "name": one.driver or one.team or f"#{one.car_number}"}
            )


def _holds(enrolment: Enrolment, number: int) -> bool:
    first, last = enrolment.from_round, enrolment.to_round
    return (first is None or first <= number) and (last is None or number <= last)


def list_seasons_touched(row: Any) -> list[Season]:
    """The seasons whose tables may change with this stored row, in key order. None for rows that score nowhere."""
    if isinstance(row, Enrolment | Round):
        found = Season.objects.filter(pk=row.season_id)
    elif isinstance(row, Session):
        found = Season.objects.filter(rounds__round_sessions__session=row)
    else:
        found = Season.objects.none()
    return list(found.distinct().order_by("pk"))


@transaction.atomic
def record_reference(
    *, row: Any, verb: str, changes: Mapping[str, Any], by: User | None, recorded_at: datetime
) -> None:
    """A row of the ledger about reference data on which results rest (`verb`: add, change or remove, and of what)."""
    detail = {"table": row._meta.model_name, "row": row.pk, "changes": {name: str(to) for name, to in changes.items()}}
    ledger.append(verb=verb, subject=str(row), detail=detail, actor=by, at=recorded_at)


def _is_published(sessions: QuerySet[Session]) -> bool:
    """Whether a result of these stands, also one the demonstration holds ready for a later instant."""
    standing = Bulletin.objects.filter(current=True).exclude(state=BulletinState.WITHDRAWN.value)
    return standing.filter(session__in=sessions.values("pk")).exists()


def _is_used(session: Session) -> bool:
    rows: tuple[Any, ...] = (session.sheets, session.decisions, session.protests, session.seats, session.timing_files)
    return any(each.exists() for each in rows) or hasattr(session, "grid")


def list_counted_sessions(row: RoundSession) -> set[int]:
    """The session a row counts, as it is in memory and as it is stored."""
    stored = RoundSession.objects.filter(pk=row.pk).values_list("session_id", flat=True)
    return {*stored, *([row.session_id] if row.session_id else [])}
