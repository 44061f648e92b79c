"""Drafts: the facts of a session while they are being written. A draft may have problems; nobody outside sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Bulletin, Session, Sheet, Source, User
from championships.models.base import StaleVersion
from championships.officiating import ledger
from championships.officiating.errors import Refusal
from championships.officiating.lines import (
    DriverEntry,
    LineEntry,
    build_rows,
    copy_lines,
    describe_built,
    describe_stored,
    write_rows,
)
from championships.officiating.readiness import find_all_problems
from championships.scoring.checks import Problem
from championships.scoring.vocabulary import SheetOrigin

__all__ = ["DriverEntry", "LineEntry"]  # passed on: who enters results asks here for all of it


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
        copy_lines(model, draft)
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
    write_rows(draft, build_rows(draft, lines))
    if by is not None:
        draft.changed_by.add(by)
    _record("save_draft", draft, by, recorded_at, lines=len(lines))
    return draft


@transaction.atomic
def enter_results(
    *,
    session: Session,
    version: int | None,
    lines: Sequence[LineEntry],
    about: SheetEntry,
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Sheet:
    """Save what was typed into the draft of a session. `version`: of the draft the writer read; None: there was none.

    The same save sent twice (a double click, a line that dropped after the answer) is done once and answered as done.
    Raises StaleVersion where somebody else saved, published or threw the draft away since, Refusal as `save_draft`.
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    draft = Sheet.objects.filter(session=session, draft=True).select_related("session").first()
    if draft is not None and version != draft.version:
        again = draft.version == (version or 1) + 1 and draft.changed_by.filter(pk=by.pk).exists()
        if again and _is_saved(draft, lines, about):
            return draft
        raise StaleVersion
    if draft is None:
        if version is not None:
            raise StaleVersion
        draft = start_draft(session=session, by=by, recorded_at=recorded_at, origin=about.origin, now=now)
    return save_draft(sheet=draft, version=draft.version, lines=lines, by=by, recorded_at=recorded_at, about=about)


@transaction.atomic
def discard_draft(*, sheet: Sheet, version: int, by: User | None, recorded_at: datetime) -> None:
    """Throw a draft away. What was published stays."""
    draft = take_draft(sheet=sheet, version=version)
    draft.save_version(fields=("recorded_at",))  # nobody saved in between
    _record("discard_draft", draft, by, recorded_at)
    draft.delete()


def check_sheet(sheet: Sheet, *, at: datetime | None = None) -> tuple[Problem, ...]:
    """The problems of a sheet as stored: errors first. A draft may have some; published it may not have errors.

    Entry list and rules are those in force at `at`; None: everything, whatever the clock says.
    """
    return find_all_problems(sheet, at=at)


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


def _record(verb: str, draft: Sheet, by: User | None, recorded_at: datetime, **detail: Any) -> None:
    ledger.append(
        verb=verb,
        subject=f"{draft.session.event.slug}/{draft.session.slug}",
        detail={"session": draft.session_id, "sheet": draft.n, **detail},
        actor=by,
        at=recorded_at,
    )


def _is_saved(draft: Sheet, lines: Sequence[LineEntry], about: SheetEntry) -> bool:
    """Whether these lines, and what is said of the sheet, are what is stored."""
    if any(
        getattr(about, name) not in (None, getattr(draft, name))
        for name in ("origin", "complete", "laps", "distance_km", "source", "note_fr", "note_en")
    ):
        return False
    return describe_stored(draft) == describe_built(build_rows(draft, lines))
