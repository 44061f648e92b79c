"""What the pages of the rules share: where they hang, and which documents a version may start from."""

import json
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from championships.backoffice.views.pages import Crumb
from championships.exchange.presets import load_preset
from championships.exchange.season_package.rules_file import find_unwritable
from championships.models import RuleBook, RuleDraft, Season
from championships.officiating.errors import Refusal
from championships.scoring.rulebook import SCHEMA, RuleBookError, parse_book, read_document, write_book

DECISIONS = ("session_overrides", "result_overrides", "adjustments", "tie_decisions", "opening_balances")


def list_crumbs(season: Season, *, deep: bool = True) -> list[Crumb]:
    """From the season to the page above; `deep`: the page is below the overview of the rules."""
    crumbs: list[Crumb] = [
        (_("Seasons"), reverse("admin:championships_season_changelist")),
        (str(season), reverse("admin:championships_season_change", args=[season.pk])),
    ]
    if deep:
        crumbs.append((_("Rules"), reverse("admin:season_rules", args=[season.pk])))
    return crumbs


def find_draft(season: Season) -> RuleDraft | None:
    """The version in preparation."""
    return (
        RuleDraft.objects.select_related("saved_by", "prepared_by", "corrects")
        .prefetch_related("changed_by")
        .filter(season=season)
        .first()
    )


def label_season(season: Season) -> int | str:
    """The season as a rule book names it."""
    return int(season.label) if season.label.isdigit() else season.label


def adapt(document: Mapping[str, Any], season: Season) -> dict[str, Any]:
    """The rules of another season, or a preset, as this season's: same content, its own name, no decisions."""
    made = {key: value for key, value in document.items() if key not in DECISIONS}
    return {**made, "schema": SCHEMA, "championship": season.championship.slug, "season": label_season(season)}


def start_from_preset(name: str, season: Season) -> dict[str, Any]:
    """Raises KeyError for a name that is no preset."""
    return adapt(load_preset(name), season)


def start_from_json(text: str, season: Season) -> dict[str, Any]:
    """Rules pasted or uploaded as JSON, without their decisions. Raises RuleBookError, Refusal."""
    document = dict(read_document(text))
    for where, _sign in find_unwritable(document):
        raise Refusal(_("%(where)s: the text holds a sign that no table can keep.") % {"where": where})
    for key in DECISIONS:
        document.pop(key, None)
    # Written and read once: figures become plain JSON, every fault is told.
    return adapt(write_book(parse_book(document)), season)


def start_empty(season: Season) -> dict[str, Any]:
    """The smallest rules: a scale, a drivers' table, a race."""
    table = {
        "id": "drivers",
        "title": "Drivers",
        "title_fr": "Pilotes",
        "competitor": "driver",
        "sessions": {"race": {"table": "race"}},
        "tie_break": [{"kind": "countback", "sessions": ["race"], "positions": "classified"}],
    }
    return adapt({"points_tables": {"race": [25, 18, 15, 12, 10, 8, 6, 4, 2, 1]}, "standings": [table]}, season)


def write_json(document: Mapping[str, Any]) -> str:
    """The document as text, for a file."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def write_plain(book: RuleBook) -> dict[str, Any]:
    """The canonical form of a version issued, so that two of them are compared by what they say."""
    try:
        return dict(write_book(parse_book({k: v for k, v in book.document.items() if k not in DECISIONS})))
    except RuleBookError:
        return dict(book.document)
