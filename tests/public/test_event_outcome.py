"""What an event brought: winners, decisions with what became of the cars, tables before and after; and its states."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Circuit, Decision, Document, Event, RoundSession, Season, Session
from tests.factories import make_category, make_enrolment
from tests.public.pages import find, find_all, get_page, read_heads, read_table, read_text
from tests.public.seasons import SetClock, days, declare, make_published_season, make_table, project, publish_order

pytestmark = pytest.mark.django_db
FIELD = ["ann", "bob", "cid"]


def run_season(*, published: int = 2) -> Season:
    tables = [
        make_table("drivers", "Drivers"),
        make_table("gentleman", "Gentleman", may_appear={"categories": ["gentleman"]}),
    ]
    season = make_published_season(FIELD, rounds=3, tables=tables, published=0)
    make_category("gentleman", championship=season.championship)
    for name in ("bob", "cid"):
        make_enrolment(season=season, driver=name, categories=["gentleman"])
    for number in range(1, published + 1):
        first, second = find_event(season, number).sessions.order_by("order")
        order = FIELD if number == 1 else FIELD[::-1]
        publish_order(first, order, issued_at=days(number))
        publish_order(second, order, issued_at=days(number + 0.5))
    return season


def find_event(season: Season, number: int) -> Event:
    event: Event = season.rounds.get(number=number).event
    return event


def address(event: Event, language: str = "en") -> str:
    return f"/{language}/events/{event.year}/{event.slug}/"


def test_the_winners_of_the_field_and_of_the_class_stand_race_by_race(client: Client, set_clock: SetClock) -> None:
    set_clock(days(9))
    page = get_page(client, address(find_event(run_season(), 1)))
    races = find(page, "ol", class_="races")

    assert [read_text(race, hidden=False) for race in races] == ["Race111AnnG 12 Bob", "Race211AnnG 12 Bob"]


def test_the_tables_after_the_event_stand_beside_those_before_it(client: Client, set_clock: SetClock) -> None:
    set_clock(days(9))
    page = get_page(client, address(find_event(run_season(), 2)))
    drivers = find(page, "div", aria_labelledby="shift-club-cup-drivers")
    table = next(one for one in find_all(drivers, "table"))

    assert read_heads(table) == ["Pos.", "Driver", "Points", "Gained here", "Before"]
    assert [(row[0], *row[2:]) for row in read_table(table)] == [
        ("1 = –", "32", "+12", "1"),
        ("1 = ▲2", "32", "+20", "3"),
        ("3 ▽1", "32", "+16", "2"),
    ]
    caption = read_text(find(page, "caption", id="shift-club-cup-drivers"))
    assert caption.startswith("Club Cup, Drivers. Climbed most: Cid, 2 places gained.")


def test_at_the_first_event_all_points_are_gained_and_nothing_stood_before(client: Client, set_clock: SetClock) -> None:
    set_clock(days(9))
    page = get_page(client, address(find_event(run_season(), 1)))
    table = find_all(find(page, "div", aria_labelledby="shift-club-cup-drivers"), "table")[0]

    assert read_heads(table) == ["Pos.", "Driver", "Points", "Gained here"]
    assert [row[2:] for row in read_table(table)] == [["20", "+20"], ["16", "+16"], ["12", "+12"]]


def test_an_event_to_come_shows_neither_winners_nor_tables(client: Client, set_clock: SetClock) -> None:
    set_clock(days(9))
    page = get_page(client, address(find_event(run_season(), 3)))

    assert [read_text(head) for head in find_all(page, "h2")] == ["Championships", "Timetable and results"]
    assert [row[-1] for row in read_table(find(page, "table"))] == ["not published yet", "not published yet"]


def test_what_is_published_later_is_not_seen(client: Client, set_clock: SetClock) -> None:
    season = run_season()
    set_clock(days(1.2))
    page = get_page(client, address(find_event(season, 1)))

    assert len(list(find(page, "ol", class_="races"))) == 1
    set_clock(days(0.5))
    assert "Winners" not in read_text(get_page(client, address(find_event(season, 1))))


def test_a_declared_table_that_lacks_the_event_tells_nothing_of_it(client: Client, set_clock: SetClock) -> None:
    set_clock(days(9))
    season = make_published_season(["ann"], rounds=2, published=0)
    first = RoundSession.objects.get(round__season=season, round__number=1, key="race2")
    declare(season, [{"driver": "ann", "place": 1}], after=first, complete=False)
    publish_order(find_event(season, 2).sessions.get(slug="race1"), ["bob", "ann"], issued_at=days(2))

    assert "What it changed in the tables" in read_text(get_page(client, address(find_event(season, 1))))
    assert "What it changed in the tables" not in read_text(get_page(client, address(find_event(season, 2))))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("cancelled", "Cancelled The event will not be run."),
        ("postponed", "Postponed The day shown no longer holds"),
    ],
)
def test_a_cancelled_or_postponed_event_says_so(client: Client, state: str, words: str) -> None:
    event = find_event(run_season(published=0), 1)
    Event.objects.filter(pk=event.pk).update(state=state)

    assert words in read_text(get_page(client, address(event)))


def test_a_moved_event_names_both_days(client: Client) -> None:
    event = find_event(run_season(published=0), 1)
    Event.objects.filter(pk=event.pk).update(moved_from="2025-04-01", starts_on="2025-05-03")

    assert "First announced for 1 April 2025, now 3 May 2025." in read_text(get_page(client, address(event)))
    french = read_text(get_page(client, address(event, "fr")))
    assert "D’abord annoncé pour le 1er avril 2025, désormais le 3 mai 2025." in french


def test_the_timetable_tells_venue_time_and_utc_and_is_whole_without_a_script(client: Client) -> None:
    event = find_event(run_season(published=0), 1)
    Circuit.objects.filter(events=event).update(time_zone="Europe/Madrid")
    Session.objects.filter(event=event, slug="race1").update(starts_at="2025-06-07T10:30:00Z")
    page = get_page(client, address(event))
    table = find(page, "table")

    assert read_heads(table) == ["Session", "At the circuit", "UTC", "Result"]
    assert read_table(table)[0][1:3] == ["Saturday 7 June 12:30 UTC+2", "UTC Saturday 10:30"]
    assert [time.get("datetime") for time in find_all(table, "time")][1] == "2025-06-07T10:30:00+00:00"


def test_documents_of_the_board_are_listed_once_published(client: Client, set_clock: SetClock) -> None:
    set_clock(days(1))
    event = find_event(run_season(published=0), 1)
    for title, at in (("Regulations", days(0)), ("Draft", None), ("Minutes", days(5))):
        Document.objects.create(event=event, title_fr=title, title_en=title, file="documents/x.pdf", published_at=at)
    page = get_page(client, address(event))
    links = [read_text(a) for a in find_all(page, "a") if "/documents/" in (a.get("href") or "")]

    assert links == ["Regulations"]


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(("kind", "words"), [("time", "On track 1 → finally 3"), ("reprimand", "")])
def test_what_a_decision_made_of_its_car_stands_beside_it(
    client: Client, set_clock: SetClock, kind: str, words: str
) -> None:
    set_clock(days(9))
    season = run_season(published=0)
    session = find_event(season, 1).sessions.get(slug="race1")
    bulletin = publish_order(session, FIELD)
    bulletin.sheet.origin = "timing"
    bulletin.sheet.save()
    for order, line in enumerate(bulletin.sheet.lines.order_by("order"), start=1):
        line.road_order, line.stated_place, line.time_ms = order, None, 60_000 + 1000 * order
        line.save()
    decision = Decision.objects.create(
        session=session,
        kind=kind,
        entry=session.event.entries.get(crew__driver__slug="ann"),
        amount=5,
        document="D-1",
        issued_at=days(0),
        effective_at=days(0),
        recorded_at=days(0),
    )
    bulletin.decisions.add(decision)
    project(season)
    for page in (address(session.event), f"{address(session.event)}race1/"):
        text = read_text(get_page(client, page))
        assert "Decision D-1" in text
        assert ("On track 1" in text) is bool(words)
        assert words in text


@pytest.mark.parametrize("published", [1, 2])
def test_one_round_and_two_take_the_same_queries(
    client: Client, set_clock: SetClock, django_assert_num_queries: DjangoAssertNumQueries, published: int
) -> None:
    set_clock(days(9))
    event = find_event(run_season(published=published), 1)
    with django_assert_num_queries(33):
        get_page(client, address(event))
