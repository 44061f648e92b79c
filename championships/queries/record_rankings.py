"""How each kind of record is counted and ranked.

Equal figures share a place; inside a shared place whoever reached the figure first stands first.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from championships.models import Decision, Driver, LineDriver, Season
from championships.queries.curves import choose_overall
from championships.queries.figures import PODIUM, RaceRef
from championships.queries.record_values import Kind
from championships.queries.refs import SeasonRef
from championships.queries.scopes import Finish, Scope
from championships.queries.stated import compute_age
from championships.queries.tables import load_tables
from championships.scoring.vocabulary import CompetitorKind, FinishStatus

CANDIDATES = 100  # drivers whose starts are read for a streak: a streak is never longer than its count


@dataclass(frozen=True, slots=True)
class Tally:
    """A row before it is written. `order` decides inside a shared place."""

    driver: int
    value: Fraction
    order: tuple[object, ...]
    provisional: int = 0
    first: RaceRef | None = None
    last: RaceRef | None = None
    other: int | None = None
    season: SeasonRef | None = None
    place: int = 0
    tied: bool = False


def _rank(tallies: Iterable[Tally], *, smallest: bool = False) -> list[Tally]:
    """Best value first; equal values share a place, and the next place is skipped."""
    ordered = sorted(tallies, key=lambda one: (one.value if smallest else -one.value, one.order, one.driver))
    shared = Counter(one.value for one in ordered)
    placed: list[Tally] = []
    for position, one in enumerate(ordered, start=1):
        level = placed and placed[-1].value == one.value
        place = placed[-1].place if level else position
        placed.append(replace(one, place=place, tied=shared[one.value] > 1))
    return placed


def group_by_driver(rows: Iterable[Finish]) -> dict[int, list[Finish]]:
    """By driver: the rows that count, each race once, oldest first."""
    found: dict[int, dict[int, Finish]] = defaultdict(dict)
    for row in rows:
        found[row.driver].setdefault(row.race.pk, row)
    return {driver: list(races.values()) for driver, races in found.items()}


def rank_counts(counted: dict[int, list[Finish]]) -> list[Tally]:
    return _rank(
        Tally(
            driver=driver,
            value=Fraction(len(rows)),
            order=(rows[-1].race.order,),
            provisional=sum(row.race.provisional for row in rows),
            first=rows[0].race.ref,
            last=rows[-1].race.ref,
        )
        for driver, rows in counted.items()
    )


type _Ranking = Callable[[Scope, Sequence[Season], datetime], list[Tally]]


def _rank_wins(scope: Scope, _seasons: Sequence[Season], _at: datetime) -> list[Tally]:
    return rank_counts(group_by_driver(scope.read_front(1)))


def _rank_podiums(scope: Scope, _seasons: Sequence[Season], _at: datetime) -> list[Tally]:
    return rank_counts(group_by_driver(scope.read_front(PODIUM)))


def _rank_poles(scope: Scope, _seasons: Sequence[Season], _at: datetime) -> list[Tally]:
    return rank_counts(group_by_driver(scope.read_poles()))


def _rank_fastest_laps(scope: Scope, _seasons: Sequence[Season], _at: datetime) -> list[Tally]:
    return rank_counts(group_by_driver(scope.read_fastest_laps()))


def _rank_starts(scope: Scope, _seasons: Sequence[Season], _at: datetime) -> list[Tally]:
    return _rank(
        Tally(driver=driver, value=Fraction(count), order=(), provisional=provisional)
        for driver, (count, provisional) in scope.count_starts().items()
    )


def _rank_points(scope: Scope, seasons: Sequence[Season], at: datetime) -> list[Tally]:
    """Most points in one season: as its table stands, of the class asked for, else the overall one."""
    rows: list[tuple[str, Fraction, SeasonRef, int]] = []
    for view in load_tables([season.pk for season in seasons], at=at, awards=False).values():
        table = choose_overall(view)
        if scope.category:
            table = next(
                (one for one in view.tables if scope.category in one.group and one.competitor is CompetitorKind.DRIVER),
                None,
            )
        for row in table.shown.rows if table and table.shown else ():
            if row.points is not None and row.position is not None:
                rows.append((row.competitor, row.points, view.season, view.year))
    keys = dict(Driver.objects.filter(slug__in=["", *(row[0] for row in rows)]).values_list("slug", "pk"))
    return _rank(
        Tally(driver=keys[slug], value=points, order=(year, season.label), season=season)
        for slug, points, season, year in rows
        if slug in keys
    )


def _rank_streaks(holds: Callable[[Finish], bool], places: int | None) -> _Ranking:
    def rank(scope: Scope, _seasons: Sequence[Season], _at: datetime) -> list[Tally]:
        if places is None:
            counts = {driver: count for driver, (count, _unsure) in scope.count_starts().items()}
        else:
            counts = {driver: len(rows) for driver, rows in group_by_driver(scope.read_front(places)).items()}
        ordered = sorted(counts, key=lambda driver: (-counts[driver], driver))
        candidates, rest = ordered[:CANDIDATES], ordered[CANDIDATES:]
        # Who was not read has no streak longer than his count: only longer ones are certain.
        certain = counts[rest[0]] if rest else 0
        starts = group_by_driver(scope.read_starts(candidates))
        streaks = (_find_streak(driver, rows, holds) for driver, rows in starts.items())
        return _rank(one for one in streaks if one is not None and one.value > max(certain, 1))

    return rank


def _find_streak(driver: int, rows: Sequence[Finish], holds: Callable[[Finish], bool]) -> Tally | None:
    """The longest run of consecutive starts; the earliest of several as long."""
    longest: list[Finish] = []
    current: list[Finish] = []
    for row in rows:
        current = [*current, row] if holds(row) else []
        if len(current) > len(longest):
            longest = current
    if not longest:
        return None
    return Tally(
        driver=driver,
        value=Fraction(len(longest)),
        order=(longest[-1].race.order,),
        provisional=sum(row.race.provisional for row in longest),
        first=longest[0].race.ref,
        last=longest[-1].race.ref,
    )


def _rank_ages(*, youngest: bool) -> _Ranking:
    def rank(scope: Scope, _seasons: Sequence[Season], _at: datetime) -> list[Tally]:
        """Whole years on the day of a win, of those alone whose age may be told. A driver stands once."""
        counted = group_by_driver(scope.read_front(1))
        known = Driver.objects.filter(pk__in=[0, *counted], age_public=True, born_on__isnull=False)
        born = {driver: day for driver, day in known.values_list("pk", "born_on") if day is not None}
        tallies = []
        for driver, rows in counted.items():
            dated = [(row, row.race.day) for row in rows if row.race.day is not None]
            if driver not in born or not dated:
                continue
            win, day = dated[0] if youngest else dated[-1]
            years = compute_age(born[driver], day)
            tallies.append(
                Tally(
                    driver=driver,
                    value=Fraction(years),
                    order=(win.race.order,),
                    provisional=int(win.race.provisional),
                    last=win.race.ref,
                )
            )
        return _rank(tallies, smallest=youngest)

    return rank


_TIMED = frozenset({Decision.Kind.TIME})
_HARMLESS = frozenset({Decision.Kind.REPRIMAND, Decision.Kind.LICENCE, Decision.Kind.GRID})


def _rank_margins(*, closest: bool) -> _Ranking:
    def rank(scope: Scope, _seasons: Sequence[Season], _at: datetime) -> list[Tally]:
        """Time between the first and the second, penalties added; only where both ran as many laps."""
        pairs: dict[int, dict[int, Finish]] = defaultdict(dict)
        for row in scope.read_front(2):
            pairs[row.race.pk].setdefault(row.place or 0, row)
        front = [row for pair in pairs.values() if len(pair) == 2 for row in pair.values()]
        times = _read_times(front)
        tallies = []
        for pair in pairs.values():
            if set(pair) != {1, 2}:
                continue
            winner, second = pair[1], pair[2]
            one, two = times.get(winner.part), times.get(second.part)
            if one is None or two is None or one[0] != two[0] or two[1] < one[1]:
                continue
            tallies.append(
                Tally(
                    driver=winner.driver,
                    value=Fraction(two[1] - one[1]),
                    order=(winner.race.order,),
                    provisional=int(winner.race.provisional),
                    last=winner.race.ref,
                    other=second.driver,
                )
            )
        return _rank(tallies, smallest=closest)

    return rank


def _read_times(rows: Sequence[Finish]) -> dict[int, tuple[int, int]]:
    """By line driver: laps and race time with time penalties; left out where another decision touched the car."""
    race_of = {row.part: row.race for row in rows}
    decided: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    decisions = Decision.objects.filter(
        bulletins__in=[0, *{row.race.bulletin for row in rows}], entry__isnull=False
    ).distinct()
    for session, entry, kind, amount in decisions.order_by().values_list("session_id", "entry_id", "kind", "amount"):
        if session is not None and entry is not None:
            decided[session, entry].append((kind, int((amount or 0) * 1000)))
    found = {}
    parts = LineDriver.objects.filter(
        pk__in=[0, *race_of], line__time_ms__isnull=False, line__laps__isnull=False
    ).order_by()
    for pk, entry, laps, time_ms in parts.values_list("pk", "line__entry_id", "line__laps", "line__time_ms"):
        rulings = [one for one in decided[race_of[pk].session, entry] if one[0] not in _HARMLESS]
        if all(kind in _TIMED for kind, _amount in rulings):
            found[pk] = (laps or 0, (time_ms or 0) + sum(amount for _kind, amount in rulings))
    return found


RANKINGS: dict[Kind, _Ranking] = {
    Kind.WINS: _rank_wins,
    Kind.PODIUMS: _rank_podiums,
    Kind.POLES: _rank_poles,
    Kind.FASTEST_LAPS: _rank_fastest_laps,
    Kind.STARTS: _rank_starts,
    Kind.POINTS: _rank_points,
    Kind.WIN_STREAK: _rank_streaks(lambda row: row.place == 1, 1),
    Kind.PODIUM_STREAK: _rank_streaks(lambda row: row.place is not None and row.place <= PODIUM, PODIUM),
    Kind.FINISH_STREAK: _rank_streaks(lambda row: row.status == FinishStatus.CLASSIFIED, None),
    Kind.YOUNGEST: _rank_ages(youngest=True),
    Kind.OLDEST: _rank_ages(youngest=False),
    Kind.CLOSEST: _rank_margins(closest=True),
    Kind.WIDEST: _rank_margins(closest=False),
}
