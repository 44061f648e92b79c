"""The stewards' documents: listed, written with their effect shown first, confirmed, appealed, annulled."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from championships.backoffice.views.decisions.lists import event_decisions, season_decisions
from championships.backoffice.views.decisions.one import decision
from championships.backoffice.views.decisions.writing import decision_new, season_decision_new
from championships.backoffice.views.pages import guard


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("events/<int:pk>/decisions/", guard(site, event_decisions), name="event_decisions"),
        path("events/<int:pk>/decisions/new/", guard(site, decision_new), name="decision_new"),
        path("seasons/<int:pk>/decisions/", guard(site, season_decisions), name="season_decisions"),
        path("seasons/<int:pk>/decisions/new/", guard(site, season_decision_new), name="season_decision_new"),
        path("decisions/<int:pk>/", guard(site, decision), name="decision"),
    ]
