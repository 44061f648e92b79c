"""The heads of the newest tables of each championship."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from championships.models import Revision, Season
from championships.queries.frames import SessionView
from championships.queries.refs import SeasonRef
from championships.queries.standing_lines import Line, build_lines, list_columns
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.scoring.tables import Standing

LEADERS_SHOWN = 4
SLOTS = 2


@dataclass(frozen=True, slots=True)
class TableLeaders:
    """The head of one table: the first two in their slots, those who follow, and the stop they stand after."""

    key: str
    title: str
    lines: tuple[Line, ...]
    final: bool
    declared: str  # title of the source where the table was published elsewhere

    @property
    def slots(self) -> tuple[Line, ...]:
        """Who stands in the grid slots: the first two, as far as their places are known."""
        known = [line for line in self.lines if line.position is not None]
        return tuple(known[:SLOTS])

    @property
    def behind(self) -> tuple[Line, ...]:
        """The others shown, a place that is not published said to be so."""
        return tuple(line for line in self.lines if line not in self.slots)


@dataclass(frozen=True, slots=True)
class ChampionshipLeaders:
    season: SeasonRef
    stop: SessionView | None
    finished: bool
    races_run: int
    races_planned: int
    main: TableLeaders | None
    others: tuple[TableLeaders, ...]

    @property
    def champion(self) -> Line | None:
        """Who stands alone at the top of the final table of a finished season."""
        if not self.finished or self.main is None or not self.main.final or not self.main.lines:
            return None
        first = self.main.lines[0]
        return first if first.position == 1 and not first.tied else None


def load_leaders(*, at: datetime) -> tuple[ChampionshipLeaders, ...]:
    """The newest season of each championship of which something was published by then, real ones first."""
    newest: dict[int, Season] = {}
    for season in _list_published(at):
        newest.setdefault(season.championship_id, season)
    views = load_tables([season.pk for season in newest.values()], at=at, awards=False)
    return tuple(lead(views[season.pk]) for season in newest.values())


def load_all_leaders(championship: str, *, at: datetime) -> tuple[ChampionshipLeaders, ...]:
    """Every season of a championship of which something was published by then, newest first."""
    seasons = [one for one in _list_published(at) if one.championship.slug == championship]
    views = load_tables([season.pk for season in seasons], at=at, awards=False)
    return tuple(lead(views[season.pk]) for season in seasons)


def _list_published(at: datetime) -> list[Season]:
    out = Revision.objects.filter(season=OuterRef("pk"), issued_at__lte=at)
    return list(
        Season.objects.filter(Exists(out))
        .select_related("championship")
        .order_by("championship__demo", "championship__order", "championship__slug", "-year", "-label")
    )


def lead(view: SeasonView) -> ChampionshipLeaders:
    """The heads of the tables of a season: the general one for drivers, then each of the others."""
    shown = [table for table in view.tables if table.shown is not None]
    general = [table for table in shown if not table.group]
    main = next((table for table in general if table.competitor == "driver"), next(iter(general), None))
    columns = list_columns(view, main, view.stop) if main and view.stop else ()
    return ChampionshipLeaders(
        season=view.season,
        stop=view.stop,
        finished=view.finished,
        races_run=len([one for one in columns if one.run]),
        races_planned=len(columns),
        main=_head(view, main, main.shown, LEADERS_SHOWN) if main and main.shown else None,
        others=tuple(_head(view, one, one.shown, 1) for one in shown if one is not main and one.shown is not None),
    )


def _head(view: SeasonView, table: TableView, shown: Standing, count: int) -> TableLeaders:
    declared = table.source_of(shown, view.stop.order) if view.stop else None
    return TableLeaders(
        key=table.key,
        title=table.title,
        lines=build_lines(view, table, shown)[:count],
        final=shown.final,
        declared=declared.source.title if declared else "",
    )
