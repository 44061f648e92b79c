"""A table as text: rows with their line numbers, and why a file is no table."""

import re
from dataclasses import dataclass
from typing import Any

LARGEST = 5 * 1024 * 1024  # bytes of a file
MOST_ROWS = 5_000
MOST_COLUMNS = 120
LONGEST_CELL = 1_000  # characters

# What a spreadsheet would take for a formula. A tab or a line end in front hides one from a careless reader.
FORMULA = re.compile(r"^[=+\-@\t\r\n]")
NEUTRALISED = re.compile(r"^'(?=[=+\-@])")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file. `line` is the one it begins on, 1 first, as a text editor or a spreadsheet counts."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that hold anything, without outer spaces, and how they were read."""

    name: str
    rows: tuple[Row, ...]
    format: str  # "csv" or "xlsx"
    encoding: str = ""  # of a CSV file
    separator: str = ""
    sheet: str = ""  # of a workbook: the sheet read
    other_sheets: tuple[str, ...] = ()  # of a workbook: the sheets left alone


class TableFault(Exception):
    """A file that cannot be read as a table. `code` and `params` say why; `line` where, if anywhere."""

    def __init__(self, code: str, line: int | None = None, **params: Any) -> None:
        self.code, self.line, self.params = code, line, params
        super().__init__(code)


FAULTS = frozenset(
    {
        "empty",  # nothing in it
        "too_large",  # limit (bytes)
        "too_many_rows",  # limit
        "too_many_columns",  # limit
        "cell_too_long",  # limit
        "binary",  # no text and no workbook
        "old_workbook",  # .xls
        "broken_workbook",
        "broken_quotes",
        "encoding",  # encoding: the bytes are not of the encoding asked for
    }
)


def clean(text: str) -> str:
    """A cell without outer spaces, hard spaces made soft, and without the sign that `neutralise` put before it."""
    return NEUTRALISED.sub("", " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()))


def neutralise(text: str) -> str:
    """A cell that no spreadsheet will take for a formula; `clean` takes the sign away again."""
    return f"'{text}" if FORMULA.match(text) else text


def check_row(line: int, cells: tuple[str, ...], count: int) -> None:
    """Raises TableFault where a row, or the table with it, is past the limits. `count`: rows before it."""
    if count >= MOST_ROWS:
        raise TableFault("too_many_rows", line, limit=MOST_ROWS)
    if len(cells) > MOST_COLUMNS:
        raise TableFault("too_many_columns", line, limit=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise TableFault("cell_too_long", line, limit=LONGEST_CELL)
