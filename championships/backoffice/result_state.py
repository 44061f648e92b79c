"""Where the result of a session stands, and what this person may do to it now, with the reason where not."""

from dataclasses import dataclass
from datetime import datetime

from championships.backoffice.permissions import DECIDE, ENTER, PUBLISH, list_season_ids, may
from championships.models import Amendment, Bulletin, Protest, Season, Session, Sheet, User
from championships.officiating.amendments import find_open_amendment, may_confirm, rests_on_its_draft
from championships.officiating.bulletins import FINAL_STATES
from championships.officiating.persons import allows_one_person, list_involved
from championships.officiating.protests import find_deadline


@dataclass(frozen=True, slots=True)
class ResultState:
    """`standing`: the newest bulletin issued by now, withdrawn ones too. `involved`: this person had a hand in it."""

    session: Session
    zone: str
    now: datetime
    bulletins: tuple[Bulletin, ...]  # newest first
    draft: Sheet | None
    amendment: Amendment | None
    open_protests: tuple[Protest, ...]
    deadline: datetime | None
    involved: bool
    alone: bool  # a one-person crew: who entered may confirm
    may_enter: bool
    may_publish: bool
    may_decide: bool
    second: bool  # this person may be the second one of the amendment that waits
    intact: bool  # its draft and the result it replaces are as they were

    @property
    def standing(self) -> Bulletin | None:
        return self.bulletins[0] if self.bulletins else None

    @property
    def state(self) -> str:
        return self.standing.state if self.standing else ""

    @property
    def is_provisional(self) -> bool:
        return self.state == "provisional"

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES

    @property
    def window_open(self) -> bool:
        until = self.standing.protest_until if self.standing else None
        return self.is_provisional and until is not None and self.now < until

    @property
    def may_confirm(self) -> bool:
        """Whether "make official" is offered to this person now."""
        free = not self.window_open and not self.open_protests
        return self.is_provisional and free and self.may_publish and (self.alone or not self.involved)

    @property
    def step(self) -> str:
        """Which step of the four is current: draft, provisional, official, or none yet."""
        if self.is_final and self.draft is None:
            return "official"
        if self.is_provisional and self.draft is None:
            return "provisional"
        return "draft"


def read_state(session: Session, user: User | None, *, now: datetime) -> ResultState:
    """A fixed number of queries. Without a person: what everybody of the office may see."""
    circuit = session.event.circuit
    bulletins = tuple(
        Bulletin.objects.filter(session=session)
        .issued(now)
        .select_related("sheet", "entered_by", "published_by", "confirmed_by")
        .order_by("-n")
    )
    standing = bulletins[0] if bulletins else None
    draft = Sheet.objects.filter(session=session, draft=True).select_related("session", "entered_by").first()
    amendment = find_open_amendment(session)
    season_ids = list_season_ids(session)
    involved = bool(user and standing and user.pk in list_involved(standing.sheet))
    alone = allows_one_person(list(Season.objects.filter(rounds__round_sessions__session=session).distinct()))
    return ResultState(
        session=session,
        zone=circuit.time_zone if circuit else "UTC",
        now=now,
        bulletins=bulletins,
        draft=draft,
        amendment=amendment,
        open_protests=tuple(Protest.objects.filter(session=session, closed_at__isnull=True).select_related("against")),
        deadline=find_deadline(session, now),
        involved=involved,
        alone=alone,
        may_enter=bool(user and may(user, ENTER, season_ids)),
        may_publish=bool(user and may(user, PUBLISH, season_ids)),
        may_decide=bool(user and may(user, DECIDE, season_ids)),
        second=bool(user and amendment and (alone or may_confirm(amendment, user))),
        intact=bool(amendment and standing and amendment.replaces_id == standing.pk and rests_on_its_draft(amendment)),
    )
