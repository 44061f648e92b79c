"""The entry list in the office: edited whole, copied, imported, exported, printed."""

import re
from html import unescape
from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from championships.backoffice.entry_words import ROW_SENTENCES, SENTENCES, TABLE_SENTENCES
from championships.exchange.entry_lists.rows import ROW_FAULTS
from championships.exchange.spreadsheets.tables import FAULTS
from championships.models import Circuit, Driver, Entry, Event, LedgerEntry, Season, Seat, Team
from championships.scoring.entry_checks import CODES
from tests.factories import (
    NOON,
    make_category,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_official,
    make_round,
    make_season,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db

QUERIES = 27


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def event(season: Season) -> Event:
    return make_event(season=season, sessions=("qualifying", "race"))


@pytest.fixture
def keeper(client: Client, season: Season) -> Client:
    client.force_login(make_official("keeper", "timekeeper", season=season))
    return client


def _address(event: Event, name: str = "entry_list", *args: object) -> str:
    return reverse(f"admin:{name}", args=[event.pk, *args])


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _form(page: str, **changes: str) -> dict[str, object]:
    """What a browser would send of the page's last form, with some fields typed."""
    body = page[page.rindex("<form") :]
    body = body[: body.index("</form>")]
    body = re.sub(r"<template.*?</template>", "", body, flags=re.DOTALL)
    data: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = attributes.get("type") not in {"checkbox", "radio"} or " checked" in tag
        if "name" in attributes and ticked:
            data.setdefault(unescape(attributes["name"]), []).append(unescape(attributes.get("value", "on")))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', body, flags=re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        data[name] = [unescape(chosen[1])] if chosen else [""]
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', body, flags=re.DOTALL):
        data[name] = [unescape(text)]
    data.pop("csrfmiddlewaretoken", None)
    return {**data, "do": "save", **changes}


def _key(entry: Entry) -> str:
    return f"e{entry.pk}"


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(CODES)
    assert set(ROW_SENTENCES) == ROW_FAULTS
    assert set(TABLE_SENTENCES) == FAULTS


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_page_asks_as_often_for_forty_cars_as_for_one(
    count: int, keeper: Client, event: Event, season: Season, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_entry(f"driver-{number}", event=event, number=str(number), team=f"team-{number}")
        make_enrolment(season=season, driver=f"driver-{number}", categories=["gentleman"])
    with django_assert_num_queries(QUERIES):
        assert keeper.get(_address(event)).status_code == 200


def test_sixty_cars_are_answered_quickly(keeper: Client, event: Event, season: Season) -> None:
    make_round(season=make_season("other-cup"), event=event, number=1, keys={})
    for number in range(60):
        make_entry(f"driver-{number}", f"mate-{number}", event=event, number=str(number), team=f"team-{number % 20}")
    _read(keeper, _address(event))
    began = process_time()
    _read(keeper, _address(event))
    assert process_time() - began < 1.5  # 0.15 s of processor time on the machine it was written on


def test_a_list_is_typed_and_saved(keeper: Client, event: Event) -> None:
    make_driver("ann-archer", name="Ann Archer")
    page = _read(keeper, _address(event))
    (round_,) = event.rounds.all()
    data = _form(
        page, **{"n1-number": "007", "n1-driver1": "ann archer", "n1-car": "Mitjet", f"n1-class{round_.pk}": "GT4"}
    )
    assert keeper.post(_address(event), data).status_code == 302
    entry = event.entries.get()
    part = entry.participations.get()
    assert (entry.number, entry.car, entry.crew.get().driver.slug) == ("007", "Mitjet", "ann-archer")
    assert (part.scores, part.guest, part.car_class) == (True, False, "GT4")
    assert LedgerEntry.objects.get().verb == "save_entries"


def test_saving_the_page_as_it_is_writes_nothing(keeper: Client, event: Event) -> None:
    make_entry("ann", "bob", event=event, team="red-team", guest=True, car_class="GT4", withdrawn=True)
    page = _read(keeper, _address(event))
    before = read_everything()
    assert keeper.post(_address(event), _form(page)).status_code == 302
    after = read_everything()
    assert {key: rows for key, rows in after.items() if rows != before[key]} == {}


def test_an_unknown_name_is_asked_about_and_nothing_is_lost(keeper: Client, event: Event) -> None:
    make_driver("ann-archer", name="Ann Archer")
    page = _read(keeper, _address(event))
    data = _form(page, **{"n1-number": "7", "n1-driver1": "Ann Archr", "n1-team": "Écurie Neuve"})
    answer = keeper.post(_address(event), data).content.decode()
    assert "“Ann Archr” is on nobody’s record. Somebody new?" in answer
    assert "No: Ann Archer is meant" in answer
    assert 'value="Écurie Neuve"' in answer
    assert (Entry.objects.count(), Driver.objects.count(), Team.objects.count()) == (0, 1, 0)
    data = _form(answer, **{"answer-driver:ann archr": str(Driver.objects.get().pk), "answer-team:ecurie neuve": "new"})
    assert keeper.post(_address(event), data).status_code == 302
    entry = event.entries.get()
    assert (entry.crew.get().driver.slug, entry.team and entry.team.name) == ("ann-archer", "Écurie Neuve")


def test_an_answer_given_is_kept_while_another_is_open(keeper: Client, event: Event) -> None:
    page = _read(keeper, _address(event))
    data = _form(page, **{"n1-number": "7", "n1-driver1": "Zoé", "n1-team": "Rouge"})
    page = keeper.post(_address(event), data).content.decode()
    page = keeper.post(_address(event), _form(page, **{"answer-driver:zoe": "new"})).content.decode()
    assert "“Rouge” is on nobody’s record" in page
    assert "“Zoé” is on nobody’s record" not in page
    assert keeper.post(_address(event), _form(page, **{"answer-team:rouge": "new"})).status_code == 302
    assert event.entries.get().crew.get().driver.name == "Zoé"


def test_of_two_people_at_one_car_the_second_sees_both_and_loses_nothing(
    keeper: Client, event: Event, season: Season
) -> None:
    first, second = make_entry("ann", event=event, number="7"), make_entry("bob", event=event, number="8")
    page = _read(keeper, _address(event))
    other = Client()
    other.force_login(make_official("other", "timekeeper", season=season))
    theirs = _form(page, **{f"{_key(first)}-car": "Theirs"})
    assert other.post(_address(event), theirs).status_code == 302
    mine = _form(page, **{f"{_key(first)}-car": "Mine", f"{_key(second)}-car": "Also mine"})
    answer = keeper.post(_address(event), mine)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody else saved some of these cars" in text
    assert "Car: <b>Theirs</b>" in text
    assert all(f'value="{typed}"' in text for typed in ("Mine", "Also mine"))
    assert dict(Entry.objects.values_list("number", "car")) == {"7": "Theirs", "8": ""}
    assert keeper.post(_address(event), _form(text)).status_code == 302
    assert dict(Entry.objects.values_list("number", "car")) == {"7": "Mine", "8": "Also mine"}


def test_who_did_not_touch_a_car_leaves_what_others_saved(keeper: Client, event: Event, season: Season) -> None:
    first, second = make_entry("ann", event=event, number="7"), make_entry("bob", event=event, number="8")
    page = _read(keeper, _address(event))
    other = Client()
    other.force_login(make_official("other", "timekeeper", season=season))
    other.post(_address(event), _form(page, **{f"{_key(first)}-car": "Theirs"}))
    assert keeper.post(_address(event), _form(page, **{f"{_key(second)}-car": "Mine"})).status_code == 302
    assert dict(Entry.objects.values_list("number", "car")) == {"7": "Theirs", "8": "Mine"}


def test_a_car_somebody_else_removed_is_told_and_can_be_entered_again(
    keeper: Client, event: Event, season: Season
) -> None:
    entry = make_entry("ann", event=event, number="7")
    page = _read(keeper, _address(event))
    other = Client()
    other.force_login(make_official("other", "timekeeper", season=season))
    assert other.post(_address(event), _form(page, **{f"{_key(entry)}-remove": "on"})).status_code == 302
    assert not Entry.objects.exists()
    answer = keeper.post(_address(event), _form(page, **{f"{_key(entry)}-car": "Mine"})).content.decode()
    assert "Somebody else removed this car meanwhile" in answer
    assert keeper.post(_address(event), _form(answer)).status_code == 302
    assert list(Entry.objects.values_list("number", "car")) == [("7", "Mine")]


def test_what_is_odd_is_said_beside_the_row(keeper: Client, event: Event) -> None:
    make_entry("ann", event=event, number="7")
    make_entry("ann", event=event, number="7")
    text = unescape(_read(keeper, _address(event)))
    assert "Number 7 is on another car, too." in text
    assert "Ann is also in car 7." in text


def test_an_age_is_spoken_of_only_to_who_may_see_birth_dates(keeper: Client, event: Event, season: Season) -> None:
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    category = make_category("gentleman", championship=season.championship)
    category.min_age = 45
    category.save()
    Driver.objects.update(born_on="2001-02-03")
    make_entry("ann", event=event, number="7")
    assert "age bounds" not in _read(keeper, _address(event))
    clerk = Client()
    clerk.force_login(make_official("clerk", "clerk", season=season))
    text = _read(clerk, _address(event))
    assert "Ann is outside the age bounds of Gentleman." in text
    assert "2001" not in text


def test_who_looks_after_one_season_neither_writes_the_other_nor_loses_it(
    keeper: Client, event: Event, season: Season
) -> None:
    other = make_season("other-cup")
    foreign = make_round(season=other, event=event, number=1, keys={})
    entry = make_entry("ann", event=event, number="7", guest=True)
    page = _read(keeper, _address(event))
    assert f"-part{foreign.pk}" not in page
    data = _form(page, **{f"{_key(entry)}-car": "New", f"{_key(entry)}-part{foreign.pk}": "zero"})
    assert keeper.post(_address(event), data).status_code == 302
    part = entry.participations.get(round=foreign)
    assert (part.scores, part.guest, Entry.objects.get().car) == (True, True, "New")


@pytest.mark.parametrize("name", ["entry_list", "entry_copy", "entry_import", "entry_print", "entry_seats"])
def test_an_official_of_another_season_does_not_know_the_page(name: str, client: Client, event: Event) -> None:
    client.force_login(make_official("stranger", "clerk", season=make_season("other-cup")))
    assert client.get(_address(event, name)).status_code == 404
    assert client.post(_address(event, name)).status_code in {404, 405}
    assert client.get(_address(event, "entry_export", "csv")).status_code == 404


def test_who_only_looks_reads_the_list_and_writes_nothing(client: Client, event: Event, season: Season) -> None:
    entry = make_entry("ann", event=event, number="7")
    client.force_login(make_official("steward", "steward", season=season))
    page = _read(client, _address(event))
    assert ("Ann" in page, "<select" in page) == (True, False)
    before = read_everything()
    assert client.post(_address(event), {"row": _key(entry), f"{_key(entry)}-car": "x"}).status_code == 404
    for name in ("entry_copy", "entry_import"):
        assert client.get(_address(event, name)).status_code == 404
    assert read_everything() == before


def test_a_refusal_leaves_what_was_typed(keeper: Client, event: Event) -> None:
    publish_results(session=event.sessions.get(slug="race"), order=["ann"])
    entry = Entry.objects.get()
    page = _read(keeper, _address(event))
    answer = keeper.post(_address(event), _form(page, **{f"{_key(entry)}-number": "99"}))
    text = answer.content.decode()
    assert "has published results under its number" in text
    assert 'value="99"' in text
    assert Entry.objects.get().number == "1"


def test_a_new_crew_after_publication_says_what_it_does_not_change(keeper: Client, event: Event) -> None:
    publish_results(session=event.sessions.get(slug="race"), order=["ann"])
    make_driver("bob")
    page = _read(keeper, _address(event))
    key = _key(Entry.objects.get())
    answer = keeper.post(
        _address(event), _form(page, **{f"{key}-driver1": "Bob", f"{key}-replaces1": "Ann"}), follow=True
    )
    text = answer.content.decode()
    assert "Results already published keep the drivers and the team they name: car 1." in text
    assert "Bob stands in for Ann." in text


def test_more_rows_and_more_drivers_keep_what_was_typed(keeper: Client, event: Event) -> None:
    page = _read(keeper, _address(event))
    data = _form(page, **{"n10-number": "7", "do": "add"})
    text = keeper.post(_address(event) + "?drivers=4", {**data, "drivers": "4"}).content.decode()
    assert 'name="n15-driver4"' in text
    assert 'name="n10-number" value="7"' in text
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"row": ["e999999", "n", "x1", "e" + "9" * 30, "n²"]},
        {"row": ["n1"], "n1-number": "x" * 9, "n1-version": "abc", "drivers": "²"},
        {"row": ["n1"], "n1-driver1": "y" * 500},
        {"row": ["n1"], "n1-number": "7", "n1-team": "\x00"},
        {"row": ["n1"], "n1-number": "7", "answer-driver:": "new"},
        {},
    ],
)
def test_no_form_at_all_makes_a_traceback(keeper: Client, event: Event, data: dict[str, object]) -> None:
    assert keeper.post(_address(event), data).status_code in {200, 302}


