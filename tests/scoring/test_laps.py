"""Laps: leaders, places lap by lap, best laps. The leader of a lap is who completed it first."""

from hypothesis import given
from hypothesis import strategies as st

from championships.scoring.laps import Chart, Run, RunLap, draw_chart, rank_by_laps


def _run(car: str, *times: int, elapsed: bool = True) -> list[RunLap]:
    total, laps = 0, []
    for n, time in enumerate(times, start=1):
        total += time
        laps.append(RunLap(car, n, time, total if elapsed else None))
    return laps


def test_places_are_counted_among_those_who_completed_the_lap() -> None:
    chart = draw_chart([*_run("a", 100, 100, 100), *_run("b", 90, 120), *_run("c", 110, 105, 90)])
    assert chart == Chart(
        3,
        {"a": (2, 1, 1), "b": (1, 2, None), "c": (3, 3, 2)},
        ("b", "a", "a"),
    )
    assert chart.laps_led == {"b": 1, "a": 2}


def test_two_cars_level_at_the_line_share_the_place_and_nobody_leads() -> None:
    chart = draw_chart([*_run("a", 100), *_run("b", 100), *_run("c", 101)])
    assert chart.places == {"a": (1,), "b": (1,), "c": (3,)}
    assert chart.leaders == (None,)


def test_without_times_since_the_start_the_laps_are_added_up_until_one_is_missing() -> None:
    laps = [RunLap("a", 1, 100), RunLap("a", 2, None), RunLap("a", 3, 90), *_run("b", 101, 100, 100, elapsed=False)]
    assert draw_chart(laps).places == {"a": (1, None, None), "b": (2, 1, 1)}


def test_a_run_tells_its_laps_and_its_two_best() -> None:
    laps = [*_run("a", 100, 98, 99), *_run("b", 90)]
    assert rank_by_laps(laps) == (Run("a", 3, 297, 98, 2, 99), Run("b", 1, 90, 90, 1, None))


def test_no_lap_is_an_empty_chart() -> None:
    assert draw_chart([]) == Chart(0, {}, ())
    assert rank_by_laps([]) == ()


@given(st.dictionaries(st.sampled_from("abcde"), st.lists(st.integers(1, 500), min_size=1, max_size=8), min_size=1))
def test_the_places_of_a_lap_are_those_of_the_times_whatever_the_order_of_the_rows(runs: dict[str, list[int]]) -> None:
    laps = [lap for car, times in runs.items() for lap in _run(car, *times)]
    chart = draw_chart(laps)
    assert draw_chart(sorted(laps, key=lambda lap: (-lap.n, lap.car))) == chart
    for n in range(1, chart.laps + 1):
        crossed = {car: sum(times[:n]) for car, times in runs.items() if len(times) >= n}
        for car in runs:
            expected = None if car not in crossed else 1 + sum(time < crossed[car] for time in crossed.values())
            assert chart.places[car][n - 1] == expected
