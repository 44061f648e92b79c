"""Who holds a bonus in a session, and what it is worth to each holder.

A holder need not be classified (he may even be disqualified), unless the bonus asks for a place.
Where the holder may not score, the bonus lapses or passes on to the next one who may.
Bonuses are never split between the drivers of a car, only between holders who are level.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from championships.scoring.eligibility import Car, Field, Seat, survey
from championships.scoring.parts import Part
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    Ineligible,
    PoleSource,
    TableRule,
    TieShare,
)
from championships.scoring.vocabulary import CompetitorKind, PartKind

FASTEST_LAP = "fastest_lap"
POLE = "pole"


class Grant(NamedTuple):
    """A part of an award on its way to a competitor, earned with `car`."""

    competitor: str
    car: Car
    part: Part


type Holder = tuple[Car, Seat]  # a seat that holds a bonus
type Figure = Callable[[Holder], int | None]


def competitor_of(kind: CompetitorKind, seat: Seat) -> str | None:
    """The competitor of a table of that kind for whom this seat scores. None: not known."""
    if kind is CompetitorKind.DRIVER:
        return seat.driver.driver
    if kind is CompetitorKind.TEAM:
        return seat.driver.team
    return seat.line.car_competitor


def grant(
    bonus: Bonus,
    table: TableRule,
    field: Field,
    round_fields: Mapping[str, Field],
    winners: Sequence[str] | None,
) -> list[Grant]:
    """Hand out one bonus of a session already surveyed for `table`.

    `winners`: the drivers an organiser's decision named as holders; their place is not asked for.
    `round_fields`: the sessions of the same round by key (pole from qualifying).
    """
    if winners is None and not ran_far_enough(bonus, field):
        return []
    if bonus.kind is BonusKind.PLACES_GAINED:
        return _places_gained(bonus, table, field)
    if bonus.kind is BonusKind.START:
        starters = [(car, seat) for car, seat in _seats(field) if car.started and seat.scores]
        return _hand_out(bonus, table, field, starters)
    if winners is not None:
        named = [(car, seat) for car, seat in _seats(field) if seat.driver.driver in winners]
        return _hand_out(replace(bonus, max_position=None), table, field, named)
    return _hand_out(bonus, table, field, find_holders(bonus, table, field, round_fields))


def ran_far_enough(bonus: Bonus, field: Field) -> bool:
    """Whether the part of the distance that the bonus asks for was run."""
    return bonus.min_distance_fraction is None or not field.ran_less_than(bonus.min_distance_fraction)


def _seats(field: Field) -> Iterable[Holder]:
    return ((car, seat) for car in field.cars for seat in car.seats)


def find_holders(bonus: Bonus, table: TableRule, field: Field, round_fields: Mapping[str, Field]) -> list[Holder]:
    """Who holds a bonus of a session already surveyed for `table`, entitled to its points or not."""
    if bonus.kind is BonusKind.FLAG:
        return _flagged(bonus, field, bonus.column, None)
    if bonus.kind is BonusKind.FASTEST_LAP:
        return _flagged(bonus, field, FASTEST_LAP, _best_lap)
    if bonus.pole_from is PoleSource.FLAG:
        return _flagged(bonus, field, POLE, _grid)
    if bonus.pole_from is PoleSource.GRID:
        if bonus.in_class or bonus.ineligible is Ineligible.PASSES_ON:
            return _lowest(_scoring(_seats(field)), _grid)
        return [holder for holder in _seats(field) if holder[1].driver.grid == 1]
    qualifying = round_fields.get(bonus.qualifying)
    if qualifying is None:
        return []
    survey(table, qualifying, ())
    if bonus.in_class or bonus.ineligible is Ineligible.PASSES_ON:
        return _lowest(_scoring(_seats(qualifying)), _place)
    return [holder for holder in _seats(qualifying) if holder[0].place == 1]


def _flagged(bonus: Bonus, field: Field, flag: str, figure: Figure | None) -> list[Holder]:
    """Those a 0/1 column names; without a flag that helps, those with the lowest figure known."""
    flagged = field.flagged.get(flag, [])
    if bonus.in_class or bonus.ineligible is Ineligible.PASSES_ON:
        entitled = _scoring(flagged)
        if entitled or figure is None:
            return entitled
        return _lowest(_scoring(_seats(field)), figure)
    if flagged or figure is None or bonus.kind is BonusKind.POLE:
        return flagged
    return _lowest(_seats(field), figure)


def _scoring(holders: Iterable[Holder]) -> list[Holder]:
    return [holder for holder in holders if holder[1].scores]


def _lowest(holders: Iterable[Holder], figure: Figure) -> list[Holder]:
    known = [(value, holder) for holder in holders if (value := figure(holder)) is not None]
    best = min((value for value, _ in known), default=None)
    return [holder for value, holder in known if value == best]


def _best_lap(holder: Holder) -> int | None:
    return holder[1].line.best_lap_ms


def _grid(holder: Holder) -> int | None:
    return holder[1].driver.grid


def _place(holder: Holder) -> int | None:
    return holder[0].place


def _each_once(kind: CompetitorKind, holders: Iterable[Holder]) -> list[Holder]:
    """A driver holds a bonus once, however many cars he drove; in other tables a car does."""
    once: dict[tuple[str, str], Holder] = {}
    for car, seat in holders:
        if kind is CompetitorKind.DRIVER and seat.driver.driver is not None:
            once.setdefault(("driver", seat.driver.driver), (car, seat))
        else:
            once.setdefault(("car", car.car), (car, seat))
    return list(once.values())


def _hand_out(bonus: Bonus, table: TableRule, field: Field, found: Iterable[Holder]) -> list[Grant]:
    """Each holder's part. One who may not score, or stands too low, gets nothing."""
    holders = _each_once(table.competitor, found)
    share = None
    if bonus.tie is TieShare.SPLIT and len(holders) > 1:
        share = Fraction(1, len(holders))
    points = bonus.points * share if share is not None else bonus.points
    kind = PartKind(bonus.kind.value)
    grants = []
    for car, seat in holders:
        competitor = competitor_of(table.competitor, seat)
        if competitor is None or not seat.scores or not _high_enough(bonus, table, field, car, seat):
            continue
        part = Part(kind, points, share=share, flag=bonus.column, car=car.car)
        grants.append(Grant(competitor, car, part))
    return grants


