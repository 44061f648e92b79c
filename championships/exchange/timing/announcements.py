"""What race control announced, as far as it reads like a penalty: proposed to the stewards, never applied."""

import re
from dataclasses import dataclass
from decimal import Decimal

from championships.scoring.vocabulary import PenaltyKind

_NUMBERS = re.compile(
    r"(?:#|n[°ºo]\.?\s?|no\.\s?|\bcars?\s|\bkarts?\s|\bcompetitors?\s?#?|\bvoitures?\s"
    r"|\bstartnummer\s|\bnr\.?\s|\bstart[- ]?nr\.?\s)"
    r"\s?#?(?P<first>[0-9]{1,4}(?:[a-rt-z](?![a-z]))?)"
    r"(?P<more>(?:\s?(?:,|&|/|\band\b|\bet\b|\bund\b)\s?#?[0-9]{1,4}(?![0-9]|[.:][0-9]|\s?(?:sec|s\b|pos|lap|place)))*)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^\s*(?P<first>[0-9]{1,4}[a-z]?)\s*[:\-–]\s*(?=\D)", re.IGNORECASE)
_MINUTES = re.compile(r"(?<![\d.:])\+?\s?(?P<minutes>[0-9]{1,2})\s?(?:min(?:ute)?s?)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\+\s?(?P<minutes>[0-9]{1,2}):(?P<seconds>[0-5][0-9](?:[.,][0-9]{1,3})?)")
_SECONDS = re.compile(
    r"(?<![\d.:])(?P<amount>[0-9]{1,3}(?:[.,][0-9]{1,3})?)\s?-?(?:s|secs?|seconds?|sec\.|secondes?|sek(?:unden)?\.?|\"|”|''|″)(?![a-z])",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"[-–+]?\s?(?P<amount>[0-9]{1,2}|one|two|three|une|deux|trois)\s?-?(?:pos(?:itions?|\.)?|places?|spots?|plätze|rows?)(?![a-z])",
    re.IGNORECASE,
)
_LAPS = re.compile(
    r"[-–]\s?(?P<amount>[0-9]{1,2})\s?(?:laps?|tours?|runden?)\b"
    r"|(?P<other>[0-9]{1,2}|one|two)\s?(?:laps?|tours?)\s(?:penalty|removed|deducted|de pénalité|retirés?)",
    re.IGNORECASE,
)
_DISQUALIFIED = re.compile(r"\b(?:dq|dsq|disq(?:ualif\w*)?|exclu(?:ded|sion|e|s)?|black flag(?:ged)?)\b", re.IGNORECASE)
_LAP_TIME = re.compile(
    r"\b(?:(?:lap times?|best laps?|temps|tours?|laps?)\s(?:\S+\s){0,4}?"
    r"(?:deleted|removed|annulés?|disallowed|cancell?ed|supprimés?)"
    r"|(?:deleted|loses?|loss of|perte|suppression)\s(?:of\s|du\s|de\s)?(?:\S+\s){0,2}?"
    r"(?:lap times?|best laps?|fast(?:est)? laps?|temps|meilleur))",
    re.IGNORECASE,
)
_GRID = re.compile(r"\b(?:grid|grille|next (?:race|heat)|course suivante|start(?:ing)? position)\b", re.IGNORECASE)
_WARNING = re.compile(r"\b(?:warn(?:ing|ed)?|reprimand(?:ed)?|avertissement|réprimande|verwarnung)\b", re.IGNORECASE)
_NOT_A_PENALTY = re.compile(
    r"\b(?:under investigation|no (?:further )?(?:action|penalty)|may be|possible|enquête)\b", re.IGNORECASE
)
_WORDS = {"one": 1, "two": 2, "three": 3, "une": 1, "deux": 2, "trois": 3}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision a text may stand for: the number as written, the kind, seconds, places or laps."""

    text: str
    number: str
    kind: PenaltyKind
    amount: Decimal


def read_announcement(text: str) -> tuple[Proposal, ...]:
    """The decisions a text may stand for, one a car. Empty where it names no car or reads like no penalty."""
    text = " ".join(text.split())[:400]
    numbers = _find_numbers(text)
    if not numbers or _NOT_A_PENALTY.search(text):
        return ()
    rest = _NUMBERS.sub(" ", text)
    rest = _LEADING.sub(" ", rest) if rest == text else rest
    found = _find_penalty(rest)
    if found is None:
        return ()
    return tuple(Proposal(text, number, *found) for number in numbers)


def _find_numbers(text: str) -> list[str]:
    numbers: list[str] = []
    for match in _NUMBERS.finditer(text):
        more = re.findall(r"[0-9]{1,4}", match["more"] or "")
        numbers += [match["first"], *more]
    if not numbers and (leading := _LEADING.match(text)):
        numbers.append(leading["first"])
    return list(dict.fromkeys(numbers))


def _find_penalty(text: str) -> tuple[PenaltyKind, Decimal] | None:
    if _DISQUALIFIED.search(text):
        return PenaltyKind.DISQUALIFY, Decimal(0)
    if _LAP_TIME.search(text):
        return PenaltyKind.LAP_DELETED, Decimal(0)
    seconds = _find_seconds(text)
    if seconds is not None:
        return PenaltyKind.TIME, seconds
    if places := _PLACES.search(text):
        kind = PenaltyKind.GRID if _GRID.search(text) else PenaltyKind.PLACES
        return kind, _read(places["amount"])
    if laps := _LAPS.search(text):
        return PenaltyKind.LAPS, _read(laps["amount"] or laps["other"])
    if _WARNING.search(text):
        return PenaltyKind.REPRIMAND, Decimal(0)
    return None


def _find_seconds(text: str) -> Decimal | None:
    if match := _CLOCK.search(text):
        return int(match["minutes"]) * 60 + Decimal(match["seconds"].replace(",", "."))
    minutes, seconds = _MINUTES.search(text), _SECONDS.search(text)
    if minutes is None and seconds is None:
        return None
    total = Decimal(0)
    if minutes:
        total += 60 * int(minutes["minutes"])
    if seconds:
        total += Decimal(seconds["amount"].replace(",", "."))
    return total or None


def _read(text: str) -> Decimal:
    return Decimal(_WORDS.get(text.casefold(), 0) or text)
