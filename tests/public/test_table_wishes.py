"""What a reader may wish of a table by its address: another order, every race on a narrow screen, and files of it."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from championships.models import Season
from tests.factories import make_driver
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import days, declare, make_published_season, make_table, publish_order
from tests.queries.test_figures import make_sprint_season

pytestmark = pytest.mark.django_db
PAGE = "/en/club-cup/2025/standings/drivers/"


def read_names(client: Client, query: str) -> list[str]:
    """The given names of the first three drivers of the season, in the order of the table."""
    rows = read_table(find(get_page(client, PAGE + query), "table"))
    return [name for row in rows for name in ("Ann", "Bob", "Cid") if name in "".join(row[1:2])]


def make_three() -> Season:
    """Three races: cid 26 with a win, ann 22 with two, bob 20 with none."""
    season = make_published_season(["ann"], published=0)
    for name, family in (("ann", "Zoé"), ("bob", "Éclair"), ("cid", "Durand")):
        driver = make_driver(name)
        driver.name = f"{name.capitalize()} {family}"
        driver.save()
    races = [race for held in season.rounds.order_by("number") for race in held.event.sessions.order_by("order")]
    orders = [["ann", "cid", "bob"], ["ann", "cid", "bob"], ["cid", "bob", "x", "y", "z", "u", "ann"]]
    for number, (race, order) in enumerate(zip(races, orders, strict=False)):
        publish_order(race, order, issued_at=days(1 + number))
    return season


def test_rank_is_the_order_unless_another_is_asked_for(client: Client) -> None:
    make_three()
    assert read_names(client, "") == ["Cid", "Ann", "Bob"]
    assert read_names(client, "?sort=-wins") == ["Ann", "Cid", "Bob"]
    assert read_names(client, "?sort=points") == ["Bob", "Ann", "Cid"]
    for nonsense in ("?sort=", "?sort=luck", "?sort=--wins", "?sort=-", "?sort=wins%00", "?view=sideways", "?sort=gap"):
        assert read_names(client, nonsense) == ["Cid", "Ann", "Bob"]


def test_names_are_sorted_as_a_reader_looks_for_them(client: Client) -> None:
    make_three()
    assert read_names(client, "?sort=competitor") == ["Cid", "Bob", "Ann"]  # Durand, Éclair, Zoé
    assert read_names(client, "?sort=-competitor") == ["Ann", "Bob", "Cid"]


def test_a_sorted_table_says_so_to_eye_and_ear_and_leads_back(client: Client) -> None:
    make_three()
    page = get_page(client, f"{PAGE}after-2/?sort=-wins&view=all")
    head = find(page, "th", aria_sort="descending")
    assert read_text(head) == "Wins ▼"
    assert not [cell for cell in find_all(page, "td") if cell.get("aria-sort")]
    assert find(head, "a").get("href") == f"{PAGE}after-2/?sort=wins&view=all"
    assert "Sorted otherwise" in read_text(find(page, "main"))
    back = [link.get("href") for link in find_all(page, "a") if "order of the championship" in read_text(link)]
    assert back == [f"{PAGE}after-2/?view=all"]
    plain = get_page(client, PAGE)
    assert not [head for head in find_all(plain, "th") if head.get("aria-sort")]
    assert "Sorted otherwise" not in read_text(find(plain, "main"))


def test_an_order_goes_along_with_the_instant_and_the_stop(client: Client) -> None:
    make_three()
    page = get_page(client, f"{PAGE}?as-of=2025-06-02&sort=-podiums")
    links = {link.get("href") or "" for link in find_all(find(page, "main"), "a")}
    assert f"{PAGE}after-1/?as-of=2025-06-02&sort=-podiums" in links
    assert f"{PAGE}?as-of=2025-06-02&sort=-wins" in links
    assert f"{PAGE}?as-of=2025-06-02" in links


def test_a_table_in_short_can_be_asked_for_whole(client: Client) -> None:
    make_three()
    short, whole = get_page(client, PAGE), get_page(client, f"{PAGE}?view=all")
    assert find(short, "div", class_="tw short") is not None
    assert find(whole, "div", class_="tw") is not None
    assert [link.get("href") for link in find_all(short, "a") if read_text(link) == "All races"] == [f"{PAGE}?view=all"]
    assert [link.get("href") for link in find_all(whole, "a") if read_text(link) == "Last meeting only"] == [PAGE]
    kept = [read_text(head) for head in find_all(short, "th") if "lm" in (head.get("class") or "").split()]
    assert kept[0].startswith("2")
    assert len(kept) == 3  # the meeting and its two races


def test_the_title_line_stands_under_the_last_who_can_still_win(client: Client) -> None:
    season = make_published_season(["ann"], published=0)
    (first, second), (third, _left) = (
        held.event.sessions.order_by("order") for held in season.rounds.order_by("number")
    )
    for race in (first, second, third):
        publish_order(race, ["ann", "bob", "cid", "dee"], issued_at=days(1))
    # ann 30, bob 24, cid 18, dee 15; one race left, of 10 points.
    page = get_page(client, PAGE)
    rows = read_table(find(page, "table"))
    assert [row[0].split()[0] for row in rows] == ["1", "2", "Title", "3", "4"]
    assert rows[2] == ["Title line: above it, still possible champions (10 points to be won: Meeting 2)."]
    assert "Can still be champion2" in read_text(find(page, "dl"))
    bars = [row.get("class") for row in find_all(find(page, "tbody"), "tr")]
    assert bars == ["ba", "ba", "cut", "ba", None]
    assert not [row for row in find_all(get_page(client, f"{PAGE}?sort=-wins"), "tr") if row.get("class") == "cut"]


def test_where_the_title_cannot_be_told_no_line_is_drawn(client: Client) -> None:
    bonus = {"kind": "places_gained", "points": "1"}
    races = {name: {"table": "race", "bonuses": [bonus]} for name in ("race1", "race2")}
    make_published_season(["ann", "bob"], tables=[make_table("drivers", "Drivers", sessions=races)])
    page = get_page(client, PAGE)
    assert not [row for row in find_all(page, "tr") if row.get("class") == "cut"]
    assert "champion" not in read_text(find(page, "dl"))


def test_the_check_of_the_points_stands_under_the_table(client: Client) -> None:
    bonus = {"kind": "fastest_lap", "points": "0.5"}
    races = {name: {"table": "race", "bonuses": [bonus]} for name in ("race1", "race2")}
    block = make_table(
        "drivers", "Drivers", counting=[{"from": 1, "to": None, "best": 1, "unit": "session"}], sessions=races
    )
    season = make_published_season(["ann"], published=0, tables=[block])
    first, second = season.rounds.get(number=1).event.sessions.order_by("order")
    publish_order(first, ["ann", "bob"], fastest="ann")
    publish_order(second, ["bob", "ann"])
    text = read_text(find(get_page(client, PAGE), "main"))
    assert (
        "Check: 36 points from the places in the races and 0.5 points as bonuses, less 16 points dropped: "
        "the table adds up to 20.5 points. 36 + 0.5 − 16 = 20.5" in text
    )
    french = read_text(find(get_page(client, PAGE.replace("/en/", "/fr/")), "main"))
    assert "36 + 0,5 − 16 = 20,5" in french
    declare(season, [{"driver": "ann", "place": 1, "points": "9"}],
            after=season.rounds.get(number=1).round_sessions.get(key="race2"))  # fmt: skip
    assert "Check:" not in read_text(find(get_page(client, PAGE), "main"))


def test_every_row_is_told_in_a_sentence(client: Client) -> None:
    make_published_season(["ann", "bob", "cid"], rounds=2, published=2)
    text = read_text(find(get_page(client, PAGE), "main"))
    assert "Place 1: Bob, 36 points, 2 wins, 4 podiums, unchanged." in text
    assert "Place 2: Ann, 32 points, 4 points behind the leader, 2 wins, 4 podiums, unchanged." in text


def test_a_sprint_gives_a_table_no_podium(client: Client) -> None:
    make_sprint_season()
    text = read_text(find(get_page(client, PAGE), "main"))
    assert "Place 1: Ann, 36 points, 2 wins, 2 podiums, unchanged." in text
    assert "Place 2: Bob, 30 points, 6 points behind the leader, unchanged." in text


def test_two_of_one_name_are_told_apart_in_short(client: Client) -> None:
    make_published_season(["ann", "bob"])
    for name in ("ann", "bob"):
        driver = make_driver(name)
        driver.name = f"{name.capitalize()} Bougie"
        driver.save()
    hidden = [element for element in find_all(get_page(client, PAGE), "span") if element.get("class") == "fn"]
    assert hidden == []


# --- Files -----------------------------------------------------------------------------------------


def read_csv(client: Client, address: str, separator: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def test_a_csv_holds_the_table_shown_in_the_language_of_its_address(client: Client) -> None:
    make_published_season(["ann", "bob"], points=["10.5", "8"])
    heads, first, second = read_csv(client, f"{PAGE}table.csv", ",")
    assert heads[:8] == ["Place", "Shared", "Driver", "Number", "Team", "Class", "Points", "Gross"]
    assert heads[8:14] == ["Dropped", "Deducted", "Gap", "To next", "Wins", "Podiums"]
    assert heads[15:] == [
        "Meeting 1, Race1",
        "Meeting 1, Race2",
        "Meeting 2, Race1",
        "Meeting 2, Race2",
        "Results dropped",
    ]
    assert first[:8] == ["1", "yes", "Ann", "11", "Red Team", "", "18.5", "18.5"]
    assert first[15:] == ["10.5", "8", "", "", ""]
    assert second[:3] == ["1", "yes", "Bob"]
    heads, first, _second = read_csv(client, f"{PAGE.replace('/en/', '/fr/')}table.csv", ";")
    assert (heads[0], heads[2], first[6]) == ("Place", "Pilote", "18,5")


def test_a_workbook_holds_figures_as_figures_and_numbers_of_cars_as_text(client: Client) -> None:
    season = make_published_season(["ann", "bob"], points=["10.5", "8"])
    season.rounds.get(number=1).event.entries.filter(number="11").update(number="007")
    answer = client.get(f"{PAGE}after-1-race1/table.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[1][:8] == (1, None, "Ann", "007", "Red Team", None, 10.5, 10.5)
    assert answer["Content-Disposition"] == 'attachment; filename="club-cup-2025-drivers-after-1-race1.xlsx"'


def test_no_name_becomes_a_formula(client: Client) -> None:
    make_published_season(["ann"])
    make_driver("ann").__class__.objects.filter(slug="ann").update(name="=HYPERLINK(1)")
    assert read_csv(client, f"{PAGE}table.csv", ",")[1][2] == "'=HYPERLINK(1)"


def test_a_figure_no_decimal_can_write_stays_exact(client: Client) -> None:
    make_published_season(["ann", "bob"], points=["50/3", "8"])
    assert read_csv(client, f"{PAGE}after-1-race1/table.csv", ",")[1][6] == "50/3"


def test_a_json_file_is_the_answer_of_the_api(client: Client) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=2)
    file = client.get(f"{PAGE}after-1/table.json?as-of=2025-06-04").json()
    address = "/api/v1/championships/club-cup/seasons/2025/standings/drivers"
    answer = client.get(f"{address}?after=1&as-of=2025-06-04&lang=en")
    assert [(row["competitor"]["name"], row["points"]) for row in file["rows"]] == [("Ann", "18"), ("Bob", "18")]
    assert file == answer.json()


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_file_is_of_the_instant_asked_for_and_not_sent_twice(client: Client, form: str) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=2)
    newest = client.get(f"{PAGE}table.{form}")
    older = client.get(f"{PAGE}table.{form}?as-of=2025-06-02")
    assert newest["ETag"] != older["ETag"]
    again = client.get(f"{PAGE}table.{form}", headers={"if-none-match": newest["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for missing in (f"after-9/table.{form}", f"table.{form}.pdf", f"table.{form}?as-of=2031-01-01"):
        assert client.get(PAGE + missing).status_code == 404
