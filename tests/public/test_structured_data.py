"""What search engines read of every page: sound JSON-LD of schema.org, and the tags of shared links."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from championships.models import Circuit, Event, News, Preview, Report, Session
from tests.factories import after, make_circuit, make_event
from tests.public.pages import find_all, parse
from tests.public.seasons import SetClock, days, make_published_season
from tests.public.test_sitemaps import HOST, list_pages

pytestmark = pytest.mark.django_db

_THING = {"@type", "@id", "name", "url", "description", "image"}
_EVENT = _THING | {"startDate", "endDate", "eventStatus", "location", "organizer", "superEvent", "subEvent",
                   "previousStartDate", "eventAttendanceMode", "inLanguage"}  # fmt: skip
_ORGANIZATION = _THING | {"sport", "address", "athlete", "location"}
_ARTICLE = _THING | {"headline", "inLanguage", "datePublished", "dateModified", "about", "author", "publisher"}
# Type -> the properties schema.org has for it, of those we may use; and those without which it says nothing.
KNOWN: dict[str, set[str]] = {
    "SportsEvent": _EVENT | {"sport"},
    "EventSeries": _EVENT,
    "Person": _THING | {"jobTitle", "nationality", "affiliation"},
    "SportsTeam": _ORGANIZATION,
    "SportsOrganization": _ORGANIZATION,
    "Place": _THING | {"address"},
    "SportsActivityLocation": _THING | {"address"},
    "PostalAddress": {"@type", "addressCountry", "addressLocality"},
    "Country": _THING,
    "WebSite": _THING | {"inLanguage"},
    "Article": _ARTICLE,
    "NewsArticle": _ARTICLE,
    "ItemList": _THING | {"itemListElement", "numberOfItems"},
    "BreadcrumbList": _THING | {"itemListElement"},
    "ListItem": _THING | {"position", "item"},
}
NEEDED: dict[str, set[str]] = {
    "SportsEvent": {"name", "startDate"},
    "EventSeries": {"name", "startDate", "url"},
    "Person": {"name", "url"},
    "SportsTeam": {"name", "sport", "url"},
    "PostalAddress": {"addressCountry"},
    "Article": {"headline", "datePublished", "dateModified", "url"},
    "NewsArticle": {"headline", "datePublished", "dateModified", "url"},
    "ListItem": {"position", "name"},
}
_STATES = {f"https://schema.org/Event{state}" for state in ("Scheduled", "Rescheduled", "Postponed", "Cancelled")}


def list_nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a block, those inside others too."""
    if isinstance(value, list):
        for one in value:
            yield from list_nodes(one)
    elif isinstance(value, dict):
        yield value
        for one in value.values():
            yield from list_nodes(one)


def check_node(node: dict[str, Any], where: str) -> None:
    kind = node["@type"]
    assert set(node) - {"@context"} <= KNOWN[kind], (where, kind, set(node) - KNOWN[kind])
    assert NEEDED.get(kind, set()) <= set(node), (where, node)
    assert all(value not in ("", [], None) for value in node.values()), (where, node)
    for name in ("url", "@id", "item"):
        assert str(node.get(name, HOST)).startswith(HOST), (where, node)
    assert node.get("eventStatus", next(iter(_STATES))) in _STATES
    for name in ("startDate", "endDate", "previousStartDate", "datePublished", "dateModified"):
        if name in node:
            text = node[name]
            assert date.fromisoformat(text[:10])
            assert "T" not in text or datetime.fromisoformat(text).utcoffset() is not None, (where, name, text)


@pytest.fixture
def published(set_clock: SetClock) -> None:
    """A season with results, timed sessions, an event of each state, texts, a circuit with a country."""
    set_clock(days(20))
    season = make_published_season(["ann", "bob"], rounds=3)
    Circuit.objects.update(country="ES", time_zone="Europe/Madrid")
    Session.objects.filter(slug="race1").update(starts_at=datetime(2025, 6, 1, 12, 5, tzinfo=UTC))
    event = Event.objects.order_by("pk")[0]
    Preview.objects.create(event=event, title_fr="T", title_en="T", lead_fr="L", lead_en="L", published_at=after(0))
    Report.objects.create(event=event, title_fr="T", title_en="T", published_at=after(9))
    News.objects.create(slug="out", title_fr="t", body_fr="x", published_at=after(0))
    for number, state in enumerate(("moved", "postponed", "cancelled"), start=4):
        make_event(state, season=season, round_number=number, circuit=make_circuit(), state=state,
                   starts_on=date(2025, 9, number), moved_from=date(2025, 8, 1) if state == "moved" else None,
        )  # fmt: skip


