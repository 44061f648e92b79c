"""The answer of What if?, in sentences: who would lead, who would move most, and what would become of the title."""

from django.utils.translation import gettext as _

from championships.formatting.places import join_names
from championships.public.languages import language
from championships.public.title_sentences import tell_silence
from championships.public.words import count_points
from championships.queries.what_if import Change, WhatIfPage

NAMED = 6  # names in a sentence at most


def tell_change(page: WhatIfPage) -> str:
    """ "Bob would lead with 24 points, 2 points ahead of Cid." Empty where nothing was asked."""
    placed = [one for one in page.changes if one.position is not None]
    first = [one for one in placed if one.position == 1]
    if not first or first[0].points is None:
        return ""
    names = join_names([one.competitor.name for one in first], language())
    words = {"names": names, "points": count_points(first[0].points)}
    if len(first) > 1:
        return _("%(names)s would share the lead with %(points)s each.") % words
    second = next((one for one in placed if one.position != 1), None)
    if second is None or second.points is None:
        return _("%(names)s would lead with %(points)s.") % words
    words |= {"gap": count_points(first[0].points - second.points), "second": second.competitor.name}
    if first[0].points == second.points:
        return _("%(names)s would lead with %(points)s, as many as %(second)s.") % words
    return _("%(names)s would lead with %(points)s, %(gap)s ahead of %(second)s.") % words


def tell_title_then(page: WhatIfPage) -> str:
    """What would become of the title; empty where nothing was asked."""
    title = page.title_line
    if title is None:
        return ""
    if title.silence is not None:
        return tell_silence(title.silence)
    names = _name(page.changes, title.champions)
    if len(names) == 1:
        return _("The title would be decided: %(name)s would be champion.") % {"name": names[0]}
    if names:
        return _("%(names)s would share the title.") % {"names": join_names(names, language())}
    names = _name(page.changes, title.open_to)
    if title.newcomer_open or len(names) > NAMED:
        return _("The title would still be open.")
    return _("The title would still be open to %(names)s.") % {"names": join_names(names, language())}


def _name(changes: tuple[Change, ...], ids: tuple[str, ...]) -> list[str]:
    return [one.competitor.name for one in changes if one.competitor.id in ids]
