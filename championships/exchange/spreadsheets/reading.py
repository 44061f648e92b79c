"""Any CSV or XLSX file as a table: what it is, its encoding and its separator are found out, and can be told."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from championships.exchange.spreadsheets.tables import (
    LARGEST,
    MOST_ROWS,
    Row,
    Table,
    TableFault,
    check_row,
    clean,
)
from championships.exchange.spreadsheets.workbooks import read_workbook

SEPARATORS = ("\t", ";", ",", "|")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = ("utf-8", "cp1252", "latin-1")
_SAMPLE = 40  # lines looked at for the separator


def read_table(data: bytes, name: str = "", *, encoding: str = "", separator: str = "") -> Table:
    """The table in a file. `encoding` and `separator` are found out where they are not given.

    Raises TableFault where it is no table, or past the limits. Nothing else is ever raised, whatever the bytes are.
    """
    if len(data) > LARGEST:
        raise TableFault("too_large", limit=LARGEST)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableFault("old_workbook")
    if data.startswith(b"PK\x03\x04"):
        sheet, others, raw = read_workbook(data)
        rows = _gather(raw)
        return Table(name, rows, "xlsx", sheet=sheet, other_sheets=others)
    text, found = decode(data, encoding)
    return parse_text(text, name, encoding=found, separator=separator)


def parse_text(text: str, name: str = "", *, encoding: str = "", separator: str = "") -> Table:
    """The table in a text, pasted or decoded. Raises TableFault."""
    if len(text) > LARGEST:
        raise TableFault("too_large", limit=LARGEST)
    if "\0" in text:
        raise TableFault("binary", text[: text.index("\0")].count("\n") + 1)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sign = separator or find_separator(text)
    return Table(name, _gather(_read_records(text, sign)), "csv", encoding=encoding, separator=sign)


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text of a file and its encoding: by its mark, else UTF-8 where it is that, else what Windows writes."""
    if encoding:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except (UnicodeDecodeError, LookupError) as error:
            line = data.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else None
            raise TableFault("encoding", line, encoding=encoding) from error
    for mark, marked in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(marked), marked
            except UnicodeDecodeError as error:
                raise TableFault("encoding", encoding=marked) from error
    for tried in _ENCODINGS:
        try:
            return data.decode(tried), tried
        except UnicodeDecodeError:
            continue
    raise TableFault("binary")  # pragma: no cover - latin-1 reads any byte


def find_separator(text: str) -> str:
    """The sign that cuts most of the first lines into the same number of cells; a comma where none does."""
    lines = [line for line in text.split("\n", _SAMPLE)[:_SAMPLE] if line.strip()]
    best, chosen = (0, 0), ","
    for sign in SEPARATORS:
        counts = [_count_outside_quotes(line, sign) for line in lines]
        some = [count for count in counts if count]
        if not some:
            continue
        usual = max(set(some), key=lambda count: (some.count(count), count))
        score = (some.count(usual), usual)
        if score > best:
            best, chosen = score, sign
    return chosen


def _count_outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _read_records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for record in reader:
            yield begins, record
            begins = reader.line_num + 1
    except csv.Error as error:
        raise TableFault("broken_quotes", begins) from error


def _gather(records: Iterable[tuple[int, Iterable[Any]]]) -> tuple[Row, ...]:
    """The rows that hold something, within the limits. Blank cells at the end of a row are left out."""
    rows: list[Row] = []
    for line, record in records:
        if line > 20 * MOST_ROWS:
            raise TableFault("too_many_rows", line, limit=MOST_ROWS)
        cells = [clean(str(cell)) for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        row = Row(line, tuple(cells))
        check_row(line, row.cells, len(rows))
        rows.append(row)
    if not rows:
        raise TableFault("empty")
    return tuple(rows)
