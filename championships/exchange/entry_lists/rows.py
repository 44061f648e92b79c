"""The rows of an entry list's file as typed values, each with its line, and what of them cannot be read."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from championships.exchange.entry_lists.words import MOST_DRIVERS, read_part, read_yes
from championships.exchange.spreadsheets.headings import Columns
from championships.exchange.spreadsheets.tables import Row
from championships.models import fold

LIMITS = {"number": 8, "car": 80, "transponder": 20, "second_transponder": 20}
_LONGEST_NAME = 120
_LONGEST_CLASS = 20

ROW_FAULTS = frozenset(
    {
        "too_long",  # field, limit, text
        "part_unreadable",  # text
        "yes_unreadable",  # text
        "licence_of_another",  # text: the licence is on record for somebody else than the name
        "driver_twice",
        "replaced_unknown",  # text: who is replaced must be on record
        "nothing_to_match",  # neither a number nor a driver
        "car_twice",  # line: an earlier row is of the same car
    }
)


class RowFault:
    """Why a row cannot be taken. `code` is one of ROW_FAULTS."""

    __slots__ = ("code", "params")

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowFault) and (self.code, self.params) == (other.code, other.params)

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        return f"RowFault({self.code!r}, {self.params!r})"


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as read. Blank texts and absent keys leave what is stored; `withdrawn` None likewise."""

    line: int
    number: str = ""
    drivers: tuple[str, ...] = ()
    licence: str = ""
    replaces: str = ""
    team: str = ""
    entrant: str = ""
    car: str = ""
    transponder: str = ""
    second_transponder: str = ""
    withdrawn: bool | None = None
    parts: Mapping[str, tuple[bool, bool] | None] = field(default_factory=dict)  # season key -> (scores, guest)
    classes: Mapping[str, str] = field(default_factory=dict)  # season key -> class
    faults: tuple[RowFault, ...] = ()


def fold_answer(text: str) -> str:
    return fold(text)


def read_rows(columns: Columns, keys: Collection[str]) -> Iterator[Cells]:
    """The rows below the header. A class or a part without a season's key holds for every season."""
    for row in columns.rows:
        yield _read_row(columns, row, keys)


def _read_row(columns: Columns, row: Row, keys: Collection[str]) -> Cells:
    faults: list[RowFault] = []

    def text(name: str, limit: int = _LONGEST_NAME) -> str:
        found = columns.read(row, name) or ""
        if len(found) > limit:
            faults.append(RowFault("too_long", field=name, limit=limit, text=found[:40]))
        return found

    drivers = [text(f"driver:{place}") for place in range(1, MOST_DRIVERS + 1)]
    drivers += [part.strip() for part in (columns.read(row, "drivers") or "").split("/")]
    whole = " ".join(part for part in (text("first"), text("last")) if part)
    parts: dict[str, tuple[bool, bool] | None] = {}
    classes: dict[str, str] = {}
    for key in keys:
        told = text(f"part:{key}") or text("part")
        if told:
            try:
                parts[key] = read_part(told)
            except ValueError:
                faults.append(RowFault("part_unreadable", text=told[:40]))
        named = text(f"car_class:{key}", _LONGEST_CLASS) or text("car_class", _LONGEST_CLASS)
        if named:
            classes[key] = named
    withdrawn: bool | None = None
    said = columns.read(row, "withdrawn")
    if said:
        try:
            withdrawn = read_yes(said)
        except ValueError:
            faults.append(RowFault("yes_unreadable", text=said[:40]))
    return Cells(
        line=row.line,
        number=text("number", LIMITS["number"]),
        drivers=tuple(name for name in (*drivers, whole) if name),
        licence=text("licence"),
        replaces=text("replaces"),
        team=text("team"),
        entrant=text("entrant"),
        car=text("car", LIMITS["car"]),
        transponder=text("transponder", LIMITS["transponder"]),
        second_transponder=text("second_transponder", LIMITS["second_transponder"]),
        withdrawn=withdrawn,
        parts=parts,
        classes=classes,
        faults=tuple(dict.fromkeys(faults)),
    )
