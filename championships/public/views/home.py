"""The home page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.countdown import count_down
from championships.public.rendering import render_page
from championships.public.season_line import draw_line
from championships.queries.home import load_home
from championships.queries.news import load_latest_news


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    page = load_home(at=now)
    extra: dict[str, Any] = {
        "countdown": count_down(page.next_event, now=now),
        "line": draw_line(page.line),
        "news": load_latest_news(at=now),
    }
    return render_page(request, "public/home.html", page, now=now, **extra)
