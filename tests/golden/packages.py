"""Golden packages as scoring values, and their tables as text: no database, no importer."""

import csv
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from championships.scoring.facts import DriverLine, Line, PlannedSession, SeasonFacts, SessionResult
from championships.scoring.points import round_points
from championships.scoring.rulebook import ParsedRules, read_rules
from championships.scoring.tables import Standing
from championships.scoring.vocabulary import FinishStatus

HERE = Path(__file__).parent
PACKAGES = sorted(path.parent for path in HERE.glob("golden-*/rules.json"))

type Table = list[tuple[str, str, str]]  # position, competitor, points

# Columns of results.csv that are not 0/1 flags.
_COLUMNS = frozenset(
    {"round", "session", "order", "car", "number", "driver", "team", "entrant", "class", "position", "status"}
    | {"shared", "laps", "time", "penalty", "gap", "grid", "reason", "points_official"}
    | {"guest", "scores", "categories"}
)


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_package(folder: Path, *, rules: ParsedRules | None = None) -> tuple[ParsedRules, SeasonFacts]:
    """Rules (its own unless given) and facts of a package. Reads no standings file and no `points_official`."""
    rules = rules or read_rules((folder / "rules.json").read_text(encoding="utf-8"))
    results = {
        key: list(rows)
        for key, rows in groupby(read_rows(folder / "results.csv"), key=lambda row: (row["round"], row["session"]))
    }
    planned: list[PlannedSession] = []
    run: list[SessionResult] = []
    for order, row in enumerate(read_rows(folder / "rounds.csv"), 1):
        number, session = int(row["round"]), row["session"]
        planned.append(PlannedSession(number, session, order))
        run.append(
            SessionResult(
                round=number,
                session=session,
                order=order,
                lines=tuple(_read_lines(results[row["round"], session])),
                laps=_number(row["laps"]),
                scheduled_laps=_number(row["scheduled_laps"]),
            )
        )
    facts = SeasonFacts(
        results=tuple(run),
        rulings=rules.rulings,
        opening_balances=rules.opening_balances,
        planned=tuple(planned),
    )
    return rules, facts


def _read_lines(rows: list[dict[str, str]]) -> Iterator[Line]:
    for car, found in groupby(rows, key=lambda row: row["car"]):
        crew = list(found)
        first = crew[0]
        yield Line(
            car=car,
            status=FinishStatus(first["status"]),
            drivers=tuple(_read_driver(row) for row in crew),
            place=_number(first["position"]),
            road_order=int(first["order"]),
            number=first["number"],
            car_class=first["class"] or None,
            car_competitor=first["number"] or None,
            scores=first.get("scores", "1") != "0",
            guest=first.get("guest") == "1",
        )


def _read_driver(row: dict[str, str]) -> DriverLine:
    return DriverLine(
        driver=row["driver"] or None,
        team=row["team"] or None,
        laps=_number(row["laps"]),
        grid=_number(row["grid"]),
        flags=frozenset(name for name, value in row.items() if name not in _COLUMNS and value == "1"),
        categories=frozenset(row.get("categories", "").split()),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def read_expected(path: Path) -> dict[str, Table]:
    """after_round -> the table worked out by hand, in a total order for comparing."""
    tables: dict[str, Table] = {}
    for row in read_rows(path):
        tables.setdefault(row["after_round"], []).append((row["position"], row["competitor"], row["points"]))
    return {after: sorted(table) for after, table in tables.items()}


def write_table(standing: Standing) -> Table:
    """A computed standing as the files write it."""
    return sorted(
        (
            str(row.position) if row.position is not None else row.mark,
            row.competitor,
            _write_points(row.points),
        )
        for row in standing.rows
    )


def _write_points(points: object) -> str:
    assert points is not None
    text = f"{round_points(points, 2):f}"  # type: ignore[arg-type]
    return text.rstrip("0").rstrip(".")
