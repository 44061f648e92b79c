"""Lists of everything, page by page: each page says where it ended, and the next one goes on from there.

A page is found by the last row of the one before (keyset): a row added meanwhile neither repeats nor hides another,
and nothing is counted. An unknown last row gives None.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from championships.models import Championship, Circuit, Driver, Event, News, Preview, Round, Season, Team
from championships.queries.calendar import CalendarRound
from championships.queries.refs import (
    CircuitRef,
    DriverRef,
    EventRef,
    SeasonRef,
    TeamRef,
    refer_circuit,
    refer_driver,
    refer_event,
    refer_season,
    refer_team,
)

_UNDATED = date.max  # an event without a date comes after those of its year


@dataclass(frozen=True, slots=True)
class Listing[Row]:
    """A page of a list. `last` leads on to the next one; empty on the last page."""

    rows: tuple[Row, ...]
    last: str = ""


@dataclass(frozen=True, slots=True)
class ChampionshipRow:
    slug: str
    name: str
    demo: bool
    history_complete_from: int | None
    seasons: tuple[SeasonRef, ...]  # newest first


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of the calendar, and the rounds it is."""

    event: EventRef
    circuit: CircuitRef | None
    state: str
    moved_from: date | None
    rounds: tuple[CalendarRound, ...]
    preview: bool
    demo: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    driver: DriverRef
    country: str


@dataclass(frozen=True, slots=True)
class TeamRow:
    team: TeamRef
    country: str
    demo: bool


