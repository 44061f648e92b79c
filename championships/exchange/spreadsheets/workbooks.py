"""XLSX files, read without running or fetching anything: values only, no formulas, no outer entities, no bombs."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from championships.exchange.spreadsheets.tables import MOST_COLUMNS, MOST_ROWS, TableFault

UNPACKED = 60 * 1024 * 1024  # bytes that a workbook may take when unpacked
PARTS = 2_000  # files in it


def read_workbook(data: bytes) -> tuple[str, tuple[str, ...], list[tuple[int, list[str]]]]:
    """The sheet read (the first that holds anything), the names of the others, its rows as text with their numbers."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise TableFault("too_large", limit=UNPACKED)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return _read_first(book)
        finally:
            book.close()
    except TableFault:
        raise
    # The file is a stranger's: whatever the reader stumbles over in it, the answer is the same sentence.
    except Exception as error:
        raise TableFault("broken_workbook") from error


def _read_first(book: Any) -> tuple[str, tuple[str, ...], list[tuple[int, list[str]]]]:
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
    for sheet in shown:
        rows = list(_read_rows(sheet))
        if rows:
            return sheet.title, tuple(other.title for other in sheets if other is not sheet), rows
    return "", tuple(sheet.title for sheet in sheets), []


def _read_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what a file says of its size is not believed
    kept = 0
    for line, row in enumerate(islice(sheet.iter_rows(values_only=True), 20 * MOST_ROWS), start=1):
        if len(row) > 16_384:
            raise TableFault("too_many_columns", line, limit=MOST_COLUMNS)
        cells = [write_value(value) for value in row]
        if any(cells):
            kept += 1
            yield line, cells
        if kept > MOST_ROWS:
            raise TableFault("too_many_rows", line, limit=MOST_ROWS)


def write_value(value: object) -> str:
    """A cell's value as a person reads it: 7.0 is "7", a day is 2025-09-06, true is "1"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
