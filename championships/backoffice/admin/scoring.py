"""Reference data that scores: who takes part, and in which category."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from championships import clock
from championships.models import Bulletin, Season
from championships.officiating.seasons import refresh_season


class RefreshesSeasons(admin.ModelAdmin):  # type: ignore[type-arg]
    """After a change, the tables of the seasons it touches are computed anew, as a revision with a name to it."""

    def find_seasons(self, row: Any) -> list[Season]:
        raise NotImplementedError

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._refresh(request, self.find_seasons(form.instance), str(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        seasons, name = self.find_seasons(obj), str(obj)
        super().delete_model(request, obj)
        self._refresh(request, seasons, name)

    def _refresh(self, request: HttpRequest, seasons: list[Season], cause: str) -> None:
        for season in sorted(seasons, key=lambda season: season.pk):
            # Before the first bulletin there is nothing to compute, and nothing the public could have read.
            if Bulletin.objects.filter(session__round_sessions__round__season=season).exists():
                refresh_season(
                    season=season,
                    cause=cause[:180],
                    by=request.user,  # type: ignore[arg-type]
                    now=clock.now(),
                    recorded_at=clock.real_now(),
                )
