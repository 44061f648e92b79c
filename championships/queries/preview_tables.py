"""The tables of a preview: those of every season of the event, as they stood when it was published."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction

from championships.models import Event, Round, Season, StatedFact
from championships.queries.preview_values import ClassPlace, ClassWinner, PreviewRow, PreviewTable
from championships.queries.refs import (
    CategoryRef,
    DriverRef,
    SourceList,
    refer_driver,
    refer_event,
    refer_season,
)
from championships.queries.stated import find_stated_wins
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.scoring.tables import Row, Standing
from championships.scoring.vocabulary import CompetitorKind, SessionKind, TableSource

Kind = StatedFact.Kind


class Tables:
    """The drivers' tables of some seasons, by season key."""

    def __init__(self, views: Mapping[int, SeasonView]) -> None:
        self.views = views
        self.people = {
            slug: DriverRef(slug=slug, name=competitor.name)
            for view in views.values()
            for slug, competitor in view.competitors.items()
            if competitor.kind is CompetitorKind.DRIVER
        }

    def leaders(self, season: int, table: str) -> dict[int, frozenset[str]]:
        """Who was first in that table after each round: of its last session; unknown rounds are left out."""
        found: dict[int, frozenset[str]] = {}
        view = self.views.get(season)
        shown = view.table(table) if view else None
        for standing in shown.standings if shown else ():
            first = frozenset(row.competitor for row in standing.rows if row.position == 1)
            if first:
                found[standing.round] = first
            else:
                found.pop(standing.round, None)
        return found

    def write(
        self,
        season: Season,
        *,
        facts: Iterable[StatedFact],
        before: Event,
        number_of: Callable[[str], str],
        sources: SourceList,
    ) -> tuple[PreviewTable, ...]:
        """The season's drivers' tables, the overall one first. `facts` are those of the season."""
        view = self.views.get(season.pk)
        if view is None:
            return ()
        writer = _Writer(season, view, list(facts), before, number_of, sources)
        tables = [
            writer.write(table)
            for table in view.tables
            if table.competitor is CompetitorKind.DRIVER and table.shown is not None
        ]
        return tuple(sorted(tables, key=lambda table: table.category is not None))


def read_tables(own: Iterable[Round], *, at: datetime, after: bool = False) -> Tables:
    """As published at that instant. `after`: as they stand after these rounds, whatever was run since."""
    rounds = {counted.season_id: (counted.number, "") for counted in own}
    return Tables(
        load_tables(list(rounds), at=at, after=rounds if after else None, history=True, awards=False),
    )


def choose_category(view: SeasonView, table: TableView) -> CategoryRef | None:
    """The category or class a table is for; None for everybody."""
    if not table.group:
        return None
    slug = min(table.group)
    return view.categories.get(slug) or CategoryRef(slug=slug, name=table.title, letter=slug[:1].upper())


def find_class_places(view: SeasonView, driver: str) -> tuple[ClassPlace, ...]:
    """How a driver stands in the tables of classes: the second rank on a row of the overall table."""
    places = []
    for table in view.tables:
        category = choose_category(view, table)
        if category is None or table.competitor is not CompetitorKind.DRIVER or table.shown is None:
            continue
        row = next((row for row in table.shown.rows if row.competitor == driver), None)
        if row is not None and row.position is not None:
            places.append(ClassPlace(category=category, position=row.position, tied=row.tied))
    return tuple(places)


def measure_gaps(rows: Iterable[Row]) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """By competitor: the distance to the leader, and to the place above; None where a total is not published.

    The place above must be the next one: between the third and the sixth nothing is known.
    """
    placed = [row for row in rows if row.position is not None]
    leader = next((row for row in placed if row.position == 1), None)
    gaps: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for row in placed:
        higher = [other for other in placed if (other.position or 0) < (row.position or 0)]
        above = max(higher, key=lambda other: other.position or 0, default=None)
        level = sum(1 for other in higher if above is not None and other.position == above.position)
        follows = above is not None and (above.position or 0) + level == row.position
        gaps[row.competitor] = (
            _subtract(leader, row) if leader is not row else Fraction(0),
            _subtract(above, row) if follows else None,
        )
    return gaps


