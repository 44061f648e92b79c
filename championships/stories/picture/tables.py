"""The tables of a picture: rows, standings after every session, leaders, classes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from championships.scoring.outlook import Condition, Outlook
from championships.stories.picture.label import UNNAMED, Label


@dataclass(frozen=True, slots=True)
class RowPicture:
    """A competitor in a table. None: not published. `tie` names the step that decided its place ("countback", …)."""

    competitor: str
    position: int | None = None
    tied: bool = False
    points: Fraction | None = None
    wins: int | None = None
    podiums: int | None = None
    dropped: Fraction | None = None  # points of results that do not count; None: not known
    tie: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class StandingPicture:
    """A table after a session (its slug; empty: after the whole event). The order of the rows is the table's."""

    round: int
    event: str
    session: str = ""
    rows: tuple[RowPicture, ...] = ()
    declared: bool = False
    partial: bool = False  # it does not name everybody

    def row(self, competitor: str) -> RowPicture | None:
        return next((row for row in self.rows if row.competitor == competitor), None)


@dataclass(frozen=True, slots=True)
class TablePicture:
    """A table of a season, for everybody or for one category.

    `standings`: after every session (or round) so far, oldest first; the last one is that of the instant of writing.
    `outlook`: from the real engine, at the instant of writing; `outlook_before`: before the event (for its report).
    `conditions`: for the next session, by driver. `can_clinch`: who could be champion of it when this event is over;
    None: not asked.
    """

    key: str
    title: Label = UNNAMED
    category: str = ""
    standings: tuple[StandingPicture, ...] = ()
    outlook: Outlook | None = None
    outlook_before: Outlook | None = None
    conditions: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    can_clinch: tuple[str, ...] | None = None
    of_teams: bool = False
    finished: bool = False  # the season is over: the last standing is the final one

    @property
    def now(self) -> StandingPicture | None:
        return self.standings[-1] if self.standings else None


@dataclass(frozen=True, slots=True)
class CategoryPicture:
    """A category of people. `plural` is the word of a sentence ("les Gentlemen"); empty: built from the name."""

    id: str
    name: Label
    plural: Label = UNNAMED


@dataclass(frozen=True, slots=True)
class LeaderPicture:
    """Who led a table after a round. Several: a shared first place. None at all: not known."""

    round: int
    leaders: frozenset[str] = frozenset()