def _high_enough(bonus: Bonus, table: TableRule, field: Field, car: Car, seat: Seat) -> bool:
    """Whether the holder is classified at or above the place the bonus asks for, if it does."""
    if bonus.max_position is None:
        return True
    place = car.table_place
    if table.competitor is CompetitorKind.DRIVER:
        place = _best_place(field, seat)
    return place is not None and place <= bonus.max_position


def _best_place(field: Field, holder: Seat) -> int | None:
    """A driver's place in this table and session: his best one where he drove several cars."""
    places = [
        car.table_place
        for car, seat in _seats(field)
        if seat.driver.driver == holder.driver.driver and car.table_place is not None
    ]
    return min(places, default=None)


def _places_gained(bonus: Bonus, table: TableRule, field: Field) -> list[Grant]:
    """Points for each place between the grid and the finish, both overall."""
    best: dict[str, Grant] = {}
    for car, seat in _seats(field):
        competitor = competitor_of(table.competitor, seat)
        grid = seat.driver.grid
        if competitor is None or not seat.scores or grid is None or car.place is None:
            continue
        gained = grid - car.place
        if gained <= 0 or not _high_enough(bonus, table, field, car, seat):
            continue
        points = bonus.points * gained
        if bonus.max_points is not None:
            points = min(points, bonus.max_points)
        part = Part(PartKind.PLACES_GAINED, points, place=car.place, car=car.car)
        key = competitor if table.competitor is CompetitorKind.DRIVER else car.car
        if key not in best or best[key].part.points < points:
            best[key] = Grant(competitor, car, part)
    return list(best.values())
