"""The rule books of the demonstration: the Mitjet preset, a hypothesis, and the invented rules of the cup."""

import copy
import json
from typing import Any

from championships.exchange.demo.files import Record, read_text
from championships.exchange.presets import load_preset


def read_rule_book(record: Record, year: int) -> dict[str, Any]:
    """The rules of a championship of series.toml, as a document for `scoring.rulebook`.

    `rule_book` names a preset and `tables` the tables it has here; a class table the preset lacks is made like its
    Gentleman table, for the category of that name. `rules` names a file.
    """
    if "rules" in record:
        document: dict[str, Any] = json.loads(read_text(record["rules"]))
        return document
    document = dict[str, Any](load_preset(record["rule_book"], championship=record["slug"], season=year))
    blocks = {block["id"]: block for block in document["standings"]}
    document["standings"] = [blocks.get(key) or _make_class_table(blocks["gentleman"], key) for key in record["tables"]]
    return document


def _make_class_table(model: dict[str, Any], category: str) -> dict[str, Any]:
    title = category.capitalize()
    block = copy.deepcopy(model)
    block.update(id=category, title=title, title_fr=title)
    block["may_appear"]["categories"] = [category]
    return block
