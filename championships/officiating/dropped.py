"""Meetings that leave the calendar. A calendar that was subscribed to is told of it: cancelled, and never just gone.

A row is kept where the site itself would forget: a session or a round that is deleted, a date or an hour taken back.
What stays with a state (cancelled, postponed) needs none.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from championships.models import DroppedMeeting, Event, Round, Season, Session


@transaction.atomic
def drop_session(*, session: Session, recorded_at: datetime) -> None:
    """Before a stored session is deleted or loses its hour. Without an hour it stood in no calendar."""
    if session.starts_at is None:
        return
    event = session.event
    day = session.starts_at.astimezone(ZoneInfo(_zone(event))).date()
    seasons = Season.objects.filter(rounds__event=event)
    names = f"{event.name_fr} – {session.name_fr}", f"{event.name_en or event.name_fr} – {session.name_en}"
    sequence = event.version + session.version
    _keep(f"session/{session.pk}", sequence, names, (day, day), session.starts_at, event, seasons, recorded_at)


@transaction.atomic
def drop_event(*, event: Event, recorded_at: datetime, seasons: Iterable[Season] | None = None) -> None:
    """Before a stored event is deleted, loses its date, or is no longer a round of these seasons (None: of any)."""
    if event.starts_on is None:
        return
    told = list(Season.objects.filter(rounds__event=event).distinct()) if seasons is None else list(seasons)
    names = event.name_fr, event.name_en or event.name_fr
    days = event.starts_on, event.ends_on or event.starts_on
    _keep(f"event/{event.pk}", event.version, names, days, None, event, told, recorded_at)


def drop_round(*, round_: Round, recorded_at: datetime) -> None:
    """Before a stored round is deleted, or goes to another event: its event and the hours there leave the season."""
    drop_event(event=round_.event, recorded_at=recorded_at, seasons=[round_.season])
    for session in Session.objects.filter(event=round_.event).select_related("event__circuit"):
        drop_session(session=session, recorded_at=recorded_at)


def _zone(event: Event) -> str:
    return event.circuit.time_zone if event.circuit else "UTC"


def _keep(
    key: str,
    sequence: int,
    names: tuple[str, str],
    days: tuple[date, date],
    starts_at: datetime | None,
    event: Event,
    seasons: Iterable[Season],
    recorded_at: datetime,
) -> None:
    circuit = event.circuit
    before = DroppedMeeting.objects.filter(key=key).values_list("sequence", flat=True).first()
    row, _made = DroppedMeeting.objects.update_or_create(
        key=key,
        defaults={
            "sequence": sequence if before is None else before + sequence + 1,
            "name_fr": names[0],
            "name_en": names[1],
            "starts_on": days[0],
            "ends_on": days[1],
            "starts_at": starts_at,
            "time_zone": _zone(event),
            "place": ", ".join(part for part in (circuit.name, circuit.country) if part) if circuit else "",
            "event": event,
            "recorded_at": recorded_at,
        },
    )
    row.seasons.add(*seasons)
