"""The notice board of an event: every document, in the order in which it was issued."""

from dataclasses import dataclass
from datetime import datetime

from championships.models import Bulletin, Decision, Document, Entry, Event, Grid, Verdict
from championships.queries.papers import name_official, shorten
from championships.queries.refs import EventRef, find_zone, refer_event


@dataclass(frozen=True, slots=True)
class Notice:
    """A document of the board. `kind`: bulletin, grid, decision or document; what is empty does not apply to it.

    `current`: of a bulletin, whether nothing later was published of its session.
    """

    kind: str
    issued_at: datetime
    title: str = ""
    number: str = ""
    session_slug: str = ""
    state: str = ""
    per_source: bool = False
    current: bool = True
    reason: str = ""
    by: tuple[str, ...] = ()
    short: str = ""
    pk: int | None = None
    size: int = 0
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class NoticeBoard:
    event: EventRef
    zone: str
    demo: bool
    has_entries: bool
    notices: tuple[Notice, ...]  # oldest first, the order of issue; a decision before the bulletin it made


def load_notices(year: int, slug: str, *, at: datetime) -> NoticeBoard | None:
    """The board as it stood at that instant; None where there is no such event. Seven queries."""
    event = Event.objects.filter(year=year, slug=slug).select_related("circuit").first()
    if event is None:
        return None
    notices = [
        *_read_bulletins(event, at),
        *_read_grids(event, at),
        *_read_verdicts(event, at),
        *_read_decisions(event, at),
        *_read_documents(event, at),
    ]
    return NoticeBoard(
        event=refer_event(event),
        zone=find_zone(event),
        demo=event.demo,
        has_entries=Entry.objects.filter(event=event).exists(),
        notices=tuple(sorted(notices, key=lambda notice: (notice.issued_at, notice.kind == "bulletin"))),
    )


def _read_bulletins(event: Event, at: datetime) -> list[Notice]:
    rows = list(
        Bulletin.objects.issued(at)
        .filter(session__event=event)
        .select_related("session", "published_by", "confirmed_by")
        .order_by("session__order", "n")
    )
    newest = {row.session_id: row.n for row in rows}
    return [
        Notice(
            kind="bulletin",
            issued_at=row.issued_at,
            title=str(row.session.name),
            number=str(row.n),
            session_slug=row.session.slug,
            state=row.state,
            per_source=row.per_source,
            current=newest[row.session_id] == row.n,
            reason=row.reason,
            by=tuple(
                dict.fromkeys(name for user in (row.published_by, row.confirmed_by) if (name := name_official(user)))
            ),
            short=shorten(row.hash),
        )
        for row in rows
    ]


def _read_grids(event: Event, at: datetime) -> list[Notice]:
    rows = Grid.objects.filter(session__event=event, issued_at__lte=at).select_related("session", "changed_by")
    return [
        Notice(
            kind="grid",
            issued_at=row.issued_at,
            title=str(row.session.name),
            session_slug=row.session.slug,
            reason=row.reason,
            by=tuple(name for name in (name_official(row.changed_by),) if name),
        )
        for row in rows.order_by("session__order")
        if row.issued_at is not None
    ]


def _read_verdicts(event: Event, at: datetime) -> list[Notice]:
    """The stewards' documents of the event, with where each stood at that instant."""
    rows = Verdict.objects.filter(event=event, issued_at__lte=at).select_related("author").order_by("issued_at", "pk")
    return [
        Notice(
            kind="decision",
            issued_at=row.issued_at,
            number=str(row.number),
            state=_tell_state(row, at),
            current=row.annulled_at is None or row.annulled_at > at,
            reason=row.reason,
            by=tuple(name for name in (row.stewards or name_official(row.author),) if name),
            pk=row.pk,
        )
        for row in rows
    ]


def _tell_state(verdict: Verdict, at: datetime) -> str:
    if _begun(verdict.annulled_at, at):
        return "annulled"
    if _begun(verdict.appealed_at, at) and not _begun(verdict.appeal_closed_at, at):
        return "appealed"
    return "in_force" if _begun(verdict.effective_at, at) else "pending"


def _begun(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at


def _read_decisions(event: Event, at: datetime) -> list[Notice]:
    """Decisions that no stewards' document holds (imported ones), one notice a document number."""
    rows = (
        Decision.objects.issued(at)
        .filter(session__event=event, verdict__isnull=True)
        .select_related("session", "author")
        .order_by("issued_at", "position", "pk")
    )
    found: dict[tuple[str, datetime], Notice] = {}
    for row in rows:
        annulled = row.annulled_at is not None and row.annulled_at <= at
        found.setdefault(
            (row.document or f"#{row.pk}", row.issued_at),
            Notice(
                kind="decision",
                issued_at=row.issued_at,
                title=str(row.session.name),
                number=row.document,
                session_slug=row.session.slug,
                state="annulled" if annulled else "in_force",
                current=not annulled,
                reason=row.reason,
                by=tuple(name for name in (name_official(row.author),) if name),
            ),
        )
    return list(found.values())


def _read_documents(event: Event, at: datetime) -> list[Notice]:
    rows = Document.objects.filter(event=event, published_at__lte=at).order_by("published_at", "pk")
    return [
        Notice(
            kind="document",
            issued_at=row.published_at,
            title=str(row.title),
            pk=row.pk,
            size=row.size,
            media_type=row.media_type,
        )
        for row in rows
        if row.published_at is not None
    ]
