"""Two people at one draft: what the other one saved, beside what is typed; a choice for each line."""

from collections.abc import Mapping, Sequence
from typing import Any

from championships.backoffice.results.rows import CELLS, Row, sort_rows

MINE, THEIRS = "mine", "theirs"


def compare(rows: Sequence[Row], stored: Sequence[Row]) -> int:
    """Note on each row the cells that are stored otherwise. How many rows differ."""
    theirs = {row.car.pk: row for row in stored if row.car is not None}
    differing = 0
    for row in rows:
        other = theirs.get(row.car.pk) if row.car is not None else None
        if other is None:
            continue
        row.theirs = {cell: other.get(cell) for cell in CELLS if _fold(row, cell) != _fold(other, cell)}
        differing += bool(row.theirs)
    return differing


def choose(rows: Sequence[Row], stored: Sequence[Row], data: Mapping[str, Any]) -> list[Row]:
    """The rows after the choices of the conflict page: where a line was given up, the stored one stands."""
    theirs = {row.car.pk: row for row in stored if row.car is not None}
    chosen = []
    for row in rows:
        other = theirs.get(row.car.pk) if row.car is not None else None
        if other is not None and row.car is not None and data.get(f"take-{row.car.pk}") == THEIRS:
            row.cells = dict(other.cells)
            row.drivers = None
        chosen.append(row)
    return sort_rows(chosen)


def _fold(row: Row, cell: str) -> str:
    """Equal for cells that say the same: C in the status of a placed car is no status typed."""
    text = row.get(cell).casefold().replace(",", ".")
    if cell == "status":
        status = row.status
        return "" if status is None or status.value == "CLASSIFIED" else status.value
    return text
