"""The next event by the clock at its venue, and its next session."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from championships.models import Entry, Event, Preview, Round, Sentence, Session
from championships.queries.refs import (
    CircuitRef,
    EventRef,
    SeasonRef,
    day_of,
    find_zone,
    refer_circuit,
    refer_event,
    refer_season,
)
from championships.scoring.vocabulary import SessionKind


@dataclass(frozen=True, slots=True)
class RoundOf:
    """ "Round 4 of 5" of a championship. The rounds of cancelled events are left out of the count."""

    season: SeasonRef
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class NextSession:
    """A session that has not begun. `starts_at` None: the hour is not published, the day is."""

    slug: str
    name: str
    starts_at: datetime | None
    on_date: date | None


@dataclass(frozen=True, slots=True)
class NextEvent:
    """The event that is not over yet and starts soonest. `days`: to its start at the venue; 0 or less: it has begun."""

    event: EventRef
    circuit: CircuitRef | None
    zone: str
    length_m: int | None
    days: int
    starts_at: datetime | None  # when its first session starts, as far as that is published
    session: NextSession | None
    races: int
    rounds: tuple[RoundOf, ...]
    moved_from: date | None
    preview: str  # title of the published preview; empty: none
    preview_lead: str
    entries: int
    demo: bool


def find_next_event(*, at: datetime, demo: bool = False, seasons: Collection[int] | None = None) -> NextEvent | None:
    """Today's event or the next one, by the date at its venue. Seven queries.

    Real championships only, or (`demo`) the invented ones; with `seasons`, those seasons, whichever they are.
    """
    real = Round.objects.filter(event=OuterRef("pk"), event__demo=False, season__championship__demo=False)
    if seasons is None:
        wanted = Q(~Exists(real) if demo else Exists(real), rounds__isnull=False)
    else:
        wanted = Q(rounds__season__in=[0, *seasons])
    candidates = (
        Event.objects.upcoming(at.date() - timedelta(days=1))
        .exclude(state=Event.State.POSTPONED)
        .filter(wanted, starts_on__isnull=False)
        .select_related("circuit", "layout")
        .distinct()[:8]
    )
    event = next((one for one in candidates if one.ends_on and one.ends_on >= _today(one, at)), None)
    key = event.pk if event else 0
    own = list(
        Round.objects.filter(event=key)
        .select_related("season__championship")
        .order_by("season__championship__order", "season__championship__slug", "number")
    )
    totals = Counter(
        Round.objects.filter(season__in=[0, *(one.season_id for one in own)])
        .exclude(event__state=Event.State.CANCELLED)
        .values_list("season_id", flat=True)
    )
    preview = Preview.objects.filter(event=key, published_at__lte=at).first()
    drafted = Sentence.objects.filter(preview=preview.pk if preview else 0, part=Sentence.Part.LEAD).order_by("order")
    sentences = " ".join(str(one.text) for one in drafted)
    sessions = list(Session.objects.filter(event=key).order_by("order"))
    entries = Entry.objects.filter(event=key).count()
    if event is None or event.starts_on is None:
        return None
    return NextEvent(
        event=refer_event(event),
        circuit=refer_circuit(event.circuit),
        zone=find_zone(event),
        length_m=event.layout.length_m if event.layout else None,
        days=(event.starts_on - _today(event, at)).days,
        starts_at=sessions[0].starts_at if sessions else None,
        session=_find_session(sessions, find_zone(event), at),
        races=len([one for one in sessions if one.kind == SessionKind.RACE.value]),
        rounds=tuple(RoundOf(refer_season(one.season), one.number, totals[one.season_id]) for one in own),
        moved_from=event.moved_from if event.state == Event.State.MOVED else None,
        preview=str(preview.title) if preview else "",
        preview_lead=(str(preview.lead) or sentences) if preview else "",
        entries=entries,
        demo=event.demo or any(one.season.championship.demo for one in own),
    )


def _find_session(sessions: list[Session], zone: str, at: datetime) -> NextSession | None:
    """The first planned session that has not begun; None where one before it may not have begun either."""
    today = at.astimezone(ZoneInfo(zone)).date()
    for one in sessions:
        day = day_of(one, zone)
        if one.state != Session.State.PLANNED or (one.starts_at or at) < at or (day or today) < today:
            continue
        known = one.starts_at is not None or (day is not None and day > today)
        return NextSession(one.slug, str(one.name), one.starts_at, day) if known else None
    return None


def _today(event: Event, at: datetime) -> date:
    return at.astimezone(ZoneInfo(find_zone(event))).date()
