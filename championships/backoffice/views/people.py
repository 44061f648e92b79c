"""Two records of one driver: find the other one, see what a merge would do, do it."""

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import ADMINISTER, fetch_official
from championships.backoffice.views.pages import Crumb, guard, render_page
from championships.models import Driver, StaleVersion, User, fold
from championships.officiating.errors import Refusal
from championships.officiating.merge_plans import list_seasons, plan_merge
from championships.officiating.people import merge_drivers
from championships.officiating.roles import list_scope

FOUND_LIMIT = 20


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [path("drivers/<int:pk>/merge/", guard(site, merge), name="driver_merge")]


class MergeForm(forms.Form):
    """The two versions that were looked at, and the promise to have looked."""

    this_version = forms.IntegerField(widget=forms.HiddenInput)
    other_version = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=gettext_lazy("I have compared both records: they are the same person."),
        error_messages={"required": gettext_lazy("Say that you have compared both records.")},
    )


def fetch_driver(request: HttpRequest, pk: int) -> tuple[Driver, User]:
    """The driver, and the person who administers every season he belongs to. Raises Http404."""
    user = fetch_official(request, ADMINISTER)
    driver = get_object_or_404(Driver, pk=pk)
    if not may_merge(user, driver):
        raise Http404
    return driver, user


def may_merge(user: User, driver: Driver) -> bool:
    """A person of one season may not touch somebody who also races elsewhere."""
    scope = list_scope(user, ADMINISTER)
    return scope is None or (bool(seasons := list_seasons(driver)) and seasons <= scope)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Without `other`: the search. With it: what each record has, and the button. `keep=other` turns the pair round."""
    driver, user = fetch_driver(request, pk)
    crumbs: list[Crumb] = [
        (gettext_lazy("Drivers"), reverse("admin:championships_driver_changelist")),
        (driver.name, reverse("admin:championships_driver_change", args=[driver.pk])),
    ]
    title = _("Merge the records of %(name)s") % {"name": driver.name}
    chosen = request.GET.get("other", "")
    if not chosen.isdigit():
        context = {"driver": driver, "query": request.GET.get("q", ""), "found": _search(request, driver, user)}
        return render_page(request, site, "backoffice/people/find.html", context, title=title, crumbs=crumbs)
    other, _user = fetch_driver(request, int(chosen[:18]))
    turned = request.GET.get("keep") == "other"
    kept, lost = (other, driver) if turned else (driver, other)
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        initial={"this_version": driver.version, "other_version": other.version},
    )
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        this_version, other_version = typed["this_version"], typed["other_version"]
        try:
            merge_drivers(
                kept=kept,
                lost=lost,
                kept_version=other_version if turned else this_version,
                lost_version=this_version if turned else other_version,
                by=user,
                now=clock.now(),
                recorded_at=clock.real_now(),
            )
        except StaleVersion:
            faults = (_("Somebody changed one of the two records meanwhile. Compare them again."),)
            form = MergeForm(initial={"this_version": driver.version, "other_version": other.version})
        except Refusal as refusal:
            faults = (str(refusal.message), *map(str, refusal.details))
        else:
            done = _("%(lost)s is now part of %(kept)s. The old address leads there.")
            messages.success(request, done % {"lost": lost.name, "kept": kept.name})
            return HttpResponseRedirect(reverse("admin:championships_driver_change", args=[kept.pk]))
    context = {
        "plan": plan_merge(kept=kept, lost=lost),
        "form": form,
        "faults": faults,
        "turned": turned,
        "driver": driver,
        "other": other,
    }
    return render_page(
        request,
        site,
        "backoffice/people/merge.html",
        context,
        title=title,
        crumbs=crumbs,
        status=409 if faults else 200,
    )


def _search(request: HttpRequest, driver: Driver, user: User) -> list[Driver]:
    """The records a name is found in, spellings too; without a name those that share the family name."""
    words = fold(request.GET.get("q", "")[:80] or driver.sorting.split(" ")[0]).split()
    rows = Driver.objects.exclude(pk=driver.pk)
    for word in words:
        rows = rows.filter(Q(search_name__contains=word) | Q(aliases__search_name__contains=word))
    found = rows.distinct().prefetch_related("aliases")[:FOUND_LIMIT]
    return [row for row in found if may_merge(user, row)]
