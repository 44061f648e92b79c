"""The tables an event left behind: places before and after, points gained."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championships.formatting.numbers import write_points, write_signed
from championships.formatting.places import join_names, write_place
from championships.public.languages import language
from championships.public.standings_table import write_competitor, write_movement
from championships.public.tables import EMPTY, LeanColumn, LeanTable, join_markup, not_published
from championships.queries.event_outcome import EventOutcome, EventTable, TableShift

GENERAL = 6  # rows shown of a table for everybody; the whole of it is a link away
OF_CLASS = 3


@dataclass(frozen=True, slots=True)
class ShiftRecord:
    row: TableShift
    position: str = ""
    competitor: str = ""
    points: str = ""
    gained: str = ""
    before: str = ""


class ShiftTable(LeanTable):
    position = LeanColumn(verbose_name=gettext_lazy("Pos."), css_class="pos", empty_values=())
    competitor = LeanColumn(verbose_name=gettext_lazy("Driver"), empty_values=())
    points = LeanColumn(verbose_name=gettext_lazy("Points"), css_class="r big", empty_values=())
    gained = LeanColumn(verbose_name=gettext_lazy("Gained here"), css_class="r", empty_values=())
    before = LeanColumn(verbose_name=gettext_lazy("Before"), css_class="r wide", empty_values=())

    row_header = "competitor"
    css_class = "bars"

    def render_position(self, record: ShiftRecord) -> SafeString:
        row = record.row
        place = write_place(row.position, tied=row.tied, mark=row.mark)
        return format_html("{} {}", place or not_published(), write_movement(row.movement))

    def render_competitor(self, record: ShiftRecord) -> SafeString:
        return write_competitor(record.row.competitor)

    def render_points(self, record: ShiftRecord) -> str | SafeString:
        points = record.row.points
        return not_published() if points is None else write_points(points, language())

    def render_gained(self, record: ShiftRecord) -> str:
        return "" if record.row.gained is None else write_signed(record.row.gained, language())

    def render_before(self, record: ShiftRecord) -> str:
        return "" if record.row.before is None else str(record.row.before)


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table of the page, with the key of its standings."""

    table: EventTable
    drawn: ShiftTable


def build_event_tables(outcome: EventOutcome) -> list[DrawnTable]:
    return [DrawnTable(table, _build(table)) for table in outcome.tables]


def _build(table: EventTable) -> ShiftTable:
    rows = table.rows[: OF_CLASS if table.of_class else GENERAL]
    hidden = {
        "gained": all(row.gained is None for row in rows),
        "before": all(row.before is None for row in rows),
    }
    return ShiftTable(
        [ShiftRecord(row) for row in rows],
        caption=_write_caption(table),
        caption_id=f"shift-{table.season.championship}-{table.key}",
        exclude=[name for name, absent in hidden.items() if absent],
    )


def _write_caption(table: EventTable) -> SafeString:
    """ "Demonstration Cup, Gentleman. Best climber: Ada Pignon, 3 places gained." """
    parts = [format_html("<strong>{}, {}</strong>.", table.season.name, table.title)]
    if table.climbers and not table.partial:
        parts.append(format_html("{}", _tell_climbers(table.climbers)))
    if table.partial:
        parts.append(format_html("{}", _("The source names only these competitors.")))
    if table.provisional:
        parts.append(format_html('<b class="tag p">{}</b>', _("Provisional")))
    return join_markup(parts, " ") if parts else EMPTY


def _tell_climbers(climbers: tuple[TableShift, ...]) -> str:
    count = climbers[0].movement or 0
    places = ngettext("%(count)s place gained", "%(count)s places gained", count) % {"count": count}
    names = join_names([row.competitor.name for row in climbers], language())
    return _("Climbed most: %(names)s, %(places)s.") % {"names": names, "places": places}
