"""The countdown to an event, as text: "D−1" and "Tomorrow"."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from championships.formatting.numbers import MINUS
from championships.queries.home import NextEvent


@dataclass(frozen=True, slots=True)
class Countdown:
    """`big` is decoration for the eye; `words` say the same."""

    big: str
    words: str


def count_down(event: NextEvent | None) -> Countdown | None:
    """Days are counted at the venue. None without an event."""
    if event is None:
        return None
    if event.days <= 0:
        return Countdown(_("Now"), _("Under way"))
    big = _("D%(minus)s%(days)s") % {"minus": MINUS, "days": event.days}
    if event.days == 1:
        return Countdown(big, _("Tomorrow"))
    return Countdown(big, _("In %(days)s days") % {"days": event.days})
