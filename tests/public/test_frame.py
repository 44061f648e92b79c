"""What every public page has: languages that lead to each other, no cookie, error pages in both languages."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from championships.public.views import errors
from tests.public.pages import check_frame, find, find_all, get_page, parse, read_text
from tests.public.seasons import make_published_season

pytestmark = pytest.mark.django_db
PATHS = ("", "club-cup/2025/", "club-cup/2025/standings/drivers/", "club-cup/2025/standings/drivers/after-1/",
         "calendar/2025/")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_names_itself_and_its_other_language(client: Client, path: str) -> None:
    make_published_season(["ann", "bob"])
    for language, other in (("fr", "en"), ("en", "fr")):
        page = get_page(client, f"/{language}/{path}")
        assert page.get("lang") == language
        links = {(link.get("rel"), link.get("hreflang")): link.get("href") for link in find_all(page, "link")}
        here, there = f"http://testserver/{language}/{path}", f"http://testserver/{other}/{path}"
        assert links["canonical", None] == here
        assert links["alternate", language] == here
        assert links["alternate", other] == there
        assert links["alternate", "x-default"] == f"http://testserver/fr/{path}"
        switch = find(page, "a", lang=other)
        assert (switch.get("href"), switch.get("hreflang")) == (there, other)


@pytest.mark.parametrize("path", PATHS)
def test_a_public_page_never_asks_for_cookies(client: Client, path: str) -> None:
    make_published_season(["ann"])
    client.cookies["sessionid"] = "something"
    response = client.get(f"/fr/{path}")
    assert response["Content-Language"] == "fr"
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("path", PATHS)
def test_public_pages_are_for_reading_only(client: Client, path: str) -> None:
    make_published_season(["ann"])
    assert client.post(f"/fr/{path}").status_code == 405
    assert client.head(f"/fr/{path}").status_code == 200


def test_no_text_of_the_frame_is_left_in_english_on_a_french_page(client: Client) -> None:
    make_published_season(["ann", "bob"])
    for path in PATHS:
        text = read_text(get_page(client, f"/fr/{path}"))
        for english in ("Skip to", "Calendar", "Standings", "Results", "Officials", "Home", "Rounds", "After", "leads"):
            assert english not in text.replace("Meeting", ""), (path, english)


@pytest.mark.parametrize(("language", "words"), [("fr", "Cette page n’existe pas"), ("en", "This page does not exist")])
def test_a_missing_page_says_so_in_its_language(client: Client, language: str, words: str) -> None:
    response = client.get(f"/{language}/drivers/nobody/")
    assert response.status_code == 404
    page = parse(response)
    check_frame(page)
    assert read_text(find(page, "h1")) == words
    assert page.get("lang") == language
    assert not response.cookies


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_other_error_pages_stand_without_a_database(language: str, rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")
    with translation.override(language):
        for response, status in ((errors.show_forbidden(request), 403), (errors.show_server_error(request), 500)):
            assert response.status_code == status
            page = parse(response)
            check_frame(page)
            assert page.get("lang") == language


def test_breadcrumbs_end_on_the_page_itself(client: Client) -> None:
    make_published_season(["ann"])
    crumb = find(get_page(client, "/en/club-cup/2025/standings/drivers/"), "nav", aria_label="Breadcrumb")
    assert [read_text(item) for item in find_all(crumb, "li")] == ["Home", "Club Cup 2025", "Drivers"]
    assert read_text(find(crumb, "li", aria_current="page")) == "Drivers"


def test_the_language_switch_keeps_what_was_asked_for(client: Client) -> None:
    make_published_season(["ann"])
    page = get_page(client, "/fr/news/?page=1&x=%C3%A9%22")
    assert find(page, "a", lang="en").get("href") == "http://testserver/en/news/?page=1&x=%C3%A9%22"
    assert find(page, "link", rel="canonical").get("href") == "http://testserver/fr/news/"


@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_a_missing_page_helps_and_keeps_its_languages(client: Client, language: str, other: str) -> None:
    page = parse(client.get(f"/{language}/drivers/nobody/"))
    ways = [link.get("href") for link in find_all(find(page, "main"), "a")]
    assert ways == [f"/{language}/{way}" for way in ("search/", "results/", "championships/", "calendar/", "")]
    assert find(page, "a", lang=other).get("href") == f"/{other}/drivers/nobody/"


def test_a_missing_page_says_nothing_of_what_was_asked_for(client: Client) -> None:
    text = read_text(parse(client.get("/fr/drivers/some-secret-name/")))
    assert "some-secret-name" not in text


@pytest.mark.parametrize("path", ["calendar/2025/", "championships/", "results/", "news/", "records/"])
def test_the_navigation_marks_where_the_reader_is(client: Client, path: str) -> None:
    make_published_season(["ann"])
    navigation = find(get_page(client, f"/en/{path}"), "nav", aria_label="Main")
    current = [link for link in find_all(navigation, "a") if link.get("aria-current")]
    assert len(current) == 1
    assert (current[0].get("href") or "").startswith(f"/en/{path.partition('/')[0]}")
