"""A drafted sentence as the verbs of `sentences` take it."""

from collections.abc import Mapping
from typing import Any, Protocol

from championships.officiating.sentences import SentenceText


class Placed(Protocol):
    """A sentence of a draft in its place: `PlacedSentence` of the reading room, which this one does not know."""

    @property
    def part(self) -> str: ...
    @property
    def french(self) -> str: ...
    @property
    def english(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def figures(self) -> Mapping[str, Any]: ...
    @property
    def season(self) -> int | None: ...
    @property
    def category(self) -> str: ...
    @property
    def driver(self) -> int | None: ...
    @property
    def paragraph(self) -> int: ...


def from_draft(placed: Placed) -> SentenceText:
    """The sentence as drafted: nobody has edited it yet."""
    return SentenceText(
        part=placed.part,
        text_fr=placed.french,
        text_en=placed.english,
        season_id=placed.season,
        category=placed.category,
        driver_id=placed.driver,
        paragraph=placed.paragraph,
        key=placed.key,
        kind=placed.kind,
        figures=placed.figures,
        drafted_fr=placed.french,
        drafted_en=placed.english,
    )
