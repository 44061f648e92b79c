"""All championships, one championship with its seasons, the newest results, and what the site says of itself."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Championship
from tests.factories import make_championship, make_event, make_season
from tests.public.pages import find, find_all, get_page, read_text
from tests.public.seasons import SetClock, days, make_published_season

pytestmark = pytest.mark.django_db


def list_sections(client: Client, address: str) -> list[str]:
    main = find(get_page(client, address), "main")
    return [read_text(section) for section in find_all(main, "section")]


def test_a_championship_lists_its_seasons_with_their_champions(client: Client) -> None:
    make_published_season(["ann", "bob", "cid"], rounds=1)
    make_event("old", season=make_season("club-cup", "2024"), year=2024)
    newest, older = list_sections(client, "/en/club-cup/")
    assert (
        newest
        == "Club Cup 2025 1 round Calendar 2025 Champion 12DriversBobRed Team · 18 pts The whole table, 2025, Drivers"
    )
    assert older == "Club Cup 2024 1 round Calendar 2024 No table is published yet."


def test_while_a_season_runs_it_has_leaders_and_no_champion(client: Client) -> None:
    make_published_season(["ann", "bob", "cid"], rounds=2, published=1)
    (section,) = list_sections(client, "/fr/club-cup/")
    assert "Champion" not in section.replace("Championnat", "")
    assert "après Meeting 1, 2 courses sur 4" in section


@pytest.mark.parametrize("address", ["/en/nobody/", "/fr/club-cup/"])
def test_a_championship_without_a_calendar_is_not_found(client: Client, address: str) -> None:
    make_championship("club-cup")
    assert client.get(address).status_code == 404


def test_the_standings_page_lists_every_championship_the_invented_ones_apart(client: Client) -> None:
    make_published_season(["ann", "bob"], slug="other-cup")
    Championship.objects.update(demo=True)
    make_published_season(["cid", "dee", "eve"])
    make_event("alone", season=make_season("new-cup"))
    real, invented = list_sections(client, "/en/championships/")
    assert "Club Cup 2025" in real
    assert "New Cup 2025 No table is published yet." in real
    assert "Other Cup" not in real
    assert "Other Cup 2025" in invented
    assert "/en/club-cup/2025/standings/drivers/" in [
        link.get("href") for link in find_all(get_page(client, "/en/championships/"), "a")
    ]


def test_nothing_of_the_future_stands_in_the_lists(client: Client, set_clock: SetClock) -> None:
    make_published_season(["ann", "bob"])
    set_clock(days(0.5))
    for address in ("/en/championships/", "/en/club-cup/", "/en/results/"):
        assert "Ann" not in read_text(get_page(client, address))


def test_the_results_page_tells_the_newest_meeting_first(client: Client) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=2)
    page = get_page(client, "/en/results/")
    assert [read_text(head) for head in find_all(find(page, "main"), "h3")] == ["Meeting 2", "Meeting 1"]
    assert "Aucun résultat" not in read_text(get_page(client, "/fr/results/"))


def test_an_empty_site_says_so(client: Client) -> None:
    assert "No championship has a calendar yet." in read_text(get_page(client, "/en/championships/"))
    assert "No result is published yet." in read_text(get_page(client, "/en/results/"))
    assert "Aucun résultat n’est encore publié." in read_text(get_page(client, "/fr/results/"))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/fr/accessibility/", "Une couleur n’est jamais le seul signe"),
        ("/en/accessibility/", "No audit by a third party"),
        ("/fr/privacy/", "ni cookie, ni compte"),
        ("/en/privacy/", "no cookie, no account"),
    ],
)
def test_the_site_says_how_accessible_it_is_and_what_it_keeps(client: Client, address: str, words: str) -> None:
    page = get_page(client, address)
    assert words in read_text(page)


@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
@pytest.mark.parametrize(
    ("address", "queries"), [("/en/club-cup/", 16), ("/en/championships/", 16), ("/en/results/", 11)]
)
def test_the_lists_take_a_fixed_number_of_queries(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    field: list[str],
    address: str,
    queries: int,
) -> None:
    make_published_season(field)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize(
    ("address", "calendar"),
    [("/en/club-cup/", "/en/club-cup/calendar.ics"), ("/fr/club-cup/2025/calendar/", "/fr/club-cup/2025/calendar.ics")],
)
def test_a_championship_and_the_calendar_of_a_season_can_be_subscribed_to(
    client: Client, address: str, calendar: str
) -> None:
    make_published_season(["ann"])
    page = get_page(client, address)
    assert find(page, "link", type="text/calendar").get("href") == f"http://testserver{calendar}"
    assert f"http://testserver{calendar}" in [link.get("href") for link in find_all(find(page, "aside"), "a")]
