"""What is wrong with a rule book, as values; and the refusal that carries all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from championships.scoring.phrases import phrase


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it stands, what was expected there and what was found."""

    path: str
    expected: str
    found: str

    @property
    def text(self) -> str:
        """The fault as one sentence, which `phrases.write_in` tells in another language."""
        return phrase(
            "%(where)s: expected %(expected)s, found %(found)s",
            where=self.path or phrase("rule book"),
            expected=self.expected,
            found=self.found,
        )

    def __str__(self) -> str:
        return str(self.text)


class RuleBookError(ValueError):
    """A rule book (or one decision) that is refused, with every fault found in it.

    `path`, `expected` and `found` are those of the first fault; `errors` holds them all, in the order of the
    document. The text is one clear sentence a fault, one a line.
    """

    def __init__(self, path: str, expected: str, found: str, *, errors: Sequence[Fault] = ()) -> None:
        self.path = path
        self.expected = expected
        self.found = found
        self.errors: tuple[Fault, ...] = tuple(errors) or (Fault(path, expected, found),)
        super().__init__("\n".join(str(fault) for fault in self.errors))


def refuse_if_any(faults: Sequence[Fault]) -> None:
    """Raise RuleBookError when there is at least one fault."""
    if faults:
        first = faults[0]
        raise RuleBookError(first.path, first.expected, first.found, errors=faults)


def describe(value: object) -> str:
    """A value of a JSON document in words, shortened where it is long."""
    match value:
        case None:
            return phrase("null")
        case bool():
            return phrase("true") if value else phrase("false")
        case int() | float() | Decimal():
            return phrase("the number %(number)s", number=_shorten(str(value)))
        case str():
            return phrase('the text "%(text)s"', text=_shorten(value)) if value else phrase("an empty text")
        case list() | tuple():
            return phrase("a list of %(length)s", length=len(value)) if value else phrase("an empty list")
        case dict():
            return phrase("an object") if value else phrase("an empty object")
        case _:
            return phrase("a value of type %(type)s", type=type(value).__name__)


def _shorten(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"