def _subtract(higher: Row | None, lower: Row) -> Fraction | None:
    if higher is None or higher.points is None or lower.points is None:
        return None
    return higher.points - lower.points


class _Writer:
    """Writes the tables of one season."""

    def __init__(
        self,
        season: Season,
        view: SeasonView,
        facts: list[StatedFact],
        before: Event,
        number_of: Callable[[str], str],
        sources: SourceList,
    ) -> None:
        self.season = season
        self.view = view
        self.facts = facts
        self.before = before
        self.number_of = number_of
        self.sources = sources

    def write(self, table: TableView) -> PreviewTable:
        standing = table.shown
        if standing is None:
            raise ValueError(f"nothing of table {table.key} is published")
        view = self.view
        stop = view.session(standing.round, standing.session) or view.stop
        order = stop.order if stop else 0
        declared = table.source_of(standing, order)
        category = choose_category(view, table)
        return PreviewTable(
            season=refer_season(self.season),
            key=table.key,
            title=table.title,
            category=category,
            after=stop.event.name if stop else "",
            races_run=sum(
                1
                for session in view.sessions
                if session.order <= order and session.kind == SessionKind.RACE and not session.cancelled
            ),
            declared=standing.source is TableSource.DECLARED,
            partial=standing.partial,
            note=declared.note if declared else "",
            source=self.sources.add_view(declared.source) if declared else None,
            rows=self.write_rows(table, standing, category),
            last_winners=self.find_class_winners(category) if category else (),
        )

    def write_rows(self, table: TableView, standing: Standing, category: CategoryRef | None) -> tuple[PreviewRow, ...]:
        gaps = measure_gaps(standing.rows)
        rows = []
        for row in standing.rows:
            competitor = self.view.competitors[row.competitor]
            gap, gap_above = gaps.get(row.competitor, (None, None))
            wins, source = self.count_wins(table, standing, row, category)
            rows.append(
                PreviewRow(
                    driver=DriverRef(slug=row.competitor, name=competitor.name),
                    number=self.number_of(row.competitor) or competitor.number,
                    position=row.position,
                    tied=row.tied,
                    mark=row.mark,
                    points=row.points,
                    gap=gap,
                    gap_above=gap_above,
                    wins=wins,
                    wins_source=source,
                    classes=find_class_places(self.view, row.competitor),
                    categories=competitor.categories,
                )
            )
        return tuple(rows)

    def count_wins(
        self, table: TableView, standing: Standing, row: Row, category: CategoryRef | None
    ) -> tuple[int | None, int | None]:
        """Wins as the table has them, else as stated for this table and this round, with the source."""
        if row.wins is not None:
            return row.wins, None
        fact = find_stated_wins(
            self.facts,
            driver=row.competitor,
            table=table.key,
            overall=category is None,
            after_round=standing.round,
        )
        return (int(fact.value["count"]), self.sources.add(fact.source)) if fact else (None, None)

    def find_class_winners(self, category: CategoryRef) -> tuple[ClassWinner, ...]:
        """Who is known to have won the class at the newest event before this one of which a winner is known."""
        wins = [
            fact
            for fact in self.facts
            if fact.kind == Kind.CLASS_WIN
            and fact.value.get("category") == category.slug
            and fact.driver is not None
            and fact.event is not None
            and (fact.event.starts_on or date.min) < (self.before.starts_on or date.max)
        ]
        if not wins:
            return ()
        newest = max(fact.event.starts_on or date.min for fact in wins if fact.event)
        winners: dict[str, ClassWinner] = {}
        for fact in wins:
            if fact.driver is not None and fact.event is not None and (fact.event.starts_on or date.min) == newest:
                winners.setdefault(
                    fact.driver.slug,
                    ClassWinner(
                        driver=refer_driver(fact.driver),
                        event=refer_event(fact.event),
                        text=str(fact.text),
                        source=self.sources.add(fact.source),
                    ),
                )
        return tuple(winners.values())
