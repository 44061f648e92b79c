"""The pages of events, sessions, people, teams and circuits: sound, in two languages, silent on what is to come."""

import time
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from championships.models import Decision, Event, Layout, Preview, Season
from tests.factories import (
    make_championship,
    make_circuit,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_season,
    make_team,
)
from tests.public.pages import find, find_all, get_page, read_heads, read_table, read_text
from tests.public.seasons import days, publish_order

pytestmark = pytest.mark.django_db

PAGES = (
    "events/2025/spring/",
    "events/2025/spring/entries/",
    "events/2025/spring/race/",
    "events/2025/summer/preview/",
    "drivers/ann/",
    "teams/red-team/",
    "circuits/hilltop/",
)


@pytest.fixture(autouse=True)
def stand_at_noon_of_the_second_day(settings: Any) -> None:
    settings.PADDOCK_DEMO = True
    settings.PADDOCK_DEMO_CLOCK = f"{days(1).isoformat()}@{time.time()}"


def run_season(*, demo: bool = False) -> Season:
    """Spring is run, summer comes with a preview."""
    season = make_season(championship=make_championship("cup", demo=demo))
    make_circuit(country="ES", time_zone="Europe/Madrid", demo=demo)
    make_driver("ann", name="Ann Élan", demo=demo)
    make_team("red-team", demo=demo)
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    spring = make_event("spring", season=season, round_number=1, starts_on=date(2025, 5, 31), demo=demo)
    summer = make_event("summer", season=season, round_number=2, starts_on=date(2025, 6, 20), demo=demo)
    Layout.objects.create(circuit=spring.circuit, length_m=5344)
    publish_order(spring.sessions.get(), ("ann", "bob", "cid"), statuses={"cid": "DNF"}, fastest="bob")
    make_entry("ann", event=summer, number="7", team="red-team")
    Preview.objects.create(
        event=summer, title_fr="Avant", title_en="Before", lead_fr="Là", lead_en="There", published_at=days(0.5)
    )
    return season


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_in_both_languages_and_keeps_the_page_when_the_language_changes(
    client: Client, path: str, language: str
) -> None:
    run_season()
    root = get_page(client, f"/{language}/{path}")
    assert root.get("lang") == language
    other = "en" if language == "fr" else "fr"
    links = [a.get("href") for a in find_all(root, "a") if a.get("hreflang") == other]
    assert links == [f"http://testserver/{other}/{path}"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_an_invented_championship_says_so(client: Client, path: str) -> None:
    run_season(demo=True)
    assert find(get_page(client, f"/en/{path}"), "aside", class_="demo") is not None


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_a_real_championship_says_so(client: Client, path: str) -> None:
    run_season()
    asides = find_all(get_page(client, f"/en/{path}"), "aside")
    assert [aside for aside in asides if aside.get("class") == "demo"] == []


@pytest.mark.parametrize(
    "path",
    [
        "events/2025/winter/",
        "events/2024/spring/",
        "events/2025/spring/preview/",
        "events/2025/autumn/entries/",
        "events/2025/spring/race9/",
        "events/2025/summer/race/",
        "drivers/nobody/",
        "teams/nobody/",
        "circuits/nowhere/",
    ],
)
def test_what_is_unknown_or_to_come_is_not_found(client: Client, path: str) -> None:
    season = run_season()
    make_event("autumn", season=season, round_number=3)
    publish_order(Event.objects.get(slug="summer").sessions.get(), ("bob",), issued_at=days(2))
    Preview.objects.create(
        event=Event.objects.get(slug="spring"),
        title_fr="A",
        title_en="A",
        lead_fr="B",
        lead_en="B",
        published_at=days(2),
    )
    assert client.get(f"/fr/{path}").status_code == 404
    assert client.get(f"/en/{path}").status_code == 404


def test_reading_is_all_a_page_allows(client: Client) -> None:
    run_season()
    for path in PAGES:
        assert client.post(f"/fr/{path}").status_code == 405


def cell(root: Element, driver: str) -> list[str]:
    (row,) = [row for row in read_table(find_all(root, "table")[0]) if driver in " ".join(row)]
    return row


def test_a_classification_shows_places_words_for_those_out_and_the_fastest_lap(client: Client) -> None:
    run_season()
    root = get_page(client, "/en/events/2025/spring/race/")
    table = find_all(root, "table")[0]
    assert read_heads(table)[:2] == ["Pos.", "Driver"]
    assert [row[0].split()[0] for row in read_table(table)] == ["1", "2", "ret"]
    assert "retired" in read_text(table)
    assert read_text(find_all(table, "tr")[2]).count("fastest lap") == 1


@pytest.mark.usefixtures("unguarded")
def test_the_order_on_the_road_stands_beside_the_final_order(client: Client) -> None:
    season = make_season()
    event = make_event("spring", season=season)
    bulletin = publish_order(event.sessions.get(), ("ann", "bob"), state="provisional", protest_until=days(1.1))
    bulletin.sheet.origin = "timing"
    bulletin.sheet.save()
    for order, line in enumerate(bulletin.sheet.lines.order_by("order"), start=1):
        line.road_order, line.stated_place, line.time_ms = order, None, 60_000 + 1000 * order
        line.save()
    decision = Decision.objects.create(
        session=event.sessions.get(),
        kind=Decision.Kind.TIME,
        entry=event.entries.get(crew__driver__slug="ann"),
        amount=5,
        document="D-1",
        issued_at=days(0),
        effective_at=days(0),
        recorded_at=days(0),
    )
    bulletin.decisions.add(decision)
    root = get_page(client, "/fr/events/2025/spring/race/")
    ann, bob = cell(root, "Ann"), cell(root, "Bob")
    assert bob[:2] == ["1 ▲1", "2"]
    assert ann[:2] == ["2 ▽1", "1"]
    assert bob[3] == "1:02,000"
    assert ann[3] == "+4,000"
    text = read_text(find(root, "main"))
    assert "Provisoire" in text
    assert "réclamations jusqu’au" in text
    assert "D-1" in text


def test_times_are_those_of_the_venue(client: Client) -> None:
    run_season()
    event = Event.objects.get(slug="spring")
    event.sessions.update(starts_at=days(0))
    text = read_text(find(get_page(client, "/fr/events/2025/spring/"), "main")).replace("\N{NO-BREAK SPACE}", " ")
    assert "dimanche 1er juin 14 h 00 UTC+2" in text


@pytest.mark.usefixtures("unguarded")
def test_a_withdrawn_result_is_said_to_be_withdrawn(client: Client) -> None:
    run_season()
    Event.objects.get(slug="spring").sessions.get().bulletins.update(state="withdrawn", reason="Wrong sheet")
    root = get_page(client, "/en/events/2025/spring/race/")
    assert find_all(root, "table") == []
    assert "The result was withdrawn" in read_text(find(root, "main"))
    assert "Wrong sheet" in read_text(find(root, "main"))


def test_a_driver_who_is_not_known_is_said_to_be_so_in_the_entry_list(client: Client) -> None:
    run_season()
    make_entry(event=Event.objects.get(slug="summer"), number="66")
    row = cell(get_page(client, "/fr/events/2025/summer/entries/"), "66")
    assert row[:2] == ["66", "pilote inconnu"]
