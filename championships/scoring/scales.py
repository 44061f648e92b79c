"""Points as people write them, `20-18-16-14`, read strictly and shown back.

Figures stand in the order of the places, between separators of one kind: hyphens, semicolons, slashes or spaces. A
decimal takes a point, or a comma where nobody could take it for a separator: another separator is used, no point is,
and what follows the comma is a half or a quarter (5, 25, 50, 75). Anything else is refused with the place of the fault:
nothing is sorted, dropped or guessed.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from championships.scoring.phrases import Phrase, phrase

type Row = tuple[Fraction, ...]
type ByStarters = tuple[tuple[int, Row], ...]  # (at least n starters, points), n falling

PLACES = 200  # more figures than that are not a scale
_FIGURE = re.compile(r"(?:0|[1-9][0-9]{0,6})(?:[.,][0-9]{1,6})?", re.ASCII)
_ITEM = re.compile(r"[^-–;/\s]+")
_AFTER_COMMA = frozenset({"5", "25", "50", "75"})


class ScaleError(ValueError):
    """A scale that is refused. `position` counts signs from 1, `sentence` says what is wrong there."""

    def __init__(self, position: int, sentence: Phrase) -> None:
        self.position = position
        self.sentence = sentence
        super().__init__(phrase("sign %(position)s: %(sentence)s", position=position, sentence=sentence))

    @property
    def text(self) -> Phrase:
        """Place and sentence together."""
        return phrase("sign %(position)s: %(sentence)s", position=self.position, sentence=self.sentence)


def read_scale(text: str) -> Row:
    """The points of place 1, 2, 3, ... Raises ScaleError."""
    if not text.strip():
        raise ScaleError(1, phrase("no points are given"))
    _refuse_mixed_separators(text)
    _refuse_doubtful_commas(text)
    points: list[Fraction] = []
    end = 0
    for match in _ITEM.finditer(text):
        _refuse_empty_item(text, end, match.start(), first=not points)
        if not _FIGURE.fullmatch(match[0]):
            raise ScaleError(match.start() + 1, phrase("“%(text)s” is not a number of points", text=match[0][:20]))
        points.append(Fraction(match[0].replace(",", ".")))
        end = match.end()
    _refuse_empty_item(text, end, len(text), first=not points, last=True)
    if len(points) > PLACES:
        raise ScaleError(1, phrase("more than %(limit)s places", limit=PLACES))
    return tuple(points)


def _refuse_mixed_separators(text: str) -> None:
    """One kind of separator; spaces may stand around it, but not between figures where another kind is used."""
    found = ""
    for position, sign in enumerate(text):
        kind = "-" if sign == "–" else sign
        if kind not in "-;/":
            continue
        if found and kind != found:
            raise ScaleError(
                position + 1,
                phrase("“%(sign)s” after “%(other)s”: use one separator all along", sign=sign, other=found),
            )
        found = kind
    if found:
        gap = re.search(r"(?<=[^\s;/–-])\s+(?=[^\s;/–-])", text)
        if gap:
            raise ScaleError(gap.start() + 1, phrase("a space where “%(sign)s” separates the other points", sign=found))


def _refuse_doubtful_commas(text: str) -> None:
    for match in re.finditer(",", text):
        at = match.start()
        before, after = re.search(r"[0-9]*$", text[:at]), re.match(r"[0-9]*", text[at + 1 :])
        digits = after[0] if after else ""
        alone = not re.search(r"[-–;/]|\S\s+\S", text)
        following = text[at + 1 + len(digits) : at + 2 + len(digits)]
        if alone or "." in text or not (before and before[0]) or digits not in _AFTER_COMMA or following == ",":
            raise ScaleError(
                at + 1,
                phrase("a comma that may be a decimal or a separator: write 9.5 with a point, or 9-5 with a hyphen"),
            )


def _refuse_empty_item(text: str, start: int, end: int, *, first: bool, last: bool = False) -> None:
    """Between two figures stands one separator; before the first and after the last, none."""
    between = text[start:end]
    signs = [index for index, sign in enumerate(between) if sign in "-–;/"]
    allowed = 0 if first or last else 1
    if len(signs) > allowed:
        raise ScaleError(start + signs[allowed] + 1, phrase("no points beside this separator"))


def find_rise(points: Sequence[Fraction]) -> int | None:
    """The first place that gives more than the place before it (legal, and nearly always a slip), or None."""
    for place, (before, here) in enumerate(pairwise(points), start=2):
        if here > before:
            return place
    return None


def write_scale(points: Sequence[Fraction]) -> str | None:
    """The points with hyphens, decimals with a point. None where a figure has no exact decimal (a third)."""
    written = [_write_figure(figure) for figure in points]
    return None if None in written else "-".join(text for text in written if text is not None)


def _write_figure(figure: Fraction) -> str | None:
    scaled = figure * 10**6
    if figure < 0 or scaled.denominator != 1 or figure >= 10**7:
        return None
    whole, rest = divmod(int(scaled), 10**6)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")


def read_starters(text: str) -> ByStarters:
    """Points by the number of starters, a row a line: `4: 4-3-2-1` is for four starters or more. Raises ScaleError."""
    rows: dict[int, Row] = {}
    start = 0
    for line in text.split("\n"):
        if line.strip():
            head, colon, scale = line.partition(":")
            number = head.strip()
            if not colon or not re.fullmatch(r"[1-9][0-9]{0,3}", number, re.ASCII):
                raise ScaleError(start + 1, phrase("a line must begin with a number of starters and a colon, “4:”"))
            if int(number) in rows:
                raise ScaleError(start + 1, phrase("%(number)s starters are given twice", number=number))
            try:
                rows[int(number)] = read_scale(scale)
            except ScaleError as error:
                raise ScaleError(start + len(head) + 1 + error.position, error.sentence) from error
        start += len(line) + 1
    if not rows:
        raise ScaleError(1, phrase("no points are given"))
    return tuple(sorted(rows.items(), reverse=True))


def write_starters(rows: ByStarters) -> str | None:
    """A row a line, as `read_starters` reads it. None where a figure has no exact decimal."""
    lines = [(least, write_scale(points)) for least, points in rows]
    return None if any(scale is None for _least, scale in lines) else "\n".join(f"{n}: {scale}" for n, scale in lines)
