"""What time the site believes it is.

`now()` decides what is visible and gives `issued_at`; in the demo it is a running clock that
starts at a chosen instant. `real_now()` is the machine's time: sign-in, throttling, the ledger and
`recorded_at` use it. Asked by `public`, `backoffice` and commands only; every other room gets the
instant as an argument.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def real_now() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The site's time, aware, in UTC: the machine's, or the demo's running clock.

    Raises ImproperlyConfigured when PADDOCK_DEMO_CLOCK cannot be read.
    """
    if not settings.PADDOCK_DEMO_CLOCK:
        return real_now()
    start, began = read_demo_clock(settings.PADDOCK_DEMO_CLOCK)
    return start + max(real_now() - began, timedelta(0))


@lru_cache(maxsize=4)
def read_demo_clock(text: str) -> tuple[datetime, datetime]:
    """Read `<ISO instant>@<epoch seconds>`: where the demo starts, and when it really did.

    The second half lets a reloaded process go on with the same clock.
    """
    instant, separator, epoch = text.partition("@")
    try:
        start = datetime.fromisoformat(instant)
        began = datetime.fromtimestamp(float(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ImproperlyConfigured(
            f"PADDOCK_DEMO_CLOCK is {text!r}; expected an instant, @, and seconds since 1970."
        ) from error
    if not separator or start.tzinfo is None:
        raise ImproperlyConfigured(f"PADDOCK_DEMO_CLOCK is {text!r}; the instant needs a time zone.")
    return start.astimezone(UTC), began
