"""Stated places stand; a decision works on top of them. Places inside one championship."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import permutations

import pytest

from championships.scoring.classification import UnrankableError, classify, rank_participants
from championships.scoring.facts import Decision, Line, Sheet
from championships.scoring.rules import ClassificationRule
from championships.scoring.vocabulary import FinishStatus, PenaltyKind, SheetOrigin
from tests.scoring.building import F, line


def stated(*lines: Line, complete: bool = True) -> Sheet:
    return Sheet(SheetOrigin.STATED, lines, complete=complete)


def at(*places: int | None) -> Sheet:
    return stated(*(line(name, place) for name, place in zip("abcdefgh", places, strict=False)))


def penalty(name: str, kind: PenaltyKind, amount: int = 0) -> Decision:
    return Decision(name, kind, Fraction(amount))


def strike(name: str) -> Decision:
    return penalty(name, PenaltyKind.DISQUALIFY)


def lose(name: str, places: int) -> Decision:
    return penalty(name, PenaltyKind.PLACES, places)


def order(lines: Iterable[Line]) -> list[str]:
    return [f"{found.status.value if found.place is None else found.place} {found.car}" for found in lines]


def test_holes_and_equal_places_stand_and_no_rule_ranks_them_again() -> None:
    strict = ClassificationRule(min_distance=F(9, 10), flag_required=True)
    assert order(classify(at(1, 2, 2, 5, None), (), strict)) == ["1 a", "2 b", "2 c", "5 d", "DNF e"]


def test_a_place_and_a_status_the_source_states_stand_together() -> None:
    lines = stated(line("a", 1, status=FinishStatus.DSQ), line("b", 2, status=FinishStatus.DNF))
    assert order(classify(lines, (), None)) == ["1 a", "2 b"]


def test_below_a_disqualified_car_everybody_moves_up_by_one() -> None:
    assert order(classify(at(1, 2, 2, 5), [strike("a")], None)) == ["1 b", "1 c", "4 d", "DSQ a"]
    assert order(classify(at(1, 2, 2, 5), [strike("b")], None)) == ["1 a", "2 c", "4 d", "DSQ b"]
    assert order(classify(at(1, 2, 3, 4), [strike("a"), strike("c")], None)) == ["1 b", "2 d", "DSQ a", "DSQ c"]


def test_a_disqualified_car_without_a_place_moves_nobody() -> None:
    assert order(classify(at(1, 2, None), [strike("c")], None)) == ["1 a", "2 b", "DSQ c"]


def test_places_are_lost_on_top_of_the_stated_ones() -> None:
    assert order(classify(at(1, 2, 3, 4), [lose("a", 2)], None)) == ["1 b", "2 c", "3 a", "4 d"]
    assert order(classify(at(1, 2, 3, 4), [lose("b", 9)], None)) == ["1 a", "2 c", "3 d", "4 b"]
    assert order(classify(at(1, 2, 2, 4), [lose("b", 1)], None)) == ["1 a", "2 c", "3 b", "4 d"]
    assert order(classify(at(1, 2, 4, 5), [lose("b", 2)], None)) == ["1 a", "3 c", "4 b", "5 d"]


def test_decisions_on_stated_places_work_together_in_any_order() -> None:
    decisions = [lose("a", 1), lose("b", 1), strike("d"), lose("a", 1)]
    for entered in permutations(decisions):
        assert order(classify(at(1, 2, 3, 4, 5), entered, None)) == ["1 c", "2 b", "3 a", "4 e", "DSQ d"]


def timed(*seconds: int | None, laps: int = 10) -> Sheet:
    return stated(
        *(
            line(name, place, laps=laps, time_ms=None if time is None else time * 1000)
            for place, (name, time) in enumerate(zip("abcdefgh", seconds, strict=False), 1)
        )
    )


def time_penalty(name: str, seconds: int) -> Decision:
    return penalty(name, PenaltyKind.TIME, seconds)


def test_seconds_move_a_car_where_the_times_are_known() -> None:
    sheet = timed(600, 602, 604, 606)
    assert order(classify(sheet, [time_penalty("a", 5)], None)) == ["1 b", "2 c", "3 a", "4 d"]
    both = [time_penalty("a", 5), time_penalty("c", 3)]
    for entered in permutations(both):
        assert order(classify(sheet, entered, None)) == ["1 b", "2 a", "3 d", "4 c"]


def test_seconds_ask_for_the_times_they_need_and_no_others() -> None:
    sheet = timed(600, 602, 610, None)
    assert order(classify(sheet, [time_penalty("a", 5)], None)) == ["1 b", "2 a", "3 c", "4 d"]
    with pytest.raises(UnrankableError, match="the time of car d is not known"):
        classify(sheet, [time_penalty("a", 30)], None)


def test_a_lap_down_is_far_enough_without_a_time() -> None:
    lines = [line("a", 1, laps=10, time_ms=600_000), line("b", 2, laps=10, time_ms=601_000), line("c", 3, laps=9)]
    assert order(classify(stated(*lines), [time_penalty("a", 90)], None)) == ["1 b", "2 a", "3 c"]
    unknown = [lines[0], lines[1], line("c", 3)]
    with pytest.raises(UnrankableError, match="the number of laps of car c is not known"):
        classify(stated(*unknown), [time_penalty("a", 90)], None)


def test_laps_are_taken_off_stated_results_too() -> None:
    lines = [line("a", 1, laps=10), line("b", 2, laps=10), line("c", 3, laps=9), line("d", 4, laps=8)]
    off = [penalty("a", PenaltyKind.LAPS, 1)]
    assert order(classify(stated(*lines), off, None)) == ["1 b", "2 a", "3 c", "4 d"]
    off = [penalty("a", PenaltyKind.LAPS, 2)]
    assert order(classify(stated(*lines), off, None)) == ["1 b", "2 c", "3 a", "4 d"]


def test_a_car_passes_equal_places_and_holes_as_they_are() -> None:
    shared = stated(
        line("a", 1, laps=10, time_ms=600_000),
        line("b", 2, laps=10, time_ms=602_000),
        line("c", 2, laps=10, time_ms=602_000),
        line("d", 5, laps=10, time_ms=604_000),
        line("e", 6, laps=10, time_ms=606_000),
    )
    assert order(classify(shared, [time_penalty("a", 3)], None)) == ["1 b", "1 c", "3 a", "5 d", "6 e"]
    assert order(classify(shared, [time_penalty("a", 5)], None)) == ["1 b", "1 c", "4 d", "5 a", "6 e"]
    assert order(classify(shared, [time_penalty("b", 1)], None)) == ["1 a", "2 c", "3 b", "5 d", "6 e"]


def test_on_a_partial_sheet_nobody_falls_past_a_car_that_is_not_there() -> None:
    lines = (
        line("a", 1, laps=10, time_ms=600_000),
        line("b", 2, laps=10, time_ms=602_000),
        line("d", 4, laps=10, time_ms=606_000),
    )
    partial = stated(*lines, complete=False)
    assert order(classify(partial, [time_penalty("a", 3)], None)) == ["1 b", "2 a", "4 d"]
    with pytest.raises(UnrankableError, match="a car it may fall behind is not on the sheet"):
        classify(partial, [time_penalty("a", 9)], None)
    assert order(classify(stated(*lines), [time_penalty("a", 9)], None)) == ["1 b", "3 d", "4 a"]


# -- inside one championship -----------------------------------------------------------------------


def inside(names: str, *places: int | None, complete: bool = True) -> list[tuple[str, int | None]]:
    lines = at(*places).lines
    found = rank_participants(lines, lambda one: one.car in names, complete=complete)
    return [(one.car, one.place) for one in found]


def test_the_others_are_taken_out_and_those_below_move_up() -> None:
    assert inside("bd", 1, 2, 3, 4) == [("b", 1), ("d", 2)]
    assert inside("abcd", 1, 2, 3, 4) == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]


def test_shared_places_and_holes_are_kept_inside_a_championship() -> None:
    assert inside("bcd", 1, 2, 2, 4) == [("b", 1), ("c", 1), ("d", 3)]
    assert inside("ace", 1, 2, 3, None, 6) == [("a", 1), ("c", 2), ("e", 5)]
    assert inside("ac", 2, 2, 4) == [("a", 2), ("c", 3)]


def test_a_car_not_classified_has_no_place_inside_a_championship() -> None:
    assert inside("ab", 1, None) == [("a", 1), ("b", None)]


def test_places_of_a_partial_sheet_run_as_far_as_they_are_unbroken() -> None:
    assert inside("bd", 1, 2, 3, 5, complete=False) == [("b", 1), ("d", None)]
    assert inside("abcd", 1, 2, 2, 4, complete=False) == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]
    assert inside("ab", 2, 3, complete=False) == [("a", None), ("b", None)]
    assert inside("ab", 2, 3) == [("a", 2), ("b", 3)]


def test_a_shared_car_stands_once_inside_a_championship() -> None:
    lines = (line("x", 1, car="7"), line("y", 1, car="7"), line("z", 2))
    found = rank_participants(lines, lambda one: one.car != "7", complete=True)
    assert [(one.car, one.place) for one in found] == [("z", 1)]
    found = rank_participants(lines, lambda one: one.drivers[0].driver != "y", complete=True)
    assert [(one.drivers[0].driver, one.place) for one in found] == [("x", 1), ("z", 2)]
