"""Who won the races of events: in the whole field, and in each category of people and class of cars."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef

from championships.models import Bulletin, Category, Event, LineDriver, Report, RoundSession, Session
from championships.queries.classified import Placing, read_placings
from championships.queries.laps import list_public_files
from championships.queries.refs import (
    CategoryRef,
    DriverRef,
    EventRef,
    SeasonRef,
    refer_category,
    refer_driver,
    refer_event,
    refer_season,
)
from championships.scoring.vocabulary import SessionKind


@dataclass(frozen=True, slots=True)
class Winner:
    number: str
    driver: DriverRef | None


@dataclass(frozen=True, slots=True)
class ClassWinner:
    """First of a category. `season`: the championship whose category it is; `apart`: named, as another has one too."""

    category: CategoryRef
    season: SeasonRef
    winner: Winner
    apart: bool = False


@dataclass(frozen=True, slots=True)
class RaceResult:
    slug: str
    key: str
    name: str
    state: str
    complete: bool
    winners: tuple[Winner, ...]
    classes: tuple[ClassWinner, ...] = ()
    has_laps: bool = False  # a lap-by-lap file was imported


@dataclass(frozen=True, slots=True)
class EventResults:
    """The published races of an event, in running order. `demo`: it counts for invented championships only."""

    event: EventRef
    seasons: tuple[SeasonRef, ...]
    races: tuple[RaceResult, ...]
    report: bool  # a report is out

    @property
    def demo(self) -> bool:
        return bool(self.seasons) and all(season.demo for season in self.seasons)


def list_run_events(*, at: datetime, count: int, demo: bool) -> list[Event]:
    """The newest events with a published race, latest first: those of real championships, or the invented ones."""
    published = Bulletin.objects.in_force(at).filter(session=OuterRef("pk"))
    races = Session.objects.filter(kind=SessionKind.RACE.value).filter(Exists(published))
    real = Event.objects.filter(pk=OuterRef("pk"), demo=False, rounds__season__championship__demo=False)
    told = Exists(real)
    return list(
        Event.objects.filter(
            Exists(races.filter(event=OuterRef("pk"))), ~told if demo else told, starts_on__isnull=False
        ).order_by("-starts_on", "slug")[:count]
    )


def read_event_results(events: Iterable[Event], *, at: datetime) -> tuple[EventResults, ...]:
    """The published races of these events with their winners, in the order given.

    Seven queries whatever the events, more where one of their seasons changed after that instant.
    """
    events = list(events)
    counted = list(
        RoundSession.objects.filter(session__event__in=[0, *(one.pk for one in events)], session__kind="race")
        .annotate(lapped=Exists(list_public_files(at).filter(session=OuterRef("session"))))
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
    winners, classes = _find_winners(run, at=at)
    told = {event.pk for event in events}
    reports = set(Report.objects.filter(event__in=[0, *told], published_at__lte=at).values_list("event_id", flat=True))
    lapped = {one.session_id for one in run if one.lapped and bulletins[one.session_id].state != "withdrawn"}
    return tuple(
        _tell_event(event, run, bulletins, winners, classes, lapped=lapped, report=event.pk in reports)
        for event in events
    )


type ByWinner[Value] = dict[int, tuple[Value, ...]]  # by session


def _find_winners(counted: Collection[RoundSession], *, at: datetime) -> tuple[ByWinner[Winner], ByWinner[ClassWinner]]:
    """First of the whole field (several: they share the car, or the place), and first of each category."""
    rounds = {one.pk: one for one in counted}
    placings = read_placings(counted, at=at)
    first = _find_first(rounds, placings)
    leading: list[tuple[int, str, int]] = []  # round session, category, part of a line
    for counting, by_part in placings.items():
        for part, placing in by_part.items():
            leading += [(counting, slug, part) for slug, place in placing.categories.items() if place == 1]
    people = _read_people({*first, *(part for _counting, _slug, part in leading)})
    championships = {one.round.season.championship_id for one in counted}
    categories = {
        (one.championship_id, one.slug): refer_category(one)
        for one in Category.objects.filter(championship__in=[0, *championships])
    }
    winners: dict[int, list[Winner]] = defaultdict(list)
    for part, winner in people.items():
        if part in first:
            winners[first[part]].append(winner)
    order = {part: place for place, part in enumerate(people)}
    classes: dict[int, list[ClassWinner]] = defaultdict(list)
    for counting, slug, part in sorted(leading, key=lambda one: (rounds[one[0]].round.season.championship.order,
                                                                  one[0], one[1], order.get(one[2], 0))):  # fmt: skip
        one = rounds[counting]
        category = categories.get((one.round.season.championship_id, slug)) or CategoryRef(slug, slug, slug[:2].upper())
        if part in people:
            classes[one.session_id].append(ClassWinner(category, refer_season(one.round.season), people[part]))
    return (
        {session: tuple(found) for session, found in winners.items()},
        {session: _merge(found) for session, found in classes.items()},
    )


def _find_first(rounds: Mapping[int, RoundSession], placings: Mapping[int, Mapping[int, Placing]]) -> dict[int, int]:
    """Part of a line → session, for who is first of the whole field."""
    return {
        part: rounds[counting].session_id
        for counting, by_part in placings.items()
        for part, placing in by_part.items()
        if placing.overall == 1
    }


def _read_people(parts: Collection[int]) -> dict[int, Winner]:
    rows = LineDriver.objects.filter(pk__in=[0, *parts]).select_related("driver", "line__entry").order_by("order", "pk")
    return {row.pk: Winner(row.line.entry.number, refer_driver(row.driver) if row.driver else None) for row in rows}


def _merge(found: Iterable[ClassWinner]) -> tuple[ClassWinner, ...]:
    """One race counts for two championships: the same winner of the same category is told once."""
    told: dict[tuple[str, str, Winner], ClassWinner] = {}
    for one in found:
        told.setdefault((one.category.letter, one.category.name, one.winner), one)
    homes: dict[str, set[int]] = defaultdict(set)
    for one in told.values():
        homes[one.category.name].add(one.season.pk)
    return tuple(replace(one, apart=len(homes[one.category.name]) > 1) for one in told.values())


def _tell_event(
    event: Event,
    run: Iterable[RoundSession],
    bulletins: Mapping[int, Bulletin],
    winners: Mapping[int, tuple[Winner, ...]],
    classes: Mapping[int, tuple[ClassWinner, ...]],
    *,
    lapped: Collection[int],
    report: bool,
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
            classes=classes.get(one.session_id, ()),
            has_laps=one.session_id in lapped,
        )
        for one in own
    }
    return EventResults(refer_event(event), tuple(seasons.values()), tuple(races.values()), report)