@dataclass(frozen=True, slots=True)
class CircuitRow:
    circuit: CircuitRef
    time_zone: str
    demo: bool


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A news item in a list. `championship`: its address; empty: of the whole site."""

    slug: str
    title: str
    published_at: datetime
    updated_at: datetime | None
    championship: str
    demo: bool


def list_championships(slug: str = "") -> tuple[ChampionshipRow, ...]:
    """Every championship with a season that has a calendar, or the one of that address. Two queries."""
    planned = Season.objects.filter(Exists(Round.objects.filter(season=OuterRef("pk"))))
    seasons: dict[int, list[SeasonRef]] = defaultdict(list)
    for season in planned.select_related("championship").order_by("-year", "-label"):
        seasons[season.championship_id].append(refer_season(season))
    found = Championship.objects.filter(pk__in=[0, *seasons]).order_by("order", "slug")
    return tuple(
        ChampionshipRow(
            slug=one.slug,
            name=str(one.name),
            demo=one.demo,
            history_complete_from=one.history_complete_from,
            seasons=tuple(seasons[one.pk]),
        )
        for one in (found.filter(slug=slug) if slug else found)
    )


def list_events(
    *, at: datetime, limit: int, after: tuple[int, str] | None = None, year: int | None = None, championship: str = ""
) -> Listing[EventRow] | None:
    """Events, the newest year first, in the order of its calendar. `after`: year and address of the last one seen.

    Three queries, four after the first page.
    """
    rows = Event.objects.annotate(day=Coalesce(F("starts_on"), _UNDATED)).select_related("circuit")
    if year is not None:
        rows = rows.filter(year=year)
    if championship:
        rows = rows.filter(Exists(Round.objects.filter(event=OuterRef("pk"), season__championship__slug=championship)))
    if after is not None:
        last = Event.objects.filter(year=after[0], slug=after[1]).values_list("year", "starts_on", "slug").first()
        if last is None:
            return None
        day = last[1] or _UNDATED
        later = Q(day__gt=day) | Q(day=day, slug__gt=last[2])
        rows = rows.filter(Q(year__lt=last[0]) | Q(year=last[0]) & later)
    found = list(rows.order_by("-year", "day", "slug")[: limit + 1])
    kept = found[:limit]
    rounds = _read_rounds(kept)
    previews = set(
        Preview.objects.filter(event__in=[one.pk for one in kept] or [0], published_at__lte=at).values_list(
            "event_id", flat=True
        )
    )
    return Listing(
        rows=tuple(
            EventRow(
                event=refer_event(event),
                circuit=refer_circuit(event.circuit),
                state=event.state,
                moved_from=event.moved_from if event.state == Event.State.MOVED else None,
                rounds=tuple(rounds.get(event.pk, ())),
                preview=event.pk in previews,
                demo=event.demo or any(one.season.demo for one in rounds.get(event.pk, ())),
            )
            for event in kept
        ),
        last=f"{kept[-1].year}/{kept[-1].slug}" if len(found) > limit else "",
    )


def _read_rounds(events: Iterable[Event]) -> Mapping[int, list[CalendarRound]]:
    rounds: dict[int, list[CalendarRound]] = defaultdict(list)
    for one in (
        Round.objects.filter(event__in=[event.pk for event in events] or [0])
        .select_related("season__championship")
        .order_by("season__championship__order", "season__championship__slug", "number")
    ):
        rounds[one.event_id].append(CalendarRound(refer_season(one.season), one.number))
    return rounds


def list_drivers(*, limit: int, after: str = "") -> Listing[PersonRow] | None:
    """Drivers in alphabetical order. One query, two after the first page."""
    found = _page(Driver.objects.all(), "sort_name", after, limit)
    return (
        None
        if found is None
        else Listing(tuple(PersonRow(refer_driver(one), one.country) for one in found[:limit]), _last(found, limit))
    )


def list_teams(*, limit: int, after: str = "") -> Listing[TeamRow] | None:
    """Teams in alphabetical order. One query, two after the first page."""
    found = _page(Team.objects.all(), "search_name", after, limit)
    if found is None:
        return None
    named = ((one, refer_team(one)) for one in found[:limit])
    return Listing(
        tuple(TeamRow(team, one.country, one.demo) for one, team in named if team is not None), _last(found, limit)
    )


def list_circuits(*, limit: int, after: str = "") -> Listing[CircuitRow] | None:
    """Circuits in alphabetical order. One query, two after the first page."""
    found = _page(Circuit.objects.all(), "search_name", after, limit)
    if found is None:
        return None
    named = ((one, refer_circuit(one)) for one in found[:limit])
    return Listing(
        tuple(CircuitRow(circuit, one.time_zone, one.demo) for one, circuit in named if circuit is not None),
        _last(found, limit),
    )


def list_news(*, at: datetime, limit: int, after: str = "", championship: str = "") -> Listing[NewsLine] | None:
    """News published by that instant, newest first. One query, two after the first page."""
    rows = News.objects.filter(published_at__lte=at).select_related("championship")
    if championship:
        rows = rows.filter(championship__slug=championship)
    if after:
        last = News.objects.filter(published_at__lte=at, slug=after).values_list("published_at", "pk").first()
        if last is None:
            return None
        rows = rows.filter(Q(published_at__lt=last[0]) | Q(published_at=last[0], pk__lt=last[1]))
    found = list(rows.order_by("-published_at", "-pk")[: limit + 1])
    return Listing(
        rows=tuple(
            NewsLine(
                slug=one.slug,
                title=str(one.title),
                published_at=one.published_at,
                updated_at=one.updated_at,
                championship=one.championship.slug if one.championship else "",
                demo=bool(one.championship and one.championship.demo),
            )
            for one in found[:limit]
            if one.published_at is not None
        ),
        last=_last(found, limit),
    )


def _page(rows: QuerySet[Any], key: str, after: str, limit: int) -> list[Any] | None:
    """One row more than the page holds, in the order of `key`; None where the last row seen is unknown."""
    if after:
        last = rows.filter(slug=after).values_list(key, flat=True).first()
        if last is None:
            return None
        rows = rows.filter(Q(**{f"{key}__gt": last}) | Q(**{key: last, "slug__gt": after}))
    return list(rows.order_by(key, "slug")[: limit + 1])


def _last(found: list[Any], limit: int) -> str:
    return str(found[limit - 1].slug) if len(found) > limit else ""
