"""The calendar of a year or of a season: every event, what it counts for, its state, and who won what is run."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from championships.models import Event, Preview, Round
from championships.queries.refs import CircuitRef, EventRef, SeasonRef, refer_circuit, refer_event, refer_season
from championships.queries.season_lines import SeasonLine, is_over, load_season_line, load_year_lines
from championships.queries.standings import find_season
from championships.queries.winners import RaceResult, read_event_results


@dataclass(frozen=True, slots=True)
class CalendarRound:
    season: SeasonRef
    number: int


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """An event. `next`: of those with a date the first that is not over, of real and of invented ones.

    `races`: those published, with winners.
    """

    event: EventRef
    circuit: CircuitRef | None
    rounds: tuple[CalendarRound, ...]
    state: str
    moved_from: date | None
    over: bool
    next: bool
    preview: bool
    report: bool
    demo: bool
    races: tuple[RaceResult, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """`season`: the calendar is of that season alone. `seasons`: those that have events in it, real ones first."""

    year: int
    season: SeasonRef | None
    lines: tuple[CalendarLine, ...]
    season_lines: tuple[SeasonLine, ...]
    seasons: tuple[SeasonRef, ...]
    years: tuple[int, ...]  # years with a calendar, newest first


def find_calendar_year(*, at: datetime) -> int:
    """The year whose calendar is "the calendar": this one, else the nearest to come, else the newest past. One query.

    This one where there is no event at all.
    """
    years = _list_years()
    if at.year in years or not years:
        return at.year
    return min((year for year in years if year > at.year), default=years[0])


def load_calendar(year: int, *, at: datetime) -> CalendarPage | None:
    """The events of a year, in twelve queries. None: no event, in a year that is not the current one."""
    events = list(Event.objects.filter(year=year).select_related("circuit"))
    lines, seasons = _read_lines(events, at)
    season_lines, years = load_year_lines(year, at=at), _list_years()
    if not events and year != at.year:
        return None
    return CalendarPage(year, None, lines, season_lines, seasons, years)


def load_season_calendar(championship: str, label: str, *, at: datetime) -> CalendarPage | None:
    """The events of a season, in thirteen queries. None: unknown, or without a round."""
    pk = find_season(championship, label)
    if pk is None:
        return None
    events = list(Event.objects.filter(rounds__season=pk).select_related("circuit").distinct())
    lines, seasons = _read_lines(events, at)
    line, years = load_season_line(pk, at=at), _list_years()
    own = next((season for season in seasons if season.pk == pk), None)
    if not events or own is None:
        return None
    return CalendarPage(min(event.year for event in events), own, lines, (line,) if line else (), seasons, years)


def _list_years() -> tuple[int, ...]:
    return tuple(Event.objects.order_by("-year").values_list("year", flat=True).distinct())


def _read_lines(events: Iterable[Event], at: datetime) -> tuple[tuple[CalendarLine, ...], tuple[SeasonRef, ...]]:
    ordered = sorted(events, key=lambda one: (one.starts_on is None, one.starts_on or date.max, one.slug))
    keys = [0, *(event.pk for event in ordered)]
    rounds: dict[int, list[CalendarRound]] = defaultdict(list)
    seasons: dict[int, SeasonRef] = {}
    for one in (
        Round.objects.filter(event__in=keys)
        .select_related("season__championship")
        .order_by("season__championship__order", "season__championship__slug", "season__year", "number")
    ):
        season = seasons.setdefault(one.season_id, refer_season(one.season))
        rounds[one.event_id].append(CalendarRound(season, one.number))
    previews = set(Preview.objects.filter(event__in=keys, published_at__lte=at).values_list("event_id", flat=True))
    results = read_event_results(ordered, at=at)
    invented = {one.pk: one.demo or any(each.season.demo for each in rounds[one.pk]) for one in ordered}
    shelved = {Event.State.CANCELLED, Event.State.POSTPONED}
    ahead = [one for one in ordered if one.ends_on and one.state not in shelved and not is_over(one, at)]
    soonest = {next((one.pk for one in ahead if invented[one.pk] is demo), None) for demo in (False, True)}
    lines = tuple(
        CalendarLine(
            event=refer_event(event),
            circuit=refer_circuit(event.circuit),
            rounds=tuple(rounds[event.pk]),
            state=event.state,
            moved_from=event.moved_from if event.state == Event.State.MOVED else None,
            over=is_over(event, at),
            next=event.pk in soonest,
            preview=event.pk in previews,
            report=result.report,
            demo=invented[event.pk],
            races=result.races,
        )
        for event, result in zip(ordered, results, strict=True)
    )
    return lines, tuple(sorted(seasons.values(), key=lambda one: one.demo))
