"""Who was enrolled for an official result stays enrolled as he was: in the plain admin and by the verb alike."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from championships.models import Enrolment, Revision, Season
from championships.officiating.enrolling import Terms, enrol
from championships.officiating.errors import Refusal
from championships.officiating.reference import check_enrolment
from tests.factories import (
    NOON,
    make_category,
    make_driver,
    make_enrolment,
    make_event,
    make_official,
    make_season,
    make_user,
    publish_results,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    """Round 1 is official with ann and bob, round 2 is provisional, round 3 to come. Cid never started."""
    season = make_season()
    for number in (1, 2, 3):
        event = make_event(season=season, round_number=number, sessions=("race",))
        if number < 3:
            publish_results(session=event.sessions.get(), order=["ann", "bob"], official=number == 1)
    make_driver("cid")
    return season


def _alter(**fields: Any) -> Callable[[Enrolment], Enrolment]:
    def alter(enrolment: Enrolment) -> Enrolment:
        for name, value in fields.items():
            setattr(enrolment, name, value)
        return enrolment

    return alter


@pytest.mark.parametrize(
    ("driver", "stored", "changed", "terms", "refused"),
    [
        ("ann", {}, {"guest": True}, True, True),
        ("ann", {}, {"to_round": 1}, False, False),  # round 1 stays, the rounds after it are not official
        ("ann", {}, {"from_round": 2}, False, True),
        ("ann", {"from_round": 2}, {"guest": True}, True, False),
        ("ann", {"from_round": 2}, {"from_round": 1}, False, True),
        ("cid", {}, {"guest": True}, True, False),
    ],
)
def test_only_what_an_official_result_rests_on_is_kept(
    season: Season, driver: str, stored: dict[str, Any], changed: dict[str, Any], terms: bool, refused: bool
) -> None:
    before = make_enrolment(season=season, driver=driver, **stored)
    after = _alter(**changed)(Enrolment.objects.get(pk=before.pk))
    if refused:
        with pytest.raises(Refusal, match="Results of round 1 are official"):
            check_enrolment(before=before, after=after, terms_changed=terms)
    else:
        check_enrolment(before=before, after=after, terms_changed=terms)


def test_the_plain_admin_does_not_walk_round_the_second_person(client: Client, season: Season) -> None:
    enrolment = make_enrolment(season=season, driver="ann")
    gentleman = make_category("gentleman", championship=season.championship)
    client.force_login(make_official("clerk", "clerk", season=season))
    before = Revision.objects.count()
    address = reverse("admin:championships_enrolment_change", args=[enrolment.pk])
    form = {"season": season.pk, "driver": enrolment.driver_id, "read_version": enrolment.version}
    answer = client.post(address, {**form, "categories": [gentleman.pk]})
    assert "Results of round 1 are official" in answer.content.decode()
    client.post(reverse("admin:championships_enrolment_delete", args=[enrolment.pk]), {"post": "yes"})
    assert not Enrolment.objects.get().categories.exists()
    assert Revision.objects.count() == before
    assert client.post(address, {**form, "to_round": "1"}).status_code == 302


def test_the_verb_refuses_the_same_and_enrols_from_a_later_round(season: Season) -> None:
    who = {"drivers": [make_driver("ann").pk], "by": make_user(), "now": NOON, "recorded_at": NOON}
    with pytest.raises(Refusal, match="Results of round 1 are official"):
        enrol(season=season, terms=Terms(), **who)
    assert not Enrolment.objects.exists()
    enrol(season=season, terms=Terms(from_round=2), **who)
    assert Enrolment.objects.get().from_round == 2
