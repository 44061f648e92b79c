"""Previews and news: written in two languages, looked at, planned, corrected; two editors; who may."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from championships.models import Event, News, Preview, Season
from tests.factories import (
    make_championship,
    make_draft,
    make_driver,
    make_entry,
    make_event,
    make_official,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db
EDITOR = "editor"


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def event(season: Season) -> Event:
    event = make_event(season=season)
    make_entry("ann", event=event, number="7")
    return event


def sign_in(client: Client, *roles: str, name: str = "eve", season: Season | None = None) -> Client:
    client.force_login(make_official(name, *(roles or (EDITOR,)), season=season))
    return client


def read_form(client: Client, address: str) -> dict[str, Any]:
    """What the form of a page would send, as it stands."""
    page = client.get(address)
    sent: dict[str, Any] = {}
    for form in list_forms(page.context):
        for bound in form:
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
    if "sheet" in page.context:
        sent["highlights"] = str(len(page.context["sheet"].highlights))
    return sent


def list_forms(context: Any) -> list[Any]:
    if "sheet" in context:
        sheet = context["sheet"]
        return [sheet.main, *sheet.sections, *sheet.highlights]
    return [context["form"]]


def write_preview(client: Client, event: Event, **typed: Any) -> Preview:
    address = reverse("admin:preview_new", args=[event.pk])
    sent = read_form(client, address)
    whole = {"title_fr": "Titre", "title_en": "Title", "lead_fr": "Chapeau", "lead_en": "Lead"}
    answer = client.post(address, {**sent, **whole, **typed})
    assert answer.status_code == 302, answer.content.decode()
    return Preview.objects.get(event=event)


def write_news(client: Client, **typed: Any) -> News:
    whole = {"title_fr": "Titre", "title_en": "Title", "body_fr": "Texte", "body_en": "Text", "championship": ""}
    answer = client.post(reverse("admin:news_new"), {**whole, **typed})
    assert answer.status_code == 302, answer.content.decode()
    return News.objects.latest("pk")


# --- Writing -------------------------------------------------------------------------------------


def test_a_preview_is_begun_from_its_event_with_sections_and_people(
    client: Client, event: Event, season: Season
) -> None:
    sign_in(client, season=season)
    before = read_everything()
    address = reverse("admin:preview_new", args=[event.pk])
    assert client.get(address).status_code == 200
    assert read_everything() == before  # looking begins nothing
    part = f"season-{season.pk}"
    preview = write_preview(
        client,
        event,
        **{
            f"{part}-title_fr": "Coupe",
            f"{part}-text_en": "Nothing is decided.",
            "highlight-2-driver": str(make_driver("ann").pk),
            "highlight-2-text_fr": "Chez elle.",
            "highlight-2-text_en": "At home.",
        },
    )
    assert [(s.season, s.title_fr, s.text_en) for s in preview.sections.all()] == [
        (season, "Coupe", "Nothing is decided.")
    ]
    assert [(h.order, h.driver, h.text_en) for h in preview.highlights.all()] == [(1, make_driver("ann"), "At home.")]
    assert client.get(address)["Location"] == reverse("admin:preview", args=[preview.pk])
    again = reverse("admin:preview", args=[preview.pk])
    assert client.post(again, read_form(client, again)).status_code == 302  # what the page shows is what is stored
    assert preview.highlights.get().text_fr == "Chez elle."


def test_a_fault_is_said_at_its_field_and_everything_typed_is_still_there(client: Client, event: Event) -> None:
    sign_in(client)
    address = reverse("admin:preview_new", args=[event.pk])
    sent = {
        **read_form(client, address),
        "title_fr": "x" * 200,
        "lead_fr": "Mon long texte",
        "highlight-1-driver": "999",
    }
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert "Mon long texte" in page
    assert "x" * 200 in page
    assert "data-keep-unsaved" in page
    assert not Preview.objects.exists()


def test_two_editors_of_one_preview_both_see_both_and_nothing_is_lost(client: Client, event: Event) -> None:
    preview = write_preview(sign_in(client), event)
    address = reverse("admin:preview", args=[preview.pk])
    mine = read_form(client, address)
    other = sign_in(Client(), name="olga")
    other.post(address, {**read_form(other, address), "lead_en": "Hers"})
    answer = client.post(address, {**mine, "lead_en": "Mine", "title_en": "My title"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"Lead in English</th><td>Hers</td><td>Mine</td>", page)
    assert Preview.objects.get().lead_en == "Hers"
    sent = {form.add_prefix(name): form[name].value() for form in list_forms(answer.context) for name in form.fields}
    final = {key: "" if value is None else value for key, value in sent.items()} | {"highlights": mine["highlights"]}
    assert client.post(address, final).status_code == 302
    assert (Preview.objects.get().lead_en, Preview.objects.get().title_en) == ("Mine", "My title")


def test_two_editors_who_begin_the_same_preview(client: Client, event: Event) -> None:
    sign_in(client)
    address = reverse("admin:preview_new", args=[event.pk])
    mine = {**read_form(client, address), "title_fr": "Le mien"}
    write_preview(sign_in(Client(), name="olga"), event, title_fr="Le sien")
    answer = client.post(address, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Le mien" in page
    assert "Le sien" in page
    assert Preview.objects.get().title_fr == "Le sien"


def test_a_button_pressed_twice_saves_once_and_complains_of_nothing(client: Client, event: Event) -> None:
    preview = write_preview(sign_in(client), event)
    address = reverse("admin:preview", args=[preview.pk])
    sent = {**read_form(client, address), "lead_fr": "Nouveau"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert Preview.objects.get().version == 2
    first, second = write_news(client), write_news(client)
    assert first.pk == second.pk


def test_two_editors_of_one_news_item(client: Client) -> None:
    news = write_news(sign_in(client))
    address = reverse("admin:news", args=[news.pk])
    mine = {**read_form(client, address), "body_en": "Mine"}
    other = sign_in(Client(), name="olga")
    other.post(address, {**read_form(other, address), "body_en": "Hers"})
    answer = client.post(address, mine)
    assert answer.status_code == 409
    assert re.search(r"Text in English</th><td>Hers</td><td>Mine</td>", answer.content.decode())
    assert News.objects.get().body_en == "Hers"
    again = {**mine, "read_version": answer.context["form"]["read_version"].value()}
    assert client.post(address, again).status_code == 302
    assert News.objects.get().body_en == "Mine"


def test_a_form_whose_token_is_gone_is_told_so_in_our_words(event: Event) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True))
    before = read_everything()
    answer = strict.post(reverse("admin:preview_new", args=[event.pk]), {"title_fr": "x"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Nothing was written." in page
    assert "<style" not in page  # Django's own page would break the content security policy
    assert read_everything() == before


# --- Looking -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["preview", "news"])
def test_a_draft_is_looked_at_on_the_public_page_by_editors_alone(client: Client, event: Event, kind: str) -> None:
    sign_in(client)
    text: Any = write_preview(client, event) if kind == "preview" else write_news(client)
    for language, title in (("fr", "Titre"), ("en", "Title")):
        address = reverse(f"admin:{kind}_look", args=[text.pk, language])
        answer = client.get(address)
        page = answer.content.decode()
        assert f"<h1>{title}</h1>" in page
        assert f'<html lang="{language}">' in page
        assert '<meta name="robots" content="noindex">' in page
        assert "no-store" in answer["Cache-Control"]
        assert Client().get(address).status_code == 302  # to the door
        steward = sign_in(Client(), "steward", name="sam")
        assert steward.get(address).status_code == 404
    assert client.get(reverse(f"admin:{kind}_look", args=[text.pk, "de"])).status_code == 404
    public = f"/en/events/2025/{event.slug}/preview/" if kind == "preview" else f"/en/news/{News.objects.get().slug}/"
    assert client.get(public).status_code == 404


# --- Publishing ----------------------------------------------------------------------------------


def publish(client: Client, kind: str, text: Any, **typed: Any) -> Any:
    text.refresh_from_db()
    address = reverse(f"admin:{kind}_publish", args=[text.pk])
    return client.post(address, {"read_version": text.version, **typed})


@pytest.mark.parametrize("kind", ["preview", "news"])
def test_a_text_is_planned_on_the_clocks_of_the_venue_and_taken_back(client: Client, event: Event, kind: str) -> None:
    sign_in(client)
    circuit = event.circuit
    assert circuit is not None
    circuit.time_zone = "Europe/Madrid"
    circuit.save()
    text: Any = write_preview(client, event) if kind == "preview" else write_news(client)
    coming = datetime.now(UTC).year + 2
    assert publish(client, kind, text, when="at", at=f"{coming}-07-01T18:30").status_code == 302
    text.refresh_from_db()
    assert text.published_at == datetime(coming, 7, 1, 16, 30, tzinfo=UTC)
    assert publish(client, kind, text, do="unschedule").status_code == 302
    text.refresh_from_db()
    assert text.published_at is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"when": "at", "at": "2001-01-01T10:00"}, "This time is past"),
        ({"when": "at", "at": ""}, "Say the day and the time"),
        ({"when": "at", "at": "soon"}, "Enter a valid date/time."),
        ({"when": "at", "at": "2035-03-25T02:30"}, "this time does not exist"),
    ],
)
def test_a_time_that_cannot_be_is_refused(client: Client, typed: dict[str, str], said: str) -> None:
    sign_in(client)
    news = write_news(client)
    before = read_everything()
    answer = publish(client, "news", news, **typed)
    assert said in answer.content.decode()
    assert read_everything() == before


def test_the_time_of_publication_is_not_taken_from_the_form(client: Client) -> None:
    sign_in(client)
    news = write_news(client)
    publish(client, "news", news, published_at="2001-01-01", at="2001-01-01T10:00", when="now")
    news.refresh_from_db()
    assert news.published_at is not None
    assert datetime.now(UTC) - news.published_at < timedelta(minutes=1)
    assert client.get(f"/en/news/{news.slug}/").status_code == 200


def test_a_correction_of_a_published_text_says_updated(client: Client, event: Event) -> None:
    sign_in(client)
    preview = write_preview(client, event)
    publish(client, "preview", preview)
    first = Preview.objects.get().published_at
    address = reverse("admin:preview", args=[preview.pk])
    assert "Save the correction" in client.get(address).content.decode()
    client.post(address, {**read_form(client, address), "lead_en": "Corrected"})
    stored = Preview.objects.get()
    assert (stored.published_at, stored.lead_en) == (first, "Corrected")
    public = client.get(f"/en/events/2025/{event.slug}/preview/").content.decode()
    assert "Corrected" in public
    assert "updated" in public


def test_a_text_changed_meanwhile_is_not_published(client: Client) -> None:
    sign_in(client)
    news = write_news(client)
    News.objects.update(version=9)
    client.post(reverse("admin:news_publish", args=[news.pk]), {"read_version": "1"})
    assert News.objects.get().published_at is None


# --- Who may -------------------------------------------------------------------------------------


def list_addresses(event: Event, preview: Preview, news: News) -> list[str]:
    return [
        reverse("admin:preview_new", args=[event.pk]),
        *(reverse(f"admin:{name}", args=[preview.pk]) for name in ("preview", "preview_publish")),
        reverse("admin:preview_look", args=[preview.pk, "fr"]),
        *(reverse(f"admin:{name}", args=[news.pk]) for name in ("news", "news_publish")),
        reverse("admin:news_look", args=[news.pk, "fr"]),
        reverse("admin:event_photos", args=[event.pk]),
    ]


@pytest.mark.parametrize("role", ["timekeeper", "clerk", "steward"])
def test_other_roles_do_not_know_that_a_text_exists(client: Client, event: Event, season: Season, role: str) -> None:
    sign_in(client)
    preview, news = write_preview(client, event), write_news(client)
    other = sign_in(Client(), role, name="tim", season=season)
    before = read_everything()
    for address in list_addresses(event, preview, news):
        assert other.get(address).status_code == 404, address
        assert other.post(address, {"read_version": "1", "title_fr": "x"}).status_code in {404, 405}, address
    assert read_everything() == before


def test_an_editor_of_another_championship_does_not_know_either(client: Client, event: Event, season: Season) -> None:
    sign_in(client)
    preview = write_preview(client, event)
    news = write_news(client, championship=str(season.championship.pk))
    other = sign_in(Client(), name="tim", season=make_season("other-cup"))
    before = read_everything()
    for address in list_addresses(event, preview, news):
        assert other.get(address).status_code == 404, address
        assert other.post(address, {"read_version": "1", "title_fr": "x"}).status_code in {404, 405}, address
    assert read_everything() == before
    assert "Club Cup" not in other.get(reverse("admin:preview_list")).content.decode()
    assert str(news) not in other.get(reverse("admin:news_list")).content.decode()


def test_an_editor_of_one_season_writes_its_news_and_not_those_of_the_site(client: Client, season: Season) -> None:
    sign_in(client, season=season)
    make_championship("other-cup")
    for wrong in ("", str(make_championship("other-cup").pk)):
        answer = client.post(reverse("admin:news_new"), {"title_fr": "T", "body_fr": "x", "championship": wrong})
        assert answer.status_code == 200
        assert not News.objects.exists()
    assert write_news(client, championship=str(season.championship.pk)).championship == season.championship


@pytest.mark.parametrize("model", ["preview", "news", "photo", "document"])
def test_the_plain_admin_writes_no_text(client: Client, event: Event, model: str) -> None:
    client.force_login(make_user("root", is_superuser=True))
    assert client.get(reverse(f"admin:championships_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:championships_{model}_add")).status_code == 403
    assert client.post(reverse(f"admin:championships_{model}_add"), {"title_fr": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, season: Season, count: int
) -> None:
    sign_in(client, season=season)
    for number in range(1, count + 1):
        write_preview(client, make_event(season=season, round_number=number))
        write_news(client, title_fr=f"T{number}", championship=str(season.championship.pk))
    with django_assert_num_queries(8):
        client.get(reverse("admin:preview_list"))
    with django_assert_num_queries(7):
        client.get(reverse("admin:news_list"))


# --- Drafts on paper -----------------------------------------------------------------------------


def test_a_draft_on_paper_says_so_and_carries_no_code(client: Client, season: Season) -> None:
    session = make_event(season=season).sessions.get()
    make_draft(session=session, order=["ann", "bob"])
    sign_in(client, "timekeeper", season=season)
    answer = client.get(reverse("admin:session_print", args=[session.pk]))
    page = answer.content.decode()
    assert "DRAFT – not for publication" in page
    assert "Ann" in page
    assert "/check/" not in page
    assert "<svg" not in page.split("<main")[1]
    assert "no-store" in answer["Cache-Control"]
    publish_results(session=make_event(season=season, round_number=2).sessions.get(), order=["ann"])
    other = sign_in(Client(), "timekeeper", name="tim", season=make_season("other-cup"))
    assert other.get(reverse("admin:session_print", args=[session.pk])).status_code == 404


def test_without_a_draft_there_is_no_paper(client: Client, season: Season) -> None:
    session = make_event(season=season).sessions.get()
    sign_in(client, "timekeeper", season=season)
    assert client.get(reverse("admin:session_print", args=[session.pk])).status_code == 404
