"""Drivers, teams and circuits by file: seen first, written whole or not at all, private columns kept."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from championships.models import Circuit, Driver, Team
from tests.factories import make_circuit, make_driver, make_official, make_team, make_user, read_everything

pytestmark = pytest.mark.django_db

CSV, XLSX = "0", "1"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user("chief", is_superuser=True))
    return client


def _address(table: str, what: str) -> str:
    return reverse(f"admin:championships_{table}_{what}")


def _preview(client: Client, table: str, data: str | bytes, kind: str = CSV) -> str:
    content = data.encode() if isinstance(data, str) else data
    sent = {"import_file": SimpleUploadedFile("people.csv", content), "format": kind, "resource": ""}
    answer = client.post(_address(table, "import"), sent)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def _confirm(client: Client, table: str, page: str) -> str:
    form = page[page.index("process_import") :]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    answer = client.post(_address(table, "process_import"), {**hidden, "confirm": "1"}, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def _export(client: Client, table: str, kind: str) -> bytes:
    answer = client.post(_address(table, "export"), {"format": kind, "resource": ""})
    assert answer.status_code == 200
    return answer.content


def test_a_file_is_seen_before_it_is_written(office: Client) -> None:
    make_driver("ann")
    before = read_everything()["championships.Driver"]
    page = _preview(office, "driver", "slug;name;country;born_on\nann;Ann Archer;France;1990-02-03\nbob;Bob;;\n")
    assert "<del>Ann</del> <ins>Ann Archer</ins>" in page
    assert "<ins>Bob</ins>" in page
    assert read_everything()["championships.Driver"] == before
    _confirm(office, "driver", page)
    ann = Driver.objects.get(slug="ann")
    assert (ann.name, ann.version, str(ann.born_on), ann.search_name) == ("Ann Archer", 2, "1990-02-03", "ann archer")
    assert Driver.objects.get(slug="bob").sort_name == "bob"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("slug;name;born_on\nann;Ann;1990-02-03\nbob;Bob;long ago\n", "Line 3, column born_on:"),
        ("slug;name\nann;\n", "Line 2, column name:"),
        ("slug;name\n;Ann\n", "Line 2: The address (slug) is blank."),
        ("slug;name\nann;Ann\nann;Anne\n", "Line 3: Line 2 has this address already."),
        ("name\nAnn\n", "The file lacks the column “slug”"),
        ("slug;name;age_public\nann;Ann;perhaps\n", "says neither yes nor no"),
        ("slug;name\nann;Ann;more\n", "Line 2 has more cells than there are headings."),
        ("slug;name\nnot an address!;Ann\n", "Line 2, column slug:"),
        (f"slug;name\nann;{'x' * 121}\n", "Line 2, column name:"),
        (b"\x89PNG\0", "neither text nor a spreadsheet"),
        (b"PK\x03\x04rubbish", "This spreadsheet cannot be opened."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_fault_names_its_line_and_nothing_is_written(office: Client, data: str | bytes, sentence: str) -> None:
    before = read_everything()
    page = _preview(office, "driver", data)
    assert sentence in page
    assert "process_import" not in page
    assert "Traceback" not in page
    assert read_everything() == before


def test_a_file_written_from_an_older_version_is_refused(office: Client) -> None:
    make_team("red")
    data = _export(office, "team", CSV)
    Team.objects.filter(slug="red").update(name="Rouge", version=2)
    page = _preview(office, "team", data)
    assert "Line 2: Somebody saved this row since the file was written: version 2, the file has 1." in page
    assert Team.objects.get().name == "Rouge"


def test_what_moved_between_preview_and_writing_is_not_overwritten_in_silence(office: Client) -> None:
    make_team("red")
    page = _preview(office, "team", "slug,name,version\nred,Scarlet,1\n")
    Team.objects.filter(slug="red").update(name="Rouge", version=2)
    assert "Nothing was written" in _confirm(office, "team", page)
    assert Team.objects.get().name == "Rouge"


def test_a_preview_that_is_gone_is_said_and_no_other_file_is_opened(office: Client) -> None:
    for name in ("0" * 32, "../../etc/passwd", "passwd"):
        sent = {"import_file_name": name, "original_file_name": "x.csv", "format": CSV, "resource": "", "confirm": "1"}
        answer = office.post(_address("team", "process_import"), sent, follow=True)
        assert "send it again" in answer.content.decode()


def test_what_was_exported_comes_back_and_changes_nothing(office: Client) -> None:
    make_driver("ann", name="=Ann", country="France", licence="+12", born_on="1990-02-03")
    make_circuit("hilltop", time_zone="Europe/Paris", character_fr="Rapide, vallonné ; très beau")
    for table in ("driver", "circuit"):
        for kind in (CSV, XLSX):
            before = read_everything()[f"championships.{table.title()}"]
            page = _preview(office, table, _export(office, table, kind), kind)
            assert "as it is" in page
            assert "<ins>" not in page
            _confirm(office, table, page)
            assert read_everything()[f"championships.{table.title()}"] == before


def test_no_cell_that_leaves_is_a_formula(office: Client) -> None:
    for slug, name in {"a": "=1+1", "b": "+1", "c": "-1", "d": "@x"}.items():
        make_team(slug, name=name)
    text = _export(office, "team", CSV).decode("utf-8-sig")
    assert all(f",'{name}," in text for name in ("=1+1", "+1", "-1", "@x"))
    sheet = load_workbook(io.BytesIO(_export(office, "team", XLSX))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_the_grammatical_gender_is_read_from_a_file(office: Client) -> None:
    make_driver("ann")
    _confirm(office, "driver", _preview(office, "driver", "slug;name;gender\nann;Ann;feminine\n"))
    assert Driver.objects.get().gender == Driver.Gender.FEMININE
    assert "Line 2" in _preview(office, "driver", "slug;name;gender\nann;Ann;neuter\n")


def test_a_workbook_is_read(office: Client) -> None:
    book = Workbook()
    book.active.append(["Slug", "NAME", "Time zone"])
    book.active.append(["hilltop", "Hill Top", "Europe/Paris"])
    out = io.BytesIO()
    book.save(out)
    _confirm(office, "circuit", _preview(office, "circuit", out.getvalue(), XLSX))
    assert Circuit.objects.get().name == "Hill Top"
    assert "is no time zone" in _preview(office, "circuit", "slug,name,time_zone\nx,X,Mars/Olympus\n")


def test_private_columns_leave_only_with_who_may_change_drivers(client: Client) -> None:
    make_driver("ann", licence="SECRET-1", born_on="1990-02-03", gender="feminine")
    client.force_login(make_official("clerk", "clerk"))
    assert b"SECRET-1" in _export(client, "driver", CSV)
    client.force_login(make_official("keeper", "timekeeper"))
    assert client.get(_address("driver", "import")).status_code == 403
    answer = client.post(_address("driver", "export"), {"format": CSV, "resource": ""})
    assert answer.status_code == 200
    assert b"Ann" in answer.content
    assert not any(private in answer.content for private in (b"SECRET-1", b"1990", b"born_on", b"licence", b"femin"))


@pytest.mark.parametrize("table", ["driver", "team", "circuit"])
def test_the_pages_have_no_script_and_no_style_of_their_own(office: Client, table: str) -> None:
    make_driver("ann")
    make_team("red")
    make_circuit()
    pages = [office.get(_address(table, what)).content.decode() for what in ("changelist", "import", "export")]
    pages.append(_preview(office, table, "slug,name\nann,Other\nred,Other\nhilltop,Other\n"))
    for page in pages:
        assert not re.search(r'\son\w+="', page)
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*src=)[^>]*>\s*\S", page)
    assert ("import/" in pages[0], "export/" in pages[0]) == (True, True)
