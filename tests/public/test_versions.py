"""Every bulletin of a session stays readable for the public, with what it changed."""

import pytest
from django.test import Client
from django.urls import reverse

from championships.models import Session
from championships.officiating.publishing import withdraw
from tests.factories import NOON, after, make_entry, make_event, make_season, make_user, publish_results
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import SetClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def race(set_clock: SetClock) -> Session:
    set_clock(after(60))
    event = make_event(season=make_season())
    for number, driver in (("7", "ann"), ("8", "bob"), ("9", "cy")):
        make_entry(driver, event=event, number=number)
    return event.sessions.get()


def address(session: Session, n: int) -> str:
    return reverse("session-bulletin", args=[session.event.year, session.event.slug, session.slug, n])


def test_an_earlier_bulletin_shows_what_was_published_then(race: Session, client: Client) -> None:
    publish_results(session=race, order=["ann", "bob", "cy"])
    publish_results(session=race, order=["bob", "ann", "cy"], at=after(20))
    first = get_page(client, address(race, 1))
    rows = [row[:2] for row in read_table(find_all(first, "table")[0])]
    assert rows == [["1", "7 Ann"], ["2", "8 Bob"], ["3", "9 Cy"]]
    assert "replaced by a later bulletin" in read_text(find(first, "main", id="main"))
    assert not find_all(first, "ins")


def test_a_later_bulletin_says_line_by_line_what_it_changed(race: Session, client: Client) -> None:
    publish_results(session=race, order=["ann", "bob", "cy"])
    publish_results(session=race, order=["bob", "ann", "cy"], at=after(20))
    second = get_page(client, address(race, 2))
    text = read_text(find(second, "main", id="main"))
    assert "8 Bob: place before: 2 now: 1 (1 place gained)" in text
    assert "7 Ann: place before: 1 now: 2 (1 place lost)" in text
    assert len(find_all(second, "del")) == 2
    assert "this is what stands now" in text


def test_the_page_of_the_session_leads_to_its_earlier_bulletins(race: Session, client: Client) -> None:
    publish_results(session=race, order=["ann", "bob"])
    publish_results(session=race, order=["bob", "ann"], at=after(20))
    page = get_page(client, reverse("session", args=[race.event.year, race.event.slug, race.slug]))
    links = {link.get("href") for link in find_all(page, "a")}
    assert {address(race, 1), address(race, 2)} <= links


def test_a_bulletin_of_the_future_one_that_is_not_there_and_an_unknown_session_are_404(
    race: Session, client: Client, set_clock: SetClock
) -> None:
    publish_results(session=race, order=["ann", "bob"], at=after(20))
    set_clock(after(19))
    assert client.get(address(race, 1)).status_code == 404
    set_clock(after(20))
    assert client.get(address(race, 1)).status_code == 200
    assert client.get(address(race, 2)).status_code == 404
    assert client.get(address(race, 1).replace("/race/", "/rave/")).status_code == 404


def test_a_withdrawal_is_a_bulletin_too_and_names_nobody_of_the_office(race: Session, client: Client) -> None:
    publish_results(session=race, order=["ann", "bob"])
    withdraw(session=race, reason="Wrong session", by=make_user("author"), now=NOON, recorded_at=NOON)
    page = read_text(find(get_page(client, address(race, 2)), "main", id="main"))
    assert "The result was withdrawn by this bulletin." in page
    assert "Wrong session" in page
    assert "author" not in page.lower()


@pytest.mark.parametrize("cars", [1, 3])
def test_the_page_asks_the_same_number_of_queries_whatever_the_field(
    race: Session, client: Client, cars: int, django_assert_num_queries
) -> None:
    publish_results(session=race, order=["ann", "bob", "cy"][:cars])
    publish_results(session=race, order=["ann", "bob", "cy"][:cars][::-1], at=after(20))
    with django_assert_num_queries(15):
        client.get(address(race, 2))
