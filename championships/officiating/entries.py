"""The entry list: who is entered in which car, for which championship.

An entry list is a fact about the days to come; a published result is one about the past. So a list may change at any
time, and nothing published changes with it: a published sheet names its drivers and teams itself, its number stays, and
once a result is official, who scores there changes by a decision or an amended classification alone. What does change
what scores (taking part, guest, class) raises the revision of its season; every change stands in the ledger.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from championships.models import Crew, Entry, Event, Participation, Round, Seat, User
from championships.officiating.entry_reading import (
    Published,
    has_results,
    read_entries,
    read_published,
    record_change,
    save_entry_version,
)
from championships.officiating.entry_values import (
    CrewMember,
    EntryChange,
    EntryValues,
    PartValues,
    Saved,
    Spelling,
    StaleEntries,
)
from championships.officiating.errors import Refusal
from championships.officiating.registering import Register, learn_spellings
from championships.officiating.revisions import lock_seasons

_WRITTEN = ("number", "car", "withdrawn", "team", "entrant", "transponder", "second_transponder")
_LONGEST = {"number": 8, "car": 80, "transponder": 20, "second_transponder": 20}


@transaction.atomic
def save_entries(
    *,
    event: Event,
    changes: Sequence[EntryChange],
    removed: Sequence[tuple[int, int]] = (),
    season_ids: Collection[int],
    by: User,
    now: datetime,
    recorded_at: datetime,
    spellings: Sequence[Spelling] = (),
    verb: str = "save_entries",
) -> Saved:
    """Write rows of an entry list, all or none. `removed`: (entry, version). What says what is stored already is left.

    `season_ids`: the seasons whose participations this official writes; those of others stay as they are.
    Raises StaleEntries where somebody saved in between, Refusal where a published result stands in the way.
    """
    rounds = list(Round.objects.filter(event=event).order_by("pk"))
    seasons = lock_seasons(counted.season_id for counted in rounds)
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    own_rounds = frozenset(counted.pk for counted in rounds if counted.season_id in set(season_ids))
    stored = read_entries(event)
    versions = dict(Entry.objects.filter(event=event).values_list("pk", "version"))
    _check_versions(changes, removed, versions)
    _check_rounds(changes, own_rounds)
    published = read_published(event)
    register = Register(demo=event.demo)
    own_stored = [_keep_rounds(values, own_rounds) for values in stored.values()]
    touched_rounds: set[int] = set()
    kept: list[str] = []
    added: list[int] = []
    changed: list[int] = []
    log: list[dict[str, Any]] = []
    order = max(Entry.objects.filter(event=event).values_list("order", flat=True), default=0)
    for change in changes:
        before = stored.get(change.entry_id) if change.entry_id is not None else None
        values = _resolve(change.values, register)
        _check_texts(values)
        if before is None:
            if values in own_stored:
                continue  # the same form sent twice: this car is on the list
            order += 1
            entry = Entry(event=event, order=order)
            _write_entry(entry, values, new=True)
            _write_parts(entry.pk, values.parts, own_rounds)
            added.append(entry.pk)
            touched_rounds |= {part.round_id for part in values.parts}
            log.append({"entry": entry.pk, "number": values.number, "new": True})
            continue
        own_before = _keep_rounds(before, own_rounds)
        if values == own_before:
            continue
        entry = Entry(pk=change.entry_id, event=event, version=change.version or 0)
        moved = _find_moved_rounds(own_before, values)
        _check_published(entry.pk, own_before, values, moved, published)
        _write_entry(entry, values, new=False)
        if moved:
            _write_parts(entry.pk, values.parts, own_rounds)
            touched_rounds |= moved
        if own_before.crew != values.crew:
            touched_rounds |= {counted.pk for counted in rounds}
        if entry.pk in published.entries and (own_before.crew, own_before.team) != (values.crew, values.team):
            kept.append(values.number)
        changed.append(entry.pk)
        log.append({"entry": entry.pk, "number": values.number, "changed": _name_changes(own_before, values)})
    for entry_id, _version in removed:
        touched_rounds |= {part.round_id for part in stored[entry_id].parts}
        log.append({"entry": entry_id, "number": stored[entry_id].number, "removed": True})
        _remove(entry_id, stored[entry_id], own_rounds)
    learnt = learn_spellings(spellings)
    saved = Saved(tuple(added), tuple(changed), tuple(pk for pk, _version in removed), tuple(kept))
    if saved.is_nothing and not learnt:
        return saved
    touched = {counted.season_id for counted in rounds if counted.pk in touched_rounds}
    if not saved.is_nothing:  # who is entered is part of what calendars are told of the event
        Event.objects.filter(pk=event.pk).update(version=F("version") + 1, changed_at=recorded_at)
    detail = {"event": event.pk, "entries": log, "registered": register.list_made(), "spellings": learnt}
    revised = [season for season in seasons if season.pk in touched and has_results(season)]
    record_change(verb, event, detail, revised, by, now, recorded_at)
    return Saved(saved.added, saved.changed, saved.removed, saved.kept, tuple(str(season) for season in revised))


def _check_versions(
    changes: Sequence[EntryChange], removed: Sequence[tuple[int, int]], versions: Mapping[int, int]
) -> None:
    read = [(change.entry_id, change.version) for change in changes if change.entry_id is not None]
    stale = frozenset(pk for pk, version in [*read, *removed] if versions.get(pk) != version)
    if stale:
        raise StaleEntries(stale)
    keys = [pk for pk, _version in [*read, *removed]]
    if len(keys) != len(set(keys)):
        raise Refusal(_("What was sent names one car twice: nothing was saved."))


def _check_rounds(changes: Sequence[EntryChange], own_rounds: frozenset[int]) -> None:
    for change in changes:
        rounds = [part.round_id for part in change.values.parts]
        if not set(rounds) <= own_rounds or len(rounds) != len(set(rounds)):
            raise Refusal(_("What was sent names a season you are not in charge of: nothing was saved."))


def _check_texts(values: EntryValues) -> None:
    for name, limit in _LONGEST.items():
        if len(getattr(values, name)) > limit:
            raise Refusal(
                _("“%(text)s” is longer than %(limit)s characters: nothing was saved.")
                % {"text": getattr(values, name), "limit": limit}
            )
    if any(len(part.car_class) > 20 for part in values.parts):
        raise Refusal(_("The name of a class is longer than 20 characters: nothing was saved."))


def _resolve(values: EntryValues, register: Register) -> EntryValues:
    """The same values with a key for everybody; people on nobody's record are registered."""
    crew: dict[int, CrewMember] = {}
    for member in values.crew:
        key = register.driver(member.driver)
        if key in crew:
            raise Refusal(_("A driver stands twice in the crew of car %(car)s.") % {"car": values.number or "?"})
        crew[key] = CrewMember(key, member.replaces if member.replaces != key else None)
    return EntryValues(
        number=values.number.strip(),
        team=register.team(values.team),
        entrant=register.entrant(values.entrant),
        car=values.car.strip(),
        withdrawn=values.withdrawn,
        transponder=values.transponder.strip(),
        second_transponder=values.second_transponder.strip(),
        crew=tuple(crew.values()),
        parts=tuple(sorted(values.parts, key=lambda part: part.round_id)),
    )


