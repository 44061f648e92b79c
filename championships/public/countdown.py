"""The countdown to an event, as text: "D−1" and "Tomorrow", "H−3" and "In 3 hours" on the day itself."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.numbers import MINUS
from championships.queries.next_event import NextEvent

HOUR = 60  # minutes


@dataclass(frozen=True, slots=True)
class Countdown:
    """`big` is decoration for the eye; `words` say the same. `under_way`: it has begun."""

    big: str
    words: str
    under_way: bool = False


def count_down(event: NextEvent | None, *, now: datetime) -> Countdown | None:
    """Days are counted at the venue; on the first day the hours to the first session, where its start is published.

    None without an event.
    """
    if event is None:
        return None
    if event.days == 0 and event.starts_at is not None and event.starts_at > now:
        return count_to(event.starts_at, now=now)
    if event.days <= 0:
        return Countdown(_("Now"), _("Under way"), under_way=True)
    big = _("D%(minus)s%(days)s") % {"minus": MINUS, "days": event.days}
    if event.days == 1:
        return Countdown(big, _("Tomorrow"))
    return Countdown(big, _("In %(days)s days") % {"days": event.days})


def count_to(start: datetime, *, now: datetime) -> Countdown:
    """Hours, in the last one minutes, to an instant that is still to come: whole ones, so that none is promised."""
    minutes = max(int((start - now).total_seconds()) // 60, 1)
    hours = minutes // HOUR
    if hours:
        words = ngettext("In %(count)s hour", "In %(count)s hours", hours) % {"count": hours}
        return Countdown(_("H%(minus)s%(hours)s") % {"minus": MINUS, "hours": hours}, words)
    words = ngettext("In %(count)s minute", "In %(count)s minutes", minutes) % {"count": minutes}
    return Countdown(_("%(minutes)s min") % {"minutes": minutes}, words)
