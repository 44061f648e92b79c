"""The page of sentences as its template prints it: groups, rows, the fact beside each, what has moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from championships.backoffice.sentences.places import Place, code_of
from championships.backoffice.sentences.sheet import Sheet
from championships.backoffice.sentences.words import FactWords, list_moved, say_fact
from championships.backoffice.text_forms import Difference
from championships.models import Sentence
from championships.officiating.sentences import SentenceText
from championships.queries.story_drafts import Change, WrittenDraft

Part = Sentence.Part


@dataclass(frozen=True, slots=True)
class StaleRow:
    """What has moved: (figure, then, now) lines; `gone`: the fact no longer holds."""

    gone: bool
    moved: tuple[tuple[str, str, str], ...]
    offer_fr: str
    offer_en: str


@dataclass(frozen=True, slots=True)
class Row:
    """`n`: its number in the form. `fact` None: a sentence of the editor's own."""

    n: int
    sentence: SentenceText
    begins: bool
    fact: FactWords | None
    stale: StaleRow | None
    first: bool
    last: bool

    @property
    def number(self) -> int:
        return self.n + 1


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the text with its rows, and the number of its spare row (None: it takes no other sentence)."""

    place: Place
    rows: tuple[Row, ...]
    spare: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A sentence of the draft that the text does not have."""

    key: str
    where: str
    french: str
    english: str
    fact: FactWords


def build_groups(
    sheet: Sheet, places: Sequence[Place], changes: Mapping[int, Change], names: Mapping[str, str]
) -> tuple[tuple[Group, ...], int]:
    """The groups in the order of the page, and the number of the next free row."""
    rows = [one for one in sheet.sentences if one.part != Part.TITLE]
    numbered: list[tuple[Place, list[tuple[int, SentenceText]]]] = []
    n = 0
    for place in places:
        here = [one for one in rows if code_of(one) == place.code]
        numbered.append((place, list(enumerate(here, start=n))))
        n += len(here)
    groups = []
    for place, inside in numbered:
        spare = None if place.holds_one and inside else n
        n += spare is not None
        shown = []
        for index, (number, one) in enumerate(inside):
            begins = index > 0 and one.paragraph != inside[index - 1][1].paragraph
            shown.append(
                Row(
                    n=number,
                    sentence=one,
                    begins=begins,
                    fact=say_fact(one.kind, one.figures, names) if one.key else None,
                    stale=tell_stale(changes.get(one.pk or 0), names),
                    first=index == 0,
                    last=index == len(inside) - 1,
                )
            )
        groups.append(Group(place, tuple(shown), spare))
    return tuple(groups), n


def tell_stale(change: Change | None, names: Mapping[str, str]) -> StaleRow | None:
    if change is None:
        return None
    offer = change.offer
    return StaleRow(
        gone=change.now is None,
        moved=list_moved(change.was, change.now, names) if change.now is not None else (),
        offer_fr=offer.french if offer else "",
        offer_en=offer.english if offer else "",
    )


def list_offers(draft: WrittenDraft, sheet: Sheet, places: Sequence[Place]) -> tuple[Offer, ...]:
    """What the draft says today and the text does not."""
    told = {one.key for one in sheet.sentences if one.key}
    labels = {place.code: place.label for place in places}
    found = []
    for one in draft.sentences:
        if one.key in told or one.part == Part.TITLE:
            continue
        code = Place(one.part, "", one.season, one.category, one.driver).code
        label = labels.get(code) or str(Part(one.part).label)
        found.append(Offer(one.key, label, one.french, one.english, say_fact(one.kind, one.figures, draft.names)))
    return tuple(found)


def compare_sheets(typed: Sheet, stored: Sheet) -> list[Difference]:
    """What is stored beside what was typed, where they differ."""
    found = []
    for label, mine, theirs in (
        (_("Title in French"), typed.title_fr, stored.title_fr),
        (_("Title in English"), typed.title_en, stored.title_en),
    ):
        if mine != theirs:
            found.append(Difference(label, theirs, mine))
    held = {one.pk: one for one in stored.sentences if one.part != Part.TITLE}
    for one in typed.sentences:
        if one.part == Part.TITLE:
            continue
        other = held.pop(one.pk, None) if one.pk is not None else None
        if other is None or (one.text_fr, one.text_en) != (other.text_fr, other.text_en):
            found.append(Difference(str(Part(one.part).label), _both(other), _both(one)))
    found += [Difference(str(Part(other.part).label), _both(other), "") for other in held.values()]
    return found


def _both(one: SentenceText | None) -> str:
    return "" if one is None else "\n".join(text for text in (one.text_fr, one.text_en) if text)
