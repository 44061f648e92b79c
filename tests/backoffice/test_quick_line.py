"""The quick line: numbers are text, a key gives the status, a fault disturbs no other number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from championships.backoffice.results.cars import Car, Field
from championships.backoffice.results.quick import Token, read_order, write_order
from championships.backoffice.results.statuses import KEYS, read_status
from championships.scoring.vocabulary import FinishStatus

NUMBERS = ("4", "7", "007", "12", "12R", "88", "38", "38", "111")


def make_field(numbers: tuple[str, ...] = NUMBERS) -> Field:
    cars = []
    for pk, number in enumerate(numbers, start=1):
        same = [index for index, other in enumerate(numbers, start=1) if other == number]
        label = f"{number}/{same.index(pk) + 1}" if len(same) > 1 else number
        cars.append(Car(pk, number, label, f"Driver {pk}", "", False, (), (), ""))
    return Field(cars)


def read(text: str) -> list[tuple[str, str, str]]:
    def code(status: FinishStatus) -> str:
        return "" if status is FinishStatus.CLASSIFIED else status.value

    tokens = read_order(text, make_field())
    return [(token.car.label if token.car else "", code(token.status), token.fault) for token in tokens]


def test_numbers_are_text_and_stand_in_the_order_typed() -> None:
    assert read("88 007\n7, 4;12") == [(number, "", "") for number in ("88", "007", "7", "4", "12")]


@pytest.mark.parametrize(("key", "status"), KEYS.items())
def test_one_key_after_the_number_gives_its_status(key: str, status: FinishStatus) -> None:
    (token,) = read_order(f"88{key}", make_field())
    assert (token.car and token.car.number, token.status) == ("88", status)
    (token,) = read_order(f"88{key.upper()}", make_field())
    assert token.status is status


def test_a_number_that_ends_in_a_letter_is_that_car_and_a_sign_tells_it_from_a_status() -> None:
    assert read("12r") == [("12R", "", "")]
    assert read("12=r 12rr") == [("12", "DNF", ""), ("12R", "DNF", "")]


def test_the_top_row_of_a_french_keyboard_may_be_typed_without_shift() -> None:
    assert read("&é ' àà_") == [("12", "", ""), ("4", "", ""), ("", "", "unknown")]
    assert read("__r") == [("88", "DNF", "")]


def test_faults_are_said_at_their_number_and_disturb_no_other() -> None:
    assert read("4 57 4 38 38/2 88") == [
        ("4", "", ""),
        ("", "", "unknown"),
        ("4", "", "twice"),
        ("", "", "shared"),
        ("38/2", "", ""),
        ("88", "", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "near"),
    [("8", ["4", "7", "88", "38/1"]), ("21", ["12"]), ("1111", ["111"]), ("0007", ["7", "007"]), ("555", [])],
)
def test_near_numbers_are_one_slip_away(typed: str, near: list[str]) -> None:
    (token,) = read_order(typed, make_field())
    assert [car.label for car in token.near] == near


@given(
    st.permutations(range(len(NUMBERS))),
    st.lists(st.sampled_from(list(FinishStatus)), min_size=len(NUMBERS), max_size=len(NUMBERS)),
)
def test_what_is_written_reads_as_what_was_read(order: list[int], statuses: list[FinishStatus]) -> None:
    field = make_field()
    cars = [(field.cars[index], statuses[index]) for index in order]
    tokens = read_order(write_order(cars, field), field)
    assert tokens == [Token(token.text, car, status) for token, (car, status) in zip(tokens, cars, strict=True)]


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(text: str) -> None:
    for token in read_order(text, make_field()):
        assert token.car is not None or token.fault


@pytest.mark.django_db
def test_a_status_is_read_by_key_code_or_word() -> None:
    assert [read_status(text) for text in ("r", "DNF", "retired", "", "C")] == [
        FinishStatus.DNF, FinishStatus.DNF, FinishStatus.DNF, None, FinishStatus.CLASSIFIED
    ]  # fmt: skip
    with pytest.raises(ValueError, match="zz"):
        read_status("zz")
