"""The charts of a table over its season."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.public.season_charts import choose_lines, draw_season
from championships.queries.progress import load_progress


@require_safe
def show_standings_charts(request: HttpRequest, championship: str, season: str, table: str) -> HttpResponse:
    now = clock.now()
    page = load_progress(championship, season, table, at=now)
    choice = choose_lines(page.table, request.GET.getlist("with")) if page else None
    if page is None or choice is None:
        raise Http404
    demo = page.season.name if page.season.demo else ""
    charts = draw_season(page, choice)
    template = "public/standings_charts.html"
    return render_page(request, template, page, now=now, section="championships", demo=demo, charts=charts)
