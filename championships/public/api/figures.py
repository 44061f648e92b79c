"""Figures of a career as JSON: what was counted, and what is not said because the history is not complete."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import CategoryName, Demo, EventLink, Slug, link_event, name_category
from championships.public.api.schema import Address, Says
from championships.queries.figures import Career, ChampionshipFigures, Milestone, RaceRef
from championships.queries.figures import Figures as Counted
from championships.queries.figures import Streak as Run

type Count = Annotated[int | None, Says("Null: none known, and the history is not complete.")]


class Unsaid(StrEnum):
    """Why something is not said."""

    HISTORY_OPEN = "history_open"


@dataclass(frozen=True, slots=True)
class RaceLink:
    """A race, named, with its day."""

    event: EventLink
    session: Slug
    name: str
    on_date: date | None
    classification_url: Address


@dataclass(frozen=True, slots=True)
class Streak:
    """So many consecutive starts. `now`: how many the newest starts make, whether or not it is the longest run."""

    length: int
    first: RaceLink
    last: RaceLink
    running: Annotated[bool, Says("The last start is part of it.")]
    now: int


@dataclass(frozen=True, slots=True)
class ClassWins:
    """Wins in a class."""

    category: CategoryName
    wins: Count


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted from published results, provisional ones included; a sprint, which knows no winner, is not.

    With `unsaid`, a zero is null and no streak is told: there may be results that are not held.
    """

    starts: Annotated[int, Says("Classified, retired, not classified, disqualified or excluded.", 12)]
    wins: Count
    class_wins: tuple[ClassWins, ...]
    podiums: Count
    poles: Annotated[Count, Says("First places on the grid. Null as in `wins`.")]
    fastest_laps: Count
    qualifying_firsts: Annotated[int | None, Says("First of a qualifying session; null: none known.")]
    best_finish: Annotated[int | None, Says("Null: no place is known.")]
    best_finish_times: int
    win_streak: Annotated[Streak | None, Says("Null: fewer than two in a row, or not said.")]
    podium_streak: Annotated[Streak | None, Says("Null: fewer than two in a row, or not said.")]
    finish_streak: Annotated[Streak | None, Says("Null: fewer than two in a row, or not said.")]
    provisional: Annotated[int, Says("How many of the races are not final yet.")]
    unsaid: Annotated[Unsaid | None, Says("Why zeros and streaks are null: not every result is held. Null: all are.")]


@dataclass(frozen=True, slots=True)
class Reached:
    """The nth start, podium or win. `race` null: it is the very next one to come."""

    kind: Annotated[str, Says("start, podium, win.", "start")]
    number: Annotated[int, Says("", 50)]
    race: RaceLink | None


@dataclass(frozen=True, slots=True)
class CareerInChampionship:
    """Figures in one championship, by the places among its cars, guests included."""

    championship: Slug
    name: str
    demo: Demo
    history_complete_from: Annotated[int | None, Says("Every result since that year is held; null: not declared.")]
    figures: Figures
    wins_in_tables: Annotated[int | None, Says("Wins by the published tables, where they give more.")]
    milestones: Annotated[tuple[Reached, ...], Says("Oldest first by kind; empty where the history is not complete.")]


@dataclass(frozen=True, slots=True)
class CareerFigures:
    """The figures of each championship; `whole_field`: by the places among all cars of each race."""

    championships: tuple[CareerInChampionship, ...]
    whole_field: Annotated[Figures | None, Says("Null: no result is published.")]


def link_race(race: RaceRef, to: Addresses) -> RaceLink:
    where = to.api("classification", year=race.event.year, event=race.event.slug, session=race.session_slug)
    return RaceLink(link_event(race.event, to), race.session_slug, race.session, race.on_date, where)


def tell_career(career: Career, to: Addresses, *, in_a_row: bool = True) -> CareerFigures:
    """`in_a_row`: with streaks and milestones, which are those of a person, not of a team."""
    return CareerFigures(
        tuple(_tell_championship(one, to, in_a_row=in_a_row) for one in career.championships),
        _tell_figures(career.field, to, in_a_row=in_a_row) if career.field else None,
    )


def _tell_championship(one: ChampionshipFigures, to: Addresses, *, in_a_row: bool) -> CareerInChampionship:
    return CareerInChampionship(
        championship=one.championship,
        name=one.name,
        demo=one.demo,
        history_complete_from=one.complete_from,
        figures=_tell_figures(one.figures, to, in_a_row=in_a_row),
        wins_in_tables=one.tables_wins,
        milestones=_tell_milestones(one.milestones, to) if in_a_row else (),
    )


def _tell_figures(one: Counted, to: Addresses, *, in_a_row: bool) -> Figures:
    def tell(count: int | None) -> int | None:
        """A zero is told only where every result is held, as on the page."""
        return count if count or one.complete else None

    def run(streak: Run | None) -> Streak | None:
        if streak is None or not in_a_row:
            return None
        first, last = link_race(streak.first, to), link_race(streak.last, to)
        return Streak(streak.length, first, last, streak.running, streak.now)

    return Figures(
        starts=one.starts,
        wins=tell(one.wins),
        class_wins=tuple(ClassWins(name_category(category), tell(count)) for category, count in one.class_wins),
        podiums=tell(one.podiums),
        poles=tell(one.poles),
        fastest_laps=tell(one.fastest_laps),
        qualifying_firsts=tell(one.qualifying_firsts),
        best_finish=one.best,
        best_finish_times=one.best_times,
        win_streak=run(one.win_streak),
        podium_streak=run(one.podium_streak),
        finish_streak=run(one.finish_streak),
        provisional=one.provisional,
        unsaid=None if one.complete else Unsaid.HISTORY_OPEN,
    )


def _tell_milestones(milestones: Iterable[Milestone], to: Addresses) -> tuple[Reached, ...]:
    return tuple(Reached(one.kind, one.number, link_race(one.race, to) if one.race else None) for one in milestones)
