"""Figures of a career or of two rivals, counted from results: starts, wins, streaks, milestones.

What is counted, in one place for every page:

- Only sessions in which the championship's rules know a winner: in a sprint nobody wins, starts or takes a podium.
- A start: classified, retired, not classified, disqualified or excluded; not who did not start or qualify.
- A win, a podium, a best finish: by the place among the cars that take part in the championship, guests included; in
  the whole field by the place in the whole field. A shared place counts for each who shares it.
- A streak runs over the driver's own consecutive starts; a start whose place is not known ends it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from championships.queries.refs import CategoryRef, EventRef, SeasonRef
from championships.queries.result_values import DriverResult, SeasonPlace
from championships.scoring.vocabulary import BulletinState, FinishStatus, SessionKind

PODIUM = 3
ROUND_NUMBERS = (10, 25, 50, 75, 100)
MILESTONE_STEP = 50  # beyond the last of the round numbers


@dataclass(frozen=True, slots=True)
class RaceRef:
    """A race as figures point to it."""

    event: EventRef
    session: str
    session_slug: str
    on_date: date | None


@dataclass(frozen=True, slots=True)
class Streak:
    """So many in a row, from one race to another. `running`: the last start is part of it.

    `now`: how many in a row the newest starts make, whether or not it is the longest run.
    """

    length: int
    first: RaceRef
    last: RaceRef
    running: bool
    now: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One session as figures count it: in a championship, or (no categories) in the whole field."""

    race: RaceRef
    status: str
    place: int | None
    classes: tuple[tuple[CategoryRef, int], ...]
    pole: bool
    fastest_lap: bool
    provisional: bool

    @property
    def started(self) -> bool:
        return FinishStatus(self.status).started

    @property
    def won(self) -> bool:
        return self.place == 1

    @property
    def on_podium(self) -> bool:
        return self.place is not None and self.place <= PODIUM

    @property
    def finished(self) -> bool:
        return self.status == FinishStatus.CLASSIFIED


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted. `provisional`: how many of the races are not final yet.

    `finishes`: races that ended in a place, among those whose outcome is known. Streaks are None where none is long
    enough to be one (two), and where the history is not complete.
    """

    starts: int
    finishes: int
    wins: int
    class_wins: tuple[tuple[CategoryRef, int], ...]
    podiums: int
    poles: int
    fastest_laps: int
    qualifying_firsts: int | None  # None: no qualifying session
    best: int | None
    best_times: int
    provisional: int
    complete: bool  # nothing is missing: a zero is a zero
    win_streak: Streak | None = None
    podium_streak: Streak | None = None
    finish_streak: Streak | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """The nth start, podium or win: where it was reached, or (`race` None) the next one to come."""

    kind: str  # start, podium, win
    number: int
    race: RaceRef | None


@dataclass(frozen=True, slots=True)
class ChampionshipFigures:
    """Figures in one championship. `complete_from`: every result since that year is held; None: not declared.

    `tables_wins`: what the tables of its seasons give, where that is more than the results held.
    """

    championship: str
    name: str
    demo: bool
    complete_from: int | None
    complete: bool  # nothing of this driver lies before that year, and all of it is held
    figures: Figures
    milestones: tuple[Milestone, ...]
    tables_wins: int | None = None


@dataclass(frozen=True, slots=True)
class Career:
    """The figures of every championship, and those of the whole field of all races together."""

    championships: tuple[ChampionshipFigures, ...]
    field: Figures | None  # None: no race

    @property
    def provisional(self) -> int:
        return self.field.provisional if self.field else 0


def count_career(results: Iterable[DriverResult], *, wins_in_tables: Mapping[str, int] | None = None) -> Career:
    """Figures of one driver, his results oldest first, races and qualifying sessions.

    `wins_in_tables`: by championship, the wins its season tables give him.
    """
    rows = list(results)
    seasons: dict[str, SeasonRef] = {}
    held: dict[str, list[tuple[DriverResult, SeasonPlace]]] = {}
    for row in rows:
        for place in row.places:
            seasons.setdefault(place.season.championship, place.season)
            held.setdefault(place.season.championship, []).append((row, place))
    ordered = sorted(seasons.values(), key=lambda season: (season.demo, season.order, season.championship))
    tables = wins_in_tables or {}
    championships = tuple(
        _count_championship(season, held[season.championship], tables.get(season.championship)) for season in ordered
    )
    complete = bool(championships) and all(one.complete for one in championships)
    field = [(row.kind, _in_field(row)) for row in rows if row.counts]
    return Career(championships, count(field, complete=complete) if field else None)


def _count_championship(
    season: SeasonRef, held: Sequence[tuple[DriverResult, SeasonPlace]], tables_wins: int | None
) -> ChampionshipFigures:
    since = held[0][1].complete_from
    complete = since is not None and all(place.year >= since for _row, place in held)
    outcomes = [(row.kind, _in_championship(row, place)) for row, place in held if place.counts]
    figures = count(outcomes, complete=complete)
    races = [outcome for kind, outcome in outcomes if kind == SessionKind.RACE]
    return ChampionshipFigures(
        championship=season.championship,
        name=season.name,
        demo=season.demo,
        complete_from=since,
        complete=complete,
        figures=figures,
        milestones=find_milestones(races) if complete else (),
        tables_wins=tables_wins if tables_wins is not None and tables_wins > figures.wins else None,
    )


def refer_race(row: DriverResult) -> RaceRef:
    return RaceRef(row.event, row.session, row.session_slug, row.on_date)


def _in_championship(row: DriverResult, place: SeasonPlace) -> Outcome:
    return _outcome(row, place.place, place.classes)


def _in_field(row: DriverResult) -> Outcome:
    return _outcome(row, row.place, ())


def _outcome(row: DriverResult, place: int | None, classes: tuple[tuple[CategoryRef, int], ...]) -> Outcome:
    return Outcome(
        race=refer_race(row),
        status=row.status,
        place=place,
        classes=classes,
        pole=row.pole,
        fastest_lap=row.fastest_lap,
        provisional=row.state == BulletinState.PROVISIONAL,
    )


def count(sessions: Iterable[tuple[str, Outcome]], *, complete: bool) -> Figures:
    """Count sessions given with their kind, oldest first. Streaks only where the history is complete."""
    rows = list(sessions)
    races = [outcome for kind, outcome in rows if kind == SessionKind.RACE]
    qualifying = [outcome for kind, outcome in rows if kind == SessionKind.QUALIFYING]
    started = [race for race in races if race.started]
    places = [race.place for race in started if race.place is not None]
    best = min(places, default=None)
    classes: dict[CategoryRef, int] = {}
    for race in started:
        for category, place in race.classes:
            classes[category] = classes.get(category, 0) + (place == 1)
    return Figures(
        starts=len(started),
        finishes=len(places),
        wins=sum(race.won for race in started),
        class_wins=tuple(sorted(classes.items(), key=lambda item: item[0].slug)),
        podiums=sum(race.on_podium for race in started),
        poles=sum(race.pole for race in races),
        fastest_laps=sum(race.fastest_lap for race in started),
        qualifying_firsts=sum(outcome.won for outcome in qualifying) if qualifying else None,
        best=best,
        best_times=places.count(best) if best is not None else 0,
        provisional=sum(race.provisional for race in started),
        complete=complete,
        win_streak=find_streak(started, lambda race: race.won) if complete else None,
        podium_streak=find_streak(started, lambda race: race.on_podium) if complete else None,
        finish_streak=find_streak(started, lambda race: race.finished) if complete else None,
    )


def find_streak(started: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> Streak | None:
    """The longest run over consecutive starts; of several as long the latest. None where none has two races."""
    longest: list[Outcome] = []
    current: list[Outcome] = []
    for race in started:
        current = [*current, race] if holds(race) else []
        if current and len(current) >= len(longest):
            longest = current
    if len(longest) < 2:
        return None
    running = longest[-1] is started[-1]
    return Streak(len(longest), longest[0].race, longest[-1].race, running=running, now=len(current))


def find_milestones(races: Sequence[Outcome]) -> tuple[Milestone, ...]:
    """The first and every round number reached, and the next one where it is the very next race that may bring it."""
    found: list[Milestone] = []
    kinds: tuple[tuple[str, Callable[[Outcome], bool]], ...] = (
        ("start", lambda race: race.started),
        ("podium", lambda race: race.started and race.on_podium),
        ("win", lambda race: race.started and race.won),
    )
    for kind, holds in kinds:
        reached = [race for race in races if holds(race)]
        found += [
            Milestone(kind, number, race.race)
            for number, race in enumerate(reached, start=1)
            if number == 1 or is_round(number)
        ]
        coming = len(reached) + 1
        if is_round(coming):
            found.append(Milestone(kind, coming, None))
    return tuple(found)


def is_round(number: int) -> bool:
    """10, 25, 50, 75, 100, 150, 200 …"""
    return number in ROUND_NUMBERS or (number > ROUND_NUMBERS[-1] and number % MILESTONE_STEP == 0)
