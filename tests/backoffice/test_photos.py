"""Pages of photographs and documents: uploaded, described, made public; what was typed survives a refused file."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from championships.models import Document, Event, Photo, Season
from tests.factories import make_driver, make_enrolment, make_event, make_official, make_season, read_everything

pytestmark = pytest.mark.django_db
ABOUT = {"alt_fr": "Une voiture", "alt_en": "A car", "credit": "Jane Roe"}


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def event(season: Season) -> Event:
    return make_event(season=season)


def sign_in(client: Client, *roles: str, name: str = "eve", season: Season | None = None) -> Client:
    client.force_login(make_official(name, *(roles or ("editor",)), season=season))
    return client


def make_upload(content: bytes | None = None, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    if content is None:
        written = io.BytesIO()
        Image.new("RGB", (640, 480), "red").save(written, "JPEG")
        content = written.getvalue()
    return SimpleUploadedFile(name, content, "image/jpeg")


def upload(client: Client, event: Event, **typed: Any) -> Any:
    return client.post(reverse("admin:event_photos", args=[event.pk]), {**ABOUT, "file": make_upload(), **typed})


def test_a_photograph_is_kept_shown_hidden_and_seen_by_editors(client: Client, event: Event, season: Season) -> None:
    sign_in(client, season=season)
    assert upload(client, event).status_code == 302
    photo = Photo.objects.get()
    assert "IMG_0001" not in photo.file.name
    own = reverse("admin:photo_file", args=[photo.pk, 640])
    answer = client.get(own)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/media/" + photo.file.name).status_code == 404
    address = reverse("admin:photo", args=[photo.pk])
    assert client.post(address, {**ABOUT, "read_version": "1", "do": "show"}).status_code == 302
    assert client.get("/media/" + photo.file.name).status_code == 200
    assert client.post(address, {**ABOUT, "read_version": "2", "do": "hide"}).status_code == 302
    assert client.get("/media/" + photo.file.name).status_code == 404


def test_a_refused_file_keeps_the_words(client: Client, event: Event) -> None:
    sign_in(client)
    before = read_everything()
    answer = upload(client, event, file=make_upload(b"<svg><script>alert(1)</script></svg>", "photo.jpg"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is no photograph that can be read" in page
    assert "Jane Roe" in page
    assert read_everything() == before


@pytest.mark.parametrize("name", ["alt_fr", "alt_en", "credit", "file"])
def test_a_photograph_without_words_or_file_is_not_kept(client: Client, event: Event, name: str) -> None:
    sign_in(client)
    before = read_everything()
    assert "This field is required." in upload(client, event, **{name: ""}).content.decode()
    assert read_everything() == before


def test_a_photograph_somebody_else_described_is_compared(client: Client, event: Event) -> None:
    sign_in(client)
    upload(client, event)
    photo = Photo.objects.get()
    address = reverse("admin:photo", args=[photo.pk])
    client.post(address, {**ABOUT, "credit": "Hers", "read_version": "1"})
    answer = client.post(address, {**ABOUT, "credit": "Mine", "read_version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers" in page
    assert "Mine" in page
    assert Photo.objects.get().credit == "Hers"
    again = {**ABOUT, "credit": "Mine", "read_version": answer.context["form"]["read_version"].value()}
    assert client.post(address, again).status_code == 302
    assert Photo.objects.get().credit == "Mine"


def test_the_photographs_of_a_driver_belong_to_the_editors_of_his_seasons(client: Client, season: Season) -> None:
    make_enrolment(season=season, driver="ann")
    address = reverse("admin:driver_photos", args=[make_driver("ann").pk])
    sign_in(client, season=season)
    assert client.post(address, {**ABOUT, "file": make_upload()}).status_code == 302
    photo = Photo.objects.get()
    other = sign_in(Client(), name="tim", season=make_season("other-cup"))
    for page in (address, reverse("admin:photo", args=[photo.pk]), reverse("admin:photo_file", args=[photo.pk, 640])):
        assert client.get(page).status_code == 200
        assert other.get(page).status_code == 404
        assert Client().get(page).status_code == 302


@pytest.mark.parametrize("role", ["timekeeper", "clerk", "steward"])
def test_other_roles_keep_no_photographs(client: Client, event: Event, season: Season, role: str) -> None:
    sign_in(client, role, season=season)
    before = read_everything()
    assert upload(client, event).status_code == 404
    assert read_everything() == before


# --- Documents -----------------------------------------------------------------------------------


def test_a_document_is_kept_and_put_on_the_board_once(client: Client, event: Event, season: Season) -> None:
    sign_in(client, "clerk", season=season)
    address = reverse("admin:event_documents", args=[event.pk])
    typed = {"title_fr": "Règlement", "title_en": "Regulations", "file": make_upload(b"%PDF-1.4 x", "evil.html")}
    assert client.post(address, typed).status_code == 302
    document = Document.objects.get()
    assert document.file.name.endswith(".pdf")
    public = f"/media/documents/{document.pk}/"
    assert client.get(public).status_code == 404
    own = client.get(reverse("admin:document_file", args=[document.pk]))
    assert own.status_code == 200
    assert "no-store" in own["Cache-Control"]
    assert own["Content-Disposition"].startswith("attachment")
    client.post(address, {"issue": str(document.pk), "read_version": "1"})
    assert client.get(public).status_code == 200
    issued = Document.objects.get().published_at
    client.post(address, {"issue": str(document.pk), "read_version": "2"})
    assert Document.objects.get().published_at == issued
    assert "Regulations" in client.get(f"/en/events/2025/{event.slug}/notices/").content.decode()


def test_a_page_is_no_document(client: Client, event: Event) -> None:
    sign_in(client)
    typed = {"title_fr": "R", "title_en": "R", "file": make_upload(b"<html><script>x</script>", "a.pdf")}
    answer = client.post(reverse("admin:event_documents", args=[event.pk]), typed)
    assert answer.status_code == 422
    assert "This kind of file is not accepted" in answer.content.decode()
    assert not Document.objects.exists()


def test_documents_of_another_championship_are_not_known(client: Client, event: Event) -> None:
    sign_in(client, name="tim", season=make_season("other-cup"))
    assert client.get(reverse("admin:event_documents", args=[event.pk])).status_code == 404
    document = Document.objects.create(event=event, title_fr="x", file="documents/x.pdf")
    assert client.get(reverse("admin:document_file", args=[document.pk])).status_code == 404
    own = reverse(
        "admin:event_documents", args=[make_event(season=Season.objects.get(championship__slug="other-cup")).pk]
    )
    assert client.post(own, {"issue": str(document.pk), "read_version": "1"}).status_code == 404
    assert Document.objects.get().published_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, event: Event, season: Season, count: int
) -> None:
    sign_in(client, season=season)
    for _number in range(count):
        upload(client, event)
        Document.objects.create(event=event, title_fr="x", file="documents/x.pdf")
    for name in ("event_photos", "event_documents"):
        client.get(reverse(f"admin:{name}", args=[event.pk]))
        with django_assert_num_queries(8):
            client.get(reverse(f"admin:{name}", args=[event.pk]))
