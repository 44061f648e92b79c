"""Every season of the shared conformance data through the database: import, publish, projections, export."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from championships import clock
from championships.exchange.season_package.reading import read_package
from championships.models import Bulletin, Driver, LedgerEntry, LineDriver, Season
from championships.officiating.ledger import verify
from championships.officiating.sealing import verify_seal
from championships.queries.record_values import Kind, RecordQuestion
from championships.queries.records import load_records
from tests.conformance import reading
from tests.conformance.tables import digest_tables

SEASONS = reading.find_seasons()

# All with the database, also those that only read files: pytest would run the others apart, and import twice.
pytestmark = [pytest.mark.skipif(not SEASONS, reason=reading.WHY_SKIPPED), pytest.mark.django_db]

each_season = pytest.mark.parametrize("folder", SEASONS, ids=reading.name_season)


@pytest.fixture(scope="module")
def exported(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Path, Path]]:
    """Every season imported by the command, and exported by the command: shared folder -> folder written."""
    home = tmp_path_factory.mktemp("exported")
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        call_command("import_season", *map(str, SEASONS), operator="the tests", verbosity=0)
        written = {}
        for folder in SEASONS:
            written[folder] = home / "made" / "with parents" / reading.name_season(folder)
            call_command("export_season", read_package(folder).slug, str(written[folder]), verbosity=0)
        # Else PostgreSQL would look at all these rows again at the end of every test.
        connection.check_constraints()
        yield written
        transaction.set_rollback(True)


@each_season
def test_every_driver_gets_the_official_points_of_every_session(folder: Path, exported: dict[Path, Path]) -> None:
    official = reading.read_official_points(folder)
    computed = reading.read_official_points(exported[folder])
    wrong = {
        key: (points, computed.get(key))
        for key, (points, decimals) in official.items()
        if abs(computed[key][0] - points) > Fraction(1, 2 * 10**decimals)
    }
    assert wrong == {}
    assert computed.keys() == official.keys()


@each_season
def test_every_table_after_every_round_is_the_official_one(folder: Path, exported: dict[Path, Path]) -> None:
    skipped = reading.read_deviations(folder)
    official_tables = reading.read_official_tables(folder)
    computed_tables = reading.read_official_tables(exported[folder])
    assert official_tables
    assert official_tables.keys() == computed_tables.keys()
    faults = []
    for (table, after), official in official_tables.items():
        computed = computed_tables[table, after]
        for competitor in sorted(computed.keys() | official.keys()):
            if (table, after, competitor) in skipped:
                continue
            row, expected = computed.get(competitor), official.get(competitor)
            if row is None or expected is None:
                faults.append((table, after, competitor, row, expected))
                continue
            tolerance = Fraction(1, 2 * 10**expected.decimals)
            if row.position != expected.position or abs(row.points - expected.points) > tolerance:
                faults.append((table, after, competitor, row, expected))
    assert faults == []


@each_season
def test_a_table_lists_places_ascending_then_marks_and_nobody_twice(folder: Path, exported: dict[Path, Path]) -> None:
    paths = sorted(exported[folder].glob("standings_*.csv"))
    assert len(paths) == len(list(folder.glob("standings_*.csv")))
    for path in paths:
        tables: dict[str, list[dict[str, str]]] = {}
        for row in reading._rows(path):
            tables.setdefault(row["after_round"], []).append(row)
        for rows in tables.values():
            places = [
                (not row["position"].isdigit(), int(row["position"] or 0) if row["position"].isdigit() else 0)
                for row in rows
            ]
            assert places == sorted(places)
            assert len({row["competitor"] for row in rows}) == len(rows)


@each_season
def test_an_export_says_what_the_import_read(folder: Path, exported: dict[Path, Path]) -> None:
    assert read_package(exported[folder]) == read_package(folder)


def test_importing_again_what_was_imported_or_exported_writes_no_row(exported: dict[Path, Path]) -> None:
    before = digest_tables()
    call_command("import_season", *map(str, exported.values()), verbosity=0)
    call_command("import_season", *map(str, SEASONS), verbosity=0)
    assert digest_tables() == before


def test_imported_sessions_are_official_per_source_with_the_operator_in_the_ledger(exported: dict[Path, Path]) -> None:
    assert set(Bulletin.objects.values_list("state", "per_source", "published_by")) == {("official", True, None)}
    assert set(LedgerEntry.objects.values_list("verb", "actor", "actor_name")) == {("import_season", None, "the tests")}
    assert LedgerEntry.objects.count() == Season.objects.count() == len(exported)
    assert verify() is None
    for bulletin in Bulletin.objects.order_by("pk")[::40]:
        assert verify_seal(bulletin)


def test_a_career_adds_up_over_the_seasons(exported: dict[Path, Path]) -> None:
    for slug in ("lewis-hamilton", "michael-schumacher", "alain-prost"):
        rows = sum(sum(row["driver"] == slug for row in reading._rows(folder / "results.csv")) for folder in exported)
        driver = Driver.objects.get(slug=slug)
        assert LineDriver.objects.filter(driver=driver).count() == rows > 0


@each_season
def test_records_count_the_wins_of_races_and_of_no_sprint(folder: Path, exported: dict[Path, Path]) -> None:
    championship, _, label = read_package(folder).slug.rpartition("-")
    page = load_records(championship, RecordQuestion(kind=Kind.WINS, first=label, last=label), at=clock.now())
    assert page is not None
    won = Counter(
        row["driver"]
        for row in reading._rows(folder / "results.csv")
        if row["position"] == "1" and row["session"].startswith("race")
    )
    assert {row.driver.slug: int(row.value) for row in page.rows} == won
