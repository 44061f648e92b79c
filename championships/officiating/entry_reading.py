"""The entry list as stored, what its published results hold fast, and how a change of it is put on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from championships.models import (
    Bulletin,
    Crew,
    Entry,
    Event,
    Line,
    Participation,
    Season,
    Seat,
    StaleVersion,
    User,
)
from championships.officiating import ledger
from championships.officiating.bulletins import FINAL_STATES, revise
from championships.officiating.entry_values import CrewMember, EntryValues, PartValues, StaleEntries


@dataclass(frozen=True, slots=True)
class Published:
    """What an entry's results hold fast."""

    entries: frozenset[int]  # stands on a sheet that some bulletin holds
    final: frozenset[tuple[int, int]]  # (entry, round): a final result of it counts in that round


def read_entries(event: Event) -> dict[int, EntryValues]:
    """The list as stored, by entry, in its order. Three queries."""
    crews: dict[int, list[CrewMember]] = {}
    rows = Crew.objects.filter(entry__event=event).order_by("entry_id", "order", "pk")
    for entry_id, driver_id, replaces_id in rows.values_list("entry_id", "driver_id", "replaces_id"):
        crews.setdefault(entry_id, []).append(CrewMember(driver_id, replaces_id))
    parts: dict[int, list[PartValues]] = {}
    for part in Participation.objects.filter(entry__event=event).order_by("round_id", "pk"):
        values = PartValues(part.round_id, part.scores, part.guest, part.car_class)
        parts.setdefault(part.entry_id, []).append(values)
    return {
        entry.pk: EntryValues(
            number=entry.number,
            team=entry.team_id,
            entrant=entry.entrant_id,
            car=entry.car,
            withdrawn=entry.withdrawn,
            transponder=entry.transponder,
            second_transponder=entry.second_transponder,
            crew=tuple(crews.get(entry.pk, ())),
            parts=tuple(parts.get(entry.pk, ())),
        )
        for entry in Entry.objects.filter(event=event).order_by("order", "number", "pk")
    }


def read_seats(event: Event) -> dict[tuple[int, int], tuple[int, ...]]:
    """(session, entry) -> drivers in order, where a seat is given. One query."""
    seats: dict[tuple[int, int], tuple[int, ...]] = {}
    rows = Seat.objects.filter(session__event=event).order_by("session_id", "entry_id", "order", "pk")
    for session_id, entry_id, driver_id in rows.values_list("session_id", "entry_id", "driver_id"):
        seats[session_id, entry_id] = (*seats.get((session_id, entry_id), ()), driver_id)
    return seats


def has_results(season: Season) -> bool:
    """Whether anything of the season was ever published: before that, nobody could have read a table of it."""
    return Bulletin.objects.filter(session__round_sessions__round__season=season).exists()


def read_published(event: Event) -> Published:
    """What results of these entries hold fast. Two queries."""
    issued = Line.objects.filter(entry__event=event, sheet__bulletins__isnull=False)
    final = Bulletin.objects.filter(session__event=event, current=True, state__in=FINAL_STATES).values_list(
        "sheet__lines__entry_id", "session__round_sessions__round_id"
    )
    return Published(
        entries=frozenset(issued.values_list("entry_id", flat=True)),
        final=frozenset((entry, counted) for entry, counted in final if entry and counted),
    )


def save_entry_version(entry: Entry, fields: tuple[str, ...]) -> None:
    try:
        entry.save_version(fields=fields)
    except StaleVersion as error:
        raise StaleEntries(frozenset({entry.pk})) from error


def record_change(
    verb: str,
    event: Event,
    detail: dict[str, Any],
    revised: Sequence[Season],
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> None:
    """One link of the ledger; with a revision of the seasons whose tables it may move."""
    subject = f"{event.year}/{event.slug}"
    if revised:
        revise(seasons=revised, verb=verb, subject=subject, detail=detail, by=by, now=now, recorded_at=recorded_at)
    else:
        ledger.append(verb=verb, subject=subject, detail=detail, actor=by, at=recorded_at)
