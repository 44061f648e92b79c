"""News, previews and reports as JSON, in the language asked for: plain text, paragraphs parted by empty lines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import (
    Demo,
    DriverLink,
    EventLink,
    NextPage,
    Page,
    SeasonLink,
    Slug,
    SourceNote,
    TeamLink,
    cite,
    link_driver,
    link_event,
    link_season,
    link_team,
)
from championships.public.api.schema import Address, Says
from championships.queries.listings import Listing, NewsLine
from championships.queries.news import NewsPage
from championships.queries.preview_values import HighlightRow, PreviewPage, SectionRow
from championships.queries.reports import ReportPage

type Championship = Annotated[str | None, Says("Identifier of the championship; null: news of the whole site.")]
type UpdatedAt = Annotated[datetime | None, Says("Corrected after its publication.")]


@dataclass(frozen=True, slots=True)
class NewsSummary:
    """A news item in a list."""

    id: Slug
    title: str
    published_at: datetime
    updated_at: UpdatedAt
    championship: Championship
    demo: Demo
    url: Address


@dataclass(frozen=True, slots=True)
class NewsList:
    """A page of news, newest first."""

    items: tuple[NewsSummary, ...]
    next: NextPage


@dataclass(frozen=True, slots=True)
class News:
    """A news item."""

    id: Slug
    title: str
    body: str
    published_at: datetime
    updated_at: UpdatedAt
    championship: Annotated[str, Says("Name of the championship; empty: news of the whole site.")]
    demo: Demo
    url: Address
    page: Page


@dataclass(frozen=True, slots=True)
class Highlight:
    """Somebody the preview puts forward, with one line."""

    driver: DriverLink | None
    number: str
    team: TeamLink | None
    text: str


@dataclass(frozen=True, slots=True)
class ClassText:
    """What is told of one class."""

    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextSection:
    """What is told of one championship: `text` in the editor's own words, `paragraphs` sentence by sentence."""

    season: SeasonLink
    round: int
    title: str
    text: str
    paragraphs: tuple[str, ...]
    classes: tuple[ClassText, ...]


@dataclass(frozen=True, slots=True)
class EventText:
    """A preview or a report of an event, as published: it goes on quoting the tables of its day."""

    event: EventLink
    title: str
    lead: str
    published_at: datetime
    updated_at: UpdatedAt
    demo: Demo
    highlights: tuple[Highlight, ...]
    more: Annotated[tuple[str, ...], Says("Paragraphs that go on from the lead.")]
    sections: tuple[TextSection, ...]
    people: Annotated[tuple[str, ...], Says("Who is there and who is missing, in paragraphs.")]
    closing: Annotated[tuple[str, ...], Says("The event in the season, or what comes next, in paragraphs.")]
    sources: tuple[SourceNote, ...]
    url: Address
    page: Page


def tell_news_list(listing: Listing[NewsLine], to: Addresses, following: str | None) -> NewsList:
    return NewsList(
        tuple(
            NewsSummary(
                id=row.slug,
                title=row.title,
                published_at=row.published_at,
                updated_at=row.updated_at,
                championship=row.championship or None,
                demo=row.demo,
                url=to.api("news", slug=row.slug),
            )
            for row in listing.rows
        ),
        following,
    )


def tell_news(page: NewsPage, to: Addresses) -> News:
    return News(
        id=page.slug,
        title=page.title,
        body=page.body,
        published_at=page.published_at,
        updated_at=page.updated_at,
        championship=page.championship,
        demo=page.demo,
        url=to.api("news", slug=page.slug),
        page=to.page("news", page.slug),
    )


def tell_preview(page: PreviewPage, to: Addresses) -> EventText:
    return _tell_event_text(page, "preview", page.told_moves, to)


def tell_report(page: ReportPage, to: Addresses) -> EventText:
    return _tell_event_text(page, "report", page.moves, to)


def _tell_event_text(page: PreviewPage | ReportPage, kind: str, people: tuple[str, ...], to: Addresses) -> EventText:
    return EventText(
        event=link_event(page.event, to),
        title=page.title,
        lead=page.lead,
        published_at=page.published_at,
        updated_at=page.updated_at,
        demo=page.demo,
        highlights=_tell_highlights(page.highlights, to),
        more=page.more,
        sections=_tell_sections(page.sections, to),
        people=people,
        closing=page.closing,
        sources=tuple(cite(one) for one in page.sources),
        url=to.api(kind, year=page.event.year, event=page.event.slug),
        page=to.page(f"event-{kind}", page.event.year, page.event.slug),
    )


def _tell_highlights(rows: tuple[HighlightRow, ...], to: Addresses) -> tuple[Highlight, ...]:
    """Without the ages the page may show."""
    return tuple(
        Highlight(
            driver=link_driver(one.driver, to) if one.driver else None,
            number=one.number,
            team=link_team(one.team, to),
            text=one.text,
        )
        for one in rows
    )


def _tell_sections(rows: tuple[SectionRow, ...], to: Addresses) -> tuple[TextSection, ...]:
    return tuple(
        TextSection(
            season=link_season(one.season, to),
            round=one.round.number,
            title=one.title,
            text=one.text,
            paragraphs=one.told.paragraphs if one.told else (),
            classes=tuple(ClassText(each.name, each.paragraphs) for each in one.told.classes) if one.told else (),
        )
        for one in rows
    )
