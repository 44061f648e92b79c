"""The frozen values of two drivers against each other, and what is counted.

Only races count that both started, in two cars. Who has a place is ahead of who has none; where neither has one, or a
place is not known, the race is nobody's. Places are those in the whole field of the race.
"""

from dataclasses import dataclass
from fractions import Fraction

from championships.queries.curves import Curve
from championships.queries.refs import CategoryRef, DriverRef, SeasonRef, TeamRef
from championships.queries.result_values import DriverResult


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, with the number and team of the newest result."""

    driver: DriverRef
    number: str
    team: TeamRef | None


@dataclass(frozen=True, slots=True)
class Score:
    """How often the first was ahead, how often the second; `level`: the same figure; `open`: nobody's, or not known."""

    first: int = 0
    second: int = 0
    level: int = 0
    open: int = 0

    @property
    def counted(self) -> int:
        return self.first + self.second + self.level


@dataclass(frozen=True, slots=True)
class RivalPoints:
    """Points of both from one race in one championship; None: not known."""

    season: SeasonRef
    first: Fraction | None
    second: Fraction | None


@dataclass(frozen=True, slots=True)
class RivalRace:
    """A race of both. `ahead`: 1 the first, -1 the second, 0 level, None nobody's. `shared`: they drove one car."""

    first: DriverResult
    second: DriverResult
    ahead: int | None
    shared: bool
    points: tuple[RivalPoints, ...]
    categories: tuple[CategoryRef, ...]  # classes both were in


@dataclass(frozen=True, slots=True)
class RivalSeason:
    """A season of a championship: the races of both, their points in these, and where both stand in its table."""

    season: SeasonRef
    score: Score
    points: tuple[Fraction, Fraction] | None
    points_races: int
    positions: tuple[int | None, int | None]
    totals: tuple[Fraction | None, Fraction | None]
    curve: Curve | None


@dataclass(frozen=True, slots=True)
class RivalsPage:
    """`category`: the class the races are narrowed to, one of `categories`. Races oldest first."""

    first: Side
    second: Side
    demo: bool
    categories: tuple[CategoryRef, ...]
    category: CategoryRef | None
    races: tuple[RivalRace, ...]
    left_out: tuple[RivalRace, ...]  # they shared a car
    score: Score
    grid: Score
    qualifying: Score
    best_laps: Score
    gained: tuple[Fraction | None, Fraction | None]  # mean of places gained from grid to finish
    seasons: tuple[RivalSeason, ...]  # the newest first
    complete: bool

    @property
    def provisional(self) -> int:
        return sum(race.first.state == "provisional" for race in self.races)


@dataclass(frozen=True, slots=True)
class RivalChoice:
    """What a reader typed for one of the two, and the drivers it may mean."""

    typed: str
    found: tuple[DriverRef, ...]
