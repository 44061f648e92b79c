"""The rules of a season: what was issued, the next version as a form, its effect, and the set-up of a new season."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from championships.backoffice.views.pages import guard
from championships.backoffice.views.rules.copying import copy_season
from championships.backoffice.views.rules.draft import draft
from championships.backoffice.views.rules.effect import effect
from championships.backoffice.views.rules.overview import rules
from championships.backoffice.views.rules.versions import export, version


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("seasons/<int:pk>/rules/", guard(site, rules), name="season_rules"),
        path("seasons/<int:pk>/rules/draft/", guard(site, draft), name="season_rules_draft"),
        path("seasons/<int:pk>/rules/effect/", guard(site, effect), name="season_rules_effect"),
        path("seasons/<int:pk>/rules/versions/<int:n>/", guard(site, version), name="season_rules_version"),
        path("seasons/<int:pk>/rules/versions/<int:n>/rules.json", guard(site, export), name="season_rules_json"),
        path("seasons/<int:pk>/rules/draft/rules.json", guard(site, export), {"n": 0}, name="season_rules_draft_json"),
        path("seasons/<int:pk>/copy/", guard(site, copy_season), name="season_copy"),
    ]
