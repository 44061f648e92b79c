"""Every public page there is, for search engines: its route, its parts, and when what it shows last changed.

In parts that each ask a fixed number of queries: the frame, people and places, news, a year of events, a season.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from championships.models import (
    Bulletin,
    Championship,
    Circuit,
    Driver,
    Entry,
    Event,
    News,
    Preview,
    Report,
    Revision,
    RuleBook,
    Season,
    Session,
    Team,
    Verdict,
)
from championships.queries.tables import load_tables


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page: the name of its route and the parts of its address. `changed_at` None: not known."""

    route: str
    parts: tuple[object, ...] = ()
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SitePart:
    """A part of the site map and the name of its file: "frame", "people", "news", "events-2025", "season-cup-2025"."""

    name: str
    changed_at: datetime | None


_FRAME = (
    "home",
    "championships",
    "results",
    "records-all",
    "head-to-head-choice",
    "api-guide",
    "accessibility",
    "privacy",
)


def list_parts(*, at: datetime) -> tuple[SitePart, ...]:
    """The parts that have pages, and when one of them last changed. Six queries."""
    years = Event.objects.order_by("year").values("year").annotate(changed=Max("changed_at"))
    out = Bulletin.objects.issued(at).order_by().values_list("session__event__year").annotate(newest=Max("issued_at"))
    results = dict(out.values_list("session__event__year", "newest"))
    ruled = _list_touched(Verdict.objects.filter(event__isnull=False), "event__year", at=at)
    seasons = (
        Season.objects.filter(rounds__isnull=False)
        .select_related("championship")
        .distinct()
        .order_by("championship__order", "championship__slug", "year", "label")
    )
    newest = dict(
        Revision.objects.filter(issued_at__lte=at)
        .order_by()
        .values_list("season")
        .annotate(newest=Max("issued_at"))
        .values_list("season", "newest")
    )
    told = News.objects.filter(published_at__lte=at).aggregate(
        first=Max("published_at"), corrected=Max("updated_at", filter=Q(updated_at__lte=at))
    )
    news = _newest(told.values())
    return (
        SitePart("frame", None),
        SitePart("people", None),
        *((SitePart("news", news),) if news else ()),
        *(
            SitePart(
                f"events-{row['year']}",
                _newest([row["changed"], results.get(row["year"]), ruled.get(row["year"])]),
            )
            for row in years
        ),
        *(SitePart(f"season-{one.championship.slug}-{one.label}", newest.get(one.pk)) for one in seasons),
    )


def list_frame(*, at: datetime) -> tuple[PageRef, ...]:
    """Home, the years of the calendar, championships, the lists of news. Three queries."""
    years = Event.objects.order_by("-year").values_list("year", flat=True).distinct()
    news = News.objects.filter(published_at__lte=at, championship__isnull=False)
    counted = Championship.objects.filter(seasons__rounds__isnull=False)
    championships = counted.order_by("order", "slug").values_list("slug", flat=True).distinct()
    homes = news.order_by("championship__order", "championship__slug").values_list("championship__slug", flat=True)
    return (
        *(PageRef(route) for route in _FRAME),
        *(PageRef("calendar", (year,)) for year in years),
        PageRef("news-list"),
        *(PageRef("championship-news", (slug,)) for slug in dict.fromkeys(homes)),
        *(PageRef(route, (slug,)) for slug in championships for route in ("championship", "records")),
    )


def list_people() -> tuple[PageRef, ...]:
    """Drivers, teams, circuits. Three queries."""
    found: list[PageRef] = []
    for route, model in (("driver", Driver), ("team", Team), ("circuit", Circuit)):
        found += [
            PageRef(route, (slug,)) for slug in model._default_manager.order_by("slug").values_list("slug", flat=True)
        ]
    return tuple(found)


def list_news_pages(*, at: datetime) -> tuple[PageRef, ...]:
    """News published by then. One query."""
    rows = News.objects.filter(published_at__lte=at).order_by("-published_at", "-pk")
    found = rows.values_list("slug", "published_at", "updated_at")
    return tuple(
        PageRef("news", (slug,), updated if updated and updated <= at else out) for slug, out, updated in found
    )


