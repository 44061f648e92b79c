"""Whatever the bytes are: cars, or faults that say where. Never an exception, never a car out of nothing."""

import gzip
import io
import re
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from championships.backoffice.timing_words import FAULTS, write_fault
from championships.exchange.timing.announcements import read_announcement
from championships.exchange.timing.reading import read_timing
from championships.exchange.timing.values import MAX_BYTES, Format, Options, Reading
from tests.exchange.timing.make_files import FILES, WORKBOOK, make_workbook, read_file

SCRAPS = [b"Pos;No;Name\n", b"1;7;Ann\n", b";;;\n", b"\xff\xfe", b"<PRE>", b"\r\n"]
BOOK = make_workbook(WORKBOOK)
SAMPLES = sorted(path.name for path in FILES.iterdir())


def _code_and_line(content: bytes, **options: object) -> list[tuple[str, int, str]]:
    reading = read_timing(content, options=Options(**options))  # type: ignore[arg-type]
    return [(fault.code, fault.line, fault.column) for fault in reading.errors]


def _assert_honest(reading: Reading) -> None:
    """Cars or faults; and every fault has its sentence."""
    assert reading.cars or reading.errors
    assert all(write_fault(fault) for fault in reading.faults)
    for text in reading.announcements:
        read_announcement(text)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ("empty_file", 0, "")),
        (b"\n\n", ("empty_file", 0, "")),
        (b"%PDF-1.4\n\x00\x01", ("not_text", 2, "")),
        (b"nothing to see\nhere\n", ("no_headings", 1, "")),
        (b"Pos;No;Name;Laps;Total Tm\n1;7;Ann;12;20:61.000\n", ("not_a_time", 2, "Total Tm")),
        (b"Pos;No;Name;Laps;Total Tm\n1;7;Ann;12;139\n", ("not_a_time", 2, "Total Tm")),
        (b"Pos;No;Name;Laps\n1;7;Ann;9\nfirst;8;Bob;9\n", ("not_a_place", 3, "Pos")),
        (b"Pos;No;Name;Laps\n1;7;Ann;many\n", ("not_a_count", 2, "Laps")),
        (b"Pos;No;Name;Status\n1;7;Ann;Puzzled\n", ("unknown_status", 2, "Status")),
        (b"Pos;No;Name;Laps\n1;123456789;Ann;9\n", ("number_too_long", 2, "No")),
        (b'Pos;No;Name;Laps\n1;7;"Ann;9\n2;8;Bob;9\n', ("open_quote", 2, "")),
        (b"Pos;No;Name;Laps\n1;7;" + b"A" * 300 + b";9\n", ("cell_too_long", 2, "3")),
        (b"Pos;No;Name;Laps\n1;7;Ann;9\n2;8;Bo", ("row_short", 3, "")),
        (b"Pos;No;Name;Laps\n1;7;Ann;9;surplus\n", ("row_long", 2, "")),
        (b"Pos;Laps;Total Tm\n1;9;10:00.000\n", ("no_car_column", 0, "")),
        (b"Pos;No;Name;Laps\n", ("no_cars", 1, "")),
        (b'{"classification": {"rows": {"default": [', ("not_json", 1, "")),
        (b"[" * 100_000, ("not_json", 1, "")),
        (b"{}", ("json_without_rows", 1, "")),
        (b"<html><body>no table</body></html>", ("no_headings", 1, "")),
        (b"PK\x03\x04broken", ("broken_workbook", 0, "")),
        (gzip.compress(b"Pos;No\n1;7\n")[:-6], ("broken_archive", 0, "")),
        (b"a" * (MAX_BYTES + 1), ("too_large", 0, "")),
    ],
)
def test_a_refusal_says_where(content: bytes, fault: tuple[str, int, str]) -> None:
    assert _code_and_line(content)[:1] == [fault]


def test_a_wrong_encoding_names_the_line_where_it_fails() -> None:
    content = "Pos;No;Name\n1;7;Ann\n2;8;Zoé\n".encode("latin-1")
    assert _code_and_line(content, encoding="utf-8") == [("wrong_encoding", 3, "")]


def test_columns_exchanged_are_refused_and_not_read_as_something_else() -> None:
    content = b"Pos;No;Laps;Name;Total Tm\n1;7;20:31.402;Ann;14\n"
    assert _code_and_line(content) == [("not_a_count", 2, "Laps"), ("not_a_time", 2, "Total Tm")]


def test_an_archive_that_blows_up_is_refused() -> None:
    bomb = gzip.compress(b"0" * (60 * 1024 * 1024))
    assert len(bomb) < MAX_BYTES
    assert _code_and_line(bomb) == [("too_large", 0, "")]


def test_a_workbook_that_blows_up_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    assert _code_and_line(stream.getvalue()) == [("too_large", 0, "")]


def test_a_natsoft_page_that_is_cut_off_is_refused_at_its_last_car() -> None:
    page = read_file("natsoft_race.html")
    assert _code_and_line(page[: page.index(b"PENALTY")]) == [("cut_off", 16, "")]


def test_a_raised_digit_is_no_place() -> None:
    page = read_file("natsoft_race.html").replace(b"\n2   117", "\n1\u00b9  117".encode())
    assert _code_and_line(page) == [("not_a_place", 14, "Pos")]


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_cut_anywhere_never_raises_and_never_invents_a_car(name: str, data: st.DataObject) -> None:
    content = read_file(name)
    whole = {car.number for car in read_timing(content).cars}
    cut = read_timing(content[: data.draw(st.integers(0, len(content)))])
    _assert_honest(cut)
    sound = {car.number for car in cut.cars} if not cut.errors else set()
    assert sound <= whole


@settings(max_examples=300, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=600),
        st.text(alphabet="PosNameLapsTotal Tm;,\t\n\"0123456789:.'#<>PRE{}[]é", max_size=400).map(str.encode),
        st.lists(st.sampled_from(SCRAPS), max_size=12).map(b"".join),
    ),
    format_=st.sampled_from([None, *Format]),
    encoding=st.sampled_from(["", "utf-8", "cp1252", "latin-1", "utf-16", "klingon"]),
    separator=st.sampled_from(["", ";", ",", "\t", "|", "x"]),
)
@example(content=b"PK\x03\x04", format_=Format.XLSX, encoding="", separator="")
def test_any_bytes_are_answered(content: bytes, format_: Format | None, encoding: str, separator: str) -> None:
    _assert_honest(read_timing(content, options=Options(format=format_, encoding=encoding, separator=separator)))


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bytes_changed_anywhere_are_answered(name: str, data: st.DataObject) -> None:
    content = bytearray(read_file(name))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _assert_honest(read_timing(bytes(content)))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_answered(data: st.DataObject) -> None:
    content = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    _assert_honest(read_timing(bytes(content)))


def test_every_fault_the_readers_know_has_a_sentence() -> None:
    room = Path(__file__).parents[3] / "championships" / "exchange" / "timing"
    source = "".join(path.read_text(encoding="utf-8") for path in room.glob("*.py"))
    codes = set(re.findall(r'Fault\(\s*"([a-z_]+)"', source)) | set(re.findall(r'complain\("([a-z_]+)"', source))
    codes |= {"not_a_place", "not_a_count", "lap_twice", "not_a_time", "nothing_but_a_name", "no_place"}
    assert codes == set(FAULTS)


def test_the_limit_on_unpacked_bytes_is_kept_while_unpacking() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    content = packer.compress(b"Pos;No\n" + b"1;7\n" * 6_000_000) + packer.flush()
    assert _code_and_line(content) == [("too_large", 0, "")]
