"""Places of drivers in sessions as published at an instant.

The stored projections belong to the newest revision of a season. Where that was issued by the instant they are read;
else the season is computed from what was in force then. Both give equal values.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from championships.adapters.seasons import load_seasons
from championships.models import ClassifiedLine, Revision, RoundSession


@dataclass(frozen=True, slots=True)
class Placing:
    """One driver's outcome in a session for one season: in the whole field, in the championship, in categories."""

    status: str
    overall: int | None
    place: int | None
    categories: Mapping[str, int]
    flags: frozenset[str]


def find_changed_later(seasons: Collection[int], at: datetime) -> set[int]:
    """The seasons of which something was published after that instant: their projections are too new. One query."""
    rows = Revision.objects.filter(season__in=seasons, issued_at__gt=at)
    return set(rows.order_by().values_list("season_id", flat=True).distinct())


def read_placings(
    round_sessions: Iterable[RoundSession], *, at: datetime, parts: Collection[int] | None = None
) -> dict[int, dict[int, Placing]]:
    """By round session and line driver. Two queries, or those of `load_seasons` for seasons changed later.

    The rounds must be loaded with the round sessions. `parts`: of these line drivers only (None: of everybody).
    """
    counted = list(round_sessions)
    later = find_changed_later({each.round.season_id for each in counted}, at)
    placings: dict[int, dict[int, Placing]] = defaultdict(dict)
    stored = [each.pk for each in counted if each.round.season_id not in later]
    rows = ClassifiedLine.objects.filter(round_session__in=[0, *stored])
    for row in rows if parts is None else rows.filter(line_driver__in=[0, *parts]):
        placings[row.round_session_id][row.line_driver_id] = Placing(
            status=row.status,
            overall=row.overall_place,
            place=row.place,
            categories=row.category_places,
            flags=frozenset(row.flags),
        )
    wanted = {each.pk for each in counted}
    asked = None if parts is None else set(parts)
    for season in load_seasons(later, at=at).values() if later else ():
        for round_session, found in season.classified.items():
            if round_session in wanted:
                for part in found:
                    if asked is not None and part.line_driver_pk not in asked:
                        continue
                    placings[round_session][part.line_driver_pk] = Placing(
                        status=part.status,
                        overall=part.overall_place,
                        place=part.place,
                        categories=part.category_places,
                        flags=frozenset(part.flags),
                    )
    return dict(placings)
