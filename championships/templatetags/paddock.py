"""Template filters: thin over `championships.formatting`, in the language in force."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import get_language, ngettext

from championships.formatting import dates, numbers, places, punctuation, times

register = template.Library()


def _language() -> str:
    return get_language() or "fr"


@register.filter
def points(value: Fraction | None) -> str:
    return numbers.write_points(value, _language())


@register.filter
def points_unit(value: Fraction) -> str:
    """ "pts", "pt": the unit beside a figure of points."""
    return ngettext("pt", "pts", 1 if numbers.is_single(value, _language()) else 2)


@register.filter
def points_word(value: Fraction) -> str:
    """ "points", "point": for who hears a figure that others see without its unit."""
    return ngettext("point", "points", 1 if numbers.is_single(value, _language()) else 2)


@register.filter
def gap(value: Fraction | None) -> str:
    return numbers.write_gap(value, _language())


@register.filter
def label(text: object) -> str:
    """ "Car:", "Voiture :"."""
    return punctuation.write_label(str(text), _language())


@register.filter
def quoted(text: object) -> str:
    return punctuation.quote(text, _language())


@register.filter
def first_words(text: str, most: int) -> str:
    """Django's `truncatewords` without its loss of no-break spaces, nor its blank before the ellipsis."""
    return punctuation.cut_words(text, most)


@register.filter
def signed(value: Fraction) -> str:
    """A change with its sign: "+3", "−5"."""
    return numbers.write_signed(value, _language())


@register.filter
def place(ranked: Any) -> str:
    """ "7 =" for anything with a position, a mark and whether it is tied."""
    return places.write_place(ranked.position, tied=ranked.tied, mark=ranked.mark)


@register.filter
def lap_length(metres: int | None) -> str:
    return numbers.write_length(metres, _language())


@register.filter
def ordinal(number: int) -> str:
    return places.write_ordinal(number, _language())


@register.filter
def day(value: date | None) -> str:
    return dates.write_day(value, _language())


@register.filter
def weekday(value: date | None) -> str:
    return dates.write_day(value, _language(), year=False, weekday=True)


@register.filter
def short_day(value: date | None) -> str:
    return dates.write_short_day(value, _language())


@register.simple_tag
def days(start: date | None, end: date | None, year: bool = True) -> str:
    """`{% days event.starts_on event.ends_on %}` → "5–7 sept. 2025"; a third argument False leaves the year out."""
    return dates.write_days(start, end, _language(), year=year)


@register.filter
def moment(value: datetime | None, zone: str) -> str:
    return dates.write_moment(value, zone, _language())


@register.filter
def clock(value: datetime | None, zone: str) -> str:
    return dates.write_clock(value, zone, _language())


@register.filter
def weekday_clock(value: datetime | None, zone: str) -> str:
    return dates.write_weekday_clock(value, zone, _language())


@register.filter
def short_moment(value: datetime | None, zone: str) -> str:
    """ "4 sept., 18 h 00": day and time at the venue, without the year."""
    if value is None:
        return ""
    day = dates.write_short_day(value.astimezone(ZoneInfo(zone)).date(), _language())
    return f"{day}, {dates.write_clock(value, zone, _language())}"


@register.filter
def offset(value: datetime | None, zone: str) -> str:
    """ "UTC+2": what the clock of the venue shows at that instant."""
    return "" if value is None else dates.write_offset(value, zone)


@register.filter
def iso(value: datetime | None) -> str:
    return dates.write_iso(value)


@register.filter
def lap_time(milliseconds: int | None) -> str:
    return times.write_time(milliseconds, _language())


@register.filter
def time_gap(milliseconds: int | None) -> str:
    return times.write_time_gap(milliseconds, _language())


@register.filter
def names(values: list[str]) -> str:
    return places.join_names(values, _language())
