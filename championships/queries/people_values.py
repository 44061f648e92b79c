"""The frozen values of the pages of drivers and teams. Numbers named `source` point into the page's `sources`."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from championships.queries.curves import Curve
from championships.queries.figures import Career
from championships.queries.preview_values import ClassPlace, Remark
from championships.queries.refs import CategoryRef, DriverRef, EventRef, SeasonRef, SourceRef, TeamRef
from championships.queries.result_values import DriverResult


@dataclass(frozen=True, slots=True)
class KinRow:
    """`driver` is the … of the person whose page it is; `inverse`: the person of the page is the … of `driver`."""

    driver: DriverRef
    relation: str
    inverse: bool
    source: int | None


@dataclass(frozen=True, slots=True)
class MateRow:
    """Somebody who shared a car with the person of the page, and at which meetings, the newest first."""

    driver: DriverRef
    events: tuple[EventRef, ...]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """Whole years on a day: as stated, with its source, or computed from a public birth date."""

    years: int
    on_date: date | None
    source: int | None


@dataclass(frozen=True, slots=True)
class DriverSeason:
    """How somebody stood in a season at the instant: overall and in class on one row. None: not published."""

    season: SeasonRef
    year: int
    numbers: tuple[str, ...]
    teams: tuple[TeamRef, ...]
    categories: tuple[CategoryRef, ...]
    table: str
    listed: bool  # he stands in the overall table or in one of a class
    position: int | None
    tied: bool
    mark: str
    points: Fraction | None
    gap: Fraction | None
    wins: int | None
    wins_source: int | None
    classes: tuple[ClassPlace, ...]
    rival: DriverRef | None  # who stands next to him in the overall table: above, or below where he leads
    after: str
    finished: bool


@dataclass(frozen=True, slots=True)
class YearResults:
    year: int
    seasons: tuple[SeasonRef, ...]
    results: tuple[DriverResult, ...]


@dataclass(frozen=True, slots=True)
class UpcomingEntry:
    event: EventRef
    number: str
    team: TeamRef | None
    preview: bool


@dataclass(frozen=True, slots=True)
class DriverPage:
    driver: DriverRef
    country: str
    aliases: tuple[str, ...]
    age: AgeRow | None
    kin: tuple[KinRow, ...]
    number: str
    team: TeamRef | None
    upcoming: tuple[UpcomingEntry, ...]
    mates: tuple[MateRow, ...]
    seasons: tuple[DriverSeason, ...]
    years: tuple[YearResults, ...]
    career: Career
    curves: tuple[Curve, ...]  # one a season with an overall table, the newest first
    notes: tuple[Remark, ...]
    sources: tuple[SourceRef, ...]

    @property
    def category(self) -> CategoryRef | None:
        """The one category of his newest season; None where he is in none, or in several."""
        held = dict.fromkeys(each for row in self.seasons if row.year == self.newest for each in row.categories)
        letters = {each.letter: each for each in held}
        return next(iter(letters.values())) if len(letters) == 1 else None

    @property
    def newest(self) -> int:
        """The year of his newest season; 0 without any."""
        return max((row.year for row in self.seasons), default=0)

    @property
    def newest_seasons(self) -> tuple[int, ...]:
        """The keys of the seasons of that year."""
        return tuple(row.season.pk for row in self.seasons if row.year == self.newest)


@dataclass(frozen=True, slots=True)
class TeamDriver:
    driver: DriverRef
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamSeason:
    """A team in a season: its people, and its place where the season has a table of teams."""

    season: SeasonRef
    year: int
    drivers: tuple[TeamDriver, ...]
    cars: tuple[str, ...]
    table: str
    title: str
    position: int | None
    tied: bool
    mark: str
    points: Fraction | None
    after: str
    finished: bool


@dataclass(frozen=True, slots=True)
class TeamEvent:
    """A meeting to come, and who is entered by the team."""

    event: EventRef
    drivers: tuple[TeamDriver, ...]
    preview: bool


@dataclass(frozen=True, slots=True)
class TeamPage:
    team: TeamRef
    country: str
    demo: bool
    aliases: tuple[str, ...]
    upcoming: tuple[TeamEvent, ...]
    seasons: tuple[TeamSeason, ...]
    others: tuple[TeamDriver, ...]  # people of cars that no season counts
    career: Career  # a car counts once, whoever shares it
    years: tuple[int, ...]  # those with a result, the newest first
    year: int  # the one whose results are listed; 0: none
    results: tuple[DriverResult, ...]
