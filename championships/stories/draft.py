"""The shape of a draft: sentences, each with the fact it holds, in the parts of a preview or of a report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

type Figure = str | int | bool | list[Figure] | dict[str, Figure] | None
type Figures = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something worth telling, before it is written.

    `key` is the lasting identity of the fact ("gap:<season>:<table>"): found again after the data changed, the same
    fact has the same key. `figures` are the values that prove it, ready for JSON; fractions as text ("739/2"). Two
    facts with the same key and figures say the same. `weight` orders: more is told first.
    """

    key: str
    kind: str
    figures: Figures
    season: str = ""  # empty: of the event as a whole
    table: str = ""
    category: str = ""
    drivers: tuple[str, ...] = ()
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or two sentences of text that hold exactly one fact, in both languages."""

    key: str
    kind: str
    figures: Figures
    french: str
    english: str


@dataclass(frozen=True, slots=True)
class HighlightDraft:
    """A person (or, with an empty driver, a thing) put forward, in one line."""

    driver: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ClassDraft:
    """The sub-section of a class in the section of a championship."""

    category: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SectionDraft:
    season: str
    title: Sentence
    sentences: tuple[Sentence, ...]
    classes: tuple[ClassDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A preview or a report. `moves`: comings and goings; `closing`: what comes next."""

    event: str
    title: Sentence
    lead: tuple[Sentence, ...]
    highlights: tuple[HighlightDraft, ...]
    sections: tuple[SectionDraft, ...]
    moves: tuple[Sentence, ...] = ()
    closing: tuple[Sentence, ...] = ()

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in the order of the page."""
        yield self.title
        yield from self.lead
        for highlight in self.highlights:
            yield from highlight.sentences
        for section in self.sections:
            yield section.title
            yield from section.sentences
            for one in section.classes:
                yield from one.sentences
        yield from self.moves
        yield from self.closing
