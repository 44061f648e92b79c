"""Who gets into the office, what an administrator may do with accounts, and the language of the office."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from championships.models import Appointment, LedgerEntry, Season, User
from tests.backoffice.admin_forms import add_page, change_page, list_errors, list_page, read_form
from tests.factories import make_event, make_official, make_season, make_user, publish_results, read_everything

pytestmark = pytest.mark.django_db

INDEX = "/office/"
PASSWORD = "the-long-way-round-75"


@pytest.fixture
def ours() -> Season:
    return make_season()


@pytest.fixture
def chief(client: Client, ours: Season) -> Client:
    client.force_login(make_official("chief", "administrator", season=ours))
    return client


# --- the door -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("staff", [True, False])
def test_whoever_has_an_appointment_gets_in_and_nobody_else(client: Client, staff: bool) -> None:
    user = make_user("new", is_staff=staff)
    client.force_login(user)
    assert client.get(INDEX).status_code == 302
    Appointment.objects.create(user=user, role="steward", season=make_season())
    assert client.get(INDEX).status_code == 200
    user.appointments.all().delete()
    assert client.get(INDEX).status_code == 302


def test_the_sign_in_page_says_that_an_account_has_no_role_yet(client: Client) -> None:
    make_user("new")
    answer = client.post("/office/login/", {"username": "new", "password": "new"})
    assert "Nobody has appointed this account" in answer.content.decode()
    assert client.get(INDEX).status_code == 302


def test_a_closed_account_is_signed_out_at_once(chief: Client, ours: Season) -> None:
    clerk = make_official("clerk", "clerk", season=ours)
    theirs = Client()
    assert theirs.login(username="clerk", password="clerk")
    race = make_event(season=ours).sessions.get()
    assert theirs.get(reverse("admin:session_results", args=[race.pk])).status_code == 200
    address = change_page(clerk)
    form = read_form(chief, address)
    del form["is_active"]
    assert chief.post(address, form).status_code == 302
    assert theirs.get(reverse("admin:session_results", args=[race.pk])).status_code == 302
    assert not theirs.login(username="clerk", password="clerk")
    assert [entry.verb for entry in LedgerEntry.objects.filter(subject="clerk")] == ["close_account"]


def test_a_dismissed_official_loses_the_page_at_once(ours: Season) -> None:
    clerk, theirs = make_official("clerk", "clerk", season=ours), Client()
    theirs.force_login(clerk)
    make_official("clerk", "steward", season=make_season("other-cup"))
    event = make_event(season=ours)
    assert theirs.get(change_page(event)).status_code == 200
    clerk.appointments.filter(role="clerk").delete()
    assert theirs.get(change_page(event)).status_code == 404


# --- accounts -----------------------------------------------------------------------------------------------------


def test_an_administrator_opens_an_account_and_appoints_it_within_his_scope(chief: Client, ours: Season) -> None:
    typed = {"username": "new", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert chief.post(add_page(User), typed).status_code == 302
    new = User.objects.get(username="new")
    assert (new.is_superuser, new.has_perm("championships.change_event")) == (False, False)
    assert chief.post(add_page(Appointment), {"user": new.pk, "role": "clerk", "season": ours.pk}).status_code == 302
    assert [(row.role, row.season) for row in new.appointments.all()] == [("clerk", ours)]
    verbs = [(entry.verb, entry.subject) for entry in LedgerEntry.objects.order_by("n")]
    assert verbs == [("open_account", "new"), ("appoint", "new")]


def test_an_administrator_appoints_nobody_beyond_his_scope(chief: Client, ours: Season) -> None:
    other, new = make_season("other-cup"), make_user("new")
    before = read_everything()
    page = add_page(Appointment)
    for typed in (
        {"season": ""},
        {"season": str(other.pk)},
        {"championship": str(ours.championship_id)},
        {"championship": str(other.championship_id)},
    ):
        said = list_errors(chief.post(page, {"user": str(new.pk), "role": "clerk", **typed}))
        assert "beyond what you administer" in said or "Select a valid choice" in said, typed
    assert read_everything() == before


def test_an_administrator_cannot_make_himself_a_superuser(chief: Client) -> None:
    account = User.objects.get(username="chief")
    address = change_page(account)
    form = read_form(chief, address)
    assert "is_superuser" not in form
    rights = {"is_superuser": "on", "is_staff": "on", "user_permissions": "1", "groups": "1"}
    assert chief.post(address, {**form, **rights, "first_name": "Cleo"}).status_code == 302
    account.refresh_from_db()
    assert (account.first_name, account.is_superuser, account.user_permissions.count()) == ("Cleo", False, 0)


def test_the_account_of_a_superuser_or_of_another_championship_is_not_found(chief: Client, ours: Season) -> None:
    root = make_user("root", is_superuser=True)
    site = make_official("site", "clerk")
    both = make_official("both", "clerk", season=ours)
    make_official("both", "clerk", season=make_season("other-cup"))
    before = read_everything()
    for account in (root, site, both):
        address = change_page(account)
        password = reverse("admin:auth_user_password_change", args=[account.pk])
        for page in (address, password):
            assert chief.get(page).status_code == 404, account
            assert chief.post(page, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 404, account
    listed = {row.username for row in chief.get(list_page(User)).context["cl"].result_list}
    assert listed == {"chief"}
    assert read_everything() == before


def test_no_account_is_deleted(chief: Client, ours: Season) -> None:
    clerk, root = make_official("clerk", "clerk", season=ours), Client()
    root.force_login(make_user("root", is_superuser=True))
    before = read_everything()
    for client in (chief, root):
        page = reverse("admin:championships_user_delete", args=[clerk.pk])
        assert client.post(page, {"post": "yes"}).status_code == 403
    assert read_everything() == before


def test_a_new_password_stands_in_the_ledger_without_its_text(chief: Client, ours: Season) -> None:
    clerk = make_official("clerk", "clerk", season=ours)
    address = reverse("admin:auth_user_password_change", args=[clerk.pk])
    typed = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert chief.post(address, typed).status_code == 302
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.detail) == ("set_password", "clerk", {"user": clerk.pk})
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


@pytest.mark.parametrize("role", ["timekeeper", "clerk", "steward", "editor"])
def test_nobody_but_administrators_reads_accounts(client: Client, role: str) -> None:
    client.force_login(make_official(role, role))
    for model in (User, Appointment):
        assert client.get(list_page(model)).status_code == 403
    assert client.get(change_page(User.objects.get(username=role))).status_code in {403, 404}
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "championships", "model_name": "appointment", "field_name": "user", "term": "a"},
    )
    assert found.status_code == 403


def test_taking_a_role_back_stands_in_the_ledger(chief: Client, ours: Season) -> None:
    clerk = make_official("clerk", "clerk", season=ours)
    row = clerk.appointments.get()
    page = reverse("admin:championships_appointment_delete", args=[row.pk])
    assert chief.get(page).status_code == 200
    assert chief.post(page, {"post": "yes"}).status_code == 302
    assert not clerk.appointments.exists()
    assert LedgerEntry.objects.get().verb == "dismiss"


def test_a_group_means_nothing_and_has_no_page() -> None:
    assert "group" not in {model._meta.model_name for model in admin.site._registry}


# --- the first page -----------------------------------------------------------------------------------------------

KEEPS = {
    "timekeeper": set(),
    "clerk": {"circuit", "driver", "enrolment", "entrant", "event", "round", "session", "source", "team"},
    "steward": set(),
    "editor": {"source"},
    "administrator": {
        *("appointment", "championship", "circuit", "driver", "enrolment", "entrant", "event", "round", "season"),
        *("session", "source", "team", "user"),
    },
}


@pytest.mark.parametrize("role", KEEPS)
def test_the_first_page_offers_each_role_what_it_keeps(client: Client, role: str) -> None:
    client.force_login(make_official(role, role))
    models = [model for app in client.get(INDEX).context["app_list"] for model in app["models"]]
    kept = {model["object_name"].lower() for model in models if model["perms"]["add"] or model["perms"]["change"]}
    assert kept == KEEPS[role]
    read = {model["object_name"].lower() for model in models}
    assert {"bulletin", "sheet", "event"} <= read
    assert ("user" in read) is (role == "administrator")


# --- the language -------------------------------------------------------------------------------------------------


def test_the_office_speaks_the_language_an_official_chose_and_no_public_page_gets_the_cookie(client: Client) -> None:
    client.force_login(make_official("clerk", "clerk"))
    assert 'lang="en"' in client.get(INDEX).content.decode()
    answer = client.post(reverse("admin:office_language"), {"language": "fr", "next": INDEX})
    cookie = answer.cookies["office-language"]
    assert (answer.status_code, answer.url) == (302, INDEX)  # type: ignore[attr-defined]
    assert (cookie.value, cookie["path"], cookie["httponly"]) == ("fr", "/office/", True)
    assert 'lang="fr"' in client.get(INDEX).content.decode()
    public = client.get("/en/")
    assert 'lang="en"' in public.content.decode()
    assert "Cookie" not in public.get("Vary", "")
    assert not public.cookies


def test_the_language_form_stands_on_every_page_of_the_office_and_leads_back(client: Client) -> None:
    page = client.get("/office/login/?next=/office/events/").content.decode()
    assert 'action="/office/language/"' in page
    assert 'name="next" value="/office/login/?next=/office/events/"' in page


def test_the_language_form_leads_to_no_other_site(client: Client) -> None:
    answer = client.post(reverse("admin:office_language"), {"language": "fr", "next": "https://example.org/"})
    assert "example.org" not in answer["Location"]


def test_recent_actions_are_those_of_the_reader(ours: Season) -> None:
    publish_results(session=make_event(season=ours).sessions.get(), order=["ann"])
    one, two = Client(), Client()
    one.force_login(make_official("one", "clerk", season=ours))
    two.force_login(make_official("two", "clerk", season=make_season("other-cup")))
    event = ours.rounds.get().event
    address = change_page(event)
    assert one.post(address, {**read_form(one, address), "name_en": "Secret"}).status_code == 302
    assert "Secret" in one.get(INDEX).content.decode()
    assert "Secret" not in two.get(INDEX).content.decode()
