"""Events, their previews and entries."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.drafts import answer_preview, answer_report
from championships.public.entries_table import build_entries_table
from championships.public.event_tables import build_event_tables
from championships.public.rendering import render_page
from championships.queries.entries import load_entries
from championships.queries.event_outcome import load_event_outcome
from championships.queries.events import load_event
from championships.queries.photos import load_event_photos
from championships.queries.previews import load_preview
from championships.queries.reports import load_report


@require_safe
def show_event(request: HttpRequest, year: int, event: str) -> HttpResponse:
    now = clock.now()
    page = load_event(year, event, at=now)
    if page is None:
        raise Http404
    outcome = load_event_outcome(page, at=now)
    values = {
        "outcome": outcome,
        "tables": build_event_tables(outcome),
        "photos": load_event_photos(year, event, at=now),
    }
    demo = page.name if page.demo else ""
    return render_page(request, "public/event.html", page, now=now, section="calendar", demo=demo, **values)


@require_safe
def show_preview(request: HttpRequest, year: int, event: str) -> HttpResponse:
    now = clock.now()
    page = load_preview(year, event, at=now)
    if page is None:
        raise Http404
    return answer_preview(request, page, now=now)


@require_safe
def show_report(request: HttpRequest, year: int, event: str) -> HttpResponse:
    now = clock.now()
    page = load_report(year, event, at=now)
    if page is None:
        raise Http404
    return answer_report(request, page, now=now)


@require_safe
def show_entries(request: HttpRequest, year: int, event: str) -> HttpResponse:
    now = clock.now()
    page = load_entries(year, event, at=now)
    if page is None:
        raise Http404
    demo = page.name if page.demo else ""
    table = build_entries_table(page)
    return render_page(request, "public/entries.html", page, now=now, section="calendar", demo=demo, table=table)
