"""Points of one session: `award`, and the one rounding function of the project.

Everything is exact until `round_points` writes a figure down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from championships.scoring.bonuses import Grant, competitor_of, grant
from championships.scoring.eligibility import Car, Field, Seat, read_field, survey
from championships.scoring.facts import ResultOverride, Rulings, SessionOverride, SessionResult
from championships.scoring.parts import Award, Part
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    PointsTable,
    RuleBook,
    SessionRule,
    SeveralResults,
    SharedPoints,
    TableRule,
)
from championships.scoring.vocabulary import CompetitorKind, PartKind

__all__ = ["Award", "Part", "RulingIndex", "award", "award_field", "round_points"]

_ZERO = Fraction(0)
_ONE = Fraction(1)


def round_points(value: Fraction, decimals: int) -> Decimal:
    """Write points with `decimals` decimals, half away from zero. Never used while computing."""
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    if value < 0:
        whole = -whole
    return Decimal(whole).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class RulingIndex:
    """The decisions of a season by session, so that they need not be searched for."""

    sessions: Mapping[tuple[int, str], Sequence[SessionOverride]] = field(default_factory=dict)
    results: Mapping[tuple[int, str], Sequence[ResultOverride]] = field(default_factory=dict)

    @classmethod
    def of(cls, rulings: Rulings) -> "RulingIndex":
        sessions: dict[tuple[int, str], list[SessionOverride]] = {}
        for session in rulings.session_overrides:
            sessions.setdefault((session.round, session.session), []).append(session)
        results: dict[tuple[int, str], list[ResultOverride]] = {}
        for result in rulings.result_overrides:
            results.setdefault((result.round, result.session), []).append(result)
        return cls(sessions, results)

    def on_session(self, table: str, round_: int, session: str) -> SessionOverride | None:
        """All decisions on a session as one; a later one replaces what it names."""
        merged: SessionOverride | None = None
        for found in self.sessions.get((round_, session), ()):
            if found.standings is not None and table not in found.standings:
                continue
            if merged is None:
                merged = found
                continue
            speaks = found.factor is not None or found.table is not None
            merged = replace(
                found,
                factor=found.factor if speaks else merged.factor,
                table=found.table if speaks else merged.table,
                no_bonuses=found.no_bonuses or merged.no_bonuses,
                bonus_winners=(merged.bonus_winners if found.bonus_winners is None else found.bonus_winners),
            )
        return merged

    def on_results(self, table: str, round_: int, session: str) -> list[ResultOverride]:
        return [
            found
            for found in self.results.get((round_, session), ())
            if found.standings is None or table in found.standings
        ]


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
    result, an excluded round and a session the table does not name give nothing.
    """
    index = RulingIndex.of(rulings)
    fields = {other.session: read_field(other) for other in same_round if other.complete}
    if not result.complete:
        return []
    parent: list[Award] | None = None
    if table.extract_from is not None:
        source = book.table(table.extract_from)
        parent = award(book, source, result, rulings, same_round=same_round)
    return award_field(book, table, read_field(result), index, fields, parent)


def award_field(
    book: RuleBook,
    table: TableRule,
    field: Field,
    rulings: RulingIndex,
    round_fields: Mapping[str, Field],
    parent: Sequence[Award] | None = None,
) -> list[Award]:
    """`award` on a session already read. `parent`: the awards of the table extracted from."""
    rule = session_rule(book, table, field.session)
    if rule is None or field.round in table.exclude_rounds:
        return []
    return award_places(book, table, rule, field, rulings, round_fields, parent)


def session_rule(book: RuleBook, table: TableRule, session: str) -> SessionRule | None:
    """The rule of a session in a table; an extracted table without its own uses the source's."""
    if table.extract_from is None:
        return table.sessions.get(session)
    if table.sessions and session not in table.sessions:
        return None
    return session_rule(book, book.table(table.extract_from), session)


