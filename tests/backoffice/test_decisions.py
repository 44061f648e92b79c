"""The stewards' pages: the effect first, then the signature; who may not know them gets 404."""

import re
import time
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from championships.backoffice.decision_forms import EVENT_KINDS
from championships.models import Bulletin, Decision, PointsAdjustment, Verdict
from tests.factories import (
    after,
    find_entry,
    make_category,
    make_enrolment,
    make_entry,
    make_event,
    make_official,
    make_season,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db

QUERIES = 15  # of a list, whatever its length: session, user, roles, event, documents, what they impose


@pytest.fixture(autouse=True)
def stand_after_the_race(request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue("settings")
    site.PADDOCK_DEMO = True
    site.PADDOCK_DEMO_CLOCK = f"{after(60).isoformat()}@{time.time()}"


@pytest.fixture
def season():
    return make_season()


@pytest.fixture
def event(season):
    return make_event(season=season)


@pytest.fixture
def race(event):
    return event.sessions.get()


def sign_in(name: str, *roles: str, season: Any = None) -> Client:
    client = Client()
    client.force_login(make_official(name, *roles, season=season))
    return client


@pytest.fixture
def steward(season) -> Client:
    return sign_in("steward", "steward", season=season)


def fill(race: Any, driver: str = "ann", *, kind: str = "disqualify", **keys: str) -> dict[str, str]:
    return {
        "nonce": "form-1",
        "rows": "1",
        "reason": "Underweight",
        "m1-kind": kind,
        "m1-session": str(race.pk),
        "m1-entry": str(find_entry(driver, event=race.event).pk),
        **keys,
    }


def read_hidden(html: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    assert found is not None, name
    return found[1]


def show(client: Client, address: str, form: dict[str, str]) -> dict[str, str]:
    """Ask for the effect; the form as the page gives it back."""
    answer = client.post(address, {**form, "do": "show"})
    assert answer.status_code == 200
    return {**form, "shown": read_hidden(answer.content.decode(), "shown")}


def sign(client: Client, event: Any, form: dict[str, str]) -> Verdict:
    address = f"/office/events/{event.pk}/decisions/new/"
    answer = client.post(address, {**show(client, address, form), "do": "sign"})
    verdict = Verdict.objects.order_by("-pk")[0]
    assert (answer.status_code, answer.url) == (302, f"/office/decisions/{verdict.pk}/")
    return verdict


def test_a_steward_sees_the_effect_before_anything_is_written_and_then_signs(event, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob", "cat"])
    address = f"/office/events/{event.pk}/decisions/new/"
    before = read_everything()
    answer = steward.post(address, {**fill(race), "do": "show"})
    html = answer.content.decode()
    assert "Car 1 (Ann) loses place 1: disqualified." in html
    assert "Car 2 (Bob) goes from place 2 to place 1." in html
    assert "Drivers: places and points, before and after" in html.replace("Club Cup 2025, ", "")
    assert {**read_everything(), "championships.User": 0} == {**before, "championships.User": 0}
    verdict = sign(steward, event, fill(race))
    assert (verdict.number, verdict.author.username, verdict.reason) == (1, "steward", "Underweight")
    assert Bulletin.objects.get(current=True).n == 2
    page = steward.get(f"/office/decisions/{verdict.pk}/").content.decode()
    assert "Car 1 (Ann) loses place 1: disqualified." in page
    assert "In force" in page


def test_nothing_is_signed_that_was_not_shown(event, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob", "cat"])
    address = f"/office/events/{event.pk}/decisions/new/"
    seen = show(steward, address, fill(race))
    for form in (fill(race), {**seen, "m1-entry": str(find_entry("bob", event=event).pk)}):
        answer = steward.post(address, {**form, "do": "sign"})
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "Something has changed since the effect was shown: nothing was signed." in html
        assert "What it would change" in html
        assert "Underweight" in html
    assert Verdict.objects.count() == 0


def test_a_double_click_makes_one_document(event, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    address = f"/office/events/{event.pk}/decisions/new/"
    form = {**show(steward, address, fill(race)), "do": "sign"}
    first, second = steward.post(address, form), steward.post(address, form)
    assert first.url == second.url
    assert (Verdict.objects.count(), Bulletin.objects.count()) == (1, 2)


def test_on_a_final_result_the_steward_signs_and_a_second_person_confirms(event, race, season, steward) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    verdict = sign(steward, event, fill(race))
    address = f"/office/decisions/{verdict.pk}/"
    own = steward.get(address).content.decode()
    assert "Decision pending" in own
    assert "You signed this document" in own
    assert "Confirm the decision" not in own
    clerk = sign_in("second", "clerk", season=season)
    html = clerk.get(address).content.decode()
    step = {"do": "confirm", "version": read_hidden(html, "version"), "shown": read_hidden(html, "shown")}
    before = read_everything()
    refused = steward.post(address, step)
    assert "A second person must confirm" in refused.content.decode()
    assert read_everything() == before
    assert clerk.post(address, step).status_code == 302
    newest = Bulletin.objects.get(current=True)
    assert (newest.state, newest.published_by.username, newest.confirmed_by.username) == (
        "amended",
        "steward",
        "second",
    )
    again = clerk.post(address, step)
    assert (again.status_code, "Somebody else changed this document" in again.content.decode()) == (409, True)


def test_an_appeal_and_an_annulment_are_steps_of_the_page(event, race, season, steward) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    verdict = sign(steward, event, fill(race))
    address = f"/office/decisions/{verdict.pk}/"
    clerk = sign_in("second", "clerk", season=season)

    def take(client: Client, do: str, **words: str) -> None:
        html = client.get(address).content.decode()
        step = {"do": do, "version": read_hidden(html, "version"), **words}
        if 'name="shown"' in html:
            step["shown"] = read_hidden(html, "shown")
        assert client.post(address, step).status_code == 302, do

    take(clerk, "confirm")
    take(steward, "appeal", appealed_by="Red Team")
    take(steward, "close_appeal", outcome="Rejected")
    take(steward, "annul", reason="New evidence")
    assert Bulletin.objects.count() == 3
    take(clerk, "confirm_annulment")
    verdict.refresh_from_db()
    assert (verdict.appeal_outcome, verdict.annulled_by.username) == ("Rejected", "second")
    assert Bulletin.objects.get(current=True).reason == "New evidence"
    page = clerk.get(address).content.decode()
    assert "What its annulment changed" in page
    assert "Annulled" in page


def test_what_was_typed_stays_after_a_refusal_and_after_a_stale_step(event, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    address = f"/office/events/{event.pk}/decisions/new/"
    html = steward.post(address, {**fill(race, kind="time", **{"m1-amount": "30"}), "do": "show"}).content.decode()
    assert "The penalty of car 1 cannot be applied: the time of car 2 is not known." in html
    assert "Underweight" in html
    verdict = sign(steward, event, fill(race))
    step = {"do": "annul", "version": "0", "reason": "Sample\x00 mixed up"}
    stale = steward.post(f"/office/decisions/{verdict.pk}/", step)
    assert (stale.status_code, "mixed up" in stale.content.decode()) == (409, True)
    assert Decision.objects.get().annulled_at is None
    steward.post(f"/office/decisions/{verdict.pk}/", {**step, "version": str(verdict.version)})
    assert Decision.objects.get().annulled_reason == "Sample mixed up"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"m1-kind": "time", "m1-amount": "ten"}, "“ten” is not a figure"),
        ({"m1-kind": "lap_deleted", "m1-amount": "quick"}, "“quick” is not a lap time"),
        ({"m1-kind": "session_override", "m1-amount": "1/0"}, "“1/0” is not a figure"),
        ({"m1-kind": "bribe"}, "bribe"),
        ({"m1-entry": ""}, "Name the car"),
        ({"m1-session": "999999"}, "999999"),
        ({"reason": ""}, "Say why"),
        ({"rows": "many"}, "rows"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(event, race, steward, wrong, sentence: str) -> None:
    publish_results(session=race, order=["ann", "bob"])
    before = read_everything()
    answer = steward.post(f"/office/events/{event.pk}/decisions/new/", {**fill(race), **wrong, "do": "sign"})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert {**read_everything(), "championships.User": 0} == {**before, "championships.User": 0}


def test_several_measures_stand_in_one_document(event, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob", "cat"])
    address = f"/office/events/{event.pk}/decisions/new/"
    html = steward.post(address, {**fill(race), "do": "add"}).content.decode()
    assert 'name="m2-kind"' in html
    assert "Underweight" in html
    assert "Say why" not in html
    form = fill(race, kind="places", **{"m1-amount": "1", "rows": "2", "m2-kind": "licence", "m2-amount": "2"})
    form |= {"m2-session": str(race.pk), "m2-entry": form["m1-entry"]}
    sign(steward, event, form)
    assert sorted(Decision.objects.values_list("kind", "amount")) == [("licence", 2), ("places", 1)]


def test_the_points_of_a_session_and_of_a_result_are_changed_by_a_figure(event, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    sign(steward, event, fill(race, kind="session_override", **{"m1-amount": "1/2", "m1-entry": ""}))
    sign(steward, event, fill(race, kind="result_override", **{"m1-amount": "3,5", "nonce": "form-2"}))
    assert [row.terms for row in Decision.objects.order_by("pk")] == [
        {"factor": "1/2", "round": 1, "session": "race"},
        {"driver": "ann", "points": "7/2", "round": 1, "session": "race"},
    ]


def test_a_proposal_only_fills_the_form(event, race, steward) -> None:
    car = make_entry("ann", event=event, number="41")
    before = read_everything()
    html = steward.get(
        f"/office/events/{event.pk}/decisions/new/?kind=time&amount=5&entry={car.pk}&session={race.pk}"
    ).content.decode()
    assert f'<option value="{car.pk}" selected>' in html
    assert '<option value="time" selected>' in html
    assert 'value="5"' in html
    assert {**read_everything(), "championships.User": 0} == {**before, "championships.User": 0}


def test_decisions_on_the_season_are_signed_and_confirmed(season, race, steward) -> None:
    make_category("junior", championship=season.championship)
    make_enrolment(season=season, driver="ann")
    publish_results(session=race, order=["ann", "bob"])
    address = f"/office/seasons/{season.pk}/decisions/new/"
    form = {
        "nonce": "form-1",
        "rows": "2",
        "reason": "Engine change",
        "m1-kind": "deduct",
        "m1-competitor": "driver:ann",
        "m1-table": "drivers",
        "m1-points": "3",
        "m1-round": "1",
        "m2-kind": "class",
        "m2-competitor": "driver:ann",
        "m2-round": "1",
        "m2-categories": "junior",
    }
    seen = show(steward, address, form)
    answer = steward.post(address, {**seen, "do": "sign"})
    assert answer.status_code == 302
    assert [row.terms for row in PointsAdjustment.objects.order_by("pk")] == [
        {"type": "deduct", "standings": "drivers", "competitor": "ann", "points": "3", "effective_after": 1},
        {"competitor": "ann", "from_round": 1, "categories": ["junior"]},
    ]
    clerk = sign_in("second", "clerk", season=season)
    html = clerk.get(answer.url).content.decode()
    assert "3 points deducted" in html
    assert "in Junior from round 1 on" in html
    step = {"do": "confirm", "version": read_hidden(html, "version"), "shown": read_hidden(html, "shown")}
    assert clerk.post(answer.url, step).status_code == 302
    assert clerk.get(f"/office/seasons/{season.pk}/decisions/").content.decode().count("In force") == 1


def test_an_exclusion_from_the_championship_strikes_every_table_of_the_driver(season, race, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    address = f"/office/seasons/{season.pk}/decisions/new/"
    form = {
        "rows": "1",
        "reason": "Fraud",
        "m1-kind": "exclude",
        "m1-competitor": "driver:ann",
        "m1-round": "1",
    }
    steward.post(address, {**show(steward, address, form), "do": "sign"})
    assert [(row.table, row.terms["mark"]) for row in PointsAdjustment.objects.all()] == [("drivers", "EX")]


def test_who_may_not_decide_here_gets_404_and_writes_nothing(event, race, season, steward) -> None:
    publish_results(session=race, order=["ann", "bob"])
    verdict = sign(steward, event, fill(race))
    elsewhere = make_season(slug="other-cup")
    stranger = sign_in("stranger", "steward", season=elsewhere)
    timekeeper = sign_in("timekeeper", "timekeeper", season=season)
    before = read_everything()
    new, one = f"/office/events/{event.pk}/decisions/new/", f"/office/decisions/{verdict.pk}/"
    for client, address, status in (
        (stranger, f"/office/events/{event.pk}/decisions/", 404),
        (stranger, new, 404),
        (stranger, one, 404),
        (stranger, f"/office/seasons/{season.pk}/decisions/", 404),
        (stranger, f"/office/seasons/{season.pk}/decisions/new/", 404),
        (timekeeper, f"/office/events/{event.pk}/decisions/", 200),
        (timekeeper, one, 200),
        (timekeeper, new, 404),
    ):
        assert client.get(address).status_code == status, address
    for client in (stranger, timekeeper):
        assert client.post(new, {**fill(race), "do": "sign"}).status_code == 404
        for do in ("annul", "appeal", "confirm", "nonsense"):
            assert client.post(one, {"do": do, "version": "1", "reason": "So"}).status_code == 404
    assert read_everything() == before


def test_the_list_takes_the_same_queries_for_one_and_three_documents(
    event, race, steward, django_assert_num_queries
) -> None:
    publish_results(session=race, order=["ann", "bob", "cat", "dan"])
    for names in (["ann"], ["bob", "cat"]):
        for name in names:
            sign(steward, event, fill(race, name, nonce=name))
        with django_assert_num_queries(QUERIES):
            html = steward.get(f"/office/events/{event.pk}/decisions/").content.decode()
    assert html.count("disqualification from the session") == 3


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_input_makes_the_page_fail_or_writes_unseen(event, race, steward, data: st.DataObject) -> None:
    if not Bulletin.objects.exists():
        publish_results(session=race, order=["ann", "bob"])
    kinds = [value for value, _words in EVENT_KINDS]
    texts = st.one_of(
        st.text(max_size=12), st.sampled_from(["1", "-1", "0", "1e9", "99999999999999999999", "1/0", "½", "٣", "\x00"])
    )
    form = {
        name: data.draw(st.one_of(texts, st.sampled_from(["", *values])), label=name)
        for name, values in (
            ("rows", ["1", "2"]),
            ("reason", ["Because"]),
            ("nonce", ["n"]),
            ("shown", []),
            ("m1-kind", kinds),
            ("m1-session", [str(race.pk)]),
            ("m1-entry", [str(pk) for pk in event.entries.values_list("pk", flat=True)]),
            ("m1-driver", []),
            ("m1-season", []),
            ("m1-amount", ["1/2", "5", "1:42.318"]),
            ("do", ["show", "add", "sign"]),
        )
    }
    answer = steward.post(f"/office/events/{event.pk}/decisions/new/", form)
    assert answer.status_code == 200
    assert Verdict.objects.count() == 0
