"""What a reader makes of a file: frozen values, with the line each of them came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from championships.scoring.vocabulary import FinishStatus, SessionKind

MEBIBYTE = 1024 * 1024
MAX_BYTES = 5 * MEBIBYTE  # as it is sent
MAX_UNPACKED = 20 * MEBIBYTE
MAX_ROWS = 60_000  # a 24 hour race of 62 cars has some 19,000 laps
MAX_CARS = 500
MAX_CELL = 200
MAX_COLUMNS = 200
MAX_NUMBER = 8  # signs of a car number, as an entry has them
MAX_LAPS = 2000
MAX_FAULTS = 200


class Format(StrEnum):
    """What a file is written by."""

    ALKAMEL = "alkamel"
    ALKAMEL_LAPS = "alkamel-laps"
    ORBITS = "orbits"
    SPEEDHIVE = "speedhive"
    NATSOFT = "natsoft"
    NATSOFT_LAPS = "natsoft-laps"
    CSV = "csv"
    XLSX = "xlsx"


class Meaning(StrEnum):
    """What a column holds."""

    POSITION = "position"
    CLASS_POSITION = "class-position"
    NUMBER = "number"
    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    LICENCE = "licence"
    TRANSPONDER = "transponder"
    CAR_CLASS = "class"
    TEAM = "team"
    CAR = "car"
    LAPS = "laps"
    TOTAL_TIME = "total-time"
    GAP = "gap"
    INTERVAL = "interval"
    BEST_LAP = "best-lap"
    BEST_LAP_N = "best-lap-number"
    SECOND_BEST = "second-best"
    STATUS = "status"
    GRID = "grid"
    IGNORED = "ignored"


# Columns in which a word such as DNF, or "2 laps", may stand instead of a figure.
RESULT_COLUMNS = frozenset(
    {
        Meaning.POSITION,
        Meaning.CLASS_POSITION,
        Meaning.LAPS,
        Meaning.TOTAL_TIME,
        Meaning.GAP,
        Meaning.INTERVAL,
        Meaning.BEST_LAP,
        Meaning.SECOND_BEST,
        Meaning.STATUS,
        Meaning.GRID,
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a file should not hold. `line` 0: the file as a whole. An error stops the import, a notice does not."""

    code: str
    line: int = 0
    column: str = ""
    value: str = ""
    error: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file. `meaning` None: not known, listed for the official. `driver`: 1 for the first of a crew."""

    index: int
    heading: str
    meaning: Meaning | None = None
    driver: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedCar:
    """A car's row. Times in milliseconds, beside them the text as the file has it."""

    line: int
    number: str = ""
    position: int | None = None
    status: FinishStatus = FinishStatus.CLASSIFIED
    laps: int | None = None
    time_ms: int | None = None
    time_text: str = ""
    gap_text: str = ""
    best_lap_ms: int | None = None
    second_best_ms: int | None = None
    grid: str = ""
    car_class: str = ""
    team: str = ""
    car: str = ""
    names: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    transponders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedLap:
    """A lap. `elapsed_ms`: since the start, at its end."""

    line: int
    number: str
    n: int
    time_ms: int | None = None
    elapsed_ms: int | None = None
    in_pit: bool = False
    flag: str = ""
    driver: str = ""


class Contents(StrEnum):
    CLASSIFICATION = "classification"
    LAPS = "laps"
    GRID = "grid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What an official has said about the reading; empty: guess. `columns`: index -> meaning, "" for unknown."""

    format: Format | None = None
    encoding: str = ""
    separator: str = ""
    columns: Mapping[int, Meaning | None] = field(default_factory=dict)
    kind: SessionKind | None = None  # of the session it is for


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as read. With an error among the faults it is not fit to be imported as it is."""

    format: Format
    contents: Contents = Contents.CLASSIFICATION
    encoding: str = ""
    separator: str = ""
    columns: tuple[Column, ...] = ()
    cars: tuple[TimedCar, ...] = ()
    laps: tuple[TimedLap, ...] = ()
    announcements: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    kind: SessionKind | None = None  # of the session it is of, as the file says
    titles: tuple[str, ...] = ()
    state: str = ""  # what the file says of itself: a suggestion only
    penalties_included: bool = False  # the file says that its order already holds penalties

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.error)

    @property
    def unknown_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.meaning is None and column.heading)


class Unreadable(Exception):
    """Raised inside readers where nothing sensible can follow. Never leaves `read_timing`."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.code)


def shorten(text: str, length: int = 60) -> str:
    """A value as a message quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
