"""A change of class during the season: points kept, lost, scaled, or left where they were earned."""

from fractions import Fraction

import pytest

from championships.scoring.facts import Membership, SessionResult
from championships.scoring.rules import (
    ClassChange,
    ClassChangeRule,
    Filter,
    Listing,
    PositionBasis,
    RuleBook,
    TableRule,
)
from championships.scoring.vocabulary import PartKind
from tests.scoring.building import F, after, book, line, result, run, show, table

WHOLE = Fraction(1)


def classes(points: ClassChange, factor: Fraction = WHOLE) -> RuleBook:
    def of(name: str, change: ClassChangeRule) -> TableRule:
        return table(
            name,
            may_appear=Filter(classes=frozenset({name})),
            position_basis=PositionBasis.ELIGIBLE,
            class_change=change,
            listing=Listing(scored=True),
        )

    into_b = ClassChangeRule(points, ("A",), factor) if points is not ClassChange.SPLIT else ClassChangeRule()
    return book(of("A", ClassChangeRule()), of("B", into_b))


def race(round_: int, **entered: str) -> SessionResult:
    lines = [line(name, place, car_class=label) for place, (name, label) in enumerate(entered.items(), 1)]
    return result(round_, lines)


# x wins in A twice, then changes to B and is second there, then wins there.
RESULTS = [
    race(1, x="A", a="A", b="B"),
    race(2, x="A", a="A", b="B"),
    race(3, b="B", x="B", a="A"),
    race(4, x="B", b="B", a="A"),
]


@pytest.mark.parametrize(
    ("points", "factor", "in_a", "in_b"),
    [
        (ClassChange.SPLIT, F(1), ["1 a 32", "2 x 20"], ["1 b 36", "2 x 16"]),
        (ClassChange.KEPT, F(1), ["1 a 32"], ["1= b 36", "1= x 36"]),
        (ClassChange.SCALED, F(1, 2), ["1 a 32"], ["1 b 36", "2 x 26"]),
        (ClassChange.LOST, F(1), ["1 a 32"], ["1 b 36", "2 x 16"]),
    ],
)
def test_points_earned_in_the_old_class(
    points: ClassChange, factor: Fraction, in_a: list[str], in_b: list[str]
) -> None:
    histories = run(classes(points, factor), RESULTS)
    assert show(histories["A"].final) == in_a
    assert show(histories["B"].final) == in_b


def test_tables_before_the_change_stay() -> None:
    histories = run(classes(ClassChange.KEPT), RESULTS)
    assert after(histories["A"], 2) == ["1 x 20", "2 a 12"]
    assert after(histories["B"], 2) == ["1 b 20"]
    assert after(histories["B"], 3) == ["1 b 30", "2 x 26"]


def test_results_brought_over_say_so_and_keep_their_round() -> None:
    history = run(classes(ClassChange.SCALED, F(1, 2)), RESULTS)["B"]
    (first, second) = [award for award in history.awards if award.since is not None]
    assert (first.round, second.round, first.since, first.points) == (1, 2, (3, "race"), 5)
    (part,) = first.parts
    assert (part.kind, part.points, part.factor, part.table) == (PartKind.CLASS_CHANGE, 5, F(1, 2), "A")
    assert (first.places, first.scoring_places) == ((), ())
    kept = run(classes(ClassChange.KEPT), RESULTS)["B"]
    assert [award.places for award in kept.awards if award.since is not None] == [(1,), (1,)]


def test_a_single_start_in_another_class_is_no_change_where_the_enrolment_says_so() -> None:
    stays = (Membership("x", car_class="A"),)
    histories = run(classes(ClassChange.KEPT), RESULTS, memberships=stays)
    assert show(histories["A"].final) == ["1 a 32", "2 x 20"]
    assert show(histories["B"].final) == ["1 b 36", "2 x 16"]
    changes = (Membership("x", to_round=2, car_class="A"), Membership("x", from_round=3, car_class="B"))
    histories = run(classes(ClassChange.KEPT), RESULTS, memberships=changes)
    assert show(histories["B"].final) == ["1= b 36", "1= x 36"]


def test_a_newcomer_brings_nothing() -> None:
    histories = run(classes(ClassChange.KEPT), [race(1, a="A"), race(2, b="B", a="A")])
    assert show(histories["B"].final) == ["1 b 10"]
    assert show(histories["A"].final) == ["1 a 20"]
