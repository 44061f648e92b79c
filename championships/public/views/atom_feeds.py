"""News, results and decisions to subscribe to: of the whole site, or of one championship."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.answers import answer_bytes
from championships.public.atom import CONTENT_TYPE, AtomEntry, AtomFeed, write_atom
from championships.public.atom_entries import write_decision_entry, write_news_entry, write_result_entry
from championships.public.languages import language
from championships.queries.feed_entries import FeedSource, find_feed, list_decisions, list_news, list_results


@require_safe
def send_news(request: HttpRequest, championship: str = "") -> HttpResponse:
    source = _find("news", championship)
    entries = list_news(championship, at=clock.now())
    written = [write_news_entry(entry, request.build_absolute_uri) for entry in entries]
    page = reverse("championship-news", args=[championship]) if championship and entries else reverse("news-list")
    return _answer(request, source, _("News"), page, written)


@require_safe
def send_results(request: HttpRequest, championship: str = "") -> HttpResponse:
    source = _find("results", championship)
    entries = list_results(championship, at=clock.now())
    written = [write_result_entry(entry, request.build_absolute_uri, language()) for entry in entries]
    return _answer(request, source, _("Results"), reverse("results"), written)


@require_safe
def send_decisions(request: HttpRequest, championship: str = "") -> HttpResponse:
    source = _find("decisions", championship)
    entries = list_decisions(championship, at=clock.now())
    written = [write_decision_entry(entry, request.build_absolute_uri, language()) for entry in entries]
    return _answer(request, source, _("Decisions of the stewards"), reverse("home"), written)


def _find(kind: str, championship: str) -> FeedSource:
    source = find_feed(kind, championship)
    if source is None:
        raise Http404
    return source


def _answer(
    request: HttpRequest, source: FeedSource, subject: str, page: str, entries: Sequence[AtomEntry]
) -> HttpResponse:
    feed = AtomFeed(
        uid=source.uid,
        title=f"{source.championship or 'Paddock'} · {subject}",
        subtitle=subject,
        language=language(),
        here=request.build_absolute_uri(request.path),
        page=request.build_absolute_uri(page),
        author=source.championship or "Paddock",
        entries=entries,
    )
    return answer_bytes(request, write_atom(feed), CONTENT_TYPE)
