"""Writes facts as sentences in both languages: the phrasing follows from the key of the fact, never from chance."""

from collections.abc import Callable, Mapping
from zlib import crc32

from championships.stories.draft import Fact, Sentence
from championships.stories.english import calendar as english_calendar
from championships.stories.english import headings as english_headings
from championships.stories.english import people as english_people
from championships.stories.english import results as english_results
from championships.stories.english import standings as english_standings
from championships.stories.english import titles as english_titles
from championships.stories.english.grammar import typeset as typeset_english
from championships.stories.english.voice import English
from championships.stories.french import calendar as french_calendar
from championships.stories.french import headings as french_headings
from championships.stories.french import people as french_people
from championships.stories.french import results as french_results
from championships.stories.french import standings as french_standings
from championships.stories.french import titles as french_titles
from championships.stories.french.grammar import typeset as typeset_french
from championships.stories.french.voice import French
from championships.stories.picture import Picture
from championships.stories.values import Values

FRENCH: Mapping[str, Callable[[French, Values], tuple[str, ...]]] = {
    **french_calendar.PHRASES,
    **french_standings.PHRASES,
    **french_titles.PHRASES,
    **french_people.PHRASES,
    **french_results.PHRASES,
    **french_headings.PHRASES,
}
ENGLISH: Mapping[str, Callable[[English, Values], tuple[str, ...]]] = {
    **english_calendar.PHRASES,
    **english_standings.PHRASES,
    **english_titles.PHRASES,
    **english_people.PHRASES,
    **english_results.PHRASES,
    **english_headings.PHRASES,
}
HEADINGS = frozenset({"preview_title", "report_title", "section_title"})


class Writer:
    """Writes one draft. A phrasing is not used twice for one kind of fact as long as there is another."""

    def __init__(self, picture: Picture) -> None:
        self.french = French(picture)
        self.english = English(picture)
        self._used: dict[tuple[str, str], dict[int, int]] = {}

    def begin_part(self) -> None:
        """People are named in full again."""
        self.french.begin_part()
        self.english.begin_part()

    def write(self, fact: Fact, *, phrase: str = "") -> Sentence:
        """`phrase`: that of another kind ("next_after" for a "next" told afterwards)."""
        values, kind = Values(fact.figures), phrase or fact.kind
        french = typeset_french(self._choose("fr", fact.key, kind, FRENCH[kind](self.french, values)))
        english = typeset_english(self._choose("en", fact.key, kind, ENGLISH[kind](self.english, values)))
        if kind in HEADINGS:
            french, english = french.removesuffix("."), english.removesuffix(".")
        self.french.settle(french)
        self.english.settle(english)
        return Sentence(fact.key, fact.kind, fact.figures, french, english)

    def _choose(self, language: str, key: str, kind: str, phrasings: tuple[str, ...]) -> str:
        # No sentence begins with a figure where another phrasing does not.
        phrasings = tuple(one for one in phrasings if not one[:1].isdigit()) or phrasings
        used = self._used.setdefault((language, kind), {})
        start = crc32(key.encode()) % len(phrasings)
        turns = [(start + step) % len(phrasings) for step in range(len(phrasings))]
        chosen = min(turns, key=lambda one: used.get(one, 0))
        used[chosen] = used.get(chosen, 0) + 1
        return phrasings[chosen]
