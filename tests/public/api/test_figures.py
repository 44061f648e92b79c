"""What the API says beyond tables: figures of careers, records, laps, stakes, the check of the points, reports."""

import pytest
from django.test import Client

from championships.models import Championship, Season
from tests.public.api.description import ROOT, Description
from tests.public.seasons import SetClock, days, declare, make_published_season

pytestmark = pytest.mark.django_db

CUP = f"{ROOT}/championships/club-cup"
TABLE = f"{CUP}/seasons/2025/standings/drivers"
SPRING = f"{ROOT}/events/2025/spring"


def complete_history(since: int) -> None:
    Championship.objects.update(history_complete_from=since)


def test_figures_say_why_zeros_and_streaks_are_not_told(api: Description, season: Season) -> None:
    (cup,) = api.get(f"{ROOT}/drivers/ann")["career"]["championships"]
    figures = cup["figures"]
    assert figures["unsaid"] == "history_open"
    assert (figures["starts"], figures["wins"], figures["podiums"]) == (2, None, 1)
    assert (figures["best_finish"], figures["best_finish_times"]) == (2, 1)
    assert (figures["win_streak"], cup["milestones"], cup["history_complete_from"]) == (None, [], None)


def test_figures_of_a_complete_history_are_told_whole(api: Description, set_clock: SetClock) -> None:
    set_clock(days(20))
    make_published_season(["ann", "bob"], rounds=3, published=3)
    complete_history(2025)
    (cup,) = api.get(f"{ROOT}/drivers/bob")["career"]["championships"]
    figures = cup["figures"]
    assert (figures["unsaid"], figures["starts"], figures["wins"], figures["poles"]) == (None, 6, 3, 0)
    assert figures["win_streak"] is None
    run = figures["podium_streak"]
    assert (run["length"], run["running"], run["first"]["session"], run["last"]["session"]) == (
        6,
        True,
        "race1",
        "race2",
    )
    reached = [(one["kind"], one["number"]) for one in cup["milestones"]]
    assert reached == [("start", 1), ("podium", 1), ("win", 1)]
    api.get(run["last"]["classification_url"])


def test_a_team_counts_every_car_once_and_lists_the_results_of_a_year(api: Description, season: Season) -> None:
    team = api.get(f"{ROOT}/teams/red-team")
    assert team["career"]["whole_field"]["starts"] == 6
    assert team["career"]["whole_field"]["podium_streak"] is None
    assert (team["years"], team["year"]) == ([2025], 2025)
    assert [(one["drivers"][0]["id"], one["race"]["session"]) for one in team["races"]][:2] == [
        ("ann", "race1"), ("bob", "race1"),
    ]  # fmt: skip
    assert api.get(f"{ROOT}/teams/red-team?year=2025") == team
    api.check_problem(api.client.get(f"{ROOT}/teams/red-team?year=2024"), 404, "not-found")


def test_a_row_says_the_gap_to_the_next_and_the_table_where_its_points_come_from(
    api: Description, season: Season
) -> None:
    table = api.get(TABLE)
    assert [(row["competitor"]["id"], row["gap"], row["ahead"], row["podiums"]) for row in table["rows"]] == [
        ("bob", "0", None, 2), ("ann", "12", "12", 1), ("cat", "12", "0", 1),
    ]  # fmt: skip
    check = table["check"]
    assert (check["races"], check["deducted"], check["expected"], check["total"], check["holds"]) == (
        "36", "0", "36", "36", True,
    )  # fmt: skip


def test_the_file_of_a_table_is_the_answer_of_the_api(api: Description, season: Season) -> None:
    file = api.client.get("/fr/club-cup/2025/standings/drivers/table.json")
    assert file.content == api.client.get(TABLE).content


def test_a_table_published_elsewhere_has_nothing_to_check(api: Description, set_clock: SetClock) -> None:
    set_clock(days(20))
    season = make_published_season(["ann", "bob"])
    counted = season.rounds.get(number=1).round_sessions.last()
    declare(season, [{"driver": "ann", "place": 1, "points": "40"}], after=counted, issued_at=days(3))
    assert api.get(TABLE)["check"] is None


def test_the_title_says_what_is_at_stake(api: Description, set_clock: SetClock) -> None:
    set_clock(days(20))
    make_published_season(["ann", "bob"], rounds=3, published=2)
    title = api.get(f"{TABLE}/title")
    assert (title["at_stake"], title["at_stake_next"]) == ("20", "20")
    assert {one["competitor"] for one in title["earliest"]} <= {"ann", "bob"}
    assert title["two_left"] is None or {title["two_left"]["first"], title["two_left"]["second"]} == {"ann", "bob"}
    assert title["enough_ahead"] is None or title["enough_ahead"]["event"]["id"] == "club-cup-meeting-3"


