"""Writing what a plan says, as planned: through the office, in one go."""

from collections.abc import Collection
from datetime import datetime

from championships.exchange.entry_lists.planning import ListPlan
from championships.models import Event, User
from championships.officiating.entries import save_entries
from championships.officiating.entry_values import Saved


def apply_plan(
    *, event: Event, plan: ListPlan, season_ids: Collection[int], by: User, now: datetime, recorded_at: datetime
) -> Saved:
    """Write every new and changed row, all or none. Raises as `save_entries` does."""
    return save_entries(
        event=event,
        changes=plan.changes,
        season_ids=season_ids,
        by=by,
        now=now,
        recorded_at=recorded_at,
        spellings=plan.spellings,
        verb="import_entries",
    )
