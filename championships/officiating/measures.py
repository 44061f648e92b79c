"""What a document of the stewards imposes, as asked for, checked, and as the rows it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from championships.models import (
    Bulletin,
    Category,
    Decision,
    Driver,
    Entry,
    Event,
    Line,
    PointsAdjustment,
    RoundSession,
    Season,
    Session,
    Team,
)
from championships.officiating.adjustments import check_competitors, parse_adjustment_terms, parse_terms
from championships.officiating.bulletins import read_newest_book
from championships.officiating.errors import Refusal
from championships.scoring.rulebook import parse_result_override, parse_session_override
from championships.scoring.vocabulary import PenaltyKind, SessionKind

Kind = Decision.Kind

# Nothing of these changes a classification or points: no bulletin follows from them, nothing has to wait.
WITHOUT_RESULT = frozenset({Kind.GRID.value, Kind.REPRIMAND.value, Kind.LICENCE.value, Kind.TAKEN_BACK.value})
OF_POINTS = frozenset({Kind.SESSION_OVERRIDE.value, Kind.RESULT_OVERRIDE.value})
_NEEDS_AMOUNT = frozenset(
    {Kind.TIME.value, Kind.PLACES.value, Kind.LAPS.value, Kind.GRID.value, Kind.LICENCE.value, Kind.TAKEN_BACK.value}
)
_WHOLE = _NEEDS_AMOUNT - {Kind.TIME.value}
_OF_RACES = frozenset({Kind.TIME.value, Kind.LAPS.value, Kind.TAKEN_BACK.value})
_PARSERS: Mapping[str, Any] = {
    Kind.SESSION_OVERRIDE.value: parse_session_override,
    Kind.RESULT_OVERRIDE.value: parse_result_override,
}
_MOST = {Kind.TIME.value: 86_400, Kind.LAP_DELETED.value: 86_400}  # seconds; the others: places, laps, points
_MOST_COUNTED = 999

type Row = Decision | PointsAdjustment


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing a document imposes, as an official asks for it.

    On a session: `kind` of Decision, the session (none for an exclusion from the event: all of them), the car, for
    licence points the driver. `amount`: seconds, places, laps, points or the lap; of a lap deleted the best one that
    remains, in seconds, none for no lap at all. Points decisions name the season by `round_session_id`.
    On a season: `kind` of PointsAdjustment and `terms`, an element of the rule vocabulary; of a change of category
    `competitor`, `from_round` and `categories`.
    """

    kind: str
    session_id: int | None = None
    entry_id: int | None = None
    driver_id: int | None = None
    amount: Decimal | None = None
    round_session_id: int | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)


def build_event_rows(*, event: Event, measures: Sequence[Measure], now: datetime) -> list[Decision]:
    """The rows of a document of an event, not yet stored. Raises Refusal with the first fault."""
    sessions = {session.pk: session for session in Session.objects.filter(event=event).order_by("order", "pk")}
    entries = {entry.pk: entry for entry in Entry.objects.filter(event=event).prefetch_related("crew__driver")}
    standing = {
        bulletin.session_id: bulletin for bulletin in Bulletin.objects.filter(session__event=event).in_force(now)
    }
    rows: list[Decision] = []
    for measure in measures:
        if measure.kind not in Kind.values:
            raise Refusal(_("This kind of decision is not known."))
        if measure.kind == Kind.EXCLUDE:
            _check_car(measure, entries)
            rows += [
                _build(measure, session, now, entries)
                for session in sessions.values()
                if session.state != Session.State.CANCELLED
            ]
            continue
        session = sessions.get(measure.session_id or 0)
        if session is None:
            raise Refusal(_("Name the session this decision is about."))
        if measure.kind in OF_POINTS:
            rows.append(_build_points(measure, session, now))
            continue
        _check_amount(measure, session)
        if measure.kind != Kind.TAKEN_BACK:
            _check_car(measure, entries)
        bulletin = standing.get(session.pk)
        if bulletin is not None and measure.kind not in WITHOUT_RESULT and not _is_on_sheet(bulletin, measure):
            raise Refusal(_("This car is not on the sheet of this session."))
        rows.append(_build(measure, session, now, entries))
    return rows


