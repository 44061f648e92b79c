"""The values the dry-run page shows: questions with their choices, lines with what changes, texts in one language."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from championships.backoffice.timing_words import (
    CONTENTS,
    DOUBTS,
    FIELDS,
    FORMATS,
    HOWS,
    MEANINGS,
    STATES,
    SUSPICIONS,
    write_fault,
)
from championships.backoffice.views.timing.said import write_meaning, write_separator
from championships.exchange.timing.dry_run import CELL_FAULTS, DryRun, Suspicion
from championships.exchange.timing.matching import Choice, How, Match
from championships.exchange.timing.merging import Change, PlannedLine, State
from championships.exchange.timing.texts import ENCODINGS
from championships.exchange.timing.values import Format
from championships.formatting.statuses import status_words
from championships.formatting.times import write_time
from championships.models import Session
from championships.scoring.vocabulary import PenaltyKind

_TIMES = frozenset({"time_ms", "best_lap_ms", "second_best_ms"})
_PER_TABLE = ("road_order", "status", "laps", "time_ms", "best_lap_ms", "second_best_ms", "grid")


def describe(run: DryRun, session: Session, data: QueryDict) -> dict[str, Any]:
    """Everything on the page but its frame."""
    numbers = {car.entry_id: car for car in run.entered.cars}
    how = {match.entry_id: match for match in run.matches if match.entry_id is not None}
    shown = [name for name in _PER_TABLE if any(_read(planned, name) for planned in run.plan.lines)]
    return {
        "run": run,
        "guess": _describe_guess(run, data),
        "columns": _describe_columns(run),
        "unknown_columns": run.reading.unknown_columns if not run.reading.laps else (),
        "suspicions": [_write_suspicion(run, suspicion) for suspicion in run.suspicions],
        "errors": [write_fault(fault) for fault in run.errors],
        "may_stay_empty": any(fault.code in CELL_FAULTS for fault in run.faults),
        "notices": [write_fault(fault) for fault in (*run.faults, *run.plan.faults) if not fault.error],
        "questions": _describe_questions(run),
        "names": list(_describe_names(run)),
        "heads": [FIELDS[name] for name in shown],
        "lines": [_describe_line(planned, shown, numbers, how) for planned in run.plan.lines],
        "missing": _describe_missing(run, numbers),
        "counts": _count(run),
        "offers": _describe_offers(run, session),
        "announcements": [
            text for text in run.reading.announcements if text not in {offer.proposal.text for offer in run.offers}
        ],
    }


def _describe_guess(run: DryRun, data: QueryDict) -> dict[str, Any]:
    reading, said = run.reading, run.said.options
    separators = {";": _("semicolon ;"), ",": _("comma ,"), "tab": _("tab"), "|": _("bar |")}
    return {
        "format": FORMATS[reading.format],
        "contents": CONTENTS[reading.contents],
        "encoding": reading.encoding,
        "separator": separators.get(write_separator(reading.separator), ""),
        "formats": [(each.value, FORMATS[each], said.format is each) for each in Format],
        "encodings": [(name, said.encoding == name) for name in ENCODINGS],
        "separators": [(value, label, write_separator(said.separator) == value) for value, label in separators.items()],
        "said": {
            "format": said.format.value if said.format else "",
            "encoding": said.encoding,
            "separator": write_separator(said.separator),
        },
        "map_name": data.get("map_name", "") or run.map_name,
    }


def _describe_columns(run: DryRun) -> list[dict[str, Any]]:
    """The columns an official may set: those of tables with headings, not of lap files."""
    if run.reading.laps or run.reading.format in (Format.NATSOFT, Format.NATSOFT_LAPS):
        return []
    return [
        {
            "index": column.index,
            "heading": column.heading or _("(no heading)"),
            "meaning": write_meaning(column),
            "choices": [(meaning.value, label, column.meaning is meaning) for meaning, label in MEANINGS.items()],
            "driver": column.driver,
        }
        for column in run.reading.columns
    ]


def _write_suspicion(run: DryRun, suspicion: Suspicion) -> str:
    found, total = run.known_numbers
    return str(SUSPICIONS[suspicion]) % {"found": found, "all": total, "session": run.elsewhere}


def _describe_questions(run: DryRun) -> list[dict[str, Any]]:
    """A row for each car an official must say something about, or has said something about."""
    rows = []
    for match in run.matches:
        if not match.is_open and match.choice is None and match.how is not How.PERSON:
            continue
        chosen = run.said.cars.get(match.car.line)
        near = set(match.candidates)
        rows.append(
            {
                "line": match.car.line,
                "number": match.car.number,
                "names": " / ".join(match.car.names),
                "team": match.car.team,
                "doubt": DOUBTS[match.doubt] if match.doubt else "",
                "choices": [
                    (str(car.entry_id), car.label, chosen == car.entry_id)
                    for car in sorted(run.entered.cars, key=lambda car: car.entry_id not in near)
                ],
                "near": len(near),
                "out": chosen is Choice.OUT,
                "new": chosen is Choice.NEW,
            }
        )
    return rows


def _describe_names(run: DryRun) -> Iterable[dict[str, Any]]:
    for match in run.matches:
        if match.entry_id is None:
            continue
        entered = run.entered.find(match.entry_id)
        for doubt in match.name_doubts:
            said = run.said.names.get((match.car.line, doubt.index))
            yield {
                "field": f"name-{match.car.line}-{doubt.index}",
                "line": match.car.line,
                "number": entered.number,
                "name": doubt.name,
                "choices": [(person.pk, person.name, said == person.pk) for person in entered.people],
                "not_learnt": said == 0,
                "open": said is None and not run.said.trust_names,
            }


def _describe_line(
    planned: PlannedLine, shown: list[str], cars: Mapping[int, Any], how: Mapping[int, Match]
) -> dict[str, Any]:
    entry_id = planned.line.entry_id
    match = how.get(entry_id)
    changes = {change.field: change for change in planned.changes}
    entered = cars[entry_id]
    return {
        "number": entered.number,
        "people": " / ".join(person.name for person in entered.people),
        "how": HOWS[match.how] if match and match.how else "",
        "by_name": match is not None and match.how in (How.NAME, How.ALIAS, How.PERSON),
        "file_number": match.car.number if match and match.car.number != entered.number else "",
        "state": planned.state.value,
        "state_word": STATES[planned.state],
        "cells": [_describe_cell(planned, name, changes.get(name)) for name in shown],
    }


def _describe_cell(planned: PlannedLine, name: str, change: Change | None) -> dict[str, Any]:
    now = _write(name, _read(planned, name))
    was = _write(name, change.before) if change and planned.state is State.CHANGED else ""
    return {"now": now, "was": was, "changed": change is not None and planned.state is State.CHANGED}


def _read(planned: PlannedLine, name: str) -> int | str | None:
    line = planned.line
    if name == "grid":
        return line.drivers[0].grid if line.drivers else ""
    if name == "road_order":
        return line.road_order if line.road_order is not None else line.stated_place
    value = getattr(line, name)
    return str(value) if name == "status" else value


def _write(name: str, value: int | str | None) -> str:
    if value is None or value == "":
        return "–"
    if name in _TIMES and isinstance(value, int):
        return write_time(value, get_language() or "en")
    if name == "status":
        return status_words().get(str(value), ("", _("classified")))[1]
    return str(value)


def _describe_missing(run: DryRun, cars: Mapping[int, Any]) -> list[dict[str, Any]]:
    """Cars of the present result that the file lacks, in a classification: to be kept or to go."""
    found = [planned for planned in run.plan.lines if planned.state is State.KEPT]
    if run.reading.laps or not (found or run.plan.dropped):
        return []
    return [
        {
            "entry": planned.line.entry_id,
            "label": cars[planned.line.entry_id].label,
            "status": _write("status", planned.line.status.value),
            "kept": planned.state is State.KEPT,
        }
        for planned in (*found, *run.plan.dropped)
    ]


def _count(run: DryRun) -> dict[str, int]:
    states = [planned.state for planned in run.plan.lines]
    return {
        "rows": len(run.reading.cars),
        "matched": sum(match.entry_id is not None and not match.is_open for match in run.matches),
        "questions": len(run.questions) + len(run.open_names),
        "new": states.count(State.NEW),
        "changed": states.count(State.CHANGED),
        "same": states.count(State.SAME),
        "out": sum(match.choice is Choice.OUT for match in run.matches),
        "laps": len(run.reading.laps),
    }


def _describe_offers(run: DryRun, session: Session) -> list[dict[str, Any]]:
    """Each penalty announced, with the address where a steward may start a decision from it."""
    words = {
        PenaltyKind.TIME: _("time penalty"),
        PenaltyKind.PLACES: _("places"),
        PenaltyKind.LAPS: _("laps"),
        PenaltyKind.LAP_DELETED: _("lap time deleted"),
        PenaltyKind.GRID: _("grid drop"),
        PenaltyKind.REPRIMAND: _("reprimand"),
        PenaltyKind.LICENCE: _("licence points"),
        PenaltyKind.DISQUALIFY: _("disqualification"),
        PenaltyKind.EXCLUDE: _("exclusion"),
    }
    rows = []
    for offer in run.offers:
        proposal = offer.proposal
        asked = {"session": session.pk, "kind": proposal.kind.value}
        if proposal.amount:
            asked["amount"] = f"{proposal.amount.normalize():f}"
        if offer.entry_id is not None:
            asked["entry"] = offer.entry_id
        rows.append(
            {
                "text": proposal.text,
                "number": proposal.number,
                "kind": words[proposal.kind],
                "amount": f"{proposal.amount.normalize():f}" if proposal.amount else "",
                "known": offer.entry_id is not None,
                "query": urlencode(asked),
            }
        )
    return rows
