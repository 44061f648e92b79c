"""The home page and the entrance: language, next event by the clock, leaders with gaps, latest winners."""

from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Championship, Event, Preview, RoundSession
from championships.officiating.measures import Measure
from championships.officiating.verdicts import sign
from tests.factories import (
    after,
    find_entry,
    make_category,
    make_circuit,
    make_enrolment,
    make_entry,
    make_event,
    make_rules,
    make_season,
    make_session,
    make_user,
    publish_results,
)
from tests.public.pages import find, find_all, get_page, read_text
from tests.public.seasons import SetClock, days, declare, make_published_season, make_table, publish_order

pytestmark = pytest.mark.django_db
EVE = datetime(2025, 9, 4, 16, 0, tzinfo=UTC)


def make_next_event(*, preview_at: datetime | None = EVE) -> Event:
    season = make_season("open-trophy")
    for number, day in enumerate((date(2025, 6, 20), date(2025, 9, 5), date(2025, 10, 10)), start=1):
        event = make_event(
            f"meeting-{number}",
            season=season,
            round_number=number,
            circuit=make_circuit("south-park", time_zone="Europe/Paris"),
            starts_on=day,
        )
        if number == 2:
            make_entry("ann", event=event)
            Preview.objects.create(
                event=event,
                title_fr="La rentrée",
                title_en="Back to school",
                lead_fr="Deux pilotes.",
                lead_en="Two drivers.",
                published_at=preview_at,
            )
    return Event.objects.get(slug="meeting-2")


def list_links(page: Element, part: str) -> list[str]:
    return [link.get("href") or "" for link in find_all(page, "a") if part in (link.get("href") or "")]


@pytest.mark.parametrize(
    ("asked", "answer"), [("fr-CA,fr;q=0.9", "/fr/"), ("en-GB,en;q=0.8", "/en/"), ("de", "/fr/"), ("", "/fr/")]
)
def test_the_entrance_chooses_by_the_language_of_the_browser(client: Client, asked: str, answer: str) -> None:
    response = client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response["Location"]) == (302, answer)
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_the_first_link_to_the_next_event_is_its_preview(client: Client, set_clock: SetClock) -> None:
    make_next_event()
    set_clock(EVE)
    for language in ("fr", "en"):
        links = list_links(get_page(client, f"/{language}/"), "/events/2025/meeting-2/")[:3]
        assert links == [
            f"/{language}/events/2025/meeting-2/preview/",
            f"/{language}/events/2025/meeting-2/",
            f"/{language}/events/2025/meeting-2/entries/",
        ]


def test_a_preview_that_is_not_out_is_not_linked(client: Client, set_clock: SetClock) -> None:
    make_next_event(preview_at=datetime(2025, 9, 5, tzinfo=UTC))
    set_clock(EVE)
    assert list_links(get_page(client, "/en/"), "/preview/") == []


@pytest.mark.parametrize(
    ("instant", "title", "countdown"),
    [
        (EVE, "Meeting 2", "D\N{MINUS SIGN}1Tomorrow"),
        (datetime(2025, 9, 4, 22, 30, tzinfo=UTC), "Meeting 2", "NowUnder way"),  # 5 September at the circuit
        (datetime(2025, 9, 5, 23, 0, tzinfo=UTC), "Meeting 3", "D\N{MINUS SIGN}34In 34 days"),
        (datetime(2025, 6, 1, 12, 0, tzinfo=UTC), "Meeting 1", "D\N{MINUS SIGN}19In 19 days"),
    ],
)
def test_the_next_event_follows_the_clock_at_its_venue(
    client: Client, set_clock: SetClock, instant: datetime, title: str, countdown: str
) -> None:
    make_next_event()
    set_clock(instant)
    page = get_page(client, "/en/")
    assert read_text(find(page, "h1")) == title
    assert read_text(find(page, "div", class_="count")).startswith(countdown)


def test_cancelled_and_postponed_events_are_passed_over(client: Client, set_clock: SetClock) -> None:
    event = make_next_event()
    set_clock(EVE)
    for state in (Event.State.CANCELLED, Event.State.POSTPONED):
        Event.objects.filter(pk=event.pk).update(state=state)
        assert read_text(find(get_page(client, "/en/"), "h1")) == "Meeting 3"


def test_the_next_event_tells_which_round_it_is(client: Client, set_clock: SetClock) -> None:
    make_next_event()
    set_clock(EVE)
    assert "Open Trophyround 2 of 3" in read_text(get_page(client, "/en/"))
    assert "manche 2 sur 3" in read_text(get_page(client, "/fr/"))


