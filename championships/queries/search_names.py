"""What can be searched for, by its names, folded: each with what it leads to. One query a function."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from championships.models import (
    Circuit,
    Crew,
    Driver,
    DriverAlias,
    Event,
    News,
    Preview,
    Round,
    Season,
    Team,
    TeamAlias,
)
from championships.models.fields import fold
from championships.queries.refs import TeamRef

# An event of an invented championship is invented, whatever it says of itself.
_OF_DEMO = Exists(Round.objects.filter(event=OuterRef("pk"), season__championship__demo=True))
MOST = 5_000  # of a kind: those that hold the text as it stands come first


class Kind(IntEnum):
    """What was found, in the order in which kinds stand that match equally well."""

    DRIVER = 0
    TEAM = 1
    SEASON = 2
    EVENT = 3
    CIRCUIT = 4
    PREVIEW = 5
    NEWS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """Something with a page. `where` are the parts of its address.

    `alias`: the spelling that matched, where it is not the name. Of a driver number and team of the newest meeting; of
    anything else `note` says of what it is.
    """

    kind: Kind
    where: tuple[str | int, ...]
    name: str
    demo: bool
    alias: str = ""
    number: str = ""
    team: TeamRef | None = None
    note: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A folded name and what it leads to. `age`: among equal matches the least comes first (the newest)."""

    folded: str
    hit: Hit
    age: int = 0

    @property
    def order(self) -> tuple[bool, bool, int, int, str, tuple[str, ...]]:
        """Total: no two things have the same kind and address."""
        hit = self.hit
        where = tuple(str(one) for one in hit.where)
        return bool(hit.alias), hit.demo, hit.kind, self.age, fold(hit.name), where


def _nearest[Row: Any](rows: QuerySet[Row], asked: str) -> QuerySet[Row]:
    """The rows to compare, those whose name holds the text as it stands first."""
    first = Case(When(search_name__contains=asked, then=Value(0)), default=Value(1))
    return rows.annotate(first=first).order_by("first", "search_name", "pk")[:MOST]


def name_drivers(asked: str) -> list[Name]:
    rows = _nearest(Driver.objects.all(), asked).values_list("search_name", "slug", "name", "demo")
    return [Name(folded, Hit(Kind.DRIVER, (slug,), name, demo)) for folded, slug, name, demo in rows]


def name_driver_aliases(asked: str) -> list[Name]:
    rows = _nearest(DriverAlias.objects.all(), asked).values_list(
        "search_name", "driver__slug", "driver__name", "driver__demo", "text"
    )
    return [Name(folded, Hit(Kind.DRIVER, (slug,), name, demo, alias)) for folded, slug, name, demo, alias in rows]


def name_teams(asked: str) -> list[Name]:
    rows = _nearest(Team.objects.all(), asked).values_list("search_name", "slug", "name", "demo")
    return [Name(folded, Hit(Kind.TEAM, (slug,), name, demo)) for folded, slug, name, demo in rows]


def name_team_aliases(asked: str) -> list[Name]:
    rows = _nearest(TeamAlias.objects.all(), asked).values_list(
        "search_name", "team__slug", "team__name", "team__demo", "text"
    )
    return [Name(folded, Hit(Kind.TEAM, (slug,), name, demo, alias)) for folded, slug, name, demo, alias in rows]


def name_circuits(asked: str) -> list[Name]:
    rows = _nearest(Circuit.objects.all(), asked).values_list("search_name", "slug", "name", "demo")
    return [Name(folded, Hit(Kind.CIRCUIT, (slug,), name, demo)) for folded, slug, name, demo in rows]


def name_seasons() -> list[Name]:
    """Every season with a calendar, in both languages, with its label: "trophee france 2025"."""
    planned = Season.objects.filter(Exists(Round.objects.filter(season=OuterRef("pk"))))
    found = []
    for season in planned.select_related("championship").order_by("-year", "pk")[:MOST]:
        home = season.championship
        hit = Hit(Kind.SEASON, (home.slug, season.label), f"{home.name} {season.label}", home.demo)
        found += [
            Name(f"{folded} {fold(season.label)}", hit, -season.year)
            for folded in _fold_once(home.name_fr, home.name_en)
        ]
    return found


