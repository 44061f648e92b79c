"""The best laps of a session as a table, and the words of its lap chart."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championships.formatting.punctuation import join_clauses
from championships.formatting.times import write_time, write_time_gap
from championships.public.charts.laps import draw_laps
from championships.public.charts.values import Drawing, Heading
from championships.public.languages import language
from championships.public.tables import LeanColumn, LeanTable, plate
from championships.queries.laps import LapCar, LapChart
from championships.queries.sessions import SessionPage


@dataclass(frozen=True, slots=True)
class LapRecord:
    car: LapCar
    rank: int
    quickest_ms: int
    place: str = ""
    driver: str = ""
    best: str = ""
    gap: str = ""
    on_lap: str = ""
    second: str = ""
    laps: str = ""
    led: str = ""


class BestLapsTable(LeanTable):
    place = LeanColumn(verbose_name=gettext_lazy("Pos."), css_class="pos", empty_values=())
    driver = LeanColumn(verbose_name=gettext_lazy("Driver"), empty_values=())
    best = LeanColumn(verbose_name=gettext_lazy("Best lap"), css_class="r", empty_values=())
    gap = LeanColumn(verbose_name=gettext_lazy("Gap"), css_class="r", empty_values=())
    on_lap = LeanColumn(verbose_name=gettext_lazy("On lap"), css_class="r", empty_values=())
    second = LeanColumn(verbose_name=gettext_lazy("Second best"), css_class="r", empty_values=())
    laps = LeanColumn(verbose_name=gettext_lazy("Laps"), css_class="r", empty_values=())
    led = LeanColumn(verbose_name=gettext_lazy("Laps led"), css_class="r", empty_values=())

    row_header = "driver"
    css_class = "bars rr"

    def render_place(self, record: LapRecord) -> str:
        return str(record.rank)

    def render_driver(self, record: LapRecord) -> SafeString:
        number = record.car.number
        link = format_html(
            '<a href="?car={}#chart"><span class="vh">{} </span>{}</a>',
            number,
            _("Follow in the chart:"),
            record.car.drivers,
        )
        return format_html('<span class="dr">{} {}</span>', plate(number), link if number else record.car.drivers)

    def render_best(self, record: LapRecord) -> SafeString | str:
        lap = write_time(record.car.best_ms, language())
        if record.car.best_ms != record.quickest_ms:
            return lap
        return format_html('<b class="fl">{}<span class="vh"> {}</span></b>', lap, _("fastest lap"))

    def render_gap(self, record: LapRecord) -> str:
        behind = (record.car.best_ms or 0) - record.quickest_ms
        return write_time_gap(behind, language()) if behind else ""

    def render_on_lap(self, record: LapRecord) -> str:
        return "" if record.car.best_n is None else str(record.car.best_n)

    def render_second(self, record: LapRecord) -> str:
        return write_time(record.car.second_best_ms, language())

    def render_laps(self, record: LapRecord) -> str:
        return str(record.car.laps)

    def render_led(self, record: LapRecord) -> str:
        return str(record.car.laps_led or "")


def build_best_laps(chart: LapChart) -> BestLapsTable:
    """By the best lap; equal times share a rank."""
    cars = chart.by_best_lap
    quickest = cars[0].best_ms or 0 if cars else 0
    times = [car.best_ms for car in cars]
    return BestLapsTable(
        [LapRecord(car, times.index(car.best_ms) + 1, quickest) for car in cars],
        caption=_("Best laps, as the timing gave them: a lap time the stewards deleted still stands here."),
        caption_id="best-laps-caption",
        exclude=[] if any(car.laps_led for car in cars) else ["led"],
    )


def draw_lap_chart(page: SessionPage, chart: LapChart, followed: str) -> Drawing | None:
    """Places lap by lap; None where the file does not give the time since the start."""
    if not chart.laps:
        return None
    title = _("Lap chart: %(session)s, %(event)s") % {"session": page.name, "event": page.event.name}
    heading = Heading("laps", title, tell_leads(chart), _("After"), _("not published"), _("no lap"))
    return draw_laps(heading, chart, grid=page.grid, followed=followed)


def tell_leads(chart: LapChart) -> str:
    """ "Number 81 leads laps 1 to 3, number 7 lap 4." in the order of the laps."""
    told = []
    for lead in chart.leads:
        count = lead.to_lap - lead.from_lap + 1
        text = ngettext(
            "number %(number)s leads lap %(first)s", "number %(number)s leads laps %(first)s to %(last)s", count
        )
        told.append(text % {"number": lead.number, "first": lead.from_lap, "last": lead.to_lap})
    return join_clauses(told, language())
