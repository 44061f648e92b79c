"""Publishing: draft → provisional → official → amended, or withdrawn.

Each step is a new bulletin, issued now by the site's clock; the ones before stay readable. A provisional result is made
official by a second person, who neither entered, changed nor published it, once its protest window is over and no
protest is open. A final result changes only by an amended bulletin with a reason, an author and a second person: people
prepare and confirm it from two accounts (`amendments`), which then calls `amend` or `withdraw` here.
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
from championships.officiating.errors import ProblemsRemain, ProtestOpen, Refusal, TooEarly
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
    check_version(draft)
    warnings = check_draft(held, draft, accepted_warnings, now=now)
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

    Raises StaleVersion where another bulletin has been issued since, TooEarly while the protest window runs,
    ProtestOpen while a protest waits for its outcome, SecondPersonNeeded where `by` entered, changed or published it.
    """
    held = hold_session(session_id=bulletin.session_id, now=now)
    standing = find_standing(held)
    if standing.pk != bulletin.pk:
        raise StaleVersion
    if standing.state != BulletinState.PROVISIONAL.value:
        raise Refusal(_("Only a provisional result can be made official."))
    if standing.protest_until is not None and now < standing.protest_until:
        circuit = held.session.event.circuit
        raise TooEarly(standing.protest_until, circuit.time_zone if circuit else "UTC")
    if Protest.objects.filter(session=held.session, closed_at__isnull=True).exists():
        raise ProtestOpen
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
    standing = find_standing(held)
    if not held.is_final:
        raise Refusal(_("This result is provisional: publish a corrected sheet instead of amending it."))
    check_reason(reason)
    warnings = list(standing.warnings)
    facts = standing.sheet
    if sheet is not None and sheet.pk != facts.pk:
        if sheet.session_id != held.session.pk:
            raise Refusal(_("This sheet belongs to another session."))
        facts = take_draft(sheet=sheet, version=sheet.version if version is None else version)
        check_version(facts)
        warnings = check_draft(held, facts, accepted_warnings, now=now)
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
    standing = find_standing(held)
    check_reason(reason)
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


def find_standing(held: Held) -> Bulletin:
    """The bulletin that stands. Raises Refusal where the session has no published result."""
    if held.standing is None or not held.is_published:
        raise Refusal(_("This session has no published result."))
    return held.standing


def check_reason(reason: str) -> None:
    """Raises Refusal for a blank reason."""
    if not reason.strip():
        raise Refusal(_("Say why: the reason is published with the bulletin."))


def check_version(draft: Sheet) -> None:
    """Raises StaleVersion where somebody saved the draft since the version it was taken at."""
    if not Sheet.objects.filter(pk=draft.pk, version=draft.version).exists():
        raise StaleVersion


def check_draft(held: Held, draft: Sheet, accepted: Collection[str], *, now: datetime) -> list[dict[str, Any]]:
    """The warnings that were accepted, as the bulletin keeps them. Raises ProblemsRemain for all others, and errors."""
    problems = check_sheet(draft, at=now)
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
