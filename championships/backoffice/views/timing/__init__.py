"""Importing from timing: keep a file, look at what it would do, answer what it asks, make it the draft."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from championships.backoffice.views.pages import guard
from championships.backoffice.views.timing.chart import show_laps
from championships.backoffice.views.timing.dry import dry_run
from championships.backoffice.views.timing.upload import send_original, upload

__all__ = ["urls"]


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    here = "sessions/<int:pk>/timing/"
    return [
        path(here, guard(site, upload), name="timing_import"),
        path(here + "laps/", guard(site, show_laps), name="timing_laps"),
        path(here + "<int:file>/", guard(site, dry_run), name="timing_file"),
        path(here + "<int:file>/original/", guard(site, send_original), name="timing_original"),
    ]
