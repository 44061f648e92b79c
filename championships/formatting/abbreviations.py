"""Names made short for the head of a column."""

import re
import unicodedata
from collections.abc import Sequence

_FILLERS = re.compile(
    r"\b(grand|prix|grand-prix|de|du|des|la|le|les|l|d|of|the|round|meeting|circuit)\b", re.IGNORECASE
)


def abbreviate(name: str) -> str:
    """ "Grand Prix d’Italie" → "ITA", "Magny-Cours" → "MAG": three letters, fillers left out."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace(
        "\N{RIGHT SINGLE QUOTATION MARK}", " "
    )
    words = re.findall(r"[A-Za-z0-9]+", _FILLERS.sub(" ", letters.replace("'", " ")))
    return ("".join(words) or re.sub(r"\W", "", letters))[:3].upper()


def abbreviate_all(names: Sequence[str]) -> list[str]:
    """Abbreviations of the meetings of a season; where two would read alike, the number of each stands instead."""
    short = [abbreviate(name) for name in names]
    return [text if short.count(text) == 1 else str(number) for number, text in enumerate(short, start=1)]