@dataclass(slots=True)
class _CarTaking:
    place: int | None = None
    part: Part | None = None
    earned: bool = False  # the place earned place points, whether or not they count
    bonuses: list[Part] | None = None

    @property
    def points(self) -> Fraction:
        points = self.part.points if self.part is not None else _ZERO
        for bonus in self.bonuses or ():
            points += bonus.points
        return points


@dataclass(slots=True)
class _Taking:
    cars: dict[str, _CarTaking]
    statuses: list[str]
    started: bool = False
    classified: bool = False


def award_places(
    book: RuleBook,
    table: TableRule,
    rule: SessionRule | None,
    field: Field,
    rulings: RulingIndex,
    round_fields: Mapping[str, Field],
    parent: Sequence[Award] | None = None,
) -> list[Award]:
    """Places and points. Without a `rule` only the places are noted (for ties and listing)."""
    overrides = rulings.on_results(table.id, field.round, field.session)
    ineligible = {found.driver for found in overrides if found.ineligible}
    replaced = {found.driver: found for found in overrides if found.points is not None}
    decision = rulings.on_session(table.id, field.round, field.session)
    survey(table, field, ineligible)
    if parent is not None:
        return _extract(table, field, parent, ineligible, replaced)
    vector: tuple[Fraction, ...] = ()
    factor: Fraction | None = None
    name = ""
    if rule is not None:
        name, factor = _table_and_factor(rule, field, decision)
        vector = _points_vector(book.points_tables[name], field, factor)
    takings = _take_places(table, field, vector, factor, name, replaced)
    if rule is not None and rule.bonuses and not (decision is not None and decision.no_bonuses):
        for found in _grant_bonuses(table, rule, field, round_fields, decision):
            taking = takings.get(found.competitor)
            if taking is None:
                taking = takings[found.competitor] = _Taking({}, [])
            if found.car.crew > 1 and _shared_scores_nothing(table):
                continue
            car = taking.cars.setdefault(found.car.car, _CarTaking())
            car.bonuses = [*(car.bonuses or ()), found.part]
    return [_settle(table, field, takings[competitor], competitor) for competitor in sorted(takings)]


def _shared_scores_nothing(table: TableRule) -> bool:
    return table.shared_car.points is SharedPoints.NONE and table.competitor is not CompetitorKind.CAR


def _table_and_factor(rule: SessionRule, field: Field, decision: SessionOverride | None) -> tuple[str, Fraction | None]:
    """The points table of the session and what it is multiplied by.

    A decision with a factor or a table replaces the step for shortened races. Fewer laps than a
    step's `min_laps` give no points.
    """
    if decision is not None and (decision.factor is not None or decision.table is not None):
        return decision.table or rule.table, decision.factor
    if rule.shortened is None or field.laps is None or not field.scheduled_laps:
        return rule.table, None
    run = Fraction(field.laps, field.scheduled_laps)
    for step in rule.shortened.steps:
        if run < step.below:
            if step.min_laps is not None and field.laps < step.min_laps:
                return step.table or rule.table, _ZERO
            return step.table or rule.table, step.factor
    return rule.table, None


def _too_short(rule: SessionRule, field: Field, decision: SessionOverride | None) -> bool:
    """Whether the race was too short to give any points, bonuses included."""
    if decision is not None and (decision.factor is not None or decision.table is not None):
        return False
    if rule.shortened is None or field.laps is None or not field.scheduled_laps:
        return False
    run = Fraction(field.laps, field.scheduled_laps)
    for step in rule.shortened.steps:
        if run < step.below:
            return step.min_laps is not None and field.laps < step.min_laps
    return False


def _points_vector(table: PointsTable, field: Field, factor: Fraction | None) -> tuple[Fraction, ...]:
    points = table.points
    if table.by_starters:
        starters = sum(1 for car in field.cars if car.started and car.scores)
        points = next((row for least, row in table.by_starters if starters >= least), ())
    return points if factor is None else _multiply(points, factor)


