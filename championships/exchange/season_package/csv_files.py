"""A CSV file as rows with their line numbers, and its cells read strictly. Nothing is guessed: a fault is told."""

import csv
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from championships.exchange.season_package.faults import Fault

LARGEST = 32 * 1024 * 1024  # bytes of one file; the longest season known has 0.1 of a million
SMALL = 32_767  # what a small column of the tables holds

_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The columns of a file and its rows: the line each begins on, and its cells without outer spaces."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_text(folder: Path, name: str, faults: list[Fault]) -> str | None:
    """The text of a file, a byte order mark left out. None, and a fault, where it cannot be read."""
    path = folder / name
    try:
        if path.stat().st_size > LARGEST:
            faults.append(Fault(name, None, f"the file is larger than {LARGEST // 1024 // 1024} MiB."))
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault(name, None, "the file is missing."))
        return None
    except OSError as error:
        faults.append(Fault(name, None, f"the file cannot be read ({error.strerror})."))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(Fault(name, line, f"not UTF-8 (byte {error.start + 1} of the file)."))
        return None


def read_csv(
    folder: Path,
    name: str,
    required: Collection[str],
    faults: list[Fault],
    *,
    further: bool = False,
) -> CsvFile | None:
    """The rows of a file that holds the required columns, in any order; `further` allows others beside them."""
    text = read_text(folder, name, faults)
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # also inside quoted cells: another machine, the same text
    if "\0" in text:
        faults.append(Fault(name, text[: text.index("\0")].count("\n") + 1, "a NUL character; this is no CSV text."))
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: tuple[str, ...] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    begins = 1
    try:
        for record in reader:
            line, begins = begins, reader.line_num + 1
            cells = [cell.strip() for cell in record]
            if not any(cells):
                continue
            if columns is None:
                columns = tuple(cells)
                if not _check_header(name, line, columns, required, faults, further=further):
                    return None
            elif len(cells) != len(columns):
                faults.append(Fault(name, line, f"{len(cells)} fields where the header has {len(columns)}."))
            else:
                rows.append((line, dict(zip(columns, cells, strict=True))))
    except csv.Error as error:
        faults.append(Fault(name, begins, f"the line cannot be read as CSV ({error})."))
        return None
    if columns is None:
        faults.append(Fault(name, None, "the file is empty; a header line is expected."))
        return None
    return CsvFile(name, columns, tuple(rows))


def _check_header(
    name: str,
    line: int,
    columns: tuple[str, ...],
    required: Collection[str],
    faults: list[Fault],
    *,
    further: bool,
) -> bool:
    missing = [column for column in required if column not in columns]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    foreign = [] if further else [column for column in columns if column not in required]
    for columns_at_fault, reason in (
        (missing, "missing from the header"),
        (twice, "twice in the header"),
        (foreign, "not known in this file"),
    ):
        if columns_at_fault:
            word = "column" if len(columns_at_fault) == 1 else "columns"
            listed = ", ".join(f'"{column}"' for column in columns_at_fault)
            faults.append(Fault(name, line, f"{word} {listed} {reason}."))
    return not (missing or twice or foreign)


class Cells:
    """The cells of one row, each read as what its column holds; a fault is noted and a neutral value given."""

    __slots__ = ("cells", "faults", "file", "line")

    def __init__(self, file: str, line: int, cells: dict[str, str], faults: list[Fault]) -> None:
        self.file, self.line, self.cells, self.faults = file, line, cells, faults

    def fail(self, reason: str) -> None:
        self.faults.append(Fault(self.file, self.line, reason))

    def text(self, column: str, limit: int, *, needed: bool = False) -> str:
        text = self.cells[column]
        if needed and not text:
            self.fail(f"{column} is blank.")
        if len(text) > limit:
            self.fail(f"{column} is longer than {limit} characters.")
        return text

    def identifier(self, column: str, limit: int, *, needed: bool = False) -> str:
        text = self.text(column, limit, needed=needed)
        if text and not _ID.fullmatch(text):
            self.fail(f'{column} "{text}" is no id; letters, digits, hyphens and underscores are expected.')
        return text

    def word(self, column: str, words: Iterable[str]) -> str:
        text = self.cells[column]
        known = tuple(words)
        if text not in known:
            shown = f'"{text}" is not known' if text else "is blank"
            self.fail(f"{column} {shown}; expected one of {', '.join(known)}.")
        return text

    def number(self, column: str, *, least: int = 0) -> int | None:
        """A whole number, None where blank."""
        text = self.cells[column]
        if not text:
            return None
        if not _WHOLE.fullmatch(text) or not least <= int(text) <= SMALL:
            self.fail(f'{column} "{text}" is not a whole number of at least {least}.')
            return None
        return int(text)

    def needed_number(self, column: str, *, least: int = 0) -> int:
        found = self.number(column, least=least)
        if not self.cells[column]:
            self.fail(f"{column} is blank.")
        return found if found is not None else least

    def decimal(self, column: str) -> Decimal | None:
        text = self.cells[column]
        if not text:
            return None
        if not _DECIMAL.fullmatch(text):
            self.fail(f'{column} "{text}" is not a number with a decimal point and at most 3 decimals.')
            return None
        return Decimal(text)

    def day(self, column: str) -> date | None:
        text = self.cells[column]
        if not text:
            return None
        if _DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        self.fail(f'{column} "{text}" is not a day such as 2025-09-06.')
        return None

    def flag(self, column: str) -> bool:
        text = self.cells[column]
        if text not in ("", "0", "1"):
            self.fail(f'{column} "{text}" is neither 0 nor 1.')
        return text == "1"
