"""Who is entered and what stands: what a file is matched with and compared to, read from the tables."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from championships.exchange.timing.matching import EnteredCar, Person
from championships.models import (
    Bulletin,
    Crew,
    DriverAlias,
    Entry,
    Line,
    LineDriver,
    Participation,
    Session,
    Sheet,
    fold,
)
from championships.officiating.crews import list_seated
from championships.officiating.entry import DriverEntry, LineEntry
from championships.scoring.vocabulary import FinishStatus, SheetOrigin


@dataclass(frozen=True, slots=True)
class Entered:
    """The cars of an event, with who drives each in one session."""

    cars: tuple[EnteredCar, ...]
    crews: dict[int, tuple[int, ...]]
    classes: dict[int, frozenset[str]]

    def find(self, entry_id: int) -> EnteredCar:
        return next(car for car in self.cars if car.entry_id == entry_id)


@dataclass(frozen=True, slots=True)
class Stands:
    """The result a file is compared with: the draft, else the sheet of the bulletin in force, else nothing."""

    lines: dict[int, LineEntry] = field(default_factory=dict)
    draft_id: int | None = None
    version: int | None = None
    of_draft: bool = False
    origin: SheetOrigin = SheetOrigin.TIMING
    laps: int | None = None
    bulletin: int | None = None
    entered_by: str = ""
    recorded_at: datetime | None = None
    doubled: tuple[int, ...] = ()  # entries with more than one line: these sheets are not merged


def read_entered(session: Session) -> Entered:
    """Five queries."""
    entries = list(
        Entry.objects.filter(event=session.event_id).select_related("team").order_by("order", "number", "pk")
    )
    crews: dict[int, list[int]] = {}
    people: dict[int, dict[int, tuple[str, str, str]]] = {}
    rows = Crew.objects.filter(entry__event=session.event_id).select_related("driver").order_by("entry", "order", "pk")
    for member in rows:
        driver = member.driver
        crews.setdefault(member.entry_id, []).append(driver.pk)
        people.setdefault(member.entry_id, {})[driver.pk] = (driver.name, driver.sorting, driver.licence)
    aliases: dict[int, set[str]] = {}
    drivers = {pk for crew in people.values() for pk in crew}
    for driver_id, alias in DriverAlias.objects.filter(driver__in=[0, *drivers]).values_list("driver", "search_name"):
        aliases.setdefault(driver_id, set()).add(alias)
    classes: dict[int, set[str]] = {}
    parts = Participation.objects.filter(entry__event=session.event_id).exclude(car_class="")
    for entry_id, car_class in parts.values_list("entry", "car_class"):
        classes.setdefault(entry_id, set()).add(car_class)
    seated = list_seated(session.pk)
    cars = tuple(
        EnteredCar(
            entry_id=entry.pk,
            number=entry.number,
            label=_label(entry, [name for name, _sorting, _licence in people.get(entry.pk, {}).values()]),
            people=tuple(
                Person(
                    pk,
                    name,
                    frozenset({fold(name), fold(sorting), fold(_turn(name))}),
                    frozenset(aliases.get(pk, ())),
                    licence,
                )
                for pk, (name, sorting, licence) in people.get(entry.pk, {}).items()
            ),
            transponders=tuple(filter(None, (entry.transponder, entry.second_transponder))),
            withdrawn=entry.withdrawn,
        )
        for entry in entries
    )
    return Entered(
        cars,
        {entry.pk: tuple(seated.get(entry.pk) or crews.get(entry.pk) or []) for entry in entries},
        {entry_id: frozenset(found) for entry_id, found in classes.items()},
    )


def _label(entry: Entry, names: list[str]) -> str:
    told = " / ".join(names) or (entry.team.name if entry.team else "")
    return f"#{entry.number} {told}".strip()


def _turn(name: str) -> str:
    """Family name first, where it is one word."""
    words = name.split()
    return " ".join([*words[-1:], *words[:-1]])


def read_stands(session: Session, now: datetime) -> Stands:
    """The draft with its lines; a draft without lines has nothing to compare, then the bulletin in force has."""
    draft = Sheet.objects.filter(session=session, draft=True).select_related("entered_by").first()
    bulletin = Bulletin.objects.filter(session=session).in_force(now).select_related("sheet").first()
    lines, doubled = _read_lines(draft.pk) if draft else ({}, ())
    of_draft = bool(lines)
    sheet = draft if of_draft or bulletin is None else bulletin.sheet
    if not lines and bulletin is not None:
        lines, doubled = _read_lines(bulletin.sheet_id)
    return Stands(
        lines=lines,
        draft_id=draft.pk if draft else None,
        version=draft.version if draft else None,
        of_draft=of_draft,
        origin=SheetOrigin(sheet.origin) if sheet else SheetOrigin.TIMING,
        laps=sheet.laps if sheet else None,
        bulletin=bulletin.n if bulletin else None,
        entered_by=str(draft.entered_by or "") if draft else "",
        recorded_at=draft.recorded_at if draft else None,
        doubled=doubled,
    )


def _read_lines(sheet_id: int) -> tuple[dict[int, LineEntry], tuple[int, ...]]:
    parts: dict[int, list[LineDriver]] = {}
    for part in LineDriver.objects.filter(line__sheet=sheet_id).order_by("order", "pk"):
        parts.setdefault(part.line_id, []).append(part)
    lines: dict[int, LineEntry] = {}
    doubled: list[int] = []
    for row in Line.objects.filter(sheet=sheet_id).order_by("order"):
        if row.entry_id in lines:
            doubled.append(row.entry_id)
        else:
            lines[row.entry_id] = _write_line(row, parts.get(row.pk, ()))
    return lines, tuple(doubled)


def _write_line(row: Line, parts: Collection[LineDriver]) -> LineEntry:
    return LineEntry(
        entry_id=row.entry_id,
        status=FinishStatus(row.status),
        road_order=row.road_order,
        stated_place=row.stated_place,
        car=row.car,
        car_class=row.car_class,
        laps=row.laps,
        time_ms=row.time_ms,
        best_lap_ms=row.best_lap_ms,
        second_best_ms=row.second_best_ms,
        drivers=tuple(
            DriverEntry(
                driver_id=part.driver_id,
                team_id=part.team_id,
                entrant_id=part.entrant_id,
                shared=part.shared,
                laps=part.laps,
                grid=part.grid,
                time_text=part.time_text,
                penalty_text=part.penalty_text,
                gap_text=part.gap_text,
                reason=part.reason,
                flags=tuple(part.flags),
            )
            for part in parts
        ),
    )
