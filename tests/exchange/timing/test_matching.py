"""Which car a row is: licence or transponder, number, exact name, alias. Everything else is a question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from championships.exchange.timing.announcements import read_announcement
from championships.exchange.timing.matching import (
    Choice,
    Doubt,
    EnteredCar,
    How,
    Person,
    fits,
    match_cars,
)
from championships.exchange.timing.values import TimedCar
from championships.models import fold
from championships.scoring.vocabulary import PenaltyKind


def _person(pk: int, name: str, *aliases: str, licence: str = "") -> Person:
    words = name.split()
    turned = " ".join([*words[-1:], *words[:-1]])
    return Person(pk, name, frozenset({fold(name), fold(turned)}), frozenset(map(fold, aliases)), licence)


ANN, BOB, CY = _person(1, "Ann Lee", "A. Leigh"), _person(2, "Bob Ray", licence="L-22"), _person(3, "Cy Fox")
FIELD = (
    EnteredCar(10, "7", "#7", (ANN,), ("1111",)),
    EnteredCar(20, "007", "#007", (BOB,), ("2222",)),
    EnteredCar(30, "12", "#12", (CY,), ("3333",)),
)


def _match(field: tuple[EnteredCar, ...] = FIELD, **values: object) -> tuple[object, ...]:
    (match,) = match_cars([TimedCar(line=1, **values)], field)  # type: ignore[arg-type]
    return match.entry_id, match.how, match.doubt, match.candidates


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"number": "7"}, (10, How.NUMBER, None, ())),
        ({"number": "007"}, (20, How.NUMBER, None, ())),
        ({"number": "07"}, (None, None, Doubt.UNKNOWN, ())),
        ({"number": "7", "names": ("LEE Ann",)}, (10, How.NUMBER, None, ())),
        ({"number": "7", "names": ("A. Lee",)}, (10, How.NUMBER, None, ())),
        ({"transponders": ("2222",)}, (20, How.TRANSPONDER, None, ())),
        ({"licences": ("l-22",)}, (20, How.LICENCE, None, ())),
        ({"names": ("ann  LEE",)}, (10, How.NAME, None, ())),
        ({"names": ("Lee, Ann",)}, (10, How.NAME, None, ())),
        ({"names": ("A. Leigh",)}, (10, How.ALIAS, None, ())),
        ({"names": ("A. Lee",)}, (None, None, Doubt.UNKNOWN, ())),
        ({"number": "99", "names": ("Ann Lee",)}, (10, How.NAME, None, ())),
        ({"number": "7", "names": ("Cy Fox",)}, (None, None, Doubt.CONFLICT, (10, 30))),
        ({"number": "7", "transponders": ("3333",)}, (None, None, Doubt.CONFLICT, (10, 30))),
        ({"number": "7", "licences": ("L-22",)}, (None, None, Doubt.CONFLICT, (10, 20))),
        ({"number": "99", "names": ("Nobody Known",)}, (None, None, Doubt.UNKNOWN, ())),
        ({}, (None, None, Doubt.UNKNOWN, ())),
    ],
)
def test_a_row_leads_to_one_car_or_to_a_question(values: dict[str, object], expected: tuple[object, ...]) -> None:
    assert _match(**values) == expected


def test_two_cars_with_one_number_are_a_question_unless_the_name_tells_them_apart() -> None:
    field = (EnteredCar(10, "50", "a", (ANN,)), EnteredCar(20, "50", "b", (BOB,)))
    assert _match(field, number="50") == (None, None, Doubt.SEVERAL, (10, 20))
    assert _match(field, number="50", names=("Bob Ray",)) == (20, How.NUMBER, None, ())


def test_a_name_entered_twice_is_a_question() -> None:
    field = (EnteredCar(10, "1", "a", (ANN,)), EnteredCar(20, "2", "b", (_person(9, "Ann Lee"),)))
    assert _match(field, names=("Ann Lee",)) == (None, None, Doubt.SEVERAL, (10, 20))


def test_a_withdrawn_car_is_a_question_and_steps_back_behind_a_running_one() -> None:
    gone = EnteredCar(10, "1", "a", (ANN,), withdrawn=True)
    assert _match((gone,), number="1") == (None, None, Doubt.WITHDRAWN, (10,))
    assert _match((gone, EnteredCar(20, "1", "b", (BOB,))), number="1") == (20, How.NUMBER, None, ())


def test_two_rows_of_one_car_are_both_questions() -> None:
    matches = match_cars([TimedCar(line=1, number="7"), TimedCar(line=2, number="7")], FIELD)
    assert [(match.entry_id, match.doubt) for match in matches] == [(None, Doubt.TWICE), (None, Doubt.TWICE)]
    answered = match_cars([TimedCar(line=1, number="7"), TimedCar(line=2, number="7")], FIELD, {1: 10, 2: Choice.OUT})
    assert [(match.entry_id, match.how, match.choice) for match in answered] == [
        (10, How.PERSON, None),
        (None, None, Choice.OUT),
    ]


def test_a_name_that_is_none_of_the_crew_is_asked_about() -> None:
    (match,) = match_cars([TimedCar(line=1, number="7", names=("Ann Lee", "Zed Oak"))], FIELD)
    assert match.entry_id == 10
    assert [(doubt.index, doubt.name) for doubt in match.name_doubts] == [(1, "Zed Oak")]


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("Ann Lee", True),
        ("LEE", True),
        ("A Lee", True),
        ("a leigh", True),
        ("A", False),
        ("Anna Lee", False),
        ("Lea", False),
    ],
)
def test_only_shortened_names_fit(name: str, fit: bool) -> None:
    assert fits(name, ANN) is fit


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda number, name: (number, name),
            st.sampled_from(["7", "007", "12", "99", ""]),
            st.sampled_from(["Ann Lee", "Bob Ray", "Cy Fox", "A. Leigh", "Nobody", ""]),
        ),
        max_size=6,
    )
)
def test_a_car_whose_number_is_in_the_file_is_never_another_rows_car(rows: list[tuple[str, str]]) -> None:
    cars = [TimedCar(line=n, number=number, names=(name,) if name else ()) for n, (number, name) in enumerate(rows)]
    numbers = {car.entry_id: car.number for car in FIELD}
    for match in match_cars(cars, FIELD):
        if match.entry_id is None:
            continue
        own = numbers[match.entry_id]
        assert match.car.number == own or match.car.number not in numbers.values()
        assert sum(each.entry_id == match.entry_id for each in match_cars(cars, FIELD)) == 1


@pytest.mark.parametrize(
    ("text", "proposals"),
    [
        ("#41: +5s", [("41", PenaltyKind.TIME, 5)]),
        ("Competitor#105 5 Seconds Penalty", [("105", PenaltyKind.TIME, 5)]),
        ("#29:-3 POS-CONTACT OFF GAIN", [("29", PenaltyKind.PLACES, 3)]),
        ("#28: 1 POS, GIVE BACK BOARD, CONTACT WITH 57", [("28", PenaltyKind.PLACES, 1)]),
        ("Car 7, 12 and 33: 5 second time penalty", [(n, PenaltyKind.TIME, 5) for n in ("7", "12", "33")]),
        ("#45: DQ-LIGHT", [("45", PenaltyKind.DISQUALIFY, 0)]),
        ("Minus one position, contact on final lap. Kart #45", [("45", PenaltyKind.PLACES, 1)]),
        ("Voiture 12 : 5 secondes, limites de piste", [("12", PenaltyKind.TIME, 5)]),
        ("#7 best lap deleted turn 4", [("7", PenaltyKind.LAP_DELETED, 0)]),
        ("#8 3 place grid penalty next race", [("8", PenaltyKind.GRID, 3)]),
        ("#8 +1:00.000", [("8", PenaltyKind.TIME, 60)]),
        ("#007: +5s", [("007", PenaltyKind.TIME, 5)]),
        ("#12 under investigation", []),
        ("#47: MECHANICAL 22ND PLACE POINTS", []),
        ("Track is wet", []),
    ],
)
def test_announcements_are_read_as_proposals(text: str, proposals: list[tuple[str, PenaltyKind, int]]) -> None:
    assert [(each.number, each.kind, each.amount) for each in read_announcement(text)] == proposals
