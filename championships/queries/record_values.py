"""The frozen values of records: what can be asked, and the rows of the answer."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from championships.queries.figures import RaceRef
from championships.queries.refs import CategoryRef, CircuitRef, DriverRef, SeasonRef

ROWS_A_PAGE = 25


class Kind(StrEnum):
    WINS = "wins"
    PODIUMS = "podiums"
    POLES = "poles"
    FASTEST_LAPS = "fastest-laps"
    STARTS = "starts"
    POINTS = "points"
    WIN_STREAK = "wins-in-a-row"
    PODIUM_STREAK = "podiums-in-a-row"
    FINISH_STREAK = "finishes-in-a-row"
    YOUNGEST = "youngest-winner"
    OLDEST = "oldest-winner"
    CLOSEST = "closest-finish"
    WIDEST = "widest-margin"


STREAKS = frozenset({Kind.WIN_STREAK, Kind.PODIUM_STREAK, Kind.FINISH_STREAK})
BY_CLASS = frozenset(
    {Kind.WINS, Kind.PODIUMS, Kind.POINTS, Kind.WIN_STREAK, Kind.PODIUM_STREAK, Kind.YOUNGEST, Kind.OLDEST,
     Kind.CLOSEST, Kind.WIDEST}
)  # fmt: skip


class Problem(StrEnum):
    """Why a question has no answer, though every part of it is known."""

    NOT_BY_CLASS = "not_by_class"
    NOT_BY_CIRCUIT = "not_by_circuit"
    HISTORY_OPEN = "history_open"
    TURNED_ROUND = "turned_round"


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """What is asked for: labels of the first and last season, slugs; empty: all of them. Pages begin at 1."""

    kind: Kind = Kind.WINS
    first: str = ""
    last: str = ""
    category: str = ""
    circuit: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row. `value`: how many, years of age, points, or milliseconds of a margin, as the kind has it.

    `first` and `last`: the races of a streak; the race of an age or a margin is `last`. `other`: who was second.
    """

    place: int
    tied: bool
    driver: DriverRef
    value: Fraction
    provisional: int = 0
    first: RaceRef | None = None
    last: RaceRef | None = None
    other: DriverRef | None = None
    season: SeasonRef | None = None


@dataclass(frozen=True, slots=True)
class ChampionshipRef:
    slug: str
    name: str
    demo: bool
    complete_from: int | None


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """`complete`: every result of the seasons asked for is held. `rows`: of this page only; `total` of all."""

    championship: ChampionshipRef
    championships: tuple[ChampionshipRef, ...]
    question: RecordQuestion
    seasons: tuple[SeasonRef, ...]  # all of them, the newest first
    categories: tuple[CategoryRef, ...]
    circuits: tuple[CircuitRef, ...]
    category: CategoryRef | None
    circuit: CircuitRef | None
    complete: bool
    problem: Problem | None
    races: int
    rows: tuple[RecordRow, ...]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS_A_PAGE))


@dataclass(frozen=True, slots=True)
class ChampionshipLeaders:
    """Who has won most in a championship: the first places, ties included."""

    championship: ChampionshipRef
    races: int
    rows: tuple[RecordRow, ...]
