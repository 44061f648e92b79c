"""The stewards' decisions that touched one row of a table: on its results, race by race, and on its total."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from championships.models import Decision, PointsAdjustment
from championships.queries.decision_values import MeasureView
from championships.queries.decisions import view_decision
from championships.queries.refs import EventRef, refer_event
from championships.scoring.vocabulary import CompetitorKind

# What changes no result: of the grid, and of the person.
_QUIET = (Decision.Kind.GRID, Decision.Kind.REPRIMAND, Decision.Kind.LICENCE)


@dataclass(frozen=True, slots=True)
class RowDecision:
    """A decision on a result. `number` of its document (0: it has none) at that event; else `document` names it."""

    measure: MeasureView
    number: int
    event: EventRef
    document: str
    reason: str


def read_row_decisions(
    season: int, kind: CompetitorKind, competitor: str, sessions: Collection[int], *, at: datetime
) -> dict[int, tuple[RowDecision, ...]]:
    """By session: the decisions in force on the results of that competitor, and on everybody's. One query."""
    own = {
        CompetitorKind.DRIVER: Q(driver__slug=competitor) | Q(driver=None, entry__crew__driver__slug=competitor),
        CompetitorKind.TEAM: Q(entry__team__slug=competitor),
        CompetitorKind.CAR: Q(entry__number=competitor),
    }[kind]
    here = Q(round_session=None) | Q(round_session__round__season=season)
    rows = (
        Decision.objects.filter(here, own | Q(driver=None, entry=None), session__in=[0, *sessions])
        .in_force(at)
        .exclude(kind__in=_QUIET)
        .select_related("session__event", "entry", "driver", "verdict", "round_session__round__season__championship")
        .order_by("issued_at", "position", "pk")
        .distinct()
    )
    found: defaultdict[int, list[RowDecision]] = defaultdict(list)
    for row in rows:
        found[row.session_id].append(
            RowDecision(
                measure=view_decision(row, at),
                number=row.verdict.number if row.verdict else 0,
                event=refer_event(row.session.event),
                document=row.document,
                reason=row.reason,
            )
        )
    return {session: tuple(held) for session, held in found.items()}


def read_documents(season: int, table: str, *, at: datetime) -> dict[str, int]:
    """Documents on a table's totals: as the decision names them -> the number of their page. One query."""
    rows = (
        PointsAdjustment.objects.filter(season=season, table=table, verdict__isnull=False)
        .in_force(at)
        .order_by("issued_at", "pk")
        .values_list("document", "terms", "verdict__number")
    )
    return {str(terms.get("document") or document): number for document, terms, number in rows}
