"""A list begun from the last event or from the enrolments: what would be added is seen first."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.views.entries.describing import describe_values
from championships.backoffice.views.entries.editing import tell_consequences
from championships.backoffice.views.entries.frame import Held, hold_event
from championships.backoffice.views.pages import render_page
from championships.exchange.entry_lists.naming import load_names
from championships.models import Event
from championships.officiating.entry_copies import (
    copy_entries,
    list_earlier_events,
    plan_from_enrolments,
    plan_from_event,
)

ENROLMENTS = "enrolments"


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The plan of a copy, and with a POST the copy. `from`: an event, or "enrolments"; the last event by default."""
    held = hold_event(request, pk, to_write=True)
    earlier = list_earlier_events(held.event, held.season_ids)
    origin = _find_origin(request.POST.get("from") or request.GET.get("from", ""), earlier)
    if request.method == "POST":
        return _copy(request, held, origin)
    plan = (
        plan_from_event(held.event, origin, held.season_ids)
        if origin is not None
        else plan_from_enrolments(held.event, held.season_ids)
    )
    names = load_names()
    numbers = {row.pk: row.number or "?" for row in held.page.rows}
    rows = [
        {
            "proposal": item,
            "texts": describe_values(item.values, names, held.rounds),
            "already": numbers.get(item.doubles) if item.doubles is not None else None,
        }
        for item in plan
    ]
    return render_page(
        request,
        site,
        "backoffice/entries/copy.html",
        {
            "held": held,
            "event": held.event,
            "origin": origin,
            "earlier": earlier,
            "rows": rows,
            "count": sum(item.doubles is None for item in plan),
        },
        title=_("Copy an entry list: %(event)s") % {"event": held.event},
        crumbs=held.list_crumbs,
    )


def _find_origin(asked: str, earlier: list[Event]) -> Event | None:
    """The event to copy from; None: the enrolments. Raises Http404 for an event that is none of the earlier ones."""
    if asked == ENROLMENTS or (not asked and not earlier):
        return None
    if not asked:
        return earlier[0]
    for event in earlier:
        if str(event.pk) == asked:
            return event
    raise Http404


def _copy(request: HttpRequest, held: Held, origin: Event | None) -> HttpResponse:
    saved = copy_entries(
        event=held.event,
        origin=origin,
        keys=request.POST.getlist("key"),
        season_ids=held.season_ids,
        by=held.user,
        now=clock.now(),
        recorded_at=clock.real_now(),
    )
    count = len(saved.added)
    if count:
        text = ngettext("%(count)s car entered.", "%(count)s cars entered.", count) % {"count": count}
        messages.success(request, text)
        tell_consequences(request, saved)
    else:
        messages.info(request, _("Nothing was added: everybody chosen is on the list already."))
    return HttpResponseRedirect(reverse("admin:entry_list", args=[held.event.pk]))
