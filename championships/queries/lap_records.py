"""The best laps at a circuit, layout by layout, in races and in qualifying apart.

Only laps of results in force at the instant. A car whose lap time was deleted by a decision, or that was disqualified
or excluded, is left out of that session.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q

from championships.models import Bulletin, Decision, Line, LineDriver
from championships.queries.figures import RaceRef
from championships.queries.refs import DriverRef, day_of, find_zone, refer_driver, refer_event
from championships.scoring.vocabulary import BulletinState, FinishStatus, SessionKind

_UNDOING = (Decision.Kind.LAP_DELETED, Decision.Kind.DISQUALIFY, Decision.Kind.EXCLUDE)
_OUT = (FinishStatus.DSQ.value, FinishStatus.EX.value)


@dataclass(frozen=True, slots=True)
class BestLap:
    """A best lap: who (everybody of the car), with which number, where. Equal laps stand beside each other."""

    time_ms: int
    drivers: tuple[DriverRef, ...]
    number: str
    race: RaceRef
    provisional: bool


@dataclass(frozen=True, slots=True)
class LayoutLaps:
    """The best laps of a layout; no layout: of events that do not say on which they were run."""

    layout: int | None
    race: tuple[BestLap, ...]
    qualifying: tuple[BestLap, ...]


def read_lap_records(circuit: int, *, demo: bool, at: datetime) -> tuple[LayoutLaps, ...]:
    """By layout, the longest known first. Three queries. Laps of invented events never stand beside real ones."""
    in_force = Bulletin.objects.filter(session__event__circuit=circuit, session__event__demo=demo).in_force(at)
    undone = Decision.objects.filter(
        bulletins__sheet=OuterRef("sheet"),
        bulletins__in=in_force.values("pk"),
        entry=OuterRef("entry"),
        kind__in=_UNDOING,
    )
    lines = (
        Line.objects.filter(sheet__in=in_force.values("sheet"), best_lap_ms__isnull=False)
        .filter(sheet__session__kind__in=(SessionKind.RACE.value, SessionKind.QUALIFYING.value))
        .exclude(status__in=_OUT)
        .filter(~Exists(undone))
    )
    fastest = list(
        lines.order_by()
        .values_list("sheet__session__event__layout", "sheet__session__kind")
        .annotate(best=Min("best_lap_ms"))
    )
    wanted = Q(pk__in=[])
    for layout, kind, best in fastest:
        wanted |= (
            Q(sheet__session__event__layout=layout, sheet__session__kind=kind, best_lap_ms=best)
            if layout is not None
            else Q(sheet__session__event__layout__isnull=True, sheet__session__kind=kind, best_lap_ms=best)
        )
    rows = list(
        lines.filter(wanted)
        .select_related("entry", "sheet__session__event__circuit", "sheet__session__event__layout")
        .order_by("sheet__session__event__year", "sheet__session__event__starts_on", "sheet__session__order", "order")
    )
    people: dict[int, list[DriverRef]] = defaultdict(list)
    for part in (
        LineDriver.objects.filter(line__in=[0, *(row.pk for row in rows)], driver__isnull=False)
        .select_related("driver")
        .order_by("order", "pk")
    ):
        if part.driver is not None:
            people[part.line_id].append(refer_driver(part.driver))
    states = dict(in_force.filter(sheet__in=[0, *(row.sheet_id for row in rows)]).values_list("sheet_id", "state"))
    return _by_layout(rows, people, states)


def _by_layout(
    rows: Iterable[Line], people: dict[int, list[DriverRef]], states: dict[int, str]
) -> tuple[LayoutLaps, ...]:
    laps: dict[int | None, dict[str, list[BestLap]]] = defaultdict(lambda: defaultdict(list))
    lengths: dict[int | None, int] = {}
    for row in rows:
        session = row.sheet.session
        event = session.event
        lengths[event.layout_id] = event.layout.length_m if event.layout else 0
        laps[event.layout_id][session.kind].append(
            BestLap(
                time_ms=row.best_lap_ms or 0,
                drivers=tuple(people[row.pk]),
                number=row.entry.number,
                race=RaceRef(refer_event(event), str(session.name), session.slug, day_of(session, find_zone(event))),
                provisional=states.get(row.sheet_id) == BulletinState.PROVISIONAL,
            )
        )
    return tuple(
        LayoutLaps(
            layout,
            tuple(laps[layout][SessionKind.RACE.value]),
            tuple(laps[layout][SessionKind.QUALIFYING.value]),
        )
        for layout in sorted(laps, key=lambda key: (-lengths[key], key or 0))
    )
