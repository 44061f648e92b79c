"""Rule books to start from. Each is a complete rules.json without decisions; docs/rule-books.md names them.

A preset may be a hypothesis (`"hypothesis": true`): its `note` then says what is known and what is not, and it never
gives public points. `source` says where the rules were read; what the source does not say is left out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

TITLES: Mapping[str, str] = {
    "formula-one": "Formula One",
    "btcc": "BTCC",
    "mitjet": "Mitjet",
    "porsche-carrera-cup-france": "Porsche Carrera Cup France",
    "porsche-supercup": "Porsche Mobil 1 Supercup",
    "tcr-europe": "TCR Europe",
    "french-f4": "French F4",
    "motorsport-uk": "Motorsport UK, default rules",
}
PRESETS = tuple(TITLES)


@dataclass(frozen=True, slots=True)
class Preset:
    """A preset as a list shows it."""

    name: str
    title: str
    hypothesis: bool
    source: str
    note: str


@cache
def list_presets() -> tuple[Preset, ...]:
    """Every preset, in the order of PRESETS."""
    return tuple(_describe(name, load_preset(name)) for name in PRESETS)


def _describe(name: str, document: Mapping[str, Any]) -> Preset:
    return Preset(
        name=name,
        title=TITLES[name],
        hypothesis=bool(document.get("hypothesis")),
        source=document.get("source", ""),
        note=document.get("note", ""),
    )


def load_preset(name: str, *, championship: str | None = None, season: int | str | None = None) -> dict[str, object]:
    """The preset of that name as a JSON document, for `scoring.rulebook.parse_book`.

    `championship` and `season` replace those of the preset. Raises KeyError for a name that is not in PRESETS.
    """
    if name not in PRESETS:
        raise KeyError(name)
    text = resources.files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    document: dict[str, object] = json.loads(text)
    if championship is not None:
        document["championship"] = championship
    if season is not None:
        document["season"] = season
    return document
