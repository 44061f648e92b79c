"""Imagined sessions: what is left of a season, run as somebody would like it to be.

Only the engine itself says what such a season comes to; nothing here adds points.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from championships.scoring.facts import (
    DriverLine,
    Line,
    Membership,
    PlannedSession,
    SeasonFacts,
    SessionResult,
)
from championships.scoring.rules import Bonus, BonusKind, PoleSource, RuleBook, TableRule
from championships.scoring.standings import scoring_sessions
from championships.scoring.vocabulary import CompetitorKind, FinishStatus

NEWCOMER = "*"  # a competitor nobody has seen yet; no slug looks like it
_NOBODY = DriverLine(driver=None)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one competitor gets in one imagined session.

    `place` None: no place. `status` then says whether it took part at all (None: it stayed away). `bonuses`: it holds
    every bonus there is; `holds`: these of them ("fastest_lap", "pole", the 0/1 columns of the rules).
    """

    competitor: str
    place: int | None = None
    status: FinishStatus | None = None
    bonuses: bool = False
    holds: frozenset[str] = frozenset()


class Futures:
    """The sessions left of one table of a season, and how to imagine them."""

    def __init__(self, book: RuleBook, facts: SeasonFacts, table: TableRule) -> None:
        self.facts = facts
        self.table = table
        self.remaining = list_remaining(book, facts, table)
        self.columns = frozenset(_list_columns(book))
        self.fill = _most_starters(book)
        self._cars = _list_cars(table, facts.results)
        self._run = {(result.round, result.session) for result in facts.results}
        self._qualifying = _list_qualifying(book)

    def imagine(self, wishes: Mapping[PlannedSession, Sequence[Wish]], *, all_run: bool = True) -> SeasonFacts:
        """The season with the sessions left run as wished.

        A session without a wish is run by strangers, or, with `all_run` False, is not run.
        """
        results = list(self.facts.results)
        for planned in self.remaining:
            if not all_run and planned not in wishes:
                continue
            wished = wishes.get(planned, ())
            results.append(self._run_session(planned, planned.session, wished))
            for key in self._qualifying:
                if (planned.round, key) not in self._run and not any(
                    (other.round, other.session) == (planned.round, key) for other in self.remaining
                ):
                    best = [replace(wish, place=1) for wish in wished if wish.bonuses or "pole" in wish.holds]
                    results.append(self._run_session(planned, key, best))
        unique = {(result.round, result.session): result for result in reversed(results)}
        return replace(self.facts, results=tuple(sorted(unique.values(), key=lambda found: found.order)))

    def _run_session(self, planned: PlannedSession, session: str, wishes: Sequence[Wish]) -> SessionResult:
        lines = [line for wish in wishes for line in self._make_lines(planned.round, wish)]
        taken = {line.place for line in lines}
        last = max((place for place in taken if place is not None), default=0)
        started = sum(1 for line in lines if line.status.started)
        strangers = [(place, FinishStatus.CLASSIFIED) for place in range(1, last + 1) if place not in taken]
        missing = self.fill - started - len(strangers)
        unplaced: list[tuple[int | None, FinishStatus]] = [(None, FinishStatus.DNF)] * max(0, missing)
        for number, (place, status) in enumerate([*strangers, *unplaced]):
            lines.append(_make_line(f"stranger {number}", self._make_newcomer(), _NOBODY, place, status))
        # A qualifying session stands just before the race that asks for it.
        order = planned.order if session == planned.session else planned.order - 1
        return SessionResult(planned.round, session, order, tuple(lines))

    def _make_lines(self, round_: int, wish: Wish) -> Iterable[Line]:
        status = wish.status if wish.place is None else FinishStatus.CLASSIFIED
        if status is None:
            return
        for number, model in enumerate(self._cars.get(wish.competitor, (self._make_newcomer(),))):
            if number and wish.place is None and status.started is False:
                return
            driver = model.drivers[0]
            if self.table.competitor is CompetitorKind.DRIVER:
                driver = replace(driver, driver=wish.competitor)
            elif self.table.competitor is CompetitorKind.TEAM:
                driver = replace(driver, driver=None, team=wish.competitor)
            else:
                driver = replace(driver, driver=None)
                model = replace(model, car_competitor=wish.competitor)
            categories = _find_categories(self.facts.memberships, wish.competitor, round_)
            car_class = _find_class(self.facts.memberships, wish.competitor, round_)
            driver = replace(
                driver,
                laps=None,
                grid=number + 1 if wish.bonuses or "pole" in wish.holds else None,
                flags=frozenset() if number else self.columns if wish.bonuses else wish.holds,
                categories=driver.categories if categories is None else categories,
            )
            place = None if wish.place is None else wish.place + number
            line = _make_line(f"{wish.competitor} {number}", model, driver, place, status)
            yield line if car_class is None else replace(line, car_class=car_class)

    def _make_newcomer(self) -> Line:
        """A line that every filter of the table lets through."""
        categories: frozenset[str] = frozenset()
        car_class = None
        for condition in (self.table.may_appear, self.table.may_score):
            categories |= condition.categories or frozenset()
            if condition.classes:
                car_class = min(condition.classes)
        return Line("", FinishStatus.CLASSIFIED, (replace(_NOBODY, categories=categories),), car_class=car_class)


