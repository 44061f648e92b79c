"""What is odd in an entry list, as far as the list, the enrolments and the rules can tell.

Problems are values, as those of a sheet are (`checks`): a code and its figures. All are warnings: nothing may refuse
real seasons, where one number stands on two cars and a driver in two of them. Rules of the sport: a withdrawn car takes
nobody's number and occupies no driver; a guest needs no enrolment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from championships.scoring.checks import Level, Problem

CODES: Mapping[str, Level] = {
    "number_missing": Level.WARNING,
    "number_shared": Level.WARNING,  # number, others: how many other cars carry it
    "crew_missing": Level.WARNING,  # an entry without driver
    "driver_in_two_cars": Level.WARNING,  # driver, other: the entry he also drives
    "part_missing": Level.WARNING,  # takes part in no season: it will never score
    "driver_not_enrolled": Level.WARNING,  # driver, season
    "class_unknown": Level.WARNING,  # car_class, season
    "age_outside": Level.WARNING,  # driver, category: never which age
    "withdrawn_with_results": Level.WARNING,
}


@dataclass(frozen=True, slots=True)
class EntryPart:
    """How an entry takes part in a season at this event."""

    season: str
    scores: bool = True
    guest: bool = False
    car_class: str = ""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """A car of the list. `key` tells entries apart; numbers need not."""

    key: str
    number: str = ""
    drivers: tuple[str, ...] = ()
    parts: tuple[EntryPart, ...] = ()
    withdrawn: bool = False
    has_results: bool = False


@dataclass(frozen=True, slots=True)
class AgeBound:
    """The ages a category of people is for, both ends included. `by_year`: the age reached in the calendar year."""

    category: str
    min_age: int | None = None
    max_age: int | None = None
    by_year: bool = True

    def admits(self, born_on: date, *, first_day: date, year: int) -> bool:
        """Whether somebody born then is inside the bounds, in that year or on that first day of the event."""
        age = year - born_on.year
        if not self.by_year:
            birthday_to_come = (first_day.month, first_day.day) < (born_on.month, born_on.day)
            age = first_day.year - born_on.year - birthday_to_come
        return (self.min_age is None or age >= self.min_age) and (self.max_age is None or age <= self.max_age)


@dataclass(frozen=True, slots=True)
class SeasonFrame:
    """What a season knows of its people and classes at this event's round."""

    season: str
    year: int
    enrolled: frozenset[str] | None = None  # drivers enrolled for the round; None: the season enrols nobody
    classes: frozenset[str] | None = None  # the classes of cars its rules name; None: they name none
    bounds: tuple[AgeBound, ...] = ()
    categories: Mapping[str, frozenset[str]] = field(default_factory=dict)  # driver -> categories for the round


def find_entry_problems(
    entries: Sequence[EntryFacts],
    frames: Iterable[SeasonFrame],
    *,
    first_day: date | None = None,
    born: Mapping[str, date] | None = None,
) -> tuple[Problem, ...]:
    """Every problem of an entry list, in the order of its entries.

    `born`: birth dates of those who have one, given only for an official who may see them; without it, or without a
    first day, no age is looked at.
    """
    by_season = {frame.season: frame for frame in frames}
    found = [
        *_check_numbers(entries),
        *_check_crews(entries),
        *_check_parts(entries, by_season),
        *_check_ages(entries, by_season, first_day, born or {}),
    ]
    place = {entry.key: index for index, entry in enumerate(entries)}
    found.sort(
        key=lambda problem: (place[problem.car], list(CODES).index(problem.code), sorted(problem.params.items()))
    )
    return tuple(found)


def _problem(code: str, entry: EntryFacts, **params: str | int) -> Problem:
    return Problem(CODES[code], code, entry.key, params)


def _check_numbers(entries: Sequence[EntryFacts]) -> Iterator[Problem]:
    cars: defaultdict[str, list[EntryFacts]] = defaultdict(list)
    for entry in entries:
        if not entry.number and not entry.withdrawn:
            yield _problem("number_missing", entry)
        elif not entry.withdrawn:
            cars[entry.number].append(entry)
    for number, sharing in cars.items():
        for entry in sharing if len(sharing) > 1 else ():
            yield _problem("number_shared", entry, number=number, others=len(sharing) - 1)


def _check_crews(entries: Sequence[EntryFacts]) -> Iterator[Problem]:
    cars: defaultdict[str, list[EntryFacts]] = defaultdict(list)
    for entry in entries:
        if entry.withdrawn:
            if entry.has_results:
                yield _problem("withdrawn_with_results", entry)
            continue
        if not entry.drivers:
            yield _problem("crew_missing", entry)
        if not entry.parts:
            yield _problem("part_missing", entry)
        for driver in entry.drivers:
            cars[driver].append(entry)
    for driver, driven in cars.items():
        for entry in driven:
            others = [other for other in driven if other is not entry]
            for other in others[:1]:
                yield _problem("driver_in_two_cars", entry, driver=driver, other=other.key)


def _check_parts(entries: Sequence[EntryFacts], frames: Mapping[str, SeasonFrame]) -> Iterator[Problem]:
    for entry in entries:
        if entry.withdrawn:
            continue
        for part in entry.parts:
            frame = frames[part.season]
            if frame.classes is not None and part.car_class and part.car_class not in frame.classes:
                yield _problem("class_unknown", entry, car_class=part.car_class, season=part.season)
            if frame.enrolled is None or part.guest or not part.scores:
                continue
            for driver in entry.drivers:
                if driver not in frame.enrolled:
                    yield _problem("driver_not_enrolled", entry, driver=driver, season=part.season)


def _check_ages(
    entries: Sequence[EntryFacts],
    frames: Mapping[str, SeasonFrame],
    first_day: date | None,
    born: Mapping[str, date],
) -> Iterator[Problem]:
    if first_day is None:
        return
    for entry in entries:
        if entry.withdrawn:
            continue
        for part in entry.parts:
            frame = frames[part.season]
            for driver in entry.drivers:
                if driver not in born:
                    continue
                held = frame.categories.get(driver, frozenset())
                for bound in frame.bounds:
                    if bound.category in held and not bound.admits(born[driver], first_day=first_day, year=frame.year):
                        yield _problem("age_outside", entry, driver=driver, category=bound.category, season=part.season)
