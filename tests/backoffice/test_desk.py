"""The weekend desk: what stands, what is missing, one next action a session for this person."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from championships import clock
from championships.models import Event, Season, Session
from championships.officiating.amendments import propose_amendment
from championships.officiating.protests import receive_protest
from tests.factories import (
    NOON,
    after,
    make_circuit,
    make_draft,
    make_entry,
    make_event,
    make_official,
    make_season,
    make_session,
    make_user,
    publish_results,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_to(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    set_to(NOON)
    return set_to


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def event(season: Season, at_noon: Callable[[datetime], None]) -> Event:
    return make_event(season=season, circuit=make_circuit("hilltop", time_zone="Europe/Paris"))


def sign_in(username: str, role: str = "clerk", **where: object) -> Client:
    client = Client()
    client.force_login(make_official(username, role, **where))
    return client


def read_desk(client: Client, event: Event) -> str:
    answer = client.get(reverse("admin:desk", args=[event.pk]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def read_next(client: Client, event: Event) -> list[str]:
    """The one button of each session that has one."""
    return re.findall(r'class="button default"[^>]*><span>([^<]+)</span>', read_desk(client, event))


def test_who_does_not_work_for_the_event_gets_404_and_does_not_see_it_in_the_list(event: Event) -> None:
    other = make_season("other-cup")
    stranger = sign_in("stranger", season=other)
    assert stranger.get(reverse("admin:desk", args=[event.pk])).status_code == 404
    assert "Meeting 1" not in stranger.get(reverse("admin:desks")).content.decode()
    assert "Meeting 1" in sign_in("clerk").get(reverse("admin:desks")).content.decode()


def test_weekends_stand_under_now_next_and_past(season: Season, at_noon: Callable[[datetime], None]) -> None:
    for number in (1, 2, 3):
        make_event(season=season, round_number=number)  # 8, 15 and 22 June
    at_noon(after(14 * 24 * 60))  # the 15th
    page = re.sub(r"\s+", " ", sign_in("clerk").get(reverse("admin:desks")).content.decode())
    found = re.findall(r'<h2 id="weekends-(\w+)">|>(Meeting \d)<', page)
    assert [first or second for first, second in found] == [
        "now",
        "Meeting 2",
        "next",
        "Meeting 3",
        "past",
        "Meeting 1",
    ]


def test_the_office_begins_with_the_weekends(event: Event) -> None:
    page = sign_in("clerk").get(reverse("admin:index")).content.decode()
    assert page.index("Race weekends") < page.index("Meeting 1") < page.index('id="content-main"')


def test_a_session_goes_through_its_states_and_each_has_its_next_action(
    event: Event, at_noon: Callable[[datetime], None]
) -> None:
    race = event.sessions.get()
    clerk, timekeeper, steward = sign_in("clerk"), sign_in("timekeeper", "timekeeper"), sign_in("steward", "steward")
    page = read_desk(clerk, event)
    assert "nothing yet" in page
    assert "The event has no entry list." in page
    assert read_next(timekeeper, event) == ["Make the entry list"]
    assert read_next(steward, event) == []
    make_entry("ann", event=event)
    assert read_next(timekeeper, event) == ["Enter the results"]

    make_draft(session=race, order=["ann", "bob"])
    assert "draft with 2 cars" in read_desk(clerk, event)
    assert read_next(clerk, event) == ["Check and publish"]
    assert read_next(timekeeper, event) == ["Go on entering"]

    publish_results(session=race, order=["ann", "bob"])
    page = read_desk(clerk, event)
    assert "since 14:00, protests until 14:30" in page
    assert "times of the venue (Europe/Paris)" in page
    assert read_next(clerk, event) == []

    at_noon(after(30))
    assert "the time for protests ended at 14:30" in read_desk(clerk, event)
    assert read_next(clerk, event) == ["Make it official"]
    publisher = sign_in("publisher")
    assert read_next(publisher, event) == []
    assert "A second person is needed: you had a hand in this result." in read_desk(publisher, event)


def test_a_draft_with_errors_says_how_many_and_leads_back_to_the_draft(event: Event) -> None:
    make_draft(session=event.sessions.get())
    clerk = sign_in("clerk")
    assert "The draft has 1 error." in read_desk(clerk, event)
    assert read_next(clerk, event) == ["Correct the draft"]


def test_an_open_protest_is_said_and_is_the_stewards_to_settle(
    event: Event, at_noon: Callable[[datetime], None]
) -> None:
    race = event.sessions.get()
    publish_results(session=race, order=["ann", "bob"])
    receive_protest(
        session=race,
        from_whom="Red Team",
        subject="Ride height",
        received_at=NOON,
        by=make_user("clerk"),
        now=NOON,
        recorded_at=NOON,
    )
    at_noon(after(40))
    assert "1 protest is open." in read_desk(sign_in("clerk"), event)
    assert read_next(sign_in("clerk"), event) == []
    assert read_next(sign_in("steward", "steward"), event) == ["Settle the protest"]


def test_an_amendment_asks_for_another_person_than_its_author(event: Event) -> None:
    race = event.sessions.get()
    publish_results(session=race, order=["ann", "bob"], official=True)
    author = sign_in("author")
    propose_amendment(session=race, sheet=None, reason="Why", by=make_user("author"), now=NOON, recorded_at=NOON)
    assert read_next(author, event) == []
    assert "A second person is needed" in read_desk(author, event)
    assert read_next(sign_in("second"), event) == ["Confirm the amendment"]


def test_sessions_stand_in_time_order_and_a_cancelled_one_asks_for_nothing(event: Event) -> None:
    early = make_session("qualifying", event=event, order=7, starts_at=after(-120), on_date=None)
    Session.objects.filter(event=event, slug="race").update(starts_at=after(60))
    make_session("practice", event=event, order=9, starts_at=after(-180), state="cancelled")
    page = read_desk(sign_in("clerk"), event)
    assert re.findall(r"<h3>(\w+) <small", page) == ["Practice", "Qualifying", "Race"]
    assert "dimanche" not in page
    make_entry("ann", event=event)
    assert read_next(sign_in("clerk"), event) == ["Enter the results"]  # the race is yet to start
    assert early.name in page


def test_before_its_start_a_race_asks_for_the_grid_its_rule_names(event: Event) -> None:
    qualifying = make_session("qualifying", event=event, order=7, starts_at=after(-120))
    Session.objects.filter(event=event, slug="race").update(starts_at=after(60), grid_from=qualifying)
    make_entry("ann", event=event)
    assert "The grid is not drawn up." in read_desk(sign_in("clerk"), event)
    assert read_next(sign_in("clerk"), event) == ["Enter the results", "Draw up the grid"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_number_of_queries_whatever_its_sessions(
    season: Season, at_noon: Callable[[datetime], None], count: int, django_assert_num_queries
) -> None:
    names = [f"race{number}" for number in range(count)]
    event = make_event(season=season, sessions=names, round_number=4)
    for name in names:
        publish_results(session=event.sessions.get(slug=name), order=["ann", "bob"])
        make_draft(session=event.sessions.get(slug=name), order=["bob", "ann"])
    client = sign_in("clerk")
    read_desk(client, event)
    with django_assert_num_queries(25):
        read_desk(client, event)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_weekends_asks_the_same_number_of_queries_whatever_their_number(
    season: Season, at_noon: Callable[[datetime], None], count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        make_entry("ann", event=make_event(season=season, round_number=number + 1))
    client = sign_in("clerk")
    client.get(reverse("admin:desks"))
    with django_assert_num_queries(7):
        client.get(reverse("admin:desks"))
