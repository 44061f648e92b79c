"""The figures of a career as a table, one column a championship, each figure explained; milestones as sentences."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from championships.formatting.places import write_ordinal
from championships.public.languages import language
from championships.public.tables import LeanColumn, LeanTable, class_sign, join_markup, not_published
from championships.queries.figures import Career, ChampionshipFigures, Figures, Milestone, RaceRef, Streak


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One figure: its name, what it counts, and how a column writes it."""

    name: str | SafeString
    write: Callable[[Figures, ChampionshipFigures | None], str | SafeString]
    figure: str = ""


class FigureColumn(LeanColumn):
    """The figures of one championship; of the whole field where none is given."""

    def __init__(self, figures: Figures, championship: ChampionshipFigures | None, **kwargs: Any) -> None:
        super().__init__(css_class="r", empty_values=(), **kwargs)
        self.figures = figures
        self.championship = championship

    def render(self, record: FigureRecord) -> str | SafeString:
        return record.write(self.figures, self.championship)


class CareerTable(LeanTable):
    figure = LeanColumn(verbose_name=pgettext_lazy("statistic", "Figure"), empty_values=())

    row_header = "figure"
    css_class = "bars figures"

    def render_figure(self, record: FigureRecord) -> str | SafeString:
        return record.name


def build_career_table(career: Career, *, streaks: bool = True) -> CareerTable | None:
    """None where there is no session to count. One championship that holds the whole field needs one column."""
    if career.field is None:
        return None
    columns = [
        (f"championship{number}", FigureColumn(one.figures, one, verbose_name=one.name))
        for number, one in enumerate(career.championships)
    ]
    if len(columns) != 1 or career.championships[0].figures != career.field:
        columns.append(("field", FigureColumn(career.field, None, verbose_name=_("Whole field"))))
    return CareerTable(
        list_rows(career, streaks=streaks),
        caption=write_caption(career),
        caption_id="figures-caption",
        extra_columns=columns,
    )


def write_caption(career: Career) -> str:
    """What the figures rest on, in a sentence a championship."""
    sentences = []
    for one in career.championships:
        if one.complete:
            words = _("%(championship)s: every result since %(year)s is held here.")
            sentences.append(words % {"championship": one.name, "year": one.complete_from})
        else:
            words = _("%(championship)s: known results only; there may be more.")
            sentences.append(words % {"championship": one.name})
    if career.provisional:
        words = ngettext(
            "%(count)s race counted is still provisional.",
            "%(count)s races counted are still provisional.",
            career.provisional,
        )
        sentences.append(words % {"count": career.provisional})
    return " ".join(sentences) or _("Known results only; there may be more.")


def list_rows(career: Career, *, streaks: bool) -> list[FigureRecord]:
    """Figures that no column can fill are left out, the starts never."""
    own = [one.figures for one in career.championships]
    every = [*own, *([career.field] if career.field else [])]
    rows = [
        FigureRecord(_("Race starts"), lambda figures, _in: str(figures.starts)),
        FigureRecord(_("Wins"), _write_wins),
    ]
    categories = dict.fromkeys(category for figures in own for category, _count in figures.class_wins)
    rows += [
        FigureRecord(
            join_markup((_("Class wins"), " ", class_sign(category.letter, category.name))), _class_wins(category.slug)
        )
        for category in categories
    ]
    plain: list[tuple[str, Callable[[Figures], int]]] = [
        (_("Podiums"), lambda figures: figures.podiums),
        (_("Poles"), lambda figures: figures.poles),
        (_("Fastest laps"), lambda figures: figures.fastest_laps),
    ]
    if any(figures.qualifying_firsts for figures in every):
        after = [FigureRecord(_("First in qualifying"), _write_qualifying)]
    else:
        after = []
    rows += [*(FigureRecord(name, _counted(read)) for name, read in plain), *after]
    rows.append(FigureRecord(_("Best finish"), _write_best))
    runs: list[tuple[str, Callable[[Figures], Streak | None]]] = [
        (_("Longest run of wins"), lambda figures: figures.win_streak),
        (_("Longest run of podiums"), lambda figures: figures.podium_streak),
        (_("Longest run of finishes"), lambda figures: figures.finish_streak),
    ]
    if streaks:
        rows += [FigureRecord(name, _ran(read)) for name, read in runs if any(read(figures) for figures in every)]
    return rows


def _known(figures: Figures, count: int) -> str | SafeString:
    """A zero is told only where every result is held."""
    return str(count) if count or figures.complete else not_published()


def _counted(read: Callable[[Figures], int]) -> Callable[[Figures, ChampionshipFigures | None], str | SafeString]:
    return lambda figures, _championship: _known(figures, read(figures))


def _write_wins(figures: Figures, championship: ChampionshipFigures | None) -> str | SafeString:
    known = _known(figures, figures.wins)
    more = championship.tables_wins if championship else None
    if more is None:
        return known
    return format_html("{} <small>{}</small>", known, _("%(count)s by the published tables") % {"count": more})


