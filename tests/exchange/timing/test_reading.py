"""Every format is read by its headings into the same values, whatever encoding, separator or language it comes in."""

import gzip

import pytest

from championships.exchange.timing.cells import find_laps_behind, find_status, parse_time
from championships.exchange.timing.reading import read_timing, suggest_state
from championships.exchange.timing.values import Contents, Fault, Format, Meaning, Options, Reading
from championships.scoring.vocabulary import FinishStatus, SessionKind
from tests.exchange.timing.make_files import WORKBOOK, make_workbook, read_file


def _told(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (car.line, car.number, car.position, car.status.value, car.laps, car.time_ms, car.best_lap_ms, car.gap_text)
        for car in reading.cars
    ]


def test_an_older_classification_of_al_kamel() -> None:
    reading = read_timing(read_file("alkamel_old.csv"))
    assert (reading.format, reading.encoding, reading.separator, reading.errors) == (
        Format.ALKAMEL,
        "utf-8-sig",
        ";",
        (),
    )
    assert _told(reading) == [
        (2, "007", 1, "CLASSIFIED", 139, 14_404_690, 96_144, ""),
        (3, "7", 2, "CLASSIFIED", 139, 14_433_559, 96_977, "28.869"),
        (4, "41", 3, "CLASSIFIED", 138, 14_424_062, 97_255, "1 Laps"),
        (5, "80", 4, "NC", 140, 11_650_075, 102_002, "-1 Laps"),
        (6, "9", 5, "DNS", None, None, None, ""),
    ]
    assert reading.cars[0].names == ("Ann LEE", "Bob RAY")
    assert reading.cars[0].team == "Étang Racing"
    assert reading.cars[0].time_text == "4:00'04.690"
    assert [column.heading for column in reading.unknown_columns] == ["TYRES", "GROUP", "DIVISION", "FL_KPH"]


def test_a_newer_classification_of_al_kamel_keeps_zeros_and_takes_no_grade_for_a_licence() -> None:
    reading = read_timing(read_file("alkamel_new.csv"))
    assert _told(reading) == [
        (2, "13", 1, "CLASSIFIED", 23, 2_730_694, 100_747, ""),
        (3, "060", 2, "CLASSIFIED", 23, 2_730_850, 100_409, "+0.156"),
        (4, "55", 3, "CLASSIFIED", 22, 2_757_575, 101_000, "1 Laps"),
    ]
    assert [car.names for car in reading.cars] == [("Ann Lee",), ("Bob Ray",), ("Cy Fox",)]
    assert all(car.licences == () for car in reading.cars)
    assert "DRIVER_LICENSE" in [column.heading for column in reading.unknown_columns]


def test_a_classification_by_class_says_that_its_places_start_again() -> None:
    reading = read_timing(read_file("alkamel_class.csv"))
    assert [(fault.code, fault.error) for fault in reading.faults] == [("places_by_class", False)]
    assert [car.car_class for car in reading.cars] == ["Silver", "Silver", "Am", "Am"]
    assert reading.cars[0].names == ("Ann Lee", "Bob Ray")


def test_the_time_of_a_practice_is_its_best_lap() -> None:
    reading = read_timing(read_file("alkamel_practice.csv"))
    assert [(car.number, car.best_lap_ms, car.time_ms) for car in reading.cars] == [
        ("7", 98_120, None),
        ("12", 98_400, None),
        ("44", None, None),
    ]


def test_a_lap_file_gives_laps_and_their_sums() -> None:
    content = read_file("alkamel_laps.csv")
    reading = read_timing(content)
    assert (reading.contents, reading.format, len(reading.laps)) == (Contents.LAPS, Format.ALKAMEL_LAPS, 13)
    assert [(car.number, car.laps, car.time_ms, car.best_lap_ms, car.second_best_ms) for car in reading.cars] == [
        ("12", 5, 494_000, 97_000, 98_000),
        ("007", 5, 514_700, 97_500, 98_000),
        ("44", 3, 304_000, 99_000, 102_000),
    ]
    third = next(lap for lap in reading.laps if (lap.number, lap.n) == ("007", 3))
    assert (third.in_pit, third.driver, third.flag, third.elapsed_ms) == (True, "Ann LEE", "GF", 296_500)
    assert read_timing(gzip.compress(content)).laps == reading.laps


