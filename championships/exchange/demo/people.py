"""Writes teams, drivers, their other spellings and family ties."""

from dataclasses import dataclass, field

from championships.exchange.demo.files import Record, read_toml
from championships.exchange.demo.sources import Sources
from championships.models import Driver, DriverAlias, Kinship, Team, TeamAlias


@dataclass(frozen=True, slots=True)
class People:
    drivers: dict[str, Driver] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)


def write_people(folder: str, people: People, sources: Sources, *, demo: bool) -> None:
    """Add the people of that folder. `demo`: they are invented, and their ages may be told.

    Who is there already under the same id (an imported season brought them) is the same person or team.
    """
    document = read_toml(f"{folder}/people.toml")
    for record in document["team"]:
        defaults = {"name": record["name"], "demo": demo}
        team, _created = Team.objects.get_or_create(slug=record["slug"], defaults=defaults)
        aliases = [TeamAlias(team=team, text=text) for text in record.get("aliases", ())]
        TeamAlias.objects.bulk_create(aliases, ignore_conflicts=True)
        people.teams[team.slug] = team
    for record in document["driver"]:
        people.drivers[record["slug"]] = _write_driver(record, demo)
    Kinship.objects.bulk_create(
        Kinship(
            person=people.drivers[tie["person"]],
            relative=people.drivers[tie["relative"]],
            relation=tie["relation"],
            public=True,
            source=sources.get(tie.get("source")),
        )
        for tie in document["kinship"]
    )


def _write_driver(record: Record, demo: bool) -> Driver:
    driver, _created = Driver.objects.get_or_create(
        slug=record["slug"],
        defaults={
            "name": record["name"],
            "sort_key": record.get("sort_key", ""),
            "country": record.get("country", ""),
            "born_on": record.get("born_on"),
            "age_public": demo,
            "gender": record.get("gender", ""),
            "demo": demo,
        },
    )
    aliases = [DriverAlias(driver=driver, text=text) for text in record.get("aliases", ())]
    DriverAlias.objects.bulk_create(aliases, ignore_conflicts=True)
    return driver
