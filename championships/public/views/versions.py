"""The bulletins of a session, each as it was published, and what it changed of the one before."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.queries.versions import find_session, load_version


@require_safe
def show_version(request: HttpRequest, year: int, event: str, session: str, n: int) -> HttpResponse:
    now = clock.now()
    found = find_session(year, event, session)
    page = None if found is None else load_version(found, n, at=now)
    if page is None:
        raise Http404
    demo = page.event.name if page.demo else ""
    return render_page(request, "public/version.html", page, now=now, section="results", demo=demo)
