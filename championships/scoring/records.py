"""One competitor's season so far in one table.

Points are whole numbers here: multiples of one over the common denominator of the season, so that
adding is exact and fast. Counts of places are kept as one whole number a step of the tie-break
chain (`CountScale`): comparing two of them compares first places, then second places, and so on.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from championships.scoring.rules import Countback, CountbackPositions

type Unit = tuple[int, str]  # round and session; the session is empty where the unit is the round

_BITS = 32  # room for one count; no season comes near it


@dataclass(frozen=True, slots=True)
class CountScale:
    """Counts of places 1..`last` written as the digits of one number, first places foremost."""

    last: int

    def one(self, place: int) -> int:
        """The number that stands for one result at `place`."""
        return 1 << (self.last - place) * _BITS

    def count(self, key: int, place: int) -> int:
        """How often `place` was reached."""
        if place > self.last:
            return 0
        return key >> ((self.last - place) * _BITS) & ((1 << _BITS) - 1)

    def wins(self, key: int) -> int:
        """How often the first place was reached: the foremost digit."""
        return key >> (self.last - 1) * _BITS

    def prefix(self, key: int, places: int) -> int:
        """The counts of the first `places` places only."""
        return key >> ((self.last - min(places, self.last)) * _BITS)

    def first_difference(self, one: int, other: int) -> int:
        """The first place at which two differing counts differ."""
        return self.last - ((one ^ other).bit_length() - 1) // _BITS


class Step(NamedTuple):
    """One countback step made ready: which sessions feed it, and how."""

    sessions: frozenset[str]
    scoring_only: bool
    without: frozenset[str]
    dropped_count: bool

    @classmethod
    def of(cls, rule: Countback) -> "Step":
        return cls(
            frozenset(rule.sessions),
            rule.positions is CountbackPositions.SCORING,
            frozenset(rule.only_without_result_in),
            rule.dropped_count,
        )


class Dropping(NamedTuple):
    """What of a record does not count."""

    units: tuple[tuple[Unit, int], ...]
    points: int


NOTHING_DROPPED = Dropping((), 0)


class ExactPoints(dict[int, Fraction]):
    """The fraction each whole number of points stands for, made when it is first asked for."""

    def __init__(self, denominator: int) -> None:
        super().__init__()
        self.denominator = denominator

    def __missing__(self, whole: int) -> Fraction:
        exact = Fraction(whole) if self.denominator == 1 else Fraction(whole, self.denominator)
        self[whole] = exact
        return exact


class Record:
    """A competitor's season so far in one table. Fed session by session; never looks back."""

    __slots__ = (
        "brought",
        "classified",
        "competitor",
        "deducted",
        "dropping",
        "firsts",
        "fixed_units",
        "gross",
        "keys",
        "listed",
        "mark",
        "rounds_unknown",
        "scored",
        "shown",
        "taken",
        "unit_keys",
        "units",
        "unknown_from",
    )

    def __init__(self, competitor: str, steps: int) -> None:
        self.competitor = competitor
        self.gross = 0  # everything, before dropping and deductions
        self.brought = False  # it has points or places brought forward, or declared
        self.deducted = 0
        self.keys = [0] * steps  # counts of places for each countback step
        self.units: dict[Unit, int] = {}
        self.unit_keys: dict[Unit, list[int]] = {}
        self.fixed_units: set[Unit] = set()  # results that may not be dropped
        self.firsts: dict[tuple[str, bool], dict[int, int]] = {}
        self.classified: set[str] = set()  # sessions in which it was classified
        self.scored = False
        self.listed = False
        self.shown = False  # it stands in the table; it never leaves it again
        self.mark = ""  # a declared mark
        self.rounds_unknown = False  # some places were reached in rounds that are not known
        self.dropping = NOTHING_DROPPED  # of the table last written
        self.taken = 0  # points deducted in the table last written
        self.unknown_from: int | None = None  # counts from this place on are not known

    def note_place(self, place: int, session: str, round_: int, *, scoring: bool) -> None:
        """Remember in which round a place was first reached (in running order)."""
        for kind in (True, False) if scoring else (False,):
            firsts = self.firsts.setdefault((session, kind), {})
            if place not in firsts or round_ < firsts[place]:
                firsts[place] = round_