def name_events() -> list[Name]:
    """Events by their names in both languages, their official name and their circuit, with the year."""
    found = []
    for event in Event.objects.select_related("circuit").annotate(of_demo=_OF_DEMO).order_by("-year", "pk")[:MOST]:
        circuit = event.circuit.name if event.circuit else ""
        demo = event.demo or event.of_demo
        hit = Hit(Kind.EVENT, (event.year, event.slug), f"{event.name} {event.year}", demo, note=circuit)
        age = -(event.starts_on.toordinal() if event.starts_on else event.year * 366)
        found += [
            Name(f"{folded} {event.year}", hit, age)
            for folded in _fold_once(event.name_fr, event.name_en, event.official_name, circuit)
        ]
    return found


def name_previews(at: datetime) -> list[Name]:
    of_demo = Exists(Round.objects.filter(event=OuterRef("event"), season__championship__demo=True))
    published = Preview.objects.filter(published_at__lte=at).select_related("event").annotate(of_demo=of_demo)
    rows = published.order_by("-published_at", "pk")[:MOST]
    return [
        Name(folded, _refer_preview(preview, demo=preview.event.demo or preview.of_demo), _age(preview.published_at))
        for preview in rows
        for folded in _fold_once(preview.title_fr, preview.title_en)
    ]


def name_news(at: datetime) -> list[Name]:
    rows = News.objects.filter(published_at__lte=at).select_related("championship").order_by("-published_at", "pk")
    found = []
    for news in rows[:MOST]:
        home = news.championship
        hit = Hit(
            kind=Kind.NEWS,
            where=(news.slug,),
            name=str(news.title),
            demo=bool(home and home.demo),
            note=str(home.name) if home else "",
            published_at=news.published_at,
        )
        found += [Name(folded, hit, _age(news.published_at)) for folded in _fold_once(news.title_fr, news.title_en)]
    return found


def name_plates(number: str) -> list[Name]:
    """Who drove or drives a car of exactly that number ("007" is not "7"), the newest meeting first."""
    rows = (
        Crew.objects.filter(entry__number__iexact=number, entry__number__gt="")
        .select_related("driver", "entry__event")
        .order_by("-entry__event__year", "-entry__event__starts_on", "order", "pk")[:MOST]
    )
    found: dict[str, Name] = {}
    for crew in rows:
        event, driver = crew.entry.event, crew.driver
        age = -(event.starts_on.toordinal() if event.starts_on else event.year * 366)
        hit = Hit(Kind.DRIVER, (driver.slug,), driver.name, driver.demo)
        found.setdefault(driver.slug, Name(driver.search_name, hit, age))
    return list(found.values())


def seat_drivers(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The drivers with the number and team of their newest meeting. One query."""
    rows = (
        Crew.objects.filter(driver__slug__in=["", *(str(hit.where[0]) for hit in hits)])
        .select_related("entry__team")
        .order_by("-entry__event__year", "-entry__event__starts_on", "entry__order", "pk")
        .values_list("driver__slug", "entry__number", "entry__team__slug", "entry__team__name")
    )
    seats: dict[str, tuple[str, TeamRef | None]] = {}
    for slug, number, team, name in rows:
        seats.setdefault(slug, (number, TeamRef(team, name) if team else None))
    return tuple(_seat(hit, seats) for hit in hits)


def _seat(hit: Hit, seats: Mapping[str, tuple[str, TeamRef | None]]) -> Hit:
    number, team = seats.get(str(hit.where[0]), ("", None))
    return replace(hit, number=number, team=team)


def _refer_preview(preview: Preview, *, demo: bool) -> Hit:
    event = preview.event
    return Hit(
        kind=Kind.PREVIEW,
        where=(event.year, event.slug),
        name=str(preview.title),
        demo=demo,
        note=f"{event.name} {event.year}",
        published_at=preview.published_at,
    )


def _age(moment: datetime | None) -> int:
    return -int(moment.timestamp()) if moment else 0


def _fold_once(*texts: str) -> Iterable[str]:
    """The texts folded, each once, empty ones left out."""
    return dict.fromkeys(folded for text in texts if (folded := fold(text)))
