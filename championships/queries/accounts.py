"""Where the points of a table come from, counted from its parts, and whether they come to the total shown.

The conservation of points: what the races gave, with bonuses and what was brought forward, less what was dropped and
what the stewards took, is the total of the table. Each term is read where it was written (the awards of the races, the
decisions, the opening balances), never worked out from the totals.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from championships.queries.frames import SessionView
from championships.queries.tables import TableView
from championships.scoring.facts import RoundOrFinal, SeasonFacts
from championships.scoring.parts import Award
from championships.scoring.rules import TableRule
from championships.scoring.tables import Row, Standing
from championships.scoring.timeline import Timeline
from championships.scoring.vocabulary import PartKind, TableSource
from championships.scoring.wins import find_win_sessions

PODIUM = 3
_OF_THE_RACE = frozenset({PartKind.PLACE, PartKind.OVERRIDE})


@dataclass(frozen=True, slots=True)
class Account:
    """What the awards of one competitor come to. `dropped`: of the results that do not count."""

    races: Fraction = Fraction(0)
    bonuses: Fraction = Fraction(0)
    moved: Fraction = Fraction(0)  # brought from the table of a former class
    dropped: Fraction = Fraction(0)

    @property
    def scored(self) -> Fraction:
        return self.races + self.bonuses + self.moved


@dataclass(frozen=True, slots=True)
class Conservation:
    """The terms of the sum under a table, each counted on its own, and the total of the rows."""

    races: Fraction
    bonuses: Fraction
    moved: Fraction
    brought: Fraction  # opening balances
    given: Fraction  # by decision
    dropped: Fraction
    deducted: Fraction  # by decision
    struck: Fraction  # of competitors struck out of the table, who keep nothing
    unlisted: Fraction  # of competitors the table does not name
    total: Fraction

    @property
    def expected(self) -> Fraction:
        """What the table must come to."""
        came = self.races + self.bonuses + self.moved + self.brought + self.given
        return came - self.dropped - self.deducted - self.struck - self.unlisted

    @property
    def holds(self) -> bool:
        return self.expected == self.total


def keep_account(awards: Collection[Award], row: Row | None = None) -> Account:
    """The account of one competitor, from its awards up to the session the table stands at."""
    units = {(one.round, one.session) for one in row.dropped} if row else set()
    races = bonuses = moved = dropped = Fraction(0)
    for award in awards:
        for part in award.parts:
            if award.since is not None or part.kind is PartKind.CLASS_CHANGE:
                moved += part.points
            elif part.kind in _OF_THE_RACE:
                races += part.points
            else:
                bonuses += part.points
        if {(award.round, award.session), (award.round, "")} & units:
            dropped += award.points
    return Account(races, bonuses, moved, dropped)


def count_podiums(row: Row, awards: Collection[Award], rule: TableRule) -> int | None:
    """Of the sessions in which wins are counted. None where races not known here gave points, too."""
    if row.gross is None or row.gross != keep_account(awards).scored:
        return None
    counted = find_win_sessions(rule)
    return sum(1 for award in awards if award.session in counted for place in award.places if place <= PODIUM)


def group_awards(
    view: TableView, stop: SessionView, orders: Mapping[tuple[int, str], int]
) -> defaultdict[str, list[Award]]:
    """The awards that count in the table after that session, by competitor."""
    found: defaultdict[str, list[Award]] = defaultdict(list)
    for award in view.awards:
        if orders.get(award.since or (award.round, award.session), 0) <= stop.order:
            found[award.competitor].append(award)
    return found


def check_points(
    view: TableView, shown: Standing, facts: SeasonFacts, stop: SessionView, orders: Mapping[tuple[int, str], int]
) -> Conservation | None:
    """The sum under a table. None where a table published elsewhere stands in it, or somebody changed class."""
    declared = shown.source is TableSource.DECLARED or any(one.order <= stop.order for one in view.declared)
    timeline = Timeline(facts)
    number = timeline.index.get((stop.round, stop.key))
    if declared or number is None or (view.group and _has_moved(facts)):
        return None

    def acts(after: RoundOrFinal) -> bool:
        return after == 0 or timeline.is_effective(after, number, final=shown.final)

    rows = {row.competitor: row for row in shown.rows}
    awards = group_awards(view, stop, orders)
    accounts = {name: keep_account(awards[name], rows.get(name)) for name in sorted({*rows, *awards})}
    brought: defaultdict[str, Fraction] = defaultdict(Fraction)
    given: defaultdict[str, Fraction] = defaultdict(Fraction)
    taken: defaultdict[str, Fraction] = defaultdict(Fraction)
    for balance in facts.opening_balances:
        if balance.table == view.key and acts(balance.after_round):
            brought[balance.competitor] += balance.points
    for one in facts.rulings.deductions:
        if one.table == view.key and acts(one.effective_after):
            (taken if one.points > 0 else given)[one.competitor] += abs(one.points)
    struck = {
        one.competitor
        for one in facts.rulings.exclusions
        if one.table == view.key and not one.keep_points and acts(one.effective_after)
    }

    def come_to(names: Iterable[str]) -> Fraction:
        sums = (
            accounts[name].scored + brought[name] + given[name] - accounts[name].dropped - taken[name] for name in names
        )
        return sum(sums, Fraction(0))

    everybody = accounts.values()
    return Conservation(
        races=sum((one.races for one in everybody), Fraction(0)),
        bonuses=sum((one.bonuses for one in everybody), Fraction(0)),
        moved=sum((one.moved for one in everybody), Fraction(0)),
        brought=sum((brought[name] for name in accounts), Fraction(0)),
        given=sum((given[name] for name in accounts), Fraction(0)),
        dropped=sum((one.dropped for one in everybody), Fraction(0)),
        deducted=sum((taken[name] for name in accounts), Fraction(0)),
        struck=come_to(struck & rows.keys()),
        unlisted=come_to(accounts.keys() - rows.keys()),
        total=sum((row.points or Fraction(0) for row in shown.rows), Fraction(0)),
    )


def _has_moved(facts: SeasonFacts) -> bool:
    """Whether somebody was in one class and then in another."""
    held: defaultdict[str, set[tuple[frozenset[str], str | None]]] = defaultdict(set)
    for one in facts.memberships:
        held[one.competitor].add((one.categories, one.car_class))
    return any(len(classes) > 1 for classes in held.values())
