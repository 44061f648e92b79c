"""Every fault of the strict reader at the field it is about, in the language in force; what the form does not show."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from championships.backoffice.rule_form.codecs import read_typed_scale
from championships.backoffice.rule_form.fields import Block, Field, Path
from championships.backoffice.rule_form.sheets import find_group, list_scale_names
from championships.formatting.punctuation import write_label
from championships.scoring.phrases import Phrase, write_in
from championships.scoring.rulebook import RuleBookError, parse_book, read_amount, write_amount
from championships.scoring.rulebook.faults import Fault
from championships.scoring.rules import RuleBook
from championships.scoring.scales import ScaleError, find_rise

type Json = dict[str, Any]

_STEP = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")
_FRAME = frozenset({"schema", "championship", "season", "hypothesis"})


def judge(document: Mapping[str, Any]) -> tuple[RuleBook | None, Sequence[Fault]]:
    """The book, or the faults of the document."""
    try:
        return parse_book(document), ()
    except RuleBookError as error:
        return None, error.errors


def place_faults(blocks: Sequence[Block], sheet: Json, faults: Sequence[Fault]) -> list[str]:
    """Give every fault to its field or block; those that belong nowhere in the form are returned as sentences."""
    inner = [block for top in blocks for block in top.walk()]
    fields = {field.path: field for block in inner for field in block.fields}
    rest: list[str] = []
    for fault in faults:
        path = find_path(sheet, fault)
        target = _find_field(fields, path)
        if target is not None:
            _note(target.faults, _tell_at(target, fault))
            continue
        around = [block for block in inner if block.path == path[: len(block.path)]]
        if around and path:
            _note(max(around, key=lambda block: len(block.path)).faults, tell(fault))
        else:
            _note(rest, write_in(fault.text, _))
    return rest


def _note(sentences: list[str], sentence: str) -> None:
    if sentence not in sentences:
        sentences.append(sentence)


def tell(fault: Fault) -> str:
    """What was expected and what was found, without the path."""
    return _("Expected %(expected)s, found %(found)s.") % {
        "expected": write_in(fault.expected, _),
        "found": write_in(fault.found, _),
    }


def _tell_at(field: Field, fault: Fault) -> str:
    if field.path[0] == "scales" and field.path[-1] == "value":
        try:
            read_typed_scale(field.value)
        except ScaleError as error:
            return _("At sign %(position)s: %(sentence)s.") % {
                "position": error.position,
                "sentence": write_in(error.sentence, _),
            }
    return tell(fault)


def find_path(sheet: Json, fault: Fault) -> Path:
    """Where the form shows what the fault is about."""
    text = fault.path
    if text.startswith("points_tables"):
        names = list_scale_names(sheet)
        for index, name in sorted(enumerate(names), key=lambda item: -len(item[1])):
            if text.startswith(f"points_tables.{name}"):
                return ("scales", index, "name" if "?" in name else "value")
        return ("scales",)
    steps: list[str | int] = [
        int(match[2]) if match[2] is not None else match[1] for match in _STEP.finditer(text) if match[0]
    ]
    if len(steps) > 2 and steps[0] == "standings" and isinstance(steps[1], int) and steps[2] == "sessions":
        if len(steps) == 3:
            return tuple(steps[:2])
        group = find_group(sheet, steps[1], str(steps[3]))
        if group is None:
            return tuple(steps[:2])
        rest: tuple[str | int, ...] = ("rule", *steps[4:]) if len(steps) > 4 else ("keys",)
        if len(steps) == 4 and isinstance(fault.expected, Phrase) and "key" in fault.expected.params:
            rest = ("rule", str(fault.expected.params["key"]))
        return (*steps[:2], "groups", group, *rest)
    if isinstance(fault.expected, Phrase) and "key" in fault.expected.params:
        steps.append(str(fault.expected.params["key"]))
    return tuple(steps)


def _find_field(fields: Mapping[Path, Field], path: Path) -> Field | None:
    for length in range(len(path), 0, -1):
        if path[:length] in fields:
            return fields[path[:length]]
    return None


def _show_scale(figures: Sequence[Fraction]) -> str:
    language = get_language() or "fr"
    return " · ".join(
        f"{write_label(str(place), language)} {write_amount(one)}" for place, one in enumerate(figures, 1)
    )


def note_scales(blocks: Sequence[Block], book: RuleBook | None) -> None:
    """Show every parsed scale back with its places, and say where it rises."""
    for top in blocks:
        for block in top.walk():
            for field in block.fields:
                if field.path[0] != "scales" or field.path[-1] != "value" or field.faults or not field.value:
                    continue
                try:
                    value = read_typed_scale(field.value)
                except ScaleError:
                    continue
                rows = value["by_starters"] if isinstance(value, dict) else {"": value}
                for least, row in rows.items():
                    figures = [figure for item in row if (figure := read_amount(item)) is not None]
                    shown = _show_scale(figures)
                    field.notes.append(
                        _("From %(least)s starters on, place: points: %(shown)s") % {"least": least, "shown": shown}
                        if least
                        else _("Place: points: %(shown)s") % {"shown": shown}
                    )
                    if rise := find_rise(figures):
                        field.notes.append(
                            _("Place %(place)s gives more than the place before it: is that meant?") % {"place": rise}
                        )


def list_kept(blocks: Sequence[Block], sheet: Json) -> list[str]:
    """Paths of what the document says and the form does not show: kept as they are."""
    shown = {field.path for top in blocks for block in top.walk() for field in block.fields if not field.kept}
    found: dict[str, None] = {}
    for path in _walk(sheet, ()):
        if path[0] in _FRAME or any(path[:length] in shown for length in range(1, len(path) + 1)):
            continue
        found[_write(sheet, path)] = None
    return list(found)


def _walk(value: Any, path: Path) -> Iterator[Path]:
    """Paths of everything that says something."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            if key not in ("candidate", "kind"):
                yield from _walk(inner, (*path, str(key)))
    elif isinstance(value, list) and value and isinstance(value[0], (Mapping, list)):
        for index, inner in enumerate(value):
            yield from _walk(inner, (*path, index))
    elif value not in (None, [], {}, ""):
        yield path


def _write(sheet: Json, path: Path) -> str:
    """A path of the sheet as the document has it."""
    if path[0] == "scales" and len(path) > 1 and isinstance(path[1], int):
        return f"points_tables.{list_scale_names(sheet)[path[1]]}"
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text