def reorder(
    result: SessionResult, kind: CompetitorKind, order: Sequence[str], members: Collection[str]
) -> SessionResult:
    """A session that was run, with these competitors in front of the other `members`, in this order.

    The places the members held are dealt out anew, whoever is no member keeps his. A competitor with several cars is
    moved with the best of them. Who is named and was not classified is classified, and adds a place at the end.
    """
    cars: dict[str, str] = {}
    held: dict[str, int | None] = {}
    for line in sorted(result.lines, key=lambda one: (one.place is None, one.place or 0)):
        for driver in line.drivers:
            name = driver.driver
            if kind is CompetitorKind.TEAM:
                name = driver.team
            elif kind is CompetitorKind.CAR:
                name = line.car_competitor
            if name in members:
                cars.setdefault(name or "", line.car)
                held.setdefault(line.car, line.place)
    front = list(dict.fromkeys(cars[name] for name in order if name in cars))
    free = sorted(place for place in held.values() if place is not None)
    last = max((line.place for line in result.lines if line.place is not None), default=0)
    free += range(last + 1, last + 1 + sum(1 for car in front if held[car] is None))
    behind = [car for car, place in held.items() if place is not None and car not in front]
    places = dict(zip([*front, *behind], free, strict=True))
    lines = tuple(
        replace(line, place=places[line.car], status=FinishStatus.CLASSIFIED) if line.car in places else line
        for line in result.lines
    )
    return replace(result, lines=lines)


def list_remaining(book: RuleBook, facts: SeasonFacts, table: TableRule) -> tuple[PlannedSession, ...]:
    """The sessions planned that will score in the table and have no result yet, in running order."""
    keys = scoring_sessions(book, table)
    run = {(result.round, result.session) for result in facts.results}
    held = {(one.round, one.session) for one in facts.declared if one.table == table.id}
    order = {(one.round, one.session): one.order for one in facts.planned}
    last = max((order[key] for key in held if key in order), default=-1)
    left = [
        one
        for one in facts.planned
        if one.session in keys
        and one.round not in table.exclude_rounds
        and (one.round, one.session) not in run
        and one.order > last
    ]
    return tuple(sorted(left, key=lambda one: one.order))


def _make_line(car: str, model: Line, driver: DriverLine, place: int | None, status: FinishStatus) -> Line:
    drivers = (driver if driver.categories else replace(driver, categories=model.drivers[0].categories),)
    return replace(
        model,
        car=car,
        status=status,
        drivers=drivers,
        place=place,
        road_order=place,
        laps=None,
        time_ms=None,
        best_lap_ms=None,
    )


def _list_cars(table: TableRule, results: Iterable[SessionResult]) -> dict[str, tuple[Line, ...]]:
    """The cars of each competitor as they were seen last; of a team, those of its fullest session.

    Where only some classes of cars score, a car of those goes before a later one of another class: a driver who was
    lent a car of another class for one race is not out of the championship he drives for.
    """
    kind = table.competitor
    classes = table.may_score.classes or table.may_appear.classes

    def scores(line: Line) -> bool:
        return not classes or line.car_class in classes

    cars: dict[str, tuple[Line, ...]] = {}
    for result in sorted(results, key=lambda found: found.order):
        here: dict[str, dict[str, Line]] = {}
        for line in result.lines:
            for driver in line.drivers:
                name = driver.driver
                if kind is CompetitorKind.TEAM:
                    name = driver.team
                elif kind is CompetitorKind.CAR:
                    name = line.car_competitor
                if name is not None:
                    here.setdefault(name, {}).setdefault(line.car, replace(line, drivers=(driver,)))
        for name, found in here.items():
            lines = tuple(found.values())
            if kind is not CompetitorKind.TEAM:
                lines = tuple(sorted(lines, key=lambda line: not scores(line)))[:1]
                if not scores(lines[0]) and any(map(scores, cars.get(name, ()))):
                    continue
            if len(lines) >= len(cars.get(name, ())):
                cars[name] = lines
    return cars


def _find_categories(memberships: Iterable[Membership], competitor: str, round_: int) -> frozenset[str] | None:
    held = [one.categories for one in memberships if one.competitor == competitor and _holds(one, round_)]
    return frozenset().union(*held) if held else None


def _find_class(memberships: Iterable[Membership], competitor: str, round_: int) -> str | None:
    held = (one.car_class for one in memberships if one.competitor == competitor and _holds(one, round_))
    return next((car_class for car_class in held if car_class), None)


def _holds(one: Membership, round_: int) -> bool:
    return (one.from_round is None or one.from_round <= round_) and (one.to_round is None or round_ <= one.to_round)


def _list_bonuses(book: RuleBook) -> Iterable[Bonus]:
    return (bonus for table in book.tables for rule in table.sessions.values() for bonus in rule.bonuses)


def _list_columns(book: RuleBook) -> set[str]:
    own = {"fastest_lap", "pole"}
    return own | {bonus.column for bonus in _list_bonuses(book) if bonus.kind is BonusKind.FLAG}


def _list_qualifying(book: RuleBook) -> tuple[str, ...]:
    named = {bonus.qualifying for bonus in _list_bonuses(book) if bonus.pole_from is PoleSource.QUALIFYING}
    return tuple(sorted(named - {""}))


def _most_starters(book: RuleBook) -> int:
    """So many cars must start for the richest row of every points table."""
    return max((least for table in book.points_tables.values() for least, _ in table.by_starters), default=0)
