"""Bad packages are refused with file, line and reason, and leave nothing behind."""

from pathlib import Path

import pytest

from championships.models import Championship, Driver, Season
from tests.exchange.packages import FILES, assert_nothing_changes, change, run_import, write_package

pytestmark = pytest.mark.django_db

FIRST_RESULT = "1,sprint,1,01,7,ivo,quill,quill-racing,,1,CLASSIFIED,0,5,9:01.5,,,1,,0,1,99"

# What is changed (file, old text, new text), the line the refusal must name (0: none) and what it must say.
BAD = [
    ("rounds.csv", "round,session", "lap,session", 1, 'column "round" missing from the header.'),
    ("rounds.csv", "country,laps", "country,moon,laps", 1, 'column "moon" not known in this file.'),
    ("rounds.csv", "venue,country", "venue,venue", 1, 'column "venue" twice in the header.'),
    ("rounds.csv", "\n3,race,", "\nthree,race,", 6, 'round "three" is not a whole number'),
    ("rounds.csv", "\n3,race,,", "\n2,race,,", 6, "round 2 has the session “race” already (line 4)."),
    ("rounds.csv", "2024-04-07", "7 April", 4, 'date "7 April" is not a day such as 2025-09-06.'),
    ("rounds.csv", "2024-04-07", "2024-02-30", 4, 'date "2024-02-30" is not a day'),
    ("rounds.csv", "36.45", "36,45", 4, "12 fields where the header has 11."),
    ("rounds.csv", "36.45", '"36,45"', 4, 'distance_km "36,45" is not a number with a decimal point'),
    ("rounds.csv", ",,10,40.5\n", ",,10\n", 6, "10 fields where the header has 11."),
    ("rounds.csv", "3,race,,Ink Lake,", "3,race,,,", 6, "event is blank."),
    ("rounds.csv", '"Grand Prize', '"Grand" Prize', 4, "the line cannot be read as CSV"),
    ("results.csv", "position,status", "place,status", 1, 'column "position" missing'),
    ("results.csv", "1,CLASSIFIED,0,5,9:01.5", "1,WINNER,0,5,9:01.5", 2, 'status "WINNER" is not known'),
    ("results.csv", "\n1,sprint,1,", "\n1.5,sprint,1,", 2, 'round "1.5" is not a whole number'),
    ("results.csv", "\n1,sprint,2,", "\n1,sprint,1,", 3, "round 1, session “sprint” has a row with order 1"),
    ("results.csv", "\n1,sprint,1,", "\n4,sprint,1,", 2, 'round 4 has no session "sprint" in rounds.csv.'),
    ("results.csv", "\n1,sprint,1,", "\n1,warmup,1,", 2, 'round 1 has no session "warmup" in rounds.csv.'),
    ("results.csv", "01,7,ivo,quill", "01,7,eve,quill", 2, 'driver "eve" is not in competitors.csv.'),
    ("results.csv", "01,7,ivo,quill", "01,7,ivo,ink", 2, 'team "ink" is not in competitors.csv.'),
    ("results.csv", "01,7,ivo,quill", "01,7,,quill", 2, "driver is blank."),
    ("results.csv", ",1,,0,1,99", ",1,,yes,1,99", 2, 'fastest_lap "yes" is neither 0 nor 1.'),
    ("results.csv", ",PL,", ",pits,", 3, 'grid "pits" is not a whole number'),
    ("results.csv", ",,1,CLASSIFIED,0,5,", ",,0,CLASSIFIED,0,5,", 2, 'position "0" is not a whole number'),
    ("results.csv", "01,7,ivo", "01,123456789,ivo", 2, "number is longer than 8 characters."),
    ("results.csv", "9:01.5", "9:01\0.5", 2, "a NUL character"),
    ("competitors.csv", "driver,uma", "person,uma", 4, 'kind "person" is not known'),
    ("competitors.csv", "driver,uma", "driver,ivo", 4, "the driver “ivo” is listed already (line 3)."),
    ("competitors.csv", "driver,uma", "driver,u m a", 4, 'id "u m a" is no id'),
    ("competitors.csv", "Ana Ünal", "", 2, "name is blank."),
    ("entrants.csv", "round,ivo", "round,eve", 2, 'driver "eve" is not in competitors.csv.'),
    ("entrants.csv", "chassis", "frame", 1, "column"),
    ("rules.json", '"rounding": 1', '"roundin": 1', 0, "standings[0].roundin"),
    ("rules.json", '"season": 2024', '"season": "soon"', 0, "season: expected a year"),
    ("rules.json", '"competitor": "ivo"', '"competitor": "eve"', 0, 'adjustments[0].competitor: driver "eve" is not'),
    ("rules.json", '"schema"', 'schema', 0, "line 1, column 2"),
    (
        "rules.json",
        '{"kind": "fastest_lap", "points": 0.5}',
        '{"kind": "flag", "column": "led_lap", "points": 1}',
        0,
        'the bonus names the column "led_lap", which results.csv does not have.',
    ),
    (
        "rules.json",
        '"session_overrides": []',
        '"session_overrides": [{"round": 9, "session": "race", "factor": "1/2"}]',
        0,
        'session_overrides[0]: round 9 has no session "race" in rounds.csv.',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "line", "reason"), BAD, ids=[f"{row[0]}-{row[4][-30:]}" for row in BAD])
