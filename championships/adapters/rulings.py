"""Decisions in force as the core reads them: penalties for the classification, rulings for the points.

The terms of points decisions were checked against the rule book when they were entered; here they are only read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from championships.models import Decision as DecisionRow
from championships.models import PointsAdjustment
from championships.scoring.facts import (
    Decision,
    Deduction,
    Exclusion,
    OpeningBalance,
    ResultOverride,
    Rulings,
    SessionOverride,
    TieDecision,
)
from championships.scoring.rulebook import (
    parse_adjustment,
    parse_opening_balance,
    parse_result_override,
    parse_session_override,
    parse_tie_decision,
)
from championships.scoring.vocabulary import PenaltyKind

_PENALTIES = frozenset(kind.value for kind in PenaltyKind)


class DecisionFacts(NamedTuple):
    """The columns of a Decision row that count."""

    pk: int
    session_id: int
    round_session_id: int | None
    kind: str
    entry_id: int | None
    amount: Any
    terms: Mapping[str, Any]
    document: str
    reason: str

    @property
    def is_penalty(self) -> bool:
        return self.kind in _PENALTIES


class AdjustmentFacts(NamedTuple):
    """The columns of a PointsAdjustment row that count."""

    pk: int
    season_id: int
    kind: str
    driver_id: int | None
    terms: Mapping[str, Any]
    document: str
    reason: str


class Imagined(NamedTuple):
    """Decisions that are only looked at: added to those in force, or (an annulment) left out by their keys."""

    decisions: tuple[DecisionFacts, ...] = ()
    adjustments: tuple[AdjustmentFacts, ...] = ()
    without_decisions: frozenset[int] = frozenset()
    without_adjustments: frozenset[int] = frozenset()


NOTHING = Imagined()


def read_decisions(
    session_ids: Collection[int], *, at: datetime | None, imagined: Imagined = NOTHING
) -> dict[int, list[DecisionFacts]]:
    """One query: the decisions in force on each of these sessions, in order of issue."""
    rows = (
        DecisionRow.objects.filter(session_id__in=[0, *session_ids])
        .in_force(at)
        .order_by("issued_at", "position", "pk")
        .values_list(*DecisionFacts._fields)
    )
    found: defaultdict[int, list[DecisionFacts]] = defaultdict(list)
    for row in rows:
        if row[0] not in imagined.without_decisions:
            found[row[1]].append(DecisionFacts._make(row))
    for item in imagined.decisions:
        if item.session_id in session_ids:
            found[item.session_id].append(item)
    return found


def read_adjustments(
    season_ids: Collection[int], *, at: datetime | None, imagined: Imagined = NOTHING
) -> dict[int, list[AdjustmentFacts]]:
    """One query: the decisions in force on the tables and categories of each of these seasons, in order of issue."""
    rows = (
        PointsAdjustment.objects.filter(season_id__in=[0, *season_ids])
        .in_force(at)
        .order_by("issued_at", "position", "pk")
        .values_list(*AdjustmentFacts._fields)
    )
    found: defaultdict[int, list[AdjustmentFacts]] = defaultdict(list)
    for row in rows:
        if row[0] not in imagined.without_adjustments:
            found[row[1]].append(AdjustmentFacts._make(row))
    for item in imagined.adjustments:
        if item.season_id in season_ids:
            found[item.season_id].append(item)
    return found


def build_penalties(decisions: Iterable[DecisionFacts], cars: Mapping[int, Iterable[str]]) -> tuple[Decision, ...]:
    """Penalties of a session. `cars`: entry key -> the cars of that entry on the sheet; others are passed over."""
    return tuple(
        Decision(
            car=car,
            kind=PenaltyKind(item.kind),
            amount=Fraction(item.amount) if item.amount is not None else Fraction(0),
            document=item.document,
            reason=item.reason,
        )
        for item in decisions
        if item.is_penalty and item.entry_id is not None
        for car in cars.get(item.entry_id, ())
    )


def build_rulings(
    decisions: Iterable[tuple[int, str, DecisionFacts]],
    adjustments: Iterable[AdjustmentFacts],
) -> Rulings:
    """The rulings of a season, in order of issue.

    `decisions`: (round, rule key, decision); round and key of the row win over those in its terms, so that a
    renumbered round keeps its decisions. Changes of category are no rulings: `adapters.enrolments` lays them over
    the enrolments.
    """
    session_overrides: list[SessionOverride] = []
    result_overrides: list[ResultOverride] = []
    for round_number, key, item in decisions:
        terms = {**item.terms, "round": round_number, "session": key}
        if item.kind == DecisionRow.Kind.SESSION_OVERRIDE:
            session_overrides.append(_name(parse_session_override(terms), item.document, item.reason))
        elif item.kind == DecisionRow.Kind.RESULT_OVERRIDE:
            result_overrides.append(_name(parse_result_override(terms), item.document, item.reason))
    deductions: list[Deduction] = []
    exclusions: list[Exclusion] = []
    ties: list[TieDecision] = []
    for row in adjustments:
        if row.kind == PointsAdjustment.Kind.CLASS_CHANGE:
            continue
        if row.kind == PointsAdjustment.Kind.TIE:
            ties.append(_name(parse_tie_decision(row.terms), row.document, row.reason))
            continue
        adjustment = _name(parse_adjustment(row.terms), row.document, row.reason)
        if isinstance(adjustment, Deduction):
            deductions.append(adjustment)
        else:
            exclusions.append(adjustment)
    return Rulings(
        session_overrides=tuple(session_overrides),
        result_overrides=tuple(result_overrides),
        deductions=tuple(deductions),
        exclusions=tuple(exclusions),
        tie_decisions=tuple(ties),
    )


def build_balance(terms: Mapping[str, Any], source_title: str, source_date: str) -> OpeningBalance:
    balance = parse_opening_balance({**terms, "source": terms.get("source") or source_title or "–"})
    return replace(balance, date=balance.date or source_date)


def _name[Ruling: SessionOverride | ResultOverride | Deduction | Exclusion | TieDecision](
    ruling: Ruling, document: str, reason: str
) -> Ruling:
    """The document and reason of the row, where its terms name none."""
    return replace(ruling, document=ruling.document or document, reason=ruling.reason or reason)
