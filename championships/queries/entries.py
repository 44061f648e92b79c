"""Who is entered in an event, for which championship, in which category; who is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from championships.models import Crew, Enrolment, Entry, Event, Participation, Round, StatedFact
from championships.queries.events import EventRound, place_rounds, read_calendar
from championships.queries.refs import (
    CategoryRef,
    CircuitRef,
    DriverRef,
    SourceList,
    SourceRef,
    TeamRef,
    find_zone,
    is_demo,
    refer_category,
    refer_circuit,
    refer_driver,
    refer_team,
)
from championships.stories.picture import CrewPicture


@dataclass(frozen=True, slots=True)
class Part:
    """An entry in one round of one season. `categories` are those of its people, `car_class` of its car."""

    championship: str
    name: str
    number: int
    scores: bool
    guest: bool
    car_class: str
    categories: tuple[CategoryRef, ...]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A car. No crew: it is known, its driver is not."""

    number: str
    team: TeamRef | None
    entrant: str
    car: str
    crew: tuple[DriverRef, ...]
    parts: tuple[Part, ...]
    withdrawn: bool
    source: int | None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Somebody of the season who is not entered, as stated. Number and team: those of his newest earlier entry."""

    driver: DriverRef
    number: str
    team: TeamRef | None
    categories: tuple[CategoryRef, ...]
    text: str
    source: int | None


@dataclass(frozen=True, slots=True)
class EntriesPage:
    year: int
    slug: str
    name: str
    starts_on: date | None
    ends_on: date | None
    zone: str
    circuit: CircuitRef | None
    demo: bool
    rounds: tuple[EventRound, ...]
    rows: tuple[EntryRow, ...]
    absences: tuple[AbsenceRow, ...]
    sources: tuple[SourceRef, ...]


def load_entries(year: int, slug: str, *, at: datetime) -> EntriesPage | None:
    """The entry list of an event; None where there is no such event, or nobody is entered. Eight queries."""
    event = Event.objects.filter(year=year, slug=slug).select_related("circuit").first()
    if event is None:
        return None
    calendar = read_calendar(event)
    own = [counted for counted in calendar if counted.event_id == event.pk]
    field = read_field(event, own)
    absent = read_facts(event, at=at, kinds=(StatedFact.Kind.ABSENCE,))
    if not field.entries:
        return None
    sources = SourceList()
    return EntriesPage(
        year=event.year,
        slug=event.slug,
        name=str(event.name),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        zone=find_zone(event),
        circuit=refer_circuit(event.circuit),
        demo=is_demo(event, own),
        rounds=place_rounds(own, calendar),
        rows=field.list_rows(sources),
        absences=field.list_absences(absent, sources),
        sources=sources.listed(),
    )


class Field:
    """The entries of an event and of the earlier events of its seasons, looked at from every side."""

    def __init__(
        self,
        *,
        event: Event,
        entries: list[Entry],
        parts: list[Participation],
        crews: list[Crew],
        enrolments: list[Enrolment],
        categories: Mapping[int, list[CategoryRef]],
        rounds: Iterable[Round],
    ) -> None:
        self.event = event
        self.entries = entries
        self.rounds = list(rounds)
        self.crews: dict[int, list[Crew]] = defaultdict(list)  # by entry, this event and earlier ones
        self.parts: dict[int, list[Participation]] = defaultdict(list)
        self.categories: dict[tuple[int, int], dict[str, CategoryRef]] = defaultdict(dict)  # by season and driver
        for crew in crews:
            self.crews[crew.entry_id].append(crew)
        for part in parts:
            self.parts[part.entry_id].append(part)
        numbers = {counted.season_id: counted.number for counted in self.rounds}
        for enrolment in enrolments:
            number = numbers[enrolment.season_id]
            begun = enrolment.from_round is None or enrolment.from_round <= number
            over = enrolment.to_round is not None and enrolment.to_round < number
            if begun and not over and enrolment.driver_id:
                for category in categories.get(enrolment.pk, ()):
                    self.categories[enrolment.season_id, enrolment.driver_id][category.slug] = category
        earlier = {crew.entry.event_id: crew.entry.event for crew in crews if crew.entry.event_id != event.pk}
        in_order = sorted(earlier.values(), key=lambda past: (past.starts_on or date.min, past.slug))
        self.order = {past.pk: order for order, past in enumerate([*in_order, event])}

    def list_rows(self, sources: SourceList) -> tuple[EntryRow, ...]:
        return tuple(
            EntryRow(
                number=entry.number,
                team=refer_team(entry.team),
                entrant=entry.entrant.name if entry.entrant else "",
                car=entry.car,
                crew=tuple(refer_driver(crew.driver) for crew in self.crews[entry.pk]),
                parts=self.list_parts(entry),
                withdrawn=entry.withdrawn,
                source=sources.add(entry.source),
            )
            for entry in self.entries
        )

    def list_parts(self, entry: Entry) -> tuple[Part, ...]:
        names = {counted.pk: counted for counted in self.rounds}
        parts = []
        for part in self.parts[entry.pk]:
            counted = names[part.round_id]
            championship = counted.season.championship
            people: dict[str, CategoryRef] = {}
            for crew in self.crews[entry.pk]:
                people |= self.categories.get((counted.season_id, crew.driver_id), {})
            parts.append(
                Part(
                    championship=championship.slug,
                    name=str(championship.name),
                    number=counted.number,
                    scores=part.scores,
                    guest=part.guest,
                    car_class=part.car_class,
                    categories=tuple(people[slug] for slug in sorted(people)),
                )
            )
        return tuple(parts)

    def list_absences(self, facts: Iterable[StatedFact], sources: SourceList) -> tuple[AbsenceRow, ...]:
        rows = []
        for fact in facts:
            if fact.kind != StatedFact.Kind.ABSENCE or fact.driver is None:
                continue
            last = self.find_newest_entry(fact.driver_id or 0)
            people: dict[str, CategoryRef] = {}
            for counted in self.rounds:
                people |= self.categories.get((counted.season_id, fact.driver.pk), {})
            rows.append(
                AbsenceRow(
                    driver=refer_driver(fact.driver),
                    number=last.number if last else str(fact.value.get("number", "")),
                    team=refer_team(last.team) if last else None,
                    categories=tuple(people[slug] for slug in sorted(people)),
                    text=str(fact.text),
                    source=sources.add(fact.source),
                )
            )
        return tuple(rows)

    def find_newest_entry(self, driver: int) -> Entry | None:
        """The driver's entry at this event, else at the newest earlier one."""
        entries = [crew.entry for crews in self.crews.values() for crew in crews if crew.driver_id == driver]
        return max(entries, key=lambda entry: self.order[entry.event_id], default=None)

    def list_categories(self, season: int, slug: str) -> tuple[CategoryRef, ...]:
        """The categories of people somebody of the field is enrolled in for this round of a season."""
        known = {crew.driver.slug: crew.driver_id for crews in self.crews.values() for crew in crews}
        held = self.categories.get((season, known.get(slug, 0)), {})
        return tuple(held[category] for category in sorted(held))

    def find_newest_entry_of(self, slug: str) -> Entry | None:
        """The same by the driver's slug."""
        known = {crew.driver.slug: crew.driver_id for crews in self.crews.values() for crew in crews}
        return self.find_newest_entry(known[slug]) if slug in known else None

    def picture_crews(self) -> list[tuple[Entry, CrewPicture]]:
        """Every crew known up to this event, as the stories look at it."""
        return [
            (
                crews[0].entry,
                CrewPicture(
                    order=self.order[crews[0].entry.event_id],
                    event=crews[0].entry.event.slug,
                    number=crews[0].entry.number,
                    drivers=tuple(crew.driver.slug for crew in crews),
                ),
            )
            for crews in self.crews.values()
            if crews
        ]