def test_a_table_of_orbits_with_its_words_and_its_notes() -> None:
    reading = read_timing(read_file("orbits_en.csv"))
    assert (reading.format, reading.errors) == (Format.ORBITS, ())
    assert [(car.line, car.number, car.names, car.status.value, car.gap_text) for car in reading.cars] == [
        (3, "79", ("Ann Lee",), "CLASSIFIED", ""),
        (4, "8", ("Bob Ray",), "CLASSIFIED", "1.598"),
        (5, "15", ("Cy Fox",), "CLASSIFIED", "1 Lap"),
        (7, "16", ("Dee Owl",), "NC", "10 Laps"),
        (8, "17", ("Eve Kit",), "DNF", ""),
        (9, "18", ("Fay Nox",), "DSQ", ""),
    ]
    assert [car.second_best_ms for car in reading.cars] == [87_000, 87_300, 89_100, None, None, None]
    assert reading.announcements == ("#8: +5s",)
    assert [column.heading for column in reading.unknown_columns] == ["Sponsor"]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("orbits_de.csv", "cp1252"),
        ("orbits_fr.csv", "cp1252"),
        ("orbits_nl.csv", "utf-8"),
        ("orbits_es.csv", "utf-8"),
        ("orbits_it.csv", "utf-8"),
    ],
)
def test_headings_in_other_languages_mean_the_same(name: str, encoding: str) -> None:
    reading = read_timing(read_file(name))
    assert (reading.encoding, reading.errors, reading.unknown_columns) == (encoding, (), ())
    first, second = reading.cars[:2]
    assert (first.number, first.position, first.laps, first.time_ms, first.best_lap_ms) == ("7", 1, 10, 901_250, 89_100)
    assert (second.number, second.laps, find_laps_behind(second.gap_text)) == ("12", 9, 1)


def test_accents_survive_old_encodings() -> None:
    assert read_timing(read_file("orbits_de.csv")).cars[0].names == ("Jörg Weiß",)
    assert read_timing(read_file("orbits_fr.csv")).cars[0].names == ("Zoé Lée",)
    assert read_timing(read_file("orbits_fr.csv")).cars[2].status is FinishStatus.NC


def test_the_old_json_of_speedhive() -> None:
    reading = read_timing(read_file("speedhive_old.json"))
    assert (reading.format, reading.kind, reading.errors) == (Format.SPEEDHIVE, SessionKind.RACE, ())
    assert _told(reading) == [
        (1, "7", 1, "CLASSIFIED", 15, 725_027, 51_536, ""),
        (2, "12", 2, "CLASSIFIED", 15, 725_139, 51_401, "00.112"),
        (3, "", 3, "DNF", 6, None, 52_000, "9 laps"),
        (4, "44", 4, "DNS", 0, None, None, ""),
    ]
    assert reading.cars[0].names == ("Ann Lee",)
    assert reading.announcements == ("#12: -1 POS GIVE BACK BOARD", "Track is wet")


def test_the_new_json_of_speedhive() -> None:
    reading = read_timing(read_file("speedhive_new.json"))
    assert [(car.number, car.status.value, car.time_ms, car.gap_text) for car in reading.cars] == [
        ("7", "CLASSIFIED", 725_027, ""),
        ("007", "DNF", None, "12 laps"),
    ]


def test_a_race_of_natsoft_is_cut_where_the_headings_stand() -> None:
    reading = read_timing(read_file("natsoft_race.html"))
    assert _told(reading) == [
        (13, "7", 1, "CLASSIFIED", 19, 1_946_017, 91_769, ""),
        (14, "117", 2, "CLASSIFIED", 19, 1_946_244, 91_808, ""),
        (15, "1", 3, "CLASSIFIED", 18, 1_976_859, 93_065, ""),
        (16, "275", None, "NC", 7, 1_223_853, 98_565, ""),
    ]
    assert reading.cars[1].names == ("Bob Ray", "Cy Fox")
    assert (reading.cars[1].team, reading.cars[1].car) == ("Roseau & Sons of the Long Names", "Galet 24")
    assert (reading.state, reading.penalties_included, reading.kind) == ("provisional", True, SessionKind.RACE)
    assert reading.announcements == ("Competitor#117 5 Seconds Penalty",)


def test_a_qualifying_of_natsoft_lists_who_set_no_time() -> None:
    reading = read_timing(read_file("natsoft_qualifying.html"))
    assert [(car.number, car.status.value, car.best_lap_ms, car.gap_text) for car in reading.cars] == [
        ("117", "CLASSIFIED", 89_947, ""),
        ("7", "CLASSIFIED", 90_624, "0:00.6770"),
        ("13", "DNS", None, ""),
    ]
    assert [(fault.code, fault.line, fault.error) for fault in reading.faults] == [("nothing_but_a_name", 15, False)]


