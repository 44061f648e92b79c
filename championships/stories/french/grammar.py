"""French as a sentence needs it: elision, articles, numbers in words, names of places, typography."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from championships.formatting.names import elides, write_country
from championships.formatting.numbers import NARROW, write_number
from championships.formatting.places import write_ordinal

NBSP = "\N{NO-BREAK SPACE}"
_WORDS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize"),
)
_ORDINALS = (
    *("", "premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième"),
    *("huitième", "neuvième", "dixième"),
)


def typeset(text: str) -> str:
    """A sentence as it is printed: capital, full stop, French spaces and apostrophes."""
    text = " ".join(part for part in text.strip().split(" ") if part)
    text = text.replace("'", "’").replace("« ", f"«{NARROW}").replace(" »", f"{NARROW}»")
    text = re.sub(r" ([:;!?])", NARROW + r"\1", text)
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", f".{NARROW}»")) else f"{text}."


def elide(word: str, following: str) -> str:
    """`elide("de", "Enzo")` → "d’Enzo"; also "que", "le", "la", "si" before "il"."""
    if word.endswith("si"):
        return f"{word[:-1]}’{following}" if following.startswith("il") else f"{word} {following}"
    return f"{word[:-1]}’{following}" if elides(following) else f"{word} {following}"


def write_count(number: int, one: str, many: str, *, feminine: bool = False) -> str:
    """ "une victoire", "cinq victoires", "20 victoires"; none: "aucune victoire"."""
    if number == 0:
        return f"{'aucune' if feminine else 'aucun'} {one}"
    if number == 1:
        return f"{'une' if feminine else 'un'} {one}"
    return f"{write_cardinal(number)}{NBSP if number >= len(_WORDS) else ' '}{many}"


def write_cardinal(number: int) -> str:
    """In words up to sixteen, then in figures."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else write_number(number, "fr")


def write_points(points: Fraction) -> str:
    """ "205 points", "1,5 point": singular below two."""
    return f"{write_number(points, 'fr')}{NBSP}{'point' if abs(points) < 2 else 'points'}"


def write_gap(points: Fraction) -> str:
    """A distance in points, small ones in words: "neuf points", "un demi-point", "41,5 points"."""
    if points == Fraction(1, 2):
        return "un demi-point"
    if points.denominator == 1 and 0 < points < len(_WORDS):
        return write_count(int(points), "point", "points")
    return write_points(points)


def write_of(text: str) -> str:
    """ "d’un point", "de deux points"; "de onze points": that one is never elided."""
    return f"de {text}" if text.startswith("onze") else elide("de", text)


def write_move(start: int, end: int) -> str:
    """ "de la quatrième à la deuxième place"."""
    return f"de la {write_place(start).removesuffix(' place')} à la {write_place(end)}"


def write_place(position: int, *, tied: bool = False) -> str:
    """ "première place", "septième place ex æquo", "11e place"."""
    words = {1: "première"} | {n: _ORDINALS[n] for n in range(2, len(_ORDINALS))}
    text = words.get(position) or write_ordinal(position, "fr", feminine=True)
    return f"{text} place{' ex æquo' if tied else ''}"


def write_rank(position: int, *, gender: str = "", tied: bool = False) -> str:
    """ "deuxième", "septième ex æquo"; the first: "premier", "première", and "numéro un" where neither is known."""
    if position == 1:
        text = {"m": "premier", "f": "première"}.get(gender, "numéro un")
    else:
        text = _ORDINALS[position] if position < len(_ORDINALS) else write_ordinal(position, "fr")
    return f"{text}{' ex æquo' if tied else ''}"


@dataclass(frozen=True, slots=True)
class Noun:
    """A name in a sentence with its article: "la finale de Magny-Cours", "Le Castellet", "le Trophée".

    `article`: "le", "la", "les", "l’", or "" for a name that takes none.
    """

    text: str
    article: str = ""

    @property
    def plain(self) -> str:
        if not self.article:
            return self.text
        return f"l’{self.text}" if self.article == "l’" else f"{self.article} {self.text}"

    @property
    def of(self) -> str:
        contracted = {"le": "du", "les": "des"}.get(self.article)
        if contracted:
            return f"{contracted} {self.text}"
        return f"de {self.plain}" if self.article else elide("de", self.text)

    @property
    def at(self) -> str:
        contracted = {"le": "au", "les": "aux"}.get(self.article)
        return f"{contracted} {self.text}" if contracted else f"à {self.plain}"


@dataclass(frozen=True, slots=True)
class Occasion(Noun):
    """An event named by what it is: "lors de la finale de Magny-Cours", where a place is "à Imola"."""

    @property
    def at(self) -> str:
        return f"lors {self.of}"


