"""What machines are told of a page: true to the page, safe whatever a name holds, and nothing private."""

import json
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from championships.formatting.punctuation import fold_line
from championships.models import Championship, Circuit, Driver, Event, News, Preview, Team
from tests.factories import after, make_event, make_season
from tests.public.pages import find_all, get_page
from tests.public.seasons import make_published_season

pytestmark = pytest.mark.django_db
ATTACK = "</script><script>alert(1)</script>&amp;\"'\u2028\u2029"


def read_nodes(page: Element) -> list[Any]:
    return [json.loads(read_raw(one)) for one in find_all(page, "script")]


def read_raw(script: Element) -> str:
    return script.text or ""


def read_metas(page: Element) -> dict[str, str]:
    return {one.get("property") or one.get("name") or "": one.get("content") or "" for one in find_all(page, "meta")}


def read_node(page: Element, kind: str) -> Any:
    return next(node for node in read_nodes(page) if node["@type"] == kind)


PATHS = ("", "calendar/2025/", "club-cup/2025/", "club-cup/2025/standings/drivers/", "club-cup/2025/rules/",
         "drivers/ann/", "teams/red-team/", "circuits/hilltop/", "news/", "events/2025/club-cup-meeting-1/",
         "events/2025/club-cup-meeting-1/race1/", "events/2025/club-cup-meeting-1/entries/",
         "club-cup/2025/standings/drivers/title/", "club-cup/2025/standings/drivers/what-if/")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_described_in_its_language_and_shared_with_a_picture(client: Client, path: str) -> None:
    make_published_season(["ann", "bob"])
    descriptions = []
    for language, locale in (("fr", "fr_FR"), ("en", "en_GB")):
        page = get_page(client, f"/{language}/{path}")
        metas = read_metas(page)
        title = fold_line("".join(find_all(page, "title")[0].itertext()))
        assert metas["og:title"] == title.removesuffix(" · Paddock")
        assert metas["og:url"] == f"http://testserver/{language}/{path}"
        assert metas["og:locale"] == locale
        assert 10 < len(metas["description"]) <= 301
        assert metas["og:description"] in {metas["description"], metas["og:title"]}
        assert metas["og:image"].startswith(f"http://testserver/{language}/cards/")
        assert (metas["og:image:width"], metas["og:image:height"]) == ("1200", "630")
        assert metas["og:image:alt"]
        assert metas["twitter:card"] == "summary_large_image"
        picture = client.get(metas["og:image"].removeprefix("http://testserver"))
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
        descriptions.append(metas["description"])
    assert descriptions[0] != descriptions[1]


@pytest.mark.parametrize("path", PATHS[1:])
def test_the_breadcrumb_machines_read_is_the_one_people_read(client: Client, path: str) -> None:
    make_published_season(["ann", "bob"])
    page = get_page(client, f"/fr/{path}")
    shown = next(one for one in find_all(page, "nav") if "crumb" in (one.get("class") or ""))
    names = [fold_line("".join(item.itertext())) for item in find_all(shown, "li")]
    links = [next((link.get("href") for link in find_all(item, "a")), None) for item in find_all(shown, "li")]
    told = read_node(page, "BreadcrumbList")["itemListElement"]
    assert [item["name"] for item in told] == names
    assert [item["position"] for item in told] == list(range(1, len(names) + 1))
    here = f"http://testserver/fr/{path}"
    assert [item["item"] for item in told] == [f"http://testserver{link}" if link else here for link in links]


def test_an_event_is_told_with_its_days_its_place_and_its_sessions(client: Client) -> None:
    make_event("meeting", season=make_season(), sessions=("quali", "race"), official_name="The Grand Meeting")
    Circuit.objects.update(country="Spain")
    node = read_node(get_page(client, "/en/events/2025/meeting/"), "SportsEvent")
    assert (node["name"], node["startDate"], node["endDate"]) == ("The Grand Meeting", "2025-06-08", "2025-06-08")
    assert node["eventStatus"] == "https://schema.org/EventScheduled"
    assert node["location"]["name"] == "Hilltop"
    assert node["location"]["address"]["addressCountry"] == "Spain"
    assert [one["name"] for one in node["organizer"]] == ["Club Cup"]
    assert [one["name"] for one in node["subEvent"]] == ["Meeting 2025 – Quali", "Meeting 2025 – Race"]
    assert "previousStartDate" not in node


@pytest.mark.parametrize(
    ("state", "told"),
    [("moved", "EventRescheduled"), ("postponed", "EventPostponed"), ("cancelled", "EventCancelled")],
)
def test_an_event_that_moves_says_so(client: Client, state: str, told: str) -> None:
    make_event("meeting", season=make_season(), state=state, moved_from="2025-05-01")
    node = read_node(get_page(client, "/fr/events/2025/meeting/"), "SportsEvent")
    assert node["eventStatus"] == f"https://schema.org/{told}"
    assert node.get("previousStartDate") == ("2025-05-01" if state == "moved" else None)


def test_an_event_without_a_date_is_not_told_as_one(client: Client) -> None:
    event = make_event("meeting", season=make_season())
    Event.objects.filter(pk=event.pk).update(starts_on=None, ends_on=None)
    nodes = read_nodes(get_page(client, "/fr/events/2025/meeting/"))
    assert [node["@type"] for node in nodes] == ["BreadcrumbList"]


