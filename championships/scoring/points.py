"""Points of one session: `award` (being written)."""

from dataclasses import dataclass
from fractions import Fraction

from championships.scoring.vocabulary import PartKind


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for points."""

    kind: PartKind
    points: Fraction
    place: int | None = None  # kind place: the place that earned them (in this table)
    factor: Fraction | None = None  # shortened race, decision
    share: Fraction | None = None  # part of a shared car or of a shared bonus
    table: str = ""  # points table used
    flag: str = ""
    car: str = ""
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """What one competitor got from one session in one table."""

    table: str
    competitor: str
    round: int
    session: str
    points: Fraction
    parts: tuple[Part, ...]
    places: tuple[int, ...] = ()  # every classified place in this table (one a car), best first
    started: bool = True
    statuses: tuple[str, ...] = ()
