"""What a document would change, before anything is written: the real engine over what is in force, in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from championships.adapters.effects import Effect, compare_fields, compare_tables
from championships.adapters.fields import describe_row, read_fields
from championships.adapters.rulings import AdjustmentFacts, Imagined, read_decisions
from championships.adapters.seasons import load_seasons
from championships.models import Bulletin, Decision, PointsAdjustment, Season, Session
from championships.officiating.bulletins import FINAL_STATES, explain_unrankable
from championships.officiating.errors import Refusal
from championships.officiating.ledger import hash_text, write_canonically
from championships.officiating.measures import WITHOUT_RESULT, Row
from championships.officiating.sealing import write_decimal
from championships.officiating.taking_back import LapOrder, read_order
from championships.scoring.classification import UnrankableError
from championships.scoring.vocabulary import BulletinState

_KEY = 10**9  # keys of rows that are only imagined: no table has so many


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The effect of a document, what it waits for, and a digest of all of it: what is shown is what is signed."""

    effect: Effect
    rows: tuple[Row, ...]
    provisional: tuple[Session, ...]  # a new provisional bulletin, at once
    final: tuple[Session, ...]  # an amended bulletin, once a second person has confirmed
    orders: tuple[LapOrder, ...]  # of results taken back to an earlier lap
    waits: bool  # something of it waits for a second person
    digest: str


def foresee(*, rows: Sequence[Row], now: datetime, leaving_out: Sequence[Row] = ()) -> Foreseen:
    """What these rows (stored or not, not in force yet) would change; `leaving_out`: rows in force that would go.

    Nothing is written. Raises Refusal where a figure the classification needs is not on the sheet.
    """
    decisions = [row for row in (*rows, *leaving_out) if isinstance(row, Decision)]
    adjustments = [row for row in (*rows, *leaving_out) if isinstance(row, PointsAdjustment)]
    touched = {row.session_id for row in decisions if row.kind not in WITHOUT_RESULT}
    sessions = list(Session.objects.filter(pk__in=touched).order_by("order", "pk"))
    standing = {
        one.session_id: one
        for one in Bulletin.objects.filter(session__in=touched).in_force(now).select_related("sheet", "session")
    }
    season_ids = set(Season.objects.filter(rounds__round_sessions__session__in=touched).values_list("pk", flat=True))
    season_ids |= {row.season_id for row in adjustments}
    imagined = _imagine(rows, leaving_out)
    try:
        before = read_fields(list(standing.values()), at=now)
        after = read_fields(
            list(standing.values()), at=now, decisions=read_decisions(touched, at=now, imagined=imagined)
        )
        tables = compare_tables(
            load_seasons(season_ids, at=now),
            load_seasons(season_ids, at=now, imagined=imagined),
            Season.objects.select_related("championship").in_bulk(season_ids),
        )
    except UnrankableError as error:
        raise Refusal(explain_unrankable(error)) from error
    states = {pk: bulletin.state for pk, bulletin in standing.items()}
    effect = Effect(compare_fields(sessions, before, after, states), tables)
    final = tuple(session for session in sessions if states.get(session.pk) in FINAL_STATES)
    provisional = tuple(session for session in sessions if states.get(session.pk) == BulletinState.PROVISIONAL)
    orders = tuple(
        read_order(row.session, int(row.amount or 0), now=now)
        for row in rows
        if isinstance(row, Decision) and row.kind == Decision.Kind.TAKEN_BACK
    )
    return Foreseen(
        effect=effect,
        rows=tuple(rows),
        provisional=provisional,
        final=final,
        orders=orders,
        waits=bool(final or adjustments),
        digest=_digest(rows, leaving_out, effect, orders),
    )


def describe_rows(rows: Iterable[Row]) -> list[list[Any]]:
    """What the rows impose, as plain values: for digests and the ledger."""
    described = []
    for row in rows:
        if isinstance(row, Decision):
            figure = write_decimal(row.amount)
            described.append([row.kind, row.session_id, row.entry_id, row.driver_id, figure, dict(row.terms)])
        else:
            described.append([row.kind, row.season_id, row.table, dict(row.terms)])
    return described


def _imagine(rows: Sequence[Row], leaving_out: Sequence[Row]) -> Imagined:
    decisions, adjustments = [], []
    for index, row in enumerate(rows):
        if isinstance(row, Decision):
            decisions.append(describe_row(row, _KEY + index))
        else:
            driver = row.driver_id
            adjustments.append(
                AdjustmentFacts(_KEY + index, row.season_id, row.kind, driver, row.terms, row.document, row.reason)
            )
    return Imagined(
        decisions=tuple(decisions),
        adjustments=tuple(adjustments),
        without_decisions=frozenset(row.pk for row in leaving_out if isinstance(row, Decision)),
        without_adjustments=frozenset(row.pk for row in leaving_out if isinstance(row, PointsAdjustment)),
    )


def _digest(rows: Sequence[Row], leaving_out: Sequence[Row], effect: Effect, orders: Sequence[LapOrder]) -> str:
    fields = [
        [
            field.session_pk,
            field.state,
            [[row.car.entry_id, list(row.car.drivers), _place(row.before), _place(row.after)] for row in field.rows],
        ]
        for field in effect.fields
    ]
    tables = [
        [
            table.season_pk,
            table.key,
            [[row.competitor, _figures(row.before), _figures(row.after)] for row in table.rows],
        ]
        for table in effect.tables
    ]
    laps = [
        [order.session_pk, order.lap, [[car.entry_id, car.laps, car.time_ms] for car in order.cars]] for order in orders
    ]
    return hash_text(write_canonically([describe_rows(rows), describe_rows(leaving_out), fields, tables, laps]))


def _place(car: Any) -> list[Any] | None:
    return None if car is None else [car.place, car.status]


def _figures(row: Any) -> list[Any] | None:
    return None if row is None else [row.position, row.mark, None if row.points is None else str(row.points)]
