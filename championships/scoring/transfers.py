"""A change of class during the season: what becomes of the points earned in the old class.

Each table of a class says so for those who come into it: *split* leaves every point where it was
earned; *kept* brings the results over whole, *scaled* at a factor (points only, no places), *lost*
leaves them behind. With the last three the competitor leaves the table of the old class.
The change takes effect with the first session in which the competitor appears in the new table,
unless its enrolment shows that it did not change class then.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from championships.scoring.facts import Membership
from championships.scoring.parts import Award, Part
from championships.scoring.rules import ClassChange, RuleBook, TableRule
from championships.scoring.timeline import Timeline
from championships.scoring.vocabulary import PartKind


class Move(NamedTuple):
    """What happens to one competitor in one table before a session is scored."""

    competitor: str
    brought: tuple[Award, ...] | None  # None: it leaves the table


def find_moves(
    book: RuleBook,
    timeline: Timeline,
    awards: Mapping[str, Sequence[Sequence[Award]]],
    memberships: Iterable[Membership],
) -> dict[tuple[str, int], list[Move]]:
    """The moves of a season by table and stop."""
    rules = {t.id: t for t in book.tables if t.class_change.points is not ClassChange.SPLIT}
    if not rules:
        return {}
    enrolled: dict[str, list[Membership]] = {}
    for membership in memberships:
        enrolled.setdefault(membership.competitor, []).append(membership)
    watched = set(rules) | {old for rule in rules.values() for old in rule.class_change.from_tables}
    held: dict[str, dict[str, list[Award]]] = {table: {} for table in watched}
    moves: dict[tuple[str, int], list[Move]] = {}
    for number, stop in enumerate(timeline.stops):
        here = {table: {a.competitor for a in awards[table][number]} for table in watched}
        for table_id, rule in rules.items():
            for competitor in sorted(here[table_id]):
                if not _belongs(rule, enrolled.get(competitor, ()), stop.round):
                    continue
                for old in rule.class_change.from_tables:
                    if competitor in here[old] or not held[old].get(competitor):
                        continue
                    left = held[old].pop(competitor)
                    brought = _bring(rule, left, (stop.round, stop.session))
                    held[table_id].setdefault(competitor, []).extend(brought)
                    moves.setdefault((old, number), []).append(Move(competitor, None))
                    moves.setdefault((table_id, number), []).append(Move(competitor, brought))
        for table in watched:
            for award in awards[table][number]:
                held[table].setdefault(award.competitor, []).append(award)
    return moves


def _belongs(table: TableRule, memberships: Iterable[Membership], round_: int) -> bool:
    """Whether the enrolment in force puts a competitor into the class of this table, as far as known."""
    in_force = [
        membership
        for membership in memberships
        if (membership.from_round is None or membership.from_round <= round_)
        and (membership.to_round is None or round_ <= membership.to_round)
    ]
    if not in_force:
        return True
    for filter_ in (table.may_appear, table.may_score):
        if filter_.classes is not None:
            classes = {m.car_class for m in in_force if m.car_class is not None}
            if classes and classes.isdisjoint(filter_.classes):
                return False
        if filter_.categories is not None and not any(
            filter_.categories & membership.categories for membership in in_force
        ):
            return False
    return True


def _bring(table: TableRule, left: Iterable[Award], since: tuple[int, str]) -> tuple[Award, ...]:
    rule = table.class_change
    if rule.points is ClassChange.LOST:
        return ()
    scaled = rule.points is ClassChange.SCALED
    brought = []
    for award in left:
        points = award.points * rule.factor if scaled else award.points
        part = Part(
            PartKind.CLASS_CHANGE,
            points,
            factor=rule.factor if scaled else None,
            table=award.table,
        )
        brought.append(
            award._replace(
                table=table.id,
                points=points,
                parts=(part,) if points else (),
                places=() if scaled else award.places,
                scoring_places=() if scaled else award.scoring_places,
                since=since,
            )
        )
    return tuple(brought)
