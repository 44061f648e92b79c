"""What an official has said on the dry-run page, from the form and back to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from championships.exchange.timing.dry_run import Said, read_map
from championships.exchange.timing.matching import Answer, Choice
from championships.exchange.timing.texts import ENCODINGS, SEPARATORS
from championships.exchange.timing.values import Column, Format, Options

_TAB = "tab"


@dataclass(frozen=True, slots=True)
class Read:
    """The draft the page was compared with when it was opened."""

    draft_id: int | None
    version: int | None


def read_said(data: QueryDict) -> Said:
    """The answers of a form. What is not understood is as if it had not been said: the page asks again."""
    guessed_anew = any(
        data.get(name, "") != data.get(f"was_{name}", "") for name in ("format", "encoding", "separator")
    )
    columns = {} if guessed_anew else _read_columns(data)
    format_given, separator = data.get("format", ""), data.get("separator", "")
    encoding = data.get("encoding", "")
    return Said(
        options=Options(
            format=Format(format_given) if format_given in set(Format) else None,
            encoding=encoding if encoding in ENCODINGS else "",
            separator="\t" if separator == _TAB else separator if separator in SEPARATORS else "",
            columns=read_map(columns),
        ),
        cars=_read_cars(data),
        names=_read_names(data),
        trust_names="trust_names" in data,
        kept=frozenset(_read_numbers(data.getlist("keep"))) if "kept_shown" in data else None,
        empty_unreadable="empty_unreadable" in data,
        is_right_session="right_session" in data,
    )


def read_version(data: QueryDict) -> Read:
    draft, version = data.get("draft", ""), data.get("version", "")
    return Read(_number(draft), _number(version))


def _read_columns(data: QueryDict) -> dict[str, str]:
    """The meanings of all columns, where the official has changed one of them, now or before."""
    shown = {name.removeprefix("col-"): data.get(name, "") for name in data if name.startswith("col-")}
    changed = any(word != data.get(f"was_col-{index}", "") for index, word in shown.items())
    return {index: word or "" for index, word in shown.items()} if changed or "columns_set" in data else {}


def _read_cars(data: QueryDict) -> dict[int, Answer]:
    cars: dict[int, Answer] = {}
    for name in data:
        line = _number(name.removeprefix("car-")) if name.startswith("car-") else None
        if line is None:
            continue
        given = data.get(name, "")
        if given in set(Choice):
            cars[line] = Choice(given)
        elif (entry := _number(given)) is not None:
            cars[line] = entry
    return cars


def _read_names(data: QueryDict) -> dict[tuple[int, int], int]:
    names: dict[tuple[int, int], int] = {}
    for name in data:
        parts = name.split("-")
        if len(parts) != 3 or parts[0] != "name":
            continue
        line, index, driver = _number(parts[1]), _number(parts[2]), _number(data.get(name, ""))
        if line is not None and index is not None and driver is not None:
            names[line, index] = driver
    return names


def _read_numbers(texts: Sequence[str]) -> list[int]:
    return [number for text in texts if (number := _number(text)) is not None]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 18 else None


def write_separator(separator: str) -> str:
    """A separator as the form sends it."""
    return _TAB if separator == "\t" else separator


def write_meaning(column: Column) -> str:
    return column.meaning.value if column.meaning else ""
