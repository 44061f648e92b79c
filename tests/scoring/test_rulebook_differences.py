"""Two versions of the rules differ in the places where they say something different, and nowhere else."""

from championships.scoring.rulebook.differences import Difference, compare_documents


def test_scales_are_compared_as_a_whole() -> None:
    assert compare_documents({"points_tables": {"race": [3, 2]}}, {"points_tables": {"race": [3, 1]}}) == (
        Difference(("points_tables", "race"), [3, 2], [3, 1]),
    )


def test_tables_are_found_again_by_their_ids_whatever_their_order() -> None:
    before = {"standings": [{"id": "a", "rounding": 1}, {"id": "b"}]}
    after = {"standings": [{"id": "c"}, {"id": "a", "rounding": 2}]}
    assert compare_documents(before, after) == (
        Difference(("standings", "c"), None, {"id": "c"}),
        Difference(("standings", "a", "rounding"), 1, 2),
        Difference(("standings", "b"), {"id": "b"}, None),
    )


def test_bonuses_are_found_again_by_their_kinds() -> None:
    before = {"bonuses": [{"kind": "pole", "points": 1}, {"kind": "fastest_lap", "points": 1}]}
    after = {"bonuses": [{"kind": "fastest_lap", "points": 2}]}
    assert compare_documents(before, after) == (
        Difference(("bonuses", "fastest_lap", "points"), 1, 2),
        Difference(("bonuses", "pole"), {"kind": "pole", "points": 1}, None),
    )


def test_saying_nothing_in_two_ways_is_no_difference() -> None:
    assert compare_documents({"counting": [], "note": "", "classes": None}, {"examples": []}) == ()


def test_items_without_a_name_are_compared_by_number() -> None:
    assert compare_documents({"counting": [{"from": 1}]}, {"counting": [{"from": 1}, {"from": 4}]}) == (
        Difference(("counting", 1), None, {"from": 4}),
    )
