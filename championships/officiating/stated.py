"""Publishing what a source states of a session: places, as far as they are known.

Such a bulletin is official *per source* and says so: it is not this site's officials who stand for it. A sheet that is
not complete is shown as such and never scores.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Bulletin, Session
from championships.officiating.bulletins import hold_session, issue_bulletin
from championships.officiating.entry import (
    LineEntry,
    SheetEntry,
    check_sheet,
    describe_problem,
    save_draft,
    start_draft,
)
from championships.officiating.errors import ProblemsRemain, Refusal
from championships.scoring.checks import Level
from championships.scoring.vocabulary import BulletinState, SheetOrigin


@transaction.atomic
def publish_stated(
    *,
    session: Session,
    lines: Sequence[LineEntry],
    about: SheetEntry,
    operator: str,
    now: datetime,
    recorded_at: datetime,
) -> Bulletin:
    """Publish the first result of a session as its source states it. `operator` stands in the ledger.

    Warnings (a driver or a number that is not known, a hole) are kept on the bulletin. Raises ProblemsRemain for an
    error, Refusal without a source or where the session has a result already.
    """
    if about.source is None:
        raise Refusal(_("A stated result needs its source."))
    held = hold_session(session_id=session.pk, now=now)
    if held.newest is not None:
        raise Refusal(_("This session has a result already."))
    draft = start_draft(session=held.session, by=None, recorded_at=recorded_at, origin=SheetOrigin.STATED)
    draft = save_draft(
        sheet=draft,
        version=draft.version,
        lines=lines,
        by=None,
        recorded_at=recorded_at,
        about=replace(about, origin=SheetOrigin.STATED),
    )
    problems = check_sheet(draft)
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    if errors:
        raise ProblemsRemain(_("The sheet has errors: nothing was published."), errors)
    draft.draft = False
    draft.save_version(fields=("draft",))
    return issue_bulletin(
        held=held,
        verb="publish_stated",
        state=BulletinState.OFFICIAL,
        sheet=draft,
        by=None,
        per_source=True,
        actor_name=operator,
        now=now,
        recorded_at=recorded_at,
        warnings=[describe_problem(problem) for problem in problems],
    )
