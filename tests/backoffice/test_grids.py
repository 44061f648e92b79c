"""The grid page: rule, places, reason, notice board; two people; nothing lost. All without JavaScript."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from championships.models import Grid, GridPlace, Session
from championships.officiating.entry import LineEntry
from championships.scoring.vocabulary import FinishStatus
from tests.factories import make_entry, make_event, make_official, make_season, publish_results, read_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def race() -> Session:
    event = make_event(season=make_season(), sessions=("qualifying", "race"))
    for number, driver in (("7", "ann"), ("8", "bob"), ("9", "cy")):
        make_entry(driver, event=event, number=number)
    race = event.sessions.get(slug="race")
    race.grid_from = event.sessions.get(slug="qualifying")
    race.grid_by = "best_lap"
    race.save()
    lines = [
        LineEntry(
            entry_id=event.entries.get(number=number).pk,
            road_order=order,
            status=FinishStatus.CLASSIFIED,
            best_lap_ms=90_000 + order * 100,
        )
        for order, number in enumerate(("9", "7", "8"), start=1)
    ]
    publish_results(session=race.grid_from, lines=lines)
    return race


@pytest.fixture
def timekeeper(client: Client) -> Client:
    client.force_login(make_official("timekeeper", "timekeeper"))
    return client


def address(race: Session) -> str:
    return reverse("admin:session_grid", args=[race.pk])


def read(client: Client, race: Session) -> str:
    return client.get(address(race)).content.decode()


def fill(page: str, race: Session, places: dict[str, str] | None = None, **typed: str) -> dict[str, str]:
    form = page[page.index('grid/" autocomplete') :]
    fields = dict(re.findall(r'name="([\w-]+)" (?:id="[\w-]+" )?(?:inputmode="numeric" )?value="([^"]*)"', form))
    fields["order"] = fields.get("order_was", "")
    fields["reason"] = ""
    fields.pop("do", None)
    for number, place in (places or {}).items():
        fields[f"place-{race.event.entries.get(number=number).pk}"] = place
    return {**fields, **typed}


def stored() -> list[tuple[Any, ...]]:
    return list(GridPlace.objects.order_by("order").values_list("entry__number", "place", "derived"))


def test_who_may_not_enter_results_does_not_know_the_grid(client: Client, race: Session) -> None:
    client.force_login(make_official("editor", "editor"))
    assert client.get(address(race)).status_code == 404
    assert client.post(address(race), {"do": "save"}).status_code == 404
    assert client.post(reverse("admin:session_grid_rule", args=[race.pk]), {}).status_code == 404


def test_qualifying_has_no_grid(timekeeper: Client, race: Session) -> None:
    assert timekeeper.get(address(race.grid_from)).status_code == 404


def test_the_page_shows_the_rule_s_grid_and_looking_writes_nothing(timekeeper: Client, race: Session) -> None:
    page = read(timekeeper, race)
    assert fill(page, race)["order"] == "9 7 8"
    assert not Grid.objects.exists()


def test_the_rule_s_grid_goes_on_the_notice_board_in_one_act(timekeeper: Client, race: Session) -> None:
    assert timekeeper.post(address(race), fill(read(timekeeper, race), race, do="publish")).status_code == 302
    assert stored() == [("9", 1, 1), ("7", 2, 2), ("8", 3, 3)]
    assert Grid.objects.get().issued_at is not None
    assert "on the notice board" in read(timekeeper, race)


def test_a_changed_grid_without_a_reason_is_refused_and_the_places_stay_in_the_form(
    timekeeper: Client, race: Session
) -> None:
    fields = fill(read(timekeeper, race), race, {"9": "pl", "7": "1", "8": "2"}, do="save")
    answer = timekeeper.post(address(race), fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "say why" in text
    assert 'value="PL"' in text
    assert not Grid.objects.exists()
    again = fill(text, race, do="save", reason="Engine changed after qualifying.")
    assert timekeeper.post(address(race), again).status_code == 302
    assert stored() == [("7", 1, 2), ("8", 2, 3), ("9", None, 1)]
    assert Grid.objects.get().issued_at is None


def test_the_order_is_typed_in_one_line_and_a_wrong_number_is_said(timekeeper: Client, race: Session) -> None:
    fields = fill(read(timekeeper, race), race, do="save", order="8 9 77", reason="Rain.")
    answer = timekeeper.post(address(race), fields)
    assert answer.status_code == 422
    assert "77 is not entered." in answer.content.decode()
    assert not Grid.objects.exists()
    timekeeper.post(address(race), fill(read(timekeeper, race), race, do="save", order="8 9 7", reason="Rain."))
    assert [place[0] for place in stored()] == ["8", "9", "7"]


def test_an_unreadable_place_is_marked(timekeeper: Client, race: Session) -> None:
    fields = fill(read(timekeeper, race), race, {"9": "first"}, do="save", reason="Why not.")
    answer = timekeeper.post(address(race), fields)
    assert answer.status_code == 422
    assert "“FIRST” is neither a place nor PL" in answer.content.decode()
    assert not Grid.objects.exists()


def test_of_two_people_at_one_grid_the_second_sees_both(timekeeper: Client, race: Session) -> None:
    page = read(timekeeper, race)
    other = Client()
    other.force_login(make_official("other", "timekeeper"))
    other.post(address(race), fill(page, race, do="save"))
    before = read_everything()
    mine = fill(page, race, {"9": "3", "8": "1"}, do="save", reason="Mine.")
    answer = timekeeper.post(address(race), mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Other saved this grid" in text
    assert read_everything() == before
    assert text.count('class="theirs"') == 2
    assert timekeeper.post(address(race), fill(text, race, do="save", reason="Mine.")).status_code == 302
    assert [place[0] for place in stored()] == ["8", "7", "9"]


def test_the_rule_is_chosen_on_this_page(timekeeper: Client, race: Session) -> None:
    rule = reverse("admin:session_grid_rule", args=[race.pk])
    data = {
        "read_version": str(race.version),
        "grid_from": str(race.grid_from_id),
        "grid_by": "classification",
        "grid_reversed": "2",
    }
    timekeeper.post(rule, data)
    race.refresh_from_db()
    assert (race.grid_by, race.grid_reversed) == ("classification", 2)
    assert fill(read(timekeeper, race), race)["order"] == "7 9 8"
    timekeeper.post(rule, {**data, "grid_reversed": "3"})  # the version read is an old one
    race.refresh_from_db()
    assert race.grid_reversed == 2


def test_a_grid_typed_after_the_sign_in_expired_is_offered_back(timekeeper: Client, race: Session) -> None:
    fields = fill(read(timekeeper, race), race, do="save", order="8 9 7", reason="Rain.")
    timekeeper.logout()
    timekeeper.post(address(race), fields)
    timekeeper.force_login(make_official("timekeeper", "timekeeper"))
    assert "What you typed was kept" in read(timekeeper, race)
    back = timekeeper.post(address(race), {"do": "bring_back"}).content.decode()
    assert fill(back, race)["order"] == "8 9 7"
    assert not Grid.objects.exists()


@pytest.mark.parametrize(
    "fields", [{}, {"read_version": "²"}, {"read_version": "9" * 30}, {"order": "\x00 é"}, {"do": "bring_back"}]
)
def test_a_form_not_ours_is_answered_without_a_fault(timekeeper: Client, race: Session, fields: dict[str, str]) -> None:
    assert timekeeper.post(address(race), fields).status_code in (200, 302, 409, 422)
    assert timekeeper.post(reverse("admin:session_grid_rule", args=[race.pk]), fields).status_code == 302


@pytest.mark.parametrize("cars", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(
    timekeeper: Client, cars: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = make_event("elsewhere", season=make_season("other-cup"), sessions=("qualifying", "race"))
    for number in range(1, cars + 1):
        make_entry(f"driver-{number}", event=event, number=str(number), team="red")
    race = event.sessions.get(slug="race")
    race.grid_from, race.grid_by = event.sessions.get(slug="qualifying"), "best_lap"
    race.save()
    drivers = [f"driver-{number}" for number in range(1, cars + 1)]
    publish_results(session=race.grid_from, order=drivers)
    timekeeper.post(address(race), fill(read(timekeeper, race), race, do="publish"))
    assert GridPlace.objects.filter(grid__session=race).count() == cars
    with django_assert_num_queries(QUERIES):
        timekeeper.get(address(race))


QUERIES = 27
