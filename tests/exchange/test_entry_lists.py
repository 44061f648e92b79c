"""Entry lists as files: a dry run that guesses nobody, a list that comes back as it went, and the file of Orbits."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from championships.exchange.entry_lists.exporting import build_table, export_csv, export_xlsx
from championships.exchange.entry_lists.importing import apply_plan
from championships.exchange.entry_lists.naming import load_names
from championships.exchange.entry_lists.orbits import HEADER, export_orbits
from championships.exchange.entry_lists.planning import NEW, ListPlan, plan_list
from championships.exchange.entry_lists.rows import ROW_FAULTS
from championships.exchange.entry_lists.words import PARTS, fields_of, read_part, write_heading, write_part
from championships.exchange.spreadsheets.headings import fold_heading
from championships.exchange.spreadsheets.reading import parse_text, read_table
from championships.models import Driver, DriverAlias, Entry, Event, Participation, Season, Seat
from championships.queries.entry_lists import load_entry_list
from tests.factories import (
    NOON,
    after,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_official,
    make_round,
    make_season,
    make_team,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def event(season: Season) -> Event:
    return make_event(season=season)


def _plan(event: Event, text: str | bytes, **answers: str) -> ListPlan:
    table = read_table(text) if isinstance(text, bytes) else parse_text(text)
    return plan_list(
        event=event,
        table=table,
        names=load_names(),
        season_ids=list(Season.objects.values_list("pk", flat=True)),
        answers=answers,
    )


def _apply(event: Event, plan: ListPlan) -> None:
    apply_plan(
        event=event,
        plan=plan,
        season_ids=list(Season.objects.values_list("pk", flat=True)),
        by=make_official("keeper", "timekeeper"),
        now=NOON,
        recorded_at=after(1),
    )


def _statuses(plan: ListPlan) -> dict[int, str]:
    return {row.line: row.status for row in plan.rows}


def _faults(plan: ListPlan) -> list[tuple[int, str]]:
    return [(row.line, fault.code) for row in plan.rows for fault in row.faults]


def test_a_dry_run_writes_nothing_and_says_what_each_line_would_do(event: Event) -> None:
    for slug in ("ann", "bob", "cy"):
        make_driver(slug)
    make_entry("ann", event=event, number="7", car="Old")
    make_entry("bob", event=event, number="8")
    make_entry("dan", event=event, number="9")
    before = read_everything()
    plan = _plan(event, "Entry list\nN°;Pilote;Voiture;Sponsor\n7;ANN;Mitjet\n8;Bob\n\n10;Cy;Mitjet\n")
    assert _statuses(plan) == {3: "changed", 4: "same", 6: "new"}
    assert (plan.columns.unknown, plan.is_ready, len(plan.untouched)) == (("Sponsor",), True, 1)
    assert plan.understood == (("N°", "number"), ("Pilote", "driver:1"), ("Voiture", "car"))
    assert read_everything() == before
    _apply(event, plan)
    assert dict(Entry.objects.values_list("number", "car")) == {"7": "Mitjet", "8": "", "9": "", "10": "Mitjet"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("N°", "number"),
        ("numéro", "number"),
        ("Car #", "number"),
        ("#", "number"),
        ("PILOTE 2", "driver:2"),
        ("driver_3", "driver:3"),
        ("Écurie", "team"),
        ("ecurie", "team"),
        ("Transpondeur", "transponder"),
        ("2nd Transponder", "second_transponder"),
        ("Classe", "car_class"),
        ("Class (club-cup)", "car_class:club-cup"),
        ("Participe (club-cup)", "part:club-cup"),
        ("Prénom", "first"),
        ("Forfait", "withdrawn"),
    ],
)
def test_columns_are_found_in_both_languages_whatever_their_case(heading: str, field: str) -> None:
    assert fields_of(["club-cup"])[fold_heading(heading)] == field


def test_every_heading_and_word_we_write_is_one_we_read() -> None:
    known = fields_of(["club-cup"])
    for language in ("fr", "en"):
        for field in ("number", "driver:1", "driver:4", "team", "withdrawn", "part:club-cup", "car_class", "replaces"):
            assert known[fold_heading(write_heading(field, language))] == field
        for part in PARTS:
            assert read_part(write_part(part, language)) == part


def test_a_name_nobody_has_a_record_of_is_a_question_never_a_guess(event: Event) -> None:
    ann = make_driver("ann-archer")
    text = "No,Driver\n7,Ann Archr\n8,Archer Ann\n"
    plan = _plan(event, text)
    assert _statuses(plan) == {2: "unclear", 3: "unclear"}
    assert [(question.text, [each.pk for each in question.candidates]) for question in plan.questions] == [
        ("Ann Archr", [ann.pk]),
        ("Archer Ann", [ann.pk]),
    ]
    assert not plan.is_ready
    answered = _plan(event, text, **{"driver:ann archr": NEW, "driver:archer ann": str(ann.pk)})
    assert answered.is_ready
    _apply(event, answered)
    crews = {entry.number: entry.crew.get().driver.name for entry in event.entries.all()}
    assert crews == {"7": "Ann Archr", "8": "Ann Archer"}
    assert [alias.text for alias in DriverAlias.objects.all()] == ["Archer Ann"]
    learnt = _plan(event, "No,Driver\n8,archer ANN\n")
    assert _statuses(learnt) == {2: "same"}


def test_of_two_people_of_one_name_none_is_taken(event: Event) -> None:
    first = make_driver("ann")
    second = Driver.objects.create(slug="ann-2", name="Ann")
    (question,) = _plan(event, "No,Driver\n7,Ann\n").questions
    assert (question.namesakes, [each.pk for each in question.candidates]) == (True, [first.pk, second.pk])
    assert [each.label for each in question.candidates] == ["Ann (ann)", "Ann (ann-2)"]
    plan = _plan(event, "No,Driver\n7,Ann\n", **{"driver:ann": str(second.pk)})
    _apply(event, plan)
    assert (event.entries.get().crew.get().driver, DriverAlias.objects.count()) == (second, 0)
    assert _statuses(_plan(event, "No,Driver\n7,Ann\n")) == {2: "same"}  # she is the one in car 7
    assert _statuses(_plan(event, "No,Driver\n8,Ann (ann)\n")) == {2: "new"}


def test_a_licence_tells_who_it_is_unless_the_name_is_somebody_elses(event: Event) -> None:
    make_driver("ann", licence="FR-12")
    make_driver("bob")
    plan = _plan(event, "No,Driver,Licence\n7,A. Nn,fr 12\n8,Bob,FR-12\n")
    assert (_statuses(plan), _faults(plan)) == ({2: "new", 3: "faulty"}, [(3, "licence_of_another")])


def test_a_driver_in_one_car_and_its_number_on_another_is_a_question(event: Event) -> None:
    ann, bob = make_entry("ann", event=event, number="7"), make_entry("bob", event=event, number="8")
    text = "No,Driver\n8,Ann\n"
    plan = _plan(event, text)
    (question,) = plan.cars
    assert (question.line, question.entry_ids, question.key) == (2, (ann.pk, bob.pk), "line:2")
    moved = _plan(event, text, **{"line:2": str(bob.pk)})
    assert [(row.entry_id, row.status) for row in moved.rows] == [(bob.pk, "changed")]
    assert _statuses(_plan(event, text, **{"line:2": NEW})) == {2: "new"}


def test_a_number_on_two_cars_asks_which_unless_the_driver_says_so(event: Event) -> None:
    first, second = make_entry("ann", event=event, number="7"), make_entry("bob", event=event, number="7")
    assert _statuses(_plan(event, "No,Driver\n7,Bob\n")) == {2: "same"}
    (question,) = _plan(event, "No,Car\n7,Mitjet\n").cars
    assert question.entry_ids == (first.pk, second.pk)


def test_a_number_with_quite_another_crew_is_a_question_unless_somebody_is_replaced(event: Event) -> None:
    entry = make_entry("ann", event=event, number="7")
    make_driver("bob")
    (question,) = _plan(event, "No,Driver\n7,Bob\n").cars
    assert question.entry_ids == (entry.pk,)
    assert _statuses(_plan(event, "No,Driver\n7,Bob\n", **{"line:2": str(entry.pk)})) == {2: "changed"}
    assert _statuses(_plan(event, "No,Driver\n7,Bob\n", **{"line:2": NEW})) == {2: "new"}
    assert _statuses(_plan(event, "No,Driver,Substitute for\n7,Bob,Ann\n")) == {2: "changed"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("No,Driver\n123456789,Ann\n", (2, "too_long")),
        ("No,Takes part\n7,perhaps\n", (2, "part_unreadable")),
        ("No,Withdrawn\n7,perhaps\n", (2, "yes_unreadable")),
        ("No,Driver 1,Driver 2\n7,Ann,ann\n", (2, "driver_twice")),
        ("Team,Car\nRed,Mitjet\n", (2, "nothing_to_match")),
        ("No,Car\n7,Mitjet\n7,Mitjet\n", (3, "car_twice")),
        (f"No,Class\n7,{'x' * 21}\n", (2, "too_long")),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(event: Event, text: str, fault: tuple[int, str]) -> None:
    make_entry("ann", event=event, number="7")
    make_team("red")
    plan = _plan(event, text)
    assert _faults(plan) == [fault]
    assert fault[1] in ROW_FAULTS
    assert not plan.is_ready


def test_a_blank_cell_and_a_missing_column_leave_what_is_stored(event: Event) -> None:
    make_entry("ann", "bob", event=event, number="7", team="red-team", car="Mitjet", car_class="GT4", guest=True)
    assert _statuses(_plan(event, "No,Driver,Team,Class\n7,Ann,,\n")) == {2: "same"}


def test_a_file_with_columns_for_a_crew_changes_the_crew(event: Event) -> None:
    make_entry("ann", "bob", event=event, number="7")
    make_driver("cy")
    plan = _plan(event, "No,Driver 1,Driver 2,Substitute for\n7,Cy,Ann,Bob\n")
    _apply(event, plan)
    entry = event.entries.get()
    assert [(each.driver.slug, each.replaces and each.replaces.slug) for each in entry.crew.all()] == [
        ("cy", "bob"),
        ("ann", None),
    ]
    assert _statuses(_plan(event, "No,Drivers\n7,Cy / Ann\n")) == {2: "same"}


def test_a_new_car_takes_part_as_its_driver_is_enrolled_unless_the_file_says_otherwise(
    event: Event, season: Season
) -> None:
    make_enrolment(season=season, driver="ann", guest=True, car_class="GT4")
    make_driver("bob")
    make_driver("cy")
    plan = _plan(event, "No,Driver,Class,Takes part\n7,Ann,,\n8,Bob,GT3,guest without points\n9,Cy,,no\n")
    _apply(event, plan)
    parts = Participation.objects.values_list("entry__number", "scores", "guest", "car_class").order_by("entry")
    assert list(parts) == [("7", True, True, "GT4"), ("8", False, True, "GT3")]


def test_an_event_of_two_seasons_has_columns_for_each(event: Event) -> None:
    make_round(season=make_season("other-cup"), event=event, number=1, keys={})
    make_driver("ann")
    plan = _plan(event, "No,Driver,Class (club-cup),Takes part (other-cup)\n7,Ann,GT4,no\n")
    _apply(event, plan)
    (part,) = Participation.objects.all()
    assert (part.round.season.championship.slug, part.car_class) == ("club-cup", "GT4")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("export", [export_csv, export_xlsx])
def test_a_list_that_was_exported_comes_back_and_changes_nothing(event: Event, language: str, export: object) -> None:
    make_round(season=make_season("other-cup"), event=event, number=1, keys={})
    make_entry("ann", "bob", event=event, number="007", team="red-team", car="=Mitjet", car_class="GT4", guest=True)
    shared = make_entry("cy", event=event, number="+8", scores=False, withdrawn=True)
    shared.participations.first().delete()  # type: ignore[union-attr]
    make_entry(event=event, number="9")
    make_driver("dan")
    shared.crew.update(replaces=make_driver("dan"))
    before = read_everything()
    data = export(load_entry_list(event, at=NOON), language)  # type: ignore[operator]
    plan = _plan(event, data)
    assert [row.status for row in plan.rows] == ["same"] * 3
    assert plan.columns.unknown == ()
    assert read_everything() == before


def test_no_birth_date_and_no_licence_leaves_with_a_list(event: Event) -> None:
    make_driver("ann", licence="SECRET-1", born_on="1990-01-02")
    make_entry("ann", event=event, number="7")
    page = load_entry_list(event, at=NOON, with_ages=True)
    for data in (export_csv(page, "en"), export_orbits(page)):
        assert b"SECRET" not in data
        assert b"1990" not in data
    assert "SECRET" not in repr(build_table(page, "fr"))


def test_a_cell_that_looks_like_a_formula_is_neutralised(event: Event) -> None:
    make_entry("ann", event=event, number="7", car="=cmd()")
    page = load_entry_list(event, at=NOON)
    assert "'=cmd()" in export_csv(page, "en").decode("utf-8-sig")
    assert "\t'=cmd()\t" in export_orbits(page).decode("cp1252")
    sheet = load_workbook(io.BytesIO(export_xlsx(page, "en"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_orbits_gets_a_line_a_car_in_its_own_letters(event: Event) -> None:
    make_driver("elise-ecuyer", name="Élise Écuyer", country="France")
    make_driver("lukasz", name="Łukasz Żak")
    entry = make_entry(
        *("elise-ecuyer", "lukasz"),
        event=event,
        number="007",
        team="red-team",
        car="Mitjet 2L",
        car_class="GT4",
        transponder="123",
        second_transponder="456",
    )
    make_entry("gone", event=event, number="8", withdrawn=True)
    race = event.sessions.get()
    Seat.objects.create(session=race, entry=entry, driver=make_driver("lukasz"))
    page = load_entry_list(event, at=NOON)
    header, line, end = export_orbits(page).decode("cp1252").split("\r\n")
    assert (tuple(header.split("\t")), end) == (HEADER, "")
    assert line.split("\t")[2:] == [
        *("007", "GT4", "123", "456", "Élise", "Écuyer", "Red Team", "Mitjet 2L", "", "Lukasz Zak", "", "France")
    ]
    seated = export_orbits(page, session=race.pk).decode("cp1252").split("\r\n")[1].split("\t")
    assert seated[6:8] + seated[11:12] == ["Lukasz", "Zak", "Élise Écuyer"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=6), min_size=1, max_size=6))
def test_no_file_at_all_breaks_the_dry_run(event: Event, cells: list[list[str]]) -> None:
    rows = [["No", "Driver", "Team", "Class", "Takes part", "Withdrawn"], *cells]
    text = "\n".join(";".join('"' + cell.replace('"', "").replace("\0", "") + '"' for cell in row) for row in rows)
    plan = _plan(event, text)
    assert {row.status for row in plan.rows} <= {"new", "unclear", "faulty"}
