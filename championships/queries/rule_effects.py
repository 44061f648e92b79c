"""What a version of the rules would change in the tables of today, before anything is written.

The season is loaded as it stands, once under its rules and once with the version proposed on top, and computed by the
same core that computes the tables. Nothing is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language

from championships.adapters.books import Version, read_version
from championships.adapters.seasons import load_seasons
from championships.adapters.values import LoadedSeason
from championships.models import RuleBook, Season
from championships.scoring.rules import TableRule
from championships.scoring.standings import Row, Standing, TableHistory, compute

_PROPOSED = -1  # primary key of a version that has no row yet


@dataclass(frozen=True, slots=True)
class RowEffect:
    """One competitor in one table. A place or a total of None: not in the table, or not known there."""

    competitor: str
    name: str
    place_before: str
    place_after: str
    gained: int | None  # places gained (negative: lost); None where one of them is not a number
    points_before: Fraction | None
    points_after: Fraction | None

    @property
    def changed(self) -> bool:
        return self.place_before != self.place_after or self.points_before != self.points_after

    @property
    def difference(self) -> Fraction | None:
        """Points gained; None where one of the totals is not known."""
        if self.points_before is None or self.points_after is None:
            return None
        return self.points_after - self.points_before


@dataclass(frozen=True, slots=True)
class TableEffect:
    """One table. `before` or `after` false: the table does not stand there under those rules."""

    key: str
    title: str
    before: bool
    after: bool
    rows: tuple[RowEffect, ...]  # in the order of the table as it would be, those who leave it last

    @property
    def changed(self) -> bool:
        return any(row.changed for row in self.rows)

    @property
    def moved(self) -> int:
        return sum(row.changed for row in self.rows)


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """All tables. `hypothesis`: the proposed version gives no points."""

    tables: tuple[TableEffect, ...]
    results: int  # sessions with a result that the tables rest on
    hypothesis: bool

    @property
    def changed(self) -> bool:
        return any(table.changed or table.before != table.after for table in self.tables)


def load_effect(
    season: Season,
    *,
    document: Mapping[str, Any],
    standing: str,
    from_round: int,
    corrects: int | None,
    at: datetime,
) -> RuleEffect:
    """The effect of that version, `corrects` being the key of the one it takes the place of.

    Raises RuleBookError where the document cannot be read.
    """
    newest = RuleBook.objects.filter(season=season).order_by("-n").values_list("n", flat=True).first() or 0
    version: Version = read_version(_PROPOSED, newest + 1, from_round, corrects, standing, document)
    today = load_seasons([season.pk], at=at)[season.pk]
    proposed = load_seasons([season.pk], at=at, proposed={season.pk: version})[season.pk]
    before, after = _compute(today), _compute(proposed)
    names = _Names(today, proposed)
    rules = {rule.id: rule for loaded in (today, proposed) if loaded.book for rule in loaded.book.tables}
    order = [*after, *(key for key in before if key not in after)]
    return RuleEffect(
        tables=tuple(_compare(rules[key], before.get(key), after.get(key), names) for key in order),
        results=len(proposed.facts.results),
        hypothesis=bool(proposed.book and proposed.book.hypothesis),
    )


def _compute(loaded: LoadedSeason) -> Mapping[str, TableHistory]:
    return compute(loaded.book, loaded.facts, books_by_round=loaded.books_by_round) if loaded.book else {}


class _Names:
    """Names of competitors under their ids; a car is called by its number."""

    def __init__(self, *seasons: LoadedSeason) -> None:
        self._known = {
            slug: person.name
            for loaded in seasons
            for people in (loaded.teams, loaded.drivers)
            for slug, person in people.items()
        }

    def find(self, competitor: str) -> str:
        return self._known.get(competitor, competitor)


def _newest(history: TableHistory | None) -> Standing | None:
    if history is None:
        return None
    return history.final or (history.standings[-1] if history.standings else None)


def _compare(rule: TableRule, before: TableHistory | None, after: TableHistory | None, names: _Names) -> TableEffect:
    then, now = _newest(before), _newest(after)
    old = {row.competitor: row for row in then.rows} if then else {}
    new = {row.competitor: row for row in now.rows} if now else {}
    order = [*new, *(competitor for competitor in old if competitor not in new)]
    return TableEffect(
        key=rule.id,
        title=(rule.title_fr if (get_language() or "fr").startswith("fr") else rule.title)
        or rule.title
        or rule.title_fr
        or rule.id,
        before=then is not None,
        after=now is not None,
        rows=tuple(_compare_rows(names, competitor, old.get(competitor), new.get(competitor)) for competitor in order),
    )


def _compare_rows(names: _Names, competitor: str, before: Row | None, after: Row | None) -> RowEffect:
    numbers = (before.position if before else None, after.position if after else None)
    return RowEffect(
        competitor=competitor,
        name=names.find(competitor),
        place_before=_write_place(before),
        place_after=_write_place(after),
        gained=numbers[0] - numbers[1] if numbers[0] is not None and numbers[1] is not None else None,
        points_before=before.points if before else None,
        points_after=after.points if after else None,
    )


def _write_place(row: Row | None) -> str:
    if row is None:
        return ""
    return row.mark or ("?" if row.position is None else f"{row.position}{'=' if row.tied else ''}")
