"""Wins that a table published elsewhere does not give, but a source states: they stand in the row, with the source."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from championships.models import StatedFact
from championships.queries.frames import SourceView, view_source
from championships.queries.standing_lines import Line
from championships.queries.stated import find_stated_wins
from championships.queries.tables import SeasonView, TableView


def read_season_figures(season: int, *, at: datetime) -> list[StatedFact]:
    """Figures stated for a season by then, oldest first. One query."""
    rows = StatedFact.objects.issued(at).filter(season=season, kind=StatedFact.Kind.SEASON_FIGURE)
    return list(rows.select_related("driver", "source").order_by("issued_at", "pk"))


def state_wins(
    lines: Sequence[Line], facts: Iterable[StatedFact], season: SeasonView, table: TableView
) -> tuple[tuple[Line, ...], tuple[SourceView, ...]]:
    """The lines with stated wins where the table has none, and the sources of those.

    A figure holds after a whole round: in the middle of one nothing is stated.
    """
    stop = season.stop
    inside = [one for one in season.stops if stop and one.round == stop.round]
    if stop is None or stop != inside[-1] or all(line.wins is not None for line in lines):
        return tuple(lines), ()
    facts = list(facts)
    told: list[Line] = []
    sources: dict[str, SourceView] = {}
    for line in lines:
        fact = None
        if line.wins is None:
            fact = find_stated_wins(
                facts,
                driver=line.competitor.id,
                table=table.key,
                overall=not table.group,
                after_round=stop.round,
            )
        if fact is not None:
            sources.setdefault(fact.source.key, view_source(fact.source))
        told.append(line if fact is None else replace(line, wins=int(fact.value["count"]), wins_stated=True))
    return tuple(told), tuple(sources.values())
