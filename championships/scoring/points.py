"""Points of one session: `award`, and the one rounding function of the project.

Everything is exact until `round_points` writes a figure down.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from championships.scoring.bonuses import Grant, grant
from championships.scoring.eligibility import Field, read_field, survey
from championships.scoring.facts import ResultOverride, Rulings, SessionOverride, SessionResult
from championships.scoring.overrides import RulingIndex
from championships.scoring.parts import Award, Part
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    PointsTable,
    RuleBook,
    SessionRule,
    ShortenedStep,
    TableRule,
)
from championships.scoring.settling import add_points, settle
from championships.scoring.takings import (
    ZERO,
    Scale,
    add_bonus,
    override_part,
    seats_by_competitor,
    shared_scores_nothing,
    take_places,
)
from championships.scoring.vocabulary import PartKind

__all__ = ["Award", "Part", "award", "award_field", "round_points", "session_rule"]


def round_points(value: Fraction, decimals: int) -> Decimal:
    """Write points with `decimals` decimals, half away from zero. Never used while computing."""
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals)


def award(
    book: RuleBook,
    table: TableRule,
    result: SessionResult,
    rulings: Rulings,
    *,
    same_round: Iterable[SessionResult] = (),
) -> list[Award]:
    """What every competitor got from one session in one table, by competitor id.

    `same_round`: the other sessions of the round, where a pole is taken in qualifying. A partial
    result, an excluded round and a session the table does not name give nothing. A hypothesis is
    computed here all the same: only the standings of a season keep it from the public.
    """
    rule = session_rule(book, table, result.session)
    if rule is None or not result.complete or result.round in table.exclude_rounds:
        return []
    parent: list[Award] | None = None
    if table.extract_from is not None:
        source = book.table(table.extract_from)
        parent = award(book, source, result, rulings, same_round=same_round)
    around = {other.session: read_field(other) for other in same_round if other.complete}
    index = RulingIndex.of(rulings)
    return award_field(book, table, rule, read_field(result), index, around, parent)


def session_rule(book: RuleBook, table: TableRule, session: str) -> SessionRule | None:
    """The rule of a session in a table; an extracted table without its own uses the source's."""
    if table.extract_from is None:
        return table.sessions.get(session)
    if table.sessions and session not in table.sessions:
        return None
    return session_rule(book, book.table(table.extract_from), session)


def award_field(
    book: RuleBook,
    table: TableRule,
    rule: SessionRule | None,
    field: Field,
    rulings: RulingIndex,
    round_fields: Mapping[str, Field],
    parent: Sequence[Award] | None = None,
) -> list[Award]:
    """`award` on a session already read.

    Without a `rule` only places are noted (for ties and listing). `round_fields`: the sessions of
    the round by key; `parent`: the awards of the table extracted from.
    """
    overrides = rulings.on_results(table.id, field.round, field.session)
    ineligible = {found.driver for found in overrides if found.ineligible}
    replaced = {found.driver: found for found in overrides if found.points is not None}
    survey(table, field, ineligible)
    if parent is not None:
        return _extract(table, field, parent, replaced)
    if rule is None:
        takings = take_places(table, field, Scale(), {})
    else:
        decision = rulings.on_session(table.id, field.round, field.session)
        takings = take_places(table, field, read_scale(book, rule, field, decision), replaced)
        if rule.bonuses:
            for found in _grant_bonuses(table, rule, field, round_fields, decision):
                add_bonus(takings, found.competitor, found.car.car, found.part)
    return [settle(table, field, cars, competitor) for competitor, cars in sorted(takings.items())]


