"""Drivers and teams as published at an instant, in a fixed number of queries."""

from datetime import date
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import DriverAlias, Kinship, Season, StatedFact
from championships.queries.people import load_driver
from championships.queries.teams import load_team
from tests.factories import (
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_round,
    make_rules,
    make_season,
    make_source,
    make_team,
)
from tests.public.seasons import days, declare, publish_order

pytestmark = pytest.mark.django_db

DRIVER_QUERIES = 36
TEAM_QUERIES = 30


def make_class_rules(championship: str = "club-cup") -> dict[str, object]:
    """An overall table and one for the Gentlemen, each ranking its own."""
    rules = make_rules(championship=championship)
    overall = dict(rules["standings"][0])
    gentlemen = {
        **overall,
        "id": "gentleman",
        "title": "Gentleman",
        "position_basis": "eligible",
        "may_appear": {"categories": ["gentleman"]},
        "may_score": {"categories": ["gentleman"]},
    }
    return {**rules, "standings": [overall, gentlemen]}


def state(kind: StatedFact.Kind, driver: str, *, issued: float = 0, **fields: object) -> StatedFact:
    return StatedFact.objects.create(
        kind=kind,
        driver=make_driver(driver),
        source=make_source(),
        issued_at=days(issued),
        recorded_at=days(issued),
        **fields,
    )


def test_overall_and_class_rank_stand_on_one_row() -> None:
    season = make_season(rules=make_class_rules())
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    event = make_event("spring", season=season)
    publish_order(event.sessions.get(), ("ann", "bob"))
    page = load_driver("bob", at=days(0))
    assert page is not None
    (row,) = page.seasons
    assert (row.position, row.points, row.gap, row.wins) == (2, Fraction(8), Fraction(2), 0)
    assert [(place.category.slug, place.position) for place in row.classes] == [("gentleman", 1)]


def test_results_and_ranks_issued_later_are_not_seen() -> None:
    season = make_season()
    first, second = make_event("spring", season=season), make_event("summer", season=season, round_number=2)
    publish_order(first.sessions.get(), ("ann", "bob"), issued_at=days(0))
    publish_order(second.sessions.get(), ("bob", "ann"), issued_at=days(7))
    early, late = load_driver("bob", at=days(1)), load_driver("bob", at=days(7))
    assert early is not None
    assert late is not None
    assert [(r.event.slug, r.place) for r in early.years[0].results] == [("spring", 2)]
    assert [(r.event.slug, r.place) for r in late.years[0].results] == [("spring", 2), ("summer", 1)]
    assert (early.seasons[0].points, late.seasons[0].points) == (8, 18)
    nothing = load_driver("bob", at=days(-1))
    assert nothing is not None
    assert nothing.years == ()
    assert nothing.seasons[0].position is None


def test_the_places_of_one_race_differ_between_two_championships() -> None:
    cup, trophy = make_season("cup"), make_season("trophy")
    event = make_event("spring", season=cup)
    make_round(season=trophy, event=event)
    make_entry("ann", event=event, number="1", rounds=cup.rounds.all())
    make_entry("bob", event=event, number="2")
    publish_order(event.sessions.get(), ("ann", "bob"))
    page = load_driver("bob", at=days(0))
    assert page is not None
    (result,) = page.years[0].results
    assert result.place == 2
    assert [(place.season.championship, place.place) for place in result.places] == [("cup", 2), ("trophy", 1)]
    assert [(row.season.championship, row.wins) for row in page.seasons] == [("cup", 0), ("trophy", 1)]


def test_wins_a_table_does_not_give_are_taken_as_stated_with_their_source() -> None:
    season = make_season()
    event = make_event("spring", season=season)
    counted = event.rounds.get().round_sessions.get()
    declare(season, [{"driver": "ann", "place": 1, "points": "20"}], after=counted, complete=False)
    make_enrolment(season=season, driver="ann")
    state(StatedFact.Kind.SEASON_FIGURE, "ann", season=season, value={"name": "wins", "count": 3, "after_round": 1})
    state(StatedFact.Kind.SEASON_FIGURE, "ann", season=season, value={"name": "wins", "count": 9, "after_round": 2})
    page = load_driver("ann", at=days(0))
    assert page is not None
    assert (page.seasons[0].wins, page.seasons[0].wins_source) == (3, 1)
    assert [source.title for source in page.sources] == ["A gazette"]