def build_season_rows(*, season: Season, measures: Sequence[Measure], now: datetime) -> list[PointsAdjustment]:
    """The rows of a document on a season, not yet stored. Raises Refusal with the first fault."""
    book = read_newest_book(season, now)
    rows = []
    for measure in measures:
        if measure.kind not in PointsAdjustment.Kind.values:
            raise Refusal(_("This kind of decision is not known."))
        table = ""
        if measure.kind == PointsAdjustment.Kind.CLASS_CHANGE:
            terms = _check_class_change(season, measure.terms)
        else:
            terms, value = parse_adjustment_terms(measure.kind, measure.terms, book)
            table = value.table
            check_competitors(book, table, getattr(value, "order", None) or [str(terms.get("competitor", ""))])
        competitor = str(terms.get("competitor", ""))
        rows.append(
            PointsAdjustment(
                season=season,
                kind=measure.kind,
                table=table,
                driver=Driver.objects.filter(slug=competitor).first(),
                team=Team.objects.filter(slug=competitor).first(),
                terms=terms,
                issued_at=now,
            )
        )
    return rows


def _is_on_sheet(bulletin: Bulletin, measure: Measure) -> bool:
    return Line.objects.filter(sheet=bulletin.sheet_id, entry=measure.entry_id).exists()


def _check_class_change(season: Season, terms: Mapping[str, Any]) -> dict[str, Any]:
    competitor = str(terms.get("competitor", ""))
    if not Driver.objects.filter(slug=competitor).exists():
        raise Refusal(_("Name the driver whose category changes."))
    since = terms.get("from_round")
    if not isinstance(since, int) or not season.rounds.filter(number=since).exists():
        raise Refusal(_("Name the round from which the new category holds: one of this season."))
    asked = [str(slug) for slug in terms.get("categories", ())]
    known = set(Category.objects.filter(championship=season.championship).values_list("slug", flat=True))
    if unknown := [slug for slug in asked if slug not in known]:
        raise Refusal(_("A category of this decision is not known."), unknown)
    return {"competitor": competitor, "from_round": since, "categories": sorted(set(asked))}


def _check_car(measure: Measure, entries: Mapping[int, Entry]) -> None:
    if measure.entry_id is None:
        raise Refusal(_("Name the car this decision is about."))
    entry = entries.get(measure.entry_id)
    if entry is None:
        raise Refusal(_("This car is not entered in this event."))
    crew = {member.driver_id for member in entry.crew.all()}
    if measure.driver_id is not None and measure.driver_id not in crew:
        raise Refusal(_("This driver does not drive car %(car)s.") % {"car": entry.number})
    if measure.kind == Kind.LICENCE and measure.driver_id is None and len(crew) != 1:
        raise Refusal(_("Licence points are a person’s: name the driver of car %(car)s.") % {"car": entry.number})


def _check_amount(measure: Measure, session: Session) -> None:
    kind, amount = measure.kind, measure.amount
    if kind in _OF_RACES and session.kind != SessionKind.RACE:
        raise Refusal(_("Seconds and laps are added or taken in races only: delete a lap time instead."))
    if kind in _NEEDS_AMOUNT and (amount is None or amount <= 0):
        raise Refusal(_("Give the seconds, places, laps or points of this decision: more than zero."))
    if amount is None:
        return
    if kind in _WHOLE and amount != int(amount):
        raise Refusal(_("Places, laps and licence points are whole numbers."))
    if amount < 0 or amount > _MOST.get(kind, _MOST_COUNTED):
        raise Refusal(_("This figure is not possible here."))


def _build(measure: Measure, session: Session, now: datetime, entries: Mapping[int, Entry]) -> Decision:
    driver_id = measure.driver_id
    entry = entries.get(measure.entry_id or 0)
    if measure.kind == PenaltyKind.LICENCE and driver_id is None and entry is not None:
        driver_id = next(member.driver_id for member in entry.crew.all())
    amount = measure.amount
    if measure.kind in (Kind.REPRIMAND, Kind.DISQUALIFY, Kind.EXCLUDE):
        amount = None
    return Decision(
        session=session,
        kind=measure.kind,
        entry_id=None if measure.kind == Kind.TAKEN_BACK else measure.entry_id,
        driver_id=driver_id,
        amount=amount,
        issued_at=now,
    )


def _build_points(measure: Measure, session: Session, now: datetime) -> Decision:
    counted = (
        RoundSession.objects.filter(pk=measure.round_session_id or 0, session=session)
        .select_related("round__season")
        .first()
    )
    if counted is None:
        raise Refusal(_("Name the season whose points this decision changes."))
    terms = {**measure.terms, "round": counted.round.number, "session": counted.key}
    parse_terms(_PARSERS[measure.kind], terms, read_newest_book(counted.round.season, now))
    driver = None
    if measure.kind == Kind.RESULT_OVERRIDE:
        driver = Driver.objects.filter(slug=str(terms.get("driver", ""))).first()
        if driver is None:
            raise Refusal(_("A competitor of this decision is not known."), [str(terms.get("driver", ""))])
    return Decision(
        session=session, round_session=counted, kind=measure.kind, driver=driver, terms=terms, issued_at=now
    )
