"""The weekends of a person of the office: now, next, past."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from championships.models import Event, Season
from championships.queries.refs import find_zone
from championships.scoring.vocabulary import BulletinState

_NOW = timedelta(days=1)  # a weekend is on from the day before to the day after


@dataclass(frozen=True, slots=True)
class Weekend:
    """An event in the list of those a person works for. `drafts`, `waiting`: what is to be done there."""

    pk: int
    name: str
    circuit: str
    starts_on: date | None
    ends_on: date | None
    state: str
    championships: tuple[str, ...]
    sessions: int
    published: int


@dataclass(frozen=True, slots=True)
class Weekends:
    now: tuple[Weekend, ...]
    next: tuple[Weekend, ...]  # soonest first
    past: tuple[Weekend, ...]  # latest first

    @property
    def any(self) -> bool:
        return bool(self.now or self.next or self.past)


def list_weekends(season_ids: Collection[int] | None, *, at: datetime) -> Weekends:
    """The events of these seasons (None: every event): those of now, the next ones, the past ones. Three queries."""
    events = Event.objects.all() if season_ids is None else Event.objects.filter(rounds__season__in=list(season_ids))
    rows = list(
        events.select_related("circuit")
        .annotate(
            session_count=Count("sessions", distinct=True),
            published_count=Count(
                "sessions",
                filter=Q(sessions__bulletins__issued_at__lte=at)
                & ~Q(sessions__bulletins__state=BulletinState.WITHDRAWN.value),
                distinct=True,
            ),
        )
        .order_by("starts_on", "slug")
        .distinct()
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    counted = Season.objects.filter(rounds__event__in=[row.pk for row in rows] or [0]).select_related("championship")
    for season in counted.annotate(event_pk=F("rounds__event")).order_by("championship__order", "championship__slug"):
        name = str(season.championship.name)
        if name not in names[season.event_pk]:
            names[season.event_pk].append(name)
    now: list[Weekend] = []
    coming: list[Weekend] = []
    past: list[Weekend] = []
    for row in rows:
        weekend = Weekend(
            pk=row.pk,
            name=str(row.name),
            circuit=row.circuit.name if row.circuit else "",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            state=row.state,
            championships=tuple(names[row.pk]),
            sessions=row.session_count,
            published=row.published_count,
        )
        today = at.astimezone(ZoneInfo(find_zone(row))).date()
        if row.starts_on is None or today < row.starts_on - _NOW:
            coming.append(weekend)
        elif today > (row.ends_on or row.starts_on) + _NOW:
            past.append(weekend)
        else:
            now.append(weekend)
    return Weekends(tuple(now), tuple(coming), tuple(reversed(past)))
