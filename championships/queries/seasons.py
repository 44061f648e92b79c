"""The page of a season: the head of every table, the rounds, and the sources of what was published elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime

from championships.models import Event, Preview, Season, StatedFact
from championships.queries.frames import RoundView, SessionView, SourceView, view_source
from championships.queries.leaders import ChampionshipLeaders, lead
from championships.queries.refs import SeasonRef
from championships.queries.season_lines import SeasonLine, load_season_line
from championships.queries.standing_lines import Line, build_lines
from championships.queries.standings import find_season
from championships.queries.stated_wins import read_season_figures, state_wins
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.scoring.tables import Standing

LINES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TableHead:
    """The first rows of a table. `more`: how many rows follow on its own page."""

    key: str
    title: str
    kind: str
    lines: tuple[Line, ...]
    more: int
    final: bool
    source: SourceView | None
    partial: bool


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round of the calendar. `scoring`: its sessions that count; those published have a state."""

    round: RoundView
    scoring: tuple[SessionView, ...]
    preview: bool
    moved_from: date | None


@dataclass(frozen=True, slots=True)
class SeasonPage:
    season: SeasonRef
    zone: str
    stop: SessionView | None
    finished: bool
    hypothesis: bool
    tables: tuple[TableHead, ...]
    rounds: tuple[RoundLine, ...]
    sources: tuple[SourceView, ...]
    others: tuple[str, ...]  # labels of the other seasons of the championship, newest first
    line: SeasonLine | None
    leaders: ChampionshipLeaders


def load_season(championship: str, label: str, *, at: datetime) -> SeasonPage | None:
    """That season as published at `at`, in a fixed number of queries. None: unknown, or nothing to show of it."""
    pk = find_season(championship, label)
    if pk is None:
        return None
    view = load_tables([pk], at=at, awards=False)[pk]
    if not view.rounds:
        return None
    figures = read_season_figures(pk, at=at)
    labels = Season.objects.filter(championship__slug=championship).order_by("-year", "-label").values_list("label")
    previews = set(
        Preview.objects.filter(event__rounds__season=pk, published_at__lte=at).values_list("event__year", "event__slug")
    )
    events = Event.objects.filter(rounds__season=pk).select_related("source").order_by("starts_on", "slug")
    moved: dict[tuple[int, str], date] = {}
    sources: dict[str, SourceView] = {}
    for event in events:
        if event.state == Event.State.MOVED and event.moved_from:
            moved[event.year, event.slug] = event.moved_from
        if event.source:
            sources.setdefault(event.source.key, view_source(event.source))
    declared = {one.source: None for table in view.tables for one in table.declared}
    known = {(one.title, one.url) for one in declared}
    listed = [*declared, *(one for one in sources.values() if (one.title, one.url) not in known)]
    return SeasonPage(
        season=view.season,
        zone=view.zone,
        stop=view.stop,
        finished=view.finished,
        hypothesis=view.hypothesis,
        tables=tuple(_head(view, one, one.shown, figures) for one in view.tables if one.shown is not None),
        rounds=tuple(
            RoundLine(
                round=one,
                scoring=one.sessions,
                preview=(one.event.year, one.event.slug) in previews,
                moved_from=moved.get((one.event.year, one.event.slug)),
            )
            for one in view.rounds
        ),
        sources=tuple(listed),
        others=tuple(one for (one,) in labels if one != label),
        line=load_season_line(pk, at=at),
        leaders=lead(view),
    )


def _head(view: SeasonView, table: TableView, shown: Standing, figures: list[StatedFact]) -> TableHead:
    lines, _sources = state_wins(build_lines(view, table, shown), figures, view, table)
    declared = table.source_of(shown, view.stop.order) if view.stop else None
    return TableHead(
        key=table.key,
        title=table.title,
        kind=table.competitor.value,
        lines=lines[:LINES_SHOWN],
        more=max(len(lines) - LINES_SHOWN, 0),
        final=shown.final,
        source=declared.source if declared else None,
        partial=shown.partial,
    )
