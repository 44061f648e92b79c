"""The calendar of a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.queries.calendar import load_calendar


@require_safe
def show_calendar(request: HttpRequest, year: int) -> HttpResponse:
    now = clock.now()
    page = load_calendar(year, at=now)
    if page is None:
        raise Http404
    return render_page(request, "public/calendar.html", page, now=now, section="calendar")
