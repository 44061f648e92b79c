"""Public pages shown to the office before they are public: the same template, marked as a draft, kept by no cache.

The back-office fetches and permits; this module only lays out what it is given. It is the one door from there to here.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from championships.public.papers import lies_down, prove_session
from championships.public.preview_sentences import tell_moves
from championships.public.preview_tables import build_both_table, build_sections
from championships.public.rendering import LANGUAGE_NAMES, LanguageLink, render_page
from championships.public.session_table import build_session_table
from championships.public.views.media import send_file
from championships.queries.news import NewsPage
from championships.queries.papers import SessionPaper
from championships.queries.preview_values import PreviewPage
from championships.queries.reports import ReportPage


def answer_preview(request: HttpRequest, page: PreviewPage, *, now: datetime, **extra: Any) -> HttpResponse:
    """A preview, public or (with `draft`) not yet."""
    return render_page(
        request,
        "public/preview.html",
        page,
        now=now,
        section="calendar",
        demo=page.event.name if page.demo else "",
        sections=build_sections(page),
        both=build_both_table(page),
        moves=tell_moves(page),
        **extra,
    )


def answer_report(request: HttpRequest, page: ReportPage, *, now: datetime, **extra: Any) -> HttpResponse:
    """A report, public or (with `draft`) not yet."""
    return render_page(
        request,
        "public/report.html",
        page,
        now=now,
        section="results",
        demo=page.event.name if page.demo else "",
        sections=build_sections(page),
        **extra,
    )


def answer_news(request: HttpRequest, page: NewsPage, *, now: datetime, **extra: Any) -> HttpResponse:
    """A news item, public or (with `draft`) not yet."""
    demo = page.championship if page.demo else ""
    return render_page(request, "public/news.html", page, now=now, section="news", demo=demo, **extra)


def answer_session_paper(request: HttpRequest, paper: SessionPaper, *, now: datetime, **extra: Any) -> HttpResponse:
    """A classification for the notice board; of a draft, marked as one and without a code."""
    page = paper.page
    table = build_session_table(page)
    demo = page.event.name if page.demo else ""
    proof = prove_session(request, paper)
    across = lies_down(len(table.columns))
    return render_page(
        request,
        "public/paper_session.html",
        paper,
        now=now,
        demo=demo,
        table=table,
        proof=proof,
        across=across,
        **extra,
    )


def link_languages(addresses: dict[str, str], current: str) -> dict[str, Any]:
    """The language switch of a page that has no public address: language -> address inside the office."""
    links = [
        LanguageLink(code, LANGUAGE_NAMES[code], code.upper(), address, code == current)
        for code, address in addresses.items()
    ]
    return {"languages": links, "canonical": ""}


def in_language(code: str) -> translation.override:
    """The language a draft is looked at in, whatever the office speaks."""
    return translation.override(code)


__all__ = [
    "answer_news",
    "answer_preview",
    "answer_report",
    "answer_session_paper",
    "in_language",
    "link_languages",
    "send_file",
]
