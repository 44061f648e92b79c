"""English as a sentence needs it: numbers in words, articles before series and events, typography."""

import re
from collections.abc import Sequence
from fractions import Fraction

from championships.formatting.names import write_country
from championships.formatting.numbers import write_number
from championships.formatting.places import write_ordinal

NBSP = "\N{NO-BREAK SPACE}"
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_ORDINALS = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
    *("eighth", "ninth", "tenth"),
)


def typeset(text: str) -> str:
    """A sentence as it is printed: capital, full stop, curly apostrophes."""
    text = " ".join(part for part in text.strip().split(" ") if part).replace("'", "’")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", ".”")) else f"{text}."


def write_cardinal(number: int) -> str:
    """In words up to twelve, then in figures."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else write_number(number, "en")


def write_count(number: int, one: str, many: str) -> str:
    """ "one win", "five wins", "20 wins"; none: "no wins"."""
    if number == 0:
        return f"no {many}"
    return f"{write_cardinal(number)} {one if number == 1 else many}"


def write_points(points: Fraction) -> str:
    """ "205 points", "1.5 points", "1 point"."""
    return f"{write_number(points, 'en')}{NBSP}{'point' if points == 1 else 'points'}"


def write_gap(points: Fraction) -> str:
    """A distance in points, small ones in words: "nine points", "half a point", "41.5 points"."""
    if points == Fraction(1, 2):
        return "half a point"
    if points.denominator == 1 and 0 < points < len(_WORDS):
        return write_count(int(points), "point", "points")
    return write_points(points)


def write_place(position: int, *, tied: bool = False) -> str:
    """ "first", "seventh equal", "11th"."""
    text = _ORDINALS[position] if 0 < position < len(_ORDINALS) else write_ordinal(position, "en")
    return f"{text}{' equal' if tied else ''}"


def join(clauses: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(clauses) < 2:
        return "".join(clauses)
    return f"{', '.join(clauses[:-1])} and {clauses[-1]}"


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


_SERIES = frozenset(
    (
        *("cup", "coupe", "trophy", "trophée", "championship", "championnat", "challenge", "series"),
        *("série", "tournament", "league", "masters"),
    )
)


def name_series(name: str) -> str:
    """ "the Demonstration Cup"; an unknown kind: "the Formula X championship"."""
    if name.casefold().startswith("the "):
        return name
    words = {word.casefold() for word in re.split(r"[ ’'-]", name)}
    return f"the {name}" if words & _SERIES else f"the {name} championship"


_EVENTS = frozenset(
    (
        *("final", "opening", "opener", "hours", "prix", "trophy", "meeting", "festival", "rally", "race"),
        *("cup", "weekend", "round"),
    )
)
_FRENCH_EVENTS = frozenset(
    (*("finale", "ouverture", "nocturne", "grand", "meeting", "trophée", "course", "coupe", "manche"),)
)


def name_event(name: str) -> str:
    """ "the Magny-Cours final", "Imola"."""
    words = [word.casefold() for word in name.split(" ") if word]
    if words and (words[-1] in _EVENTS or words[0] in _FRENCH_EVENTS):
        return f"the {name}"
    return name


def name_circuit(name: str) -> str:
    """ "the Circuit Paul Ricard", "the Autodromo Nazionale Monza", "Dijon-Prenois"."""
    first = name.split(" ")[0].casefold() if name else ""
    return f"the {name}" if first in ("circuit", "autodromo", "autodrome", "anneau", "autódromo") else name


_THE = ("Netherlands", "United ", "Philippines", "Bahamas", "Isle of", "Czech Republic")


def write_in_country(country: str) -> str:
    name = write_country(country, "en")
    if not name:
        return ""
    return f"in the {name}" if name.startswith(_THE) else f"in {name}"
