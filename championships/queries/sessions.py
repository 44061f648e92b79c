"""The page of a session: the bulletin in force at an instant, the order on the road and the final order."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from championships.models import Bulletin, RoundSession, Session
from championships.queries.events import CarMove, DecisionRow, read_decisions, tell_moves
from championships.queries.laps import list_public_files
from championships.queries.refs import (
    CircuitRef,
    EventRef,
    SeasonRef,
    SourceList,
    SourceRef,
    day_of,
    find_zone,
    refer_circuit,
    refer_event,
    refer_season,
)
from championships.queries.session_lines import Column, ResultLine, read_lines
from championships.scoring.vocabulary import BulletinState


@dataclass(frozen=True, slots=True)
class BulletinRef:
    """What the public reads of a session, and how sure it is. `protests_open`: the window still runs."""

    n: int
    state: str
    issued_at: datetime
    protest_until: datetime | None
    protests_open: bool
    per_source: bool
    one_person: bool
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class SessionPage:
    pk: int
    event: EventRef
    circuit: CircuitRef | None
    slug: str
    name: str
    kind: str
    zone: str
    on_date: date | None
    starts_at: datetime | None
    demo: bool
    seasons: tuple[SeasonRef, ...]
    bulletin: BulletinRef
    earlier: tuple[BulletinRef, ...]
    withdrawn: bool
    complete: bool
    laps: int | None
    scheduled_laps: int | None
    distance_km: Decimal | None
    note: str
    columns: tuple[Column, ...]
    lines: tuple[ResultLine, ...]
    decisions: tuple[DecisionRow, ...]
    sources: tuple[SourceRef, ...]
    has_laps: bool  # a lap-by-lap file was imported

    @property
    def grid(self) -> dict[str, int]:
        """Places on the grid by car number, as far as they are known and the number is that of one car alone."""
        numbers = [line.number for line in self.lines]
        return {
            line.number: int(line.grid)
            for line in self.lines
            if line.grid.isdecimal() and line.number and numbers.count(line.number) == 1
        }

    @property
    def winner(self) -> ResultLine | None:
        return next((line for line in self.lines if line.place == 1), None)

    @property
    def fastest(self) -> ResultLine | None:
        return next((line for line in self.lines if line.fastest_lap), None)

    @property
    def pole(self) -> ResultLine | None:
        return next((line for line in self.lines if line.pole), None)

    @property
    def has_road(self) -> bool:
        return any(line.road is not None for line in self.lines)


def load_session(year: int, event_slug: str, slug: str, *, at: datetime) -> SessionPage | None:
    """The session as published at that instant; None where there is none, or nothing was published by then.

    Fourteen queries, more where one of its seasons changed after that instant.
    """
    session = (
        Session.objects.filter(event__year=year, event__slug=event_slug, slug=slug)
        .annotate(lapped=Exists(list_public_files(at).filter(session=OuterRef("pk"))))
        .select_related("event__circuit")
        .first()
    )
    if session is None:
        return None
    bulletins = list(
        Bulletin.objects.filter(session=session).issued(at).select_related("sheet__source", "session").order_by("-n")
    )
    if not bulletins:
        return None
    newest = bulletins[0]
    withdrawn = newest.state == BulletinState.WITHDRAWN.value
    counted = list(
        RoundSession.objects.filter(session=session)
        .select_related("round__season__championship")
        .order_by("round__season__championship__order", "round__season__championship__slug", "round__season")
    )
    seasons = tuple(refer_season(each.round.season) for each in counted)
    decisions = read_decisions(session.event, at=at, session=session)
    sources = SourceList()
    sources.add(newest.sheet.source)
    columns: tuple[Column, ...] = ()
    lines: tuple[ResultLine, ...] = ()
    if not withdrawn:
        columns, lines = read_lines(newest, counted, at=at)
        moves = {
            (session.pk, line.entry_id): CarMove(line.road, line.place, line.status)
            for line in lines
            if line.road is not None
        }
        decisions = tell_moves(decisions, moves)
    return SessionPage(
        pk=session.pk,
        event=refer_event(session.event),
        circuit=refer_circuit(session.event.circuit),
        slug=session.slug,
        name=str(session.name),
        kind=session.kind,
        zone=find_zone(session.event),
        on_date=day_of(session, find_zone(session.event)),
        starts_at=session.starts_at,
        demo=session.event.demo or any(season.demo for season in seasons),
        seasons=seasons,
        bulletin=_refer_bulletin(newest, at),
        earlier=tuple(_refer_bulletin(old, at) for old in bulletins[1:]),
        withdrawn=withdrawn,
        complete=newest.sheet.complete,
        laps=newest.sheet.laps,
        scheduled_laps=session.scheduled_laps,
        distance_km=newest.sheet.distance_km,
        note=_choose_note(newest),
        columns=columns,
        lines=lines,
        decisions=decisions,
        sources=sources.listed(),
        has_laps=session.lapped and not withdrawn,
    )


def list_bulletins(year: int, event_slug: str, slug: str, *, at: datetime) -> tuple[BulletinRef, ...]:
    """Every bulletin of a session issued by that instant, newest first. One query."""
    rows = Bulletin.objects.filter(session__event__year=year, session__event__slug=event_slug, session__slug=slug)
    return tuple(_refer_bulletin(row, at) for row in rows.issued(at).order_by("-n"))


def _refer_bulletin(bulletin: Bulletin, at: datetime) -> BulletinRef:
    until = bulletin.protest_until
    return BulletinRef(
        n=bulletin.n,
        state=bulletin.state,
        issued_at=bulletin.issued_at,
        protest_until=until,
        protests_open=until is not None and at < until,
        per_source=bulletin.per_source,
        one_person=bulletin.one_person,
        reason=bulletin.reason,
        hash=bulletin.hash,
    )


def _choose_note(bulletin: Bulletin) -> str:
    sheet = bulletin.sheet
    french = (get_language() or "fr").startswith("fr")
    return (sheet.note_fr or sheet.note_en) if french else (sheet.note_en or sheet.note_fr)
