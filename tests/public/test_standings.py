"""The page of a table: columns, ties, classes, dropped results, declared tables, addresses that do not exist."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import RoundSession, RuleBook, Season, StatedFact
from tests.factories import NOON, make_category, make_driver, make_enrolment, make_source
from tests.public.pages import find, find_all, get_page, read_heads, read_table, read_text
from tests.public.seasons import SetClock, days, declare, make_published_season, make_table, publish_order

pytestmark = pytest.mark.django_db
PAGE = "/en/club-cup/2025/standings/drivers/"


def read_rows(client: Client, address: str = PAGE) -> list[list[str]]:
    return read_table(find(get_page(client, address), "table"))


def test_every_race_has_a_column_and_those_to_come_are_empty(client: Client) -> None:
    make_published_season(["ann", "bob", "cid"], rounds=3, published=2)
    table = find(get_page(client, PAGE), "table")
    assert read_heads(table)[:7] == ["Pos.", "Driver", "Points", "Gap", "To next", "Wins", "Podiums"]
    races = [read_text(head, hidden=False) for head in find_all(table, "th") if "rc" in (head.get("class") or "")]
    assert races == ["1", "2", "3", "R1", "R2", "R1", "R2", "R1", "R2"]
    assert read_table(table)[0][7:] == ["8", "10", "8", "10", "", ""]


def test_a_shared_place_reads_the_same_in_both_languages(client: Client) -> None:
    season = make_published_season(["ann", "bob"], published=0)
    race1, race2 = season.rounds.get(number=1).event.sessions.order_by("order")
    publish_order(race1, ["cid", "ann", "bob"], issued_at=days(1))
    publish_order(race2, ["cid", "bob", "ann"], issued_at=days(1))
    for language in ("fr", "en"):
        rows = read_rows(client, f"/{language}/club-cup/2025/standings/drivers/")
        assert [row[0] for row in rows] == ["1", "2 =", "2 ="]
    assert "Ann and Bob share place 2." in read_text(find(get_page(client, PAGE), "caption"))


def test_french_writes_a_decimal_comma_and_a_true_minus(client: Client) -> None:
    make_published_season(["ann", "bob"], points=["10.5", "8"])
    first, second = read_rows(client, "/fr/club-cup/2025/standings/drivers/")
    assert (first[2], second[2]) == ("18,5\N{EN DASH}", "18,5\N{EN DASH}")
    publish_order(Season.objects.get().rounds.get(number=2).event.sessions.get(slug="race1"), ["ann", "bob"])
    _first, second = read_rows(client, "/fr/club-cup/2025/standings/drivers/")
    assert second[3] == "\N{MINUS SIGN}2,5"
    assert read_rows(client)[1][3] == "\N{MINUS SIGN}2.5"


def test_the_place_overall_and_in_the_class_stand_on_one_row(client: Client) -> None:
    tables = [
        make_table("drivers", "Drivers"),
        make_table("gentleman", "Gentleman", may_appear={"categories": ["gentleman"]}),
    ]
    season = make_published_season(["ann", "bob", "cid"], tables=tables, published=0)
    make_category("gentleman", championship=season.championship)
    for name in ("bob", "cid"):
        make_enrolment(season=season, driver=name, categories=["gentleman"])
    publish_order(season.rounds.get(number=1).event.sessions.get(slug="race1"), ["ann", "bob", "cid"])
    assert [(row[0], row[2]) for row in read_rows(client)] == [("1", ""), ("2", "G 1"), ("3", "G 2")]
    signs = find_all(find(get_page(client, PAGE), "table"), "td")
    assert "G Gentleman 1" in {read_text(cell).replace("GGentleman", "G Gentleman") for cell in signs}
    rows = read_rows(client, "/en/club-cup/2025/standings/gentleman/")
    assert [(row[0], row[2]) for row in rows] == [("1", "2"), ("2", "3")]


def test_dropped_results_are_marked_and_gross_stands_beside_net(client: Client) -> None:
    block = make_table("drivers", "Drivers", counting=[{"from": 1, "to": None, "best": 1}])
    make_published_season(["ann", "bob"], tables=[block], rounds=2, published=2)
    page = get_page(client, PAGE)
    assert read_heads(find(page, "table"))[3] == "Gross"
    ann = read_table(find(page, "table"))[0]
    assert (ann[0], ann[2], ann[3]) == ("1 = \N{EN DASH}", "18\N{EN DASH}", "36")
    struck = [read_text(element, hidden=False) for element in find_all(page, "s")]
    assert struck[:2] == ["(10)", "(8)"]
    assert "Results in brackets are dropped" in read_text(find(page, "caption"))


def test_a_retirement_is_a_word_and_explained_below(client: Client) -> None:
    season = make_published_season(["ann"], published=0)
    session = season.rounds.get(number=1).event.sessions.get(slug="race1")
    publish_order(session, ["ann", "bob"], statuses={"bob": "DNF"})
    publish_order(season.rounds.get(number=1).event.sessions.get(slug="race2"), ["bob", "ann"])
    rows = {row[1]: row for row in read_rows(client, "/fr/club-cup/2025/standings/drivers/")}
    assert rows["12BobRed Team"][7] == "ab"
    assert "ab abandon" in read_text(get_page(client, "/fr/club-cup/2025/standings/drivers/"))


def test_after_a_round_and_after_a_race_of_it(client: Client) -> None:
    make_published_season(["ann", "bob"], rounds=3, published=2)
    assert [row[2] for row in read_rows(client, PAGE + "after-1/")] == ["18\N{EN DASH}", "18\N{EN DASH}"]
    after_race = read_rows(client, PAGE + "after-1-race1/")
    assert [(row[0], row[2]) for row in after_race] == [("1", "10\N{EN DASH}"), ("2", "8\N{MINUS SIGN}2")]
    assert after_race[0][7:] == ["10", "", "", "", "", ""]
    page = get_page(client, PAGE + "after-1-race1/")
    assert read_text(find(page, "a", aria_current="page", href=PAGE + "after-1-race1/")) == "Race1"


@pytest.mark.parametrize(
    "address",
    [
        "/en/unknown/2025/standings/drivers/",
        "/en/club-cup/1999/standings/drivers/",
        "/en/club-cup/2025/standings/unknown/",
        PAGE + "after-2/",
        PAGE + "after-9/",
        PAGE + "after-1-sprint/",
    ],
)
def test_what_is_unknown_or_not_published_is_not_found(client: Client, address: str) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=1)
    assert client.get(address).status_code == 404


def test_what_is_still_to_come_is_not_found_until_its_time(client: Client, set_clock: SetClock) -> None:
    make_published_season(["ann", "bob"], rounds=3, published=2)
    set_clock(days(0.5))
    assert client.get(PAGE).status_code == 404
    set_clock(days(1.7))
    assert client.get(PAGE + "after-2/").status_code == 404
    assert "AfterMeeting 1" in read_text(get_page(client, PAGE))
    set_clock(days(3))
    assert client.get(PAGE + "after-2/").status_code == 200


def test_a_provisional_race_says_so_with_its_protest_window(client: Client) -> None:
    season = make_published_season(["ann"], published=0)
    session = season.rounds.get(number=1).event.sessions.get(slug="race1")
    publish_order(session, ["ann", "bob"], state="provisional", protest_until=days(1))
    page = get_page(client, PAGE)
    tag = find(page, "p", class_="prv")
    assert read_text(tag) == "Provisional Meeting 1, Race1, protests until 2 June 2025, 14:00 (UTC+2)."
    heads = [read_text(head) for head in find_all(page, "th") if "pv" in (head.get("class") or "").split()]
    assert heads == ["R1Meeting 1, Race1* provisional"]


def declare_leaders(season: Season) -> None:
    after = RoundSession.objects.get(round__season=season, round__number=1, key="race2")
    rows = [
        {"driver": "ann", "place": 1, "points": "205", "wins": 5},
        {"driver": "bob", "place": 2, "points": "196.5"},
        {"driver": "cid", "place": 7, "tied": True},
    ]
    declare(season, rows, after=after, complete=False, issued_at=days(2))


def make_hypothetical_season() -> Season:
    season = make_published_season(["ann", "bob"], published=0, standing=RuleBook.Standing.HYPOTHESIS)
    declare_leaders(season)
    return season


def test_a_table_published_elsewhere_names_its_source_and_says_what_is_unknown(client: Client) -> None:
    make_hypothetical_season()
    page = get_page(client, "/fr/club-cup/2025/standings/drivers/")
    rows = read_table(find(page, "table"))
    assert [row[0] for row in rows] == ["1", "2", "7 ="]
    assert [row[2:] for row in rows] == [
        ["205\N{EN DASH}", "\N{EN DASH}", "", "5"],
        ["196,5\N{MINUS SIGN}8,5", "\N{MINUS SIGN}8,5", "\N{MINUS SIGN}8,5", "n.d."],
        ["n.d.", "n.d.", "n.d.", "n.d."],
    ]
    assert {read_text(one) for one in find_all(page, "span") if one.get("class") == "np"} == {"n.d.non communiqué"}
    text = read_text(page)
    assert "Publié ailleurs Paddock gazette, 3 juin 2025." in text
    assert "le classement est partiel" in text
    assert "n’est connu qu’en partie" in text
    assert "Cid partage la 7e place avec un concurrent que la source ne nomme pas." in text


def test_sessions_that_a_declared_table_lacks_are_named(client: Client) -> None:
    season = make_published_season(["ann", "bob"], rounds=3, published=0)
    declare_leaders(season)
    publish_order(season.rounds.get(number=2).event.sessions.get(slug="race1"), ["bob", "ann"], issued_at=days(3))
    text = read_text(get_page(client, PAGE))
    assert "Not in this table Meeting 2, Race1." in text
    assert read_rows(client)[0][2] == "205\N{EN DASH}"


def test_a_table_links_only_to_tables_that_exist(client: Client) -> None:
    season = make_hypothetical_season()
    publish_order(season.rounds.get(number=1).event.sessions.get(slug="race1"), ["bob", "ann"], issued_at=days(1))
    page = get_page(client, PAGE)
    stops = [link.get("href") or "" for link in find_all(page, "a") if "/after-" in (link.get("href") or "")]
    kept = ["after-1/", "after-1/print/", "after-1/table.csv", "after-1/table.xlsx", "after-1/table.json"]
    assert stops == [PAGE + stop for stop in kept]
    assert [client.get(stop).status_code for stop in stops] == [200] * len(kept)


def test_wins_that_only_another_source_states_stand_in_the_row_with_it(client: Client) -> None:
    season = make_hypothetical_season()
    StatedFact.objects.create(
        kind=StatedFact.Kind.SEASON_FIGURE,
        driver=make_driver("bob"),
        season=season,
        value={"name": "wins", "count": 3, "after_round": 1},
        source=make_source("a-count-of-wins"),
        issued_at=days(2),
        recorded_at=NOON,
    )
    page = get_page(client, PAGE)
    assert [row[5] for row in read_table(find(page, "table"))] == ["5", "3†", "n/p"]
    assert "A count of wins" in read_text(page)


def test_a_tie_tells_which_step_split_it(client: Client) -> None:
    make_published_season(["ann", "bob", "cid"], points=["10", "5", "5"])
    text = read_text(find(get_page(client, PAGE), "details"))
    assert "Level on 15 points: Bob is ahead of Ann, 2nd place 1 against 0." in text


def test_every_page_of_an_invented_championship_says_so(client: Client) -> None:
    season = make_published_season(["ann"])
    season.championship.demo = True
    season.championship.save()
    for address in (PAGE, "/en/club-cup/2025/", PAGE + "after-1/"):
        line = find(get_page(client, address), "aside", class_="demo")
        assert read_text(line) == "Demonstration. Club Cup is invented: championship, people, teams and results."


def test_names_are_escaped(client: Client) -> None:
    season = make_published_season(["ann", "bob"])
    make_driver("bob").__class__.objects.filter(slug="bob").update(name="<b>Bob</b> & Co")
    assert "<b>Bob</b> & Co" in read_rows(client)[0][1] or "<b>Bob</b> & Co" in read_rows(client)[1][1]
    assert "<b>Bob</b>" not in client.get(PAGE).content.decode()
    assert season.tables.count() == 1


@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
def test_a_table_takes_thirty_four_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    make_published_season(field)
    with django_assert_num_queries(34):
        client.get(PAGE)