_FEMININE_EVENTS = frozenset(
    (
        *("finale", "ouverture", "nocturne", "manche", "épreuve", "course", "journée", "coupe", "fête"),
        "ronde",
    )
)
_MASCULINE_EVENTS = frozenset(
    (
        *("grand", "meeting", "trophée", "rallye", "festival", "week-end", "tour", "critérium"),
        "challenge",
    )
)
_SMALL = frozenset(
    (
        *("finale", "ouverture", "nocturne", "manche", "épreuve", "course", "journée", "meeting"),
        *("week-end", "ronde"),
    )
)
_HOURS = re.compile(r"^\d+ (heures|tours|milles|kilomètres|miles|km)\b", re.IGNORECASE)
_CIRCUITS = {
    **dict.fromkeys(("circuit", "anneau", "autodrome", "speedway", "kartodrome", "stade"), "le"),
    **dict.fromkeys(("autodromo", "autódromo", "automotodrom"), "le"),
    **dict.fromkeys(("piste", "boucle"), "la"),
}
_FEMININE_SERIES = frozenset((*("coupe", "cup", "série", "séries", "series", "formule", "formula", "ligue", "league"),))
_MASCULINE_SERIES = frozenset(
    (
        *("trophée", "trophy", "championnat", "championship", "challenge", "tournoi", "critérium"),
        *("grand", "rallye", "open", "masters"),
    )
)


def with_article(text: str, gender: str) -> Noun:
    return Noun(text, "l’" if elides(text) else "la" if gender == "f" else "le")


def name_event(name: str) -> Noun:
    """An event by its name: "la finale de Magny-Cours", "les 4 Heures du Castellet", "Le Castellet", "Imola"."""
    first = name.split(" ")[0].casefold() if name else ""
    if _HOURS.match(name):
        return Occasion(name, "les")
    if "grand prix" in name.casefold() and first not in _FEMININE_EVENTS | _MASCULINE_EVENTS:
        noun = with_article(name, "m")  # "lors du Japanese Grand Prix", "lors de l’Austrian Grand Prix"
        return Occasion(noun.text, noun.article)
    if first in _FEMININE_EVENTS | _MASCULINE_EVENTS:
        text = name[0].lower() + name[1:] if first in _SMALL else name
        noun = with_article(text, "f" if first in _FEMININE_EVENTS else "m")
        return Occasion(noun.text, noun.article)
    return name_place(name)


def name_place(name: str) -> Noun:
    """A place: its own article is contracted ("au Castellet", "des Ecoulets") where French does so."""
    for article, written in (("le", "Le "), ("les", "Les ")):
        if name.startswith(written):
            return Place(name[len(written) :], article, name)
    first = name.split(" ")[0].casefold() if name else ""
    if first in _CIRCUITS:
        return name_circuit(name)
    return Noun(name)


@dataclass(frozen=True, slots=True)
class Place(Noun):
    """A town whose name begins with an article: "Le Castellet", "au Castellet", "du Castellet"."""

    own: str = ""

    @property
    def plain(self) -> str:
        return self.own


def name_circuit(name: str) -> Noun:
    """ "le circuit Paul Ricard", "l’Autodromo Nazionale Monza", "le circuit de Dijon-Prenois"."""
    first = name.split(" ")[0].casefold() if name else ""
    if first in _CIRCUITS:
        small = first not in ("autodromo", "autódromo", "automotodrom")
        text = name[0].lower() + name[1:] if small else name
        return with_article(text, "f" if _CIRCUITS[first] == "la" else "m")
    return Noun(f"circuit {name_place(name).of}", "le")


def name_series(name: str) -> Noun:
    """ "le Trophée Mitjet France", "la Mitjet European Cup"; an unknown kind: "le championnat X"."""
    words = [word.casefold() for word in re.split(r"[ ’'-]", name) if word]
    for word in (*words[:1], *words[-1:], *words):
        if word in _FEMININE_SERIES:
            return with_article(name, "f")
        if word in _MASCULINE_SERIES:
            return with_article(name, "m")
    return Noun(f"championnat {name}", "le")


_PLURALS = frozenset({"NL", "US", "AE", "PH"})
_WITHOUT = frozenset({"MC", "SM", "CY", "MT", "SG", "BH", "CU", "IL", "HK", "MO"})
_MASCULINE_E = frozenset({"MX", "MZ", "KH", "ZW", "BZ"})


def write_in_country(country: str) -> str:
    """ "en Espagne", "au Portugal", "aux Pays-Bas", "à Monaco"; empty without a country."""
    name = write_country(country, "fr")
    if not name:
        return ""
    plural = any(name == write_country(code, "fr") for code in _PLURALS)
    without = any(name == write_country(code, "fr") for code in _WITHOUT)
    masculine = any(name == write_country(code, "fr") for code in _MASCULINE_E)
    if plural:
        return f"aux {name}"
    if without:
        return f"en {name}" if name == "Israël" else f"à {name}"
    if elides(name) or (name.endswith("e") and not masculine):
        return f"en {name}"
    return f"au {name}"


_CLASSES = {
    "gentleman": "Gentlemen",
    "gentlemen": "Gentlemen",
    "junior": "Juniors",
    "senior": "Seniors",
    "rookie": "Rookies",
    "master": "Masters",
    "amateur": "Amateurs",
    "espoir": "Espoirs",
    "vétéran": "Vétérans",
}


def find_plural(name: str, given: str) -> str:
    """The people of a class: "Gentlemen"; empty where the name is not one of people ("GT4", "Pro-Am")."""
    return given or _CLASSES.get(name.casefold(), "")


def join(clauses: Sequence[str]) -> str:
    """ "A", "A et B", "A, B et C"."""
    if len(clauses) < 2:
        return "".join(clauses)
    return f"{', '.join(clauses[:-1])} et {clauses[-1]}"
