"""Points, gaps and distances: decimal comma in French, U+2212 as the minus sign, thin spaces in thousands."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
PLACES = 3  # decimals written at most; the figures themselves stay exact


@lru_cache(maxsize=4096)
def write_number(value: Fraction | int, language: str, *, decimals: int = PLACES, fixed: bool = False) -> str:
    """`Fraction(739, 2)` → "369,5" in French, "369.5" in English; `fixed` keeps trailing zeros.

    Rounded half away from zero to `decimals` places: only the writing rounds, never the value.
    """
    exact = Fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    digits = f"{whole:0{decimals + 1}d}"
    integer, fraction = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    if not fixed:
        fraction = fraction.rstrip("0")
    french = language.startswith("fr")
    text = group_thousands(integer, language)
    if fraction:
        text += ("," if french else ".") + fraction
    return f"{MINUS}{text}" if exact < 0 and whole else text


def group_thousands(integer: str, language: str) -> str:
    """ "2792" → "2 792" in French (narrow no-break space), "2,792" in English."""
    mark = NARROW if language.startswith("fr") else ","
    head = len(integer) % 3 or 3
    groups = [integer[:head], *(integer[at : at + 3] for at in range(head, len(integer), 3))]
    return mark.join(group for group in groups if group)


def is_single(value: Fraction | int, language: str) -> bool:
    """Whether its word stays in the singular: below two in French ("1,5 point", "0 point"), one alone in English."""
    size = abs(Fraction(value))
    return size < 2 if language.startswith("fr") else size == 1


def write_points(value: Fraction | int | None, language: str) -> str:
    """Points as text; empty where they are not known (the page then says so in words)."""
    return "" if value is None else write_number(value, language)


def write_gap(value: Fraction | int | None, language: str) -> str:
    """The gap to the leader, given as a distance: 41½ → "−41,5"; zero → "–" (the leader, or level with him)."""
    if value is None:
        return ""
    return write_number(-abs(Fraction(value)), language) if value else "\N{EN DASH}"


def write_signed(value: Fraction | int, language: str) -> str:
    """A change with its sign: "+3", "−5", "0"."""
    text = write_number(value, language)
    return f"+{text}" if value > 0 else text


def write_length(metres: int | None, language: str) -> str:
    """5344 → "5,344 km" (three decimals always: that is how circuits are measured)."""
    if metres is None:
        return ""
    return f"{write_number(Fraction(metres, 1000), language, decimals=3, fixed=True)}\N{NO-BREAK SPACE}km"


def find_decimal(value: Fraction | int) -> Decimal | None:
    """The same figure as a finite decimal, exact: 739/2 is 369.5. None where there is none (50/3)."""
    exact = Fraction(value)
    rest, places = exact.denominator, 0
    for prime in (2, 5):
        held = 0
        while rest % prime == 0:
            rest, held = rest // prime, held + 1
        places = max(places, held)
    if rest != 1:
        return None
    return Decimal(exact.numerator * 10**places // exact.denominator).scaleb(-places)
