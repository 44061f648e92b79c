"""Writes who is enrolled in which season, and the cars and crews of each meeting."""

from dataclasses import dataclass, field

from championships.exchange.demo.calendar import Calendar
from championships.exchange.demo.files import Record, read_toml
from championships.exchange.demo.people import People
from championships.exchange.demo.sources import Sources
from championships.models import Crew, Driver, Enrolment, Entry, Participation

# The letters under which entries.toml names a championship.
LETTERS = {
    "F": "trophee-mitjet-france",
    "E": "mitjet-european-cup",
    "C": "coupe-de-demonstration",
    "D": "challenge-de-demonstration",
}


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of each meeting by number and by driver, and the crew of each entry."""

    by_number: dict[tuple[str, str], Entry] = field(default_factory=dict)
    by_driver: dict[tuple[str, str], Entry] = field(default_factory=dict)
    crews: dict[int, list[Driver]] = field(default_factory=dict)


def write_enrolments(folder: str, calendar: Calendar, people: People, sources: Sources) -> None:
    for championship, record in read_toml(f"{folder}/enrolments.toml").items():
        season = calendar.seasons[championship]
        for item in record["drivers"]:
            enrolment = Enrolment.objects.create(
                season=season, driver=people.drivers[item["driver"]], source=sources.get(item.get("source"))
            )
            enrolment.categories.set(calendar.categories[championship, name] for name in item.get("categories", ()))
        Enrolment.objects.bulk_create(
            Enrolment(season=season, team=people.teams[team]) for team in record.get("teams", ())
        )


def write_entries(folder: str, calendar: Calendar, people: People, sources: Sources) -> Entries:
    entries = Entries()
    for group in read_toml(f"{folder}/entries.toml")["event"]:
        key = group["event"]
        event = calendar.events[key]
        for order, record in enumerate(group["entries"], start=1):
            source = record.get("source", group.get("source"))
            entry = Entry.objects.create(
                event=event,
                number=record["number"],
                team=people.teams[record["team"]] if "team" in record else None,
                order=order,
                source=sources.get(source),
            )
            _write_crew(entry, key, [people.drivers[slug] for slug in record.get("crew", ())], entries)
            _write_participations(entry, key, record, calendar)
    return entries


def _write_crew(entry: Entry, event: str, drivers: list[Driver], entries: Entries) -> None:
    Crew.objects.bulk_create(
        Crew(entry=entry, driver=driver, order=order) for order, driver in enumerate(drivers, start=1)
    )
    entries.crews[entry.pk] = drivers
    if entry.number:
        entries.by_number[event, entry.number] = entry
    for driver in drivers:
        entries.by_driver[event, driver.slug] = entry


def _write_participations(entry: Entry, event: str, record: Record, calendar: Calendar) -> None:
    guest = record.get("guest", False)
    seasons = [LETTERS[letter] for letter in record["in"]]
    Participation.objects.bulk_create(
        Participation(entry=entry, round=calendar.rounds[season, event], scores=not guest, guest=guest)
        for season in seasons
        if (season, event) in calendar.rounds
    )
