"""Rule books, decisions and opening balances as JSON values, in the one canonical form.

Every key of the shared vocabulary that the seasons of the conformance data always carry is always written; any other
key only where it says something. Lists that are sets come out sorted.
"""

from collections.abc import Mapping

from championships.scoring.facts import (
    Deduction,
    Exclusion,
    OpeningBalance,
    ResultOverride,
    SessionOverride,
    TieDecision,
)
from championships.scoring.rulebook.amounts import write_amount, write_ratio

type Json = dict[str, object]


def write_session_override(override: SessionOverride) -> Json:
    """A decision on a session, as `read_session_override` takes it."""
    document: Json = {"round": override.round, "session": override.session}
    _write_standings(document, override.standings)
    if override.factor is not None:
        document["factor"] = write_ratio(override.factor)
    if override.table is not None:
        document["table"] = override.table
    if override.no_bonuses:
        document["no_bonuses"] = True
    if override.bonus_winners is not None:
        document["bonus_winners"] = list(override.bonus_winners)
    return _write_grounds(document, override.document, override.reason)


def write_result_override(override: ResultOverride) -> Json:
    """A decision on one driver's result."""
    document: Json = {
        "round": override.round,
        "session": override.session,
        "driver": override.driver,
    }
    _write_standings(document, override.standings)
    if override.points is not None:
        document["points"] = write_amount(override.points)
    if override.ineligible:
        document["ineligible"] = True
    return _write_grounds(document, override.document, override.reason)


def write_adjustment(adjustment: Deduction | Exclusion) -> Json:
    """A deduction or an exclusion."""
    document: Json = {"standings": adjustment.table, "competitor": adjustment.competitor}
    if isinstance(adjustment, Deduction):
        document |= {"type": "deduct", "points": write_amount(adjustment.points)}
        document["effective_after"] = adjustment.effective_after
    else:
        document["type"] = "exclude"
        if adjustment.keep_points:
            document["keep_points"] = True
        document["mark"] = adjustment.mark
        document["effective_after"] = adjustment.effective_after
        if adjustment.listed_from is not None:
            document["listed_from"] = adjustment.listed_from
    return _write_grounds(document, adjustment.document, adjustment.reason)


def write_tie_decision(decision: TieDecision) -> Json:
    """The organiser's order for competitors level on everything."""
    document: Json = {
        "standings": decision.table,
        "from_round": decision.from_round,
        "order": list(decision.order),
    }
    return _write_grounds(document, decision.document, decision.reason)


def write_opening_balance(balance: OpeningBalance) -> Json:
    """Points and wins brought forward."""
    document: Json = {
        "standings": balance.table,
        "competitor": balance.competitor,
        "points": write_amount(balance.points),
    }
    if balance.wins:
        document["wins"] = balance.wins
    if balance.places:
        document["places"] = _write_places(balance.places)
    if balance.after_round:
        document["after_round"] = balance.after_round
    if balance.date:
        document["date"] = balance.date
    document["source"] = balance.source
    return document


def _write_places(places: Mapping[int, int]) -> dict[str, int]:
    return {str(place): count for place, count in sorted(places.items())}


def _write_standings(document: Json, standings: frozenset[str] | None) -> None:
    if standings is not None:
        document["standings"] = sorted(standings)


def _write_grounds(document: Json, number: str, reason: str) -> Json:
    if number:
        document["document"] = number
    if reason:
        document["reason"] = reason
    return document
