"""The parameter *as-of*: a page as it was published at an instant that has passed.

`?as-of=2025-09-04` is the end of that day in the season's time zone; `?as-of=2025-09-04T18:00:00+02:00` is that
instant. A day that has begun is answered as far as it has gone, and says so. The future is not found, and nor is
anything that cannot be read: an address never means something else than it says.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, QueryDict

from championships.queries.standings import find_season_zone

PARAMETER = "as-of"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A "+" that was not encoded arrives as a space.
_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
_INSTANT = re.compile(rf"({_DAY.pattern}T{_CLOCK})(Z|[-+ ][0-9]{{2}}:?[0-9]{{2}})")


class NoSuchMomentError(ValueError):
    """A text that names no instant, or one that has not come yet."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant a page speaks of. `text` is what its address says of it; empty: the newest state."""

    at: datetime
    zone: str = ""
    text: str = ""
    day: date | None = None  # the day, where the address names one
    unfinished: bool = False  # that day is today: more may be published before it ends

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def query(self) -> str:
        """What an address needs to keep it: "?as-of=2025-09-04"; empty for the newest state."""
        return f"?{urlencode({PARAMETER: self.text})}" if self.text else ""


def read_as_of(text: str, *, zone: str, now: datetime) -> datetime:
    """The instant that text means, never after `now`. Raises NoSuchMomentError for the future and the unreadable."""
    return _read(text, zone, now).at


def choose_moment(query: QueryDict, championship: str, label: str, *, now: datetime) -> Moment:
    """The instant at which the page of that season is asked for: `now` where its address does not say.

    One query where it does. Raises Http404 where it is in the future, unreadable, said twice, or of an unknown season.
    """
    asked = query.getlist(PARAMETER)
    if not asked:
        return Moment(now)
    zone = find_season_zone(championship, label)
    if zone is None or len(asked) > 1:
        raise Http404
    try:
        return _read(asked[0], zone, now)
    except NoSuchMomentError:
        raise Http404 from None


def _read(text: str, zone: str, now: datetime) -> Moment:
    try:
        moment = _read_day(text, zone, now) if _DAY.fullmatch(text) else _read_instant(text, zone)
    except (ValueError, OverflowError) as error:
        raise NoSuchMomentError(f"{text[:40]!r} is neither a day nor an instant with its offset") from error
    if moment.at > now:
        raise NoSuchMomentError(f"{text} is still to come")
    return moment


def _read_day(text: str, zone: str, now: datetime) -> Moment:
    day = date.fromisoformat(text)
    begins, ends = _bound(day, zone)
    running = begins <= now < ends
    return Moment(now if running else ends, zone, text, day, unfinished=running)


def _read_instant(text: str, zone: str) -> Moment:
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    kept = found[1] + found[2].replace(" ", "+")
    return Moment(datetime.fromisoformat(kept).astimezone(UTC), zone, kept)


def _bound(day: date, zone: str) -> tuple[datetime, datetime]:
    """The first and the last instant of a day in that zone."""
    first, next_first = (
        datetime.combine(one, time.min, ZoneInfo(zone)).astimezone(UTC) for one in (day, day + timedelta(days=1))
    )
    return first, next_first - timedelta(microseconds=1)
