"""Ready to publish: the check list before the button, and what follows it: official, amended, withdrawn.

The form carries the version of the draft its reader saw and the warnings ticked. A second press finds the sheet
published and says so; where somebody saved meanwhile, both are shown and nothing is published.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from championships import clock
from championships.backoffice.permissions import DECIDE, ENTER, LOOK, PUBLISH, fetch_session, require
from championships.backoffice.problems import write_problem
from championships.backoffice.result_state import ResultState, read_state
from championships.backoffice.views.pages import guard, render_page
from championships.formatting.dates import write_clock
from championships.models import Bulletin, Session, Sheet, StaleVersion, User
from championships.officiating import amendments, entry, publishing
from championships.officiating.bulletins import explain_unrankable
from championships.officiating.errors import Refusal
from championships.queries.publication import Publication, foresee_publication
from championships.queries.versions import CarDifference, compare_cars, read_car
from championships.scoring.checks import Level
from championships.scoring.classification import UnrankableError

_SALT = "championships.publish.read"


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("sessions/<int:pk>/publish/", guard(site, publish_page), name="session_publish"),
        path("sessions/<int:pk>/publish/official/<int:n>/", guard(site, make_official), name="session_official"),
    ]


@require_http_methods(["GET", "POST"])
def publish_page(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """What stands, what the draft would publish, what speaks against it. A POST publishes, or prepares an amendment."""
    session, user = fetch_session(request, pk, ENTER, PUBLISH, DECIDE, LOOK)
    refusal: Refusal | None = None
    stale = False
    if request.method == "POST":
        require(user, PUBLISH, session)
        try:
            return _publish(request, session, user)
        except StaleVersion:
            stale = True
        except Refusal as found:
            refusal = found
    return _show(request, site, session, user, refusal=refusal, stale=stale)


def _publish(request: HttpRequest, session: Session, user: User) -> HttpResponse:
    """Publish or prepare what the form names. Raises Refusal, StaleVersion."""
    here = HttpResponseRedirect(reverse("admin:session_publish", args=[session.pk]))
    sheet = Sheet.objects.filter(session=session, pk=_read_number(request, "sheet")).first()
    if sheet is None:
        raise StaleVersion
    if not sheet.draft:
        _say_published(request, session, sheet)
        return here
    terms: dict[str, Any] = {
        "sheet": sheet,
        "version": _read_number(request, "version"),
        "by": user,
        "now": clock.now(),
        "recorded_at": clock.real_now(),
        "accepted_warnings": request.POST.getlist("accept"),
    }
    if request.POST.get("do") == "amend":
        amendments.propose_amendment(session=session, reason=request.POST.get("reason", ""), **terms)
        messages.success(request, _("The amendment is prepared. A second person confirms it from their own account."))
        return here
    try:
        bulletin = publishing.publish(**terms)
    except Refusal:
        if Sheet.objects.filter(pk=sheet.pk, draft=True).exists():
            raise
        _say_published(request, session, sheet)  # the other press was quicker
        return here
    messages.success(
        request, _("Bulletin %(n)s is published: the result is provisional from now on.") % {"n": bulletin.n}
    )
    return here


def _read_number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _say_published(request: HttpRequest, session: Session, sheet: Sheet) -> None:
    bulletin = Bulletin.objects.filter(sheet=sheet).select_related("published_by").order_by("n").first()
    if bulletin is None:
        return
    zone = session.event.circuit.time_zone if session.event.circuit else "UTC"
    messages.info(
        request,
        _(
            "This sheet is published already: bulletin %(n)s, issued at %(time)s by %(person)s. "
            "Nothing was published twice."
        )
        % {
            "n": bulletin.n,
            "time": write_clock(bulletin.issued_at, zone, get_language() or "en"),
            "person": bulletin.published_by,
        },
    )


def _show(
    request: HttpRequest, site: AdminSite, session: Session, user: User, *, refusal: Refusal | None, stale: bool
) -> HttpResponse:
    now = clock.now()
    state = read_state(session, user, now=now)
    draft = state.draft
    problems = entry.check_sheet(draft, at=now) if draft is not None else ()
    foreseen, unrankable = _foresee(draft, now)
    ticked = {*request.POST.getlist("accept"), *(state.amendment.accepted if state.amendment else ())}
    warnings = [
        (name, write_problem(problem), name in ticked)
        for problem in problems
        if problem.level is Level.WARNING
        for name in (entry.name_problem(problem),)
    ]
    errors = [write_problem(problem) for problem in problems if problem.level is Level.ERROR]
    context = {
        "state": state,
        "session": session,
        "refusal": refusal,
        "stale": stale,
        "saved_meanwhile": _compare_with_read(request, foreseen) if stale else (),
        "errors": errors,
        "unrankable": unrankable,
        "blocked": bool(errors or unrankable),
        "warnings": warnings,
        "first_open": next((number for number, each in enumerate(warnings, 1) if not each[2]), 0),
        "foreseen": foreseen,
        "read": _sign_read(foreseen),
        "reason": request.POST.get("reason", ""),
        "french": (get_language() or "fr").startswith("fr"),
    }
    title = _("Publish: %(session)s") % {"session": session.name}
    crumbs = [(str(session.event), reverse("admin:desk", args=[session.event_id]))]
    return render_page(request, site, "backoffice/publishing/publish.html", context, title=title, crumbs=crumbs)


def _foresee(draft: Sheet | None, now: Any) -> tuple[Publication | None, str]:
    if draft is None:
        return None, ""
    try:
        return foresee_publication(draft, at=now), ""
    except UnrankableError as error:
        return None, explain_unrankable(error)


def _sign_read(foreseen: Publication | None) -> str:
    """What this page shows, to be sent back with the form: after a save in between both can be shown."""
    if foreseen is None:
        return ""
    return signing.dumps([list(car) for car in foreseen.cars], salt=_SALT, compress=True)


def _compare_with_read(request: HttpRequest, foreseen: Publication | None) -> Sequence[CarDifference]:
    try:
        read = signing.loads(request.POST.get("read", ""), salt=_SALT)
    except signing.BadSignature:
        return ()
    return compare_cars([read_car(car) for car in read], foreseen.cars if foreseen else ())


@require_POST
def make_official(request: HttpRequest, *, site: AdminSite, pk: int, n: int) -> HttpResponse:
    """Confirm a provisional bulletin. The verb refuses who had a hand in it, an open window, an open protest."""
    session, user = fetch_session(request, pk, PUBLISH)
    bulletin = get_object_or_404(Bulletin, session=session, n=n)
    try:
        publishing.confirm(bulletin=bulletin, by=user, now=clock.now(), recorded_at=clock.real_now())
    except StaleVersion:
        _say_superseded(request, session, n)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The result is official."))
    return HttpResponseRedirect(reverse("admin:session_publish", args=[session.pk]))


def _say_superseded(request: HttpRequest, session: Session, n: int) -> None:
    """The bulletin that was to be confirmed no longer stands: by a second press, or by somebody else's act."""
    standing: ResultState = read_state(session, None, now=clock.now())
    if standing.standing is not None and standing.standing.state == "official":
        messages.info(request, _("The result is official already. Nothing was published twice."))
    else:
        messages.error(
            request,
            _("Another bulletin has been issued since you read bulletin %(n)s: read it before you confirm.") % {"n": n},
        )