def test_the_last_event_is_copied_after_it_was_seen(keeper: Client, event: Event, season: Season) -> None:
    second = make_event(season=season, round_number=2)
    make_entry("ann", event=event, number="7", team="red-team")
    make_entry("bob", event=event, number="8")
    page = _read(keeper, _address(second, "entry_copy"))
    assert ("the last event: Meeting 1" in page, "Red Team" in page) == (True, True)
    assert not second.entries.exists()
    assert keeper.post(_address(second, "entry_copy"), _form(page)).status_code == 302
    assert list(second.entries.values_list("number", flat=True)) == ["7", "8"]
    page = _read(keeper, _address(second, "entry_copy"))
    assert "on the list: 7" in page
    keeper.post(_address(second, "entry_copy"), {"from": str(event.pk), "key": ["entry-1", "entry-2"]})
    assert second.entries.count() == 2
    assert keeper.get(_address(second, "entry_copy") + "?from=999").status_code == 404


def test_the_enrolments_are_copied(keeper: Client, event: Event, season: Season) -> None:
    make_enrolment(season=season, driver="ann")
    page = _read(keeper, _address(event, "entry_copy"))
    assert keeper.post(_address(event, "entry_copy"), _form(page)).status_code == 302
    assert event.entries.get().crew.get().driver.slug == "ann"


