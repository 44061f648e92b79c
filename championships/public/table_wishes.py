"""How a reader wants a table: as of when, sorted how, with all its races or in short. All of it is in the address."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.http import QueryDict

from championships.formatting.names import fold_name
from championships.public.as_of import PARAMETER, Moment
from championships.queries.standing_lines import Line

ALL, COMPACT = "all", "compact"  # on a narrow screen; a wide one always shows every race


# Column -> its figure. Names are sorted apart: upwards first, by family name.
FIGURES: dict[str, Callable[[Line], Fraction | int | None]] = {
    "points": lambda line: line.points,
    "gross": lambda line: line.gross,
    "wins": lambda line: line.wins,
    "podiums": lambda line: line.podiums,
    "movement": lambda line: line.movement,
}
NAME = "competitor"
COLUMNS = frozenset({NAME, *FIGURES})


@dataclass(frozen=True, slots=True)
class Wish:
    """`sort`: a column, with "-" before it downwards; empty: by rank. `whole`: every race on a narrow screen, too."""

    moment: Moment
    sort: str = ""
    whole: bool = False

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def downwards(self) -> bool:
        return self.sort.startswith("-")

    @property
    def query(self) -> str:
        """What a link to the same table at another stop carries on."""
        return self._write(self.sort, whole=self.whole)

    @property
    def ranked_query(self) -> str:
        """The same table by rank; also for another table, which may lack the column."""
        return self._write("", whole=self.whole)

    @property
    def turned_query(self) -> str:
        """The same table with every race where it is in short, and the other way round."""
        return self._write(self.sort, whole=not self.whole)

    def sorted_query(self, column: str) -> str:
        """Sorted by that column: the way that answers first, then, asked again, the other way round."""
        first, other = (column, f"-{column}") if column == NAME else (f"-{column}", column)
        return self._write(other if self.sort == first else first, whole=self.whole)

    def _write(self, sort: str, *, whole: bool) -> str:
        named = {PARAMETER: self.moment.text, "sort": sort, "view": ALL if whole else ""}
        kept = {name: value for name, value in named.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def read_wish(query: QueryDict, moment: Moment) -> Wish:
    """What an address wishes. An order or a view that does not exist is none: the table is then by rank, in short."""
    sort = query.get("sort", "")
    return Wish(moment, sort if sort.removeprefix("-") in COLUMNS else "", query.get("view") == ALL)


def sort_lines(lines: tuple[Line, ...], wish: Wish) -> tuple[Line, ...]:
    """The rows as wished. Who is level keeps the order of the ranks; who has no figure stands last, either way."""
    if not wish.sort:
        return lines
    if wish.column == NAME:
        return tuple(sorted(lines, key=_read_name, reverse=wish.downwards))
    read = FIGURES[wish.column]
    known = [(figure, line) for line in lines if (figure := read(line)) is not None]
    known.sort(key=lambda pair: -pair[0] if wish.downwards else pair[0])
    return (*(line for _figure, line in known), *(line for line in lines if read(line) is None))


def _read_name(line: Line) -> tuple[str, str]:
    competitor = line.competitor
    return fold_name(competitor.family or competitor.name), fold_name(competitor.given)
