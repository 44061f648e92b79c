"""The people of a picture: who is entered where, who is family, what a career comes to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from championships.models import Driver
from championships.queries.competitors import split_name
from championships.queries.story_material import CareerRow, Material
from championships.queries.story_tables import PODIUM, has_started
from championships.scoring.vocabulary import SessionKind
from championships.scoring.wins import find_uncounted
from championships.stories.picture import (
    CareerPicture,
    EntryPicture,
    KinshipPicture,
    Label,
    PersonPicture,
    StatedPicture,
)

_GENDERS = {Driver.Gender.MASCULINE.value: "m", Driver.Gender.FEMININE.value: "f"}


def picture_people(material: Material) -> dict[str, PersonPicture]:
    """Everybody by slug. A birth date only where the age may be told."""
    categories: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for counted in material.own:
        for member in material.seasons[counted.season_id].facts.memberships:
            begun = member.from_round is None or member.from_round <= counted.number
            over = member.to_round is not None and member.to_round < counted.number
            if begun and not over and member.categories:
                held = categories[member.competitor].get(counted.season.slug, ())
                categories[member.competitor][counted.season.slug] = tuple(sorted({*held, *member.categories}))
    return {
        slug: PersonPicture(
            id=slug,
            name=driver.name,
            family=split_name(driver.name, driver.sort_key)[1],
            gender=_GENDERS.get(driver.gender, ""),
            born_on=driver.born_on if driver.age_public else None,
            categories=categories.get(slug, {}),
        )
        for slug, driver in material.drivers.items()
    }


def picture_entries(material: Material) -> tuple[EntryPicture, ...]:
    """The entry lists of the event and of those before it, in their order."""
    seasons = {counted.pk: counted.season.slug for counted in material.calendar}
    found = []
    for entry in material.entries:
        parts = [part for part in material.participations.get(entry.pk, ()) if part.round_id in seasons]
        found.append(
            EntryPicture(
                event=entry.event.slug,
                number=entry.number,
                drivers=tuple(crew.driver.slug for crew in material.crews.get(entry.pk, ())),
                team=entry.team.slug if entry.team else "",
                seasons=tuple(dict.fromkeys(seasons[p.round_id] for p in parts if p.scores and not p.guest)),
                guest_in=tuple(dict.fromkeys(seasons[p.round_id] for p in parts if p.guest)),
                withdrawn=entry.withdrawn,
            )
        )
    return tuple(found)


def picture_kinships(material: Material) -> tuple[KinshipPicture, ...]:
    return tuple(KinshipPicture(tie.person.slug, tie.relation, tie.relative.slug) for tie in material.kinships)


def picture_stated(material: Material) -> tuple[StatedPicture, ...]:
    """What was stated, oldest first. A source told no later than the text is enough: it is not named here."""
    return tuple(
        StatedPicture(
            kind=fact.kind,
            driver=fact.driver.slug if fact.driver else "",
            event=fact.event.slug if fact.event else "",
            season=fact.season.slug if fact.season else "",
            on_date=fact.on_date,
            value=fact.value,
            text=Label(fact.text_fr, fact.text_en),
            issued_on=fact.issued_at.date(),
        )
        for fact in material.facts
    )


def picture_careers(material: Material) -> tuple[CareerPicture, ...]:
    """Totals of the people entered, where the history of the championship is declared complete."""
    declared = {
        counted.season.championship.slug: counted.season
        for counted in material.own
        if counted.season.championship.history_complete_from is not None
        and counted.season.championship.history_complete_from <= counted.season.year
    }
    rows = [row for row in material.careers if row.championship in declared]
    rows += [row for counted in material.own for row in _list_races(material, counted.season_id)]
    here = {
        crew.driver.slug
        for entry in material.entries
        if entry.event_id == material.event.pk
        for crew in material.crews.get(entry.pk, ())
    }
    found: dict[tuple[str, str], list[CareerRow]] = defaultdict(list)
    for row in rows:
        if row.championship in declared and row.driver in here:
            found[row.championship, row.driver].append(row)
    uncounted = _list_uncounted(material)
    return tuple(
        _add_up(
            championship,
            driver,
            found.get((championship, driver), []),
            material.event.circuit_id,
            uncounted[championship],
        )
        for championship in declared
        for driver in sorted(here)
    )


def count_most_wins(material: Material) -> dict[str, int]:
    """By championship: the most wins that anybody has at the circuit, where its history is declared complete."""
    circuit = material.event.circuit_id
    rows = [*material.careers, *(row for counted in material.own for row in _list_races(material, counted.season_id))]
    uncounted = _list_uncounted(material)
    wins = Counter(
        (row.championship, row.driver)
        for row in rows
        if row.place == 1 and circuit is not None and row.circuit == circuit
        if row.key not in uncounted[row.championship]
    )
    most: dict[str, int] = {}
    for (championship, _driver), count in wins.items():
        most[championship] = max(most.get(championship, 0), count)
    return most


def _list_uncounted(material: Material) -> dict[str, frozenset[str]]:
    """By championship: sessions in which nobody wins, as the rules of this season have it."""
    return {
        counted.season.championship.slug: find_uncounted(material.seasons[counted.season_id].book)
        for counted in material.own
    }


def _list_races(material: Material, season: int) -> Iterable[CareerRow]:
    """The races of this season so far."""
    loaded, cut = material.seasons[season], material.cuts[season]
    slugs = {driver.pk: slug for slug, driver in material.drivers.items()}
    circuits = {counted.event.pk: counted.event.circuit_id for counted in material.calendar}
    for ref in loaded.round_sessions:
        if ref.order > cut or ref.session_kind != SessionKind.RACE:
            continue
        for part in loaded.classified.get(ref.pk, ()):
            if part.driver_pk in slugs:
                yield CareerRow(
                    loaded.championship_slug,
                    slugs[part.driver_pk],
                    part.place,
                    part.status,
                    "pole" in part.flags,
                    circuits.get(ref.event_pk),
                    ref.key,
                )


def _add_up(
    championship: str, driver: str, rows: Sequence[CareerRow], circuit: int | None, uncounted: frozenset[str]
) -> CareerPicture:
    started = [row for row in rows if has_started(row.status) and row.key not in uncounted]
    won = [row for row in started if row.place == 1]
    return CareerPicture(
        championship=championship,
        driver=driver,
        starts=len(started),
        wins=len(won),
        podiums=sum(1 for row in started if row.place is not None and row.place <= PODIUM),
        poles=sum(1 for row in started if row.pole),
        wins_here=sum(1 for row in won if circuit is not None and row.circuit == circuit),
        entered=bool(rows),
    )
