"""What was sent, laid over the document the form was made from; and the buttons that add something."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from championships.backoffice.rule_form.codecs import ABSENT
from championships.backoffice.rule_form.fields import Block, Path, get_at, name_path, set_at
from championships.backoffice.rule_form.layout import Layout
from championships.backoffice.rule_form.sheets import fold, unfold

type Json = dict[str, Any]

_COUNTBACKS = ("classified", "scoring")


def open_sheet(document: Mapping[str, Any]) -> Json:
    """The sheet of a document, with the steps of the tie-break that could be ticked."""
    sheet = unfold(document)
    for table in sheet["standings"]:
        steps = table.setdefault("tie_break", [])
        if not isinstance(steps, list):
            continue
        kinds = {(step.get("kind"), step.get("positions")) for step in steps if isinstance(step, dict)}
        sessions = [key for group in table["groups"] for key in group["keys"] if key]
        for positions in _COUNTBACKS:
            if ("countback", positions) not in kinds:
                steps.append({"kind": "countback", "sessions": sessions, "positions": positions, "candidate": True})
        if ("earliest", None) not in kinds:
            steps.append({"kind": "earliest", "candidate": True})
    return sheet


def close_sheet(sheet: Json) -> Json:
    """The document of a sheet: steps nobody ticked are left out."""
    sheet = copy.deepcopy(sheet)
    for table in sheet["standings"]:
        steps = table.get("tie_break")
        if isinstance(steps, list):
            table["tie_break"] = [step for step in steps if not (isinstance(step, dict) and step.get("candidate"))]
    return fold(sheet)


def read_form(sent: Mapping[str, str], base: Mapping[str, Any]) -> Json:
    """The document after what was typed: fields, then what was taken out or put in order, then `do`."""
    sheet = open_sheet(base)
    blocks = [inner for block in Layout(sheet).build() for inner in block.walk()]
    for block in blocks:
        for field in block.fields:
            if field.kept or (field.kind != "check" and field.name not in sent):
                continue  # a field that was not sent is not a field that was emptied
            text = clean_text(sent.get(field.name, ""))
            if text != field.value or field.kind == "check":
                set_at(sheet, field.path, field.read(text))
    add(sheet, sent.get("do", ""))
    _tick(sheet, blocks, sent)
    for path, items in _find_lists(blocks):
        _arrange(sheet, path, items, sent)
    return close_sheet(sheet)


def clean_text(text: str) -> str:
    """A text as the database can keep it: line ends of one kind, no signs that no text holds."""
    return text.replace("\r\n", "\n").replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _tick(sheet: Json, blocks: Sequence[Block], sent: Mapping[str, str]) -> None:
    """Steps of the tie-break: what is ticked applies, the others stay ready."""
    for block in blocks:
        if block.ticked is None or block.order_name not in sent:
            continue
        step = get_at(sheet, block.path)
        if sent.get(block.use_name):
            step.pop("candidate", None)
        else:
            step["candidate"] = True


def _find_lists(blocks: Sequence[Block]) -> Iterator[tuple[Path, list[Block]]]:
    """Every list with its items, the innermost first: places of the outer ones stay true meanwhile."""
    found: dict[Path, list[Block]] = {}
    for block in blocks:
        if block.path and isinstance(block.path[-1], int):
            found.setdefault(block.path[:-1], []).append(block)
    yield from sorted(found.items(), key=lambda item: -len(item[0]))


def _arrange(sheet: Json, path: Path, items: Sequence[Block], sent: Mapping[str, str]) -> None:
    """Leave out the items marked to go, put the others in the order of their numbers."""
    held = get_at(sheet, path)
    if not isinstance(held, list):
        return
    ranked = []
    for index, value in enumerate(held):
        block = items[index] if index < len(items) else None
        if block is not None and block.removable and sent.get(block.remove_name):
            continue
        order = float(index + 1)
        if block is not None and block.order is not None:
            text = sent.get(block.order_name, "").strip()
            if text.isascii() and text.isdigit() and len(text) < 4:
                # The one whose number was changed goes before the one that had it.
                order = int(text) - (0.5 if int(text) < block.order else -0.5 if int(text) > block.order else 0)
        ranked.append((order, index, value))
    held[:] = [value for _order, _index, value in sorted(ranked, key=lambda item: item[:2])]
    if not held and path[-1] in ("bonuses", "steps"):
        set_at(sheet, path[:-1] if path[-1] == "steps" else path, ABSENT)


def add(sheet: Json, do: str) -> None:
    """Do what an adding button says. Words that are not understood add nothing."""
    planned = _plan(sheet, do)
    if planned is not None:
        _append(sheet, *planned)


def find_added(document: Mapping[str, Any], do: str) -> str:
    """The anchor of what that button has added to this document; empty where it added nothing."""
    sheet = open_sheet(document)
    planned = _plan(sheet, do)
    held = get_at(sheet, planned[0]) if planned else None
    return name_path((*planned[0], len(held) - 1), "b") if planned and isinstance(held, list) and held else ""


def _plan(sheet: Json, do: str) -> tuple[Path, Any] | None:
    """The list that a button adds to, and what it adds."""
    verb, _space, what = do.partition(" ")
    if verb != "add":
        return None
    kind, *where = what.split() or [""]
    numbers = [int(item) for item in where if item.isascii() and item.isdigit()]
    tables = sheet["standings"]
    first = str(tables[0].get("id", "")) if tables else ""
    expected = {"standings": first, "after": "final"}
    match kind:
        case "scales":
            return ("scales",), {"name": "", "value": ""}
        case "table":
            return ("standings",), _make_table(tables)
        case "class-table" if tables:
            return ("standings",), _make_class_table(tables[0])
        case "example":
            return ("examples",), {"title": "", "results": [], "tables": [expected]}
        case "expectation" if numbers:
            return ("examples", numbers[0], "tables"), expected
        case "group" if numbers:
            return ("standings", numbers[0], "groups"), {"keys": [""], "rule": {}}
        case "segment" if numbers:
            return ("standings", numbers[0], "counting"), {"from": 1}
        case "step" if len(numbers) == 2:
            rule: Path = ("standings", numbers[0], "groups", numbers[1], "rule")
            return (*rule, "shortened", "steps"), {"below": "", "factor": "1/2"}
        case "bonus" if len(numbers) == 2:
            bonus: Json = {"kind": where[0], "points": ""}
            if where[0] == "flag":
                bonus["column"] = ""
            return ("standings", numbers[0], "groups", numbers[1], "rule", "bonuses"), bonus
        case _:
            return None


def _append(sheet: Json, path: Path, value: Any) -> None:
    parent = get_at(sheet, path[:-1]) if len(path) > 1 and path[-2] != "shortened" else sheet
    if not isinstance(parent, (dict, list)):
        return
    held = get_at(sheet, path)
    if not isinstance(held, list):
        held = []
        set_at(sheet, path, held)
    held.append(value)


def _make_table(tables: Sequence[Json]) -> Json:
    """A table with the sessions, the counting and the tie-break of the first one."""
    made: Json = {"id": "", "competitor": "driver", "groups": [{"keys": [""], "rule": {}}], "tie_break": []}
    if tables:
        first = copy.deepcopy(tables[0])
        kept = ("groups", "position_basis", "shared_car", "counting", "tie_break", "listing", "rounding")
        made |= {key: first[key] for key in kept if key in first}
    return made


def _make_class_table(first: Json) -> Json:
    made = _make_table([first])
    return {
        **made,
        "competitor": first.get("competitor", "driver"),
        "groups": [],
        "extract_from": str(first.get("id", "")),
        "may_appear": {"categories": [""]},
        "position_basis": "eligible",
    }
