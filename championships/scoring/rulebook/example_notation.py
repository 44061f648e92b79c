"""Results and tables of worked examples as short texts.

A session is a line: `1 race: ada basile+cleo(laps=4) dino(DNF)` is round 1, the session `race`, the cars in the order
of their places, `+` between the drivers of a shared car. In brackets stands what is known of a car or of its driver:
a status (no place), `guest`, `fastest_lap`, `pole`, `led_lap`, `flag=<column>`, and `number=`, `class=`, `laps=` of the
car, `driver laps`, `grid=`, `team=`, `category=` of the driver. `1 race 4/20:` says that 4 of 20 laps were run.
A row of a table is `1 ada 5`: place or mark, competitor, points.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from championships.scoring.facts import DriverLine, Line
from championships.scoring.phrases import Phrase, phrase
from championships.scoring.rulebook.amounts import read_amount, write_amount
from championships.scoring.vocabulary import FinishStatus

_HEAD = re.compile(
    r"\s*(?P<round>[1-9][0-9]{0,2})\s+(?P<session>[A-Za-z0-9][A-Za-z0-9_-]*)"
    r"(?:\s+(?P<laps>[0-9]{1,4})/(?P<planned>[1-9][0-9]{0,3}))?\s*",
    re.ASCII,
)
_CAR = re.compile(r"(?:\([^()]*\)|[^\s()])+")
_DRIVER = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9_-]*)(?:\((?P<known>[^()]*)\))?", re.ASCII)
_ROW = re.compile(
    r"\s*(?P<place>[1-9][0-9]{0,3}|[A-Z][A-Za-z]{0,5})=?\s+(?P<name>[A-Za-z0-9][A-Za-z0-9_-]*)\s+(?P<points>\S+)\s*"
)
_FLAGS = frozenset({"fastest_lap", "pole", "led_lap"})
_KEYS = frozenset({"number", "class", "laps", "grid", "team", "category", "flag"})
_WHOLE = frozenset({"laps", "grid"})


class NotationError(ValueError):
    """A text that is not understood; `sentence` says what was found."""

    def __init__(self, sentence: Phrase) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class NotedSession:
    """A session of an example. Places follow the order of the cars; a car without one uses none up."""

    round: int
    key: str
    lines: tuple[Line, ...]
    laps: int | None = None
    planned_laps: int | None = None

    @property
    def on_the_road(self) -> tuple[Line, ...]:
        """The same cars as a timing sheet has them: an order, no places."""
        return tuple(replace(line, place=None) for line in self.lines)


@dataclass(frozen=True, slots=True)
class NotedRow:
    """A row of a table: `place` is a number or a mark."""

    place: str
    competitor: str
    points: Fraction

    @property
    def text(self) -> str:
        return f"{self.place} {self.competitor} {write_amount(self.points)}"


def read_session(text: str) -> NotedSession:
    """One line of results. Raises NotationError."""
    head, colon, cars = text.partition(":")
    match = _HEAD.fullmatch(head)
    if not colon or match is None:
        raise NotationError(phrase("“%(text)s”, no round, session and colon", text=head.strip()[:40]))
    found = _CAR.findall(cars)
    if re.sub(r"\s+", "", "".join(found)) != re.sub(r"\s+", "", cars):
        raise NotationError(phrase("a bracket that is not closed"))
    if not found:
        raise NotationError(phrase("no cars"))
    lines: list[Line] = []
    place = 1
    for order, car in enumerate(found, start=1):
        lines.append(_read_car(order, place, car))
        place += lines[-1].place is not None
    return NotedSession(
        round=int(match["round"]),
        key=match["session"],
        lines=tuple(lines),
        laps=int(match["laps"]) if match["laps"] else None,
        planned_laps=int(match["planned"]) if match["planned"] else None,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    words: frozenset[str]
    values: tuple[tuple[str, str], ...]

    def value(self, key: str) -> str | None:
        return next((value for name, value in self.values if name == key), None)

    def whole(self, key: str) -> int | None:
        value = self.value(key)
        return None if value is None else int(value)


def _read_car(order: int, place: int, text: str) -> Line:
    parts = [_read_part(part) for part in re.split(r"\+(?![^()]*\))", text)]
    first = parts[0]
    statuses = [status for status in FinishStatus if any(status.value in part.words for part in parts)]
    if len(statuses) > 1:
        raise NotationError(phrase("two statuses for %(name)s", name=first.name))
    status = statuses[0] if statuses else FinishStatus.CLASSIFIED
    number = first.value("number")
    alone = len(parts) == 1
    return Line(
        car=number or str(order),
        number=number or "",
        car_competitor=number,
        status=status,
        drivers=tuple(_build_driver(part, alone=alone) for part in parts),
        place=place if status is FinishStatus.CLASSIFIED else None,
        road_order=order,
        car_class=first.value("class"),
        laps=first.whole("laps") if alone else None,
        guest=any("guest" in part.words for part in parts),
    )


def _build_driver(part: _Part, *, alone: bool) -> DriverLine:
    flags = {value for name, value in part.values if name == "flag"} | (part.words & _FLAGS)
    return DriverLine(
        driver=part.name,
        team=part.value("team"),
        laps=part.whole("laps"),
        grid=part.whole("grid"),
        flags=frozenset(flags),
        categories=frozenset(value for name, value in part.values if name == "category"),
    )


def _read_part(text: str) -> _Part:
    match = _DRIVER.fullmatch(text)
    if match is None:
        raise NotationError(phrase("“%(text)s”, not the id of a competitor", text=text[:40]))
    words: set[str] = set()
    values: list[tuple[str, str]] = []
    for item in filter(None, (piece.strip() for piece in (match["known"] or "").split(","))):
        key, equals, value = (piece.strip() for piece in item.partition("="))
        if equals and key in _KEYS and value and (key not in _WHOLE or re.fullmatch(r"[0-9]{1,4}", value, re.ASCII)):
            values.append((key, value))
        elif not equals and (key in FinishStatus.__members__ or key in _FLAGS or key == "guest"):
            words.add(key)
        else:
            raise NotationError(phrase("“%(text)s”, not known of a car or a driver", text=item[:40]))
    return _Part(match["name"], frozenset(words), tuple(values))


def read_row(text: str) -> NotedRow:
    """One row of a table. Raises NotationError."""
    match = _ROW.fullmatch(text)
    points = read_amount(match["points"].replace(",", ".")) if match else None
    if match is None or points is None:
        raise NotationError(phrase("“%(text)s”", text=text.strip()[:60]))
    return NotedRow(match["place"], match["name"], points)
