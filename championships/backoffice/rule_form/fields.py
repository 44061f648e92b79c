"""What a form of rules is made of: fields with their place in the sheet, in blocks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

from championships.backoffice.rule_form.codecs import ABSENT, Codec
from championships.formatting.punctuation import join_clauses, write_label

_LINE_ENDS = re.compile(r"[\r\n]+")  # what was typed may hold some; a digest is one line

type Path = tuple[str | int, ...]
type Label = str | Promise


def name_path(path: Path, stem: str = "f") -> str:
    """The name of a control, and its id."""
    return "-".join([stem, *(str(step) for step in path)])


@dataclass(slots=True)
class Field:
    """One control. `value` is what it shows; `kept`: this form cannot write it, so it is shown and left alone."""

    path: Path
    label: Label
    codec: Codec
    kind: str = "text"  # text, area, select, check, hidden
    help: Label = ""
    choices: Sequence[tuple[str, Label]] = ()
    wide: bool = False
    value: str = ""
    kept: bool = False
    default: Any = ABSENT  # written where the text is empty
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_path(self.path)

    @property
    def described_by(self) -> str:
        return " ".join(
            f"{self.name}-{part}"
            for part, given in (("help", self.help), ("faults", self.faults), ("notes", self.notes))
            if given
        )

    @property
    def shown(self) -> str:
        """The value as a reader sees it: the words of a choice, a text on one line."""
        if self.kind == "select":
            return next((str(label) for code, label in self.choices if code == self.value), self.value)
        return " ".join(self.value.split())

    def read(self, text: str) -> Any:
        value = self.codec.read(text)
        return self.default if value is ABSENT else value


@dataclass(slots=True)
class Block:
    """Fields that belong together. An item of a list can be taken out, or ticked and put in order."""

    path: Path
    title: Label
    help: Label = ""
    fields: list[Field] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)
    adds: list[tuple[Label, str]] = field(default_factory=list)  # label, what to do
    removable: bool = False
    order: int | None = None  # its number where it can be put in order
    ticked: bool | None = None  # where it is chosen by a tick
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fold: bool = False  # folded away behind its title and digest, unless something in it is wrong or new
    open: bool = False  # where it folds: shown at first

    @property
    def anchor(self) -> str:
        return name_path(self.path, "b")

    @property
    def remove_name(self) -> str:
        return name_path(self.path, "remove")

    @property
    def order_name(self) -> str:
        return name_path(self.path, "order")

    @property
    def use_name(self) -> str:
        return name_path(self.path, "use")

    @property
    def is_open(self) -> bool:
        """Whether a block that folds is shown: asked for, or because something in it is wrong."""
        return self.open or any(block.faults or any(field.faults for field in block.fields) for block in self.walk())

    @property
    def digest(self) -> str:
        """What it says, in a line: the fields that hold something, of this block and of those inside it."""
        language = get_language() or "fr"
        own = [self, *(inner for block in self.blocks if not block.fold for inner in block.walk())]
        told = [
            str(field.label) if field.kind == "check" else f"{write_label(str(field.label), language)} {field.shown}"
            for block in own
            if block.ticked is not False
            for field in block.fields
            if field.value and field.path[-1] not in ("title", "title_fr", "id")
        ]
        named = [str(block.title) for block in own if block.ticked]
        return _LINE_ENDS.sub(" ", join_clauses([*named, *told], language))

    def walk(self) -> "list[Block]":
        """This block and all those inside it."""
        return [self, *(inner for block in self.blocks for inner in block.walk())]


def get_at(sheet: Any, path: Path) -> Any:
    """The value at a path; ABSENT where there is none."""
    for step in path:
        held = step in sheet if isinstance(sheet, Mapping) else isinstance(sheet, list) and step in range(len(sheet))
        if not held:
            return ABSENT
        sheet = sheet[step]
    return sheet


def set_at(sheet: Any, path: Path, value: Any) -> None:
    """Put a value there, making the objects on the way; ABSENT takes the key out, and objects it leaves empty."""
    trail = []
    for step in path[:-1]:
        trail.append((sheet, step))
        if isinstance(sheet, dict) and not isinstance(sheet.get(step), (dict, list)):
            if value is ABSENT:
                sheet.pop(step, None)
                return
            sheet[step] = {}
        sheet = sheet[step]
    if value is not ABSENT:
        sheet[path[-1]] = value
        return
    if isinstance(sheet, dict):
        sheet.pop(path[-1], None)
    for parent, step in reversed(trail):
        if isinstance(parent, dict) and parent.get(step) == {} and step != "rule":
            parent.pop(step)
        else:
            break
