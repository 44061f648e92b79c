"""Drafts: the facts of a session while they are being written. A draft may have problems; nobody outside sees it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.adapters.sheets import load_sheet
from championships.models import Bulletin, Entry, Line, LineDriver, Session, Sheet, Source, User
from championships.models.base import StaleVersion
from championships.officiating import ledger
from championships.officiating.errors import Refusal
from championships.scoring.checks import Problem, find_problems
from championships.scoring.vocabulary import FinishStatus, SheetOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverEntry:
    """A driver's part in a line, as typed. `driver_id` None: not known. `team_id` None: the entry's team."""

    driver_id: int | None = None
    team_id: int | None = None
    entrant_id: int | None = None
    shared: bool = False
    laps: int | None = None
    grid: str = ""
    time_text: str = ""
    penalty_text: str = ""
    gap_text: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """A car's line as typed. Lines stand in the order in which they are given.

    `drivers` empty: the crew of the entry. `car` empty: the number, told apart where two cars carry the same.
    """

    entry_id: int
    status: FinishStatus = FinishStatus.CLASSIFIED
    road_order: int | None = None
    stated_place: int | None = None
    car: str = ""
    car_class: str = ""
    laps: int | None = None
    time_ms: int | None = None
    best_lap_ms: int | None = None
    second_best_ms: int | None = None
    drivers: tuple[DriverEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """What is typed about a sheet as a whole. None leaves a field as it is."""

    origin: SheetOrigin | None = None
    complete: bool | None = None
    laps: int | None = None
    distance_km: Decimal | None = None
    source: Source | None = None
    note_fr: str | None = None
    note_en: str | None = None


_NOTHING = SheetEntry()


@transaction.atomic
def start_draft(
    *,
    session: Session,
    by: User | None,
    recorded_at: datetime,
    origin: SheetOrigin | None = None,
    now: datetime | None = None,
) -> Sheet:
    """The draft of a session: the one being written, or a new one.

    With `now` a new one starts from the result that stands then; without, or where there is none, it is empty.
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    draft = Sheet.objects.filter(session=session, draft=True).first()
    if draft is not None:
        return draft
    newest = Sheet.objects.filter(session=session).order_by("-n").first()
    standing = None
    if now is not None:
        standing = Bulletin.objects.filter(session=session).in_force(now).select_related("sheet").first()
    model = standing.sheet if standing else None
    draft = Sheet.objects.create(
        session=session,
        n=(newest.n if newest else 0) + 1,
        origin=(origin or (model.origin if model else SheetOrigin.TIMING)),
        complete=model.complete if model else True,
        draft=True,
        laps=model.laps if model else None,
        distance_km=model.distance_km if model else None,
        source=model.source if model else None,
        note_fr=model.note_fr if model else "",
        note_en=model.note_en if model else "",
        entered_by=by,
        recorded_at=recorded_at,
    )
    if model:
        _copy_lines(model, draft)
    _record("start_draft", draft, by, recorded_at)
    return draft


@transaction.atomic
def save_draft(
    *,
    sheet: Sheet,
    version: int,
    lines: Sequence[LineEntry],
    by: User | None,
    recorded_at: datetime,
    about: SheetEntry = _NOTHING,
) -> Sheet:
    """Replace the lines of a draft. `version` is the one the writer read.

    Raises StaleVersion where somebody saved in between, Refusal for a published sheet or a car of another event.
    """
    draft = take_draft(sheet=sheet, version=version)
    for name in ("origin", "complete", "laps", "distance_km", "source", "note_fr", "note_en"):
        value = getattr(about, name)
        if value is not None:
            setattr(draft, name, value)
    draft.recorded_at = recorded_at
    draft.save_version()
    _write_lines(draft, lines)
    if by is not None:
        draft.changed_by.add(by)
    _record("save_draft", draft, by, recorded_at, lines=len(lines))
    return draft


@transaction.atomic
def discard_draft(*, sheet: Sheet, version: int, by: User | None, recorded_at: datetime) -> None:
    """Throw a draft away. What was published stays."""
    draft = take_draft(sheet=sheet, version=version)
    draft.save_version(fields=("recorded_at",))  # nobody saved in between
    _record("discard_draft", draft, by, recorded_at)
    draft.delete()


def check_sheet(sheet: Sheet) -> tuple[Problem, ...]:
    """The problems of a sheet as stored: errors first. A draft may have some; published it may not have errors."""
    return find_problems(load_sheet(sheet))


