"""A rule book as frozen values. No championship's name appears here: a rule book is data.

The JSON form of every part is read and written by `rulebook`. Figures are exact fractions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from championships.scoring.facts import FINAL, RoundOrFinal
from championships.scoring.vocabulary import CompetitorKind


@dataclass(frozen=True, slots=True)
class PointsTable:
    """Points for place 1, 2, 3, ...; or, by number of eligible starters, one such row for "n or more"."""

    points: tuple[Fraction, ...] = ()
    by_starters: tuple[tuple[int, tuple[Fraction, ...]], ...] = ()  # (at least n starters, points), n falling


class BonusKind(StrEnum):
    FASTEST_LAP = "fastest_lap"
    FLAG = "flag"
    POLE = "pole"
    START = "start"
    PLACES_GAINED = "places_gained"


class TieShare(StrEnum):
    EACH = "each"  # every holder gets all of it
    SPLIT = "split"  # divided equally among the holders


class PoleSource(StrEnum):
    GRID = "grid"  # who starts first
    QUALIFYING = "qualifying"  # who is first in the qualifying session named
    FLAG = "flag"  # the 0/1 column "pole"


class Ineligible(StrEnum):
    """What becomes of a bonus whose holder may not score."""

    LAPSES = "lapses"
    PASSES_ON = "passes_on"


@dataclass(frozen=True, slots=True)
class Bonus:
    kind: BonusKind
    points: Fraction
    tie: TieShare = TieShare.EACH
    column: str = ""  # kind "flag": the 0/1 column
    max_position: int | None = None  # only if classified at or above that place
    min_distance_fraction: Fraction | None = None  # only if that part of the distance was run
    in_class: bool = False  # the holder is looked for among those who may score in this table
    pole_from: PoleSource = PoleSource.GRID
    qualifying: str = ""  # pole_from "qualifying": the session key
    ineligible: Ineligible = Ineligible.LAPSES
    max_points: Fraction | None = None  # kind "places_gained": ceiling


@dataclass(frozen=True, slots=True)
class ShortenedStep:
    below: Fraction
    min_laps: int | None = None
    factor: Fraction | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Shortened:
    steps: tuple[ShortenedStep, ...]
    only_if_not_resumed: bool | None = None


@dataclass(frozen=True, slots=True)
class SessionRule:
    table: str
    bonuses: tuple[Bonus, ...] = ()
    shortened: Shortened | None = None


class Rounding(StrEnum):
    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class ClassificationRule:
    """Who is classified on a timing sheet: the share of the distance of the winner or the class winner."""

    min_distance: Fraction | None = None
    of: str = "winner"  # or "class_winner"
    rounding: Rounding = Rounding.DOWN  # of the laps asked for
    flag_required: bool = False


class PositionBasis(StrEnum):
    OVERALL = "overall"
    ELIGIBLE = "eligible"


class Guests(StrEnum):
    SKIPPED = "skipped"  # the others move up
    KEEP_PLACE = "keep_place"  # nobody takes the guest's points


class SharedPoints(StrEnum):
    SPLIT = "split"
    NONE = "none"
    FULL = "full"


class SeveralResults(StrEnum):
    SUM = "sum"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class SharedCar:
    points: SharedPoints = SharedPoints.NONE
    several_results: SeveralResults = SeveralResults.BEST
    minimum_share: Fraction | None = None  # of the car's laps, to score at all


class DropUnit(StrEnum):
    ROUND = "round"
    SESSION = "session"


class DropsFrom(StrEnum):
    AT_ONCE = "at_once"  # the ceiling of the whole season holds from the first table on
    AS_RUN = "as_run"  # the number dropped follows the number of rounds run so far
    FINAL = "final"  # only the final table drops


@dataclass(frozen=True, slots=True)
class DropStep:
    """`drop` results when the segment holds up to `up_to` units (None: any number)."""

    up_to: int | None
    drop: int


@dataclass(frozen=True, slots=True)
class Counting:
    """One segment of the season and how many of its results count.

    At most one of `best` (the best N count) and `drop` (all but so many count) is given; neither: all count.
    """

    from_round: int
    to_round: int | None
    best: int | None = None
    drop: tuple[DropStep, ...] = ()
    unit: DropUnit = DropUnit.ROUND
    applies: DropsFrom = DropsFrom.AT_ONCE


@dataclass(frozen=True, slots=True)
class NotDroppable:
    statuses: frozenset[str] = frozenset()
    rounds: frozenset[int] = frozenset()
    sessions: frozenset[str] = frozenset()


class CountbackPositions(StrEnum):
    SCORING = "scoring"
    CLASSIFIED = "classified"


@dataclass(frozen=True, slots=True)
class Countback:
    sessions: tuple[str, ...]
    positions: CountbackPositions
    only_without_result_in: tuple[str, ...] = ()
    dropped_count: bool = True  # whether places of dropped results count


@dataclass(frozen=True, slots=True)
class Earliest:
    """The best place was reached in an earlier round, then the next place."""


type TieBreak = Countback | Earliest


@dataclass(frozen=True, slots=True)
class Listing:
    scored: bool = False
    classified_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom a table lets through. None: no condition of that kind."""

    classes: frozenset[str] | None = None
    categories: frozenset[str] | None = None  # at least one of them
    guests: bool = True


