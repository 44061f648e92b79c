"""How the API answers whatever is asked: methods, problems, caches, other sites, and no failure under nonsense."""

import json
import random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate

from championships.models import Event, Report, Season, Sentence
from championships.public.api.routes import ROUTES
from championships.public.views import errors
from tests.public.api.conftest import time_laps
from tests.public.api.description import ROOT, Description
from tests.public.seasons import SetClock, days, make_published_season

pytestmark = pytest.mark.django_db
CUP = f"{ROOT}/championships/club-cup/seasons/2025"
FILLED = {
    "championship": "club-cup", "season": "2025", "table": "drivers", "competitor": "ann", "year": "2025",
    "event": "spring", "session": "race1", "n": "1", "number": "1", "driver": "ann", "team": "red-team",
    "circuit": "hilltop", "slug": "news-1",
}  # fmt: skip


def fill(path: str, **other: str) -> str:
    return f"{ROOT}/{path.format_map(FILLED | other)}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_description_is_sound_in_both_languages(client: Client, language: str) -> None:
    document = json.loads(client.get(f"{ROOT}/openapi.json?lang={language}").content)
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/drivers"]["get"]["summary"] == {
        "fr": "Les pilotes, par nom de famille", "en": "Drivers, by family name",
    }[language]  # fmt: skip


def test_every_shape_says_what_it_is(api: Description) -> None:
    silent = [name for name, schema in api.components["schemas"].items() if not schema["description"]]
    assert silent == []


