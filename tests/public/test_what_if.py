"""What if? The answer of the rules to races the reader imagines; the state is the address."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from championships.models import Season
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
        ["12Bob", "24", "+8", "2"],
        ["13Cid", "22", "+10", "3"],
        ["11Ann", "20", "", "1"],
    ]


def test_an_open_place_stays_open(client: Client) -> None:
    _publish()
    assert [row[1:4] for row in _ask(client, "2-race1=&2-race1=bob")] == [
        ["12Bob", "24", "+8"],
        ["11Ann", "20", ""],
        ["13Cid", "12", ""],
    ]


def test_the_last_race_can_be_run_again(client: Client) -> None:
    _publish()
    # ann 10 + 6, bob 8 + 8, cid 6 + 10.
    rows = _ask(client, "1-race2=cid&1-race2=bob&1-race2=ann")
    assert [row[2].split()[0] for row in rows] == ["16", "16", "16"]


def test_what_cannot_be_meant_is_said(client: Client) -> None:
    _publish()
    page = get_page(client, f"{PAGE}?9-race=ann&2-race1=nobody&2-race1=bob&2-race1=bob")
    assert "“9-race” is no session that can be imagined here." in read_text(find(page, "main"))
    faults = {one.get("aria-describedby"): one for one in find_all(page, "select") if one.get("aria-invalid")}
    assert [read_text(find(page, "p", id=str(name))) for name in faults] == [
        "“nobody” is not in this table: the place stays open.",
        "Bob is named twice: the better place counts.",
    ]
    # Whoever is not in the table gets no place in the answer either.
    assert [row[1] for row in read_table(find(page, "table"))] == ["12Bob", "11Ann", "13Cid"]


def test_the_answer_is_told_in_a_sentence_with_the_title(client: Client) -> None:
    _publish()
    page = get_page(client, f"{PAGE}?2-race1=cid&2-race1=bob&2-race2=bob")
    text = read_text(find(page, "section"))
    assert "Bob would lead with 34 points, 12 points ahead of Cid." in text
    assert "The title would be decided: Bob would be champion." in text
    open_ = read_text(find(get_page(client, f"{PAGE}?2-race1=cid"), "section"))
    assert "The title would still be open to" in open_


def test_the_answer_has_an_address_without_what_was_left_open(client: Client) -> None:
    _publish()
    page = get_page(client, f"{PAGE}?2-race1=&2-race1=bob&2-race1=&2-race1=&2-race2=nobody&7-x=ann&1-race2=")
    link = next(link for link in find_all(page, "a") if read_text(link).startswith("Address of this answer"))
    assert link.get("href") == f"http://testserver{PAGE}?2-race1=&2-race1=bob"


def test_an_older_state_can_be_imagined_further(client: Client) -> None:
    _publish()
    page = get_page(client, f"{PAGE}?as-of=2025-06-02&2-race1=cid")
    assert find(page, "input", name="as-of").get("value") == "2025-06-02"
    assert "“as-of”" not in read_text(find(page, "main"))
    assert client.get(f"{PAGE}?as-of=2025-05-01&2-race1=cid").status_code == 404


STRANGE = ("", "ann", "nobody", "*", "\x00", "<b>", "’" * 3000, "../..", "１", "ann\n", "%", "-1", "None")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "2-race1",
                    "2-race2",
                    "1-race2",
                    "1-race1",
                    "2-race1-fl",
                    "2-race1-pole",
                    "-fl",
                    "",
                    "9-x",
                    "sort",
                    "2-",
                ]
            )
            | st.text(max_size=8),
            st.sampled_from(STRANGE) | st.text(max_size=8),
        ),
        max_size=30,
    )
)
def test_no_query_breaks_a_page(client: Client, pairs: list[tuple[str, str]]) -> None:
    if not Season.objects.exists():
        _publish()
    query = urlencode([(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in pairs])
    for page in ("what-if/", "", "title/", "why/ann/", "table.csv"):
        assert client.get(f"{PAGE.removesuffix('what-if/')}{page}?{query}").status_code in {200, 404}


@pytest.mark.parametrize("rounds", [2, 3])
def test_the_number_of_queries_does_not_depend_on_the_season(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    _publish(rounds=rounds)
    with django_assert_num_queries(32):
        client.get(f"{PAGE}?2-race1=cid")
