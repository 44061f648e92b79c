"""Who may appear and who may score in a table, and which place counts there.

Two separate filters: *may appear* decides who is seen in a table at all, *may score* who earns
points in it. The place that earns points is either the place in the classification as it stands
(`overall`: a place held by a car that may not score, or left empty, is lost) or the place among
the classified cars that may score (`eligible`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from championships.scoring.facts import DriverLine, Line, SessionResult
from championships.scoring.rules import Filter, Guests, PositionBasis, TableRule
from championships.scoring.vocabulary import CompetitorKind


@dataclass(slots=True)
class Seat:
    """One driver in one car; the two answers belong to the table last surveyed."""

    line: Line
    driver: DriverLine
    appears: bool = True
    scores: bool = True


@dataclass(slots=True)
class Car:
    """One car of a session. `place` is the overall one, `table_place` that of the table surveyed."""

    car: str
    place: int | None
    started: bool
    seats: list[Seat]
    crew: int = 1  # how many people drove it, unknown ones included
    table_place: int | None = None
    scores: bool = True  # somebody in it may score


@dataclass(slots=True)
class Field:
    """The cars of a session, read once and surveyed by each table in turn."""

    round: int
    session: str
    cars: list[Car]
    laps: int | None
    scheduled_laps: int | None
    flagged: dict[str, list[tuple[Car, Seat]]]
    guests: bool
    all_score: bool
    shared: bool  # some car was driven by more than one person

    def ran_less_than(self, share: Fraction) -> bool:
        """Whether less than a share of the distance was run. Where that is not known: no."""
        if self.laps is None or not self.scheduled_laps:
            return False
        return self.laps * share.denominator < self.scheduled_laps * share.numerator


_NOBODY = DriverLine(driver=None)


def read_field(result: SessionResult) -> Field:
    """The cars of a result, in an order that does not depend on the order of its lines."""
    cars: dict[str, Car] = {}
    flagged: dict[str, list[tuple[Car, Seat]]] = {}
    guests = shared = False
    all_score = True
    for line in sorted(result.lines, key=_line_key):
        car = cars.get(line.car)
        if car is None:
            car = cars[line.car] = Car(line.car, line.place, line.status.started, [])
        else:
            if line.place is not None and (car.place is None or line.place < car.place):
                car.place = line.place
            car.started = car.started or line.status.started
        guests = guests or line.guest
        all_score = all_score and line.scores
        for driver in line.drivers or (_NOBODY,):
            seat = _known_seat(car, driver) if car.seats else None
            if seat is None:
                seat = Seat(line, driver)
                car.seats.append(seat)
                car.crew = len(car.seats)
                shared = shared or car.crew > 1
            for flag in driver.flags:
                flagged.setdefault(flag, []).append((car, seat))
    laps = result.laps
    if laps is None:
        run = [line.laps for line in result.lines if line.place is not None and line.laps]
        laps = max(run, default=None)
    return Field(
        result.round,
        result.session,
        list(cars.values()),
        laps,
        result.scheduled_laps,
        flagged,
        guests,
        all_score,
        shared,
    )


def _known_seat(car: Car, driver: DriverLine) -> Seat | None:
    """The seat of a driver whom two lines name in one car."""
    if driver.driver is None:
        return None
    return next((seat for seat in car.seats if seat.driver.driver == driver.driver), None)


def _line_key(line: Line) -> tuple[str, int, str, str]:
    driver = line.drivers[0] if line.drivers else _NOBODY
    return (line.car, line.road_order or 0, driver.driver or "", driver.team or "")


def lets_through(condition: Filter, line: Line, driver: DriverLine, *, guests: bool = True) -> bool:
    """Whether a filter lets this driver in this car through."""
    if condition.classes is not None and line.car_class not in condition.classes:
        return False
    if condition.categories is not None and condition.categories.isdisjoint(driver.categories):
        return False
    return not guests or condition.guests or not line.guest


_OPEN = Filter()


def drove_enough(table: TableRule, car: Car, seat: Seat) -> bool:
    """Whether a driver drove the share of the car's laps the rules ask for. Unknown laps pass."""
    least = table.shared_car.minimum_share
    if least is None or car.crew == 1 or table.competitor is CompetitorKind.CAR:
        return True
    driven = [other.driver.laps for other in car.seats]
    whole = max(other.line.laps or 0 for other in car.seats)
    if all(laps is not None for laps in driven):
        whole = max(whole, sum(laps or 0 for laps in driven))
    if seat.driver.laps is None or not whole:
        return True
    return Fraction(seat.driver.laps, whole) >= least


def survey(table: TableRule, field: Field, ineligible: Collection[str]) -> None:
    """Answer for every seat whether it appears and scores in `table`, for every car its place there.

    `ineligible` names the drivers whom a decision struck from this table for this session.
    """
    appear, score = table.may_appear, table.may_score
    is_open = appear == _OPEN and score == _OPEN
    minimum = table.shared_car.minimum_share is not None and field.shared
    simple = is_open and field.all_score and not ineligible and not minimum
    for car in field.cars:
        if simple:
            for seat in car.seats:
                seat.appears = seat.scores = True
            car.scores = True
            car.table_place = car.place
            continue
        scores = False
        for seat in car.seats:
            line, driver = seat.line, seat.driver
            seat.appears = is_open or lets_through(appear, line, driver)
            seat.scores = (
                seat.appears
                and line.scores
                and (is_open or lets_through(score, line, driver))
                and driver.driver not in ineligible
                and (not minimum or drove_enough(table, car, seat))
            )
            scores = scores or seat.scores
        car.scores = scores
        car.table_place = car.place
    if table.position_basis is PositionBasis.ELIGIBLE:
        _rank_eligible(table, field.cars)
    elif field.guests and table.guests is Guests.SKIPPED:
        _move_up(field.cars, [car for car in field.cars if _is_idle_guest(car)])


def _is_idle_guest(car: Car) -> bool:
    return not car.scores and any(seat.line.guest for seat in car.seats)


def _keeps_place(table: TableRule, car: Car) -> bool:
    """A guest of this table's kind whose place nobody takes."""
    return (
        table.guests is Guests.KEEP_PLACE
        and _is_idle_guest(car)
        and any(
            lets_through(table.may_appear, seat.line, seat.driver, guests=False)
            and lets_through(table.may_score, seat.line, seat.driver, guests=False)
            for seat in car.seats
        )
    )


def _rank_eligible(table: TableRule, cars: Iterable[Car]) -> None:
    ranked = []
    for car in cars:
        if car.place is not None and (car.scores or _keeps_place(table, car)):
            ranked.append(car)
        else:
            car.table_place = None
    ranked.sort(key=lambda car: car.place or 0)
    for index, car in enumerate(ranked):
        above = ranked[index - 1] if index else None
        level = above is not None and above.place == car.place
        car.table_place = above.table_place if above is not None and level else index + 1


def _move_up(cars: Iterable[Car], skipped: Iterable[Car]) -> None:
    """Take `skipped` cars out; the others move up, holes and shared places stay."""
    gone = [car.place for car in skipped if car.place is not None]
    for car in cars:
        if car.place is not None:
            ahead = sum(1 for place in gone if place < car.place)
            car.table_place = car.place - ahead
    for car in skipped:
        car.table_place = None
