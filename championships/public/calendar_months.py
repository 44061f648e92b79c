"""The calendar by months, as its page is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from championships.formatting.dates import write_month
from championships.public.languages import language
from championships.queries.calendar import CalendarLine


@dataclass(frozen=True, slots=True)
class Month:
    """`anchor` names it in the address of the page: "2025-09"; "undated" for events without a date."""

    anchor: str
    title: str
    lines: tuple[CalendarLine, ...]


def group_months(lines: Iterable[CalendarLine]) -> list[Month]:
    """In the order of the lines; an event belongs to the month in which it starts."""
    grouped: dict[date | None, list[CalendarLine]] = {}
    for line in lines:
        start = line.event.starts_on
        grouped.setdefault(start.replace(day=1) if start else None, []).append(line)
    return [
        Month(
            first.strftime("%Y-%m") if first else "undated",
            write_month(first, language()) if first else _("Date not announced"),
            tuple(held),
        )
        for first, held in grouped.items()
    ]
