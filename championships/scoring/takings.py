"""What each competitor takes out of a session by the places of its cars, before anything is chosen.

Shared cars: the place points are split equally between the drivers of the car, given to each in
full, or to nobody. A driver below the minimum share of the car's laps is out of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from championships.scoring.bonuses import competitor_of
from championships.scoring.eligibility import Car, Field, Seat, drove_enough
from championships.scoring.facts import ResultOverride
from championships.scoring.parts import Part
from championships.scoring.rules import SharedPoints, TableRule
from championships.scoring.vocabulary import CompetitorKind, PartKind

ZERO = Fraction(0)


class CarTaking:
    """What one competitor takes from one car of a session.

    `place` is None also where the competitor may not score with the car; `classified` tells
    whether the car has a place. `earned`: the place earned place points. `status` is empty where
    only a bonus was earned with the car, which need not have taken part (pole in qualifying).
    """

    __slots__ = ("bonuses", "car", "classified", "earned", "part", "place", "started", "status")

    def __init__(
        self,
        car: str,
        status: str = "",
        started: bool = False,
        classified: bool = False,
        place: int | None = None,
        part: Part | None = None,
        earned: bool = False,
    ) -> None:
        self.car = car
        self.status = status
        self.started = started
        self.classified = classified
        self.place = place
        self.part = part
        self.earned = earned
        self.bonuses: tuple[Part, ...] = ()

    @property
    def points(self) -> Fraction:
        own = self.part.points if self.part is not None else ZERO
        return sum((bonus.points for bonus in self.bonuses), own)


type Takings = dict[str, list[CarTaking]]  # competitor -> what it takes, car by car


def add_bonus(takings: Takings, competitor: str, car: str, bonus: Part) -> None:
    """Note a bonus earned with a car, whether or not the car took part."""
    cars = takings.setdefault(competitor, [])
    taking = next((taking for taking in cars if taking.car == car), None)
    if taking is None:
        taking = CarTaking(car)
        cars.append(taking)
    taking.bonuses += (bonus,)


@dataclass(frozen=True, slots=True)
class Scale:
    """The place points of a session: `vector` holds those of place 1, 2, 3, ... `factor` included."""

    vector: tuple[Fraction, ...] = ()
    factor: Fraction | None = None
    table: str = ""


def take_places(table: TableRule, field: Field, scale: Scale, replaced: Mapping[str, ResultOverride]) -> Takings:
    """Places and place points of a field already surveyed for `table`, by competitor.

    `replaced`: decisions that replace a driver's place points; his place stays, nothing is passed
    down.
    """
    takings: Takings = {}
    kind = table.competitor
    last_scoring = len(scale.vector)
    for car in field.cars:
        place = car.table_place
        for competitor, seats in seats_by_competitor(kind, car):
            scoring = sum(seat.scores for seat in seats) if len(seats) > 1 else seats[0].scores
            part: Part | None = None
            earned = False
            if scoring:
                override = _replacing(seats, replaced) if replaced else None
                if override is not None:
                    part = override_part(override, place, car.car)
                    earned = part.points > 0
                elif place is not None and place <= last_scoring:
                    part = _place_part(table, car, place, scale, scoring)
                    earned = part is not None
            taking = CarTaking(
                car.car,
                seats[0].line.status,
                car.started,
                place is not None,
                place if scoring else None,
                part,
                earned,
            )
            if competitor in takings:
                takings[competitor].append(taking)
            else:
                takings[competitor] = [taking]
    return takings


def _place_part(table: TableRule, car: Car, place: int, scale: Scale, scoring: int) -> Part | None:
    """The place points of a car for `scoring` of its drivers. None: the place or the sharing gives none."""
    points = scale.vector[place - 1]
    share = _share(table, car, scoring) if car.crew > 1 else None
    if share is not None:
        points *= share
    return Part(PartKind.PLACE, points, place, scale.factor, share, scale.table, "", car.car) if points else None


def override_part(override: ResultOverride, place: int | None, car: str) -> Part:
    """The part of an award that a decision put in the place of the place points."""
    return Part(
        PartKind.OVERRIDE,
        override.points or ZERO,
        place=place,
        car=car,
        document=override.document,
        reason=override.reason,
    )


def _replacing(seats: Sequence[Seat], replaced: Mapping[str, ResultOverride]) -> ResultOverride | None:
    for seat in seats:
        override = replaced.get(seat.driver.driver or "")
        if override is not None:
            return override
    return None


def seats_by_competitor(kind: CompetitorKind, car: Car) -> Iterable[tuple[str, list[Seat]]]:
    """The seats of a car that appear in the table, by the competitor they belong to."""
    seats = car.seats
    if len(seats) == 1:
        competitor = competitor_of(kind, seats[0])
        return () if competitor is None or not seats[0].appears else ((competitor, seats),)
    found: dict[str, list[Seat]] = {}
    for seat in seats:
        competitor = competitor_of(kind, seat)
        if competitor is not None and seat.appears:
            found.setdefault(competitor, []).append(seat)
    return found.items()


def shared_scores_nothing(table: TableRule, car: Car) -> bool:
    """Whether this car brings nothing to anybody in this table because it was shared."""
    return car.crew > 1 and table.shared_car.points is SharedPoints.NONE and table.competitor is not CompetitorKind.CAR


def _share(table: TableRule, car: Car, scoring: int) -> Fraction | None:
    """The part of a shared car's place points for `scoring` of its drivers; None: all of it."""
    if shared_scores_nothing(table, car):
        return ZERO
    if table.competitor is CompetitorKind.CAR or table.shared_car.points is SharedPoints.FULL:
        return None
    sharing = sum(1 for seat in car.seats if drove_enough(table, car, seat))
    return None if sharing == scoring else Fraction(scoring, sharing)
