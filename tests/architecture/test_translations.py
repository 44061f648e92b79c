"""Every text a reader or an official meets has its French, written as French is printed."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from paddock import translations

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
TAG = re.compile(r"<[^>]*>|&#?\w+;")
# Before high punctuation and inside guillemets, French prints a narrow no-break space (U+202F), nothing else.
WRONG_SPACE = re.compile(r"[ \u00a0\t\n][;:!?»]|«[ \u00a0\t\n]")
# High punctuation glued to its word; a time (20:31.402) or an address is not meant, nothing blank follows there.
MISSING_SPACE = re.compile(r"(?<=[^\W\d])[:;!?](?=\s|$)|(?<=[\d)%])[;:!?](?=\s|$)|«(?!\u202f)|(?<!\u202f)»")
STRAIGHT_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The French catalogue as the next collection would write it."""
    return translations.collect()


def read_english(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def read_french(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def find_wrong_placeholders(message: Message) -> list[str]:
    """The French forms that do not hold the placeholders of the English ones.

    A singular may leave out the number ("1 round" may be "one round"); none may name another one.
    """
    english = [set(PLACEHOLDER.findall(text)) for text in read_english(message)]
    faults = []
    for index, text in enumerate(read_french(message)):
        found = set(PLACEHOLDER.findall(text))
        least = english[min(index, len(english) - 1)]
        if not (set.intersection(*english) if index == 0 else least) <= found <= set.union(*english):
            faults.append(text)
    return faults


def find_wrong_typography(text: str) -> list[str]:
    shown = TAG.sub("", text)
    return [match[0] for rule in (WRONG_SPACE, MISSING_SPACE, STRAIGHT_APOSTROPHE) for match in rule.finditer(shown)]


def test_no_text_of_the_project_is_without_its_french(catalogue: Catalog) -> None:
    texts = [message for message in catalogue if message.id]
    assert len(texts) > 600
    missing = [
        f"{read_english(message)[0]!r} ({message.locations[0][0]})"
        for message in texts
        if not all(text.strip() for text in read_french(message))
    ]
    assert missing == []


def test_every_plural_has_its_two_french_forms(catalogue: Catalog) -> None:
    plurals = [message for message in catalogue if message.id and isinstance(message.id, tuple | list)]
    assert plurals
    assert [message.id[0] for message in plurals if len(read_french(message)) != 2] == []


def test_french_and_english_have_the_same_placeholders(catalogue: Catalog) -> None:
    faults = [text for message in catalogue if message.id for text in find_wrong_placeholders(message)]
    assert faults == []


def test_french_is_printed_with_its_own_spaces_and_apostrophes(catalogue: Catalog) -> None:
    faults = [
        text for message in catalogue if message.id for text in read_french(message) if find_wrong_typography(text)
    ]
    assert faults == []


@pytest.mark.parametrize(
    "text",
    [
        "Manche : 3",
        "Manche\u00a0: 3",
        "Manche: 3",
        "Vraiment ?",
        "« Aragon\u202f»",
        "«\u202fAragon »",
        "«Aragon»",
        "%(car)s: abandon",
        "l'équipage",
    ],
)
def test_the_reader_of_french_sees_a_wrong_space_or_apostrophe(text: str) -> None:
    assert find_wrong_typography(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Manche\u202f: 3",
        "«\u202fAragon\u202f»",
        "Écrivez 20:31.402",
        "%(car)s\u202f: abandon",
        "l’équipage",
        '<a href="?saison=1">Saison</a>',
    ],
)
def test_the_reader_of_french_lets_right_texts_pass(text: str) -> None:
    assert find_wrong_typography(text) == []


@pytest.mark.parametrize(
    ("english", "french", "faulty"),
    [
        ("Car %(car)s", "Voiture %(car)s", False),
        ("Car %(car)s", "Voiture", True),
        ("Car %(car)s", "Voiture %(voiture)s", True),
        ("{a}: {b}", "{a}", True),
        (("%(n)s lap", "%(n)s laps"), ("%(n)s tour", "%(n)s tours"), False),
        (("%(n)s lap", "%(n)s laps"), ("%(n)s tour", "tours"), True),
        (("one lap", "%(n)s laps"), ("un tour", "%(n)s tours"), False),
    ],
)
def test_the_reader_of_placeholders_sees_what_is_lost(
    english: str | tuple[str, str], french: str | tuple[str, str], faulty: bool
) -> None:
    message = Message(english, french)
    assert bool(find_wrong_placeholders(message)) is faulty
