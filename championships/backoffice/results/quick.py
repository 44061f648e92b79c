"""The quick line: car numbers in finishing order, each followed, where it did not finish, by the key of its status.

"4 88 17d 12 42r": the number is looked up whole first, so that a car entered as "12R" is typed so, and "12=R" is car
12, retired. On a French keyboard the top row may be typed without Shift: é is 2.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from championships.backoffice.results.cars import Car, Field
from championships.backoffice.results.statuses import KEYS, find_key
from championships.scoring.vocabulary import FinishStatus

# The digits of the top row of a French keyboard, unshifted.
AZERTY = str.maketrans("&é\"'(-è_çà", "1234567890")
_LIMIT = 500  # tokens; more are no finishing order


@dataclass(frozen=True, slots=True)
class Token:
    """A number typed. `fault`: "" or what is wrong with it: unknown, twice, shared."""

    text: str
    car: Car | None = None
    status: FinishStatus = FinishStatus.CLASSIFIED
    fault: str = ""
    near: tuple[Car, ...] = ()


def read_order(text: str, field: Field) -> list[Token]:
    """The tokens of the line, in order. A faulty one says so and disturbs no other."""
    tokens: list[Token] = []
    seen: set[int] = set()
    for word in re.split(r"[\s,;]+", text.strip())[:_LIMIT]:
        if not word:
            continue
        token = _read_token(word, field)
        car = token.car
        if car is not None and not token.fault:
            if car.pk in seen:
                token = Token(word, car, token.status, "twice")
            seen.add(car.pk)
        tokens.append(token)
    return tokens


def write_order(cars: Iterable[tuple[Car, FinishStatus]], field: Field) -> str:
    """The line that would be typed for these cars."""
    return " ".join(_write_token(car, find_key(status), field) for car, status in cars)


def _write_token(car: Car, key: str, field: Field) -> str:
    """With a sign between, where without it another car would be named."""
    apart = key and (car.label[-1:].isalpha() or field.find(car.label + key) is not None)
    return f"{car.label}{'=' if apart else ''}{key}"


def _read_token(word: str, field: Field) -> Token:
    fallback: Token | None = None
    for number, status in _readings(word):
        car = field.find(number)
        if car is not None:
            return Token(word, car, status)
        shared = field.list_sharing(number)
        if shared and fallback is None:
            fallback = Token(word, None, status, "shared", shared)
    if fallback is not None:
        return fallback
    number, status = list(_readings(word))[-1]
    return Token(word, None, status, "unknown", field.list_near(number))


def _readings(word: str) -> Iterable[tuple[str, FinishStatus]]:
    """What the word may mean, the most literal first."""
    yield word, FinishStatus.CLASSIFIED
    digits = word.translate(AZERTY)
    if digits != word:
        yield digits, FinishStatus.CLASSIFIED
    head, key = word[:-1].removesuffix("="), word[-1:].casefold()
    if head and key in KEYS:
        yield head, KEYS[key]
        digits = head.translate(AZERTY)
        if digits != head:
            yield digits, KEYS[key]
