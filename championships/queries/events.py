"""The page of an event: what it counts for, its sessions, what was published of them by an instant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from championships.models import Bulletin, Decision, Entry, Event, Preview, Report, Round, RoundSession, Session
from championships.queries.refs import (
    CircuitRef,
    SeasonRef,
    SourceList,
    SourceRef,
    day_of,
    find_zone,
    is_demo,
    refer_circuit,
    refer_season,
)
from championships.scoring.vocabulary import SessionKind
from championships.stories.facts import place_round
from championships.stories.picture import RoundPicture, SeasonPicture

# These change no classification: no bulletin has to hold them.
_WITHOUT_RESULT = frozenset({Decision.Kind.GRID.value, Decision.Kind.REPRIMAND.value, Decision.Kind.LICENCE.value})
# These change points alone, or nothing: no car moves in a classification.
_MOVES_NOBODY = _WITHOUT_RESULT | {Decision.Kind.SESSION_OVERRIDE.value, Decision.Kind.RESULT_OVERRIDE.value}


@dataclass(frozen=True, slots=True)
class EventRound:
    """A championship the event belongs to: "round 4 of 5, the last but one"."""

    season: SeasonRef
    number: int
    of: int
    penultimate: bool
    last: bool


@dataclass(frozen=True, slots=True)
class EventSession:
    """A session in the order of the event. `state`: of the bulletin in force; empty: nothing is published."""

    slug: str
    name: str
    kind: str
    planned_state: str
    on_date: date | None
    starts_at: datetime | None
    state: str = ""
    bulletin: int | None = None
    issued_at: datetime | None = None
    per_source: bool = False
    complete: bool = True


@dataclass(frozen=True, slots=True)
class CarMove:
    """What the decisions made of a car: its place on the road, and its final place or status."""

    road: int
    place: int | None
    status: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision signed and not annulled. `pending`: no bulletin of its session holds it yet, so that it does not act.

    `waits_for_second`: on a final result, until a second person has confirmed it. `verdict`: the number of the
    stewards' document, 0 where there is none. `championship`: the only one whose points it changes; empty for a
    decision on the classification.
    """

    document: str
    kind: str
    amount: Decimal | None
    number: str
    driver: str
    reason: str
    issued_at: datetime
    session: str
    session_slug: str
    championship: str = ""
    pending: bool = False
    waits_for_second: bool = False
    verdict: int = 0
    event_year: int = 0
    event_slug: str = ""
    session_pk: int = 0
    entry_id: int = 0
    move: CarMove | None = None  # of its car, by all decisions on it; None: not known, or it changes no result


@dataclass(frozen=True, slots=True)
class EventPage:
    year: int
    slug: str
    name: str
    official_name: str
    state: str
    moved_from: date | None
    starts_on: date | None
    ends_on: date | None
    framework: str
    zone: str
    circuit: CircuitRef | None
    layout_name: str
    length_m: int | None
    character: str
    demo: bool
    rounds: tuple[EventRound, ...]
    sessions: tuple[EventSession, ...]
    decisions: tuple[DecisionRow, ...]
    has_preview: bool
    has_report: bool
    has_entries: bool
    sources: tuple[SourceRef, ...]

    @property
    def has_times(self) -> bool:
        """Whether the hour of any session is known."""
        return any(session.starts_at is not None for session in self.sessions)


def find_event_zone(year: int, slug: str) -> str | None:
    """The time zone of the venue of that event; None: no such event. One query."""
    event = Event.objects.filter(year=year, slug=slug).select_related("circuit").first()
    return None if event is None else find_zone(event)


def load_event(year: int, slug: str, *, at: datetime) -> EventPage | None:
    """The event as published at that instant; None where there is none. Five queries."""
    event = (
        Event.objects.filter(year=year, slug=slug)
        .select_related("circuit", "layout__source", "source")
        .annotate(
            preview_out=Exists(Preview.objects.filter(event=OuterRef("pk"), published_at__lte=at)),
            report_out=Exists(Report.objects.filter(event=OuterRef("pk"), published_at__lte=at)),
            entered=Exists(Entry.objects.filter(event=OuterRef("pk"))),
        )
        .first()
    )
    if event is None:
        return None
    rounds = read_calendar(event)
    own = [counted for counted in rounds if counted.event_id == event.pk]
    zone = find_zone(event)
    bulletins = {
        bulletin.session_id: bulletin
        for bulletin in Bulletin.objects.filter(session__event=event).in_force(at).select_related("sheet")
    }
    sessions = list(Session.objects.filter(event=event).order_by("order"))
    sources = SourceList()
    sources.add(event.source)
    sources.add(event.layout.source if event.layout else None)
    return EventPage(
        year=event.year,
        slug=event.slug,
        name=str(event.name),
        official_name=event.official_name,
        state=event.state,
        moved_from=event.moved_from,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        framework=event.framework,
        zone=zone,
        circuit=refer_circuit(event.circuit),
        layout_name=event.layout.name if event.layout else "",
        length_m=event.layout.length_m if event.layout else None,
        character=str(event.circuit.character) if event.circuit else "",
        demo=is_demo(event, own),
        rounds=place_rounds(own, rounds),
        sessions=tuple(
            EventSession(
                slug=session.slug,
                name=str(session.name),
                kind=session.kind,
                planned_state=session.state,
                on_date=day_of(session, zone),
                starts_at=session.starts_at,
                **_tell_result(bulletins.get(session.pk)),
            )
            for session in sessions
        ),
        decisions=read_decisions(event, at=at),
        has_preview=event.preview_out,
        has_report=event.report_out,
        has_entries=event.entered,
        sources=sources.listed(),
    )


