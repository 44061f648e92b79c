"""The public page of a stewards' document: what it says, where it stands, what it changed; in two languages."""

import re
import time
from typing import Any

import pytest
from django.test import Client

from championships.models import Verdict
from championships.officiating.appeals import annul_verdict, appeal, close_appeal, confirm_annulment
from championships.officiating.measures import Measure
from championships.officiating.verdicts import confirm_verdict, sign
from championships.queries.decisions import list_documents
from tests.factories import (
    after,
    find_entry,
    make_category,
    make_circuit,
    make_driver,
    make_enrolment,
    make_event,
    make_season,
    make_user,
    publish_results,
)
from tests.public.pages import find, find_all, get_page, read_table, read_text

pytestmark = pytest.mark.django_db

QUERIES = 55  # of a page of one document on one session: it is computed from what was in force before and after


@pytest.fixture
def set_clock(settings: Any) -> Any:
    settings.PADDOCK_DEMO = True

    def stand(minutes: float) -> None:
        settings.PADDOCK_DEMO_CLOCK = f"{after(minutes).isoformat()}@{time.time()}"

    stand(600)
    return stand


@pytest.fixture
def event(set_clock: Any) -> Any:
    make_circuit(time_zone="Europe/Paris")
    make_driver("ann", name="Ann Élan")
    return make_event("spring", season=make_season())


@pytest.fixture
def race(event: Any) -> Any:
    return event.sessions.get()


def decide(race: Any, driver: str = "ann", *, minutes: float = 30, **words: str) -> Verdict:
    return sign(
        of=race.event,
        measures=[
            Measure(kind="disqualify", session_id=race.pk, entry_id=find_entry(driver, event=race.event).pk),
        ],
        by=make_user("steward"),
        now=after(minutes),
        recorded_at=after(minutes),
        **{"reason": "Underweight by 3 kg", **words},
    )


def at(minutes: float) -> dict[str, Any]:
    return {"now": after(minutes), "recorded_at": after(minutes)}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_tells_the_document_and_what_it_changed(client: Client, race, language: str) -> None:
    publish_results(session=race, order=["ann", "bob", "cat"])
    decide(race, article="3.4", facts="Weighed after the race.", stewards="P. Martin")
    root = get_page(client, f"/{language}/events/2025/spring/decisions/1/")
    text = read_text(find(root, "main"))
    for words in ("3.4", "Weighed after the race.", "Underweight by 3 kg", "P. Martin"):
        assert words in text
    field, *tables = find_all(root, "table")
    assert [row[:4] for row in read_table(field)][:2] == [["2", "Bob", "2", "1"], ["3", "Cat", "3", "2"]]
    drivers = read_table(tables[0])
    assert drivers[0] == ["Bob", "2", "1", "8", "10"]
    assert ["Ann Élan", "1", "–", "10", "–"] in drivers


def test_nobody_of_the_office_is_named_on_the_public_page(client: Client, race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    decide(race)
    text = read_text(find(get_page(client, "/en/events/2025/spring/decisions/1/"), "main"))
    assert not re.search(r"steward\b|publisher|enterer", text, re.IGNORECASE)


def test_the_page_follows_the_document_from_pending_to_annulled(client: Client, race, set_clock) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    verdict = decide(race, minutes=90)
    verdict = confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(100))
    steps: dict[str, Any] = {"verdict": verdict, "by": make_user("steward")}
    appeal(**steps, version=verdict.version, appealed_by="Red Team", **at(110))
    close_appeal(**steps, version=verdict.version + 1, outcome="Rejected", **at(120))
    verdict.refresh_from_db()
    told = {}
    for minutes in (89, 95, 105, 115, 125):
        set_clock(minutes)
        answer = client.get("/en/events/2025/spring/decisions/1/")
        told[minutes] = answer.status_code
        if answer.status_code == 200:
            main = read_text(find(get_page(client, "/en/events/2025/spring/decisions/1/"), "main"))
            told[minutes] = (
                next(word for word in ("Decision pending", "Under appeal", "In force since") if word in main),
                "Bob" in main,
            )
    assert told == {
        89: 404,
        95: ("Decision pending", False),
        105: ("In force since", True),
        115: ("Under appeal", True),
        125: ("In force since", True),
    }


