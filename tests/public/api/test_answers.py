"""The API over a whole season: every path answers as it is described, and says nothing that is not public."""

import json

import pytest
from django.test import Client

from championships.models import Driver, DriverMerge, Season
from championships.public.api.parameters import LANG
from championships.public.api.routes import ROUTES
from tests.factories import after, make_user
from tests.public.api.description import ROOT, Description, list_addresses
from tests.public.seasons import SetClock

pytestmark = pytest.mark.django_db

CUP = f"{ROOT}/championships/club-cup/seasons/2025"
SPRING = f"{ROOT}/events/2025/spring"


def walk(api: Description, start: str) -> dict[str, list[object]]:
    """Every answer that can be reached by links from there, by path of the description."""
    found: dict[str, list[object]] = {}
    seen, left = {start}, [start]
    while left:
        address = left.pop(0)
        value = api.get(address)
        found.setdefault(api.find_path(address), []).append(value)
        for linked in list_addresses(value):
            if linked not in seen:
                seen.add(linked)
                left.append(linked)
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_path_is_reached_by_links_and_answers_as_described(api: Description, season: Season, language) -> None:
    found = walk(api, f"{ROOT}/?lang={language}")
    assert set(found) == set(api.paths)
    assert sum(len(answers) for answers in found.values()) > 50
    if language == "en":  # links keep the language
        text = json.dumps(found)
        assert "Printemps" not in text


def test_nothing_unpublished_and_nothing_private_is_said(api: Description, season: Season) -> None:
    text = json.dumps(walk(api, f"{ROOT}/"))
    for word in ("idden", "LIC-4711", "1999", "enterer", "publisher", 'steward"', "Confirmer", "Publisher"):
        assert word not in text.replace("hidden-brother", "").replace("Hidden Brother", ""), word
    for address in ("news/hidden-draft", "news/hidden-planned", "events/2025/autumn/preview",
                    "events/2025/autumn/report"):  # fmt: skip
        api.check_problem(api.client.get(f"{ROOT}/{address}"), 404, "not-found")


def test_what_is_to_come_is_not_there_yet(api: Description, season: Season, set_clock: SetClock) -> None:
    set_clock(after(-1))
    for address in (f"{CUP}/standings/drivers", f"{SPRING}/sessions/race1/classification", f"{ROOT}/news/news-1",
                    f"{SPRING}/decisions/1", f"{CUP}/decisions/1", f"{SPRING}/sessions/race1/bulletins/1",
                    f"{CUP}/standings/drivers/title", f"{CUP}/standings/drivers/why/ann",
                    f"{ROOT}/events/2025/summer/preview", f"{SPRING}/report",
                    f"{SPRING}/sessions/race1/laps"):  # fmt: skip
        api.check_problem(api.client.get(address), 404, "not-found")
    assert api.get(CUP)["tables"] == []
    assert api.get(f"{SPRING}/sessions/race1")["bulletins"] == []
    assert api.get(f"{SPRING}/decisions") == {"documents": [], "decisions": []}
    assert api.get(f"{ROOT}/news")["items"] == []


def test_the_table_says_who_stands_where_with_exact_points(api: Description, season: Season) -> None:
    table = api.get(f"{CUP}/standings/drivers")
    rows = [(row["position"], row["competitor"]["id"], row["points"], row["gap"], row["wins"]) for row in table["rows"]]
    assert rows == [(1, "bob", "20", "0", 2), (2, "ann", "8", "12", 0), (2, "cat", "8", "12", 0)]
    assert table["title"] == "Pilotes"
    assert api.get(f"{CUP}/standings/drivers?lang=en")["title"] == "Drivers"
    assert table["revision"] == {"n": 5, "issued_at": "2025-06-01T15:20:00+00:00"}
    assert [one["pending"] for one in table["decisions"]] == [True]
    assert [[cell["points"] for cell in row["results"]][:2] for row in table["rows"]] == [
        ["10", "10"], ["0", "8"], ["8", "0"],
    ]  # fmt: skip


