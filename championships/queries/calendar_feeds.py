"""What a calendar subscribes to: the meetings and timed sessions of a season, a championship, a driver or an event.

Versions and instants of change are those of the rows, so that the same data give the same answer. What was cancelled
or taken away stays, as cancelled.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, Q

from championships.models import (
    Championship,
    Driver,
    DroppedMeeting,
    Enrolment,
    Entry,
    Event,
    Preview,
    Round,
    Season,
    Session,
)
from championships.queries.events import EventRound, place_rounds
from championships.queries.identity import name_thing, read_site_key
from championships.queries.refs import CircuitRef, EventRef, find_zone, is_demo, refer_circuit, refer_event


class MeetingStatus(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"  # postponed without a new date, or the entry list is not known yet
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A whole event (`starts_at` None: by its days), or one session of it. `sequence` rises with every change."""

    uid: uuid.UUID
    sequence: int
    changed_at: datetime
    name: str
    session: str  # its name; empty: the event
    status: MeetingStatus
    starts_on: date
    ends_on: date
    starts_at: datetime | None
    zone: str
    circuit: CircuitRef | None
    place: str  # where only the words are left
    event: EventRef | None  # None: it was deleted
    rounds: tuple[EventRound, ...] = ()
    state: str = ""
    moved_from: date | None = None
    framework: str = ""
    preview: bool = False
    entered: bool | None = None  # in the calendar of a driver: on the entry list; None: there is none yet, or no driver
    demo: bool = False


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """`uid`: of the calendar itself."""

    uid: uuid.UUID
    name: str
    meetings: tuple[Meeting, ...]


def load_whole_feed(*, at: datetime) -> CalendarFeed:
    """Every championship from last year on: older meetings stay in the calendars of their seasons. Six queries."""
    first = at.year - 1
    recent = Q(starts_on__year__gte=first)
    return _load(("site", 0), "", Event.objects.filter(year__gte=first, rounds__isnull=False), recent, at)


def load_season_feed(championship: str, label: str, *, at: datetime) -> CalendarFeed | None:
    """The calendar of a season; None where there is none. Seven queries."""
    season = Season.objects.filter(championship__slug=championship, label=label).select_related("championship").first()
    if season is None:
        return None
    events = Event.objects.filter(rounds__season=season)
    name = f"{season.championship.name} {season.label}"
    return _load(("season", season.pk), name, events, Q(seasons=season), at)


def load_championship_feed(championship: str, *, at: datetime) -> CalendarFeed | None:
    """Every season of a championship; None where there is none. Seven queries."""
    home = Championship.objects.filter(slug=championship).first()
    if home is None:
        return None
    events = Event.objects.filter(rounds__season__championship=home)
    return _load(("championship", home.pk), str(home.name), events, Q(seasons__championship=home), at)


def load_event_feed(year: int, slug: str, *, at: datetime) -> CalendarFeed | None:
    """One event and its sessions; None where there is none. Seven queries."""
    event = Event.objects.filter(year=year, slug=slug).first()
    if event is None:
        return None
    events = Event.objects.filter(pk=event.pk)
    return _load(("event", event.pk), f"{event.name} {event.year}", events, Q(event=event), at)


def load_driver_feed(slug: str, *, at: datetime) -> CalendarFeed | None:
    """Where a driver is entered, and the rounds to come he is enrolled for; None where there is no driver.

    A round whose entry list came out without him stays, as cancelled for him, until it is over; and so does a meeting
    from which his car is withdrawn, enrolled or not. Twelve queries.
    """
    driver = Driver.objects.filter(slug=slug).first()
    if driver is None:
        return None
    entries = Entry.objects.filter(crew__driver=driver).order_by("event")
    entered = set(entries.filter(withdrawn=False).values_list("event_id", flat=True))
    withdrawn = set(entries.filter(withdrawn=True, event__ends_on__gte=at.date()).values_list("event_id", flat=True))
    enrolments = Enrolment.objects.filter(driver=driver)
    expected = set(
        Round.objects.filter(season__enrolments__in=enrolments, event__ends_on__gte=at.date())
        .filter(
            Q(season__enrolments__from_round__isnull=True) | Q(season__enrolments__from_round__lte=F("number")),
            Q(season__enrolments__to_round__isnull=True) | Q(season__enrolments__to_round__gte=F("number")),
            season__enrolments__driver=driver,
        )
        .values_list("event_id", flat=True)
    )
    expected |= withdrawn - entered
    listed = set(Entry.objects.filter(event__in=[0, *expected]).values_list("event_id", flat=True))
    events = Event.objects.filter(pk__in=[0, *entered, *expected])
    feed = _load(("driver", driver.pk), driver.name, events, Q(event__in=[0, *entered, *expected]), at)
    keys = {(event.year, event.slug): event.pk for event in events}
    return replace(
        feed,
        meetings=tuple(_tell_entered(one, keys, entered, listed) for one in feed.meetings),
    )


