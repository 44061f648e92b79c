"""The weekend desk: the sessions of an event as the office works on them.

What is missing is said as codes; the page finds the words. Problems of drafts are those of the sheet alone: the page
that publishes asks the entry list and the rules, too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from championships.adapters.sheets import build_lines, build_sheet, read_lines, read_parts
from championships.models import (
    Amendment,
    Bulletin,
    Decision,
    Entry,
    Event,
    Grid,
    Protest,
    Season,
    Session,
    Sheet,
)
from championships.queries.refs import SeasonRef, day_of, find_zone, refer_season
from championships.scoring.checks import Level, find_problems
from championships.scoring.vocabulary import BulletinState, SessionKind

_FINAL = frozenset({BulletinState.OFFICIAL.value, BulletinState.AMENDED.value})


class Missing(StrEnum):
    """What a session lacks before it can go on."""

    ENTRIES = "entries"
    GRID = "grid"
    ERRORS = "errors"  # of the draft
    PROTEST = "protest"
    SECOND = "second"  # a second person: this one had a hand in what is to be confirmed
    DECISION = "decision"  # signed, waiting for an amended bulletin


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """A sheet being written."""

    n: int
    cars: int
    errors: int
    warnings: int
    by: str


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A session on the desk. `state`: of the newest bulletin issued by then, empty before the first."""

    pk: int
    slug: str
    name: str
    kind: str
    planned_state: str
    starts_at: datetime | None
    on_date: date | None
    state: str
    bulletin: int | None
    issued_at: datetime | None
    protest_until: datetime | None
    window_open: bool
    one_person: bool
    cars: int
    draft: DeskDraft | None
    amendment: bool
    amendment_mine: bool  # prepared by the person who looks
    involved: bool  # the person who looks had a hand in the result that stands
    protests: int  # open ones
    pending: int  # decisions that wait
    has_grid: bool
    missing: tuple[Missing, ...]

    @property
    def is_final(self) -> bool:
        return self.state in _FINAL

    @property
    def is_cancelled(self) -> bool:
        return self.planned_state == Session.State.CANCELLED

    @property
    def is_race(self) -> bool:
        return self.kind == SessionKind.RACE


@dataclass(frozen=True, slots=True)
class Desk:
    """One event for the office."""

    pk: int
    year: int
    slug: str
    name: str
    circuit: str
    zone: str
    starts_on: date | None
    ends_on: date | None
    seasons: tuple[SeasonRef, ...]
    entries: int
    withdrawn: int
    sessions: tuple[DeskSession, ...]


def load_desk(event_pk: int, *, user_pk: int, at: datetime) -> Desk | None:
    """The event as it stands at that instant. Fifteen queries, whatever the sessions."""
    event = Event.objects.filter(pk=event_pk).select_related("circuit").first()
    if event is None:
        return None
    sessions = list(Session.objects.filter(event=event).order_by("starts_at", "order"))
    sessions.sort(key=lambda session: _order(session, find_zone(event)))
    entries = Counter(Entry.objects.filter(event=event).values_list("withdrawn", flat=True))
    seasons = Season.objects.filter(rounds__event=event).select_related("championship").distinct()
    reader = _Reader(event, user_pk, at, has_entries=bool(entries))
    return Desk(
        pk=event.pk,
        year=event.year,
        slug=event.slug,
        name=str(event.name),
        circuit=event.circuit.name if event.circuit else "",
        zone=find_zone(event),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        seasons=tuple(refer_season(season) for season in seasons.order_by("championship__order", "pk")),
        entries=entries[False],
        withdrawn=entries[True],
        sessions=tuple(reader.read(session) for session in sessions),
    )


def _order(session: Session, zone: str) -> tuple[date, bool, datetime | int, int]:
    """Time order: by day, those without an hour after those with one, then as the event lists them."""
    day = day_of(session, zone) or date.max
    instant = session.starts_at.timestamp() if session.starts_at else 0
    return (day, session.starts_at is None, int(instant), session.order)


