"""The values that leave the core: rows, standings and a table's history."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from championships.scoring.parts import Award
from championships.scoring.tiebreaks import Split
from championships.scoring.vocabulary import TableSource


class Dropped(NamedTuple):
    """A result that does not count. `session` is empty where the unit is the round."""

    round: int
    session: str
    points: Fraction


class Row(NamedTuple):
    """One competitor in a standing. `position` None where a mark stands instead, or it is not known.

    `points` = `gross` - the points dropped - `deducted`, except for an excluded competitor who
    keeps nothing. Both are None where a declared table does not give them.
    """

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
    missing: tuple[tuple[int, str], ...] = ()  # sessions run that this table does not hold
    declared_source: str = ""
    partial: bool = False  # a declared table that does not name everybody


@dataclass(frozen=True, slots=True)
class TableHistory:
    """Everything computed for one table.

    `replaced` holds what computation gave at each session where a declared table took its place.
    """

    table: str
    awards: tuple[Award, ...]  # in session order
    standings: tuple[Standing, ...]  # after every session that has results or a declared table
    final: Standing | None  # None: no session yet
    replaced: tuple[Standing, ...] = ()


type SeasonTables = Mapping[str, TableHistory]  # table id -> history, in the order of the rule book