def test_a_driver_is_told_without_what_is_private(client: Client) -> None:
    make_published_season(["ann", "bob"])
    Driver.objects.filter(slug="ann").update(born_on="1999-12-31", licence="LIC-1", country="Spain")
    node = read_node(get_page(client, "/en/drivers/ann/"), "Person")
    assert node == {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "Ann",
        "url": "http://testserver/en/drivers/ann/",
        "jobTitle": "Racing driver",
        "nationality": {"@type": "Country", "name": "Spain"},
        "affiliation": {
            "@type": "SportsTeam",
            "name": "Red Team",
            "sport": "Motorsport",
            "url": "http://testserver/en/teams/red-team/",
        },
    }


def test_a_team_is_told_with_its_people(client: Client) -> None:
    make_published_season(["ann", "bob"])
    node = read_node(get_page(client, "/fr/teams/red-team/"), "SportsTeam")
    assert [one["name"] for one in node["athlete"]] == ["Ann", "Bob"]


def answer(client: Client, path: str) -> HttpResponse:
    return client.get(path)  # type: ignore[return-value]


def test_no_name_breaks_out_of_the_data(client: Client) -> None:
    make_published_season(["ann", "bob"])
    Driver.objects.update(name=f"Ann {ATTACK}")
    Team.objects.update(name=ATTACK)
    Circuit.objects.update(name=ATTACK)
    Event.objects.update(name_fr=ATTACK, name_en=ATTACK)
    Championship.objects.update(name_fr=ATTACK, name_en=ATTACK)
    for path in PATHS:
        page = get_page(client, f"/fr/{path}")
        for script in find_all(page, "script"):
            assert script.get("type") == "application/ld+json"
            json.loads(read_raw(script))
        raw = answer(client, f"/fr/{path}").content.decode()
        assert "<script>alert" not in raw
        blocks = [one.split("</script>")[0] for one in raw.split('<script type="application/ld+json">')[1:]]
        assert blocks or not path
        assert not [block for block in blocks if set(block) & set("<>&\u2028\u2029")]
    assert read_node(get_page(client, "/fr/drivers/ann/"), "Person")["name"] == f"Ann {ATTACK}"


def test_a_page_leads_to_its_feeds_and_its_calendar(client: Client) -> None:
    make_published_season(["ann"])
    page = get_page(client, "/fr/club-cup/2025/")
    links = {one.get("href"): one.get("type") for one in find_all(page, "link") if one.get("type")}
    for path in ("news/atom.xml", "results/of/club-cup/atom.xml", "decisions/of/club-cup/atom.xml"):
        assert links[f"http://testserver/fr/{path}"] == "application/atom+xml"
        assert client.get(f"/fr/{path}").status_code == 200
    assert links["http://testserver/fr/club-cup/2025/calendar.ics"] == "text/calendar"
    for path in ("club-cup/2025/", "drivers/ann/", "events/2025/club-cup-meeting-1/"):
        hrefs = [one.get("href") for one in find_all(get_page(client, f"/fr/{path}"), "a")]
        assert f"webcal://testserver/fr/{path}calendar.ics" in hrefs
        assert f"http://testserver/fr/{path}calendar.ics" in hrefs


def test_texts_are_articles_with_their_dates(client: Client) -> None:
    event = make_event("meeting", season=make_season())
    Preview.objects.create(event=event, title_fr="Titre", title_en="Title", lead_fr="Chapeau.", lead_en="Lead.",
                           published_at=after(0))  # fmt: skip
    News.objects.create(
        slug="n", title_fr="Nouvelle", body_fr="Un.\n\nDeux.", published_at=after(0), updated_at=after(9)
    )
    node = read_node(get_page(client, "/fr/events/2025/meeting/preview/"), "Article")
    assert (node["headline"], node["inLanguage"]) == ("Titre", "fr")
    page = get_page(client, "/fr/news/n/")
    node = read_node(page, "NewsArticle")
    assert (node["datePublished"], node["dateModified"]) == ("2025-06-01T12:00:00Z", "2025-06-01T12:09:00Z")
    assert read_metas(page)["og:type"] == "article"


def test_a_further_page_of_a_list_is_a_page_of_its_own_and_a_filter_is_not(client: Client) -> None:
    for number in range(21):
        News.objects.create(slug=f"n{number}", title_fr="T", body_fr="x", published_at=after(number))
    for query, told in (("", ""), ("?page=1", ""), ("?page=2", "?page=2"), ("?from=there", "")):
        links = find_all(get_page(client, f"/fr/news/{query}"), "link")
        assert [one.get("href") for one in links if one.get("rel") == "canonical"] == [
            f"http://testserver/fr/news/{told}"
        ]


def test_error_pages_tell_machines_nothing(client: Client) -> None:
    raw = answer(client, "/fr/drivers/nobody/").content.decode()
    assert "ld+json" not in raw
    assert "og:" not in raw


@pytest.mark.django_db(transaction=True)
def test_the_browser_lets_the_data_pass_and_says_nothing(live_server: LiveServer, page: Page) -> None:
    make_published_season(["ann", "bob"])
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.log(event.violatedDirective + event.blockedURI))"
    )
    for path in ("drivers/ann/", "events/2025/club-cup-meeting-1/", "club-cup/2025/"):
        page.goto(f"{live_server.url}/fr/{path}")
        assert page.locator('script[type="application/ld+json"]').count() == 2
    assert heard == []