class _Reader:
    """What the queries brought for the sessions of one event."""

    def __init__(self, event: Event, user_pk: int, at: datetime, *, has_entries: bool) -> None:
        self.at = at
        self.zone = find_zone(event)
        self.user_pk = user_pk
        self.has_entries = has_entries
        here = {"session__event": event}
        self.standing: dict[int, Bulletin] = {}
        self.hands: defaultdict[int, set[int]] = defaultdict(set)  # sheet -> who published it
        for row in Bulletin.objects.filter(**here).issued(at).select_related("sheet").order_by("n"):
            self.standing[row.session_id] = row
            if row.published_by_id:
                self.hands[row.sheet_id].add(row.published_by_id)
        self.drafts = {
            row.session_id: row
            for row in Sheet.objects.filter(draft=True, **here).select_related("entered_by", "session")
        }
        sheets = {row.sheet_id for row in self.standing.values()} | {row.pk for row in self.drafts.values()}
        self.lines = read_lines(sheets)
        self.parts = read_parts([row.pk for row in self.drafts.values()])
        changed = Sheet.changed_by.through.objects.filter(sheet__in=[0, *sheets])
        for sheet_id, person in changed.values_list("sheet_id", "user_id"):
            self.hands[sheet_id].add(person)
        open_ones = {"closed_at__isnull": True, **here}
        self.protests = _count(Protest.objects.filter(**open_ones).values_list("session_id", flat=True))
        self.amendments = dict(Amendment.objects.filter(**open_ones).values_list("session_id", "author_id"))
        waiting = Decision.objects.filter(
            effective_at__isnull=True, annulled_at__isnull=True, issued_at__lte=at, **here
        )
        self.pending = _count(waiting.values_list("session_id", flat=True))
        self.grids = set(Grid.objects.filter(**here).values_list("session_id", flat=True))

    def read(self, session: Session) -> DeskSession:
        standing = self.standing.get(session.pk)
        until = standing.protest_until if standing else None
        state = standing.state if standing else ""
        draft = self.drafts.get(session.pk)
        told = self.read_draft(draft) if draft else None
        window_open = state == BulletinState.PROVISIONAL.value and until is not None and self.at < until
        involved = bool(standing and self.is_involved(standing.sheet))
        found = DeskSession(
            pk=session.pk,
            slug=session.slug,
            name=str(session.name),
            kind=session.kind,
            planned_state=session.state,
            starts_at=session.starts_at,
            on_date=day_of(session, self.zone),
            state=state,
            bulletin=standing.n if standing else None,
            issued_at=standing.issued_at if standing else None,
            protest_until=until,
            window_open=window_open,
            one_person=bool(standing and standing.one_person),
            cars=len({line.car for line in self.lines.get(standing.sheet_id, ())}) if standing else 0,
            draft=told,
            amendment=session.pk in self.amendments,
            amendment_mine=self.amendments.get(session.pk) == self.user_pk,
            involved=involved,
            protests=self.protests.get(session.pk, 0),
            pending=self.pending.get(session.pk, 0),
            has_grid=session.pk in self.grids,
            missing=(),
        )
        return _with_missing(found, session, has_entries=self.has_entries)

    def is_involved(self, sheet: Sheet) -> bool:
        return self.user_pk == sheet.entered_by_id or self.user_pk in self.hands[sheet.pk]

    def read_draft(self, draft: Sheet) -> DeskDraft:
        rows = self.lines.get(draft.pk, [])
        sheet = build_sheet(
            build_lines(rows, self.parts),
            origin=draft.origin,
            laps=draft.laps,
            scheduled_laps=draft.session.scheduled_laps,
            complete=draft.complete,
        )
        levels = Counter(problem.level for problem in find_problems(sheet))
        by = draft.entered_by
        return DeskDraft(
            n=draft.n,
            cars=len({line.car for line in rows}),
            errors=levels[Level.ERROR],
            warnings=levels[Level.WARNING],
            by=(by.get_full_name() or by.username) if by else "",
        )


def _with_missing(found: DeskSession, session: Session, *, has_entries: bool) -> DeskSession:
    missing = []
    untouched = not found.state and found.draft is None
    if not has_entries:
        missing.append(Missing.ENTRIES)
    if untouched and found.is_race and session.grid_from_id is not None and not found.has_grid:
        missing.append(Missing.GRID)
    if found.draft is not None and found.draft.errors:
        missing.append(Missing.ERRORS)
    if found.protests:
        missing.append(Missing.PROTEST)
    ripe = found.state == BulletinState.PROVISIONAL and not found.window_open and not found.protests
    if (ripe and found.involved) or found.amendment_mine:
        missing.append(Missing.SECOND)
    if found.pending and found.is_final:
        missing.append(Missing.DECISION)
    return replace(found, missing=tuple(missing))


def _count(keys: Iterable[int]) -> Mapping[int, int]:
    return Counter(keys)
