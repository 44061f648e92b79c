"""Words that several pages share: what a session is called, long and short, and points with their word."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.numbers import is_single, write_number
from championships.public.languages import language


def label_race(key: str, name: str) -> str:
    """The head of a race's column: "R2" (C2 in French) for race2, "S" for sprint, "Q" for qualifying."""
    stem = key.rstrip("0123456789").rstrip("-_")
    number = key[len(key.rstrip("0123456789")) :]
    letters = {"race": _("R"), "sprint": "S", "qualifying": "Q"}
    letter = letters.get(stem) or (name or key)[:1].upper()
    return f"{letter}{number}"


def count_points(value: Fraction) -> str:
    """ "9,5 points", "1 point": the figure with its word, in the language in force."""
    return ngettext("%(points)s point", "%(points)s points", 1 if is_single(value, language()) else 2) % {
        "points": write_number(value, language())
    }


def tell_movement(movement: int) -> str:
    """ "2 places gained", "1 place lost", "unchanged": against the table of the round before."""
    count = abs(movement)
    if movement > 0:
        return ngettext("%(count)s place gained", "%(count)s places gained", count) % {"count": count}
    if movement < 0:
        return ngettext("%(count)s place lost", "%(count)s places lost", count) % {"count": count}
    return _("unchanged")
