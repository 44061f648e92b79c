"""After a rename the old address leads to the new one: for ever, in both languages, with what follows in it."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Circuit, Driver, DriverMerge, Event, FormerAddress, News, Season, Team
from championships.officiating.addresses import check_address_free, keep_address, read_address
from championships.officiating.errors import Refusal
from tests.factories import after, make_circuit, make_driver, make_event, make_season, make_team, make_user
from tests.public.seasons import make_published_season, project

pytestmark = pytest.mark.django_db


def rename(row: Any, **fields: Any) -> Any:
    """What the office does: ask, save, keep the old address."""
    before = read_address(type(row)._base_manager.get(pk=row.pk))
    for name, value in fields.items():
        setattr(row, name, value)
    check_address_free(row=row)
    row.save_version()
    keep_address(row=row, before=before, recorded_at=after(0))
    return row


def follow(client: Client, path: str) -> str:
    """Where an address leads: one step, for ever, to a page that answers."""
    response = client.get(path)
    assert response.status_code == 301, (path, response.status_code)
    there = response.headers["Location"]
    assert client.get(there).status_code == 200, there
    head = client.head(path)
    assert (head.status_code, head.headers["Location"]) == (301, there)
    return there


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("make", "stem"), [(make_driver, "drivers"), (make_team, "teams"), (make_circuit, "circuits")])
def test_people_and_places_are_found_under_every_name_they_had(
    client: Client, make: Any, stem: str, language: str
) -> None:
    row = make("first")
    rename(row, slug="second")
    assert follow(client, f"/{language}/{stem}/first/") == f"/{language}/{stem}/second/"
    rename(row, slug="third")
    for old in ("first", "second"):  # straight to today's: no chain
        assert follow(client, f"/{language}/{stem}/{old}/") == f"/{language}/{stem}/third/"


def test_a_row_that_takes_its_first_address_again_makes_no_loop(client: Client) -> None:
    driver = make_driver("first")
    rename(driver, slug="second")
    rename(driver, slug="first")
    assert client.get("/fr/drivers/first/").status_code == 200
    assert follow(client, "/fr/drivers/second/") == "/fr/drivers/first/"
    assert FormerAddress.objects.count() == 1


def test_pages_below_and_question_marks_follow(client: Client) -> None:
    make_published_season(["ann", "bob"])
    event = Event.objects.get(slug="club-cup-meeting-1")
    rename(event, slug="opening")
    old, new = "/fr/events/2025/club-cup-meeting-1/", "/fr/events/2025/opening/"
    for below in ("", "race1/", "entries/", "calendar.ics", "notices/", "race1/print/"):
        assert follow(client, old + below) == new + below
    assert follow(client, f"{old}race1/?a=1&b=%C3%A9") == f"{new}race1/?a=1&b=%C3%A9"
    assert client.get(f"{old}nothing/").status_code == 301  # what was never there is not there either
    assert client.get(f"{new}nothing/").status_code == 404


def test_an_event_that_changes_its_year_is_found(client: Client) -> None:
    rename(make_event("meeting"), year=2026)
    assert follow(client, "/en/events/2025/meeting/") == "/en/events/2026/meeting/"


def test_a_championship_and_its_season_may_both_be_renamed(client: Client) -> None:
    season = make_published_season(["ann", "bob"])
    table = "/fr/club-cup/2025/standings/drivers/"
    rename(season.championship, slug="grand-cup")
    assert follow(client, table) == "/fr/grand-cup/2025/standings/drivers/"
    rename(Season.objects.get(), label="2025-26")
    for old in (table, "/fr/grand-cup/2025/standings/drivers/"):
        assert follow(client, old) == "/fr/grand-cup/2025-26/standings/drivers/"
    assert follow(client, "/fr/club-cup/2025-26/") == "/fr/grand-cup/2025-26/"
    assert follow(client, "/fr/club-cup/2025/calendar.ics") == "/fr/grand-cup/2025-26/calendar.ics"
    assert follow(client, "/fr/results/of/club-cup/atom.xml") == "/fr/results/of/grand-cup/atom.xml"


def test_news_are_found_under_their_old_address(client: Client) -> None:
    news = News.objects.create(slug="first", title_fr="T", body_fr="x", published_at=after(0))
    rename(news, slug="second")
    assert follow(client, "/fr/news/first/") == "/fr/news/second/"
    News.objects.update(published_at=None)
    assert client.get("/fr/news/first/").status_code == 404  # a draft is not betrayed by its old address


def test_a_merged_driver_and_one_renamed_after_it_lead_to_the_record_kept(client: Client) -> None:
    kept = make_driver("kept")
    DriverMerge.objects.create(kept=kept, lost_slug="lost", lost_name="L", actor=make_user(), recorded_at=after(0))
    assert follow(client, "/fr/drivers/lost/") == "/fr/drivers/kept/"
    rename(kept, slug="renamed")
    for old in ("lost", "kept"):
        assert follow(client, f"/fr/drivers/{old}/") == "/fr/drivers/renamed/"
    with pytest.raises(Refusal):
        check_address_free(row=Driver(slug="lost"))


def test_a_renamed_competitor_of_a_table_is_found_by_people_and_by_machines(client: Client) -> None:
    season = make_published_season(["ann", "bob"])
    rename(Driver.objects.get(slug="ann"), slug="anna")
    project(season)
    for below in ("", "after-1/", "after-1-race1/"):
        table = "/fr/club-cup/2025/standings/drivers/why/"
        assert follow(client, f"{table}ann/{below}") == f"{table}anna/{below}"
    table = "/api/v1/championships/club-cup/seasons/2025/standings/drivers/why/"
    answer = client.get(f"{table}ann?after=1")
    assert (answer.status_code, answer["Location"]) == (308, f"http://testserver{table}anna?after=1")
    assert client.get(f"{table}nobody").status_code == 404


@pytest.mark.parametrize(("make", "model"), [(make_driver, Driver), (make_team, Team), (make_circuit, Circuit)])
def test_an_old_address_is_not_given_to_something_else(make: Any, model: Any) -> None:
    row = make("first", name="Somebody")
    rename(row, slug="second")
    with pytest.raises(Refusal, match="Somebody"):
        check_address_free(row=model(slug="first", name="Other"))
    check_address_free(row=model.objects.get(slug="second"))  # its own it may have


def test_the_same_address_in_another_year_or_championship_is_free(client: Client) -> None:
    rename(make_event("meeting"), slug="renamed")
    check_address_free(row=Event(year=2024, slug="meeting"))
    with pytest.raises(Refusal):
        check_address_free(row=Event(year=2025, slug="meeting"))
    make_season("other-cup", "2025")
    rename(make_season("club-cup", "2025"), label="2025-26")
    assert client.get("/fr/other-cup/2025/").status_code == 404  # no rounds yet, and no way to the other one


def test_the_read_interface_and_the_office_are_left_alone(client: Client) -> None:
    rename(make_driver("first"), slug="second")
    assert client.get("/api/v1/drivers/first/").status_code == 404
    assert client.get("/office/championships/driver/first/change/").status_code != 301


def test_an_unknown_address_stays_unknown(client: Client) -> None:
    rename(make_driver("first"), slug="second")
    for path in ("/fr/drivers/nobody/", "/fr/teams/first/", "/fr/", "/office/nothing/", "/fr/check/first/"):
        assert client.get(path).status_code != 301
    assert client.post("/fr/drivers/first/").status_code == 405


def test_a_page_that_is_there_pays_nothing_for_those_that_moved(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        rename(make_driver(f"old-{number}"), slug=f"new-{number}")
    with django_assert_num_queries(0):
        client.get("/fr/accessibility/")
