"""Tables as files: CSV with a mark (so that a spreadsheet reads its accents), and XLSX. No cell is ever a formula.

A cell is a text, or a figure: a figure is written as one, and never rounded.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError

from championships.exchange.spreadsheets.tables import neutralise

_WIDEST = 40

type Cell = str | int | Decimal


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, separator: str = ";", decimal: str = "."
) -> bytes:
    """UTF-8 with a mark, CRLF. A semicolon by default: spreadsheets in French and German countries expect it.

    `decimal`: the mark in figures.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow([neutralise(cell) for cell in header])
    for row in rows:
        writer.writerow(
            neutralise(cell) if isinstance(cell, str) else _write_cell(cell).replace(".", decimal) for cell in row
        )
    return text.getvalue().encode("utf-8-sig")


def _write_cell(cell: Cell) -> str:
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def write_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet. Texts stay texts: "007" is never 7. The header stays in sight."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "".join(sign for sign in title if sign not in r"[]:*?/\\")[:31] or "Sheet"
    widths = [len(cell) for cell in header]
    for line, row in enumerate([header, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=line, column=column)
            text = _write_cell(value)
            if column <= len(widths):
                widths[column - 1] = max(widths[column - 1], len(text))
            if not isinstance(value, str):
                cell.value = value
                continue
            try:
                cell.value = neutralise(text)
            except IllegalCharacterError:
                cell.value = neutralise("".join(sign for sign in text if sign.isprintable()))
            cell.data_type = "s"
            cell.number_format = "@"
            if line == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
