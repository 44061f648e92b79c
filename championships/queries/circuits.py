"""A circuit: its layouts, the best laps there, every visit with its winners, who won most, what comes next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from championships.models import Circuit, Event, Layout, LineDriver, Round, RoundSession
from championships.queries.figures import RaceRef
from championships.queries.lap_records import LayoutLaps, read_lap_records
from championships.queries.record_values import ChampionshipLeaders
from championships.queries.records import load_record_leaders
from championships.queries.refs import DriverRef, EventRef, SeasonRef, SourceList, SourceRef, refer_driver, refer_event
from championships.queries.scopes import Finish, Scope


@dataclass(frozen=True, slots=True)
class LayoutRow:
    pk: int
    name: str
    length_m: int
    source: int | None


@dataclass(frozen=True, slots=True)
class Winner:
    """A winner and the championships whose race it was. No driver: he is not known."""

    driver: DriverRef | None
    number: str
    seasons: tuple[SeasonRef, ...]


@dataclass(frozen=True, slots=True)
class RaceWinners:
    race: RaceRef
    provisional: bool
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True)
class CircuitEvent:
    """An event here, with the championships it belongs to ("Trophée 2025") and the winners of its races."""

    event: EventRef
    state: str
    layout: int | None
    championships: tuple[str, ...]
    races: tuple[RaceWinners, ...]


@dataclass(frozen=True, slots=True)
class CircuitPage:
    """`complete`: every championship that raced here holds all its results since its first visit known."""

    slug: str
    name: str
    country: str
    character: str
    demo: bool
    layouts: tuple[LayoutRow, ...]
    laps: tuple[LayoutLaps, ...]
    complete: bool
    next: CircuitEvent | None
    visits: tuple[tuple[int, tuple[CircuitEvent, ...]], ...]  # by year, the newest first
    leaders: tuple[ChampionshipLeaders, ...]
    sources: tuple[SourceRef, ...]

    @property
    def events(self) -> tuple[CircuitEvent, ...]:
        """Every event held or planned here, the newest year first."""
        return tuple(event for _year, events in self.visits for event in events)


def load_circuit(slug: str, *, at: datetime) -> CircuitPage | None:
    """The circuit; None where there is none. Calendars are today's whatever the instant, results those of the instant.

    Nineteen queries, more where a season changed after the instant.
    """
    circuit = Circuit.objects.filter(slug=slug).first()
    if circuit is None:
        return None
    sources = SourceList()
    layouts = Layout.objects.filter(circuit=circuit).select_related("source").order_by("-length_m", "name", "pk")
    rows = tuple(LayoutRow(one.pk, one.name, one.length_m, sources.add(one.source)) for one in layouts)
    scope = Scope(RoundSession.objects.filter(session__event__circuit=circuit), at=at, sprints=True)
    winners = _list_winners(scope)
    belongs = _list_championships(circuit)
    events = [
        CircuitEvent(
            event=refer_event(event),
            state=event.state,
            layout=event.layout_id,
            championships=tuple(belongs.get(event.pk, ())),
            races=winners.get(event.pk, ()),
        )
        for event in Event.objects.filter(circuit=circuit).order_by("-year", "-starts_on", "slug")
    ]
    leaders = load_record_leaders(at=at, circuit=slug)
    first = {one.championship.slug: one.championship.complete_from for one in leaders}
    years: dict[int, list[CircuitEvent]] = defaultdict(list)
    for event in events:
        years[event.event.year].append(event)
    return CircuitPage(
        slug=circuit.slug,
        name=circuit.name,
        country=circuit.country,
        character=str(circuit.character),
        demo=circuit.demo,
        layouts=rows,
        laps=read_lap_records(circuit.pk, demo=circuit.demo, at=at),
        complete=bool(first) and all(year is not None for year in first.values()),
        next=_find_next(events, at.astimezone(ZoneInfo(circuit.time_zone)).date()),
        visits=tuple((year, tuple(years[year])) for year in sorted(years, reverse=True)),
        leaders=leaders,
        sources=sources.listed(),
    )


def _find_next(events: Iterable[CircuitEvent], today: date) -> CircuitEvent | None:
    """The first event here that is not over."""
    coming = [
        one
        for one in events
        if one.event.ends_on is not None and one.event.ends_on >= today and one.state != Event.State.CANCELLED
    ]
    return min(coming, key=lambda one: (one.event.starts_on or date.max, one.event.slug), default=None)


def _list_championships(circuit: Circuit) -> Mapping[int, list[str]]:
    """By event: the championships it is a round of. One query."""
    belongs: dict[int, list[str]] = {}
    for counted in (
        Round.objects.filter(event__circuit=circuit)
        .select_related("season__championship")
        .order_by("season__championship__order", "season__championship__slug")
    ):
        names = belongs.setdefault(counted.event_id, [])
        name = f"{counted.season.championship.name} {counted.season.label}"
        if name not in names:
            names.append(name)
    return belongs


def _list_winners(scope: Scope) -> Mapping[int, tuple[RaceWinners, ...]]:
    """By event: its races with the winner in each championship. Two queries beside those of the scope."""
    first = scope.read_front(1)
    parts = {
        part.pk: part
        for part in LineDriver.objects.filter(pk__in=[0, *(one.part for one in first)]).select_related(
            "driver", "line__entry__event"
        )
    }
    by_session: dict[int, list[Finish]] = defaultdict(list)
    for finish in first:
        by_session[finish.race.session].append(finish)
    found: dict[int, list[RaceWinners]] = defaultdict(list)
    for finishes in by_session.values():
        event = parts[finishes[0].part].line.entry.event_id
        seasons: dict[int, list[SeasonRef]] = defaultdict(list)
        for finish in sorted(finishes, key=lambda one: (one.race.season.order, one.race.season.championship)):
            seasons[finish.part].append(finish.race.season)
        found[event].append(
            RaceWinners(
                race=finishes[0].race.ref,
                provisional=finishes[0].race.provisional,
                winners=tuple(_tell_winner(parts[pk], held) for pk, held in seasons.items()),
            )
        )
    return {event: tuple(races) for event, races in found.items()}


def _tell_winner(part: LineDriver, seasons: Iterable[SeasonRef]) -> Winner:
    driver = refer_driver(part.driver) if part.driver else None
    return Winner(driver, part.line.entry.number, tuple(seasons))
