"""The example told in the docstring of `championships.scoring`."""

from championships import scoring
from championships.scoring.rules import Counting, Earliest
from tests.scoring.building import COUNTBACK, book, final, points, season, table

ROUNDS = season("ada basile cleo", "basile cleo ada", "cleo ada")
BEST_TWO = (Counting(1, None, best=2),)
TABLE = {"race": points(10, 6, 4)}


def test_the_worked_example_of_the_docstring_is_what_comes_out() -> None:
    assert "So Basile is third, and Ada and Cléo share the first place" in (scoring.__doc__ or "")
    shared = book(table(counting=BEST_TWO), tables_of_points=TABLE)
    assert final(shared, ROUNDS) == ["1= ada 16", "1= cleo 16", "3 basile 16"]
    split = book(table(counting=BEST_TWO, tie_break=(COUNTBACK, Earliest())), tables_of_points=TABLE)
    assert final(split, ROUNDS) == ["1 ada 16", "2 cleo 16", "3 basile 16"]
