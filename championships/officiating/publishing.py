"""Publishing: draft → provisional → official → amended, or withdrawn.

Each step is a new bulletin, issued now by the site's clock; the ones before stay readable. A provisional result is made
official by a second person, who neither entered, changed nor published it. A final result changes only by an amended
bulletin with a reason, an author and a second person.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Bulletin, Participation, Protest, Session, Sheet, User
from championships.models.base import StaleVersion
from championships.officiating.bulletins import Held, find_protest_end, hold_session, issue_bulletin
from championships.officiating.entry import check_sheet, describe_problem, name_problem, take_draft
from championships.officiating.errors import ProblemsRemain, Refusal
from championships.officiating.persons import check_second, list_involved
from championships.scoring.checks import Level
from championships.scoring.vocabulary import BulletinState


@transaction.atomic
def publish(
    *,
    sheet: Sheet,
    version: int,
    by: User,
    now: datetime,
    recorded_at: datetime,
    accepted_warnings: Collection[str] = (),
) -> Bulletin:
    """Publish a draft as provisional; its protest window opens now. `version` is the one the publisher read.

    `accepted_warnings`: names of the warnings the publisher has looked at (`entry.name_problem`); they are kept on the
    bulletin. Raises ProblemsRemain for an error or a warning not accepted, StaleVersion where somebody saved in
    between, Refusal for a session whose result is final already.
    """
    held = hold_session(session_id=sheet.session_id, now=now)
    if held.is_final:
        raise Refusal(_("The result of this session is final: correct it with an amended bulletin."))
    draft = take_draft(sheet=sheet, version=version)
    warnings = _check_draft(held, draft, accepted_warnings)
    _seal_draft(draft)
    return issue_bulletin(
        held=held,
        verb="publish",
        state=BulletinState.PROVISIONAL,
        sheet=draft,
        by=by,
        now=now,
        recorded_at=recorded_at,
        protest_until=find_protest_end(held, now),
        warnings=warnings,
    )


@transaction.atomic
def confirm(*, bulletin: Bulletin, by: User, now: datetime, recorded_at: datetime) -> Bulletin:
    """Make the provisional bulletin that stands official: a new bulletin of the same sheet, confirmed by `by`.

    Raises SecondPersonNeeded where `by` entered, changed or published it, StaleVersion where another bulletin has been
    issued since, Refusal while a protest is open.
    """
    held = hold_session(session_id=bulletin.session_id, now=now)
    standing = _find_standing(held)
    if standing.pk != bulletin.pk:
        raise StaleVersion
    if standing.state != BulletinState.PROVISIONAL.value:
        raise Refusal(_("Only a provisional result can be made official."))
    if Protest.objects.filter(session=held.session, closed_at__isnull=True).exists():
        raise Refusal(_("A protest is open: the result cannot become official before it is settled."))
    alone = check_second(second=by, involved=list_involved(standing.sheet), seasons=held.seasons)
    return issue_bulletin(
        held=held,
        verb="confirm",
        state=BulletinState.OFFICIAL,
        sheet=standing.sheet,
        by=standing.published_by or by,
        actor=by,
        second=by,
        one_person=alone,
        now=now,
        recorded_at=recorded_at,
        protest_until=standing.protest_until,
        warnings=standing.warnings,
    )


@transaction.atomic
def amend(
    *,
    session: Session,
    sheet: Sheet | None,
    reason: str,
    by: User,
    second: User | None,
    now: datetime,
    recorded_at: datetime,
    version: int | None = None,
    accepted_warnings: Collection[str] = (),
) -> Bulletin:
    """Change a final result: new facts (a draft) or, with `sheet` None, the same facts under today's decisions.

    `version` is the one read of the draft (default: that of `sheet`). Raises as `publish` and `confirm` do, and
    Refusal without a reason.
    """
    held = hold_session(session_id=session.pk, now=now)
    standing = _find_standing(held)
    if not held.is_final:
        raise Refusal(_("This result is provisional: publish a corrected sheet instead of amending it."))
    _check_reason(reason)
    warnings = list(standing.warnings)
    facts = standing.sheet
    if sheet is not None and sheet.pk != facts.pk:
        if sheet.session_id != held.session.pk:
            raise Refusal(_("This sheet belongs to another session."))
        facts = take_draft(sheet=sheet, version=sheet.version if version is None else version)
        warnings = _check_draft(held, facts, accepted_warnings)
        _seal_draft(facts)
    alone = check_second(second=second, involved={*list_involved(facts), by.pk}, seasons=held.seasons)
    return issue_bulletin(
        held=held,
        verb="amend",
        state=BulletinState.AMENDED,
        sheet=facts,
        by=by,
        second=second,
        one_person=alone,
        now=now,
        recorded_at=recorded_at,
        reason=reason,
        warnings=warnings,
    )


@transaction.atomic
def withdraw(
    *, session: Session, reason: str, by: User, second: User | None = None, now: datetime, recorded_at: datetime
) -> Bulletin:
    """Take the result of a session back: from now on it has none. A final result needs a second person."""
    held = hold_session(session_id=session.pk, now=now)
    standing = _find_standing(held)
    _check_reason(reason)
    alone = False
    if held.is_final:
        alone = check_second(second=second, involved={by.pk}, seasons=held.seasons)
    return issue_bulletin(
        held=held,
        verb="withdraw",
        state=BulletinState.WITHDRAWN,
        sheet=standing.sheet,
        by=by,
        second=second,
        one_person=alone,
        now=now,
        recorded_at=recorded_at,
        reason=reason,
    )


def _find_standing(held: Held) -> Bulletin:
    if held.standing is None or not held.is_published:
        raise Refusal(_("This session has no published result."))
    return held.standing


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Say why: the reason is published with the bulletin."))


def _check_draft(held: Held, draft: Sheet, accepted: Collection[str]) -> list[dict[str, Any]]:
    """The warnings that were accepted, as the bulletin keeps them."""
    problems = check_sheet(draft)
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    if errors:
        raise ProblemsRemain(_("The sheet has errors: nothing was published."), errors)
    unseen = [problem for problem in problems if name_problem(problem) not in accepted]
    if unseen:
        raise ProblemsRemain(_("The sheet has warnings that nobody has accepted: nothing was published."), unseen)
    if held.seasons and not _takes_part(held, draft):
        raise Refusal(_("No car of this sheet takes part in a round that counts this session: nothing was published."))
    return [describe_problem(problem) for problem in problems]


def _takes_part(held: Held, draft: Sheet) -> bool:
    return Participation.objects.filter(entry__lines__sheet=draft, round__round_sessions__session=held.session).exists()


def _seal_draft(draft: Sheet) -> None:
    """From here on the sheet is public: no verb writes it again."""
    draft.draft = False
    draft.save_version(fields=("draft",))
