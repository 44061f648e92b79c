"""Drafts: two people may open the same one, only one of them saves over it."""

import pytest

from championships.models import Bulletin, Grid, GridPlace, Line, Seat, Sheet, StaleVersion
from championships.officiating.entry import (
    DriverEntry,
    LineEntry,
    SheetEntry,
    check_sheet,
    discard_draft,
    enter_results,
    save_draft,
    start_draft,
)
from championships.officiating.errors import Refusal
from championships.scoring.vocabulary import FinishStatus, SheetOrigin
from tests.factories import (
    NOON,
    after,
    make_draft,
    make_driver,
    make_entry,
    make_event,
    make_season,
    make_team,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def race():
    return make_event(season=make_season()).sessions.get()


def read_lines(sheet: Sheet) -> list[tuple[str, int | None]]:
    return [(line.car, line.road_order) for line in sheet.lines.all()]


def test_two_people_who_start_a_draft_get_the_same_one(race) -> None:
    first = start_draft(session=race, by=make_user("one"), recorded_at=NOON)
    second = start_draft(session=race, by=make_user("two"), recorded_at=after(1))
    assert first.pk == second.pk
    assert second.entered_by.username == "one"


def test_of_two_people_who_save_the_same_draft_the_second_is_refused_and_nothing_is_lost(race) -> None:
    car = make_entry("ann", event=race.event, number="7")
    draft = start_draft(session=race, by=make_user("one"), recorded_at=NOON)
    read_by_two = draft.version
    save_draft(
        sheet=draft,
        version=draft.version,
        lines=[LineEntry(entry_id=car.pk, road_order=1)],
        by=make_user("one"),
        recorded_at=after(1),
    )
    second = make_user("two")
    before = read_everything()
    with pytest.raises(StaleVersion):
        save_draft(sheet=draft, version=read_by_two, lines=[], by=second, recorded_at=after(2))
    assert read_everything() == before
    assert read_lines(draft) == [("7", 1)]


def test_a_saved_draft_is_one_version_further_and_remembers_who_changed_it(race) -> None:
    draft = start_draft(session=race, by=make_user("one"), recorded_at=NOON)
    saved = save_draft(sheet=draft, version=1, lines=[], by=make_user("two"), recorded_at=after(1))
    assert saved.version == 2
    assert Sheet.objects.get().version == 2
    assert [user.username for user in saved.changed_by.all()] == ["two"]


def test_a_line_without_drivers_takes_the_crew_and_the_team_of_its_entry(race) -> None:
    car = make_entry("ann", "bob", event=race.event, team="red")
    draft = start_draft(session=race, by=None, recorded_at=NOON)
    save_draft(sheet=draft, version=1, lines=[LineEntry(entry_id=car.pk, road_order=1)], by=None, recorded_at=NOON)
    parts = list(Line.objects.get().drivers.values_list("driver__slug", "team__slug", "order"))
    assert parts == [("ann", "red", 1), ("bob", "red", 2)]


def test_a_car_without_a_crew_has_a_driver_who_is_not_known(race) -> None:
    car = make_entry(event=race.event)
    draft = start_draft(session=race, by=None, recorded_at=NOON)
    save_draft(sheet=draft, version=1, lines=[LineEntry(entry_id=car.pk, road_order=1)], by=None, recorded_at=NOON)
    assert [part.driver for part in Line.objects.get().drivers.all()] == [None]
    assert "driver_unknown" in {problem.code for problem in check_sheet(draft)}


def test_what_is_typed_of_a_driver_is_kept(race) -> None:
    car = make_entry("ann", event=race.event, team="red")
    draft = start_draft(session=race, by=None, recorded_at=NOON)
    typed = DriverEntry(
        driver_id=make_driver("zoe").pk,
        team_id=make_team("blue").pk,
        laps=12,
        grid="PL",
        time_text="31:02.5",
        flags=("pole", "fastest_lap"),
    )
    save_draft(
        sheet=draft,
        version=1,
        lines=[LineEntry(entry_id=car.pk, status=FinishStatus.DNF, laps=12, drivers=(typed,))],
        by=None,
        recorded_at=NOON,
        about=SheetEntry(laps=20, complete=False, note_fr="partielle"),
    )
    sheet = Sheet.objects.get()
    assert (sheet.laps, sheet.complete, sheet.note_fr) == (20, False, "partielle")
    part = Line.objects.get().drivers.get()
    assert (part.driver.slug, part.team.slug, part.laps, part.grid) == ("zoe", "blue", 12, "PL")
    assert (part.time_text, part.flags) == ("31:02.5", ["fastest_lap", "pole"])


def test_one_number_on_two_cars_makes_two_cars(race) -> None:
    one = make_entry("ann", event=race.event, number="38")
    other = make_entry("bob", event=race.event, number="38")
    draft = start_draft(session=race, by=None, recorded_at=NOON)
    lines = [LineEntry(entry_id=one.pk, road_order=1), LineEntry(entry_id=other.pk, road_order=2)]
    save_draft(sheet=draft, version=1, lines=lines, by=None, recorded_at=NOON)
    assert read_lines(draft) == [(f"38-{one.pk}", 1), (f"38-{other.pk}", 2)]


def test_a_car_of_another_event_is_refused_and_the_draft_stays(race) -> None:
    draft = make_draft(session=race, order=["ann"])
    stranger = make_entry("bob", event=make_event("elsewhere"))
    before = read_everything()
    with pytest.raises(Refusal):
        save_draft(
            sheet=draft,
            version=draft.version,
            lines=[LineEntry(entry_id=stranger.pk, road_order=1)],
            by=None,
            recorded_at=after(1),
        )
    assert read_everything() == before


def test_a_draft_changes_nothing_the_public_reads(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    make_draft(session=race, order=["bob", "ann"])
    assert Bulletin.objects.get(current=True).sheet.n == 1


def test_a_discarded_draft_is_gone_and_what_was_published_stays(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    draft = make_draft(session=race, order=["bob", "ann"])
    with pytest.raises(StaleVersion):
        discard_draft(sheet=draft, version=1, by=None, recorded_at=NOON)
    assert Sheet.objects.filter(draft=True).count() == 1
    discard_draft(sheet=draft, version=draft.version, by=None, recorded_at=NOON)
    assert list(Sheet.objects.values_list("n", "draft")) == [(1, False)]


def test_a_draft_somebody_discarded_is_stale_for_everybody_else(race) -> None:
    draft = make_draft(session=race, order=["ann"])
    discard_draft(sheet=draft, version=draft.version, by=None, recorded_at=NOON)
    with pytest.raises(StaleVersion):
        save_draft(sheet=draft, version=draft.version, lines=[], by=None, recorded_at=NOON)


def enter(race, *, version: int | None, by, order=("7", "8"), at=NOON) -> Sheet:
    cars = {entry.number: entry.pk for entry in race.event.entries.all()}
    return enter_results(
        session=race,
        version=version,
        lines=[LineEntry(entry_id=cars[number], road_order=place) for place, number in enumerate(order, start=1)],
        about=SheetEntry(origin=SheetOrigin.TIMING),
        by=by,
        now=at,
        recorded_at=at,
    )


@pytest.fixture
def cars(race):
    return [make_entry(driver, event=race.event, number=number) for number, driver in (("7", "ann"), ("8", "bob"))]


def test_a_save_sent_twice_is_done_once_and_answered_as_done(race, cars) -> None:
    one = make_user("one")
    first = enter(race, version=None, by=one)
    before = read_everything()
    again = enter(race, version=None, by=one, at=after(1))
    assert (again.pk, again.version) == (first.pk, first.version)
    assert read_everything() == before
    third = enter(race, version=first.version, by=one, order=("8", "7"), at=after(2))
    assert enter(race, version=first.version, by=one, order=("8", "7"), at=after(3)).version == third.version


def test_a_second_person_or_other_content_is_no_save_sent_twice(race, cars) -> None:
    enter(race, version=None, by=make_user("one"))
    two = make_user("two")
    before = read_everything()
    with pytest.raises(StaleVersion):
        enter(race, version=None, by=two)
    with pytest.raises(StaleVersion):
        enter(race, version=None, by=make_user("one"), order=("8", "7"))
    assert read_everything() == before


def test_what_was_typed_for_a_draft_that_is_gone_is_refused(race, cars) -> None:
    one = make_user("one")
    draft = enter(race, version=None, by=one)
    discard_draft(sheet=draft, version=draft.version, by=one, recorded_at=NOON)
    before = read_everything()
    with pytest.raises(StaleVersion):
        enter(race, version=draft.version, by=one)
    assert read_everything() == before


def test_a_shared_car_takes_the_drivers_who_sit_in_it_in_this_session(race) -> None:
    car = make_entry("ann", "bob", event=race.event, number="38")
    Seat.objects.create(session=race, entry=car, driver=make_driver("bob"))
    draft = start_draft(session=race, by=None, recorded_at=NOON)
    save_draft(sheet=draft, version=1, lines=[LineEntry(entry_id=car.pk, road_order=1)], by=None, recorded_at=NOON)
    assert list(Line.objects.get().drivers.values_list("driver__slug", flat=True)) == ["bob"]


def test_a_new_draft_takes_the_places_of_the_grid_unless_it_states_its_own(race, cars) -> None:
    grid = Grid.objects.create(session=race, recorded_at=NOON)
    GridPlace.objects.create(grid=grid, entry=cars[0], place=None, order=2)
    GridPlace.objects.create(grid=grid, entry=cars[1], place=1, order=1)
    draft = enter(race, version=None, by=make_user("one"))
    assert list(draft.lines.values_list("car", "drivers__grid")) == [("7", "PL"), ("8", "1")]
    own = [LineEntry(entry_id=car.pk, road_order=1, drivers=(DriverEntry(grid="9"),)) for car in cars[:1]]
    save_draft(sheet=draft, version=draft.version, lines=own, by=None, recorded_at=NOON)
    assert list(draft.lines.values_list("car", "drivers__grid")) == [("7", "9")]
