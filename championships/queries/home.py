"""The home page: the next event by the clock, the leaders of each championship, the latest winners and decisions.

Invented championships stand apart, below: on the site of a real series they never take the place of a real one. Where
nothing else is on the site, they are the site.
"""

from dataclasses import dataclass
from datetime import datetime

from championships.models import Championship
from championships.queries.latest_decisions import LatestDecision, load_latest_decisions
from championships.queries.leaders import ChampionshipLeaders, load_leaders
from championships.queries.next_event import NextEvent, find_next_event
from championships.queries.refs import SeasonRef
from championships.queries.season_lines import SeasonLine, load_shared_line
from championships.queries.standing_lines import Line
from championships.queries.winners import EventResults, list_run_events, read_event_results

EVENTS_SHOWN = 3
DEMO_EVENTS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Champion:
    """A champion, with every title won: one slot for somebody who won two."""

    line: Line
    seasons: tuple[SeasonRef, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """`invented`, `invented_results`: the demonstration beside real championships; empty where it is the site."""

    next_event: NextEvent | None
    invented_next: NextEvent | None
    line: SeasonLine | None
    championships: tuple[ChampionshipLeaders, ...]
    invented: tuple[ChampionshipLeaders, ...]
    results: tuple[EventResults, ...]
    invented_results: tuple[EventResults, ...]
    decisions: tuple[LatestDecision, ...]

    @property
    def champions(self) -> tuple[Champion, ...]:
        """Who won the championships whose season is over, while no event is to come."""
        titles: dict[tuple[str, str], list[tuple[Line, SeasonRef]]] = {}
        for one in () if self.next_event else self.championships:
            if one.champion:
                person = one.champion.competitor
                titles.setdefault((person.kind, person.id), []).append((one.champion, one.season))
        return tuple(Champion(held[0][0], tuple(season for _line, season in held)) for held in titles.values())


def load_home(*, at: datetime) -> HomePage:
    """The home page as of `at`, in a fixed number of queries."""
    real = Championship.objects.filter(demo=False).exists()
    leaders = load_leaders(at=at)
    next_real, next_invented = find_next_event(at=at), find_next_event(at=at, demo=True)
    shown = next_real if real else next_invented
    own = [one for one in leaders if one.season.demo is not real]
    events = list_run_events(at=at, count=EVENTS_SHOWN, demo=False)
    invented = list_run_events(at=at, count=DEMO_EVENTS_SHOWN if real else EVENTS_SHOWN, demo=True)
    results = read_event_results([*events, *invented], at=at)
    told = results[: len(events)] if real else results
    return HomePage(
        next_event=shown,
        invented_next=next_invented if real else None,
        line=load_shared_line(
            [one.season.pk for one in (shown.rounds if shown else own)],
            at=at,
        ),
        championships=tuple(own),
        invented=tuple(one for one in leaders if one.season.demo) if real else (),
        results=told,
        invented_results=results[len(events) :] if real else (),
        decisions=load_latest_decisions(at=at),
    )
