"""Records of a championship as JSON: the ranking that was asked for, and who has won most in each championship."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.figures import RaceLink, link_race
from championships.public.api.refs import (
    CategoryName,
    CircuitLink,
    Demo,
    DriverLink,
    NextPage,
    Page,
    SeasonLink,
    Slug,
    link_circuit,
    link_driver,
    link_season,
    name_category,
)
from championships.public.api.schema import Address, Points, Says
from championships.queries.record_values import ChampionshipLeaders, ChampionshipRef, Kind, Problem, RecordsPage
from championships.queries.record_values import RecordRow as Ranked


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row. `first` and `last`: the races of a streak; the race of an age or a margin is `last`."""

    place: int
    tied: Annotated[bool, Says("The place is shared.")]
    driver: DriverLink
    value: Annotated[Points, Says("A count, points, whole years of age, or milliseconds of a margin, after the kind.")]
    provisional: Annotated[int, Says("How much of it rests on results that are not final yet.")]
    first: RaceLink | None
    last: RaceLink | None
    second: Annotated[DriverLink | None, Says("Who was second, of a margin.")]
    season: Annotated[SeasonLink | None, Says("Of points in a season.")]


@dataclass(frozen=True, slots=True)
class RecordedChampionship:
    """A championship, and from which year its results are complete."""

    id: Slug
    name: str
    demo: Demo
    history_complete_from: Annotated[int | None, Says("Null: nothing here is a record, only what is known.")]
    url: Address


@dataclass(frozen=True, slots=True)
class Records:
    """A page of a ranking. With a `problem` the question has no answer, and `items` is empty.

    `complete` false: known results only, there may be more.
    """

    championship: RecordedChampionship
    kind: Kind
    category: CategoryName | None
    circuit: CircuitLink | None
    first_season: Annotated[str | None, Says("Label of the first season asked for; null: the first.")]
    last_season: Annotated[str | None, Says("Label of the last season asked for; null: the last.")]
    complete: Annotated[bool, Says("Every result of the seasons asked for is held.")]
    problem: Annotated[
        Problem | None,
        Says(
            "history_open: runs are told only where every result is held. not_by_class, not_by_circuit: this figure is"
            " not counted so. turned_round: the last season lies before the first."
        ),
    ]
    races: Annotated[int, Says("How many races were looked at.")]
    total: Annotated[int, Says("Rows of all pages.")]
    items: tuple[RecordRow, ...]
    next: NextPage
    page: Page


@dataclass(frozen=True, slots=True)
class MostWins:
    """Who has won most in a championship: the first places, ties included."""

    championship: RecordedChampionship
    races: Annotated[int, Says("How many races are known.")]
    rows: tuple[RecordRow, ...]
    records_url: Address


@dataclass(frozen=True, slots=True)
class AllRecords:
    """Who has won most, championship by championship."""

    items: tuple[MostWins, ...]
    page: Page


def tell_records(page: RecordsPage, to: Addresses, following: str | None) -> Records:
    asked = page.question
    return Records(
        championship=_tell_championship(page.championship, to),
        kind=asked.kind,
        category=name_category(page.category) if page.category else None,
        circuit=link_circuit(page.circuit, to),
        first_season=asked.first or None,
        last_season=asked.last or None,
        complete=page.complete,
        problem=page.problem,
        races=page.races,
        total=page.total,
        items=tuple(_tell_row(one, to) for one in page.rows),
        next=following,
        page=to.page("records", page.championship.slug),
    )


def tell_all_records(leaders: tuple[ChampionshipLeaders, ...], to: Addresses) -> AllRecords:
    return AllRecords(tell_leaders(leaders, to), to.page("records-all"))


def tell_leaders(leaders: tuple[ChampionshipLeaders, ...], to: Addresses) -> tuple[MostWins, ...]:
    return tuple(
        MostWins(
            championship=_tell_championship(one.championship, to),
            races=one.races,
            rows=tuple(_tell_row(row, to) for row in one.rows),
            records_url=to.api("records", championship=one.championship.slug),
        )
        for one in leaders
    )


def _tell_championship(one: ChampionshipRef, to: Addresses) -> RecordedChampionship:
    where = to.api("championship", championship=one.slug)
    return RecordedChampionship(one.slug, one.name, one.demo, one.complete_from, where)


def _tell_row(row: Ranked, to: Addresses) -> RecordRow:
    return RecordRow(
        place=row.place,
        tied=row.tied,
        driver=link_driver(row.driver, to),
        value=Fraction(row.value),
        provisional=row.provisional,
        first=link_race(row.first, to) if row.first else None,
        last=link_race(row.last, to) if row.last else None,
        second=link_driver(row.other, to) if row.other else None,
        season=link_season(row.season, to) if row.season else None,
    )
