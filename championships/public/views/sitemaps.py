"""The site map and the rules for robots: one address each, for both languages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.answers import answer_bytes
from championships.public.sitemaps import CONTENT_TYPE, write_index, write_part
from championships.queries.site_index import (
    PageRef,
    list_events,
    list_frame,
    list_news_pages,
    list_parts,
    list_people,
    list_season,
)

# The office, pages for one reader's question, pages inside other sites' pages. Photographs and files may be read.
ROBOTS = """User-agent: *
Disallow: /office/
Disallow: /*/search/
Disallow: /*/embed/
Disallow: /*/check/
Disallow: /*/what-if/
Disallow: /*/print/
Allow: /

Sitemap: {sitemap}
"""


@require_safe
def send_robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS.format(sitemap=request.build_absolute_uri(reverse("sitemap")))
    return answer_bytes(request, text.encode(), "text/plain; charset=utf-8")


@require_safe
def send_sitemap(request: HttpRequest) -> HttpResponse:
    body = write_index(
        list_parts(at=clock.now()),
        lambda part: request.build_absolute_uri(reverse("sitemap-part", args=[part.name])),
    )
    return answer_bytes(request, body, CONTENT_TYPE)


@require_safe
def send_sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    pages = _list_pages(part)
    if pages is None:
        raise Http404
    return answer_bytes(request, write_part(pages, request.build_absolute_uri), CONTENT_TYPE)


def _list_pages(part: str) -> tuple[PageRef, ...] | None:
    at = clock.now()
    if part == "frame":
        return list_frame(at=at)
    if part == "people":
        return list_people()
    if part == "news":
        return list_news_pages(at=at)
    kind, _dash, rest = part.partition("-")
    if kind == "events" and rest.isascii() and rest.isdigit() and len(rest) <= 4:
        return list_events(int(rest), at=at) or None
    return list_season(rest, at=at) if kind == "season" else None
