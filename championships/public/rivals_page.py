"""What the page of two rivals shows: scores in words, the races as a table, the gap as a chart."""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championships.formatting.abbreviations import abbreviate_all
from championships.formatting.dates import write_short_day
from championships.formatting.numbers import MINUS, write_number, write_points, write_signed
from championships.formatting.statuses import status_words
from championships.formatting.times import write_time
from championships.public.charts import Drawing, Heading, Stop, draw_duel
from championships.public.languages import language
from championships.public.tables import EMPTY, LeanColumn, LeanTable, join_markup, label_cell, not_published
from championships.queries.people_values import DriverPage
from championships.queries.result_values import DriverResult
from championships.queries.rival_values import RivalRace, RivalSeason, RivalsPage, Score, Side

CHARTS_SHOWN = 4


def locate_rivals(one: str, two: str) -> str:
    """The one address of a pair, whatever its order."""
    return reverse("head-to-head", args=sorted((one, two)))


def list_rivals(page: DriverPage) -> list[tuple[str, str]]:
    """Name and address of the duels with whoever stands next to the driver in his newest tables, each once."""
    found = {
        row.rival.name: locate_rivals(page.driver.slug, row.rival.slug)
        for row in page.seasons
        if row.rival is not None and row.year == page.newest
    }
    return list(found.items())


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One comparison: its name, both figures, and what stands beside them."""

    name: str
    first: str
    second: str
    note: str
    leads: int  # 1: the first, -1: the second, 0: neither


def list_scores(page: RivalsPage) -> list[ScoreLine]:
    """The comparisons of which at least one session is known."""
    named = [
        (_("In the race"), page.score),
        (_("On the grid"), page.grid),
        (_("In qualifying"), page.qualifying),
        (_("Best lap of the race"), page.best_laps),
    ]
    lines = [
        ScoreLine(name, str(score.first), str(score.second), _note(score), _sign(score.first - score.second))
        for name, score in named
        if score.counted
    ]
    mine, theirs = page.gained
    if mine is not None and theirs is not None:
        lines.append(
            ScoreLine(
                _("Places gained a race, from the grid"),
                _mean(mine),
                _mean(theirs),
                "",
                _sign(mine - theirs),
            )
        )
    return lines


def _mean(value: Fraction) -> str:
    text = write_number(value, language(), decimals=1)
    return text if text.startswith(MINUS) or text == "0" else f"+{text}"


def _sign(value: Fraction | int) -> int:
    return (value > 0) - (value < 0)


def _note(score: Score) -> str:
    notes = []
    if score.level:
        notes.append(_("%(count)s level") % {"count": score.level})
    if score.open:
        words = ngettext("%(count)s not comparable", "%(count)s not comparable", score.open)
        notes.append(words % {"count": score.open})
    return ", ".join(notes)


@dataclass(frozen=True, slots=True)
class RaceRecord:
    row: RivalRace
    statuses: dict[str, tuple[str, str]]
    race: str = ""
    first: str = ""
    second: str = ""
    grids: str = ""
    laps: str = ""
    points: str = ""


class RivalRaces(LeanTable):
    """On a phone a list: every cell then carries its head."""

    race = LeanColumn(verbose_name=gettext_lazy("Race"), empty_values=())
    first = LeanColumn(css_class="r", empty_values=())
    second = LeanColumn(css_class="r", empty_values=())
    grids = LeanColumn(verbose_name=gettext_lazy("Grid"), css_class="r", empty_values=())
    laps = LeanColumn(verbose_name=gettext_lazy("Best lap"), css_class="r", empty_values=())
    points = LeanColumn(verbose_name=gettext_lazy("Points"), empty_values=())

    row_header = "race"
    css_class = "bars aslist plain"
    names = ("", "")

    def render_race(self, record: RaceRecord) -> SafeString:
        row = record.row.first
        notes = [write_short_day(row.on_date, language())] if row.on_date else []
        notes += [_("provisional")] if row.state == "provisional" else []
        notes += [_("partial classification")] if not row.complete else []
        return format_html(
            '<a href="{}">{} {}, {}</a><small>{}</small>',
            reverse("session", args=[row.event.year, row.event.slug, row.session_slug]),
            row.event.name,
            row.event.year,
            row.session,
            " · ".join(notes),
        )

    def render_first(self, record: RaceRecord) -> SafeString:
        told = _write_place(record, record.row.first, ahead=record.row.ahead == 1)
        return label_cell(self.names[0], told)

    def render_second(self, record: RaceRecord) -> SafeString:
        told = _write_place(record, record.row.second, ahead=record.row.ahead == -1)
        return label_cell(self.names[1], told)

    def render_grids(self, record: RaceRecord) -> SafeString:
        one, two = record.row.first.grid, record.row.second.grid
        if one is None or two is None:
            return EMPTY
        return label_cell(_("Grid"), format_html("{}\N{EN DASH}{}", one, two))

    def render_laps(self, record: RaceRecord) -> SafeString:
        rows = (record.row.first, record.row.second)
        if any(row.best_lap_ms is None or row.mates for row in rows):
            return EMPTY
        times = [write_time(row.best_lap_ms, language()) for row in rows]
        return label_cell(_("Best lap"), format_html('{} <span class="soft">/</span> {}', *times))

    def render_points(self, record: RaceRecord) -> SafeString:
        told = [
            format_html(
                '<span class="soft">{}</span> {}\N{EN DASH}{}',
                one.season.name,
                write_points(one.first, language()),
                write_points(one.second, language()),
            )
            for one in record.row.points
            if one.first is not None and one.second is not None
        ]
        return label_cell(_("Points"), join_markup(told, " · ")) if told else EMPTY


def _write_place(record: RaceRecord, row: DriverResult, *, ahead: bool) -> SafeString:
    if row.place is None:
        if row.status not in record.statuses:
            return not_published()
        short, words = record.statuses[row.status]
        return format_html('<abbr title="{}">{}</abbr><span class="vh"> {}</span>', words, short, words)
    if not ahead:
        return format_html("{}", row.place)
    return format_html('<b class="w">{}</b><span class="vh"> {}</span>', row.place, _("ahead"))


def build_races_table(page: RivalsPage) -> RivalRaces | None:
    if not page.races:
        return None
    words = status_words()
    hidden = {
        "grids": not any(race.first.grid and race.second.grid for race in page.races),
        "laps": not any(race.first.best_lap_ms and race.second.best_lap_ms for race in page.races),
        "points": not any(one.first is not None for race in page.races for one in race.points),
    }
    table = RivalRaces(
        [RaceRecord(race, words) for race in reversed(page.races)],
        caption=_("Places in the whole field, the newest race first; the one ahead is marked."),
        caption_id="races-caption",
        exclude=[name for name, absent in hidden.items() if absent],
    )
    table.names = (page.first.driver.name, page.second.driver.name)
    table.columns["first"].column.verbose_name = page.first.driver.name
    table.columns["second"].column.verbose_name = page.second.driver.name
    return table


@dataclass(frozen=True, slots=True)
class SeasonRecord:
    row: RivalSeason
    season: str = ""
    races: str = ""
    points: str = ""
    places: str = ""
    totals: str = ""


class RivalSeasons(LeanTable):
    season = LeanColumn(verbose_name=gettext_lazy("Championship"), empty_values=())
    races = LeanColumn(verbose_name=gettext_lazy("Races"), css_class="r big", empty_values=())
    points = LeanColumn(verbose_name=gettext_lazy("Points in these races"), css_class="r", empty_values=())
    totals = LeanColumn(verbose_name=gettext_lazy("Points in the table"), css_class="r", empty_values=())
    places = LeanColumn(verbose_name=gettext_lazy("Place in the table"), css_class="r", empty_values=())

    row_header = "season"

    def render_season(self, record: SeasonRecord) -> SafeString:
        season = record.row.season
        return format_html(
            '<a href="{}">{} {}</a>', reverse("season", args=[season.championship, season.label]), season.name,
            season.label,
        )  # fmt: skip

    def render_races(self, record: SeasonRecord) -> SafeString:
        score = record.row.score
        return format_html("{}\N{EN DASH}{}", score.first, score.second)

    def render_points(self, record: SeasonRecord) -> SafeString:
        row = record.row
        if row.points is None:
            return not_published()
        told = _pair(*row.points)
        short = row.points_races < row.score.counted + row.score.open
        note = _("of %(count)s races") % {"count": row.points_races} if short else ""
        return format_html("{} <small>{}</small>", told, note) if note else told

    def render_totals(self, record: SeasonRecord) -> SafeString:
        one, two = record.row.totals
        return not_published() if one is None or two is None else _pair(one, two)

    def render_places(self, record: SeasonRecord) -> SafeString:
        one, two = record.row.positions
        return not_published() if one is None or two is None else format_html("{}\N{EN DASH}{}", one, two)


def _pair(one: Fraction, two: Fraction) -> SafeString:
    return format_html("{}\N{EN DASH}{}", write_points(one, language()), write_points(two, language()))


def build_seasons_table(page: RivalsPage) -> RivalSeasons | None:
    rows = [row for row in page.seasons if row.score.counted or row.score.open]
    if not rows:
        return None
    return RivalSeasons(
        [SeasonRecord(row) for row in rows],
        caption=_("%(first)s first, then %(second)s. Points in these races: nothing dropped.")
        % {"first": page.first.driver.name, "second": page.second.driver.name},
        caption_id="seasons-caption",
    )


def draw_gaps(page: RivalsPage) -> list[tuple[RivalSeason, Drawing]]:
    """The gap in points after each meeting, a chart a season: the newest ones, where at least two gaps are known."""
    drawings: list[tuple[RivalSeason, Drawing]] = []
    for row in page.seasons:
        drawing = _draw_gap(page, row)
        if drawing is not None and len(drawings) < CHARTS_SHOWN:
            drawings.append((row, drawing))
    return drawings


def _draw_gap(page: RivalsPage, row: RivalSeason) -> Drawing | None:
    if row.curve is None:
        return None
    first, second = page.first.driver, page.second.driver
    gaps = []
    for stop in row.curve.round_ends:
        one, two = stop.points[first.slug], stop.points[second.slug]
        gaps.append(None if one is None or two is None else one - two)
    if sum(gap is not None for gap in gaps) < 2:
        return None
    name = f"{row.season.name} {row.season.label}"
    title = _("%(championship)s: points of %(first)s less those of %(second)s, after each meeting") % {
        "championship": name,
        "first": first.name,
        "second": second.name,
    }
    known = [gap for gap in gaps if gap is not None]
    description = _("From %(start)s to %(end)s.") % {
        "start": write_signed(known[0], language()),
        "end": write_signed(known[-1], language()),
    }
    names = [stop.session.event.name for stop in row.curve.round_ends]
    stops = [
        Stop(short, name, provisional=stop.session.state == "provisional")
        for short, name, stop in zip(abbreviate_all(names), names, row.curve.round_ends, strict=True)
    ]
    return draw_duel(
        Heading(f"gap-{row.season.championship}-{row.season.label}", title, description, _("Meeting"), _("not known")),
        stops,
        gaps,
        head=_("Gap"),
        above=_("%(name)s ahead") % {"name": first.name},
        below=_("%(name)s ahead") % {"name": second.name},
        write_value=lambda value: write_signed(value, language()),
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the two in his grid slot: the one who was ahead more often in front."""

    side: Side
    ahead: int


