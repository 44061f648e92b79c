"""Any file of a stranger is a table or a fault with a code, never a traceback; no cell written is a formula."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from championships.exchange.spreadsheets.headings import find_columns, fold_heading
from championships.exchange.spreadsheets.reading import parse_text, read_table
from championships.exchange.spreadsheets.tables import FAULTS, LONGEST_CELL, MOST_ROWS, Row, TableFault
from championships.exchange.spreadsheets.workbooks import write_value
from championships.exchange.spreadsheets.writing import write_csv, write_xlsx

HEADER = ("No", "Driver")


def _fault(data: bytes, **options: str) -> TableFault:
    with pytest.raises(TableFault) as caught:
        read_table(data, **options)
    return caught.value


@pytest.mark.parametrize("separator", ["\t", ";", ",", "|"])
def test_the_separator_is_found_whatever_stands_in_quotes(separator: str) -> None:
    data = f'No{separator}Driver{separator}Team\n7{separator}"Ann, the elder; ""A"""{separator}Red\n'.encode()
    table = read_table(data)
    assert table.separator == separator
    assert table.rows[1] == Row(2, ("7", 'Ann, the elder; "A"', "Red"))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_found(encoding: str, found: str) -> None:
    table = read_table("N°;Écurie\n7;Élan\n".encode(encoding))
    assert (table.encoding, table.rows[1].cells) == (found, ("7", "Élan"))


def test_an_encoding_that_was_asked_for_and_does_not_fit_is_refused_with_its_line() -> None:
    fault = _fault("No;Driver\n7;Élan\n".encode("cp1252"), encoding="utf-8")
    assert (fault.code, fault.line, fault.params) == ("encoding", 2, {"encoding": "utf-8"})


def test_lines_are_counted_as_an_editor_counts_them_and_blank_ones_left_out() -> None:
    table = parse_text('No,Driver\r\n\r\n7,"Ann\r\nArcher"\r\n,,\r\n8,Bob\r\n')
    assert table.rows == (Row(1, ("No", "Driver")), Row(3, ("7", "Ann Archer")), Row(6, ("8", "Bob")))


def test_a_workbook_gives_numbers_as_they_are_seen_and_its_first_filled_sheet() -> None:
    book = Workbook()
    book.active.title = "Empty"
    sheet = book.create_sheet("Entries")
    sheet.append(["No", "Driver", "Guest"])
    sheet.append([7, "Ann", True])
    sheet.append(["007", "Bob", None])
    sheet.append([8.0, "=1+1", 2.5])
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue(), "entries.xlsx")
    assert (table.format, table.sheet, table.other_sheets) == ("xlsx", "Entries", ("Empty",))
    assert [row.cells for row in table.rows] == [
        ("No", "Driver", "Guest"),
        ("7", "Ann", "1"),
        ("007", "Bob"),
        ("8", "", "2.5"),  # a formula nobody has computed has no value
    ]


def test_a_day_and_a_big_number_in_a_workbook_are_text() -> None:
    midnight = datetime.combine(date(2025, 9, 6), time())
    assert [write_value(value) for value in (midnight, date(2025, 9, 6), time(9, 30), 1e20, False)] == [
        "2025-09-06",
        "2025-09-06",
        "09:30:00",
        "1e+20",
        "0",
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"\xd0\xcf\x11\xe0 old", "old_workbook"),
        (b"PK\x03\x04 broken", "broken_workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        (b'No,Driver\n7,"Ann\n', "broken_quotes"),
        (b"7;" + b"x" * (LONGEST_CELL + 1), "cell_too_long"),
        (b"7;" * 200 + b"8", "too_many_columns"),
        (b"7;Ann\n" * (MOST_ROWS + 1), "too_many_rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert _fault(data).code == code
    assert code in FAULTS


def test_a_workbook_that_swells_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (70 * 1024 * 1024))
    assert _fault(out.getvalue()).code == "too_large"


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda data: b"PK\x03\x04" + data)))
def test_no_bytes_at_all_make_anything_but_a_table_or_a_fault(data: bytes) -> None:
    code = ""
    try:
        rows = read_table(data).rows
    except TableFault as fault:
        code, rows = fault.code, ()
    assert code in FAULTS or (rows and all(any(row.cells) for row in rows))


@pytest.mark.parametrize("cell", ["=1+1", "+33 6", "-7", "@cmd", "=HYPERLINK(1)"])
def test_no_cell_written_is_a_formula_and_the_reader_takes_the_sign_away(cell: str) -> None:
    rows = [("7", cell)]
    csv_file, workbook = write_csv(HEADER, rows), write_xlsx("Entries", HEADER, rows)
    assert f"7;'{cell}" in csv_file.decode("utf-8-sig")
    stored = load_workbook(io.BytesIO(workbook)).active["B2"]
    assert (stored.data_type, stored.value) == ("s", f"'{cell}")
    for data in (csv_file, workbook):
        assert read_table(data).rows[1].cells == ("7", cell)


def test_a_number_with_noughts_survives_a_workbook() -> None:
    data = write_xlsx("List: 1/2", HEADER, [("007", "Ann"), ("60", "Bob\x0b")])
    assert [row.cells for row in read_table(data).rows[1:]] == [("007", "Ann"), ("60", "Bob")]


def test_headings_are_known_whatever_their_case_accents_and_signs() -> None:
    assert {fold_heading(text) for text in ("N°", "No.", "#", "nº")} == {"no"}
    assert fold_heading("2nd  Transponder") == fold_heading("2ND TRANSPONDER")
    assert fold_heading("Numéro_de voiture") == "numero de voiture"


def test_the_header_is_the_row_that_names_most_columns_and_the_rest_is_told() -> None:
    table = parse_text("Entry list of the cup\nNo;Driver;Sponsor;Number\n7;Ann;Acme\n")
    columns = find_columns(table, {"no": "number", "number": "number", "driver": "driver"})
    assert (columns.header.line, columns.unknown, columns.twice) == (2, ("Sponsor",), ("Number",))
    (row,) = columns.rows
    assert [columns.read(row, name) for name in ("number", "driver", "team")] == ["7", "Ann", None]
