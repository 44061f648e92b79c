"""The golden seasons, worked out by hand, through the database: import, publish, projections, export."""

from pathlib import Path

import pytest
from django.core.management import call_command

from championships.exchange.season_package.reading import read_package
from tests.golden.packages import PACKAGES, read_expected, read_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(params=PACKAGES, ids=lambda folder: folder.name)
def golden(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture
def exported(golden: Path, tmp_path: Path) -> Path:
    call_command("import_season", str(golden), verbosity=0)
    call_command("export_season", read_package(golden).slug, str(tmp_path), verbosity=0)
    return tmp_path


def test_every_table_after_every_round_is_the_one_worked_out_by_hand(golden: Path, exported: Path) -> None:
    worked_out = {path.name: read_expected(path) for path in golden.glob("standings_*.csv")}
    assert {path.name: read_expected(path) for path in exported.glob("standings_*.csv")} == worked_out


def test_every_driver_gets_the_points_worked_out_by_hand(golden: Path, exported: Path) -> None:
    assert add_points(exported) == add_points(golden)


def add_points(folder: Path) -> dict[tuple[str, str, str], float]:
    points: dict[tuple[str, str, str], float] = {}
    for row in read_rows(folder / "results.csv"):
        key = (row["round"], row["session"], row["driver"])
        points[key] = round(points.get(key, 0) + float(row["points_official"] or 0), 6)
    return points


def test_the_export_says_what_the_import_read(golden: Path, exported: Path) -> None:
    assert read_package(exported) == read_package(golden)
