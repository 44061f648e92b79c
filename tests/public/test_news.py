"""News, photographs and documents as the public reads them: nothing before its time, nothing of a draft."""

import io
from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from championships.models import Document, News, Photo
from championships.officiating.photos import add_photo
from tests.factories import NOON, after, make_championship, make_driver, make_event, make_season, make_user
from tests.public.pages import find, find_all, get_page, read_text
from tests.public.seasons import SetClock

pytestmark = pytest.mark.django_db


def make_news(slug: str = "first", *, published_at: datetime | None = NOON, **fields: object) -> News:
    defaults = {
        "title_fr": f"Titre {slug}",
        "title_en": f"Title {slug}",
        "body_fr": "Un.\n\nDeux.",
        "body_en": "One.\n\nTwo <b>.",
    }
    return News.objects.create(slug=slug, published_at=published_at, **{**defaults, **fields})


def make_photo(**fields: object) -> Photo:
    written = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(written, "JPEG")
    photo = add_photo(
        file=io.BytesIO(written.getvalue()),
        size=100,
        about={"alt_fr": "Une voiture", "alt_en": "A car", "credit": "Jane Roe"},
        event=None,
        driver=make_driver("ann"),
        by=make_user("editor"),
        recorded_at=after(0),
    )
    Photo.objects.filter(pk=photo.pk).update(**fields)
    photo.refresh_from_db()
    return photo


def read_body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_a_news_item_reads_in_both_languages_with_its_date_and_paragraphs(client: Client) -> None:
    make_news(updated_at=after(60))
    root = get_page(client, "/en/news/first/")
    assert read_text(find(root, "h1")) == "Title first"
    prose = find(root, "div", class_="prose")
    assert [read_text(each) for each in find_all(prose, "p")] == ["One.", "Two <b>."]
    assert "1 June 2025, 14:00 (UTC+2) · updated 1 June 2025, 15:00" in read_text(root)
    assert read_text(find(get_page(client, "/fr/news/first/"), "h1")) == "Titre first"


def test_a_text_of_one_language_is_shown_in_the_other(client: Client) -> None:
    make_news(title_en="", body_en="")
    assert read_text(find(get_page(client, "/en/news/first/"), "h1")) == "Titre first"


@pytest.mark.parametrize("minutes", [None, 5])
def test_a_draft_and_what_is_planned_are_nowhere(client: Client, set_clock: SetClock, minutes: int | None) -> None:
    set_clock(after(0))
    make_news(published_at=None if minutes is None else after(minutes))
    assert client.get("/en/news/first/").status_code == 404
    for address in ("/en/", "/en/news/"):
        assert "Title first" not in read_text(get_page(client, address))


def test_what_is_planned_appears_by_itself(client: Client, set_clock: SetClock) -> None:
    make_news(published_at=after(5))
    set_clock(after(5))
    for address in ("/en/", "/en/news/"):
        assert "Title first" in read_text(get_page(client, address))


def test_a_championship_has_its_own_list_linked_from_its_season(client: Client) -> None:
    season = make_season()
    make_event(season=season)
    make_news("ours", championship=season.championship)
    make_news("theirs", championship=make_championship("other-cup"))
    listed = read_text(find(get_page(client, "/en/news/of/club-cup/"), "main"))
    assert "Title ours" in listed
    assert "Title theirs" not in listed
    page = read_text(get_page(client, "/en/club-cup/2025/"))
    assert "Title ours" in page
    assert "Title theirs" not in page
    assert client.get("/en/news/of/nobody/").status_code == 404


