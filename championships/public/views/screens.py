"""The big screen: slides that turn by themselves. The address says which: a screen goes on where it was."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.countdown import count_down
from championships.public.screen_slides import build_side, build_slides, list_labels
from championships.queries.screens import ScreenPage, load_event_screen, load_screen, load_season_screen

SECONDS = 12  # a slide stands: ten rows read aloud


@require_safe
def show_screen(request: HttpRequest) -> HttpResponse:
    return _show(request, load_screen(at=clock.now()))


@require_safe
def show_event_screen(request: HttpRequest, year: int, event: str) -> HttpResponse:
    return _show(request, load_event_screen(year, event, at=clock.now()))


@require_safe
def show_season_screen(request: HttpRequest, championship: str, season: str) -> HttpResponse:
    return _show(request, load_season_screen(championship, season, at=clock.now()))


def _show(request: HttpRequest, page: ScreenPage | None) -> HttpResponse:
    asked = request.GET.get("slide", "1")
    if page is None or not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise Http404
    now, slides = clock.now(), build_slides(page)
    # A list may have grown shorter since the last slide: then it begins again.
    number = int(asked) if 0 < int(asked) <= len(slides) else 1
    context = {
        "page": page,
        "now": now,
        "slide": slides[number - 1],
        "number": number,
        "labels": list_labels(slides, number),
        "side": build_side(page, now=now),
        "countdown": count_down(page.next_event, now=now),
        "next": number % len(slides) + 1,
        "seconds": SECONDS,
        "held": "hold" in request.GET,
    }
    response = render(request, "public/screen.html", context)
    response["Cache-Control"] = "no-store"
    return response
