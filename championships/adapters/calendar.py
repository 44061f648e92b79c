"""Rounds, their sessions, and the bulletin in force of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from championships.adapters.values import ResultMeta, RoundSessionRef
from championships.models import Bulletin, RoundSession


def read_round_sessions(season_ids: Collection[int]) -> dict[int, tuple[RoundSessionRef, ...]]:
    """One query: the sessions each of these seasons counts, in the order in which they are run."""
    rows: Iterable[tuple[Any, ...]] = (
        RoundSession.objects.filter(round__season_id__in=[0, *season_ids])
        .order_by("round__season_id", "order", "round__number", "session__order", "pk")
        .values_list(
            "round__season_id",
            "pk",
            "round_id",
            "round__number",
            "key",
            "session_id",
            "session__slug",
            "session__name_fr",
            "session__name_en",
            "session__kind",
            "session__state",
            "session__on_date",
            "session__starts_at",
            "session__event_id",
            "session__event__year",
            "session__event__slug",
            "session__event__name_fr",
            "session__event__name_en",
            "session__event__starts_on",
            "session__event__state",
            "session__scheduled_laps",
        )
    )
    found: defaultdict[int, list[RoundSessionRef]] = defaultdict(list)
    for season_id, pk, round_pk, number, key, *rest in rows:
        # Numbered afresh: two sessions may carry the same order in the calendar, never here.
        order = len(found[season_id]) + 1
        found[season_id].append(RoundSessionRef(pk, round_pk, number, key, order, *rest))
    return {season_id: tuple(refs) for season_id, refs in found.items()}


def read_bulletins(session_ids: Collection[int], *, at: datetime | None) -> dict[int, ResultMeta]:
    """One query: the bulletin in force at that instant of each of these sessions that has one."""
    bulletins = Bulletin.objects.filter(session_id__in=[0, *session_ids])
    # The newest is marked; only an earlier instant needs to search.
    in_force = bulletins.filter(current=True).exclude(state="withdrawn") if at is None else bulletins.in_force(at)
    rows = in_force.values_list(
        "session_id",
        "pk",
        "n",
        "state",
        "issued_at",
        "recorded_at",
        "protest_until",
        "per_source",
        "one_person",
        "reason",
        "hash",
        "sheet_id",
        "sheet__n",
        "sheet__origin",
        "sheet__complete",
        "sheet__laps",
        "sheet__distance_km",
        "sheet__source_id",
    )
    return {row[0]: ResultMeta(*row[1:]) for row in rows}
