"""Gaps as typed, and what they say once the winner is known."""

from typing import Any

import pytest

from championships.scoring.gaps import (
    Behind,
    Distance,
    LapsBehind,
    LapsDisagree,
    NoTotal,
    TimeBehind,
    TotalTime,
    find_behind,
    measure,
    read_gap,
)

WINNER = 1_212_418  # 20:12.418


def measure_text(text: str, **facts: Any) -> Distance:
    known = {"laps": None, "winner": False, "winner_time": WINNER, "winner_laps": 14, **facts}
    return measure(read_gap(text), **known)


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("+3.377", TimeBehind(3_377)),
        ("+ 3,377", TimeBehind(3_377)),
        ("+1:03.377", TimeBehind(63_377)),
        ("3.377", TotalTime(3_377, bare=True)),
        ("20'12\"418", TotalTime(WINNER, bare=True)),
        ("1 lap", LapsBehind(1)),
        ("+1 Lap", LapsBehind(1)),
        ("1\N{NO-BREAK SPACE}tour", LapsBehind(1)),
        ("2 tours", LapsBehind(2)),
        ("3L", LapsBehind(3)),
        ("2 t", LapsBehind(2)),
    ],
)
def test_every_usual_way_to_write_a_gap_is_read(text: str, gap: object) -> None:
    assert read_gap(text) == gap


@pytest.mark.parametrize("text", ["", "+", "0 laps", "lap", "a lap", "+-3", "3.377 s", "1 lap 2"])
def test_what_is_no_gap_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_gap(text)


def test_a_gap_gives_the_total_time_from_that_of_the_winner() -> None:
    assert measure_text("+3.377") == Distance(time_ms=WINNER + 3_377, laps=14)
    assert measure_text("+3.377", laps=13) == Distance(time_ms=WINNER + 3_377, laps=13)


def test_a_bare_figure_below_the_winner_s_time_is_a_gap_and_above_it_a_total() -> None:
    assert measure_text("3.377").time_ms == WINNER + 3_377
    assert measure_text("20:15.795").time_ms == WINNER + 3_377


def test_who_retired_or_was_lapped_has_typed_a_total_time() -> None:
    assert measure_text("5:32.1", finished=False) == Distance(time_ms=332_100)
    assert measure_text("19:59.0", laps=13) == Distance(time_ms=1_199_000, laps=13)


def test_laps_behind_give_the_laps_and_must_agree_with_those_typed() -> None:
    assert measure_text("1 lap") == Distance(laps=13)
    assert measure_text("1 lap", laps=13) == Distance(laps=13)
    with pytest.raises(LapsDisagree) as refused:
        measure_text("1 lap", laps=12)
    assert refused.value.expected == 13


def test_a_gap_waits_for_the_time_of_the_winner() -> None:
    assert measure_text("+3.377", winner_time=None) == Distance(pending=True)
    assert measure_text("1 lap", winner_laps=None) == Distance(pending=True)


def test_the_winner_himself_has_a_total_and_no_gap() -> None:
    assert measure_text("20:12.418", winner=True, winner_time=None) == Distance(time_ms=WINNER)
    with pytest.raises(NoTotal):
        measure_text("+3.377", winner=True)


def test_the_gap_shown_is_in_laps_first_then_in_time() -> None:
    def find(time_ms: int | None, laps: int | None) -> Behind | None:
        return find_behind(time_ms=time_ms, laps=laps, winner_time=WINNER, winner_laps=14)

    assert find(WINNER + 3_377, 14) == Behind(ms=3_377)
    assert find(WINNER + 3_377, 13) == Behind(laps=1)
    assert find(None, 14) is None
    assert find(WINNER - 1, 14) is None
