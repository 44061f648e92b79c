"""What a session hands out, beside what its scale can give."""

from collections.abc import Iterable

import pytest

from championships.scoring.checks import CODES, Problem
from championships.scoring.facts import Line, ResultOverride, Rulings, SessionOverride
from championships.scoring.points_checks import check_points, count_points
from championships.scoring.rules import (
    BonusKind,
    Filter,
    Guests,
    PoleSource,
    RuleBook,
    SharedCar,
    SharedPoints,
    TieShare,
)
from tests.scoring.building import TEAM, F, bonus, book, line, result, rule, table

FASTEST = bonus(BonusKind.FASTEST_LAP, 1)


def figures(rules: RuleBook, finishers: str | Iterable[Line], rulings: Rulings = Rulings(), **more) -> tuple[F, F]:  # noqa: B008
    """(given, what the scale can give) of the one table."""
    (handed,) = count_points(rules, result(1, finishers, **more), rulings)
    return handed.given, handed.scale


def with_table(**more) -> RuleBook:
    return book(table(**more))


def test_a_whole_field_takes_all_the_scale_can_give() -> None:
    assert figures(book(), "a b c d e f g") == (F(26), F(26))
    assert figures(book(), "a b c") == (F(20), F(20))


def test_a_place_nobody_holds_and_a_place_held_twice_make_the_figures_differ() -> None:
    assert figures(book(), [line("a", 1), line("b", 3)]) == (F(14), F(16))
    assert figures(book(), [line("a", 1), line("b", 1), line("c", 3)]) == (F(24), F(20))


def test_a_driver_nobody_knows_takes_no_points() -> None:
    nobody = Line(car="9", status=line("x", 2).status, drivers=(), place=2)
    assert figures(book(), [line("a", 1), nobody]) == (F(10), F(16))


def test_what_the_rules_keep_back_is_not_missed() -> None:
    guest = [line("a", 1), line("g", 2, guest=True, scores=False), line("c", 3)]
    assert figures(with_table(guests=Guests.KEEP_PLACE), guest) == (F(14), F(14))
    assert figures(with_table(), guest) == (F(16), F(16))
    assert figures(with_table(), [line("a", 1), line("b", 2, scores=False)]) == (F(10), F(10))
    assert figures(with_table(may_score=Filter(categories=frozenset({"g"}))), "a b") == (F(0), F(0))


@pytest.mark.parametrize(
    ("sharing", "expected"), [(SharedPoints.NONE, F(6)), (SharedPoints.SPLIT, F(16)), (SharedPoints.FULL, F(26))]
)
def test_a_shared_car_gives_what_the_rule_says(sharing: SharedPoints, expected: F) -> None:
    shared = [line("a", 1, car="7"), line("b", 1, car="7"), line("c", 2)]
    assert figures(with_table(shared_car=SharedCar(points=sharing)), shared) == (expected, expected)


def test_a_car_without_a_team_is_not_missed_in_a_table_of_teams() -> None:
    assert figures(with_table(competitor=TEAM), [line("a", 1, team="red"), line("b", 2)]) == (F(10), F(10))


def test_a_bonus_is_given_once_and_one_nobody_holds_is_missed() -> None:
    rules = with_table(sessions={"race": rule(FASTEST)})
    assert figures(rules, [line("a", 1, flags=frozenset({"fastest_lap"})), line("b", 2)]) == (F(17), F(17))
    assert figures(rules, "a b") == (F(16), F(17))
    both = [line("a", 1, flags=frozenset({"fastest_lap"})), line("b", 2, flags=frozenset({"fastest_lap"}))]
    assert figures(rules, both) == (F(18), F(17))
    split = with_table(sessions={"race": rule(bonus(BonusKind.FASTEST_LAP, 1, tie=TieShare.SPLIT))})
    assert figures(split, both) == (F(17), F(17))


def test_a_bonus_whose_holder_stands_too_low_gives_nothing_and_is_not_missed() -> None:
    rules = with_table(sessions={"race": rule(bonus(BonusKind.FASTEST_LAP, 1, max_position=1))})
    assert figures(rules, [line("a", 1), line("b", 2, flags=frozenset({"fastest_lap"}))]) == (F(16), F(16))


def test_a_decision_on_the_session_scales_both_figures_and_one_on_a_result_shows() -> None:
    half = Rulings(session_overrides=(SessionOverride(1, "race", factor=F(1, 2)),))
    assert figures(book(), "a b", half) == (F(8), F(8))
    given = Rulings(result_overrides=(ResultOverride(1, "race", "b", points=F(1)),))
    assert figures(book(), "a b", given) == (F(11), F(16))


def test_of_a_team_with_several_cars_only_some_of_which_count_less_is_right() -> None:
    cars = [line(name, place, team="red") for place, name in enumerate("abc", 1)]
    assert check_points(book(table(competitor=TEAM, best_cars=2)), result(1, cars), Rulings(), championship="Cup") == ()


def test_the_problem_names_the_table_and_both_figures() -> None:
    rules = book(table(title_fr="Pilotes"))
    found = check_points(
        rules, result(1, [line("a", 1), line("b", 3)]), Rulings(), championship="Cup", championship_fr="Coupe"
    )
    figures_shown = {
        "championship": "Cup",
        "championship_fr": "Coupe",
        "table": "drivers",
        "table_fr": "Pilotes",
        "given": "14",
        "scale": "16",
    }
    assert found == (Problem(CODES["points_differ"], "points_differ", "", figures_shown),)


@pytest.mark.parametrize("source", list(PoleSource))
def test_a_pole_that_scores_and_that_nobody_holds_is_missed(source: PoleSource) -> None:
    more = (
        {"pole_from": source, "qualifying": "qualifying"} if source is PoleSource.QUALIFYING else {"pole_from": source}
    )
    rules = with_table(sessions={"race": rule(bonus(BonusKind.POLE, 2, **more))})
    without = check_points(rules, result(1, "a b"), Rulings(), championship="Cup")
    assert [problem.code for problem in without] == ["pole_missing", "points_differ"]
    held = result(1, [line("a", 1, grid=1, flags=frozenset({"pole"})), line("b", 2)])
    first = result(1, "b a", session="qualifying")
    assert check_points(rules, held, Rulings(), same_round=[first], championship="Cup") == ()


def test_a_hypothesis_and_a_partial_sheet_are_not_counted() -> None:
    gap = [line("a", 1), line("b", 3)]
    assert check_points(book(hypothesis=True), result(1, gap), Rulings(), championship="Cup") == ()
    assert check_points(book(), result(1, gap, complete=False), Rulings(), championship="Cup") == ()
