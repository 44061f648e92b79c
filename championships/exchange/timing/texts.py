"""From bytes to text and rows: marks, encodings, separators, packed files. Bounded everywhere."""

import csv
import io
import zlib
from collections.abc import Iterator, Sequence

from championships.exchange.timing.headings import count_known
from championships.exchange.timing.values import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED,
    Fault,
    Unreadable,
    shorten,
)

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16")
SEPARATORS = (";", ",", "\t", "|")
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
_HEADER_WITHIN = 40  # lines: titles may stand before the headings

type Row = tuple[int, list[str]]  # line of the file, cells


def unpack(content: bytes) -> bytes:
    """The file itself; a .gz unpacked, as far as it is allowed to grow. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(Fault("empty_file"))
    if not content.startswith(GZIP):
        if len(content) > MAX_UNPACKED:
            raise Unreadable(Fault("too_large"))
        return content
    if len(content) > MAX_BYTES:
        raise Unreadable(Fault("too_large"))
    reader = zlib.decompressobj(wbits=31)
    try:
        unpacked = reader.decompress(content, MAX_UNPACKED + 1)
    except zlib.error as error:
        raise Unreadable(Fault("broken_archive")) from error
    if len(unpacked) > MAX_UNPACKED:
        raise Unreadable(Fault("too_large"))
    if not reader.eof:
        raise Unreadable(Fault("broken_archive"))
    return unpacked


def guess_encoding(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with its mark, else cp1252, else latin-1 (which takes anything)."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for name in ("utf-8", "cp1252"):
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"


def decode(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding it was read in. Raises Unreadable, with the line where the bytes stop making sense."""
    name = encoding or guess_encoding(content)
    if name not in ENCODINGS:
        raise Unreadable(Fault("unknown_encoding", value=shorten(name)))
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(Fault("wrong_encoding", line, value=name)) from error
    nul = text.find("\x00")
    if nul >= 0:
        raise Unreadable(Fault("not_text", text.count("\n", 0, nul) + 1))
    return text.removeprefix("\ufeff"), name


def read_rows(text: str, separator: str) -> Iterator[Row]:
    """The rows with the line each begins on. Raises Unreadable where a cell cannot be one."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(Fault("broken_row", line)) from error
        if any("\n" in cell or "\r" in cell for cell in cells):
            raise Unreadable(Fault("open_quote", line))
        if len(cells) > MAX_COLUMNS:
            raise Unreadable(Fault("too_many_columns", line))
        rows += 1
        if rows > MAX_ROWS:
            raise Unreadable(Fault("too_many_rows", line))
        yield line, check_cells(line, cells)


def check_cells(line: int, cells: Sequence[str]) -> list[str]:
    """The cells without outer spaces. Raises Unreadable for one that is longer than any real one."""
    for index, cell in enumerate(cells):
        if len(cell) > MAX_CELL:
            raise Unreadable(Fault("cell_too_long", line, str(index + 1), shorten(cell, 30)))
    return [cell.strip() for cell in cells]


def guess_separator(text: str) -> str:
    """The sign that cuts the headings into the most columns we know; else into the most columns."""
    lines = text.splitlines()[:_HEADER_WITHIN]

    def rate(separator: str) -> tuple[int, int]:
        cut = [line.split(separator) for line in lines if len(line) <= MAX_COLUMNS * MAX_CELL]
        cells = [[cell.strip().strip('"') for cell in row] for row in cut]
        return max((count_known(row) for row in cells), default=0), max((len(row) for row in cells), default=0)

    return max(SEPARATORS, key=rate)


def find_header(rows: Sequence[Row]) -> int:
    """Which of the first rows holds the headings: the first with the most headings we know. Raises Unreadable."""
    best, known = -1, 1
    for place, (_line, cells) in enumerate(rows[:_HEADER_WITHIN]):
        count = count_known(cells)
        if count > known:
            best, known = place, count
    if best < 0:
        raise Unreadable(Fault("no_headings", rows[0][0] if rows else 0))
    return best
