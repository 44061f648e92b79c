"""Reads the figures of a fact back: they are kept as JSON, and a sentence wants numbers, days and names."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Self

from championships.stories.draft import Figures


@dataclass(frozen=True, slots=True)
class Values:
    """The figures of one fact (or of a part of it). Raises KeyError or ValueError for what is not there."""

    figures: Figures

    def has(self, name: str) -> bool:
        return self.figures.get(name) is not None

    def text(self, name: str) -> str:
        """Empty where it is not there."""
        found = self.figures.get(name)
        return "" if found is None else str(found)

    def flag(self, name: str) -> bool:
        return self.figures.get(name) is True

    def count(self, name: str) -> int:
        return int(str(self.figures[name]))

    def number(self, name: str) -> Fraction:
        return Fraction(str(self.figures[name]))

    def day(self, name: str) -> date:
        return date.fromisoformat(str(self.figures[name]))

    def names(self, name: str) -> list[str]:
        found = self.figures.get(name)
        return [str(one) for one in found] if isinstance(found, list) else []

    def parts(self, name: str) -> list[Self]:
        found = self.figures.get(name)
        return [type(self)(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def part(self, name: str) -> Self:
        """Empty where it is not there."""
        found = self.figures.get(name)
        return type(self)(found if isinstance(found, dict) else {})
