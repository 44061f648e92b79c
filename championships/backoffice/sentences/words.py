"""A fact in words for the editor: what kind it is, and the figures that prove it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from championships.backoffice.sentences.vocabulary import FIGURES, HIDDEN, KINDS, VALUES
from championships.formatting.dates import write_day
from championships.formatting.numbers import write_number
from championships.formatting.statuses import status_words
from championships.formatting.times import write_time

_NUMBER = re.compile(r"-?\d+(/[1-9]\d*)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FactWords:
    """A fact as the editor reads it: "gap", ("leader", "Oscar Py"), ("points", "9")."""

    kind: str
    figures: tuple[tuple[str, str], ...]


def say_fact(kind: str, figures: Mapping[str, Any], names: Mapping[str, str]) -> FactWords:
    """`names`: what the ids among the figures are called."""
    return FactWords(say_kind(kind), tuple(_list_figures(figures, names)))


def say_kind(kind: str) -> str:
    return str(KINDS.get(kind) or kind.replace("_", " "))


def say_name(name: str) -> str:
    """The name of a figure."""
    return str(FIGURES.get(name) or name.replace("_", " ").replace("-", " "))


def list_moved(
    was: Mapping[str, Any], now: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Name, figure then, figure now, of those that differ."""
    keys = dict.fromkeys([*was, *now])
    return tuple(
        (say_name(key), say_value(was.get(key), names, key), say_value(now.get(key), names, key))
        for key in keys
        if was.get(key) != now.get(key) and key not in HIDDEN
    )


def _list_figures(figures: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in figures.items():
        if key not in HIDDEN and value not in (None, "", [], {}, False):
            yield say_name(key), say_value(value, names, key)


def say_value(value: Any, names: Mapping[str, str], figure: str = "") -> str:
    """A figure as text: names for ids, words for codes, decimals for fractions, days for dates, times for milliseconds.

    `figure`: its name, which tells what a code or a number stands for.
    """
    language = get_language() or "fr"
    if value is None or value == "":
        return "\N{EN DASH}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and figure.endswith("_ms"):
        return write_time(value, language)
    if isinstance(value, int):
        return write_number(value, language) if abs(value) >= 10_000 else str(value)
    if isinstance(value, list):
        return ", ".join(say_value(one, names, figure) for one in value) or "\N{EN DASH}"
    if isinstance(value, dict):
        return ", ".join(f"{say_name(str(names.get(k, k)))} {say_value(v, names, k)}" for k, v in value.items())
    text = str(value)
    if _DATE.fullmatch(text):
        return write_day(date.fromisoformat(text), language)
    if "/" in text and _NUMBER.fullmatch(text):
        return write_number(Fraction(text), language)
    code = VALUES.get(figure, {}).get(text)
    if code is None and figure == "status" and text in (words := status_words()):
        return words[text][1]
    return str(code) if code else names.get(text, text)
