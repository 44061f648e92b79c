"""News, previews and reports as JSON, in the language asked for: plain text, paragraphs parted by empty lines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import (
    Demo,
    DriverLink,
    EventLink,
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
    next: Annotated[Address | None, Says("The next page; null on the last one.")]


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
class Preview:
    """What is worth knowing before an event, as published: it goes on quoting the tables of its day."""

    event: EventLink
    title: str
    lead: str
    published_at: datetime
    updated_at: UpdatedAt
    demo: Demo
    highlights: tuple[Highlight, ...]
    more: Annotated[tuple[str, ...], Says("Paragraphs that go on from the lead.")]
    sections: tuple[TextSection, ...]
    people: Annotated[tuple[str, ...], Says("Who comes and who is missing, in paragraphs.")]
    closing: Annotated[tuple[str, ...], Says("The event in the season, in paragraphs.")]
    sources: tuple[SourceNote, ...]
    url: Address
    page: Page


@dataclass(frozen=True, slots=True)
class Report:
    """What an event brought, as published: it goes on quoting the tables of its day."""

    event: EventLink
    title: str
    lead: str
    published_at: datetime
    updated_at: UpdatedAt
    demo: Demo
    highlights: tuple[Highlight, ...]
    more: Annotated[tuple[str, ...], Says("Paragraphs that go on from the lead.")]
    sections: tuple[TextSection, ...]
    people: Annotated[tuple[str, ...], Says("Who was there and who was missing, in paragraphs.")]
    closing: Annotated[tuple[str, ...], Says("What comes next, in paragraphs.")]
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


def tell_preview(page: PreviewPage, to: Addresses) -> Preview:
    where: dict[str, int | str] = {"year": page.event.year, "event": page.event.slug}
    return Preview(
        event=link_event(page.event, to),
        title=page.title,
        lead=page.lead,
        published_at=page.published_at,
        updated_at=page.updated_at,
        demo=page.demo,
        highlights=_tell_highlights(page.highlights, to),
        more=page.more,
        sections=_tell_sections(page.sections, to),
        people=page.told_moves,
        closing=page.closing,
        sources=tuple(cite(one) for one in page.sources),
        url=to.api("preview", **where),
        page=to.page("event-preview", page.event.year, page.event.slug),
    )


def tell_report(page: ReportPage, to: Addresses) -> Report:
    where: dict[str, int | str] = {"year": page.event.year, "event": page.event.slug}
    return Report(
        event=link_event(page.event, to),
        title=page.title,
        lead=page.lead,
        published_at=page.published_at,
        updated_at=page.updated_at,
        demo=page.demo,
        highlights=_tell_highlights(page.highlights, to),
        more=page.more,
        sections=_tell_sections(page.sections, to),
        people=page.moves,
        closing=page.closing,
        sources=tuple(cite(one) for one in page.sources),
        url=to.api("report", **where),
        page=to.page("event-report", page.event.year, page.event.slug),
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
