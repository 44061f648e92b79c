"""The parts of a text in the order of the page: lead, people, championships with their classes, what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from championships.models import Category, Crew, Driver, Event, Season, Sentence
from championships.officiating.sentences import SentenceText

Part = Sentence.Part


@dataclass(frozen=True, slots=True)
class Place:
    """One part, with what it is called. Written into a form as "class|3|gentleman|"."""

    part: str
    label: str
    season_id: int | None = None
    category: str = ""
    driver_id: int | None = None

    @property
    def code(self) -> str:
        return f"{self.part}|{self.season_id or ''}|{self.category}|{self.driver_id or ''}"

    @property
    def holds_one(self) -> bool:
        """A heading is one sentence."""
        return self.part == Part.HEADING


def code_of(sentence: SentenceText) -> str:
    return Place(sentence.part, "", sentence.season_id, sentence.category, sentence.driver_id).code


def list_places(event: Event, sentences: Iterable[SentenceText]) -> tuple[Place, ...]:
    """Every part the text has or may have. Three queries."""
    stored = list(sentences)
    seasons = list(
        Season.objects.filter(rounds__event=event)
        .select_related("championship")
        .distinct()
        .order_by("championship__order", "championship__slug", "pk")
    )
    categories = list(
        Category.objects.filter(championship__in=[0, *(season.championship_id for season in seasons)]).order_by("slug")
    )
    people = Driver.objects.in_bulk([one.driver_id for one in stored if one.driver_id])
    places = [Place(Part.LEAD, _("Lead"))]
    drivers = dict.fromkeys(one.driver_id for one in stored if one.part == Part.HIGHLIGHT)
    places += [
        Place(Part.HIGHLIGHT, _("To watch: %(name)s") % {"name": people[pk]}, driver_id=pk)
        if pk is not None
        else Place(Part.HIGHLIGHT, _("To watch: the circuit, or something else"))
        for pk in drivers
    ]
    for season in seasons:
        held = {one.slug: str(one.name) for one in categories if one.championship_id == season.championship_id}
        told = [one.category for one in stored if one.season_id == season.pk and one.part == Part.CLASS]
        names = {"season": season}
        places.append(Place(Part.HEADING, _("Heading: %(season)s") % names, season.pk))
        places.append(Place(Part.SECTION, str(season), season.pk))
        for slug in dict.fromkeys([*told, *held]):
            label = _("%(season)s, %(category)s") % {**names, "category": held.get(slug, slug)}
            places.append(Place(Part.CLASS, label, season.pk, slug))
    places.append(Place(Part.MOVES, _("Who comes, who is missing")))
    places.append(Place(Part.CLOSING, _("What comes next")))
    known = {place.code for place in places}
    for one in stored:
        if one.part != Part.TITLE and code_of(one) not in known:  # of a season that no longer counts the event
            known.add(code_of(one))
            places.append(Place(one.part, str(Part(one.part).label), one.season_id, one.category, one.driver_id))
    return tuple(places)


def list_people(event: Event, places: Sequence[Place]) -> list[tuple[int, str]]:
    """Whom a highlight may still be about: those entered who have none. One query."""
    taken = {place.driver_id for place in places if place.part == Part.HIGHLIGHT}
    crews = Crew.objects.filter(entry__event=event).select_related("driver", "entry").order_by("entry__order", "order")
    found = {crew.driver_id: f"{crew.entry.number} {crew.driver}".strip() for crew in crews}
    return [(pk, name) for pk, name in found.items() if pk not in taken]
