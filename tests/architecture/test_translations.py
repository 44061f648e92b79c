"""Every text a reader or an official meets has its French, as French is printed and in the words of the sport."""

import re
from pathlib import Path

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
# The sign of a unit stays with its figure, as "n°" with its number.
LOOSE_UNIT = re.compile(r"(?:(?<=\d)|(?<=\)s)) (?:%(?!\()|(?:km|min|Mo|ko|ms|h|s)(?![\w’]))|n° |n°(?=[%\d])")
ENGLISH_SIGN = re.compile(r"[“”]|\.\.\.| …|  ")
# Capitals keep their accents, and the ligatures are letters.
BARE_LETTER = re.compile(
    r"\b(?:E(?:tat|quipe|cart|v[eé]nement|tabli|criv|lément|tape|chelle)|A (?:la |l’|partir|venir|suivre)|Ca )"
    r"|\b(?:[cs]oeur|oeuvre|noeud|voeu)",
)
# "de Ada", "que Enzo": a name may begin with a vowel, so no sentence puts these words before one.
UNELIDED = re.compile(
    r"(?<![\w-])(?:de|que|le|la|jusque|lorsque) (?=[aeiouyâàéèêëîïôûœ](?!n[ezq]|ui\b|aourt)[\w’])"
    r"|\b(?:de|que|jusque) (?=%\((?:name|names|first|second|other|kept|lost|leader|driver|person|event|championship"
    r"|team|circuit)\)s)",
    re.IGNORECASE,
)
TYPOGRAPHY = (*(WRONG_SPACE, MISSING_SPACE, STRAIGHT_APOSTROPHE, LOOSE_UNIT, ENGLISH_SIGN, BARE_LETTER, UNELIDED),)
GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
# Two words that are right in one place only: a table of the page and the notice board, and the stewards.
ONE_PLACE = (
    re.compile(
        r"(?<!en )(?<!au-dessus du )(?<!retiré du )\btableaux?\b"
        r"(?! (?:d’affichage|ci-dessous|d’une longue saison|continue|à votre façon|MYLAPS|au format texte))",
        re.IGNORECASE,
    ),
    re.compile(r"\bcommissaires?\b(?! sportifs?)", re.IGNORECASE),
)


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
    return [match[0] for rule in TYPOGRAPHY for match in rule.finditer(shown)]


def read_banned() -> dict[str, str]:
    """The words the last column of the glossary rules out, each with the French of its line."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return {word.strip(): row[1] for row in rows for word in row[3].split(",") if word.strip()}


def find_wrong_words(message: Message, banned: dict[str, str]) -> list[str]:
    """The words of the French that the glossary rules out; « rectifié » is what any "amended" becomes."""
    faults = []
    for text in read_french(message):
        shown = TAG.sub("", text)
        faults += [word for word in banned if re.search(rf"(?<![\w’-]){re.escape(word)}s?(?!\w)", shown, re.IGNORECASE)]
        faults += [match[0] for rule in ONE_PLACE for match in rule.finditer(shown)]
        if "amend" in read_english(message)[0].lower() and "rectifi" not in shown.lower():
            faults.append("amend")
    return faults


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


def test_the_french_catalogue_keeps_to_the_words_of_the_glossary(catalogue: Catalog) -> None:
    banned = read_banned()
    assert len(banned) > 10
    faults = {
        read_french(message)[0]: wrong
        for message in catalogue
        if message.id and (wrong := find_wrong_words(message, banned))
    }
    assert faults == {}


@pytest.mark.parametrize(
    ("english", "french", "faulty"),
    [
        ("Event", "Épreuve", True),
        ("Event", "Meeting", False),
        ("not published", "n.c.", True),
        ("not classified", "nc", False),
        ("In the table", "Dans le tableau final", True),
        ("Notice board", "Tableau d’affichage", False),
        ("The figures as a table", "Les chiffres en tableau", False),
        ("Stewards", "Commissaires", True),
        ("Stewards", "Commissaires sportifs", False),
        ("Amended", "Modifié", True),
        ("amended result", "résultat rectifié", False),
        ("Driver", "Conducteur", True),
        ("Timing", "Chronométrage", False),
    ],
)
def test_the_reader_of_words_sees_those_the_glossary_rules_out(english: str, french: str, faulty: bool) -> None:
    assert bool(find_wrong_words(Message(english, french), read_banned())) is faulty


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
        "20 Mo",
        "%(number)s %",
        "n° 7",
        "n°%(number)s",
        "“Aragon”",
        "Publier...",
        "deux  espaces",
        "Etat",
        "A partir de la manche 3",
        "le coeur",
        "le écart",
        "autant que %(second)s",
        "Places de %(first)s",
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
        "20\u00a0Mo, 75\u202f%, n°\u00a07",
        "%(number)s %(unit)s, de onze à douze",
        "A pris le départ. À partir de la manche %(first)s",
        "Relisez-la avant de publier, enregistrez-le au plus tôt",
        "de la manche %(first)s à la manche %(last)s",
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
