"""The standings as a django-tables2 table: fixed columns here, race cells ready a row."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championships.formatting.numbers import write_gap, write_points
from championships.formatting.places import write_place
from championships.public.captions import write_caption
from championships.public.matrix import RaceCells, write_heads
from championships.public.rendering import language
from championships.public.tables import EMPTY, LeanColumn, LeanTable, class_sign, join_markup, not_published, plate
from championships.queries.competitors import CompetitorView
from championships.queries.standing_lines import Line, RankIn
from championships.queries.standings import StandingsPage


@dataclass(frozen=True, slots=True)
class StandingRecord:
    line: Line
    race_cells: SafeString
    why: str  # the address of the reasons of this row
    # One value a column; the render methods read the line.
    position: str = ""
    competitor: str = ""
    classes: str = ""
    overall: str = ""
    points: str = ""
    gross: str = ""
    deducted: str = ""
    gap: str = ""
    wins: str = ""


class StandingsTable(LeanTable):
    """Place and movement, competitor, class ranks, points, gap, wins; then one cell per race."""

    position = LeanColumn(verbose_name=gettext_lazy("Pos."), css_class="pos", empty_values=())
    competitor = LeanColumn(verbose_name=gettext_lazy("Driver"), css_class="who-col", empty_values=())
    classes = LeanColumn(verbose_name=gettext_lazy("Class"), empty_values=())
    overall = LeanColumn(verbose_name=gettext_lazy("Overall"), css_class="r", empty_values=())
    points = LeanColumn(verbose_name=gettext_lazy("Points"), css_class="r big", empty_values=())
    gross = LeanColumn(verbose_name=gettext_lazy("Gross"), css_class="r", empty_values=())
    deducted = LeanColumn(verbose_name=gettext_lazy("Deducted"), css_class="r", empty_values=())
    gap = LeanColumn(verbose_name=gettext_lazy("Gap"), css_class="r gap-col", empty_values=())
    wins = LeanColumn(verbose_name=gettext_lazy("Wins"), css_class="r", empty_values=())

    row_header = "competitor"
    css_class = "matrix bars"
    has_race_cells = True

    def render_position(self, record: StandingRecord) -> SafeString:
        line = record.line
        place = write_place(line.position, tied=line.tied, mark=line.mark)
        return format_html("{} {}", place or not_published(), write_movement(line.movement))

    def render_competitor(self, record: StandingRecord) -> SafeString:
        return write_competitor(record.line.competitor)

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

    def render_wins(self, record: StandingRecord) -> str | SafeString:
        line = record.line
        if line.wins is None:
            return not_published()
        return format_html("{}<sup>†</sup>", line.wins) if line.wins_stated else str(line.wins)


def build_standings_table(page: StandingsPage, *, query: str = "") -> StandingsTable:
    """`query`: what the links to the reasons carry on ("?as-of=2025-09-04")."""
    first_heads, second_heads = write_heads(page.columns)
    cells = RaceCells(page.columns)
    hidden = {
        "classes": not page.has_classes,
        "overall": not page.has_overall,
        "gross": not page.has_gross,
        "deducted": not any(line.deducted for line in page.lines),
    }
    table = StandingsTable(
        [StandingRecord(line, cells.write(line.cells), find_reasons(page, line) + query) for line in page.lines],
        caption=write_caption(page),
        caption_id="standings-caption",
        first_heads=first_heads,
        second_heads=second_heads,
        exclude=[name for name, absent in hidden.items() if absent],
    )
    table.columns["competitor"].column.verbose_name = name_kind(page.kind)
    return table


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


def write_competitor(view: CompetitorView) -> SafeString:
    """Plate, linked name, team: the head of a row."""
    if view.kind == "car":
        return format_html('<span class="dr">{}</span>', plate(view.number))
    if view.kind == "team":
        return format_html('<a href="{}">{}</a>', reverse("team", args=[view.id]), view.name)
    given = format_html('<span class="fn">{} </span>', view.given) if view.given else EMPTY
    team = format_html("<small>{}</small>", view.team.name) if view.team else EMPTY
    return format_html(
        '<span class="dr">{}<span><a href="{}">{}{}</a>{}</span></span>',
        plate(view.number),
        reverse("driver", args=[view.id]),
        given,
        view.family or view.name,
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
    if movement == 0:
        return format_html(
            '<span class="mv"><span aria-hidden="true">\N{EN DASH}</span><span class="vh">{}</span></span>',
            _("unchanged"),
        )
    count = abs(movement)
    if movement > 0:
        said = ngettext("%(count)s place gained", "%(count)s places gained", count) % {"count": count}
        css, sign = "mv u", "▲"
    else:
        said = ngettext("%(count)s place lost", "%(count)s places lost", count) % {"count": count}
        css, sign = "mv", "▽"
    return format_html(
        '<span class="{}"><span aria-hidden="true">{}{}</span><span class="vh">{}</span></span>', css, sign, count, said
    )
