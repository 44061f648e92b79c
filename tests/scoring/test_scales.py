"""Points as people type them survive, or are refused with the place of the fault."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from championships.scoring.phrases import Phrase, write_in
from championships.scoring.scales import (
    ScaleError,
    find_rise,
    read_scale,
    read_starters,
    write_scale,
    write_starters,
)

SRO = "16.5-12-9.5-7.5-6-4.5-3-2-1-0.5"
SRO_POINTS = tuple(Fraction(text) for text in SRO.split("-"))


def refuse(text: str) -> int:
    """The position at which the text is refused."""
    with pytest.raises(ScaleError) as caught:
        read_scale(text)
    return caught.value.position


@pytest.mark.parametrize(
    "text",
    [
        SRO,
        SRO.replace("-", " "),
        SRO.replace("-", " ; "),
        SRO.replace("-", "/"),
        SRO.replace("-", " – "),
        SRO.replace(".", ","),
        SRO.replace(".", ",").replace("-", " "),
        f"  {SRO}\n",
    ],
)
def test_the_scale_of_decimals_survives_every_separator(text: str) -> None:
    assert read_scale(text) == SRO_POINTS


def test_what_was_read_is_written_back_place_by_place() -> None:
    assert write_scale(read_scale("20 18 16,5 0")) == "20-18-16.5-0"
    assert write_scale([Fraction(1, 3)]) is None


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("   ", 1),
        ("20,18,16", 3),
        ("20, 18, 16", 3),
        ("20,18", 3),
        ("9,5", 2),  # nine and a half, or nine and five
        ("9,8-7,6-5,4", 2),
        ("16.5-12,5", 8),
        ("1,5,5-2", 2),
        (",5-4", 1),
        ("20--18", 4),
        ("-20-18", 1),
        ("20-18-", 6),
        ("20-18;16", 6),
        ("20 18-16", 3),
        ("20-18 16", 6),
        ("20-18-x", 7),
        ("20-18-…", 7),
        ("20-18-16...", 7),
        ("020-18", 1),
        ("20-1e3", 4),
        ("20-٣", 4),
        ("20-½", 4),
        ("20:18", 1),
    ],
)
def test_a_doubtful_scale_is_refused_with_the_place_of_the_fault(text: str, position: int) -> None:
    assert refuse(text) == position


figures = st.integers(0, 4000).map(lambda n: Fraction(n, 100))
scales = st.lists(figures, min_size=1, max_size=60)


@given(scales, st.sampled_from(["-", " ", ";", "/", " - ", "; ", "\n"]))
def test_any_scale_survives_writing_and_reading(points: list[Fraction], separator: str) -> None:
    written = write_scale(points)
    assert written is not None
    assert read_scale(written.replace("-", separator)) == tuple(points)


@given(st.lists(st.integers(0, 80).map(lambda n: Fraction(n, 4)), min_size=2, max_size=40))
def test_quarters_survive_with_a_comma_wherever_another_separator_is_used(points: list[Fraction]) -> None:
    written = write_scale(points)
    assert written is not None
    assert read_scale(written.replace(".", ",")) == tuple(points)


@given(st.text(alphabet="0123456789.,-;/ \nx…", max_size=40))
def test_a_text_is_read_whole_or_refused_never_rearranged(text: str) -> None:
    points, refused_at = None, 1
    try:
        points = read_scale(text)
    except ScaleError as error:
        refused_at = error.position
    typed = text.replace(",", ".").translate({ord(sign): " " for sign in "-;/"}).split()
    assert 1 <= refused_at <= max(len(text), 1)
    assert points is None or list(points) == [Fraction(item) for item in typed]


def test_a_rise_is_found_and_left_as_it_is() -> None:
    assert find_rise(read_scale("20-18-19-1")) == 3
    assert find_rise(SRO_POINTS) is None


def test_points_by_starters_are_read_a_line_each() -> None:
    rows = read_starters("4: 4-3-2-1\n\n2: 2-1\n1: 1")
    assert rows == (
        (4, (Fraction(4), Fraction(3), Fraction(2), Fraction(1))),
        (2, (Fraction(2), Fraction(1))),
        (1, (Fraction(1),)),
    )
    assert write_starters(rows) == "4: 4-3-2-1\n2: 2-1\n1: 1"


@pytest.mark.parametrize(
    ("text", "position"), [("4-3", 1), ("4: 4-3\n4: 1", 8), ("4: 4-3\n2: 2-x", 13), ("", 1), ("0: 1", 1)]
)
def test_doubtful_points_by_starters_are_refused_with_the_place_of_the_fault(text: str, position: int) -> None:
    with pytest.raises(ScaleError) as caught:
        read_starters(text)
    assert caught.value.position == position


def test_a_fault_can_be_told_in_another_language() -> None:
    with pytest.raises(ScaleError) as caught:
        read_scale("20-18-x")
    french = {"sign %(position)s: %(sentence)s": "signe %(position)s : %(sentence)s"}
    known = {"“%(text)s” is not a number of points": "« %(text)s » n’est pas un nombre de points", **french}
    assert write_in(caught.value.text, lambda text: known[text]) == "signe 7 : « x » n’est pas un nombre de points"
    assert str(caught.value) == "sign 7: “x” is not a number of points"
    assert isinstance(caught.value.sentence, Phrase)
