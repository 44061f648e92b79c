"""Projections: recomputed from facts, decisions and rules; only rows that differ are written.

Stored rows always hold everything published, whatever the site's clock says: what was published at an earlier instant
is computed on request by the readers.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, models, transaction

from championships.adapters.explanations import (
    write_award_detail,
    write_dropped,
    write_notes,
    write_parts,
    write_split,
)
from championships.adapters.seasons import load_seasons
from championships.adapters.values import LoadedSeason
from championships.models import Award, ClassifiedLine, Season, Standing, Table
from championships.models.fields import PointsField
from championships.officiating.revisions import lock_seasons
from championships.scoring.standings import Row, TableHistory, compute
from championships.scoring.standings import Standing as StandingValue
from championships.scoring.vocabulary import CompetitorKind, TableSource

_BATCH = 500  # rows a statement: well under the parameters either engine allows
_AWARD_KEY = ("table_id", "round_session_id", "competitor", "since")
_AWARD_VALUES = ("points", "places", "parts", "detail")
_STANDING_KEY = ("table_id", "round_session_id", "final", "rank")
_STANDING_VALUES = (
    "competitor",
    "driver_id",
    "team_id",
    "position",
    "tied",
    "mark",
    "points",
    "gross",
    "deducted",
    "wins",
    "starts",
    "dropped",
    "split",
    "declared",
)
_LINE_KEY = ("round_session_id", "line_driver_id")
_LINE_VALUES = ("driver_id", "status", "overall_place", "place", "category_places", "flags")


@transaction.atomic
def rebuild(*, season: Season) -> None:
    """Bring the stored tables, awards, standings and classified lines of the season up to date."""
    rebuild_seasons([season])


@transaction.atomic
def rebuild_seasons(seasons: Collection[Season]) -> None:
    """The same for several seasons, read together."""
    ids = [season.pk for season in seasons]
    lock_seasons(ids)
    for loaded in load_seasons(ids, at=None).values():
        _write_season(loaded)


class UnknownSeason(LookupError):
    """No season of that slug."""


def rebuild_by_slug(slugs: Collection[str] = ()) -> Iterator[str]:
    """Rebuild these seasons (none named: all), each in a transaction of its own; yield each slug as it is done.

    Raises UnknownSeason before anything is written where one of them does not exist.
    """
    seasons = {season.slug: season for season in Season.objects.select_related("championship").order_by("pk")}
    for slug in slugs:
        if slug not in seasons:
            raise UnknownSeason(f"There is no season {slug!r}; known: {', '.join(sorted(seasons)) or 'none'}.")
    for slug in slugs or seasons:
        rebuild(season=seasons[slug])
        yield slug


def compute_season(loaded: LoadedSeason) -> Mapping[str, TableHistory]:
    """The tables of a loaded season; none where it has no rule book."""
    if loaded.book is None:
        return {}
    return compute(loaded.book, loaded.facts, books_by_round=loaded.books_by_round)


def _write_season(loaded: LoadedSeason) -> None:
    histories = compute_season(loaded)
    tables = _write_tables(loaded, histories)
    round_sessions = {(ref.round, ref.key): ref.pk for ref in loaded.round_sessions}
    _write_differences(
        Award,
        Award.objects.filter(table__season_id=loaded.season_id),
        _AWARD_KEY,
        _AWARD_VALUES,
        _list_awards(histories, tables, round_sessions),
    )
    _write_differences(
        Standing,
        Standing.objects.filter(table__season_id=loaded.season_id),
        _STANDING_KEY,
        _STANDING_VALUES,
        _list_standings(loaded, histories, tables, round_sessions),
    )
    _write_differences(
        ClassifiedLine,
        ClassifiedLine.objects.filter(round_session__round__season_id=loaded.season_id),
        _LINE_KEY,
        _LINE_VALUES,
        _list_classified(loaded),
    )


def _write_tables(loaded: LoadedSeason, histories: Mapping[str, TableHistory]) -> dict[str, int]:
    """The Table rows; key -> primary key."""
    stored = {table.key: table for table in Table.objects.filter(season_id=loaded.season_id)}
    rules = {rule.id: rule for rule in loaded.book.tables} if loaded.book else {}
    gone = [table.pk for key, table in stored.items() if key not in rules]
    if gone:
        Table.objects.filter(pk__in=gone).delete()
    keys: dict[str, int] = {}
    for order, (key, rule) in enumerate(rules.items(), start=1):
        history = histories[key]
        shown = [*history.standings, *([history.final] if history.final else [])]
        values: dict[str, Any] = {
            "order": order,
            "title_fr": (rule.title_fr or rule.title)[:160],
            "title_en": rule.title[:160],
            "competitor": rule.competitor.value,
            "revision": loaded.revision,
            "notes": write_notes(shown),
        }
        table = stored.get(key)
        if table is None:
            keys[key] = Table.objects.create(season_id=loaded.season_id, key=key, **values).pk
            continue
        keys[key] = table.pk
        if any(getattr(table, name) != value for name, value in values.items()):
            Table.objects.filter(pk=table.pk).update(**values)
    return keys


type _Found = Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]


def _list_awards(
    histories: Mapping[str, TableHistory],
    tables: Mapping[str, int],
    round_sessions: Mapping[tuple[int, str], int],
) -> _Found:
    for key, history in histories.items():
        for award in history.awards:
            yield (
                (
                    tables[key],
                    round_sessions[award.round, award.session],
                    award.competitor,
                    "/".join(map(str, award.since or ())),
                ),
                (award.points, list(award.places), write_parts(award.parts), write_award_detail(award)),
            )


def _list_standings(
    loaded: LoadedSeason,
    histories: Mapping[str, TableHistory],
    tables: Mapping[str, int],
    round_sessions: Mapping[tuple[int, str], int],
) -> _Found:
    for key, history in histories.items():
        kind = loaded.book.table(key).competitor if loaded.book else CompetitorKind.DRIVER
        for standing in history.standings:
            stop = round_sessions[standing.round, standing.session]
            yield from _list_rows(loaded, kind, standing, (tables[key], stop, False))
        if history.final is not None:
            # The final table stands after the last session the table knows of.
            last = history.standings[-1]
            stop = round_sessions[last.round, last.session]
            yield from _list_rows(loaded, kind, history.final, (tables[key], stop, True))


def _list_rows(
    loaded: LoadedSeason, kind: CompetitorKind, standing: StandingValue, place: tuple[int, int, bool]
) -> _Found:
    drivers = loaded.drivers if kind is CompetitorKind.DRIVER else {}
    teams = loaded.teams if kind is CompetitorKind.TEAM else {}
    declared = standing.source is TableSource.DECLARED
    for rank, row in enumerate(standing.rows, start=1):
        driver, team = drivers.get(row.competitor), teams.get(row.competitor)
        yield (
            (*place, rank),
            (row.competitor, driver.pk if driver else None, team.pk if team else None, *_list_figures(row), declared),
        )


def _list_figures(row: Row) -> tuple[Any, ...]:
    return (
        row.position,
        row.tied,
        row.mark,
        row.points,
        row.gross,
        row.deducted,
        row.wins,
        row.starts,
        write_dropped(row.dropped),
        write_split(row.split),
    )


def _list_classified(loaded: LoadedSeason) -> _Found:
    for round_session, parts in loaded.classified.items():
        for part in parts:
            yield (
                (round_session, part.line_driver_pk),
                (
                    part.driver_pk,
                    part.status,
                    part.overall_place,
                    part.place,
                    dict(part.category_places),
                    list(part.flags),
                ),
            )


def _write_differences(
    model: type[models.Model],
    stored: models.QuerySet[Any],
    key: Sequence[str],
    values: Sequence[str],
    wanted: Iterable[tuple[tuple[Any, ...], tuple[Any, ...]]],
) -> None:
    """Make the stored rows those wanted: take away what is gone or differs, add what is new or differs."""
    found: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
    for row in stored.order_by().values_list("pk", *key, *values):
        found[row[1 : 1 + len(key)]] = (row[0], row[1 + len(key) :])
    fresh: list[tuple[tuple[Any, ...], tuple[Any, ...]]] = []
    stale: list[int] = []
    for where, what in wanted:
        known = found.pop(where, None)
        if known is not None:
            if known[1] == what:
                continue
            stale.append(known[0])
        fresh.append((where, what))
    stale.extend(pk for pk, _what in found.values())
    manager = model._default_manager
    for start in range(0, len(stale), _BATCH):
        # Nothing points at these rows: no need to look for what would go with them.
        rows = manager.filter(pk__in=stale[start : start + _BATCH])
        rows._raw_delete(rows.db)
    _insert(model, (*key, *values), [(*where, *what) for where, what in fresh])


def _insert(model: type[models.Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows whose every column is given: a third of the time of bulk_create, which is most of a rebuild."""
    if not rows:
        return
    by_column = {field.column: field for field in model._meta.concrete_fields if field.column}
    fields = [by_column[name] for name in names]
    special = [
        (index, field) for index, field in enumerate(fields) if isinstance(field, PointsField | models.JSONField)
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in names)
    marks = ", ".join(["%s"] * len(fields))
    prepared = []
    for row in rows:
        plain = list(row)
        for index, field in special:
            plain[index] = field.get_db_prep_save(plain[index], connection)
        prepared.append(plain)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)
