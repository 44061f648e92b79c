"""The page of the title: who can still be champion, and what the next race must bring, in both languages."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Season
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import days, make_published_season, publish_order

pytestmark = pytest.mark.django_db
PAGE = "club-cup/2025/standings/drivers/title/"


def _publish(rounds: int = 2) -> Season:
    """Two races a round; after the first round ann has 20 points, bob 16, cid 12."""
    season = make_published_season(["ann", "bob", "cid"], rounds=rounds, published=0)
    for race in season.rounds.get(number=1).event.sessions.order_by("order"):
        publish_order(race, ["ann", "bob", "cid"], issued_at=days(1))
    return season


def _read_chances(client: Client, language: str = "en") -> list[tuple[str, str]]:
    page = get_page(client, f"/{language}/{PAGE}")
    table = find_all(page, "table")[-1]
    return [(row[1], row[4]) for row in read_table(table)]


def test_everybody_who_can_still_win_is_told_so(client: Client) -> None:
    _publish()
    assert _read_chances(client) == [
        ("Ann", "can still win it"),
        ("Bob", "can still win it"),
        ("Cid", "can still win it"),
    ]
    text = read_text(find(get_page(client, f"/en/{PAGE}"), "main"))
    assert "Ann, Bob and Cid can still be champion." in text


def test_the_next_race_says_what_is_enough(client: Client) -> None:
    season = _publish()
    (first, _second) = season.rounds.get(number=2).event.sessions.order_by("order")
    publish_order(first, ["ann", "bob", "cid"], issued_at=days(2))
    # ann 30, bob 24, cid 18; one race left, 10 8 6 5 4 3 2 1.
    page = get_page(client, f"/en/{PAGE}")
    assert _read_chances(client) == [("Ann", "can still win it"), ("Bob", "can still win it"), ("Cid", "out")]
    section = find(page, "section")
    assert read_text(find(section, "h2")) == "Ann"
    assert "Ann is champion in" in read_text(section)
    assert "from 5th place upwards, whatever the others do" in read_text(section)
    assert read_table(find(section, "table")) == [
        ["1st to 5th", "any result"],
        ["6th or 7th", "2nd or lower"],
        ["8th or lower", "3rd or lower"],
    ]


def test_after_the_last_race_the_champion_is_named(client: Client) -> None:
    season = _publish()
    for number, race in enumerate(season.rounds.get(number=2).event.sessions.order_by("order")):
        publish_order(race, ["bob", "ann", "cid"] if number else ["ann", "bob", "cid"], issued_at=days(2))
    text = read_text(find(get_page(client, f"/en/{PAGE}"), "main"))
    assert "Ann is champion." in text
    earlier = read_text(find(get_page(client, f"/en/{PAGE}after-1/"), "main"))
    assert "can still be champion" in earlier


@pytest.mark.parametrize("rounds", [2, 4])
def test_the_number_of_queries_does_not_depend_on_the_season(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    _publish(rounds)
    with django_assert_num_queries(31):
        client.get(f"/en/{PAGE}")


def test_an_unknown_table_or_a_round_to_come_is_not_found(client: Client) -> None:
    _publish()
    assert client.get(f"/en/{PAGE.replace('drivers', 'nobody')}").status_code == 404
    assert client.get(f"/en/{PAGE}after-2/").status_code == 404
