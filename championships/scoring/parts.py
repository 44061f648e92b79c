"""What one competitor got from one session, with its reasons: `Part` and `Award`."""

from fractions import Fraction
from typing import NamedTuple

from championships.scoring.vocabulary import PartKind


class Part(NamedTuple):
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


class Award(NamedTuple):
    """What one competitor got from one session in one table.

    `points` is the sum of `parts`. `places` holds every classified place in this table, one a car,
    best first; `scoring_places` those of them that earned place points. `since` is set on a result
    brought from the table of an old class: it counts in tables from that session on only.
    """

    table: str
    competitor: str
    round: int
    session: str
    points: Fraction
    parts: tuple[Part, ...]
    places: tuple[int, ...] = ()  # every classified place in this table (one a car), best first
    started: bool = True
    statuses: tuple[str, ...] = ()
    scoring_places: tuple[int, ...] = ()
    classified: bool = False  # classified in the session, whether or not it may score
    since: tuple[int, str] | None = None
