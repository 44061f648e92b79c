"""The page of a table's charts: drawings with title, description and figures, in both languages."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import RoundSession
from tests.public.pages import find, find_all, get_page, read_heads, read_table, read_text
from tests.public.seasons import SetClock, days, declare, make_published_season, publish_order

pytestmark = pytest.mark.django_db
PAGE = "/en/club-cup/2025/standings/drivers/charts/"
SVG = "{http://www.w3.org/2000/svg}"
FIELD = ["ann", "bob", "cid", "dee", "eve", "fay", "gil"]


def read_figures(client: Client, key: str, address: str = PAGE) -> list[list[str]]:
    page = get_page(client, address)
    region = find(page, "div", aria_labelledby=f"{key}-figures")
    return read_table(next(region.iter("{http://www.w3.org/1999/xhtml}table")))


def test_every_drawing_has_a_title_a_description_and_the_same_figures_as_a_table(client: Client) -> None:
    make_published_season(FIELD, rounds=2, published=2)
    page = get_page(client, PAGE)
    drawings = [one for one in page.iter(SVG + "svg") if one.get("role") == "img"]

    assert [one.get("aria-labelledby") for one in drawings] == [
        f"{key}-title {key}-desc" for key in ("gap", "points", "places")
    ]
    assert [one.findtext(SVG + "title") for one in drawings] == [
        "Gap to the leader after each race: Drivers",
        "Points after each race: Drivers",
        "Places after each round: Drivers",
    ]
    assert (drawings[0].findtext(SVG + "desc") or "").split("; ")[:2] == ["1. Bob, 36 points", "2. Cid, 28 points"]
    assert read_figures(client, "gap")[0][0] == "Meeting 1, Race1"


def test_the_five_first_are_drawn_and_others_on_request_in_colour(client: Client) -> None:
    make_published_season(FIELD, rounds=1, published=1)
    heads = read_heads(find_all(get_page(client, PAGE), "table")[0])
    asked = get_page(client, f"{PAGE}?with=gil")
    chosen = read_heads(find_all(asked, "table")[0])

    assert (len(heads), len(chosen)) == (6, 7)
    assert [one.get("class") for one in asked.iter(SVG + "polyline")].count("on") == 2  # gap and points: one round
    assert client.get(f"{PAGE}?with=nobody").status_code == 404
    assert client.get(f"{PAGE}?with=").status_code == 200
    everybody = "&".join(f"with={one}" for one in FIELD)
    assert client.get(f"{PAGE}?{everybody}").status_code == 404


def test_one_round_moves_nobody_and_the_page_says_so(client: Client) -> None:
    make_published_season(FIELD, rounds=2, published=1)

    assert "The table is known after one round only: nobody has moved yet." in read_text(get_page(client, PAGE))


def test_an_unknown_stretch_is_shaded_with_words_and_the_declared_tables_are_named(client: Client) -> None:
    season = make_published_season(["ann"], rounds=2, published=0)
    counted = RoundSession.objects.get(round__season=season, round__number=2, key="race2")
    declare(season, [{"driver": "ann", "place": 1, "points": 20}], after=counted, complete=False)
    page = get_page(client, "/fr/club-cup/2025/standings/drivers/charts/")
    words = [one.text for one in page.iter(SVG + "text") if "un-words" in (one.get("class") or "")]

    assert words == ["non communiqué", "non communiqué"]
    assert [one.get("width") for one in page.iter(SVG + "rect")] == ["42%", "42%"]
    assert "rien n’est deviné entre elles" in read_text(page)
    assert read_figures(client, "points", "/fr/club-cup/2025/standings/drivers/charts/") == [
        ["Meeting 1", "n.d."],
        ["Meeting 2", "20"],
    ]


def test_a_provisional_race_wears_a_star_and_the_word(client: Client) -> None:
    season = make_published_season(FIELD, rounds=1, published=0)
    race = season.rounds.get().event.sessions.get(slug="race1")
    publish_order(race, FIELD, state="provisional", protest_until=days(1))
    page = get_page(client, PAGE)

    assert "Provisional Meeting 1, Race1 (*)" in read_text(page)
    assert [one.text for one in page.iter(SVG + "text") if (one.text or "").endswith("*")] == ["1*", "1*"]


def test_nothing_published_or_still_to_come_is_not_found(client: Client, set_clock: SetClock) -> None:
    make_published_season(FIELD, rounds=1, published=1)
    assert client.get(PAGE.replace("drivers", "nobody")).status_code == 404
    set_clock(days(0.5))
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("field", [FIELD[:1], FIELD[:3]])
def test_one_row_and_three_take_the_same_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    make_published_season(field, rounds=2, published=2)
    with django_assert_num_queries(15):
        get_page(client, PAGE)
