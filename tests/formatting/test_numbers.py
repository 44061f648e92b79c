"""Figures as text: decimal comma in French, a true minus, thin spaces in thousands."""

from fractions import Fraction

import pytest

from championships.formatting.numbers import (
    is_single,
    write_gap,
    write_length,
    write_number,
    write_points,
    write_signed,
)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (Fraction(739, 2), "369,5", "369.5"),
        (Fraction(205), "205", "205"),
        (Fraction(0), "0", "0"),
        (Fraction(1, 7), "0,143", "0.143"),
        (Fraction(-5, 2), "\N{MINUS SIGN}2,5", "\N{MINUS SIGN}2.5"),
        (Fraction(2792), "2\N{NARROW NO-BREAK SPACE}792", "2,792"),
        (Fraction(1234567), "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", "1,234,567"),
    ],
)
def test_points_are_written_in_both_languages(value: Fraction, french: str, english: str) -> None:
    assert (write_points(value, "fr"), write_points(value, "en")) == (french, english)


def test_unknown_points_are_written_as_nothing() -> None:
    assert write_points(None, "fr") == ""


def test_a_figure_that_rounds_to_zero_carries_no_minus() -> None:
    assert write_number(Fraction(-1, 10_000), "en") == "0"


def test_halves_round_away_from_zero_when_written() -> None:
    assert write_number(Fraction(25, 1000), "en", decimals=2) == "0.03"
    assert write_number(Fraction(-25, 1000), "en", decimals=2) == "\N{MINUS SIGN}0.03"
    assert write_number(Fraction(1, 2), "en", decimals=0) == "1"


def test_the_gap_is_a_minus_and_the_leader_a_dash() -> None:
    assert write_gap(Fraction(83, 2), "fr") == "\N{MINUS SIGN}41,5"
    assert write_gap(Fraction(0), "fr") == "\N{EN DASH}"
    assert write_gap(None, "fr") == ""


def test_a_change_carries_its_sign() -> None:
    assert [write_signed(Fraction(n), "en") for n in (3, 0, -5)] == ["+3", "0", "\N{MINUS SIGN}5"]


def test_a_lap_is_measured_to_the_metre() -> None:
    assert write_length(5344, "fr") == "5,344\N{NO-BREAK SPACE}km"
    assert write_length(4000, "en") == "4.000\N{NO-BREAK SPACE}km"
    assert write_length(None, "en") == ""


@pytest.mark.parametrize(("value", "french", "english"), [(0, True, False), (1, True, True), (2, False, False)])
def test_the_singular_ends_below_two_in_french_and_is_one_alone_in_english(
    value: int, french: bool, english: bool
) -> None:
    assert (is_single(value, "fr"), is_single(value, "en")) == (french, english)
    assert (is_single(Fraction(3, 2), "fr"), is_single(Fraction(3, 2), "en")) == (True, False)
