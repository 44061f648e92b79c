"""Set up a season like the one before: first what would be made is shown, then it is made."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import ADMINISTER, fetch_season
from championships.backoffice.views.pages import render_page
from championships.backoffice.views.rules.frame import list_crumbs
from championships.models import Season
from championships.officiating.errors import Refusal
from championships.officiating.season_copying import copy_season as copy
from championships.officiating.season_copying import plan_copy


class CopyForm(forms.Form):
    """The new season, and what it takes over."""

    label = forms.SlugField(label=gettext_lazy("Season"), max_length=9, help_text=gettext_lazy("2026, or 2026-27."))
    year = forms.IntegerField(label=gettext_lazy("Year it begins in"), min_value=1900, max_value=2200)
    with_calendar = forms.BooleanField(
        label=gettext_lazy("The meetings with their sessions, without dates"), required=False
    )
    with_enrolments = forms.BooleanField(label=gettext_lazy("The enrolments, with their categories"), required=False)


@require_http_methods(["GET", "POST"])
def copy_season(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The form with what would be made; POST makes it."""
    origin, user = fetch_season(request, pk, ADMINISTER)
    form = CopyForm(
        request.POST if request.method == "POST" else None,
        initial={"label": _guess_label(origin), "year": origin.year + 1},
    )
    refusal = None
    now: datetime = clock.now()
    if request.method == "POST" and form.is_valid() and request.POST.get("do") == "copy":
        try:
            season = copy(origin=origin, by=user, now=now, recorded_at=clock.real_now(), **form.cleaned_data)
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, _("The season %(season)s is set up.") % {"season": season})
            return HttpResponseRedirect(reverse("admin:season_rules", args=[season.pk]))
    year = form.cleaned_data.get("year") if form.is_bound and form.is_valid() else None
    return render_page(
        request,
        site,
        "backoffice/rules/copy.html",
        {
            "season": origin,
            "form": form,
            "refusal": refusal,
            "plan": plan_copy(origin=origin, year=year or origin.year + 1, now=now),
        },
        title=_("New season like %(season)s") % {"season": origin},
        crumbs=list_crumbs(origin),
    )


def _guess_label(origin: Season) -> str:
    """2025 → 2026, 2025-26 → 2026-27; otherwise the next year."""
    first, dash, second = origin.label.partition("-")
    if not first.isdigit():
        return str(origin.year + 1)
    if dash and second.isdigit():
        return f"{int(first) + 1}-{(int(second) + 1) % 10 ** len(second):0{len(second)}d}"
    return str(int(first) + 1)
