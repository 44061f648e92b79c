"""News as the public reads it: a list, one item, the newest for other pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from championships.models import News, Season
from championships.queries.photos import PhotoRef, refer_photo
from championships.queries.refs import EventRef, refer_event

PAGE = 20
LATEST = 3


@dataclass(frozen=True, slots=True)
class NewsRow:
    slug: str
    title: str
    opening: str
    published_at: datetime
    zone: str
    championship: str  # its name; empty: of the whole site
    demo: bool
    photo: PhotoRef | None


@dataclass(frozen=True, slots=True)
class ChampionshipLink:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class NewsList:
    """A page of the list. `championship`: the list is of one championship only."""

    rows: tuple[NewsRow, ...]
    number: int
    newer: int | None
    older: int | None
    championship: ChampionshipLink | None
    championships: tuple[ChampionshipLink, ...]  # those that have news


@dataclass(frozen=True, slots=True)
class NewsPage:
    slug: str
    title: str
    body: str
    published_at: datetime
    updated_at: datetime | None
    zone: str
    championship: str
    season: tuple[str, str] | None  # championship and label of its newest season, where the reader goes on
    demo: bool
    photo: PhotoRef | None
    event: EventRef | None  # the one of its photograph
    earlier: tuple[str, str] | None  # address and title of the item before it
    later: tuple[str, str] | None


def load_news_list(*, at: datetime, number: int = 1, championship: str = "") -> NewsList | None:
    """A page of the news published by that instant, newest first; None where there is no such page. Two queries."""
    rows = _read_published(at)
    homes = {
        row["championship__slug"]: row
        for row in rows.filter(championship__isnull=False)
        .order_by("championship__order", "championship__slug")
        .values("championship__slug", "championship__name_fr", "championship__name_en")
    }
    links = tuple(ChampionshipLink(slug, _name(row)) for slug, row in homes.items())
    chosen = next((link for link in links if link.slug == championship), None)
    if championship:
        if chosen is None:
            return None
        rows = rows.filter(championship__slug=championship)
    start = (number - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    if number > 1 and not found:
        return None
    return NewsList(
        rows=_write_rows(found[:PAGE]),
        number=number,
        newer=number - 1 if number > 1 else None,
        older=number + 1 if len(found) > PAGE else None,
        championship=chosen,
        championships=links,
    )


def load_latest_news(*, at: datetime, championship: str = "") -> tuple[NewsRow, ...]:
    """The newest few, for the home page (or one championship's). One query."""
    rows = _read_published(at)
    if championship:
        rows = rows.filter(championship__slug=championship)
    return _write_rows(list(rows[:LATEST]))


def load_news(slug: str, *, at: datetime, unpublished: bool = False) -> NewsPage | None:
    """One news item; None where there is none, or it is not published by then (unless an editor looks at a draft)."""
    rows = News.objects.select_related("championship") if unpublished else _read_published(at)
    news = rows.select_related("championship", "photo__event").filter(slug=slug).first()
    if news is None:
        return None
    season = Season.objects.filter(championship=news.championship_id or 0).order_by("-year", "-pk").first()
    published = news.published_at or at
    home = news.championship
    return NewsPage(
        slug=news.slug,
        title=str(news.title),
        body=str(news.body),
        published_at=published,
        updated_at=news.updated_at,
        zone=season.time_zone if season else default_zone(),
        championship=str(home.name) if home else "",
        season=(home.slug, season.label) if season and home else None,
        demo=bool(home and home.demo),
        photo=refer_photo(news.photo),
        event=refer_event(news.photo.event) if news.photo and news.photo.event else None,
        earlier=_find_beside(at, news, published, later=False),
        later=_find_beside(at, news, published, later=True),
    )


def _find_beside(at: datetime, news: News, published: datetime, *, later: bool) -> tuple[str, str] | None:
    """The item published just before or after this one. One query."""
    rows = _read_published(at).exclude(pk=news.pk)
    if later:
        beside = rows.filter(Q(published_at__gt=published) | Q(published_at=published, pk__gt=news.pk))
        found = beside.order_by("published_at", "pk").first()
    else:
        found = rows.filter(Q(published_at__lt=published) | Q(published_at=published, pk__lt=news.pk)).first()
    return (found.slug, str(found.title)) if found else None


def default_zone() -> str:
    """The zone of what belongs to no season: that of a season nobody set otherwise."""
    return str(Season._meta.get_field("time_zone").get_default())


def _read_published(at: datetime) -> QuerySet[News]:
    newest = Season.objects.filter(championship=OuterRef("championship")).order_by("-year", "-pk")
    return (
        News.objects.filter(published_at__lte=at)
        .select_related("championship", "photo")
        .annotate(zone=Subquery(newest.values("time_zone")[:1]))
        .order_by("-published_at", "-pk")
    )


def _write_rows(found: list[News]) -> tuple[NewsRow, ...]:
    return tuple(
        NewsRow(
            slug=news.slug,
            title=str(news.title),
            opening=str(news.body).strip().split("\n", 1)[0],
            published_at=news.published_at,
            zone=news.zone or default_zone(),  # type: ignore[attr-defined]
            championship=str(news.championship.name) if news.championship else "",
            demo=bool(news.championship and news.championship.demo),
            photo=refer_photo(news.photo),
        )
        for news in found
        if news.published_at is not None
    )


def _name(row: Mapping[str, Any]) -> str:
    french, english = row["championship__name_fr"], row["championship__name_en"]
    return (french or english) if (get_language() or "fr").startswith("fr") else (english or french)
