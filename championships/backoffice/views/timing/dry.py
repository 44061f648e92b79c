"""The dry run of a file, its questions, and the button that makes it the draft."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import ENTER, fetch_session, list_season_ids
from championships.backoffice.views.pages import render_page
from championships.backoffice.views.timing.rows import describe
from championships.backoffice.views.timing.said import read_said, read_version
from championships.backoffice.views.timing.upload import find_zone, list_crumbs
from championships.exchange.timing.dry_run import Said, run_dry
from championships.exchange.timing.importing import import_timing
from championships.models import Session, StaleVersion, TimingFile, User
from championships.officiating.errors import Refusal


@require_http_methods(["GET", "POST"])
def dry_run(request: HttpRequest, *, site: AdminSite, pk: int, file: int) -> HttpResponse:
    """What a file would do. A POST reads it again with what was said; `do=import` makes it the draft."""
    session, user = fetch_session(request, pk, ENTER)
    kept = get_object_or_404(TimingFile.objects.select_related("imported_by"), pk=file, session=session)
    said, status, refusal = Said(), 200, None
    if request.method == "POST":
        said = read_said(request.POST)
        if request.POST.get("do") == "import":
            try:
                return _import(request, session, kept, said, user)
            except StaleVersion:
                if _is_done(kept, session, said, user):
                    return HttpResponseRedirect(reverse("admin:session_results", args=[session.pk]))
                status = 409
                refusal = Refusal(
                    _(
                        "Somebody else saved this draft since you opened the page. Nothing was written and your "
                        "answers are kept. Below, the file is compared with the draft as it is now: look at it, then "
                        "import again."
                    )
                )
            except Refusal as found:
                status, refusal = 422, found
    run = run_dry(kept, session=session, said=said, now=clock.now())
    context = {
        **describe(run, session, request.POST if request.method == "POST" else QueryDict()),
        "session": session,
        "file": kept,
        "refusal": refusal,
        "zone": find_zone(session),
    }
    return render_page(
        request,
        site,
        "backoffice/timing/dry_run.html",
        context,
        title=_("Timing file: %(name)s") % {"name": kept.name},
        crumbs=list_crumbs(session, deeper=True),
        status=status,
    )


def _is_done(kept: TimingFile, session: Session, said: Said, user: User) -> bool:
    """Whether this is the same button pressed twice: the draft says it all already, by this person."""
    own = TimingFile.objects.filter(pk=kept.pk, imported_by=user).exists()
    return own and run_dry(kept, session=session, said=said, now=clock.now()).does_nothing


def _import(request: HttpRequest, session: Session, kept: TimingFile, said: Said, user: User) -> HttpResponseRedirect:
    read = read_version(request.POST)
    sheet = import_timing(
        timing_file=kept,
        session=session,
        said=said,
        draft_id=read.draft_id,
        version=read.version,
        season_ids=list_season_ids(session),
        map_name=request.POST.get("map_name", "").strip(),
        by=user,
        now=clock.now(),
        recorded_at=clock.real_now(),
    )
    if sheet is None:
        messages.success(request, _("The laps are stored. The draft stays as it was."))
        return HttpResponseRedirect(reverse("admin:timing_laps", args=[session.pk]))
    messages.success(
        request, _("The file is the draft now: version %(n)s of the facts. Nothing is published yet.") % {"n": sheet.n}
    )
    return HttpResponseRedirect(reverse("admin:session_results", args=[session.pk]))
