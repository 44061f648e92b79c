"""The page that makes two records of one driver one: who may, what it shows, what it refuses."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from championships.models import Appointment, Driver, DriverAlias, DriverMerge, Season
from tests.factories import (
    after,
    make_driver,
    make_event,
    make_official,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Appointment.Role.ADMINISTRATOR


def make_two_rounds() -> Season:
    season = make_season()
    for number, order in enumerate((["ann", "bob"], ["anne", "bob"]), start=1):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=order, at=after(number))
    return season


def sign_in(client: Client, *roles: str, season: Season | None = None) -> None:
    client.force_login(make_official("chief", *roles, season=season))


def address(slug: str, other: str = "", keep: str = "") -> str:
    query = f"?other={make_driver(other).pk}" if other else ""
    return reverse("admin:driver_merge", args=[make_driver(slug).pk]) + query + (f"&keep={keep}" if keep else "")


def versions(this: str, other: str) -> dict[str, str]:
    return {
        "this_version": str(make_driver(this).version),
        "other_version": str(make_driver(other).version),
        "sure": "on",
    }


def test_the_other_record_is_found_by_name_and_by_spelling_without_accents(client: Client) -> None:
    sign_in(client, ADMINISTRATOR)
    make_driver("ann", name="Ann Lièvre")
    make_driver("other", name="A. Hase")
    DriverAlias.objects.create(driver=make_driver("other"), text="Anne Lièvre")
    page = client.get(address("ann") + "?q=LIEVRE").content.decode()
    assert "A. Hase" in page
    assert "A. Hase" in client.get(address("ann")).content.decode()  # same family name, without a question
    assert "A. Hase" not in client.get(address("ann") + "?q=zebra").content.decode()


def test_two_records_become_one_and_the_old_address_leads_on_in_both_languages(client: Client) -> None:
    season = make_two_rounds()
    sign_in(client, ADMINISTRATOR, season=season)
    answer = client.post(address("ann", "anne"), versions("ann", "anne"))
    assert answer.status_code == 302
    assert DriverMerge.objects.get().kept.slug == "ann"
    for language in ("fr", "en"):
        old = client.get(f"/{language}/drivers/anne/")
        assert (old.status_code, old["Location"]) == (301, f"/{language}/drivers/ann/")
    assert client.get("/en/drivers/nobody/").status_code == 404


def test_a_chain_of_merges_is_one_step_for_the_visitor(client: Client) -> None:
    make_two_rounds()
    make_driver("anna")
    sign_in(client, ADMINISTRATOR)
    client.post(address("ann", "anne"), versions("ann", "anne"))
    client.post(address("anna", "ann"), versions("anna", "ann"))
    assert client.get("/en/drivers/anne/")["Location"] == "/en/drivers/anna/"


def test_the_other_record_may_be_the_one_that_stays(client: Client) -> None:
    make_two_rounds()
    sign_in(client, ADMINISTRATOR)
    client.post(address("ann", "anne", keep="other"), versions("ann", "anne"))
    assert list(Driver.objects.filter(slug__startswith="ann").values_list("slug", flat=True)) == ["anne"]


def test_without_the_promise_to_have_looked_nothing_happens(client: Client) -> None:
    make_two_rounds()
    sign_in(client, ADMINISTRATOR)
    before = read_everything()
    answer = client.post(address("ann", "anne"), {**versions("ann", "anne"), "sure": ""})
    assert "Say that you have compared both records." in answer.content.decode()
    assert read_everything() == before


def test_a_conflict_is_said_before_the_button_and_there_is_none(client: Client) -> None:
    season = make_season()
    publish_results(session=make_event(season=season).sessions.get(), order=["ann", "anne"])
    sign_in(client, ADMINISTRATOR)
    page = client.get(address("ann", "anne")).content.decode()
    assert "Both stand in the results of one session" in page
    assert 'name="sure"' not in page
    before = read_everything()
    answer = client.post(address("ann", "anne"), versions("ann", "anne"))
    assert answer.status_code == 409
    assert read_everything() == before


def test_a_record_changed_meanwhile_is_compared_again(client: Client) -> None:
    make_two_rounds()
    sign_in(client, ADMINISTRATOR)
    old = versions("ann", "anne")
    Driver.objects.filter(slug="anne").update(version=7)
    before = read_everything()
    answer = client.post(address("ann", "anne"), old)
    assert answer.status_code == 409
    assert "Compare them again" in answer.content.decode()
    assert 'value="7"' in answer.content.decode()
    assert read_everything() == before


@pytest.mark.parametrize("role", ["timekeeper", "clerk", "steward", "editor"])
def test_only_an_administrator_merges(client: Client, role: str) -> None:
    season = make_two_rounds()
    sign_in(client, role, season=season)
    before = read_everything()
    assert client.get(address("ann", "anne")).status_code == 404
    assert client.post(address("ann", "anne"), versions("ann", "anne")).status_code == 404
    assert read_everything() == before


def test_an_administrator_of_one_season_does_not_touch_a_driver_of_another(client: Client) -> None:
    season = make_two_rounds()
    other = make_season("other-cup")
    publish_results(session=make_event(season=other).sessions.get(), order=["anne", "bob"])
    sign_in(client, ADMINISTRATOR, season=season)
    assert client.get(address("ann")).status_code == 200
    assert client.get(address("ann", "anne")).status_code == 404


def test_an_address_given_up_in_a_merge_is_nobody_elses(client: Client) -> None:
    make_two_rounds()
    client.force_login(make_user("root", is_superuser=True))
    client.post(address("ann", "anne"), versions("ann", "anne"))
    form = {"name": "New", "slug": "anne", "sort_key": "", "country": "", "licence": "", "born_on": ""}
    for prefix in ("aliases", "kin", "photos"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    page = client.post(reverse("admin:championships_driver_add"), form).content.decode()
    assert "Choose another" in page
    assert not Driver.objects.filter(slug="anne").exists()


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_comparison_asks_the_same_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    season = make_season()
    for number in range(1, rounds + 1):
        publish_results(session=make_event(season=season, round_number=number).sessions.get(), order=["anne", "bob"])
    make_driver("ann")
    sign_in(client, ADMINISTRATOR)
    with django_assert_num_queries(60):
        client.get(address("ann", "anne"))
