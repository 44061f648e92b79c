"""Sessions: the calendar part is a form, the results part is the pages of `backoffice.views`."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from championships.backoffice.admin.base import LabelledInline, VersionedAdmin
from championships.backoffice.admin.scoring import RefreshesSeasons
from championships.models import RoundSession, Season, Session


class RoundSessionInline(LabelledInline):
    model = RoundSession
    autocomplete_fields = ("round",)


@admin.register(Session)
class SessionAdmin(RefreshesSeasons, VersionedAdmin):
    list_display = ("name_fr", "event", "kind", "starts_at", "state", "results_link")
    list_filter = ("kind", "state", "event__year")
    search_fields = ("name_fr", "name_en", "event__name_fr", "event__name_en")
    autocomplete_fields = ("event",)
    inlines = (RoundSessionInline,)

    def find_seasons(self, row: Session) -> list[Season]:
        return list(Season.objects.filter(rounds__round_sessions__session=row).distinct())

    def get_queryset(self, request):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).select_related("event")

    @admin.display(description=_("results"))
    def results_link(self, session: Session) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:session_results", args=[session.pk]), _("Enter, publish")
        )
