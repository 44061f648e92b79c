"""A season's tables as values of the core: read back from the stored projections, or computed as of an instant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from championships.adapters.explanations import StandingNote, read_award, read_notes, read_row
from championships.adapters.seasons import load_seasons
from championships.models import Award as AwardRow
from championships.models import Standing as StandingRow
from championships.models import Table
from championships.queries.frames import Frame, SessionView
from championships.scoring.parts import Award
from championships.scoring.standings import compute
from championships.scoring.tables import Row, Standing, TableHistory

_PLAIN = StandingNote()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stops of a season are asked for. `every` holds `before` and `stop`, or all up to `stop`."""

    stop: SessionView | None
    before: SessionView | None
    final: bool  # the final table stands at `stop`
    every: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table's history cut to what was asked for, and every session after which it stands (orders in the season)."""

    history: TableHistory
    stops: frozenset[int]


type Histories = dict[str, KnownTable]


def read_histories(
    frames: Mapping[int, Frame], wanted: Mapping[int, Wanted], *, awards: bool | str
) -> dict[int, Histories]:
    """From the stored projections, in four queries (three without awards). Stops without a row are left out."""
    ids = [0, *frames]
    tables = list(Table.objects.filter(season__in=ids).order_by("season", "order"))
    sessions = {one.pk: one for frame in frames.values() for one in frame.sessions}
    rows = _read_rows(ids, wanted)
    stops = _read_stops(ids, sessions)
    keys = {table.pk: table.key for table in tables if awards in (True, table.key)}
    given = _read_awards(sessions, keys) if awards else {}
    found: dict[int, Histories] = {pk: {} for pk in frames}
    for table in tables:
        want = wanted[table.season_id]
        notes = read_notes(table.notes)
        standings: list[Standing] = []
        final: Standing | None = None
        for stop in want.every:
            plain = rows.get((table.pk, stop.pk, False))
            if plain:
                standings.append(_build_standing(table.key, stop, plain, notes, final=False))
            last = rows.get((table.pk, stop.pk, True))
            if last and want.final and stop == want.stop:
                final = _build_standing(table.key, stop, last, notes, final=True)
        history = TableHistory(
            table.key, tuple(_cut(given.get(table.pk, ()), frames[table.season_id], want)), tuple(standings), final
        )
        found[table.season_id][table.key] = KnownTable(history, frozenset(stops.get(table.pk, ())))
    return found


def _read_stops(ids: Sequence[int], sessions: Mapping[int, SessionView]) -> dict[int, set[int]]:
    """By table: the orders of the sessions after which it has a row."""
    found: dict[int, set[int]] = defaultdict(set)
    first = StandingRow.objects.filter(table__season__in=ids, final=False, rank=1)
    for table, stop in first.order_by().values_list("table_id", "round_session_id"):
        found[table].add(sessions[stop].order)
    return found


def _read_rows(ids: Sequence[int], wanted: Mapping[int, Wanted]) -> dict[tuple[int, int, bool], list[Row]]:
    stops = [0, *(stop.pk for want in wanted.values() for stop in want.every)]
    rows: dict[tuple[int, int, bool], list[Row]] = defaultdict(list)
    stored: Iterable[Any] = (
        StandingRow.objects.filter(table__season__in=ids, round_session__in=stops)
        .order_by("table", "round_session", "final", "rank")
        .values_list(
            "table_id",
            "round_session_id",
            "final",
            "competitor",
            "position",
            "tied",
            "mark",
            "points",
            "gross",
            "dropped",
            "deducted",
            "wins",
            "starts",
            "split",
        )
    )
    for (
        table,
        stop,
        final,
        competitor,
        position,
        tied,
        mark,
        points,
        gross,
        dropped,
        deducted,
        wins,
        starts,
        split,
    ) in stored:
        rows[table, stop, final].append(
            read_row(
                competitor=competitor,
                position=position,
                tied=tied,
                mark=mark,
                points=points,
                gross=gross,
                dropped=dropped,
                deducted=deducted,
                wins=wins,
                starts=starts,
                split=split,
            )
        )
    return rows


def _read_awards(sessions: Mapping[int, SessionView], keys: Mapping[int, str]) -> dict[int, list[Award]]:
    given: dict[int, list[Award]] = defaultdict(list)
    stored: Iterable[Any] = AwardRow.objects.filter(table__in=[0, *keys]).values_list(
        "table_id", "round_session_id", "competitor", "points", "places", "parts", "detail"
    )
    for table, stop, competitor, points, places, parts, detail in stored:
        session = sessions[stop]
        given[table].append(
            read_award(
                table=keys[table],
                competitor=competitor,
                round_number=session.round,
                session=session.key,
                points=points,
                places=places,
                parts=parts,
                detail=detail,
            )
        )
    return given


def _build_standing(
    key: str,
    stop: SessionView,
    rows: Sequence[Row],
    notes: Mapping[tuple[int, str, bool], StandingNote],
    *,
    final: bool,
) -> Standing:
    session = "" if final else stop.key
    note = notes.get((stop.round, session, final), _PLAIN)
    return Standing(
        key, stop.round, session, final, note.source, tuple(rows), note.missing, note.declared_source, note.partial
    )


def compute_histories(
    frames: Mapping[int, Frame], wanted: Mapping[int, Wanted], *, at: datetime, awards: bool | str
) -> dict[int, Histories]:
    """Computed from what was in force at `at`, in the fixed number of queries of the adapters."""
    found: dict[int, Histories] = {pk: {} for pk in frames}
    for pk, loaded in load_seasons(frames, at=at).items():
        if loaded.book is None:
            continue
        want = wanted[pk]
        stops = {(one.round, one.key) for one in want.every}
        order = {(one.round, one.key): one.order for one in frames[pk].sessions}
        for key, history in compute(loaded.book, loaded.facts, books_by_round=loaded.books_by_round).items():
            cut = TableHistory(
                key,
                tuple(_cut(history.awards, frames[pk], want)) if awards in (True, key) else (),
                tuple(one for one in history.standings if (one.round, one.session) in stops and one.rows),
                history.final if want.final and history.final is not None and history.final.rows else None,
            )
            held = frozenset(order[one.round, one.session] for one in history.standings if one.rows)
            found[pk][key] = KnownTable(cut, held)
    return found


def _cut(awards: Sequence[Award], frame: Frame, want: Wanted) -> list[Award]:
    """The awards up to the stop, in one order whichever way they came."""
    order = {(one.round, one.key): one.order for one in frame.sessions}
    last = want.stop.order if want.stop else 0
    kept = [one for one in awards if order[one.round, one.session] <= last]
    kept.sort(key=lambda one: (order[one.round, one.session], one.competitor, one.since or (0, "")))
    return kept
