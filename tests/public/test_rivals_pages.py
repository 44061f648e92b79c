"""The pages of two rivals: one address a pair, a form without a script, everything said in words."""

import pytest
from django.test import Client

from championships.models import DriverMerge
from tests.factories import make_driver, make_entry, make_event, make_user, publish_results
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import SetClock, days
from tests.queries.test_figures import make_complete_season, run_meetings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stand_after_the_season(set_clock: SetClock) -> None:
    set_clock(days(50))


def run_duel() -> None:
    run_meetings(make_complete_season(), ("ann", "cid", "bob"), ("bob", "ann", "cid"), ("ann", "bob", "cid"))


def test_a_pair_has_one_address(client: Client) -> None:
    run_duel()
    answer = client.get("/en/head-to-head/bob/ann/?class=x")
    assert (answer.status_code, answer["Location"]) == (301, "/en/head-to-head/ann/bob/?class=x")


def test_the_answer_stands_in_a_sentence_and_in_the_slots(client: Client) -> None:
    run_duel()
    text = read_text(find(get_page(client, "/en/head-to-head/ann/bob/"), "main"))
    assert "Ann leads Bob 2 to 1, in 3 races in common." in text
    french = read_text(find(get_page(client, "/fr/head-to-head/ann/bob/"), "main"))
    assert "Ann mène 2 à 1 face à Bob, en 3 courses communes." in french
    root = get_page(client, "/en/head-to-head/bob/cid/")
    slots = [read_text(find(slot, "a", class_="who")) for slot in find(root, "ol", class_="slots rivals")]
    assert slots == ["Bob", "Cid"]


def test_every_race_is_listed_with_the_points_of_both(client: Client) -> None:
    run_duel()
    root = get_page(client, "/en/head-to-head/ann/bob/")
    races = [row[1:] for row in read_table(find_all(root, "table")[-1])]
    assert races == [
        ["Ann 1", "Bob 2", "Points Club Cup 10–8"],
        ["Ann 2", "Bob 1", "Points Club Cup 8–10"],
        ["Ann 1", "Bob 3", "Points Club Cup 10–6"],
    ]
    assert read_text(find(root, "section", aria_labelledby="gap-1")).startswith("The gap")


def test_two_who_never_met_are_told_so(client: Client) -> None:
    run_duel()
    make_driver("zoe")
    text = read_text(find(get_page(client, "/en/head-to-head/ann/zoe/"), "main"))
    assert "No race that both started in two cars is known here." in text


def test_a_race_in_one_car_is_left_out_and_listed(client: Client) -> None:
    event = make_event("spring", season=make_complete_season())
    car = make_entry("ann", "bob", event=event, number="7")
    publish_results(session=event.sessions.get(), order=[car, "cid"], at=days(1))
    section = find(get_page(client, "/en/head-to-head/ann/bob/"), "section", aria_labelledby="shared")
    assert "They shared a car in these races, which count for neither." in read_text(section)
    assert "Spring 2025, Race" in read_text(section)


@pytest.mark.parametrize("path", ["ann/nobody/", "ann/ann/", "ann/bob/?class=junior"])
def test_what_is_unknown_is_not_found(client: Client, path: str) -> None:
    run_duel()
    assert client.get(f"/en/head-to-head/{path}").status_code == 404


def merge(slug: str, *, into: str) -> None:
    DriverMerge.objects.create(
        kept=make_driver(into), lost_slug=slug, lost_name=slug, actor=make_user(), recorded_at=days(1)
    )


def test_a_merged_driver_leads_to_the_one_kept(client: Client) -> None:
    run_duel()
    merge("zzz", into="bob")
    answer = client.get("/en/head-to-head/ann/zzz/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/head-to-head/ann/bob/")
    merge("yyy", into="ann")
    assert client.get("/en/head-to-head/ann/yyy/").status_code == 404


def test_the_form_leads_to_the_pair_or_says_whom_it_may_mean(client: Client) -> None:
    run_duel()
    make_driver("anna")
    found = client.get("/en/head-to-head/?a=Bob&b=cid")
    assert (found.status_code, found["Location"]) == (302, "/en/head-to-head/bob/cid/")
    text = read_text(find(get_page(client, "/en/head-to-head/?a=an&b=nobody"), "main"))
    assert "Anna" in text
    assert "No driver of that name is known." in text
    same = read_text(find(get_page(client, "/en/head-to-head/?a=bob&b=Bob"), "main"))
    assert "Choose two different drivers." in same
    get_page(client, "/fr/head-to-head/")
    get_page(client, "/fr/head-to-head/?a=%3Cb%3E&b=" + "x" * 500)


@pytest.mark.parametrize("odd", ["%00", "ann%00", "%FF%FE", "a" * 10_000])
def test_a_name_that_nobody_can_type_is_nobodys(client: Client, odd: str) -> None:
    make_driver("ann")
    answer = client.get(f"/en/head-to-head/?a={odd}&b=ann")
    assert answer.status_code in {200, 302}
