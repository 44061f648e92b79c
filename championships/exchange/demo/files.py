"""Reads the demonstration's data files. Nothing is written and nothing is looked up here."""

import csv
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

PACKAGE = "championships.demo"
PARIS = ZoneInfo("Europe/Paris")

type Record = dict[str, Any]


def read_text(path: str) -> str:
    return resources.files(PACKAGE).joinpath(*path.split("/")).read_text(encoding="utf-8")


def read_toml(path: str) -> Record:
    return tomllib.loads(read_text(path))


@dataclass(frozen=True, slots=True)
class DriverPart:
    """A driver of a car on a timing sheet, with the laps he drove where the sheet splits them."""

    driver: str
    laps: int | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A car on a timing sheet. `drivers` empty: the only driver of its crew."""

    road: int | None
    number: str
    status: str
    laps: int | None
    time_ms: int | None
    best_lap_ms: int | None
    grid: str
    drivers: tuple[DriverPart, ...]
    flags: tuple[str, ...]
    reason: str


def read_sheet(path: str) -> tuple[TimedLine, ...]:
    """A timing sheet of `coupe/sheets`, in the order of its rows."""
    return tuple(_read_line(row) for row in csv.DictReader(io.StringIO(read_text(path))))


def _read_line(row: dict[str, str]) -> TimedLine:
    flags = tuple(row["flags"].split())
    drivers = tuple(_read_parts(row["drivers"], flags))
    return TimedLine(
        road=_read_number(row["road"]),
        number=row["number"],
        status=row["status"],
        laps=_read_number(row["laps"]),
        time_ms=read_milliseconds(row["time"]),
        best_lap_ms=read_milliseconds(row["best_lap"]),
        grid=row["grid"],
        drivers=drivers,
        flags=() if drivers else flags,
        reason=row["reason"],
    )


def _read_parts(text: str, flags: tuple[str, ...]) -> Iterator[DriverPart]:
    """ "helene-bougie 8; igor-bougie 7": who drove how many laps. A flag of a shared car names its driver:
    "fastest_lap@helene-bougie"."""
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        driver, laps = part.split()
        own = tuple(name for name, _, holder in (flag.partition("@") for flag in flags) if holder in ("", driver))
        yield DriverPart(driver=driver, laps=int(laps), flags=own)


def _read_number(text: str) -> int | None:
    return int(text) if text else None


def read_milliseconds(text: str) -> int | None:
    """ "21:36.782" → 1 296 782."""
    if not text:
        return None
    minutes, _, rest = text.partition(":")
    seconds, _, thousandths = rest.partition(".")
    return (int(minutes) * 60 + int(seconds)) * 1000 + int(thousandths)


def join_instant(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone))


def take_noon(day: date) -> datetime:
    """When a page whose hour is not known counts as public."""
    return datetime.combine(day, time(12), tzinfo=PARIS)
