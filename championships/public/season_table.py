"""The head of each table on the page of a season: the columns of the standings, without the races."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from championships.public.standings_table import StandingRecord, StandingsTable, count_bar, name_kind
from championships.public.tables import EMPTY
from championships.queries.seasons import SeasonPage, TableHead


@dataclass(frozen=True, slots=True)
class HeadSection:
    head: TableHead
    anchor: str
    table: StandingsTable


def build_head_tables(page: SeasonPage) -> list[HeadSection]:
    return [
        HeadSection(head, f"table-{number}", _build_table(page, head, number))
        for number, head in enumerate(page.tables, start=1)
    ]


def _build_table(page: SeasonPage, head: TableHead, number: int) -> StandingsTable:
    hidden = {
        "classes": not any(line.classes for line in head.lines),
        "overall": not any(line.overall for line in head.lines),
        "gross": True,
        "deducted": True,
        "ahead": True,
        "podiums": True,
    }
    caption = _("%(table)s: the first %(count)s") if head.more else _("%(table)s, in full")
    table = StandingsTable(
        [
            StandingRecord(
                line,
                EMPTY,
                reverse("reasons", args=[page.season.championship, page.season.label, head.key, line.competitor.id]),
                count_bar(place),
            )
            for place, line in enumerate(head.lines)
        ],
        caption=caption % {"table": head.title, "count": len(head.lines)},
        caption_id=f"caption-{number}",
        exclude=[name for name, absent in hidden.items() if absent],
    )
    table.columns["competitor"].column.verbose_name = name_kind(head.kind)
    return table
