"""The enrolments of a season: many names at once, unknown ones asked about, each once."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from championships.models import Driver, Enrolment, LedgerEntry, Revision, Season
from tests.factories import (
    make_category,
    make_championship,
    make_driver,
    make_enrolment,
    make_event,
    make_official,
    make_season,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def clerk(client: Client, season: Season) -> Client:
    client.force_login(make_official("clerk", "clerk", season=season))
    return client


def _address(season: Season) -> str:
    return reverse("admin:season_enrolments", args=[season.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    count: int, clerk: Client, season: Season, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_enrolment(season=season, driver=f"driver-{number}", categories=["gentleman"])
    with django_assert_num_queries(10):
        assert clerk.get(_address(season)).status_code == 200


def test_names_are_enrolled_on_the_same_terms_each_once(clerk: Client, season: Season) -> None:
    for slug in ("ann", "bob"):
        make_driver(slug)
    category = make_category("gentleman", championship=season.championship)
    data = {"names": "ANN\nBob\nann\n", "from_round": "2", "category": [str(category.pk)], "guest": "on"}
    for _time in range(2):
        assert clerk.post(_address(season), data).status_code == 302
    rows = Enrolment.objects.values_list("driver__slug", "from_round", "guest", "categories__slug").order_by("driver")
    assert list(rows) == [("ann", 2, True, "gentleman"), ("bob", 2, True, "gentleman")]
    assert [link.verb for link in LedgerEntry.objects.all()] == ["enrol"]


def test_an_unknown_name_is_asked_about(clerk: Client, season: Season) -> None:
    make_driver("ann-archer", name="Ann Archer")
    page = clerk.post(_address(season), {"names": "Ann Archr\nZoé"}).content.decode()
    assert ("No: Ann Archer is meant" in page, "Ann Archr\nZoé</textarea>" in page) == (True, True)
    assert (Enrolment.objects.count(), Driver.objects.count()) == (0, 1)
    answers = {"answer-driver:ann archr": str(Driver.objects.get().pk), "answer-driver:zoe": "new"}
    assert clerk.post(_address(season), {"names": "Ann Archr\nZoé", **answers}).status_code == 302
    assert {row.driver.name for row in Enrolment.objects.all() if row.driver} == {"Ann Archer", "Zoé"}


def test_teams_and_cars_are_enrolled_too(clerk: Client, season: Season) -> None:
    clerk.post(_address(season), {"kind": "team", "names": "Rouge", "answer-team:rouge": "new"})
    clerk.post(_address(season), {"kind": "car", "names": "007\n8", "car_class": "GT4"})
    found = {(row.team.name if row.team else row.car_number, row.car_class) for row in Enrolment.objects.all()}
    assert found == {("Rouge", ""), ("007", "GT4"), ("8", "GT4")}


def test_with_results_an_enrolment_is_a_revision(clerk: Client, season: Season) -> None:
    event = make_event(season=season)
    publish_results(session=event.sessions.get(), order=["ann"])
    count = Revision.objects.count()
    clerk.post(_address(season), {"names": "Ann"})
    assert Revision.objects.count() == count + 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"names": ""},
        {"names": "Ann", "from_round": "first"},
        {"names": "Ann", "from_round": "3", "to_round": "2"},
        {"names": "Ann", "car_class": "x" * 21},
        {"names": "Ann", "category": "foreign"},
        {"names": "123456789", "kind": "car"},
        {"names": "\n".join(f"Name {number}" for number in range(201))},
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(clerk: Client, season: Season, wrong: dict[str, str]) -> None:
    make_driver("ann")
    foreign = make_category("junior", championship=make_championship("other-cup"))
    data = {**wrong, **({"category": str(foreign.pk)} if "category" in wrong else {})}
    before = read_everything()
    answer = clerk.post(_address(season), data)
    assert (answer.status_code, "errornote" in answer.content.decode()) == (200, True)
    assert read_everything() == before


def test_who_only_enters_results_looks_and_enrols_nobody(client: Client, season: Season) -> None:
    make_enrolment(season=season, driver="ann")
    client.force_login(make_official("keeper", "timekeeper", season=season))
    page = client.get(_address(season)).content.decode()
    assert ("Ann" in page, "<textarea" in page) == (True, False)
    assert "Nobody." in client.get(_address(season) + "?q=zoe").content.decode()
    assert client.post(_address(season), {"names": "Ann"}).status_code == 404
    client.force_login(make_official("stranger", "clerk", season=make_season("other-cup")))
    assert client.get(_address(season)).status_code == 404
    assert Enrolment.objects.count() == 1