def test_records_rank_what_was_asked_for_page_by_page(api: Description, season: Season) -> None:
    wins = api.get(f"{CUP}/records")
    assert (wins["kind"], wins["complete"], wins["problem"], wins["races"]) == ("wins", False, None, 2)
    assert [(one["place"], one["driver"]["id"], one["value"]) for one in wins["items"]] == [(1, "bob", "2")]
    assert wins["next"] is None
    points = api.get(f"{CUP}/records?kind=points")
    assert points["items"][0]["season"]["season"] == "2025"
    streaks = api.get(f"{CUP}/records?kind=podiums-in-a-row")
    assert (streaks["problem"], streaks["items"]) == ("history_open", [])
    assert api.get(f"{CUP}/records?category=gentleman")["category"]["id"] == "gentleman"
    for query in ("category=nothing", "circuit=nothing", "from=1999", "cursor=2"):
        api.check_problem(api.client.get(f"{CUP}/records?{query}"), 404, "not-found")
    api.check_problem(api.client.get(f"{CUP}/records?kind=beauty"), 400, "bad-parameter")
    (cup,) = api.get(f"{ROOT}/records")["items"]
    assert cup["rows"] == wins["items"]


def test_records_of_many_drivers_lead_from_page_to_page(api: Description, set_clock: SetClock) -> None:
    set_clock(days(20))
    names = [f"driver-{number:02}" for number in range(30)]
    make_published_season(names)
    read, address = [], f"{CUP}/records?kind=starts&lang=en"
    while address:
        page = api.get(address)
        read += [one["driver"]["id"] for one in page["items"]]
        address = page["next"]
    assert sorted(read) == names
    assert page["total"] == 30


def test_laps_come_car_by_car_and_only_of_a_published_session(api: Description, season: Season) -> None:
    address = f"{SPRING}/sessions/race1/laps"
    laps = api.get(address)
    assert api.get(f"{SPRING}/sessions/race1/classification")["laps_url"] == f"http://testserver{address}"
    assert api.get(f"{SPRING}/sessions/race2/classification")["laps_url"] is None
    assert [(car["number"], car["best_ms"], car["best_lap"], car["places"]) for car in laps["items"]] == [
        ("3b", 87500, 2, [2, 1]), ("3a", 89000, 2, [1, 2]), ("3c", 92000, 1, [3, None]),
    ]  # fmt: skip
    assert laps["leads"] == [
        {"number": "3a", "from_lap": 1, "to_lap": 1}, {"number": "3b", "from_lap": 2, "to_lap": 2},
    ]  # fmt: skip
    read, where = [], f"{address}?limit=2"
    while where:
        page = api.get(where)
        read += page["items"]
        where = page["next"]
    assert read == laps["items"]
    for other in (f"{SPRING}/sessions/race2/laps", f"{SPRING}/sessions/practice/laps"):
        api.check_problem(api.client.get(other), 404, "not-found")


def test_a_report_is_told_as_published_in_either_language(api: Description, season: Season) -> None:
    report = api.get(api.get(SPRING)["report_url"])
    assert (report["title"], report["lead"], report["more"]) == ("Après", "Phrase 0", ["Phrase 1"])
    assert report["sections"][0]["paragraphs"] == ["Phrase 2"]
    assert report["closing"] == ["Phrase 3"]
    assert api.get(f"{SPRING}/report?lang=en")["title"] == "After"
    assert api.get(f"{ROOT}/events/2025/summer")["report_url"] is None


def test_a_circuit_says_who_won_there(api: Description, client: Client, season: Season) -> None:
    circuit = api.get(f"{ROOT}/circuits/hilltop")
    spring = next(one for one in circuit["events"] if one["event"]["id"] == "spring")
    assert [[winner["driver"]["id"] for winner in race["winners"]] for race in spring["races"]] == [["bob"], ["bob"]]
    assert circuit["most_wins"][0]["rows"][0]["driver"]["id"] == "bob"
    assert not circuit["complete"]
    assert circuit["layouts"] == [{"name": "", "length_m": 5344}]
    assert [one["layout"] for one in circuit["laps"]] == [{"name": "", "length_m": 5344}]
