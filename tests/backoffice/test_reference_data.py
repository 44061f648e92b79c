"""Reference data in the admin: every page opens, a stale form is refused and loses nothing."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from championships.models import Driver, Team
from tests.factories import make_driver, make_event, make_season, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user("chief", is_superuser=True))
    return client


def _form_of(team: Team, **changes: str) -> dict[str, str]:
    return {
        "slug": team.slug,
        "name": team.name,
        "country": team.country,
        "read_version": str(team.version),
        "aliases-TOTAL_FORMS": "0",
        "aliases-INITIAL_FORMS": "0",
        **changes,
    }


def test_every_list_and_every_form_of_the_office_opens(office: Client) -> None:
    make_event(season=make_season(), sessions=("race",))
    make_driver("ann")
    opened = 0
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert office.get(reverse(f"admin:{name}_changelist")).status_code == 200, name
        row = model._default_manager.first()
        if row is not None:
            assert office.get(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 200, name
            opened += 1
        if model_admin.has_add_permission(office.get("/office/").wsgi_request):
            assert office.get(reverse(f"admin:{name}_add")).status_code == 200, name
    assert opened >= 6


def test_a_change_raises_the_version(office: Client) -> None:
    team = make_team("red-team")
    office.post(reverse("admin:championships_team_change", args=[team.pk]), _form_of(team, name="Rouge"))
    stored = Team.objects.get(pk=team.pk)
    assert (stored.name, stored.version) == ("Rouge", team.version + 1)


def test_the_second_of_two_people_is_told_sees_both_and_loses_nothing(office: Client) -> None:
    team = make_team("red-team")
    address = reverse("admin:championships_team_change", args=[team.pk])
    first, second = _form_of(team, name="Première Écurie"), _form_of(team, name="Seconde Écurie")
    assert office.post(address, first).status_code == 302
    refused = office.post(address, second)
    text = refused.content.decode()
    assert refused.status_code == 200
    assert "Somebody else saved this page" in text
    assert "Première Écurie" in text
    assert 'value="Seconde Écurie"' in text
    stored = Team.objects.get(pk=team.pk)
    assert (stored.name, stored.version) == ("Première Écurie", 2)
    again = {**second, "read_version": str(refused.context["adminform"].form["read_version"].value())}
    assert office.post(address, again).status_code == 302
    assert Team.objects.get(pk=team.pk).name == "Seconde Écurie"


def test_a_form_without_its_version_is_refused(office: Client) -> None:
    team = make_team("red-team")
    form = {key: value for key, value in _form_of(team, name="Rouge").items() if key != "read_version"}
    answer = office.post(reverse("admin:championships_team_change", args=[team.pk]), form)
    assert answer.status_code == 200
    assert Team.objects.get(pk=team.pk).name == team.name


@pytest.mark.parametrize("model", ["bulletin", "sheet", "decision", "standing", "award", "ledgerentry", "rulebook"])
def test_what_counts_can_only_be_read(office: Client, model: str) -> None:
    assert office.get(reverse(f"admin:championships_{model}_add")).status_code == 403
    listing = office.get(reverse(f"admin:championships_{model}_changelist")).content.decode()
    assert "delete_selected" not in listing


def test_drivers_are_found_without_their_accents(office: Client) -> None:
    Driver.objects.create(slug="elise-lenoir", name="Élise L’Énoir")
    answer = office.get(reverse("admin:championships_driver_changelist"), {"q": "elise lenoir"})
    assert "Élise L’Énoir" in answer.content.decode()
