"""Grids: what the rule gives, what a person changes with a reason, what is on the notice board."""

import pytest

from championships.models import Decision, Grid, GridPlace, LedgerEntry, Session, StaleVersion
from championships.officiating.entry import LineEntry
from championships.officiating.errors import Refusal
from championships.officiating.grids import GridEntry, derive, save_grid, set_grid_rule
from championships.scoring.vocabulary import FinishStatus
from tests.factories import (
    NOON,
    after,
    make_entry,
    make_event,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = make_event(season=make_season(), sessions=("qualifying", "race1", "race2"))
    for number, driver in (("7", "ann"), ("8", "bob"), ("9", "cy")):
        make_entry(driver, event=event, number=number)
    return event


@pytest.fixture
def race(event) -> Session:
    race = event.sessions.get(slug="race1")
    qualifying = event.sessions.get(slug="qualifying")
    return set_grid_rule(
        session=race,
        version=race.version,
        grid_from=qualifying,
        grid_by="best_lap",
        grid_reversed=0,
        by=make_user("clerk"),
        recorded_at=NOON,
    )


def car(event, number: str) -> int:
    return event.entries.get(number=number).pk


def qualify(event, *best: tuple[str, int | None, int | None]) -> None:
    lines = [
        LineEntry(
            entry_id=car(event, number),
            road_order=order,
            status=FinishStatus.CLASSIFIED,
            best_lap_ms=lap,
            second_best_ms=second,
        )
        for order, (number, lap, second) in enumerate(best, start=1)
    ]
    publish_results(session=event.sessions.get(slug="qualifying"), lines=lines)


def numbers(event, order) -> list[str]:
    found = {entry.pk: entry.number for entry in event.entries.all()}
    return [found[pk] for pk in order]


def save(race: Session, *places: tuple[int, int | None], version=None, reason="", publish=False) -> Grid:
    return save_grid(
        session=race,
        version=version,
        places=[GridEntry(entry_id=pk, place=place) for pk, place in places],
        reason=reason,
        publish=publish,
        by=make_user("clerk"),
        now=after(10),
        recorded_at=after(10),
    )


def test_without_a_rule_or_a_result_nothing_is_derived_and_it_says_why(event, race) -> None:
    assert derive(session=event.sessions.get(slug="race2"), at=NOON).missing.startswith("No session is named")
    assert derive(session=race, at=NOON).missing.endswith("no published result yet.")


def test_the_grid_follows_the_best_laps_of_qualifying_and_who_did_not_run_stands_last(event, race) -> None:
    qualify(event, ("9", 90_000, None), ("7", 90_500, None))
    derived = derive(session=race, at=NOON)
    assert numbers(event, derived.order) == ["9", "7", "8"]
    assert derived.provisional


def test_a_grid_penalty_counts_for_the_next_race_only(event, race) -> None:
    qualify(event, ("9", 90_000, 90_300), ("7", 90_500, 90_700), ("8", 90_600, 90_800))
    qualifying = event.sessions.get(slug="qualifying")
    Decision.objects.create(
        session=qualifying, kind="grid", entry_id=car(event, "9"), amount=2, document="3",
        issued_at=NOON, effective_at=NOON, recorded_at=NOON,
    )  # fmt: skip
    assert numbers(event, derive(session=race, at=NOON).order) == ["7", "8", "9"]
    assert derive(session=race, at=NOON).lost == ((car(event, "9"), 2, "3"),)
    second = event.sessions.get(slug="race2")
    second = set_grid_rule(
        session=second, version=1, grid_from=qualifying, grid_by="second_best", grid_reversed=0,
        by=make_user("clerk"), recorded_at=NOON,
    )  # fmt: skip
    assert numbers(event, derive(session=second, at=NOON).order) == ["9", "7", "8"]


def test_a_pending_grid_penalty_does_not_count(event, race) -> None:
    qualify(event, ("9", 90_000, None), ("7", 90_500, None), ("8", 90_600, None))
    Decision.objects.create(
        session=event.sessions.get(slug="qualifying"), kind="grid", entry_id=car(event, "9"), amount=2,
        issued_at=NOON, recorded_at=NOON,
    )  # fmt: skip
    assert numbers(event, derive(session=race, at=NOON).order) == ["9", "7", "8"]


def test_a_deleted_lap_moves_the_car_on_the_grid(event, race) -> None:
    qualify(event, ("9", 90_000, None), ("7", 90_500, None), ("8", 90_600, None))
    Decision.objects.create(
        session=event.sessions.get(slug="qualifying"), kind="lap_deleted", entry_id=car(event, "9"), amount="90.550",
        issued_at=NOON, effective_at=NOON, recorded_at=NOON,
    )  # fmt: skip
    assert numbers(event, derive(session=race, at=NOON).order) == ["7", "9", "8"]


def test_the_rule_s_own_grid_is_saved_without_a_reason_and_keeps_what_the_rule_gave(event, race) -> None:
    qualify(event, ("9", 90_000, None), ("7", 90_500, None), ("8", 90_600, None))
    grid = save(race, (car(event, "9"), 1), (car(event, "7"), 2), (car(event, "8"), 3), publish=True)
    assert grid.issued_at == after(10)
    assert list(GridPlace.objects.values_list("entry__number", "place", "derived")) == [
        ("9", 1, 1), ("7", 2, 2), ("8", 3, 3)
    ]  # fmt: skip
    assert LedgerEntry.objects.order_by("-n")[0].verb == "publish_grid"


def test_a_changed_grid_needs_a_reason(event, race) -> None:
    qualify(event, ("9", 90_000, None), ("7", 90_500, None), ("8", 90_600, None))
    changed = ((car(event, "9"), None), (car(event, "7"), 2), (car(event, "8"), 3))
    before = read_everything()
    with pytest.raises(Refusal):
        save(race, *changed)
    assert read_everything() == before
    grid = save(race, *changed, reason="Starts from the pit lane: changed engine.")
    assert grid.issued_at is None
    assert list(GridPlace.objects.values_list("entry__number", "place", "derived")) == [
        ("7", 2, 2), ("8", 3, 3), ("9", None, 1)
    ]  # fmt: skip


def test_two_cars_at_one_place_or_a_car_of_elsewhere_are_refused(event, race) -> None:
    stranger = make_entry("zoe", event=make_event("elsewhere")).pk
    before = read_everything()
    for places in (
        ((car(event, "9"), 1), (car(event, "7"), 1)),
        ((car(event, "9"), 1), (car(event, "9"), 2)),
        ((stranger, 1),),
    ):
        with pytest.raises(Refusal):
            save(race, *places, reason="why not")
    assert read_everything() == before


def test_of_two_people_who_save_one_grid_the_second_is_told(event, race) -> None:
    save(race, (car(event, "9"), 1))
    before = read_everything()
    with pytest.raises(StaleVersion):
        save(race, (car(event, "7"), 1))
    with pytest.raises(StaleVersion):
        save(race, (car(event, "7"), 1), version=9)
    assert read_everything() == before
    assert save(race, (car(event, "7"), 1), version=1).version == 2


def test_a_grid_follows_only_from_an_earlier_session_of_its_event(event, race) -> None:
    other = make_event("elsewhere", sessions=("qualifying",)).sessions.get()
    before = read_everything()
    for source in (other, event.sessions.get(slug="race2"), race):
        with pytest.raises(Refusal):
            set_grid_rule(
                session=race, version=race.version, grid_from=source, grid_by="best_lap", grid_reversed=0,
                by=make_user("clerk"), recorded_at=NOON,
            )  # fmt: skip
    with pytest.raises(StaleVersion):
        set_grid_rule(
            session=race, version=1, grid_from=None, grid_by="", grid_reversed=0, by=make_user("clerk"),
            recorded_at=NOON,
        )  # fmt: skip
    assert read_everything() == before
