"""The lap chart: places lap by lap, stops in the pits, who led, and where a car stopped."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from championships.public.charts.laps import draw_laps
from championships.public.charts.values import Drawing, Heading
from championships.queries.laps import LapCar, LapChart, Lead

HEADING = Heading("laps", "Lap chart", "Who led.", corner="After", unknown="not published")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def make_car(number: str, places: tuple[int | None, ...], pit_laps: tuple[int, ...] = ()) -> LapCar:
    return LapCar(1, number, "", len([one for one in places if one]), 90000, 1, None, 0, places, pit_laps)


def draw(grid: dict[str, int], followed: str = "") -> Drawing:
    cars = (
        make_car("7", (2, 1, 1, 1)),
        make_car("8", (1, 2, 2, 2), pit_laps=(2,)),
        make_car("9", (3, None, None, None)),
    )
    chart = LapChart(1, "laps.csv", 4, cars, (Lead("8", 1, 1), Lead("7", 2, 4)))
    return draw_laps(HEADING, chart, grid=grid, followed=followed)


def test_the_grid_stands_before_the_first_lap_where_every_car_has_a_place_on_it() -> None:
    assert [row[0] for row in draw({"7": 1, "8": 2, "9": 3}).figures.rows] == [
        "Grid",
        "Lap 1",
        "Lap 2",
        "Lap 3",
        "Lap 4",
    ]
    assert [row[0] for row in draw({"7": 1, "8": 2}).figures.rows] == ["Lap 1", "Lap 2", "Lap 3", "Lap 4"]


def test_a_car_that_stopped_is_named_where_it_stopped() -> None:
    labels = [(label.x, label.number) for label in draw({}).labels if label.kind != "first"]

    assert labels == [("19.4", "9"), ("85", "7"), ("85", "8")]


def test_a_stop_in_the_pits_is_a_hollow_mark_on_the_line() -> None:
    marks = [mark for curve in draw({}).curves for mark in curve.marks if mark.kind == "open"]

    assert [(mark.x, mark.y) for mark in marks] == [("37.1", "33")]


def test_the_strip_tells_who_led_over_the_same_width() -> None:
    assert [(one.x, one.width, one.number, one.other) for one in draw({}).strip] == [
        ("9", "18.8", "8", False),
        ("27.8", "56.3", "7", True),
    ]
    assert draw({"7": 1, "8": 2, "9": 3}).strip[0].x == "24"


def test_the_followed_car_is_in_colour_and_beyond_the_third_all_lie_in_the_background() -> None:
    assert [curve.style for curve in draw({}, followed="9").curves] == ["s0", "s1", "on"]
    cars = tuple(make_car(str(n), (n,)) for n in range(1, 6))
    chart = draw_laps(HEADING, LapChart(1, "laps.csv", 1, cars, ()), grid={})
    assert [curve.style for curve in chart.curves] == ["rest", "rest", "s0", "s1", "s2"]


def test_forty_cars_fit_their_paper() -> None:
    cars = tuple(make_car(str(n), (n, n)) for n in range(1, 41))
    chart = draw_laps(HEADING, LapChart(1, "laps.csv", 2, cars, ()), grid={})

    assert max(float(label.y) for label in chart.labels) <= float(chart.plot_height) + 5
