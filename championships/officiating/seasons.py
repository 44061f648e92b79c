"""Seasons: opened, and brought up to date when reference data changed. Their rules are issued by `rule_books`."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from championships.models import Championship, Season, User
from championships.officiating import ledger
from championships.officiating.bulletins import revise
from championships.officiating.errors import Refusal
from championships.officiating.revisions import lock_seasons


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
