"""The classification of a session: final order, order on the road, places in each championship and category."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championships.formatting.decisions import cite_document
from championships.formatting.names import write_of
from championships.formatting.places import join_names
from championships.formatting.statuses import status_words
from championships.formatting.times import write_time, write_time_gap
from championships.public.languages import language
from championships.public.tables import EMPTY, LeanColumn, LeanTable, class_sign, join_markup, plate
from championships.queries.refs import CategoryRef
from championships.queries.session_lines import Column, ResultDriver, ResultLine
from championships.queries.sessions import SessionPage


@dataclass(frozen=True, slots=True)
class ResultRecord:
    line: ResultLine
    statuses: dict[str, tuple[str, str]]
    place: str = ""
    road: str = ""
    driver: str = ""
    car_class: str = ""
    grid: str = ""
    laps: str = ""
    time: str = ""
    best: str = ""


@dataclass(frozen=True, slots=True)
class RankIndexes:
    """Where the places of one championship stand among those of a line: its own, and those of its categories."""

    name: str
    everybody: int | None  # None: the championship ranks the whole field, its place is the final one
    categories: tuple[tuple[int, CategoryRef], ...]


class RankColumn(LeanColumn):
    """ "7 G 1": both places of a car in one championship, overall and in its class."""

    def __init__(self, ranks: RankIndexes, **kwargs: Any) -> None:
        super().__init__(
            empty_values=(), verbose_name=ranks.name if ranks.everybody is not None else _("Class"), **kwargs
        )
        self.ranks = ranks

    def render(self, record: ResultRecord) -> SafeString:
        places = record.line.places
        own = None if self.ranks.everybody is None else places[self.ranks.everybody]
        parts: list[SafeString | str] = [] if own is None else [str(own)]
        for index, category in self.ranks.categories:
            if places[index] is not None:
                sign = class_sign(category.letter, category.name)
                parts.append(format_html('<span class="np-wrap">{} {}</span>', sign, places[index]))
        return join_markup(parts, " ")


class SessionTable(LeanTable):
    place = LeanColumn(verbose_name=gettext_lazy("Pos."), css_class="pos", empty_values=())
    road = LeanColumn(verbose_name=gettext_lazy("On track"), css_class="r soft road", empty_values=())
    driver = LeanColumn(verbose_name=gettext_lazy("Driver"), empty_values=())
    time = LeanColumn(verbose_name=gettext_lazy("Time, gap"), css_class="r", empty_values=())
    car_class = LeanColumn(verbose_name=gettext_lazy("Class"), empty_values=())
    grid = LeanColumn(verbose_name=gettext_lazy("Grid"), css_class="r", empty_values=())
    laps = LeanColumn(verbose_name=gettext_lazy("Laps"), css_class="r", empty_values=())
    best = LeanColumn(verbose_name=gettext_lazy("Best lap"), css_class="r", empty_values=())

    row_header = "driver"
    css_class = "bars rr"

    def render_place(self, record: ResultRecord) -> str | SafeString:
        line = record.line
        if line.place is not None:
            return format_html("{} {}", line.place, write_change(line.gained))
        if line.status not in record.statuses:
            return _unknown(_("place not published"))
        short, words = record.statuses[line.status]
        return format_html('<abbr title="{}">{}</abbr><span class="vh"> {}</span>', words, short, words)

    def render_road(self, record: ResultRecord) -> str:
        return "" if record.line.road is None else str(record.line.road)

    def render_driver(self, record: ResultRecord) -> SafeString:
        return write_crew(record.line)

    def render_car_class(self, record: ResultRecord) -> str:
        return record.line.car_class

    def render_grid(self, record: ResultRecord) -> SafeString:
        line = record.line
        mark = format_html(' <span class="tag">{}</span>', _("pole")) if line.pole else EMPTY
        return format_html("{}{} {}", line.grid, mark, write_change(line.gained_since_start))

    def render_laps(self, record: ResultRecord) -> str:
        return "" if record.line.laps is None else str(record.line.laps)

    def render_time(self, record: ResultRecord) -> str:
        return write_gap_to_winner(record.line)

    def render_best(self, record: ResultRecord) -> SafeString:
        line = record.line
        lap = write_time(line.best_lap_ms, language())
        if not line.fastest_lap:
            return format_html("{}", lap)
        if not lap:
            return format_html('<b class="fl">{}</b>', _("fastest lap"))
        return format_html('<b class="fl">{}<span class="vh"> {}</span></b>', lap, _("fastest lap"))


def build_session_table(page: SessionPage) -> SessionTable:
    lines = page.lines
    hidden = {
        "road": not page.has_road,
        "car_class": len({line.car_class for line in lines}) < 2,
        "grid": not any(line.grid or line.pole for line in lines),
        "laps": not any(line.laps is not None for line in lines),
        "time": not any(write_gap_to_winner(line) for line in lines),
        "best": not any(line.best_lap_ms is not None or line.fastest_lap for line in lines),
    }
    words = status_words()
    ranked = list_ranks(page.columns)
    css_class = "others" if len(ranked) > 1 else ""  # each of several has a tab of its own, too
    extra = [(f"ranks{index}", RankColumn(ranks, css_class=css_class)) for index, ranks in enumerate(ranked)]
    shown = [name for name in SessionTable.base_columns if not hidden.get(name)]
    # The answer comes before the evidence, and where there is little room it is what is seen without scrolling.
    at = shown.index("time" if "time" in shown else "driver") + 1
    sequence = [*shown[:at], *(name for name, _column in extra), *shown[at:]]
    return SessionTable(
        [ResultRecord(line, words) for line in lines],
        caption=write_caption(page),
        caption_id="classification-caption",
        extra_columns=extra,
        exclude=[name for name, absent in hidden.items() if absent],
        sequence=sequence,
    )


def list_ranks(columns: Sequence[Column]) -> list[RankIndexes]:
    """A column a championship, with the places of its categories beside its own."""
    indexes: dict[int, list[tuple[int, Column]]] = {}
    for index, column in enumerate(columns):
        indexes.setdefault(column.season.pk, []).append((index, column))
    return [
        RankIndexes(
            name=held[0][1].season.name,
            everybody=next((index for index, column in held if column.category is None), None),
            categories=tuple((index, column.category) for index, column in held if column.category is not None),
        )
        for held in indexes.values()
    ]


def write_caption(page: SessionPage) -> SafeString:
    """Says whether the classification is final, and whether it is whole."""
    title = _("%(session)s, %(event)s") % {"session": page.name, "event": page.event.name}
    told = tell_result(page)
    parts = [
        format_html("<strong>{}</strong>. {}", title, told) if told else format_html("<strong>{}</strong>.", title)
    ]
    if not page.complete:
        words = _("Partial classification: only what is published is shown, and it never scores.")
        parts.append(format_html("{}", words))
    if page.has_road:
        words = _("Pos. is the final place, after the decisions; on track is the order on the road.")
        parts.append(format_html("{}", words))
    if any(line.gained_since_start for line in page.lines):
        parts.append(format_html("{}", _("▲ and ▽ beside the grid: places gained and lost since the start.")))
    return join_markup(parts, " ")


def tell_result(page: SessionPage) -> str:
    """ "Win for Ada Pignon, 1.281 s ahead of Léon Piston." Silent where the winner is not known."""
    first, runner_up = name_people(page.winner), next((line for line in page.lines if line.place == 2), None)
    if not first or page.kind == "practice":
        return ""
    spelt = [write_of(name, "fr") for name in first] if language() == "fr" else first  # "de Léon", "d’Ada"
    won = _("Win for %(first)s") if page.kind == "race" else _("Best time for %(first)s")
    told = won % {"first": join_names(spelt, language())}
    second, gap_ms = name_people(runner_up), runner_up.gap_ms if runner_up else None
    if not second or gap_ms is None:
        return f"{told}."
    gap = write_time_gap(gap_ms, language()).removeprefix("+")
    figures = {
        "gap": f"{gap}\N{NO-BREAK SPACE}s" if gap_ms < 60_000 else gap,
        "second": join_names(second, language()),
    }
    return _("%(told)s, %(gap)s ahead of %(second)s.") % {"told": told, **figures}


def name_people(line: ResultLine | None) -> list[str]:
    """The names of a car's drivers; none where one of them is not known."""
    names = [driver.driver.name for driver in line.drivers if driver.driver] if line else []
    return names if line and len(names) == len(line.drivers) else []


