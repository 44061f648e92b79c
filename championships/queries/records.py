"""Records of a championship: who leads in wins, podiums, poles, laps, starts, points, streaks, ages and margins.

Counted from results with a bulletin in force at the instant; provisional ones count and are told apart. Equal figures
share a place; inside a shared place whoever reached the figure first stands first. Nothing is a record unless the
championship declares its history complete: until then the page says that it knows some results only.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from championships.models import Category, Championship, Circuit, Driver, RoundSession, Season
from championships.queries.record_rankings import RANKINGS, Tally, group_by_driver, rank_counts
from championships.queries.record_values import (
    BY_CLASS,
    ROWS_A_PAGE,
    STREAKS,
    ChampionshipLeaders,
    ChampionshipRef,
    Kind,
    Problem,
    RecordQuestion,
    RecordRow,
    RecordsPage,
)
from championships.queries.refs import SeasonRef, refer_category, refer_circuit, refer_driver
from championships.queries.scopes import Finish, Scope

LEADERS_SHOWN = 3


def load_records(slug: str, question: RecordQuestion, *, at: datetime) -> RecordsPage | None:
    """The records of a championship as published at that instant.

    None: no such championship, season, class, circuit or page. A fixed number of queries a kind.
    """
    championships = list(Championship.objects.order_by("demo", "order", "slug"))
    home = next((one for one in championships if one.slug == slug), None)
    if home is None:
        return None
    seasons = list(Season.objects.filter(championship=home).select_related("championship").order_by("-year", "-label"))
    categories = [refer_category(one) for one in Category.objects.filter(championship=home).order_by("slug")]
    circuits = [
        refer_circuit(one)
        for one in Circuit.objects.filter(events__rounds__season__championship=home)
        .distinct()
        .order_by("search_name", "slug")
    ]
    category = next((one for one in categories if one.slug == question.category), None)
    circuit = next((one for one in circuits if one is not None and one.slug == question.circuit), None)
    labels = {season.label for season in seasons}
    if (
        (question.category and category is None)
        or (question.circuit and circuit is None)
        or (question.first and question.first not in labels)
        or (question.last and question.last not in labels)
    ):
        return None
    chosen = _choose_seasons(seasons, question)
    since = home.history_complete_from
    complete = since is not None and all(season.year >= since for season in chosen)
    problem = _find_problem(question, chosen, complete)
    races, ranked = 0, []
    if problem is None:
        counted = RoundSession.objects.filter(round__season__in=[0, *(season.pk for season in chosen)])
        if question.circuit:
            counted = counted.filter(session__event__circuit__slug=question.circuit)
        scope = Scope(counted, at=at, category=question.category)
        races = len(scope.races)
        ranked = RANKINGS[question.kind](scope, chosen, at)
    if question.page > max(1, -(-len(ranked) // ROWS_A_PAGE)):
        return None
    shown = ranked[(question.page - 1) * ROWS_A_PAGE : question.page * ROWS_A_PAGE]
    return RecordsPage(
        championship=_refer(home),
        championships=tuple(_refer(one) for one in championships),
        question=question,
        seasons=tuple(_refer_season(season) for season in seasons),
        categories=tuple(categories),
        circuits=tuple(one for one in circuits if one is not None),
        category=category,
        circuit=circuit,
        complete=complete,
        problem=problem,
        races=races,
        rows=_write_rows(shown),
        total=len(ranked),
    )


def load_record_leaders(*, at: datetime, circuit: str = "") -> tuple[ChampionshipLeaders, ...]:
    """Most wins in every championship (at a circuit), real ones first; those without a known race are left out.

    Seven queries, more where a season changed after the instant.
    """
    championships = list(Championship.objects.order_by("demo", "order", "slug"))
    counted = RoundSession.objects.all()
    if circuit:
        counted = counted.filter(session__event__circuit__slug=circuit)
    scope = Scope(counted, at=at)
    wins: dict[int, list[Finish]] = defaultdict(list)
    for finish in scope.read_front(1):
        wins[finish.race.championship].append(finish)
    tops = {pk: _cut(rank_counts(group_by_driver(rows))) for pk, rows in wins.items()}
    written = _write_rows([row for rows in tops.values() for row in rows])
    found, start = {}, 0
    for pk, rows in tops.items():
        found[pk] = written[start : start + len(rows)]
        start += len(rows)
    races: dict[int, int] = defaultdict(int)
    for race in scope.races.values():
        races[race.championship] += 1
    return tuple(
        ChampionshipLeaders(_refer(one), races[one.pk], found.get(one.pk, ())) for one in championships if races[one.pk]
    )


def _refer(championship: Championship) -> ChampionshipRef:
    return ChampionshipRef(
        championship.slug, str(championship.name), championship.demo, championship.history_complete_from
    )


def _refer_season(season: Season) -> SeasonRef:
    championship = season.championship
    return SeasonRef(season.pk, championship.slug, str(championship.name), season.label, championship.demo)


def _choose_seasons(seasons: Sequence[Season], question: RecordQuestion) -> list[Season]:
    """From the first to the last that was asked for, both included."""
    year = {season.label: season.year for season in seasons}
    first = year.get(question.first, 0)
    last = year.get(question.last, 9999)
    return [season for season in seasons if first <= season.year <= last]


def _find_problem(question: RecordQuestion, chosen: Sequence[Season], complete: bool) -> Problem | None:
    if not chosen and (question.first or question.last):
        return Problem.TURNED_ROUND
    if question.category and question.kind not in BY_CLASS:
        return Problem.NOT_BY_CLASS
    if question.circuit and question.kind is Kind.POINTS:
        return Problem.NOT_BY_CIRCUIT
    if question.kind in STREAKS and not complete:
        return Problem.HISTORY_OPEN
    return None


def _cut(ranked: Sequence[Tally]) -> list[Tally]:
    return [one for one in ranked if one.place <= LEADERS_SHOWN][: LEADERS_SHOWN * 2]


def _write_rows(ranked: Sequence[Tally]) -> tuple[RecordRow, ...]:
    """The rows with their people. One query."""
    keys = {one.driver for one in ranked} | {one.other for one in ranked if one.other is not None}
    people = {driver.pk: refer_driver(driver) for driver in Driver.objects.filter(pk__in=[0, *keys])}
    return tuple(
        RecordRow(
            place=one.place,
            tied=one.tied,
            driver=people[one.driver],
            value=one.value,
            provisional=one.provisional,
            first=one.first,
            last=one.last,
            other=people[one.other] if one.other is not None else None,
            season=one.season,
        )
        for one in ranked
    )
