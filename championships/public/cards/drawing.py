"""The drawing of a card: plate, name and figures on tarmac, in the house's own condensed face.

The face is Barlow Condensed (SIL Open Font License, its text beside it in static/fonts), cut down to the signs of
European languages: a server may have no fonts at all.
"""

from functools import lru_cache
from io import BytesIO
from typing import Literal

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from championships.public.cards.values import HEIGHT, WIDTH, Card, CardRow

type Weight = Literal["SemiBold", "Bold"]

SLAB, BAR, CHALK, DUST, SEAM = "#161b18", "#202722", "#f4f5f0", "#aeb9b0", "#3b453e"
GO, PROVISIONAL, PLATE, PAINT = "#ff5c1c", "#ffd23f", "#ffffff", "#121713"
EDGE = 64
# Signs the face lacks, and what stands for them.
_INSTEAD = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u25b2": "+", "\n": " "})
KEPT = 64  # finished pictures in memory, some 25 kB each


@lru_cache(maxsize=KEPT)
def draw_card(card: Card) -> bytes:
    """The card as PNG. The same card is drawn once as long as it is remembered."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SLAB)
    draw = ImageDraw.Draw(image)
    _draw_sign(draw)
    many = len(card.rows) > 3
    x = EDGE
    if card.plate:
        x = _draw_plate(draw, card.plate, EDGE, 142, 168) + 40
    y = 128 if many else 142
    if card.kicker:
        _write(draw, card.kicker, (x, y), 32 if many else 38, DUST, WIDTH - EDGE - x)
        y += 38 if many else 50
    room = WIDTH - EDGE - x
    y = _write_title(draw, card.title, (x, y), room, many=many)
    if card.below:
        _write(draw, card.below, (x, y), 32 if many else 42, DUST, room)
    _draw_rows(draw, card.rows)
    if card.mark:
        _draw_mark(draw, card.mark)
    if card.foot:
        _write(draw, card.foot, (EDGE, HEIGHT - 38), 24, DUST, WIDTH - 2 * EDGE)
    out = BytesIO()
    # 64 colours hold the few of the house and the edges of the letters: a third of the weight.
    image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _write_title(draw: ImageDraw.ImageDraw, title: str, place: tuple[int, int], room: int, *, many: bool) -> int:
    """The title on one line, or on two where rows leave the space. Returns where the next line starts."""
    x, y = place
    size, least, after = (58, 40, 12) if many else (96, 68, 20)
    font = _load("Bold", least)
    lines = [title]
    if not many and font.getlength(_clean(title)) > room:
        words, size, least = title.split(" "), 68, 44
        cut = next((n for n in range(len(words) - 1, 0, -1) if font.getlength(" ".join(words[:n])) <= room), 1)
        lines = [" ".join(words[:cut]), " ".join(words[cut:])]
    for line in lines:
        y += _write(draw, line, (x, y), size, CHALK, room, weight="Bold", least=least) + after // len(lines)
    return y + (after if len(lines) > 1 else 0)


def _draw_sign(draw: ImageDraw.ImageDraw) -> None:
    """The sign of the house (two slots of a grid), its name, and the line under the head."""
    draw.line([(EDGE, 78), (EDGE, 52), (EDGE + 32, 52), (EDGE + 32, 78)], fill=GO, width=8)
    draw.line([(EDGE + 46, 90), (EDGE + 46, 64), (EDGE + 78, 64), (EDGE + 78, 90)], fill=CHALK, width=8)
    _write(draw, "PADDOCK", (EDGE + 100, 46), 46, CHALK, 400, weight="Bold")
    draw.rectangle((EDGE, 112, WIDTH - EDGE, 115), fill=SEAM)


def _draw_mark(draw: ImageDraw.ImageDraw, text: str) -> None:
    """A state that must be seen, at the right of the head, with its dashed edge."""
    font = _load("Bold", 32)
    wide = int(font.getlength(_clean(text)))
    left = WIDTH - EDGE - wide - 32
    draw.rectangle((left, 44, WIDTH - EDGE, 96), fill=PROVISIONAL)
    draw.text((left + 16, 70), _clean(text), font=font, fill=PAINT, anchor="lm")


def _draw_rows(draw: ImageDraw.ImageDraw, rows: tuple[CardRow, ...]) -> None:
    """The sheet at the foot of the card; the first three rows stand on a bar, as on listing paper."""
    if not rows:
        return
    high = 57 if len(rows) > 3 else 82
    size, small = (42, 36) if len(rows) > 3 else (52, 44)
    top = HEIGHT - 46 - high * len(rows)
    draw.rectangle((EDGE - 16, top, WIDTH - EDGE + 16, top + high * min(3, len(rows))), fill=BAR)
    placed, plated = any(row.place for row in rows), any(row.number for row in rows)
    gaps = max((_load("SemiBold", small).getlength(_clean(row.gap)) for row in rows), default=0)
    figures = max((_load("Bold", size).getlength(_clean(row.figure)) for row in rows), default=0)
    right = WIDTH - EDGE - (int(gaps) + 32 if gaps else 0)
    for index, row in enumerate(rows):
        middle = top + index * high + high // 2
        x = EDGE
        if placed:
            _write(draw, row.place, (x, middle), size, CHALK, 84, weight="Bold", anchor="lm")
            x += 92
        if plated:
            if row.number:
                _draw_plate(draw, row.number, x, middle - 23, 46, wide=78)
            x += 102
        _write(draw, row.name, (x, middle), size, CHALK, right - int(figures) - 24 - x, anchor="lm")
        _write(draw, row.figure, (right, middle), size, CHALK, 400, weight="Bold", anchor="rm")
        _write(draw, row.gap, (WIDTH - EDGE, middle), small, DUST, 300, anchor="rm")


def _draw_plate(draw: ImageDraw.ImageDraw, number: str, x: int, y: int, high: int, *, wide: int = 0) -> int:
    """A number plate: white, dark digits, as it is painted on the car. Returns its right edge."""
    size = int(high * 0.82)
    font = _load("Bold", size)
    text = _clean(number)
    width = max(wide, int(font.getlength(text)) + int(high * 0.36), high if not wide else 0)
    draw.rectangle((x, y, x + width, y + high), fill=PLATE)
    if wide and font.getlength(text) > wide - 8:
        font = _load("Bold", int(size * (wide - 8) / font.getlength(text)))
    draw.text((x + width // 2, y + high // 2), text, font=font, fill=PAINT, anchor="mm")
    return x + width


def _write(
    draw: ImageDraw.ImageDraw,
    text: str,
    place: tuple[int, int],
    size: int,
    colour: str,
    room: int,
    *,
    weight: Weight = "SemiBold",
    least: int = 22,
    anchor: str = "la",
) -> int:
    """One line that never leaves its room: smaller down to `least`, then cut. Returns the size it was written in."""
    line = _clean(text)
    if not line:
        return size
    font = _load(weight, size)
    while font.getlength(line) > room and size > least:
        size = max(least, size - 4)
        font = _load(weight, size)
    while len(line) > 1 and font.getlength(line) > room:
        line = line[:-2].rstrip() + "…"
    draw.text(place, line, font=font, fill=colour, anchor=anchor)
    return size


def _clean(text: str) -> str:
    """A text of any length, from anywhere: signs the face lacks are replaced, what cannot fit is cut."""
    return text[:160].translate(_INSTEAD)


@lru_cache(maxsize=64)
def _load(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    # The plain layout needs no further library, so that every server draws the same picture.
    path = settings.BASE_DIR / "static" / "fonts" / f"BarlowCondensed-{weight}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
