"""One race, several tables: the switch, each with its own places, gaps and points; unknown tables are not found."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Line, Session
from tests.factories import (
    make_category,
    make_enrolment,
)
from tests.public.pages import find, find_all, get_page, read_heads, read_table, read_text
from tests.public.seasons import make_published_season, make_table, publish_order

pytestmark = pytest.mark.django_db
PAGE = "/en/events/2025/meeting-1/race1/"
FIELD = ["ann", "bob", "cid", "dee"]


def run_race(field: list[str] | None = None) -> Session:
    """Bob and Dee are Gentlemen; the first race of the club cup is run, ten, eight and six points."""
    tables = [
        make_table("drivers", "Drivers"),
        make_table("gentleman", "Gentleman", may_appear={"categories": ["gentleman"]}),
    ]
    season = make_published_season(FIELD, tables=tables, published=0)
    make_category("gentleman", championship=season.championship)
    for name in ("bob", "dee"):
        make_enrolment(season=season, driver=name, categories=["gentleman"])
    session: Session = season.rounds.get(number=1).event.sessions.get(slug="race1")
    publish_order(session, field or FIELD)
    return session


def test_the_page_offers_the_whole_field_and_each_table_the_race_counts_for(client: Client) -> None:
    session = run_race()
    page = get_page(client, PAGE.replace("meeting-1", session.event.slug))
    tabs = find_all(find(page, "nav", aria_label="Tables of this session"), "a")

    assert [(read_text(tab), tab.get("aria-current")) for tab in tabs] == [
        ("Whole field", "page"),
        ("Club Cup", None),
        ("Gentleman", None),
    ]
    assert [tab.get("href") for tab in tabs][
        2
    ] == f"/en/events/2025/{session.event.slug}/race1/?table=club-cup:gentleman"


def test_both_places_stand_on_one_row(client: Client) -> None:
    session = run_race()
    table = find(get_page(client, PAGE.replace("meeting-1", session.event.slug)), "table")

    assert read_heads(table)[:3] == ["Pos.", "Driver", "Class"]
    assert [(row[0], row[2]) for row in read_table(table)] == [("1", ""), ("2", "G 1"), ("3", ""), ("4", "G 2")]


def test_a_class_has_its_own_places_and_points_with_their_parts(client: Client) -> None:
    session = run_race()
    page = get_page(client, f"{PAGE.replace('meeting-1', session.event.slug)}?table=club-cup:gentleman")
    table = find(page, "table")

    assert read_heads(table) == ["Pos.", "Driver", "Points", "Overall", "Laps", "How the points came about"]
    assert [(row[0], *row[2:4], row[5]) for row in read_table(table)] == [
        ("1", "8", "2", "2nd place: 8 points"),
        ("2", "5", "4", "4th place: 5 points"),
    ]
    links = [a.get("href") for a in find_all(page, "a")]
    assert "/en/club-cup/2025/standings/gentleman/" in links


def test_the_championship_itself_tells_the_points_of_everybody(client: Client) -> None:
    session = run_race()
    address = f"{PAGE.replace('meeting-1', session.event.slug)}?table=club-cup"
    rows = read_table(find(get_page(client, address), "table"))

    assert [(row[0], row[2]) for row in rows] == [("1", "10"), ("2", "8"), ("3", "6"), ("4", "5")]
    french = get_page(client, address.replace("/en/", "/fr/"))
    assert read_table(find(french, "table"))[0][-1] == "1re place : 10 points"


@pytest.mark.parametrize("table", ["nobody", "club-cup:junior", "club-cup:", "other-cup:gentleman"])
def test_a_table_the_race_does_not_count_for_is_not_found(client: Client, table: str) -> None:
    session = run_race()
    assert client.get(f"{PAGE.replace('meeting-1', session.event.slug)}?table={table}").status_code == 404


def test_gaps_are_to_the_first_of_the_table(client: Client, unguarded: None) -> None:
    session = run_race()
    for position, line in enumerate(Line.objects.filter(sheet__session=session).order_by("order")):
        Line.objects.filter(pk=line.pk).update(time_ms=600_000 + position * 1500, road_order=position + 1)
    address = PAGE.replace("meeting-1", session.event.slug)
    rows = read_table(find(get_page(client, f"{address}?table=club-cup:gentleman"), "table"))

    assert [row[3] for row in rows] == ["10:01.500", "+3.000"]
    caption = read_text(find(get_page(client, address), "caption"))
    assert "Win for Ann, 1.500 s ahead of Bob." in caption


@pytest.mark.parametrize("field", [FIELD[1:2], FIELD[1:4]])
def test_one_row_and_three_take_the_same_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    session = run_race(field)
    with django_assert_num_queries(29):
        get_page(client, f"{PAGE.replace('meeting-1', session.event.slug)}?table=club-cup:gentleman")
