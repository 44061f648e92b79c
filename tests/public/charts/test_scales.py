"""Coordinates: exact, one decimal, a point whatever the language; labels that never touch."""

from fractions import Fraction
from itertools import pairwise

import pytest

from championships.public.charts.scales import Ground, Scale, choose_step, join_runs, spread, write
from championships.public.charts.values import Stop


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (Fraction(1, 3), "0.3"),
        (Fraction(-1, 40), "0"),
        (Fraction(-19, 2), "-9.5"),
        (Fraction(1999, 100), "20"),
    ],
)
def test_a_coordinate_has_one_decimal_at_most(value: Fraction, text: str) -> None:
    assert write(value) == text


@pytest.mark.parametrize(("span", "step"), [(0, 1), (5, 1), (6, 2), (11, 5), (26, 10), (240, 50), (251, 100)])
def test_the_grid_has_at_most_five_steps_of_one_two_or_five(span: int, step: int) -> None:
    assert choose_step(span) == step


def test_equal_ends_of_a_scale_stand_in_the_middle() -> None:
    flat = Scale(Fraction(7), Fraction(7), Fraction(300), Fraction(20))

    assert flat.place(7) == 160


def test_labels_with_room_stay_where_they_are_wanted() -> None:
    assert spread([100, 10, 50], gap=19, top=0, bottom=300) == (100, 10, 50)


def test_labels_wanted_at_one_place_are_centred_on_it_in_their_order() -> None:
    assert spread([100, 100, 100], gap=20, top=0, bottom=300) == (80, 100, 120)


def test_labels_are_kept_between_top_and_bottom() -> None:
    assert spread([0, 0, 300, 300], gap=20, top=10, bottom=290) == (10, 30, 270, 290)


def test_forty_labels_never_touch() -> None:
    places = spread([(index * 37) % 200 for index in range(40)], gap=19, top=10, bottom=800)

    ordered = sorted(places)
    assert all(after - before >= 19 for before, after in pairwise(ordered))
    assert ordered[0] >= 10
    assert ordered[-1] <= 800


def test_no_label_needs_no_place() -> None:
    assert spread([], gap=19, top=0, bottom=100) == ()


def test_a_single_stop_stands_in_the_middle_of_the_ground() -> None:
    ground = Ground(0, 80, (Stop("R1", "Race 1", "SPA"),))

    assert write(ground.across(0)) == "40"
    assert [(tick.at, tick.label) for tick in ground.list_groups()[0]] == [("40", "SPA")]


def test_groups_are_named_in_the_middle_of_their_stops_and_parted() -> None:
    stops = tuple(Stop(f"R{n}", f"Race {n}", group) for n, group in enumerate(("SPA", "SPA", "ARA", "ARA"), start=1))
    groups, parting = Ground(0, 80, stops).list_groups()

    assert [(tick.at, tick.label) for tick in groups] == [("20", "SPA"), ("60", "ARA")]
    assert parting == ("40",)


def test_equal_neighbours_are_one_run() -> None:
    assert list(join_runs(["a", "a", "b", "a"])) == [("a", 0, 2), ("b", 2, 3), ("a", 3, 4)]
    assert list(join_runs([])) == []
