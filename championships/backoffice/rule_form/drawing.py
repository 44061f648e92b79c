"""How a field of a rule book is drawn: its label, how it is read and written, what it may choose from."""

from collections.abc import Sequence
from typing import Any

from championships.backoffice.rule_form.codecs import (
    FLAG,
    TEXT,
    Codec,
    choose,
)
from championships.backoffice.rule_form.fields import Field, Label, Path, get_at
from championships.backoffice.rule_form.sheets import list_scale_names

type Choices = Sequence[tuple[str, Label]]


class Drawing:
    """The sheet whose fields are drawn. `categories` and `classes` are those the season knows, for the help texts."""

    def __init__(self, sheet: dict[str, Any], *, categories: Sequence[str] = (), classes: Sequence[str] = ()) -> None:
        self.sheet = sheet
        self.categories = categories
        self.classes = classes
        self.scales: Choices = [("", "–"), *((name, name) for name in list_scale_names(sheet))]
        self.tables: Choices = [
            (str(table.get("id", "")), str(table.get("title") or table.get("id", "")))
            for table in sheet.get("standings", [])
        ]

    def _field(self, path: Path, label: Label, codec: Codec = TEXT, **more: Any) -> Field:
        made = Field(path, label, codec, **more)
        value = get_at(self.sheet, path)
        shown = codec.show(value)
        made.kept = shown is None
        made.value = shown or ""
        if made.kind == "select":
            known = [code for code, _label in made.choices]
            if made.value not in known:
                made.choices = [*made.choices, (made.value, made.value)]
        return made

    def _select(
        self, path: Path, label: Label, choices: Choices, *, default_word: str = "", codec: Codec = TEXT
    ) -> Field:
        return self._field(path, label, choose(default_word) if default_word else codec, kind="select", choices=choices)

    def _flag(self, path: Path, label: Label, **more: Any) -> Field:
        return self._field(path, label, FLAG, kind="check", **more)

    def _items(self, path: Path) -> list[Path]:
        found = get_at(self.sheet, path)
        return [(*path, index) for index in range(len(found))] if isinstance(found, list) else []
