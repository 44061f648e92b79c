"""Publishing an imported season in bulk: the named exception to the two-person rule.

What a package brings was official at its source, so its bulletins are official *per source* and say so; the operator
stands in the ledger. A season in which an official has entered or decided something is not touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from championships.models import (
    Amendment,
    Bulletin,
    Decision,
    DeclaredTable,
    OpeningBalance,
    PointsAdjustment,
    Protest,
    RoundSession,
    RuleBook,
    Season,
    Sheet,
)
from championships.officiating.errors import Refusal
from championships.officiating.ledger import append
from championships.officiating.package_bulletins import raise_revisions, write_bulletins, write_sheets
from championships.officiating.package_plan import (
    PackagePlan,
    PlannedAdjustment,
    PlannedBalance,
    PlannedDecision,
    PublishedPackage,
)
from championships.officiating.projection import rebuild
from championships.officiating.revisions import lock_seasons
from championships.scoring.vocabulary import BulletinState

VERB = "import_season"


class SeasonHasOfficials(Refusal):
    """An official has entered or decided something in the season: a package may not overrule it."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(
            _("An official has entered or decided something in this season; a package may no longer change it."),
            found,
        )


def find_work_of_officials(*, season: Season) -> list[str]:
    """What people, not packages, entered or decided in the season: one short text a kind of row."""
    # Keys first: joins through the calendar would multiply the rows, and be counted by comparing all their columns.
    keys = set(RoundSession.objects.filter(round__season=season).values_list("session_id", flat=True))
    sessions = {"session_id__in": keys}
    by_hand = Q(author__isnull=False)
    counts: tuple[tuple[str, Any], ...] = (
        ("drafts", Sheet.objects.filter(draft=True, **sessions)),
        ("sheets", Sheet.objects.filter(draft=False, entered_by__isnull=False, **sessions)),
        ("bulletins", Bulletin.objects.filter(per_source=False, **sessions)),
        ("decisions", Decision.objects.filter(~Q(kind__in=_POINTS_KINDS) | by_hand, **sessions)),
        ("protests", Protest.objects.filter(**sessions)),
        ("amendments", Amendment.objects.filter(**sessions)),
        ("points adjustments", PointsAdjustment.objects.filter(by_hand, season=season)),
        ("opening balances", OpeningBalance.objects.filter(by_hand | Q(source__isnull=False), season=season)),
        ("declared tables", DeclaredTable.objects.filter(season=season)),
        ("rule books", RuleBook.objects.filter(by_hand, season=season)),
    )
    return [f"{name}: {count}" for name, rows in counts if (count := rows.count())]


_POINTS_KINDS = (Decision.Kind.SESSION_OVERRIDE, Decision.Kind.RESULT_OVERRIDE)


