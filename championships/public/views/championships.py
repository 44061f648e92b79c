"""All championships, one championship with its seasons, and the newest results."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.queries.championships import load_championship, load_championships
from championships.queries.results import load_results


@require_safe
def show_championships(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    page = load_championships(at=now)
    return render_page(request, "public/championships.html", page, now=now, section="championships")


@require_safe
def show_championship(request: HttpRequest, championship: str) -> HttpResponse:
    now = clock.now()
    page = load_championship(championship, at=now)
    if page is None:
        raise Http404
    demo = page.name if page.demo else ""
    return render_page(request, "public/championship.html", page, now=now, section="championships", demo=demo)


@require_safe
def show_results(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return render_page(request, "public/results.html", load_results(at=now), now=now, section="results")
