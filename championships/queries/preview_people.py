"""The people of a preview: who comes back, who is new, who is family, who is entered in both championships."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from championships.models import Event, Kinship, StatedFact
from championships.queries.entries import EntryRow, Field
from championships.queries.preview_values import (
    Age,
    FormerHolder,
    HighlightRow,
    Move,
    Remark,
    Sharing,
    TeamEntries,
    Tie,
)
from championships.queries.refs import DriverRef, SourceList, TeamRef, refer_driver, refer_event, refer_team
from championships.queries.stated import find_stated_age
from championships.queries.story_texts import PersonPart
from championships.stories.facts import find_former_holder, find_shared_car

Kind = StatedFact.Kind
SHARED_CAR = "shared_car"


def read_kinships(event: Event) -> list[Kinship]:
    """Family ties that may be told, of the people entered. One query."""
    here = event.entries.values("crew__driver").filter(crew__driver__isnull=False)
    return list(
        Kinship.objects.filter(Q(person__in=here) | Q(relative__in=here), public=True)
        .select_related("person", "relative", "source")
        .order_by("pk")
    )


def find_age(driver: str, facts: Iterable[StatedFact], on: date, sources: SourceList) -> Age | None:
    """The newest age stated on or before that day."""
    newest = find_stated_age(facts, driver=driver, on=on)
    if newest is None:
        return None
    return Age(
        years=int(newest.value["years"]),
        just_turned=bool(newest.value.get("just_turned")),
        on_date=newest.on_date,
        source=sources.add(newest.source),
    )


def put_forward(field: Field, person: PersonPart) -> HighlightRow:
    """Somebody of whom a line is told, with his number and team."""
    entry = field.find_newest_entry(person.pk) if person.pk else None
    return HighlightRow(
        driver=person.driver,
        number=entry.number if entry else "",
        team=refer_team(entry.team) if entry else None,
        text=" ".join(person.paragraphs),
        age=None,
    )


def group_by_team(rows: Iterable[EntryRow]) -> tuple[TeamEntries, ...]:
    """The entry list by team, in the order in which it first names each; cars without a known team last."""
    groups: dict[TeamRef | None, list[EntryRow]] = {}
    for row in rows:
        groups.setdefault(row.team, []).append(row)
    ordered = sorted(groups, key=lambda team: team is None)
    return tuple(TeamEntries(team=team, entries=tuple(groups[team])) for team in ordered)


class Moves:
    """Collects, for every person of the field, what there is to say about his coming."""

    def __init__(
        self,
        *,
        event: Event,
        field: Field,
        facts: list[StatedFact],
        kinships: list[Kinship],
        people: Mapping[str, DriverRef],
        sources: SourceList,
    ) -> None:
        self.event = event
        self.field = field
        self.facts = facts
        self.kinships = kinships
        self.people = people
        self.sources = sources
        self.crews = field.picture_crews()
        self.events = {entry.event.slug: refer_event(entry.event) for entry, _crew in self.crews}
        self.here = {crew.driver.slug: crew.driver for entry in field.entries for crew in field.crews.get(entry.pk, ())}

    def collect(self) -> tuple[Move, ...]:
        """In the order of the entry list; only people with something to say."""
        moves = (self.tell(slug) for slug in self.here)
        return tuple(move for move in moves if move is not None)

    def tell(self, slug: str) -> Move | None:
        driver = self.here[slug]
        entry = self.field.find_newest_entry(driver.pk)
        mine = [fact for fact in self.facts if fact.driver_id == driver.pk]
        at_event = [fact for fact in mine if fact.event_id == self.event.pk]
        returns, debut, oldest = (
            self.remark(at_event, Kind.RETURN),
            self.remark(at_event, Kind.DEBUT),
            self.remark(at_event, Kind.OLDEST),
        )
        notes = tuple(
            Remark(text=str(fact.text), source=self.sources.add(fact.source))
            for fact in at_event
            if fact.kind == Kind.NOTE and fact.value.get("name") != SHARED_CAR
        )
        sharing = self.find_sharing(slug, mine)
        ties = self.find_ties(slug)
        former = self.find_former(slug)
        if not (returns or debut or oldest or notes or sharing or ties or former):
            return None
        return Move(
            driver=refer_driver(driver),
            number=entry.number if entry else "",
            team=refer_team(entry.team) if entry else None,
            returns=returns,
            debut=debut,
            oldest=oldest,
            notes=notes,
            sharing=sharing,
            ties=ties,
            former=former,
        )

    def remark(self, facts: Iterable[StatedFact], kind: Kind) -> Remark | None:
        fact = next((fact for fact in facts if fact.kind == kind), None)
        return Remark(text=str(fact.text), source=self.sources.add(fact.source)) if fact else None

    def find_sharing(self, slug: str, facts: Iterable[StatedFact]) -> Sharing | None:
        """From the crews of the earlier events; where those are not known, as stated."""
        now = next(
            (crew for entry, crew in self.crews if entry.event_id == self.event.pk and slug in crew.drivers), None
        )
        if now is None:
            return None
        shared = find_shared_car(slug, now, (crew for _entry, crew in self.crews))
        if shared is not None:
            entry = next(
                entry
                for entry, crew in self.crews
                if crew.event == shared.event and slug in crew.drivers and len(crew.drivers) > 1
            )
            return Sharing(
                mates=self.refer(shared.mates),
                event=self.events[shared.event],
                source=self.sources.add(entry.source),
            )
        stated = next((f for f in facts if f.kind == Kind.NOTE and f.value.get("name") == SHARED_CAR), None)
        if stated is None or now.drivers != (slug,):
            return None
        return Sharing(
            mates=self.refer(tuple(stated.value.get("with", ()))), event=None, source=self.sources.add(stated.source)
        )

    def find_ties(self, slug: str) -> tuple[Tie, ...]:
        """The ties in which the row's person is named first, so that each is told once on the page.

        A tie whose first person is not entered is told in the row of the other; one between equals ("brother") that
        is stored from both sides is told once.
        """
        ties: list[Tie] = []
        for kinship in sorted(self.kinships, key=lambda kinship: kinship.relative.slug != slug):
            first, second = kinship.person.slug, kinship.relative.slug
            mirrored = any(
                (tie.person.slug, tie.relative.slug) == (second, first) and tie.relation == kinship.relation
                for tie in ties
            )
            if not mirrored and (slug == first or (slug == second and first not in self.here)):
                ties.append(
                    Tie(
                        person=refer_driver(kinship.person),
                        relation=kinship.relation,
                        relative=refer_driver(kinship.relative),
                        both_here=first in self.here and second in self.here,
                        source=self.sources.add(kinship.source),
                    )
                )
        return tuple(ties)

    def find_former(self, slug: str) -> FormerHolder | None:
        now = next(
            (crew for entry, crew in self.crews if entry.event_id == self.event.pk and slug in crew.drivers), None
        )
        former = find_former_holder(now, (crew for _entry, crew in self.crews)) if now else None
        if former is None:
            return None
        entry = next(entry for entry, crew in self.crews if crew is former)
        return FormerHolder(
            drivers=self.refer(former.drivers),
            event=self.events[former.event],
            source=self.sources.add(entry.source),
        )

    def refer(self, slugs: Iterable[str]) -> tuple[DriverRef, ...]:
        return tuple(self.people.get(slug, DriverRef(slug=slug, name=slug)) for slug in slugs)
