"""Stored tables are a function of what was published: they can be computed again at any time."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from championships.models import Award, ClassifiedLine, Season, Standing, Table
from championships.officiating.projection import rebuild
from tests.factories import (
    after,
    make_enrolment,
    make_event,
    make_round,
    make_season,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    season = make_season()
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    make_enrolment(season=season, driver="cat", categories=["gentleman"])
    for number, order in ((1, ["ann", "bob", "cat"]), (2, ["bob", "ann", "cat"])):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=order, retired=["dan"], at=after(number))
    return season


def test_a_rebuild_of_what_is_right_writes_nothing(season: Season) -> None:
    before = read_everything()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rebuild(season=season)
    written = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []
    assert read_everything() == before


def test_a_rebuild_puts_right_what_was_altered_added_or_taken_away(season: Season) -> None:
    def read() -> dict[str, list[dict[str, object]]]:
        return {
            model.__name__: sorted(
                (dict(row, id=0) for row in model.objects.values()), key=lambda row: sorted(map(repr, row.items()))
            )
            for model in (Table, Award, Standing, ClassifiedLine)
        }

    before = read()
    Standing.objects.filter(competitor="ann", final=True).update(points="999")
    Award.objects.filter(competitor="bob").delete()
    ClassifiedLine.objects.filter(driver__slug="cat").update(place=1)
    table = Table.objects.get(key="drivers")
    stop = table.standings.first().round_session
    Standing.objects.create(table=table, round_session=stop, rank=50, competitor="ghost", points="1", gross="1")
    assert read() != before
    rebuild(season=season)
    assert read() == before


def test_classified_lines_hold_the_place_overall_and_in_the_category(season: Season) -> None:
    rows = ClassifiedLine.objects.filter(round_session__round__number=1).order_by("line_driver__order")
    assert [(row.driver.slug, row.status, row.place, row.category_places) for row in rows] == [
        ("ann", "CLASSIFIED", 1, {}),
        ("bob", "CLASSIFIED", 2, {"gentleman": 1}),
        ("cat", "CLASSIFIED", 3, {"gentleman": 2}),
        ("dan", "DNF", None, {}),
    ]


def test_only_the_rows_a_correction_touches_are_written(season: Season) -> None:
    first = season.rounds.get(number=1).round_sessions.get()
    second = season.rounds.get(number=2).round_sessions.get()
    kept = set(Standing.objects.filter(round_session=first, final=False).values_list("pk", flat=True))
    publish_results(session=second.session, order=["ann", "bob", "cat"], retired=["dan"], at=after(30))
    assert set(Standing.objects.filter(round_session=first, final=False).values_list("pk", flat=True)) == kept


@pytest.mark.usefixtures("unguarded")
def test_a_table_the_new_rules_no_longer_have_is_gone(season: Season) -> None:
    assert set(Table.objects.values_list("key", flat=True)) == {"drivers", "teams"}
    book = season.rule_books.get()
    book.document["standings"].pop()
    season.rule_books.update(document=book.document)
    rebuild(season=season)
    assert set(Table.objects.values_list("key", flat=True)) == {"drivers"}


def test_a_season_without_rules_still_classifies_its_participants() -> None:
    event = make_event(season=make_season(with_rules=False))
    publish_results(session=event.sessions.get(), order=["ann", "bob"])
    assert Table.objects.count() == 0
    assert list(ClassifiedLine.objects.order_by("place").values_list("driver__slug", flat=True)) == ["ann", "bob"]


def test_a_season_of_thirty_sessions_is_rebuilt_in_a_fixed_number_of_queries(season: Season) -> None:
    with CaptureQueriesContext(connection) as few:
        rebuild(season=season)
    for number in range(3, 8):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=["ann", "bob"], at=after(number))
    with CaptureQueriesContext(connection) as many:
        rebuild(season=season)
    assert len(many) == len(few)


def test_the_command_rebuilds_the_seasons_named_or_all(season: Season) -> None:
    make_round(season=make_season("other-cup"), event=season.rounds.get(number=1).event)
    Standing.objects.all().delete()
    out = StringIO()
    call_command("rebuild", "club-cup-2025", stdout=out)
    assert out.getvalue().splitlines()[0] == "club-cup-2025"
    assert set(Standing.objects.values_list("table__season__championship__slug", flat=True)) == {"club-cup"}
    out = StringIO()
    call_command("rebuild", stdout=out)
    assert out.getvalue().splitlines()[:2] == ["club-cup-2025", "other-cup-2025"]


def test_the_command_refuses_a_season_that_does_not_exist_before_it_writes(season: Season) -> None:
    Standing.objects.all().delete()
    with pytest.raises(CommandError, match="no season 'nowhere-2025'"):
        call_command("rebuild", "club-cup-2025", "nowhere-2025")
    assert Standing.objects.count() == 0
