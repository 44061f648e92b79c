"""The result entry: the quick line, rows, drafts; two people at one draft; nothing is lost. All without JavaScript."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from championships.models import (
    Bulletin,
    Crew,
    Grid,
    GridPlace,
    LedgerEntry,
    Line,
    LineDriver,
    Seat,
    Session,
    Sheet,
)
from championships.officiating.entry import enter_results
from tests.backoffice.result_forms import fill, find_row, read_form
from tests.factories import (
    NOON,
    make_driver,
    make_entry,
    make_event,
    make_official,
    make_season,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    season = make_season()
    event = make_event(season=season, round_number=1, sessions=("race",))
    for number, driver in (("7", "ann"), ("8", "bob"), ("007", "cy"), ("12", "dee")):
        make_entry(driver, event=event, number=number)
    return event.sessions.get(slug="race")


@pytest.fixture
def timekeeper(client: Client) -> Client:
    client.force_login(make_official("timekeeper", "clerk"))
    return client


def address(session: Session) -> str:
    return reverse("admin:session_results", args=[session.pk])


def read(client: Client, session: Session) -> str:
    return client.get(address(session)).content.decode()


def send(client: Client, session: Session, cells: dict[str, dict[str, str]] | None = None, **typed: Any) -> Any:
    return client.post(address(session), fill(read(client, session), cells, **typed))


def stored() -> list[tuple[Any, ...]]:
    return list(
        Line.objects.order_by("order").values_list(
            "entry__number", "road_order", "status", "laps", "time_ms", "best_lap_ms"
        )
    )


def test_who_may_not_enter_results_does_not_know_that_the_page_exists(client: Client, session: Session) -> None:
    client.force_login(make_official("editor", "editor"))
    assert client.get(address(session)).status_code == 404
    elsewhere = make_season("other-cup")
    client.force_login(make_official("stranger", "timekeeper", season=elsewhere))
    assert client.get(address(session)).status_code == 404
    assert client.post(address(session), {"do": "save", "rows": "0"}).status_code == 404
    assert not Sheet.objects.exists()


def test_looking_at_the_page_writes_nothing(timekeeper: Client, session: Session) -> None:
    assert timekeeper.get(address(session)).status_code == 200
    assert (Sheet.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_every_entered_car_has_a_row_and_a_withdrawn_one_has_none(timekeeper: Client, session: Session) -> None:
    make_entry("zoe", event=session.event, number="99", withdrawn=True)
    fields = read_form(read(timekeeper, session))
    assert [values[0] for name, values in fields.items() if name.endswith("-number")] == ["7", "8", "007", "12"]


def test_the_quick_line_gives_places_and_statuses_in_one_go(timekeeper: Client, session: Session) -> None:
    assert send(timekeeper, session, order="12 007\n8d 7r", do="save").status_code == 302
    assert [line[:3] for line in stored()] == [
        ("12", 1, "CLASSIFIED"),
        ("007", 2, "CLASSIFIED"),
        ("8", 3, "DSQ"),
        ("7", 4, "DNF"),
    ]


def test_who_did_not_start_has_a_status_and_no_place(timekeeper: Client, session: Session) -> None:
    send(timekeeper, session, order="12 8 7s", do="save")
    assert [line[:3] for line in stored()] == [
        ("12", 1, "CLASSIFIED"),
        ("8", 2, "CLASSIFIED"),
        ("7", None, "DNS"),
    ]


def test_the_quick_line_can_fill_the_lines_without_saving(timekeeper: Client, session: Session) -> None:
    answer = send(timekeeper, session, order="12 7r", do="fill")
    assert 'data-status="again"' in answer.content.decode()  # the script takes it for typed, not for saved
    fields = read_form(answer.content.decode())
    assert fields[find_row(fields, "12") + "place"] == ["1"]
    assert fields[find_row(fields, "7") + "status"] == ["DNF"]
    assert not Sheet.objects.exists()


def test_faults_of_the_quick_line_are_said_at_the_number_and_nothing_is_lost(
    timekeeper: Client, session: Session
) -> None:
    make_entry("eve", event=session.event, number="38")
    make_entry("fay", event=session.event, number="38")
    answer = send(timekeeper, session, {"7": {"laps": "14"}}, order="12 9 8 8 38 7", do="save")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "9 is not entered." in text
    assert "8 stands there twice" in text
    assert "Several cars carry 38" in text
    assert re.search(r"<b>38/2</b> Fay", text)
    fields = read_form(text)
    assert fields["order"] == ["12 9 8 8 38 7"]
    assert fields[find_row(fields, "7") + "laps"] == ["14"]
    assert not Sheet.objects.exists()
    mended = fill(text, order="12 8 38/2 7", do="save")
    assert timekeeper.post(address(session), mended).status_code == 302
    assert [line.entry.crew.get().driver.slug for line in Line.objects.order_by("order")] == [
        "dee",
        "bob",
        "fay",
        "ann",
    ]
    assert Line.objects.get(entry__number="7").laps == 14


def test_a_number_one_slip_away_is_offered(timekeeper: Client, session: Session) -> None:
    text = send(timekeeper, session, order="21", do="save").content.decode()
    assert re.search(r"Near: *<b>12</b> Dee", text)


def test_places_are_typed_beside_the_cars_as_well(timekeeper: Client, session: Session) -> None:
    send(timekeeper, session, {"7": {"place": "2"}, "8": {"place": "1"}, "12": {"status": "ret"}}, do="save")
    assert [line[:3] for line in stored()] == [("8", 1, "CLASSIFIED"), ("7", 2, "CLASSIFIED"), ("12", 3, "DNF")]


def test_a_plate_painted_over_puts_that_car_on_the_line(timekeeper: Client, session: Session) -> None:
    page = read(timekeeper, session)
    fields = fill(page, do="save")
    fields["r0-number"], fields["r1-number"] = ["12"], ["7"]
    assert timekeeper.post(address(session), fields).status_code == 302
    assert [line[:2] for line in stored()] == [("12", 1), ("7", 2)]


def test_gaps_laps_and_times_are_read_and_shown_in_one_form(timekeeper: Client, session: Session) -> None:
    cells = {
        "7": {"place": "1", "laps": "14", "time": "20'12\"418", "best": "1:25.9"},
        "8": {"place": "2", "time": "3,377", "best": "1'25.800"},
        "12": {"place": "3", "time": "1 lap"},
        "007": {"place": "4", "status": "r", "laps": "3", "time": "332.1"},
    }
    assert send(timekeeper, session, cells, do="save").status_code == 302
    assert stored() == [
        ("7", 1, "CLASSIFIED", 14, 1_212_418, 85_900),
        ("8", 2, "CLASSIFIED", 14, 1_215_795, 85_800),
        ("12", 3, "CLASSIFIED", 13, None, None),
        ("007", 4, "DNF", 3, 332_100, None),
    ]
    fields = read_form(read(timekeeper, session))
    assert [fields[find_row(fields, number) + "time"][0] for number in ("7", "8", "12", "007")] == [
        "20:12.418", "+3.377", "", "5:32.100"
    ]  # fmt: skip
    before = stored()
    send(timekeeper, session, do="save")
    assert stored() == before  # what is shown reads as what is stored


def test_the_fastest_lap_follows_the_best_laps_unless_somebody_is_named(timekeeper: Client, session: Session) -> None:
    cells = {"7": {"place": "1", "best": "1:25.9"}, "8": {"place": "2", "best": "1:25.8"}}
    send(timekeeper, session, cells, do="save")
    assert [part.line.entry.number for part in LineDriver.objects.all() if "fastest_lap" in part.flags] == ["8"]
    seven = session.event.entries.get(number="7").pk
    send(timekeeper, session, fastest=str(seven), do="save")
    assert [part.line.entry.number for part in LineDriver.objects.all() if "fastest_lap" in part.flags] == ["7"]
    assert read_form(read(timekeeper, session))["fastest"] == [str(seven)]
    send(timekeeper, session, fastest="none", do="save")
    assert not [part for part in LineDriver.objects.all() if part.flags]


def test_a_gap_waits_for_the_winner_s_time_and_is_not_lost(timekeeper: Client, session: Session) -> None:
    send(timekeeper, session, {"7": {"place": "1"}, "8": {"place": "2", "time": "+3.377"}}, do="save")
    assert stored()[1][4] is None
    send(timekeeper, session, {"7": {"time": "20:12.418"}}, do="save")
    assert stored()[1][4] == 1_215_795


def test_unreadable_cells_are_named_and_nothing_is_saved(timekeeper: Client, session: Session) -> None:
    cells = {
        "7": {"place": "1", "time": "vingt minutes", "laps": "x"},
        "8": {"place": "2", "status": "zz", "best": "1:99.0"},
    }
    answer = send(timekeeper, session, cells, do="save")
    text = answer.content.decode()
    assert answer.status_code == 422
    for said in ("“vingt minutes” is neither", "“x” is not a number", "“zz” is no status", "“1:99.0” is not a time"):
        assert said in text
    assert 'value="vingt minutes"' in text
    assert not Sheet.objects.exists()


def test_problems_of_the_saved_draft_stand_beside_the_line_and_in_the_check_list(
    timekeeper: Client, session: Session
) -> None:
    send(timekeeper, session, {"7": {"place": "1"}, "8": {"place": "1"}}, do="save")
    text = read(timekeeper, session)
    row = re.search(r'<li class="(?:error|warning)">.*?<a href="#row-(\d+)">[^<]*also given', text)
    assert row
    assert re.search(rf'id="say-{row[1]}".*?also given', text)


def test_qualifying_is_ordered_by_best_lap_with_one_button(timekeeper: Client, session: Session) -> None:
    session.kind = "qualifying"
    session.save()
    cells = {
        "7": {"best": "1:26.0", "second": "1:26.5"},
        "8": {"best": "1:25.0"},
        "12": {"best": "1:26.0"},
        "007": {"status": "q"},
    }
    answer = send(timekeeper, session, cells, do="order_best")
    assert timekeeper.post(address(session), fill(answer.content.decode(), do="save")).status_code == 302
    assert [line[:3] for line in stored()] == [
        ("8", 1, "CLASSIFIED"),
        ("7", 2, "CLASSIFIED"),
        ("12", 3, "CLASSIFIED"),
        ("007", None, "DNQ"),
    ]
    assert Line.objects.get(entry__number="7").second_best_ms == 86_500


def test_who_sits_in_a_shared_car_is_ticked_and_can_be_changed(timekeeper: Client, session: Session) -> None:
    shared = session.event.entries.get(number="7")
    bob = make_driver("zed")
    Crew.objects.create(entry=shared, driver=bob, order=1)
    Seat.objects.create(session=session, entry=shared, driver=bob)
    fields = fill(read(timekeeper, session), {"7": {"place": "1"}}, do="save")
    assert fields[find_row(fields, "7") + "drivers"] == [str(bob.pk)]
    timekeeper.post(address(session), fields)
    assert [part.driver.slug for part in LineDriver.objects.all()] == ["zed"]
    ann = make_driver("ann")
    fields = fill(read(timekeeper, session), do="save")
    fields[find_row(fields, "7") + "drivers"] = [str(ann.pk), str(bob.pk)]
    timekeeper.post(address(session), fields)
    assert [part.driver.slug for part in LineDriver.objects.order_by("order")] == ["ann", "zed"]


def test_the_grid_of_the_race_is_filled_in(timekeeper: Client, session: Session) -> None:
    grid = Grid.objects.create(session=session, recorded_at=NOON)
    GridPlace.objects.create(grid=grid, entry=session.event.entries.get(number="8"), place=1, order=1)
    fields = read_form(read(timekeeper, session))
    assert fields[find_row(fields, "8") + "grid"] == ["1"]


def test_of_two_people_at_one_draft_the_second_sees_both_and_chooses_by_line(
    timekeeper: Client, session: Session
) -> None:
    send(timekeeper, session, {"7": {"place": "1"}}, do="save")
    page = read(timekeeper, session)
    other = Client()
    other.force_login(make_official("second", "timekeeper"))
    other.post(address(session), fill(page, {"8": {"place": "2", "laps": "14"}, "7": {"laps": "15"}}, do="save"))
    before = read_everything()
    refused = timekeeper.post(
        address(session), fill(page, {"8": {"laps": "13", "place": "2"}, "7": {"laps": "14"}}, do="save")
    )
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "Second saved this draft" in text
    assert "nothing is lost" in text
    assert {name: rows for name, rows in read_everything().items() if "Session" not in name} == {
        name: rows for name, rows in before.items() if "Session" not in name
    }
    fields = read_form(text)
    assert fields[find_row(fields, "8") + "laps"] == ["13"]  # mine is in the form
    assert re.search(r'class="theirs"><span[^>]*>stored: </span>14<', text)  # theirs beside it
    eight = session.event.entries.get(number="8").pk
    chosen = fill(text, do="save", **{f"take-{eight}": "theirs"})
    assert timekeeper.post(address(session), chosen).status_code == 302
    assert [line[0:4:3] for line in stored()] == [("7", 14), ("8", 14)]


def test_a_form_sent_twice_is_saved_once_and_answered_as_done(timekeeper: Client, session: Session) -> None:
    fields = fill(read(timekeeper, session), order="12 8", do="save")
    assert timekeeper.post(address(session), fields).status_code == 302
    version, acts = Sheet.objects.get().version, LedgerEntry.objects.count()
    assert timekeeper.post(address(session), fields).status_code == 302
    assert (Sheet.objects.get().version, LedgerEntry.objects.count()) == (version, acts)


def test_what_is_typed_after_the_sign_in_expired_is_offered_back(timekeeper: Client, session: Session) -> None:
    fields = fill(read(timekeeper, session), order="12 8 7r", do="save")
    user = make_official("timekeeper", "clerk")
    timekeeper.logout()
    answer = timekeeper.post(address(session), fields)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={address(session)}")
    assert not Sheet.objects.exists()
    timekeeper.force_login(user)
    assert "What you typed was kept" in read(timekeeper, session)
    assert not Sheet.objects.exists()  # never applied by itself
    back = timekeeper.post(address(session), {"do": "bring_back"}).content.decode()
    assert read_form(back)["order"] == ["12 8 7r"]
    assert timekeeper.post(address(session), fill(back, do="save")).status_code == 302
    assert [line[0] for line in stored()] == ["12", "8", "7"]
    assert "What you typed was kept" not in read(timekeeper, session)


def test_what_was_kept_can_be_thrown_away(timekeeper: Client, session: Session) -> None:
    user = make_official("timekeeper", "clerk")
    fields = fill(read(timekeeper, session), order="12", do="save")
    timekeeper.logout()
    timekeeper.post(address(session), fields)
    timekeeper.force_login(user)
    timekeeper.post(address(session), {"do": "forget"})
    assert "What you typed was kept" not in read(timekeeper, session)


def test_saving_goes_on_to_the_publication_when_asked(timekeeper: Client, session: Session) -> None:
    answer = send(timekeeper, session, order="12 8 7 007", do="next")
    assert answer["Location"] == reverse("admin:session_publish", args=[session.pk])
    assert Sheet.objects.get().draft


def test_the_script_is_answered_in_place(timekeeper: Client, session: Session) -> None:
    fields = fill(read(timekeeper, session), order="12 8", do="save")
    answer = timekeeper.post(address(session), fields, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer["X-Saved-Version"]) == (200, "2")
    fields = fill(read(timekeeper, session), do="next")
    answer = timekeeper.post(address(session), fields, headers={"X-Requested-With": "fetch"})
    assert answer.json()["next"] == reverse("admin:session_publish", args=[session.pk])


def test_who_only_enters_is_told_why_publishing_is_not_for_him(client: Client, session: Session) -> None:
    client.force_login(make_official("timekeeper", "timekeeper"))
    text = read(client, session)
    assert "Publishing is for the clerk of the course" in text
    assert re.search(r'<button type="submit" name="do" value="next"[^>]*disabled', text)


def test_a_correction_of_a_final_result_starts_from_it_and_says_so(timekeeper: Client, session: Session) -> None:
    publish_results(session=session, order=["ann", "bob"], official=True)
    text = read(timekeeper, session)
    assert "only with an amended bulletin" in text
    assert read_form(text)["order"] == ["7 8"]
    send(timekeeper, session, order="8 7", do="save")
    assert Bulletin.objects.get(current=True).sheet.n == 1
    assert [line.entry.number for line in Line.objects.filter(sheet__draft=True)] == ["8", "7"]


def test_a_draft_is_thrown_away_only_when_one_is_sure(timekeeper: Client, session: Session) -> None:
    send(timekeeper, session, order="12", do="save")
    discard = reverse("admin:session_discard", args=[session.pk])
    timekeeper.post(discard, {"read_version": "2"})
    timekeeper.post(discard, {"read_version": "1", "sure": "1"})
    assert Sheet.objects.filter(draft=True).exists()
    timekeeper.post(discard, {"read_version": "2", "sure": "1"})
    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"rows": "x", "read_version": "y", "do": "save"},
        {"rows": "999999", "do": "save"},
        {"rows": "1", "r0-number": "\x00", "r0-place": "9" * 400, "do": "save"},
        {"rows": "1", "r0-number": "7", "r0-entry": "²", "r0-laps": "²", "r0-place": "1", "do": "save"},
        {"rows": "0", "order": "é&\x00 '(  " + "7 " * 3000, "order_was": "=", "do": "fill"},
        {"rows": "1", "r0-number": "7", "r0-place": "1", "r0-time": "+" * 50, "fastest": "²", "pole": "-1"},
        {"rows": "0", "do": "bring_back"},
    ],
)
def test_a_form_not_ours_is_answered_without_a_fault(
    timekeeper: Client, session: Session, fields: dict[str, str]
) -> None:
    assert timekeeper.post(address(session), fields).status_code in (200, 302, 409, 422)


def enter_all(session: Session) -> None:
    from championships.officiating.entry import LineEntry, SheetEntry
    from championships.scoring.vocabulary import SheetOrigin

    entries = list(session.event.entries.order_by("order"))
    enter_results(
        session=session,
        version=None,
        lines=[
            LineEntry(entry_id=entry.pk, road_order=place, laps=20, time_ms=1_200_000 + place * 1000)
            for place, entry in enumerate(entries, start=1)
        ],
        about=SheetEntry(origin=SheetOrigin.TIMING),
        by=make_official("timekeeper", "clerk"),
        now=NOON,
        recorded_at=NOON,
    )


@pytest.mark.parametrize("cars", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(
    timekeeper: Client, cars: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    season = make_season()
    event = make_event(season=season, round_number=1, sessions=("race",))
    for number in range(1, cars + 1):
        make_entry(f"driver-{number}", event=event, number=str(number), team="red")
    race = event.sessions.get()
    enter_all(race)
    timekeeper.get(address(race))
    with django_assert_num_queries(QUERIES):
        timekeeper.get(address(race))


QUERIES = 46
