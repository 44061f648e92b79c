"""An export writes everything published into the folder itself, and says what the format cannot carry."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import CommandError

from championships.exchange.season_package.exported_tables import write_points
from championships.exchange.season_package.reading import read_package
from championships.models import (
    Bulletin,
    Decision,
    Entry,
    Line,
    LineDriver,
    Preview,
    Season,
    Session,
    Sheet,
)
from championships.officiating.projection import rebuild
from tests.exchange.packages import change, run_export, run_import, write_package
from tests.factories import make_season

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    folder = write_package(tmp_path / "package")
    assert run_import(folder)[0] == 0
    return folder


def test_every_file_of_the_format_is_written_into_the_folder_itself(imported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made" / "with parents"
    out, err = run_export("paper-cup-2024", folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "competitors.csv",
        "entrants.csv",
        "results.csv",
        "rounds.csv",
        "rules.json",
        "standings_drivers.csv",
        "standings_teams.csv",
    ]
    assert "7 files written" in out
    assert err == ""
    assert (folder / "standings_drivers.csv").read_text(encoding="utf-8") == (
        "after_round,position,competitor,points\n"
        "1,1,ivo,10\n1,2,uma,6.5\n"
        "2,1,uma,12\n2,2,ivo,9\n2,3,ana,0\n"
        "final,1,uma,12\nfinal,2,ivo,9\nfinal,3,ana,0\n"
    )
    assert (folder / "standings_teams.csv").read_text(encoding="utf-8") == (
        "after_round,position,competitor,points\n1,1,quill,5\n1,2,blot,3\n2,1,blot,8\n2,2,quill,5\n"
        "final,1,blot,8\nfinal,2,quill,5\n"
    )
    rows = (folder / "results.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].endswith(",reason,fastest_lap,pole,points_official")
    assert [row.rpartition(",")[2] for row in rows[1:]] == ["5", "3", "5", "3.5", "0", "5.5", "0", "0"]
    assert read_package(folder) == read_package(imported)


def test_files_of_the_same_name_are_replaced_and_others_left_alone(imported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "rounds.csv").write_text("old")
    (folder / "notes.txt").write_text("mine")
    run_export("paper-cup-2024", folder)
    assert (folder / "rounds.csv").read_text(encoding="utf-8").startswith("round,session,date")
    assert (folder / "notes.txt").read_text() == "mine"


def test_results_of_tomorrow_are_exported_too(tmp_path: Path) -> None:
    rounds = change("rounds.csv", ("2024-", "2199-"))
    folder = write_package(tmp_path / "in", rounds=rounds)
    run_import(folder)
    run_export("paper-cup-2024", tmp_path / "out")
    assert read_package(tmp_path / "out") == read_package(folder)
    assert "final,1,uma,12" in (tmp_path / "out" / "standings_drivers.csv").read_text(encoding="utf-8")


def test_a_table_whose_final_alone_is_official_is_written_once(tmp_path: Path) -> None:
    rules = change("rules.json", ('"rounding": 0', '"rounding": 0, "official": "final_only"'))
    run_import(write_package(tmp_path / "in", rules=rules))
    run_export("paper-cup-2024", tmp_path / "out")
    text = (tmp_path / "out" / "standings_teams.csv").read_text(encoding="utf-8")
    assert text == "after_round,position,competitor,points\nfinal,1,blot,8\nfinal,2,quill,5\n"


def test_marks_stand_last(tmp_path: Path) -> None:
    excluded = '"type": "exclude", "mark": "EX", '
    rules = change("rules.json", ('"type": "deduct", "points": 1, ', excluded))
    run_import(write_package(tmp_path / "in", rules=rules))
    run_export("paper-cup-2024", tmp_path / "out")
    text = (tmp_path / "out" / "standings_drivers.csv").read_text(encoding="utf-8")
    assert text.endswith("final,1,uma,12\nfinal,2,ana,0\nfinal,EX,ivo,0\n")


@pytest.mark.parametrize(
    ("points", "decimals", "text"),
    [
        (Fraction(1, 7), 2, "0.14"),
        (Fraction(25, 2), 0, "13"),
        (Fraction(-25, 2), 0, "-13"),
        (Fraction(100), 2, "100"),
        (Fraction(739, 2), 2, "369.5"),
        (Fraction(1, 8), None, "0.125"),
        (Fraction(0), 2, "0"),
    ],
)
def test_points_have_a_decimal_point_and_no_trailing_zeros(points: Fraction, decimals: int | None, text: str) -> None:
    assert write_points(points, decimals) == text


def test_an_unknown_season_and_one_without_rules_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no season paper-cup-1999"):
        run_export("paper-cup-1999", tmp_path / "out")
    make_season("bare", "2025-26", with_rules=False)
    with pytest.raises(CommandError, match="bare-2025-26 has no rule book"):
        run_export("bare-2025-26", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_the_format_cannot_carry_is_listed(imported: Path, tmp_path: Path) -> None:
    now = datetime(2024, 6, 1, tzinfo=UTC)
    season = Season.objects.get()
    sprint = Session.objects.get(slug="sprint")
    entry = Entry.objects.filter(event=sprint.event).order_by("order").first()
    assert entry is not None
    Decision.objects.create(
        session=sprint, kind="disqualify", entry=entry, document="D1", issued_at=now, effective_at=now, recorded_at=now
    )
    Preview.objects.create(event=sprint.event)
    Session.objects.filter(pk=sprint.pk).update(starts_at=now)
    rebuild(season=season)
    _out, err = run_export("paper-cup-2024", tmp_path / "out")
    assert "Not in the files: 1 decision of the stewards on a car (its effect on the places is written)." in err
    assert "Not in the files: 1 preview." in err
    assert "Not in the files: 1 time of the start of a session." in err
    rows = read_package(tmp_path / "out").results
    assert [(row.driver, row.position, row.status) for row in rows if row.session == "sprint"] == [
        ("uma", 1, "CLASSIFIED"),
        ("ivo", None, "DSQ"),
    ]


@pytest.mark.usefixtures("unguarded")
def test_partial_classifications_and_unknown_drivers_are_left_out_and_said_so(imported: Path, tmp_path: Path) -> None:
    Sheet.objects.filter(session__slug="sprint").update(complete=False)
    part = LineDriver.objects.get(line__sheet__session__event__slug="ink-lake", driver__slug="uma")
    LineDriver.objects.filter(pk=part.pk).update(driver=None)
    rebuild(season=Season.objects.get())
    _out, err = run_export("paper-cup-2024", tmp_path / "out")
    assert "Left out: round 1 sprint: a partial classification." in err
    assert "Left out: round 2 race: 1 rows without a known driver." in err
    rows = read_package(tmp_path / "out").results
    assert {(row.round, row.session) for row in rows} == {(1, "race"), (2, "race")}
    assert [row.driver for row in rows if row.round == 2] == ["ivo", "ana"]


@pytest.mark.usefixtures("unguarded")
def test_an_order_on_the_road_is_exported_with_its_final_places(imported: Path, tmp_path: Path) -> None:
    sheet = Sheet.objects.get(session__slug="sprint")
    Sheet.objects.filter(pk=sheet.pk).update(origin="timing")
    for road_order, line in enumerate(Line.objects.filter(sheet=sheet).order_by("-order"), start=1):
        Line.objects.filter(pk=line.pk).update(road_order=road_order, stated_place=None)
    Bulletin.objects.filter(sheet=sheet).update(state="provisional")
    rebuild(season=Season.objects.get())
    _out, err = run_export("paper-cup-2024", tmp_path / "out")
    assert "1 result that is provisional" in err
    assert "1 order on the road" in err
    rows = [row for row in read_package(tmp_path / "out").results if row.session == "sprint"]
    assert [(row.order, row.driver, row.position) for row in rows] == [(1, "uma", 1), (2, "ivo", 2)]
