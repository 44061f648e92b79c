"""Dates and instants. An instant is written in the time zone of the venue, which is named beside it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_interval


def _locale(language: str) -> str:
    return "fr" if language.startswith("fr") else "en_GB"


def _first(text: str, day: date, language: str) -> str:
    """French writes "1er septembre", where the tables of the world's locales write "1 septembre"."""
    if not language.startswith("fr") or day.day != 1:
        return text
    words = text.split(" ")
    return " ".join("1er" if word == "1" else word for word in words)


def write_day(day: date | None, language: str, *, year: bool = True, weekday: bool = False) -> str:
    """ "vendredi 5 septembre 2025", "5 septembre 2025", "5 September 2025"; empty without a date."""
    if day is None:
        return ""
    pattern = " ".join(part for part in ("EEEE" if weekday else "", "d MMMM", "y" if year else "") if part)
    return _first(format_date(day, pattern, locale=_locale(language)), day, language)


def write_short_day(day: date | None, language: str) -> str:
    """ "5 sept.", "5 Sept": column heads."""
    return "" if day is None else _first(format_date(day, "d MMM", locale=_locale(language)), day, language)


def write_month(day: date, language: str) -> str:
    """ "Septembre 2025", "September 2025": a heading."""
    text = format_date(day, "LLLL y", locale=_locale(language))
    return text[:1].upper() + text[1:]


def write_days(start: date | None, end: date | None, language: str, *, year: bool = True) -> str:
    """ "5–7 sept. 2025", "30 août – 1er sept."; one day where both are the same; empty without a date."""
    if start is None:
        return ""
    if end is None or end == start:
        return write_day(start, language, year=year)
    text = format_interval(start, end, "yMMMd" if year else "MMMd", locale=_locale(language))
    if not language.startswith("fr") or 1 not in (start.day, end.day):
        return text
    head, dash, tail = text.partition("\N{EN DASH}")
    return _first(head, start, language) + dash + _first_of_tail(tail, end, language)


def _first_of_tail(tail: str, end: date, language: str) -> str:
    space = tail[: len(tail) - len(tail.lstrip())]
    return space + _first(tail.lstrip(), end, language)


def write_clock(moment: datetime | None, zone: str, language: str) -> str:
    """The time of the day at the venue: "14:05", written "14 h 05" in French."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return (
        f"{local:%-H}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{local:%M}" if language.startswith("fr") else f"{local:%H:%M}"
    )


def write_moment(moment: datetime | None, zone: str, language: str) -> str:
    """ "4 septembre 2025, 18 h 00 (UTC+2)": day and time at the venue, with the offset that was in force."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    day = write_day(local.date(), language)
    return f"{day}, {write_clock(moment, zone, language)} ({write_offset(moment, zone)})"


def write_weekday_clock(moment: datetime | None, zone: str, language: str) -> str:
    """ "samedi 14 h 05": a line of a timetable."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_datetime(local, 'EEEE', locale=_locale(language))} {write_clock(moment, zone, language)}"


def write_offset(moment: datetime, zone: str) -> str:
    """ "UTC+2", "UTC", "UTC−3:30"."""
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return "UTC"
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def count_days(start: date, now: datetime, zone: str) -> int:
    """Days from today at the venue to `start`; negative when it has begun."""
    return (start - now.astimezone(ZoneInfo(zone)).date()).days


def write_iso(moment: datetime | None) -> str:
    """The instant for a `datetime` attribute, in UTC."""
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
