"""Two drivers against each other: the choice of two, and their page under one address whatever their order."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.public.rival_places import draw_places
from championships.public.rivals_page import (
    build_races_table,
    build_seasons_table,
    draw_gaps,
    list_scores,
    locate_rivals,
    write_front,
)
from championships.queries.addresses import find_driver
from championships.queries.rivals import find_drivers, list_names, load_rivals
from championships.queries.search import tidy


@require_safe
def choose_rivals(request: HttpRequest) -> HttpResponse:
    """Two names; where both are clear the page of the two, else the drivers each may mean."""
    first, second = (find_drivers(tidy(request.GET.get(name, ""))) for name in ("a", "b"))
    if len(first.found) == len(second.found) == 1 and first.found != second.found:
        return HttpResponseRedirect(locate_rivals(first.found[0].slug, second.found[0].slug))
    same = first.found == second.found and len(first.found) == 1
    page = {"first": first, "second": second, "same": same}
    return render_page(request, "public/rivals_choice.html", page, now=clock.now(), names=list_names())


@require_safe
def show_rivals(request: HttpRequest, driver: str, other: str) -> HttpResponse:
    now = clock.now()
    if driver > other:
        return _redirect(request, other, driver)
    page = load_rivals(driver, other, at=now, category=request.GET.get("class", ""))
    if page is None:
        kept = [find_driver(slug) or slug for slug in (driver, other)]
        if kept == [driver, other] or kept[0] == kept[1]:
            raise Http404
        return _redirect(request, *kept)
    return render_page(
        request,
        "public/rivals.html",
        page,
        now=now,
        demo=_("This comparison") if page.demo else "",
        front=write_front(page),
        scores=list_scores(page),
        gaps=draw_gaps(page),
        places=draw_places(page),
        seasons=build_seasons_table(page),
        races=build_races_table(page),
    )


def _redirect(request: HttpRequest, one: str, two: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(locate_rivals(one, two) + (f"?{query}" if query else ""))