@lru_cache(maxsize=256)
def _multiply(points: tuple[Fraction, ...], factor: Fraction) -> tuple[Fraction, ...]:
    return tuple(value * factor for value in points)


def _take_places(
    table: TableRule,
    field: Field,
    vector: tuple[Fraction, ...],
    factor: Fraction | None,
    name: str,
    replaced: Mapping[str, ResultOverride],
) -> dict[str, _Taking]:
    takings: dict[str, _Taking] = {}
    kind = table.competitor
    length = len(vector)
    for car in field.cars:
        place = car.table_place
        value = vector[place - 1] if place is not None and place <= length else _ZERO
        for competitor, seats in _by_competitor(kind, car):
            taking = takings.get(competitor)
            if taking is None:
                taking = takings[competitor] = _Taking({}, [])
            status = seats[0].line.status
            taking.statuses.append(status)
            taking.started = taking.started or car.started
            taking.classified = taking.classified or place is not None
            entitled = [seat for seat in seats if seat.scores and _drove_enough(table, car, seat)]
            entry = taking.cars[car.car] = _CarTaking()
            if not entitled:
                continue
            entry.place = place
            override = next((replaced[d] for seat in seats if (d := seat.driver.driver or "") in replaced), None)
            if override is not None and override.points is not None:
                entry.part = Part(
                    PartKind.OVERRIDE,
                    override.points,
                    place=place,
                    car=car.car,
                    document=override.document,
                    reason=override.reason,
                )
                entry.earned = override.points > 0
                continue
            if not value:
                continue
            share = _share(table, car, entitled)
            if share is None:
                entry.part = Part(PartKind.PLACE, value, place, factor, None, name, "", car.car)
                entry.earned = True
            elif share:
                points = value * share
                entry.part = Part(PartKind.PLACE, points, place, factor, share, name, "", car.car)
                entry.earned = True
    return takings


def _by_competitor(kind: CompetitorKind, car: Car) -> list[tuple[str, list[Seat]]]:
    if len(car.seats) == 1:
        seat = car.seats[0]
        competitor = competitor_of(kind, seat)
        return [] if competitor is None or not seat.appears else [(competitor, [seat])]
    found: dict[str, list[Seat]] = {}
    for seat in car.seats:
        competitor = competitor_of(kind, seat)
        if competitor is not None and seat.appears:
            found.setdefault(competitor, []).append(seat)
    return list(found.items())


def _drove_enough(table: TableRule, car: Car, seat: Seat) -> bool:
    """Whether a driver drove the share of the car's laps the rules ask for. Unknown laps pass."""
    least = table.shared_car.minimum_share
    if least is None or car.crew == 1 or table.competitor is CompetitorKind.CAR:
        return True
    driven = seat.driver.laps
    whole = max((other.line.laps or 0 for other in car.seats), default=0)
    known = [other.driver.laps for other in car.seats]
    if all(laps is not None for laps in known):
        whole = max(whole, sum(laps or 0 for laps in known))
    if driven is None or not whole:
        return True
    return Fraction(driven, whole) >= least


def _share(table: TableRule, car: Car, entitled: Sequence[Seat]) -> Fraction | None:
    """The part of the car's place points that goes to these drivers; None: all of it."""
    if car.crew == 1 or table.competitor is CompetitorKind.CAR:
        return None
    if table.shared_car.points is SharedPoints.NONE:
        return _ZERO
    if table.shared_car.points is SharedPoints.FULL:
        return None
    sharing = [seat for seat in car.seats if _drove_enough(table, car, seat)]
    share = Fraction(len(entitled), len(sharing))
    return None if share == _ONE else share


def _grant_bonuses(
    table: TableRule,
    rule: SessionRule,
    field: Field,
    round_fields: Mapping[str, Field],
    decision: SessionOverride | None,
) -> list[Grant]:
    if _too_short(rule, field, decision):
        return []
    winners = decision.bonus_winners if decision is not None else None
    decided = _decided_bonuses(rule.bonuses) if winners is not None else ()
    grants: list[Grant] = []
    for bonus in rule.bonuses:
        named = winners if bonus in decided else None
        grants += grant(bonus, table, field, round_fields, named)
    return grants


