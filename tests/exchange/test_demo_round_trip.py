"""Seasons that officials made go out of the house and come in again with the same tables."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from championships.exchange.season_package.reading import read_package
from tests.demo.demo_case import CHALLENGE, CUP, EUROPE, FRANCE, DemoCase
from tests.exchange.packages import assert_nothing_changes, run_export, run_import


def read_tables(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("standings_*.csv")}


class DemoRoundTrip(DemoCase):
    def setUp(self) -> None:
        self.home = Path(self.enterContext(TemporaryDirectory()))

    def export(self, championship: str, slug: str = "") -> tuple[Path, str]:
        folder = self.home / (slug or championship)
        _out, told = run_export(f"{slug or championship}-2025", folder)
        return folder, told

    def test_a_season_of_penalties_guests_and_shared_cars_gives_the_same_tables_again(self) -> None:
        for championship in (CUP, CHALLENGE):
            folder, told = self.export(championship)
            assert "decisions of the stewards on cars (their effect on the places is written)" in told
            rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
            copy = self.home / f"{championship}-in"
            folder.rename(copy)
            (copy / "rules.json").write_text(json.dumps({**rules, "championship": f"{championship}-copy"}))
            code, _out, err = run_import(copy)
            assert (code, err) == (0, "")
            again, _told = self.export(championship, f"{championship}-copy")
            tables = read_tables(copy)
            assert read_tables(again) == tables
            assert sum(len(text.splitlines()) for text in tables.values()) > 100
            assert read_package(again) == read_package(copy)

    def test_a_season_of_the_office_is_not_overruled_by_a_package(self) -> None:
        folder, _told = self.export(CUP)
        code, out, _err = assert_nothing_changes(lambda: run_import(folder))  # type: ignore[misc]
        assert (code, "unchanged, nothing written" in out) == (0, True)
        results = (folder / "results.csv").read_text(encoding="utf-8")
        (folder / "results.csv").write_text(results.replace(",DNF,", ",DSQ,", 1))
        code, _out, err = assert_nothing_changes(lambda: run_import(folder, amend="try"))  # type: ignore[misc]
        assert code == 1
        assert "An official has entered or decided something" in err

    def test_partial_classifications_are_no_results_and_declared_tables_are_written(self) -> None:
        for championship in (FRANCE, EUROPE):
            folder, told = self.export(championship)
            assert "Left out: round 1 race1: a partial classification." in told
            assert "declared tables (their rows stand in the standings files, which no import reads)" in told
            assert read_package(folder).results == ()
            assert "final," in (folder / "standings_general.csv").read_text(encoding="utf-8")
