"""Tables published elsewhere stand at their session; the computation beside them is shown to officials."""

from fractions import Fraction

import pytest

from championships.adapters.explanations import read_notes
from championships.models import DeclaredTable, Standing, Table
from championships.officiating.decisions import annul
from championships.officiating.declarations import RowEntry, declare_table, list_differences
from championships.officiating.errors import Refusal
from championships.scoring.vocabulary import TableSource
from tests.factories import (
    after,
    make_driver,
    make_event,
    make_season,
    make_source,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    season = make_season()
    for number in (1, 2):
        make_event(season=season, round_number=number)
    for slug in ("ann", "bob"):
        make_driver(slug)
    return season


def find_stop(season, number: int):
    return season.rounds.get(number=number).round_sessions.get()


def declare(season, number: int, *rows: RowEntry, minutes: float = 60, **keys):
    return declare_table(
        season=season,
        table="drivers",
        after=find_stop(season, number),
        rows=rows,
        source=make_source("gazette"),
        by=make_user("clerk"),
        now=after(minutes),
        recorded_at=after(minutes),
        **keys,
    )


def read_rows(season, number: int, *, final: bool = False) -> list[tuple[str, int | None, str | None, bool]]:
    rows = Standing.objects.filter(table__key="drivers", round_session=find_stop(season, number), final=final).order_by(
        "rank"
    )
    return [(r.competitor, r.position, None if r.points is None else str(r.points), r.declared) for r in rows]


def test_a_declared_table_stands_at_its_session_and_what_follows_is_added_to_it(season) -> None:
    declaration = declare(
        season,
        1,
        RowEntry(competitor="ann", place=1, points=Fraction(50), wins=2),
        RowEntry(competitor="bob", place=2, points=Fraction(45), wins=0),
        complete=True,
    )
    assert declaration.differences == ()
    publish_results(session=find_stop(season, 2).session, order=["bob", "ann"], at=after(120))
    assert read_rows(season, 1) == [("ann", 1, "50", True), ("bob", 2, "45", True)]
    assert [row[:3] for row in read_rows(season, 2, final=True)] == [("ann", 1, "58"), ("bob", 2, "55")]


def test_a_difference_from_the_computation_is_shown_to_officials(season) -> None:
    publish_results(session=find_stop(season, 1).session, order=["ann", "bob"])
    declaration = declare(
        season,
        1,
        RowEntry(competitor="ann", place=1, points=Fraction(12)),
        RowEntry(competitor="bob", place=2, points=Fraction(8)),
        complete=True,
    )
    expected = [("ann", "points", Fraction(12), Fraction(10))]
    assert [(d.competitor, d.field, d.declared, d.computed) for d in declaration.differences] == expected
    shown = list_differences(season=season, at=None)
    assert [d.field for d in shown["drivers", 1, "race"]] == ["points"]


def test_an_unknown_total_is_not_continued_and_the_missing_session_is_named(season) -> None:
    declare(season, 1, RowEntry(competitor="ann", place=1, points=None), complete=False)
    publish_results(session=find_stop(season, 2).session, order=["bob", "ann"], at=after(120))
    assert read_rows(season, 2, final=True) == [("ann", 1, None, True)]
    note = read_notes(Table.objects.get(key="drivers").notes)[2, "", True]
    assert note.source is TableSource.DECLARED
    assert note.missing == ((2, "race"),)
    assert note.partial


def test_a_later_declared_table_replaces_an_earlier_one(season) -> None:
    declare(season, 1, RowEntry(competitor="ann", place=1, points=Fraction(50)))
    declare(season, 1, RowEntry(competitor="bob", place=1, points=Fraction(60)), minutes=90)
    assert read_rows(season, 1) == [("bob", 1, "60", True)]


def test_an_annulled_declared_table_gives_way_to_the_computation(season) -> None:
    publish_results(session=find_stop(season, 1).session, order=["ann", "bob"])
    declaration = declare(season, 1, RowEntry(competitor="bob", place=1, points=Fraction(60)))
    annul(
        decision=declaration.declared,
        reason="Wrong season",
        by=make_user("clerk"),
        now=after(90),
        recorded_at=after(90),
    )
    assert read_rows(season, 1) == [("ann", 1, "10", False), ("bob", 2, "8", False)]
    assert DeclaredTable.objects.count() == 1


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [RowEntry(competitor="ann", place=1), RowEntry(competitor="ann", place=2)],
        [RowEntry(competitor="nobody", place=1)],
    ],
)
def test_a_table_with_nobody_somebody_twice_or_an_unknown_name_is_refused(season, rows) -> None:
    make_source("gazette")
    make_user("clerk")
    before = read_everything()
    with pytest.raises(Refusal):
        declare(season, 1, *rows)
    assert read_everything() == before


def test_a_table_or_a_session_the_season_does_not_know_is_refused(season) -> None:
    other = make_season("other-cup")
    make_event(season=other)
    row = RowEntry(competitor="ann", place=1)
    source, clerk = make_source("gazette"), make_user("clerk")
    before = read_everything()
    for table, stop in (("nations", find_stop(season, 1)), ("drivers", find_stop(other, 1))):
        with pytest.raises(Refusal):
            declare_table(
                season=season,
                table=table,
                after=stop,
                rows=[row],
                source=source,
                by=clerk,
                now=after(1),
                recorded_at=after(1),
            )
    assert read_everything() == before
