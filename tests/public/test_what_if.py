"""What if? The answer of the rules to races the reader imagines; the state is the address."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import days, make_published_season, publish_order

pytestmark = pytest.mark.django_db
PAGE = "/en/club-cup/2025/standings/drivers/what-if/"
FIELD = ["ann", "bob", "cid"]


def _publish(rounds: int = 2) -> None:
    season = make_published_season(FIELD, rounds=rounds, published=0)
    for race in season.rounds.get(number=1).event.sessions.order_by("order"):
        publish_order(race, FIELD, issued_at=days(1))


def _ask(client: Client, query: str) -> list[list[str]]:
    return read_table(find(get_page(client, f"{PAGE}?{query}"), "table"))


def test_nothing_is_answered_before_something_is_asked(client: Client) -> None:
    _publish()
    page = get_page(client, PAGE)
    assert find_all(page, "table") == []
    legends = [read_text(one) for one in find_all(page, "legend")]
    assert legends == ["Meeting 1, Race2 as it was run", "Meeting 2, Race1", "Meeting 2, Race2"]


def test_a_race_to_come_is_scored_by_the_rules(client: Client) -> None:
    _publish()
    assert [row[1:] for row in _ask(client, "2-race1=cid&2-race1=bob")] == [
        ["Bob", "24 +8", "2"],
        ["Cid", "22 +10", "3"],
        ["Ann", "20", "1"],
    ]


def test_an_open_place_stays_open(client: Client) -> None:
    _publish()
    assert [[row[1], row[2]] for row in _ask(client, "2-race1=&2-race1=bob")] == [
        ["Bob", "24 +8"],
        ["Ann", "20"],
        ["Cid", "12"],
    ]


def test_the_last_race_can_be_run_again(client: Client) -> None:
    _publish()
    # ann 10 + 6, bob 8 + 8, cid 6 + 10.
    rows = _ask(client, "1-race2=cid&1-race2=bob&1-race2=ann")
    assert [row[2].split()[0] for row in rows] == ["16", "16", "16"]


def test_what_cannot_be_meant_is_said(client: Client) -> None:
    _publish()
    text = read_text(find(get_page(client, f"{PAGE}?9-race=ann&2-race1=nobody&2-race1=bob&2-race1=bob"), "main"))
    assert "“9-race” is no session that can be imagined here." in text
    assert "“nobody” is not in this table." in text
    assert "Bob is named twice; the better place counts." in text


@pytest.mark.parametrize("rounds", [2, 3])
def test_the_number_of_queries_does_not_depend_on_the_season(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    _publish(rounds=rounds)
    with django_assert_num_queries(32):
        client.get(f"{PAGE}?2-race1=cid")
