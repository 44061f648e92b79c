"""Accounts and appointments: who may sign in, and as what. Each step is a row of the ledger.

An administrator appoints within what he administers, never beyond; nobody becomes a superuser this way. An account is
closed, never deleted: the ledger and the bulletins go on naming it.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from championships.models import Appointment, Championship, Season, User
from championships.officiating import ledger
from championships.officiating.errors import Refusal
from championships.officiating.roles import EVERYTHING, Scope, read_scope
from championships.officiating.scopes import covers


@transaction.atomic
def appoint(
    *,
    user: User,
    role: str,
    by: User | None,
    recorded_at: datetime,
    championship: Championship | None = None,
    season: Season | None = None,
    actor_name: str = "",
) -> Appointment:
    """Give a person a role for a championship, a season or (neither named) the whole site.

    Refused beyond what `by` administers (`by` None: an operator at the machine, `actor_name`).
    """
    if role not in Appointment.Role.values:
        raise Refusal(_("This role is not known."))
    if championship is not None and season is not None:
        raise Refusal(_("Name a championship or a season, not both."))
    if not _may_appoint(read_administration(by), championship, season):
        raise Refusal(_("This reaches beyond what you administer: nobody was appointed."))
    if not user.is_active:
        raise Refusal(_("This account is closed: open it again first."))
    try:
        with transaction.atomic():
            row = Appointment.objects.create(user=user, role=role, championship=championship, season=season)
    except IntegrityError as error:
        raise Refusal(_("This person has this role already.")) from error
    _record("appoint", row, by, actor_name, recorded_at)
    return row


@transaction.atomic
def dismiss(*, appointment: Appointment, by: User | None, recorded_at: datetime, actor_name: str = "") -> None:
    """Take a role back, at once: the next page this person asks for is judged without it."""
    scope = read_administration(by)
    if not _may_appoint(scope, appointment.championship, appointment.season):
        raise Refusal(_("This reaches beyond what you administer: nobody was dismissed."))
    _record("dismiss", appointment, by, actor_name, recorded_at)
    appointment.delete()


@transaction.atomic
def record_account(*, user: User, what: str, by: User, recorded_at: datetime) -> None:
    """Write into the ledger what was done to an account: `open_account`, `close_account`, `reopen_account`,
    `change_account`, `set_password`. Refused for an account that is not `by`'s to keep.
    """
    if not may_keep_account(by, user):
        raise Refusal(_("This account also works where you do not administer: it was not changed."))
    ledger.append(verb=what, subject=user.username, detail={"user": user.pk}, actor=by, at=recorded_at)


def may_keep_account(by: User, user: User) -> bool:
    """Whether `by` administers everything this account works on. Superusers are kept by superusers alone."""
    if by.is_superuser and by.is_active:
        return True
    scope = read_administration(by)
    return bool(scope) and not user.is_superuser and covers(user, scope)


def read_administration(by: User | None) -> Scope:
    """What a person administers."""
    return EVERYTHING if by is None else read_scope(by, [Appointment.Role.ADMINISTRATOR.value])


def _may_appoint(scope: Scope, championship: Championship | None, season: Season | None) -> bool:
    if scope.everything:
        return True
    if championship is not None:
        return championship.pk in scope.championships
    return season is not None and scope.holds_season(season)


def _record(verb: str, row: Appointment, by: User | None, actor_name: str, recorded_at: datetime) -> None:
    ledger.append(
        verb=verb,
        subject=row.user.username,
        detail={
            "user": row.user_id,
            "role": row.role,
            "championship": row.championship.slug if row.championship else None,
            "season": row.season.slug if row.season else None,
        },
        actor=by,
        actor_name=actor_name,
        at=recorded_at,
    )
