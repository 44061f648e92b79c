"""The entry list of an event: read, edited whole, copied, imported, exported, printed; and who drives which session."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from championships.backoffice.views.entries import copying, editing, files, seats
from championships.backoffice.views.pages import guard


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("events/<int:pk>/entries/", guard(site, editing.entry_list), name="entry_list"),
        path("events/<int:pk>/entries/copy/", guard(site, copying.copy), name="entry_copy"),
        path("events/<int:pk>/entries/import/", guard(site, files.import_list), name="entry_import"),
        path("events/<int:pk>/entries/export.<str:kind>", guard(site, files.export), name="entry_export"),
        path("events/<int:pk>/entries/print/", guard(site, files.print_list), name="entry_print"),
        path("events/<int:pk>/entries/seats/", guard(site, seats.seats), name="entry_seats"),
    ]
