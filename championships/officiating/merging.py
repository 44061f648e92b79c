"""The rows that name a driver, found and moved when two records of one person become one.

Foreign keys are found by asking the tables themselves, so that a table added later is moved, too. Terms written as JSON
name drivers by their address; the few keys that do are listed here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import F

from championships.models import (
    Crew,
    Decision,
    Driver,
    Entry,
    LineDriver,
    OpeningBalance,
    PointsAdjustment,
    RuleBook,
    Season,
    Sheet,
    StatedFact,
    Table,
)
from championships.models.base import Versioned
from championships.scoring.vocabulary import CompetitorKind

# Tables whose rows are projections: computed anew, never counted as something a person holds.
PROJECTIONS = frozenset({"ClassifiedLine", "Standing"})
_DRIVER_KEYS = ("driver", "bonus_winners", "with")  # always drivers
_COMPETITOR_KEYS = ("competitor", "order")  # drivers in a table of drivers
_RULINGS = ("opening_balances", "session_overrides", "result_overrides", "adjustments", "tie_decisions")


def list_references() -> Iterator[models.ForeignKey[Any, Any]]:
    """Every foreign key to a driver, hidden ones and those of plain link tables included."""
    for relation in Driver._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            field = relation.field
            if isinstance(field, models.ForeignKey) and not field.model._meta.proxy:
                yield field


def name_reference(field: models.ForeignKey[Any, Any]) -> str:
    """ "Crew.driver": how a merge names the column in its record."""
    return f"{field.model.__name__}.{field.name}"


def move_references(*, lost: Driver, kept: Driver) -> dict[str, list[int]]:
    """Point every row of the lost record to the kept one; column -> keys of the rows moved."""
    moved: dict[str, list[int]] = {}
    for field in list_references():
        rows = field.model._base_manager.filter(**{field.name: lost})
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if not keys:
            continue
        values: dict[str, Any] = {field.name: kept}
        if issubclass(field.model, Versioned):
            # Whoever has the row open is told that it changed.
            values["version"] = F("version") + 1
        rows.update(**values)
        if field.model.__name__ not in PROJECTIONS:
            moved[name_reference(field)] = keys
    _raise_versions(moved)
    return moved


def _raise_versions(moved: Mapping[str, list[int]]) -> None:
    """Drafts and entries whose people changed: the form somebody has open is out of date."""
    parts = moved.get(f"{LineDriver.__name__}.driver", ())
    Sheet.objects.filter(draft=True, lines__drivers__in=parts).update(version=F("version") + 1)
    crews = moved.get(f"{Crew.__name__}.driver", ())
    Entry.objects.filter(crew__in=crews).update(version=F("version") + 1)


def list_terms() -> Iterator[tuple[models.Model, str]]:
    """The rows whose JSON may name a driver, with the column. Few: decisions on points, ties, balances, facts."""
    for decision in Decision.objects.filter(kind__in=[Decision.Kind.SESSION_OVERRIDE, Decision.Kind.RESULT_OVERRIDE]):
        yield decision, "terms"
    for adjustment in PointsAdjustment.objects.order_by("pk"):
        yield adjustment, "terms"
    for balance in OpeningBalance.objects.order_by("pk"):
        yield balance, "terms"
    for fact in StatedFact.objects.exclude(value={}).order_by("pk"):
        yield fact, "value"
    for season in Season.objects.exclude(package_notes={}).order_by("pk"):
        yield season, "package_notes"


def rename_terms(row: models.Model, terms: Any, *, lost: str, kept: str) -> Any:
    """The JSON of a row with the lost address replaced where it names a driver; the same where it does not."""
    if isinstance(row, Season):
        return _rename_keys(terms, lost, kept)
    keys: tuple[str, ...] = _DRIVER_KEYS
    if isinstance(row, PointsAdjustment | OpeningBalance) and _ranks_drivers(row):
        keys = (*_DRIVER_KEYS, *_COMPETITOR_KEYS)
    return {key: _rename(value, lost, kept) if key in keys else value for key, value in dict(terms or {}).items()}


def names_driver(row: Any, terms: Any, slug: str) -> bool:
    """Whether the JSON of a row names this driver."""
    return bool(rename_terms(row, terms, lost=slug, kept="") != terms)


def _rename(value: Any, lost: str, kept: str) -> Any:
    if isinstance(value, list):
        return [kept if each == lost else each for each in value]
    return kept if value == lost else value


def _rename_keys(notes: Any, lost: str, kept: str) -> Any:
    """The spellings of an imported package stand under "driver:<address>"; those of the kept record stay."""
    spelled = dict(notes.get("spellings", {}))
    if f"driver:{lost}" not in spelled:
        return notes
    theirs = spelled.pop(f"driver:{lost}")
    spelled.setdefault(f"driver:{kept}", theirs)
    return {**notes, "spellings": spelled}


def _ranks_drivers(row: PointsAdjustment | OpeningBalance) -> bool:
    """Whether the table of a ruling is one of drivers: teams may bear the same address."""
    if isinstance(row, PointsAdjustment) and row.kind == PointsAdjustment.Kind.CLASS_CHANGE:
        return row.driver_id is not None
    stored = Table.objects.filter(season_id=row.season_id, key=row.table).values_list("competitor", flat=True).first()
    if stored is not None:
        return bool(stored == CompetitorKind.DRIVER.value)
    documents = RuleBook.objects.filter(season_id=row.season_id).order_by("-n").values_list("document", flat=True)
    for document in documents:
        for table in document.get("standings", []):
            if table.get("id") == row.table:
                return bool(table.get("competitor") == CompetitorKind.DRIVER.value)
    return False


def find_ruled(slug: str) -> list[RuleBook]:
    """The rule books whose own rulings name this driver: a version is never altered, so they stop a merge."""
    return [
        book
        for book in RuleBook.objects.select_related("season__championship").order_by("season", "n")
        if any(_mentions(book.document.get(part), slug) for part in _RULINGS)
    ]


def _mentions(value: Any, slug: str) -> bool:
    if isinstance(value, dict):
        return any(_mentions(each, slug) for each in value.values())
    if isinstance(value, list):
        return any(_mentions(each, slug) for each in value)
    return bool(value == slug)