def test_the_table_after_a_session_and_as_of_an_instant(api: Description, season: Season) -> None:
    def read(query: str) -> list[tuple[str, str]]:
        rows = api.get(f"{CUP}/standings/drivers{query}")["rows"]
        return [(row["competitor"]["id"], row["points"]) for row in rows]

    assert read("?after=1-race1") == [("bob", "10"), ("cat", "8")]
    assert read("?after=1") == read("?after=1-race2") == read("")
    assert read("?as-of=2025-06-01T12:30:00%2B00:00") == [("ann", "10"), ("bob", "8"), ("cat", "6")]
    assert read("?as-of=2025-06-01") == read("")
    for query, kind in (
        ("?after=2", "not-found"),
        ("?after=1-race9", "not-found"),
        ("?as-of=2025-05-01", "not-found"),
        ("?as-of=2031-01-01", "no-such-moment"),
        ("?as-of=2025-13-45", "no-such-moment"),
    ):
        api.check_problem(api.client.get(f"{CUP}/standings/drivers{query}"), 404, kind)


def test_a_classification_says_road_and_final_places_and_each_ranking(api: Description, season: Season) -> None:
    race = api.get(f"{SPRING}/sessions/race1/classification")
    assert (race["bulletin"]["n"], race["bulletin"]["state"]) == (2, "provisional")
    assert [(row["place"], row["road"], row["status"]) for row in race["rows"]] == [
        (1, 2, "CLASSIFIED"), (2, 3, "CLASSIFIED"), (None, 1, "DSQ"),
    ]  # fmt: skip
    assert [one["category"] and one["category"]["id"] for one in race["rankings"]] == ["gentleman"]
    assert [row["places"] for row in race["rows"]] == [[None], [1], [None]]
    first = api.get(f"{SPRING}/sessions/race1/bulletins/1")
    assert [row["place"] for row in first["rows"]] == [1, 2, 3]
    assert not first["current"]
    earlier = api.get(f"{SPRING}/sessions/race1/classification?as-of=2025-06-01T12:30Z")
    assert [row["place"] for row in earlier["rows"]] == [1, 2, 3]


def test_a_decision_says_what_it_changed(api: Description, season: Season) -> None:
    told = api.get(f"{SPRING}/decisions/1")
    (effect,) = told["effects"]
    moves = [(car["number"], car["place_before"], car["place_after"]) for car in effect["classifications"][0]["cars"]]
    assert moves == [("3b", 2, 1), ("3c", 3, 2), ("3a", 1, None)]
    assert {table["table"] for table in effect["tables"]} == {"drivers", "gentleman", "teams"}


def test_lists_come_page_by_page_without_loss_or_repetition(api: Description, season: Season) -> None:
    for path, key in (("drivers", "driver"), ("news", ""), ("events", "event"), ("circuits", "circuit")):
        whole = [one[key]["id"] if key else one["id"] for one in api.get(f"{ROOT}/{path}")["items"]]
        address, read = f"{ROOT}/{path}?limit=1&lang=en", []
        while address:
            page = api.get(address)
            (one,) = page["items"]
            read.append(one[key]["id"] if key else one["id"])
            address = page["next"]
        assert read == whole
    assert [one["id"] for one in api.get(f"{ROOT}/news")["items"]] == ["news-3", "news-2", "news-1"]


def test_a_list_names_its_next_page_in_a_header(client: Client, season: Season) -> None:
    response = client.get(f"{ROOT}/drivers?limit=2&lang=en")
    following = json.loads(response.content)["next"]
    assert response["Link"] == f'<{following}>; rel="next"'
    assert "lang=en" in following
    assert not client.get(f"{ROOT}/drivers").has_header("Link")


def test_a_merged_driver_leads_to_the_one_kept(client: Client, season: Season) -> None:
    ann = Driver.objects.get(slug="ann")
    DriverMerge.objects.create(kept=ann, lost_slug="anne", lost_name="Anne", actor=make_user(), recorded_at=after(0))
    response = client.get(f"{ROOT}/drivers/anne")
    assert (response.status_code, response["Location"]) == (308, "http://testserver/api/v1/drivers/ann")
    response = client.get(f"{ROOT}/drivers/anne?lang=en")
    assert response["Location"] == "http://testserver/api/v1/drivers/ann?lang=en"


def test_the_routes_and_the_description_name_the_same_paths_and_parameters(api: Description) -> None:
    described = {
        path: [(one["in"], one["name"]) for one in said["parameters"]] for path, (_pattern, said) in api.paths.items()
    }
    declared = {
        f"/{route.path}": [
            *(("path", one.name) for one in route.takes),
            *(("query", one.name) for one in (*route.query, LANG)),
        ]
        for route in ROUTES
    }
    assert described == declared
