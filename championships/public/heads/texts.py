"""Heads of written pages: previews and news."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from championships.formatting.dates import write_iso
from championships.public.heads.nodes import write_event_link
from championships.public.heads.telling import tell
from championships.public.heads.values import Absolute, Told
from championships.public.languages import language
from championships.queries.news import NewsList, NewsPage
from championships.queries.preview_values import PreviewPage
from championships.queries.reports import ReportPage


@tell.register
def _tell_preview(page: PreviewPage, absolute: Absolute) -> Told:
    node: dict[str, Any] = {
        "@type": "Article",
        "headline": page.title,
        "inLanguage": language(),
        "datePublished": write_iso(page.published_at),
        "dateModified": write_iso(page.updated_at or page.published_at),
        "url": absolute(reverse("event-preview", args=[page.event.year, page.event.slug])),
        "about": write_event_link(page.event, absolute),
    }
    return Told(
        description=page.lead,
        kind="article",
        data=(node,),
        calendar=("event-calendar", (page.event.year, page.event.slug), f"{page.event.name} {page.event.year}"),
    )


@tell.register
def _tell_report(page: ReportPage, absolute: Absolute) -> Told:
    node: dict[str, Any] = {
        "@type": "Article",
        "headline": page.title,
        "inLanguage": language(),
        "datePublished": write_iso(page.published_at),
        "dateModified": write_iso(page.updated_at or page.published_at),
        "url": absolute(reverse("event-report", args=[page.event.year, page.event.slug])),
        "about": write_event_link(page.event, absolute),
    }
    return Told(description=page.lead, kind="article", data=(node,))


@tell.register
def _tell_news(page: NewsPage, absolute: Absolute) -> Told:
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": page.title,
        "inLanguage": language(),
        "datePublished": write_iso(page.published_at),
        "dateModified": write_iso(page.updated_at or page.published_at),
        "url": absolute(reverse("news", args=[page.slug])),
    }
    home = (page.season[0], page.championship) if page.season else None
    return Told(description=page.body.strip().split("\n", 1)[0], kind="article", data=(node,), championship=home)


@tell.register
def _tell_news_list(page: NewsList, absolute: Absolute) -> Told:
    if page.championship:
        name = page.championship.name
        text = _("News of %(name)s, the newest first.") % {"name": name}
        return Told(description=text, championship=(page.championship.slug, name))
    return Told(description=_("News of the championships, the newest first."))
