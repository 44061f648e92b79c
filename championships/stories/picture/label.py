"""A name in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A name or a text in both languages; false where there is none. English may be empty: the French stands."""

    french: str = ""
    english: str = ""

    def __bool__(self) -> bool:
        return bool(self.french)

    def read(self, language: str) -> str:
        return self.french if language.startswith("fr") or not self.english else self.english


UNNAMED = Label()
