"""Search over everything that has a page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.public.search_results import list_groups
from championships.queries.search import search, tidy


@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    page = search(tidy(request.GET.get("q", "")), at=now)
    return render_page(request, "public/search.html", page, now=now, section="search", groups=list_groups(page))
