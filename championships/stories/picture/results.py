"""The results of a picture: cars in sessions, what each table made of them, decisions."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from championships.stories.picture.label import Label


@dataclass(frozen=True, slots=True)
class CarPicture:
    """A car in a session. `drivers`: who drove it there. `grid`: its starting place, where it is known."""

    number: str
    drivers: tuple[str, ...]
    place: int | None = None
    status: str = ""  # a FinishStatus; empty: not known
    grid: int | None = None
    pole: bool = False
    fastest_lap: bool = False
    best_lap_ms: int | None = None
    gap_ms: int | None = None  # behind the winner, on his lap
    gap_laps: int | None = None
    team: str = ""


@dataclass(frozen=True, slots=True)
class SessionPicture:
    """A session of an event. `state`: of its bulletin in force ("provisional", "official", "amended"); empty: none.

    `complete`: every car of it is known. `cars`: those known, in the order of the classification.
    """

    id: str
    event: str
    name: Label
    kind: str  # a SessionKind
    order: int
    on_date: date | None = None
    cancelled: bool = False
    complete: bool = False
    state: str = ""
    cars: tuple[CarPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultPicture:
    """What a driver did in a race *as one table of a season counts it*: his place there, and his points.

    From the awards of the engine: one for every driver who started a race of the season that is complete. `counts`:
    its first place is a win in the table; that of a sprint is none where the rules count the places of races alone.
    """

    table: str
    driver: str
    event: str
    session: str
    round: int
    place: int | None = None
    points: Fraction | None = None
    started: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True)
class DecisionPicture:
    """A decision of the stewards in force, on a session of the event. Places before and after, where both are known."""

    event: str
    session: str
    kind: str  # a PenaltyKind
    drivers: tuple[str, ...]
    number: str = ""
    document: str = ""
    amount: Fraction | None = None
    reason: str = ""
    place_before: int | None = None
    place_after: int | None = None
