"""Importing from timing: kept, looked at, asked, made the draft. Never a guess, never an update in place."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from championships.backoffice.timing_words import DOUBTS, FORMATS, HOWS, MEANINGS, STATES, SUSPICIONS
from championships.exchange.timing.dry_run import Suspicion
from championships.exchange.timing.matching import Doubt, How
from championships.exchange.timing.merging import State
from championships.exchange.timing.values import Format, Meaning
from championships.models import (
    Bulletin,
    ColumnMap,
    Decision,
    DriverAlias,
    Entry,
    Lap,
    LedgerEntry,
    Line,
    LineDriver,
    Session,
    Sheet,
    TimingFile,
)
from championships.officiating import ledger
from championships.officiating.entry import LineEntry, save_draft
from championships.queries.laps import read_lap_chart
from tests.exchange.timing.make_files import read_file
from tests.factories import (
    NOON,
    after,
    make_driver,
    make_entry,
    make_event,
    make_official,
    make_season,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db

RACE = b"""Pos,No,Name,Class,Laps,Total Tm,Diff,Best Tm
1,7,Ann Lee,A,12,20:31.402,,1:40.001
2,8,Bob Ray,A,12,20:33.000,1.598,1:40.500
3,9,Cy Fox,A,11,20:40.100,1 Lap,1:41.000
DNF,11,Dee Owl,A,3,,,1:42.000
"""


@pytest.fixture
def session() -> Session:
    season = make_season()
    event = make_event(season=season, round_number=1, sessions=("qualifying", "race"))
    for number, slug, name in (
        ("7", "ann", "Ann Lee"),
        ("8", "bob", "Bob Ray"),
        ("9", "cy", "Cy Fox"),
        ("11", "dee", "Dee Owl"),
    ):
        make_driver(slug, name=name)
        make_entry(slug, event=event, number=number)
    return event.sessions.get(slug="race")


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_official("timekeeper", "timekeeper"))
    return client


def _upload(office: Client, session: Session, content: bytes, name: str = "race.csv") -> HttpResponse:
    address = reverse("admin:timing_import", args=[session.pk])
    return office.post(address, {"file": SimpleUploadedFile(name, content)})  # type: ignore[return-value]


def _keep(office: Client, session: Session, content: bytes, name: str = "race.csv") -> str:
    """The address of the dry run of a file just given."""
    answer = _upload(office, session, content, name)
    assert answer.status_code == 302
    return str(answer["Location"])


def _read_form(page: str) -> dict[str, str]:
    """The form as a browser would send it, nothing touched."""
    data: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        if (
            name is None
            or name[1] == "csrfmiddlewaretoken"
            or (kind and kind[1] == "checkbox" and "checked" not in tag)
        ):
            continue
        data[name[1]] = value[1] if value else "on"
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        data[name] = chosen[1] if chosen else ""
    return data


def _import(office: Client, address: str, **said: str) -> HttpResponse:
    page = office.get(address).content.decode()
    return office.post(address, {**_read_form(page), **said, "do": "import"})  # type: ignore[return-value]


def _lines(sheet: Sheet) -> list[tuple[object, ...]]:
    rows = Line.objects.filter(sheet=sheet).order_by("order")
    return [
        (row.entry.number, row.road_order, row.status, row.laps, row.time_ms, row.best_lap_ms, row.second_best_ms)
        for row in rows.select_related("entry")
    ]


def test_every_word_the_import_says_is_there() -> None:
    assert (set(DOUBTS), set(HOWS), set(STATES)) == (set(Doubt), set(How), set(State))
    assert (set(FORMATS), set(MEANINGS), set(SUSPICIONS)) == (set(Format), set(Meaning), set(Suspicion))


def test_who_may_not_enter_results_does_not_know_the_pages(client: Client, session: Session, office: Client) -> None:
    address = _keep(office, session, RACE)
    other = make_season("other-cup")
    for username, role, season in (("editor", "editor", None), ("stranger", "timekeeper", other)):
        client.force_login(make_official(username, role, season=season))
        before = read_everything()
        for page in (
            reverse("admin:timing_import", args=[session.pk]),
            address,
            reverse("admin:timing_original", args=[session.pk, TimingFile.objects.get().pk]),
            reverse("admin:timing_laps", args=[session.pk]),
        ):
            assert client.get(page).status_code == 404
        assert client.post(address, {"do": "import"}).status_code == 404
        assert read_everything() == before


def test_a_file_is_kept_and_a_dry_run_writes_nothing_else(office: Client, session: Session) -> None:
    address = _keep(office, session, RACE)
    kept = TimingFile.objects.get()
    assert (bytes(kept.content), kept.name, kept.size, kept.imported_by) == (RACE, "race.csv", len(RACE), None)
    before = read_everything()
    page = office.get(address)
    assert page.status_code == 200
    assert office.post(address, {**_read_form(page.content.decode()), "do": "read"}).status_code == 200
    assert read_everything() == before


def test_the_original_comes_back_as_it_was_given_and_is_never_shown(office: Client, session: Session) -> None:
    _keep(office, session, b"<html><script>1</script>" + RACE, 'ra"ce\n.html')
    kept = TimingFile.objects.get()
    answer = office.get(reverse("admin:timing_original", args=[session.pk, kept.pk]))
    assert answer.content == b"<html><script>1</script>" + RACE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_a_file_becomes_the_draft_and_nothing_is_published(office: Client, session: Session) -> None:
    answer = _import(office, _keep(office, session, RACE))
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:session_results", args=[session.pk]))
    draft = Sheet.objects.get(session=session, draft=True)
    assert _lines(draft) == [
        ("7", 1, "CLASSIFIED", 12, 1_231_402, 100_001, None),
        ("8", 2, "CLASSIFIED", 12, 1_233_000, 100_500, None),
        ("9", 3, "CLASSIFIED", 11, 1_240_100, 101_000, None),
        ("11", 4, "DNF", 3, None, 102_000, None),
    ]
    parts = LineDriver.objects.filter(line__sheet=draft).order_by("order")
    assert [(part.driver.slug, part.time_text, part.gap_text) for part in parts if part.driver] == [
        ("ann", "20:31.402", ""),
        ("bob", "20:33.000", "1.598"),
        ("cy", "20:40.100", "1 Lap"),
        ("dee", "", ""),
    ]
    assert (draft.laps, draft.timing_file, draft.origin) == (12, TimingFile.objects.get(), "timing")
    assert draft.entered_by is not None
    assert TimingFile.objects.get().imported_by == draft.entered_by
    assert not Bulletin.objects.exists()
    assert [entry.verb for entry in LedgerEntry.objects.order_by("n")][-1] == "import_timing"
    assert ledger.verify() is None


def test_the_same_file_again_does_nothing_and_says_so(office: Client, session: Session) -> None:
    address = _keep(office, session, RACE)
    _import(office, address)
    before = read_everything()
    answer = _upload(office, session, RACE, "other name.csv")
    assert answer["Location"] == reverse("admin:timing_import", args=[session.pk])
    assert "Nothing to do" in office.get(answer["Location"]).content.decode()
    assert "Nothing to do" in office.get(address).content.decode()
    assert _import(office, address).status_code == 422
    assert read_everything() == before


def test_the_button_pressed_twice_imports_once(office: Client, session: Session) -> None:
    address = _keep(office, session, RACE)
    form = {**_read_form(office.get(address).content.decode()), "do": "import"}
    assert office.post(address, form).status_code == 302
    before = read_everything()
    assert office.post(address, form).status_code == 302
    assert read_everything() == before


def test_a_changed_file_makes_a_new_version_and_leaves_the_old_one_as_it_was(office: Client, session: Session) -> None:
    _import(office, _keep(office, session, RACE))
    first = Sheet.objects.get(session=session)
    lines = _lines(first)
    address = _keep(office, session, RACE.replace(b"20:33.000", b"20:34.000"), "race 2.csv")
    page = office.get(address).content.decode()
    assert "<del>" in page
    assert "20:34.000" in page
    assert _import(office, address).status_code == 302
    second = Sheet.objects.get(session=session, draft=True)
    first.refresh_from_db()
    assert (first.draft, _lines(first)) == (False, lines)
    assert (second.n, _lines(second)[1][4]) == (2, 1_234_000)
    assert second.version > first.version
    assert first.entered_by in second.changed_by.all()


def test_a_published_sheet_is_never_touched(office: Client, session: Session) -> None:
    bulletin = publish_results(session=session, order=["bob", "ann"], at=NOON)
    before = _lines(bulletin.sheet)
    assert _import(office, _keep(office, session, RACE)).status_code == 302
    assert _lines(bulletin.sheet) == before
    assert Bulletin.objects.get().sheet_id == bulletin.sheet_id
    assert Sheet.objects.get(session=session, draft=True).n == 2


def test_a_draft_saved_meanwhile_is_not_overwritten(office: Client, session: Session) -> None:
    _import(office, _keep(office, session, RACE))
    draft = Sheet.objects.get(session=session, draft=True)
    address = _keep(office, session, RACE.replace(b"20:33.000", b"20:34.000"), "race 2.csv")
    form = _read_form(office.get(address).content.decode())
    colleague = make_official("colleague", "timekeeper")
    entry = Entry.objects.get(number="9")
    save_draft(
        sheet=draft,
        version=draft.version,
        lines=[LineEntry(entry_id=entry.pk, road_order=1, laps=12)],
        by=colleague,
        recorded_at=after(5),
    )
    before = read_everything()
    answer = office.post(address, {**form, "do": "import", "map_name": "Our timing"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert read_everything() == before
    assert "Somebody else saved this draft" in page
    assert 'value="Our timing"' in page
    assert "<del>" in page  # theirs and the file's, side by side


def test_an_open_form_cannot_write_over_a_version_made_by_a_file(office: Client, session: Session) -> None:
    _import(office, _keep(office, session, RACE))
    old = Sheet.objects.get(session=session, draft=True)
    _import(office, _keep(office, session, RACE.replace(b"20:33.000", b"20:34.000"), "race 2.csv"))
    assert Sheet.objects.get(session=session, draft=True).version > old.version


def test_a_car_that_is_not_sure_stops_the_import_until_somebody_says(office: Client, session: Session) -> None:
    address = _keep(office, session, RACE.replace(b"3,9,Cy Fox", b"3,99,Zed Oak"))
    before = read_everything()
    answer = _import(office, address)
    assert answer.status_code == 422
    assert "Which car is this?" in answer.content.decode()
    assert read_everything() == before
    kept = office.post(address, {**_read_form(answer.content.decode()), "car-4": "out", "do": "read"}).content.decode()
    assert '<option value="out" selected>' in kept
    assert office.post(address, {**_read_form(kept), "do": "import"}).status_code == 302
    assert [line[0] for line in _lines(Sheet.objects.get())] == ["7", "8", "11"]


def test_a_spelling_is_learnt_when_somebody_has_said_whose_it_is(office: Client, session: Session) -> None:
    address = _keep(office, session, RACE.replace(b"Cy Fox", b"Cyrus Foxx"))
    assert _import(office, address).status_code == 422
    assert not DriverAlias.objects.exists()
    cy = make_driver("cy")
    assert _import(office, address, **{"name-4-0": str(cy.pk)}).status_code == 302
    assert DriverAlias.objects.get().text == "Cyrus Foxx"
    again = _keep(office, session, RACE.replace(b"Cy Fox", b"Cyrus Foxx").replace(b"20:33.000", b"20:34.000"))
    assert "Names that differ" not in office.get(again).content.decode()


def test_the_name_of_another_driver_is_never_learnt_as_a_spelling(office: Client, session: Session) -> None:
    make_driver("zed", name="Zed Oak")
    address = _keep(office, session, RACE.replace(b"Cy Fox", b"Zed Oak"))
    before = read_everything()
    answer = _import(office, address, **{"name-4-0": str(make_driver("cy").pk)})
    assert answer.status_code == 422
    assert "is the name of another driver" in answer.content.decode()
    assert read_everything() == before


def test_a_new_car_is_entered_only_when_somebody_chooses_so(office: Client, session: Session) -> None:
    address = _keep(office, session, RACE + b"5,55,New Face,A,10,20:50.000,2 Laps,1:43.000\n")
    assert _import(office, address).status_code == 422
    assert not Entry.objects.filter(number="55").exists()
    assert _import(office, address, **{"car-6": "new"}).status_code == 302
    entry = Entry.objects.get(number="55")
    assert not entry.crew.exists()
    part = LineDriver.objects.get(line__entry=entry)
    assert part.driver is None


def test_a_file_of_other_cars_is_said_to_be_of_another_session(office: Client, session: Session) -> None:
    strangers = RACE.replace(b",7,", b",701,").replace(b",8,", b",801,").replace(b",9,", b",901,")
    address = _keep(office, session, strangers.replace(b"Ann Lee", b"A B").replace(b"Bob Ray", b"C D"))
    said = {"car-2": "out", "car-3": "out", "car-4": "out"}
    page = office.get(address).content.decode()
    assert "Only 1 of 4 numbers" in page
    before = read_everything()
    assert _import(office, address, **said).status_code == 422
    assert read_everything() == before
    assert _import(office, address, **said, right_session="on").status_code == 302


def test_a_qualifying_given_for_a_race_is_said_before_anything_is_written(office: Client, session: Session) -> None:
    content = b"Qualifying 1,,,\nPos,No,Name,Best Tm\n1,7,Ann Lee,1:40.000\n2,8,Bob Ray,1:41.000\n"
    address = _keep(office, session, content)
    assert "another kind of session" in office.get(address).content.decode()
    assert _import(office, address).status_code == 422
    assert not Sheet.objects.exists()


def test_the_time_of_a_qualifying_session_ranks_nobody(office: Client, session: Session) -> None:
    qualifying = Session.objects.get(slug="qualifying")
    assert _import(office, _keep(office, qualifying, RACE)).status_code == 302
    draft = Sheet.objects.get(session=qualifying)
    assert [(line[4], line[5]) for line in _lines(draft)][:2] == [(None, 100_001), (None, 100_500)]
    assert draft.laps is None


# The invented lap file, its cars and people those of this entry list.
LAPS = read_file("alkamel_laps.csv")
for _theirs, _ours in (
    (b"\n007;", b"\n7;"),
    (b"\n12;", b"\n8;"),
    (b"\n44;", b"\n9;"),
    (b"Bob RAY", b"Ann LEE"),
    (b"Cy FOX", b"Bob RAY"),
    (b"Dee OWL", b"Cy FOX"),
):
    LAPS = LAPS.replace(_theirs, _ours)


def test_laps_complement_the_classification(office: Client, session: Session) -> None:
    _import(office, _keep(office, session, RACE))
    address = _keep(office, session, LAPS, "23_Analysis.CSV")
    assert _import(office, address).status_code == 302
    draft = Sheet.objects.get(session=session, draft=True)
    assert [(line[0], line[1], line[4], line[5], line[6]) for line in _lines(draft)] == [
        ("7", 1, 1_231_402, 100_001, 98_000),
        ("8", 2, 1_233_000, 100_500, 98_000),
        ("9", 3, 1_240_100, 101_000, 102_000),
        ("11", 4, None, 102_000, None),
    ]
    assert Lap.objects.count() == 13
    chart = read_lap_chart(session.pk)
    assert chart is not None
    assert [(car.number, car.laps, car.laps_led, car.places) for car in chart.cars] == [
        ("8", 5, 3, (1, 2, 2, 1, 1)),
        ("7", 5, 2, (2, 1, 1, 2, 2)),
        ("9", 3, 0, (3, 3, 3, None, None)),
    ]
    leads = [(lead.number, lead.from_lap, lead.to_lap) for lead in chart.leads]
    assert leads == [("8", 1, 1), ("7", 2, 3), ("8", 4, 5)]
    parts = LineDriver.objects.filter(line__sheet=draft).select_related("line__entry").order_by("order")
    assert [part.line.entry.number for part in parts if "led_lap" in part.flags] == ["7", "8"]
    assert office.get(reverse("admin:timing_laps", args=[session.pk])).status_code == 200
    assert read_lap_chart(session.pk, at=NOON) is None  # nothing of this session is public


def test_laps_alone_give_an_order_and_say_what_they_cannot_know(office: Client, session: Session) -> None:
    address = _keep(office, session, LAPS, "23_Analysis.CSV")
    assert "The order comes from laps and times alone" in office.get(address).content.decode()
    assert _import(office, address).status_code == 302
    assert [line[:2] for line in _lines(Sheet.objects.get())] == [("8", 1), ("7", 2), ("9", 3)]


def test_places_on_the_grid_are_added_to_the_lines_there_are(office: Client, session: Session) -> None:
    _import(office, _keep(office, session, RACE))
    grid = b"Grid,No,Driver\n1,8,Bob Ray\n2,7,Ann Lee\n"
    assert _import(office, _keep(office, session, grid, "grid.csv")).status_code == 302
    draft = Sheet.objects.get(session=session, draft=True)
    parts = LineDriver.objects.filter(line__sheet=draft).order_by("order")
    assert [part.grid for part in parts] == ["2", "1", "", ""]
    assert len(_lines(draft)) == 4


def test_columns_set_once_are_found_again(office: Client, session: Session) -> None:
    content = RACE.replace(b"No,", b"Wagen-Kennung,")
    address = _keep(office, session, content)
    assert "Nothing leads" not in office.get(address).content.decode()  # the names lead to the cars
    answer = _import(office, address, **{"col-1": "number", "map_name": "Our timing"})
    assert answer.status_code == 302
    assert ColumnMap.objects.get().name == "Our timing"
    again = _keep(office, session, content.replace(b"20:33.000", b"20:34.000"))
    page = office.get(again).content.decode()
    assert "Read as it was set for Our timing" in page
    assert re.search(r'name="col-1".*?<option value="number" selected', page, re.DOTALL)


def test_announcements_are_offered_and_never_applied(office: Client, session: Session) -> None:
    address = _keep(office, session, RACE + b"#8: +5s,,,,,,,\n")
    page = office.get(address).content.decode()
    entry = Entry.objects.get(number="8")
    assert "#8: +5s" in page
    assert f"session={session.pk}&amp;kind=time&amp;amount=5&amp;entry={entry.pk}" in page
    _import(office, address)
    assert not Decision.objects.exists()
    assert _lines(Sheet.objects.get())[1][4] == 1_233_000


def test_a_cell_that_cannot_be_read_is_refused_with_its_line(office: Client, session: Session) -> None:
    address = _keep(office, session, RACE.replace(b"20:33.000", b"20:61.000"))
    assert "Line 3, column “Total Tm”: “20:61.000” is no time." in office.get(address).content.decode()
    before = read_everything()
    assert _import(office, address).status_code == 422
    assert read_everything() == before
    assert _import(office, address, empty_unreadable="on").status_code == 302
    assert _lines(Sheet.objects.get())[1][4] is None


def test_cars_the_file_lacks_are_told_and_stay_only_when_ticked(office: Client, session: Session) -> None:
    _import(office, _keep(office, session, RACE))
    without = RACE.replace(b"2,8,Bob Ray,A,12,20:33.000,1.598,1:40.500\n", b"").replace(
        b"DNF,11,Dee Owl,A,3,,,1:42.000\n", b""
    )
    address = _keep(office, session, without, "short.csv")
    page = office.get(address).content.decode()
    assert "On the present result, not in the file" in page
    form = _read_form(page)
    assert form["keep"] == str(Entry.objects.get(number="11").pk)  # did not finish: kept, the other is not
    assert office.post(address, {**form, "do": "import"}).status_code == 302
    assert [line[0] for line in _lines(Sheet.objects.get(draft=True))] == ["7", "9", "11"]


def test_what_is_no_file_is_said(office: Client, session: Session) -> None:
    before = read_everything()
    address = reverse("admin:timing_import", args=[session.pk])
    assert "Choose a file first" in office.post(address, {}).content.decode()
    assert _upload(office, session, b"").status_code == 400
    assert _upload(office, session, b"x" * (6 * 1024 * 1024)).status_code == 400
    assert read_everything() == before


@pytest.mark.parametrize("content", [b"%PDF-1.4\x00", b"PK\x03\x04", b"\x1f\x8b broken", b"{", b"<html>", b"hello"])
def test_a_file_of_no_timing_system_is_kept_and_refused_in_words(
    office: Client, session: Session, content: bytes
) -> None:
    address = _keep(office, session, content)
    page = office.get(address)
    assert page.status_code == 200
    assert "What cannot be read" in page.content.decode()
    assert _import(office, address).status_code == 422
    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"car-2": "999999"},
        {"car-2": "-1"},
        {"car-x": "out"},
        {"name-2-0": "9" * 30},
        {"name-a-b": "1"},
        {"keep": "none", "kept_shown": "1"},
        {"format": "klingon"},
        {"format": "natsoft"},
        {"encoding": "utf-16"},
        {"separator": "x"},
        {"separator": "|"},
        {"draft": "zz", "version": "-3"},
        {"col-0": "number", "was_col-0": "position"},
        {"col-999999999": "number"},
        {"map_name": "x" * 500},
    ],
)
def test_whatever_the_form_says_is_answered(office: Client, session: Session, said: dict[str, str]) -> None:
    address = _keep(office, session, RACE)
    form = _read_form(office.get(address).content.decode())
    assert office.post(address, {**form, **said, "do": "read"}).status_code == 200
    assert office.post(address, {**form, **said, "do": "import"}).status_code in (302, 409, 422)


def test_the_list_of_files_costs_the_same_at_one_and_three(
    office: Client, session: Session, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:timing_import", args=[session.pk])
    office.get(address)
    _keep(office, session, RACE)
    count = _count_queries(lambda: office.get(address))
    _import(office, _keep(office, session, RACE + b"\n"))
    _keep(office, session, RACE + b"\n\n")
    with django_assert_num_queries(count):
        office.get(address)


def test_a_dry_run_costs_the_same_at_one_and_three_cars(office: Client, session: Session) -> None:
    one = _keep(office, session, b"\n".join(RACE.split(b"\n")[:2]) + b"\n")
    four = _keep(office, session, RACE)
    office.get(one)
    assert _count_queries(lambda: office.get(one)) == _count_queries(lambda: office.get(four)) == 18


def _count_queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
