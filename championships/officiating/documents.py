"""What every step of a stewards' document shares: its rows, its locks, who may confirm, what follows from it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import models

from championships.models import Decision, Event, PointsAdjustment, Season, User, Verdict
from championships.models.base import StaleVersion
from championships.officiating.batches import rebuild_once
from championships.officiating.bulletins import (
    Held,
    explain_unrankable,
    find_protest_end,
    hold_session,
    issue_bulletin,
    revise,
)
from championships.officiating.errors import OtherPersonNeeded, Refusal, SecondPersonNeeded
from championships.officiating.measures import WITHOUT_RESULT, Row
from championships.officiating.persons import check_second, list_involved
from championships.scoring.classification import UnrankableError
from championships.scoring.vocabulary import BulletinState

type Matter = Event | Season


def list_rows(verdict: Verdict) -> list[Row]:
    """What a document imposes, in the order in which it says so."""
    decisions = Decision.objects.filter(verdict=verdict).select_related("session__event", "entry", "driver")
    adjustments = PointsAdjustment.objects.filter(verdict=verdict).select_related("season", "driver", "team")
    return [*decisions.order_by("pk"), *adjustments.order_by("pk")]


def list_pending(verdict: Verdict) -> list[Row]:
    """Of those, what waits for a second person."""
    return [row for row in list_rows(verdict) if row.effective_at is None and row.annulled_at is None]


def list_in_force(verdict: Verdict) -> list[Row]:
    """Of those, what counts."""
    return [row for row in list_rows(verdict) if row.effective_at is not None and row.annulled_at is None]


def find_matter(verdict: Verdict) -> Matter:
    found = verdict.event or verdict.season
    assert found is not None  # noqa: S101  a constraint of the table
    return found


def list_seasons(of: Matter) -> list[int]:
    """The seasons a document may touch: those of every session of the event."""
    if isinstance(of, Season):
        return [of.pk]
    counted = models.Q(rounds__round_sessions__session__event=of) | models.Q(rounds__event=of)
    return sorted(set(Season.objects.filter(counted).values_list("pk", flat=True)))


def take_verdict(verdict: Verdict, version: int) -> Verdict:
    """The document as stored, locked. Raises StaleVersion where it is no longer the version that was read."""
    stored = (
        Verdict.objects.select_for_update(of=("self",))
        .select_related("event", "season", "author", "annulment_asked_by")
        .get(pk=verdict.pk)
    )
    if stored.version != version:
        raise StaleVersion
    return stored


def list_touched(rows: Iterable[Row]) -> list[int]:
    return sorted({row.session_id for row in rows if isinstance(row, Decision) and row.kind not in WITHOUT_RESULT})


def hold_sessions(session_ids: Iterable[int], now: datetime) -> dict[int, Held]:
    return {pk: hold_session(session_id=pk, now=now) for pk in session_ids}


def list_involved_in(helds: Iterable[Held]) -> set[int]:
    found: set[int] = set()
    for held in helds:
        if held.is_final and held.standing is not None:
            found |= list_involved(held.standing.sheet)
    return found


def check_other(by: User, involved: set[int], seasons: Sequence[Season]) -> bool:
    try:
        return check_second(second=by, involved=involved, seasons=seasons)
    except SecondPersonNeeded as error:
        raise OtherPersonNeeded from error


def reissue(
    held: Held,
    verb: str,
    verdict: Verdict,
    *,
    publisher: User,
    actor: User,
    now: datetime,
    recorded_at: datetime,
    second: User | None = None,
    alone: bool = False,
    reason: str = "",
) -> None:
    """The bulletin that follows; a session without a result has none."""
    if held.standing is None or not held.is_published:
        return
    issue_bulletin(
        held=held,
        verb=verb,
        state=BulletinState.AMENDED if held.is_final else BulletinState.PROVISIONAL,
        sheet=held.standing.sheet,
        by=publisher,
        actor=actor,
        second=second if held.is_final else None,
        one_person=alone and held.is_final,
        now=now,
        recorded_at=recorded_at,
        protest_until=None if held.is_final else find_protest_end(held, now),
        reason=reason or verdict.reason,
        warnings=held.standing.warnings,
        detail={"verdict": verdict.pk, "number": verdict.number},
    )


@contextmanager
def tables_once() -> Iterator[None]:
    """The tables are rebuilt once for all bulletins of a document."""
    try:
        with rebuild_once():
            yield
    except UnrankableError as error:
        raise Refusal(explain_unrankable(error)) from error


def record(
    verb: str,
    verdict: Verdict,
    seasons: Sequence[Season],
    by: User,
    now: datetime,
    recorded_at: datetime,
    **detail: Any,
) -> None:
    """A revision of every season the document may touch, and its row of the ledger."""
    matter = find_matter(verdict)
    revise(
        seasons=seasons,
        verb=verb,
        subject=f"{matter.slug}/decision-{verdict.number}",
        detail={"verdict": verdict.pk, "number": verdict.number, **detail},
        by=by,
        now=now,
        recorded_at=recorded_at,
    )