def _tell_entered(
    meeting: Meeting, keys: Mapping[tuple[int, str], int], entered: set[int], listed: set[int]
) -> Meeting:
    """The sequence is that of the event, which every change of its entry list raises."""
    event = keys.get((meeting.event.year, meeting.event.slug)) if meeting.event else None
    if event is None or meeting.status is MeetingStatus.CANCELLED:
        return meeting
    if event in entered:
        return replace(meeting, entered=True)
    if event in listed:
        return replace(meeting, entered=False, status=MeetingStatus.CANCELLED)
    return replace(meeting, status=MeetingStatus.TENTATIVE)


def _load(of: tuple[str, int], name: str, found: object, dropped: Q, at: datetime) -> CalendarFeed:
    site = read_site_key()
    rows = Event.objects.filter(pk__in=found.order_by().values("pk"))  # type: ignore[attr-defined]
    events = list(rows.select_related("circuit").order_by("starts_on", "slug", "pk"))
    keys = [0, *(event.pk for event in events)]
    sessions: dict[int, list[tuple[Session, datetime]]] = defaultdict(list)
    for session in Session.objects.filter(event__in=keys, starts_at__isnull=False).order_by("starts_at", "order"):
        if session.starts_at is not None:
            sessions[session.event_id].append((session, session.starts_at))
    calendar = list(
        Round.objects.filter(season__in=Round.objects.filter(event__in=keys).values("season"))
        .select_related("season__championship", "event")
        .order_by("season__championship__order", "season__championship__slug", "season__year", "number")
    )
    own: dict[int, list[Round]] = defaultdict(list)
    for counted in calendar:
        own[counted.event_id].append(counted)
    previews = set(Preview.objects.filter(event__in=keys, published_at__lte=at).values_list("event_id", flat=True))
    gone = list(DroppedMeeting.objects.filter(dropped).select_related("event").distinct().order_by("starts_on", "key"))
    again = {row.key: row.sequence + 1 for row in gone}
    meetings: dict[str, Meeting] = {}
    for event in events:
        mine = own[event.pk]
        whole = _tell_event(event, mine, calendar, site=site, preview=event.pk in previews, again=again)
        if whole is not None:
            meetings[f"event/{event.pk}"] = whole
        for session, start in sessions[event.pk]:
            meetings[f"session/{session.pk}"] = _tell_session(session, start, event, mine, site=site, again=again)
    for row in gone:
        meetings.setdefault(row.key, _tell_dropped(row, site=site))
    ordered = sorted(meetings.values(), key=lambda one: (one.starts_on, one.starts_at is not None, str(one.starts_at)))
    return CalendarFeed(uid=name_thing(site, "calendar", *of), name=name, meetings=tuple(ordered))


def _tell_event(
    event: Event,
    own: Sequence[Round],
    calendar: Iterable[Round],
    *,
    site: uuid.UUID,
    preview: bool,
    again: Mapping[str, int],
) -> Meeting | None:
    """The event by its days; None where its date is not known."""
    if event.starts_on is None:
        return None
    return Meeting(
        uid=name_thing(site, "event", event.pk),
        sequence=event.version - 1 + again.get(f"event/{event.pk}", 0),
        changed_at=event.changed_at,
        name=str(event.name),
        session="",
        status=_tell_status(event),
        starts_on=event.starts_on,
        ends_on=event.ends_on or event.starts_on,
        starts_at=None,
        zone=find_zone(event),
        circuit=refer_circuit(event.circuit),
        place="",
        event=refer_event(event),
        rounds=place_rounds(own, calendar),
        state=event.state,
        moved_from=event.moved_from,
        framework=event.framework,
        preview=preview,
        demo=is_demo(event, list(own)),
    )


def _tell_session(
    session: Session,
    start: datetime,
    event: Event,
    own: Sequence[Round],
    *,
    site: uuid.UUID,
    again: Mapping[str, int],
) -> Meeting:
    status = MeetingStatus.CANCELLED if session.state == Session.State.CANCELLED else _tell_status(event)
    return Meeting(
        uid=name_thing(site, "session", session.pk),
        sequence=event.version + session.version - 2 + again.get(f"session/{session.pk}", 0),
        changed_at=max(event.changed_at, session.changed_at),
        name=str(event.name),
        session=str(session.name),
        status=status,
        starts_on=start.date(),
        ends_on=start.date(),
        starts_at=start,
        zone=find_zone(event),
        circuit=refer_circuit(event.circuit),
        place="",
        event=refer_event(event),
        state=event.state,
        moved_from=None,
        demo=is_demo(event, list(own)),
    )


def _tell_status(event: Event) -> MeetingStatus:
    if event.state == Event.State.CANCELLED:
        return MeetingStatus.CANCELLED
    return MeetingStatus.TENTATIVE if event.state == Event.State.POSTPONED else MeetingStatus.CONFIRMED


def _tell_dropped(row: DroppedMeeting, *, site: uuid.UUID) -> Meeting:
    return Meeting(
        uid=name_thing(site, *row.key.split("/")),
        sequence=row.sequence,
        changed_at=row.recorded_at,
        name=str(row.name),
        session="",
        status=MeetingStatus.CANCELLED,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        starts_at=row.starts_at,
        zone=row.time_zone,
        circuit=None,
        place=row.place,
        event=refer_event(row.event) if row.event else None,
    )
