"""Decisions that touch points, and points brought forward: one JSON object each."""

import re
from enum import StrEnum

from championships.scoring.facts import (
    Deduction,
    Exclusion,
    OpeningBalance,
    ResultOverride,
    SessionOverride,
    TieDecision,
)
from championships.scoring.phrases import phrase
from championships.scoring.rulebook.fields import Fields, Node
from championships.scoring.rulebook.session_reading import Known

type Adjustment = Deduction | Exclusion

_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", re.ASCII)


class _AdjustmentType(StrEnum):
    DEDUCT = "deduct"
    EXCLUDE = "exclude"


def read_session_override(node: Node, known: Known) -> SessionOverride:
    """A decision on the points of a whole session."""
    fields = node.fields()
    round_number = fields.required("round").integer(1)
    session = known.session(fields.required("session"))
    factor, table = fields.optional("factor"), fields.optional("table")
    winners = fields.optional("bonus_winners")
    no_bonuses = fields.flag("no_bonuses")
    if fields.readable and not (factor or table or winners or no_bonuses):
        node.fail(phrase('one of "factor", "table", "no_bonuses", "bonus_winners"'), phrase("none of them"))
    if no_bonuses and winners:
        node.fail(phrase('"no_bonuses" or "bonus_winners", not both'), phrase("both"))
    override = SessionOverride(
        round=round_number,
        session=session,
        standings=_read_standings(fields, known),
        factor=factor.ratio(zero=True, above_one=True) if factor else None,
        table=known.points_table(table) if table else None,
        no_bonuses=no_bonuses,
        bonus_winners=winners.distinct(Node.text) if winners else None,
        document=fields.free_text("document"),
        reason=fields.free_text("reason"),
    )
    fields.close()
    return override


def read_result_override(node: Node, known: Known) -> ResultOverride:
    """A decision on one driver's result."""
    fields = node.fields()
    round_number = fields.required("round").integer(1)
    session = known.session(fields.required("session"))
    driver = fields.required("driver").text()
    points = fields.optional("points")
    ineligible = fields.flag("ineligible")
    if fields.readable and points is None and not ineligible:
        node.fail(phrase('"points" or "ineligible"'), phrase("neither"))
    if points and ineligible:
        node.fail(phrase('"points" or "ineligible", not both'), phrase("both"))
    override = ResultOverride(
        round=round_number,
        session=session,
        driver=driver,
        standings=_read_standings(fields, known),
        points=points.amount() if points else None,
        ineligible=ineligible,
        document=fields.free_text("document"),
        reason=fields.free_text("reason"),
    )
    fields.close()
    return override


def read_adjustment(node: Node, known: Known) -> Adjustment:
    """Points deducted from a competitor, or a competitor struck from a table."""
    fields = node.fields()
    kind = fields.kind("type", _AdjustmentType)
    table = known.table(fields.required("standings"))
    competitor = fields.required("competitor").text()
    effective_after = fields.required("effective_after").round_or_final(0)
    document, reason = fields.free_text("document"), fields.free_text("reason")
    if kind is _AdjustmentType.DEDUCT:
        deduction = Deduction(
            table=table,
            competitor=competitor,
            points=fields.required("points").amount(signed=True),
            effective_after=effective_after,
            document=document,
            reason=reason,
        )
        fields.close()
        return deduction
    listed_from = fields.optional("listed_from")
    exclusion = Exclusion(
        table=table,
        competitor=competitor,
        mark=fields.required("mark").text(limit=6),
        effective_after=effective_after,
        keep_points=fields.flag("keep_points"),
        listed_from=listed_from.round_or_final(0) if listed_from else None,
        document=document,
        reason=reason,
    )
    fields.close()
    return exclusion


def read_tie_decision(node: Node, known: Known) -> TieDecision:
    """The organiser's order for competitors level on everything."""
    fields = node.fields()
    decision = TieDecision(
        table=known.table(fields.required("standings")),
        from_round=fields.required("from_round").round_or_final(1),
        order=fields.required("order").distinct(Node.text, least=2),
        document=fields.free_text("document"),
        reason=fields.free_text("reason"),
    )
    fields.close()
    return decision


def read_opening_balance(node: Node, known: Known) -> OpeningBalance:
    """Points and wins brought forward, with their source."""
    fields = node.fields()
    wins, places = fields.optional("wins"), fields.optional("places")
    after, date = fields.optional("after_round"), fields.optional("date")
    counts = _read_places(places) if places else {}
    balance = OpeningBalance(
        table=known.table(fields.required("standings")),
        competitor=fields.required("competitor").text(),
        points=fields.required("points").amount(signed=True),
        wins=wins.integer(0) if wins else counts.get(1, 0),
        places=counts,
        after_round=after.integer(0) if after else 0,
        source=fields.required("source").text(),
        date=date.text() if date else "",
    )
    if date and balance.date and not _DATE.fullmatch(balance.date):
        date.fail(phrase("a date such as 2025-09-04"))
    if wins and places and balance.wins != counts.get(1, 0):
        wins.fail(phrase('as many wins as first places in "places" (%(count)s)', count=counts.get(1, 0)))
    fields.close()
    return balance


def _read_places(node: Node) -> dict[int, int]:
    counts: dict[int, int] = {}
    for key, entry in node.entries():
        if not (key.isascii() and key.isdigit() and len(key) < 5 and not key.startswith("0")):
            entry.fail(phrase("a place as key, at least 1"), phrase('the key "%(key)s"', key=key))
            continue
        counts[int(key)] = entry.integer(1)
    return dict(sorted(counts.items()))


def _read_standings(fields: Fields, known: Known) -> frozenset[str] | None:
    node = fields.optional("standings")
    return frozenset(node.distinct(known.table, least=1)) if node else None
