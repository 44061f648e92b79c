"""What a chart is drawn from, and the finished drawing: coordinates as texts, so that no template computes.

Across (`x`, `width`): per cent of the whole width, or 0 to 1000 inside a curve. Down (`y`, `height`): pixels.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

type Value = Fraction | int
type Write = Callable[[Value], str]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a chart is called. `key`: its name on the page; `corner`: what the rows of its table are.

    `unknown`: the words of a stretch of which nothing is known. `missing`: what it means that one competitor has no
    figure where others have theirs, such as "no lap"; empty: it is not published.
    """

    key: str
    title: str
    description: str
    corner: str
    unknown: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way across: a race, a round, a lap. `group`: what it belongs to, such as its meeting.

    `name` is the whole name, for the table. `minor`: its label is left out where there is little room.
    """

    label: str
    name: str
    group: str = ""
    minor: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One competitor's figures, one a stop; None: not known. `accent`: the one line in colour. `rest`: background.

    `marked`: the stops at which a hollow mark stands on the line, such as those in the pits.
    """

    number: str
    name: str
    values: tuple[Value | None, ...]
    accent: bool = False
    rest: bool = False
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis with its words. `base`: the solid line (zero, the leader)."""

    at: str
    label: str
    label_at: str = ""
    minor: bool = False
    base: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """A stretch of which nothing is known, with its words."""

    x: str
    width: str
    words_x: str
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a curve. `kind`: "" (filled) or "open" (hollow)."""

    x: str
    y: str
    kind: str = ""
    words: str = ""
    words_y: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The number at an end of a line. `tie_*`: the stroke from the line's last point to the label's column, if any."""

    x: str
    y: str
    number: str
    name: str = ""
    kind: str = ""
    tie_x: str = ""
    tie_y: str = ""
    tie_end: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line: `pieces` are the stretches without a hole, as points of a polyline. `style`: weight and dash."""

    style: str
    pieces: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stops at which one competitor held something, such as the lead: a piece of a strip. `other`: every second."""

    x: str
    width: str
    words_x: str
    number: str
    other: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marks of one stop, and the stroke between them. One of them may be missing."""

    x: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The same figures as a table: heads of the columns, then rows of a head and its cells.

    A cell is empty where the figure is not published, None where `missing` tells what it means that there is none.
    """

    corner: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished chart. `plot_x`, `plot_width`: the part of the width the curves stand in; `plot_height`: its depth."""

    key: str
    title: str
    description: str
    height: str
    plot_x: str
    plot_width: str
    plot_end: str
    plot_height: str
    ticks_x: tuple[Tick, ...]
    groups: tuple[Tick, ...]
    parting: tuple[str, ...]  # x of the lines between groups
    ticks_y: tuple[Tick, ...]
    shades: tuple[Shade, ...]
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]
    figures: Figures
    pairs: tuple[Pair, ...] = ()
    strip: tuple[Stretch, ...] = ()
    above: str = ""  # what the side above zero means
    below: str = ""

    @property
    def label_y(self) -> str:
        """Where the labels of the stops stand."""
        return str(int(float(self.plot_height)) + 20)

    @property
    def group_y(self) -> str:
        return str(int(float(self.plot_height)) + (42 if self.ticks_x else 20))
