"""Previews are published once, and who takes part is a revision."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from championships.models import Enrolment, Preview, Revision
from tests.factories import make_driver, make_enrolment, make_event, make_season, make_user, publish_results

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user("chief", is_superuser=True))
    return client


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
