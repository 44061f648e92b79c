"""The entry list of an event as a table."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championships.formatting.citing import write_citation
from championships.public.tables import EMPTY, LeanColumn, LeanTable, class_sign, join_markup, plate
from championships.queries.entries import EntriesPage, EntryRow, Part


@dataclass(frozen=True, slots=True)
class EntryRecord:
    row: EntryRow
    page: EntriesPage
    number: str = ""
    crew: str = ""
    team: str = ""
    car: str = ""
    source: str = ""


class PartColumn(LeanColumn):
    """How an entry takes part in one championship."""

    def __init__(self, championship: str, **kwargs: Any) -> None:
        super().__init__(empty_values=(), **kwargs)
        self.championship = championship

    def render(self, record: EntryRecord) -> SafeString:
        parts = [part for part in record.row.parts if part.championship == self.championship]
        return join_markup((write_part(part) for part in parts), " ")


def write_part(part: Part) -> SafeString:
    """ "yes" with the classes; a guest, or a car that may not score, is said to be so."""
    words = _("guest") if part.guest else _("entered") if part.scores else _("does not score")
    signs = [class_sign(each.letter, each.name) for each in part.categories]
    return join_markup([words, *signs, *([part.car_class] if part.car_class else [])], " ")


class EntriesTable(LeanTable):
    number = LeanColumn(verbose_name=gettext_lazy("Number"), empty_values=())
    crew = LeanColumn(verbose_name=gettext_lazy("Drivers"), empty_values=())
    team = LeanColumn(verbose_name=gettext_lazy("Team"), empty_values=())
    car = LeanColumn(verbose_name=gettext_lazy("Car"), empty_values=())
    source = LeanColumn(verbose_name=gettext_lazy("Source"), empty_values=())

    row_header = "crew"

    def render_number(self, record: EntryRecord) -> SafeString:
        number = record.row.number
        return plate(number) if number else format_html('<span class="np">{}</span>', _("not published"))

    def render_crew(self, record: EntryRecord) -> SafeString:
        row = record.row
        people = [
            format_html('<a href="{}">{}</a>', reverse("driver", args=[driver.slug]), driver.name)
            for driver in row.crew
        ] or [format_html('<span class="np">{}</span>', _("driver not known"))]
        out = format_html(' <b class="tag">{}</b>', _("withdrawn")) if row.withdrawn else EMPTY
        return format_html("{}{}", join_markup(format_html('<span class="pn">{}</span>', p) for p in people), out)

    def render_team(self, record: EntryRecord) -> SafeString:
        row = record.row
        if row.team is None:
            return format_html("{}", row.entrant)
        link = format_html('<a href="{}">{}</a>', reverse("team", args=[row.team.slug]), row.team.name)
        return join_markup([link, *([row.entrant] if row.entrant and row.entrant != row.team.name else [])], " · ")

    def render_car(self, record: EntryRecord) -> str:
        return record.row.car

    def render_source(self, record: EntryRecord) -> SafeString:
        return write_citation(record.row.source, record.page.sources)


def build_entries_table(page: EntriesPage) -> EntriesTable:
    championships = {round_.season.championship: round_.season.name for round_ in page.rounds}
    extra = [
        (f"part{index}", PartColumn(slug, verbose_name=name))
        for index, (slug, name) in enumerate(championships.items())
    ]
    hidden = {
        "car": not any(row.car for row in page.rows),
        "source": not any(row.source for row in page.rows),
    }
    shown = [name for name in EntriesTable.base_columns if not hidden.get(name)]
    at = shown.index("source") if "source" in shown else len(shown)
    count = len(page.rows)
    return EntriesTable(
        [EntryRecord(row, page) for row in page.rows],
        caption=ngettext("%(count)s car entered.", "%(count)s cars entered.", count) % {"count": count},
        caption_id="entries-caption",
        extra_columns=extra,
        exclude=[name for name, absent in hidden.items() if absent],
        sequence=[*shown[:at], *(name for name, _column in extra), *shown[at:]],
    )
