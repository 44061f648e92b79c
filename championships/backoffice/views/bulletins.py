"""The bulletins of a session: every one readable, with what it changed, and brought back as a new draft."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from championships import clock
from championships.backoffice.permissions import DECIDE, ENTER, LOOK, PUBLISH, fetch_session, list_season_ids, may
from championships.backoffice.problems import write_stored_problem
from championships.backoffice.views.pages import guard, render_page
from championships.models import Bulletin, Sheet, StaleVersion
from championships.officiating.errors import Refusal
from championships.officiating.restoring import bring_back
from championships.queries.versions import load_version


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    here = "sessions/<int:pk>/bulletins/<int:n>/"
    return [
        path(here, guard(site, show_bulletin), name="bulletin"),
        path(here + "bring-back/", guard(site, bring_bulletin_back), name="bulletin_bring_back"),
    ]


@require_safe
def show_bulletin(request: HttpRequest, *, site: AdminSite, pk: int, n: int) -> HttpResponse:
    """One bulletin as it was published, and line by line what it changed of the one before."""
    session, user = fetch_session(request, pk, ENTER, PUBLISH, DECIDE, LOOK)
    page = load_version(session.pk, n, at=clock.now())
    if page is None:
        raise Http404
    context = {
        "page": page,
        "session": session,
        "warnings": [write_stored_problem(stored) for stored in page.warnings],
        "draft": Sheet.objects.filter(session=session, draft=True).first(),
        "may_enter": may(user, ENTER, list_season_ids(session)),
    }
    crumbs = [
        (str(session.event), reverse("admin:desk", args=[session.event_id])),
        (str(session.name), reverse("admin:session_publish", args=[session.pk])),
    ]
    title = _("Bulletin %(n)s: %(session)s") % {"n": n, "session": session.name}
    return render_page(request, site, "backoffice/publishing/bulletin.html", context, title=title, crumbs=crumbs)


@require_POST
def bring_bulletin_back(request: HttpRequest, *, site: AdminSite, pk: int, n: int) -> HttpResponse:
    """Make a draft of an earlier bulletin's facts; the publishing page checks it like any other."""
    session, user = fetch_session(request, pk, ENTER)
    bulletin = get_object_or_404(Bulletin.objects.issued(clock.now()).select_related("sheet"), session=session, n=n)
    typed = request.POST.get("replacing", "")
    replacing = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    try:
        bring_back(bulletin=bulletin, by=user, recorded_at=clock.real_now(), replacing=replacing)
    except StaleVersion:
        messages.error(request, _("Somebody saved the draft since you read this page. Nothing was thrown away."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Bulletin %(n)s is a draft again. Check it, then publish it.") % {"n": n})
        return HttpResponseRedirect(reverse("admin:session_publish", args=[session.pk]))
    return HttpResponseRedirect(reverse("admin:bulletin", args=[session.pk, n]))
