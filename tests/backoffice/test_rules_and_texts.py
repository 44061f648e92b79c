"""Rules are issued as versions, previews published once, and who takes part is a revision."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from championships.models import Enrolment, Preview, Revision, RuleBook
from championships.officiating import ledger
from tests.factories import make_driver, make_enrolment, make_event, make_rules, make_season, make_user, publish_results

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user("chief", is_superuser=True))
    return client


def test_wrong_rules_are_refused_with_the_path_of_the_fault_and_nothing_is_issued(office: Client) -> None:
    season = make_season(with_rules=False)
    document = make_rules()
    document["standings"][0]["tie_break"] = [{"kind": "alphabet"}]
    answer = office.post(
        reverse("admin:season_rules", args=[season.pk]),
        {"standing": "in_force", "from_round": "1", "document": json.dumps(document)},
    )
    assert answer.status_code == 200
    assert "standings[0].tie_break[0]" in answer.content.decode()
    assert not RuleBook.objects.exists()


@pytest.mark.parametrize("preset", ["formula-one", "btcc", "mitjet"])
def test_a_preset_can_be_read_and_issued(office: Client, preset: str) -> None:
    season = make_season(with_rules=False)
    address = reverse("admin:season_rules", args=[season.pk])
    form = office.get(address, {"preset": preset}).context["form"]
    assert office.post(address, {"from_round": "1", **form.initial}).status_code == 302
    book = RuleBook.objects.get(season=season)
    assert (book.n, book.document["championship"]) == (1, season.championship.slug)
    assert ledger.verify() is None


def test_a_preview_is_published_at_the_time_of_the_server(office: Client) -> None:
    preview = Preview.objects.create(
        event=make_event(season=make_season()), title_fr="T", title_en="T", lead_fr="L", lead_en="L"
    )
    address = reverse("admin:preview_publish", args=[preview.pk])
    before = datetime.now(UTC)
    office.post(address, {"read_version": "1", "published_at": "2001-01-01"})
    preview.refresh_from_db()
    assert preview.published_at is not None
    assert before <= preview.published_at <= datetime.now(UTC)
    first = preview.published_at
    office.post(address, {"read_version": str(preview.version)})
    preview.refresh_from_db()
    assert preview.published_at == first


def test_a_preview_changed_meanwhile_is_not_published(office: Client) -> None:
    preview = Preview.objects.create(
        event=make_event(season=make_season()), title_fr="T", title_en="T", lead_fr="L", lead_en="L", version=3
    )
    office.post(reverse("admin:preview_publish", args=[preview.pk]), {"read_version": "2"})
    preview.refresh_from_db()
    assert preview.published_at is None


def test_an_enrolment_before_the_first_result_makes_no_revision(office: Client) -> None:
    season = make_season()
    make_enrolment(season=season, driver="ann")
    driver = make_driver("bob")
    answer = office.post(
        reverse("admin:championships_enrolment_add"),
        {"season": season.pk, "driver": driver.pk, "car_number": "", "car_class": ""},
    )
    assert answer.status_code == 302
    assert Enrolment.objects.filter(driver=driver).exists()
    assert not Revision.objects.exists()


def test_an_enrolment_after_a_result_is_a_revision_with_a_name_to_it(office: Client) -> None:
    season = make_season()
    event = make_event(season=season, sessions=("race",))
    publish_results(session=event.sessions.get(slug="race"), order=["ann", "bob"])
    before = Revision.objects.filter(season=season).count()
    office.post(
        reverse("admin:championships_enrolment_add"),
        {"season": season.pk, "driver": make_driver("ann").pk, "car_number": "", "car_class": ""},
    )
    newest = Revision.objects.filter(season=season).order_by("-n")[0]
    assert Revision.objects.filter(season=season).count() == before + 1
    assert newest.actor is not None
    assert newest.actor.username == "chief"
