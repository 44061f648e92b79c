"""What the core is given: sheets, decisions and a season's facts, as frozen values.

Competitors are ids: nothing can be ranked by name. Car numbers are text ("007"). Times are whole
milliseconds. Points are exact (`Fraction`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from championships.scoring.vocabulary import FinishStatus, PenaltyKind, SheetOrigin

type RoundOrFinal = int | str  # a round number, or the word "final"

FINAL = "final"


@dataclass(frozen=True, slots=True)
class DriverLine:
    """One driver's part in a car's line."""

    driver: str | None  # None: the car is known, its driver is not
    team: str | None = None
    entrant: str | None = None
    laps: int | None = None  # laps driven by this driver, where known
    grid: int | None = None  # starting place; None: pit lane, unknown, none
    flags: frozenset[str] = frozenset()  # "fastest_lap", "pole", "led_lap", ... (0/1 columns that are 1)
    categories: frozenset[str] = frozenset()  # categories of people in force for this round


@dataclass(frozen=True, slots=True)
class Line:
    """One car's line in a session.

    `place` is the place the sheet states (origin "stated") or the one `classify` worked out. Several lines may
    name the same `car` (their drivers then share it). `scores` and `guest` come from the participation.
    """

    car: str  # identifies the car inside the session, never across sessions
    status: FinishStatus
    drivers: tuple[DriverLine, ...]
    place: int | None = None
    road_order: int | None = None  # order in which the cars stand on a timing sheet, 1 first
    number: str = ""
    car_class: str | None = None
    car_competitor: str | None = None  # the competitor of tables that rank cars
    laps: int | None = None
    time_ms: int | None = None
    best_lap_ms: int | None = None
    scores: bool = True  # may score in this championship
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A stewards' decision on one car in one session, in force."""

    car: str
    kind: PenaltyKind
    amount: Fraction = Fraction(0)  # seconds, places or laps
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version of the facts of a session. Never altered by a decision."""

    origin: SheetOrigin
    lines: tuple[Line, ...]
    laps: int | None = None  # laps run by the winner
    scheduled_laps: int | None = None
    complete: bool = True  # a partial sheet is shown as such and never scores


@dataclass(frozen=True, slots=True)
class SessionResult:
    """A classified session as one season sees it: lines carry final places among its participants.

    `order` gives the order in which sessions of the season were run; it is total.
    """

    round: int
    session: str  # rule key: "race", "sprint", "race1", ...
    order: int
    lines: tuple[Line, ...]
    laps: int | None = None
    scheduled_laps: int | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class SessionOverride:
    """A decision on the points of a whole session. `standings` None: every table."""

    round: int
    session: str
    standings: frozenset[str] | None = None
    factor: Fraction | None = None
    table: str | None = None
    no_bonuses: bool = False
    bonus_winners: tuple[str, ...] | None = None
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResultOverride:
    """A decision on one driver's result. `points` replaces the place points (place kept, nothing passed down)."""

    round: int
    session: str
    driver: str
    standings: frozenset[str] | None = None
    points: Fraction | None = None
    ineligible: bool = False
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken from a competitor in one table, from `effective_after` on (a negative figure gives points)."""

    table: str
    competitor: str
    points: Fraction
    effective_after: RoundOrFinal
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A competitor struck from one table: `mark` replaces the place, the others move up."""

    table: str
    competitor: str
    mark: str
    effective_after: RoundOrFinal
    keep_points: bool = False
    listed_from: RoundOrFinal | None = None
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TieDecision:
    """The organiser's order for competitors level on everything, from `from_round` on."""

    table: str
    from_round: RoundOrFinal
    order: tuple[str, ...]
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rulings:
    """Every decision in force that touches points, in the order in which it was issued."""

    session_overrides: tuple[SessionOverride, ...] = ()
    result_overrides: tuple[ResultOverride, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    tie_decisions: tuple[TieDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """Points, wins and places brought forward. Cannot be dropped. `after_round` 0: from the start."""

    table: str
    competitor: str
    points: Fraction
    wins: int = 0
    places: Mapping[int, int] = field(default_factory=dict)  # place -> how often, wins included
    after_round: int = 0
    source: str = ""
    date: str = ""  # of the source, as 2025-09-04


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """A row of a table published elsewhere. None means "not published", never zero.

    `order` keeps the order of naming where places are not given.
    """

    competitor: str
    place: int | None = None
    tied: bool = False  # the source shares this place, perhaps with somebody it does not name
    points: Fraction | None = None
    wins: int | None = None
    places: Mapping[int, int] | None = None  # complete counts of places, or None: not known
    mark: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """A table published elsewhere. It stands at its session and replaces what was computed up to it.

    `complete`: it names every competitor who counts. While a total is unknown, or the table is partial, it is not
    continued by computation.
    """

    table: str
    round: int
    session: str
    rows: tuple[DeclaredRow, ...]
    complete: bool = True
    source: str = ""

    @property
    def continues(self) -> bool:
        """Whether computed results may be added to it."""
        return self.complete and all(row.points is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Membership:
    """A competitor's categories of people and class of car between two rounds (None: open)."""

    competitor: str
    from_round: int | None = None
    to_round: int | None = None
    categories: frozenset[str] = frozenset()
    car_class: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session the calendar holds for this season, run or not. `order` is total."""

    round: int
    session: str
    order: int


@dataclass(frozen=True, slots=True)
class SeasonFacts:
    """All that was in force at one instant, for one season: the one argument of the standings."""

    results: tuple[SessionResult, ...] = ()  # in `order`
    rulings: Rulings = Rulings()
    opening_balances: tuple[OpeningBalance, ...] = ()
    declared: tuple[DeclaredTable, ...] = ()  # in the order of issue: a later one at a session replaces
    memberships: tuple[Membership, ...] = ()
    planned: tuple[PlannedSession, ...] = ()  # all sessions that score or will; run ones included
