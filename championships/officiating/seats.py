"""Who drives a shared car in which session. Published sheets keep the drivers they name."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Bulletin, Crew, Entry, Event, Seat, Session, User
from championships.officiating.entry_reading import read_seats, record_change, save_entry_version
from championships.officiating.entry_values import SeatChange, StaleEntries
from championships.officiating.errors import Refusal


@transaction.atomic
def save_seats(
    *, event: Event, changes: Sequence[SeatChange], by: User, now: datetime, recorded_at: datetime
) -> tuple[str, ...]:
    """Write who drives which session, whole cars at a time. Published sheets keep the drivers they name.

    Returns the names of sessions that are published already. Raises StaleEntries, or Refusal for a driver who is not
    of the crew.
    """
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    versions = dict(Entry.objects.filter(event=event).values_list("pk", "version"))
    stale = frozenset(change.entry_id for change in changes if versions.get(change.entry_id) != change.version)
    if stale:
        raise StaleEntries(stale)
    crews: dict[int, list[int]] = {}
    for entry_id, driver_id in Crew.objects.filter(entry__event=event).values_list("entry_id", "driver_id"):
        crews.setdefault(entry_id, []).append(driver_id)
    sessions = {session.pk: session for session in Session.objects.filter(event=event)}
    held = read_seats(event)
    touched: set[int] = set()
    log = []
    for change in changes:
        wanted = {session: drivers for session, drivers in change.seats.items() if drivers}
        for session_id, drivers in wanted.items():
            if session_id not in sessions or not set(drivers) <= set(crews.get(change.entry_id, ())):
                raise Refusal(_("Only a driver of the crew takes a seat in its car, in a session of this event."))
        before = {session: drivers for (session, entry), drivers in held.items() if entry == change.entry_id}
        if before == wanted:
            continue
        entry = Entry.objects.get(pk=change.entry_id)
        save_entry_version(entry, ("order",))
        Seat.objects.filter(entry_id=change.entry_id).delete()
        Seat.objects.bulk_create(
            Seat(session_id=session_id, entry_id=change.entry_id, driver_id=driver, order=order)
            for session_id, drivers in wanted.items()
            for order, driver in enumerate(drivers)
        )
        touched |= {session for session in {*before, *wanted} if before.get(session) != wanted.get(session)}
        log.append(
            {"entry": change.entry_id, "seats": {str(session): list(drivers) for session, drivers in wanted.items()}}
        )
    if not log:
        return ()
    record_change("save_seats", event, {"event": event.pk, "entries": log}, [], by, now, recorded_at)
    issued = set(Bulletin.objects.filter(session__in=touched).values_list("session_id", flat=True))
    return tuple(str(sessions[pk].name) for pk in sorted(issued, key=lambda pk: sessions[pk].order))