def _keep_rounds(values: EntryValues, rounds: frozenset[int]) -> EntryValues:
    kept = tuple(part for part in values.parts if part.round_id in rounds)
    return EntryValues(**{**_fields(values), "parts": kept})


def _fields(values: EntryValues) -> dict[str, Any]:
    return {name: getattr(values, name) for name in values.__dataclass_fields__}


def _find_moved_rounds(before: EntryValues, after: EntryValues) -> set[int]:
    old = {part.round_id: part for part in before.parts}
    new = {part.round_id: part for part in after.parts}
    return {key for key in {*old, *new} if old.get(key) != new.get(key)}


def _name_changes(before: EntryValues, after: EntryValues) -> list[str]:
    old, new = _fields(before), _fields(after)
    return [name for name in old if old[name] != new[name]]


def _check_published(
    entry_id: int, before: EntryValues, after: EntryValues, moved: set[int], published: Published
) -> None:
    if before.number and before.number != after.number and entry_id in published.entries:
        raise Refusal(
            _(
                "Car %(car)s has published results under its number: the number stays. Where it was wrong, enter the "
                "car once more under the right one, and publish an amended classification with it."
            )
            % {"car": before.number}
        )
    if any((entry_id, round_id) in published.final for round_id in moved):
        raise Refusal(
            _(
                "A result of car %(car)s is official: whether it scores there, and in which class, is changed by a "
                "decision or by an amended classification, not in the entry list."
            )
            % {"car": before.number or "?"}
        )


def _write_entry(entry: Entry, values: EntryValues, *, new: bool) -> None:
    """Write the row and its crew. Seats of a driver who left the crew are given up."""
    entry.number, entry.car, entry.withdrawn = values.number, values.car, values.withdrawn
    entry.team_id, entry.entrant_id = values.team, values.entrant  # type: ignore[assignment]
    entry.transponder, entry.second_transponder = values.transponder, values.second_transponder
    if new:
        entry.save(force_insert=True)
    else:
        save_entry_version(entry, _WRITTEN)
    wanted = [(member.driver, member.replaces) for member in values.crew]
    held = list(Crew.objects.filter(entry=entry).order_by("order", "pk").values_list("driver_id", "replaces_id"))
    if held == wanted:
        return
    Crew.objects.filter(entry=entry).delete()
    Crew.objects.bulk_create(
        Crew(entry=entry, driver_id=driver, replaces_id=replaces, order=order)  # type: ignore[misc]
        for order, (driver, replaces) in enumerate(wanted)
    )
    Seat.objects.filter(entry=entry).exclude(driver__in=[driver for driver, _replaces in wanted]).delete()


def _write_parts(entry_id: int, parts: Sequence[PartValues], own_rounds: frozenset[int]) -> None:
    wanted = {part.round_id: part for part in parts}
    Participation.objects.filter(entry_id=entry_id, round__in=own_rounds - wanted.keys()).delete()
    for round_id, part in wanted.items():
        Participation.objects.update_or_create(
            entry_id=entry_id,
            round_id=round_id,
            defaults={"scores": part.scores, "guest": part.guest, "car_class": part.car_class},
        )


def _remove(entry_id: int, before: EntryValues, own_rounds: frozenset[int]) -> None:
    entry = Entry.objects.get(pk=entry_id)
    if {part.round_id for part in before.parts} - own_rounds:
        raise Refusal(
            _("Car %(car)s also takes part in a season that you do not look after: it stays on the list.")
            % {"car": before.number or "?"}
        )
    held = (entry.lines, entry.grid_places, entry.laps)
    if any(rows.exists() for rows in held) or entry.decisions.exists() or entry.protests.exists():
        raise Refusal(
            _("Car %(car)s stands on a result, a grid or a decision: mark it as withdrawn instead of removing it.")
            % {"car": before.number or "?"}
        )
    entry.delete()
