"""The calendar of a year: every event, the championships it counts for, and the years that have one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from championships.models import Event, Preview, Round
from championships.queries.refs import CircuitRef, EventRef, SeasonRef, refer_circuit, refer_event, refer_season


@dataclass(frozen=True, slots=True)
class CalendarRound:
    season: SeasonRef
    number: int


@dataclass(frozen=True, slots=True)
class CalendarLine:
    event: EventRef
    circuit: CircuitRef | None
    rounds: tuple[CalendarRound, ...]
    state: str
    moved_from: date | None
    over: bool
    preview: bool
    demo: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    year: int
    lines: tuple[CalendarLine, ...]
    years: tuple[int, ...]  # years with a calendar, newest first


def load_calendar(year: int, *, at: datetime) -> CalendarPage | None:
    """The events of a year, in four queries. None: no event, in a year that is not the current one."""
    events = list(Event.objects.filter(year=year).select_related("circuit").order_by("starts_on", "slug"))
    rounds: dict[int, list[CalendarRound]] = defaultdict(list)
    demo: set[int] = set()
    for one in (
        Round.objects.filter(event__year=year)
        .select_related("season__championship")
        .order_by("season__championship__order", "season__championship__slug", "number")
    ):
        rounds[one.event_id].append(CalendarRound(refer_season(one.season), one.number))
        if one.season.championship.demo:
            demo.add(one.event_id)
    previews = set(Preview.objects.filter(event__year=year, published_at__lte=at).values_list("event_id", flat=True))
    years = tuple(Event.objects.order_by("-year").values_list("year", flat=True).distinct())
    if not events and year != at.year:
        return None
    return CalendarPage(
        year=year,
        lines=tuple(
            CalendarLine(
                event=refer_event(event),
                circuit=refer_circuit(event.circuit),
                rounds=tuple(rounds[event.pk]),
                state=event.state,
                moved_from=event.moved_from if event.state == Event.State.MOVED else None,
                over=event.ends_on is not None and event.ends_on < at.date(),
                preview=event.pk in previews,
                demo=event.demo or event.pk in demo,
            )
            for event in sorted(events, key=lambda one: (one.starts_on is None, one.starts_on or date.max, one.slug))
        ),
        years=years,
    )
