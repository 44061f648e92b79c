"""Small values that several pages share: who, where, which season, and the numbered sources of a page."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from championships.models import Category, Circuit, Driver, Event, Round, Season, Session, Source, Team


@dataclass(frozen=True, slots=True)
class DriverRef:
    slug: str
    name: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class TeamRef:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class CategoryRef:
    """A category of people, with the letter of its sign."""

    slug: str
    name: str
    letter: str


@dataclass(frozen=True, slots=True)
class CircuitRef:
    slug: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class SeasonRef:
    pk: int
    championship: str
    name: str
    label: str
    demo: bool
    order: int = 0  # of the championship


@dataclass(frozen=True, slots=True)
class EventRef:
    year: int
    slug: str
    name: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source as a page lists it. `deduced`: worked out from published facts, with the reasoning."""

    number: int
    title: str
    url: str
    published_on: date | None
    deduced: bool
    reasoning: str


class Cited(Protocol):
    """A source as other pages' values hold it."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def published_on(self) -> date | None: ...
    @property
    def deduced(self) -> bool: ...
    @property
    def reasoning(self) -> str: ...


class SourceList:
    """Numbers the sources of a page in the order in which the page first uses them."""

    def __init__(self) -> None:
        self._sources: dict[tuple[str, str, date | None, bool, str], int] = {}

    def add(self, source: Source | None) -> int | None:
        """The number of that source on this page; None for no source."""
        if source is None:
            return None
        deduced = source.standing == Source.Standing.DEDUCED
        return self._number((source.title, source.url, source.published_on, deduced, str(source.reasoning)))

    def add_view(self, source: Cited) -> int:
        """The same for a source that was already read."""
        return self._number((source.title, source.url, source.published_on, source.deduced, source.reasoning))

    def _number(self, key: tuple[str, str, date | None, bool, str]) -> int:
        return self._sources.setdefault(key, len(self._sources) + 1)

    def listed(self) -> tuple[SourceRef, ...]:
        return tuple(SourceRef(number, *key) for key, number in self._sources.items())


def refer_driver(driver: Driver) -> DriverRef:
    return DriverRef(slug=driver.slug, name=driver.name, demo=driver.demo)


def refer_team(team: Team | None) -> TeamRef | None:
    return None if team is None else TeamRef(slug=team.slug, name=team.name)


def refer_category(category: Category) -> CategoryRef:
    return CategoryRef(slug=category.slug, name=str(category.name), letter=category.letter)


def refer_circuit(circuit: Circuit | None) -> CircuitRef | None:
    return None if circuit is None else CircuitRef(slug=circuit.slug, name=circuit.name, country=circuit.country)


def refer_season(season: Season) -> SeasonRef:
    """The season's championship must be loaded with it."""
    championship = season.championship
    return SeasonRef(
        pk=season.pk,
        championship=championship.slug,
        name=str(championship.name),
        label=season.label,
        demo=championship.demo,
        order=championship.order,
    )


def refer_event(event: Event) -> EventRef:
    return EventRef(
        year=event.year,
        slug=event.slug,
        name=str(event.name),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
    )


def find_zone(event: Event) -> str:
    """The time zone of the venue; UTC where no circuit is known."""
    return event.circuit.time_zone if event.circuit else "UTC"


def day_of(session: Session, zone: str) -> date | None:
    """The day of a session: its start at the venue, else the day that is known without an hour."""
    return session.starts_at.astimezone(ZoneInfo(zone)).date() if session.starts_at else session.on_date


def is_demo(event: Event, rounds: list[Round]) -> bool:
    return event.demo or any(counted.season.championship.demo for counted in rounds)
