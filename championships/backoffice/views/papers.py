"""A draft on paper: to be read in the hut, marked as a draft, without the code that vouches for a sheet."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from championships import clock
from championships.backoffice.permissions import DECIDE, ENTER, LOOK, PUBLISH, fetch_session
from championships.backoffice.views.pages import guard
from championships.officiating.bulletins import explain_unrankable
from championships.public.drafts import answer_session_paper, link_languages
from championships.queries.papers import load_draft_paper
from championships.scoring.classification import UnrankableError


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of this page, inside the admin."""
    return [path("sessions/<int:pk>/print/", guard(site, print_draft), name="session_print")]


@require_safe
def print_draft(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The draft as it would be published now; 404 where there is none."""
    session, _user = fetch_session(request, pk, ENTER, PUBLISH, DECIDE, LOOK)
    now = clock.now()
    try:
        paper = load_draft_paper(session, at=now)
    except UnrankableError as error:
        messages.error(request, explain_unrankable(error))
        return HttpResponseRedirect(reverse("admin:session_results", args=[pk]))
    if paper is None:
        raise Http404
    language = (get_language() or "fr")[:2]
    return answer_session_paper(request, paper, now=now, **link_languages({language: request.path}, language))
