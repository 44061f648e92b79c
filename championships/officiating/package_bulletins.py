"""Sheets, bulletins and revisions of an imported season, written in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from championships.models import Bulletin, Decision, Line, LineDriver, Revision, RuleBook, Season, Sheet
from championships.officiating.package_plan import PackagePlan, PlannedSheet
from championships.officiating.sealing import describe_sheet, read_sheet, seal_bulletin
from championships.scoring.vocabulary import BulletinState, SheetOrigin


def _find_last(rows: Any, session_ids: Iterable[int]) -> dict[int, int]:
    """The highest number of each session among these rows."""
    numbered = rows.filter(session_id__in=list(session_ids)).values_list("session_id").annotate(last=Max("n"))
    return dict(numbered.order_by())


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet that was written, and its facts as its bulletin seals them."""

    pk: int
    issued_at: datetime
    facts: Mapping[str, Any]


def write_sheets(planned: Sequence[PlannedSheet], recorded_at: datetime) -> dict[int, WrittenSheet]:
    """The sheets with their lines and drivers, by session."""
    last = _find_last(Sheet.objects, (item.session_id for item in planned))
    sheets = Sheet.objects.bulk_create(
        Sheet(
            session_id=item.session_id,
            n=last.get(item.session_id, 0) + 1,
            origin=SheetOrigin.STATED.value,
            draft=False,
            laps=item.laps,
            distance_km=item.distance_km,
            recorded_at=recorded_at,
        )
        for item in planned
    )
    pairs = [(sheet, line) for sheet, item in zip(sheets, planned, strict=True) for line in item.lines]
    lines = Line.objects.bulk_create(
        Line(
            sheet=sheet,
            entry_id=line.entry_id,
            order=line.order,
            car=line.car,
            stated_place=line.stated_place,
            status=line.status,
            car_class=line.car_class,
            laps=line.laps,
            time_ms=line.time_ms,
        )
        for sheet, line in pairs
    )
    parts = LineDriver.objects.bulk_create(
        LineDriver(
            line=row,
            order=driver.order,
            driver_id=driver.driver_id,
            team_id=driver.team_id,
            entrant_id=driver.entrant_id,
            shared=driver.shared,
            laps=driver.laps,
            grid=driver.grid,
            time_text=driver.time,
            penalty_text=driver.penalty,
            gap_text=driver.gap,
            reason=driver.reason,
            flags=driver.flags,
        )
        for row, (_sheet, line) in zip(lines, pairs, strict=True)
        for driver in line.drivers
    )
    lines_of: defaultdict[int, list[Line]] = defaultdict(list)
    for row in sorted(lines, key=lambda row: row.order):
        lines_of[row.sheet_id].append(row)
    parts_of: defaultdict[int, list[LineDriver]] = defaultdict(list)
    for part in sorted(parts, key=lambda part: (part.order, part.pk)):
        parts_of[part.line_id].append(part)
    return {
        sheet.session_id: WrittenSheet(sheet.pk, item.issued_at, describe_sheet(sheet, lines_of[sheet.pk], parts_of))
        for sheet, item in zip(sheets, planned, strict=True)
    }


def write_bulletins(
    plan: PackagePlan,
    sheets: Mapping[int, WrittenSheet],
    book: RuleBook | None,
    *,
    newest: datetime | None,
    now: datetime,
    recorded_at: datetime,
    reason: str,
) -> list[Bulletin]:
    """A bulletin, official per source, for each session the plan publishes, reissues or withdraws.

    A first result is issued when its source was public, but not before the newest revision; what replaces one, now.
    """
    touched = sorted({*sheets, *plan.reissued, *plan.withdrawn})
    before = {
        row.session_id: row
        for row in Bulletin.objects.filter(session_id__in=touched, current=True).select_related("sheet")
    }
    decisions = _find_decisions(touched)
    books = [book.pk] if book else []
    bulletins = []
    for session_id in touched:
        old, sheet = before.get(session_id), sheets.get(session_id)
        bulletin = Bulletin(
            session_id=session_id,
            reason=reason,
            per_source=True,
            current=True,
            recorded_at=recorded_at,
        )
        if old is None:
            if sheet is None:
                raise ValueError(f"session {session_id} has nothing to reissue or withdraw")
            bulletin.n, bulletin.state = 1, BulletinState.OFFICIAL.value
            bulletin.issued_at = max(sheet.issued_at, newest or sheet.issued_at)
        else:
            gone = session_id in plan.withdrawn
            bulletin.n, bulletin.issued_at = old.n + 1, now
            bulletin.state = (BulletinState.WITHDRAWN if gone else BulletinState.AMENDED).value
        bulletin.sheet_id = sheet.pk if sheet else old.sheet_id  # type: ignore[union-attr]
        bulletin.hash = seal_bulletin(
            bulletin,
            sheet=sheet.facts if sheet else read_sheet(old.sheet),  # type: ignore[union-attr]
            decisions=decisions[session_id],
            rule_book_ids=books,
            previous_hash=old.hash if old else "",
        )
        bulletins.append(bulletin)
    if before:
        Bulletin.objects.filter(pk__in=[row.pk for row in before.values()]).update(current=False)
    Bulletin.objects.bulk_create(bulletins)
    held = Bulletin.decisions.through
    held.objects.bulk_create(
        held(bulletin_id=row.pk, decision_id=item.pk) for row in bulletins for item in decisions[row.session_id]
    )
    follows = Bulletin.rule_books.through
    follows.objects.bulk_create(follows(bulletin_id=row.pk, rulebook_id=pk) for row in bulletins for pk in books)
    return bulletins


def _find_decisions(session_ids: Sequence[int]) -> defaultdict[int, list[Decision]]:
    """The decisions in force of each session."""
    found: defaultdict[int, list[Decision]] = defaultdict(list)
    for row in Decision.objects.in_force(None).filter(session_id__in=session_ids):
        found[row.session_id].append(row)
    return found


def raise_revisions(
    season: Season,
    plan: PackagePlan,
    bulletins: Sequence[Bulletin],
    *,
    now: datetime,
    recorded_at: datetime,
    cause: str,
) -> None:
    """A revision for each bulletin and for each other instant at which something of the plan is issued."""
    causes: list[tuple[datetime, Bulletin | None]] = [(row.issued_at, row) for row in bulletins]
    told = {row.issued_at for row in bulletins}
    others = {item.issued_at for item in plan.decisions}
    others |= {item.issued_at for item in plan.adjustments} | {item.issued_at for item in plan.balances}
    if plan.rules:
        others.add(plan.rules.issued_at)
    if plan.annulled_decisions or plan.annulled_adjustments or plan.annulled_balances:
        others.add(now)
    causes += [(instant, None) for instant in others - told]
    if not causes:
        return
    # Rules stand before the results of their instant; sessions of one instant keep their order.
    causes.sort(key=lambda item: (item[0], item[1] is not None))
    first = season.revision + 1
    Revision.objects.bulk_create(
        Revision(
            season=season,
            n=n,
            cause=cause[:200],
            issued_at=issued_at,
            recorded_at=recorded_at,
            bulletin=bulletin,
        )
        for n, (issued_at, bulletin) in enumerate(causes, start=first)
    )
    season.revision = first + len(causes) - 1
    Season.objects.filter(pk=season.pk).update(revision=season.revision)
