"""What is wrong with a rule book, as values; and the refusal that carries all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it stands, what was expected there and what was found."""

    path: str
    expected: str
    found: str

    def __str__(self) -> str:
        where = self.path or "rule book"
        return f"{where}: expected {self.expected}, found {self.found}"


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
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return f"the number {_shorten(str(value))}"
        case str():
            return f'the text "{_shorten(value)}"' if value else "an empty text"
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return "an object" if value else "an empty object"
        case _:
            return f"a value of type {type(value).__name__}"


def _shorten(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"
