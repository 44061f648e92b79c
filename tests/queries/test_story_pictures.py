"""What a story may look at: only what was public, nothing private, in a fixed number of queries."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import Driver, Event, Kinship, RoundSession, Season, StatedFact
from championships.queries.story_material import Moment
from championships.queries.story_pictures import load_picture
from championships.stories.picture import Picture
from tests.factories import make_driver, make_enrolment, make_entry, make_event, make_season, make_source
from tests.public.seasons import days, declare, publish_order

pytestmark = pytest.mark.django_db

PICTURE_QUERIES = 34
SPRING, SUMMER, AUTUMN = date(2025, 5, 1), date(2025, 6, 8), date(2025, 7, 20)


@pytest.fixture
def season() -> Season:
    """Spring is over, summer comes, autumn is the last."""
    season = make_season("cup")
    make_event("spring", season=season, round_number=1, starts_on=SPRING)
    make_event("summer", season=season, round_number=2, starts_on=SUMMER)
    make_event("autumn", season=season, round_number=3, starts_on=AUTUMN)
    return season


def find_event(slug: str) -> Event:
    return Event.objects.select_related("circuit", "layout").get(slug=slug)


def run(slug: str, *order: str, issued: float) -> None:
    publish_order(Event.objects.get(slug=slug).sessions.first(), order, issued_at=days(issued))


def look(slug: str = "summer", moment: Moment = Moment.BEFORE, *, at: float = 0, **keys: Any) -> Picture:
    return load_picture(find_event(slug), moment, at=days(at), **keys)


def read_rows(picture: Picture, table: int = 0) -> list[tuple[str, int | None, Fraction | None, int | None]]:
    """The newest rows of a table of the first season."""
    now = picture.seasons[0].tables[table].now
    return [(row.competitor, row.position, row.points, row.wins) for row in now.rows] if now else []


def test_the_table_is_that_of_the_instant(season: Season) -> None:
    run("spring", "ann", "bob", issued=-10)
    assert read_rows(look(at=-11)) == []
    assert read_rows(look()) == [("ann", 1, Fraction(10), 1), ("bob", 2, Fraction(8), 0)]


def test_a_preview_sees_nothing_of_its_own_event_and_a_report_nothing_after_it(season: Season) -> None:
    run("spring", "ann", "bob", issued=-10)
    run("summer", "bob", "ann", issued=8)
    run("autumn", "bob", "ann", issued=50)
    assert read_rows(look(at=60)) == [("ann", 1, Fraction(10), 1), ("bob", 2, Fraction(8), 0)]
    after = look(moment=Moment.AFTER, at=60)
    assert sorted(read_rows(after)) == [("ann", 1, Fraction(18), 1), ("bob", 1, Fraction(18), 1)]
    assert [(one.event, one.state) for one in after.sessions] == [("spring", "official"), ("summer", "official")]
    assert [one.state for one in look(at=60).sessions] == ["official", ""]


def test_a_correction_is_seen_and_a_later_result_is_not(season: Season) -> None:
    """What stale sentences are found by: the state of a day, as it is known today."""
    run("spring", "ann", "bob", issued=-10)
    run("spring", "bob", "ann", issued=1)
    run("summer", "ann", "bob", issued=8)
    assert read_rows(look(at=0))[0][0] == "ann"
    assert read_rows(look(at=20, until=days(0))) == [("bob", 1, Fraction(10), 1), ("ann", 2, Fraction(8), 0)]


def test_a_declared_table_that_lacks_a_race_says_nothing_about_the_time_after_it(season: Season) -> None:
    run("spring", "ann", "bob", issued=-20)
    spring = RoundSession.objects.get(round__event__slug="spring")
    declare(season, [{"driver": "ann", "place": 1}], after=spring, issued_at=days(-15), complete=False)
    run("summer", "bob", "ann", issued=8)
    after = look(moment=Moment.AFTER, at=20)
    assert [(one.round, one.declared) for one in after.seasons[0].tables[0].standings] == [(1, True)]


def test_what_is_private_is_not_in_the_picture(season: Season) -> None:
    event = find_event("summer")
    make_driver("ann", born_on=date(1990, 1, 1), age_public=True, gender=Driver.Gender.FEMININE)
    make_driver("bob", born_on=date(1991, 2, 2), licence="SECRET")
    make_entry("ann", event=event)
    make_entry("bob", event=event)
    Kinship.objects.create(person=make_driver("ann"), relative=make_driver("bob"), relation="sister", public=False)
    picture = look()
    assert (picture.people["ann"].born_on, picture.people["ann"].gender) == (date(1990, 1, 1), "f")
    assert (picture.people["bob"].born_on, picture.people["bob"].gender) == (None, "")
    assert picture.kinships == ()
    assert "SECRET" not in repr(picture)


def test_what_is_stated_later_is_not_known_yet(season: Season) -> None:
    for minute, kind in ((-1, "absence"), (2, "oldest")):
        StatedFact.objects.create(
            kind=kind,
            driver=make_driver("ann"),
            event=find_event("summer"),
            source=make_source(),
            issued_at=days(minute),
            recorded_at=days(minute),
        )
    assert [fact.kind for fact in look().stated] == ["absence"]


def test_a_career_is_counted_where_the_history_is_declared_complete(season: Season) -> None:
    run("spring", "ann", "bob", issued=-10)
    make_entry("ann", event=find_event("summer"))
    assert look().careers == ()
    season.championship.history_complete_from = 2024
    season.championship.save()
    older = make_season("cup", "2024", year=2024)
    publish_order(
        make_event("old", season=older, year=2024, starts_on=date(2024, 5, 1)).sessions.get(),
        ("bob", "ann"),
        issued_at=days(-300),
    )
    (career,) = look().careers
    assert (career.driver, career.starts, career.wins, career.podiums) == ("ann", 2, 1, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_a_picture_asks_the_same_number_of_queries_whatever_the_field(
    season: Season, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    people = ("ann", "bob", "cid")[:count]
    run("spring", *people, issued=-10)
    event = find_event("summer")
    for slug in people:
        make_entry(slug, event=event, team="red-team")
        make_enrolment(season=season, driver=slug)
    for moment in Moment:
        with django_assert_num_queries(PICTURE_QUERIES):
            load_picture(event, moment, at=days(1), until=None)


def test_the_day_is_that_of_the_venue_and_no_later_than_the_event(season: Season) -> None:
    assert look(at=60).day == SUMMER
    assert look(at=0).day == date(2025, 6, 1)
    assert look(moment=Moment.AFTER, at=60).day > SUMMER
