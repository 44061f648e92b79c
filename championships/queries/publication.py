"""What publishing a draft would make public: its classification, and what moves in every table."""

from dataclasses import dataclass
from datetime import datetime

from championships.adapters.drafts import load_with_draft
from championships.adapters.effects import RowChange, TableChange, compare_tables
from championships.adapters.fields import PlacedCar, read_fields
from championships.adapters.rulings import read_decisions
from championships.adapters.seasons import load_seasons
from championships.models import Bulletin, Season, Sheet
from championships.queries.versions import CarDifference, compare_cars


@dataclass(frozen=True, slots=True)
class TableMoves:
    """A table, who moves in it (a newcomer has no place before), and how many score without moving."""

    championship: str
    title_fr: str
    title_en: str
    movers: tuple[RowChange, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Publication:
    """The draft as it would be published now. `differences`: from what stands; none where nothing is published."""

    cars: tuple[PlacedCar, ...]
    differences: tuple[CarDifference, ...]
    tables: tuple[TableMoves, ...]


def foresee_publication(sheet: Sheet, *, at: datetime) -> Publication:
    """Nothing is written. Raises UnrankableError where a decision needs a figure the sheet does not hold.

    A fixed number of queries, whatever the field and the seasons.
    """
    held = read_decisions([sheet.session_id], at=at)
    imagined = Bulletin(session=sheet.session, sheet=sheet)
    cars = read_fields([imagined], at=at, decisions=held).get(sheet.session_id, ())
    standing = Bulletin.objects.filter(session=sheet.session_id).in_force(at).select_related("sheet", "session").first()
    before = read_fields([standing], at=at).get(sheet.session_id, ()) if standing else None
    seasons = Season.objects.filter(rounds__round_sessions__session=sheet.session_id).select_related("championship")
    names = {season.pk: season for season in seasons}
    tables: tuple[TableChange, ...] = ()
    if names:
        tables = compare_tables(load_seasons(names, at=at), load_with_draft(sheet, names, at=at), names)
    return Publication(
        cars=cars,
        differences=() if before is None else compare_cars(before, cars),
        tables=tuple(_tell_moves(table) for table in tables),
    )


def _tell_moves(table: TableChange) -> TableMoves:
    movers = tuple(row for row in table.rows if _place(row.before) != _place(row.after))
    return TableMoves(
        championship=table.season,
        title_fr=table.title_fr,
        title_en=table.title_en,
        movers=movers,
        others=len(table.moved) - len([row for row in movers if row.changed]),
    )


def _place(row: object) -> tuple[object, ...]:
    return () if row is None else (getattr(row, "position", None), getattr(row, "mark", ""))
