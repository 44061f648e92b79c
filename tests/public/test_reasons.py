"""Why this place: every race of a row, its parts, what was dropped and decided, and the sum."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Decision, PointsAdjustment, Season, Verdict
from tests.factories import NOON, make_driver, make_user
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import days, make_published_season, make_table, project, publish_order

pytestmark = pytest.mark.django_db
PAGE = "club-cup/2025/standings/drivers/why/"


def _publish(orders: list[list[str]], *, rounds: int = 2, tables: list[dict[str, object]] | None = None) -> Season:
    season = make_published_season(["ann", "bob", "cid"], rounds=rounds, published=0, tables=tables)
    races = [race for held in season.rounds.order_by("number") for race in held.event.sessions.order_by("order")]
    for race, order in zip(races, orders, strict=False):
        publish_order(race, order, issued_at=days(1))
    return season


def test_every_race_says_what_it_brought(client: Client) -> None:
    _publish([["ann", "bob", "cid"], ["bob", "ann", "cid"]])
    page = get_page(client, f"/en/{PAGE}bob/")
    rows = read_table(find(page, "table"))
    assert rows[0] == ["Meeting 1, Race1", "8", "2nd place: 8 points"]
    assert rows[1] == ["Meeting 1, Race2", "10", "1st place: 10 points"]
    assert rows[2][1:] == ["", "to come"]
    text = read_text(find(page, "main"))
    assert "18 scored = 18 points" in text
    assert "Ann is just ahead" in text or "Ann is just behind" in text


def test_a_dropped_result_is_in_the_sum(client: Client) -> None:
    tables = [make_table("drivers", "Drivers", counting=[{"from": 1, "to": None, "best": 1, "unit": "session"}])]
    _publish([["ann", "bob"], ["bob", "ann"]], tables=tables)
    page = get_page(client, f"/en/{PAGE}ann/")
    text = read_text(find(page, "main"))
    assert "18 scored − 8 dropped = 10 points" in text
    assert "dropped: it is not among the results that count" in text


def test_a_tie_says_the_step_that_decided(client: Client) -> None:
    _publish([["ann", "bob", "cid"], ["cid", "bob", "ann"]])
    # bob 16 with two second places; ann and cid 10 + 6 with one win each.
    text = read_text(find(get_page(client, f"/en/{PAGE}bob/"), "main"))
    assert "Level on 16 points: Cid is ahead of Bob with 1 win against 0." in text
    text = read_text(find(get_page(client, f"/en/{PAGE}ann/"), "main"))
    assert "Ann and Cid share the place: they are level on everything." in text


def test_french_is_written_as_french(client: Client) -> None:
    _publish([["ann", "bob", "cid"]])
    rows = read_table(find(get_page(client, f"/fr/{PAGE}ann/"), "table"))
    assert rows[0][2].startswith("1re place")


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_season(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rounds: int
) -> None:
    _publish([["ann", "bob", "cid"]] * 2 * rounds, rounds=rounds)
    with django_assert_num_queries(34):
        client.get(f"/en/{PAGE}ann/")


def test_the_points_of_a_table_lead_to_their_reasons(client: Client) -> None:
    _publish([["ann", "bob"], ["bob", "ann"]])
    for table, reasons in (
        ("/en/club-cup/2025/standings/drivers/", f"/en/{PAGE}ann/"),
        ("/en/club-cup/2025/standings/drivers/after-1-race1/", f"/en/{PAGE}ann/after-1-race1/"),
    ):
        assert f'href="{reasons}"' in client.get(table).content.decode()
        assert client.get(reasons).status_code == 200


def test_somebody_who_is_not_in_the_table_is_not_found(client: Client) -> None:
    _publish([["ann", "bob"]])
    assert client.get(f"/en/{PAGE}nobody/").status_code == 404
    assert client.get(f"/en/{PAGE}ann/after-2/").status_code == 404


def test_a_decision_of_the_race_stands_beside_it_with_its_document(client: Client) -> None:
    season = _publish([["ann", "bob", "cid"], ["bob", "ann", "cid"]])
    session = season.rounds.get(number=1).event.sessions.get(slug="race2")
    event = session.event
    official = make_user("steward")
    verdict = Verdict.objects.create(
        event=event,
        number=12,
        reason="Contact",
        author=official,
        issued_at=days(1),
        effective_at=days(1),
        recorded_at=NOON,
    )
    common = {
        "session": session,
        "issued_at": days(1),
        "effective_at": days(1),
        "recorded_at": NOON,
        "reason": "Contact",
    }
    entry = event.entries.get(crew__driver__slug="bob")
    Decision.objects.create(kind="places", entry=entry, amount=1, verdict=verdict, document="12", **common)
    Decision.objects.create(kind="grid", entry=entry, amount=3, document="13", **common)
    Decision.objects.create(kind="places", entry=entry, amount=9, document="14", **{**common, "effective_at": None})
    Decision.objects.create(kind="places", entry=event.entries.get(crew__driver__slug="ann"), amount=7, **common)
    page = get_page(client, f"/en/{PAGE}bob/")
    _first, second, *_others = read_table(find(page, "table"))
    assert second[2].startswith("1st place: 10 points")
    assert "Decision 12 " in second[2]
    assert second[2].endswith(". Contact")
    assert [number for number in ("13", "14", "9 places", "7 places") if number in second[2]] == []
    address = f"/en/events/{event.year}/{event.slug}/decisions/12/"
    assert [link.get("href") for link in find_all(page, "a") if "Decision" in read_text(link)] == [address]
    before = get_page(client, f"/en/{PAGE}bob/after-1-race1/")
    assert "Decision" not in read_text(find(before, "main"))


def test_points_taken_from_the_total_name_their_document(client: Client) -> None:
    season = _publish([["ann", "bob", "cid"], ["bob", "ann", "cid"]])
    verdict = Verdict.objects.create(
        season=season,
        number=3,
        reason="Briefing",
        author=make_user("steward"),
        issued_at=days(1),
        effective_at=days(1),
        recorded_at=NOON,
    )
    terms = {"type": "deduct", "standings": "drivers", "competitor": "bob", "points": "5", "effective_after": 1}
    PointsAdjustment.objects.create(
        season=season,
        kind="deduct",
        table="drivers",
        driver=make_driver("bob"),
        verdict=verdict,
        document="D-3",
        reason="Briefing missed",
        terms=terms,
        issued_at=days(1),
        effective_at=days(1),
        recorded_at=NOON,
    )
    project(season, issued_at=days(1.5))
    page = get_page(client, f"/en/{PAGE}bob/")
    text = read_text(find(page, "main"))
    assert "18 scored − 5 deducted = 13 points" in text
    assert "Decision 3 5 points deducted. Briefing missed" in text
    link = next(link for link in find_all(page, "a") if read_text(link) == "Decision 3")
    assert link.get("href") == "/en/club-cup/2025/decisions/3/"
    assert client.get(link.get("href")).status_code == 200


def test_a_result_without_points_says_why(client: Client) -> None:
    bonus = {"kind": "fastest_lap", "points": "1"}
    races = {name: {"table": "race", "bonuses": [bonus]} for name in ("race1", "race2")}
    season = _publish([["ann"]], tables=[make_table("drivers", "Drivers", sessions=races)])
    race = season.rounds.get(number=1).event.sessions.get(slug="race2")
    publish_order(race, ["ann", "bob"], statuses={"bob": "DNF"}, fastest="bob", issued_at=days(1))
    publish_order(season.rounds.get(number=2).event.sessions.get(slug="race1"), ["bob", "ann"], issued_at=days(2))
    rows = read_table(find(get_page(client, f"/en/{PAGE}bob/"), "table"))
    assert rows[1][1:] == ["1", "retired; fastest lap: 1 point"]


def test_what_was_dropped_is_told_with_the_rule(client: Client) -> None:
    tables = [make_table("drivers", "Drivers", counting=[{"from": 1, "to": None, "best": 1, "unit": "session"}])]
    _publish([["ann", "bob"], ["bob", "ann"]], tables=tables)
    text = read_text(find(get_page(client, f"/en/{PAGE}ann/"), "main"))
    assert "What counts: The best session counts." in text
    assert "()" not in text
