"""The picture of a shared link, before it is drawn: texts at their places. The same value is the same picture."""

import hashlib
from dataclasses import dataclass, field

WIDTH, HEIGHT = 1200, 630
DRAWING = 1  # raised when the drawing itself changes: pictures that were kept are then asked for anew


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row of the timing sheet: place, number plate, name, figure, gap. Any of them may be empty."""

    place: str = ""
    number: str = ""
    name: str = ""
    figure: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """`kicker` stands above the title, `below` under it; `plate` is a large number; `mark` a state that must be seen.

    `route` and `parts` are its address without language and mark; `alt` tells in words what it shows.
    """

    route: str
    parts: tuple[object, ...]
    title: str
    alt: str = field(compare=False)
    kicker: str = ""
    below: str = ""
    plate: str = ""
    mark: str = ""
    rows: tuple[CardRow, ...] = ()
    foot: str = ""

    def name_content(self, language: str) -> str:
        """What the address carries, so that a picture kept by others is asked for anew when it would be another."""
        shown = (DRAWING, language, self.kicker, self.title, self.below, self.plate, self.mark, self.foot, self.rows)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