def test_a_long_list_has_pages(client: Client) -> None:
    for number in range(25):
        make_news(f"n{number}", published_at=after(number))
    assert len(find_all(get_page(client, "/en/news/"), "article")) == 20
    second = get_page(client, "/en/news/?page=2")
    assert len(find_all(second, "article")) == 5
    assert "Newer news" in read_text(second)
    for wrong in ("3", "0", "-1", "x", "²", "9" * 30):
        assert client.get(f"/en/news/?page={wrong}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        season = make_season(f"cup-{number}")
        make_news(f"n{number}", championship=season.championship, photo=make_photo())
    with django_assert_num_queries(2):
        client.get("/en/news/")


# --- Photographs ---------------------------------------------------------------------------------


def fetch(client: Client, photo: Photo, ending: str = "jpg") -> HttpResponse:
    return client.get("/media/" + photo.file.name.replace("jpg", ending))  # type: ignore[return-value]


def test_a_photograph_has_its_credit_sizes_and_description_on_the_page_of_its_driver(client: Client) -> None:
    photo = make_photo(published_at=after(0))
    root = get_page(client, "/en/drivers/ann/")
    image = find(root, "img", alt="A car")
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("640", "480", "lazy")
    assert f"{photo.file.name} 640w" in (image.get("srcset") or "")
    assert "Photograph: Jane Roe" in read_text(root)
    find(get_page(client, "/fr/drivers/ann/"), "img", alt="Une voiture")
    for ending, kind in (("jpg", "image/jpeg"), ("webp", "image/webp")):
        answer = fetch(client, photo, ending)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "public" in answer["Cache-Control"]


def test_the_photograph_of_an_event_is_on_its_page(client: Client) -> None:
    event = make_event(season=make_season())
    make_photo(published_at=after(0), event=event, driver=None)
    find(get_page(client, f"/en/events/2025/{event.slug}/"), "img", alt="A car")


@pytest.mark.parametrize("published_at", [None, after(60 * 24 * 365 * 50)])
def test_a_photograph_that_is_not_public_cannot_be_fetched(client: Client, published_at: datetime | None) -> None:
    photo = make_photo(published_at=published_at)
    assert default_storage.exists(photo.file.name)
    assert fetch(client, photo).status_code == 404
    assert not find_all(get_page(client, "/en/drivers/ann/"), "img")


def test_the_photograph_of_a_news_item_is_public_with_it(client: Client, set_clock: SetClock) -> None:
    photo = make_photo()
    make_news(published_at=after(5), photo=photo)
    set_clock(after(4))
    assert fetch(client, photo).status_code == 404
    set_clock(after(5))
    assert fetch(client, photo).status_code == 200
    find(get_page(client, "/en/news/first/"), "img", alt="A car")


@pytest.mark.parametrize("name", ["photos/../../settings.py", "photos/%2e%2e/x", "documents/abc.pdf", "", "photos/"])
def test_no_address_leads_into_the_folder_of_files(client: Client, name: str) -> None:
    assert client.get(f"/media/{name}", follow=True).status_code == 404


def test_a_size_that_does_not_exist_is_not_found(client: Client) -> None:
    photo = make_photo(published_at=after(0))
    assert client.get("/media/" + photo.file.name.replace("640", "641")).status_code == 404


# --- Documents -----------------------------------------------------------------------------------


def make_document(published_at: datetime | None) -> Document:
    name = default_storage.save("documents/x.pdf", ContentFile(b"%PDF-1.4 body"))
    return Document.objects.create(
        event=make_event(season=make_season()),
        title_fr="Règlement",
        file=name,
        media_type="application/pdf",
        published_at=published_at,
    )


def test_a_document_is_saved_never_shown_in_the_browser(client: Client) -> None:
    document = make_document(after(0))
    answer = client.get(f"/media/documents/{document.pk}/")
    assert read_body(answer) == b"%PDF-1.4 body"
    assert answer["Content-Disposition"] == f'attachment; filename="club-cup-meeting-1-{document.pk}.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_a_document_that_is_not_issued_cannot_be_fetched(client: Client) -> None:
    document = make_document(None)
    assert client.get(f"/media/documents/{document.pk}/").status_code == 404


def test_an_item_leads_to_the_earlier_and_the_later_one(client: Client, set_clock: SetClock) -> None:
    set_clock(after(60))
    for number, minutes in (("one", 0), ("two", 5), ("three", 5), ("planned", 90)):
        make_news(number, published_at=after(minutes))

    def list_beside(slug: str) -> list[tuple[str | None, str | None]]:
        page = get_page(client, f"/en/news/{slug}/")
        return [(link.get("rel"), link.get("href")) for link in find_all(page, "a") if link.get("rel")]

    assert list_beside("one") == [("next", "/en/news/two/")]
    assert list_beside("two") == [("prev", "/en/news/one/"), ("next", "/en/news/three/")]
    assert list_beside("three") == [("prev", "/en/news/two/")]


def test_an_item_leads_to_the_event_of_its_photograph(client: Client) -> None:
    event = make_event(season=make_season())
    make_news(photo=make_photo(event=event, published_at=NOON))
    links = [link.get("href") for link in find_all(find(get_page(client, "/fr/news/first/"), "main"), "a")]
    assert f"/fr/events/2025/{event.slug}/" in links
