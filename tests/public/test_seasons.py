"""The page of a season and the calendar of a year."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Event, Preview, RoundSession
from tests.factories import make_circuit, make_event, make_season
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import SetClock, days, declare, make_published_season

pytestmark = pytest.mark.django_db
SEASON = "/en/club-cup/2025/"


def test_a_season_shows_the_head_of_its_tables_and_its_rounds(client: Client) -> None:
    make_published_season(["ann", "bob", "cid", "dee", "eve", "fay"], rounds=2)
    page = get_page(client, SEASON)
    assert [row[0] for row in read_table(find(page, "table"))] == ["1", "2", "3", "4", "5"]
    assert read_text(find(page, "caption")) == "Drivers: the first 5"
    rounds = [read_text(item) for item in find(page, "ol", class_="list")]
    assert rounds[0].startswith("1 Meeting 1, Hilltop · 8 June 2025Race1, Meeting 1 (official per source)")
    assert rounds[1] == "2 Meeting 2, Hilltop · 15 June 2025Race1 · Race2"


def test_a_season_without_results_shows_its_rounds(client: Client) -> None:
    make_published_season(["ann"], published=0)
    text = read_text(get_page(client, SEASON))
    assert "No table is published yet." in text
    assert "Meeting 2" in text


def test_a_season_lists_its_sources_once(client: Client) -> None:
    season = make_published_season(["ann", "bob"], published=0)
    for round_number in (1, 2):
        after = RoundSession.objects.get(round__season=season, round__number=round_number, key="race2")
        declare(season, [{"driver": "ann", "place": 1}], after=after, complete=False, issued_at=days(2))
    page = get_page(client, SEASON)
    sources = find(page, "section", aria_labelledby="sources")
    assert [read_text(item) for item in find_all(sources, "li")] == ["Paddock gazette, 3 June 2025"]
    assert "Published elsewhere: Paddock gazette, 3 June 2025. Partial table" in read_text(page)


def test_a_season_links_to_the_others_of_its_championship(client: Client) -> None:
    make_published_season(["ann"])
    make_event("old", season=make_season("club-cup", "2024"), year=2024)
    links = [link.get("href") for link in find_all(find(get_page(client, SEASON), "nav", aria_label="Seasons"), "a")]
    assert links == [SEASON, "/en/club-cup/2024/"]


@pytest.mark.parametrize("address", ["/en/unknown/2025/", "/en/club-cup/1999/"])
def test_an_unknown_season_is_not_found(client: Client, address: str) -> None:
    make_published_season(["ann"])
    assert client.get(address).status_code == 404


def test_moved_and_cancelled_rounds_say_so(client: Client) -> None:
    make_published_season(["ann"], rounds=2, published=0)
    Event.objects.filter(slug="club-cup-meeting-1").update(state="moved", moved_from=date(2025, 5, 1))
    Event.objects.filter(slug="club-cup-meeting-2").update(state="cancelled")
    for address in (SEASON, "/en/calendar/2025/"):
        text = read_text(get_page(client, address))
        assert "first announced for 1 May 2025" in text
        assert "cancelled" in text


@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
def test_a_season_takes_twenty_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    make_published_season(field)
    with django_assert_num_queries(20):
        client.get(SEASON)


def test_the_calendar_lists_events_in_order_with_what_they_count_for(client: Client, set_clock: SetClock) -> None:
    set_clock(datetime(2025, 6, 10, tzinfo=UTC))
    make_published_season(["ann"], rounds=2, published=0)
    event = Event.objects.get(slug="club-cup-meeting-2")
    Preview.objects.create(event=event, title_fr="x", title_en="x", lead_fr="x", lead_en="x", published_at=days(1))
    page = get_page(client, "/en/calendar/2025/")
    assert read_table(find(page, "table")) == [
        ["8 June", "Meeting 1", "Hilltop", "Club Cup (round 1)", "over"],
        ["15 June", "Meeting 2", "Hilltop", "Club Cup (round 2)", "to come · preview"],
    ]


def test_an_event_without_a_date_stands_last_and_says_so(client: Client) -> None:
    season = make_season()
    make_event("a-first", season=season, round_number=1, starts_on=date(2025, 6, 1))
    Event.objects.filter(slug="a-first").update(starts_on=None, ends_on=None)
    make_event("b-second", season=season, round_number=2, circuit=make_circuit("other"))
    rows = read_table(find(get_page(client, "/fr/calendar/2025/"), "table"))
    assert [row[:2] for row in rows] == [["15 juin", "B Second"], ["date non annoncée", "A First"]]


def test_a_year_without_events_is_not_found_unless_it_is_the_current_one(client: Client, set_clock: SetClock) -> None:
    set_clock(datetime(2025, 6, 10, tzinfo=UTC))
    assert client.get("/en/calendar/1999/").status_code == 404
    assert "No event is announced for this year yet." in read_text(get_page(client, "/en/calendar/2025/"))


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_calendar_takes_four_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    make_published_season(["ann"], rounds=rounds, published=0)
    with django_assert_num_queries(4):
        client.get("/en/calendar/2025/")
