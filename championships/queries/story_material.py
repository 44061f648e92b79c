"""Everything the picture of an event is made of, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from championships.adapters.calendar import read_bulletins
from championships.adapters.rulings import DecisionFacts, read_decisions
from championships.adapters.seasons import load_seasons
from championships.adapters.sheets import LineFacts, PartFacts, read_lines, read_parts
from championships.adapters.values import LoadedSeason, ResultMeta
from championships.models import (
    Bulletin,
    Category,
    ClassifiedLine,
    Crew,
    DeclaredTable,
    Driver,
    Entry,
    Event,
    GridPlace,
    Kinship,
    Participation,
    Round,
    Session,
    StatedFact,
)
from championships.queries.events import count_races, read_calendar
from championships.queries.refs import find_zone
from championships.scoring.vocabulary import SessionKind


class Moment(StrEnum):
    """A story is told before its event, or after it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class CareerRow:
    """A race a driver was in, of an earlier season of a championship."""

    championship: str
    driver: str
    place: int | None
    status: str
    pole: bool
    circuit: int | None
    key: str  # of the session in the rule book


@dataclass(frozen=True, slots=True)
class Material:
    """The rows of one picture. `cuts`: by season, the order of the last session the story may look at (0: none).

    `day`: the day of writing at the venue. `until`: what was stated later is not told.
    """

    event: Event
    moment: Moment
    day: date
    until: datetime
    calendar: list[Round]
    own: list[Round]
    races: Mapping[int, int]  # round -> how many race
    seasons: Mapping[int, LoadedSeason]
    cuts: Mapping[int, int]
    sessions: list[Session]
    bulletins: Mapping[int, ResultMeta]  # by session
    lines: Mapping[int, list[LineFacts]]  # by sheet
    parts: Mapping[int, list[PartFacts]]  # by line
    decisions: Mapping[int, list[DecisionFacts]]  # by session
    grids: Mapping[tuple[int, int], int]  # (session, entry) -> place
    entries: list[Entry]
    crews: Mapping[int, list[Crew]]  # by entry
    participations: Mapping[int, list[Participation]]  # by entry
    drivers: Mapping[str, Driver]
    kinships: list[Kinship]
    facts: list[StatedFact]
    categories: list[Category]
    visits: list[Round]
    careers: list[CareerRow]

    def facts_of(self, season: int) -> list[StatedFact]:
        return [fact for fact in self.facts if fact.season_id == season]


def read_material(event: Event, moment: Moment, *, at: datetime, until: datetime | None = None) -> Material:
    """The rows as published at `at`, of what was out by `until` (None: the same instant).

    A story told before the event never looks at what was published after its first day, nor at its sessions; one told
    after it looks no further than its last session. Thirty-four queries, whatever the field.
    """
    zone = ZoneInfo(find_zone(event))
    held = until or at
    if moment is Moment.BEFORE and event.starts_on is not None:
        held = min(held, datetime.combine(event.starts_on + timedelta(days=1), clock_time.min, zone))
    calendar = read_calendar(event)
    own = [counted for counted in calendar if counted.event_id == event.pk]
    ids = sorted({counted.season_id for counted in own})
    seasons = load_seasons(ids, at=at)
    cuts = _find_cuts(seasons, own, moment, held)
    past = sorted({one.event_id for one in calendar if _is_past(one.event, event)} | {event.pk})
    sessions = list(
        Session.objects.filter(event__in=past)
        .select_related("event")
        .order_by("event__starts_on", "event__slug", "order")
    )
    bulletins = read_bulletins([one.pk for one in sessions], at=at)
    lines = read_lines([meta.sheet_pk for meta in bulletins.values()])
    parts = read_parts([meta.sheet_pk for meta in bulletins.values()])
    decisions = read_decisions([one.pk for one in sessions], at=at)
    grids = {
        (place.grid.session_id, place.entry_id): place.place
        for place in GridPlace.objects.filter(
            grid__session__in=[one.pk for one in sessions], grid__issued_at__lte=at, place__isnull=False
        ).select_related("grid")
        if place.place is not None
    }
    entries = list(
        Entry.objects.filter(event__in=past)
        .select_related("team", "event")
        .order_by("event__starts_on", "event__slug", "order", "number", "pk")
    )
    crews: dict[int, list[Crew]] = defaultdict(list)
    for crew in Crew.objects.filter(entry__event__in=past).select_related("driver").order_by("entry", "order", "pk"):
        crews[crew.entry_id].append(crew)
    participations: dict[int, list[Participation]] = defaultdict(list)
    for part in Participation.objects.filter(round__season__in=[0, *ids]).select_related("round").order_by("pk"):
        participations[part.entry_id].append(part)
    kinships = list(
        Kinship.objects.filter(Q(person__in=_here(event)) | Q(relative__in=_here(event)), public=True)
        .select_related("person", "relative")
        .order_by("pk")
    )
    facts = _read_facts(event, ids, past, held)
    championships = sorted({counted.season.championship_id for counted in own})
    return Material(
        event=event,
        moment=moment,
        day=_choose_day(event, moment, held, zone),
        until=held,
        calendar=calendar,
        own=own,
        races=count_races(calendar),
        seasons=seasons,
        cuts=cuts,
        sessions=sessions,
        bulletins=bulletins,
        lines=lines,
        parts=parts,
        decisions=decisions,
        grids=grids,
        entries=entries,
        crews=crews,
        participations=participations,
        drivers=_read_drivers(seasons.values(), crews, kinships, facts, parts),
        kinships=kinships,
        facts=facts,
        categories=list(
            Category.objects.filter(championship__in=[0, *championships])
            .select_related("championship")
            .order_by("championship", "slug")
        ),
        visits=_read_visits(event, championships),
        careers=_read_careers(event, own, at=at),
    )