def test_an_answer_may_be_kept_by_anybody_and_is_asked_for_again(client: Client, season: Season) -> None:
    for route in ROUTES:
        address = fill(route.path, **({"event": "summer"} if route.name == "preview" else {}))
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "public, no-cache"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Content-Language"] == "fr"
        assert not response.has_header("Vary")
        assert not response.cookies
        assert response["X-Frame-Options"] == "DENY"
        again = client.get(address, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
        assert again["Access-Control-Allow-Origin"] == "*"
        assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
        head = client.head(address)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", response["ETag"])


def test_what_a_browser_asks_for_changes_nothing(client: Client, season: Season) -> None:
    plain = client.get(f"{CUP}/standings/drivers")
    client.cookies["office-language"] = "en"
    client.cookies["sessionid"] = "something"
    asked = client.get(f"{CUP}/standings/drivers", headers={"accept-language": "en"})
    assert asked.content == plain.content
    assert not asked.has_header("Vary")


def test_the_etag_changes_with_the_answer(client: Client, season: Season) -> None:
    tags = {client.get(f"{CUP}/standings/drivers{query}")["ETag"] for query in ("", "?lang=en", "?after=1-race1")}
    assert len(tags) == 3


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [f"{ROOT}/", f"{ROOT}/drivers/ann", f"{ROOT}/openapi.json", "/api/nothing"])
def test_other_methods_are_told_what_is_answered(api: Description, method: str, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = getattr(strict, method)(address)
    api.check_problem(response, 405, "method-not-allowed")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_other_sites_may_ask_first(client: Client) -> None:
    response = client.options(f"{ROOT}/drivers", headers={"origin": "https://club.example"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.has_header("Access-Control-Allow-Credentials")


MISSING = ("/api/", "/api/v2/", "/api/nothing", f"{ROOT}/nothing", f"{ROOT}/drivers/", f"{ROOT}/drivers/nobody",
           f"{ROOT}/rules/", f"{ROOT}/club-cup/2025/", f"{ROOT}/events/2025/nothing", f"{ROOT}/events/99999/spring",
           f"{ROOT}/championships/club-cup/seasons/1999", f"{CUP}/standings/nothing",
           f"{CUP}/standings/drivers/why/nobody",
           f"{ROOT}/events/2025/spring/sessions/race1/bulletins/99")  # fmt: skip


def test_what_is_not_there_is_a_problem_and_never_a_page(api: Description, season: Season) -> None:
    for address in MISSING:
        assert api.check_problem(api.client.get(address), 404, "not-found")["instance"] == address


@pytest.mark.parametrize(
    ("query", "words"),
    [("colour=red", "'colour' is not a parameter"), ("lang=de", "'de' is not a value of 'lang'"),
     ("limit=0", "'0' is not a value"), ("limit=201", "'201' is not"), ("limit=1&limit=2", "more than once"),
     ("limit=%D9%A1", "is not a value"), ("lang=", "'' is not")],
)  # fmt: skip
def test_a_parameter_that_is_not_understood_is_a_problem(api: Description, query: str, words: str) -> None:
    problem = api.check_problem(api.client.get(f"{ROOT}/drivers?{query}"), 400, "bad-parameter")
    assert words in problem["detail"]


def test_a_cursor_that_names_no_row_is_not_found(api: Description, season: Season) -> None:
    """It was well said: the row may have stood in the list when the page before was sent."""
    laps = "events/2025/spring/sessions/race1/laps"
    for path in ("drivers", "teams", "circuits", "news", "events", laps, "championships/club-cup/records"):
        for cursor in ("nobody", "0", "99999", "2025/nobody"):
            api.check_problem(api.client.get(f"{ROOT}/{path}?cursor={cursor}"), 404, "not-found")


def test_the_problems_lead_to_their_place_on_the_page(client: Client, season: Season) -> None:
    page = client.get("/en/api/").content.decode()
    for kind in ("bad-parameter", "not-found", "no-such-moment", "method-not-allowed", "server-error"):
        assert f'id="{kind}"' in page


def test_a_failure_of_ours_is_a_problem_too(api: Description, rf: Any) -> None:
    api.check_problem(errors.show_server_error(rf.get(f"{ROOT}/drivers")), 500, "server-error")
    assert errors.show_server_error(rf.get("/fr/"))["Content-Type"].startswith("text/html")


EVENT = f"{ROOT}/events/2025/club-cup-meeting-1"
# What only the API reads, with its queries; the numbers of the other loaders are held by the tests of their pages.
LISTS = {
    f"{ROOT}/": 0,
    f"{ROOT}/championships": 2,
    f"{ROOT}/championships/club-cup": 2,
    f"{ROOT}/events": 3,
    f"{ROOT}/drivers": 1,
    f"{ROOT}/teams": 1,
    f"{ROOT}/circuits": 1,
    f"{ROOT}/news": 1,
    f"{ROOT}/records": 7,
    f"{CUP}/decisions": 6,
}
PAGES = (CUP, f"{CUP}/standings/drivers", f"{CUP}/standings/drivers?after=1-race1", f"{CUP}/standings/drivers/title",
         f"{CUP}/standings/drivers/why/ann", EVENT, f"{EVENT}/entries", f"{EVENT}/decisions",
         f"{EVENT}/sessions/race1", f"{EVENT}/sessions/race1/classification", f"{EVENT}/sessions/race1/bulletins/1",
         f"{ROOT}/drivers/ann", f"{ROOT}/teams/red-team", f"{ROOT}/circuits/hilltop",
         f"{ROOT}/championships/club-cup/records", f"{ROOT}/championships/club-cup/records?kind=points",
         f"{EVENT}/report", f"{EVENT}/sessions/race1/laps")  # fmt: skip


def count_queries(client: Client, size: int) -> dict[str, int]:
    """The queries of every address with so many rows of everything; nothing stays."""
    counted = {}
    with transaction.atomic():
        make_published_season(["ann", "bob", "cat"][:size], rounds=size, published=size)
        event = Event.objects.get(slug="club-cup-meeting-1")
        time_laps(event.sessions.get(slug="race1"), dict.fromkeys(["ann", "bob", "cat"][:size], (90_000,) * size))
        report = Report.objects.create(event=event, title_en="Report", published_at=days(10))
        for order in range(size):
            Sentence.objects.create(report=report, order=order, part="lead", paragraph=order, text_en="Words.")
        for address in (*LISTS, *PAGES):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200, address
            counted[address] = len(seen)
        transaction.set_rollback(True)
    return counted


def test_the_number_of_queries_is_fixed(client: Client, set_clock: SetClock) -> None:
    set_clock(days(20))
    one, three = count_queries(client, 1), count_queries(client, 3)
    assert one == three
    assert {address: one[address] for address in LISTS} == LISTS


NONSENSE = ["", "0", "-1", "1" * 400, "é", "%00", "%0a", "../..", "' OR 1=1--", "<script>", "null", "2025-02-30",
            "2025-06-01T99:99:99Z", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-23:59", "1-" + "a" * 60, "999-x",
            "٣", "1e9", "{}", "2025/spring", "9999/" + "z" * 100, "ann", "a" * 5000, "%ff", "999",
            "9999999999999"]  # fmt: skip


def test_nonsense_is_never_a_failure(client: Client, season: Season) -> None:
    chance = random.Random(4)  # noqa: S311  the same nonsense every time
    for route in ROUTES:
        names = [one.name for one in route.parameters]
        for _turn in range(25):
            path = {one.name: chance.choice([FILLED[one.name], FILLED[one.name], *NONSENSE]) for one in route.takes}
            pairs = [
                (chance.choice([*names, "other"]), chance.choice(NONSENSE)) for _pair in range(chance.randrange(3))
            ]
            said = "&".join(f"{name}={text}" for name, text in pairs)
            address = fill(route.path, **path) + ("?" + said if said else "")
            response = client.get(address.replace("#", "%23"))
            assert response.status_code in {200, 400, 404}, address
            if response.status_code != 200:
                assert response["Content-Type"] == "application/problem+json", address
        for name in names:
            for text in NONSENSE:
                assert client.get(f"{fill(route.path)}?{name}={text}").status_code in {200, 400, 404}, (name, text)
