"""Writes championships, circuits, meetings, sessions and the rounds that count them."""

from dataclasses import dataclass, field
from datetime import datetime

from championships.exchange.demo.files import Record, join_instant, read_toml
from championships.exchange.demo.sources import Sources
from championships.models import (
    Category,
    Championship,
    Circuit,
    Event,
    Layout,
    Round,
    RoundSession,
    Season,
    Session,
)
from championships.scoring.vocabulary import SessionKind

YEAR = 2025
_NAMES = {
    SessionKind.PRACTICE: ("Essais libres", "Practice"),
    SessionKind.QUALIFYING: ("Qualifications", "Qualifying"),
    SessionKind.RACE: ("Course", "Race"),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the other files refer to. `sessions` by (event, session), `round_sessions` by (season, event, session)."""

    seasons: dict[str, Season] = field(default_factory=dict)
    categories: dict[tuple[str, str], Category] = field(default_factory=dict)
    circuits: dict[str, Circuit] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    rounds: dict[tuple[str, str], Round] = field(default_factory=dict)
    round_sessions: dict[tuple[str, str, str], RoundSession] = field(default_factory=dict)


def write_championship(record: Record, calendar: Calendar, *, demo: bool) -> Championship:
    """A championship with its categories; its season is opened by the office."""
    championship = Championship.objects.create(
        slug=record["slug"],
        name_fr=record["name_fr"],
        name_en=record["name_en"],
        order=record["order"],
        history_complete_from=record.get("history_complete_from"),
        demo=demo,
    )
    for category in record["category"]:
        calendar.categories[championship.slug, category["slug"]] = Category.objects.create(
            championship=championship, **category
        )
    return championship


def write_calendar(folder: str, calendar: Calendar, sources: Sources, *, demo: bool) -> None:
    """Add the circuits and meetings of that folder. The seasons must stand in `calendar` already."""
    document = read_toml(f"{folder}/calendar.toml")
    for record in document["circuit"]:
        _write_circuit(record, calendar, sources, demo)
    for record in document["event"]:
        _write_event(record, calendar, sources, demo)


def _write_circuit(record: Record, calendar: Calendar, sources: Sources, demo: bool) -> None:
    """A circuit an imported season has brought under the same address is the same one; a package knows no time zone."""
    circuit, created = Circuit.objects.get_or_create(
        slug=record["slug"],
        defaults={
            "name": record["name"],
            "country": record["country"],
            "time_zone": record["time_zone"],
            "character_fr": record.get("character_fr", ""),
            "character_en": record.get("character_en", ""),
            "demo": demo,
        },
    )
    if not created and circuit.time_zone == "UTC":
        circuit.time_zone = record["time_zone"]
        circuit.save_version(fields=("time_zone",))
    calendar.circuits[circuit.slug] = circuit
    if layout := record.get("layout"):
        calendar.layouts[circuit.slug] = Layout.objects.create(
            circuit=circuit, length_m=layout["length_m"], source=sources.get(layout.get("source"))
        )


def _write_event(record: Record, calendar: Calendar, sources: Sources, demo: bool) -> None:
    circuit = calendar.circuits[record["circuit"]]
    event = Event.objects.create(
        year=YEAR,
        slug=_find_address(record["slug"]),
        name_fr=record["name_fr"],
        name_en=record["name_en"],
        circuit=circuit,
        layout=calendar.layouts.get(circuit.slug),
        starts_on=record["starts_on"],
        ends_on=record["ends_on"],
        framework=record.get("framework", ""),
        source=sources.get(record.get("source")),
        demo=demo,
    )
    key = record["slug"]
    calendar.events[key] = event
    sessions = _write_sessions(record, event, circuit.time_zone)
    for session in sessions:
        calendar.sessions[key, session.slug] = session
    for season, number in record["rounds"].items():
        counted = Round.objects.create(season=calendar.seasons[season], event=event, number=number)
        calendar.rounds[season, key] = counted
        calendar.round_sessions.update(
            {(season, key, held.session.slug): held for held in _write_round(counted, sessions, qualifying=demo)}
        )


def _find_address(slug: str) -> str:
    """The address of a meeting of the year; another where an imported season has taken it."""
    return f"{slug}-mitjet" if Event.objects.filter(year=YEAR, slug=slug).exists() else slug


def _write_sessions(record: Record, event: Event, zone: str) -> list[Session]:
    counts = (
        (SessionKind.PRACTICE, record.get("practices", 0)),
        (SessionKind.QUALIFYING, record.get("qualifyings", 2)),
        (SessionKind.RACE, record.get("races", 4)),
    )
    sessions: list[Session] = []
    for kind, count in counts:
        for number in range(1, count + 1):
            # One qualifying session needs no number; a race keeps its own.
            suffix = f"-{number}" if count > 1 or kind is SessionKind.RACE else ""
            slug = f"{kind.value}{suffix}"
            french, english = (f"{name}{suffix.replace('-', ' ')}" for name in _NAMES[kind])
            sessions.append(
                Session(
                    event=event,
                    slug=slug,
                    kind=kind.value,
                    name_fr=french,
                    name_en=english,
                    order=len(sessions) + 1,
                    on_date=record.get("days", {}).get(slug),
                    starts_at=_find_start(record, slug, zone),
                    scheduled_laps=record.get("laps", {}).get(slug),
                    protest_minutes=record.get("protest_minutes", {}).get(slug),
                )
            )
    return Session.objects.bulk_create(sessions)


def _find_start(record: Record, slug: str, zone: str) -> datetime | None:
    hour = record.get("starts", {}).get(slug)
    return None if hour is None else join_instant(record["days"][slug], hour, zone)


def _write_round(counted: Round, sessions: list[Session], *, qualifying: bool) -> list[RoundSession]:
    """Qualifying belongs to the round where a rule book asks for the pole; no Mitjet rule that does is known."""
    kinds = {SessionKind.RACE.value} | ({SessionKind.QUALIFYING.value} if qualifying else set())
    return RoundSession.objects.bulk_create(
        RoundSession(
            round=counted,
            session=session,
            key=session.slug.replace("-", ""),
            order=counted.number * 10 + session.order,
        )
        for session in sessions
        if session.kind in kinds
    )