def test_lap_times_of_natsoft() -> None:
    reading = read_timing(read_file("natsoft_laps.html"))
    assert [(lap.number, lap.n, lap.time_ms, lap.in_pit) for lap in reading.laps] == [
        ("7", 1, 99_656, False),
        ("7", 2, None, True),
        ("7", 3, 288_400, False),
        ("7", 4, 91_727, False),
        ("7", 5, 90_664, False),
        ("13", 1, 119_366, False),
        ("13", 2, None, False),
        ("13", 3, 95_158, False),
    ]
    assert [car.names for car in reading.cars] == [("Ann Lee",), ("Dee Owl",)]


def test_a_workbook_with_times_as_times() -> None:
    reading = read_timing(make_workbook(WORKBOOK, number_format="000"))
    assert reading.format is Format.XLSX
    assert [(car.number, car.status.value, car.laps, car.time_ms, car.best_lap_ms) for car in reading.cars] == [
        ("007", "CLASSIFIED", 12, 1_231_402, 100_001),
        ("012", "CLASSIFIED", 12, 1_233_100, 99_500),
        ("044", "DNF", 3, None, 105_000),
    ]


def test_three_ways_of_writing_a_time_and_three_words_in_its_place() -> None:
    reading = read_timing(read_file("edges.csv"))
    assert [(car.number, car.status.value, car.best_lap_ms) for car in reading.cars][3:] == [
        ("78", "DNF", None),
        ("79", "DNS", None),
        ("80", "DSQ", None),
        ("81", "CLASSIFIED", 62_500),
        ("82", "CLASSIFIED", 31_875),
    ]
    assert Fault("number_twice", 3, "2", "50", error=False) in reading.faults


def test_a_list_of_grid_places_is_a_grid() -> None:
    reading = read_timing(read_file("grid.csv"))
    assert (reading.contents, reading.faults) == (Contents.GRID, ())
    assert [(car.number, car.grid) for car in reading.cars] == [("12", "1"), ("7", "2")]


def test_an_official_may_say_what_a_column_is() -> None:
    content = b"A;B;C\n1;7;Ann Lee\n"
    assert [fault.code for fault in read_timing(content).errors] == ["no_headings"]
    content = b"Pos;B;Name\n1;7;Ann Lee\n"
    reading = read_timing(content, options=Options(columns={1: Meaning.NUMBER}))
    assert (reading.cars[0].number, reading.cars[0].names) == ("7", ("Ann Lee",))


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("58.9", 58_900),
        ("1:28.123", 88_123),
        ("1'28.123", 88_123),
        ("1:02:03.004", 3_723_004),
        ("4:00'04.690", 14_404_690),
        ("45:57.575", 2_757_575),
        ("20'31\"402", 1_231_402),
        ("32:26.0170", 1_946_017),
        ("00:00:22.400", 22_400),
        ("", None),
        ("-", None),
        ("0:00.000", None),
        ("-:--.----", None),
        ("*:**.****", None),
    ],
)
def test_times_are_read_strictly(text: str, milliseconds: int | None) -> None:
    time = parse_time(text)
    assert time is not None
    assert time.ms == milliseconds


@pytest.mark.parametrize("text", ["139", "1:61.000", "1:2:3:4", "abc", "1.2.3", "12:345.0", "DNF", "1 lap", "١:٠٠.٠"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("DNF", "DNF"),
        ("Not classified", "NC"),
        ("Non classé", "NC"),
        ("Non partant", "DNS"),
        ("Not started", "DNS"),
        ("DQ", "DSQ"),
        ("Disqualifié", "DSQ"),
        ("EX", "EX"),
        ("Excluded", "EX"),
        ("Ausgefallen", "DNF"),
        ("normal", "CLASSIFIED"),
    ],
)
def test_words_of_status(text: str, status: str) -> None:
    assert find_status(text) is FinishStatus(status)


@pytest.mark.parametrize(
    ("text", "laps"), [("1 Lap", 1), ("2 laps", 2), ("3 tours", 3), ("-12 Laps", 12), ("1.5", None)]
)
def test_laps_behind(text: str, laps: int | None) -> None:
    assert find_laps_behind(text) == laps


def test_the_state_in_the_name_is_a_suggestion() -> None:
    assert suggest_state("03_Classification_Race_Unofficial.csv") == "provisional"
    assert suggest_state("03_Classification_Race_Official.CSV") == "official"
    assert suggest_state("race.csv") == ""
