"""The page of the title: who can still be champion, and what the next race must bring, in both languages."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Season
from championships.scoring.title_engine import TitleEngine
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import days, declare, make_published_season, make_table, publish_order

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
    return [(row[1].lstrip("0123456789"), row[4]) for row in read_table(table)]


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


def test_the_lines_of_the_grid_are_told_in_sentences_too(client: Client) -> None:
    season = _publish()
    publish_order(
        season.rounds.get(number=2).event.sessions.get(slug="race1"), ["ann", "bob", "cid"], issued_at=days(2)
    )
    details = find(find(get_page(client, f"/en/{PAGE}"), "section"), "details")
    assert [read_text(one) for one in find_all(details, "li")] == [
        "1st to 5th: whatever the others do.",
        "6th or 7th: if Bob is 2nd or lower.",
        "8th or lower: if Bob is 3rd or lower.",
    ]
    french = find(find(get_page(client, f"/fr/{PAGE}"), "section"), "details")
    assert read_text(find_all(french, "li")[1]) == "6e ou 7e : si Bob termine 2e ou moins bien."


def test_two_contenders_meet_place_by_place(client: Client) -> None:
    season = _publish()
    publish_order(
        season.rounds.get(number=2).event.sessions.get(slug="race1"), ["ann", "bob", "cid"], issued_at=days(2)
    )
    page = get_page(client, f"/en/{PAGE}")
    grid = find(page, "table", class_="grid")
    rows = {row[0]: row[1:] for row in read_table(grid)}
    # ann 30, bob 24: bob must win, and ann be sixth or worse; level on points he has fewer wins.
    assert rows["Ann 1st to 5th"] == ["Ann"] * len(rows["Ann 1st to 5th"])
    assert rows["Ann 8th or lower"][0] == "Bob"
    assert set(rows["Ann 8th or lower"][2:]) == {"Ann"}


def test_the_title_can_be_decided_at_the_next_event_and_how_far_ahead_is_enough(client: Client) -> None:
    season = _publish(rounds=5)
    for number in (2, 3):
        for race in season.rounds.get(number=number).event.sessions.order_by("order"):
            publish_order(race, ["ann", "bob", "cid"], issued_at=days(number))
    # ann 60, bob 48, cid 36; four races of 10 points are left, two a meeting.
    text = read_text(find(get_page(client, f"/en/{PAGE}"), "main"))
    assert "At most, one competitor can still score 40 points, 20 of them in Meeting 4." in text
    assert "Ann: at the next event already, in Meeting 4, Race2." in text
    assert "Cid: in Meeting 5, Race2." in text
    assert "Ann is champion after Meeting 4 with more than 20 points over every rival; it is 12 points now." in text


def test_the_contenders_stand_in_the_order_of_the_table(client: Client) -> None:
    """Results are dropped in the final table only: the engine's own order is that of the end."""
    counting = [{"from": 1, "to": None, "best": 1, "unit": "session", "applies": "final"}]
    block = make_table("drivers", "Drivers", counting=counting)
    season = make_published_season(["ann"], published=0, tables=[block])
    first, second = season.rounds.get(number=1).event.sessions.order_by("order")
    publish_order(first, ["bob", "ann", "cid", "x", "y", "z"], issued_at=days(1))
    publish_order(second, ["cid", "ann", "x", "y", "z", "bob"], issued_at=days(1))
    shown = read_table(find(get_page(client, f"/en/{PAGE.removesuffix('title/')}"), "table"))
    names = [row[1].lstrip("0123456789").removesuffix("Red Team") for row in shown if len(row) > 1]
    assert names[:3] == ["Cid", "Ann", "Bob"]
    assert [name for name, _chance in _read_chances(client)] == names


def test_where_points_are_not_known_the_page_says_that_it_cannot_tell(client: Client) -> None:
    season = _publish()
    rows = [{"driver": "ann", "place": 1, "points": "20"}, {"driver": "bob", "place": 2}]
    declare(season, rows, after=season.rounds.get(number=1).round_sessions.get(key="race2"), issued_at=days(2))
    page = get_page(client, f"/en/{PAGE}")
    assert "Some points are not published: who can still be champion cannot be told." in read_text(find(page, "main"))
    assert find_all(page, "table") == []


def test_an_answer_is_worked_out_once_and_again_when_a_result_has_changed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes seconds where many can still win, and anybody may ask."""
    season = _publish()
    asked: list[object] = []
    finish = TitleEngine.finish
    monkeypatch.setattr(TitleEngine, "finish", lambda self, wishes: asked.append(wishes) or finish(self, wishes))
    first = client.get(f"/en/{PAGE}").content
    asked.clear()
    for address in (
        f"/en/{PAGE}",
        f"/fr/{PAGE}",
        "/api/v1/championships/club-cup/seasons/2025/standings/drivers/title",
    ):
        assert client.get(address).status_code == 200
    assert client.get(f"/en/{PAGE}").content == first
    assert not asked

    race = season.rounds.get(number=2).event.sessions.order_by("order")[0]
    publish_order(race, ["bob", "ann", "cid"], issued_at=days(2))
    assert client.get(f"/en/{PAGE}").content != first
    assert asked
