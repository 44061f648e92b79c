"""Reference data that scores: who takes part, and in which category."""

from typing import Any

from django.http import HttpRequest

from championships import clock
from championships.backoffice.admin.base import OfficeAdmin
from championships.models import Bulletin, Season
from championships.officiating.reference import list_seasons_touched
from championships.officiating.seasons import refresh_season


class RefreshesSeasons(OfficeAdmin):
    """After a change, the tables of the seasons it touches are computed anew, as a revision with a name to it.

    The seasons it touched before and those it touches afterwards: a row that moves leaves a table behind it.
    """

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        request.seasons_before = list_seasons_touched(self._get_stored(obj)) if change else []  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            before: list[Season] = getattr(request, "seasons_before", [])
            self._refresh(request, [*before, *list_seasons_touched(form.instance)], str(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        seasons, name = list_seasons_touched(obj), str(obj)
        super().delete_model(request, obj)
        self._refresh(request, seasons, name)

    def _get_stored(self, obj: Any) -> Any:
        return self.model._base_manager.get(pk=obj.pk)

    def _refresh(self, request: HttpRequest, seasons: list[Season], cause: str) -> None:
        for season in sorted({season.pk: season for season in seasons}.values(), key=lambda season: season.pk):
            # Before the first bulletin there is nothing to compute, and nothing the public could have read.
            if Bulletin.objects.filter(session__round_sessions__round__season=season).exists():
                refresh_season(
                    season=season,
                    cause=cause[:180],
                    by=request.user,  # type: ignore[arg-type]
                    now=clock.now(),
                    recorded_at=clock.real_now(),
                )
