"""What the pages of drivers, teams and circuits say beyond being sound: figures, portraits, laps, winners."""

import pytest
from django.test import Client

from championships.models import Layout, Line, Photo, Season
from tests.factories import (
    make_circuit,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_season,
    publish_results,
)
from tests.public.pages import find, find_all, get_page, read_heads, read_table, read_text
from tests.public.seasons import SetClock, days, publish_order
from tests.queries.test_figures import make_complete_season, run_meetings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stand_after_the_season(set_clock: SetClock) -> None:
    set_clock(days(50))


def run_cup(since: int | None = 2025) -> Season:
    season = make_complete_season(since=since)
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    run_meetings(season, ("ann", "bob", "cid"), ("ann", "cid", "bob"), ("bob", "ann", "cid"))
    return season


def read_figures(client: Client, address: str) -> dict[str, list[str]]:
    section = find(get_page(client, address), "section", aria_labelledby="figures")
    return {row[0]: row[1:] for row in read_table(find_all(section, "table")[0])}


def test_figures_stand_by_championship_and_say_what_they_rest_on(client: Client) -> None:
    run_cup()
    assert read_figures(client, "/en/drivers/ann/") == {
        "Race starts": ["3"],
        "Wins": ["2"],
        "Podiums": ["3"],
        "Poles": ["0"],
        "Fastest laps": ["0"],
        "Best finish": ["1st 2 times"],
        "Longest run of wins": ["2 Meeting 1 2025, Race – Meeting 2 2025, Race"],
        "Longest run of podiums": ["3 Meeting 1 2025, Race – Meeting 3 2025, Race, still running"],
        "Longest run of finishes": ["3 Meeting 1 2025, Race – Meeting 3 2025, Race, still running"],
    }
    assert read_figures(client, "/en/drivers/bob/")["Class wins G"] == ["3", ""]
    text = read_text(find(get_page(client, "/en/drivers/ann/"), "main"))
    assert "Club Cup: every result since 2025 is held here." in text


def test_an_open_history_has_no_zeros_and_no_runs(client: Client) -> None:
    run_cup(since=None)
    figures = read_figures(client, "/en/drivers/cid/")
    assert figures["Wins"] == ["n/p"]
    assert figures["Podiums"] == ["3"]
    assert not [name for name in figures if name.startswith("Longest run")]
    text = read_text(find(get_page(client, "/fr/drivers/cid/"), "main"))
    assert "résultats connus seulement, il peut y en avoir d’autres." in text
    assert "Jalons" not in text


def test_milestones_are_told_in_both_languages(client: Client) -> None:
    run_cup()
    english = read_text(find(get_page(client, "/en/drivers/ann/"), "section", aria_labelledby="milestones"))
    french = read_text(find(get_page(client, "/fr/drivers/ann/"), "section", aria_labelledby="milestones"))
    assert "1st win · Meeting 1 2025, Race" in english
    assert "1re victoire · Meeting 1 2025, Race" in french
    assert "1er départ" in french


def test_the_class_stands_under_the_plate_and_the_rival_is_named(client: Client) -> None:
    run_cup()
    root = get_page(client, "/en/drivers/bob/")
    assert read_text(find(root, "span", class_="band g")) == "Gentleman"
    assert find(root, "a", href="/en/head-to-head/ann/bob/") is not None


def test_the_portrait_carries_its_credit(client: Client) -> None:
    run_cup()
    assert "portrait" not in client.get("/en/drivers/ann/").content.decode()
    Photo.objects.create(
        file="photos/0123456789abcdef0123456789-320.jpg",
        widths=[320],
        width=320,
        height=240,
        credit="Jo Bloggs",
        driver=make_driver("ann"),
        alt_fr="Ann",
        published_at=days(1),
    )
    portrait = find(get_page(client, "/en/drivers/ann/"), "div", class_="portrait")
    assert "Jo Bloggs" in read_text(portrait)


def test_whom_he_shared_a_car_with_is_told(client: Client) -> None:
    event = make_event("spring", season=make_complete_season())
    car = make_entry("ann", "bob", event=event, number="7", team="red-team")
    publish_results(session=event.sessions.get(), order=[car, "cid"], at=days(1))
    root = get_page(client, "/en/drivers/ann/")
    assert "Bob · Spring 2025" in read_text(find(root, "section", aria_labelledby="mates"))
    assert "with Bob" in read_text(find(root, "section", aria_labelledby="results-2025"))
    assert read_figures(client, "/en/teams/red-team/")["Wins"] == ["1"]


def test_a_team_lists_the_results_of_one_year_and_leads_to_the_others(client: Client) -> None:
    old, new = make_season("cup", label="2024"), make_season("trophy", label="2025")
    publish_order(make_event("before", season=old, year=2024).sessions.get(), ("ann",))
    publish_order(make_event("now", season=new).sessions.get(), ("bob", "ann"))
    root = get_page(client, "/en/teams/red-team/")
    section = find(root, "section", aria_labelledby="results")
    assert read_heads(find_all(section, "table")[0])[:3] == ["Race", "Number", "Driver"]
    assert [row[2] for row in read_table(find_all(section, "table")[0])] == ["Bob", "Ann"]
    earlier = find(get_page(client, "/en/teams/red-team/?year=2024"), "section", aria_labelledby="results")
    assert [row[2] for row in read_table(find_all(earlier, "table")[0])] == ["Ann"]
    for wrong in ("2023", "x", "20245", "²²²²"):
        assert client.get(f"/en/teams/red-team/?year={wrong}").status_code == 404


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(("since", "words"), [(2025, "Lap record in a race"), (None, "Best known lap in a race")])
def test_a_lap_is_a_record_only_where_everything_is_known(client: Client, since: int | None, words: str) -> None:
    layout = Layout.objects.create(circuit=make_circuit(), length_m=4000)
    season = make_complete_season(since=since)
    event = make_event("spring", season=season, layout=layout)
    publish_order(event.sessions.get(), ("ann", "bob"))
    Line.objects.filter(drivers__driver__slug="bob").update(best_lap_ms=91_234)
    text = read_text(find(get_page(client, "/en/circuits/hilltop/"), "main"))
    assert f"{words}1:31.234 12 Bob · Spring 2025, Race" in text
    assert "1:31,234" in read_text(find(get_page(client, "/fr/circuits/hilltop/"), "main"))


def test_a_circuit_names_the_winner_of_every_race(client: Client) -> None:
    run_cup()
    visits = read_text(find(get_page(client, "/en/circuits/hilltop/"), "section", aria_labelledby="visits-2025"))
    assert "Meeting 1 2025: 11 Ann" in visits
    most = find(get_page(client, "/en/circuits/hilltop/"), "section", aria_labelledby="most")
    assert [row[:2] for row in read_table(find_all(most, "table")[0])] == [["1", "Ann"], ["2", "Bob"]]


def test_nothing_of_a_result_to_come_is_said_anywhere(client: Client, set_clock: SetClock) -> None:
    season = run_cup()
    publish_order(make_event(season=season, round_number=4).sessions.get(), ("zoe", "ann"), issued_at=days(60))
    pages = ("drivers/ann/", "circuits/hilltop/", "records/", "records/club-cup/", "records/club-cup/?kind=starts")
    for page in (*pages, "head-to-head/ann/bob/"):
        assert "Zoe" not in read_text(find(get_page(client, f"/en/{page}"), "main")), page
    set_clock(days(60))
    assert "Zoe" in read_text(find(get_page(client, "/en/records/club-cup/"), "main"))
