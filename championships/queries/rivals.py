"""Two drivers against each other, as published at an instant: the races of both, and nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from django.db.models import Q

from championships.adapters.enrolments import (
    change_classes,
    find_categories,
    read_categories,
    read_enrolments,
)
from championships.adapters.rulings import read_adjustments
from championships.models import Driver
from championships.models.fields import fold
from championships.queries.curves import Curve, read_curves
from championships.queries.driver_results import read_results
from championships.queries.refs import CategoryRef, DriverRef, SeasonRef, refer_driver
from championships.queries.result_values import DriverResult, SeasonPlace
from championships.queries.rival_values import (
    RivalChoice,
    RivalPoints,
    RivalRace,
    RivalSeason,
    RivalsPage,
    Score,
    Side,
)
from championships.queries.tables import SeasonView, load_tables
from championships.scoring.vocabulary import FinishStatus, SessionKind

CHOICES = 12
NAMES_OFFERED = 300


def load_rivals(first: str, second: str, *, at: datetime, category: str = "") -> RivalsPage | None:
    """The duel of two drivers, given by slug; None where one is not known, or both are not in that class together.

    Thirty-two queries, more where a season changed after the instant.
    """
    drivers = {driver.slug: driver for driver in Driver.objects.filter(slug__in=[first, second])}
    if first == second or len(drivers) < 2:
        return None
    one, two = drivers[first], drivers[second]
    results = read_results([one.pk, two.pk], at=at, kinds=(SessionKind.RACE, SessionKind.QUALIFYING))
    pairs = _pair(results.get(one.pk, ()), results.get(two.pk, ()))
    seasons = {place.season.pk: place.season for mine, theirs in pairs for place in _share(mine, theirs)}
    views = load_tables(seasons, at=at, awards=False)
    curves = read_curves(views, [one.slug, two.slug], at=at)
    classes = _read_classes(views, at)
    both = [_judge(mine, theirs, curves, classes, (one, two)) for mine, theirs in pairs]
    known = {each.slug: each for race in both for each in race.categories}
    if category and category not in known:
        return None
    kept = [race for race in both if not category or any(each.slug == category for each in race.categories)]
    races = [race for race in kept if race.first.kind == SessionKind.RACE]
    counted = [race for race in races if not race.shared]
    qualifying = [race for race in kept if race.first.kind == SessionKind.QUALIFYING and not race.shared]
    return RivalsPage(
        first=_introduce(one, results.get(one.pk, ())),
        second=_introduce(two, results.get(two.pk, ())),
        demo=one.demo or two.demo,
        categories=tuple(known[slug] for slug in sorted(known)),
        category=known.get(category),
        races=tuple(counted),
        left_out=tuple(race for race in races if race.shared),
        score=_add(race.ahead for race in counted),
        grid=_add(compare(race.first.grid, race.second.grid) for race in counted),
        qualifying=_add(compare(race.first.place, race.second.place) for race in qualifying),
        best_laps=_add(_compare_laps(race) for race in counted),
        gained=_compare_gains(counted),
        seasons=tuple(
            _tell_season(season, counted, curves.get(pk), (one.slug, two.slug))
            for pk, season in sorted(seasons.items(), key=lambda item: _newest_first(item[1], views[item[0]].year))
        ),
        complete=all(
            place.complete_from is not None and place.year >= place.complete_from
            for race in counted
            for place in race.first.places
        ),
    )


def _newest_first(season: SeasonRef, year: int) -> tuple[object, ...]:
    return (-year, season.order, season.championship)


def _pair(mine: Sequence[DriverResult], theirs: Sequence[DriverResult]) -> list[tuple[DriverResult, DriverResult]]:
    """The sessions both took part in, oldest first; of two cars of one of them the better result."""
    others: dict[int, DriverResult] = {}
    for row in theirs:
        if _took_part(row):
            others[row.session_pk] = _better(others.get(row.session_pk), row)
    own: dict[int, DriverResult] = {}
    for row in mine:
        if _took_part(row) and row.session_pk in others:
            own[row.session_pk] = _better(own.get(row.session_pk), row)
    return [(row, others[session]) for session, row in own.items()]


def _took_part(row: DriverResult) -> bool:
    return row.kind != SessionKind.RACE or FinishStatus(row.status).started


def _better(held: DriverResult | None, row: DriverResult) -> DriverResult:
    if held is None:
        return row
    return row if (row.place or 999) < (held.place or 999) else held


def _share(mine: DriverResult, theirs: DriverResult) -> list[SeasonPlace]:
    """The championships that rank both, by the places of the first."""
    ranked = {place.season.pk for place in theirs.places}
    return [place for place in mine.places if place.season.pk in ranked]


type _Classes = Callable[[int, int, int], dict[str, CategoryRef]]  # season, round, driver key


def _read_classes(views: Mapping[int, SeasonView], at: datetime) -> _Classes:
    """Who was in which category in a round: as enrolled, with the changes decided. Three queries."""
    enrolments = read_enrolments(list(views))
    held = read_categories(list(views))
    adjustments = read_adjustments(list(views), at=at)
    finders = {}
    for pk in views:
        rows, changed = change_classes(enrolments.get(pk, []), held, adjustments.get(pk, []))
        finders[pk] = find_categories(rows, changed)

    def find(season: int, number: int, driver: int) -> dict[str, CategoryRef]:
        known = views[season].categories
        return {
            slug: known.get(slug) or CategoryRef(slug, slug.capitalize(), slug[:1].upper())
            for slug in finders[season](number)(driver)
        }

    return find


def _judge(
    mine: DriverResult,
    theirs: DriverResult,
    curves: Mapping[int, Curve],
    classes: _Classes,
    drivers: tuple[Driver, Driver],
) -> RivalRace:
    shared = mine.line == theirs.line
    points = []
    names: dict[str, CategoryRef] = {}
    for place in _share(mine, theirs):
        curve = curves.get(place.season.pk)
        given = curve.awards.get(place.round_session) if curve else None
        points.append(
            RivalPoints(
                season=place.season,
                first=given[drivers[0].slug] if given else None,
                second=given[drivers[1].slug] if given else None,
            )
        )
        held = [classes(place.season.pk, place.round, driver.pk) for driver in drivers]
        names |= {slug: held[0][slug] for slug in held[0] if slug in held[1]}
    return RivalRace(
        first=mine,
        second=theirs,
        ahead=None if shared else compare(mine.place, theirs.place, one_is_enough=_judged(mine, theirs)),
        shared=shared,
        points=tuple(points),
        categories=tuple(names[slug] for slug in sorted(names)),
    )


def _judged(mine: DriverResult, theirs: DriverResult) -> bool:
    """Whether who has no place has none for certain: he retired, or was not classified or thrown out."""
    out = [row for row in (mine, theirs) if row.place is None]
    return all(row.status != FinishStatus.CLASSIFIED for row in out)


def compare(first: int | None, second: int | None, *, one_is_enough: bool = False) -> int | None:
    """1: the first has the smaller figure; -1: the second; 0: level; None: not known.

    `one_is_enough`: who has a figure is ahead of who has none.
    """
    if first is None or second is None:
        if not one_is_enough or first == second:
            return None
        return 1 if second is None else -1
    return (first < second) - (first > second)


def _compare_laps(race: RivalRace) -> int | None:
    """Best laps of the race; of a car driven by two nobody knows whose it is."""
    if race.first.mates or race.second.mates:
        return None
    return compare(race.first.best_lap_ms, race.second.best_lap_ms)


def _add(outcomes: Iterable[int | None]) -> Score:
    rows = list(outcomes)
    return Score(rows.count(1), rows.count(-1), rows.count(0), rows.count(None))


def _compare_gains(races: Iterable[RivalRace]) -> tuple[Fraction | None, Fraction | None]:
    """Places gained a race from the grid to the finish, over the races of which all four figures are known."""
    known = [
        (race.first.grid - race.first.place, race.second.grid - race.second.place)
        for race in races
        if race.first.grid is not None
        and race.first.place is not None
        and race.second.grid is not None
        and race.second.place is not None
    ]
    if not known:
        return None, None
    return (
        Fraction(sum(mine for mine, _theirs in known), len(known)),
        Fraction(sum(theirs for _mine, theirs in known), len(known)),
    )


def _introduce(driver: Driver, results: Sequence[DriverResult]) -> Side:
    newest = results[-1] if results else None
    return Side(refer_driver(driver), newest.number if newest else "", newest.team if newest else None)


def _tell_season(
    season: SeasonRef, races: Sequence[RivalRace], curve: Curve | None, slugs: tuple[str, str]
) -> RivalSeason:
    here = [(race, one) for race in races for one in race.points if one.season.pk == season.pk]
    known = [(one.first, one.second) for _race, one in here if one.first is not None and one.second is not None]
    last = curve.stops[-1] if curve and curve.stops else None
    return RivalSeason(
        season=season,
        score=_add(race.ahead for race, _one in here),
        points=(sum((mine for mine, _theirs in known), Fraction(0)), sum((their for _m, their in known), Fraction(0)))
        if known
        else None,
        points_races=len(known),
        positions=(last.positions[slugs[0]], last.positions[slugs[1]]) if last else (None, None),
        totals=(last.points[slugs[0]], last.points[slugs[1]]) if last else (None, None),
        curve=curve,
    )


def find_drivers(typed: str) -> RivalChoice:
    """The drivers a text may mean: an address, a name or another spelling of it; else names that hold it.

    At most twelve, in the order of their names. Two queries.
    """
    folded = fold(typed)
    if not folded:
        return RivalChoice(typed, ())
    exact = Q(slug=typed) | Q(search_name=folded) | Q(aliases__search_name=folded)
    for condition in (exact, Q(search_name__contains=folded)):
        rows = Driver.objects.filter(condition).distinct().order_by("sort_name", "slug")[:CHOICES]
        found = tuple(refer_driver(driver) for driver in rows)
        if found:
            return RivalChoice(typed, found)
    return RivalChoice(typed, ())


def list_names() -> tuple[DriverRef, ...]:
    """Names to offer while somebody types. One query, of bounded size."""
    rows = Driver.objects.order_by("sort_name", "slug")[:NAMES_OFFERED]
    return tuple(refer_driver(driver) for driver in rows)