def test_an_annulment_is_dated_and_its_effect_shown_beside_the_first(client: Client, race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    verdict = decide(race)
    annul_verdict(verdict=verdict, version=verdict.version, reason="Scales wrong", by=make_user("steward"), **at(60))
    root = get_page(client, "/en/events/2025/spring/decisions/1/")
    heads = [read_text(head) for head in find_all(root, "h2")]
    assert [head.split(",")[0] for head in heads] == [
        "The document",
        "Its life",
        "What it changed",
        "What its annulment changed",
    ]
    assert "Scales wrong" in read_text(find(root, "main"))


def test_why_an_annulment_is_asked_for_is_public_only_once_a_second_person_has_confirmed_it(
    client: Client, race
) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    verdict = decide(race, minutes=90)
    verdict = confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(100))
    addresses = ("/en/events/2025/spring/decisions/1/", "/api/v1/events/2025/spring/decisions/1")
    before = [client.get(address).content for address in addresses]
    steward = make_user("steward")
    verdict = annul_verdict(verdict=verdict, version=verdict.version, reason="Scales wrong", by=steward, **at(110))
    assert [client.get(address).content for address in addresses] == before

    confirm_annulment(verdict=verdict, version=verdict.version, by=make_user("third"), **at(120))
    assert all(b"Scales wrong" in client.get(address).content for address in addresses)


def test_the_event_and_the_session_lead_to_the_document(client: Client, race) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    decide(race, minutes=90)
    for page in ("events/2025/spring/", "events/2025/spring/race/", "events/2025/spring/notices/"):
        root = get_page(client, f"/en/{page}")
        assert find(root, "a", href="/en/events/2025/spring/decisions/1/") is not None
        assert "pending" in read_text(find(root, "main"))


def test_a_decision_on_the_season_has_a_page_and_is_noted_under_its_table(client: Client, race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    season = race.round_sessions.get().round.season
    terms = {"standings": "drivers", "competitor": "ann", "points": "3", "effective_after": 1}
    verdict = sign(
        of=season,
        measures=[Measure(kind="deduct", terms=terms)],
        reason="Engine change",
        by=make_user("steward"),
        **at(60),
    )
    table = "/en/club-cup/2025/standings/drivers/"
    assert "pending Ann Élan: 3 points deducted." in read_text(find(get_page(client, table), "main"))
    confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(70))
    root = get_page(client, table)
    assert "pending" not in read_text(find(root, "main"))
    assert find(root, "a", href="/en/club-cup/2025/decisions/1/") is not None
    page = get_page(client, "/en/club-cup/2025/decisions/1/")
    assert read_table(find_all(page, "table")[0]) == [["Bob", "2", "1", "8", "8"], ["Ann Élan", "1", "2", "10", "7"]]


def test_a_change_of_category_shows_in_the_signs_of_tables_and_sessions(client: Client, race) -> None:
    season = race.round_sessions.get().round.season
    for slug, letter in (("gentleman", "G"), ("junior", "J")):
        make_category(slug, championship=season.championship, letter=letter)
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    publish_results(session=race, order=["ann", "bob"])
    terms = {"competitor": "ann", "from_round": 1, "categories": ["junior"]}
    verdict = sign(
        of=season, measures=[Measure(kind="class", terms=terms)], reason="So", by=make_user("steward"), **at(60)
    )
    confirm_verdict(verdict=verdict, version=verdict.version, by=make_user("second"), **at(70))
    for page in ("club-cup/2025/standings/drivers/", "events/2025/spring/race/"):
        rows = [read_text(row) for row in find_all(get_page(client, f"/en/{page}"), "tr")]
        (ann,), (bob,) = ([row for row in rows if name in row] for name in ("Élan", "Bob"))
        assert ("Junior" in ann, "Gentleman" in ann) == (True, False), page
        assert ("Junior" in bob, "Gentleman" in bob) == (False, True), page


def test_what_is_not_there_is_not_found(client: Client, race) -> None:
    decide(race)
    for address in (
        "events/2025/spring/decisions/2/",
        "events/2025/summer/decisions/1/",
        "club-cup/2025/decisions/1/",
        "events/2024/spring/decisions/1/",
    ):
        assert client.get(f"/fr/{address}").status_code == 404


def test_a_page_takes_a_fixed_number_of_queries(client: Client, race, django_assert_num_queries) -> None:
    publish_results(session=race, order=["ann", "bob", "cat", "dan", "eve"])
    decide(race, minutes=30)
    with django_assert_num_queries(QUERIES):
        client.get("/en/events/2025/spring/decisions/1/")
    decide(race, "bob", minutes=40)
    with django_assert_num_queries(QUERIES):
        client.get("/en/events/2025/spring/decisions/2/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_for_one_and_three_documents(race, count: int, django_assert_num_queries) -> None:
    publish_results(session=race, order=["ann", "bob", "cat", "dan"])
    for name in ("ann", "bob", "cat")[:count]:
        decide(race, name)
    with django_assert_num_queries(5):
        documents = list_documents(race.event, at=after(60))
    assert [document.number for document in documents] == list(range(1, count + 1))
