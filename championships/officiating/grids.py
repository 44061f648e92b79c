"""Starting grids: derived from the session the rule names, changed with a reason, published when they are right.

A grid never changes a result: lines of the race take their grid places from it when its draft is first saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.adapters.rulings import DecisionFacts, build_penalties
from championships.adapters.sheets import load_sheet
from championships.models import Bulletin, Decision, Entry, Grid, GridPlace, Line, Session, User
from championships.models.base import StaleVersion
from championships.officiating import ledger
from championships.officiating.errors import Refusal
from championships.scoring.classification import UnrankableError, classify
from championships.scoring.facts import Line as Facts
from championships.scoring.grids import (
    GridBy,
    GridCar,
    GridPenalty,
    PlannedRace,
    derive_grid,
    find_penalties,
)
from championships.scoring.rules import ClassificationRule
from championships.scoring.runners import read_runners
from championships.scoring.vocabulary import FinishStatus, PenaltyKind, SessionKind


@dataclass(frozen=True, slots=True)
class Derived:
    """What the rule of a race gives: entries from pole backwards, places lost by entry, and why there may be none."""

    order: tuple[int, ...] = ()
    lost: tuple[tuple[int, int, str], ...] = ()  # entry, places, document
    provisional: bool = False  # the source session is not final yet
    missing: str = ""  # a sentence: why nothing can be derived


@dataclass(frozen=True, slots=True, kw_only=True)
class GridEntry:
    """A car on the grid as typed. `place` None: from the pit lane."""

    entry_id: int
    place: int | None


def derive(*, session: Session, at: datetime) -> Derived:
    """The grid of a race by its rule, from what was in force at that instant. Reads only."""
    source = session.grid_from
    if source is None or not session.grid_by:
        return Derived(missing=_("No session is named from which the grid follows."))
    bulletin = Bulletin.objects.filter(session=source).in_force(at).select_related("sheet__session").first()
    if bulletin is None:
        return Derived(missing=_("The session the grid follows from has no published result yet."))
    entries = list(Entry.objects.filter(event_id=session.event_id, withdrawn=False).order_by("order", "number", "pk"))
    try:
        cars = _read_cars(bulletin, entries, at)
    except UnrankableError:
        return Derived(missing=_("The session the grid follows from cannot be ranked: a figure is missing."))
    given = _read_penalties(session, at)
    races = [
        PlannedRace(order, state != Session.State.CANCELLED)
        for order, state in Session.objects.filter(event_id=session.event_id, kind=SessionKind.RACE.value).values_list(
            "order", "state"
        )
    ]
    counted = [
        (penalty, document) for penalty, document in given if find_penalties([penalty], races=races, race=session.order)
    ]
    order = derive_grid(
        cars,
        by=GridBy(session.grid_by),
        reversed_first=session.grid_reversed,
        penalties=find_penalties([penalty for penalty, _document in counted], races=races, race=session.order),
    )
    return Derived(
        order=tuple(int(car) for car in order),
        lost=tuple((int(penalty.car), penalty.places, document) for penalty, document in counted),
        provisional=bulletin.state == "provisional",
    )


@transaction.atomic
def set_grid_rule(
    *,
    session: Session,
    version: int,
    grid_from: Session | None,
    grid_by: str,
    grid_reversed: int,
    by: User,
    recorded_at: datetime,
) -> Session:
    """Say from which session, by what and with how many reversed the grid of a race follows.

    `version` is the one read of the race. Raises StaleVersion, and Refusal for a source that is not before it.
    """
    race = _take_race(session)
    if grid_from is not None:
        if grid_from.event_id != race.event_id or grid_from.order >= race.order:
            raise Refusal(_("The grid can only follow from an earlier session of this event."))
        if grid_by not in Session.GridBy.values:
            raise Refusal(_("Say by what the cars are ordered: best lap, second best lap or classification."))
    race.version = version
    race.grid_from = grid_from
    race.grid_by = grid_by if grid_from is not None else ""
    race.grid_reversed = grid_reversed if grid_from is not None else 0
    race.save_version(fields=("grid_from", "grid_by", "grid_reversed"))
    detail = {"grid_from": race.grid_from_id, "grid_by": race.grid_by, "grid_reversed": race.grid_reversed}
    _record("set_grid_rule", race, by, recorded_at, **detail)
    return race


@transaction.atomic
def save_grid(
    *,
    session: Session,
    version: int | None,
    places: Sequence[GridEntry],
    reason: str,
    publish: bool,
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Grid:
    """Write the grid of a race, on the notice board at once (`publish`) or as a draft nobody outside sees.

    `version`: of the grid the writer read; None: there was none. A published grid that is saved as a draft is off the
    board until it is published again. Raises StaleVersion, and Refusal where two cars share a place, a car is of
    another event or twice there, or the grid differs from the rule's without a reason.
    """
    race = _take_race(session)
    derived = derive(session=race, at=now)
    _check_places(race, places)
    by_rule = {entry_id: place for place, entry_id in enumerate(derived.order, start=1)}
    differs = {each.entry_id: each.place for each in places} != by_rule
    if differs and by_rule and not reason.strip():
        raise Refusal(_("The grid differs from what the rule gives: say why."))
    grid = Grid.objects.select_for_update(of=("self",)).filter(session=race).first()
    if (grid is None) != (version is None):
        raise StaleVersion
    if grid is None:
        grid = Grid(session=race, recorded_at=recorded_at)
        _fill(grid, reason, publish, by, now, recorded_at)
        grid.save(force_insert=True)
    else:
        grid.version = version or 0
        _fill(grid, reason, publish, by, now, recorded_at)
        grid.save_version()
    GridPlace.objects.filter(grid=grid).delete()
    ordered = sorted(places, key=lambda each: (each.place is None, each.place or 0))
    GridPlace.objects.bulk_create(
        GridPlace(grid=grid, entry_id=each.entry_id, place=each.place, derived=by_rule.get(each.entry_id), order=order)
        for order, each in enumerate(ordered, start=1)
    )
    _record(
        "publish_grid" if publish else "save_grid",
        race,
        by,
        recorded_at,
        places=[[each.entry_id, each.place] for each in ordered],
        reason=grid.reason,
    )
    return grid


def _fill(grid: Grid, reason: str, publish: bool, by: User, now: datetime, recorded_at: datetime) -> None:
    grid.reason = reason.strip()
    grid.changed_by = by
    grid.issued_at = now if publish else None
    grid.recorded_at = recorded_at


def _take_race(session: Session) -> Session:
    race = (
        Session.objects.select_for_update(of=("self",)).select_related("event", "grid_from").filter(pk=session.pk).get()
    )
    if race.kind != SessionKind.RACE.value:
        raise Refusal(_("Only a race has a starting grid."))
    return race


def _check_places(race: Session, places: Sequence[GridEntry]) -> None:
    entries = [each.entry_id for each in places]
    known = dict(Entry.objects.filter(event_id=race.event_id, pk__in=entries).values_list("pk", "number"))
    if len(set(entries)) != len(entries):
        raise Refusal(_("A car stands on this grid twice."))
    if len(known) != len(entries):
        raise Refusal(_("A car on this grid is not entered in this event."))
    held: dict[int, int] = {}
    for each in places:
        if each.place is None:
            continue
        other = held.setdefault(each.place, each.entry_id)
        if other != each.entry_id:
            words = {"place": each.place, "car": known[each.entry_id], "other": known[other]}
            raise Refusal(_("Cars %(other)s and %(car)s stand at place %(place)s.") % words)


def _read_cars(bulletin: Bulletin, entries: Sequence[Entry], at: datetime) -> list[GridCar]:
    """Every entered car as the source session left it, decisions applied; those not on its sheet last."""
    sheet = load_sheet(bulletin.sheet)
    rows = list(Line.objects.filter(sheet=bulletin.sheet).order_by("order"))
    names: dict[int, list[str]] = {}
    for row in rows:
        if row.car not in names.setdefault(row.entry_id, []):
            names[row.entry_id].append(row.car)
    decisions = build_penalties(
        (
            DecisionFacts(d.pk, d.session_id, d.round_session_id, d.kind, d.entry_id, d.amount, d.terms, d.document, "")
            for d in Decision.objects.filter(session=bulletin.session_id).in_force(at).order_by("pk")
        ),
        names,
    )
    race = bulletin.sheet.session.kind == SessionKind.RACE.value
    final: dict[str, Facts] = {}
    for line in classify(sheet, decisions, ClassificationRule() if race else None):
        final.setdefault(line.car, line)
    best = {runner.car: runner.best_lap for runner in read_runners(sheet, decisions)}
    deleted = {each.car for each in decisions if each.kind is PenaltyKind.LAP_DELETED}
    cars: dict[int, GridCar] = {}
    ordered = sorted(
        rows, key=lambda row: (row.road_order is None, row.road_order or 0, row.stated_place or 0, row.order)
    )
    for order, row in enumerate(ordered, start=1):
        if row.entry_id in cars:
            continue
        line = final[row.car]
        cars[row.entry_id] = GridCar(
            car=str(row.entry_id),
            order=order,
            place=line.place,
            status=line.status,
            best_lap_ms=best.get(row.car),
            # Which lap was deleted is not on the sheet: the second best may be it, or have become the best.
            second_best_ms=None if row.car in deleted else row.second_best_ms,
        )
    there = {entry.pk for entry in entries}
    found = [car for pk, car in cars.items() if pk in there]
    absent = [entry for entry in entries if entry.pk not in cars]
    return found + [
        GridCar(car=str(entry.pk), order=len(rows) + order, status=FinishStatus.DNQ)
        for order, entry in enumerate(absent, start=1)
    ]


def _read_penalties(session: Session, at: datetime) -> list[tuple[GridPenalty, str]]:
    """Grid penalties in force for something in an earlier session of the event, with their documents."""
    rows = (
        Decision.objects.filter(
            session__event_id=session.event_id,
            session__order__lt=session.order,
            kind=Decision.Kind.GRID,
            entry__isnull=False,
        )
        .in_force(at)
        .select_related("session")
        .order_by("session__order", "issued_at", "pk")
    )
    return [(GridPenalty(str(row.entry_id), int(row.amount or 0), row.session.order), row.document) for row in rows]


def _record(verb: str, race: Session, by: User | None, recorded_at: datetime, **detail: Any) -> None:
    ledger.append(
        verb=verb,
        subject=f"{race.event.slug}/{race.slug}",
        detail={"session": race.pk, **detail},
        actor=by,
        at=recorded_at,
    )
