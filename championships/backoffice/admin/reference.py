"""Championships, calendar, entries, texts: everything an official may edit freely."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from championships.backoffice.admin.base import LabelledInline, VersionedAdmin
from championships.backoffice.admin.people import FoldedSearch
from championships.backoffice.admin.scoring import RefreshesSeasons
from championships.clock import real_now
from championships.models import (
    Category,
    Championship,
    Circuit,
    Crew,
    Document,
    Enrolment,
    Entry,
    Event,
    Highlight,
    Layout,
    News,
    Participation,
    Photo,
    Preview,
    PreviewSection,
    Protest,
    Round,
    RoundSession,
    Season,
    Session,
    Source,
)


class CategoryInline(LabelledInline):
    model = Category


@admin.register(Championship)
class ChampionshipAdmin(VersionedAdmin):
    list_display = ("name_fr", "name_en", "slug", "demo")
    search_fields = ("name_fr", "name_en", "slug")
    prepopulated_fields = {"slug": ("name_fr",)}
    inlines = (CategoryInline,)


class RoundInline(LabelledInline):
    model = Round
    autocomplete_fields = ("event",)
    show_change_link = True


@admin.register(Season)
class SeasonAdmin(VersionedAdmin):
    list_display = ("championship", "label", "year", "revision", "one_person_crew", "rules_link")
    list_filter = ("championship", "year")
    search_fields = ("championship__name_fr", "championship__name_en", "label")
    readonly_fields = ("revision",)
    inlines = (RoundInline,)

    @admin.display(description=_("rules"))
    def rules_link(self, season: Season) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:season_rules", args=[season.pk]), _("Read, issue"))


class RoundSessionInline(LabelledInline):
    model = RoundSession
    autocomplete_fields = ("session",)


@admin.register(Round)
class RoundAdmin(RefreshesSeasons):
    list_display = ("season", "number", "event")
    list_filter = ("season",)
    search_fields = ("season__championship__name_fr", "event__name_fr", "event__name_en")
    autocomplete_fields = ("season", "event")
    inlines = (RoundSessionInline,)

    def find_seasons(self, row: Round) -> list[Season]:
        return [row.season]


class LayoutInline(LabelledInline):
    model = Layout
    autocomplete_fields = ("source",)


@admin.register(Circuit)
class CircuitAdmin(FoldedSearch, VersionedAdmin):
    list_display = ("name", "country", "time_zone", "demo")
    search_fields = ("search_name",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (LayoutInline,)


@admin.register(Layout)
class LayoutAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("circuit", "name", "length_m")
    search_fields = ("circuit__search_name", "name")
    autocomplete_fields = ("circuit", "source")

    def get_model_perms(self, request):  # type: ignore[no-untyped-def]
        """Kept off the index: layouts are edited on their circuit."""
        return {}


class SessionInline(LabelledInline):
    model = Session
    fields = ("order", "slug", "kind", "name_fr", "name_en", "starts_at", "state")
    show_change_link = True


@admin.register(Event)
class EventAdmin(VersionedAdmin):
    list_display = ("name_fr", "year", "circuit", "starts_on", "ends_on", "state")
    list_filter = ("year", "state")
    search_fields = ("name_fr", "name_en", "official_name")
    prepopulated_fields = {"slug": ("name_fr",)}
    autocomplete_fields = ("circuit", "layout", "source")
    date_hierarchy = "starts_on"
    inlines = (SessionInline,)


class CrewInline(LabelledInline):
    model = Crew
    autocomplete_fields = ("driver",)


class ParticipationInline(LabelledInline):
    model = Participation
    autocomplete_fields = ("round",)


@admin.register(Entry)
class EntryAdmin(RefreshesSeasons, VersionedAdmin):
    list_display = ("number", "event", "team", "car", "withdrawn")
    list_filter = ("withdrawn", "event__year")
    search_fields = ("number", "team__search_name", "crew__driver__search_name")
    autocomplete_fields = ("event", "team", "entrant", "source")
    inlines = (CrewInline, ParticipationInline)

    def find_seasons(self, row: Entry) -> list[Season]:
        return list(Season.objects.filter(rounds__event=row.event).distinct())


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("championship", "name_fr", "letter")
    search_fields = ("name_fr", "name_en")


@admin.register(Enrolment)
class EnrolmentAdmin(RefreshesSeasons, VersionedAdmin):
    list_display = ("season", "driver", "team", "car_number", "from_round", "to_round", "guest")
    list_filter = ("season",)
    search_fields = ("driver__search_name", "team__search_name", "car_number")
    autocomplete_fields = ("season", "driver", "team", "categories", "source")

    def find_seasons(self, row: Enrolment) -> list[Season]:
        return [row.season]


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "published_on", "standing")
    list_filter = ("standing",)
    search_fields = ("title", "key", "url")


@admin.register(Protest)
class ProtestAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("session", "from_whom", "received_at", "closed_at")
    autocomplete_fields = ("session", "against")
    readonly_fields = ("recorded_at",)

    def save_model(self, request, obj, form, change):  # type: ignore[no-untyped-def]
        if not change:
            obj.recorded_at = real_now()
        obj.save()


class PreviewSectionInline(LabelledInline):
    model = PreviewSection
    autocomplete_fields = ("season",)


class HighlightInline(LabelledInline):
    model = Highlight
    autocomplete_fields = ("driver",)


@admin.register(Preview)
class PreviewAdmin(VersionedAdmin):
    list_display = ("event", "title_fr", "published_at", "publication")
    autocomplete_fields = ("event", "sources")
    readonly_fields = ("published_at", "author")
    inlines = (PreviewSectionInline, HighlightInline)

    @admin.display(description=_("publication"))
    def publication(self, preview: Preview) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:preview_publish", args=[preview.pk]), _("Publish"))


@admin.register(News)
class NewsAdmin(VersionedAdmin):
    list_display = ("title_fr", "championship", "published_at")
    prepopulated_fields = {"slug": ("title_fr",)}


@admin.register(Document)
class DocumentAdmin(VersionedAdmin):
    list_display = ("title_fr", "event", "published_at")
    autocomplete_fields = ("event",)


@admin.register(Photo)
class PhotoAdmin(VersionedAdmin):
    list_display = ("alt_fr", "event", "driver", "credit", "published_at")
    autocomplete_fields = ("event", "driver")
