"""Grids: the order of the source, reversals, penalties; and when a penalty is served."""

from hypothesis import given
from hypothesis import strategies as st

from championships.scoring.grids import (
    GridBy,
    GridCar,
    GridPenalty,
    PlannedRace,
    derive_grid,
    drop_places,
    find_penalties,
)
from championships.scoring.vocabulary import FinishStatus

QUALIFYING = (
    GridCar("4", 1, place=1, best_lap_ms=90_000, second_best_ms=91_500),
    GridCar("88", 2, place=2, best_lap_ms=90_100, second_best_ms=90_200),
    GridCar("17", 3, place=3, best_lap_ms=90_200, second_best_ms=None),
    GridCar("12", 4, place=4, best_lap_ms=90_300, second_best_ms=90_900),
)


def test_the_grid_follows_best_laps() -> None:
    assert derive_grid(QUALIFYING, by=GridBy.BEST_LAP) == ("4", "88", "17", "12")


def test_the_second_race_starts_by_second_best_laps_and_who_has_none_stands_behind() -> None:
    assert derive_grid(QUALIFYING, by=GridBy.SECOND_BEST) == ("88", "12", "4", "17")


def test_of_two_equal_times_the_one_set_first_starts_in_front() -> None:
    equal = (GridCar("7", 2, best_lap_ms=90_000), GridCar("9", 1, best_lap_ms=90_000))
    assert derive_grid(equal, by=GridBy.BEST_LAP) == ("9", "7")


def test_the_first_of_a_race_are_reversed() -> None:
    assert derive_grid(QUALIFYING, by=GridBy.CLASSIFICATION, reversed_first=3) == ("17", "88", "4", "12")


def test_only_cars_that_were_classified_are_reversed() -> None:
    cars = (*QUALIFYING[:2], GridCar("5", 3, status=FinishStatus.DNF), GridCar("6", 4, status=FinishStatus.DNF))
    assert derive_grid(cars, by=GridBy.CLASSIFICATION, reversed_first=10) == ("88", "4", "5", "6")


def test_who_was_disqualified_starts_last_and_who_was_excluded_does_not_start() -> None:
    cars = (
        GridCar("1", 1, status=FinishStatus.DSQ, best_lap_ms=80_000),
        GridCar("2", 2, status=FinishStatus.EX, best_lap_ms=80_000),
        GridCar("3", 3, status=FinishStatus.WD),
        GridCar("4", 4, status=FinishStatus.DNS),
        GridCar("5", 5, place=1, best_lap_ms=90_000),
    )
    assert derive_grid(cars, by=GridBy.BEST_LAP) == ("5", "4", "1")


def test_a_penalised_car_falls_its_places_and_the_others_close_up() -> None:
    assert drop_places(("a", "b", "c", "d", "e"), {"a": 3}) == ("b", "c", "d", "a", "e")


def test_neighbours_with_the_same_penalty_keep_their_order() -> None:
    assert drop_places(("a", "b", "c", "d", "e"), {"a": 2, "b": 2}) == ("c", "d", "a", "b", "e")


def test_of_two_cars_that_fall_to_one_place_the_one_in_front_is_put_there() -> None:
    assert drop_places(("a", "b", "c", "d", "e"), {"a": 3, "c": 1}) == ("b", "d", "e", "a", "c")
    assert drop_places(("a", "b", "c"), {"b": 5, "c": 5}) == ("a", "c", "b")


def test_a_penalty_counts_after_the_reversal() -> None:
    order = derive_grid(QUALIFYING, by=GridBy.CLASSIFICATION, reversed_first=3, penalties={"17": 1})
    assert order == ("88", "17", "4", "12")


def test_a_penalty_is_served_on_the_grid_of_the_next_race_only() -> None:
    races = [PlannedRace(2), PlannedRace(3, held=False), PlannedRace(4)]
    given_in_qualifying = GridPenalty("7", 3, given_in=1)
    given_in_race_one = GridPenalty("7", 5, given_in=2)
    both = [given_in_qualifying, given_in_race_one]
    assert find_penalties(both, races=races, race=2) == {"7": 3}
    assert find_penalties(both, races=races, race=4) == {"7": 5}  # the cancelled race serves nothing


def test_two_penalties_for_one_race_add_up() -> None:
    penalties = [GridPenalty("7", 3, given_in=1), GridPenalty("7", 5, given_in=1)]
    assert find_penalties(penalties, races=[PlannedRace(2)], race=2) == {"7": 8}


@given(
    st.permutations(list("abcdefgh")),
    st.dictionaries(st.sampled_from(list("abcdefgh")), st.integers(min_value=0, max_value=12)),
)
def test_no_car_is_lost_and_who_is_not_penalised_never_falls_behind_another_such(
    order: list[str], penalties: dict[str, int]
) -> None:
    grid = drop_places(order, penalties)
    assert sorted(grid) == sorted(order)
    free = [car for car in order if not penalties.get(car)]
    assert [car for car in grid if not penalties.get(car)] == free


@given(st.permutations(list("abcdefgh")), st.sampled_from(list("abcdefgh")), st.integers(min_value=1, max_value=12))
def test_one_penalised_car_falls_exactly_its_places_or_to_the_back(order: list[str], car: str, places: int) -> None:
    assert drop_places(order, {car: places}).index(car) == min(order.index(car) + places, len(order) - 1)