def test_an_age_is_computed_only_where_it_may_be_shown() -> None:
    make_driver("ann", born_on=date(2000, 6, 2), age_public=True)
    make_driver("bob", born_on=date(2000, 6, 2))
    public, private = load_driver("ann", at=days(0)), load_driver("bob", at=days(0))
    assert public is not None
    assert private is not None
    assert public.age is not None
    assert public.age.years == 24
    birthday = load_driver("ann", at=days(1))
    assert birthday is not None
    assert birthday.age is not None
    assert birthday.age.years == 25
    assert private.age is None


def test_the_newest_stated_age_is_told_with_its_day_and_not_before_it_is_issued() -> None:
    state(StatedFact.Kind.AGE, "ann", on_date=date(2025, 5, 1), value={"years": 18}, issued=-30)
    state(StatedFact.Kind.AGE, "ann", on_date=date(2025, 6, 3), value={"years": 19}, issued=2)
    before, after = load_driver("ann", at=days(1)), load_driver("ann", at=days(2))
    assert before is not None
    assert after is not None
    assert before.age is not None
    assert after.age is not None
    assert (before.age.years, before.age.on_date) == (18, date(2025, 5, 1))
    assert (after.age.years, after.age.on_date) == (19, date(2025, 6, 3))


def test_family_is_told_only_with_consent() -> None:
    ann, bob, cid = make_driver("ann"), make_driver("bob"), make_driver("cid")
    Kinship.objects.create(person=bob, relative=ann, relation="father", public=True)
    Kinship.objects.create(person=cid, relative=ann, relation="brother", public=False)
    DriverAlias.objects.create(driver=ann, text="Anne")
    page, father = load_driver("ann", at=days(0)), load_driver("bob", at=days(0))
    assert page is not None
    assert father is not None
    assert [(kin.driver.slug, kin.relation, kin.inverse) for kin in page.kin] == [("bob", "father", False)]
    assert [(kin.driver.slug, kin.relation, kin.inverse) for kin in father.kin] == [("ann", "father", True)]
    assert page.aliases == ("Anne",)


def test_the_next_event_is_told_until_it_is_over() -> None:
    event = make_event("summer", season=make_season(), starts_on=date(2025, 6, 8))
    make_entry("ann", event=event, number="7")
    on_the_day, gone = load_driver("ann", at=days(7)), load_driver("ann", at=days(8))
    assert on_the_day is not None
    assert gone is not None
    assert [(line.event.slug, line.number) for line in on_the_day.upcoming] == [("summer", "7")]
    assert gone.upcoming == ()


def test_an_unknown_driver_or_team_is_none() -> None:
    assert load_driver("nobody", at=days(0)) is None
    assert load_team("nobody", at=days(0)) is None


def test_a_team_names_its_drivers_by_season_and_its_place() -> None:
    season = make_season()
    event = make_event("spring", season=season)
    publish_order(event.sessions.get(), ("ann", "bob"), team="red-team")
    make_entry("cid", event=event, number="99", team="red-team", rounds=())
    page = load_team("red-team", at=days(0))
    assert page is not None
    (row,) = page.seasons
    assert [(each.driver.slug, each.numbers) for each in row.drivers] == [("ann", ("11",)), ("bob", ("12",))]
    assert row.position == 1
    assert [each.driver.slug for each in page.others] == ["cid"]


def run_seasons(count: int) -> list[Season]:
    """So many championships, each with a race of three won by Ann."""
    seasons = []
    for number in range(count):
        season = make_season(f"cup-{number}")
        make_enrolment(season=season, driver="ann", categories=["gentleman"])
        event = make_event(f"meeting-{number}", season=season)
        publish_order(event.sessions.get(), ("ann", "bob", "cid"))
        seasons.append(season)
    return seasons


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_people_ask_the_same_number_of_queries_whatever_the_career(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run_seasons(count)
    make_team("red-team")
    with django_assert_num_queries(DRIVER_QUERIES):
        driver = load_driver("ann", at=days(1))
    assert driver is not None
    assert len(driver.seasons) == count
    assert len(driver.years[0].results) == count
    with django_assert_num_queries(TEAM_QUERIES):
        team = load_team("red-team", at=days(1))
    assert team is not None
    assert len(team.seasons) == count
