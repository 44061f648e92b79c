"""Timing files in the office: kept as they came, made a draft, their laps stored, spellings and columns learnt.

A published sheet is never touched. A draft that held lines is set aside as it is, and the file makes the next version:
nothing is updated in place, and nothing here publishes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import (
    ColumnMap,
    Driver,
    DriverAlias,
    Entry,
    Lap,
    Line,
    Session,
    Sheet,
    StaleVersion,
    TimingFile,
    User,
    fold,
)
from championships.officiating import ledger
from championships.officiating.entry import LineEntry, SheetEntry, save_draft, start_draft
from championships.officiating.errors import Refusal

# What was said of the draft as a whole, and no file of a timing system says.
_SAID = ("complete", "distance_km", "source_id", "note_fr", "note_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class LapEntry:
    """A lap of a file, its car found."""

    entry_id: int
    n: int
    driver_id: int | None = None
    time_ms: int | None = None
    elapsed_ms: int | None = None
    in_pit: bool = False
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """How a file was read: kept with it."""

    format: str
    encoding: str = ""
    separator: str = ""
    columns: Mapping[str, str] | None = None
    announcements: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A person has said that this spelling is that driver."""

    driver_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A timekeeper's columns, as an official has set them."""

    name: str
    signature: str
    columns: Mapping[str, str]


@transaction.atomic
def keep_file(
    *, session: Session, name: str, content: bytes, read_as: ReadAs, by: User, recorded_at: datetime
) -> tuple[TimingFile, bool]:
    """Keep a file byte for byte. The same file again for that session is the row there is (False: nothing was done)."""
    digest = hashlib.sha256(content).hexdigest()
    Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    found = TimingFile.objects.filter(session=session, sha256=digest).first()
    if found is not None:
        return found, False
    kept = TimingFile.objects.create(
        session=session,
        name=name[:200],
        format=read_as.format,
        content=content,
        size=len(content),
        sha256=digest,
        encoding=read_as.encoding[:16],
        separator=read_as.separator[:4],
        announcements=list(read_as.announcements),
        recorded_at=recorded_at,
    )
    _record("keep_timing_file", session, by, recorded_at, file=kept.pk, name=kept.name, sha256=digest)
    return kept, True


@transaction.atomic
def take_over(
    *,
    timing_file: TimingFile,
    draft_id: int | None,
    version: int | None,
    lines: Sequence[LineEntry],
    about: SheetEntry,
    laps: Sequence[LapEntry] = (),
    read_as: ReadAs,
    spellings: Sequence[Spelling] = (),
    columns: Columns | None = None,
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Sheet | None:
    """Make what a file says the draft of its session. None where it gives laps alone and no lines.

    `draft_id` and `version` are the draft its writer compared the file with (None: there was none). Raises StaleVersion
    where the draft is another one by now, Refusal for a car of another event.
    """
    session = Session.objects.select_for_update(of=("self",)).select_related("event").get(pk=timing_file.session_id)
    draft = Sheet.objects.select_for_update(of=("self",)).filter(session=session, draft=True).first()
    if (draft.pk if draft else None, draft.version if draft else None) != (draft_id, version):
        raise StaleVersion
    if laps:
        _store_laps(timing_file, session, laps)
    sheet = _write_sheet(session, draft, lines, about, by, now, recorded_at) if lines else None
    if sheet is not None:
        Sheet.objects.filter(pk=sheet.pk).update(timing_file=timing_file)
        sheet.timing_file = timing_file
    TimingFile.objects.filter(pk=timing_file.pk).update(
        imported_by=timing_file.imported_by or by,
        format=read_as.format,
        encoding=read_as.encoding[:16],
        separator=read_as.separator[:4],
        columns=dict(read_as.columns or {}),
        announcements=list(read_as.announcements),
    )
    learnt = [_learn(spelling) for spelling in spellings]
    if columns is not None:
        _keep_columns(columns)
    _record(
        "import_timing",
        session,
        by,
        recorded_at,
        file=timing_file.pk,
        sha256=timing_file.sha256,
        sheet=sheet.n if sheet else None,
        lines=len(lines),
        laps=len(laps),
        set_aside=draft.n if draft and sheet and draft.pk != sheet.pk else None,
        aliases=[{"driver": alias.driver_id, "text": alias.text} for alias in learnt if alias],
    )
    return sheet


def _write_sheet(
    session: Session,
    draft: Sheet | None,
    lines: Sequence[LineEntry],
    about: SheetEntry,
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Sheet:
    before = draft
    if draft is not None and Line.objects.filter(sheet=draft).exists():
        draft.draft = False  # kept as it is: a version nobody published
        draft.save_version(fields=("draft",))
        draft = None
    sheet = draft or start_draft(session=session, by=by, recorded_at=recorded_at, origin=about.origin, now=now)
    if before is not None and draft is None:
        # Versions go on from those of the draft set aside: a form opened on that one is told, never written over this.
        Sheet.objects.filter(pk=sheet.pk).update(
            version=before.version, **{name: getattr(before, name) for name in _SAID}
        )
        sheet.refresh_from_db()
        involved = set(before.changed_by.values_list("pk", flat=True)) | {before.entered_by_id}
        sheet.changed_by.add(*(pk for pk in involved if pk is not None))
    return save_draft(sheet=sheet, version=sheet.version, lines=lines, by=by, recorded_at=recorded_at, about=about)


def _store_laps(timing_file: TimingFile, session: Session, laps: Sequence[LapEntry]) -> None:
    entered = set(Entry.objects.filter(event_id=session.event_id).values_list("pk", flat=True))
    if any(lap.entry_id not in entered for lap in laps):
        raise Refusal(_("A car of this file is not entered in this event."))
    Lap.objects.filter(timing_file=timing_file).delete()
    Lap.objects.bulk_create(
        (
            Lap(
                timing_file=timing_file,
                entry_id=lap.entry_id,
                driver_id=lap.driver_id,
                n=lap.n,
                time_ms=lap.time_ms,
                elapsed_ms=lap.elapsed_ms,
                in_pit=lap.in_pit,
                flag=lap.flag[:4],
            )
            for lap in laps
        ),
        batch_size=2000,
    )


def _learn(spelling: Spelling) -> DriverAlias | None:
    """The spelling as an alias of that driver. None where it is known already, or is another driver's own name."""
    text = " ".join(spelling.text.split())[:120]
    if not text or DriverAlias.objects.filter(driver_id=spelling.driver_id, search_name=fold(text)).exists():
        return None
    if Driver.objects.filter(search_name=fold(text)).exclude(pk=spelling.driver_id).exists():
        raise Refusal(
            _("“%(name)s” is the name of another driver: it cannot become a spelling of this one.") % {"name": text}
        )
    return DriverAlias.objects.create(driver_id=spelling.driver_id, text=text)


def _keep_columns(columns: Columns) -> None:
    known = ColumnMap.objects.select_for_update().filter(signature=columns.signature).first()
    if known is None:
        ColumnMap.objects.create(name=columns.name[:80], signature=columns.signature, columns=dict(columns.columns))
        return
    known.name = columns.name[:80] or known.name
    known.columns = dict(columns.columns)
    known.save_version()


def _record(verb: str, session: Session, by: User, recorded_at: datetime, **detail: Any) -> None:
    ledger.append(
        verb=verb,
        subject=f"{session.event.slug}/{session.slug}",
        detail={"session": session.pk, **detail},
        actor=by,
        at=recorded_at,
    )
