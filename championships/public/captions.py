"""The caption of a standings table, as sentences: who leads, by how much, who shares a place, what was dropped."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from championships.formatting.places import join_names
from championships.public.languages import language
from championships.public.words import count_points
from championships.queries.standing_lines import Line
from championships.queries.standings import StandingsPage

SHARED_TOLD = 2  # shared places told in the caption; the table shows them all


def write_caption(page: StandingsPage) -> SafeString:
    """The caption: the first sentence is the answer, the others what a reader must know of the figures."""
    sentences = tell_shared(page.lines)
    if page.has_dropped:
        sentences.append(_("Results in brackets are dropped and do not count."))
    if page.partial:
        sentences.append(_("The source names only these competitors."))
    return format_html("<strong>{}</strong> {}", tell_lead(page), " ".join(sentences))


def tell_lead(page: StandingsPage) -> str:
    """ "Maud Kerlinec leads with 240.5 points, 9.5 points ahead of Tibor Aszlay." """
    first = [line for line in page.lines if line.position == 1]
    if not first:
        return _("%(table)s: the places are not published.") % {"table": page.title}
    if len(first) > 1:
        return _tell_shared_lead(first)
    leader, second = first[0], next((line for line in page.lines if line.position == 2), None)
    names = {"leader": leader.competitor.name, "second": second.competitor.name if second else ""}
    if leader.points is None:
        text = _("%(leader)s finishes first.") if page.final else _("%(leader)s leads; the points are not published.")
        return text % names
    figures = {**names, "points": count_points(leader.points)}
    if second is None or second.gap is None:
        text = _("%(leader)s finishes first with %(points)s.") if page.final else _("%(leader)s leads with %(points)s.")
        return text % figures
    if second.gap == 0:
        text = (
            _("%(leader)s finishes first with %(points)s, as many as %(second)s.")
            if page.final
            else _("%(leader)s leads with %(points)s, as many as %(second)s.")
        )
        return text % figures
    figures["gap"] = count_points(second.gap)
    text = (
        _("%(leader)s finishes first with %(points)s, %(gap)s ahead of %(second)s.")
        if page.final
        else _("%(leader)s leads with %(points)s, %(gap)s ahead of %(second)s.")
    )
    return text % figures


def _tell_shared_lead(first: Sequence[Line]) -> str:
    names = join_names([line.competitor.name for line in first], language())
    points = first[0].points
    if points is None:
        return _("%(names)s share the lead.") % {"names": names}
    return _("%(names)s share the lead with %(points)s each.") % {"names": names, "points": count_points(points)}


def tell_shared(lines: Sequence[Line]) -> list[str]:
    """ "Sixtine Aubrelle and Oskar Lindqvall share place 7." for the first shared places below the lead."""
    groups: dict[int, list[str]] = {}
    for line in lines:
        if line.tied and line.position is not None and line.position > 1:
            groups.setdefault(line.position, []).append(line.competitor.name)
    told = []
    for position, names in list(groups.items())[:SHARED_TOLD]:
        if len(names) > 1:
            text = _("%(names)s share place %(place)s.")
        else:
            text = _("%(names)s shares place %(place)s with somebody the source does not name.")
        told.append(text % {"names": join_names(names, language()), "place": position})
    return told
