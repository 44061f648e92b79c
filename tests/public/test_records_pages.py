"""The pages of records: shareable addresses, ties, sentences instead of errors, in two languages."""

import pytest
from django.test import Client

from championships.models import Season
from tests.factories import make_championship, make_driver, make_event, make_season
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import SetClock, days, publish_order
from tests.queries.test_figures import make_complete_season, run_meetings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stand_after_the_season(set_clock: SetClock) -> None:
    set_clock(days(50))


def run_cup(since: int | None = 2025) -> Season:
    season = make_complete_season(since=since)
    run_meetings(season, ("ann", "bob", "cid"), ("bob", "ann", "cid"), ("cid", "ann", "bob"), ("ann", "cid", "bob"))
    return season


def test_the_table_shows_ties_and_the_latest_race(client: Client) -> None:
    run_cup()
    root = get_page(client, "/en/records/club-cup/")
    assert read_table(find_all(root, "table")[0]) == [
        ["1", "Ann", "2", "latest Meeting 4 2025, Race"],
        ["2 =", "Bob", "1", "latest Meeting 2 2025, Race"],
        ["2 =", "Cid", "1", "latest Meeting 3 2025, Race"],
    ]
    assert "Every result since 2025 is held here." in read_text(find(root, "main"))


def test_an_open_history_is_said_and_runs_are_silent(client: Client) -> None:
    run_cup(since=None)
    assert "Known results only" in read_text(find(get_page(client, "/en/records/club-cup/"), "main"))
    root = get_page(client, "/en/records/club-cup/?kind=wins-in-a-row")
    assert find_all(root, "table") == []
    assert "Runs are told only where every result is held." in read_text(find(root, "main"))
    assert "Les séries ne sont données" in read_text(
        find(get_page(client, "/fr/records/club-cup/?kind=wins-in-a-row"), "main")
    )


def test_every_kind_answers_in_both_languages(client: Client) -> None:
    run_cup()
    form = find(get_page(client, "/en/records/club-cup/"), "select", id="ask-kind")
    kinds = [option.get("value") for option in form]
    assert len(kinds) == 13
    for kind in kinds:
        for language in ("fr", "en"):
            get_page(client, f"/{language}/records/club-cup/?kind={kind}&category=&circuit=hilltop&from=&to=")


@pytest.mark.parametrize(
    "query",
    ["kind=x", "page=0", "page=99", "page=-1", "page=x", "page=²", "from=1900", "to=x", "category=x", "circuit=x",
     "page=99999999999999999999", "kind=wins%00", "circuit=%F0%9F%8F%81"],
)  # fmt: skip
def test_a_question_nobody_can_answer_is_not_found(client: Client, query: str) -> None:
    run_cup()
    assert client.get(f"/en/records/club-cup/?{query}").status_code == 404


def test_an_unknown_championship_is_not_found(client: Client) -> None:
    assert client.get("/en/records/no-cup/").status_code == 404
    assert client.get("/en/records/?championship=no%20cup").status_code == 404


def test_the_address_of_a_championship_keeps_the_question(client: Client) -> None:
    run_cup()
    answer = client.get("/en/records/?championship=club-cup&kind=poles")
    assert (answer.status_code, answer["Location"]) == (302, "/en/records/club-cup/?kind=poles")


def test_pages_follow_each_other(client: Client) -> None:
    run_meetings(make_complete_season(), tuple(f"driver-{number:02d}" for number in range(30)))
    first = get_page(client, "/en/records/club-cup/?kind=starts")
    second = get_page(client, "/en/records/club-cup/?kind=starts&page=2")
    assert find(first, "a", rel="next").get("href") == "?kind=starts&page=2"
    assert find(second, "a", rel="prev").get("href") == "?kind=starts"
    assert len(read_table(find_all(second, "table")[0])) == 5


def test_all_records_name_every_championship_and_what_is_invented(client: Client) -> None:
    run_cup()
    invented = make_season(championship=make_championship("demo-cup", demo=True))
    publish_order(make_event("demo", season=invented).sessions.get(), ("zoe", "ann"))
    root = get_page(client, "/en/records/")
    heads = [read_text(head) for head in find_all(root, "h2")]
    assert heads == ["Club Cup", "Demo Cup"]
    assert "demonstration" in read_text(find(root, "section", aria_labelledby="of-demo-cup"))
    page = get_page(client, "/en/records/demo-cup/")
    assert find(page, "aside", class_="demo") is not None


def test_only_reading_is_allowed(client: Client) -> None:
    run_cup()
    for path in ("records/", "records/club-cup/", "head-to-head/", "head-to-head/ann/bob/"):
        assert client.post(f"/en/{path}").status_code == 405


def test_an_age_without_leave_is_no_record(client: Client) -> None:
    make_driver("ann", born_on="1999-12-31")
    make_driver("bob", born_on="1990-12-31", age_public=True)
    run_cup()
    text = client.get("/en/records/club-cup/?kind=youngest-winner").content.decode()
    assert "Bob" in text
    assert "34 years" in text
    assert "Ann" not in text.split("<main")[1]
    assert "1990" not in text
