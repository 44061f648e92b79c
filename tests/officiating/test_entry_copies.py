"""A list begun from the last event or from the enrolments: seen first, copied once."""

import pytest

from championships.models import Crew, Entry, Event, LedgerEntry, Season
from championships.officiating.entry_copies import (
    Proposal,
    copy_entries,
    list_earlier_events,
    plan_from_enrolments,
    plan_from_event,
    sort_number,
)
from championships.officiating.entry_values import CrewMember, PartValues, Saved
from tests.factories import (
    after,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_official,
    make_round,
    make_season,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return make_season()


def _copy(event: Event, origin: Event | None, plan: tuple[Proposal, ...]) -> Saved:
    return copy_entries(
        event=event,
        origin=origin,
        keys=[proposal.key for proposal in plan],
        season_ids=list(Season.objects.values_list("pk", flat=True)),
        by=make_official("keeper", "timekeeper"),
        now=after(0),
        recorded_at=after(0),
    )


def _crews(event: Event) -> dict[str, list[str]]:
    return {
        entry.number: [member.driver.slug for member in entry.crew.all()]
        for entry in event.entries.order_by("order").prefetch_related("crew__driver")
    }


def test_the_cars_of_the_last_event_are_seen_first_and_entered_once(season: Season) -> None:
    first = make_event(season=season, round_number=1)
    second = make_event(season=season, round_number=2)
    third = make_event(season=season, round_number=3)
    make_event(season=season, round_number=4)
    make_entry("old", event=first)
    make_entry("ann", "bob", event=second, number="12", team="red", car="Mitjet", transponder="99", car_class="GT4")
    make_entry("cy", event=second, number="7", guest=True)
    make_entry("gone", event=second, number="8", withdrawn=True)
    assert list_earlier_events(third, {season.pk}) == [second, first]
    plan = plan_from_event(third, second, {season.pk})
    assert [(item.values.number, item.doubles) for item in plan] == [("7", None), ("12", None)]
    assert Entry.objects.filter(event=third).count() == 0

    assert len(_copy(third, second, plan).added) == 2
    assert _crews(third) == {"7": ["cy"], "12": ["ann", "bob"]}
    car = third.entries.get(number="12")
    part = car.participations.get()
    assert (car.team and car.team.slug, car.car, car.transponder, car.version) == ("red", "Mitjet", "99", 1)
    assert (part.round, part.car_class, part.guest) == (third.rounds.get(), "GT4", False)
    assert third.entries.get(number="7").participations.get().guest
    assert LedgerEntry.objects.get().verb == "copy_entries"

    assert _copy(third, second, plan).is_nothing
    assert third.entries.count() == 2


def test_who_is_entered_already_is_told_and_left(season: Season) -> None:
    first = make_event(season=season, round_number=1)
    second = make_event(season=season, round_number=2)
    make_entry("ann", event=first, number="7")
    make_entry(event=first, number="8", team="red")
    own = make_entry("ann", event=second, number="70")
    nameless = make_entry(event=second, number="8", team="red")
    plan = plan_from_event(second, first, {season.pk})
    assert [item.doubles for item in plan] == [own.pk, nameless.pk]
    assert _copy(second, first, plan).is_nothing


def test_a_substitute_gives_the_car_back(season: Season) -> None:
    first = make_event(season=season, round_number=1)
    second = make_event(season=season, round_number=2)
    entry = make_entry("ann", event=first, number="7")
    Crew.objects.filter(entry=entry).update(driver=make_driver("cy"), replaces=make_driver("ann"))
    (proposal,) = plan_from_event(second, first, {season.pk})
    assert proposal.values.crew == (CrewMember(make_driver("ann").pk),)


def test_a_car_of_another_season_stays_behind(season: Season) -> None:
    other = make_season("other-cup")
    first = make_event(season=season, round_number=1)
    foreign = make_round(season=other, event=first, number=1, keys={})
    second = make_event(season=season, round_number=2)
    make_entry("ann", event=first, number="7")
    make_entry("bob", event=first, number="8", rounds=[foreign])
    (proposal,) = plan_from_event(second, first, {season.pk})
    assert (proposal.values.number, proposal.values.parts) == ("7", (PartValues(second.rounds.get().pk),))


def test_an_event_with_two_seasons_asks_only_for_those_an_official_looks_after(season: Season) -> None:
    other = make_season("other-cup")
    event = make_event(season=season, round_number=1)
    own = event.rounds.get()
    make_round(season=other, event=event, number=1, keys={})
    make_enrolment(season=season, driver="ann")
    make_enrolment(season=other, driver="bob")
    (proposal,) = plan_from_enrolments(event, {season.pk})
    assert proposal.values.parts == (PartValues(own.pk),)


def test_the_enrolled_come_in_the_car_they_last_drove(season: Season) -> None:
    first = make_event(season=season, round_number=1)
    second = make_event(season=season, round_number=2)
    make_entry("ann", "bob", event=first, number="12", team="red", car_class="GT4")
    for slug, fields in {
        "ann": {},
        "bob": {"guest": False},
        "cy": {"guest": True, "car_class": "GT3"},
        "late": {"from_round": 3},
        "left": {"to_round": 1},
    }.items():
        make_enrolment(season=season, driver=slug, **fields)
    plan = plan_from_enrolments(second, {season.pk})
    assert [(item.values.number, len(item.values.crew)) for item in plan] == [("12", 2), ("", 1)]
    _copy(second, None, plan)
    assert _crews(second) == {"12": ["ann", "bob"], "": ["cy"]}
    parts = {entry.number: entry.participations.get() for entry in second.entries.all()}
    assert {number: (part.guest, part.car_class) for number, part in parts.items()} == {
        "12": (False, "GT4"),
        "": (True, "GT3"),
    }
    assert _copy(second, None, plan_from_enrolments(second, {season.pk})).is_nothing


def test_an_enrolled_car_is_entered_without_driver(season: Season) -> None:
    event = make_event(season=season, round_number=1)
    season.enrolments.create(car_number="44", car_class="GT4")
    plan = plan_from_enrolments(event, {season.pk})
    _copy(event, None, plan)
    assert _crews(event) == {"44": []}
    assert event.entries.get().participations.get().car_class == "GT4"
    assert _copy(event, None, plan).is_nothing


def test_numbers_sort_as_people_count() -> None:
    assert sorted(["", "A1", "12", "007", "7", "100"], key=sort_number) == ["007", "7", "12", "100", "A1", ""]