def read_field(event: Event, own: list[Round]) -> Field:
    """The entries of the event, and the crews of the earlier events of its seasons. Five queries."""
    seasons = [counted.season_id for counted in own]
    entries = list(
        Entry.objects.filter(event=event).select_related("team", "entrant", "source").order_by("order", "number", "pk")
    )
    parts = list(Participation.objects.filter(entry__event=event).order_by("round", "pk"))
    earlier = Event.objects.filter(rounds__season__in=seasons, starts_on__lte=event.starts_on or date.min)
    crews = list(
        Crew.objects.filter(Q(entry__event=event) | Q(entry__event__in=earlier.values("pk")))
        .select_related("driver", "entry__event", "entry__team", "entry__source")
        .order_by("entry__event__starts_on", "entry", "order", "pk")
    )
    enrolments = list(Enrolment.objects.filter(season__in=seasons, driver__isnull=False).order_by("pk"))
    categories: dict[int, list[CategoryRef]] = defaultdict(list)
    links = Enrolment.categories.through.objects.filter(enrolment__season__in=seasons).select_related("category")
    for link in links.order_by("enrolment", "category__slug"):
        categories[link.enrolment_id].append(refer_category(link.category))
    return Field(
        event=event,
        entries=entries,
        parts=parts,
        crews=crews,
        enrolments=enrolments,
        categories=categories,
        rounds=own,
    )


def read_facts(event: Event, *, at: datetime, kinds: Iterable[StatedFact.Kind]) -> list[StatedFact]:
    """What was stated about people at this event by that instant. One query."""
    return list(
        StatedFact.objects.filter(event=event, kind__in=list(kinds))
        .issued(at)
        .select_related("driver", "source")
        .order_by("issued_at", "pk")
    )
