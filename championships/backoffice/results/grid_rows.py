"""The rows of the grid page: where each car starts, what the rule gave, what somebody else saved meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from championships.backoffice.results.cars import Car, Field
from championships.backoffice.results.quick import Token
from championships.models import GridPlace
from championships.officiating.crews import PIT_LANE
from championships.officiating.grids import Derived, GridEntry


@dataclass(slots=True)
class GridRow:
    """A car. `typed`: a place, "PL" for the pit lane, "" for a car not on the grid."""

    car: Car
    typed: str = ""
    derived: int | None = None
    lost: list[str] = field(default_factory=list)
    theirs: str | None = None
    fault: str = ""

    @property
    def moved(self) -> bool:
        return self.derived is not None and self.typed != str(self.derived)

    @property
    def place_label(self) -> str:
        return _("Place of car %(number)s") % {"number": self.car.label or "?"}


def show_grid(cars: Field, places: Iterable[GridPlace] | None, derived: Derived) -> list[GridRow]:
    """The grid as stored; without one, as the rule gives it."""
    rows = _start(cars, derived)
    if places is None:
        take_rule(rows)
    else:
        by_entry = {row.car.pk: row for row in rows}
        for place in places:
            if place.entry_id in by_entry:
                by_entry[place.entry_id].typed = PIT_LANE if place.place is None else str(place.place)
    return sort_grid(rows)


def read_grid(cars: Field, data: Mapping[str, Any], derived: Derived) -> list[GridRow]:
    """The grid as typed."""
    rows = _start(cars, derived)
    for row in rows:
        row.typed = str(data.get(f"place-{row.car.pk}", "")).strip().upper()[:8]
    return sort_grid(rows)


def take_rule(rows: Iterable[GridRow]) -> None:
    for row in rows:
        row.typed = "" if row.derived is None else str(row.derived)


def take_order(rows: Sequence[GridRow], tokens: Sequence[Token]) -> list[GridRow]:
    """The order typed in the quick line, from pole; the cars it does not name are off the grid, pit lane excepted."""
    by_entry = {row.car.pk: row for row in rows}
    for row in rows:
        if row.typed != PIT_LANE:
            row.typed = ""
    understood = [token.car for token in tokens if token.car is not None and not token.fault]
    for place, car in enumerate(understood, start=1):
        if car.pk in by_entry:
            by_entry[car.pk].typed = str(place)
    return sort_grid(rows)


def build_grid(rows: Sequence[GridRow]) -> list[GridEntry] | None:
    """What the office is given to save; None where a cell cannot be read: then the row says so."""
    built = []
    for row in rows:
        if not row.typed:
            continue
        if row.typed == PIT_LANE:
            built.append(GridEntry(entry_id=row.car.pk, place=None))
        elif row.typed.isascii() and row.typed.isdigit() and 0 < int(row.typed) < 1000:
            built.append(GridEntry(entry_id=row.car.pk, place=int(row.typed)))
        else:
            row.fault = _("“%(value)s” is neither a place nor PL for the pit lane.") % {"value": row.typed}
    return None if any(row.fault for row in rows) else built


def compare_grid(rows: Sequence[GridRow], stored: Sequence[GridRow]) -> None:
    """Note where somebody else has stored another place."""
    theirs = {row.car.pk: row.typed for row in stored}
    for row in rows:
        other = theirs.get(row.car.pk, "")
        row.theirs = other if other != row.typed else None


def sort_grid(rows: Iterable[GridRow]) -> list[GridRow]:
    def key(row: GridRow) -> tuple[int, int]:
        if row.typed.isascii() and row.typed.isdigit():
            return (0, int(row.typed[:6]))
        return (1 if row.typed else 2, 0)

    return sorted(rows, key=key)


def write_grid_order(rows: Sequence[GridRow]) -> str:
    return " ".join(row.car.label for row in rows if row.typed.isascii() and row.typed.isdigit())


def _start(cars: Field, derived: Derived) -> list[GridRow]:
    by_rule = {entry_id: place for place, entry_id in enumerate(derived.order, start=1)}
    rows = [GridRow(car, derived=by_rule.get(car.pk)) for car in cars.cars if not car.withdrawn]
    lost: dict[int, list[str]] = {}
    for entry_id, places, document in derived.lost:
        words = {"places": places, "document": document or "–"}
        lost.setdefault(entry_id, []).append(_("−%(places)s, document %(document)s") % words)
    for row in rows:
        row.lost = lost.get(row.car.pk, [])
    return rows
