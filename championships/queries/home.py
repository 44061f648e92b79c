"""The home page: the next event by the clock, the leaders of each championship, the latest winners."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from championships.models import Bulletin, Event, LineDriver, Preview, Revision, Round, RoundSession, Season, Session
from championships.queries.classified import read_placings
from championships.queries.frames import SessionView
from championships.queries.refs import (
    CircuitRef,
    DriverRef,
    EventRef,
    SeasonRef,
    find_zone,
    refer_circuit,
    refer_driver,
    refer_event,
    refer_season,
)
from championships.queries.standing_lines import Line, build_lines, list_columns
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.scoring.tables import Standing
from championships.scoring.vocabulary import SessionKind

EVENTS_SHOWN = 3
LEADERS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class RoundOf:
    """ "Round 4 of 5" of a championship. The rounds of cancelled events are left out of the count."""

    season: SeasonRef
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class NextEvent:
    """The event that is not over yet and starts soonest. `days`: to its start at the venue; 0 or less: it has begun."""

    event: EventRef
    circuit: CircuitRef | None
    zone: str
    length_m: int | None
    days: int
    races: int
    rounds: tuple[RoundOf, ...]
    moved_from: date | None
    preview: str  # title of the published preview; empty: none
    preview_lead: str
    entries: int
    demo: bool


@dataclass(frozen=True, slots=True)
class TableLeaders:
    """The head of one table: the first two in their slots, those who follow, and the stop they stand after."""

    key: str
    title: str
    lines: tuple[Line, ...]
    final: bool
    declared: str  # title of the source where the table was published elsewhere


@dataclass(frozen=True, slots=True)
class ChampionshipLeaders:
    season: SeasonRef
    stop: SessionView | None
    races_run: int
    races_planned: int
    main: TableLeaders | None
    others: tuple[TableLeaders, ...]


@dataclass(frozen=True, slots=True)
class Winner:
    number: str
    driver: DriverRef | None


@dataclass(frozen=True, slots=True)
class RaceResult:
    slug: str
    key: str
    name: str
    state: str
    complete: bool
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True)
class EventResults:
    event: EventRef
    seasons: tuple[SeasonRef, ...]
    races: tuple[RaceResult, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    next_event: NextEvent | None
    championships: tuple[ChampionshipLeaders, ...]
    results: tuple[EventResults, ...]


def load_home(*, at: datetime) -> HomePage:
    """The home page as of `at`, in a fixed number of queries."""
    return HomePage(
        next_event=find_next_event(at=at), championships=load_leaders(at=at), results=load_latest_results(at=at)
    )


def find_next_event(*, at: datetime) -> NextEvent | None:
    """Today's event or the next one, by the date at its venue."""
    candidates = (
        Event.objects.upcoming(at.date() - timedelta(days=1))
        .exclude(state=Event.State.POSTPONED)
        .filter(rounds__isnull=False)
        .select_related("circuit", "layout")
        .distinct()[:8]
    )
    event = next((one for one in candidates if one.ends_on and one.ends_on >= _today(one, at)), None)
    key = event.pk if event else 0
    own = list(
        Round.objects.filter(event=key)
        .select_related("season__championship")
        .order_by("season__championship__order", "season__championship__slug", "number")
    )
    every = (
        Round.objects.filter(season__in=[0, *(one.season_id for one in own)])
        .exclude(event__state=Event.State.CANCELLED)
        .values_list("season_id", "number")
    )
    totals: dict[int, int] = defaultdict(int)
    for season, _number in every:
        totals[season] += 1
    preview = Preview.objects.filter(event=key, published_at__lte=at).first()
    sessions = list(Session.objects.filter(event=key, kind=SessionKind.RACE.value))
    entries = Event.objects.filter(pk=key, entries__isnull=False).values_list("entries", flat=True).count()
    if event is None or event.starts_on is None:
        return None
    return NextEvent(
        event=refer_event(event),
        circuit=refer_circuit(event.circuit),
        zone=find_zone(event),
        length_m=event.layout.length_m if event.layout else None,
        days=(event.starts_on - _today(event, at)).days,
        races=len(sessions),
        rounds=tuple(RoundOf(refer_season(one.season), one.number, totals[one.season_id]) for one in own),
        moved_from=event.moved_from if event.state == Event.State.MOVED else None,
        preview=str(preview.title) if preview else "",
        preview_lead=str(preview.lead) if preview else "",
        entries=entries,
        demo=event.demo or any(one.season.championship.demo for one in own),
    )