@pytest.mark.usefixtures("published")
def test_every_page_tells_search_engines_what_schema_org_knows(client: Client) -> None:
    kinds = set()
    for address, _links, _changed in list_pages(client):
        page = parse(client.get(address.removeprefix(HOST)))
        blocks = [json.loads(script.text or "") for script in find_all(page, "script")
                  if script.get("type") == "application/ld+json"]  # fmt: skip
        for block in blocks:
            assert block["@context"] == "https://schema.org"
            for node in list_nodes(block):
                check_node(node, address)
                kinds.add(node["@type"])
        crumbs = [block for block in blocks if block["@type"] == "BreadcrumbList"]
        assert len(crumbs) == (address not in {f"{HOST}/fr/", f"{HOST}/en/"}), address
        for block in crumbs:
            steps = block["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert all("item" in step for step in steps[:-1])
    assert kinds >= {"SportsEvent", "EventSeries", "Person", "SportsTeam", "Article", "NewsArticle", "WebSite"}


@pytest.mark.usefixtures("published")
def test_an_event_and_a_session_say_where_they_are_and_what_became_of_them(client: Client) -> None:
    for state, words in (("moved", "Rescheduled"), ("postponed", "Postponed"), ("cancelled", "Cancelled")):
        node = read_event(client, f"/fr/events/2025/{state}/")
        assert node["eventStatus"] == f"https://schema.org/Event{words}"
        assert ("previousStartDate" in node) == (state == "moved")
    session = read_event(client, "/en/events/2025/club-cup-meeting-1/race1/")
    assert session["startDate"] == "2025-06-01T14:05+02:00"
    assert session["location"]["address"] == {"@type": "PostalAddress", "addressCountry": "Spain"}
    assert session["eventStatus"] == "https://schema.org/EventScheduled"


def read_event(client: Client, path: str) -> dict[str, Any]:
    page = parse(client.get(path))
    blocks = [json.loads(script.text or "") for script in find_all(page, "script") if script.get("type")]
    [node] = [block for block in blocks if block.get("@type") == "SportsEvent"]
    return node  # type: ignore[no-any-return]


@pytest.mark.usefixtures("published")
def test_every_page_has_the_tags_of_a_shared_link_and_its_picture_is_there(client: Client) -> None:
    pictures: dict[str, tuple[str, str]] = {}
    for address, _links, _changed in list_pages(client):
        page = parse(client.get(address.removeprefix(HOST)))
        tags = {tag.get("property"): tag.get("content") or "" for tag in find_all(page, "meta") if tag.get("property")}
        assert tags["og:url"] == address
        assert tags["og:image"].startswith(f"{HOST}/")
        for name in ("title", "description", "type", "site_name", "locale", "image:alt"):
            assert tags[f"og:{name}"], (address, name)
        pictures[tags["og:image"]] = (tags["og:image:width"], tags["og:image:height"])
    for picture, (width, height) in pictures.items():
        answer = client.get(picture.removeprefix(HOST))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png"), picture
        assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
        size = answer.content[16:24]  # of the first block of a PNG
        assert (int.from_bytes(size[:4]), int.from_bytes(size[4:])) == (int(width), int(height))


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("path", "query"),
    [("club-cup/2025/standings/drivers/", "as-of=2025-06-03"), ("club-cup/2025/standings/drivers/", "sort=-wins"),
     ("club-cup/2025/standings/drivers/", "view=all"), ("club-cup/2025/standings/drivers/what-if/", "race=1"),
     ("club-cup/2025/standings/drivers/title/", "as-of=2025-06-03"), ("records/club-cup/", "kind=starts"),
     ("teams/red-team/", "year=2025"),
     ("drivers/ann/", "utm_source=x"), ("club-cup/2025/", "as-of=2025-06-03")],
)  # fmt: skip
def test_what_a_question_mark_only_filters_or_dates_is_one_page(client: Client, path: str, query: str) -> None:
    """The canonical address and those of the other language are of the page without its question."""
    for code, other in (("fr", "en"), ("en", "fr")):
        response = client.get(f"/{code}/{path}?{query}")
        assert response.status_code == 200
        links = [link for link in find_all(parse(response), "link") if link.get("rel") in {"canonical", "alternate"}]
        found = {(one.get("rel"), one.get("hreflang")): one.get("href") for one in links if not one.get("type")}
        assert found == {
            ("canonical", None): f"{HOST}/{code}/{path}",
            ("alternate", code): f"{HOST}/{code}/{path}",
            ("alternate", other): f"{HOST}/{other}/{path}",
            ("alternate", "x-default"): f"{HOST}/fr/{path}",
        }
