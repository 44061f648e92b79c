"""Reads a season folder in the format of ../shared/conformance/f1/README.md, for tests only.

It reads nothing it must not: `points_official` and the standings files have functions of their own,
which only the comparing side calls.
"""

import csv
import json
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from championships.scoring.facts import DriverLine, Line, SeasonFacts, SessionResult
from championships.scoring.rulebook import ParsedRules, parse_rules
from championships.scoring.vocabulary import FinishStatus

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "conformance"
WHY_SKIPPED = "../shared/conformance (beside the repository) is absent"

_NOT_A_FLAG = frozenset({"shared"})
_HEADER = """
round session order car number driver team entrant class position status shared laps time penalty
gap grid reason points_official
"""
_COLUMNS = frozenset(_HEADER.split())


def find_seasons() -> list[Path]:
    """Every season folder of the shared conformance data; none where it is absent."""
    return sorted(path.parent for path in SHARED.glob("*/*/rules.json"))


def name_season(folder: Path) -> str:
    """A short name for test output, "f1-2024"."""
    return f"{folder.parent.name}-{folder.name}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=64)
def read_rules(folder: Path) -> ParsedRules:
    """rules.json as values of the core."""
    return parse_rules(json.loads((folder / "rules.json").read_text(encoding="utf-8")))


def _number(text: str) -> int | None:
    return int(text) if text else None


def read_line(row: dict[str, str]) -> Line:
    """One row of results.csv as a line with one driver."""
    flags = {name for name in row if name not in _COLUMNS and row[name] == "1"}
    grid = row["grid"]
    driver = DriverLine(
        driver=row["driver"] or None,
        team=row["team"] or None,
        entrant=row["entrant"] or None,
        laps=_number(row["laps"]),
        grid=int(grid) if grid.isdigit() else None,
        flags=frozenset(flags - _NOT_A_FLAG),
    )
    return Line(
        car=row["car"],
        status=FinishStatus(row["status"]),
        drivers=(driver,),
        place=_number(row["position"]),
        road_order=int(row["order"]),
        number=row["number"],
        car_class=row["class"] or None,
        laps=_number(row["laps"]),
    )


def read_facts(folder: Path) -> SeasonFacts:
    """A season's facts: results and decisions."""
    lines: dict[tuple[int, str], list[Line]] = {}
    for row in _rows(folder / "results.csv"):
        lines.setdefault((int(row["round"]), row["session"]), []).append(read_line(row))
    results = []
    for order, row in enumerate(_rows(folder / "rounds.csv"), start=1):
        key = (int(row["round"]), row["session"])
        if key not in lines:
            continue
        results.append(
            SessionResult(
                round=key[0],
                session=key[1],
                order=order,
                lines=tuple(lines[key]),
                laps=_number(row["laps"]),
                scheduled_laps=_number(row["scheduled_laps"]),
            )
        )
    rules = read_rules(folder)
    return SeasonFacts(
        results=tuple(results),
        rulings=rules.rulings,
        opening_balances=rules.opening_balances,
    )


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """A row of an official table."""

    position: str
    points: Fraction
    decimals: int


def read_official_points(folder: Path) -> dict[tuple[int, str, str], tuple[Fraction, int]]:
    """Official points by round, session and driver, with the decimals the file gives."""
    points: dict[tuple[int, str, str], tuple[Fraction, int]] = {}
    for row in _rows(folder / "results.csv"):
        if not row["driver"]:
            continue
        key = (int(row["round"]), row["session"], row["driver"])
        text = row["points_official"] or "0"
        before, decimals = points.get(key, (Fraction(0), 0))
        points[key] = (before + Fraction(text), max(decimals, _decimals(text)))
    return points


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def read_official_tables(folder: Path) -> dict[tuple[str, str], dict[str, OfficialRow]]:
    """Official rows by table id and after_round, then by competitor."""
    tables: dict[tuple[str, str], dict[str, OfficialRow]] = {}
    for path in sorted(folder.glob("standings_*.csv")):
        table = path.stem.removeprefix("standings_")
        for row in _rows(path):
            official = OfficialRow(row["position"], Fraction(row["points"]), _decimals(row["points"]))
            tables.setdefault((table, row["after_round"]), {})[row["competitor"]] = official
    return tables


def read_deviations(folder: Path) -> set[tuple[str, str, str]]:
    """(table, after_round, competitor) of the rows where the source departs from its own rules."""
    path = folder.parent / "known_deviations.csv"
    if not path.exists():
        return set()
    return {
        (row["standings"], row["after_round"], row["competitor"]) for row in _rows(path) if row["season"] == folder.name
    }
