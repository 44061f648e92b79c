"""What an editor has typed into the page of sentences, read against what is stored: nothing typed is ever lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from championships.backoffice.sentences.places import code_of
from championships.models import Sentence
from championships.officiating.drafted import from_draft
from championships.officiating.sentences import SentenceText
from championships.queries.story_drafts import Change, PlacedSentence

Part = Sentence.Part
MOST_ROWS = 400
TITLE_LIMIT = 160
TEXT_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Sheet:
    """Title and sentences, in the order of the page. `version`: of the text they were read at; None: it was new."""

    title_fr: str
    title_en: str
    sentences: tuple[SentenceText, ...]
    version: int | None

    @property
    def is_empty(self) -> bool:
        return not (self.title_fr or self.title_en or self.sentences)

    def says(self) -> list[object]:
        """The words alone, for a comparison."""
        words = [(code_of(one), one.text_fr, one.text_en) for one in self.sentences if one.part != Part.TITLE]
        return [self.title_fr, self.title_en, *words]


def read_sheet(data: QueryDict, stored: Sequence[SentenceText]) -> Sheet:
    """Rows name stored sentences by their keys and keep their facts; a key nobody knows any more is a free sentence."""
    held = {one.pk: one for one in stored}
    typed: list[SentenceText] = [one for one in stored if one.part == Part.TITLE]
    count = _read_number(data.get("rows", "")) or 0
    for n in range(min(count, MOST_ROWS)):
        row = _read_row(data, f"s{n}", held)
        if row is not None:
            typed.append(row)
    return Sheet(
        title_fr=_read_text(data, "title_fr")[:TITLE_LIMIT],
        title_en=_read_text(data, "title_en")[:TITLE_LIMIT],
        sentences=_count_paragraphs(typed),
        version=_read_number(data.get("read_version", "")),
    )


def _read_row(data: QueryDict, prefix: str, held: dict[int | None, SentenceText]) -> SentenceText | None:
    french, english = _read_text(data, f"{prefix}-text_fr"), _read_text(data, f"{prefix}-text_en")
    if not french and not english:
        return None  # an emptied row is taken out; a spare one was never filled
    begins = 1 if data.get(f"{prefix}-begins") else 0
    found = held.get(_read_number(data.get(f"{prefix}-id", "")))
    if found is not None:
        return replace(found, text_fr=french, text_en=english, paragraph=begins)
    part, season, category, driver = [*str(data.get(f"{prefix}-place", "")).split("|"), "", "", "", ""][:4]
    if part not in Part.values or part == Part.TITLE:
        return None
    if part == Part.HIGHLIGHT and not driver:
        driver = str(data.get(f"{prefix}-driver", ""))
    return SentenceText(
        part=part,
        text_fr=french,
        text_en=english,
        season_id=_read_number(season),
        category=category[:60],
        driver_id=_read_number(driver),
        paragraph=begins,
    )


def _count_paragraphs(sentences: Iterable[SentenceText]) -> tuple[SentenceText, ...]:
    """From "a paragraph begins here" to the number of the paragraph in its part."""
    numbers: dict[str, int] = {}
    counted = []
    for one in sentences:
        code = code_of(one)
        numbers[code] = numbers[code] + one.paragraph if code in numbers else 0
        counted.append(replace(one, paragraph=numbers[code]))
    return tuple(counted)


def _read_text(data: QueryDict, name: str) -> str:
    """As typed, on one line: a sentence has no line breaks."""
    return " ".join(str(data.get(name, "")).replace("\r", " ").split("\n")).strip()[:TEXT_LIMIT]


def _read_number(text: object) -> int | None:
    words = str(text or "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 12 else None


def join_stored(typed: Sheet, stored: Sequence[SentenceText], known: Iterable[int | None], version: int) -> Sheet:
    """What was typed, with the sentences somebody else added meanwhile: the next save starts from what is stored."""
    seen = {one.pk for one in typed.sentences} | set(known)
    added = [one for one in stored if one.pk not in seen]
    return replace(typed, sentences=(*typed.sentences, *added), version=version)


# --- What the buttons of a row do ------------------------------------------------------------------------------------


def move(sheet: Sheet, n: int, step: int) -> Sheet:
    """Row `n` (of those that are not the title) before or behind its neighbour in the same part."""
    rows = [one for one in sheet.sentences if one.part != Part.TITLE]
    titles = [one for one in sheet.sentences if one.part == Part.TITLE]
    if not 0 <= n < len(rows):
        return sheet
    here = [index for index, one in enumerate(rows) if code_of(one) == code_of(rows[n])]
    at = here.index(n) + step
    if 0 <= at < len(here):
        other = here[at]
        paragraphs = rows[n].paragraph, rows[other].paragraph
        rows[n], rows[other] = (
            replace(rows[other], paragraph=paragraphs[0]),
            replace(rows[n], paragraph=paragraphs[1]),
        )
    return replace(sheet, sentences=(*titles, *rows))


def remove(sheet: Sheet, n: int) -> Sheet:
    rows = [one for one in sheet.sentences if one.part != Part.TITLE]
    titles = [one for one in sheet.sentences if one.part == Part.TITLE]
    return replace(sheet, sentences=(*titles, *rows[:n], *rows[n + 1 :])) if 0 <= n < len(rows) else sheet


def take(sheet: Sheet, pk: int, change: Change) -> Sheet:
    """The wording the draft offers today, with its figures; of a fact that is gone: the sentence goes."""
    if change.offer is None:
        return replace(sheet, sentences=tuple(one for one in sheet.sentences if one.pk != pk))
    offer = change.offer
    found = next((one for one in sheet.sentences if one.pk == pk), None)
    if found is not None and found.part == Part.TITLE:
        sheet = replace(sheet, title_fr=offer.french[:TITLE_LIMIT], title_en=offer.english[:TITLE_LIMIT])
    return replace(sheet, sentences=tuple(_reword(one, offer) if one.pk == pk else one for one in sheet.sentences))


def keep(sheet: Sheet, pk: int, change: Change) -> Sheet:
    """The editor's words stay, and stand for what the data say today; without a fact it is a sentence of his own."""

    def settle(one: SentenceText) -> SentenceText:
        if change.now is None:
            return replace(one, key="", kind="", figures={}, drafted_fr="", drafted_en="")
        return replace(one, figures=change.now)

    return replace(sheet, sentences=tuple(settle(one) if one.pk == pk else one for one in sheet.sentences))


def add(sheet: Sheet, placed: PlacedSentence) -> Sheet:
    """A sentence of the draft that the text does not have, at the end of its part."""
    return replace(sheet, sentences=(*sheet.sentences, from_draft(placed)))


def _reword(one: SentenceText, offer: PlacedSentence) -> SentenceText:
    return replace(
        one,
        text_fr=offer.french,
        text_en=offer.english,
        drafted_fr=offer.french,
        drafted_en=offer.english,
        figures=offer.figures,
        kind=offer.kind,
    )
