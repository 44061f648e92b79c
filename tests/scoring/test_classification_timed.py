"""Timing sheets: who is classified, in which order, with every decision in force."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import permutations

import pytest

from championships.scoring.classification import UnrankableError, classify, laps_asked_for
from championships.scoring.facts import Decision, Line, Sheet
from championships.scoring.rules import ClassificationRule, Rounding
from championships.scoring.vocabulary import FinishStatus, PenaltyKind, SheetOrigin
from tests.scoring.building import F, line

NINETY = ClassificationRule(min_distance=F(9, 10))
DNF, DSQ = FinishStatus.DNF, FinishStatus.DSQ


def sheet(*lines: Line, **more: object) -> Sheet:
    return Sheet(SheetOrigin.TIMING, lines, **more)  # type: ignore[arg-type]


def car(name: str, road: int, laps: int | None = 10, seconds: int | None = None, **more: object) -> Line:
    given = {"status": FinishStatus.CLASSIFIED, **more}
    time = None if seconds is None else seconds * 1000
    return line(name, road_order=road, laps=laps, time_ms=time, **given)


def penalty(name: str, kind: PenaltyKind, amount: int | Fraction = 0) -> Decision:
    return Decision(name, kind, Fraction(amount))


def order(lines: Iterable[Line]) -> list[str]:
    """ "1 a", or the status of those who are not classified."""
    return [f"{found.status.value if found.place is None else found.place} {found.car}" for found in lines]


ROAD = sheet(
    car("a", 1, seconds=600),
    car("b", 2, seconds=602),
    car("c", 3, seconds=609),
    car("d", 4, laps=9, seconds=601),
    car("e", 5, laps=9, seconds=605),
)


def test_without_a_decision_the_order_on_the_road_stands() -> None:
    assert order(classify(ROAD, (), NINETY)) == ["1 a", "2 b", "3 c", "4 d", "5 e"]
    assert order(classify(ROAD, (), None)) == ["1 a", "2 b", "3 c", "4 d", "5 e"]


def test_the_order_of_the_lines_does_not_matter() -> None:
    for lines in permutations(ROAD.lines):
        assert classify(sheet(*lines), (), NINETY) == classify(ROAD, (), NINETY)


def test_seconds_are_added_to_the_time() -> None:
    assert order(classify(ROAD, [penalty("a", PenaltyKind.TIME, 5)], NINETY))[:3] == ["1 b", "2 a", "3 c"]
    assert order(classify(ROAD, [penalty("a", PenaltyKind.TIME, 30)], NINETY)) == ["1 b", "2 c", "3 a", "4 d", "5 e"]
    assert order(classify(ROAD, [penalty("a", PenaltyKind.TIME, F(3, 2))], NINETY))[:2] == ["1 a", "2 b"]


def test_level_on_time_after_a_penalty_the_order_on_the_road_decides() -> None:
    assert order(classify(ROAD, [penalty("a", PenaltyKind.TIME, 2)], NINETY))[:2] == ["1 a", "2 b"]


def test_penalties_work_together_whatever_the_order_they_are_entered_in() -> None:
    decisions = [
        penalty("a", PenaltyKind.TIME, 10),
        penalty("b", PenaltyKind.TIME, 5),
        penalty("a", PenaltyKind.TIME, 1),
        penalty("c", PenaltyKind.PLACES, 1),
        penalty("e", PenaltyKind.DISQUALIFY),
    ]
    # Times: b 607, c 609, a 611; then c loses a place.
    for entered in permutations(decisions):
        assert order(classify(ROAD, entered, NINETY)) == ["1 b", "2 a", "3 c", "4 d", "DSQ e"]


def test_laps_taken_off_let_those_with_more_laps_pass() -> None:
    assert order(classify(ROAD, [penalty("a", PenaltyKind.LAPS, 1)], NINETY)) == ["1 b", "2 c", "3 a", "4 d", "5 e"]
    assert order(classify(ROAD, [penalty("c", PenaltyKind.LAPS, 1)], NINETY)) == ["1 a", "2 b", "3 d", "4 e", "5 c"]


def test_places_are_lost_after_the_times_and_at_most_down_to_the_last() -> None:
    assert order(classify(ROAD, [penalty("a", PenaltyKind.PLACES, 2)], NINETY))[:3] == ["1 b", "2 c", "3 a"]
    assert order(classify(ROAD, [penalty("a", PenaltyKind.PLACES, 99)], NINETY))[-1] == "5 a"
    both = [penalty("a", PenaltyKind.TIME, 5), penalty("a", PenaltyKind.PLACES, 1)]
    assert order(classify(ROAD, both, NINETY))[:3] == ["1 b", "2 c", "3 a"]


def test_a_disqualified_or_excluded_car_stands_at_the_end_and_the_others_move_up() -> None:
    struck = [penalty("a", PenaltyKind.DISQUALIFY), penalty("c", PenaltyKind.EXCLUDE)]
    assert order(classify(ROAD, struck, NINETY)) == ["1 b", "2 d", "3 e", "DSQ a", "EX c"]
    both = [penalty("a", PenaltyKind.EXCLUDE), penalty("a", PenaltyKind.DISQUALIFY)]
    assert order(classify(ROAD, both, NINETY))[-1] == "EX a"


@pytest.mark.parametrize("kind", [PenaltyKind.GRID, PenaltyKind.REPRIMAND, PenaltyKind.LICENCE])
def test_decisions_that_concern_other_things_change_nothing_here(kind: PenaltyKind) -> None:
    assert classify(ROAD, [penalty("a", kind, 5)], NINETY) == classify(ROAD, (), NINETY)


def test_cars_without_a_time_keep_the_order_on_the_road_within_their_laps() -> None:
    untimed = sheet(car("a", 1), car("b", 2), car("c", 3, laps=9))
    assert order(classify(untimed, (), NINETY)) == ["1 a", "2 b", "3 c"]
    assert order(classify(untimed, [penalty("a", PenaltyKind.LAPS, 1)], NINETY)) == ["1 b", "2 a", "3 c"]
    with pytest.raises(UnrankableError, match="The penalty of car a cannot be applied: the time of car b") as found:
        classify(untimed, [penalty("a", PenaltyKind.TIME, 5)], NINETY)
    assert (found.value.code, found.value.car, found.value.params) == ("unknown_time", "b", {"penalised": "a"})


def test_a_time_penalty_for_the_last_of_its_lap_needs_no_time() -> None:
    untimed = sheet(car("a", 1), car("b", 2, laps=9))
    assert order(classify(untimed, [penalty("a", PenaltyKind.TIME, 5)], NINETY)) == ["1 a", "2 b"]


def test_a_decision_on_a_car_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnrankableError, match="names car z, which is not on the sheet"):
        classify(ROAD, [penalty("z", PenaltyKind.DISQUALIFY)], NINETY)


# -- who is classified -----------------------------------------------------------------------------


def test_a_retired_car_with_enough_distance_is_classified_and_one_without_is_not() -> None:
    race = sheet(car("a", 1), car("b", 2, laps=9, status=DNF), car("c", 3, laps=8, status=DNF))
    assert order(classify(race, (), NINETY)) == ["1 a", "2 b", "DNF c"]
    assert order(classify(race, (), None)) == ["1 a", "DNF b", "DNF c"]


def test_a_retired_car_is_ranked_by_its_laps_wherever_timing_lists_it() -> None:
    race = sheet(car("a", 1), car("b", 2, laps=9), car("c", 3, laps=10, status=DNF))
    assert order(classify(race, (), NINETY)) == ["1 a", "2 c", "3 b"]


def test_the_flag_may_be_asked_for() -> None:
    race = sheet(car("a", 1), car("b", 2, laps=10, status=DNF), car("c", 3, laps=2))
    assert order(classify(race, (), ClassificationRule(flag_required=True))) == ["1 a", "2 c", "DNF b"]
    strict = ClassificationRule(min_distance=F(1, 2), flag_required=True)
    assert order(classify(race, (), strict)) == ["1 a", "DNF b", "NC c"]


def test_a_car_that_took_the_flag_without_the_distance_is_not_classified() -> None:
    race = sheet(car("a", 1), car("b", 2, laps=8))
    assert order(classify(race, (), NINETY)) == ["1 a", "NC b"]


def test_a_car_not_classified_by_timing_stays_so() -> None:
    race = sheet(car("a", 1), car("b", 2, laps=10, status=FinishStatus.NC))
    assert order(classify(race, (), NINETY)) == ["1 a", "NC b"]


def test_the_distance_is_that_of_the_winner_after_the_decisions() -> None:
    race = sheet(car("a", 1, laps=10), car("b", 2, laps=8), car("c", 3, laps=7, status=DNF))
    eighty = ClassificationRule(min_distance=F(4, 5))
    assert order(classify(race, (), eighty)) == ["1 a", "2 b", "DNF c"]
    assert order(classify(race, [penalty("a", PenaltyKind.DISQUALIFY)], eighty)) == ["1 b", "2 c", "DSQ a"]


def test_the_distance_may_be_that_of_the_class_winner() -> None:
    race = sheet(
        car("a", 1, laps=20, car_class="GT3"),
        car("b", 2, laps=15, car_class="GT4"),
        car("c", 3, laps=14, car_class="GT4"),
    )
    assert order(classify(race, (), NINETY)) == ["1 a", "NC b", "NC c"]
    of_class = ClassificationRule(min_distance=F(9, 10), of="class_winner")
    assert order(classify(race, (), of_class)) == ["1 a", "2 b", "3 c"]


@pytest.mark.parametrize(("rounding", "asked"), [(Rounding.DOWN, 13), (Rounding.UP, 14), (Rounding.NEAREST, 14)])
def test_the_laps_asked_for_are_rounded_as_the_rules_say(rounding: Rounding, asked: int) -> None:
    rule = ClassificationRule(min_distance=F(9, 10), rounding=rounding)  # of 15 laps: 13.5
    assert laps_asked_for(rule, 15) == asked
    race = sheet(car("a", 1, laps=15), car("b", 2, laps=13))
    assert order(classify(race, (), rule))[1] == ("2 b" if asked == 13 else "NC b")


def test_nearest_rounds_down_below_a_half() -> None:
    assert laps_asked_for(ClassificationRule(F(9, 10), rounding=Rounding.NEAREST), 14) == 13  # 12.6
    assert laps_asked_for(ClassificationRule(F(9, 10), rounding=Rounding.NEAREST), 12) == 11  # 10.8
    assert laps_asked_for(ClassificationRule(F(9, 10), rounding=Rounding.NEAREST), 13) == 12  # 11.7
    assert laps_asked_for(ClassificationRule(F(7, 10), rounding=Rounding.NEAREST), 12) == 8  # 8.4


def test_cars_that_did_not_start_stand_behind_those_that_did_and_before_those_struck() -> None:
    race = sheet(
        car("s", 1, status=DSQ),
        car("n", 9, laps=None, status=FinishStatus.DNS),
        car("a", 2),
        car("r", 3, laps=1, status=DNF),
    )
    assert order(classify(race, (), NINETY)) == ["1 a", "DNF r", "DNS n", "DSQ s"]


def test_a_dead_heat_on_the_road_is_a_shared_place() -> None:
    race = sheet(car("a", 1), car("b", 1), car("c", 3))
    assert order(classify(race, (), NINETY)) == ["1 a", "1 b", "3 c"]


def test_all_lines_of_a_shared_car_get_its_place() -> None:
    race = sheet(car("x", 2, car="7"), car("a", 1), car("y", 2, car="7"))
    found = classify(race, (), NINETY)
    assert [(f.drivers[0].driver, f.place) for f in found] == [("a", 1), ("x", 2), ("y", 2)]


# -- qualifying ------------------------------------------------------------------------------------


def lap(name: str, road: int, best: int | None, laps: int = 5) -> Line:
    return car(name, road, laps=laps, best_lap_ms=None if best is None else best * 1000)


QUALIFYING = sheet(lap("a", 1, 90, 3), lap("b", 2, 91, 9), lap("c", 3, 92, 5), lap("d", 4, None, 1))


def test_qualifying_stands_as_on_the_sheet_whatever_the_laps() -> None:
    assert order(classify(QUALIFYING, (), None)) == ["1 a", "2 b", "3 c", "4 d"]


def test_a_lap_deleted_leaves_the_next_best_one() -> None:
    deleted = [penalty("a", PenaltyKind.LAP_DELETED, F("91.5"))]
    assert order(classify(QUALIFYING, deleted, None)) == ["1 b", "2 a", "3 c", "4 d"]
    slow = [penalty("a", PenaltyKind.LAP_DELETED, 99)]
    assert order(classify(QUALIFYING, slow, None)) == ["1 b", "2 c", "3 a", "4 d"]


def test_with_every_lap_deleted_a_car_goes_to_the_back() -> None:
    deleted = [penalty("a", PenaltyKind.LAP_DELETED), penalty("b", PenaltyKind.LAP_DELETED)]
    for entered in permutations(deleted):
        assert order(classify(QUALIFYING, entered, None)) == ["1 c", "2 d", "3 a", "4 b"]


def test_of_several_deletions_the_one_that_leaves_less_counts() -> None:
    twice = [penalty("a", PenaltyKind.LAP_DELETED, F("90.5")), penalty("a", PenaltyKind.LAP_DELETED, F("91.5"))]
    for entered in permutations(twice):
        assert order(classify(QUALIFYING, entered, None))[:2] == ["1 b", "2 a"]
    none = [penalty("a", PenaltyKind.LAP_DELETED), penalty("a", PenaltyKind.LAP_DELETED, F("90.5"))]
    for entered in permutations(none):
        assert order(classify(QUALIFYING, entered, None))[-1] == "4 a"


def test_a_best_lap_that_is_not_known_is_asked_for() -> None:
    quali = sheet(lap("a", 1, 90), lap("b", 2, None), lap("c", 3, 92))
    with pytest.raises(UnrankableError, match="the best lap of car b is not known"):
        classify(quali, [penalty("a", PenaltyKind.LAP_DELETED, F("90.5"))], None)
