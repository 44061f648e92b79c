"""Changes of a final result: prepared by one person, confirmed by another from an account of their own; withdrawals."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from championships import clock
from championships.backoffice.permissions import PUBLISH, fetch_session
from championships.backoffice.result_state import read_state
from championships.backoffice.views.pages import guard, render_page
from championships.models import Amendment, Session, StaleVersion
from championships.officiating import amendments, publishing
from championships.officiating.errors import Refusal


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    here = "sessions/<int:pk>/amendments/<int:amendment>/"
    return [
        path("sessions/<int:pk>/publish/withdraw/", guard(site, withdraw), name="session_withdraw"),
        path(here + "confirm/", guard(site, confirm), name="amendment_confirm"),
        path(here + "drop/", guard(site, drop), name="amendment_drop"),
    ]


@require_POST
def confirm(request: HttpRequest, *, site: AdminSite, pk: int, amendment: int) -> HttpResponse:
    """The second person's signature. The verb refuses the author and whoever had a hand in the sheet."""
    session, user = fetch_session(request, pk, PUBLISH)
    row = get_object_or_404(Amendment, session=session, pk=amendment)
    try:
        bulletin = amendments.confirm_amendment(
            amendment=row, version=_read_version(request), by=user, now=clock.now(), recorded_at=clock.real_now()
        )
    except StaleVersion:
        _say_stale(request, row)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Bulletin %(n)s is published.") % {"n": bulletin.n})
    return _back(session)


@require_POST
def drop(request: HttpRequest, *, site: AdminSite, pk: int, amendment: int) -> HttpResponse:
    """Give a prepared amendment up."""
    session, user = fetch_session(request, pk, PUBLISH)
    row = get_object_or_404(Amendment, session=session, pk=amendment)
    try:
        amendments.drop_amendment(
            amendment=row, version=_read_version(request), by=user, now=clock.now(), recorded_at=clock.real_now()
        )
    except StaleVersion:
        _say_stale(request, row)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The amendment is dropped: nothing was published, and the draft is kept."))
    return _back(session)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Ask why, then withdraw a provisional result, or prepare the withdrawal of a final one."""
    session, user = fetch_session(request, pk, PUBLISH)
    state = read_state(session, user, now=clock.now())
    reason = request.POST.get("reason", "")
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            if state.standing is None or str(state.standing.n) != request.POST.get("n"):
                raise Refusal(_("Another bulletin has been issued since you read this page: nothing was withdrawn."))
            if state.is_final:
                amendments.propose_withdrawal(
                    session=session, reason=reason, by=user, now=clock.now(), recorded_at=clock.real_now()
                )
                messages.success(request, _("The withdrawal is prepared. A second person confirms it."))
            else:
                publishing.withdraw(
                    session=session, reason=reason, by=user, now=clock.now(), recorded_at=clock.real_now()
                )
                messages.success(request, _("The result is withdrawn."))
        except Refusal as found:
            refusal = found
        else:
            return _back(session)
    crumbs = [
        (str(session.event), reverse("admin:desk", args=[session.event_id])),
        (str(session.name), reverse("admin:session_publish", args=[session.pk])),
    ]
    context = {"state": state, "session": session, "reason": reason, "refusal": refusal}
    title = _("Withdraw the result: %(session)s") % {"session": session.name}
    return render_page(request, site, "backoffice/publishing/withdraw.html", context, title=title, crumbs=crumbs)


def _read_version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _say_stale(request: HttpRequest, row: Amendment) -> None:
    row.refresh_from_db()
    if row.issued_id is not None:
        messages.info(request, _("This amendment is published already. Nothing was published twice."))
    elif row.closed_at is not None:
        messages.info(request, _("This amendment was dropped meanwhile."))
    else:
        messages.error(
            request,
            _("The draft or the result has changed since this amendment was prepared: drop it and prepare it anew."),
        )


def _back(session: Session) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:session_publish", args=[session.pk]))
