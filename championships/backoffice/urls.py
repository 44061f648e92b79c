"""The site map of the office: its own pages, before those of the admin. One line a file of `views`."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from championships.backoffice.views import (
    amendments,
    bulletins,
    decisions,
    desk,
    enrolments,
    entries,
    grids,
    news,
    papers,
    people,
    photos,
    previews,
    protests,
    publishing,
    results,
    rules,
    sentences,
    timing,
)


def office_urls(site: AdminSite) -> list[URLPattern]:
    """The addresses below /office/. Their names are reversed as `admin:<name>`."""
    return [
        *desk.urls(site),
        *entries.urls(site),
        *enrolments.urls(site),
        *results.urls(site),
        *grids.urls(site),
        *publishing.urls(site),
        *amendments.urls(site),
        *bulletins.urls(site),
        *protests.urls(site),
        *decisions.urls(site),
        *rules.urls(site),
        *people.urls(site),
        *previews.urls(site),
        *sentences.urls(site),
        *news.urls(site),
        *photos.urls(site),
        *papers.urls(site),
        *timing.urls(site),
    ]
