"""The field is ranked again from the order on track plus every decision, whatever the order in which they came.

The oracle below knows nothing of `scoring.classification`: it sorts keys and fills slots. It states the rule of the
sport once more in other words: a car's laps and time are those of the flag, less laps taken off, plus seconds added;
more laps first, then less time, then who was ahead on track. A car is classified with its share of the winner's
distance. Places are lost last: cars that lose some take the slot so far below, the others close up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from championships.scoring.classification import classify
from championships.scoring.facts import Decision, DriverLine, Line, Sheet
from championships.scoring.rules import ClassificationRule
from championships.scoring.vocabulary import FinishStatus, PenaltyKind, SheetOrigin

TIMING, STATED = SheetOrigin.TIMING, SheetOrigin.STATED
FINISHED, DNF, DNS, DSQ = FinishStatus.CLASSIFIED, FinishStatus.DNF, FinishStatus.DNS, FinishStatus.DSQ
Kind = PenaltyKind
WITHOUT_EFFECT = (Kind.GRID, Kind.REPRIMAND, Kind.LICENCE)


@dataclass(frozen=True)
class Car:
    """A car as the flag found it. `road`: its place on track; two cars that crossed the line together share it."""

    name: str
    status: FinishStatus
    laps: int = 0
    ms: int | None = None
    best: int | None = None
    road: int | None = None


@dataclass(frozen=True)
class Penalty:
    car: str
    kind: PenaltyKind
    amount: Fraction = Fraction(0)


# -- random races ----------------------------------------------------------------------------------


@st.composite
def races(draw: st.DrawFn) -> list[Car]:
    """A field at the flag: the leader's lap, cars laps down, two in a dead heat, retirements, cars that never started.

    A car that retired has a time only where it went far enough to be classified.
    """
    count = draw(st.integers(2, 9))
    distance = draw(st.integers(8, 25))
    figures = []
    for _ in range(count):
        kind = draw(st.sampled_from(["lead", "lead", "lead", "lapped", "together", "retired", "absent", "struck"]))
        if kind == "together" and figures and figures[-1][0] is FINISHED:
            figures.append(figures[-1])
        elif kind == "retired":
            figures.append((DNF, draw(st.integers(0, distance)), draw(st.integers(0, 60_000))))
        elif kind == "absent":
            figures.append((DNS, 0, 0))
        else:
            behind = draw(st.integers(1, 6)) if kind == "lapped" else 0
            status = DSQ if kind == "struck" else FINISHED
            figures.append((status, max(1, distance - behind), draw(st.integers(0, 60_000))))
    started = sorted((f for f in figures if f[0] is not DNS), key=lambda f: (-f[1], f[2], f[0].value))
    cars: list[Car] = []
    for place, (status, laps, ms) in enumerate(started, 1):
        above = cars[-1] if cars else None
        together = above is not None and (above.status, above.laps, above.ms) == (status, laps, 1_000_000 + ms)
        road = above.road if above is not None and together and status is FINISHED else place
        cars.append(Car(f"{place}", status, laps, 1_000_000 + ms, 80_000 + ms, road))
    cars += [Car(f"n{n}", DNS) for n in range(len(figures) - len(started))]
    return cars


@st.composite
def penalties(draw: st.DrawFn, cars: Sequence[Car], kinds: Sequence[PenaltyKind]) -> list[Penalty]:
    amounts = {
        Kind.TIME: st.sampled_from([1, 5, 10, 20, 30, Fraction(1, 2), Fraction("12.345")]),
        Kind.LAPS: st.integers(1, 2),
        Kind.PLACES: st.integers(1, 5),
        Kind.LAP_DELETED: st.one_of(st.just(0), st.integers(80, 145), st.just(Fraction("90.5"))),
    }
    found = []
    for _ in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(kinds))
        car = draw(st.sampled_from(cars))
        found.append(Penalty(car.name, kind, Fraction(draw(amounts.get(kind, st.just(2))))))
    return found


# -- the oracle ------------------------------------------------------------------------------------


def total(of: Car, given: Sequence[Penalty], kind: PenaltyKind) -> Fraction:
    return sum((p.amount for p in given if p.car == of.name and p.kind is kind), Fraction(0))


def recompute(
    cars: Sequence[Car], given: Sequence[Penalty], share: Fraction | None
) -> dict[str, tuple[int | None, str]]:
    """Place and status of every car. `share` None: places as stated, only moved."""
    outcome: dict[str, tuple[int | None, str]] = {}
    running = []
    for car in cars:
        mine = {p.kind for p in given if p.car == car.name}
        status = "EX" if Kind.EXCLUDE in mine else "DSQ" if Kind.DISQUALIFY in mine else car.status.value
        outcome[car.name] = (None, status)
        if status in ("CLASSIFIED", "DNF"):
            running.append(car)

    def key(car: Car) -> tuple[Fraction, Fraction, int]:
        laps = car.laps - total(car, given, Kind.LAPS)
        return (-laps, (car.ms or 0) + 1000 * total(car, given, Kind.TIME), car.road or 0)

    ranked = sorted(running, key=key)
    if share is None:
        ranked = [car for car in ranked if car.status is FINISHED]
    else:
        took_flag = [car for car in ranked if car.status is FINISHED]
        asked = int(share * -key(took_flag[0])[0]) if took_flag else None
        classified = [car for car in ranked if (asked is None and car in took_flag) or (asked or 0) <= -key(car)[0]]
        for car in ranked:
            if car not in classified and car.status is FINISHED:
                outcome[car.name] = (None, "NC")
        ranked = classified if took_flag else took_flag
    places = number(ranked, {p.car for p in given if p.kind in (Kind.TIME, Kind.LAPS) and p.amount})
    for name, place in drop(ranked, places, given).items():
        outcome[name] = (place, "CLASSIFIED")
    return outcome


def number(ranked: Sequence[Car], moved: set[str]) -> dict[str, int]:
    """1, 2, 3…; two that crossed the line together share, unless one of them was penalised."""
    places: dict[str, int] = {}
    for index, car in enumerate(ranked):
        above = ranked[index - 1] if index else None
        shares = above is not None and above.road == car.road and not moved & {above.name, car.name}
        places[car.name] = places[above.name] if above is not None and shares else index + 1
    return places


def drop(ranked: Sequence[Car], places: dict[str, int], given: Sequence[Penalty]) -> dict[str, int]:
    """Fill slots, the furthest way down first: each drop takes its slot or the next free one above."""
    lost = {car.name: int(total(car, given, Kind.PLACES)) for car in ranked}
    if not any(lost.values()):
        return places
    slots: dict[int, str] = {}
    for _way, place, name in sorted((-(places[n] + loss), places[n], n) for n, loss in lost.items() if loss):
        wanted = [slot for slot in range(1, min(place + lost[name], len(ranked)) + 1) if slot not in slots]
        slots[wanted[-1]] = name
    others = [car.name for car in ranked if not lost[car.name]]
    found = {}
    for place in range(1, len(ranked) + 1):
        found[slots.get(place) or others.pop(0)] = place
    return found


def best_laps(cars: Sequence[Car], given: Sequence[Penalty]) -> dict[str, tuple[int | None, str]]:
    """Qualifying: who has a lap left, by that lap; then who set none; then who lost all. Ties: who stood ahead."""
    outcome: dict[str, tuple[int | None, str]] = {}
    standing = []
    for car in cars:
        mine = [p for p in given if p.car == car.name]
        kinds = {p.kind for p in mine}
        struck = "EX" if Kind.EXCLUDE in kinds else "DSQ" if Kind.DISQUALIFY in kinds else ""
        outcome[car.name] = (None, struck or car.status.value)
        left = [p.amount for p in mine if p.kind is Kind.LAP_DELETED]
        if struck or car.status is not FINISHED:
            continue
        if not left:
            group, best = (0, car.best) if car.best is not None else (1, 0)
        else:
            group, best = (2, 0) if 0 in left else (0, int(max(left) * 1000))
        standing.append((group, best, car.road, car.name, car))
    ranked = [entry[-1] for entry in sorted(standing, key=lambda entry: entry[:4])]
    for name, place in drop(ranked, {car.name: n for n, car in enumerate(ranked, 1)}, given).items():
        outcome[name] = (place, "CLASSIFIED")
    return outcome


# -- what the core says ----------------------------------------------------------------------------


def write_sheet(cars: Sequence[Car], origin: SheetOrigin) -> Sheet:
    stated = origin is STATED
    finishers = [car.name for car in cars if car.status is FINISHED]
    return Sheet(
        origin,
        tuple(
            Line(
                car=car.name,
                status=car.status,
                drivers=(DriverLine(driver=car.name),),
                place=finishers.index(car.name) + 1 if stated and car.name in finishers else None,
                road_order=None if stated else car.road,
                laps=car.laps,
                time_ms=car.ms,
                best_lap_ms=car.best,
            )
            for car in cars
        ),
    )


def write_decisions(given: Sequence[Penalty], cut: Sequence[int] = ()) -> list[Decision]:
    """The penalties as rows. `cut`: which of the seconds, laps and places come in two documents instead of one."""
    rows = []
    for index, penalty in enumerate(given):
        row = Decision(penalty.car, penalty.kind, penalty.amount, document=str(index))
        whole = penalty.kind in (Kind.LAPS, Kind.PLACES)
        if index in cut and penalty.kind in (Kind.TIME, Kind.LAPS, Kind.PLACES) and not (whole and penalty.amount < 2):
            rows += [replace(row, amount=Fraction(1, 1) if whole else row.amount / 2)]
            row = replace(row, amount=row.amount - rows[-1].amount, document=f"{index}b")
        rows.append(row)
    return rows


def read_outcome(lines: Sequence[Line]) -> dict[str, tuple[int | None, str]]:
    return {line.car: (line.place, line.status.value) for line in lines}


def test_seconds_given_in_two_documents_are_added_before_they_are_rounded() -> None:
    cars = [Car(f"{road}", FINISHED, laps=8, ms=1_000_000 + road, road=road) for road in (1, 2)]
    half = Decision("2", Kind.TIME, Fraction("6.1725"))
    rows = [Decision("1", Kind.TIME, Fraction("12.345")), replace(half, document="a"), replace(half, document="b")]
    cars[1] = replace(cars[1], ms=cars[0].ms)  # level on time: who was ahead on track stays ahead
    found = classify(write_sheet(cars, TIMING), rows, ClassificationRule(min_distance=Fraction(9, 10)))
    assert read_outcome(found) == {"1": (1, "CLASSIFIED"), "2": (2, "CLASSIFIED")}


RACE_KINDS = (Kind.TIME, Kind.TIME, Kind.TIME, Kind.PLACES, Kind.LAPS, Kind.DISQUALIFY, Kind.EXCLUDE, *WITHOUT_EFFECT)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_timed_race_comes_out_as_recomputed_whatever_the_order_of_the_decisions(data: st.DataObject) -> None:
    cars = data.draw(races())
    shared = len({car.road for car in cars if car.road}) < sum(1 for car in cars if car.road)
    kinds = [kind for kind in (*RACE_KINDS, Kind.LAP_DELETED) if not (shared and kind is Kind.PLACES)]
    given_ones = data.draw(penalties(cars, kinds))
    share = data.draw(st.sampled_from([Fraction(9, 10), Fraction(3, 4), Fraction(7, 10)]))
    rows = data.draw(st.permutations(write_decisions(given_ones, data.draw(st.lists(st.integers(0, 6))))))
    lines = data.draw(st.permutations(write_sheet(cars, TIMING).lines))
    found = classify(Sheet(TIMING, tuple(lines)), rows, ClassificationRule(min_distance=share))
    assert read_outcome(found) == recompute(cars, given_ones, share)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_stated_places_come_out_as_recomputed_whatever_the_order_of_the_decisions(data: st.DataObject) -> None:
    drawn = data.draw(races())
    cars = [replace(car, road=n if car.road else None) for n, car in enumerate(drawn, 1)]
    given_ones = data.draw(penalties(cars, [*RACE_KINDS, Kind.LAP_DELETED]))
    rows = data.draw(st.permutations(write_decisions(given_ones, data.draw(st.lists(st.integers(0, 6))))))
    found = classify(write_sheet(cars, STATED), rows, ClassificationRule(min_distance=Fraction(9, 10)))
    assert read_outcome(found) == recompute(cars, given_ones, None)


@st.composite
def qualifyings(draw: st.DrawFn) -> list[Car]:
    bests = sorted(draw(st.lists(st.integers(80_000, 140_000), min_size=1, max_size=8)))
    none = draw(st.integers(0, 2))
    cars = [Car(f"{n}", FINISHED, draw(st.integers(1, 12)), None, best, n) for n, best in enumerate(bests, 1)]
    return cars + [Car(f"z{n}", FINISHED, 1, None, None, len(bests) + 1 + n) for n in range(none)]


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from([TIMING, STATED]))
def test_qualifying_comes_out_as_recomputed_with_laps_deleted(data: st.DataObject, origin: SheetOrigin) -> None:
    cars = data.draw(qualifyings())
    kinds = [Kind.LAP_DELETED, Kind.LAP_DELETED, Kind.PLACES, Kind.DISQUALIFY, Kind.EXCLUDE, *WITHOUT_EFFECT]
    given_ones = data.draw(penalties(cars, kinds))
    # A deletion leaves a lap no quicker than the one it takes away, and none to a car that set none.
    best = {car.name: Fraction(car.best or 0, 1000) for car in cars}
    given_ones = [p for p in given_ones if p.kind is not Kind.LAP_DELETED or not p.amount or best[p.car]]
    given_ones = [
        replace(p, amount=max(p.amount, best[p.car])) if p.kind is Kind.LAP_DELETED and p.amount else p
        for p in given_ones
    ]
    rows = data.draw(st.permutations(write_decisions(given_ones)))
    found = classify(write_sheet(cars, origin), rows, None)
    assert read_outcome(found) == best_laps(cars, given_ones)


# -- the same in plain sight -----------------------------------------------------------------------


def test_a_car_that_is_not_classified_anyway_needs_no_time() -> None:
    cars = [
        Car("a", FINISHED, 20, 1_200_000, road=1),
        Car("b", FINISHED, 15, 1_210_000, road=2),
        Car("c", DNF, 15, None, road=3),
    ]
    rule = ClassificationRule(min_distance=Fraction(7, 10), flag_required=True)
    found = classify(write_sheet(cars, TIMING), [Decision("b", Kind.TIME, Fraction(10))], rule)
    assert read_outcome(found) == {"a": (1, "CLASSIFIED"), "b": (2, "CLASSIFIED"), "c": (None, "DNF")}


@pytest.mark.parametrize("origin", [TIMING, STATED])
def test_each_car_loses_the_places_it_was_given_although_another_loses_more(origin: SheetOrigin) -> None:
    cars = [Car(name, FINISHED, 10, 600_000 + n, road=n) for n, name in enumerate("abcde", 1)]
    rows = [Decision("a", Kind.PLACES, Fraction(3)), Decision("b", Kind.PLACES, Fraction(1))]
    for given_rows in (rows, rows[::-1]):
        found = classify(write_sheet(cars, origin), given_rows, ClassificationRule())
        assert [line.car for line in found] == ["c", "d", "b", "a", "e"]


def test_cars_that_all_drop_to_the_end_keep_their_order() -> None:
    cars = [Car(name, FINISHED, 10, 600_000 + n, road=n) for n, name in enumerate("abc", 1)]
    rows = [Decision(name, Kind.PLACES, Fraction(5)) for name in "cab"]
    assert [line.car for line in classify(write_sheet(cars, TIMING), rows, ClassificationRule())] == ["a", "b", "c"]


def test_a_lap_deleted_in_a_race_moves_nobody() -> None:
    cars = [Car(name, FINISHED, 10, 600_000 + n, 60_000, road=n) for n, name in enumerate("ab", 1)]
    found = classify(write_sheet(cars, TIMING), [Decision("a", Kind.LAP_DELETED)], ClassificationRule())
    assert [line.car for line in found] == ["a", "b"]
