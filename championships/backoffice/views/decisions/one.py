"""One document: what it says and changed, and the steps of its life."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import (
    DECIDE,
    ENTER,
    LOOK,
    PUBLISH,
    fetch_event,
    fetch_season,
    list_season_ids,
    may,
)
from championships.backoffice.views.decisions.lists import lead_to_event, lead_to_season
from championships.backoffice.views.decisions.writing import name_kept
from championships.backoffice.views.pages import Crumb, render_page
from championships.models import StaleVersion, User, Verdict
from championships.officiating import appeals, verdicts
from championships.officiating.documents import list_in_force, list_pending
from championships.officiating.errors import Refusal
from championships.officiating.sandbox import Foreseen, foresee
from championships.queries.decisions import load_decision

_ANY = (LOOK, ENTER, PUBLISH, DECIDE)
_LONGEST = 4000  # characters of a text


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do with the document; the verbs look again."""

    decide: bool  # appeal, annul
    confirm: bool  # as the second person


@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The page of a document. A POST is one step: `do` names it, `version` is the one that was read."""
    verdict = get_object_or_404(
        Verdict.objects.select_related("event", "season", "author", "confirmed_by", "annulment_asked_by"), pk=pk
    )
    user, rights, crumbs = _fetch(request, verdict)
    refusal: Refusal | None = None
    stale = False
    if request.method == "POST":
        step = _find_step(request.POST.get("do", ""), rights)
        if step is None:
            raise Http404
        try:
            done = step(request, verdict, user)
        except StaleVersion:
            stale = True
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:decision", args=[verdict.pk]))
        verdict.refresh_from_db()
    page = load_decision(verdict.pk, at=clock.now())
    if page is None:
        raise Http404  # signed in the future of the site's clock
    foreseen, cannot = _foresee(verdict)
    return render_page(
        request,
        site,
        "backoffice/decisions/one.html",
        {
            "verdict": verdict,
            "page": page,
            "rights": rights,
            "foreseen": foreseen,
            "cannot": cannot,
            "refusal": refusal,
            "stale": stale,
            "typed": {name: _read(request, name) for name in ("appealed_by", "outcome", "reason")},
            "kept": name_kept(matter, user) if (matter := verdict.event or verdict.season) else "",
            "is_author": user.pk == verdict.author_id and not verdicts.allows_one(verdict),
            "asked": user.pk == verdict.annulment_asked_by_id and not verdicts.allows_one(verdict),
        },
        title=_("Decision %(number)s") % {"number": verdict.number},
        crumbs=crumbs,
        status=409 if stale else 200,
    )


def _fetch(request: HttpRequest, verdict: Verdict) -> tuple[User, Rights, list[Crumb]]:
    """Who asks, what he may do here. Raises Http404 where he may not know the document."""
    if verdict.event is not None:
        event, user = fetch_event(request, verdict.event.pk, *_ANY)
        seasons = list_season_ids(event)
        crumbs = [*lead_to_event(event), (_("Decisions"), reverse("admin:event_decisions", args=[event.pk]))]
    else:
        season, user = fetch_season(request, verdict.season_id or 0, *_ANY)
        seasons = {season.pk}
        crumbs = [*lead_to_season(season), (_("Decisions"), reverse("admin:season_decisions", args=[season.pk]))]
    decides = may(user, DECIDE, seasons)
    return user, Rights(decide=decides, confirm=decides or may(user, PUBLISH, seasons)), crumbs


def _foresee(verdict: Verdict) -> tuple[Foreseen | None, Refusal | None]:
    """What confirming would change: a pending document, or an annulment that was asked for."""
    try:
        if verdict.annulled_at is not None:
            return None, None
        if verdict.annulment_asked_at is not None:
            rows = list_in_force(verdict)
            return foresee(rows=(), leaving_out=rows, now=clock.now()), None
        pending = list_pending(verdict)
        return (foresee(rows=pending, now=clock.now()) if pending else None), None
    except Refusal as refusal:
        return None, refusal


type Step = Callable[[HttpRequest, Verdict, User], str]


def _find_step(name: str, rights: Rights) -> Step | None:
    """The step of that name, if this person may take it at all."""
    deciding: dict[str, Step] = {
        "appeal": _appeal,
        "close_appeal": _close_appeal,
        "annul": _annul,
        "drop_annulment": _drop_annulment,
    }
    confirming: dict[str, Step] = {"confirm": _confirm, "confirm_annulment": _confirm_annulment}
    steps = {**(deciding if rights.decide else {}), **(confirming if rights.confirm else {})}
    return steps.get(name)


def _common(request: HttpRequest, verdict: Verdict, user: User) -> dict[str, Any]:
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    return {
        "verdict": verdict,
        "version": version,
        "by": user,
        "now": clock.now(),
        "recorded_at": clock.real_now(),
    }


def _read(request: HttpRequest, name: str) -> str:
    """A text of the form, without what no database keeps."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:_LONGEST]


def _confirm(request: HttpRequest, verdict: Verdict, user: User) -> str:
    verdicts.confirm_verdict(**_common(request, verdict, user), shown=request.POST.get("shown", ""))
    return _("The decision is confirmed and in force.")


def _appeal(request: HttpRequest, verdict: Verdict, user: User) -> str:
    appeals.appeal(**_common(request, verdict, user), appealed_by=_read(request, "appealed_by"))
    return _("The appeal is recorded.")


def _close_appeal(request: HttpRequest, verdict: Verdict, user: User) -> str:
    appeals.close_appeal(**_common(request, verdict, user), outcome=_read(request, "outcome"))
    return _("The outcome of the appeal is recorded.")


def _annul(request: HttpRequest, verdict: Verdict, user: User) -> str:
    annulled = appeals.annul_verdict(**_common(request, verdict, user), reason=_read(request, "reason"))
    if annulled.annulled_at is None:
        return _("The annulment is asked for. It takes effect when a second person confirms it.")
    return _("The decision is annulled.")


def _confirm_annulment(request: HttpRequest, verdict: Verdict, user: User) -> str:
    appeals.confirm_annulment(**_common(request, verdict, user), shown=request.POST.get("shown", ""))
    return _("The decision is annulled.")


def _drop_annulment(request: HttpRequest, verdict: Verdict, user: User) -> str:
    appeals.drop_annulment(**_common(request, verdict, user))
    return _("The request is taken back: the decision stays.")
