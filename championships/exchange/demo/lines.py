"""Sheets of the data files as the office takes them: stated ones of Mitjet, timed ones of the cup."""

from championships.exchange.demo.entries import Entries
from championships.exchange.demo.files import Record, TimedLine
from championships.models import Entry
from championships.officiating.entry import DriverEntry, LineEntry
from championships.scoring.vocabulary import FinishStatus


def build_stated_line(event: str, record: Record, entries: Entries) -> LineEntry:
    """A line of results.toml of Mitjet: a driver, or the number of a car whose driver is not known."""
    if "driver" in record:
        entry = entries.by_driver[event, record["driver"]]
        (driver,) = (member for member in entries.crews[entry.pk] if member.slug == record["driver"])
        driver_id, car = driver.pk, entry.number or record["driver"][:20]
    else:
        entry = entries.by_number[event, record["number"]]
        driver_id, car = None, entry.number
    return LineEntry(
        entry_id=entry.pk,
        car=car,
        status=FinishStatus(record.get("status", "CLASSIFIED")),
        stated_place=record.get("place"),
        drivers=(
            DriverEntry(
                driver_id=driver_id,
                grid=record.get("grid", ""),
                gap_text=record.get("gap", ""),
                reason=record.get("reason", ""),
            ),
        ),
    )


def build_timed_line(event: str, line: TimedLine, entries: Entries) -> LineEntry:
    """A line of a timing sheet of the cup."""
    entry = entries.by_number[event, line.number]
    return LineEntry(
        entry_id=entry.pk,
        status=FinishStatus(line.status),
        road_order=line.road,
        laps=line.laps,
        time_ms=line.time_ms,
        best_lap_ms=line.best_lap_ms,
        drivers=_build_drivers(entry, line, entries),
    )


def _build_drivers(entry: Entry, line: TimedLine, entries: Entries) -> tuple[DriverEntry, ...]:
    crew = {driver.slug: driver.pk for driver in entries.crews[entry.pk]}
    if line.drivers:
        return tuple(
            DriverEntry(
                driver_id=crew[part.driver],
                laps=part.laps,
                shared=order > 0,
                grid=line.grid if order == 0 else "",
                reason=line.reason,
                flags=part.flags,
            )
            for order, part in enumerate(line.drivers)
        )
    # A car that did not start, or a qualifying session: the whole crew, laps not split.
    return tuple(
        DriverEntry(
            driver_id=driver_id,
            laps=line.laps if len(crew) == 1 else None,
            grid=line.grid,
            reason=line.reason,
            flags=line.flags,
        )
        for driver_id in crew.values()
    )
