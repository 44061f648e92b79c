"""The rows of the four tables of a package, each checked by itself."""

from pathlib import Path

from championships.exchange.season_package.csv_files import Cells, read_csv
from championships.exchange.season_package.faults import Fault
from championships.exchange.season_package.values import (
    COMPETITOR_COLUMNS,
    COMPETITORS,
    ENTRANT_COLUMNS,
    ENTRANTS,
    ENTRY_COLUMNS,
    POINTS_COLUMN,
    RESULT_COLUMNS,
    RESULTS,
    ROUND_COLUMNS,
    ROUNDS,
    Competitor,
    EntrantRow,
    ResultRow,
    SessionRow,
)
from championships.scoring.vocabulary import FinishStatus

STATUSES = tuple(status.value for status in FinishStatus)
FLAG_NAME_LIMIT = 40

type Numbered[Row] = list[tuple[int, Row]]  # each row with the line it begins on


def read_rounds(folder: Path, faults: list[Fault]) -> Numbered[SessionRow]:
    file = read_csv(folder, ROUNDS, ROUND_COLUMNS, faults)
    found: Numbered[SessionRow] = []
    for line, raw in file.rows if file else ():
        cells = Cells(ROUNDS, line, raw, faults)
        found.append(
            (
                line,
                SessionRow(
                    round=cells.needed_number("round", least=1),
                    session=cells.identifier("session", 40, needed=True),
                    date=cells.day("date"),
                    event=cells.text("event", 160, needed=True),
                    official_name=cells.text("official_name", 240),
                    venue=cells.text("venue", 120),
                    country=cells.text("country", 60),
                    laps=cells.number("laps"),
                    distance_km=cells.decimal("distance_km"),
                    scheduled_laps=cells.number("scheduled_laps"),
                    scheduled_distance_km=cells.decimal("scheduled_distance_km"),
                ),
            )
        )
    return found


def read_results(folder: Path, faults: list[Fault]) -> tuple[Numbered[ResultRow], tuple[str, ...]]:
    """The rows, and the names of the 0/1 columns in the order of the file."""
    file = read_csv(folder, RESULTS, RESULT_COLUMNS, faults, further=True)
    if file is None:
        return [], ()
    further = [name for name in file.columns if name not in {*RESULT_COLUMNS, *ENTRY_COLUMNS, POINTS_COLUMN}]
    for name in further:
        if not name or len(name) > FLAG_NAME_LIMIT:
            faults.append(Fault(RESULTS, 1, f'the column name "{name}" is blank or longer than {FLAG_NAME_LIMIT}.'))
    flags = ("fastest_lap", *further)
    present = {name for name in ENTRY_COLUMNS if name in file.columns}
    return [(line, _read_result(Cells(RESULTS, line, raw, faults), flags, present)) for line, raw in file.rows], flags


def _read_result(cells: Cells, flags: tuple[str, ...], present: set[str]) -> ResultRow:
    return ResultRow(
        round=cells.needed_number("round", least=1),
        session=cells.identifier("session", 40, needed=True),
        order=cells.needed_number("order", least=1),
        car=cells.text("car", 20, needed=True),
        number=cells.text("number", 8),
        driver=cells.identifier("driver", 120, needed=True),
        team=cells.identifier("team", 120),
        entrant=cells.identifier("entrant", 120),
        car_class=cells.text("class", 20),
        position=cells.number("position", least=1),
        status=cells.word("status", STATUSES),
        shared=cells.flag("shared"),
        laps=cells.number("laps"),
        time=cells.text("time", 24),
        penalty=cells.text("penalty", 80),
        gap=cells.text("gap", 24),
        grid=_read_grid(cells),
        reason=cells.text("reason", 160),
        flags=frozenset(name for name in flags if cells.flag(name)),
        guest="guest" in present and cells.flag("guest"),
        scores="scores" not in present or cells.cells["scores"] == "" or cells.flag("scores"),
        categories=frozenset(cells.cells["categories"].split()) if "categories" in present else frozenset(),
    )


def _read_grid(cells: Cells) -> str:
    text = cells.cells["grid"]
    if text == "PL" or not text:
        return text
    number = cells.number("grid", least=1)
    return "" if number is None else str(number)


def read_competitors(folder: Path, faults: list[Fault]) -> Numbered[Competitor]:
    file = read_csv(folder, COMPETITORS, COMPETITOR_COLUMNS, faults)
    found: Numbered[Competitor] = []
    for line, raw in file.rows if file else ():
        cells = Cells(COMPETITORS, line, raw, faults)
        found.append(
            (
                line,
                Competitor(
                    kind=cells.word("kind", ("driver", "team")),
                    id=cells.identifier("id", 120, needed=True),
                    name=cells.text("name", 120, needed=True),
                    country=cells.text("country", 60),
                ),
            )
        )
    return found


def read_entrants(folder: Path, faults: list[Fault]) -> Numbered[EntrantRow]:
    """No file, no rows: not every source knows who entered the cars."""
    if not (folder / ENTRANTS).exists():
        return []
    file = read_csv(folder, ENTRANTS, ENTRANT_COLUMNS, faults)
    found: Numbered[EntrantRow] = []
    for line, raw in file.rows if file else ():
        cells = Cells(ENTRANTS, line, raw, faults)
        found.append(
            (
                line,
                EntrantRow(
                    entrant=cells.identifier("entrant", 120),
                    entrant_name=cells.text("entrant_name", 160),
                    team=cells.identifier("team", 120),
                    chassis=cells.text("chassis", 120),
                    engine=cells.text("engine", 120),
                    tyre=cells.text("tyre", 120),
                    driver=cells.identifier("driver", 120),
                    rounds=cells.text("rounds", 200),
                ),
            )
        )
    return found
