"""News: the list, one championship's list, and an item."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.drafts import answer_news
from championships.public.rendering import render_page
from championships.queries.news import load_news, load_news_list

LAST_PAGE = 10_000


@require_safe
def show_news_list(request: HttpRequest, championship: str = "") -> HttpResponse:
    now = clock.now()
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    page = load_news_list(at=now, number=number, championship=championship) if 0 < number < LAST_PAGE else None
    if page is None:
        raise Http404
    return render_page(request, "public/news_list.html", page, now=now, section="news")


@require_safe
def show_news(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    page = load_news(slug, at=now)
    if page is None:
        raise Http404
    return answer_news(request, page, now=now)
