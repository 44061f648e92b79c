"""Decisions on a table: deductions, exclusions, orders of competitors level on everything, points brought forward."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Driver, OpeningBalance, PointsAdjustment, Season, Source, Team, User
from championships.officiating.bulletins import read_newest_book, revise
from championships.officiating.errors import Refusal
from championships.officiating.revisions import lock_seasons
from championships.scoring.rulebook import (
    RuleBookError,
    parse_adjustment,
    parse_opening_balance,
    parse_tie_decision,
)
from championships.scoring.rules import RuleBook
from championships.scoring.vocabulary import CompetitorKind

_PARSERS: Mapping[str, Any] = {
    PointsAdjustment.Kind.DEDUCT.value: parse_adjustment,
    PointsAdjustment.Kind.EXCLUDE.value: parse_adjustment,
    PointsAdjustment.Kind.TIE.value: parse_tie_decision,
}


@transaction.atomic
def adjust(
    *,
    season: Season,
    kind: str,
    terms: Mapping[str, Any],
    by: User,
    now: datetime,
    recorded_at: datetime,
    document: str = "",
    reason: str = "",
) -> PointsAdjustment:
    """A deduction, an exclusion or an order of competitors in a table. `terms`: an element of the rule vocabulary."""
    (season,) = lock_seasons([season.pk])
    book = read_newest_book(season, now)
    checked, value = parse_adjustment_terms(kind, terms, book)
    competitor = str(checked.get("competitor", ""))
    check_competitors(book, value.table, getattr(value, "order", None) or [competitor])
    adjustment = PointsAdjustment.objects.create(
        season=season,
        kind=kind,
        table=value.table,
        driver=Driver.objects.filter(slug=competitor).first(),
        team=Team.objects.filter(slug=competitor).first(),
        terms=checked,
        document=document,
        reason=reason,
        author=by,
        issued_at=now,
        effective_at=now,
        recorded_at=recorded_at,
    )
    _revise_table(season, "adjust", value.table, {"kind": kind, "terms": checked}, by, now, recorded_at)
    return adjustment


@transaction.atomic
def bring_forward(
    *,
    season: Season,
    terms: Mapping[str, Any],
    by: User,
    now: datetime,
    recorded_at: datetime,
    source: Source | None = None,
    document: str = "",
    reason: str = "",
) -> OpeningBalance:
    """Points and wins brought forward to a table: they cannot be dropped. `terms`: an element of the vocabulary."""
    (season,) = lock_seasons([season.pk])
    checked = {**terms}
    if source is not None:
        checked.setdefault("source", source.title)
        if source.published_on:
            checked.setdefault("date", source.published_on.isoformat())
    book = read_newest_book(season, now)
    value = parse_terms(parse_opening_balance, checked, book)
    check_competitors(book, value.table, [value.competitor])
    balance = OpeningBalance.objects.create(
        season=season,
        table=value.table,
        terms=checked,
        source=source,
        document=document,
        reason=reason,
        author=by,
        issued_at=now,
        effective_at=now,
        recorded_at=recorded_at,
    )
    _revise_table(season, "bring_forward", value.table, {"terms": checked}, by, now, recorded_at)
    return balance


def parse_adjustment_terms(kind: str, terms: Mapping[str, Any], book: RuleBook | None) -> tuple[dict[str, Any], Any]:
    """The terms of a deduction, an exclusion or an order of competitors as they are stored, and their value."""
    if kind not in _PARSERS:
        raise Refusal(_("This kind of decision is not known."))
    checked = {**terms} if kind == PointsAdjustment.Kind.TIE else {**terms, "type": kind}
    return checked, parse_terms(_PARSERS[kind], checked, book)


def parse_terms(parse: Any, terms: Mapping[str, Any], book: RuleBook | None) -> Any:
    """One decision's terms, read against the rules. Refused with the path of the fault."""
    try:
        return parse(terms, book=book)
    except RuleBookError as error:
        raise Refusal(
            _("This decision does not agree with the rules of the season."), str(error).splitlines()
        ) from error


def check_competitors(book: RuleBook | None, table: str, competitors: Sequence[str]) -> None:
    """A name nobody bears would change nothing, and nobody would see it."""
    if book is None:
        raise Refusal(_("This season has no rules yet."))
    kind = book.table(table).competitor
    if kind is CompetitorKind.CAR:
        return
    model: type[Driver] | type[Team] = Driver if kind is CompetitorKind.DRIVER else Team
    known = set(model.objects.filter(slug__in=competitors).values_list("slug", flat=True))
    unknown = [name for name in competitors if name not in known]
    if unknown:
        raise Refusal(_("A competitor of this decision is not known."), unknown)


def _revise_table(
    season: Season,
    verb: str,
    table: str,
    detail: dict[str, Any],
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> None:
    revise(
        seasons=[season],
        verb=verb,
        subject=f"{season.slug}/{table}",
        detail=detail,
        by=by,
        now=now,
        recorded_at=recorded_at,
    )
