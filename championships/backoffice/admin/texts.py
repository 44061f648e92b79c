"""Texts, photographs, documents: shown here, written and published on the pages of the office alone.

Saved here they would pass by the checks of an upload, the times of the server and the comparison of two editors.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from championships.backoffice.admin.base import ReadOnlyAdmin
from championships.models import Document, DriverMerge, News, Photo, Preview


def link(name: str, key: int, words: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse(f"admin:{name}", args=[key]), words)


@admin.register(Preview)
class PreviewAdmin(ReadOnlyAdmin):
    list_display = ("event", "title_fr", "published_at", "page")

    @admin.display(description=_("page"))
    def page(self, preview: Preview) -> str:
        return link("preview", preview.pk, gettext("Write"))


@admin.register(News)
class NewsAdmin(ReadOnlyAdmin):
    list_display = ("title_fr", "championship", "published_at", "page")

    @admin.display(description=_("page"))
    def page(self, news: News) -> str:
        return link("news", news.pk, gettext("Write"))


class HidesFile(ReadOnlyAdmin):
    """The name of a file is no address: nothing leads into the folder of files."""

    exclude = ("file",)


@admin.register(Document)
class DocumentAdmin(HidesFile):
    list_display = ("title_fr", "event", "published_at", "page")

    @admin.display(description=_("page"))
    def page(self, document: Document) -> str:
        return link("event_documents", document.event_id, gettext("Documents of the event"))


@admin.register(Photo)
class PhotoAdmin(HidesFile):
    list_display = ("alt_fr", "event", "driver", "credit", "published_at", "page")

    @admin.display(description=_("page"))
    def page(self, photo: Photo) -> str:
        return link("photo", photo.pk, gettext("Describe, publish"))


@admin.register(DriverMerge)
class DriverMergeAdmin(ReadOnlyAdmin):
    """What moved when two records became one: enough to part them by hand."""

    list_display = ("lost_name", "lost_slug", "kept", "actor", "recorded_at")
    search_fields = ("lost_name", "lost_slug")
