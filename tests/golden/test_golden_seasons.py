"""The small invented seasons, whose tables were worked out by hand (README.md), through the pure core."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from championships.scoring.points import round_points
from championships.scoring.rulebook import read_rules, write_rules
from championships.scoring.standings import compute
from tests.golden.packages import PACKAGES, load_package, read_expected, read_rows, write_table

FILES = [path for folder in PACKAGES for path in sorted(folder.glob("standings_*.csv"))]


def test_the_packages_are_there() -> None:
    assert [folder.name for folder in PACKAGES] == ["golden-classes", "golden-crews", "golden-sprint", "golden-ties"]
    assert len(FILES) == 23


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_each_table_of_the_rules_was_worked_out(folder: Path) -> None:
    rules, _ = load_package(folder)
    worked_out = {path.stem.removeprefix("standings_") for path in folder.glob("standings_*.csv")}
    assert worked_out == {table.id for table in rules.book.tables}


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_the_rules_are_in_canonical_form(folder: Path) -> None:
    text = (folder / "rules.json").read_text(encoding="utf-8")
    rules = read_rules(text)
    assert write_rules(rules.book, rules.rulings, rules.opening_balances) == json.loads(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_table_after_every_round_is_the_one_worked_out_by_hand(path: Path) -> None:
    rules, facts = load_package(path.parent)
    history = compute(rules.book, facts)[path.stem.removeprefix("standings_")]
    assert history.final is not None
    computed = {str(standing.round): write_table(standing) for standing in history.standings}
    computed["final"] = write_table(history.final)
    assert computed == read_expected(path)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_points_of_each_driver_and_session_are_those_worked_out_by_hand(folder: Path) -> None:
    rules, facts = load_package(folder)
    first = next(iter(compute(rules.book, facts).values()))
    computed: dict[tuple[str, str, str], Fraction] = {}
    for award in first.awards:
        key = (str(award.round), award.session, award.competitor)
        computed[key] = computed.get(key, Fraction(0)) + award.points
    worked_out: dict[tuple[str, str, str], Fraction] = {}
    for row in read_rows(folder / "results.csv"):
        key = (row["round"], row["session"], row["driver"])
        worked_out[key] = worked_out.get(key, Fraction(0)) + Fraction(row["points_official"])
    for key, points in worked_out.items():
        assert round_points(computed.get(key, Fraction(0)), 2) == round_points(points, 2), key
