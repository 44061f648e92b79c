"""Tables published elsewhere: stored as they were published, and compared with what is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.adapters.seasons import load_seasons
from championships.adapters.values import LoadedSeason
from championships.models import (
    DeclaredRow,
    DeclaredTable,
    Driver,
    RoundSession,
    Season,
    Source,
    Team,
    User,
)
from championships.officiating.bulletins import read_newest_book, revise
from championships.officiating.errors import Refusal
from championships.officiating.projection import compute_season
from championships.officiating.revisions import lock_seasons
from championships.scoring.rules import TableRule
from championships.scoring.standings import Difference, differences
from championships.scoring.vocabulary import CompetitorKind, TableSource


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEntry:
    """A row as published. None: not published. `competitor`: the id of a driver or team, or the car's number."""

    competitor: str
    place: int | None = None
    tied: bool = False
    points: Fraction | None = None
    wins: int | None = None
    places: Mapping[int, int] | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declared table as stored, and where the computation (if there is one) disagrees with it."""

    declared: DeclaredTable
    differences: tuple[Difference, ...]


@transaction.atomic
def declare_table(
    *,
    season: Season,
    table: str,
    after: RoundSession,
    rows: Sequence[RowEntry],
    source: Source,
    now: datetime,
    recorded_at: datetime,
    by: User | None,
    actor_name: str = "",
    complete: bool = False,
    document: str = "",
    reason: str = "",
    note_fr: str = "",
    note_en: str = "",
) -> Declaration:
    """State a table that was published elsewhere. It stands after its session and replaces what was computed up to it.

    Refused where the table, the session or a competitor is not known, or a competitor stands in it twice.
    """
    (season,) = lock_seasons([season.pk])
    rule = _find_table(season, table, now)
    if after.round.season_id != season.pk:
        raise Refusal(_("This session does not count for this season."))
    _check_rows(rows)
    declared = DeclaredTable.objects.create(
        season=season,
        table=table,
        after=after,
        complete=complete,
        source=source,
        note_fr=note_fr,
        note_en=note_en,
        document=document,
        reason=reason,
        author=by,
        issued_at=now,
        effective_at=now,
        recorded_at=recorded_at,
    )
    DeclaredRow.objects.bulk_create(_build_rows(declared, rows, rule.competitor))
    revise(
        seasons=[season],
        verb="declare_table",
        subject=f"{season.slug}/{table}",
        detail={
            "declared": declared.pk,
            "after": [after.round.number, after.key],
            "source": source.key,
            "rows": [_describe_row(row) for row in rows],
        },
        by=by,
        actor_name=actor_name,
        now=now,
        recorded_at=recorded_at,
    )
    loaded = load_seasons([season.pk], at=None)[season.pk]
    return Declaration(declared, _compare(loaded, table, after.round.number, after.key))


def list_differences(*, season: Season, at: datetime | None) -> dict[tuple[str, int, str], tuple[Difference, ...]]:
    """For the officials: (table, round, session) of each declared table that stands -> where computation disagrees."""
    loaded = load_seasons([season.pk], at=at)[season.pk]
    return {
        (table.table, table.round, table.session): _compare(loaded, table.table, table.round, table.session)
        for table in loaded.facts.declared
    }


def _compare(loaded: LoadedSeason, table: str, round_number: int, session: str) -> tuple[Difference, ...]:
    history = compute_season(loaded).get(table)
    if history is None:
        return ()
    stands = [
        standing
        for standing in history.standings
        if (standing.round, standing.session) == (round_number, session) and standing.source is TableSource.DECLARED
    ]
    computed = [item for item in history.replaced if (item.round, item.session) == (round_number, session)]
    if not stands or not computed or not computed[0].rows:
        return ()
    return differences(stands[0], computed[0])


def _find_table(season: Season, table: str, now: datetime) -> TableRule:
    book = read_newest_book(season, now)
    try:
        if book is not None:
            return book.table(table)
    except KeyError:
        pass
    raise Refusal(_("The rules of this season know no table “%(table)s”.") % {"table": table})


def _check_rows(rows: Sequence[RowEntry]) -> None:
    names = [row.competitor for row in rows]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refusal(_("A competitor stands twice in this table."), twice)
    if not names:
        raise Refusal(_("A declared table needs at least one row."))


def _build_rows(declared: DeclaredTable, rows: Sequence[RowEntry], kind: CompetitorKind) -> list[DeclaredRow]:
    slugs = [row.competitor for row in rows]
    drivers = dict(Driver.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    teams = dict(Team.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    known: Mapping[str, int] = {CompetitorKind.DRIVER: drivers, CompetitorKind.TEAM: teams}.get(kind, {})
    unknown = [slug for slug in slugs if slug not in known] if kind is not CompetitorKind.CAR else []
    if unknown:
        raise Refusal(_("A competitor of this table is not known."), unknown)
    return [
        DeclaredRow(
            declared=declared,
            order=order,
            driver_id=drivers[row.competitor] if kind is CompetitorKind.DRIVER else None,
            team_id=teams[row.competitor] if kind is CompetitorKind.TEAM else None,
            car_number=row.competitor if kind is CompetitorKind.CAR else "",
            place=row.place,
            tied=row.tied,
            points=None if row.points is None else str(row.points),
            wins=row.wins,
            places=None if row.places is None else {str(place): count for place, count in row.places.items()},
            mark=row.mark,
        )
        for order, row in enumerate(rows, start=1)
    ]


def _describe_row(row: RowEntry) -> list[Any]:
    points = None if row.points is None else str(row.points)
    return [row.competitor, row.place, row.mark, points, row.wins]
