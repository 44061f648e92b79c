"""The rows of a table as sentences, one a competitor, and the check of the points under it, in words and figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.numbers import write_number
from championships.formatting.places import join_names
from championships.public.languages import language
from championships.public.words import count_points, tell_movement
from championships.queries.accounts import Conservation
from championships.queries.standing_lines import Line


def tell_rows(lines: tuple[Line, ...]) -> list[str]:
    """ "Place 2: Tibor Aszlay, 231 points, 9.5 points behind the leader, 4 wins, 7 podiums, unchanged." """
    return [tell_row(line) for line in lines]


def tell_row(line: Line) -> str:
    told = [line.competitor.name]
    if line.points is not None:
        told.append(count_points(line.points))
    if line.gap and line.position != 1:
        told.append(_("%(points)s behind the leader") % {"points": count_points(line.gap)})
    if line.wins:
        told.append(ngettext("%(count)s win", "%(count)s wins", line.wins) % {"count": line.wins})
    if line.podiums:
        told.append(ngettext("%(count)s podium", "%(count)s podiums", line.podiums) % {"count": line.podiums})
    if line.movement is not None:
        told.append(tell_movement(line.movement))
    words = {"place": line.mark or line.position or "", "what": ", ".join(told)}
    if line.mark:
        return _("%(place)s: %(what)s.") % words
    if line.position is None:
        return _("Place not published: %(what)s.") % words
    return (_("Place %(place)s, shared: %(what)s.") if line.tied else _("Place %(place)s: %(what)s.")) % words


@dataclass(frozen=True, slots=True)
class CheckView:
    """`figures`: the sum, its terms in the order of the words; empty where there is only one."""

    words: str
    figures: str
    holds: bool


def tell_check(check: Conservation) -> CheckView:
    """Where the points of the table come from, and that they come to its total; or that they do not."""
    came = [
        (check.races, _("%(points)s from the places in the races")),
        (check.bonuses, _("%(points)s as bonuses")),
        (check.moved, _("%(points)s brought from a former class")),
        (check.brought, _("%(points)s brought forward")),
        (check.given, _("%(points)s given by decision")),
    ]
    went = [
        (check.dropped, _("%(points)s dropped")),
        (check.deducted, _("%(points)s deducted by decision")),
        (check.struck, _("%(points)s of competitors struck from the table")),
        (check.unlisted, _("%(points)s of competitors the table does not name")),
    ]
    words = {
        "came": _join(came),
        "went": _join(went),
        "total": count_points(check.total),
        "expected": count_points(check.expected),
    }
    if not check.holds:
        text = _("The points do not agree: by the races and decisions %(expected)s, in the table %(total)s.")
    elif not words["came"]:
        text = _("Check: no points are given yet: the table adds up to %(total)s.")
    elif words["went"]:
        text = _("Check: %(came)s, less %(went)s: the table adds up to %(total)s.")
    else:
        text = _("Check: %(came)s: the table adds up to %(total)s.")
    return CheckView(text % words, _write_sum(came, went, check.expected), check.holds)


def _join(terms: Sequence[tuple[Fraction, str]]) -> str:
    told = [text % {"points": count_points(value)} for value, text in terms if value]
    return join_names(told, language())


def _write_sum(came: Sequence[tuple[Fraction, str]], went: Sequence[tuple[Fraction, str]], total: Fraction) -> str:
    lang = language()
    parts = [write_number(value, lang) for value, _text in came if value]
    if len(parts) + sum(1 for value, _text in went if value) < 2:
        return ""
    text = " + ".join(parts) or "0"
    for value, _text in went:
        if value:
            text += f" \N{MINUS SIGN} {write_number(value, lang)}"
    return f"{text} = {write_number(total, lang)}"
