"""The page of a season and the calendar of a year."""

from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Event, Preview, RoundSession
from tests.factories import make_circuit, make_event, make_season
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import SetClock, days, declare, make_published_season

pytestmark = pytest.mark.django_db
SEASON = "/en/club-cup/2025/"


def read_calendar(page: Element) -> list[list[str]]:
    """The events, one list each: date, name, circuit, what it counts for, and how it stands."""
    events = [item for each in find_all(page, "ol") if each.get("class") == "cal" for item in each]
    return [
        [
            text
            for part in item.iter()
            if part.tag.rpartition("}")[2] in {"p", "h3", "li"}
            and part is not item
            and (text := read_text(part, hidden=False))
        ]
        for item in events
    ]


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
def test_a_season_takes_twenty_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    make_published_season(field)
    with django_assert_num_queries(22):
        client.get(SEASON)


def test_the_calendar_lists_events_in_order_with_what_they_count_for(client: Client, set_clock: SetClock) -> None:
    set_clock(datetime(2025, 6, 10, tzinfo=UTC))
    make_published_season(["ann"], rounds=2, published=0)
    event = Event.objects.get(slug="club-cup-meeting-2")
    Preview.objects.create(event=event, title_fr="x", title_en="x", lead_fr="x", lead_en="x", published_at=days(1))
    assert read_calendar(get_page(client, "/en/calendar/2025/")) == [
        ["8 June", "Meeting 1", "Hilltop", "Club Cup, round 1", "over, no result is published here"],
        ["15 June", "Meeting 2", "Hilltop", "Club Cup, round 2", "next", "Preview"],
    ]


def test_an_event_without_a_date_stands_last_and_says_so(client: Client) -> None:
    season = make_season()
    make_event("a-first", season=season, round_number=1, starts_on=date(2025, 6, 1))
    Event.objects.filter(slug="a-first").update(starts_on=None, ends_on=None)
    make_event("b-second", season=season, round_number=2, circuit=make_circuit("other"))
    page = get_page(client, "/fr/calendar/2025/")
    assert [row[:2] for row in read_calendar(page)] == [["15 juin", "B Second"], ["–", "A First"]]
    assert [read_text(head) for head in find_all(find(page, "main"), "h2")] == ["Juin 2025", "Date non annoncée"]


def test_a_year_without_events_is_not_found_unless_it_is_the_current_one(client: Client, set_clock: SetClock) -> None:
    set_clock(datetime(2025, 6, 10, tzinfo=UTC))
    assert client.get("/en/calendar/1999/").status_code == 404
    assert "No event is announced for this year yet." in read_text(get_page(client, "/en/calendar/2025/"))


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_calendar_takes_twelve_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    make_published_season(["ann"], rounds=rounds, published=rounds)
    with django_assert_num_queries(12):
        client.get("/en/calendar/2025/")


def test_the_bare_address_leads_to_the_calendar_of_now(client: Client, set_clock: SetClock) -> None:
    set_clock(datetime(2025, 6, 10, tzinfo=UTC))
    assert client.get("/en/calendar/")["Location"] == "/en/calendar/2025/"
    make_event("old", season=make_season("club-cup", "2023"), year=2023)
    assert client.get("/fr/calendar/")["Location"] == "/fr/calendar/2023/"
    make_event("new", season=make_season("club-cup", "2026"), year=2026)
    assert client.get("/fr/calendar/")["Location"] == "/fr/calendar/2026/"


def test_a_season_has_its_own_calendar(client: Client, set_clock: SetClock) -> None:
    set_clock(datetime(2025, 6, 10, tzinfo=UTC))
    make_published_season(["ann"], rounds=2, published=0)
    make_published_season(["bob"], rounds=1, published=0, slug="other-cup")
    page = get_page(client, SEASON + "calendar/")
    assert [row[1] for row in read_calendar(page)] == ["Meeting 1", "Meeting 2"]
    assert read_text(find(page, "nav", aria_label="Calendar of one championship")) == "Club Cup"
    assert len(read_calendar(get_page(client, "/en/calendar/2025/"))) == 3
    assert client.get("/en/club-cup/1999/calendar/").status_code == 404


def test_the_calendar_tells_who_won(client: Client) -> None:
    make_published_season(["ann", "bob"], rounds=1)
    page = get_page(client, "/en/calendar/2025/")
    assert read_calendar(page)[0][4:] == ["Race111Ann", "Race212Bob"]


def test_a_postponed_event_is_not_the_next_one(client: Client, set_clock: SetClock) -> None:
    set_clock(datetime(2025, 6, 2, tzinfo=UTC))
    make_published_season(["ann"], rounds=2, published=0)
    Event.objects.filter(slug="club-cup-meeting-1").update(state="postponed")
    rows = read_calendar(get_page(client, "/en/calendar/2025/"))
    assert rows[0][4:] == ["postponed a new date is not announced"]
    assert rows[1][4:] == ["next"]


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_calendar_of_a_season_takes_thirteen_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    make_published_season(["ann"], rounds=rounds, published=rounds)
    with django_assert_num_queries(13):
        client.get(SEASON + "calendar/")


def test_a_finished_season_names_its_champion(client: Client, set_clock: SetClock) -> None:
    make_published_season(["ann", "bob", "cid"], rounds=1)
    set_clock(days(1.2))
    assert "Champion" not in read_text(get_page(client, SEASON))
    set_clock(days(30))
    section = find(get_page(client, SEASON), "section", aria_labelledby="champion")
    assert read_text(section) == "Champion 12DriversBobRed Team · 18 pts"
