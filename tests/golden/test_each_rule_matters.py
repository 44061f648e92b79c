"""Take one rule out of a golden season and its tables change: no rule stands there for decoration."""

import json
from typing import Any

import pytest

from championships.scoring.rulebook import parse_rules
from championships.scoring.standings import compute
from tests.golden.packages import HERE, Table, load_package, write_table

type Path = tuple[str | int, ...]

GONE = object()
SPRINT, CREWS, CLASSES, TIES = "golden-sprint", "golden-crews", "golden-classes", "golden-ties"


def at(table: int, *path: str | int) -> Path:
    return ("standings", table, *path)


def bonus(table: int, session: str, number: int, *path: str | int) -> Path:
    return at(table, "sessions", session, "bonuses", number, *path)


CHANGES: list[tuple[str, Path, object]] = [
    # bonuses
    (SPRINT, bonus(0, "race1", 0), GONE),
    (SPRINT, bonus(0, "race1", 1), GONE),
    (SPRINT, bonus(0, "race1", 1, "tie"), "each"),
    (SPRINT, bonus(0, "race1", 1, "max_position"), GONE),
    (SPRINT, bonus(0, "race1", 1, "min_distance_fraction"), GONE),
    (SPRINT, bonus(0, "race2", 0), GONE),
    (SPRINT, bonus(0, "race2", 0, "max_points"), GONE),
    (SPRINT, bonus(2, "race1", 0), GONE),
    (SPRINT, bonus(2, "race1", 0, "in_class"), False),
    (SPRINT, bonus(2, "race2", 0), GONE),
    (CREWS, bonus(2, "race", 0), GONE),
    (CREWS, bonus(2, "race", 0), {"kind": "pole", "from": "grid", "points": 2, "ineligible": "passes_on"}),
    (CREWS, bonus(2, "race", 0, "ineligible"), "lapses"),
    (CREWS, bonus(2, "race", 1), GONE),
    (CREWS, bonus(3, "race", 0), GONE),
    # shortened races and decisions
    (SPRINT, at(0, "sessions", "race1", "shortened"), GONE),
    (SPRINT, at(0, "sessions", "race1", "shortened", "steps", 0), GONE),
    (SPRINT, at(0, "sessions", "race2", "shortened", "steps", 0, "min_laps"), GONE),
    (SPRINT, ("session_overrides", 0), GONE),
    (SPRINT, ("session_overrides", 0, "standings"), GONE),
    (SPRINT, ("session_overrides", 1), GONE),
    (SPRINT, ("session_overrides", 2), GONE),
    (SPRINT, ("result_overrides", 0), GONE),
    (SPRINT, ("result_overrides", 0, "standings"), GONE),
    (SPRINT, ("adjustments", 0), GONE),
    (SPRINT, ("adjustments", 0, "effective_after"), "final"),
    (SPRINT, ("adjustments", 1), GONE),
    (SPRINT, ("adjustments", 1, "keep_points"), True),
    (TIES, ("session_overrides", 0), GONE),
    (TIES, ("adjustments", 0), GONE),
    (TIES, ("adjustments", 0, "listed_from"), GONE),
    (TIES, ("adjustments", 1, "keep_points"), GONE),
    (TIES, ("tie_decisions", 0), GONE),
    (TIES, ("tie_decisions", 0, "from_round"), 2),
    (CREWS, ("tie_decisions", 0), GONE),
    (CREWS, ("opening_balances", 0), GONE),
    (CREWS, ("opening_balances", 0, "after_round"), 2),
    # which results count
    (SPRINT, at(0, "counting", 1, "drop"), 0),
    (SPRINT, at(0, "counting", 1, "drop"), 1),
    (SPRINT, at(0, "counting", 1, "applies"), GONE),
    (SPRINT, at(0, "not_droppable"), GONE),
    (SPRINT, at(1, "exclude_rounds"), []),
    (CREWS, at(0, "counting", 0, "best"), GONE),
    (CREWS, at(0, "counting", 0, "applies"), GONE),
    (CLASSES, at(0, "counting", 0, "drop"), GONE),
    (CLASSES, at(0, "counting", 0, "applies"), "as_run"),
    (CLASSES, at(0, "not_droppable"), GONE),
    # ties
    (SPRINT, at(0, "tie_break"), []),
    (SPRINT, at(2, "tie_break"), []),
    (CLASSES, at(0, "tie_break", 1), GONE),
    (TIES, at(0, "tie_break", 0, "dropped_count"), True),
    (TIES, at(0, "tie_break", 1), GONE),
    (TIES, at(2, "tie_break", 1), GONE),
    (TIES, at(4, "tie_break", 0, "positions"), "classified"),
    (TIES, at(5, "tie_break", 0, "positions"), "scoring"),
    # who appears, who scores, at which place
    (SPRINT, at(1, "listing"), {"scored": True}),
    (TIES, at(5, "listing"), {"scored": True}),
    (SPRINT, at(2, "classes"), None),
    (SPRINT, at(2, "position_basis"), "overall"),
    (SPRINT, at(2, "minimum_starts"), GONE),
    (SPRINT, at(2, "minimum_starts", "applies"), "at_once"),
    (SPRINT, at(3, "may_appear"), GONE),
    (SPRINT, at(3, "position_basis"), "overall"),
    (CREWS, at(0, "may_score"), GONE),
    (CREWS, at(1, "guests"), GONE),
    (CREWS, at(1, "may_score"), GONE),
    (CREWS, at(2, "may_appear"), GONE),
    (CREWS, at(3, "may_score"), GONE),
    (CLASSES, at(1, "may_appear"), GONE),
    (CLASSES, at(2, "class_change"), GONE),
    (CLASSES, at(2, "class_change", "factor"), "1/3"),
    (CLASSES, at(4, "class_change"), GONE),
    (CLASSES, at(6, "class_change"), GONE),
    # cars and crews
    (SPRINT, at(1, "combine"), "sum"),
    (SPRINT, at(1, "combine"), "best"),
    (CREWS, at(3, "combine"), "sum"),
    (CREWS, at(0, "shared_car", "points"), "full"),
    (CREWS, at(0, "shared_car", "points"), "none"),
    (CREWS, at(0, "shared_car", "several_results"), "best"),
    (CREWS, at(1, "shared_car", "several_results"), "sum"),
    (CREWS, at(1, "shared_car", "minimum_share"), GONE),
    # the number of starters
    (SPRINT, ("points_tables", "class", "by_starters", "4"), GONE),
    (SPRINT, ("points_tables", "class", "by_starters", "3"), GONE),
]


def compute_tables(package: str, document: dict[str, Any] | None = None) -> dict[str, list[Table]]:
    rules, facts = load_package(HERE / package, rules=parse_rules(document) if document else None)
    return {
        table: [write_table(standing) for standing in (*history.standings, history.final) if standing]
        for table, history in compute(rules.book, facts).items()
    }


@pytest.mark.parametrize(("package", "path", "value"), CHANGES, ids=lambda part: str(part)[:70])
def test_a_rule_taken_out_changes_a_table(package: str, path: Path, value: object) -> None:
    document = json.loads((HERE / package / "rules.json").read_text(encoding="utf-8"))
    target = document
    for step in path[:-1]:
        target = target[step]
    if value is GONE:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    assert compute_tables(package, document) != compute_tables(package)
