"""Why one competitor stands before another level on points, or shares the place with him: one sentence each."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

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
        figures = {**names, "place": place, "theirs": theirs, "ours": ours}
        return _("%(name)s is behind %(other)s on countback: place %(place)s, %(theirs)s against %(ours)s.") % figures
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
