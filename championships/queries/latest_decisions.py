"""The newest documents of the stewards, each with what became of the cars it names."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Coalesce

from championships.adapters.effects import CarChange, compare_fields
from championships.adapters.fields import read_fields
from championships.models import Bulletin, Decision, Session, Verdict
from championships.queries.decision_values import Document
from championships.queries.decisions import describe_documents
from championships.queries.refs import find_zone
from championships.scoring.vocabulary import BulletinState

SHOWN = 3
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LatestDecision:
    """`changes`: the cars it names that changed place by it, told for the newest document of each session only."""

    document: Document
    zone: str
    demo: bool
    changes: tuple[CarChange, ...]


def load_latest_decisions(
    *, at: datetime, championship: str = "", season: str = "", count: int = SHOWN
) -> tuple[LatestDecision, ...]:
    """The newest documents signed by that instant, latest first; those on invented championships after all others.

    `championship`, `season`: those on one season or on its meetings. One query where there is none, five where they
    touched no result that is out, else nineteen, however many they are.
    """
    found = Verdict.objects.filter(issued_at__lte=at)
    if championship:
        found = found.filter(pk__in=_list_of_season(championship, season))
    invented = Coalesce("event__demo", "season__championship__demo")
    verdicts = list(
        found.select_related("event__circuit", "season__championship").order_by(
            invented, "-issued_at", "-number", "-pk"
        )[:count]
    )
    if not verdicts:
        return ()
    documents = describe_documents(verdicts, at=at)
    changes = _read_changes(verdicts, at)
    return tuple(
        LatestDecision(
            document=document,
            zone=find_zone(verdict.event) if verdict.event else verdict.season.time_zone if verdict.season else "UTC",
            demo=verdict.event.demo if verdict.event else bool(verdict.season and verdict.season.championship.demo),
            changes=changes.get(verdict.pk, ()),
        )
        for verdict, document in zip(verdicts, documents, strict=True)
    )


def _list_of_season(championship: str, label: str) -> Any:
    own = Verdict.objects.filter(season__championship__slug=championship, season__label=label)
    met = Verdict.objects.filter(
        event__rounds__season__championship__slug=championship, event__rounds__season__label=label
    )
    return own.values("pk").union(met.values("pk"))


def _read_changes(verdicts: Collection[Verdict], at: datetime) -> dict[int, tuple[CarChange, ...]]:
    """By document: the named cars before and after it took effect. Two bulletins a session are compared at most."""
    rank = {verdict.pk: order for order, verdict in enumerate(verdicts)}
    rows = list(
        Decision.objects.filter(verdict__in=[0, *rank], effective_at__lte=at, entry__isnull=False)
        .select_related("session")
        .order_by("pk")
    )
    newest: dict[int, Decision] = {}
    for row in sorted(rows, key=lambda one: (rank[one.verdict_id or 0], one.pk)):
        newest.setdefault(row.session_id, row)
    if not newest:
        return {}
    bulletins: dict[int, list[Bulletin]] = defaultdict(list)
    for one in (
        Bulletin.objects.filter(session__in=[0, *newest])
        .issued(at)
        .select_related("sheet", "session")
        .order_by("session", "n")
    ):
        bulletins[one.session_id].append(one)
    states = {session: _find_states(bulletins[session], row) for session, row in newest.items()}
    before = read_fields([old for old, _new in states.values() if old], at=at)
    after = read_fields([new for _old, new in states.values() if new], at=at)
    sessions: list[Session] = [row.session for row in newest.values()]
    changed = compare_fields(sessions, before, after, {})
    return _tell_named(rows, newest, {field.session_pk: field.moved for field in changed})


def _find_states(issued: Collection[Bulletin], row: Decision) -> tuple[Bulletin | None, Bulletin | None]:
    """What stood just before the decision took effect, and what it made."""
    assert row.effective_at is not None  # noqa: S101  asked for so
    old = [one for one in issued if one.issued_at <= row.effective_at - _MOMENT]
    new = [one for one in issued if one.issued_at <= row.effective_at]
    if not old or not new or BulletinState.WITHDRAWN.value in {old[-1].state, new[-1].state}:
        return None, None
    return old[-1], new[-1]


def _tell_named(
    rows: Collection[Decision], newest: Mapping[int, Decision], moved: Mapping[int, tuple[CarChange, ...]]
) -> dict[int, tuple[CarChange, ...]]:
    told: dict[int, list[CarChange]] = defaultdict(list)
    for row in rows:
        if row.verdict_id is None or newest[row.session_id].verdict_id != row.verdict_id:
            continue
        told[row.verdict_id] += [
            change
            for change in moved.get(row.session_id, ())
            if change.car.entry_id == row.entry_id and change not in told[row.verdict_id]
        ]
    return {verdict: tuple(changes) for verdict, changes in told.items()}
