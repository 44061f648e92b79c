"""English as a sentence needs it."""

from fractions import Fraction

import pytest

from championships.stories.english.grammar import (
    name_circuit,
    name_event,
    name_series,
    possessive,
    typeset,
    write_count,
    write_gap,
    write_in_country,
    write_place,
    write_points,
)

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("points", "text", "gap"),
    [
        ("1", f"1{NBSP}point", "one point"),
        ("3/2", f"1.5{NBSP}points", f"1.5{NBSP}points"),
        ("1/2", f"0.5{NBSP}points", "half a point"),
        ("0", f"0{NBSP}points", f"0{NBSP}points"),
        ("9", f"9{NBSP}points", "nine points"),
        ("739/2", f"369.5{NBSP}points", f"369.5{NBSP}points"),
    ],
)
def test_one_point_alone_is_singular(points: str, text: str, gap: str) -> None:
    assert (write_points(Fraction(points)), write_gap(Fraction(points))) == (text, gap)


def test_counts_and_places_are_words_while_they_are_small() -> None:
    assert [write_count(n, "win", "wins") for n in (0, 1, 12, 13)] == ["no wins", "one win", "twelve wins", "13 wins"]
    assert [write_place(n) for n in (1, 7, 11)] == ["first", "seventh", "11th"]
    assert write_place(7, tied=True) == "seventh equal"


def test_series_and_events_take_the_article_they_need() -> None:
    assert name_series("Demonstration Cup") == "the Demonstration Cup"
    assert name_series("Formula X") == "the Formula X championship"
    assert name_series("The Open Trophy") == "The Open Trophy"
    assert name_event("Magny-Cours final") == "the Magny-Cours final"
    assert name_event("Imola") == "Imola"
    assert name_circuit("Circuit Paul Ricard") == "the Circuit Paul Ricard"
    assert name_circuit("Dijon-Prenois") == "Dijon-Prenois"


def test_countries_take_the_article_they_need() -> None:
    assert [write_in_country(one) for one in ("ES", "NL", "GB", "")] == [
        "in Spain",
        "in the Netherlands",
        "in the United Kingdom",
        "",
    ]


def test_a_name_in_s_takes_the_apostrophe_alone() -> None:
    assert (possessive("Dupuis"), possessive("Roc")) == ("Dupuis’", "Roc’s")


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop() -> None:
    assert typeset("the  end's near") == "The end’s near."
