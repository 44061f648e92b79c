"""The calendar: of a year, of a season; the bare address leads to the current year."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.calendar_months import group_months
from championships.public.rendering import render_page
from championships.public.season_line import draw_line
from championships.queries.calendar import CalendarPage, find_calendar_year, load_calendar, load_season_calendar


@require_safe
def show_current_calendar(request: HttpRequest) -> HttpResponse:
    return redirect("calendar", find_calendar_year(at=clock.now()))


@require_safe
def show_calendar(request: HttpRequest, year: int) -> HttpResponse:
    now = clock.now()
    return _show(request, load_calendar(year, at=now), now=now)


@require_safe
def show_season_calendar(request: HttpRequest, championship: str, season: str) -> HttpResponse:
    now = clock.now()
    return _show(request, load_season_calendar(championship, season, at=now), now=now)


def _show(request: HttpRequest, page: CalendarPage | None, *, now: datetime) -> HttpResponse:
    if page is None:
        raise Http404
    demo = page.season.name if page.season and page.season.demo else ""
    lines = [draw_line(line) for line in page.season_lines]
    months = group_months(page.lines)
    return render_page(
        request, "public/calendar.html", page, section="calendar", demo=demo, lines=lines, months=months, now=now
    )
