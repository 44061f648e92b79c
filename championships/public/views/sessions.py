"""A session: its classification, and its laps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.laps_table import build_best_laps, draw_lap_chart
from championships.public.rendering import render_page
from championships.public.session_points import build_points_table, list_tabs
from championships.public.session_table import build_session_table
from championships.queries.laps import read_lap_chart
from championships.queries.session_tables import load_session_table
from championships.queries.sessions import load_session


@require_safe
def show_session(request: HttpRequest, year: int, event: str, session: str) -> HttpResponse:
    now = clock.now()
    page = load_session(year, event, session, at=now)
    asked = request.GET.get("table", "")
    chosen = load_session_table(page, asked, at=now) if page and asked else None
    if page is None or (asked and chosen is None):
        raise Http404
    values = {
        "table": build_points_table(page, chosen) if chosen else build_session_table(page),
        "tabs": list_tabs(page, chosen),
        "chosen": chosen,
    }
    demo = page.event.name if page.demo else ""
    return render_page(request, "public/session.html", page, now=now, section="results", demo=demo, **values)


@require_safe
def show_laps(request: HttpRequest, year: int, event: str, session: str) -> HttpResponse:
    now = clock.now()
    page = load_session(year, event, session, at=now)
    chart = read_lap_chart(page.pk, at=now) if page else None
    followed = request.GET.get("car", "")
    if page is None or chart is None or (followed and chart.find(followed) is None):
        raise Http404
    drawing, table = draw_lap_chart(page, chart, followed), build_best_laps(chart)
    values = {"laps": chart, "chart": drawing, "table": table, "followed": chart.find(followed)}
    demo = page.event.name if page.demo else ""
    return render_page(request, "public/laps.html", page, now=now, section="results", demo=demo, **values)
