"""The calendar of a package: season, events, sessions, rounds. Addresses stay what they first were."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, Max
from django.db.models.functions import Now
from django.utils.text import slugify

from championships.exchange.season_package.people import People, make_slug
from championships.exchange.season_package.values import Package, SessionKey, SessionRow
from championships.models import Championship, Event, Round, RoundSession, Season, Session
from championships.officiating.dropped import drop_event, drop_round
from championships.scoring.vocabulary import SessionKind

_ASIDE = 20_000  # session orders are moved out of the way before they are given again
_NAMES = {
    "race": ("Course", "Race"),
    "qualifying": ("Qualifications", "Qualifying"),
    "sprint": ("Sprint", "Sprint"),
    "practice": ("Essais libres", "Practice"),
}


class Place(NamedTuple):
    """Where a session of the package stands in the tables."""

    session_pk: int
    round_session_pk: int
    round_pk: int
    event_pk: int


@dataclass(frozen=True, slots=True)
class _Meeting:
    """What rounds.csv says of an event: one group of rows of a round."""

    round: int
    name: str
    official_name: str
    venue: str
    country: str
    rows: tuple[SessionRow, ...]

    @property
    def days(self) -> list[date]:
        return [row.date for row in self.rows if row.date]


def read_year(label: str) -> int:
    return int(label[:4])


def open_season(package: Package) -> Season:
    """The season of a package, made with its championship where they are new."""
    championship = Championship.objects.filter(slug=package.championship).first()
    if championship is None:
        name = package.championship.replace("-", " ").replace("_", " ").title()
        championship = Championship.objects.create(slug=package.championship, name_fr=name, name_en=name)
    season, _made = Season.objects.select_related("championship").get_or_create(
        championship=championship,
        label=package.label,
        defaults={"year": read_year(package.label), "time_zone": "UTC"},
    )
    return season


def name_session(key: str) -> tuple[str, str]:
    """French and English names of a session, from its key: race -> Course, Race; race2 -> Course 2, Race 2."""
    stem = key.rstrip("0123456789")
    number = key[len(stem) :]
    french, english = _NAMES.get(stem.rstrip("-_").lower(), ("", ""))
    if not french:
        plain = key.replace("-", " ").replace("_", " ").capitalize()
        return plain, plain
    return f"{french} {number}".rstrip(), f"{english} {number}".rstrip()


def find_kind(key: str) -> SessionKind:
    if key.lower().startswith("quali"):
        return SessionKind.QUALIFYING
    return SessionKind.PRACTICE if key.lower().startswith("practice") else SessionKind.RACE


def sync_calendar(
    package: Package, season: Season, people: People, *, recorded_at: datetime
) -> dict[SessionKey, Place]:
    """Make the calendar say what the package says. Sessions that vanished are cancelled, never deleted."""
    held = {
        (row.round.number, row.key): row
        for row in RoundSession.objects.filter(round__season=season).select_related("round", "session__event")
    }
    rounds = {row.number: row for row in Round.objects.filter(season=season).select_related("event")}
    claimed: dict[int, Event] = {}
    event_of: dict[SessionKey, Event] = {}
    for meeting in _find_meetings(package):
        event = _find_event(meeting, held, rounds, claimed)
        if event is not None and not meeting.days:
            drop_event(event=event, recorded_at=recorded_at)
        event = _write_event(event, meeting, season, people)
        claimed[event.pk] = event
        for row in meeting.rows:
            event_of[row.key] = event
        if meeting.round not in rounds:
            rounds[meeting.round] = Round.objects.create(season=season, event=event, number=meeting.round)
        elif meeting.rows[0] is _first_of_round(package, meeting.round) and rounds[meeting.round].event_id != event.pk:
            drop_round(round_=rounds[meeting.round], recorded_at=recorded_at)
            Round.objects.filter(pk=rounds[meeting.round].pk).update(event=event)
    sessions = _sync_sessions(package, held, event_of)
    places = _sync_round_sessions(package, held, rounds, sessions, event_of)
    gone = [row.session_id for key, row in held.items() if key not in sessions]
    Session.objects.filter(pk__in=gone).exclude(state=Session.State.CANCELLED).update(
        state=Session.State.CANCELLED, version=F("version") + 1, changed_at=Now()
    )
    return places


def _first_of_round(package: Package, number: int) -> SessionRow:
    return next(row for row in package.sessions if row.round == number)


def _find_meetings(package: Package) -> list[_Meeting]:
    groups: dict[tuple[int, str, str, str, str], list[SessionRow]] = {}
    for row in package.sessions:
        groups.setdefault((row.round, row.event, row.official_name, row.venue, row.country), []).append(row)
    return [_Meeting(*key, tuple(rows)) for key, rows in groups.items()]


def _find_event(
    meeting: _Meeting,
    held: dict[SessionKey, RoundSession],
    rounds: dict[int, Round],
    claimed: dict[int, Event],
) -> Event | None:
    for row in meeting.rows:
        if row.key in held and held[row.key].session.event_id not in claimed:
            return held[row.key].session.event
    found = rounds.get(meeting.round)
    return found.event if found and found.event_id not in claimed else None


def _write_event(event: Event | None, meeting: _Meeting, season: Season, people: People) -> Event:
    days = meeting.days
    facts = {
        "name_fr": meeting.name,
        "name_en": meeting.name,
        "official_name": meeting.official_name,
        "circuit_id": people.circuits.get((meeting.venue, meeting.country)),
        "starts_on": min(days, default=None),
        "ends_on": max(days, default=None),
    }
    if event is None:
        year = days[0].year if days else season.year
        start = make_slug(meeting.name, (), f"round-{meeting.round}")
        taken = Event.objects.filter(year=year, slug__startswith=start).values_list("slug", flat=True)
        slug = make_slug(meeting.name, taken, f"round-{meeting.round}")
        return Event.objects.create(year=year, slug=slug, **facts)
    changed = {name: value for name, value in facts.items() if getattr(event, name) != value}
    if changed:
        Event.objects.filter(pk=event.pk).update(**changed, version=F("version") + 1, changed_at=Now())
        for name, value in changed.items():
            setattr(event, name, value)
    return event


def _sync_sessions(
    package: Package, held: dict[SessionKey, RoundSession], event_of: dict[SessionKey, Event]
) -> dict[SessionKey, Session]:
    found: dict[SessionKey, Session] = {}
    fresh: dict[SessionKey, Session] = {}
    moving: list[tuple[Session, dict[str, object]]] = []
    orders: dict[int, int] = {}
    slugs: dict[int, set[str]] = {}
    for row in package.sessions:
        event = event_of[row.key]
        orders[event.pk] = order = orders.get(event.pk, 0) + 1
        facts: dict[str, object] = {
            "event_id": event.pk,
            "order": order,
            "on_date": row.date,
            "scheduled_laps": row.scheduled_laps,
            "scheduled_km": row.scheduled_distance_km,
        }
        if row.key in held:
            session = found[row.key] = held[row.key].session
            slugs.setdefault(event.pk, set()).add(session.slug)
            facts["state"] = Session.State.PLANNED if session.state == Session.State.CANCELLED else session.state
            changed = {name: value for name, value in facts.items() if not _equal(getattr(session, name), value)}
            if changed:
                moving.append((session, changed))
            continue
        french, english = name_session(row.session)
        taken = slugs.setdefault(event.pk, set())
        slug = make_slug(slugify(row.session), taken, "session", limit=60)
        taken.add(slug)
        fresh[row.key] = Session(slug=slug, kind=find_kind(row.session).value, name_fr=french, name_en=english, **facts)
    _move(moving, held, set(found))
    made = Session.objects.bulk_create(fresh.values())
    return {**found, **dict(zip(fresh, made, strict=True))}


def _equal(stored: object, given: object) -> bool:
    return stored == given and (stored is None) == (given is None)


def _move(
    moving: list[tuple[Session, dict[str, object]]], held: dict[SessionKey, RoundSession], kept: set[SessionKey]
) -> None:
    """Write changed sessions. An order stands once in an event: those that move or vanish first step aside."""
    aside = [session for session, changed in moving if changed.keys() & {"order", "event_id"}]
    aside += [row.session for key, row in held.items() if key not in kept and row.session.order < _ASIDE]
    if aside:
        events = {session.event_id for session in aside}
        last = Session.objects.filter(event_id__in=events).aggregate(last=Max("order"))["last"]
        for order, session in enumerate(aside, start=max(last, _ASIDE) + 1):
            Session.objects.filter(pk=session.pk).update(order=order)
    for session, changed in moving:
        wanted = {"order": session.order, **changed}
        Session.objects.filter(pk=session.pk).update(**wanted, version=F("version") + 1, changed_at=Now())


def _sync_round_sessions(
    package: Package,
    held: dict[SessionKey, RoundSession],
    rounds: dict[int, Round],
    sessions: dict[SessionKey, Session],
    event_of: dict[SessionKey, Event],
) -> dict[SessionKey, Place]:
    fresh: list[RoundSession] = []
    rows: dict[SessionKey, RoundSession] = {}
    within: dict[int, int] = {}
    for row in package.sessions:
        within[row.round] = index = within.get(row.round, 0) + 1
        order = row.round * 1000 + index
        if row.key in held:
            rows[row.key] = found = held[row.key]
            if found.order != order:
                RoundSession.objects.filter(pk=found.pk).update(order=order)
        else:
            rows[row.key] = made = RoundSession(
                round=rounds[row.round], session=sessions[row.key], key=row.session, order=order
            )
            fresh.append(made)
    RoundSession.objects.bulk_create(fresh)
    return {key: Place(sessions[key].pk, found.pk, found.round_id, event_of[key].pk) for key, found in rows.items()}
