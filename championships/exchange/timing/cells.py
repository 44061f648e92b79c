"""Single cells: times, places, laps, words. Strict: what is not plainly one of these is refused, never guessed."""

import re
from dataclasses import dataclass

from championships.models import fold
from championships.scoring.times import read_time
from championships.scoring.vocabulary import FinishStatus

_WORDS = {
    FinishStatus.DNF: (
        "dnf ret retired abandon abandoned abd ab rit ritirato ausfall ausgefallen uitgevallen abandono nf ddnf "
        "didnotfinish abandonne nonarrive"
    ),
    FinishStatus.DNS: (
        "dns didnotstart notstarted nonstarter nonpartant np nichtgestartet nietgestart nosalio nonpartito nopartio"
    ),
    FinishStatus.DSQ: (
        "dsq dq disq disqualified disqualifie disqualifiziert gediskwalificeerd descalificado squalificato dsqd"
    ),
    FinishStatus.EX: "ex exc excl excluded exclu ausgeschlossen excluido escluso uitgesloten",
    FinishStatus.NC: (
        "nc notclassified nonclasse nichtgewertet nichtklassiert nichtklassifiziert nkl noclasificado "
        "nonclassificato nietgeklasseerd unclassified"
    ),
    FinishStatus.DNQ: "dnq didnotqualify nonqualifie nq nichtqualifiziert",
    FinishStatus.WD: "wd withdrawn forfait zuruckgezogen",
    FinishStatus.CLASSIFIED: (
        "classified classe normal finished finish ok gewertet klassiert clasificado classificato geklasseerd"
    ),
}
_STATUSES = {word: status for status, words in _WORDS.items() for word in words.split()}
_NONE = frozenset({"", "-", "--", "---", "–", "—", "?", "n/a", "none", "null", "no time", "notime", "sans temps"})
_ZERO = re.compile(r"^[0:.,'\"]+$")
_DASHES = re.compile(r"^[-*–:.p ]+$")  # -:--.----p and *:**.****: a lap into the pits, a lap over ten minutes
_LAPS_BEHIND = re.compile(
    r"^[+-]?\s?(\d{1,4})\s?(?:laps?|lps?|tours?|trs?|rounds?|runden?|rdn?|rnd|ronden?|vueltas?|giri|giro|l|t)\.?$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^p?(\d{1,3})[.=)]?$", re.IGNORECASE)
_COUNT = re.compile(r"^(\d{1,4})(?:[.,]0+)?$")
_TAG = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def compact(text: str) -> str:
    """Text without case, accents, dots, spaces and signs: how headings and words are compared."""
    return fold(text).replace(" ", "")


def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return text.strip().casefold() in _NONE


def find_status(text: str) -> FinishStatus | None:
    """The status a cell is a word for: DNF, DSQ/DQ, NC, "Not classified", "Non partant"…"""
    return _STATUSES.get(compact(text)) if text else None


def find_leading_status(text: str) -> FinishStatus | None:
    """The status a heading line inside a table announces: "Not classified (75% = 9 Laps)"."""
    return find_status(text) or find_status(re.split(r"[(:\-–]", text, maxsplit=1)[0])


def find_laps_behind(text: str) -> int | None:
    """n of "n laps", "n tour(s)", "-12 Laps"."""
    match = _LAPS_BEHIND.match(text.strip())
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class Time:
    """A readable cell of a time column: milliseconds, or None where it says that there is none."""

    ms: int | None


def parse_time(text: str) -> Time | None:
    """A time, strictly: `ss.mmm`, `m:ss.mmm`, `h:mm:ss.mmm`, `h:mm'ss.mmm`. None where it is not one.

    A whole number is no time here: it is a lap count in the wrong column.
    """
    given = text.strip()
    if is_blank(given) or _ZERO.match(given) or _DASHES.match(given):
        return Time(None)
    if given.isdigit():
        return None
    try:
        return Time(read_time(given.removeprefix("+")))
    except ValueError:
        return None


def parse_place(text: str) -> int | None:
    match = _PLACE.match(text.strip())
    return int(match[1]) if match else None


def parse_count(text: str) -> int | None:
    """A number of laps; a spreadsheet may write 19.0."""
    match = _COUNT.match(text.strip())
    return int(match[1]) if match else None


def clean_number(text: str) -> str:
    """A car number as text: "007" stays "007", `="007"` and "#7" are what spreadsheets and people make of it."""
    given = text.strip()
    if given.startswith('="') and given.endswith('"'):
        given = given[2:-1]
    given = given.removeprefix("#").strip()
    return "" if is_blank(given) or not any(sign.isalnum() for sign in given) else given


def clean_name(text: str) -> str:
    """A name without stray spaces and without tags behind it: "Ann  Lee (AUS)" and "Ann Lee [2L]" are Ann Lee."""
    name = " ".join(text.split())
    while True:
        shorter = _TAG.sub("", name)
        if shorter == name or not shorter:
            return name
        name = shorter


def split_names(text: str) -> tuple[str, ...]:
    """The people of one cell: "Ann Lee / Bob Ray" are two."""
    parts = re.split(r"\s*(?:/|;|\||\+|&)\s*", text)
    return tuple(name for part in parts if (name := clean_name(part)) and not is_blank(name))
