"""Feeds of news, results and decisions: sound by the grammar and the rules of RFC 4287, and only what is published."""

from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from championships.models import News, Season, Session
from championships.officiating.measures import Measure
from championships.officiating.verdicts import sign
from tests.factories import after, find_entry, make_event, make_season, make_user, publish_results
from tests.public.seasons import SetClock

pytestmark = pytest.mark.django_db
NS = {"a": "http://www.w3.org/2005/Atom"}
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
FEEDS = ("news", "results", "decisions")


def read_feed(client: Client, address: str) -> Any:
    """The feed: valid by the grammar, and by the rules a grammar cannot see."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert GRAMMAR.validate(root), GRAMMAR.error_log
    ids = root.xpath("//a:id/text()", namespaces=NS)
    assert len(ids) == len(set(ids))
    for element in (root, *root.xpath("a:entry", namespaces=NS)):
        alternates = element.xpath("a:link[@rel='alternate']", namespaces=NS)
        keys = [(link.get("type"), link.get("hreflang")) for link in alternates]
        assert len(keys) == len(set(keys)) == 1
        assert all(link.get("href").startswith("http://testserver/") for link in alternates)
        assert element is root or root.xpath("a:author/a:name/text()", namespaces=NS)
    assert root.xpath("a:link[@rel='self']/@href", namespaces=NS) == [f"http://testserver{address}"]
    updated = root.xpath("a:entry/a:updated/text()", namespaces=NS)
    assert root.xpath("string(a:updated)", namespaces=NS) == max(updated, default="1970-01-01T00:00:00Z")
    return root


def read_entries(root: Any) -> list[dict[str, str]]:
    return [
        {child.tag.split("}")[1]: child.text or child.get("href") or child.get("term") for child in entry}
        for entry in root.xpath("a:entry", namespaces=NS)
    ]


def make_news(slug: str, *, out: datetime | None, **fields: Any) -> News:
    texts = {"title_fr": f"Titre {slug}", "title_en": f"Title {slug}", "body_fr": "Texte.", "body_en": "Text."}
    return News.objects.create(slug=slug, published_at=out, **{**texts, **fields})


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", FEEDS)
def test_an_empty_feed_is_a_feed(client: Client, language: str, kind: str) -> None:
    root = read_feed(client, f"/{language}/{kind}/atom.xml")
    assert read_entries(root) == []
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language


def test_news_are_told_newest_first_in_the_language_of_the_feed(client: Client) -> None:
    make_news("old", out=after(0))
    make_news("new", out=after(10))
    entries = read_entries(read_feed(client, "/fr/news/atom.xml"))
    assert [entry["title"] for entry in entries] == ["Titre new", "Titre old"]
    assert [entry["link"] for entry in entries] == ["http://testserver/fr/news/new/", "http://testserver/fr/news/old/"]
    assert entries[0]["published"] == entries[0]["updated"] == "2025-06-01T12:10:00Z"
    assert [entry["title"] for entry in read_entries(read_feed(client, "/en/news/atom.xml"))] == [
        "Title new",
        "Title old",
    ]


def test_drafts_and_planned_news_are_in_no_feed(client: Client, set_clock: SetClock) -> None:
    make_news("draft", out=None)
    make_news("planned", out=after(60))
    set_clock(after(59))
    assert read_entries(read_feed(client, "/fr/news/atom.xml")) == []
    set_clock(after(60))
    assert [entry["title"] for entry in read_entries(read_feed(client, "/fr/news/atom.xml"))] == ["Titre planned"]


def test_a_corrected_item_keeps_its_name_and_says_when(client: Client) -> None:
    news = make_news("one", out=after(0))
    [before] = read_entries(read_feed(client, "/fr/news/atom.xml"))
    News.objects.filter(pk=news.pk).update(slug="renamed", updated_at=after(30))
    [corrected] = read_entries(read_feed(client, "/fr/news/atom.xml"))
    assert corrected["id"] == before["id"]
    assert (corrected["published"], corrected["updated"]) == ("2025-06-01T12:00:00Z", "2025-06-01T12:30:00Z")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


def test_a_decision_is_told_as_each_language_writes_it(client: Client, set_clock: SetClock) -> None:
    event = make_event("spring", season=make_season())
    race = event.sessions.get()
    publish_results(session=race, order=["ann", "bob", "cid"])
    measures = [
        Measure(kind="disqualify", session_id=race.pk, entry_id=find_entry(slug, event=event).pk)
        for slug in ("ann", "bob")
    ]
    sign(of=event, measures=measures, reason="Poids", by=make_user("steward"), now=after(30), recorded_at=after(30))
    set_clock(after(31))
    told = {code: read_entries(read_feed(client, f"/{code}/decisions/atom.xml"))[0] for code in ("fr", "en")}
    assert told["fr"]["summary"] == (
        "Race, numéro 1, disqualification de la séance\N{NARROW NO-BREAK SPACE}; "
        "Race, numéro 2, disqualification de la séance\nPoids"
    )
    assert told["fr"]["title"].startswith("Décision n°\N{NO-BREAK SPACE}1, ")
    assert told["en"]["summary"].startswith("Race, number 1, disqualification from the session; ")


def test_no_markup_of_a_text_reaches_a_reader_as_markup(client: Client) -> None:
    attack = "<script>alert(1)</script> & ]]> <b>bold</b> \x07\x1b"
    make_news("one", out=after(0), title_fr=attack, body_fr=f"{attack}\n\nSecond.")
    [entry] = read_entries(read_feed(client, "/fr/news/atom.xml"))
    seen = Tags()
    seen.feed(entry["content"])
    assert seen.found == ["p", "p"]
    assert "<script>alert(1)</script> & ]]> <b>bold</b>" in seen.said
    assert entry["title"] == "<script>alert(1)</script> & ]]> <b>bold</b> "  # as plain text: no type says otherwise


@pytest.fixture
def season() -> Season:
    season = make_season()
    make_event("meeting", season=season)
    return season


def test_a_result_is_one_entry_however_often_it_is_published_again(
    client: Client, season: Season, set_clock: SetClock
) -> None:
    session = Session.objects.get()
    publish_results(session=session, order=["ann", "bob"], at=after(0))
    set_clock(after(1))
    [first] = read_entries(read_feed(client, "/fr/results/atom.xml"))
    assert first["title"] == "Meeting 2025, Race\u202f: résultat provisoire"
    assert first["summary"] == "Bulletin 1. Premier\u202f: Ann (1)."
    publish_results(session=session, order=["bob", "ann"], at=after(20))
    set_clock(after(21))
    [second] = read_entries(read_feed(client, "/fr/results/atom.xml"))
    assert second["id"] == first["id"]
    assert (second["published"], second["updated"]) == ("2025-06-01T12:00:00Z", "2025-06-01T12:20:00Z")
    assert second["summary"] == "Bulletin 2. Premier\u202f: Bob (2)."
    set_clock(after(10))
    assert read_entries(read_feed(client, "/fr/results/atom.xml")) == [first]


def test_the_feed_of_a_championship_tells_of_nothing_else(client: Client, season: Season) -> None:
    publish_results(session=Session.objects.get(), order=["ann"], at=after(0))
    other = make_season("other-cup")
    far = make_event("far", season=other)
    publish_results(session=far.sessions.get(), order=["bob"], at=after(5))
    titles = [entry["title"] for entry in read_entries(read_feed(client, "/en/results/of/other-cup/atom.xml"))]
    assert titles == ["Far 2025, Race: provisional result"]
    assert len(read_entries(read_feed(client, "/en/results/atom.xml"))) == 2
    make_news("of-other", out=after(0), championship=other.championship)
    make_news("of-site", out=after(0))
    titles = [entry["title"] for entry in read_entries(read_feed(client, "/en/news/of/other-cup/atom.xml"))]
    assert titles == ["Title of-other"]
    assert client.get("/en/news/of/nobody/atom.xml").status_code == 404


@pytest.mark.parametrize("kind", FEEDS)
def test_who_has_the_feed_is_sent_nothing(client: Client, kind: str) -> None:
    make_news("one", out=after(0))
    first = client.get(f"/fr/{kind}/atom.xml")
    again = client.get(f"/fr/{kind}/atom.xml", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/fr/{kind}/atom.xml").content == first.content
    assert client.head(f"/fr/{kind}/atom.xml").status_code == 200
    assert client.post(f"/fr/{kind}/atom.xml").status_code == 405
    assert not first.cookies


@pytest.mark.parametrize("races", [1, 3])
def test_results_ask_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, races: int
) -> None:
    season = make_season()
    for number in range(1, races + 1):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=["ann", "bob"], at=after(number))
    with django_assert_num_queries(8):
        client.get("/fr/results/atom.xml")
