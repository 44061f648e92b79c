"""Championships, seasons, rounds, events, sessions: the calendar is a form, what is published of it stays."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from championships import clock
from championships.backoffice.admin.base import (
    AddedInline,
    LabelledInline,
    LastingAdmin,
    ReadOnlyAdmin,
    StateAdmin,
    VersionedAdmin,
)
from championships.backoffice.admin.people import FoldedSearch
from championships.backoffice.admin.resources import CircuitResource
from championships.backoffice.admin.scoping import ScopedFilter
from championships.backoffice.admin.scoring import RefreshesSeasons
from championships.backoffice.admin.transfers import TransfersTable
from championships.models import (
    Category,
    Championship,
    Circuit,
    Event,
    Layout,
    Round,
    RoundSession,
    Season,
    Session,
)
from championships.officiating.addresses import check_address_free
from championships.officiating.dropped import drop_event, drop_round, drop_session
from championships.officiating.reference import (
    check_category,
    check_counting,
    check_event,
    check_round,
    check_season,
    check_session,
    list_counted_sessions,
    record_reference,
    tell_calendars,
)

# Changes of these are of weight: who may make a result final, what may stand in the future.
_WEIGHTY = ("one_person_crew", "protest_minutes", "history_complete_from")


class CategoryInline(LabelledInline):
    model = Category


@admin.register(Championship)
class ChampionshipAdmin(LastingAdmin):
    list_display = ("name_fr", "name_en", "slug", "demo")
    search_fields = ("name_fr", "name_en", "slug")
    prepopulated_fields = {"slug": ("name_fr",)}
    inlines = (CategoryInline,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for below in formset.forms:
            moved = "slug" in below.changed_data or below.cleaned_data.get("DELETE")
            if below.instance.pk and moved:
                check_category(category=Category.objects.get(pk=below.instance.pk))
        super().save_formset(request, form, formset, change)


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    list_display = ("championship", "name_fr", "letter")
    search_fields = ("name_fr", "name_en")


class RoundInline(AddedInline):
    model = Round
    autocomplete_fields = ("event",)


@admin.register(Season)
class SeasonAdmin(LastingAdmin):
    list_display = ("championship", "label", "year", "revision", "one_person_crew", "rules_link")
    list_filter = (("championship", ScopedFilter), "year")
    search_fields = ("championship__name_fr", "championship__name_en", "label")
    readonly_fields = ("revision",)
    inlines = (RoundInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            check_season(season=Season.objects.get(pk=obj.pk), changed=form.changed_data)
        super().save_model(request, obj, form, change)
        weighty = {name: getattr(obj, name) for name in _WEIGHTY if name in form.changed_data}
        if weighty:
            record_reference(
                row=obj,
                verb="change_season" if change else "add_season",
                changes=weighty,
                by=request.user,  # type: ignore[arg-type]
                recorded_at=clock.real_now(),
            )

    @admin.display(description=_("rules"))
    def rules_link(self, season: Season) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:season_rules", args=[season.pk]), _("Read, issue"))


class CountedInline(LabelledInline):
    """Which sessions a round counts. Where one has a published result, its row stays."""

    model = RoundSession
    autocomplete_fields = ("session",)


@admin.register(Round)
class RoundAdmin(RefreshesSeasons, StateAdmin):
    list_display = ("season", "number", "event")
    list_filter = (("season", ScopedFilter),)
    search_fields = ("season__championship__name_fr", "event__name_fr", "event__name_en")
    autocomplete_fields = ("season", "event")
    inlines = (CountedInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and set(form.changed_data) - {"read_state"}:
            check_round(round_=obj)
        if change and {"season", "event"} & set(form.changed_data):
            drop_round(round_=Round.objects.get(pk=obj.pk), recorded_at=clock.real_now())
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        check_counting(sessions=_list_moved(formset))
        super().save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        check_round(round_=obj)
        drop_round(round_=obj, recorded_at=clock.real_now())
        super().delete_model(request, obj)


def _list_moved(formset: Any) -> set[int]:
    """The sessions whose rows of a round are added, changed or removed."""
    moved: set[int] = set()
    for below in formset.forms:
        if below.has_changed():
            moved |= list_counted_sessions(below.instance)
    return moved


class LayoutInline(LabelledInline):
    model = Layout
    autocomplete_fields = ("source",)


@admin.register(Circuit)
class CircuitAdmin(TransfersTable, FoldedSearch, LastingAdmin):
    resource_classes = (CircuitResource,)
    list_display = ("name", "country", "time_zone", "demo")
    search_fields = ("search_name",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (LayoutInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {"name", "country", "time_zone"} & set(form.changed_data):
            tell_calendars(circuit=obj, recorded_at=clock.real_now())


@admin.register(Layout)
class LayoutAdmin(ReadOnlyAdmin):
    list_display = ("circuit", "name", "length_m")
    search_fields = ("circuit__search_name", "name")

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Kept off the index: layouts are edited on their circuit."""
        return {}


class SessionInline(AddedInline):
    model = Session
    fields = ("order", "slug", "kind", "name_fr", "name_en", "starts_at", "state")


@admin.register(Event)
class EventAdmin(LastingAdmin):
    list_display = ("name_fr", "year", "circuit", "starts_on", "ends_on", "state", "desk_link")
    list_filter = ("year", "state")
    search_fields = ("name_fr", "name_en", "official_name")
    prepopulated_fields = {"slug": ("name_fr",)}
    autocomplete_fields = ("circuit", "layout", "source")
    date_hierarchy = "starts_on"
    inlines = (SessionInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            check_event(event=obj, changed=form.changed_data)
        if change and "starts_on" in form.changed_data and obj.starts_on is None:
            drop_event(event=Event.objects.get(pk=obj.pk), recorded_at=clock.real_now())
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for below in formset.forms:
            if "slug" in below.changed_data:
                check_address_free(row=below.instance)
        super().save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        drop_event(event=obj, recorded_at=clock.real_now())
        super().delete_model(request, obj)

    @admin.display(description=_("desk"))
    def desk_link(self, event: Event) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:desk", args=[event.pk]), _("Weekend desk"))


class CountingInline(AddedInline):
    """Which rounds count a session: added here, changed on the page of the round."""

    model = RoundSession
    autocomplete_fields = ("round",)
    show_change_link = False


@admin.register(Session)
class SessionAdmin(RefreshesSeasons, VersionedAdmin):
    list_display = ("name_fr", "event", "kind", "starts_at", "state", "results_link")
    list_filter = ("kind", "state", "event__year")
    list_select_related = ("event",)
    search_fields = ("name_fr", "name_en", "event__name_fr", "event__name_en")
    autocomplete_fields = ("event", "grid_from")
    inlines = (CountingInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "slug" in form.changed_data:
            check_address_free(row=obj)
        if change:
            check_session(session=Session.objects.get(pk=obj.pk), changed=form.changed_data)
        if change and "starts_at" in form.changed_data and obj.starts_at is None:
            drop_session(session=Session.objects.get(pk=obj.pk), recorded_at=clock.real_now())
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        drop_session(session=obj, recorded_at=clock.real_now())
        super().delete_model(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        check_counting(sessions=_list_moved(formset))
        super().save_formset(request, form, formset, change)

    @admin.display(description=_("results"))
    def results_link(self, session: Session) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:session_results", args=[session.pk]), _("Enter, publish")
        )
