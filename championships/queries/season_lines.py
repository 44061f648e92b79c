"""The season line: one calendar, one track a championship, each meeting filled (run), next, or to come."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from championships.models import Event, Round
from championships.queries.refs import EventRef, SeasonRef, find_zone, refer_event, refer_season


class Phase(StrEnum):
    RUN = "run"
    NEXT = "next"
    TO_COME = "to_come"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Mark:
    """A meeting on the track of a championship: its round there. Two rounds at one meeting: "3, 4"."""

    season: SeasonRef
    track: int
    rounds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A meeting on the line. `marks`: one a track, None where the championship does not go."""

    event: EventRef
    phase: Phase
    marks: tuple[Mark | None, ...]


@dataclass(frozen=True, slots=True)
class SeasonLine:
    tracks: tuple[SeasonRef, ...]
    stops: tuple[Stop, ...]

    @property
    def demo(self) -> bool:
        return all(season.demo for season in self.tracks)

    @property
    def next(self) -> Stop | None:
        return next((stop for stop in self.stops if stop.phase is Phase.NEXT), None)


def load_year_lines(year: int, *, at: datetime) -> tuple[SeasonLine, ...]:
    """The lines of a year: championships that meet at an event share one; real ones first. One query."""
    return _draw_lines(Round.objects.filter(event__year=year), at)


def load_season_line(season: int, *, at: datetime) -> SeasonLine | None:
    """The line of one season, by its key. One query."""
    return next(iter(_draw_lines(Round.objects.filter(season=season), at)), None)


def load_shared_line(seasons: Iterable[int], *, at: datetime) -> SeasonLine | None:
    """The line on which these seasons run together. One query."""
    tied = _draw_lines(Round.objects.filter(season__in=[0, *seasons]), at)
    return next(iter(tied), None)


def _draw_lines(rounds: object, at: datetime) -> tuple[SeasonLine, ...]:
    rows = list(
        rounds.select_related("season__championship", "event__circuit").order_by(  # type: ignore[attr-defined]
            "season__championship__order", "season__championship__slug", "season__year", "number"
        )
    )
    lines = [_draw(group, at) for group in _group_by_meeting(rows)]
    return tuple(sorted(lines, key=lambda line: line.demo))


def _group_by_meeting(rows: Sequence[Round]) -> list[list[Round]]:
    """Rounds of seasons that share a meeting, directly or through a third."""
    home: dict[int, int] = {}
    for event in {row.event_id for row in rows}:
        met = sorted({row.season_id for row in rows if row.event_id == event})
        homes = {home.get(season, season) for season in met}
        first = min(homes)
        home |= {season: first for season, held in home.items() if held in homes}
        home |= dict.fromkeys(met, first)
    groups: dict[int, list[Round]] = defaultdict(list)
    for row in rows:
        groups[home[row.season_id]].append(row)
    return list(groups.values())


def _draw(rows: Sequence[Round], at: datetime) -> SeasonLine:
    tracks = {row.season_id: refer_season(row.season) for row in rows}
    place = {season: track for track, season in enumerate(tracks)}
    numbers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows:
        numbers[row.event_id, row.season_id].append(row.number)
    events = sorted(
        {row.event_id: row.event for row in rows}.values(),
        key=lambda event: (event.starts_on is None, event.starts_on or date.max, event.slug),
    )
    return SeasonLine(
        tracks=tuple(tracks.values()),
        stops=tuple(
            Stop(
                event=refer_event(event),
                phase=phase,
                marks=tuple(
                    Mark(ref, place[season], tuple(numbers[event.pk, season]))
                    if (event.pk, season) in numbers
                    else None
                    for season, ref in tracks.items()
                ),
            )
            for event, phase in zip(events, _tell_phases(events, at), strict=True)
        ),
    )


def _tell_phases(events: Sequence[Event], at: datetime) -> list[Phase]:
    """By the date at the venue; the first that is not over is the next one."""
    phases: list[Phase] = []
    for event in events:
        if event.state == Event.State.CANCELLED:
            phases.append(Phase.CANCELLED)
        elif event.state == Event.State.POSTPONED:
            phases.append(Phase.POSTPONED)
        elif is_over(event, at):
            phases.append(Phase.RUN)
        else:
            dated = event.ends_on is not None and Phase.NEXT not in phases
            phases.append(Phase.NEXT if dated else Phase.TO_COME)
    return phases


def is_over(event: Event, at: datetime) -> bool:
    """Whether its last day has passed at the venue. The event must be loaded with its circuit."""
    return event.ends_on is not None and event.ends_on < at.astimezone(ZoneInfo(find_zone(event))).date()
