"""The charts of a table over its season."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from championships.formatting.abbreviations import abbreviate_all
from championships.formatting.numbers import write_number
from championships.formatting.places import write_place
from championships.public.charts import Drawing, Heading, Series, Stop, draw_bump, draw_gap, draw_lines
from championships.public.charts.values import Value
from championships.public.languages import language
from championships.public.words import count_points, label_race
from championships.queries.progress import Progress, ProgressLine, ProgressPage, ProgressStop

FIRST = 5  # competitors drawn unless others are asked for
ADDED = 4  # that may be asked for besides
CLASS_FIRST = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is drawn: the first of the table and those asked for. `others` may still be added."""

    drawn: tuple[ProgressLine, ...]
    added: tuple[ProgressLine, ...]
    others: tuple[ProgressLine, ...]


@dataclass(frozen=True, slots=True)
class ClassChart:
    """The battle of a class: its table and the gaps of its first."""

    table: Progress
    chart: Drawing


@dataclass(frozen=True, slots=True)
class SeasonCharts:
    """The charts of one table; None where the figures are not known."""

    choice: Choice
    points: Drawing | None
    gap: Drawing | None
    places: Drawing | None
    classes: tuple[ClassChart, ...]

    @property
    def can_add(self) -> bool:
        return len(self.choice.added) < ADDED


def choose_lines(table: Progress, asked: Sequence[str]) -> Choice | None:
    """The first of the table and those asked for, by id; None where one of them is not in it or there are too many."""
    wanted = [one for one in dict.fromkeys(asked) if one]
    lines = [table.line(one) for one in wanted]
    if len(wanted) > ADDED or None in lines:
        return None
    first = table.lines[:FIRST]
    added = tuple(line for line in lines if line is not None and line not in first)
    drawn = (*first, *added)
    return Choice(drawn, added, tuple(line for line in table.lines if line not in drawn))


def draw_season(page: ProgressPage, choice: Choice) -> SeasonCharts:
    table = page.table
    return SeasonCharts(
        choice=choice,
        points=draw_points(table, choice.drawn, accent=_find_accent(choice)) if table.has_points else None,
        gap=draw_gaps(table, choice.drawn, accent=_find_accent(choice)) if table.has_gaps else None,
        places=draw_places(table, choice.drawn, accent=_find_accent(choice)) if _counts_places(table) else None,
        classes=tuple(
            ClassChart(one, draw_gaps(one, one.lines[:CLASS_FIRST], key=f"class-{one.key}"))
            for one in page.classes
            if one.has_gaps
        ),
    )


def draw_points(table: Progress, lines: Sequence[ProgressLine], *, accent: str = "", key: str = "points") -> Drawing:
    """Points after each race."""
    return draw_lines(
        Heading(
            key, _title(_("Points after each race"), _("Points after each round"), table), _tell(lines), *_words(table)
        ),
        list_stops(table.stops, by_race=table.by_race),
        [_series(line, line.points, accent) for line in lines],
        write_value=_write,
    )


def draw_gaps(
    table: Progress, lines: Sequence[ProgressLine], *, accent: str | None = None, key: str = "gap"
) -> Drawing:
    """Points behind the leader after each race: the higher the line, the nearer to the lead."""
    title = _title(_("Gap to the leader after each race"), _("Gap to the leader after each round"), table)
    chosen = lines[1].competitor.id if accent is None and len(lines) > 1 else accent
    return draw_gap(
        Heading(key, title, _tell(lines), *_words(table)),
        list_stops(table.stops, by_race=table.by_race),
        [_series(line, line.gaps, chosen or "") for line in lines],
        leader=_("leader"),
        write_value=_write,
    )


def draw_places(table: Progress, lines: Sequence[ProgressLine], *, accent: str = "", key: str = "places") -> Drawing:
    """Places after each round, of everybody whose place is known; who is not among `lines` stands in the background."""
    rounds = table.last_of_rounds
    stops = [table.stops[index] for index in rounds]
    everybody = [line for line in table.lines if any(line.places[index] is not None for index in rounds)]
    named = {line.competitor.id for line in lines}
    return draw_bump(
        Heading(key, f"{_('Places after each round')}{_(':')} {table.title}", _tell(lines), *_words(table)),
        list_stops(stops, by_race=False),
        [
            _series(
                line,
                tuple(line.places[index] for index in rounds),
                accent,
                rest=line.competitor.id not in named,
            )
            for line in everybody
        ],
    )


def list_stops(stops: Sequence[ProgressStop], *, by_race: bool) -> tuple[Stop, ...]:
    """The way across: a race each under its meeting, or a meeting each."""
    events = {stop.session.round: stop.session.event.name for stop in stops}
    short = dict(zip(events, abbreviate_all(list(events.values())), strict=True))
    if not by_race:
        return tuple(
            Stop(
                short[stop.session.round],
                stop.session.event.name,
                minor=len(stops) > 8 and index % 2 == 1,
                provisional=stop.provisional,
            )
            for index, stop in enumerate(stops)
        )
    crowded = len(stops) > 6
    return tuple(
        Stop(
            label_race(stop.session.key, stop.session.name),
            f"{stop.session.event.name}, {stop.session.name}",
            group=short[stop.session.round],
            minor=crowded,
            provisional=stop.provisional,
        )
        for stop in stops
    )


def _series(line: ProgressLine, values: Sequence[Value | None], accent: str, *, rest: bool = False) -> Series:
    competitor = line.competitor
    return Series(
        competitor.number,
        competitor.family or competitor.name,
        tuple(values),
        accent=bool(accent) and competitor.id == accent,
        rest=rest,
    )


def _find_accent(choice: Choice) -> str:
    """In colour: who was asked for; else the first pursuer."""
    if choice.added:
        return choice.added[0].competitor.id
    return choice.drawn[1].competitor.id if len(choice.drawn) > 1 else ""


def _counts_places(table: Progress) -> bool:
    """One table alone moves nobody."""
    return sum(table.stops[index].known for index in table.last_of_rounds) > 1


def _title(by_race: str, by_round: str, table: Progress) -> str:
    return f"{by_race if table.by_race else by_round}{_(':')} {table.title}"


def _words(table: Progress) -> tuple[str, str, str]:
    """The head of the figures' rows, the words of a shaded stretch, and what a missing figure means."""
    return _("After"), _("not published"), "" if table.partial else _("not in the table")


def _tell(lines: Sequence[ProgressLine]) -> str:
    """The newest figures in words: "1. Kerlinec, 240.5 points; 2. …"."""
    told = []
    for line in lines:
        place = write_place(line.position, tied=line.tied, mark=line.mark)
        parts = [f"{place}. {line.competitor.name}" if place else line.competitor.name]
        if line.total is not None:
            parts.append(count_points(line.total))
        told.append(", ".join(parts))
    return "; ".join(told) if language() == "en" else "\N{NARROW NO-BREAK SPACE}; ".join(told)


def _write(value: Value) -> str:
    return write_number(value, language())
