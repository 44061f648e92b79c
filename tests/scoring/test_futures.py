"""Sessions run otherwise than they were: who is moved, and who keeps his place."""

from championships.scoring.facts import SessionResult
from championships.scoring.futures import reorder
from tests.scoring.building import DRIVER, line, result


def _read(changed: SessionResult) -> dict[str, int | None]:
    return {one.car: one.place for one in changed.lines}


def test_those_named_come_first_and_the_others_follow_as_they_stood() -> None:
    changed = reorder(result(1, "a b c d"), DRIVER, ["d", "b"], {"a", "b", "c", "d"})
    assert _read(changed) == {"d": 1, "b": 2, "a": 3, "c": 4}


def test_who_is_no_member_keeps_his_place() -> None:
    """A class table: its members hold places 2 and 4, and deal out these two."""
    assert _read(reorder(result(1, "a x b y"), DRIVER, ["y"], {"x", "y"})) == {"a": 1, "y": 2, "b": 3, "x": 4}


def test_who_was_not_classified_is_classified_when_named() -> None:
    race = result(1, [line("a", 1), line("b", 2), line("c")])
    assert _read(reorder(race, DRIVER, ["c"], {"a", "b", "c"})) == {"c": 1, "a": 2, "b": 3}
    assert _read(reorder(race, DRIVER, ["b"], {"a", "b", "c"})) == {"b": 1, "a": 2, "c": None}
