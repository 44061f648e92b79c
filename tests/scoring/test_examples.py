"""Worked examples belong to the rules: read strictly, computed, and told apart from what the rules give."""

from fractions import Fraction
from typing import Any

import pytest

from championships.scoring.examples import check_examples
from championships.scoring.rulebook import RuleBookError, parse_book, write_book
from championships.scoring.rulebook.example_notation import NotationError, read_row, read_session
from championships.scoring.vocabulary import FinishStatus

RACES = ["1 race: ada basile cleo", "2 race: basile ada cleo(DNF)"]
RIGHT = {"standings": "club", "rows": ["1 ada 8", "1 basile 8", "3 cleo 2"]}


def make(*examples: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {
        "schema": "championship-rules/1",
        "championship": "cup",
        "season": 2025,
        "points_tables": {"race": [5, 3, 2, 1]},
        "standings": [
            {"id": "club", "competitor": "driver", "sessions": {"race": {"table": "race"}}},
            {"id": "gents", "competitor": "driver", "extract_from": "club", "may_appear": {"categories": ["g"]}},
        ],
        "examples": list(examples),
        **keys,
    }


def example(*tables: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"title": "A season", "results": RACES, "tables": list(tables), **keys}


def check(*tables: dict[str, Any], **keys: Any) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    shortfalls = check_examples(parse_book(make(example(*tables), **keys)))
    return [(one.champion, one.expected, one.found) for one in shortfalls]


def test_an_example_that_comes_out_says_nothing() -> None:
    assert check(RIGHT, {"standings": "club", "after": 1, "champion": "ada"}) == []


def test_an_example_that_comes_out_otherwise_shows_both_tables() -> None:
    wrong = {"standings": "club", "rows": ["1 ada 9", "2 basile 8", "3 cleo 2"]}
    found = ("1 ada 8", "1 basile 8", "3 cleo 2")
    assert check(wrong) == [("", ("1 ada 9", "2 basile 8", "3 cleo 2"), found)]


def test_level_on_points_is_not_champion() -> None:
    found = ("1 ada 8", "1 basile 8", "3 cleo 2")
    assert check({"standings": "club", "champion": "ada"}) == [("ada", (), found)]


def test_a_row_too_few_is_a_difference() -> None:
    assert len(check({"standings": "club", "rows": ["1 ada 8", "1 basile 8"]})) == 1


def test_a_table_after_a_round_that_is_not_run_is_a_difference() -> None:
    assert check({"standings": "club", "after": 7, "champion": "ada"}) == [("ada", (), ())]


def test_the_examples_of_a_hypothesis_are_run_as_if_it_were_in_force() -> None:
    assert check(RIGHT, hypothesis=True) == []


def test_the_order_on_the_road_asks_the_rules_who_is_classified() -> None:
    timed = {
        "title": "Three quarters",
        "timing": True,
        "results": ["1 race 20/20: ada(laps=20) basile(laps=15, DNF) cleo(laps=14, DNF)"],
        "tables": [{"standings": "club", "rows": ["1 ada 5", "2 basile 3", "3 cleo 0"]}],
    }
    book = parse_book(make(timed, classification={"min_distance": "3/4"}))
    assert check_examples(book) == ()


def test_categories_decide_who_stands_in_a_table_of_an_example() -> None:
    results = ["1 race: ada basile(category=g) cleo dino(category=g)"]
    tables = [{"standings": "gents", "rows": ["1 basile 3", "2 dino 1"]}]
    assert check_examples(parse_book(make({"title": "Gents", "results": results, "tables": tables}))) == ()


def test_examples_survive_writing_and_reading() -> None:
    book = parse_book(make(example(RIGHT, {"standings": "club", "after": 1, "champion": "ada"}, source="p. 3")))
    assert parse_book(write_book(book)) == book
    assert book.examples[0].source == "p. 3"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"title": ""}, "examples[0].title"),
        ({"results": []}, "examples[0].results"),
        ({"results": ["1 race ada"]}, "examples[0].results[0]"),
        ({"results": ["1 rcae: ada"]}, "examples[0].results[0]"),
        ({"results": ["1 race: ada", "1 race: basile"]}, "examples[0].results[1]"),
        ({"results": ["1 race: ada(gest)"]}, "examples[0].results[0]"),
        ({"tables": []}, "examples[0].tables"),
        ({"tables": [{"standings": "nobody", "champion": "ada"}]}, "examples[0].tables[0].standings"),
        ({"tables": [{"standings": "club"}]}, "examples[0].tables[0]"),
        ({"tables": [{"standings": "club", "rows": ["ada 5"]}]}, "examples[0].tables[0].rows[0]"),
        ({"tables": [{"standings": "club", "rows": ["1 ada 5pts"]}]}, "examples[0].tables[0].rows[0]"),
        ({"tables": [{"standings": "club", "after": 0, "champion": "ada"}]}, "examples[0].tables[0].after"),
        ({"remark": "x"}, "examples[0].remark"),
    ],
)
def test_a_wrong_example_is_refused_with_its_path(change: dict[str, Any], path: str) -> None:
    with pytest.raises(RuleBookError) as caught:
        parse_book(make(example(RIGHT) | change))
    assert caught.value.path == path


def test_a_session_is_read_with_all_that_is_known() -> None:
    session = read_session(
        "2 race 4/20: ada(number=007, grid=3, fastest_lap)+basile(laps=4, category=g) cleo(DSQ, guest) dino"
    )
    first, second, third = session.lines
    assert (session.round, session.key, session.laps, session.planned_laps) == (2, "race", 4, 20)
    assert (first.place, first.car, [one.driver for one in first.drivers]) == (1, "007", ["ada", "basile"])
    assert (first.drivers[0].grid, first.drivers[0].flags) == (3, frozenset({"fastest_lap"}))
    assert (first.drivers[1].laps, first.drivers[1].categories) == (4, frozenset({"g"}))
    assert (second.place, second.status, second.guest) == (None, FinishStatus.DSQ, True)
    assert (third.place, third.road_order) == (2, 3)


@pytest.mark.parametrize(
    "text", ["", "race: ada", "1 race:", "1 race: ada(", "1 race: ada) basile", "1 race: ada(DNF, DSQ)", "0 race: ada",
             "1 race: ada(laps=x)", "1 race: ada++basile", "1 race: <b>"]
)  # fmt: skip
def test_results_that_are_not_understood_are_refused(text: str) -> None:
    with pytest.raises(NotationError):
        read_session(text)


def test_points_of_a_row_take_point_comma_or_fraction() -> None:
    assert [read_row(f"3 ada {text}").points for text in ("5.5", "5,5", "1/3")] == [
        Fraction(11, 2),
        Fraction(11, 2),
        Fraction(1, 3),
    ]
    assert read_row("NR ada 3").text == "NR ada 3"
