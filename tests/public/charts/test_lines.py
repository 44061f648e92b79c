"""Charts of lines: coordinates, labels, holes, and the same figures as a table."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from championships.public.charts import Drawing, Heading, Series, Stop, draw_bump, draw_gap, draw_lines

HEADING = Heading("c", "Points", "Race by race.", corner="After", unknown="not published")
STOPS = tuple(Stop(f"R{n}", f"Race {n}", "SPA") for n in range(1, 5))


def draw(*series: Series, stops: tuple[Stop, ...] = STOPS, **more: Any) -> Drawing:
    return draw_lines(HEADING, stops, series, **more)


def test_points_grow_from_the_zero_line_upwards() -> None:
    chart = draw(Series("7", "Ada", (10, 20, 30, 40)))

    assert chart.curves[0].pieces == ("125,230.5 375,161 625,91.5 875,22",)
    assert [(tick.at, tick.label, tick.base) for tick in chart.ticks_y][:2] == [
        ("300", "0", True),
        ("230.5", "10", False),
    ]
    assert (chart.height, chart.plot_height, chart.plot_width) == ("352", "300", "84")


def test_a_line_breaks_where_a_figure_is_not_known() -> None:
    chart = draw(Series("7", "Ada", (10, None, 30, 40)), Series("8", "Bo", (10, 12, 14, 16)))

    assert chart.curves[0].pieces == ("625,91.5 875,22",)
    assert [(mark.x, mark.y) for mark in chart.curves[0].marks] == [("10.5", "230.5"), ("52.5", "91.5"), ("73.5", "22")]
    assert chart.shades == ()


def test_a_stretch_nobody_knows_is_shaded_with_words_and_not_drawn_through() -> None:
    chart = draw(Series("7", "Ada", (None, None, 30, 40)), Series("8", "Bo", (None, None, 20, 21)))

    assert [(shade.x, shade.width, shade.words_x, shade.words) for shade in chart.shades] == [
        ("0", "42", "21", "not published")
    ]
    assert [len(curve.pieces) for curve in chart.curves] == [1, 1]


def test_one_point_is_a_dot_with_its_label() -> None:
    chart = draw(Series("7", "Ada", (5,)), stops=STOPS[:1])

    assert chart.curves[0].pieces == ()
    assert [(mark.x, mark.y) for mark in chart.curves[0].marks] == [("42", "22")]
    assert [(label.x, label.y, label.number, label.name) for label in chart.labels] == [("85", "27", "7", "Ada")]


def test_nobody_is_an_empty_drawing_that_still_stands() -> None:
    chart = draw()

    assert (chart.curves, chart.labels, chart.height) == ((), (), "352")
    assert [shade.words for shade in chart.shades] == ["not published"]


def test_all_at_zero_lie_on_the_zero_line_and_their_labels_do_not_touch() -> None:
    chart = draw(*(Series(str(n), f"D{n}", (0, 0, 0, 0)) for n in range(5)))

    assert {piece for curve in chart.curves for piece in curve.pieces} == {"125,300 375,300 625,300 875,300"}
    heights = sorted(float(label.y) for label in chart.labels)
    assert [b - a for a, b in pairwise(heights)] == [19, 19, 19, 19]


def test_forty_lines_have_forty_labels_apart_on_a_taller_paper() -> None:
    chart = draw(*(Series(str(n), f"D{n}", (n, n, n, n)) for n in range(40)))

    heights = sorted(float(label.y) for label in chart.labels)
    assert len(heights) == 40
    assert min(b - a for a, b in pairwise(heights)) >= 19
    assert float(chart.plot_height) >= 40 * 19


def test_lines_differ_by_weight_and_dash_and_the_accent_lies_on_top() -> None:
    chart = draw(
        Series("1", "A", (1, 1, 1, 1), accent=True),
        Series("2", "B", (2, 2, 2, 2)),
        Series("3", "C", (3, 3, 3, 3), rest=True),
    )

    assert [curve.style for curve in chart.curves] == ["rest", "s1", "on"]


def test_who_stopped_is_labelled_where_he_stopped() -> None:
    chart = draw(Series("7", "Ada", (10, 20, None, None)), Series("8", "Bo", (10, 12, 14, 16)))

    assert [(label.x, label.number, label.name) for label in chart.labels] == [("32.5", "7", ""), ("85", "8", "Bo")]


def test_a_provisional_stop_wears_a_star() -> None:
    chart = draw(Series("7", "Ada", (1,)), stops=(Stop("R1", "Race 1", provisional=True),))

    assert [tick.label for tick in chart.ticks_x] == ["R1*"]


def test_the_table_holds_the_same_figures_and_says_nothing_where_nothing_is_known() -> None:
    chart = draw(
        Series("7", "Ada", (Fraction(19, 2), None, 30, 40)),
        write_value=lambda value: f"{float(value):g}".replace(".", ","),
    )

    assert chart.figures.heads == ("7",)
    assert chart.figures.rows == (("Race 1", ("9,5",)), ("Race 2", ("",)), ("Race 3", ("30",)), ("Race 4", ("40",)))


def test_as_many_values_as_stops_are_asked_for() -> None:
    with pytest.raises(ValueError, match="Ada: 1 values for 4 stops"):
        draw(Series("7", "Ada", (1,)))


def test_the_leader_is_the_solid_line_on_top_of_a_chart_of_gaps() -> None:
    chart = draw_gap(
        HEADING,
        STOPS[:2],
        [Series("7", "Ada", (0, 5)), Series("8", "Bo", (10, 0))],
        leader="leader",
    )

    assert next((tick.at, tick.label, tick.base) for tick in chart.ticks_y) == ("22", "leader", True)
    assert [curve.pieces for curve in chart.curves] == [("250,22 750,157",), ("250,292 750,22",)]
    assert chart.figures.rows[1] == ("Race 2", ("-5", "0"))


def test_places_have_the_first_on_top_and_a_number_at_both_ends() -> None:
    chart = draw_bump(
        HEADING,
        STOPS[:2],
        [Series("7", "Ada", (1, 2)), Series("8", "Bo", (2, 1))],
    )

    assert [curve.pieces for curve in chart.curves] == [("250,14 750,33",), ("250,33 750,14",)]
    assert [(label.number, label.kind, label.y) for label in chart.labels] == [
        ("7", "", "38"),
        ("8", "", "19"),
        ("7", "first", "19"),
        ("8", "first", "38"),
    ]


def test_a_shared_place_is_one_point_with_two_labels() -> None:
    chart = draw_bump(
        HEADING,
        STOPS[:1],
        [Series("7", "Ada", (1,)), Series("8", "Bo", (1,))],
    )

    assert [curve.marks[0].y for curve in chart.curves] == ["14", "14"]
    assert sorted({float(label.y) for label in chart.labels}) == [15, 34]


def test_a_figure_that_only_one_lacks_is_told_apart_from_what_nobody_published() -> None:
    heading = Heading("c", "Laps", "", corner="After", unknown="not published", missing="no lap")
    series = (Series("7", "Ada", (1, None, None)), Series("8", "Bo", (2, 1, None)))
    chart = draw_lines(heading, STOPS[:3], series)

    assert [cells for _head, cells in chart.figures.rows] == [("1", "2"), (None, "1"), ("", "")]
    assert chart.figures.missing == "no lap"
