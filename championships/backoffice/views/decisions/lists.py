"""The documents of an event and those on a season, in order of issue."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

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
from championships.backoffice.views.pages import Crumb, render_page
from championships.models import Event, Season
from championships.queries.decisions import list_documents, list_season_documents
from championships.queries.refs import find_zone


def lead_to_event(event: Event) -> list[Crumb]:
    """The crumbs down to the documents of an event."""
    return [(str(event), reverse("admin:desk", args=[event.pk]))]


def lead_to_season(season: Season) -> list[Crumb]:
    """The crumbs down to the documents on a season."""
    return [(str(season), reverse("admin:championships_season_change", args=[season.pk]))]


@require_safe
def event_decisions(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Everything the stewards signed at an event."""
    event, user = fetch_event(request, pk, LOOK, ENTER, PUBLISH, DECIDE)
    seasons = Season.objects.filter(rounds__event=event).select_related("championship").distinct().order_by("pk")
    return render_page(
        request,
        site,
        "backoffice/decisions/list.html",
        {
            "documents": list_documents(event, at=clock.now()),
            "zone": find_zone(event),
            "new": reverse("admin:decision_new", args=[event.pk]),
            "may_decide": may(user, DECIDE, list_season_ids(event)),
            "seasons": list(seasons),
        },
        title=_("Decisions of the stewards: %(event)s") % {"event": event},
        crumbs=lead_to_event(event),
    )


@require_safe
def season_decisions(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Everything that was decided on a season itself."""
    season, user = fetch_season(request, pk, LOOK, ENTER, PUBLISH, DECIDE)
    return render_page(
        request,
        site,
        "backoffice/decisions/list.html",
        {
            "documents": list_season_documents(season, at=clock.now()),
            "zone": season.time_zone,
            "new": reverse("admin:season_decision_new", args=[season.pk]),
            "may_decide": may(user, DECIDE, {season.pk}),
            "seasons": [],
        },
        title=_("Decisions on the season: %(season)s") % {"season": season},
        crumbs=lead_to_season(season),
    )
