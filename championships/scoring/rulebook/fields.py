"""Reading a JSON document without ever stopping at the first fault.

A `Node` is one value and the place where it stands. Its readers return what they read; where the value is wrong they
note the fault and return a stand-in, so that the rest is looked at too. Stand-ins never leave the room: the door
raises when anything was noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction

from championships.scoring.facts import FINAL, RoundOrFinal
from championships.scoring.phrases import phrase
from championships.scoring.rulebook.amounts import read_amount
from championships.scoring.rulebook.faults import Fault, describe

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)


class Node:
    """One value of the document, where it stands, and the list that takes its faults."""

    __slots__ = ("faults", "path", "value")

    def __init__(self, value: object, path: str, faults: list[Fault]) -> None:
        self.value = value
        self.path = path
        self.faults = faults

    def fail(self, expected: str, found: str | None = None) -> None:
        """Note a fault here."""
        self.faults.append(Fault(self.path, expected, describe(self.value) if found is None else found))

    def text(self, *, limit: int = 200) -> str:
        """A text that is not blank."""
        if isinstance(self.value, str) and self.value.strip() and len(self.value) <= limit:
            return self.value
        self.fail(phrase("a text") if limit == 200 else phrase("a text of at most %(limit)s signs", limit=limit))
        return ""

    def free_text(self) -> str:
        """A text, which may be empty (a reason, a title)."""
        if isinstance(self.value, str):
            return self.value
        self.fail(phrase("a text"))
        return ""

    def name(self, *, limit: int = 60) -> str:
        """A text that may stand in an address or in a file name."""
        if isinstance(self.value, str) and len(self.value) <= limit and _NAME.fullmatch(self.value):
            return self.value
        self.fail(phrase("a name of at most %(limit)s letters, digits, hyphens and underscores", limit=limit))
        return ""

    def integer(self, minimum: int, maximum: int = 1_000_000) -> int:
        """A whole number between two bounds."""
        if isinstance(self.value, int) and not isinstance(self.value, bool) and minimum <= self.value <= maximum:
            return self.value
        if maximum == 1_000_000:
            self.fail(phrase("a whole number, at least %(minimum)s", minimum=minimum))
        else:
            self.fail(
                phrase("a whole number, at least %(minimum)s and at most %(maximum)s", minimum=minimum, maximum=maximum)
            )
        return minimum

    def round_or_final(self, minimum: int) -> RoundOrFinal:
        """A round number, or the word "final"."""
        if self.value == FINAL:
            return FINAL
        if isinstance(self.value, int) and not isinstance(self.value, bool) and minimum <= self.value <= 1_000_000:
            return self.value
        self.fail(phrase('the number of a round, at least %(minimum)s, or "final"', minimum=minimum))
        return FINAL

    def amount(self, *, signed: bool = False) -> Fraction:
        """Exact points."""
        figure = read_amount(self.value)
        if figure is not None and (signed or figure >= 0):
            return figure
        self.fail(
            phrase('an exact number (such as 3, 0.5 or "1/2")')
            if signed
            else phrase('an exact number, zero or more (such as 3, 0.5 or "1/2")')
        )
        return Fraction(0)

    def ratio(self, *, zero: bool = False, above_one: bool = False) -> Fraction:
        """A share or a factor."""
        figure = read_amount(self.value)
        if figure is not None and (figure > 0 or (zero and figure == 0)) and (above_one or figure <= 1):
            return figure
        if above_one:
            self.fail(
                phrase('a fraction, zero or more (such as "1/2")')
                if zero
                else phrase('a fraction, more than zero (such as "1/2")')
            )
        else:
            self.fail(
                phrase('a fraction, zero or more and at most one (such as "1/2")')
                if zero
                else phrase('a fraction, more than zero and at most one (such as "1/2")')
            )
        return Fraction(1)

    def flag(self) -> bool:
        """True or false."""
        if isinstance(self.value, bool):
            return self.value
        self.fail(phrase("true or false"))
        return False

    def choice[E: StrEnum](self, words: type[E], allowed: frozenset[E] | None = None) -> E:
        """One of the words of a vocabulary."""
        choices = [word for word in words if allowed is None or word in allowed]
        for word in choices:
            if isinstance(self.value, str) and self.value == word.value:
                return word
        self.fail(phrase("one of %(words)s", words=", ".join(f'"{word}"' for word in choices)))
        return choices[0]

    def items(self, *, least: int = 0) -> list[Node]:
        """The values of a list."""
        if isinstance(self.value, list | tuple):
            if len(self.value) < least:
                self.fail(phrase("a list of at least %(least)s", least=least))
            return [Node(item, f"{self.path}[{index}]", self.faults) for index, item in enumerate(self.value)]
        self.fail(phrase("a list of at least %(least)s", least=least) if least else phrase("a list"))
        return []

    def distinct[T](self, read: Callable[[Node], T], *, least: int = 0) -> tuple[T, ...]:
        """The values of a list, in order, none of them twice."""
        values: list[T] = []
        for item in self.items(least=least):
            before = len(self.faults)
            value = read(item)
            if len(self.faults) > before:
                continue
            if value in values:
                item.fail(phrase("each of the list only once"), phrase("%(value)s again", value=describe(item.value)))
            values.append(value)
        return tuple(values)

    def entries(self) -> list[tuple[str, Node]]:
        """The keys and values of an object whose keys are names chosen by the rule book."""
        if isinstance(self.value, Mapping):
            return [
                (str(key), Node(value, join_path(self.path, str(key)), self.faults))
                for key, value in self.value.items()
            ]
        self.fail(phrase("an object"))
        return []

    def fields(self) -> Fields:
        """The keys of an object whose keys are words of the vocabulary."""
        return Fields(self)


class Fields:
    """An object of the document. Ask for its keys, then `close`: a key nobody asked for is a fault.

    A null means the same as an absent key wherever the key is optional.
    """

    def __init__(self, node: Node) -> None:
        self.node = node
        self.readable = isinstance(node.value, Mapping)
        self._values: Mapping[str, object] = node.value if isinstance(node.value, Mapping) else {}
        self._asked: dict[str, None] = {}
        self._judged = True
        if not self.readable:
            node.fail(phrase("an object"))

    def required(self, key: str) -> Node:
        """The value of a key that must be there (its absence is noted once, here)."""
        self._asked[key] = None
        if key in self._values:
            return Node(self._values[key], join_path(self.node.path, key), self.node.faults)
        if self.readable:
            self.node.fail(phrase('the key "%(key)s"', key=key), phrase("no such key"))
        return Node(None, join_path(self.node.path, key), [])

    def optional(self, key: str) -> Node | None:
        """The value of a key that may be absent."""
        self._asked[key] = None
        if self._values.get(key) is None:
            return None
        return Node(self._values[key], join_path(self.node.path, key), self.node.faults)

    def holds(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self._values.get(key) is not None

    def kind[E: StrEnum](self, key: str, words: type[E]) -> E:
        """The word that says which other keys belong here. Where it is wrong, they are not judged."""
        before = len(self.node.faults)
        word = self.required(key).choice(words)
        self._judged = self._judged and len(self.node.faults) == before
        return word

    def free_text(self, key: str) -> str:
        """An optional text; absent: empty."""
        node = self.optional(key)
        return node.free_text() if node else ""

    def flag(self, key: str, *, default: bool = False) -> bool:
        """An optional true or false."""
        node = self.optional(key)
        return node.flag() if node else default

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self._values:
            if self._judged and key not in self._asked:
                known = ", ".join(sorted(self._asked))
                Node(None, join_path(self.node.path, str(key)), self.node.faults).fail(
                    phrase("only keys known here (%(known)s)", known=known),
                    phrase('the unknown key "%(key)s"', key=key),
                )


def join_path(path: str, key: str) -> str:
    """The path of a key of the object at `path`."""
    return f"{path}.{key}" if path else key
