"""Places, names, lap times and abbreviations as text."""

import pytest

from championships.formatting.abbreviations import abbreviate, abbreviate_all
from championships.formatting.places import join_names, write_ordinal, write_place
from championships.formatting.times import write_time, write_time_gap


def test_a_shared_place_carries_an_equals_sign() -> None:
    assert write_place(7, tied=True) == "7 ="
    assert write_place(7) == "7"


def test_a_mark_stands_instead_of_a_place_and_an_unknown_place_is_nothing() -> None:
    assert write_place(None, mark="DSQ") == "DSQ"
    assert write_place(None) == ""


@pytest.mark.parametrize(
    ("number", "french", "english"),
    [
        (1, "1er", "1st"),
        (2, "2e", "2nd"),
        (3, "3e", "3rd"),
        (11, "11e", "11th"),
        (13, "13e", "13th"),
        (22, "22e", "22nd"),
    ],
)
def test_ordinals_follow_the_language(number: int, french: str, english: str) -> None:
    assert (write_ordinal(number, "fr"), write_ordinal(number, "en")) == (french, english)


def test_names_are_joined_as_the_language_does() -> None:
    assert join_names(["Ann"], "fr") == "Ann"
    assert join_names(["Ann", "Bob"], "fr") == "Ann et Bob"
    assert join_names(["Ann", "Bob", "Cid"], "en") == "Ann, Bob and Cid"


def test_lap_times_and_gaps_keep_three_decimals() -> None:
    assert write_time(98_765, "fr") == "1:38,765"
    assert write_time(3_723_004, "en") == "1:02:03.004"
    assert write_time(None, "en") == ""
    assert write_time_gap(1_234, "fr") == "+1,234"
    assert write_time_gap(62_345, "en") == "+1:02.345"


def test_a_meeting_is_abbreviated_without_its_fillers() -> None:
    assert abbreviate("Grand Prix d’Italie") == "ITA"
    assert abbreviate("Magny-Cours") == "MAG"
    assert abbreviate("Grand Prix de l’Émilie") == "EMI"


def test_meetings_that_would_read_alike_carry_their_number() -> None:
    assert abbreviate_all(["Austrian Grand Prix", "Monaco Grand Prix", "Australian Grand Prix"]) == ["1", "MON", "3"]