@dataclass(frozen=True, slots=True)
class MinimumStarts:
    count: int
    applies: DropsFrom = DropsFrom.FINAL  # AT_ONCE or FINAL
    mark: str = "NR"


class ClassChange(StrEnum):
    """What becomes of the points earned before a change of class, in the table of the new class."""

    SPLIT = "split"  # each table keeps what was earned in it
    KEPT = "kept"
    LOST = "lost"
    SCALED = "scaled"


@dataclass(frozen=True, slots=True)
class ClassChangeRule:
    points: ClassChange = ClassChange.SPLIT
    from_tables: tuple[str, ...] = ()  # tables of the old classes
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class TableRule:
    """One standings table."""

    id: str
    title: str
    competitor: CompetitorKind
    sessions: Mapping[str, SessionRule]
    title_fr: str = ""
    exclude_rounds: frozenset[int] = frozenset()
    may_appear: Filter = Filter()
    may_score: Filter = Filter()  # `classes` of the vocabulary lands here
    position_basis: PositionBasis = PositionBasis.OVERALL
    guests: Guests = Guests.SKIPPED
    extract_from: str | None = None  # points are those of that table, filtered
    best_cars: int | None = None  # only the best M cars of a competitor count (1 = "best"); None = all
    shared_car: SharedCar = SharedCar()
    counting: tuple[Counting, ...] = ()
    not_droppable: NotDroppable = NotDroppable()
    tie_break: tuple[TieBreak, ...] = ()
    listing: Listing = Listing()
    minimum_starts: MinimumStarts | None = None
    class_change: ClassChangeRule = ClassChangeRule()
    rounding: int | None = None  # decimals when written, half away from zero
    final_only: bool = False  # only the final table is official


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an example must come to in one table: its champion, or every row ("1 ada 5"), or both."""

    standings: str
    after: RoundOrFinal = FINAL
    champion: str = ""  # stands first, alone
    rows: tuple[str, ...] = ()  # place, competitor, points


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of the rules: with these results, the tables are these. `examples` computes it."""

    title: str
    results: tuple[str, ...]  # a session each, in the notation of `rulebook.example_notation`
    tables: tuple[Expectation, ...]
    title_fr: str = ""
    timing: bool = False  # the order is that on the road: who is classified follows the rules
    source: str = ""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one championship season. `hypothesis`: never gives public points."""

    championship: str
    season: int | str
    points_tables: Mapping[str, PointsTable]
    tables: tuple[TableRule, ...]
    classification: ClassificationRule | None = None
    hypothesis: bool = False
    note: str = ""  # free text: what is known of these rules and what is not
    source: str = ""  # where the rules were read: title, article, address
    examples: tuple[Example, ...] = ()  # run at every change of the rules
    protest_minutes: int | None = None  # how long a provisional result may be protested; None: not said here

    def table(self, table_id: str) -> TableRule:
        """The table with that id. Raises KeyError."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)
