"""Rule books to start from. Each is a complete rules.json without decisions; docs/rule-books.md names them.

A preset may be a hypothesis (`"hypothesis": true`): its `note` then says what is known and what is not, and it never
gives public points.
"""

import json
from importlib import resources

PRESETS = ("formula-one", "btcc", "mitjet")


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