def read_scale(book: RuleBook, rule: SessionRule, field: Field, decision: SessionOverride | None) -> Scale:
    """The place points of the session.

    A decision with a factor or a table replaces the step for shortened races. Fewer laps than a
    step's `min_laps` give no points. A table by starters counts those who may score here.
    """
    name, factor = rule.table, None
    if _replaces_step(decision) and decision is not None:
        name, factor = decision.table or rule.table, decision.factor
    elif (step := _step(rule, field)) is not None:
        name = step.table or rule.table
        factor = ZERO if _is_too_short(step, field) else step.factor
    table = book.points_tables[name]
    points = table.points
    if table.by_starters:
        starters = sum(1 for car in field.cars if car.started and car.scores)
        points = _points_by_starters(table, starters)
    return Scale(points if factor is None else _multiply(points, factor), factor, name)


def _replaces_step(decision: SessionOverride | None) -> bool:
    return decision is not None and (decision.factor is not None or decision.table is not None)


def _step(rule: SessionRule, field: Field) -> ShortenedStep | None:
    """The first step whose share exceeds the part of the distance that was run, where known."""
    if rule.shortened is None:
        return None
    return next((step for step in rule.shortened.steps if field.ran_less_than(step.below)), None)


def _is_too_short(step: ShortenedStep, field: Field) -> bool:
    return step.min_laps is not None and field.laps is not None and field.laps < step.min_laps


def _points_by_starters(table: PointsTable, starters: int) -> tuple[Fraction, ...]:
    for least, row in sorted(table.by_starters, reverse=True):
        if starters >= least:
            return row
    return ()


@lru_cache(maxsize=256)
def _multiply(points: tuple[Fraction, ...], factor: Fraction) -> tuple[Fraction, ...]:
    return tuple(value * factor for value in points)


def _grant_bonuses(
    table: TableRule,
    rule: SessionRule,
    field: Field,
    round_fields: Mapping[str, Field],
    decision: SessionOverride | None,
) -> list[Grant]:
    """All bonuses of a session. A race too short for points gives none; nor does a car that
    scores nothing because it was shared."""
    if decision is not None and decision.no_bonuses:
        return []
    if not _replaces_step(decision):
        step = _step(rule, field)
        if step is not None and _is_too_short(step, field):
            return []
    winners = decision.bonus_winners if decision is not None else None
    decided = _decided_bonuses(rule.bonuses) if winners is not None else ()
    return [
        found
        for bonus in rule.bonuses
        for found in grant(bonus, table, field, round_fields, winners if bonus in decided else None)
        if not shared_scores_nothing(table, found.car)
    ]


def _decided_bonuses(bonuses: Sequence[Bonus]) -> Collection[Bonus]:
    """Which bonuses a decision "who got the bonus" is about: the fastest lap where there is one."""
    fastest = tuple(bonus for bonus in bonuses if bonus.kind is BonusKind.FASTEST_LAP)
    held = (BonusKind.FLAG, BonusKind.POLE)
    return fastest or tuple(bonus for bonus in bonuses if bonus.kind in held)


def _extract(
    table: TableRule,
    field: Field,
    parent: Sequence[Award],
    replaced: Mapping[str, ResultOverride],
) -> list[Award]:
    """The points of another table for those this table lets through; places are this table's."""
    own = take_places(table, field, Scale(), {})
    scoring = {
        competitor
        for car in field.cars
        for competitor, seats in seats_by_competitor(table.competitor, car)
        if any(seat.scores for seat in seats)
    }
    by_place = (PartKind.PLACE, PartKind.OVERRIDE)
    awards = []
    for source in sorted(parent, key=lambda found: found.competitor):
        cars = own.get(source.competitor)
        if cars is None:
            continue
        settled = settle(table, field, cars, source.competitor)
        parts = source.parts if source.competitor in scoring else ()
        override = replaced.get(source.competitor)
        if override is not None and source.competitor in scoring:
            place = settled.places[0] if settled.places else None
            others = tuple(part for part in parts if part.kind not in by_place)
            parts = (override_part(override, place, ""), *others)
        earned = any(part.kind in by_place and part.points > 0 for part in parts)
        awards.append(
            settled._replace(
                points=add_points(parts),
                parts=parts,
                scoring_places=settled.places if earned else (),
            )
        )
    return awards
