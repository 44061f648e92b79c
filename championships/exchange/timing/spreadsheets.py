"""XLSX workbooks: the first sheet that has headings, read as a table. Opened read-only, XML by defusedxml."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import defusedxml
import openpyxl
from openpyxl.xml import DEFUSEDXML

from championships.exchange.timing.delimited import read_rows_below
from championships.exchange.timing.texts import Row, check_cells
from championships.exchange.timing.values import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED,
    Fault,
    Format,
    Options,
    Reading,
    Unreadable,
)

_MAX_PARTS = 500
_MAX_SHEETS = 10

if not DEFUSEDXML:  # openpyxl takes defusedxml when it is there; without it a workbook could blow up the parser
    raise ImportError(f"openpyxl does not use defusedxml {defusedxml.__name__}: unset OPENPYXL_DEFUSEDXML")


def read_workbook(content: bytes, options: Options) -> Reading:
    """The cars of a workbook. Raises Unreadable."""
    _check_archive(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # a workbook can be broken in any way: zip, XML, parts that miss, values out of range
        raise Unreadable(Fault("broken_workbook")) from error
    try:
        refused: Unreadable | None = None
        for name in book.sheetnames[:_MAX_SHEETS]:
            try:
                rows = list(_read_rows(book[name]))
                if any(any(cells) for _line, cells in rows):
                    return replace(read_rows_below(rows, options, written_by=Format.XLSX), titles=(name[:80],))
            except Unreadable as error:
                refused = refused or error
            except Exception as error:
                raise Unreadable(Fault("broken_workbook")) from error
        raise refused or Unreadable(Fault("empty_file"))
    finally:
        book.close()


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Unreadable(Fault("too_large"))
            unpacked = 0
            for part in parts:  # sizes in the directory may lie
                with archive.open(part) as stream:
                    while block := stream.read(1 << 16):
                        unpacked += len(block)
                        if unpacked > MAX_UNPACKED:
                            raise Unreadable(Fault("too_large"))
    except Unreadable:
        raise
    except Exception as error:  # an archive can be broken in any way, too
        raise Unreadable(Fault("broken_workbook")) from error


def _read_rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its size is not to be believed
    for line, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if line > MAX_ROWS:
            raise Unreadable(Fault("too_many_rows", line))
        texts = check_cells(line, [_write(cell) for cell in cells])
        while texts and not texts[-1]:
            texts.pop()
        yield line, texts


def _write(cell: Any) -> str:
    """A cell as text: numbers without a stray ".0", "007" where it is shown so, times as times."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime | time):
        at = value.time() if isinstance(value, datetime) else value
        return _write_time(timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond))
    if isinstance(value, timedelta):
        return _write_time(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        width = cell.number_format or ""
        return str(value).zfill(len(width)) if set(width) == {"0"} and len(width) <= 8 else str(value)
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0")
    return str(value)


def _write_time(span: timedelta) -> str:
    milliseconds = (span + timedelta(microseconds=500)) // timedelta(milliseconds=1)
    seconds, rest = divmod(max(milliseconds, 0), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}.{rest:03d}" if hours else f"{minutes}:{seconds:02d}.{rest:03d}"
