"""The big screen: what it turns through, ten rows at a time, provisional said, no end and no cookie."""

from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Championship, Event, Session
from tests.factories import make_category, make_driver, make_enrolment, make_event, make_rules, make_season
from tests.public.pages import find, find_all, parse, read_text
from tests.public.seasons import SetClock, days, make_published_season, make_table, publish_order

pytestmark = pytest.mark.django_db
SEASON = "/en/screen/club-cup/2025/"
EVENT = "/en/screen/events/2025/club-cup-meeting-1/"


def get_screen(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    return parse(response)


def list_rows(page: Element) -> list[str]:
    rows = [item for each in find_all(page, "ol") if each.get("class") == "cls" for item in each]
    return [" ".join(read_text(part, hidden=False) for part in item) for item in rows]


def read_title(page: Element) -> str:
    return read_text(find(page, "h1"))


def list_labels(page: Element) -> list[str]:
    return [read_text(item) for item in find_all(find(page, "nav", aria_label="Slides"), "li")]


@pytest.mark.parametrize("address", ["/en/screen/", SEASON, EVENT])
def test_the_newest_session_comes_first_then_the_tables_and_what_is_next(client: Client, address: str) -> None:
    make_published_season(["ann", "bob", "cid"])
    page = get_screen(client, address)
    assert read_title(page) == "Race2 Official"
    assert list_rows(page) == ["1 12 Bob ", "2 13 Cid ", "3 11 Ann "]
    assert list_labels(page) == ["Race2", "Drivers", "Hold"]
    table = get_screen(client, address + "?slide=2")
    assert read_title(table) == "Drivers"
    assert list_rows(table) == ["1 12 Bob 18", "2 11 Ann 16\N{MINUS SIGN}2", "3 13 Cid 14\N{MINUS SIGN}4"]


def test_each_slide_leads_to_the_next_and_the_last_to_the_first(client: Client) -> None:
    make_published_season(["ann"])
    nexts = []
    for number in (1, 2):
        page = get_screen(client, f"{SEASON}?slide={number}")
        nexts.append(find(page, "body").get("data-next"))
        assert (
            f'<meta http-equiv="refresh" content="12; url=?slide={3 - number}">'.encode()
            in client.get(f"{SEASON}?slide={number}").content
        )
    assert nexts == ["?slide=2", "?slide=1"]


def test_a_held_screen_stands_still(client: Client) -> None:
    make_published_season(["ann"])
    page = get_screen(client, SEASON + "?slide=2&hold")
    assert read_title(page) == "Drivers"
    assert not find_all(page, "script")
    assert not find_all(page, "noscript")
    assert list_labels(page)[-1] == "Go on turning"


def test_a_list_that_grew_shorter_begins_again_and_nonsense_is_not_found(client: Client) -> None:
    make_published_season(["ann"])
    assert read_title(get_screen(client, SEASON + "?slide=99")) == "Race2 Official"
    assert read_title(get_screen(client, SEASON + "?slide=0")) == "Race2 Official"
    for wrong in ("x", "-1", "²", "9" * 20):
        assert client.get(f"{SEASON}?slide={wrong}").status_code == 404


def test_long_lists_are_parted_evenly_and_long_names_are_set_smaller_not_cut(client: Client) -> None:
    field = [f"driver-{number:02d}" for number in range(12)]
    make_published_season(field)
    name = "Maximiliana-Theodora Featherstonehaugh-Cholmondeley"
    make_driver("driver-01").__class__.objects.filter(slug="driver-01").update(name=name)
    first, second = get_screen(client, SEASON), get_screen(client, SEASON + "?slide=2")
    assert read_title(first) == "Race2 Official 1/2"
    assert read_title(second) == "Race2 Official 2/2"
    assert [len(list_rows(page)) for page in (first, second)] == [6, 6]
    assert name in list_rows(first)[0]
    assert find(first, "ol", class_="cls")[0].get("class") == "long"
    assert list_labels(first) == ["Race2", "Drivers", "Hold"]


def test_a_provisional_result_says_so_with_the_end_of_protests(client: Client, set_clock: SetClock) -> None:
    season = make_published_season(["ann", "bob"], published=0)
    race = Session.objects.get(event__rounds__season=season, event__rounds__number=1, slug="race1")
    publish_order(race, ["ann", "bob"], state="provisional", issued_at=days(1), protest_until=days(1.02))
    set_clock(days(1) + timedelta(minutes=5))
    text = read_text(get_screen(client, "/fr/screen/club-cup/2025/"))
    assert "Race1 Provisoire" in text
    assert "publié le 2 juin, 12 h 00" in text
    assert "Fin des réclamations 23 minDans 23 minutes12 h 28, heure du circuit" in text


def test_what_is_next_is_told_by_the_clock_of_the_venue(client: Client, set_clock: SetClock) -> None:
    season = make_published_season(["ann"], rounds=2, published=1)
    Event.objects.filter(rounds__season=season, rounds__number=2).update(
        starts_on=date(2025, 6, 20), ends_on=date(2025, 6, 20)
    )
    start = datetime(2025, 6, 20, 12, 30, tzinfo=UTC)
    Session.objects.filter(event__slug="club-cup-meeting-2", slug="race1").update(starts_at=start)
    set_clock(start - timedelta(hours=3, minutes=10))
    text = read_text(get_screen(client, SEASON))
    assert "Race1 H\N{MINUS SIGN}3In 3 hours12:30, time at the circuit" in text
    assert read_title(get_screen(client, SEASON + "?slide=3")) == "Race1"


def test_nothing_of_the_future_stands_on_the_screen(client: Client, set_clock: SetClock) -> None:
    make_published_season(["ann", "bob"])
    set_clock(days(1.2))
    assert read_title(get_screen(client, SEASON)) == "Race1 Official"
    set_clock(days(0.5))
    page = get_screen(client, SEASON)
    assert list_rows(page) == []
    assert "Ann" not in read_text(page)


def test_an_invented_event_says_so_and_gives_way_to_a_real_one(client: Client) -> None:
    make_published_season(["ann"], slug="other-cup")
    Championship.objects.update(demo=True)
    assert "demonstration, invented" in read_text(get_screen(client, "/en/screen/"))
    make_published_season(["bob"])
    text = read_text(get_screen(client, "/en/screen/"))
    assert "demonstration" not in text
    assert "Bob" in text


def test_an_empty_site_has_a_screen_and_unknown_ones_are_not_found(client: Client) -> None:
    assert read_title(get_screen(client, "/fr/screen/")) == "Aucun meeting n’est annoncé."
    for address in ("/en/screen/club-cup/2025/", "/en/screen/events/2025/nowhere/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
@pytest.mark.parametrize(("address", "queries"), [("/en/screen/", 46), (SEASON, 38), (EVENT, 38)])
def test_the_screen_takes_a_fixed_number_of_queries(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    field: list[str],
    address: str,
    queries: int,
) -> None:
    make_published_season(field)
    with django_assert_num_queries(queries):
        client.get(address)


def test_each_class_has_a_slide_in_the_order_of_its_own_places(client: Client) -> None:
    tables = [make_table("drivers", "Drivers"), make_table("g", "Gentleman", may_appear={"categories": ["gentleman"]})]
    season = make_season(rules=make_rules(tables=tables))
    make_category("gentleman", championship=season.championship)
    for slug in ("cid", "bob"):
        make_enrolment(season=season, driver=slug, categories=["gentleman"])
    event = make_event(season=season, sessions=("race1",))
    publish_order(event.sessions.get(), ["ann", "bob", "cid"], issued_at=days(1))
    page = get_screen(client, SEASON + "?slide=2")
    assert read_title(page) == "Race1, Gentleman Official"
    assert list_rows(page) == ["1 12 Bob G ", "2 13 Cid G "]
    assert list_labels(page)[:2] == ["Race1", "Gentleman"]