def _upload(client: Client, event: Event, text: str | bytes, **fields: str) -> str:
    data = text.encode() if isinstance(text, str) else text
    answer = client.post(_address(event, "entry_import"), {"file": SimpleUploadedFile("list.csv", data), **fields})
    assert answer.status_code in {200, 422}
    return answer.content.decode()


def test_a_file_is_shown_first_then_answered_then_written(keeper: Client, event: Event) -> None:
    make_entry("ann", event=event, number="7")
    before = read_everything()
    page = _upload(keeper, event, "N°;Pilote;Écurie;Sponsor\n7;Ann;Rouge\n8;Zoé;Rouge\n".encode("cp1252"))
    text = unescape(page)
    assert all(part in text for part in ("encoding cp1252", "Not known, left out: Sponsor", "“Zoé” is on nobody’s"))
    assert read_everything()["championships.Entry"] == before["championships.Entry"]
    page = keeper.post(
        _address(event, "entry_import"),
        _form(page, **{"answer-driver:zoe": "new", "answer-team:rouge": "new", "do": "look"}),
    ).content.decode()
    assert "<ins>Rouge (new)</ins>" in page
    assert keeper.post(_address(event, "entry_import"), _form(page, do="apply")).status_code == 302
    entries = {
        entry.number: (entry.crew.get().driver.name, entry.team and entry.team.name) for entry in Entry.objects.all()
    }
    assert entries == {"7": ("Ann", "Rouge"), "8": ("Zoé", "Rouge")}
    assert "Nothing would change." in _upload(keeper, event, "N°;Pilote;Écurie\n7;Ann;Rouge\n8;Zoé;Rouge\n")


