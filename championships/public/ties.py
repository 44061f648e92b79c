"""Why one competitor stands before another level on points, or shares the place with him: one sentence each."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.places import write_ordinal
from championships.public.languages import language
from championships.public.words import count_points
from championships.queries.standing_lines import Line


def tell_ties(lines: Sequence[Line]) -> list[str]:
    """A sentence for every competitor who is level on points with the one above him."""
    names = {line.competitor.id: line.competitor.name for line in lines}
    told: list[str] = []
    shared: set[frozenset[str]] = set()
    for line in lines:
        if line.split is None:
            continue
        pair = frozenset({line.competitor.id, line.split.other})
        if line.split.step in {"shared", "unknown"}:
            if pair in shared:
                continue
            shared.add(pair)
        told.append(tell_tie(line, names))
    return told


def tell_tie(line: Line, names: Mapping[str, str]) -> str:
    """Why this competitor, level on points with the one above, stands behind him; empty where they are not level."""
    if line.split is None:
        return ""
    other = names.get(line.split.other, line.split.other)
    return _tell_tie(line, {"name": line.competitor.name, "other": other})


def _tell_tie(line: Line, names: dict[str, str]) -> str:
    split = line.split
    if split is None:
        return ""
    if split.step == "countback" and len(split.detail) == 4:
        _word, place, theirs, ours = split.detail
        return _tell_countback(line, int(str(place)), {**names, "theirs": str(theirs), "ours": str(ours)})
    if split.step == "earliest":
        return _("%(name)s is behind %(other)s, who reached the better place in an earlier round.") % names
    if split.step == "decision":
        text = _("%(name)s is behind %(other)s by decision of the organiser.") % names
        return f"{text} {split.reason}".strip()
    if split.step == "unknown":
        return _("%(name)s and %(other)s share the place: the counts that would part them are not published.") % names
    if split.step == "shared":
        return _("%(name)s and %(other)s share the place: they are level on everything.") % names
    return _("%(name)s is behind %(other)s on the results of the races.") % names


def _tell_countback(line: Line, place: int, words: dict[str, str]) -> str:
    """ "Level on 205 points: Bob is ahead of Ann with 5 wins against 3." """
    words |= {
        "points": count_points(line.points) if line.points is not None else "",
        "place": write_ordinal(place, language(), feminine=True),
    }
    if line.points is None:
        return _("%(name)s is behind %(other)s on countback: %(place)s place, %(theirs)s against %(ours)s.") % words
    if place == 1:
        text = ngettext(
            "Level on %(points)s: %(other)s is ahead of %(name)s with %(theirs)s win against %(ours)s.",
            "Level on %(points)s: %(other)s is ahead of %(name)s with %(theirs)s wins against %(ours)s.",
            int(words["theirs"]),
        )
        return text % words
    text = _("Level on %(points)s: %(other)s is ahead of %(name)s, %(place)s place %(theirs)s against %(ours)s.")
    return text % words
