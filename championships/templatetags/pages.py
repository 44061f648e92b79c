"""Template filters of the pages of events and people: words for states and kinds, countries, sources."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from championships.formatting.citing import Numbered, write_citation
from championships.formatting.names import write_country, write_of
from championships.formatting.numbers import write_number, write_signed

register = template.Library()


def _language() -> str:
    return get_language() or "fr"


@register.filter
def cite(number: int | None, sources: Sequence[Numbered]) -> SafeString:
    return write_citation(number, sources)


@register.filter
def country(value: str) -> str:
    return write_country(value, _language())


@register.filter
def of_name(value: str) -> str:
    return write_of(value, _language())


@register.filter
def signed(value: Fraction | int) -> str:
    return write_signed(value, _language())


@register.filter
def kilometres(metres: int | None) -> str:
    """5344 → "5,344", without the unit."""
    return "" if metres is None else write_number(Fraction(metres, 1000), _language(), decimals=3, fixed=True)


@register.filter
def amount(value: Decimal | None) -> str:
    return "" if value is None else write_number(Fraction(value), _language())


@register.filter
def state_word(state: str) -> str:
    """What a bulletin's state is called."""
    return {
        "provisional": _("Provisional"),
        "official": _("Official"),
        "amended": _("Amended"),
        "withdrawn": _("Withdrawn"),
    }.get(state, state)


@register.filter
def kind_word(kind: str) -> str:
    """What a kind of session is called."""
    return {"practice": _("practice"), "qualifying": _("qualifying"), "race": _("race")}.get(kind, kind)


@register.filter
def penalty_word(kind: str) -> str:
    """What a kind of decision is called."""
    return {
        "time": _("time penalty, in seconds"),
        "places": _("places lost"),
        "laps": _("laps taken off"),
        "lap_deleted": _("lap time deleted"),
        "grid": _("places lost on the grid"),
        "reprimand": _("reprimand"),
        "licence": _("licence points"),
        "disqualify": _("disqualification"),
        "exclude": _("exclusion from the event"),
        "taken_back": _("result taken back to lap"),
        "session_override": _("points of the session"),
        "result_override": _("points of a result"),
    }.get(kind, kind)


@register.filter
def kin_word(relation: str) -> str:
    """The relation, as "his or her …"."""
    return {
        "brother": _("brother"),
        "sister": _("sister"),
        "father": _("father"),
        "mother": _("mother"),
        "spouse": _("spouse"),
        "cousin": _("cousin"),
    }.get(relation, relation)
