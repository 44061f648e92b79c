"""Entries and crews, from the rows of results.csv; and the rows as lines of a sheet.

One car is one entry of its event: the same number, team and entrant, with a driver in common from session to session.
In one session two cars are never one entry, whatever their numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from championships.exchange.season_package.calendar import Place
from championships.exchange.season_package.people import People
from championships.exchange.season_package.values import Package, ResultRow, SessionKey
from championships.models import Bulletin, Crew, Entry, Participation, Season
from championships.officiating.package_plan import PlannedDriver, PlannedLine

_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,2})(?:\.(\d{1,3}))?", re.ASCII)


class _Car(NamedTuple):
    """What makes an entry, beside its crew."""

    number: str
    team: int | None
    entrant: int | None
    guest: bool
    scores: bool


@dataclass(slots=True)
class _Entered:
    """An entry, stored or about to be. `seen`: the session and car it was last matched with."""

    car: _Car
    event_pk: int
    round_pk: int
    crew: dict[int, None] = field(default_factory=dict)  # driver keys, in order
    row: Entry | None = None
    held_crew: frozenset[int] = frozenset()
    takes_part: bool = False
    seen: dict[SessionKey, str] = field(default_factory=dict)


def read_time(text: str) -> int | None:
    """Milliseconds of a time such as 1:32:03.897; None where it is another text."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def sync_entries(
    package: Package, sessions: Iterable[SessionKey], places: Mapping[SessionKey, Place], people: People
) -> dict[SessionKey, tuple[PlannedLine, ...]]:
    """Make the entries these sessions need, and give their rows as lines."""
    results = package.results_by_session()
    wanted = [key for key in sessions if key in results]
    pool = _load_entered({places[key].event_pk for key in wanted})
    lines: dict[SessionKey, list[tuple[list[ResultRow], _Entered]]] = {}
    for key in wanted:
        place = places[key]
        entered = pool.setdefault(place.event_pk, [])
        lines[key] = [(rows, _enter(rows, key, place, entered, people)) for rows in group_lines(results[key])]
    _write_entered([item for entered in pool.values() for item in entered])
    return {
        key: tuple(_plan_line(rows, item.row.pk, people) for rows, item in found if item.row)
        for key, found in lines.items()
    }


def group_lines(rows: Sequence[ResultRow]) -> list[list[ResultRow]]:
    """The rows of each line: one car, as long as its number, status, class and place are the same."""
    groups: dict[tuple[object, ...], list[ResultRow]] = {}
    for row in rows:
        key = (row.car, row.number, row.status, row.car_class, row.position, row.guest, row.scores)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _load_entered(event_pks: set[int]) -> dict[int, list[_Entered]]:
    """Entries that are there already, by event. A second import of a meeting finds its own again."""
    crews: dict[int, dict[int, None]] = {}
    held = Crew.objects.filter(entry__event_id__in=event_pks).order_by("entry_id", "order", "pk")
    for entry_id, driver_id in held.values_list("entry_id", "driver_id"):
        crews.setdefault(entry_id, {})[driver_id] = None
    parts: dict[int, Participation] = {}
    for part in Participation.objects.filter(entry__event_id__in=event_pks):
        parts[part.entry_id] = part
    pool: dict[int, list[_Entered]] = {}
    for row in Entry.objects.filter(event_id__in=event_pks).order_by("order", "pk"):
        held_part = parts.get(row.pk)
        crew = crews.get(row.pk, {})
        item = _Entered(
            car=_Car(
                row.number,
                row.team_id,
                row.entrant_id,
                held_part.guest if held_part else False,
                held_part.scores if held_part else True,
            ),
            event_pk=row.event_id,
            round_pk=held_part.round_id if held_part else 0,
            crew=dict(crew),
            row=row,
            held_crew=frozenset(crew),
            takes_part=held_part is not None,
        )
        pool.setdefault(row.event_id, []).append(item)
    return pool


def _enter(rows: list[ResultRow], key: SessionKey, place: Place, entered: list[_Entered], people: People) -> _Entered:
    first = rows[0]
    car = _Car(
        first.number,
        people.teams.get(first.team),
        people.entrants.get(first.entrant),
        first.guest,
        first.scores,
    )
    drivers = dict.fromkeys(people.drivers[row.driver] for row in rows)
    for item in entered:
        if item.car == car and item.seen.get(key, first.car) == first.car and drivers.keys() & item.crew.keys():
            break
    else:
        item = _Entered(car=car, event_pk=place.event_pk, round_pk=place.round_pk)
        entered.append(item)
    item.round_pk = place.round_pk
    item.seen[key] = first.car
    item.crew.update(drivers)
    return item


def _write_entered(entered: Sequence[_Entered]) -> None:
    fresh = [item for item in entered if item.row is None]
    order: dict[int, int] = {}
    for item in entered:
        if item.row:
            order[item.event_pk] = max(order.get(item.event_pk, 0), item.row.order)
    for item in fresh:
        order[item.event_pk] = order.get(item.event_pk, 0) + 1
        item.row = Entry(
            event_id=item.event_pk,
            number=item.car.number,
            team_id=item.car.team,
            entrant_id=item.car.entrant,
            order=order[item.event_pk],
        )
    Entry.objects.bulk_create(item.row for item in fresh if item.row)
    back = [item.row.pk for item in entered if item.row and item.seen and item.row.withdrawn]
    Entry.objects.filter(pk__in=back).update(withdrawn=False)
    Crew.objects.bulk_create(
        Crew(entry=item.row, driver_id=driver, order=position)
        for item in entered
        if item.row and item.seen
        for position, driver in enumerate(item.crew)
        if driver not in item.held_crew
    )
    Participation.objects.bulk_create(
        Participation(entry=item.row, round_id=item.round_pk, scores=item.car.scores, guest=item.car.guest)
        for item in entered
        if item.row and item.seen and not item.takes_part
    )


def withdraw_left_entries(season: Season) -> None:
    """Cars that stand on no result in force any more are withdrawn from their entry list."""
    in_force = Bulletin.objects.in_force(None).values("sheet")
    entries = Entry.objects.filter(event__rounds__season=season, lines__isnull=False, withdrawn=False)
    left = entries.exclude(lines__sheet__in=in_force).values_list("pk", flat=True)
    Entry.objects.filter(pk__in=list(left)).update(withdrawn=True)


def _plan_line(rows: list[ResultRow], entry_pk: int, people: People) -> PlannedLine:
    first = rows[0]
    return PlannedLine(
        entry_id=entry_pk,
        order=first.order,
        car=first.car,
        stated_place=first.position,
        status=first.status,
        car_class=first.car_class,
        laps=next((row.laps for row in rows if row.laps is not None), None),
        time_ms=next((found for row in rows if (found := read_time(row.time)) is not None), None),
        drivers=tuple(
            PlannedDriver(
                order=row.order,
                driver_id=people.drivers[row.driver],
                team_id=people.teams.get(row.team),
                entrant_id=people.entrants.get(row.entrant),
                shared=row.shared,
                laps=row.laps,
                grid=row.grid,
                time=row.time,
                penalty=row.penalty,
                gap=row.gap,
                reason=row.reason,
                flags=sorted(row.flags),
            )
            for row in rows
        ),
    )