def test_a_list_that_moved_between_dry_run_and_writing_is_shown_again(keeper: Client, event: Event) -> None:
    entry = make_entry("ann", event=event, number="7")
    page = _upload(keeper, event, "No,Driver,Car\n7,Ann,Mitjet\n")
    Entry.objects.filter(pk=entry.pk).update(car="Other", version=2)
    answer = keeper.post(_address(event, "entry_import"), _form(page, do="apply"))
    text = answer.content.decode()
    assert "changed by somebody else meanwhile" in text
    assert "<del>Other</del> <ins>Mitjet</ins>" in text
    assert Entry.objects.get().car == "Other"
    assert keeper.post(_address(event, "entry_import"), _form(text, do="apply")).status_code == 302
    assert Entry.objects.get().car == "Mitjet"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file holds nothing."),
        (b"\x89PNG\0", "Line 1: This is neither text nor a spreadsheet."),
        (b'No,Driver\n7,"Ann\n', "Line 2: A quotation mark is opened and never closed."),
        (b"PK\x03\x04rubbish", "This spreadsheet cannot be opened."),
        (b"No;Driver\n123456789;Ann\n", "“123456789” is longer than 8 characters."),
        (b"Something;Else\n1;2\n", "No heading was understood: is this an entry list?"),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence(keeper: Client, event: Event, data: bytes, sentence: str) -> None:
    make_driver("ann")
    before = read_everything()
    assert sentence in unescape(_upload(keeper, event, data))
    assert read_everything()["championships.Entry"] == before["championships.Entry"]


