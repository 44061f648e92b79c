"""Whole seasons, as they stood at an instant, in a fixed number of queries."""

from collections.abc import Collection
from datetime import datetime

from championships.adapters.values import LoadedSeason


def load_seasons(season_ids: Collection[int], *, at: datetime | None) -> dict[int, LoadedSeason]:
    """What was in force at `at` for each of these seasons; None: everything published, whatever the clock says."""
    raise NotImplementedError
