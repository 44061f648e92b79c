"""Mitjet 2025 through the office: partial results and declared tables, each when its source was public."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from functools import partial

from championships.exchange.demo.acts import OPERATOR, Act
from championships.exchange.demo.calendar import Calendar
from championships.exchange.demo.entries import Entries
from championships.exchange.demo.files import Record, read_toml
from championships.exchange.demo.lines import build_stated_line
from championships.exchange.demo.sources import Sources
from championships.officiating.declarations import RowEntry, declare_table
from championships.officiating.entry import SheetEntry
from championships.officiating.stated import publish_stated


def list_mitjet_acts(calendar: Calendar, entries: Entries, sources: Sources, *, recorded_at: datetime) -> Iterator[Act]:
    for record in read_toml("mitjet/results.toml")["sheet"]:
        publish = partial(_publish, record, calendar, entries, sources, recorded_at)
        yield Act(sources.instants[record["source"]], publish)
    for record in read_toml("mitjet/tables.toml")["table"]:
        yield Act(sources.instants[record["source"]], partial(_declare, record, calendar, sources, recorded_at))


def _publish(
    record: Record, calendar: Calendar, entries: Entries, sources: Sources, recorded_at: datetime, now: datetime
) -> None:
    publish_stated(
        session=calendar.sessions[record["event"], record["session"]],
        lines=[build_stated_line(record["event"], line, entries) for line in record["lines"]],
        about=SheetEntry(
            complete=False,
            source=sources.rows[record["source"]],
            note_fr=record.get("note_fr"),
            note_en=record.get("note_en"),
        ),
        operator=OPERATOR,
        now=now,
        recorded_at=recorded_at,
    )


def _declare(record: Record, calendar: Calendar, sources: Sources, recorded_at: datetime, now: datetime) -> None:
    after = record["after"]
    declare_table(
        season=calendar.seasons[record["season"]],
        table=record["table"],
        after=calendar.round_sessions[record["season"], after["event"], after["session"]],
        rows=[_read_row(row) for row in record["rows"]],
        source=sources.rows[record["source"]],
        note_fr=record["note_fr"],
        note_en=record["note_en"],
        complete=False,
        now=now,
        recorded_at=recorded_at,
        by=None,
        actor_name=OPERATOR,
    )


def _read_row(row: Record) -> RowEntry:
    return RowEntry(
        competitor=row["driver"],
        place=row.get("place"),
        tied=row.get("tied", False),
        points=Fraction(row["points"]) if "points" in row else None,
        wins=row.get("wins"),
    )
