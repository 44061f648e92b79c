"""The site map and the rules for robots: every public page, in both languages, and nothing that is not public."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from championships.models import Driver, Event, News, Preview, Session, Verdict
from tests.factories import after, make_event, make_season, make_user, publish_results
from tests.public.pages import find_all, parse
from tests.public.seasons import SetClock, make_published_season

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://testserver"


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def list_parts(client: Client) -> list[str]:
    return [loc.removeprefix(HOST) for loc in read(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=NS)]


def list_pages(client: Client) -> Iterator[tuple[str, dict[str, str], str]]:
    """Every page of every part: address, the same page by language, when it changed."""
    for part in list_parts(client):
        for url in read(client, part).xpath("s:url", namespaces=NS):
            links = {link.get("hreflang"): link.get("href") for link in url.xpath("x:link", namespaces=NS)}
            yield url.xpath("string(s:loc)", namespaces=NS), links, url.xpath("string(s:lastmod)", namespaces=NS)


@pytest.fixture
def published() -> None:
    """A season with results, news, a preview and a document; and of each something that is not public yet."""
    make_published_season(["ann", "bob"])
    event = Session.objects.order_by("pk")[0].event
    texts = {"title_fr": "T", "title_en": "T", "lead_fr": "L", "lead_en": "L"}
    Preview.objects.create(event=event, published_at=after(0), **texts)
    hidden = make_event("hidden", season=None)
    Preview.objects.create(event=hidden, **texts)
    Preview.objects.create(event=make_event("planned"), published_at=datetime(2039, 1, 1, tzinfo=UTC), **texts)
    for slug, out in (("out", after(0)), ("draft", None), ("later", datetime(2039, 1, 1, tzinfo=UTC))):
        News.objects.create(slug=slug, title_fr=slug, body_fr="x", published_at=out)
    Verdict.objects.create(
        event=event, number=1, reason="r", author=make_user(), issued_at=after(0), recorded_at=after(0)
    )


@pytest.mark.usefixtures("published")
def test_every_page_of_the_site_map_answers_as_itself_in_both_languages(client: Client) -> None:
    seen = []
    for address, links, _changed in list_pages(client):
        response = client.get(address.removeprefix(HOST))
        assert response.status_code == 200, address
        heads = {(one.get("rel"), one.get("hreflang")): one.get("href") for one in find_all(parse(response), "link")}
        assert heads["canonical", None] == address
        assert links == {code: heads["alternate", code] for code in ("fr", "en", "x-default")}
        seen.append(address)
    assert len(seen) == len(set(seen))
    assert {address.replace("/fr/", "/en/") for address in seen} == {one for one in seen if "/en/" in one}
    for path in ("", "news/out/", "drivers/ann/", "club-cup/2025/", "club-cup/2025/standings/drivers/",
                 "club-cup/2025/standings/drivers/title/"):  # fmt: skip
        assert f"{HOST}/fr/{path}" in seen
    assert [one for one in seen if one.endswith("/preview/")]
    assert [one for one in seen if one.endswith("/decisions/1/")]


@pytest.mark.usefixtures("published")
def test_nothing_unpublished_is_in_the_site_map(client: Client) -> None:
    addresses = [address for address, _links, _changed in list_pages(client)]
    for word in ("/draft/", "/later/", "hidden/preview", "planned/preview"):
        assert [address for address in addresses if word in address] == []
    assert not [address for address in addresses if "hidden/race" in address]


def test_a_result_is_in_the_site_map_from_its_publication_on(client: Client, set_clock: SetClock) -> None:
    event = make_event("meeting", season=make_season())
    publish_results(session=event.sessions.get(), order=["ann"], at=after(30))
    address = f"{HOST}/fr/events/2025/meeting/race/"
    set_clock(after(29))
    assert address not in [one for one, _links, _changed in list_pages(client)]
    set_clock(after(31))
    assert [changed for one, _links, changed in list_pages(client) if one == address] == ["2025-06-01T12:30:00+00:00"]


def test_the_map_says_when_a_page_last_changed(client: Client, set_clock: SetClock) -> None:
    """A result changes the page of its event, and the part that holds it; a document changes when it is annulled."""
    event = make_event("meeting", season=make_season())
    Event.objects.update(changed_at=after(0))
    publish_results(session=event.sessions.get(), order=["ann"], at=after(30))
    verdict = Verdict.objects.create(
        event=event, number=1, reason="r", author=make_user(), issued_at=after(40), recorded_at=after(40)
    )
    texts = {"title_fr": "T", "title_en": "T", "lead_fr": "L", "lead_en": "L"}
    Preview.objects.create(event=event, published_at=after(5), updated_at=after(7), **texts)

    def read_changes() -> dict[str, str]:
        pages = {one: changed for one, _links, changed in list_pages(client)}
        parts = read(client, "/sitemap.xml").xpath("//s:sitemap", namespaces=NS)
        named = {one.findtext("s:loc", namespaces=NS): one.findtext("s:lastmod", namespaces=NS) for one in parts}
        place = f"{HOST}/fr/events/2025/meeting/"
        return {
            "event": pages[place],
            "preview": pages[f"{place}preview/"],
            "document": pages.get(f"{place}decisions/1/", ""),
            "part": named[f"{HOST}/sitemap-events-2025.xml"],
        }

    def write(minutes: int) -> str:
        return after(minutes).isoformat(timespec="seconds")

    set_clock(after(35))
    assert read_changes() == {"event": write(30), "preview": write(7), "document": "", "part": write(30)}
    set_clock(after(60))
    assert read_changes() == {"event": write(40), "preview": write(7), "document": write(40), "part": write(40)}
    Verdict.objects.filter(pk=verdict.pk).update(annulled_at=after(50))
    assert read_changes() == {"event": write(50), "preview": write(7), "document": write(50), "part": write(50)}
    set_clock(after(45))  # what will be annulled is not told before
    assert read_changes()["document"] == write(40)


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap-events-.xml", "/sitemap-events-1066.xml",
                                  "/sitemap-season-.xml", "/sitemap-season-a-b.xml", "/sitemap-.xml",
                                  "/sitemap-season-" + "-" * 100 + ".xml"])  # fmt: skip
def test_a_part_there_is_not_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_parts_ask_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    season = make_season()
    for number in range(1, count + 1):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=["ann", "bob"], at=after(number))
        Driver.objects.create(slug=f"extra-{number}", name="Extra")
    for path, queries in (
        ("/sitemap.xml", 6),
        ("/sitemap-frame.xml", 3),
        ("/sitemap-people.xml", 3),
        ("/sitemap-events-2025.xml", 5),
        ("/sitemap-season-club-cup-2025.xml", 18),
    ):
        with django_assert_num_queries(queries, info=path):
            client.get(path)


def test_robots_are_told_where_the_map_is_and_where_not_to_go(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert f"Sitemap: {HOST}/sitemap.xml" in lines
    for path in ("/office/", "/*/search/", "/*/embed/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines
    assert not response.cookies
    again = client.get("/robots.txt", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_no_page_of_the_map_is_one_robots_are_kept_from(client: Client, published: None) -> None:
    rules = [line.removeprefix("Disallow: ") for line in client.get("/robots.txt").content.decode().splitlines()
             if line.startswith("Disallow: ")]  # fmt: skip
    parts = [rule.replace("/*/", "/fr/") for rule in rules]
    for address, _links, _changed in list_pages(client):
        assert not [part for part in parts if address.removeprefix(HOST).startswith(part)]
