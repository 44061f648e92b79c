"""An entry list begun from what is known: the last event of the season, or who is enrolled in it.

Planned first, so that an official sees what will be added; copied then, as planned at that instant. Nobody is entered
twice: a car whose driver is on the list already (a car without driver: whose number and team are) is left out.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from championships.models import Crew, Enrolment, Entry, Event, Participation, Round, User
from championships.officiating.entries import save_entries
from championships.officiating.entry_reading import read_entries
from championships.officiating.entry_values import CrewMember, EntryChange, EntryValues, PartValues, Saved
from championships.officiating.revisions import lock_seasons


@dataclass(frozen=True, slots=True)
class Proposal:
    """A car that would be entered. `doubles`: the entry that holds its driver, or its number, already."""

    key: str  # tells proposals of one plan apart, the same as long as nothing changed
    values: EntryValues
    doubles: int | None = None


def list_earlier_events(event: Event, season_ids: Collection[int]) -> list[Event]:
    """The events of these seasons before this one that have entries, newest first. Two queries."""
    numbers = dict(Round.objects.filter(event=event, season__in=season_ids).values_list("season_id", "number"))
    found = (
        Event.objects.filter(rounds__season__in=[0, *numbers], entries__isnull=False)
        .exclude(pk=event.pk)
        .distinct()
        .prefetch_related("rounds")
    )
    earlier: list[tuple[date, int, Event]] = []
    for other in found.order_by("pk"):
        counted = [row.number for row in other.rounds.all() if row.number < numbers.get(row.season_id, 0)]
        if counted:
            earlier.append((other.starts_on or date.min, max(counted), other))
    return [other for _day, _number, other in sorted(earlier, key=lambda row: row[:2], reverse=True)]


def plan_from_event(event: Event, origin: Event, season_ids: Collection[int]) -> tuple[Proposal, ...]:
    """The cars of another event, as they took part there in the seasons of both. Withdrawn cars stay behind.

    A substitute drove for one event: whom he replaced is proposed again.
    """
    rounds = {row.season_id: row.pk for row in Round.objects.filter(event=event, season__in=season_ids).order_by("pk")}
    season_of = dict(Round.objects.filter(event=origin).values_list("pk", "season_id"))
    proposals = []
    for entry_id, stored in read_entries(origin).items():
        if stored.withdrawn:
            continue
        parts = {
            rounds[season_of[part.round_id]]: replace(part, round_id=rounds[season_of[part.round_id]])
            for part in stored.parts
            if season_of.get(part.round_id) in rounds
        }
        if stored.parts and not parts:
            continue  # a car of a season this event does not count for
        crew = {member.replaces or member.driver: None for member in stored.crew}
        values = replace(
            stored,
            crew=tuple(CrewMember(driver) for driver in crew),
            parts=tuple(parts[key] for key in sorted(parts)),
        )
        proposals.append(Proposal(f"entry-{entry_id}", values))
    return _mark_doubles(event, proposals)


def plan_from_enrolments(event: Event, season_ids: Collection[int]) -> tuple[Proposal, ...]:
    """Who is enrolled for this event's rounds, in the car of the newest earlier entry. Drivers of one car share it."""
    rounds = list(Round.objects.filter(event=event, season__in=season_ids).select_related("season").order_by("pk"))
    enrolled: defaultdict[int, dict[int, Enrolment]] = defaultdict(dict)  # driver -> round -> enrolment
    cars: defaultdict[str, dict[int, Enrolment]] = defaultdict(dict)
    for counted in rounds:
        for row in _list_enrolments(counted):
            if row.driver_id is not None:
                enrolled[row.driver_id].setdefault(counted.pk, row)
            elif row.car_number:
                cars[row.car_number].setdefault(counted.pk, row)
    newest = _find_newest_entries(event, rounds, enrolled)
    shared: defaultdict[str, list[int]] = defaultdict(list)
    for driver in enrolled:
        shared[f"entry-{newest[driver].pk}" if driver in newest else f"driver-{driver}"].append(driver)
    parts = _read_parts({entry.pk for entry in newest.values()})
    proposals = []
    for key, drivers in shared.items():
        last = newest.get(drivers[0])
        number = last.number if last else ""
        held = {pk: row for driver in drivers for pk, row in enrolled[driver].items()}
        of_car = cars.pop(number, {}) if number else {}
        taking = [
            PartValues(
                round_id=counted.pk,
                guest=held[counted.pk].guest,
                car_class=held[counted.pk].car_class
                or (of_car[counted.pk].car_class if counted.pk in of_car else "")
                or parts.get((last.pk if last else 0, counted.season_id), ""),
            )
            for counted in rounds
            if counted.pk in held
        ]
        values = EntryValues(
            number=number,
            team=last.team_id if last else None,
            entrant=last.entrant_id if last else None,
            car=last.car if last else "",
            transponder=last.transponder if last else "",
            second_transponder=last.second_transponder if last else "",
            crew=tuple(CrewMember(driver) for driver in drivers),
            parts=tuple(taking),
        )
        proposals.append(Proposal(key, values))
    for number, rows in cars.items():
        taking = [PartValues(pk, guest=row.guest, car_class=row.car_class) for pk, row in rows.items()]
        proposals.append(Proposal(f"car-{number}", EntryValues(number=number, parts=tuple(taking))))
    return _mark_doubles(event, proposals)


