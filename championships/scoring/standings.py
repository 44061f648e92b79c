"""Standings after every session (being written): the values that leave the core."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from championships.scoring.points import Award
from championships.scoring.vocabulary import TableSource, TieStep


class Dropped(NamedTuple):
    """A result that does not count. `session` is empty where the unit is the round."""

    round: int
    session: str
    points: Fraction


class Split(NamedTuple):
    """Why a competitor stands where it stands among those level on points.

    `step` separated it from the competitor above (`other`); `detail` gives the figures, e.g.
    ("place", 1, 5, 3): five first places against three. SHARED/UNKNOWN: it shares its place with `other`.
    """

    step: TieStep
    other: str
    index: int  # which step of the chain, 0 first
    detail: tuple[object, ...] = ()
    reason: str = ""


class Row(NamedTuple):
    """One competitor in a standing. `position` None where a mark stands instead, or the place is not known."""

    competitor: str
    position: int | None
    tied: bool
    mark: str
    points: Fraction | None  # net; None: not published
    gross: Fraction | None
    dropped: tuple[Dropped, ...]
    deducted: Fraction
    wins: int | None  # None: not known
    starts: int
    split: Split | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One table after one session. `session` is empty and `final` true for the final table."""

    table: str
    round: int
    session: str
    final: bool
    source: TableSource
    rows: tuple[Row, ...]  # best first, marks last; order inside a shared place is by competitor id
    missing: tuple[tuple[int, str], ...] = ()  # sessions run that a declared table does not hold
    declared_source: str = ""
    partial: bool = False  # a declared table that does not name everybody


@dataclass(frozen=True, slots=True)
class TableHistory:
    """Everything computed for one table."""

    table: str
    awards: tuple[Award, ...]  # in session order
    standings: tuple[Standing, ...]  # after every session that has results or a declared table
    final: Standing | None  # None: no session yet


type SeasonTables = Mapping[str, TableHistory]  # table id -> history, in the order of the rule book
