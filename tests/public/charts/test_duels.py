"""Two competitors: the gap on both sides of zero, and their places as paired marks."""

from championships.public.charts import Heading, Series, Stop, draw_duel, draw_pairs

HEADING = Heading("d", "Gap", "Ada against Bo.", corner="After", unknown="not published")
STOPS = (Stop("CAS", "Castellet"), Stop("SPA", "Spa"), Stop("ARA", "Aragón"), Stop("MAG", "Magny-Cours"))


def test_ahead_stands_above_the_solid_zero_line_and_behind_below_it_hollow() -> None:
    chart = draw_duel(
        HEADING,
        STOPS,
        (None, 9, 2, -4),
        head="Gap",
        above="Ada ahead",
        below="Bo ahead",
    )

    assert [(tick.at, tick.base) for tick in chart.ticks_y] == [("165.1", True)]
    assert chart.curves[0].pieces == ("375,46 625,138.6 875,218",) or chart.curves[0].pieces == (
        "375,46 625,138.6 875,218",
    )
    assert [(mark.y, mark.kind, mark.words) for mark in chart.curves[0].marks] == [
        ("46", "", "9"),
        ("138.6", "", "2"),
        ("218", "open", "-4"),
    ]
    assert [(shade.x, shade.width) for shade in chart.shades] == [("0", "25")]
    assert (chart.above, chart.below) == ("Ada ahead", "Bo ahead")


def test_always_level_is_a_line_on_zero_in_the_middle() -> None:
    chart = draw_duel(HEADING, STOPS, (0, 0, 0, 0), head="Gap", above="", below="")

    assert chart.ticks_y[0].at == "132"
    assert chart.curves[0].pieces == ("125,132 375,132 625,132 875,132",)


def test_of_many_stops_only_the_first_the_extremes_and_the_last_are_written() -> None:
    stops = tuple(Stop(str(n), f"Race {n}") for n in range(12))
    chart = draw_duel(
        HEADING,
        stops,
        (1, 2, 3, 4, 9, 4, 3, 2, -6, -1, 0, 1),
        head="Gap",
        above="",
        below="",
    )

    assert [mark.words for mark in chart.curves[0].marks if mark.words] == ["1", "9", "-6", "1"]


def test_two_places_of_a_race_are_two_marks_and_one_may_be_missing() -> None:
    chart = draw_pairs(
        HEADING,
        STOPS,
        Series("7", "Ada", (1, None, 4, None)),
        Series("8", "Bo", (3, 2, 4, None)),
    )

    assert [(pair.first, pair.second) for pair in chart.pairs] == [("20", "60"), ("", "40"), ("80", "80"), ("", "")]
    assert [(shade.x, shade.words) for shade in chart.shades] == [("77.3", "not published")]
    assert chart.figures.heads == ("7", "8")


def test_the_key_of_paired_marks_names_the_two() -> None:
    chart = draw_pairs(HEADING, STOPS, Series("7", "Ada", (1, 2, 3, 4)), Series("8", "Bo", (2, 1, 4, 3)))

    assert (chart.above, chart.below) == ("Ada", "Bo")