@transaction.atomic
def copy_entries(
    *,
    event: Event,
    origin: Event | None,
    keys: Collection[str],
    season_ids: Collection[int],
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Saved:
    """Enter what the plan proposes under these keys. `origin` None: from the enrolments. Never enters anybody twice."""
    lock_seasons(Round.objects.filter(event=event).values_list("season_id", flat=True))
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    plan = plan_from_enrolments(event, season_ids) if origin is None else plan_from_event(event, origin, season_ids)
    wanted = [proposal for proposal in plan if proposal.key in keys and proposal.doubles is None]
    return save_entries(
        event=event,
        changes=[EntryChange(values=proposal.values) for proposal in wanted],
        season_ids=season_ids,
        by=by,
        now=now,
        recorded_at=recorded_at,
        verb="copy_entries",
    )


def _mark_doubles(event: Event, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    held: dict[int, int] = {}
    numbers: dict[tuple[str, object], int] = {}
    for entry_id, values in read_entries(event).items():
        for member in values.crew:
            for driver in (member.driver, member.replaces):
                if isinstance(driver, int):
                    held.setdefault(driver, entry_id)
        numbers.setdefault((values.number, values.team), entry_id)
    marked = []
    for proposal in proposals:
        values = proposal.values
        found = next((held[m.driver] for m in values.crew if isinstance(m.driver, int) and m.driver in held), None)
        if not values.crew:
            found = numbers.get((values.number, values.team))
        marked.append(replace(proposal, doubles=found))
    return tuple(sorted(marked, key=lambda item: (sort_number(item.values.number), item.key)))


def sort_number(number: str) -> tuple[bool, int, str]:
    """Car numbers as people count them: 7, 007, 12, A1; a car without number last."""
    return (not number, int(number) if number.isascii() and number.isdigit() else 10**9, number)


def _list_enrolments(counted: Round) -> QuerySet[Enrolment]:
    return (
        Enrolment.objects.filter(season=counted.season)
        .exclude(from_round__gt=counted.number)
        .exclude(to_round__lt=counted.number)
        .order_by("pk")
    )


def _find_newest_entries(event: Event, rounds: Sequence[Round], drivers: Collection[int]) -> dict[int, Entry]:
    """The newest entry of each driver before this event, in a season of the same championships."""
    championships = {counted.season.championship_id for counted in rounds}
    crews = (
        Crew.objects.filter(
            driver__in=[0, *drivers],
            entry__event__rounds__season__championship__in=championships,
            entry__event__starts_on__lt=event.starts_on or date.max,
        )
        .exclude(entry__event=event)
        .select_related("entry")
        .order_by("-entry__event__starts_on", "-entry__pk", "pk")
    )
    newest: dict[int, Entry] = {}
    for crew in crews:
        newest.setdefault(crew.driver_id, crew.entry)
    return newest


def _read_parts(entry_ids: Collection[int]) -> Mapping[tuple[int, int], str]:
    """(entry, season) -> class of the car there."""
    rows = Participation.objects.filter(entry__in=[0, *entry_ids]).values_list(
        "entry_id", "round__season_id", "car_class"
    )
    return {(entry, season): car_class for entry, season, car_class in rows}
