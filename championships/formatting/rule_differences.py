"""Differences between two versions of the rules, in words: where, and from what to what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from championships.formatting.punctuation import join_clauses, quote
from championships.scoring.rulebook import read_amount
from championships.scoring.rulebook.differences import Difference
from championships.scoring.scales import write_scale


@dataclass(frozen=True, slots=True)
class DifferenceText:
    """One difference. `before` or `after` is empty where nothing was said there."""

    where: str
    before: str
    after: str


def tell_differences(differences: Sequence[Difference]) -> tuple[DifferenceText, ...]:
    """The differences in the language in force."""
    return tuple(
        DifferenceText(_write_path(one.path), _write_value(one.before), _write_value(one.after)) for one in differences
    )


def _write_path(path: Sequence[str | int]) -> str:
    words = _name_keys()
    named: list[str] = []
    for before, step in zip(["", *path], path, strict=False):
        if isinstance(step, int):
            named.append(_("number %(number)s") % {"number": step + 1})
        elif before in ("points_tables", "standings", "sessions"):
            named.append(quote(step, get_language() or "fr"))
        else:
            named.append(words.get(step, step))
    return " › ".join(named)


def _name_keys() -> Mapping[str, str]:
    return {
        "points_tables": _("points scale"),
        "standings": _("table"),
        "sessions": _("sessions"),
        "bonuses": _("bonuses"),
        "points": _("points"),
        "kind": _("kind"),
        "fastest_lap": _("fastest lap"),
        "pole": _("pole"),
        "start": _("start"),
        "places_gained": _("places gained"),
        "flag": _("mark on the sheet"),
        "countback": _("more first places, then second places"),
        "earliest": _("best place reached first"),
        "counting": _("results that count"),
        "best": _("best results"),
        "drop": _("dropped results"),
        "tie_break": _("level on points"),
        "classification": _("who is classified"),
        "min_distance": _("part of the distance"),
        "shortened": _("shortened races"),
        "may_appear": _("who is in the table"),
        "may_score": _("who scores"),
        "categories": _("categories of people"),
        "classes": _("classes of cars"),
        "guests": _("guests"),
        "position_basis": _("places that earn points"),
        "shared_car": _("shared cars"),
        "combine": _("cars that count"),
        "minimum_starts": _("starts needed"),
        "exclude_rounds": _("rounds that do not count"),
        "protest_minutes": _("minutes to protest"),
        "examples": _("worked examples"),
        "note": _("note"),
        "source": _("source"),
        "title": _("title in English"),
        "title_fr": _("title in French"),
        "table": _("scale"),
        "hypothesis": _("hypothesis"),
        "extract_from": _("points taken from the table"),
        "listing": _("who is listed"),
        "rounding": _("decimals written"),
    }


def _write_value(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case str():
            return value
        case list() | tuple():
            figures = [read_amount(item) for item in value]
            exact = [figure for figure in figures if figure is not None]
            if exact and len(exact) == len(figures):
                return write_scale(exact) or ", ".join(str(figure) for figure in exact)
            return join_clauses((_write_value(item) for item in value), get_language() or "fr")
        case Mapping():
            words = _name_keys()
            return ", ".join(
                _("%(name)s: %(value)s") % {"name": words.get(str(key), str(key)), "value": _write_value(inner)}
                for key, inner in value.items()
                if inner not in (None, [], {}, "")
            )
        case _:
            return str(value)
