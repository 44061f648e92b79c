"""Users, drivers, teams."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from championships.backoffice.admin.base import LabelledInline, VersionedAdmin
from championships.models import (
    Driver,
    DriverAlias,
    Entrant,
    Kinship,
    Team,
    TeamAlias,
    User,
    fold,
)

admin.site.register(User, UserAdmin)


class FoldedSearch:
    """Searches the folded column: accents, case and apostrophes do not count."""

    def get_search_results(self, request, queryset, search_term):  # type: ignore[no-untyped-def]
        return super().get_search_results(request, queryset, fold(search_term))  # type: ignore[misc]


class DriverAliasInline(LabelledInline):
    model = DriverAlias


class KinshipInline(LabelledInline):
    model = Kinship
    fk_name = "person"
    autocomplete_fields = ("relative", "source")


@admin.register(Driver)
class DriverAdmin(FoldedSearch, VersionedAdmin):
    list_display = ("name", "country", "born_on", "demo")
    list_filter = ("demo", "country")
    search_fields = ("search_name", "aliases__search_name")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (DriverAliasInline, KinshipInline)


class TeamAliasInline(LabelledInline):
    model = TeamAlias


@admin.register(Team)
class TeamAdmin(FoldedSearch, VersionedAdmin):
    list_display = ("name", "country", "demo")
    list_filter = ("demo",)
    search_fields = ("search_name", "aliases__search_name")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (TeamAliasInline,)


@admin.register(Entrant)
class EntrantAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
