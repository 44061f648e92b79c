"""From what a competitor takes out of a session, car by car, to the one award it gets.

Where a competitor had several cars: the best of a driver's results, the best M cars of a team.
"""

from collections.abc import Sequence
from fractions import Fraction

from championships.scoring.eligibility import Field
from championships.scoring.parts import Award, Part
from championships.scoring.rules import SeveralResults, TableRule
from championships.scoring.takings import ZERO, CarTaking
from championships.scoring.vocabulary import CompetitorKind

_UNPLACED = 10**6


def settle(table: TableRule, field: Field, cars: Sequence[CarTaking], competitor: str) -> Award:
    """Make the award: the best of several results, the best M cars; the places of all cars."""
    if len(cars) > 1:
        return _settle_several(table, field, cars, competitor)
    (car,) = cars
    places = (car.place,) if car.place is not None else ()
    parts = (car.part, *car.bonuses) if car.part is not None else car.bonuses
    return Award(
        table.id,
        competitor,
        field.round,
        field.session,
        add_points(parts),
        parts,
        places,
        car.started,
        (car.status,) if car.status else (),
        places if car.earned else (),
        car.classified,
    )


def _settle_several(table: TableRule, field: Field, cars: Sequence[CarTaking], competitor: str) -> Award:
    placed = [(car.place, car.earned) for car in cars if car.place is not None]
    placed.sort()
    parts = tuple(_choose_parts(table, cars))
    return Award(
        table.id,
        competitor,
        field.round,
        field.session,
        add_points(parts),
        parts,
        tuple([place for place, _ in placed]),
        True in [car.started for car in cars],
        tuple([car.status for car in cars if car.status]),
        tuple([place for place, earned in placed if earned]),
        True in [car.classified for car in cars],
    )


def add_points(parts: Sequence[Part]) -> Fraction:
    """The sum of some parts; most awards have one, and adding fractions is dear."""
    if not parts:
        return ZERO
    points = parts[0].points
    for part in parts[1:]:
        points += part.points
    return points


def _choose_parts(table: TableRule, cars: Sequence[CarTaking]) -> list[Part]:
    """Of several cars: a driver's best place points only, where the table says so (bonuses all
    stay); then the best M cars, bonuses included."""
    drives = table.competitor is CompetitorKind.DRIVER
    if drives and table.shared_car.several_results is SeveralResults.BEST:
        best = min(
            (car for car in cars if car.part is not None),
            key=lambda car: (-car.part.points if car.part else ZERO, car.place or _UNPLACED),
            default=None,
        )
        for car in cars:
            if car is not best:
                car.part = None
    chosen = cars
    if table.best_cars is not None:
        chosen = sorted(cars, key=lambda car: (-car.points, car.place or _UNPLACED))[: table.best_cars]
    parts = [car.part for car in chosen if car.part is not None]
    if len(parts) > 1:
        parts.sort(key=lambda part: part.place or _UNPLACED)
    return parts + [bonus for car in chosen for bonus in car.bonuses]