@dataclass(frozen=True, slots=True)
class Front:
    """The head of the page: both in their slots, the margin with its unit, and the answer in a sentence."""

    slots: tuple[Slot, Slot]
    margin: str
    unit: str
    sentence: str


def write_front(page: RivalsPage) -> Front:
    one, two = Slot(page.first, page.score.first), Slot(page.second, page.score.second)
    slots = (two, one) if two.ahead > one.ahead else (one, two)
    lead = slots[0].ahead - slots[1].ahead
    margin = write_number(-lead, language()) if lead else ""
    return Front(slots, margin, ngettext("race ahead", "races ahead", lead), _tell_front(page, slots))


def _tell_front(page: RivalsPage, slots: tuple[Slot, Slot]) -> str:
    if not page.races:
        return _("No race that both started in two cars is known here.")
    names = {
        "first": slots[0].side.driver.name,
        "second": slots[1].side.driver.name,
        "ahead": slots[0].ahead,
        "behind": slots[1].ahead,
    }
    races = ngettext("%(count)s race in common", "%(count)s races in common", len(page.races))
    races %= {"count": len(page.races)}
    if slots[0].ahead == slots[1].ahead:
        return _("%(first)s and %(second)s: level, %(ahead)s each, in %(races)s.") % {**names, "races": races}
    return _("%(first)s leads %(second)s %(ahead)s to %(behind)s, in %(races)s.") % {**names, "races": races}