def test_without_any_event_the_page_stands(client: Client) -> None:
    page = get_page(client, "/fr/")
    assert read_text(find(page, "h1")) == "Paddock"
    assert "Aucun classement n’est encore publié." in read_text(page)


def test_the_leaders_of_each_championship_stand_with_their_gaps(client: Client) -> None:
    make_published_season(["ann", "bob", "cid"], points=["10.5", "8", "5"], tables=[make_table("drivers", "Drivers")])
    slots = [read_text(slot) for slot in find_all(get_page(client, "/fr/"), "li") if slot.get("class") == "slot"]
    assert slots == [
        "121erBobRed Team 18,5 pts",
        "112eAnnRed Team 15,5 pts\N{MINUS SIGN}3 points de retard sur le leader",
    ]
    assert "8 juin 2025" in read_text(find(get_page(client, "/fr/"), "section", id="results"))


def test_a_gap_of_one_point_is_said_in_the_singular(client: Client) -> None:
    make_published_season(["ann", "bob", "cid"], points=["10.5", "8", "7"], tables=[make_table("drivers", "Drivers")])
    for language, words in (("fr", "point de retard sur le leader"), ("en", "point behind the leader")):
        slots = [one for one in find_all(get_page(client, f"/{language}/"), "li") if one.get("class") == "slot"]
        assert read_text(slots[1]).endswith(f"pts\N{MINUS SIGN}1 {words}")


def test_a_place_that_is_not_published_stands_in_no_grid_slot(client: Client) -> None:
    season = make_published_season(["ann", "bob"], published=0)
    last = RoundSession.objects.get(round__season=season, round__number=1, key="race2")
    declare(season, [{"driver": "ann", "place": 1}, {"driver": "bob", "points": "7"}], after=last, complete=False)
    page = get_page(client, "/en/")
    assert len([slot for slot in find_all(page, "li") if slot.get("class") == "slot"]) == 1
    behind = find(find(page, "section", id="championships"), "ol", class_="then")
    assert [read_text(row, hidden=False) for row in behind] == ["n/p Bob 7 pts"]


def test_invented_championships_stand_apart_from_real_ones(client: Client) -> None:
    make_published_season(["ann", "bob"], slug="other-cup")
    Championship.objects.update(demo=True)
    Event.objects.update(demo=True)
    alone = get_page(client, "/en/")
    assert "Other Cup 2025" in read_text(find(alone, "section", id="championships"))
    assert not [one for one in find_all(alone, "h2") if read_text(one) == "Demonstration"]
    make_published_season(["cid", "dee"])
    page = get_page(client, "/en/")
    assert [read_text(one) for one in find_all(find(page, "section", id="championships"), "h3")] == ["Club Cup 2025"]
    assert "Ann" not in read_text(find(page, "section", id="results"))
    apart = read_text(find(page, "section", aria_labelledby="invented"))
    assert "Other Cup 2025" in apart
    assert "Ann" in apart
    assert "Club Cup" not in apart


def test_an_invented_event_is_never_the_next_event_of_a_real_series(client: Client, set_clock: SetClock) -> None:
    make_next_event()
    season = make_season("fairy-cup")
    make_event("fairy", season=season, starts_on=date(2025, 9, 4))
    Championship.objects.filter(slug="fairy-cup").update(demo=True)
    set_clock(EVE)
    page = get_page(client, "/en/")
    assert read_text(find(page, "h1")) == "Meeting 2"
    Championship.objects.filter(slug="open-trophy").update(demo=True)
    assert read_text(find(get_page(client, "/en/"), "h1")) == "Fairy"


@pytest.mark.parametrize(("language", "champion"), [("en", "The champion"), ("fr", "Le champion")])
def test_at_the_end_of_the_season_the_champion_has_the_stage(
    client: Client, set_clock: SetClock, language: str, champion: str
) -> None:
    make_published_season(["ann", "bob"], rounds=1)
    set_clock(days(20))
    assert champion not in read_text(get_page(client, f"/{language}/"))  # level: nobody stands alone at the top
    make_published_season(["cid", "dee", "eve"], rounds=1, slug="open-cup")
    set_clock(days(1.2))
    assert champion not in read_text(get_page(client, f"/{language}/"))
    set_clock(days(20))
    page = get_page(client, f"/{language}/")
    assert read_text(find(page, "h1")) == champion
    assert [read_text(one) for one in find(page, "ol", class_="champions whole")] == ["12Open Cup 2025DeeRed Team"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-200, "H\N{MINUS SIGN}3In 3 hoursFriday 5 SeptemberNext: Race, Friday 09:00time at the circuit, UTC+2"),
        (-25, "25 minIn 25 minutesFriday 5 SeptemberNext: Race, Friday 09:00time at the circuit, UTC+2"),
        (1, "NowUnder waydate at the circuit"),
    ],
)
def test_on_the_day_itself_hours_are_counted_to_the_first_session(
    client: Client, set_clock: SetClock, minutes: int, words: str
) -> None:
    event = make_next_event()
    start = datetime(2025, 9, 5, 7, 0, tzinfo=UTC)
    event.sessions.update(starts_at=start)
    set_clock(start + timedelta(minutes=minutes))
    assert read_text(find(get_page(client, "/en/"), "div", class_="count")) == words


