"""The home page and the entrance: language, next event by the clock, leaders with gaps, latest winners."""

from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Event, Preview
from tests.factories import make_circuit, make_entry, make_event, make_season
from tests.public.pages import find, find_all, get_page, read_text
from tests.public.seasons import SetClock, days, make_published_season, make_table, publish_order

pytestmark = pytest.mark.django_db
EVE = datetime(2025, 9, 4, 16, 0, tzinfo=UTC)


def make_next_event(*, preview_at: datetime | None = EVE) -> Event:
    season = make_season("open-trophy")
    for number, day in enumerate((date(2025, 6, 20), date(2025, 9, 5), date(2025, 10, 10)), start=1):
        event = make_event(
            f"meeting-{number}",
            season=season,
            round_number=number,
            circuit=make_circuit("south-park", time_zone="Europe/Paris"),
            starts_on=day,
        )
        if number == 2:
            make_entry("ann", event=event)
            Preview.objects.create(
                event=event,
                title_fr="La rentrée",
                title_en="Back to school",
                lead_fr="Deux pilotes.",
                lead_en="Two drivers.",
                published_at=preview_at,
            )
    return Event.objects.get(slug="meeting-2")


def list_links(page: Element, part: str) -> list[str]:
    return [link.get("href") or "" for link in find_all(page, "a") if part in (link.get("href") or "")]


@pytest.mark.parametrize(
    ("asked", "answer"), [("fr-CA,fr;q=0.9", "/fr/"), ("en-GB,en;q=0.8", "/en/"), ("de", "/fr/"), ("", "/fr/")]
)
def test_the_entrance_chooses_by_the_language_of_the_browser(client: Client, asked: str, answer: str) -> None:
    response = client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response["Location"]) == (302, answer)
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_the_first_link_to_the_next_event_is_its_preview(client: Client, set_clock: SetClock) -> None:
    make_next_event()
    set_clock(EVE)
    for language in ("fr", "en"):
        links = list_links(get_page(client, f"/{language}/"), "/events/2025/meeting-2/")
        assert links == [
            f"/{language}/events/2025/meeting-2/preview/",
            f"/{language}/events/2025/meeting-2/",
            f"/{language}/events/2025/meeting-2/entries/",
        ]


def test_a_preview_that_is_not_out_is_not_linked(client: Client, set_clock: SetClock) -> None:
    make_next_event(preview_at=datetime(2025, 9, 5, tzinfo=UTC))
    set_clock(EVE)
    assert list_links(get_page(client, "/en/"), "/preview/") == []


@pytest.mark.parametrize(
    ("instant", "title", "countdown"),
    [
        (EVE, "Meeting 2", "D\N{MINUS SIGN}1Tomorrow"),
        (datetime(2025, 9, 4, 22, 30, tzinfo=UTC), "Meeting 2", "NowUnder way"),  # 5 September at the circuit
        (datetime(2025, 9, 5, 23, 0, tzinfo=UTC), "Meeting 3", "D\N{MINUS SIGN}34In 34 days"),
        (datetime(2025, 6, 1, 12, 0, tzinfo=UTC), "Meeting 1", "D\N{MINUS SIGN}19In 19 days"),
    ],
)
def test_the_next_event_follows_the_clock_at_its_venue(
    client: Client, set_clock: SetClock, instant: datetime, title: str, countdown: str
) -> None:
    make_next_event()
    set_clock(instant)
    page = get_page(client, "/en/")
    assert read_text(find(page, "h1")) == title
    assert read_text(find(page, "div", class_="count")).startswith(countdown)


def test_cancelled_and_postponed_events_are_passed_over(client: Client, set_clock: SetClock) -> None:
    event = make_next_event()
    set_clock(EVE)
    for state in (Event.State.CANCELLED, Event.State.POSTPONED):
        Event.objects.filter(pk=event.pk).update(state=state)
        assert read_text(find(get_page(client, "/en/"), "h1")) == "Meeting 3"


def test_the_next_event_tells_which_round_it_is(client: Client, set_clock: SetClock) -> None:
    make_next_event()
    set_clock(EVE)
    assert "Open Trophyround 2 of 3" in read_text(get_page(client, "/en/"))
    assert "manche 2 sur 3" in read_text(get_page(client, "/fr/"))


def test_without_any_event_the_page_stands(client: Client) -> None:
    page = get_page(client, "/fr/")
    assert read_text(find(page, "h1")) == "Paddock"
    assert "Aucun classement n’est encore publié." in read_text(page)


def test_the_leaders_of_each_championship_stand_with_their_gaps(client: Client) -> None:
    make_published_season(["ann", "bob", "cid"], points=["10.5", "8", "5"], tables=[make_table("drivers", "Drivers")])
    slots = [read_text(slot) for slot in find_all(get_page(client, "/fr/"), "li") if slot.get("class") == "slot"]
    assert slots == [
        "121 BobRed Team 18,5 pts",
        "112 AnnRed Team 15,5 pts\N{MINUS SIGN}3 points de retard sur le premier",
    ]
    assert "8 juin 2025" in read_text(find(get_page(client, "/fr/"), "section", id="results"))


def test_the_newest_season_of_a_championship_leads(client: Client) -> None:
    season = make_published_season(["ann", "bob"])
    older = make_season("club-cup", "2024")
    event = make_event("old", season=older, year=2024)
    publish_order(event.sessions.get(), ["bob", "ann"], issued_at=days(0))
    links = list_links(get_page(client, "/en/"), "/club-cup/")
    assert links[0] == f"/en/club-cup/{season.label}/"
    assert "/en/club-cup/2024/" not in links


def test_the_latest_winners_are_told_race_by_race(client: Client) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=2)
    results = find(get_page(client, "/en/"), "section", id="results")
    wins = [read_text(item) for ol in find_all(results, "ol") for item in ol]
    assert wins == ["Race111Ann", "Race212Bob", "Race111Ann", "Race212Bob"]


def test_nothing_of_the_future_stands_on_the_home_page(client: Client, set_clock: SetClock) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=2)
    set_clock(days(0.5))
    text = read_text(get_page(client, "/en/"))
    assert "No table is published yet." in text
    assert "No result is published yet." in text


@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
def test_the_home_page_takes_twenty_eight_queries(
    client: Client, set_clock: SetClock, django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    make_next_event()
    make_published_season(field)
    set_clock(EVE)
    with django_assert_num_queries(28):
        client.get("/en/")
