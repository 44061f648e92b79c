"""One key a status. Letters only, and the same on a French and an English keyboard; shown on the page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from championships.formatting.statuses import status_words
from championships.scoring.vocabulary import FinishStatus

KEYS: Mapping[str, FinishStatus] = {
    "c": FinishStatus.CLASSIFIED,
    "r": FinishStatus.DNF,
    "n": FinishStatus.NC,
    "d": FinishStatus.DSQ,
    "s": FinishStatus.DNS,
    "q": FinishStatus.DNQ,
    "x": FinishStatus.EX,
    "p": FinishStatus.DNPQ,
    "t": FinishStatus.DNP,
    "w": FinishStatus.WD,
}
_KEY_OF = {status: key for key, status in KEYS.items()}


def list_keys() -> list[tuple[str, str, str]]:
    """(key, code, word) of every status, in the language in force."""
    words = {FinishStatus.CLASSIFIED.value: _("classified")}
    words |= {code: long for code, (_short, long) in status_words().items()}
    return [(key, show_status(status), words[status.value]) for key, status in KEYS.items()]


def find_key(status: FinishStatus) -> str:
    """The key of a status; none for a car that took the flag: in the order of finish it goes without saying."""
    return "" if status is FinishStatus.CLASSIFIED else _KEY_OF[status]


def show_status(status: FinishStatus) -> str:
    """What stands in the cell: the code; for a classified car one letter."""
    return "C" if status is FinishStatus.CLASSIFIED else status.value


def read_status(text: str) -> FinishStatus | None:
    """The status typed as its key, its code or its short word in the language in force; None for an empty cell.

    Raises ValueError for anything else.
    """
    typed = text.strip().casefold()
    if not typed:
        return None
    if typed in KEYS:
        return KEYS[typed]
    for status in FinishStatus:
        if typed == status.value.casefold():
            return status
    for code, words in status_words().items():
        if typed in (words[0].casefold(), words[1].casefold()):
            return FinishStatus(code)
    raise ValueError(text)
