"""Every public page there is, for search engines: its route, its parts, and when what it shows last changed.

In parts that each ask a fixed number of queries: the frame, people and places, news, a year of events, a season.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef

from championships.models import (
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
    """The parts that have pages. Four queries."""
    years = Event.objects.order_by("year").values("year").annotate(changed=Max("changed_at"))
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
    news = News.objects.filter(published_at__lte=at).aggregate(newest=Max("published_at"))["newest"]
    return (
        SitePart("frame", None),
        SitePart("people", None),
        *((SitePart("news", news),) if news else ()),
        *(SitePart(f"events-{row['year']}", row["changed"]) for row in years),
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
    """The events of a year with their entries, previews, results and documents, as far as published. Three queries."""
    events = Event.objects.filter(year=year).annotate(
        entered=Exists(Entry.objects.filter(event=OuterRef("pk"))),
        preview_out=Exists(Preview.objects.filter(event=OuterRef("pk"), published_at__lte=at)),
        report_out=Exists(Report.objects.filter(event=OuterRef("pk"), published_at__lte=at)),
    )
    found: list[PageRef] = []
    for event in events.order_by("starts_on", "slug"):
        key = (year, event.slug)
        found.append(PageRef("event", key, event.changed_at))
        found += [PageRef("event-entries", key)] if event.entered else []
        found += [PageRef("event-preview", key)] if event.preview_out else []
        found += [PageRef("event-report", key)] if event.report_out else []
        found.append(PageRef("notices", key))
    sessions = (
        Session.objects.filter(event__year=year, bulletins__issued_at__lte=at)
        .annotate(newest=Max("bulletins__issued_at"))
        .order_by("event__starts_on", "event__slug", "order")
        .values_list("event__slug", "slug", "newest")
    )
    found += [PageRef("session", (year, event, slug), newest) for event, slug, newest in sessions]
    verdicts = Verdict.objects.filter(event__year=year, issued_at__lte=at).order_by("event__slug", "number")
    found += [
        PageRef("event-decision", (year, slug, number), issued)
        for slug, number, issued in verdicts.values_list("event__slug", "number", "issued_at")
    ]
    return tuple(found)


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
    verdicts = Verdict.objects.filter(season=season, event__isnull=True, issued_at__lte=at).order_by("number")
    return (
        PageRef("season", key, changed),
        PageRef("calendar-of-season", key),
        *((PageRef("season-rules", key),) if ruled else ()),
        *(PageRef(route, (*key, table), changed) for table in tables for route in ("standings", "standings-charts")),
        *(
            PageRef("season-decision", (*key, number), issued)
            for number, issued in verdicts.values_list("number", "issued_at")
        ),
    )


def _find_seasons(name: str) -> Iterable[Season]:
    """Those whose championship begins the name: both halves may hold hyphens."""
    halves = name.split("-")
    slugs = ["-".join(halves[:cut]) for cut in range(1, len(halves))]
    return Season.objects.filter(championship__slug__in=slugs[:8] + slugs[-8:]).select_related("championship")