def write_change(gained: int | None) -> SafeString:
    """Places gained or lost between the road and the final order, as a sign and in words."""
    if not gained:
        return EMPTY
    count = abs(gained)
    if gained > 0:
        css, sign = "mv u", "▲"
        said = ngettext("%(count)s place gained", "%(count)s places gained", count) % {"count": count}
    else:
        css, sign = "mv", "▽"
        said = ngettext("%(count)s place lost", "%(count)s places lost", count) % {"count": count}
    return format_html(
        '<span class="{}"><span aria-hidden="true">{}{}</span><span class="vh">{}</span></span>', css, sign, count, said
    )


def write_gap_to_winner(line: ResultLine) -> str:
    """The winner's time; behind him the gap."""
    return write_gap_behind(line, line.gap_ms, line.gap_laps)


def write_gap_behind(line: ResultLine, gap_ms: int | None, gap_laps: int | None) -> str:
    """The first one's time; behind it the gap, in time or in laps; as the sheet wrote it where nothing is measured."""
    if gap_laps:
        return ngettext("%(count)s lap", "%(count)s laps", gap_laps) % {"count": f"+{gap_laps}"}
    if gap_ms is not None:
        return write_time_gap(gap_ms, language())
    if line.time_ms is not None:
        return write_time(line.time_ms, language())
    return line.gap_text or line.time_text


def _unknown(words: str) -> SafeString:
    return format_html('<span class="np">{}</span>', words)


def write_crew(line: ResultLine) -> SafeString:
    """Plate, people, team, decisions: the head of a row. A driver who is not known is said to be so."""
    people = [_write_driver(driver) for driver in line.drivers] or [_unknown(_("driver not known"))]
    teams = dict.fromkeys(driver.team for driver in line.drivers if driver.team)
    entrants = dict.fromkeys(driver.entrant for driver in line.drivers if driver.entrant)
    small: list[SafeString | str] = [
        *(team.name for team in teams),
        *(entrant for entrant in entrants if entrant not in {team.name for team in teams}),
        *(driver.reason for driver in line.drivers if driver.reason),
        *(
            _("decision %(document)s") % {"document": cite_document(document, language())}
            for document in line.documents
        ),
    ]
    below = format_html("<small>{}</small>", join_markup(small, " · ")) if small else EMPTY
    return format_html('<span class="dr">{} <span>{}{}</span></span>', plate(line.number), join_markup(people), below)


def _write_driver(driver: ResultDriver) -> SafeString:
    signs = join_markup((class_sign(each.letter, each.name) for each in driver.categories), " ")
    if driver.driver is None:
        name = _unknown(_("driver not known"))
    else:
        name = format_html('<a href="{}">{}</a>', reverse("driver", args=[driver.driver.slug]), driver.driver.name)
    return format_html('<span class="pn">{} {}</span>', name, signs)
