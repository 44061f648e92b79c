"""Invented timing files: names and cars of nobody, in the shape of each format."""

import io
from collections.abc import Sequence
from datetime import time
from pathlib import Path

import openpyxl

FILES = Path(__file__).parent / "files"


def read_file(name: str) -> bytes:
    return (FILES / name).read_bytes()


def make_workbook(rows: Sequence[Sequence[object]], *, number_format: str = "") -> bytes:
    """A workbook of these rows; `number_format` for its second column."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if number_format:
        for cell in sheet["B"]:
            cell.number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WORKBOOK = (
    ("Pos", "No", "Name", "Laps", "Total Tm", "Best Tm"),
    (1, 7, "Ann Lee", 12, time(0, 20, 31, 402000), "1:40.001"),
    (2, 12, "Bob Ray", 12.0, "20:33.100", 99.5),
    ("DNF", 44, "Cy Fox", 3, None, "1:45.000"),
)
