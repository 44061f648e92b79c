"""Why this place: every race of a row, its parts, what was dropped and decided, and the sum."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Season
from tests.public.pages import find, get_page, read_table, read_text
from tests.public.seasons import days, make_published_season, make_table, publish_order

pytestmark = pytest.mark.django_db
PAGE = "club-cup/2025/standings/drivers/why/"


def _publish(orders: list[list[str]], *, rounds: int = 2, tables: list[dict[str, object]] | None = None) -> Season:
    season = make_published_season(["ann", "bob", "cid"], rounds=rounds, published=0, tables=tables)
    races = [race for held in season.rounds.order_by("number") for race in held.event.sessions.order_by("order")]
    for race, order in zip(races, orders, strict=False):
        publish_order(race, order, issued_at=days(1))
    return season


def test_every_race_says_what_it_brought(client: Client) -> None:
    _publish([["ann", "bob", "cid"], ["bob", "ann", "cid"]])
    page = get_page(client, f"/en/{PAGE}bob/")
    rows = read_table(find(page, "table"))
    assert rows[0] == ["Meeting 1, Race1", "8", "2nd place: 8 points"]
    assert rows[1] == ["Meeting 1, Race2", "10", "1st place: 10 points"]
    assert rows[2][1:] == ["", "to come"]
    text = read_text(find(page, "main"))
    assert "18 scored = 18 points" in text
    assert "Ann is just ahead" in text or "Ann is just behind" in text


def test_a_dropped_result_is_in_the_sum(client: Client) -> None:
    tables = [make_table("drivers", "Drivers", counting=[{"from": 1, "to": None, "best": 1, "unit": "session"}])]
    _publish([["ann", "bob"], ["bob", "ann"]], tables=tables)
    page = get_page(client, f"/en/{PAGE}ann/")
    text = read_text(find(page, "main"))
    assert "18 scored − 8 dropped = 10 points" in text
    assert "dropped: it is not among the results that count" in text


def test_a_tie_says_the_step_that_decided(client: Client) -> None:
    _publish([["ann", "bob", "cid"], ["cid", "bob", "ann"]])
    # bob 16 with two second places; ann and cid 10 + 6 with one win each.
    text = read_text(find(get_page(client, f"/en/{PAGE}bob/"), "main"))
    assert "on countback: place 1, 1 against 0" in text


def test_french_is_written_as_french(client: Client) -> None:
    _publish([["ann", "bob", "cid"]])
    rows = read_table(find(get_page(client, f"/fr/{PAGE}ann/"), "table"))
    assert rows[0][2].startswith("1re place")


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_season(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    _publish([["ann", "bob", "cid"]] * 2 * rounds, rounds=rounds)
    with django_assert_num_queries(32):
        client.get(f"/en/{PAGE}ann/")


def test_the_points_of_a_table_lead_to_their_reasons(client: Client) -> None:
    _publish([["ann", "bob"], ["bob", "ann"]])
    for table, reasons in (
        ("/en/club-cup/2025/standings/drivers/", f"/en/{PAGE}ann/"),
        ("/en/club-cup/2025/standings/drivers/after-1-race1/", f"/en/{PAGE}ann/after-1-race1/"),
    ):
        assert f'href="{reasons}"' in client.get(table).content.decode()
        assert client.get(reasons).status_code == 200


def test_somebody_who_is_not_in_the_table_is_not_found(client: Client) -> None:
    _publish([["ann", "bob"]])
    assert client.get(f"/en/{PAGE}nobody/").status_code == 404
    assert client.get(f"/en/{PAGE}ann/after-2/").status_code == 404