def name_problem(problem: Problem) -> str:
    """A name for this problem of this sheet: what a form sends back when its box is ticked."""
    figures = ",".join(f"{name}={value}" for name, value in sorted(problem.params.items()))
    return f"{problem.code}:{problem.car}:{figures}"


def describe_problem(problem: Problem) -> dict[str, Any]:
    """A problem as a bulletin keeps it."""
    return {"code": problem.code, "car": problem.car, "params": dict(problem.params)}


def take_draft(*, sheet: Sheet, version: int) -> Sheet:
    """The draft as stored, with the version its writer read: its UPDATE fails where that is not the stored one."""
    draft = Sheet.objects.select_for_update(of=("self",)).select_related("session").filter(pk=sheet.pk).first()
    if draft is None:
        raise StaleVersion
    if not draft.draft:
        raise Refusal(_("This sheet is published: it can no longer be changed. Correct it with a new sheet."))
    draft.version = version
    return draft


def _write_lines(draft: Sheet, lines: Sequence[LineEntry]) -> None:
    entries = {
        entry.pk: entry for entry in Entry.objects.filter(event_id=draft.session.event_id).prefetch_related("crew")
    }
    foreign = [line.entry_id for line in lines if line.entry_id not in entries]
    if foreign:
        raise Refusal(_("A car on this sheet is not entered in this event."))
    Line.objects.filter(sheet=draft).delete()
    names = _name_cars(lines, entries)
    rows = Line.objects.bulk_create(
        Line(
            sheet=draft,
            entry_id=line.entry_id,
            order=order,
            car=name,
            road_order=line.road_order,
            stated_place=line.stated_place,
            status=line.status.value,
            car_class=line.car_class,
            laps=line.laps,
            time_ms=line.time_ms,
            best_lap_ms=line.best_lap_ms,
            second_best_ms=line.second_best_ms,
        )
        for order, (line, name) in enumerate(zip(lines, names, strict=True), start=1)
    )
    parts: list[LineDriver] = []
    for row, line in zip(rows, lines, strict=True):
        entry = entries[line.entry_id]
        crew = line.drivers or tuple(DriverEntry(driver_id=member.driver_id) for member in entry.crew.all())
        for driver in crew or (DriverEntry(),):
            parts.append(_build_part(row, driver, entry, len(parts) + 1))
    LineDriver.objects.bulk_create(parts)


def _build_part(row: Line, driver: DriverEntry, entry: Entry, order: int) -> LineDriver:
    return LineDriver(
        line=row,
        order=order,
        driver_id=driver.driver_id,
        team_id=driver.team_id if driver.team_id is not None else entry.team_id,
        entrant_id=driver.entrant_id if driver.entrant_id is not None else entry.entrant_id,
        shared=driver.shared,
        laps=driver.laps,
        grid=driver.grid,
        time_text=driver.time_text,
        penalty_text=driver.penalty_text,
        gap_text=driver.gap_text,
        reason=driver.reason,
        flags=sorted(set(driver.flags)),
    )


def _name_cars(lines: Iterable[LineEntry], entries: dict[int, Entry]) -> list[str]:
    """A name for each line's car inside the session. One number on two cars makes two names."""
    given = list(lines)
    numbers = Counter(entries[pk].number for pk in {line.entry_id for line in given})
    names = []
    for line in given:
        number = entries[line.entry_id].number
        own = number if number and numbers[number] == 1 else f"{number}-{line.entry_id}"
        names.append(line.car or own)
    return names


def _copy_lines(model: Sheet, draft: Sheet) -> None:
    lines = list(Line.objects.filter(sheet=model).order_by("order"))
    parts: dict[int, list[LineDriver]] = {}
    for part in LineDriver.objects.filter(line__sheet=model).order_by("order", "pk"):
        parts.setdefault(part.line_id, []).append(part)
    old = [line.pk for line in lines]
    copies = Line.objects.bulk_create(_copy(line, sheet_id=draft.pk) for line in lines)
    LineDriver.objects.bulk_create(
        _copy(part, line_id=copy.pk) for pk, copy in zip(old, copies, strict=True) for part in parts.get(pk, ())
    )


def _copy[Row: (Line, LineDriver)](row: Row, **changes: Any) -> Row:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    return type(row)(**{**values, **changes})


def _record(verb: str, draft: Sheet, by: User | None, recorded_at: datetime, **detail: Any) -> None:
    ledger.append(
        verb=verb,
        subject=f"{draft.session.event.slug}/{draft.session.slug}",
        detail={"session": draft.session_id, "sheet": draft.n, **detail},
        actor=by,
        at=recorded_at,
    )
