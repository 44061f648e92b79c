"""A season of a championship."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.public.season_line import draw_line
from championships.public.season_table import build_head_tables
from championships.queries.latest_decisions import load_latest_decisions
from championships.queries.news import load_latest_news
from championships.queries.seasons import load_season


@require_safe
def show_season(request: HttpRequest, championship: str, season: str) -> HttpResponse:
    now = clock.now()
    page = load_season(championship, season, at=now)
    if page is None:
        raise Http404
    return render_page(
        request,
        "public/season.html",
        page,
        now=now,
        section="championships",
        demo=page.season.name if page.season.demo else "",
        tables=build_head_tables(page),
        line=draw_line(page.line),
        news=load_latest_news(at=now, championship=championship),
        decisions=load_latest_decisions(at=now, championship=championship, season=season),
    )
