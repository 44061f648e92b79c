"""The tables of a preview: places overall and in class on one row, points, gaps, wins; who runs in both."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championships.formatting.citing import write_citation
from championships.formatting.numbers import write_gap, write_points
from championships.formatting.places import write_place
from championships.public.languages import language
from championships.public.tables import LeanColumn, LeanTable, class_sign, join_markup, not_published, plate
from championships.queries.preview_values import (
    ClassPlace,
    InBoth,
    PreviewPage,
    PreviewRow,
    PreviewTable,
    SectionRow,
    Standing,
)
from championships.queries.refs import DriverRef
from championships.queries.reports import ReportPage


@dataclass(frozen=True, slots=True)
class PreviewRecord:
    row: PreviewRow
    page: PreviewPage | ReportPage
    position: str = ""
    driver: str = ""
    classes: str = ""
    wins: str = ""
    points: str = ""
    gap: str = ""
    gap_above: str = ""


def name_driver(number: str, driver: DriverRef) -> SafeString:
    """Plate and linked name: the head of a row."""
    return format_html(
        '<span class="dr">{} <span><a href="{}">{}</a></span></span>',
        plate(number),
        reverse("driver", args=[driver.slug]),
        driver.name,
    )


def write_class_place(place: ClassPlace) -> SafeString:
    return format_html(
        '<span class="np-wrap">{} {}</span>',
        class_sign(place.category.letter, place.category.name),
        write_place(place.position, tied=place.tied),
    )


class PreviewStandings(LeanTable):
    position = LeanColumn(verbose_name=gettext_lazy("Pos."), css_class="pos", empty_values=())
    driver = LeanColumn(verbose_name=gettext_lazy("Driver"), empty_values=())
    classes = LeanColumn(verbose_name=gettext_lazy("Class"), empty_values=())
    points = LeanColumn(verbose_name=gettext_lazy("Points"), css_class="r big", empty_values=())
    gap = LeanColumn(verbose_name=gettext_lazy("To leader"), css_class="r", empty_values=())
    gap_above = LeanColumn(verbose_name=gettext_lazy("To next"), css_class="r wide", empty_values=())
    wins = LeanColumn(verbose_name=gettext_lazy("Wins"), css_class="r", empty_values=())

    row_header = "driver"
    css_class = "bars mini"

    def render_position(self, record: PreviewRecord) -> str | SafeString:
        return write_place(record.row.position, tied=record.row.tied, mark=record.row.mark) or not_published()

    def render_driver(self, record: PreviewRecord) -> SafeString:
        return name_driver(record.row.number, record.row.driver)

    def render_classes(self, record: PreviewRecord) -> SafeString:
        ranked = {place.category.slug for place in record.row.classes}
        rest = (class_sign(each.letter, each.name) for each in record.row.categories if each.slug not in ranked)
        return join_markup([*(write_class_place(place) for place in record.row.classes), *rest], " ")

    def render_points(self, record: PreviewRecord) -> str | SafeString:
        points = record.row.points
        return not_published() if points is None else write_points(points, language())

    def render_gap(self, record: PreviewRecord) -> str | SafeString:
        return _write_gap_cell(record.row.gap)

    def render_gap_above(self, record: PreviewRecord) -> str | SafeString:
        if record.row.position == 1:
            return "\N{EN DASH}"
        return _write_gap_cell(record.row.gap_above)

    def render_wins(self, record: PreviewRecord) -> str | SafeString:
        if record.row.wins is None:
            return not_published()
        return format_html("{}{}", record.row.wins, write_citation(record.row.wins_source, record.page.sources))


def _write_gap_cell(gap: object) -> str | SafeString:
    return not_published() if gap is None else write_gap(gap, language())  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class SectionTables:
    """A section with its tables ready to print."""

    section: SectionRow
    tables: tuple[tuple[PreviewTable, PreviewStandings], ...]


def build_sections(page: PreviewPage | ReportPage) -> tuple[SectionTables, ...]:
    return tuple(
        SectionTables(section=section, tables=tuple((table, _build(table, page)) for table in section.tables))
        for section in page.sections
    )


def _build(table: PreviewTable, page: PreviewPage | ReportPage) -> PreviewStandings:
    hidden = {
        "classes": table.category is not None or not any(row.classes or row.categories for row in table.rows),
        "gap_above": all(row.gap_above is None for row in table.rows),
        "gap": all(row.points is None for row in table.rows),
        "points": all(row.points is None for row in table.rows),
        "wins": all(row.wins is None for row in table.rows),
    }
    return PreviewStandings(
        [PreviewRecord(row, page) for row in table.rows],
        caption=write_caption(table, page),
        caption_id=f"table-{table.season.championship}-{table.key}",
        exclude=[name for name, absent in hidden.items() if absent],
    )


def write_caption(table: PreviewTable, page: PreviewPage | ReportPage) -> SafeString:
    """ "General, after Spa (12 races). Published elsewhere [1]. Partial." """
    races = ngettext("%(count)s race", "%(count)s races", table.races_run) % {"count": table.races_run}
    parts = [
        format_html(
            "<strong>{}</strong>, {}.",
            table.title,
            _("after %(event)s (%(races)s)") % {"event": table.after, "races": races},
        )
    ]
    if table.declared:
        words = _("As published, in part only.") if table.partial else _("As published.")
        parts.append(format_html("{}{}", words, write_citation(table.source, page.sources)))
    if table.note:
        parts.append(format_html("{}", table.note))
    if any(row.points is None for row in table.rows) and any(row.points is not None for row in table.rows):
        parts.append(format_html("{}", _("n/p: not published.")))
    return join_markup(parts, " ")


@dataclass(frozen=True, slots=True)
class BothRecord:
    row: InBoth
    page: PreviewPage
    driver: str = ""


def build_both_table(page: PreviewPage) -> LeanTable | None:
    """Who is entered in more than one championship: place, class and wins in each, one column a championship."""
    if not page.in_both:
        return None
    extra = [
        (f"season{index}", _StandingColumn(index, verbose_name=section.season.name, css_class="r"))
        for index, section in enumerate(page.sections)
    ]
    return BothTable(
        [BothRecord(row, page) for row in page.in_both],
        caption=_("Entered in both championships: place, place in class, wins in each of them."),
        caption_id="both-caption",
        extra_columns=extra,
    )


class _StandingColumn(LeanColumn):
    """How the driver of a row stands in one of the championships."""

    def __init__(self, index: int, **kwargs: Any) -> None:
        super().__init__(empty_values=(), **kwargs)
        self.index = index

    def render(self, record: BothRecord) -> SafeString:
        return write_standing(record.row.standings[self.index], record.page)


class BothTable(LeanTable):
    driver = LeanColumn(verbose_name=gettext_lazy("Driver"), empty_values=())

    row_header = "driver"
    css_class = "bars mini"

    def render_driver(self, record: BothRecord) -> SafeString:
        return name_driver(record.row.number, record.row.driver)


def write_standing(standing: Standing, page: PreviewPage) -> SafeString:
    parts: list[SafeString | str] = []
    place = write_place(standing.position, tied=standing.tied)
    if place:
        parts.append(format_html("<b>{}</b>", place))
    else:
        parts.append(not_published())
    parts += [write_class_place(each) for each in standing.classes]
    ranked = {each.category.slug for each in standing.classes}
    parts += [class_sign(each.letter, each.name) for each in standing.categories if each.slug not in ranked]
    if standing.wins is not None:
        words = ngettext("%(count)s win", "%(count)s wins", standing.wins) % {"count": standing.wins}
        parts.append(format_html("· {}{}", words, write_citation(standing.wins_source, page.sources)))
    return join_markup(parts, " ")
