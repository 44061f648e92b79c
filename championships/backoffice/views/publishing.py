"""Ready to publish: the check list, then the button. One page for what can be done to the result of a session."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import ENTER, PUBLISH, fetch_session, list_season_ids, may, require
from championships.backoffice.problems import write_problem
from championships.backoffice.views.pages import guard, render_page
from championships.models import Bulletin, Session, Sheet, StaleVersion, User
from championships.officiating import entry, publishing
from championships.officiating.errors import Refusal
from championships.scoring.checks import Level


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [path("sessions/<int:pk>/publish/", guard(site, publish_page), name="session_publish")]


@require_http_methods(["GET", "POST"])
def publish_page(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The draft and what speaks against publishing it. A POST publishes it as provisional."""
    session, user = fetch_session(request, pk, ENTER, PUBLISH)
    if request.method == "POST":
        require(user, PUBLISH, session)
        return _publish(request, session, user)
    draft = Sheet.objects.filter(session=session, draft=True).first()
    problems = entry.check_sheet(draft) if draft is not None else ()
    context: dict[str, Any] = {
        "session": session,
        "draft": draft,
        "errors": [write_problem(problem) for problem in problems if problem.level is Level.ERROR],
        "warnings": [
            (entry.name_problem(problem), write_problem(problem))
            for problem in problems
            if problem.level is Level.WARNING
        ],
        "may_publish": may(user, PUBLISH, list_season_ids(session)),
    }
    return render_page(
        request, site, "backoffice/publishing/publish.html", context, title=_("Publish: %(name)s") % {"name": session}
    )


def _publish(request: HttpRequest, session: Session, user: User) -> HttpResponse:
    sheet = Sheet.objects.filter(session=session, pk=int(request.POST.get("sheet", "0") or 0)).first()
    here = HttpResponseRedirect(reverse("admin:session_publish", args=[session.pk]))
    if sheet is None:
        messages.error(request, _("There is no draft to publish."))
        return here
    try:
        bulletin: Bulletin = publishing.publish(
            sheet=sheet,
            version=int(request.POST.get("version", "0") or 0),
            by=user,
            now=clock.now(),
            recorded_at=clock.real_now(),
            accepted_warnings=request.POST.getlist("accept"),
        )
    except StaleVersion:
        messages.error(request, _("Somebody saved this draft since you read it. Read it again, then publish."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Published as provisional: bulletin %(n)s.") % {"n": bulletin.n})
    return here
