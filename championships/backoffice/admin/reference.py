"""Enrolments and sources, edited here; entries and texts, shown here and written on their own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from championships.backoffice.admin.base import ReadOnlyAdmin, ShownInline, StateAdmin, VersionedAdmin
from championships.backoffice.admin.scoping import ScopedFilter
from championships.backoffice.admin.scoring import RefreshesSeasons
from championships.models import (
    Crew,
    Document,
    Enrolment,
    Entry,
    Highlight,
    News,
    Participation,
    Photo,
    Preview,
    PreviewSection,
    Source,
)
from championships.officiating.reference import check_enrolment


class CrewInline(ShownInline):
    model = Crew
    fk_name = "entry"
    show_change_link = False


class ParticipationInline(ShownInline):
    model = Participation
    show_change_link = False


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Written in the entry list of the event: there a change that scores raises a revision, or is refused."""

    list_display = ("number", "event", "team", "car", "withdrawn", "list_link")
    list_filter = ("withdrawn", "event__year")
    list_select_related = ("event", "team")
    search_fields = ("number", "team__search_name", "crew__driver__search_name")
    inlines = (CrewInline, ParticipationInline)

    @admin.display(description=_("entry list"))
    def list_link(self, entry: Entry) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:entry_list", args=[entry.event_id]), _("Entry list"))


@admin.register(Enrolment)
class EnrolmentAdmin(RefreshesSeasons, VersionedAdmin):
    list_display = ("season", "driver", "team", "car_number", "from_round", "to_round", "guest")
    list_filter = (("season", ScopedFilter),)
    search_fields = ("driver__search_name", "team__search_name", "car_number")
    autocomplete_fields = ("season", "driver", "team", "categories", "source")

    def save_model(self, request: HttpRequest, obj: Enrolment, form: Any, change: bool) -> None:
        stored = self._get_stored(obj) if change else None
        terms = set(form.changed_data) - {"from_round", "to_round", "source", "read_version"}
        check_enrolment(before=stored, after=obj, terms_changed=not change or bool(terms))
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Enrolment) -> None:
        check_enrolment(before=obj, after=None, terms_changed=True)
        super().delete_model(request, obj)


@admin.register(Source)
class SourceAdmin(StateAdmin):
    list_display = ("title", "published_on", "standing")
    list_filter = ("standing",)
    search_fields = ("title", "key", "url")


class PreviewSectionInline(ShownInline):
    model = PreviewSection
    show_change_link = False


class HighlightInline(ShownInline):
    model = Highlight
    show_change_link = False


@admin.register(Preview)
class PreviewAdmin(ReadOnlyAdmin):
    list_display = ("event", "title_fr", "published_at", "page_link")
    list_select_related = ("event",)
    inlines = (PreviewSectionInline, HighlightInline)

    @admin.display(description=_("page"))
    def page_link(self, preview: Preview) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:preview", args=[preview.pk]), _("Write, publish"))


@admin.register(News)
class NewsAdmin(ReadOnlyAdmin):
    list_display = ("title_fr", "championship", "published_at", "page_link")

    @admin.display(description=_("page"))
    def page_link(self, news: News) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:news", args=[news.pk]), _("Write, publish"))


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("title_fr", "event", "published_at")


@admin.register(Photo)
class PhotoAdmin(ReadOnlyAdmin):
    """Added on its own page, where what the camera wrote into the file is taken away."""

    list_display = ("alt_fr", "event", "driver", "credit", "published_at")