def _tell_result(bulletin: Bulletin | None) -> dict[str, Any]:
    if bulletin is None:
        return {}
    return {
        "state": bulletin.state,
        "bulletin": bulletin.n,
        "issued_at": bulletin.issued_at,
        "per_source": bulletin.per_source,
        "complete": bulletin.sheet.complete,
    }


def read_decisions(event: Event, *, at: datetime, session: Session | None = None) -> tuple[DecisionRow, ...]:
    """The decisions on the event's sessions, or on one of them, that are signed and not annulled. One query.

    An exclusion from the event, which is one decision on every session of it, is told once for the whole event.
    """
    held = Bulletin.decisions.through.objects.filter(
        decision=OuterRef("pk"),
        bulletin__in=Bulletin.objects.filter(session__event=event).in_force(at),
    )
    standing = Q(annulled_at__isnull=True) | Q(annulled_at__gt=at)
    rows = Decision.objects.filter(standing, session__event=event).issued(at)
    if session is not None:
        rows = rows.filter(session=session)
    annotated = (
        rows.annotate(applied=Exists(held))
        .select_related("session", "entry", "driver", "verdict", "round_session__round__season__championship")
        .order_by("session__order", "issued_at", "position", "pk")
    )
    told: set[tuple[int, int | None]] = set()
    once = []
    for row in annotated:
        if session is None and row.kind == Decision.Kind.EXCLUDE and row.verdict_id is not None:
            if (row.verdict_id, row.entry_id) in told:
                continue
            told.add((row.verdict_id, row.entry_id))
        once.append(row)
    return tuple(
        DecisionRow(
            document=decision.document,
            kind=decision.kind,
            amount=decision.amount,
            number=decision.entry.number if decision.entry else "",
            driver=decision.driver.name if decision.driver else "",
            reason=decision.reason,
            issued_at=decision.issued_at,
            session=str(decision.session.name),
            session_slug=decision.session.slug,
            championship=str(decision.round_session.round.season.championship.name) if decision.round_session else "",
            pending=_is_pending(decision, at),
            waits_for_second=decision.effective_at is None or decision.effective_at > at,
            verdict=decision.verdict.number if decision.verdict else 0,
            event_year=event.year,
            event_slug=event.slug,
            session_pk=decision.session_id,
            entry_id=decision.entry_id or 0,
        )
        for decision in once
    )


def tell_moves(decisions: Iterable[DecisionRow], moves: Mapping[tuple[int, int], CarMove]) -> tuple[DecisionRow, ...]:
    """The decisions with what became of their cars. `moves`: by session and entry, where both places are known."""
    return tuple(
        row
        if row.pending or row.kind in _MOVES_NOBODY
        else replace(row, move=moves.get((row.session_pk, row.entry_id)))
        for row in decisions
    )


def _is_pending(decision: Decision, at: datetime) -> bool:
    """Not in effect yet, or (what changes a result) in no bulletin yet."""
    if decision.effective_at is None or decision.effective_at > at:
        return True
    acts = decision.kind not in _WITHOUT_RESULT
    return acts and not decision.applied  # type: ignore[attr-defined]  # annotated by the query


def read_calendar(event: Event) -> list[Round]:
    """Every round of every season the event counts for, with its season and event. One query."""
    mine = Round.objects.filter(event=event).values("season")
    return list(
        Round.objects.filter(season__in=mine)
        .select_related("season__championship", "event__circuit", "event__layout__source")
        .order_by("season__championship__order", "season__championship__slug", "season__year", "number")
    )


def picture_seasons(rounds: Iterable[Round], races: dict[int, int] | None = None) -> dict[int, SeasonPicture]:
    """The calendars as the stories look at them. `races`: how many races score in a round, by its key."""
    by_season: dict[int, list[Round]] = defaultdict(list)
    for counted in rounds:
        by_season[counted.season_id].append(counted)
    return {
        season: SeasonPicture(
            season=counted[0].season.slug,
            rounds=tuple(
                RoundPicture(
                    number=each.number,
                    event=each.event.slug,
                    starts_on=each.event.starts_on,
                    ends_on=each.event.ends_on,
                    races=(races or {}).get(each.pk, 0),
                    cancelled=each.event.state == Event.State.CANCELLED,
                    postponed=each.event.state == Event.State.POSTPONED,
                )
                for each in counted
            ),
        )
        for season, counted in by_season.items()
    }


def count_races(rounds: Iterable[Round]) -> dict[int, int]:
    """How many races each round holds that are not cancelled. One query."""
    counts: dict[int, int] = defaultdict(int)
    rows = RoundSession.objects.filter(
        round__in=[counted.pk for counted in rounds], session__kind=SessionKind.RACE.value
    ).exclude(session__state__in=[Session.State.CANCELLED, Session.State.ABANDONED])
    for round_id in rows.values_list("round_id", flat=True):
        counts[round_id] += 1
    return dict(counts)


def place_rounds(own: Iterable[Round], calendar: Iterable[Round]) -> tuple[EventRound, ...]:
    """Where the event stands in each of its seasons."""
    pictures = picture_seasons(calendar)
    placed = []
    for counted in own:
        place = place_round(pictures[counted.season_id], counted.number)
        placed.append(
            EventRound(
                season=refer_season(counted.season),
                number=place.number,
                of=place.of,
                penultimate=place.penultimate,
                last=place.last,
            )
        )
    return tuple(placed)
