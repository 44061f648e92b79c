"""Drivers, teams, entrants: common to every championship."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from championships.backoffice.admin.base import LabelledInline, LastingAdmin, StateAdmin
from championships.backoffice.admin.resources import DriverResource, TeamResource
from championships.backoffice.admin.transfers import TransfersTable
from championships.models import (
    Driver,
    DriverAlias,
    Entrant,
    Kinship,
    Team,
    TeamAlias,
    fold,
)
from championships.officiating.reference import check_address


class FoldedSearch:
    """Searches the folded column: accents, case and apostrophes do not count."""

    def get_search_results(self, request, queryset, search_term):  # type: ignore[no-untyped-def]
        return super().get_search_results(request, queryset, fold(search_term))  # type: ignore[misc]


class KeepsItsAddress(LastingAdmin):
    """Decisions and rules name a driver or a team by the address: with published results it stays."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and "slug" in form.changed_data:
            check_address(person=obj)
        super().save_model(request, obj, form, change)


class DriverAliasInline(LabelledInline):
    model = DriverAlias


class KinshipInline(LabelledInline):
    model = Kinship
    fk_name = "person"
    autocomplete_fields = ("relative", "source")


class CountryFilter(admin.AllValuesFieldListFilter):
    """Who has no country has a link with a name, too."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "–"}


@admin.register(Driver)
class DriverAdmin(TransfersTable, FoldedSearch, KeepsItsAddress):
    resource_classes = (DriverResource,)
    list_display = ("name", "country", "born_on", "demo")
    list_filter = ("demo", ("country", CountryFilter))
    search_fields = ("search_name", "aliases__search_name")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("merge_link", "photos_link")
    inlines = (DriverAliasInline, KinshipInline)

    @admin.display(description=_("another record of the same person"))
    def merge_link(self, driver: Driver) -> str:
        if not driver.pk:
            return "–"
        address = reverse("admin:driver_merge", args=[driver.pk])
        return format_html('<a href="{}">{}</a>', address, gettext("Find it and merge"))

    @admin.display(description=_("photographs"))
    def photos_link(self, driver: Driver) -> str:
        if not driver.pk:
            return "–"
        address = reverse("admin:driver_photos", args=[driver.pk])
        return format_html('<a href="{}">{}</a>', address, gettext("Photographs of this driver"))


class TeamAliasInline(LabelledInline):
    model = TeamAlias


@admin.register(Team)
class TeamAdmin(TransfersTable, FoldedSearch, KeepsItsAddress):
    resource_classes = (TeamResource,)
    list_display = ("name", "country", "demo")
    list_filter = ("demo",)
    search_fields = ("search_name", "aliases__search_name")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (TeamAliasInline,)


@admin.register(Entrant)
class EntrantAdmin(StateAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
