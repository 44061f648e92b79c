"""Search over everything that has a page: accents and case ignored, typing mistakes forgiven, best first.

How names match is said in `matching`. Work is bounded: a text is cut at `LONGEST` signs and `WORDS` words, of each kind
so many names are compared (`search_names.MOST`), and the number of queries is fixed.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from championships.models.fields import fold
from championships.queries.matching import Match, grade
from championships.queries.search_names import (
    Hit,
    Kind,
    Name,
    name_circuits,
    name_driver_aliases,
    name_drivers,
    name_events,
    name_news,
    name_plates,
    name_previews,
    name_seasons,
    name_team_aliases,
    name_teams,
    seat_drivers,
)

LONGEST = 80
WORDS = 6
SHOWN = 12  # of each kind

_PLATE = re.compile(r"#?\s*([0-9]{1,4}[A-Za-z]?)")


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind, best first. `more`: not all of it is shown."""

    kind: Kind
    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`suggestion`: what nearly matches, where nothing is called as was asked. `number`: a plate was asked for."""

    text: str
    groups: tuple[Group, ...] = ()
    suggestion: str = ""
    number: str = ""

    @property
    def found(self) -> int:
        return sum(len(group.hits) for group in self.groups)


@dataclass(frozen=True, slots=True)
class _Found:
    match: Match
    mistakes: int
    name: Name

    @property
    def rank(self) -> tuple[object, ...]:
        return (self.match, self.mistakes, *self.name.order)


def search(text: str, *, at: datetime) -> SearchPage:
    """What is called like that, as published at that instant. Eleven queries; none for a text without any letter."""
    asked = fold(text)
    if not asked:
        return SearchPage(text)
    plate = _PLATE.fullmatch(text)
    number = plate[1] if plate else ""
    words = asked.split()[:WORDS]
    found = [_Found(Match.NUMBER, 0, name) for name in name_plates(number)]
    for name in _list_names(asked, at):
        graded = grade(words, name.folded)
        if graded is not None:
            found.append(_Found(*graded, name))
    best: dict[tuple[Kind, tuple[str | int, ...]], _Found] = {}
    for one in sorted(found, key=lambda one: one.rank):  # type: ignore[arg-type,return-value]  # ranks of equal make
        best.setdefault((one.name.hit.kind, one.name.hit.where), one)
    return _arrange(text, number, list(best.values()))


def tidy(text: str) -> str:
    """The text as it is shown and compared: one line, no longer than `LONGEST`."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * LONGEST])
    return " ".join(plain.split())[:LONGEST].strip()


def _list_names(asked: str, at: datetime) -> list[Name]:
    return [
        *name_drivers(asked),
        *name_driver_aliases(asked),
        *name_teams(asked),
        *name_team_aliases(asked),
        *name_circuits(asked),
        *name_seasons(),
        *name_events(),
        *name_previews(at),
        *name_news(at),
    ]


def _arrange(text: str, number: str, found: list[_Found]) -> SearchPage:
    """By kind, best first, the kind with the best match first. All but a near miss: the best is a suggestion."""
    by_kind: dict[Kind, list[Hit]] = {}
    for one in found:
        by_kind.setdefault(one.name.hit.kind, []).append(one.name.hit)
    people = seat_drivers(by_kind.get(Kind.DRIVER, [])[:SHOWN])
    near = bool(found) and found[0].match is Match.NEAR
    best = found[0].name.hit if found else None
    return SearchPage(
        text=text,
        groups=tuple(
            Group(kind, people if kind is Kind.DRIVER else tuple(hits[:SHOWN]), more=len(hits) > SHOWN)
            for kind, hits in by_kind.items()
        ),
        suggestion=best.name if near and best else "",
        number=number,
    )
