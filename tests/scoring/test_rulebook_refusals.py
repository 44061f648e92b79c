"""A wrong rule book is refused with the path of every fault and what was expected there."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from championships.scoring.rulebook import (
    RuleBookError,
    parse_adjustment,
    parse_book,
    parse_opening_balance,
    parse_result_override,
    parse_rules,
    parse_session_override,
    parse_tie_decision,
    read_rules,
)

type Document = dict[str, Any]

RULES: Document = {
    "schema": "championship-rules/1",
    "championship": "coupe",
    "season": 2025,
    "points_tables": {"race": [3, 2, 1], "class": {"by_starters": {"2": [2, 1], "1": [1]}}},
    "standings": [
        {
            "id": "general",
            "competitor": "driver",
            "sessions": {
                "race": {
                    "table": "race",
                    "bonuses": [{"kind": "fastest_lap", "points": 1}, {"kind": "pole", "points": 1}],
                    "shortened": {"steps": [{"below": "1/2", "factor": "1/2"}, {"below": "3/4", "table": "race"}]},
                }
            },
            "counting": [{"from": 1, "to": 3, "best": 2}, {"from": 4, "to": None, "drop": 1}],
            "tie_break": [{"kind": "countback", "sessions": ["race"], "positions": "scoring"}],
        },
        {"id": "club", "competitor": "driver", "extract_from": "general"},
    ],
    "session_overrides": [{"round": 1, "session": "race", "factor": "1/2"}],
    "result_overrides": [{"round": 1, "session": "race", "driver": "a", "points": 0}],
    "adjustments": [{"standings": "general", "competitor": "a", "type": "deduct", "points": 1, "effective_after": 1}],
    "tie_decisions": [{"standings": "general", "from_round": 1, "order": ["a", "b"]}],
    "opening_balances": [{"standings": "general", "competitor": "a", "points": 1, "source": "table of 2024"}],
}


def put(*path: str | int, value: object) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        target: Any = document
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    return change


def drop(*path: str | int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        target: Any = document
        for step in path[:-1]:
            target = target[step]
        del target[path[-1]]

    return change


RACE = ("standings", 0, "sessions", "race")
FIRST = "standings[0].sessions.race"
NAN, INFINITY = float("nan"), float("inf")

FAULTS = [
    # the frame
    (put("schema", value="championship-rules/2"), "schema", '"championship-rules/1"'),
    (drop("schema"), "", 'the key "schema"'),
    (put("championship", value="Coupe d'été"), "championship", "a name"),
    (put("season", value=True), "season", "a whole number"),
    (put("season", value="2025/26"), "season", "a name"),
    (put("standings", value=[]), "standings", "a list of at least 1"),
    (put("hypothesis", value="yes"), "hypothesis", "true or false"),
    (put("protest_minutes", value=-1), "protest_minutes", "a whole number, at least 0 and at most 10080"),
    (put("protest_minutes", value="30"), "protest_minutes", "a whole number, at least 0 and at most 10080"),
    (put("suprise", value=1), "suprise", "only keys known here"),
    (put("classification", value={}), "classification", '"min_distance" or "flag_required"'),
    (put("classification", value={"min_distance": "11/10"}), "classification.min_distance", "at most one"),
    (put("classification", value={"min_distance": 1, "of": "loser"}), "classification.of", '"class_winner"'),
    (put("classification", value={"flag_required": True, "of": "winner"}), "classification.of", "only keys known"),
    # points tables
    (put("points_tables", "race", 1, value=True), "points_tables.race[1]", "an exact number"),
    (put("points_tables", "race", 1, value=NAN), "points_tables.race[1]", "an exact number"),
    (put("points_tables", "race", 1, value=INFINITY), "points_tables.race[1]", "an exact number"),
    (put("points_tables", "race", 1, value=0.1 + 0.2), "points_tables.race[1]", "an exact number"),
    (put("points_tables", "race", 1, value="1/0"), "points_tables.race[1]", "an exact number"),
    (put("points_tables", "race", 1, value="2,5"), "points_tables.race[1]", "an exact number"),
    (put("points_tables", "race", 1, value=-1), "points_tables.race[1]", "zero or more"),
    (put("points_tables", "race", value=25), "points_tables.race", "a list of points"),
    (put("points_tables", "class", "by_starters", "0", value=[1]), "points_tables.class.by_starters.0", "at least 1"),
    (put("points_tables", "class", "by_starters", value={}), "points_tables.class.by_starters", "at least one"),
    (put("points_tables", "class", "starters", value={}), "points_tables.class.starters", "only keys known"),
    # sessions
    (put(*RACE, "table", value="sprint"), f"{FIRST}.table", "the name of a points table"),
    (put(*RACE, "points", value=1), f"{FIRST}.points", "only keys known here"),
    (put("standings", 0, "sessions", value=[]), "standings[0].sessions", "an object"),
    (put(*RACE, "bonuses", 1, "points", value="one"), f"{FIRST}.bonuses[1].points", "an exact number"),
    (put(*RACE, "bonuses", 1, "kind", value="podium"), f"{FIRST}.bonuses[1].kind", '"places_gained"'),
    (put(*RACE, "bonuses", 1, "column", value="pole"), f"{FIRST}.bonuses[1].column", "only keys known"),
    (put(*RACE, "bonuses", 1, "session", value="q"), f"{FIRST}.bonuses[1].session", "only keys known"),
    (put(*RACE, "bonuses", 1, "from", value="qualifying"), f"{FIRST}.bonuses[1]", 'the key "session"'),
    (put(*RACE, "bonuses", 1, "kind", value="flag"), f"{FIRST}.bonuses[1]", 'the key "column"'),
    (put(*RACE, "bonuses", 1, value={"kind": "start", "points": 1, "tie": "each"}), f"{FIRST}.bonuses[1].tie", "only"),
    (put(*RACE, "bonuses", 0, "max_position", value=0), f"{FIRST}.bonuses[0].max_position", "at least 1"),
    (put(*RACE, "bonuses", 0, "max_position", value=1.5), f"{FIRST}.bonuses[0].max_position", "a whole number"),
    (put(*RACE, "bonuses", 0, "min_distance_fraction", value=2), f"{FIRST}.bonuses[0].min_distance_fraction", "one"),
    (put(*RACE, "shortened", "steps", 1, "below", value="1/4"), f"{FIRST}.shortened.steps[1].below", 'more than'),
    (put(*RACE, "shortened", "steps", 1, "factor", value="1/2"), f"{FIRST}.shortened.steps[1]", "not both"),
    (drop(*RACE, "shortened", "steps", 1, "table"), f"{FIRST}.shortened.steps[1]", "one of"),
    (put(*RACE, "shortened", "steps", value=[]), f"{FIRST}.shortened.steps", "at least 1"),
    # tables
    (put("standings", 1, "id", value="../x"), "standings[1].id", "a name"),
    (put("standings", 0, "competitor", value="make"), "standings[0].competitor", '"car"'),
    (put("standings", 0, "classes", value=[]), "standings[0].classes", "at least 1"),
    (put("standings", 0, "classes", value=["A", "A"]), "standings[0].classes[1]", "only once"),
    (put("standings", 0, "exclude_rounds", value=[2, 2]), "standings[0].exclude_rounds[1]", "only once"),
    (put("standings", 0, "position_basis", value="class"), "standings[0].position_basis", '"eligible"'),
    (put("standings", 0, "combine", value={"best": 0}), "standings[0].combine.best", "at least 1"),
    (put("standings", 0, "combine", value="two"), "standings[0].combine", '"sum", "best"'),
    (put("standings", 0, "shared_car", value={"points": "half"}), "standings[0].shared_car.points", '"full"'),
    (put("standings", 0, "guests", value="out"), "standings[0].guests", '"keep_place"'),
    (put("standings", 0, "rounding", value=-1), "standings[0].rounding", "at least 0"),
    (put("standings", 0, "official", value="always"), "standings[0].official", '"final_only"'),
    (put("standings", 1, "extract_from", value="club"), "standings[1].extract_from", "another table"),
    (put("standings", 1, "extract_from", value="teams"), "standings[1].extract_from", "the name of a standings table"),
    (put("standings", 1, "competitor", value="team"), "standings[1].extract_from", 'competitors "team"'),
    (put("standings", 1, "sessions", value={"race": {"table": "race"}}), "standings[1].sessions", "extracted"),
    (put("standings", 0, "minimum_starts", value={"count": 2, "applies": "as_run"}),
     "standings[0].minimum_starts.applies", '"final"'),
    (put("standings", 0, "class_change", value={"points": "lost"}), "standings[0].class_change", '"may_appear"'),
    (put("standings", 0, "class_change", value={"points": "kept"}), "standings[0].class_change", '"from_tables"'),
    (put("standings", 0, "class_change", value={"points": "lost", "factor": "1/2"}),
     "standings[0].class_change.factor", "only keys known"),
    (put("standings", 0, "not_droppable", value={"statuses": ["OUT"]}),
     "standings[0].not_droppable.statuses[0]", "DSQ"),
    # counting and ties
    (put("standings", 0, "counting", 1, "from", value=3), "standings[0].counting[1]", "do not overlap"),
    (put("standings", 0, "counting", 0, "to", value=None), "standings[0].counting[1]", "do not overlap"),
    (put("standings", 0, "counting", 0, "drop", value=1), "standings[0].counting[0]", "not both"),
    (put("standings", 0, "counting", 0, "to", value=0), "standings[0].counting[0].to", "at least 1"),
    (put("standings", 0, "counting", 1, "to", value=2), "standings[0].counting[1].to", "from 4 on"),
    (put("standings", 0, "counting", 0, "best", value=0), "standings[0].counting[0].best", "at least 1"),
    (put("standings", 0, "counting", 1, "drop", value=[{"up_to": 9, "drop": 1}]), "standings[0].counting[1].drop",
     "null"),
    (put("standings", 0, "counting", 1, "drop", value=[{"up_to": 9, "drop": 1}, {"up_to": 9, "drop": 2}]),
     "standings[0].counting[1].drop[1].up_to", "a larger"),
    (put("standings", 0, "tie_break", 0, "sessions", value=[]), "standings[0].tie_break[0].sessions", "at least 1"),
    (put("standings", 0, "tie_break", 0, "kind", value="toss"), "standings[0].tie_break[0].kind", '"earliest"'),
    (drop("standings", 0, "tie_break", 0, "positions"), "standings[0].tie_break[0]", 'the key "positions"'),
    # decisions
    (put("session_overrides", 0, "session", value="sprint"), "session_overrides[0].session", "a session"),
    (put("session_overrides", 0, "table", value="sprint"), "session_overrides[0].table", "a points table"),
    (put("session_overrides", 0, "standings", value=["teams"]), "session_overrides[0].standings[0]", "standings table"),
    (put("session_overrides", 0, "standings", value="general"), "session_overrides[0].standings", "a list"),
    (drop("session_overrides", 0, "factor"), "session_overrides[0]", "one of"),
    (put("result_overrides", 0, "ineligible", value=True), "result_overrides[0]", "not both"),
    (put("result_overrides", 0, "points", value=-1), "result_overrides[0].points", "zero or more"),
    (drop("result_overrides", 0, "points"), "result_overrides[0]", '"points" or "ineligible"'),
    (put("adjustments", 0, "standings", value=["general"]), "adjustments[0].standings", "a name"),
    (put("adjustments", 0, "mark", value="DSQ"), "adjustments[0].mark", "only keys known"),
    (put("adjustments", 0, "type", value="bonus"), "adjustments[0].type", '"deduct", "exclude"'),
    (put("adjustments", 0, "effective_after", value="end"), "adjustments[0].effective_after", '"final"'),
    (put("tie_decisions", 0, "order", value=["a"]), "tie_decisions[0].order", "at least 2"),
    (put("tie_decisions", 0, "order", value=["a", "a"]), "tie_decisions[0].order[1]", "only once"),
    (drop("opening_balances", 0, "source"), "opening_balances[0]", 'the key "source"'),
    (put("opening_balances", 0, "date", value="4/9/2025"), "opening_balances[0].date", "a date"),
    (put("opening_balances", 0, "places", value={"0": 1}), "opening_balances[0].places.0", "a place"),
]  # fmt: skip


def test_the_rule_book_under_test_is_sound() -> None:
    assert parse_rules(copy.deepcopy(RULES)).book.championship == "coupe"


@pytest.mark.parametrize(("change", "path", "expected"), FAULTS, ids=[f"{n}-{row[1]}" for n, row in enumerate(FAULTS)])
def test_a_fault_is_named_with_its_path(change: Callable[[Document], None], path: str, expected: str) -> None:
    document = copy.deepcopy(RULES)
    change(document)
    with pytest.raises(RuleBookError) as refusal:
        parse_rules(document)
    assert refusal.value.path == path
    assert expected in refusal.value.expected
    assert str(refusal.value).startswith(f"{path or 'rule book'}: expected ")


def test_every_fault_is_named_not_only_the_first() -> None:
    document = copy.deepcopy(RULES)
    put("points_tables", "race", 0, value=-3)(document)
    put(*RACE, "bonuses", 0, "kind", value="podium")(document)
    put("adjustments", 0, "competitor", value="")(document)
    with pytest.raises(RuleBookError) as refusal:
        parse_rules(document)
    assert [fault.path for fault in refusal.value.errors] == [
        "points_tables.race[0]",
        f"{FIRST}.bonuses[0].kind",
        "adjustments[0].competitor",
    ]
    assert str(refusal.value).count("\n") == 2


def test_the_sentence_says_what_was_found() -> None:
    document = copy.deepcopy(RULES)
    put("points_tables", "race", 0, value=-3)(document)
    with pytest.raises(RuleBookError) as refusal:
        parse_rules(document)
    assert str(refusal.value) == (
        'points_tables.race[0]: expected an exact number, zero or more (such as 3, 0.5 or "1/2"), found the number -3'
    )


def test_two_tables_with_one_id_are_refused() -> None:
    document = copy.deepcopy(RULES)
    document["standings"].append(document["standings"][0])
    with pytest.raises(RuleBookError) as refusal:
        parse_rules(document)
    assert refusal.value.path == "standings[2].id"


def test_an_extracted_table_may_not_be_extracted_again() -> None:
    document = copy.deepcopy(RULES)
    document["standings"].append({"id": "junior", "competitor": "driver", "extract_from": "club"})
    with pytest.raises(RuleBookError) as refusal:
        parse_rules(document)
    assert refusal.value.path == "standings[2].extract_from"


def test_the_same_decision_twice_is_refused() -> None:
    document = copy.deepcopy(RULES)
    document["adjustments"] *= 2
    with pytest.raises(RuleBookError) as refusal:
        parse_rules(document)
    assert refusal.value.path == "adjustments[1]"


def test_a_book_that_stands_alone_takes_no_decisions() -> None:
    book = {key: value for key, value in RULES.items() if not key.endswith(("overrides", "ments", "decisions", "ces"))}
    assert parse_book(book) == parse_rules(copy.deepcopy(RULES)).book
    assert parse_book(book | {"adjustments": []}) == parse_book(book)
    with pytest.raises(RuleBookError) as refusal:
        parse_book(book | {"adjustments": RULES["adjustments"]})
    assert refusal.value.path == "adjustments"


@pytest.mark.parametrize(
    ("parse", "terms", "path"),
    [
        (parse_session_override, {"round": 0, "session": "race", "factor": 1}, "round"),
        (parse_session_override, {"round": 1, "session": "race", "no_bonuses": True, "bonus_winners": ["a"]}, ""),
        (parse_result_override, {"round": 1, "session": "race", "driver": 7, "points": 0}, "driver"),
        (parse_adjustment, {"standings": "general", "competitor": "a", "type": "exclude", "effective_after": 1}, ""),
        (parse_tie_decision, {"standings": "general", "from_round": 0, "order": ["a", "b"]}, "from_round"),
        (
            parse_opening_balance,
            {"standings": "g", "competitor": "a", "points": 1, "source": "s", "wins": 2, "places": {"1": 3}},
            "wins",
        ),
    ],
)
def test_one_decision_is_refused_alone(parse: Callable[[Document], object], terms: Document, path: str) -> None:
    with pytest.raises(RuleBookError) as refusal:
        parse(terms)
    assert refusal.value.path == path


def test_with_the_book_at_hand_references_are_checked() -> None:
    book = parse_rules(copy.deepcopy(RULES)).book
    terms = {"round": 1, "session": "sprint", "factor": "1/2"}
    assert parse_session_override(terms).session == "sprint"
    with pytest.raises(RuleBookError) as refusal:
        parse_session_override(terms, book=book)
    assert refusal.value.path == "session"


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ('{"schema": 1,\n "schema": 2}', "schema", 'the key "schema" again'),
        ('{"season": NaN}', "", 'the word "NaN"'),
        ('{"season": Infinity}', "", 'the word "Infinity"'),
        ('{"season":\n nope}', "line 2, column 2", ""),
        ("[1, 2]", "", "a list of 2"),
        ("[" * 100_000, "", "numbers too long or objects too deep to read"),
        ('{"season": 1' + "0" * 5000 + "}", "", "numbers too long or objects too deep to read"),
    ],
    ids=["key-twice", "nan", "infinity", "word", "list", "deep", "long"],
)  # fmt: skip
def test_a_text_that_is_not_json_is_refused_with_its_line(text: str, path: str, found: str) -> None:
    with pytest.raises(RuleBookError) as refusal:
        read_rules(text)
    assert refusal.value.path == path
    assert found in refusal.value.found


def test_a_number_with_a_monstrous_exponent_is_refused_at_once() -> None:
    with pytest.raises(RuleBookError) as refusal:
        read_rules('{"points_tables": {"race": [1e999999999]}}')
    assert "points_tables.race[0]" in [fault.path for fault in refusal.value.errors]