def _decided_bonuses(bonuses: Sequence[Bonus]) -> tuple[Bonus, ...]:
    """Which bonuses a decision "who got the bonus" is about: the fastest lap where there is one."""
    fastest = tuple(bonus for bonus in bonuses if bonus.kind is BonusKind.FASTEST_LAP)
    held = (BonusKind.FLAG, BonusKind.POLE)
    return fastest or tuple(bonus for bonus in bonuses if bonus.kind in held)


def _settle(table: TableRule, field: Field, taking: _Taking, competitor: str) -> Award:
    """Make the award: the best of several results, the best M cars; the places of all cars."""
    cars = list(taking.cars.values())
    if len(cars) == 1:
        places: tuple[int, ...]
        scoring: tuple[int, ...]
        (car,) = cars
        parts = [car.part] if car.part is not None else []
        if car.bonuses:
            parts += car.bonuses
        places = (car.place,) if car.place is not None else ()
        scoring = places if car.earned else ()
    else:
        placed = sorted((car for car in cars if car.place is not None), key=lambda c: c.place or 0)
        places = tuple(car.place for car in placed if car.place is not None)
        scoring = tuple(car.place for car in placed if car.place is not None and car.earned)
        parts = _choose_parts(table, cars)
    points = _ZERO
    for part in parts:
        points = points + part.points if points else part.points
    return Award(
        table.id,
        competitor,
        field.round,
        field.session,
        points,
        tuple(parts),
        places,
        taking.started,
        tuple(taking.statuses),
        scoring,
        taking.classified,
    )


def _choose_parts(table: TableRule, cars: Sequence[_CarTaking]) -> list[Part]:
    drives = table.competitor is CompetitorKind.DRIVER
    if drives and table.shared_car.several_results is SeveralResults.BEST:
        best = max(
            (car for car in cars if car.part is not None),
            key=lambda car: (car.part.points if car.part else _ZERO, -(car.place or 10**6)),
            default=None,
        )
        for car in cars:
            if car is not best:
                car.part = None
    chosen = sorted(cars, key=lambda car: (-car.points, car.place or 10**6))
    if table.best_cars is not None:
        chosen = chosen[: table.best_cars]
    parts = [car.part for car in chosen if car.part is not None]
    return parts + [bonus for car in chosen for bonus in car.bonuses or ()]


def _extract(
    table: TableRule,
    field: Field,
    parent: Sequence[Award],
    ineligible: set[str],
    replaced: Mapping[str, ResultOverride],
) -> list[Award]:
    """The points of another table for those this table lets through; places are this table's."""
    own = _take_places(table, field, (), None, "", {})
    scoring = {
        competitor
        for car in field.cars
        for competitor, seats in _by_competitor(table.competitor, car)
        if any(seat.scores for seat in seats)
    }
    awards = []
    for source in sorted(parent, key=lambda found: found.competitor):
        taking = own.get(source.competitor)
        if taking is None:
            continue
        settled = _settle(table, field, taking, source.competitor)
        parts = source.parts if source.competitor in scoring else ()
        override = replaced.get(source.competitor)
        if override is not None and override.points is not None:
            given = (PartKind.PLACE, PartKind.OVERRIDE)
            place = settled.places[0] if settled.places else None
            parts = (
                Part(
                    PartKind.OVERRIDE,
                    override.points,
                    place=place,
                    document=override.document,
                    reason=override.reason,
                ),
                *(part for part in parts if part.kind not in given),
            )
        points = sum((part.points for part in parts), _ZERO)
        earned = any(part.kind in (PartKind.PLACE, PartKind.OVERRIDE) and part.points > 0 for part in parts)
        awards.append(
            replace(
                settled,
                points=points,
                parts=parts,
                scoring_places=settled.places if earned else (),
            )
        )
    return awards
