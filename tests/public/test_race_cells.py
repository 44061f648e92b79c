"""The one function that makes markup of race cells escapes every text, and marks what a reader must see."""

from fractions import Fraction

import pytest
from django.utils import translation

from championships.public.matrix import RaceCells
from championships.queries.frames import SessionView
from championships.queries.refs import EventRef
from championships.queries.standing_lines import EMPTY_CELL, UNKNOWN_CELL, Cell, Column

EVENT = EventRef(2025, "south-park", "South Park")


def make_column(*, state: str = "official", opens_round: bool = False) -> Column:
    session = SessionView(1, 1, 1, "race1", 1, "race-1", "Race 1", "race", EVENT, None, state=state)
    return Column(session, opens_round=opens_round, round_size=2, after_stop=False, run=True)


def write(cell: Cell, **column: object) -> str:
    with translation.override("en"):
        return str(RaceCells([make_column(**column)]).write([cell]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "markup"),
    [
        (EMPTY_CELL, ""),
        (Cell(points=Fraction(0), statuses=()), "0"),
        (Cell(points=Fraction(4), best_place=5), "4"),
        (Cell(points=Fraction(33, 2), best_place=3), "<b>16.5</b>"),
        (Cell(points=Fraction(20), best_place=1), '<b class="w">20</b>'),
        (Cell(points=Fraction(0), statuses=("DNF",)), "ret"),
        (Cell(points=Fraction(1), statuses=("DNF",)), "1"),
        (Cell(points=None, statuses=("DNS",)), "dns"),
        (Cell(points=Fraction(3), best_place=6, dropped=True), '<s>(3)</s><span class="vh"> dropped</span>'),
    ],
)
def test_a_cell_says_what_the_race_gave(cell: Cell, markup: str) -> None:
    assert write(cell) == f'<td class="rc">{markup}</td>'


def test_a_fastest_lap_is_underlined_and_said() -> None:
    cell = Cell(points=Fraction(9), best_place=4, fastest_lap=True)
    assert write(cell) == '<td class="rc f">9<span class="vh"> fastest lap</span></td>'


def test_an_unknown_result_is_said_in_words() -> None:
    assert '<span class="vh">not published</span>' in write(UNKNOWN_CELL)


def test_a_provisional_race_and_the_first_of_a_round_have_their_edges() -> None:
    assert write(EMPTY_CELL, state="provisional", opens_round=True) == '<td class="rc e pv"></td>'


def test_a_status_nobody_foresaw_is_escaped() -> None:
    assert write(Cell(statuses=("<script>",))) == '<td class="rc">&lt;script&gt;</td>'


def test_french_cells_use_french_letters_and_commas() -> None:
    with translation.override("fr"):
        cells = RaceCells([make_column(), make_column()])
        written = cells.write([Cell(points=Fraction(0), statuses=("DNS",)), Cell(points=Fraction(1, 2))])
    assert written == '<td class="rc">np</td><td class="rc">0,5</td>'


def test_the_number_of_cells_must_be_that_of_the_columns() -> None:
    cells = RaceCells([make_column()])
    with pytest.raises(ValueError, match="zip"):
        cells.write([EMPTY_CELL, EMPTY_CELL])
