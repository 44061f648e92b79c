"""The parts of a preview about its championships, and about those who drive in more than one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from championships.models import Event, Preview, PreviewSection, Round, StatedFact
from championships.queries.entries import EntryRow, Field
from championships.queries.events import place_rounds
from championships.queries.preview_tables import Tables
from championships.queries.preview_values import InBoth, LeadRow, LeftRow, PreviewTable, SectionRow, Standing
from championships.queries.refs import DriverRef, EventRef, SourceList, refer_driver, refer_season
from championships.queries.story_texts import SeasonPart
from championships.stories.facts import count_remaining, find_in_both, find_lead
from championships.stories.picture import LeaderPicture, SeasonPicture

Kind = StatedFact.Kind


@dataclass(frozen=True, slots=True)
class Material:
    """Everything read for one preview, before it is put together. `day`: of its publication, at the venue."""

    event: Event
    preview: Preview
    own: list[Round]
    calendar: list[Round]
    pictures: dict[int, SeasonPicture]
    events: dict[str, EventRef]
    field: Field
    rows: tuple[EntryRow, ...]
    facts: list[StatedFact]
    tables: Tables
    people: dict[str, DriverRef]
    day: date
    told: Mapping[int, SeasonPart]
    sources: SourceList

    def number_of(self, driver: str) -> str:
        found = self.field.find_newest_entry_of(driver)
        return found.number if found else ""


def write_sections(material: Material, written: dict[int, PreviewSection]) -> tuple[SectionRow, ...]:
    """One section a championship, in the order of the preview, else of the championships."""
    places = {placed.season.pk: placed for placed in place_rounds(material.own, material.calendar)}
    seasons = {counted.season_id: counted for counted in material.own}
    order = sorted(seasons, key=lambda pk: written[pk].order if pk in written else 99)
    rows = []
    for pk in order:
        section, counted = written.get(pk), seasons[pk]
        tables = material.tables.write(
            counted.season,
            facts=[fact for fact in material.facts if fact.season_id == pk],
            before=material.event,
            number_of=material.number_of,
            sources=material.sources,
        )
        rows.append(
            SectionRow(
                season=refer_season(counted.season),
                round=places[pk],
                title=choose_title(section, material.told.get(pk), counted),
                text=str(section.text) if section else "",
                tables=tables,
                told=material.told.get(pk),
                lead=_find_lead(material, counted, tables),
                left=_count_left(material, counted),
            )
        )
    return tuple(rows)


def choose_title(section: PreviewSection | None, told: SeasonPart | None, counted: Round) -> str:
    """The editor's own heading, else the one drafted, else the name of the championship."""
    own = str(section.title) if section else ""
    return own or (told.heading if told else "") or str(counted.season.championship.name)


def _find_lead(material: Material, counted: Round, tables: tuple[PreviewTable, ...]) -> LeadRow | None:
    """Computed from the leader after every round so far, else as stated."""
    picture = material.pictures[counted.season_id]
    overall = next((table for table in tables if table.category is None), None)
    stated = next((f for f in material.facts if f.kind == Kind.LEADER_SINCE and f.season_id == counted.season_id), None)
    rounds = {held.number: material.events[held.event] for held in picture.run}
    opening = picture.run[0].number if picture.run else 0
    if overall is not None:
        known = material.tables.leaders(counted.season_id, overall.key)
        run = [held.number for held in picture.run if held.number < counted.number]
        leaders = tuple(LeaderPicture(round=number, leaders=known.get(number, frozenset())) for number in run)
        lead = find_lead(SeasonPicture(season=picture.season, rounds=picture.rounds, leaders=leaders))
        if lead is not None:
            return LeadRow(
                driver=material.people[lead.competitor],
                since=rounds[lead.since_round],
                since_round=lead.since_round,
                opening=lead.since_round == opening,
                source=material.sources.add(stated.source)
                if stated and stated.driver and stated.driver.slug == lead.competitor
                else None,
            )
    if stated is None or stated.driver is None or stated.value.get("round") not in rounds:
        return None
    since = int(stated.value["round"])
    return LeadRow(
        driver=refer_driver(stated.driver),
        since=rounds[since],
        since_round=since,
        opening=since == opening,
        source=material.sources.add(stated.source),
    )


def _count_left(material: Material, counted: Round) -> LeftRow:
    left = count_remaining(material.pictures[counted.season_id], counted.number)
    stated = next((f for f in material.facts if f.kind == Kind.POINTS_A_WIN and f.season_id == counted.season_id), None)
    if stated is None:
        return LeftRow(left.meetings, left.races, None, None, "", None)
    a_win = Fraction(str(stated.value["points"]))
    return LeftRow(
        meetings=left.meetings,
        races=left.races,
        points=left.points(a_win),
        points_a_win=a_win,
        published_for=str(stated.value.get("published_for", "")),
        source=material.sources.add(stated.source),
    )


def list_in_both(material: Material, sections: tuple[SectionRow, ...]) -> tuple[InBoth, ...]:
    """Who drives, at this event, a car entered in more than one of the championships."""
    members: dict[str, list[str]] = {}
    numbers: dict[str, str] = {}
    for row in material.rows:
        for part in row.parts:
            members.setdefault(part.championship, []).extend(driver.slug for driver in row.crew)
        numbers |= {driver.slug: row.number for driver in row.crew}
    return tuple(
        InBoth(
            driver=material.people[slug],
            number=numbers.get(slug, ""),
            standings=tuple(_stand(material, section, slug) for section in sections),
        )
        for slug in find_in_both(members)
    )


def _stand(material: Material, section: SectionRow, driver: str) -> Standing:
    overall = section.overall
    row = next((r for r in overall.rows if r.driver.slug == driver), None) if overall else None
    classes = next(
        (r.classes for table in section.tables for r in table.rows if r.driver.slug == driver and r.classes), ()
    )
    return Standing(
        season=section.season,
        categories=material.field.list_categories(section.season.pk, driver),
        position=row.position if row else None,
        tied=bool(row and row.tied),
        wins=row.wins if row else None,
        wins_source=row.wins_source if row else None,
        classes=classes,
    )