def _here(event: Event) -> Any:
    """The people entered in the event, as a subquery."""
    return Crew.objects.filter(entry__event=event).values("driver")


def _is_past(other: Event, event: Event) -> bool:
    return other.starts_on is not None and event.starts_on is not None and other.starts_on < event.starts_on


def _choose_day(event: Event, moment: Moment, held: datetime, zone: ZoneInfo) -> date:
    day = held.astimezone(zone).date()
    if moment is Moment.BEFORE and event.starts_on is not None:
        return min(day, event.starts_on)
    return day


def _find_cuts(
    seasons: Mapping[int, LoadedSeason], own: Iterable[Round], moment: Moment, held: datetime
) -> dict[int, int]:
    """By season: the order of the last session that was out by then and belongs to the story. Two queries."""
    sessions = {ref.session_pk for loaded in seasons.values() for ref in loaded.round_sessions}
    published = set(
        Bulletin.objects.filter(session__in=sessions or {0}).in_force(held).values_list("session_id", flat=True)
    )
    declared = set(
        DeclaredTable.objects.filter(season__in=[0, *seasons]).in_force(held).values_list("after_id", flat=True)
    )
    numbers: dict[int, list[int]] = defaultdict(list)
    for counted in own:
        numbers[counted.season_id].append(counted.number)
    cuts = {}
    for pk, loaded in seasons.items():
        orders = [
            ref.order
            for ref in loaded.round_sessions
            if (ref.session_pk in published or ref.pk in declared)
            and (ref.round < min(numbers[pk]) if moment is Moment.BEFORE else ref.round <= max(numbers[pk]))
        ]
        cuts[pk] = max(orders, default=0)
    return cuts


def _read_facts(event: Event, seasons: Iterable[int], past: Iterable[int], until: datetime) -> list[StatedFact]:
    """What was stated by then of the event, its seasons, their events so far, and the people entered. One query."""
    about_people = Q(driver__in=_here(event), season__isnull=True, event__isnull=True)
    return list(
        StatedFact.objects.filter(Q(event__in=past) | Q(season__in=list(seasons), event__isnull=True) | about_people)
        .issued(until)
        .select_related("driver", "event", "season__championship")
        .order_by("issued_at", "pk")
    )


def _read_drivers(
    seasons: Iterable[LoadedSeason],
    crews: Mapping[int, list[Crew]],
    kinships: Iterable[Kinship],
    facts: Iterable[StatedFact],
    parts: Mapping[int, list[PartFacts]],
) -> dict[str, Driver]:
    """Everybody the story could name, by slug. One query beside those who came with other rows."""
    found = {crew.driver.slug: crew.driver for held in crews.values() for crew in held}
    found |= {person.slug: person for tie in kinships for person in (tie.person, tie.relative)}
    found |= {fact.driver.slug: fact.driver for fact in facts if fact.driver}
    named = {slug for loaded in seasons for slug in loaded.drivers}
    named |= {part.driver for held in parts.values() for part in held if part.driver}
    missing = sorted(named - found.keys())
    return found | {driver.slug: driver for driver in Driver.objects.filter(slug__in=["", *missing])}


def _read_visits(event: Event, championships: Iterable[int]) -> list[Round]:
    """Earlier rounds of these championships at the circuit of the event, the newest last. One query."""
    return list(
        Round.objects.filter(
            season__championship__in=[0, *championships],
            event__circuit__isnull=False,
            event__circuit=event.circuit_id,
            event__starts_on__lt=event.starts_on or date.min,
        )
        .exclude(event__state=Event.State.CANCELLED)
        .select_related("season__championship", "event")
        .order_by("event__starts_on", "event__slug", "pk")
    )


def _read_careers(event: Event, own: Iterable[Round], *, at: datetime) -> list[CareerRow]:
    """Where the history is declared complete: the races of earlier seasons of the people entered, and the wins of
    everybody at this circuit. One query."""
    complete = Q(pk__in=[])
    for counted in own:
        since = counted.season.championship.history_complete_from
        if since is not None:
            complete |= Q(
                round_session__round__season__championship=counted.season.championship_id,
                round_session__round__season__year__gte=since,
                round_session__round__season__year__lt=counted.season.year,
            )
    won_here = Q(place=1, round_session__session__event__circuit__isnull=False) & Q(
        round_session__session__event__circuit=event.circuit_id
    )
    out = Bulletin.objects.filter(session=OuterRef("round_session__session"), issued_at__lte=at)
    rows = (
        ClassifiedLine.objects.filter(complete, Q(driver__in=_here(event)) | won_here)
        .filter(Exists(out), round_session__session__kind=SessionKind.RACE.value)
        .order_by("pk")
        .values_list(
            "round_session__round__season__championship__slug",
            "driver__slug",
            "place",
            "status",
            "flags",
            "round_session__session__event__circuit_id",
            "round_session__key",
        )
    )
    return [
        CareerRow(championship, str(driver), place, status, "pole" in flags, circuit, key)
        for championship, driver, place, status, flags, circuit, key in rows
    ]
