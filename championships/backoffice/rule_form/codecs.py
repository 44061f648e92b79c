"""One value of a rule book as a text, and a text as a value.

Reading never refuses: what is not understood stays a text, and the strict reader of the core refuses it at its place,
with what was typed still in the form. An empty text means that the key is absent.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from championships.scoring.rulebook import read_amount, write_amount
from championships.scoring.scales import (
    ScaleError,
    read_scale,
    read_starters,
    write_scale,
    write_starters,
)


class Absent:
    """No such key."""


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Codec:
    """`show` gives None for a value this form cannot write: it is then kept as it is."""

    show: Callable[[Any], str | None]
    read: Callable[[str], Any]


def _show_plain(value: Any) -> str | None:
    match value:
        case None | Absent():
            return ""
        case bool():
            return "1" if value else ""
        case str() | int() | float():
            return str(value)
        case _:
            return None


def _read_text(text: str) -> Any:
    return text.strip() or ABSENT


def _read_number(text: str) -> Any:
    text = text.strip()
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text, re.ASCII) else (text or ABSENT)


def _read_points(text: str) -> Any:
    text = text.strip()
    figure = read_amount(text.replace(",", "."))
    return write_amount(figure) if figure is not None else (text or ABSENT)


def _read_share(text: str) -> Any:
    text = text.strip()
    bare = text.removesuffix("%").strip().replace(",", ".")
    figure = read_amount(bare)
    if figure is None:
        return text or ABSENT
    return str(figure / 100 if text.endswith("%") else figure)


def _show_share(value: Any) -> str | None:
    text = _show_plain(value)
    figure = read_amount(value)
    if figure is not None and 0 < figure < 1 and (figure * 100).denominator == 1:
        return f"{int(figure * 100)} %"
    return text


def _read_flag(text: str) -> Any:
    return True if text else ABSENT


def _split(text: str, signs: str) -> list[str]:
    return [item.strip() for item in re.split(signs, text) if item.strip()]


def _show_list(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(item, (str, int)) and not isinstance(item, bool) for item in value):
        return ", ".join(str(item) for item in value)
    return _show_plain(value)


def _read_names(text: str) -> Any:
    return _split(text, r"[,;\s]+") or ABSENT


def _read_labels(text: str) -> Any:
    return _split(text, r"[,;\n]+") or ABSENT


def _read_rounds(text: str) -> Any:
    return [_read_number(item) for item in _split(text, r"[,;\s]+")] or ABSENT


def _show_lines(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return _show_plain(value)


def _read_lines(text: str) -> Any:
    return _split(text, r"\n") or ABSENT


def _show_cars(value: Any) -> str | None:
    if value == "sum":
        return ""
    if value == "best":
        return "1"
    if isinstance(value, Mapping) and set(value) == {"best"}:
        return _show_plain(value["best"])
    return _show_plain(value)


def _read_cars(text: str) -> Any:
    number = _read_number(text)
    return number if number is ABSENT or isinstance(number, str) else ("best" if number == 1 else {"best": number})


def _show_drop(value: Any) -> str | None:
    """`1`, or steps: `10: 1; 15: 2; more: 3` drops one of up to ten results, two of up to fifteen, else three."""
    if not isinstance(value, list):
        return _show_plain(value)
    if not all(isinstance(step, Mapping) and set(step) <= {"up_to", "drop"} for step in value):
        return None
    return "; ".join(f"{step.get('up_to') or '*'}: {step.get('drop')}" for step in value)


def _read_drop(text: str) -> Any:
    text = text.strip()
    if ":" not in text:
        return _read_number(text)
    steps = []
    for item in _split(text, r"[;\n]+"):
        match = re.fullmatch(r"([0-9]{1,3}|\*)\s*:\s*([0-9]{1,3})", item, re.ASCII)
        if match is None:
            return text
        steps.append({"up_to": None if match[1] == "*" else int(match[1]), "drop": int(match[2])})
    return steps


def _read_row(points: Sequence[Any]) -> tuple[Fraction, ...] | None:
    figures = [read_amount(item) for item in points]
    return tuple(figure for figure in figures if figure is not None) if None not in figures else None


def show_scale(value: Any) -> str | None:
    """The scale as it is typed; None for figures that no decimal writes (a third)."""
    if isinstance(value, list):
        row = _read_row(value)
        return None if row is None else write_scale(row)
    if isinstance(value, Mapping) and isinstance(value.get("by_starters"), Mapping) and set(value) == {"by_starters"}:
        rows = []
        for least, points in sorted(value["by_starters"].items(), key=lambda item: -int(item[0])):
            row = _read_row(points)
            if row is None:
                return None
            rows.append((int(least), row))
        return write_starters(tuple(rows))
    return _show_plain(value)


def read_typed_scale(text: str) -> Any:
    """The value of a typed scale. Raises ScaleError."""
    if ":" in text:
        return {"by_starters": {str(n): [write_amount(f) for f in row] for n, row in read_starters(text)}}
    return [write_amount(figure) for figure in read_scale(text)]


def _read_scale(text: str) -> Any:
    # A form sends line ends as two signs; places of faults are counted in what was typed.
    text = text.replace("\r\n", "\n")
    try:
        return read_typed_scale(text)
    except ScaleError:
        return text


def choose(default: str) -> Codec:
    """A word of the vocabulary; the one that holds where nothing is said is not written."""
    return Codec(lambda value: "" if value == default else _show_plain(value), _read_text)


TEXT = Codec(_show_plain, _read_text)
NUMBER = Codec(_show_plain, _read_number)
POINTS = Codec(_show_plain, _read_points)
SHARE = Codec(_show_share, _read_share)
FLAG = Codec(_show_plain, _read_flag)
NAMES = Codec(_show_list, _read_names)
LABELS = Codec(_show_list, _read_labels)
ROUNDS = Codec(_show_list, _read_rounds)
LINES = Codec(_show_lines, _read_lines)
CARS = Codec(_show_cars, _read_cars)
DROP = Codec(_show_drop, _read_drop)
SCALE = Codec(show_scale, _read_scale)