def test_pasted_rows_are_read_and_kept_when_they_cannot_be(keeper: Client, event: Event) -> None:
    make_driver("ann")
    answer = keeper.post(_address(event, "entry_import"), {"pasted": "No\tDriver\n7\tAnn\n"}).content.decode()
    assert "Write it to the entry list" in answer
    answer = keeper.post(_address(event, "entry_import"), {"pasted": 'No\n"7'}).content.decode()
    assert "&quot;7</textarea>" in answer
    assert "Choose a file" in keeper.post(_address(event, "entry_import"), {}).content.decode()


def test_a_list_of_forty_cars_is_imported_in_two_steps(keeper: Client, event: Event) -> None:
    for number in range(40):
        make_driver(f"driver-{number}")
    rows = "".join(f"{number + 1};Driver {number};Team;{1000 + number}\n" for number in range(40))
    Team.objects.create(slug="team", name="Team")
    began = process_time()
    page = _upload(keeper, event, "N°;Pilote;Écurie;Transpondeur\n" + rows)
    assert keeper.post(_address(event, "entry_import"), _form(page, do="apply")).status_code == 302
    assert (Entry.objects.count(), process_time() - began < 6) == (40, True)


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("csv", "text/csv"), ("xlsx", "application/vnd.openxml"), ("txt", "text/plain; charset=cp1252")],
)
def test_the_list_leaves_as_a_file(keeper: Client, event: Event, kind: str, content_type: str) -> None:
    make_entry("ann", event=event, number="7")
    answer = keeper.get(_address(event, "entry_export", kind))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(content_type)
    assert answer["Content-Disposition"].endswith(f'-2025-club-cup-meeting-1.{kind}"')
    assert keeper.get(_address(event, "entry_export", "exe")).status_code == 404


def test_the_list_on_paper_says_its_state_and_the_time_at_the_venue(
    keeper: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("championships.clock.now", lambda: NOON)
    Circuit.objects.update(time_zone="Europe/Paris")
    make_entry("ann", event=event, number="17", car_class="GT4")
    make_entry("bob", event=event, number="8", withdrawn=True)
    text = " ".join(_read(keeper, _address(event, "entry_print")).split())
    assert "1 car entered" in text
    assert "1 withdrawn" in text
    assert "As it stood on June 1, 2025 at 14:00 (Europe/Paris)." in text
    assert text.index(">8<") < text.index(">17<")


def test_who_drives_which_session_is_ticked(keeper: Client, event: Event) -> None:
    entry = make_entry("ann", "bob", event=event, number="7")
    race = event.sessions.get(slug="race")
    ann, bob = make_driver("ann"), make_driver("bob")
    page = _read(keeper, _address(event, "entry_seats"))
    data = _form(page, seat=[f"{race.pk}-{entry.pk}-{bob.pk}"])  # type: ignore[arg-type]
    assert keeper.post(_address(event, "entry_seats"), data).status_code == 302
    assert [seat.driver for seat in Seat.objects.all()] == [bob]
    stale = _form(page, seat=[f"{race.pk}-{entry.pk}-{ann.pk}"])  # type: ignore[arg-type]
    text = keeper.post(_address(event, "entry_seats"), stale).content.decode()
    assert "Somebody else saved some of these cars" in text
    assert "saved by somebody else" in text
    assert [seat.driver for seat in Seat.objects.all()] == [bob]
    assert keeper.post(_address(event, "entry_seats"), _form(text)).status_code == 302
    assert [seat.driver for seat in Seat.objects.all()] == [ann]