def _today(event: Event, at: datetime) -> date:
    return at.astimezone(ZoneInfo(find_zone(event))).date()


def load_leaders(*, at: datetime) -> tuple[ChampionshipLeaders, ...]:
    """The newest season of each championship of which something was published by then."""
    out = Revision.objects.filter(season=OuterRef("pk"), issued_at__lte=at)
    newest: dict[int, Season] = {}
    for season in (
        Season.objects.filter(Exists(out))
        .select_related("championship")
        .order_by("championship__order", "championship__slug", "-year", "-label")
    ):
        newest.setdefault(season.championship_id, season)
    views = load_tables([season.pk for season in newest.values()], at=at, awards=False)
    return tuple(_lead(views[season.pk]) for season in newest.values())


def _lead(view: SeasonView) -> ChampionshipLeaders:
    shown = [table for table in view.tables if table.shown is not None]
    general = [table for table in shown if not table.group]
    main = next((table for table in general if table.competitor == "driver"), next(iter(general), None))
    columns = list_columns(view, main, view.stop) if main and view.stop else ()
    return ChampionshipLeaders(
        season=view.season,
        stop=view.stop,
        races_run=len([one for one in columns if one.run]),
        races_planned=len(columns),
        main=_head(view, main, main.shown, LEADERS_SHOWN) if main and main.shown else None,
        others=tuple(_head(view, one, one.shown, 1) for one in shown if one is not main and one.shown is not None),
    )


def _head(view: SeasonView, table: TableView, shown: Standing, count: int) -> TableLeaders:
    declared = table.source_of(shown, view.stop.order) if view.stop else None
    return TableLeaders(
        key=table.key,
        title=table.title,
        lines=build_lines(view, table, shown)[:count],
        final=shown.final,
        declared=declared.source.title if declared else "",
    )


def load_latest_results(*, at: datetime) -> tuple[EventResults, ...]:
    """The newest events with a published race, race by race with the winner in the whole field."""
    published = Bulletin.objects.in_force(at).filter(session=OuterRef("pk"))
    races = Session.objects.filter(kind=SessionKind.RACE.value).filter(Exists(published))
    events = list(
        Event.objects.filter(Exists(races.filter(event=OuterRef("pk"))), starts_on__isnull=False).order_by(
            "-starts_on", "slug"
        )[:EVENTS_SHOWN]
    )
    counted = list(
        RoundSession.objects.filter(session__event__in=[0, *(one.pk for one in events)], session__kind="race")
        .select_related("session", "round__season__championship")
        .order_by("session__order", "round__season__championship__order", "pk")
    )
    bulletins = {
        one.session_id: one
        for one in Bulletin.objects.in_force(at)
        .filter(session__in=[0, *(one.session_id for one in counted)])
        .select_related("sheet")
    }
    run = [one for one in counted if one.session_id in bulletins]
    winners = _find_winners(run, at=at)
    return tuple(_tell_event(event, run, bulletins, winners) for event in events)


def _find_winners(run: Iterable[RoundSession], *, at: datetime) -> dict[int, tuple[Winner, ...]]:
    """By session: who is first of the whole field (several: they share the car, or the place)."""
    counted = list(run)
    session_of = {one.pk: one.session_id for one in counted}
    first: dict[int, int] = {}
    for counting, placings in read_placings(counted, at=at).items():
        for part, placing in placings.items():
            if placing.overall == 1:
                first[part] = session_of[counting]
    found: dict[int, list[Winner]] = defaultdict(list)
    rows = LineDriver.objects.filter(pk__in=[0, *first]).select_related("driver", "line__entry").order_by("order", "pk")
    for row in rows:
        driver = refer_driver(row.driver) if row.driver else None
        found[first[row.pk]].append(Winner(row.line.entry.number, driver))
    return {session: tuple(winners) for session, winners in found.items()}


def _tell_event(
    event: Event,
    run: Iterable[RoundSession],
    bulletins: dict[int, Any],
    winners: dict[int, tuple[Winner, ...]],
) -> EventResults:
    own = [one for one in run if one.session.event_id == event.pk]
    seasons = {one.round.season_id: refer_season(one.round.season) for one in own}
    races = {
        one.session_id: RaceResult(
            slug=one.session.slug,
            key=one.key,
            name=str(one.session.name),
            state=bulletins[one.session_id].state,
            complete=bulletins[one.session_id].sheet.complete,
            winners=winners.get(one.session_id, ()),
        )
        for one in own
    }
    return EventResults(refer_event(event), tuple(seasons.values()), tuple(races.values()))
