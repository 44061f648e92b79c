"""What the office says no with."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from championships.models import StaleVersion

type Text = str | Promise


class Refusal(Exception):
    """Refused, and nothing has changed. `message` is meant for the official; `details` are one sentence each."""

    def __init__(self, message: Text, details: Sequence[Text] = ()) -> None:
        self.message = message
        self.details = tuple(details)
        super().__init__(message)

    def __str__(self) -> str:
        return " ".join(str(text) for text in (self.message, *self.details))


class SecondPersonNeeded(Refusal):
    """The person who asks has entered, changed or published what is to be confirmed."""

    def __init__(self) -> None:
        super().__init__(_("A second person must confirm: one who neither entered, changed nor published this result."))


class OtherPersonNeeded(SecondPersonNeeded):
    """The same for a document of the stewards: who signed it or asked for its annulment has had a hand in it, too."""

    def __init__(self) -> None:
        Refusal.__init__(
            self,
            _(
                "A second person must confirm: one who has not signed this document or asked for its annulment, "
                "and has not entered, changed or published the result it concerns."
            ),
        )


class ShownChanged(Refusal):
    """What was shown before signing is no longer what would happen."""

    def __init__(self) -> None:
        super().__init__(
            _("Something has changed since the effect was shown: nothing was signed. Look at it again, then sign.")
        )


class ClockBehind(Refusal):
    """The site's clock stands before what was published last; nothing is issued in the past."""

    def __init__(self) -> None:
        super().__init__(_("The clock stands before the last bulletin of this session. Set the clock right first."))


class TooEarly(Refusal):
    """The protest window still runs. `until` is its end; the sentence tells it in the venue's own time, named."""

    def __init__(self, until: datetime, zone: str) -> None:
        self.until = until
        self.zone = zone
        local = until.astimezone(ZoneInfo(zone))
        super().__init__(
            _("Protests are received until %(time)s (%(zone)s): the result can become official only then.")
            % {"time": f"{local:%H:%M}", "zone": zone}
        )


class ProtestOpen(Refusal):
    """A protest against the result waits for its outcome."""

    def __init__(self) -> None:
        super().__init__(_("A protest is open: the result cannot become official before it is settled."))


class ProblemsRemain(Refusal):
    """A sheet with errors, or with warnings nobody has accepted. `problems` are `scoring.checks.Problem` values."""

    def __init__(self, message: Text, problems: Sequence[object], details: Sequence[Text] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message, details)


__all__ = [
    "ClockBehind",
    "OtherPersonNeeded",
    "ProblemsRemain",
    "ProtestOpen",
    "Refusal",
    "SecondPersonNeeded",
    "ShownChanged",
    "StaleVersion",
    "Text",
    "TooEarly",
]