def list_events(year: int, *, at: datetime) -> tuple[PageRef, ...]:
    """The events of a year with their entries, previews, results and documents, as far as published. Five queries.

    The page of an event changes with it, with each result and with each document.
    """
    events = Event.objects.filter(year=year).annotate(entered=Exists(Entry.objects.filter(event=OuterRef("pk"))))
    previews, reports = (
        {
            event: _newest([out, updated if updated and updated <= at else None])
            for event, out, updated in model._default_manager.filter(
                event__year=year, published_at__lte=at
            ).values_list("event", "published_at", "updated_at")
        }
        for model in (Preview, Report)
    )
    sessions = list(
        Session.objects.filter(event__year=year, bulletins__issued_at__lte=at)
        .annotate(newest=Max("bulletins__issued_at"))
        .order_by("event__starts_on", "event__slug", "order")
        .values_list("event__slug", "slug", "newest")
    )
    documents = _list_touched(Verdict.objects.filter(event__year=year), "event__slug", "number", at=at)
    told: dict[str, list[datetime | None]] = defaultdict(list)
    for event_slug, _slug, newest in sessions:
        told[event_slug].append(newest)
    for (event_slug, _number), touched in documents.items():
        told[event_slug].append(touched)
    found: list[PageRef] = []
    for event in events.order_by("starts_on", "slug"):
        key = (year, event.slug)
        found.append(PageRef("event", key, _newest([event.changed_at, *told[event.slug]])))
        found += [PageRef("event-entries", key)] if event.entered else []
        found += [PageRef("event-preview", key, previews[event.pk])] if event.pk in previews else []
        found += [PageRef("event-report", key, reports[event.pk])] if event.pk in reports else []
        found.append(PageRef("notices", key))
    found += [PageRef("session", (year, event, slug), newest) for event, slug, newest in sessions]
    found += [PageRef("event-decision", (year, *key), touched) for key, touched in documents.items()]
    return tuple(found)


def _list_touched(verdicts: QuerySet[Verdict], *keys: str, at: datetime) -> dict[Any, datetime | None]:
    """By these columns (one: its value, several: a tuple) in their order: when a document last changed. One query."""
    rows = (
        verdicts.filter(issued_at__lte=at)
        .order_by(*keys)
        .values(*keys)
        .annotate(
            issued=Max("issued_at"),
            acted=Max("effective_at", filter=Q(effective_at__lte=at)),
            annulled=Max("annulled_at", filter=Q(annulled_at__lte=at)),
        )
    )
    return {
        tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: _newest(
            [row["issued"], row["acted"], row["annulled"]]
        )
        for row in rows
    }


def _newest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def list_season(name: str, *, at: datetime) -> tuple[PageRef, ...] | None:
    """A season with its tables, rules and documents, by the name of its part; None where there is none."""
    season = next((one for one in _find_seasons(name) if f"{one.championship.slug}-{one.label}" == name), None)
    if season is None:
        return None
    view = load_tables([season.pk], at=at, awards=False)[season.pk]
    if not view.rounds:
        return None
    key = (season.championship.slug, season.label)
    changed = Revision.objects.filter(season=season, issued_at__lte=at).aggregate(newest=Max("issued_at"))["newest"]
    ruled = RuleBook.objects.issued(at).filter(season=season).exists()
    tables = [table.key for table in view.tables if table.shown is not None and view.stop is not None]
    routes = ("standings", "standings-charts", *(("title",) if ruled else ()))
    verdicts = _list_touched(Verdict.objects.filter(season=season, event__isnull=True), "number", at=at)
    return (
        PageRef("season", key, changed),
        PageRef("calendar-of-season", key),
        *((PageRef("season-rules", key),) if ruled else ()),
        *(PageRef(route, (*key, table), changed) for table in tables for route in routes),
        *(PageRef("season-decision", (*key, number), touched) for number, touched in verdicts.items()),
    )


def _find_seasons(name: str) -> Iterable[Season]:
    """Those whose championship begins the name: both halves may hold hyphens."""
    halves = name.split("-")
    slugs = ["-".join(halves[:cut]) for cut in range(1, len(halves))]
    return Season.objects.filter(championship__slug__in=slugs[:8] + slugs[-8:]).select_related("championship")
