"""Seasons and their rule books: opened, ruled, and brought up to date when reference data changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from championships.models import (
    Championship,
    DeclaredTable,
    OpeningBalance,
    PointsAdjustment,
    RuleBook,
    Season,
    User,
)
from championships.officiating import ledger
from championships.officiating.bulletins import revise
from championships.officiating.errors import Refusal
from championships.officiating.revisions import lock_seasons
from championships.scoring.rulebook import RuleBookError, parse_book


@transaction.atomic
def open_season(
    *,
    championship: Championship,
    label: str,
    year: int,
    by: User | None,
    recorded_at: datetime,
    actor_name: str = "",
    time_zone: str = "Europe/Paris",
    protest_minutes: int = 30,
    one_person_crew: bool = False,
) -> Season:
    """Open a season. Refused where the championship has one of that label."""
    try:
        with transaction.atomic():
            season = Season.objects.create(
                championship=championship,
                label=label,
                year=year,
                time_zone=time_zone,
                protest_minutes=protest_minutes,
                one_person_crew=one_person_crew,
            )
    except IntegrityError as error:
        raise Refusal(_("This championship has this season already.")) from error
    ledger.append(
        verb="open_season",
        subject=season.slug,
        detail={"one_person_crew": one_person_crew, "protest_minutes": protest_minutes},
        actor=by,
        actor_name=actor_name,
        at=recorded_at,
    )
    return season


@transaction.atomic
def issue_rule_book(
    *,
    season: Season,
    document: Mapping[str, Any],
    standing: str,
    by: User | None,
    now: datetime,
    recorded_at: datetime,
    from_round: int = 1,
    corrects: RuleBook | None = None,
    actor_name: str = "",
) -> RuleBook:
    """Issue a version of the rules, from a round on. It is never altered: a correction is a new version.

    Refused with the path of every fault where the document is not understood to the last key.
    """
    (season,) = lock_seasons([season.pk])
    try:
        tables = {table.id for table in parse_book(document).tables}
    except RuleBookError as error:
        raise Refusal(_("These rules are not understood: nothing was issued."), str(error).splitlines()) from error
    if standing not in RuleBook.Standing.values:
        raise Refusal(_("Rules are in force, or a hypothesis."))
    if corrects is not None and corrects.season_id != season.pk:
        raise Refusal(_("The version to correct belongs to another season."))
    needed = _list_tables_in_use(season)
    if not needed <= tables:
        raise Refusal(
            _("A decision in force or a declared table needs a table that these rules do not have."),
            sorted(needed - tables),
        )
    newest = RuleBook.objects.filter(season=season).order_by("-n").first()
    book = RuleBook.objects.create(
        season=season,
        n=(newest.n if newest else 0) + 1,
        from_round=from_round,
        corrects=corrects,
        standing=standing,
        document=dict(document),
        author=by,
        issued_at=now,
        recorded_at=recorded_at,
    )
    revise(
        seasons=[season],
        verb="issue_rule_book",
        subject=season.slug,
        detail={
            "rule_book": book.n,
            "standing": standing,
            "from_round": from_round,
            "corrects": corrects.n if corrects else None,
            "hash": ledger.hash_text(ledger.write_canonically(dict(document))),
        },
        by=by,
        actor_name=actor_name,
        now=now,
        recorded_at=recorded_at,
    )
    return book


def _list_tables_in_use(season: Season) -> set[str]:
    """The tables that decisions in force and declared tables of the season name."""
    found: set[str] = set()
    for model in (PointsAdjustment, OpeningBalance, DeclaredTable):
        found.update(model.objects.in_force(None).filter(season=season).values_list("table", flat=True))  # type: ignore[attr-defined]
    return found


@transaction.atomic
def refresh_season(
    *, season: Season, cause: str, by: User | None, now: datetime, recorded_at: datetime, actor_name: str = ""
) -> None:
    """A new revision after a change of reference data that scores: enrolments, participations, rounds."""
    (season,) = lock_seasons([season.pk])
    revise(
        seasons=[season],
        verb="refresh_season",
        subject=season.slug,
        detail={"cause": cause},
        by=by,
        actor_name=actor_name,
        now=now,
        recorded_at=recorded_at,
    )
