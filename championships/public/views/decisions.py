"""A document of the stewards: what it says, where it stands, what it changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.queries.decision_values import DecisionPage
from championships.queries.decisions import load_event_decision, load_season_decision


@require_safe
def show_event_decision(request: HttpRequest, year: int, event: str, number: int) -> HttpResponse:
    return _answer(request, load_event_decision(year, event, number, at=clock.now()), "results")


@require_safe
def show_season_decision(request: HttpRequest, championship: str, season: str, number: int) -> HttpResponse:
    return _answer(request, load_season_decision(championship, season, number, at=clock.now()), "championships")


def _answer(request: HttpRequest, page: DecisionPage | None, section: str) -> HttpResponse:
    if page is None:
        raise Http404
    matter = page.document.event or page.document.season
    demo = matter.name if page.demo and matter else ""
    return render_page(request, "public/decision.html", page, now=clock.now(), section=section, demo=demo)