@transaction.atomic
def publish_package(
    *,
    season: Season,
    plan: PackagePlan,
    operator: str,
    now: datetime,
    recorded_at: datetime,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> PublishedPackage:
    """Publish all of a plan, rebuild the season's tables once, and write one ledger row.

    `now` is the site's time: what replaces something published is issued then, or with what it replaces if that was
    later. Raises SeasonHasOfficials where the season holds published results and an official had a hand in it.
    """
    (season,) = lock_seasons([season.pk])
    if found := find_work_of_officials(season=season):
        raise SeasonHasOfficials(found)
    newest = season.revisions.order_by("-issued_at").values_list("issued_at", flat=True).first()
    if newest is not None:
        # What corrects a season is issued after everything it corrects, never before.
        now = max(now, newest)
        plan = _hold_back(plan, newest)
    book = _issue_rules(season, plan, recorded_at)
    _annul(plan, now, reason)
    _decide(season, plan, recorded_at)
    sheets = write_sheets(plan.sheets, recorded_at)
    bulletins = write_bulletins(plan, sheets, book, newest=newest, now=now, recorded_at=recorded_at, reason=reason)
    raise_revisions(season, plan, bulletins, now=now, recorded_at=recorded_at, cause=reason or "season package")
    rebuild(season=season)
    append(
        verb=VERB,
        subject=season.slug,
        detail={
            **(detail or {}),
            "reason": reason,
            "rules": book.n if book and plan.rules else None,
            "decisions": len(plan.decisions) + len(plan.adjustments) + len(plan.balances),
            "annulled": len(plan.annulled_decisions) + len(plan.annulled_adjustments) + len(plan.annulled_balances),
            "revision": season.revision,
            "bulletins": [[item.session_id, item.n, item.state, item.hash] for item in bulletins],
        },
        actor=None,
        actor_name=operator,
        at=recorded_at,
    )
    gone = sum(item.state == BulletinState.WITHDRAWN.value for item in bulletins)
    return PublishedPackage(len(bulletins) - gone, gone, season.revision)


def _hold_back(plan: PackagePlan, newest: datetime) -> PackagePlan:
    """The plan with nothing issued before what the season published last."""

    def hold[Item: (PlannedDecision, PlannedAdjustment, PlannedBalance)](items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(item._replace(issued_at=max(item.issued_at, newest)) for item in items)

    rules = plan.rules and replace(plan.rules, issued_at=max(plan.rules.issued_at, newest))
    return replace(
        plan,
        rules=rules,
        decisions=hold(plan.decisions),
        adjustments=hold(plan.adjustments),
        balances=hold(plan.balances),
    )


def _issue_rules(season: Season, plan: PackagePlan, recorded_at: datetime) -> RuleBook | None:
    """The rule book the new bulletins follow: the package's, or the newest there is."""
    newest = season.rule_books.order_by("-n").first()
    if plan.rules is None:
        return newest
    return RuleBook.objects.create(
        season=season,
        n=newest.n + 1 if newest else 1,
        corrects=newest,
        standing=RuleBook.Standing.HYPOTHESIS if plan.rules.hypothesis else RuleBook.Standing.IN_FORCE,
        document=dict(plan.rules.document),
        issued_at=plan.rules.issued_at,
        recorded_at=recorded_at,
    )


def _annul(plan: PackagePlan, now: datetime, reason: str) -> None:
    for model, keys in (
        (Decision, plan.annulled_decisions),
        (PointsAdjustment, plan.annulled_adjustments),
        (OpeningBalance, plan.annulled_balances),
    ):
        if keys:
            model.objects.filter(pk__in=keys).update(annulled_at=now, annulled_reason=reason)  # type: ignore[attr-defined]
    for pk, position in plan.moved_decisions:
        Decision.objects.filter(pk=pk).update(position=position)
    for pk, position in plan.moved_adjustments:
        PointsAdjustment.objects.filter(pk=pk).update(position=position)


def _decide(season: Season, plan: PackagePlan, recorded_at: datetime) -> None:
    Decision.objects.bulk_create(
        Decision(
            session_id=item.session_id,
            round_session_id=item.round_session_id,
            kind=item.kind,
            driver_id=item.driver_id,
            terms=dict(item.terms),
            position=item.position,
            issued_at=item.issued_at,
            effective_at=item.issued_at,
            recorded_at=recorded_at,
            **_name(item.terms),
        )
        for item in plan.decisions
    )
    PointsAdjustment.objects.bulk_create(
        PointsAdjustment(
            season=season,
            kind=item.kind,
            table=item.table,
            driver_id=item.driver_id,
            team_id=item.team_id,
            terms=dict(item.terms),
            position=item.position,
            issued_at=item.issued_at,
            effective_at=item.issued_at,
            recorded_at=recorded_at,
            **_name(item.terms),
        )
        for item in plan.adjustments
    )
    OpeningBalance.objects.bulk_create(
        OpeningBalance(
            season=season,
            table=item.table,
            terms=dict(item.terms),
            issued_at=item.issued_at,
            effective_at=item.issued_at,
            recorded_at=recorded_at,
            **_name(item.terms),
        )
        for item in plan.balances
    )


def _name(terms: Mapping[str, Any]) -> dict[str, str]:
    return {"document": str(terms.get("document", ""))[:40], "reason": str(terms.get("reason", ""))}
