"""Declared tables in force, as the core reads them, and where they were read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from championships.adapters.values import DeclaredRef
from championships.models import DeclaredRow as DeclaredRowRow
from championships.models import DeclaredTable as DeclaredTableRow
from championships.scoring.facts import DeclaredRow, DeclaredTable


def read_declared_tables(
    season_ids: Collection[int], *, at: datetime | None
) -> dict[int, list[tuple[DeclaredRef, int, str]]]:
    """One query: by season, in order of issue: (reference, round, rule key)."""
    rows: Iterable[tuple[Any, ...]] = (
        DeclaredTableRow.objects.filter(season_id__in=[0, *season_ids])
        .in_force(at)
        .order_by("issued_at", "pk")
        .values_list(
            "season_id",
            "after__round__number",
            "after__key",
            "pk",
            "table",
            "after_id",
            "issued_at",
            "complete",
            "source_id",
            "source__title",
            "source__url",
            "source__published_on",
            "note_fr",
            "note_en",
        )
    )
    found: defaultdict[int, list[tuple[DeclaredRef, int, str]]] = defaultdict(list)
    for season_id, number, key, *rest in rows:
        found[season_id].append((DeclaredRef(*rest), number, key))
    return found


def read_declared_rows(season_ids: Collection[int]) -> dict[int, tuple[DeclaredRow, ...]]:
    """One query: the rows of every declared table of these seasons, by table row."""
    rows: Iterable[tuple[Any, ...]] = (
        DeclaredRowRow.objects.filter(declared__season_id__in=[0, *season_ids])
        .order_by("declared_id", "order")
        .values_list(
            "declared_id",
            "driver__slug",
            "team__slug",
            "car_number",
            "place",
            "tied",
            "points",
            "wins",
            "places",
            "mark",
            "order",
        )
    )
    found: defaultdict[int, list[DeclaredRow]] = defaultdict(list)
    for declared_id, driver, team, car, place, tied, points, wins, places, mark, order in rows:
        found[declared_id].append(
            build_declared_row(
                competitor=driver or team or car,
                place=place,
                tied=tied,
                points=points,
                wins=wins,
                places=places,
                mark=mark,
                order=order,
            )
        )
    return {declared_id: tuple(items) for declared_id, items in found.items()}


def build_declared_row(
    *,
    competitor: str,
    place: int | None,
    tied: bool,
    points: Fraction | None,
    wins: int | None,
    places: Mapping[Any, int] | None,
    mark: str,
    order: int,
) -> DeclaredRow:
    return DeclaredRow(
        competitor=competitor,
        place=place,
        tied=tied,
        points=points,
        wins=wins,
        places=None if places is None else {int(key): int(count) for key, count in places.items()},
        mark=mark,
        order=order,
    )


def build_declared_table(
    ref: DeclaredRef, round_number: int, session: str, rows: tuple[DeclaredRow, ...]
) -> DeclaredTable:
    return DeclaredTable(
        table=ref.table,
        round=round_number,
        session=session,
        rows=rows,
        complete=ref.complete,
        source=ref.source_title,
    )
