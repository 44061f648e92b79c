"""The plain admin shows an official what he looks after, and walks round nothing that counts."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from championships.models import (
    Bulletin,
    Category,
    Championship,
    Document,
    Driver,
    Enrolment,
    Entry,
    Event,
    LedgerEntry,
    News,
    Photo,
    Preview,
    Revision,
    Round,
    RoundSession,
    Season,
    Session,
    Source,
    Team,
)
from tests.backoffice.admin_forms import add_page, change_page, list_errors, list_page, read_form
from tests.factories import (
    make_category,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_official,
    make_round,
    make_season,
    make_source,
    make_team,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Season:
    return make_season()


@pytest.fixture
def other() -> Season:
    return make_season("other-cup")


@pytest.fixture
def clerk(client: Client, ours: Season) -> Client:
    client.force_login(make_official("clerk", "clerk", season=ours))
    return client


@pytest.fixture
def chief(ours: Season) -> Client:
    client = Client()
    client.force_login(make_official("chief", "administrator", championship=ours.championship))
    return client


@pytest.fixture
def root() -> Client:
    client = Client()
    client.force_login(make_user("root", is_superuser=True))
    return client


def fill(season: Season) -> dict[str, Any]:
    """One row of every kind that belongs to a season."""
    event = make_event(season=season)
    race = event.sessions.get()
    bulletin = publish_results(session=race, order=[f"driver-of-{season.championship.slug}"])
    texts = {"title_fr": "T", "title_en": "T"}
    return {
        "season": season,
        "championship": season.championship,
        "round": season.rounds.get(),
        "event": event,
        "session": race,
        "entry": event.entries.get(),
        "enrolment": make_enrolment(season=season, driver=f"driver-of-{season.championship.slug}"),
        "category": make_category(championship=season.championship),
        "sheet": bulletin.sheet,
        "bulletin": bulletin,
        "rulebook": season.rule_books.get(),
        "revision": season.revisions.order_by("n")[0],
        "standing": season.tables.order_by("order")[0].standings.order_by("pk")[0],
        "preview": Preview.objects.create(event=event, lead_fr="L", lead_en="L", **texts),
        "news": News.objects.create(slug=season.championship.slug, championship=season.championship, **texts),
        "document": Document.objects.create(event=event, **texts),
        "photo": Photo.objects.create(event=event, alt_fr="A", credit="C"),
    }


def test_of_another_championship_not_a_row_is_shown(clerk: Client, ours: Season, other: Season) -> None:
    mine, theirs = fill(ours), fill(other)
    for name, row in mine.items():
        assert clerk.get(change_page(row)).status_code == 200, name
    for name, row in theirs.items():
        address = change_page(row)
        parent = address.removesuffix("change/")
        for page in (address, parent + "history/", parent + "delete/"):
            # A table nobody deletes from says so of every row alike; it does not tell which there are.
            answer = clerk.get(page)
            assert answer.status_code == 404 or (page.endswith("delete/") and answer.status_code == 403), (name, page)
        assert clerk.post(address, {}).status_code in {403, 404}, name
        listing = clerk.get(list_page(type(row)))
        assert row not in list(listing.context["cl"].result_list), name
        assert mine[name] in list(listing.context["cl"].result_list), name
        assert "Other Cup" not in listing.content.decode(), name


def test_choices_name_what_the_person_looks_after_and_accept_nothing_else(
    clerk: Client, ours: Season, other: Season
) -> None:
    make_event(season=ours)
    theirs = make_event(season=other)
    found = clerk.get(
        reverse("admin:autocomplete"),
        {"app_label": "championships", "model_name": "enrolment", "field_name": "season", "term": "Cup"},
    ).json()
    assert [row["id"] for row in found["results"]] == [str(ours.pk)]
    before = read_everything()
    driver = make_driver("ann")
    answer = clerk.post(add_page(Enrolment), {"season": other.pk, "driver": driver.pk, "car_number": ""})
    assert "Select a valid choice" in list_errors(answer)
    form = {"season": ours.pk, "event": theirs.pk, "number": "7", "round_sessions-TOTAL_FORMS": "0"}
    answer = clerk.post(add_page(Round), {**form, "round_sessions-INITIAL_FORMS": "0"})
    assert "Select a valid choice" in list_errors(answer)
    assert read_everything()["championships.Enrolment"] == before["championships.Enrolment"]
    assert read_everything()["championships.Round"] == before["championships.Round"]


def test_a_session_that_two_championships_count_shows_each_its_own_rounds(
    clerk: Client, ours: Season, other: Season
) -> None:
    event = make_event(season=ours)
    make_round(season=other, event=event)
    page = clerk.get(change_page(event.sessions.get())).content.decode()
    assert "Club Cup 2025 – 1" in page
    assert "Other Cup" not in page


def test_a_championship_is_not_changed_from_one_of_its_seasons(ours: Season) -> None:
    client = Client()
    client.force_login(make_official("chief", "administrator", season=ours))
    before = read_everything()
    assert client.post(change_page(ours.championship), {"name_fr": "x"}).status_code == 403
    assert client.get(add_page(Championship)).status_code == 200
    typed = {"slug": "mine", "name_fr": "Mine", "order": "0"}
    empty = {"categories-TOTAL_FORMS": "0", "categories-INITIAL_FORMS": "0"}
    assert "beyond what you look after" in list_errors(client.post(add_page(Championship), {**typed, **empty}))
    assert read_everything() == before


def test_the_ledger_is_read_by_those_who_look_after_the_whole_site(clerk: Client, ours: Season) -> None:
    publish_results(session=make_event(season=ours).sessions.get(), order=["ann"])
    assert list(clerk.get(list_page(LedgerEntry)).context["cl"].result_list) == []
    site = Client()
    site.force_login(make_official("site", "clerk"))
    assert len(site.get(list_page(LedgerEntry)).context["cl"].result_list) == LedgerEntry.objects.count()


# --- nothing that counts is written here --------------------------------------------------------------------------

WRITTEN_BY_VERBS = (
    *("amendment", "award", "bulletin", "classifiedline", "decision", "declaredtable", "document", "entry"),
    *("ledgerentry", "news", "nomination", "openingbalance", "photo", "pointsadjustment", "preview", "protest"),
    *("revision", "rulebook", "sheet", "standing", "statedfact", "table"),
)
KEPT_HERE = {
    *("appointment", "championship", "circuit", "driver", "enrolment", "entrant", "event", "round", "season"),
    *("session", "source", "team", "user"),
}


def test_what_is_kept_here_is_a_list_somebody_has_read(root: Client) -> None:
    request = root.get("/office/").wsgi_request
    kept = {
        model._meta.model_name
        for model, page in admin.site._registry.items()
        if page.has_add_permission(request) or page.has_change_permission(request)
    }
    assert kept == KEPT_HERE


@pytest.mark.parametrize("model", WRITTEN_BY_VERBS)
def test_what_the_verbs_write_is_only_shown_here_to_superusers_too(root: Client, model: str) -> None:
    base = f"admin:championships_{model}"
    before = read_everything()
    assert root.get(reverse(f"{base}_add")).status_code == 403
    assert root.post(reverse(f"{base}_add"), {}).status_code == 403
    assert "delete_selected" not in root.get(reverse(f"{base}_changelist")).content.decode()
    assert read_everything() == before


def test_no_list_is_edited_in_place_and_no_action_deletes(root: Client) -> None:
    for model, page in admin.site._registry.items():
        assert page.list_editable == (), model
        assert page.get_actions(root.get("/office/").wsgi_request) == {}, model


# --- published results stay where they are ------------------------------------------------------------------------


@pytest.fixture
def published(ours: Season) -> Bulletin:
    return publish_results(session=make_event(season=ours, sessions=("race",)).sessions.get(), order=["ann", "bob"])


@pytest.mark.parametrize(
    "change",
    [{"kind": "practice"}, {"state": "cancelled"}, {"scheduled_laps": "80"}, {"slug": "run"}],
    ids=lambda change: next(iter(change)),
)
def test_a_published_session_stays_what_it_is(clerk: Client, published: Bulletin, change: dict[str, str]) -> None:
    address = change_page(published.session)
    form = read_form(clerk, address)
    before = read_everything()
    answer = clerk.post(address, {**form, **change})
    assert "The result of this session is published" in list_errors(answer)
    assert read_everything() == before


def test_a_session_does_not_leave_its_event_with_cars_in_it(clerk: Client, ours: Season, published: Bulletin) -> None:
    elsewhere = make_event("elsewhere", season=ours, round_number=5, sessions=("run",))
    address = change_page(published.session)
    form = read_form(clerk, address)
    before = read_everything()
    answer = clerk.post(address, {**form, "event": str(elsewhere.pk), "order": "9"})
    assert "cannot move to another event" in list_errors(answer)
    assert read_everything() == before


def test_the_protest_minutes_of_a_published_session_may_change_and_its_bulletin_does_not(
    clerk: Client, published: Bulletin
) -> None:
    address = change_page(published.session)
    assert clerk.post(address, {**read_form(clerk, address), "protest_minutes": "5"}).status_code == 302
    assert Session.objects.get(pk=published.session_id).protest_minutes == 5
    assert Bulletin.objects.get(pk=published.pk).protest_until == published.protest_until


@pytest.mark.parametrize("how", ["removed", "renamed", "reordered"])
def test_what_counts_a_published_session_stays(clerk: Client, published: Bulletin, how: str) -> None:
    address = change_page(Round.objects.get())
    form = read_form(clerk, address)
    change = {"removed": ("DELETE", "on"), "renamed": ("key", "sprint"), "reordered": ("order", "99")}[how]
    before = read_everything()
    answer = clerk.post(address, {**form, f"round_sessions-0-{change[0]}": change[1]})
    assert "which rounds count it, as what, stays" in list_errors(answer)
    assert read_everything() == before


def test_a_published_session_is_not_given_to_one_more_round(clerk: Client, ours: Season, published: Bulletin) -> None:
    late = Round.objects.create(season=ours, event=published.session.event, number=2)
    row = {"session": str(published.session_id), "key": "race", "order": "50"}
    before = read_everything()
    for address, name, cells in (
        (change_page(late), "round_sessions", row),
        (change_page(published.session), "round_sessions", {"round": str(late.pk), "key": "race", "order": "50"}),
    ):
        form = read_form(clerk, address)
        number = int(form[f"{name}-TOTAL_FORMS"])
        typed = {f"{name}-{number}-{key}": value for key, value in cells.items()}
        answer = clerk.post(address, {**form, f"{name}-TOTAL_FORMS": str(number + 1), **typed})
        assert "which rounds count it, as what, stays" in list_errors(answer), address
    assert read_everything() == before


def test_a_published_round_keeps_its_number_and_is_not_deleted(clerk: Client, published: Bulletin) -> None:
    round_ = Round.objects.get()
    address = change_page(round_)
    form = read_form(clerk, address)
    before = read_everything()
    assert "Results of this round are published" in list_errors(clerk.post(address, {**form, "number": "8"}))
    deletion = reverse("admin:championships_round_delete", args=[round_.pk])
    clerk.post(deletion, {"post": "yes"})
    assert read_everything() == before


def test_a_published_event_keeps_its_address_and_season_its_name(
    clerk: Client, chief: Client, ours: Season, published: Bulletin
) -> None:
    for client, row, change in (
        (clerk, published.session.event, {"slug": "run"}),
        (chief, ours, {"label": "2026"}),
        (chief, ours, {"year": "2026"}),
    ):
        address = change_page(row)
        form = read_form(client, address)
        before = read_everything()
        assert "published" in list_errors(client.post(address, {**form, **change}))
        assert read_everything() == before


def test_a_driver_and_a_team_with_results_keep_their_address(clerk: Client, ours: Season) -> None:
    event = make_event(season=ours)
    entry = make_entry("ann", event=event, team="red-team")
    publish_results(session=event.sessions.get(), order=[entry])
    driver, team = Driver.objects.get(slug="ann"), Team.objects.get(slug="red-team")
    address = change_page(driver)
    form = read_form(clerk, address)
    before = read_everything()
    assert "the address stays" in list_errors(clerk.post(address, {**form, "slug": "anne"}))
    assert read_everything() == before
    assert clerk.post(address, {**form, "country": "FR"}).status_code == 302
    assert clerk.post(change_page(team), {**read_form(clerk, change_page(team)), "country": "FR"}).status_code == 302


@pytest.mark.parametrize("how", ["renamed", "removed"])
def test_a_category_in_use_keeps_its_address(chief: Client, ours: Season, how: str) -> None:
    make_enrolment(season=ours, driver="ann", categories=("gentleman",))
    address = change_page(ours.championship)
    change = {"renamed": ("slug", "lady"), "removed": ("DELETE", "on")}[how]
    form = read_form(chief, address)
    before = read_everything()
    answer = chief.post(address, {**form, f"categories-0-{change[0]}": change[1]})
    assert "is in use" in list_errors(answer)
    assert read_everything() == before
    assert chief.post(address, {**form, "categories-0-letter": "Z"}).status_code == 302
    assert Category.objects.get().letter == "Z"


def test_a_row_that_moves_to_another_season_refreshes_both(root: Client, ours: Season, other: Season) -> None:
    for season in (ours, other):
        publish_results(session=make_event(season=season).sessions.get(), order=["ann"])
    enrolment = make_enrolment(season=ours, driver="ann")
    address = change_page(enrolment)
    before = {season.pk: season.revisions.count() for season in (ours, other)}
    assert root.post(address, {**read_form(root, address), "season": str(other.pk)}).status_code == 302
    assert {season.pk: season.revisions.count() for season in (ours, other)} == {k: n + 1 for k, n in before.items()}


def test_saving_without_a_change_makes_no_revision(clerk: Client, ours: Season, published: Bulletin) -> None:
    enrolment = make_enrolment(season=ours, driver="ann")
    before = Revision.objects.count()
    assert clerk.post(change_page(enrolment), read_form(clerk, change_page(enrolment))).status_code == 302
    assert Revision.objects.count() == before


def test_removing_an_enrolment_is_a_revision_with_a_name_to_it(
    clerk: Client, ours: Season, published: Bulletin
) -> None:
    enrolment = make_enrolment(season=ours, driver="ann")
    deletion = reverse("admin:championships_enrolment_delete", args=[enrolment.pk])
    assert clerk.post(deletion, {"post": "yes"}).status_code == 302
    newest = Revision.objects.filter(season=ours).order_by("-n")[0]
    assert not Enrolment.objects.exists()
    assert newest.actor is not None
    assert newest.actor.username == "clerk"


@pytest.mark.parametrize("name", ["event", "session"])
def test_what_results_hang_on_is_not_deleted(clerk: Client, published: Bulletin, name: str) -> None:
    row: Any = published.session if name == "session" else published.session.event
    address = reverse(f"admin:championships_{name}_delete", args=[row.pk])
    before = read_everything()
    clerk.post(address, {"post": "yes"})
    assert read_everything() == before


def test_a_crew_of_one_is_set_by_an_administrator_and_stands_in_the_ledger(
    clerk: Client, chief: Client, ours: Season
) -> None:
    assert clerk.post(change_page(ours), {"one_person_crew": "on"}).status_code == 403
    address = change_page(ours)
    assert chief.post(address, {**read_form(chief, address), "one_person_crew": "on"}).status_code == 302
    entry = LedgerEntry.objects.get(verb="change_season")
    assert (entry.actor_name, entry.detail["changes"]) == ("Chief", {"one_person_crew": "True"})


def test_nothing_becomes_invented_by_a_tick(root: Client, ours: Season) -> None:
    event = make_event(season=ours)
    for row in (event, ours.championship, event.circuit, make_driver("ann"), make_team()):
        address = change_page(row)
        form = read_form(root, address)
        assert "demo" not in form
        root.post(address, {**form, "demo": "on"})
        row.refresh_from_db()
        assert not row.demo


# --- two people at one form ---------------------------------------------------------------------------------------


def test_of_two_people_at_the_rows_below_a_form_the_second_is_told_and_sees_both(clerk: Client) -> None:
    team = make_team("red-team")
    address = change_page(team)
    form = {**read_form(clerk, address), "aliases-TOTAL_FORMS": "1"}
    assert clerk.post(address, {**form, "aliases-0-text": "Rote"}).status_code == 302
    refused = clerk.post(address, {**form, "aliases-0-text": "Rouge"})
    assert "Somebody else saved this page" in list_errors(refused)
    assert "as stored: Rote" in list_errors(refused)
    assert 'value="Rouge"' in refused.content.decode()
    assert [alias.text for alias in team.aliases.all()] == ["Rote"]


@pytest.mark.parametrize("kind", ["round", "source"])
def test_a_table_without_a_version_is_guarded_by_its_state(clerk: Client, ours: Season, kind: str) -> None:
    make_event(season=ours)
    row, cell = (Round.objects.get(), "number") if kind == "round" else (make_source(), "title")
    address = change_page(row)
    form = read_form(clerk, address)
    assert clerk.post(address, {**form, cell: "5"}).status_code == 302
    refused = clerk.post(address, {**form, cell: "6"})
    assert "Somebody else saved this page" in list_errors(refused)
    row.refresh_from_db()
    assert str(getattr(row, cell)) == "5"
    again = {**form, cell: "6", "read_state": refused.context["adminform"].form["read_state"].value()}
    assert clerk.post(address, again).status_code == 302
    row.refresh_from_db()
    assert str(getattr(row, cell)) == "6"


def test_the_sessions_of_a_round_changed_elsewhere_are_not_written_over(clerk: Client, ours: Season) -> None:
    make_event(season=ours)
    address = change_page(Round.objects.get())
    form = read_form(clerk, address)
    RoundSession.objects.update(key="theirs")
    refused = clerk.post(address, {**form, "round_sessions-0-key": "mine"})
    assert "Somebody else saved this page" in list_errors(refused)
    assert RoundSession.objects.get().key == "theirs"


def test_a_session_is_changed_on_its_own_page_which_knows_its_version(clerk: Client, ours: Season) -> None:
    event = make_event(season=ours)
    page = clerk.get(change_page(event))
    (inline,) = [each for each in page.context["inline_admin_formsets"] if each.opts.model is Session]
    assert not inline.has_change_permission
    assert inline.has_add_permission
    form = {**read_form(clerk, change_page(event)), "sessions-0-name_fr": "Written over"}
    clerk.post(change_page(event), form)
    assert Session.objects.get().name_fr == "Race"


# --- helpers that other rooms rely on -----------------------------------------------------------------------------


def test_every_change_has_its_author(clerk: Client, ours: Season) -> None:
    event = make_event(season=ours)
    address = change_page(event)
    assert clerk.post(address, {**read_form(clerk, address), "name_fr": "Autre"}).status_code == 302
    assert Event.objects.get().name_fr == "Autre"
    history = clerk.get(address.removesuffix("change/") + "history/").content.decode()
    assert "Clerk" in history


def test_entries_are_written_in_the_entry_list_alone(clerk: Client, published: Bulletin) -> None:
    entry = Entry.objects.order_by("pk")[0]
    before = read_everything()
    assert clerk.post(change_page(entry), {"number": "99"}).status_code == 403
    assert clerk.post(reverse("admin:championships_entry_delete", args=[entry.pk]), {"post": "yes"}).status_code == 403
    assert read_everything() == before
    assert reverse("admin:entry_list", args=[entry.event_id]) in clerk.get(list_page(Entry)).content.decode()


def test_sources_are_common(clerk: Client) -> None:
    make_source()
    assert len(clerk.get(list_page(Source)).context["cl"].result_list) == 1
