"""The entry list as the office sees it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import Category, Driver, Event, Season, Seat
from championships.queries.entry_lists import load_entry_list, split_name
from tests.factories import (
    NOON,
    make_category,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_round,
    make_rules,
    make_season,
    publish_results,
)

pytestmark = pytest.mark.django_db

QUERIES = 11


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def event(season: Season) -> Event:
    return make_event(season=season, sessions=("qualifying", "race"))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_number_of_queries_does_not_follow_the_number_of_cars(
    count: int, event: Event, season: Season, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_round(season=make_season("other-cup"), event=event, number=1, keys={})
    for number in range(count):
        make_entry(f"driver-{number}", f"mate-{number}", event=event, number=str(number), team=f"team-{number}")
        make_enrolment(season=season, driver=f"driver-{number}", categories=["gentleman"])
    with django_assert_num_queries(QUERIES):
        page = load_entry_list(event, at=NOON, with_ages=True)
    assert (len(page.rows), len(page.shared), len(page.rounds)) == (count, count, 2)


def test_a_car_carries_its_people_and_how_it_takes_part(event: Event, season: Season) -> None:
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    make_enrolment(season=season, driver="bob", categories=["junior"], from_round=2)
    entry = make_entry("ann", "bob", event=event, number="007", team="red-team", car_class="GT4", guest=True)
    entry.crew.filter(driver__slug="bob").update(replaces=make_driver("cy"))
    race = event.sessions.get(slug="race")
    Seat.objects.create(session=race, entry=entry, driver=make_driver("bob"))
    (row,) = (page := load_entry_list(event, at=NOON)).rows
    (part,) = row.parts.values()
    assert (row.number, row.team, [member.name for member in row.crew]) == ("007", "Red Team", ["Ann", "Bob"])
    assert (row.crew[1].replaced, page.seats) == ("Cy", {(race.pk, entry.pk): (make_driver("bob").pk,)})
    assert (part.guest, part.car_class, [each.slug for each in part.categories]) == (True, "GT4", ["gentleman"])
    assert [(column.key, column.number) for column in page.rounds] == [("club-cup", 1)]


def test_what_is_odd_stands_on_its_row(event: Event, season: Season) -> None:
    make_enrolment(season=season, driver="ann")
    make_entry("ann", event=event, number="7")
    make_entry("bob", event=event, number="7")
    rows = load_entry_list(event, at=NOON).rows
    assert [[problem.code for problem in row.problems] for row in rows] == [
        ["number_shared"],
        ["number_shared", "driver_not_enrolled"],
    ]


def test_an_age_is_looked_at_only_for_who_may_see_it_and_is_never_given(event: Event, season: Season) -> None:
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    make_category("gentleman", championship=season.championship)
    Category.objects.update(min_age=45)
    Driver.objects.filter(slug="ann").update(born_on=date(2000, 1, 2))
    make_entry("ann", event=event)
    assert load_entry_list(event, at=NOON).rows[0].problems == ()
    page = load_entry_list(event, at=NOON, with_ages=True)
    assert [problem.code for problem in page.rows[0].problems] == ["age_outside"]
    assert "2000" not in repr(page)


def test_the_classes_are_those_the_rules_name_for_the_round() -> None:
    blocks = make_rules()["standings"]
    blocks[0]["classes"] = ["GT4", "GT3"]
    season = make_season(rules=make_rules(tables=blocks))
    event = make_event(season=season)
    make_entry("ann", event=event, car_class="GT9")
    page = load_entry_list(event, at=NOON)
    assert page.rounds[0].classes == ("GT3", "GT4")
    assert [problem.code for problem in page.rows[0].problems] == ["class_unknown"]


def test_a_withdrawn_car_with_results_is_told(event: Event) -> None:
    publish_results(session=event.sessions.get(slug="race"), order=["ann"])
    event.entries.update(withdrawn=True)
    page = load_entry_list(event, at=NOON)
    assert [problem.code for problem in page.rows[0].problems] == ["withdrawn_with_results"]
    assert [(session.name, session.published) for session in page.sessions] == [("Qualifying", False), ("Race", True)]


@pytest.mark.parametrize(
    ("name", "sort_key", "halves"),
    [
        ("Ann Archer", "", ("Ann", "Archer")),
        ("Juan Pablo Montalvor Ruiz", "Montalvor Ruiz Juan Pablo", ("Juan Pablo", "Montalvor Ruiz")),
        ("Jan van der Haaf", "van der Haaf", ("Jan", "van der Haaf")),
        ("Zoé", "", ("", "Zoé")),
        ("Ann Archer", "Something else", ("Ann", "Archer")),
    ],
)
def test_a_name_is_cut_where_it_sorts(name: str, sort_key: str, halves: tuple[str, str]) -> None:
    assert split_name(name, sort_key) == halves
