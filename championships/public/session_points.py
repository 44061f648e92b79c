"""The classification of a session in one table: places and gaps among its own cars, points with their parts."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.formatting.numbers import write_points
from championships.formatting.punctuation import join_clauses
from championships.formatting.statuses import status_words
from championships.formatting.times import write_time
from championships.public.languages import language
from championships.public.reason_sentences import tell_part
from championships.public.session_table import write_crew, write_gap_behind
from championships.public.tables import EMPTY, LeanColumn, LeanTable, join_markup
from championships.queries.session_tables import Scored, SessionTable, TableChoice, TableLine, list_choices
from championships.queries.sessions import SessionPage


@dataclass(frozen=True, slots=True)
class PointsRecord:
    row: TableLine
    statuses: dict[str, tuple[str, str]]
    place: str = ""
    driver: str = ""
    points: str = ""
    overall: str = ""
    laps: str = ""
    time: str = ""
    best: str = ""
    parts: str = ""


class PointsTable(LeanTable):
    place = LeanColumn(verbose_name=gettext_lazy("Pos."), css_class="pos", empty_values=())
    driver = LeanColumn(verbose_name=gettext_lazy("Driver"), empty_values=())
    points = LeanColumn(verbose_name=gettext_lazy("Points"), css_class="r big", empty_values=())
    time = LeanColumn(verbose_name=gettext_lazy("Time, gap"), css_class="r", empty_values=())
    overall = LeanColumn(verbose_name=gettext_lazy("Overall"), css_class="r", empty_values=())
    laps = LeanColumn(verbose_name=gettext_lazy("Laps"), css_class="r", empty_values=())
    best = LeanColumn(verbose_name=gettext_lazy("Best lap"), css_class="r", empty_values=())
    parts = LeanColumn(verbose_name=gettext_lazy("How the points came about"), css_class="parts", empty_values=())

    row_header = "driver"
    css_class = "bars rr"

    def render_place(self, record: PointsRecord) -> str | SafeString:
        if record.row.place is not None:
            return str(record.row.place)
        short, words = record.statuses.get(record.row.line.status, ("", _("not classified here")))
        return format_html('{}<span class="vh"> {}</span>', short or "\N{EN DASH}", words)

    def render_driver(self, record: PointsRecord) -> SafeString:
        return write_crew(record.row.line)

    def render_points(self, record: PointsRecord) -> SafeString:
        return join_markup(dict.fromkeys(_write_scored(one) for one in record.row.scored), " / ")

    def render_overall(self, record: PointsRecord) -> str:
        return "" if record.row.line.place is None else str(record.row.line.place)

    def render_laps(self, record: PointsRecord) -> str:
        return "" if record.row.line.laps is None else str(record.row.line.laps)

    def render_time(self, record: PointsRecord) -> str:
        return write_gap_behind(record.row.line, record.row.gap_ms, record.row.gap_laps)

    def render_best(self, record: PointsRecord) -> str:
        return write_time(record.row.line.best_lap_ms, language())

    def render_parts(self, record: PointsRecord) -> str:
        told = [join_clauses((tell_part(part) for part in one.parts), language()) for one in record.row.scored if one]
        return " / ".join(dict.fromkeys(one for one in told if one))


def build_points_table(page: SessionPage, table: SessionTable) -> PointsTable:
    rows = table.lines
    hidden = {
        "points": not table.scores,
        "parts": not any(one and one.parts for row in rows for one in row.scored),
        "overall": all(row.place == row.line.place for row in rows),
        "laps": not any(row.line.laps is not None for row in rows),
        "time": not any(write_gap_behind(row.line, row.gap_ms, row.gap_laps) for row in rows),
        "best": not any(row.line.best_lap_ms is not None for row in rows),
    }
    words = status_words()
    return PointsTable(
        [PointsRecord(row, words) for row in rows],
        caption=_write_caption(page, table),
        caption_id="classification-caption",
        exclude=[name for name, absent in hidden.items() if absent],
    )


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of the switch between tables; no address: the whole field."""

    address: str
    name: str
    current: bool


def list_tabs(page: SessionPage, chosen: SessionTable | None) -> tuple[tuple[Tab, ...], ...]:
    """Rows of links: the whole field and the championships, then the categories of the one chosen.

    One row where there is one championship; none where the session counts for nothing.
    """
    choices = list_choices(page)
    if not choices or page.withdrawn:
        return ()
    asked = chosen.choice if chosen else None
    whole = Tab("", _("Whole field"), asked is None)
    if len(page.seasons) == 1:
        return ((whole, *(Tab(one.address, name_choice(one, alone=True), one == asked) for one in choices)),)
    first = (
        whole,
        *(
            Tab(one.address, one.season.name, asked is not None and one.season == asked.season)
            for one in choices
            if one.category is None
        ),
    )
    inside = [one for one in choices if asked is not None and one.season == asked.season]
    if len(inside) < 2:
        return (first,)
    second = (Tab(one.address, one.category.name if one.category else _("Everybody"), one == asked) for one in inside)
    return (first, tuple(second))


def name_choice(choice: TableChoice, *, alone: bool = False) -> str:
    """What a table is called; `alone`: the category without its championship, which is the only one."""
    if choice.category is None:
        return choice.season.name
    return choice.category.name if alone else f"{choice.season.name}, {choice.category.name}"


def _write_caption(page: SessionPage, table: SessionTable) -> SafeString:
    name = name_choice(table.choice)
    title = _("%(session)s, %(event)s") % {"session": page.name, "event": page.event.name}
    parts = [format_html("<strong>{}{} {}</strong>.", title, _(":"), name)]
    parts.append(format_html("{}", _("Places and gaps are among the cars of this table; overall is the whole field.")))
    if not table.scores:
        parts.append(format_html("{}", _tell_no_points(page, table)))
    return join_markup(parts, " ")


def _tell_no_points(page: SessionPage, table: SessionTable) -> str:
    if table.hypothesis:
        return _("The rules of this season are known only in part: no points are computed.")
    if not page.complete:
        return _("A partial classification never scores.")
    return _("This session brings no points in this table.")


def _write_scored(scored: Scored | None) -> SafeString:
    return format_html("{}", write_points(scored.points, language())) if scored else EMPTY
