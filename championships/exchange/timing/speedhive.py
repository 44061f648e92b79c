"""MYLAPS Speedhive: the JSON its site was fed with until about 2018, and that of its present interface.

Rows of objects, read like a table whose headings are their keys. Faults name the row, 1 for the first.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from championships.exchange.timing.cells import is_blank
from championships.exchange.timing.delimited import read_rows_below
from championships.exchange.timing.texts import Row, decode
from championships.exchange.timing.values import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Fault,
    Format,
    Options,
    Reading,
    Unreadable,
    shorten,
)
from championships.scoring.vocabulary import SessionKind

_NO_GAP = "99.999"  # how the old site wrote "no gap"
_GAPS = frozenset({"diff_time", "gap", "difference"})
_NOT_TOLD = frozenset({"link", "additional_fields", "additionalfields", "status_description", "user", "id"})
_KINDS = {
    "race": SessionKind.RACE,
    "qualify": SessionKind.QUALIFYING,
    "qualifying": SessionKind.QUALIFYING,
    "qualification": SessionKind.QUALIFYING,
    "practice": SessionKind.PRACTICE,
    "training": SessionKind.PRACTICE,
}


def read_speedhive(content: bytes, options: Options) -> Reading:
    """A session's JSON, old or new. Raises Unreadable."""
    text, encoding = decode(content, options.encoding)
    try:
        document = json.loads(text, parse_constant=lambda word: None)
    except json.JSONDecodeError as error:
        raise Unreadable(Fault("not_json", error.lineno)) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(Fault("not_json", 1)) from error
    rows = _find_rows(document)
    if not rows:
        raise Unreadable(Fault("json_without_rows", 1))
    headings = list(dict.fromkeys(str(key) for row in rows for key in row if str(key).casefold() not in _NOT_TOLD))
    if len(headings) > MAX_COLUMNS or len(rows) > MAX_ROWS:
        raise Unreadable(Fault("too_many_rows", 1))
    for heading in headings:
        if len(heading) > MAX_CELL:
            raise Unreadable(Fault("cell_too_long", 1, value=shorten(heading, 30)))
    session = _take(document, "session")
    table: list[Row] = [(0, headings), *_write_rows(rows, headings)]
    reading = read_rows_below(table, options, written_by=Format.SPEEDHIVE)
    kind = str(session.get("type") or "").casefold()
    return Reading(
        format=Format.SPEEDHIVE,
        encoding=encoding,
        contents=reading.contents,
        columns=reading.columns,
        cars=reading.cars,
        announcements=tuple(_list_announcements(document, session)),
        faults=reading.faults,
        kind=_KINDS.get(kind),
        titles=tuple(filter(None, (_name(document, "event"), _name(document, "session")))),
    )


def _take(document: Any, key: str) -> Mapping[str, Any]:
    found = document.get(key) if isinstance(document, dict) else None
    return found if isinstance(found, dict) else {}


def _name(document: Any, key: str) -> str:
    return shorten(str(_take(document, key).get("name") or ""), 120)


def _find_rows(document: Any) -> list[Mapping[str, Any]]:
    """The rows, in whichever of the known places they are; of several lists the one of all classes."""
    found: Any = document
    if isinstance(found, dict):
        found = found.get("classification", found)
    if isinstance(found, dict):
        found = found.get("rows")
    if isinstance(found, dict):
        lists = [rows for rows in found.values() if isinstance(rows, list)]
        default = found.get("default")
        found = default if isinstance(default, list) else [row for rows in lists for row in rows]
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        return []
    return found


def _write_rows(rows: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> Iterator[Row]:
    for line, row in enumerate(rows, start=1):
        cells = [_write(heading, row.get(heading)) for heading in headings]
        for heading, cell in zip(headings, cells, strict=True):
            if len(cell) > MAX_CELL:
                raise Unreadable(Fault("cell_too_long", line, heading, shorten(cell, 30)))
        yield line, cells


def _write(heading: str, value: Any) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    text = " ".join(str(value).split())
    if heading.casefold() in _GAPS and text == _NO_GAP:
        return ""
    return text


def _list_announcements(document: Any, session: Mapping[str, Any]) -> Iterator[str]:
    top = document if isinstance(document, dict) else {}
    for found in (session.get("announcements"), top.get("announcements")):
        rows = found.get("rows") if isinstance(found, dict) else found
        for row in rows if isinstance(rows, list) else ():
            text = row.get("text") if isinstance(row, dict) else row
            if isinstance(text, str) and not is_blank(text):
                yield shorten(text, 400)
