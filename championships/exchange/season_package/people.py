"""People, teams, entrants and circuits: found again under their id or name, made where they are new.

Names are always today's: the first spelling stays, a blank country is filled, and what a package writes otherwise is
remembered for its export (`spellings`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.text import slugify

from championships.exchange.season_package.values import Package
from championships.models import Circuit, Driver, DriverAlias, DriverMerge, Entrant, Season, Team, TeamAlias, fold

type Venue = tuple[str, str]  # name, country

SLUG_LIMIT = 120


@dataclass(slots=True)
class People:
    """Row keys by id (circuits: by venue as the package writes it), and what was noticed on the way."""

    drivers: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    entrants: dict[str, int] = field(default_factory=dict)
    circuits: dict[Venue, int] = field(default_factory=dict)
    spellings: dict[str, list[str]] = field(default_factory=dict)  # "driver:id" -> name, country of the package
    remarks: list[str] = field(default_factory=list)

    def of_kind(self, kind: str) -> dict[str, int]:
        return self.drivers if kind == "driver" else self.teams


def make_slug(text: str, taken: Iterable[str], fallback: str, *, limit: int = SLUG_LIMIT) -> str:
    """An address made of a name, numbered where it is taken."""
    stem = slugify(fold(text))[: limit - 4].strip("-") or fallback
    held = set(taken)
    slug, number = stem, 1
    while slug in held:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def match_people(package: Package, season: Season | None) -> People:
    """Find or make every person, team, entrant and circuit a package names.

    `season`: the season it corrects. Who is known from that season alone takes the corrected name.
    """
    people = People()
    _match_competitors(package, "driver", Driver, DriverAlias, people, season)
    _match_competitors(package, "team", Team, TeamAlias, people, season)
    _match_entrants(package, people)
    _match_circuits(sorted({(row.venue, row.country) for row in package.sessions if row.venue}), people)
    return people


def _match_competitors(
    package: Package,
    kind: str,
    model: type[Driver] | type[Team],
    alias: type[DriverAlias] | type[TeamAlias],
    people: People,
    season: Season | None,
) -> None:
    given = {row.id: row for row in package.competitors if row.kind == kind}
    keys = people.of_kind(kind)
    fresh = dict(given)
    for row in model.objects.filter(slug__in=list(given)):
        competitor = fresh.pop(row.slug)
        keys[row.slug] = row.pk
        named = (competitor.name, competitor.country or row.country)
        if season and named != (row.name, row.country) and not row.enrolments.exclude(season=season).exists():
            _rename(row, *named)
        if competitor.country and not row.country:
            model.objects.filter(pk=row.pk).update(country=competitor.country, version=F("version") + 1)
            row.country = competitor.country
        if (competitor.name, competitor.country) != (row.name, row.country):
            people.spellings[f"{kind}:{row.slug}"] = [competitor.name, competitor.country]
        if competitor.name != row.name:
            spelled: dict[str, Any] = {kind: row, "text": competitor.name}
            alias.objects.get_or_create(**spelled)
            people.remarks.append(f'{kind} {row.slug} stays "{row.name}"; "{competitor.name}" is kept as a spelling.')
        if competitor.country not in ("", row.country):
            people.remarks.append(f'{kind} {row.slug} stays "{row.country}", not "{competitor.country}".')
    if kind == "driver":
        # An address that was given up when two records became one still means that person.
        for merge in DriverMerge.objects.filter(lost_slug__in=list(fresh)).select_related("kept"):
            del fresh[merge.lost_slug]
            keys[merge.lost_slug] = merge.kept_id
            people.remarks.append(f"driver {merge.lost_slug} is {merge.kept.slug} since the two records became one.")
    made: list[Any] = model.objects.bulk_create(
        [model(slug=item.id, name=item.name, country=item.country) for item in fresh.values()]  # type: ignore[misc]
    )
    keys.update((row.slug, row.pk) for row in made)


def _rename(row: Driver | Team, name: str, country: str) -> None:
    row.name, row.country = name, country
    folded = ("search_name", "sort_name") if isinstance(row, Driver) else ("search_name",)
    row.save_version(fields=("name", "country", *folded))


def _match_entrants(package: Package, people: People) -> None:
    names = {row.entrant: row.entrant_name for row in package.entrants if row.entrant}
    named = {row.entrant for row in package.results if row.entrant} | names.keys()
    fresh = set(named)
    for row in Entrant.objects.filter(slug__in=named):
        fresh.discard(row.slug)
        people.entrants[row.slug] = row.pk
        if row.slug in names and names[row.slug] != row.name:
            people.spellings[f"entrant:{row.slug}"] = [names[row.slug], ""]
            if names[row.slug]:
                people.remarks.append(f'entrant {row.slug} stays "{row.name}", not "{names[row.slug]}".')
    made = Entrant.objects.bulk_create(
        Entrant(slug=slug, name=names.get(slug) or slug.replace("-", " ").title()) for slug in sorted(fresh)
    )
    for row in made:
        people.entrants[row.slug] = row.pk
        if row.slug in names and not names[row.slug]:
            people.spellings[f"entrant:{row.slug}"] = ["", ""]


def _match_circuits(venues: Sequence[Venue], people: People) -> None:
    """The same name is the same circuit, unless both countries are known and differ."""
    known: dict[str, list[Circuit]] = {}
    for row in Circuit.objects.filter(name__in={name for name, _country in venues}).order_by("pk"):
        known.setdefault(row.name, []).append(row)
    for name, country in sorted(venues, key=lambda venue: (venue[0], not venue[1], venue[1])):
        rows = known.setdefault(name, [])
        found = _choose(rows, country)
        if found is None:
            slug = _make_circuit_slug(name, country, bool(rows))
            found = Circuit.objects.create(slug=slug, name=name, country=country)
            rows.append(found)
        elif country and not found.country:
            Circuit.objects.filter(pk=found.pk).update(country=country, version=F("version") + 1)
            found.country = country
        if not country:
            # Another package may fill it; this one goes out as it came in.
            people.spellings[f"venue:{name}"] = [name, ""]
        people.circuits[name, country] = found.pk


def _choose(rows: Sequence[Circuit], country: str) -> Circuit | None:
    for wanted in (country, ""):
        for row in rows:
            if row.country == wanted:
                return row
    return rows[0] if rows and not country else None


def _make_circuit_slug(name: str, country: str, namesake: bool) -> str:
    stem = f"{name} {country}" if namesake and country else name
    start = make_slug(stem, (), "circuit")
    taken = Circuit.objects.filter(slug__startswith=start).values_list("slug", flat=True)
    return make_slug(stem, taken, "circuit")
