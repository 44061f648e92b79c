"""Signs that French sets with a narrow no-break space, and English without: colon, semicolon, quotation marks."""

import re
from collections.abc import Iterable

from championships.formatting.numbers import NARROW

_FOLDED = re.compile(r"[ \t\n\r\f]+")


def write_label(text: str, language: str) -> str:
    """ "Car:" or "Voiture :": a label before what it names."""
    return f"{text}{NARROW}:" if language.startswith("fr") else f"{text}:"


def join_clauses(clauses: Iterable[str], language: str) -> str:
    """ "one; two": clauses of one sentence."""
    return (f"{NARROW}; " if language.startswith("fr") else "; ").join(clauses)


def quote(text: object, language: str) -> str:
    """“text”, or « text »."""
    return f"«{NARROW}{text}{NARROW}»" if language.startswith("fr") else f"“{text}”"


def fold_line(text: str) -> str:
    """One line, its spaces as HTML folds them: `str.split` would also break at the spaces French forbids to break."""
    return _FOLDED.sub(" ", text).strip(" ")


def cut_words(text: str, most: int) -> str:
    """The first words of a text on one line, with "…" where it goes on; its no-break spaces stay."""
    words = fold_line(text).split(" ")
    return " ".join(words[:most]).rstrip(",;:\N{NARROW NO-BREAK SPACE}") + "…" if len(words) > most else " ".join(words)
