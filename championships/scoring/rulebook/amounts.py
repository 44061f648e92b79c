"""Figures of a rule book: exact fractions from JSON numbers and texts, and back. Never a rounded figure."""

import math
import re
from decimal import Decimal
from fractions import Fraction

# A figure with more digits is a slip of the keyboard, and an exponent of a billion would never end.
_DIGITS = 15
_TEXT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15}|/0*[1-9][0-9]{0,14})?", re.ASCII)


def read_amount(value: object) -> Fraction | None:
    """The exact figure of a JSON value (3, 0.5, "1/2", "0.5"), or None when it is not one.

    A float is taken as the decimal it was written as, and only if that is exact (at most 15 digits).
    """
    match value:
        case bool():
            return None
        case int():
            return Fraction(value) if abs(value) < 10**_DIGITS else None
        case float():
            return _read_decimal(Decimal(repr(value))) if math.isfinite(value) else None
        case Decimal():
            return _read_decimal(value)
        case str():
            return Fraction(value) if _TEXT.fullmatch(value) else None
        case _:
            return None


def _read_decimal(value: Decimal) -> Fraction | None:
    if not value.is_finite():
        return None
    _, digits, exponent = value.as_tuple()
    if len(digits) > _DIGITS or not isinstance(exponent, int) or abs(exponent) > _DIGITS:
        return None
    return Fraction(value)


def write_amount(value: Fraction) -> int | float | str:
    """Points as JSON: a number where a decimal is exact, otherwise a text such as "1/3"."""
    if value.denominator == 1:
        return int(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        number = value.numerator / value.denominator
        # The shortest text of a float is what a reader takes: write it only where that text is exact.
        if read_amount(number) == value:
            return number
    return str(value)


def write_ratio(value: Fraction) -> str:
    """A factor or a share as JSON: always a text, "1/2", "1"."""
    return str(value)
