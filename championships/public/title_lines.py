"""What a table says of its title: the line under the last who can still win it, and the figure above the table."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.places import join_names
from championships.public.languages import language
from championships.public.words import count_points
from championships.queries.standings import StandingsPage
from championships.queries.title_lines import TitleLine


def write_title_line(rule: TitleLine, width: int) -> SafeString:
    """The row between those who can still be champion and those who cannot. `width`: columns of the table."""
    return format_html(
        '<tr class="cut"><td colspan="{}"><span>{}</span></td></tr>',
        width,
        _("Title line: above it, still possible champions (%(stake)s).") % {"stake": tell_stake(rule)},
    )


def tell_stake(rule: TitleLine) -> str:
    """ "82 points to be won: Pontmarin": what one competitor can still score; many meetings are counted."""
    points = count_points(rule.at_stake)
    meetings = list(dict.fromkeys(one.event.name for one in rule.remaining))
    if len(meetings) < 3:
        return _("%(points)s to be won: %(meetings)s") % {
            "points": points,
            "meetings": join_names(meetings, language()),
        }
    text = ngettext(
        "%(points)s to be won in %(count)s meeting", "%(points)s to be won in %(count)s meetings", len(meetings)
    )
    return text % {"points": points, "count": len(meetings)}


@dataclass(frozen=True, slots=True)
class TitleFact:
    """The figure above the table: "Champion: Py", "Can still be champion: 8"."""

    label: str
    value: str


def tell_title_fact(page: StandingsPage) -> TitleFact | None:
    """None where the engine cannot say."""
    rule = page.title_line
    if rule is None or rule.silence is not None:
        return None
    if rule.champions:
        names = [line.competitor.name for line in page.lines if line.competitor.id in rule.champions]
        return TitleFact(_("Champion") if len(names) == 1 else _("Champions, level"), join_names(names, language()))
    return TitleFact(_("Can still be champion"), str(len(rule.open_to)))
