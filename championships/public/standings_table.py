"""The standings as a django-tables2 table: fixed columns here, race cells ready a row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.formatting.numbers import write_gap, write_points
from championships.formatting.places import write_place
from championships.public.captions import write_caption
from championships.public.languages import language
from championships.public.matrix import RaceCells, write_heads
from championships.public.table_wishes import COLUMNS, Wish, sort_lines
from championships.public.tables import EMPTY, LeanColumn, LeanTable, class_sign, join_markup, not_published, plate
from championships.public.title_lines import write_title_line
from championships.public.words import tell_movement
from championships.queries.competitors import CompetitorView
from championships.queries.refs import CategoryRef
from championships.queries.standing_lines import Line, RankIn
from championships.queries.standings import StandingsPage


@dataclass(frozen=True, slots=True)
class StandingRecord:
    line: Line
    race_cells: SafeString
    why: str  # the address of the reasons of this row
    row_class: SafeString = EMPTY  # rows lie on bars of three, whatever stands between them
    below: SafeString = EMPTY  # a row under this one: the title line
    # One value a column; the render methods read the line.
    position: str = ""
    competitor: str = ""
    classes: str = ""
    overall: str = ""
    points: str = ""
    gross: str = ""
    deducted: str = ""
    gap: str = ""
    ahead: str = ""
    wins: str = ""
    podiums: str = ""


class StandingsTable(LeanTable):
    """Place and movement, competitor, class ranks, points, gap, wins; then one cell per race."""

    position = LeanColumn(verbose_name=gettext_lazy("Pos."), css_class="pos", empty_values=())
    competitor = LeanColumn(verbose_name=gettext_lazy("Driver"), css_class="who-col", empty_values=())
    classes = LeanColumn(verbose_name=gettext_lazy("Class"), css_class="xc", empty_values=())
    overall = LeanColumn(verbose_name=gettext_lazy("Overall"), css_class="r xc", empty_values=())
    points = LeanColumn(verbose_name=gettext_lazy("Points"), css_class="r big", empty_values=())
    gross = LeanColumn(verbose_name=gettext_lazy("Gross"), css_class="r xc", empty_values=())
    deducted = LeanColumn(verbose_name=gettext_lazy("Deducted"), css_class="r xc", empty_values=())
    gap = LeanColumn(verbose_name=gettext_lazy("Gap"), css_class="r gap-col", empty_values=())
    ahead = LeanColumn(verbose_name=gettext_lazy("To next"), css_class="r gap-col", empty_values=())
    wins = LeanColumn(verbose_name=gettext_lazy("Wins"), css_class="r xc", empty_values=())
    podiums = LeanColumn(verbose_name=gettext_lazy("Podiums"), css_class="r xc", empty_values=())

    row_header = "competitor"
    css_class = "matrix"
    has_race_cells = True
    namesakes: frozenset[str] = frozenset()  # family names that several have: their given names are always seen

    def render_position(self, record: StandingRecord) -> SafeString:
        line = record.line
        place = write_place(line.position, tied=line.tied, mark=line.mark)
        return format_html("{} {}", place or not_published(), write_movement(line.movement))

    def render_competitor(self, record: StandingRecord) -> SafeString:
        competitor = record.line.competitor
        signs = competitor.categories if "classes" in self.columns else ()
        return write_competitor(competitor, signs=signs, in_full=competitor.family in self.namesakes)

    def render_classes(self, record: StandingRecord) -> SafeString:
        return join_markup((write_class_rank(rank) for rank in record.line.classes), " ")

    def render_overall(self, record: StandingRecord) -> str | SafeString:
        rank = record.line.overall
        return EMPTY if rank is None else write_rank(rank)

    def render_points(self, record: StandingRecord) -> SafeString:
        line = record.line
        points = write_points(line.points, language()) if line.points is not None else not_published()
        return format_html(
            '<a class="why" href="{}">{}<span class="vh">{}</span></a><small class="gp">{}</small>',
            record.why,
            points,
            _(": why this place"),
            write_gap(line.gap, language()),
        )

    def render_gross(self, record: StandingRecord) -> str | SafeString:
        gross = record.line.gross
        return not_published() if gross is None else write_points(gross, language())

    def render_deducted(self, record: StandingRecord) -> str:
        taken = record.line.deducted
        if not taken:
            return ""
        return write_points(-taken, language()) if taken > 0 else f"+{write_points(-taken, language())}"

    def render_gap(self, record: StandingRecord) -> str | SafeString:
        line = record.line
        if line.mark:
            return ""
        return not_published() if line.gap is None else write_gap(line.gap, language())

    def render_ahead(self, record: StandingRecord) -> str | SafeString:
        line = record.line
        if line.mark or line.position == 1:
            return ""
        return not_published() if line.ahead is None else write_gap(line.ahead, language())

    def render_podiums(self, record: StandingRecord) -> str | SafeString:
        return not_published() if record.line.podiums is None else str(record.line.podiums)

    def render_wins(self, record: StandingRecord) -> str | SafeString:
        line = record.line
        if line.wins is None:
            return not_published()
        return format_html("{}<sup>†</sup>", line.wins) if line.wins_stated else str(line.wins)


def build_standings_table(page: StandingsPage, wish: Wish, *, here: str = "") -> StandingsTable:
    """The table as wished. `here`: its own address, for the links that sort it; empty: on paper, where none do."""
    first_heads, second_heads = write_heads(page.columns, page.stop.round)
    cells = RaceCells(page.columns, page.stop.round)
    hidden = {
        "classes": not page.has_classes,
        "overall": not page.has_overall,
        "gross": not page.has_gross,
        "deducted": not any(line.deducted for line in page.lines),
        "podiums": not page.has_podiums,
    }
    lines = sort_lines(page.lines, wish)
    records = [
        StandingRecord(line, cells.write(line.cells), find_reasons(page, line) + wish.moment.query, count_bar(number))
        for number, line in enumerate(lines)
    ]
    rule = page.title_line
    if rule is not None and rule.above and not wish.sort:
        width = len(StandingsTable.base_columns) - sum(hidden.values()) + len(page.columns)
        records[rule.above - 1] = replace(records[rule.above - 1], below=write_title_line(rule, width))
    table = StandingsTable(
        records,
        caption=write_caption(page),
        caption_id="standings-caption",
        first_heads=first_heads,
        second_heads=second_heads,
        exclude=[name for name, absent in hidden.items() if absent],
    )
    table.columns["competitor"].column.verbose_name = name_kind(page.kind)
    families = Counter(line.competitor.family for line in lines)
    table.namesakes = frozenset(name for name, count in families.items() if name and count > 1)
    if here:
        table.region_class = "" if wish.whole else "short"
        link_heads(table, wish, here)
    return table


def count_bar(number: int) -> SafeString:
    """The class of a row, for the paper bars: three rows on a bar, three beside it."""
    return EMPTY if number // 3 % 2 else SafeString(' class="ba"')


def link_heads(table: StandingsTable, wish: Wish, here: str) -> None:
    """Heads that sort the table when followed, and say how it is sorted. By rank it is never "sorted": it stands so."""
    for bound in table.columns:
        column, name = bound.column, bound.name
        if name == "position" and wish.sort:
            column.verbose_name = format_html('<a href="{}{}">{}</a>', here, wish.ranked_query, bound.header)
        if name not in COLUMNS:
            continue
        href = here + wish.sorted_query(name)
        sign = EMPTY
        if name == wish.column:
            way = ("descending", "▼") if wish.downwards else ("ascending", "▲")
            column.sorted = format_html(' aria-sort="{}"', way[0])
            sign = format_html('<span aria-hidden="true"> {}</span>', way[1])
        column.verbose_name = format_html('<a href="{}">{}{}</a>', href, bound.header, sign)


def find_reasons(page: StandingsPage, line: Line) -> str:
    """The address of the page that tells why a competitor stands where it stands in the table shown."""
    where = [page.season.championship, page.season.label, page.key, line.competitor.id]
    if page.newest and page.whole_round:
        return reverse("reasons", args=where)
    stop = [page.stop.round] if page.whole_round else [page.stop.round, page.stop.key]
    return reverse("reasons-after", args=[*where, *stop])


def name_kind(kind: str) -> str:
    """The head of the column: what the table ranks ("driver", "team", "car")."""
    return {"team": _("Team"), "car": _("Car")}.get(kind, _("Driver"))


def write_competitor(view: CompetitorView, *, signs: Iterable[CategoryRef] = (), in_full: bool = False) -> SafeString:
    """Plate, linked name, team: the head of a row.

    `signs`: of classes, seen where their column is not. `in_full`: the given name stands on a narrow screen, too.
    """
    if view.kind == "car":
        return format_html('<span class="dr">{}</span>', plate(view.number))
    if view.kind == "team":
        return format_html('<a href="{}">{}</a>', reverse("team", args=[view.id]), view.name)
    given: str | SafeString = f"{view.given} " if in_full and view.given else EMPTY
    if view.given and not in_full:
        given = format_html('<span class="fn">{} </span>', view.given)
    team = format_html("<small>{}</small>", view.team.name) if view.team else EMPTY
    return format_html(
        '<span class="dr">{}<span><a href="{}">{}{}</a>{}{}</span></span>',
        plate(view.number),
        reverse("driver", args=[view.id]),
        given,
        view.family or view.name,
        join_markup(format_html('<span class="cs"> {}</span>', class_sign(one.letter, one.name)) for one in signs),
        team,
    )


def write_class_rank(rank: RankIn) -> SafeString:
    """The sign of the class with the place in it; no place where its table does not name the competitor."""
    place = write_place(rank.position, tied=rank.tied, mark=rank.mark)
    sign = class_sign(rank.category.letter, rank.category.name)
    return format_html('<span class="np-wrap">{} {}</span>', sign, place) if place else sign


def write_rank(rank: RankIn) -> str:
    return write_place(rank.position, tied=rank.tied, mark=rank.mark)


def write_movement(movement: int | None) -> SafeString:
    """Places gained or lost since the last round, as a sign and in words; nothing where it is not known."""
    if movement is None:
        return EMPTY
    css, sign = "mv", "\N{EN DASH}"
    if movement:
        css, sign = ("mv u", f"▲{movement}") if movement > 0 else ("mv", f"▽{-movement}")
    return format_html(
        '<span class="{}"><span aria-hidden="true">{}</span><span class="vh">{}</span></span>',
        css,
        sign,
        tell_movement(movement),
    )