def _write_qualifying(figures: Figures, _championship: ChampionshipFigures | None) -> str | SafeString:
    """Nothing in a championship that does not count qualifying sessions."""
    return "" if figures.qualifying_firsts is None else _known(figures, figures.qualifying_firsts)


def _class_wins(slug: str) -> Callable[[Figures, ChampionshipFigures | None], str | SafeString]:
    def write(figures: Figures, _championship: ChampionshipFigures | None) -> str | SafeString:
        count = next((count for category, count in figures.class_wins if category.slug == slug), None)
        return "" if count is None else _known(figures, count)

    return write


def _write_best(figures: Figures, _championship: ChampionshipFigures | None) -> str | SafeString:
    if figures.best is None:
        return not_published() if figures.starts else ""
    place = write_ordinal(figures.best, language(), feminine=True)
    if figures.best_times < 2:
        return place
    times = ngettext("%(count)s time", "%(count)s times", figures.best_times) % {"count": figures.best_times}
    return format_html("{} <small>{}</small>", place, times)


def _ran(
    read: Callable[[Figures], Streak | None],
) -> Callable[[Figures, ChampionshipFigures | None], str | SafeString]:
    def write(figures: Figures, _championship: ChampionshipFigures | None) -> str | SafeString:
        return write_streak(read(figures))

    return write


def write_streak(streak: Streak | None) -> SafeString:
    """ "4 Spa, Race 1 – Imola, Race 2, still running"."""
    if streak is None:
        return SafeString("")
    words = name_span(streak.first, streak.last)
    if streak.running:
        words = _("%(races)s, still running") % {"races": words}
    elif streak.now > 1:
        words = _("%(races)s; now %(count)s") % {"races": words, "count": streak.now}
    return format_html('{} <small class="wide">{}</small>', streak.length, words)


def name_span(first: RaceRef, last: RaceRef) -> str:
    """ "Spa 2025, Race 2 – Race 4", "Spa 2025, Race 4 – Imola 2025, Race 1"."""
    end = last.session if last.event == first.event else name_race(last)
    return f"{name_race(first)} \N{EN DASH} {end}"


def name_race(race: RaceRef) -> str:
    return f"{race.event.name} {race.event.year}, {race.session}"


def explain_figures() -> list[tuple[str, str]]:
    """What each figure counts: the term and its rule."""
    return [
        (_("Race starts"), _("classified, retired, not classified, disqualified or excluded: whoever took the start.")),
        (
            _("Wins, podiums, best finish"),
            _(
                "place among the cars of the championship, guests included; under “whole field”, place among all cars "
                "of the race. A shared car counts for each of its drivers."
            ),
        ),
        (_("Class wins"), _("first of the class in the championship.")),
        (_("Poles"), _("first place on the grid.")),
        (_("Fastest laps"), _("as the result marks it, else the best lap it holds; none of a disqualified car.")),
        (_("First in qualifying"), _("first of a qualifying session.")),
        (
            _("Runs"),
            _("over consecutive starts of the driver; told only where every result of the championship is held."),
        ),
        (_("Provisional results"), _("count, and are announced as such above the table.")),
    ]


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone as a sentence; `href` leads to the race where it was reached."""

    text: str
    where: str
    href: str


def tell_milestones(career: Career) -> list[tuple[ChampionshipFigures, list[MilestoneLine]]]:
    """By championship with a complete history: what comes next first, then what was reached, the latest first."""
    return [
        (one, [_tell(milestone) for milestone in _latest_first(one.milestones)])
        for one in career.championships
        if one.milestones
    ]


def _latest_first(milestones: Sequence[Milestone]) -> Iterable[Milestone]:
    coming = [one for one in milestones if one.race is None]
    reached = [one for one in reversed(milestones) if one.race is not None]
    return [*coming, *reached]


def _tell(milestone: Milestone) -> MilestoneLine:
    number = write_ordinal(milestone.number, language())
    if milestone.race is None:
        words = {
            "start": _("The next start will be the %(number)s."),
            "podium": _("The next podium will be the %(number)s."),
            "win": _("The next win will be the %(number)s."),
        }
        feminine = write_ordinal(milestone.number, language(), feminine=True)
        told = feminine if milestone.kind == "win" else number
        return MilestoneLine(words[milestone.kind] % {"number": told}, "", "")
    words = {"start": _("%(number)s start"), "podium": _("%(number)s podium"), "win": _("%(number)s win")}
    told = write_ordinal(milestone.number, language(), feminine=milestone.kind == "win")
    return MilestoneLine(
        words[milestone.kind] % {"number": told},
        name_race(milestone.race),
        reverse("session", args=[milestone.race.event.year, milestone.race.event.slug, milestone.race.session_slug]),
    )