def test_the_next_session_is_not_guessed_where_an_hour_is_missing(client: Client, set_clock: SetClock) -> None:
    event = make_next_event()
    event.sessions.update(on_date=None)
    make_session("race2", event=event, starts_at=datetime(2025, 9, 5, 14, 0, tzinfo=UTC))
    set_clock(EVE)
    assert "Next:" not in read_text(find(get_page(client, "/en/"), "div", class_="count"))


def test_the_season_line_says_in_words_what_it_shows_by_shape(client: Client, set_clock: SetClock) -> None:
    make_next_event()
    Event.objects.filter(slug="meeting-3").update(state="cancelled")
    set_clock(EVE)
    line = find(get_page(client, "/en/"), "ol", class_="line")
    assert [read_text(stop) for stop in line] == [
        "Meeting 1120 June (run)Open Trophy, round 1",
        "Meeting 225 September (next)Open Trophy, round 2",
        "Meeting 3310 October, cancelledOpen Trophy, round 3",
    ]
    assert [stop.get("class") for stop in line] == ["run", "next", "cancelled"]


def test_first_of_each_class_stands_under_the_winner(client: Client) -> None:
    tables = [make_table("drivers", "Drivers"), make_table("g", "Gentleman", may_appear={"categories": ["gentleman"]})]
    season = make_season(rules=make_rules(tables=tables))
    make_category("gentleman", championship=season.championship)
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    event = make_event(season=season, sessions=("race1",))
    publish_order(event.sessions.get(), ["ann", "bob"], issued_at=days(1))
    results = find(get_page(client, "/en/"), "section", id="results")
    assert read_text(find(results, "ol", class_="races")) == "Race1, Meeting 111AnnGGentleman 12 Bob"


def test_the_newest_decisions_say_what_they_changed(client: Client, set_clock: SetClock) -> None:
    event = make_event("spring", season=make_season())
    race = event.sessions.get()
    publish_results(session=race, order=["ann", "bob", "cid"])
    measure = Measure(kind="disqualify", session_id=race.pk, entry_id=find_entry("ann", event=event).pk)
    sign(of=event, measures=[measure], reason="Weight", by=make_user("steward"), now=after(30), recorded_at=after(30))
    set_clock(after(29))
    assert "Decision 1" not in read_text(get_page(client, "/en/"))
    set_clock(after(31))
    for language, sentence in (
        ("en", "Car 1 (Ann) loses place 1: disqualified."),
        ("fr", "La voiture 1 (Ann) perd la place 1"),
    ):
        page = get_page(client, f"/{language}/")
        told = read_text(find(page, "section", aria_labelledby="stewards"))
        assert sentence in told
        assert list_links(page, "/decisions/1/") == [f"/{language}/events/2025/spring/decisions/1/"]


def test_the_newest_season_of_a_championship_leads(client: Client) -> None:
    season = make_published_season(["ann", "bob"])
    older = make_season("club-cup", "2024")
    event = make_event("old", season=older, year=2024)
    publish_order(event.sessions.get(), ["bob", "ann"], issued_at=days(0))
    links = list_links(get_page(client, "/en/"), "/club-cup/")
    assert links[0] == f"/en/club-cup/{season.label}/"
    assert "/en/club-cup/2024/" not in links


def test_the_latest_winners_are_told_race_by_race(client: Client) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=2)
    results = find(get_page(client, "/en/"), "section", id="results")
    wins = [read_text(item, hidden=False) for ol in find_all(results, "ol") for item in ol]
    assert wins == ["Race111Ann", "Race212Bob", "Race111Ann", "Race212Bob"]


def test_nothing_of_the_future_stands_on_the_home_page(client: Client, set_clock: SetClock) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=2)
    set_clock(days(0.5))
    text = read_text(get_page(client, "/en/"))
    assert "No table is published yet." in text
    assert "No result is published yet." in text


@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
def test_the_home_page_takes_forty_two_queries(
    client: Client, set_clock: SetClock, django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    make_next_event()
    make_published_season(field)
    set_clock(EVE)
    with django_assert_num_queries(42):
        client.get("/en/")
