"""Drafts of previews and reports, and what has moved since a text was drafted."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from championships.models import Driver, Event, Preview, Report, Season, Sentence
from championships.queries.story_material import Moment
from championships.queries.story_pictures import load_picture
from championships.stories.draft import Draft
from championships.stories.draft import Sentence as DraftSentence
from championships.stories.drafting import draft_preview, draft_report, find_facts
from championships.stories.picture import Label, Picture

Part = Sentence.Part
PARAGRAPH = 4  # sentences, before another one begins
MOST_COMPARED = 6  # of the previews, and of the reports, on the page that lists them


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence of a draft in its place: which part, of which season, class or person (row keys)."""

    part: str
    french: str
    english: str
    key: str
    kind: str
    figures: Mapping[str, Any]
    season: int | None = None
    category: str = ""
    driver: int | None = None
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A whole draft, and every fact that was found, told or not: key -> figures. `names`: what ids are called."""

    sentences: tuple[PlacedSentence, ...]
    facts: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, str]

    def find(self, key: str) -> PlacedSentence | None:
        return next((one for one in self.sentences if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence whose fact has moved. `now` None: the fact is gone. `offer`: how the draft says it today."""

    was: Mapping[str, Any]
    now: Mapping[str, Any] | None
    offer: PlacedSentence | None


def find_moment(model: type[Preview] | type[Report]) -> Moment:
    return Moment.BEFORE if model is Preview else Moment.AFTER


def load_draft(event: Event, moment: Moment, *, at: datetime, until: datetime | None = None) -> WrittenDraft:
    """The draft of the event with what is published at `at`; `until` as in `load_picture`. Thirty-six queries."""
    picture = load_picture(event, moment, at=at, until=until)
    draft = draft_preview(picture) if moment is Moment.BEFORE else draft_report(picture)
    drivers = dict(
        Driver.objects.filter(slug__in=["", *(one.driver for one in draft.highlights)]).values_list("slug", "pk")
    )
    seasons = {
        season.slug: season.pk
        for season in Season.objects.filter(rounds__event=event).select_related("championship").distinct()
    }
    facts = {fact.key: _plain(fact.figures) for fact in find_facts(picture, after=moment is Moment.AFTER)}
    facts |= {one.key: _plain(one.figures) for one in draft.sentences()}
    return WrittenDraft(tuple(_place(draft, seasons, drivers)), facts, _name_ids(picture, get_language() or "fr"))


def find_changes(text: Preview | Report, draft: WrittenDraft) -> dict[int, Change]:
    """By the key of the stored sentence: those whose figures are no longer those of the draft. One query."""
    rows = Sentence.objects.filter(**{str(text._meta.model_name): text}).exclude(key="")
    found = {}
    for row in rows.order_by("order", "pk"):
        now = draft.facts.get(row.key)
        # A figure that the program has learnt to keep since is no change of the fact.
        if now is None or any(now.get(name) != value for name, value in row.figures.items()):
            found[row.pk] = Change(row.figures, now, draft.find(row.key))
    return found


def compare_text(text: Preview | Report, *, at: datetime) -> tuple[WrittenDraft, dict[int, Change]]:
    """What the data say today, and which sentences say otherwise. The event comes with its circuit and layout.

    A published text is held against the facts of its day as they are known now: a result corrected since flags it, one
    published since does not.
    """
    until = text.published_at if text.published_at is not None and text.published_at <= at else None
    draft = load_draft(text.event, find_moment(type(text)), at=at, until=until)
    return draft, find_changes(text, draft)


def count_stale(events: Iterable[int], *, at: datetime) -> dict[tuple[str, int], int]:
    """By kind of text ("preview", "report") and event: how many sentences say what the data no longer say.

    Of the newest drafted texts of these events alone (`MOST_COMPARED`): each is drafted anew to be compared. Texts
    without such a sentence are left out.
    """
    wanted = list(events)
    stale = {}
    for model in (Preview, Report):
        drafted = Sentence.objects.exclude(key="").filter(**{str(model._meta.model_name): OuterRef("pk")})
        texts: Any = model.objects.filter(Exists(drafted), event__in=wanted)
        for text in texts.select_related("event__circuit", "event__layout").order_by("-event__starts_on", "pk")[
            :MOST_COMPARED
        ]:
            _draft, changes = compare_text(text, at=at)
            if changes:
                stale[str(model._meta.model_name), text.event_id] = len(changes)
    return stale


def _plain(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    """As JSON gives them back: a stored figure is compared with a fresh one."""
    read: Mapping[str, Any] = json.loads(json.dumps(dict(figures)))
    return read


def _place(draft: Draft, seasons: Mapping[str, int], drivers: Mapping[str, int]) -> Iterator[PlacedSentence]:
    yield from _write(Part.TITLE, [draft.title])
    yield from _write(Part.LEAD, draft.lead)
    for highlight in draft.highlights:
        yield from _write(Part.HIGHLIGHT, highlight.sentences, driver=drivers.get(highlight.driver))
    for section in draft.sections:
        pk = seasons.get(section.season)
        yield from _write(Part.HEADING, [section.title], season=pk)
        yield from _write(Part.SECTION, section.sentences, season=pk)
        for one in section.classes:
            yield from _write(Part.CLASS, one.sentences, season=pk, category=one.category)
    yield from _write(Part.MOVES, draft.moves)
    yield from _write(Part.CLOSING, draft.closing)


def _write(part: Part, sentences: Iterable[DraftSentence], **place: Any) -> Iterator[PlacedSentence]:
    for number, one in enumerate(sentences):
        yield PlacedSentence(
            part=part.value,
            french=one.french,
            english=one.english,
            key=one.key,
            kind=one.kind,
            figures=_plain(one.figures),
            paragraph=number // PARAGRAPH,
            **place,
        )


def _name_ids(picture: Picture, language: str) -> dict[str, str]:
    """Names of the people, teams, places, events, sessions, classes and tables that figures speak of by their ids."""
    labels: dict[str, Label] = {}
    for season in picture.seasons:
        labels |= {one.key: one.title for one in season.tables if one.title}
        labels |= {one.id: one.name for one in season.categories}
    # A session's id is its place in the address, the same at every event: the name it has here goes first.
    labels |= {one.id: one.name for one in sorted(picture.sessions, key=lambda one: one.event == picture.event)}
    labels |= {slug: event.name for slug, event in picture.events.items()}
    names = {key: label.read(language) for key, label in labels.items()}
    names |= {slug: circuit.name for slug, circuit in picture.circuits.items()}
    names |= {one.season: f"{one.name.read(language)} {one.year}" for one in picture.seasons}
    names |= dict(picture.teams)
    return names | {slug: person.name for slug, person in picture.people.items()}
