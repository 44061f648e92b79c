"""A rule-book document as a form shows it: lists instead of objects with names of the book's own, and back.

Points scales become a list of name and points. The sessions of a table that give the same become one group, so that the
four races of a meeting are edited once. `fold(unfold(document))` says the same as the document.
"""

import copy
import json
from collections.abc import Mapping
from typing import Any

type Json = dict[str, Any]

NOWHERE = "?"  # stands for a name that is missing; no name may hold this sign, so the strict reader refuses it


def unfold(document: Mapping[str, Any]) -> Json:
    """The document with lists a form can show."""
    sheet: Json = copy.deepcopy({key: value for key, value in document.items() if key != "points_tables"})
    scales = document.get("points_tables")
    sheet["scales"] = (
        [{"name": _show(name), "value": copy.deepcopy(value)} for name, value in scales.items()]
        if isinstance(scales, Mapping)
        else []
    )
    tables = document.get("standings")
    sheet["standings"] = [_unfold_table(table) for table in tables or [] if isinstance(table, Mapping)]
    return sheet


def _show(name: str) -> str:
    return "" if name == NOWHERE else name


def _unfold_table(table: Mapping[str, Any]) -> Json:
    sheet: Json = copy.deepcopy({key: value for key, value in table.items() if key != "sessions"})
    groups: list[Json] = []
    sessions = table.get("sessions")
    for key, rule in (sessions if isinstance(sessions, Mapping) else {}).items():
        text = json.dumps(rule, sort_keys=True, default=str)
        for group in groups:
            if group["text"] == text:
                group["keys"].append(_show(key))
                break
        else:
            rules = copy.deepcopy(rule) if isinstance(rule, Mapping) else {}
            groups.append({"keys": [_show(key)], "rule": dict(rules), "text": text})
    sheet["groups"] = [{"keys": group["keys"], "rule": group["rule"]} for group in groups]
    return sheet


def fold(sheet: Mapping[str, Any]) -> Json:
    """The document of such a sheet. A name given twice is written so that the strict reader refuses it, not dropped."""
    document: Json = copy.deepcopy({key: value for key, value in sheet.items() if key not in ("scales", "standings")})
    scales: Json = {}
    for scale in sheet.get("scales", []):
        scales[_find_name(str(scale.get("name", "")), scales)] = copy.deepcopy(scale.get("value", ""))
    document["points_tables"] = scales
    document["standings"] = [_fold_table(table) for table in sheet.get("standings", [])]
    return document


def _find_name(name: str, taken: Mapping[str, Any]) -> str:
    name = name.strip() or NOWHERE
    while name in taken:
        name += f" {NOWHERE}"
    return name


def _fold_table(sheet: Mapping[str, Any]) -> Json:
    table: Json = copy.deepcopy({key: value for key, value in sheet.items() if key != "groups"})
    sessions: Json = {}
    for group in sheet.get("groups", []):
        for key in group.get("keys") or [""]:
            sessions[_find_name(str(key), sessions)] = copy.deepcopy(group.get("rule", {}))
    if sessions or not table.get("extract_from"):
        table["sessions"] = sessions
    return table


def find_group(sheet: Mapping[str, Any], table: int, session: str) -> int | None:
    """The group of a session of a table, by the key the folded document has for it."""
    taken: Json = {}
    for index, group in enumerate(sheet["standings"][table].get("groups", [])):
        for key in group.get("keys") or [""]:
            name = _find_name(str(key), taken)
            taken[name] = None
            if name == session:
                return index
    return None


def list_scale_names(sheet: Mapping[str, Any]) -> list[str]:
    """The names of the scales as the folded document has them, in order."""
    taken: Json = {}
    for scale in sheet.get("scales", []):
        taken[_find_name(str(scale.get("name", "")), taken)] = None
    return list(taken)
