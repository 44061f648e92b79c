"""Whether what somebody typed is a name: words in any order, beginnings, typing mistakes. Texts come folded.

A text matches a name when each of its words does. A word matches a word of the name when it is that word, begins it,
or is some typing mistakes away (a letter wrong, too many, missing, or two neighbours swapped): one from four letters
on, two from eight on (`allow_mistakes`). Shorter words must be right: with a mistake allowed, "py" would be half of
all short names. No ratio over whole names is asked for: it would depend on how long the rest of a name is.
"""

from collections.abc import Sequence
from enum import IntEnum

from rapidfuzz.distance import OSA

_SHORT, _LONG = 4, 8


class Match(IntEnum):
    """How well, best first."""

    NUMBER = 0  # wears that number
    WHOLE = 1  # is called so
    START = 2  # begins so
    WORDS = 3  # its words begin so
    NEAR = 4  # but for typing mistakes


def allow_mistakes(word: str) -> int:
    """How many typing mistakes a word of that length may hold."""
    if len(word) < _SHORT:
        return 0
    return 1 if len(word) < _LONG else 2


def grade(words: Sequence[str], name: str) -> tuple[Match, int] | None:
    """How well these words match that name, with the mistakes made; None: not at all."""
    asked = " ".join(words)
    if name == asked:
        return Match.WHOLE, 0
    if name.startswith(asked):
        return Match.START, 0
    parts = name.split()
    total = 0
    for word in words:
        fewest = _count_mistakes(word, parts)
        if fewest is None:
            return _grade_joined(asked, parts)
        total += fewest
    return (Match.NEAR, total) if total else (Match.WORDS, 0)


def _count_mistakes(word: str, parts: Sequence[str]) -> int | None:
    """The fewest mistakes that make the word one of these, or the beginning of a longer one. Figures must be right."""
    if word.isdigit():
        return 0 if word in parts else None
    allowed = allow_mistakes(word)
    found: list[int] = []
    for part in parts:
        if part.startswith(word):
            return 0
        if not allowed:
            continue
        found.append(OSA.distance(word, part, score_cutoff=allowed))
        if len(part) > len(word) + 1:
            found.append(OSA.distance(word, part[: len(word)], score_cutoff=allowed))
    fewest = min(found, default=allowed + 1)
    return fewest if fewest <= allowed else None


def _grade_joined(asked: str, parts: Sequence[str]) -> tuple[Match, int] | None:
    """Words written together, or apart: "delatour" for "de la Tour", "red bull" for "Redbull"."""
    joined = asked.replace(" ", "")
    if len(joined) < _SHORT or (" " not in asked and len(parts) == 1):
        return None
    tails = ["".join(parts[start:]) for start in range(len(parts))]
    if joined in tails:
        return Match.WORDS, 0
    allowed = allow_mistakes(joined)
    mistakes = min((OSA.distance(joined, tail, score_cutoff=allowed) for tail in tails), default=allowed + 1)
    return (Match.NEAR, mistakes) if mistakes <= allowed else None
