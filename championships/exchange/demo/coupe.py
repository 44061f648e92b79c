"""The results of the invented cup through the office: a timekeeper publishes, a clerk confirms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from championships.exchange.demo.acts import Act
from championships.exchange.demo.calendar import Calendar
from championships.exchange.demo.entries import Entries
from championships.exchange.demo.files import Record, TimedLine, read_sheet, read_text, read_toml
from championships.exchange.demo.lines import build_timed_line
from championships.exchange.demo.officials import Officials
from championships.exchange.timing.dry_run import Said
from championships.exchange.timing.importing import import_timing
from championships.exchange.timing.values import Format
from championships.models import Bulletin, Session, Sheet
from championships.officiating.entry import SheetEntry, check_sheet, name_problem, save_draft, start_draft
from championships.officiating.publishing import amend, confirm, publish
from championships.officiating.timing import ReadAs, keep_file
from championships.scoring.vocabulary import SessionKind, SheetOrigin


@dataclass(frozen=True, slots=True)
class Office:
    """What every act needs."""

    calendar: Calendar
    entries: Entries
    officials: Officials
    recorded_at: datetime


def list_coupe_acts(office: Office) -> Iterator[Act]:
    """The bulletins of every session: provisional, official, amended."""
    for record in read_toml("coupe/results.toml")["result"]:
        yield Act(record["provisional_at"], partial(_publish, record, office))
        yield Act(record["official_at"], partial(_confirm, record, office))
        if "amended" in record:
            yield Act(record["amended"]["at"], partial(_amend, record, office))


def _find_session(record: Record, office: Office) -> Session:
    return office.calendar.sessions[record["event"], record["session"]]


def _draft(record: Record, path: str, office: Office) -> Sheet:
    lines = read_sheet(f"coupe/sheets/{path}")
    session = _find_session(record, office)
    by = office.officials.timekeeper
    draft = start_draft(session=session, by=by, recorded_at=office.recorded_at, origin=SheetOrigin.TIMING)
    return save_draft(
        sheet=draft,
        version=draft.version,
        lines=[build_timed_line(record["event"], line, office.entries) for line in lines],
        about=SheetEntry(origin=SheetOrigin.TIMING, complete=True, laps=_count_laps(session, lines)),
        by=by,
        recorded_at=office.recorded_at,
    )


def _count_laps(session: Session, lines: tuple[TimedLine, ...]) -> int | None:
    """The laps of the winner; a qualifying session has none."""
    return lines[0].laps if session.kind == SessionKind.RACE else None


def _publish(record: Record, office: Office, now: datetime) -> None:
    draft = _draft(record, record["sheet"], office)
    if "laps" in record:
        draft = _import_laps(record, draft, office, now)
    publish(
        sheet=draft,
        version=draft.version,
        by=office.officials.timekeeper,
        now=now,
        recorded_at=office.recorded_at,
        accepted_warnings=_name_problems(draft),
    )


def _import_laps(record: Record, draft: Sheet, office: Office, now: datetime) -> Sheet:
    """The timekeeper's lap-by-lap file on top of the draft, by the import the office uses; the draft it makes."""
    session, by = _find_session(record, office), office.officials.timekeeper
    name = record["laps"]
    kept, _is_new = keep_file(
        session=session,
        name=name,
        content=read_text(f"coupe/laps/{name}").encode(),
        read_as=ReadAs(format=Format.ALKAMEL_LAPS.value),
        by=by,
        recorded_at=office.recorded_at,
    )
    made = import_timing(
        timing_file=kept,
        session=session,
        said=Said(),
        draft_id=draft.pk,
        version=draft.version,
        season_ids=[season.pk for season in office.calendar.seasons.values()],
        by=by,
        now=now,
        recorded_at=office.recorded_at,
    )
    return made or draft


def _name_problems(draft: Sheet) -> list[str]:
    return [name_problem(problem) for problem in check_sheet(draft)]


def _confirm(record: Record, office: Office, now: datetime) -> None:
    confirm(
        bulletin=Bulletin.objects.get(session=_find_session(record, office), current=True),
        by=office.officials.clerk,
        now=now,
        recorded_at=office.recorded_at,
    )


def _amend(record: Record, office: Office, now: datetime) -> None:
    draft = _draft(record, record["amended"]["sheet"], office)
    amend(
        session=_find_session(record, office),
        sheet=draft,
        reason=record["amended"]["reason"],
        by=office.officials.timekeeper,
        second=office.officials.clerk,
        now=now,
        recorded_at=office.recorded_at,
        accepted_warnings=_name_problems(draft),
    )