def test_a_bad_package_is_refused_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, line: int, reason: str
) -> None:
    folder = write_package(tmp_path / "bad", **{name.partition(".")[0]: change(name, (old, new))})
    code, _out, err = assert_nothing_changes(lambda: run_import(folder))  # type: ignore[misc]
    assert code == 1
    where = f"{name}, line {line}: " if line else f"{name}: "
    assert f"{folder}: {where}" in err
    assert reason in err


def test_a_fault_is_told_with_its_own_line_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    text = FILES["rounds.csv"].replace("3,race,,Ink", "3,,,Ink")
    _code, _out, err = run_import(write_package(tmp_path, rounds=text))
    assert "rounds.csv, line 6: session is blank." in err


def test_every_fault_of_a_package_is_told_at_once(tmp_path: Path) -> None:
    rounds = FILES["rounds.csv"].replace("\n3,race", "\nx,race")
    results = FILES["results.csv"].replace("DNF", "OUT")
    _code, _out, err = run_import(write_package(tmp_path, rounds=rounds, results=results))
    assert "rounds.csv, line 6" in err
    assert "results.csv, line 6" in err


@pytest.mark.parametrize("stem", ["rules", "rounds", "results", "competitors"])
def test_a_missing_file_is_named(tmp_path: Path, stem: str) -> None:
    code, _out, err = run_import(write_package(tmp_path, **{stem: None}))
    assert code == 1
    assert f"{stem}.{'json' if stem == 'rules' else 'csv'}: the file is missing." in err


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    code, _out, err = run_import(tmp_path / "nowhere")
    assert (code, "nowhere: there is no such folder." in err) == (1, True)


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    path = folder / "competitors.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    code, _out, err = run_import(folder)
    assert code == 1
    assert "competitors.csv, line 2: not UTF-8 (byte 37 of the file)." in err


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    code, _out, err = run_import(write_package(tmp_path, results=""))
    assert (code, "results.csv: the file is empty" in err) == (1, True)


def test_after_a_refusal_the_other_folders_go_on(tmp_path: Path) -> None:
    bad = write_package(tmp_path / "bad", competitors=change("competitors.csv", ("Ana Ünal", "")))
    good = write_package(tmp_path / "good")
    code, out, err = run_import(bad, good, tmp_path / "nowhere")
    assert code == 1
    assert "[2/3] paper-cup-2024: imported, 3 rounds, 4 sessions, 8 results, 2 tables" in out
    assert "nowhere" in err
    assert Season.objects.get().slug == "paper-cup-2024"


def test_nothing_remains_of_a_folder_that_fails_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_options: object) -> None:
        raise ValueError("out of ink")

    monkeypatch.setattr("championships.officiating.packages.rebuild", fail)
    folder = write_package(tmp_path)
    code, _out, err = assert_nothing_changes(lambda: run_import(folder))  # type: ignore[misc]
    assert code == 1
    assert "out of ink" in err
    assert (Championship.objects.count(), Driver.objects.count()) == (0, 0)
