"""Whether a session hands out what its scale can give, table by table, under the rule book of a season.

What the scale can give is counted apart from the awards: the points of as many places as cars are placed, each place
once, less what the rules themselves keep back (a guest who keeps its place, a driver who may not score, a shared car
that scores nothing), and each bonus once. A place left empty, shared or taken twice, a driver nobody knows, a bonus
nobody holds make the two figures differ.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from championships.scoring.bonuses import find_holders, grant, ran_far_enough
from championships.scoring.checks import CODES, Problem
from championships.scoring.eligibility import Car, Field, drove_enough, read_field, survey
from championships.scoring.facts import Rulings, SessionOverride, SessionResult
from championships.scoring.overrides import RulingIndex
from championships.scoring.points import award, read_scale, session_rule
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    RuleBook,
    SessionRule,
    SharedPoints,
    TableRule,
    TieShare,
)
from championships.scoring.takings import ZERO, seats_by_competitor, shared_scores_nothing
from championships.scoring.vocabulary import CompetitorKind, PartKind

# Given for what a car did, not handed out once a session: nothing to compare with.
_UNCOUNTED = frozenset({BonusKind.START, BonusKind.PLACES_GAINED})
_UNCOUNTED_PARTS = frozenset(PartKind(kind.value) for kind in _UNCOUNTED)


@dataclass(frozen=True, slots=True)
class HandOut:
    """The points one table hands out for a session, and what its scale can give. `at_most`: it may give less."""

    table: TableRule
    given: Fraction
    scale: Fraction
    at_most: bool = False

    @property
    def differs(self) -> bool:
        return self.given > self.scale or (self.given < self.scale and not self.at_most)


def count_points(
    book: RuleBook, result: SessionResult, rulings: Rulings, *, same_round: Iterable[SessionResult] = ()
) -> tuple[HandOut, ...]:
    """Both figures for every table that this session scores in. A hypothesis and a partial sheet give nothing."""
    if book.hypothesis or not result.complete:
        return ()
    around = list(same_round)
    found = []
    for table in book.tables:
        rule = session_rule(book, table, result.session)
        if rule is None or result.round in table.exclude_rounds or table.extract_from is not None:
            continue
        awards = award(book, table, result, rulings, same_round=around)
        parts = [part for one in awards for part in one.parts if part.kind not in _UNCOUNTED_PARTS]
        fields = {other.session: read_field(other) for other in around if other.complete}
        scale, at_most = _count_scale(book, table, rule, read_field(result), RulingIndex.of(rulings), fields)
        found.append(HandOut(table, sum((part.points for part in parts), ZERO), scale, at_most))
    return tuple(found)


def check_points(
    book: RuleBook,
    result: SessionResult,
    rulings: Rulings,
    *,
    same_round: Iterable[SessionResult] = (),
    championship: str,
    championship_fr: str = "",
) -> tuple[Problem, ...]:
    """A pole that scores and that nobody holds, and every table whose two figures differ.

    The names are for the sentence; one ending in `_fr` replaces the other in French.
    """
    around = list(same_round)
    names = {"championship": championship, "championship_fr": championship_fr or championship}
    problems = []
    if not book.hypothesis and result.complete and _lacks_pole(book, result, around):
        problems.append(Problem(CODES["pole_missing"], "pole_missing", "", names))
    for handed in count_points(book, result, rulings, same_round=around):
        if handed.differs:
            title = handed.table.title or handed.table.id
            params = {
                **names,
                "table": title,
                "table_fr": handed.table.title_fr or title,
                "given": str(handed.given),
                "scale": str(handed.scale),
            }
            problems.append(Problem(CODES["points_differ"], "points_differ", "", params))
    return tuple(problems)


def _lacks_pole(book: RuleBook, result: SessionResult, around: Sequence[SessionResult]) -> bool:
    """Whether some table gives points for the pole of this session and nobody holds it."""
    fields = {other.session: read_field(other) for other in around if other.complete}
    for table in book.tables:
        rule = session_rule(book, table, result.session)
        if rule is None or result.round in table.exclude_rounds:
            continue
        field = read_field(result)
        survey(table, field, ())
        for bonus in rule.bonuses:
            if bonus.kind is BonusKind.POLE and not find_holders(bonus, table, field, fields):
                return True
    return False


def _count_scale(
    book: RuleBook,
    table: TableRule,
    rule: SessionRule,
    field: Field,
    rulings: RulingIndex,
    around: Mapping[str, Field],
) -> tuple[Fraction, bool]:
    overrides = rulings.on_results(table.id, field.round, field.session)
    survey(table, field, {found.driver for found in overrides if found.ineligible})
    decision = rulings.on_session(table.id, field.round, field.session)
    vector = read_scale(book, rule, field, decision).vector
    placed = sorted((car for car in field.cars if car.table_place is not None), key=lambda car: car.table_place or 0)
    points = sum((value * _count_shares(table, car) for value, car in zip(vector, placed, strict=False)), ZERO)
    if decision is None or not decision.no_bonuses:
        points += sum(_list_bonuses(table, rule, field, around, decision), ZERO)
    return points, _may_give_less(table, field)


def _count_shares(table: TableRule, car: Car) -> Fraction:
    """How often the points of a car's place are given: once; never for one who may not score; split or in full."""
    competitors = [seats for _competitor, seats in seats_by_competitor(table.competitor, car)]
    if not car.scores or shared_scores_nothing(table, car):
        return ZERO
    if not competitors and table.competitor is not CompetitorKind.DRIVER:
        return ZERO  # a car without a team, in a table of teams
    if car.crew == 1 or table.competitor is CompetitorKind.CAR:
        return Fraction(1)
    if table.shared_car.points is SharedPoints.FULL:
        return Fraction(sum(1 for seats in competitors if any(seat.scores for seat in seats)))
    sharing = sum(1 for seat in car.seats if drove_enough(table, car, seat))
    return Fraction(sum(1 for seat in car.seats if seat.scores), sharing or 1)


def _list_bonuses(
    table: TableRule,
    rule: SessionRule,
    field: Field,
    around: Mapping[str, Field],
    decision: SessionOverride | None,
) -> Iterator[Fraction]:
    """Each bonus once: to one car, or split among those level. One whose holder is not entitled gives nothing."""
    for bonus in rule.bonuses:
        if bonus.kind in _UNCOUNTED or not ran_far_enough(bonus, field):
            continue
        winners = decision.bonus_winners if decision is not None else None
        grants = grant(bonus, table, field, around, winners)
        grants = [found for found in grants if not shared_scores_nothing(table, found.car)]
        if not grants:
            yield ZERO if _is_held(bonus, table, field, around) else bonus.points
        elif bonus.tie is TieShare.SPLIT or bonus.kind is BonusKind.FLAG:
            yield sum((found.part.points for found in grants), ZERO)
        else:
            first = grants[0].car.car
            yield sum((found.part.points for found in grants if found.car.car == first), ZERO)


def _is_held(bonus: Bonus, table: TableRule, field: Field, around: Mapping[str, Field]) -> bool:
    return bool(find_holders(bonus, table, field, around))


def _may_give_less(table: TableRule, field: Field) -> bool:
    """Whether a competitor with several cars keeps only the best of them here."""
    cars: dict[str, int] = {}
    for car in field.cars:
        for competitor, _seats in seats_by_competitor(table.competitor, car):
            cars[competitor] = cars.get(competitor, 0) + 1
    return any(count > 1 for count in cars.values()) and (
        table.best_cars is not None or table.competitor is CompetitorKind.DRIVER
    )
