"""Columns found by their heading: case, accents, dots and spaces do not count."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from championships.exchange.spreadsheets.tables import Row, Table
from championships.models import fold

_LOOKED_AT = 15  # rows among which the header is looked for: titles may stand above it


def fold_heading(text: str) -> str:
    """ "N°", "No." and "no" fold alike; so do "2nd Transponder" and "2nd  transponder"."""
    plain = re.sub(r"n\s*[°º]", "no ", text.casefold())
    return fold(plain.replace("#", " no ").replace("_", " "))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns stand: the header's line, field -> index, and the headings nobody understood."""

    header: Row
    places: Mapping[str, int]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]  # headings whose field an earlier column holds already
    rows: tuple[Row, ...]  # the rows below the header

    def read(self, row: Row, field: str) -> str | None:
        """The cell of a field, "" where the row is short, None where the file has no such column."""
        index = self.places.get(field)
        if index is None:
            return None
        return row.cells[index] if index < len(row.cells) else ""


def find_columns(table: Table, fields: Mapping[str, str]) -> Columns:
    """The columns of a table. `fields`: folded heading -> field. The header is the row that names most fields."""
    best, header = -1, table.rows[0]
    for row in table.rows[:_LOOKED_AT]:
        known = {fields[name] for cell in row.cells if (name := fold_heading(cell)) in fields}
        if len(known) > best:
            best, header = len(known), row
    places: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for index, cell in enumerate(header.cells):
        field = fields.get(fold_heading(cell))
        if field is None:
            if cell:
                unknown.append(cell)
        elif field in places:
            twice.append(cell)
        else:
            places[field] = index
    below = tuple(row for row in table.rows if row.line > header.line)
    return Columns(header, places, tuple(unknown), tuple(twice), below)
