"""The starting grid of a race, from the session its rule names.

Order by best lap, by second best lap or by the classification of that session. A tie of times goes to who set the time
first, which is the order of the source sheet. Cars without the figure stand behind, in the order of the source sheet;
behind them those struck from it, then those entered who are not on it. Then the first N are reversed, and only then do
grid penalties count: each car falls so many places from where it stood, the others close up in their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from championships.scoring.vocabulary import FinishStatus

_GONE = frozenset({FinishStatus.EX, FinishStatus.WD})


class GridBy(StrEnum):
    BEST_LAP = "best_lap"
    SECOND_BEST = "second_best"
    CLASSIFICATION = "classification"


@dataclass(frozen=True, slots=True)
class GridCar:
    """A car as the source session left it. `order` is its row on the source sheet; it is total."""

    car: str
    order: int
    place: int | None = None  # in the classification, decisions applied
    status: FinishStatus = FinishStatus.CLASSIFIED
    best_lap_ms: int | None = None
    second_best_ms: int | None = None


@dataclass(frozen=True, slots=True)
class GridPenalty:
    """So many grid places lost by a car for something in an earlier session (its place in the order of the event)."""

    car: str
    places: int
    given_in: int


@dataclass(frozen=True, slots=True)
class PlannedRace:
    """A race of the event, in the order of the event. `held` False: cancelled, nobody serves a penalty in it."""

    order: int
    held: bool = True


def derive_grid(
    cars: Sequence[GridCar], *, by: GridBy, reversed_first: int = 0, penalties: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """The cars from pole backwards. Excluded and withdrawn cars are left out.

    `reversed_first` 10: the tenth starts from pole, the first from tenth; as many as there are where fewer qualified.
    Only cars with the figure that orders them are reversed. `penalties`: places lost by car; they add up beforehand.
    """
    there = [car for car in cars if car.status not in _GONE]
    placed = sorted((car for car in there if _rank(car, by) is not None), key=lambda car: (_rank(car, by), car.order))
    front = [car.car for car in placed]
    behind = sorted((car for car in there if _rank(car, by) is None), key=lambda car: (_struck(car), car.order))
    count = min(max(reversed_first, 0), len(front))
    order = [*reversed(front[:count]), *front[count:], *(car.car for car in behind)]
    return drop_places(order, penalties or {})


def drop_places(order: Sequence[str], penalties: Mapping[str, int]) -> tuple[str, ...]:
    """The order with each penalised car so many places further back, at most the last one.

    Of two cars that fall to the same place the one that stood in front is put there, the other right behind it (or,
    where nothing is left behind, in the nearest place before). The others keep their order in the places that remain.
    """
    slots: list[str | None] = [None] * len(order)
    fallen = [(index, car) for index, car in enumerate(order) if penalties.get(car, 0) > 0]
    for index, car in fallen:
        target = min(index + penalties[car], len(order) - 1)
        free = [slot for slot in range(target, len(order)) if slots[slot] is None]
        free += [slot for slot in range(target - 1, -1, -1) if slots[slot] is None]
        slots[free[0]] = car
    others = iter([car for car in order if penalties.get(car, 0) <= 0])
    return tuple(car if car is not None else next(others) for car in slots)


def find_penalties(penalties: Iterable[GridPenalty], *, races: Sequence[PlannedRace], race: int) -> dict[str, int]:
    """The places lost on the grid of the race at this order of the event, by car.

    A penalty counts on the grid of the next race held after the session it was given in, and nowhere else: once that
    race has been, it is served.
    """
    held = sorted(each.order for each in races if each.held)
    lost: dict[str, int] = {}
    for penalty in penalties:
        following = next((order for order in held if order > penalty.given_in), None)
        if following == race and penalty.places > 0:
            lost[penalty.car] = lost.get(penalty.car, 0) + penalty.places
    return lost


def _rank(car: GridCar, by: GridBy) -> int | None:
    """What orders a car; None: it stands behind those that have it."""
    if car.status is FinishStatus.DSQ:
        return None
    if by is GridBy.CLASSIFICATION:
        return car.place
    return car.best_lap_ms if by is GridBy.BEST_LAP else car.second_best_ms


def _struck(car: GridCar) -> bool:
    return car.status is FinishStatus.DSQ
