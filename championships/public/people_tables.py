"""The tables of a driver's page: one row a season, one row a race."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.formatting.citing import write_citation
from championships.formatting.dates import write_short_day
from championships.formatting.numbers import write_gap, write_points
from championships.formatting.places import join_names, write_place
from championships.formatting.statuses import status_words
from championships.public.languages import language
from championships.public.preview_tables import write_class_place
from championships.public.tables import (
    EMPTY,
    LeanColumn,
    LeanTable,
    class_sign,
    join_markup,
    label_cell,
    not_published,
    plate,
)
from championships.queries.people_values import DriverPage, DriverSeason, YearResults
from championships.queries.result_values import DriverResult


@dataclass(frozen=True, slots=True)
class SeasonRecord:
    row: DriverSeason
    page: DriverPage
    season: str = ""
    numbers: str = ""
    teams: str = ""
    position: str = ""
    classes: str = ""
    points: str = ""
    gap: str = ""
    wins: str = ""


class SeasonsTable(LeanTable):
    season = LeanColumn(verbose_name=gettext_lazy("Championship"), empty_values=())
    position = LeanColumn(verbose_name=gettext_lazy("Place"), css_class="pos", empty_values=())
    classes = LeanColumn(verbose_name=gettext_lazy("Class"), empty_values=())
    points = LeanColumn(verbose_name=gettext_lazy("Points"), css_class="r big", empty_values=())
    gap = LeanColumn(verbose_name=gettext_lazy("To leader"), css_class="r", empty_values=())
    wins = LeanColumn(verbose_name=gettext_lazy("Wins"), css_class="r", empty_values=())
    numbers = LeanColumn(verbose_name=gettext_lazy("Number"), empty_values=())
    teams = LeanColumn(verbose_name=gettext_lazy("Team"), empty_values=())

    row_header = "season"
    css_class = "bars aslist plain"

    def render_season(self, record: SeasonRecord) -> SafeString:
        row = record.row
        when = _("final table") if row.finished else _("after %(event)s") % {"event": row.after} if row.after else ""
        small = format_html("<small>{}</small>", when) if when else EMPTY
        return format_html(
            '<a href="{}">{} {}</a>{}',
            reverse("season", args=[row.season.championship, row.season.label]),
            row.season.name,
            row.season.label,
            small,
        )

    def render_position(self, record: SeasonRecord) -> str | SafeString:
        row = record.row
        place = write_place(row.position, tied=row.tied, mark=row.mark) or _write_absent(row)
        return label_cell(_("Place"), place) if place else EMPTY

    def render_classes(self, record: SeasonRecord) -> SafeString:
        ranked = {place.category.slug for place in record.row.classes}
        signs = (class_sign(each.letter, each.name) for each in record.row.categories if each.slug not in ranked)
        return join_markup([*(write_class_place(place) for place in record.row.classes), *signs], " ")

    def render_points(self, record: SeasonRecord) -> str | SafeString:
        row = record.row
        points = write_points(row.points, language()) if row.points is not None else _write_absent(row)
        return label_cell(_("Points"), points) if points else EMPTY

    def render_gap(self, record: SeasonRecord) -> str | SafeString:
        row = record.row
        gap = write_gap(row.gap, language()) if row.gap is not None else _write_absent(row)
        return label_cell(_("To leader"), gap) if gap else EMPTY

    def render_wins(self, record: SeasonRecord) -> str | SafeString:
        row = record.row
        wins: SafeString | str = _write_absent(row)
        if row.wins is not None:
            wins = format_html("{}{}", row.wins, write_citation(row.wins_source, record.page.sources))
        return label_cell(_("Wins"), wins) if wins else EMPTY

    def render_numbers(self, record: SeasonRecord) -> SafeString:
        return join_markup((plate(number) for number in record.row.numbers), " ")

    def render_teams(self, record: SeasonRecord) -> SafeString:
        return join_markup(
            (format_html('<a href="{}">{}</a>', reverse("team", args=[t.slug]), t.name) for t in record.row.teams), ", "
        )


def _write_absent(row: DriverSeason) -> SafeString:
    """Nothing where the season has no table yet; "not published" where there is one."""
    return not_published() if row.after else EMPTY


def build_seasons_table(page: DriverPage) -> SeasonsTable:
    return SeasonsTable(
        [SeasonRecord(row, page) for row in page.seasons],
        caption=_("Place overall and in class, points and wins in each championship."),
        caption_id="seasons-caption",
    )


@dataclass(frozen=True, slots=True)
class RaceRecord:
    row: DriverResult
    statuses: dict[str, tuple[str, str]]
    whose: bool = False  # the drivers stand in a column of their own
    race: str = ""
    drivers: str = ""
    number: str = ""
    grid: str = ""
    place: str = ""


class SeasonPlaceColumn(LeanColumn):
    """The place in one championship, with those in its categories."""

    def __init__(self, season: int, **kwargs: Any) -> None:
        super().__init__(empty_values=(), **kwargs)
        self.season = season

    def render(self, record: RaceRecord) -> SafeString:
        found = next((place for place in record.row.places if place.season.pk == self.season), None)
        if found is None:
            return EMPTY
        parts: list[SafeString | str] = [] if found.place is None else [_write_win(found.place)]
        parts += [format_html("{} {}", class_sign(c.letter, c.name), place) for c, place in found.classes]
        told = join_markup(parts, " ") if parts else write_status(record)
        return label_cell(found.season.name, told)


class RacesTable(LeanTable):
    race = LeanColumn(verbose_name=gettext_lazy("Race"), empty_values=())
    number = LeanColumn(verbose_name=gettext_lazy("Number"), css_class="num-col", empty_values=())
    drivers = LeanColumn(verbose_name=gettext_lazy("Driver"), empty_values=())
    grid = LeanColumn(verbose_name=gettext_lazy("Grid"), css_class="r grid-col", empty_values=())
    place = LeanColumn(verbose_name=gettext_lazy("In the field"), css_class="r place-col", empty_values=())

    row_header = "race"
    css_class = "bars aslist"

    def render_race(self, record: RaceRecord) -> SafeString:
        row = record.row
        notes = [write_short_day(row.on_date, language())] if row.on_date else []
        notes += [_("pole")] if row.pole else []
        notes += [_("fastest lap")] if row.fastest_lap else []
        notes += [_("provisional")] if row.state == "provisional" else []
        notes += [_("partial classification")] if not row.complete else []
        if row.mates and not record.whose:
            notes.append(_("with %(names)s") % {"names": join_names([one.name for one in row.mates], language())})
        return format_html(
            '<a href="{}">{}, {}</a><small>{}</small>',
            reverse("session", args=[row.event.year, row.event.slug, row.session_slug]),
            row.event.name,
            row.session,
            " · ".join(notes),
        )

    def render_number(self, record: RaceRecord) -> SafeString:
        return plate(record.row.number)

    def render_drivers(self, record: RaceRecord) -> SafeString:
        row = record.row
        people = [*([row.driver] if row.driver else []), *row.mates]
        if not people:
            return not_published()
        return join_markup(
            (format_html('<a href="{}">{}</a>', reverse("driver", args=[one.slug]), one.name) for one in people), ", "
        )

    def render_grid(self, record: RaceRecord) -> SafeString:
        if record.row.grid is None:
            return EMPTY
        return label_cell(_("Grid"), str(record.row.grid))

    def render_place(self, record: RaceRecord) -> SafeString:
        return write_status(record) if record.row.place is None else _write_win(record.row.place)


def _write_win(place: int) -> SafeString:
    return format_html('<b class="w">{}</b>' if place == 1 else "{}", place)


def write_status(record: RaceRecord) -> SafeString:
    if record.row.status not in record.statuses:
        return not_published()
    short, words = record.statuses[record.row.status]
    return format_html('<abbr title="{}">{}</abbr><span class="vh"> {}</span>', words, short, words)


def build_races_tables(page: DriverPage) -> list[tuple[YearResults, RacesTable]]:
    return [(year, build_races_table(year.results, year=year.year)) for year in page.years]


def build_races_table(results: Sequence[DriverResult], *, year: int, whose: bool = False) -> RacesTable:
    """The races of a year, a column a championship. `whose`: the drivers have a column, too."""
    words = status_words()
    seasons = {place.season.pk: place.season for row in results for place in row.places}
    hidden = {"grid": not any(row.grid for row in results), "drivers": not whose}
    return RacesTable(
        [RaceRecord(row, words, whose=whose) for row in results],
        caption=_("Results of %(year)s: place in the whole field, then in each championship and class.")
        % {"year": year},
        caption_id=f"races-{year}",
        exclude=[name for name, absent in hidden.items() if absent],
        extra_columns=[
            (f"season{season.pk}", SeasonPlaceColumn(season.pk, verbose_name=season.name, css_class="r"))
            for season in sorted(seasons.values(), key=lambda one: (one.order, one.championship, one.label))
        ],
    )
