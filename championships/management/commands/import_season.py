"""`manage.py import_season DIR… [--amend REASON]`: season packages into the tables, one transaction each."""

import getpass
import traceback
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from championships import clock
from championships.exchange.season_package.faults import AmendmentNeeded, PackageRefused
from championships.exchange.season_package.importing import ImportReport, Outcome, import_package
from championships.officiating.errors import Refusal


def find_operator() -> str:
    """Who runs the command, as the machine knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


class Command(BaseCommand):
    help = "Import season packages: folders with rules.json, rounds.csv, results.csv, competitors.csv, entrants.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", metavar="DIR", nargs="+", type=Path, help="folder of one season")
        parser.add_argument("--amend", metavar="REASON", default="", help="correct seasons that are there already")
        parser.add_argument("--operator", metavar="NAME", default="", help="who imports, for the ledger")

    def handle(self, *args: Any, folders: list[Path], amend: str = "", operator: str = "", **options: Any) -> None:
        for stream in (self.stdout, self.stderr):
            # A console that knows no arrow shows a question mark; the import goes on.
            getattr(stream, "reconfigure", lambda **_options: None)(errors="replace")
        failed = 0
        for number, folder in enumerate(folders, start=1):
            started = perf_counter()
            try:
                report = import_package(
                    folder,
                    reason=amend.strip(),
                    operator=operator.strip() or find_operator(),
                    now=clock.now(),
                    recorded_at=clock.real_now(),
                )
            except AmendmentNeeded as needed:
                failed += 1
                self._tell(folder, [*needed.differences, str(needed)])
            except PackageRefused as refused:
                failed += 1
                self._tell(folder, [*str(refused).splitlines(), "Nothing of this folder was imported."])
            except Refusal as refused:
                failed += 1
                self._tell(folder, [str(refused), "Nothing of this folder was imported."])
            except Exception as error:
                # A bug is told loudly, but it must not keep the other folders from being imported.
                failed += 1
                self.stderr.write(traceback.format_exc())
                reason = f"{type(error).__name__}: {error}"
                self._tell(folder, [reason, "Nothing of this folder was imported. This should not happen."])
            else:
                self._report(report, number, len(folders), perf_counter() - started)
        if failed:
            raise CommandError(f"{failed} of {len(folders)} folders refused.", returncode=1)

    def _tell(self, folder: Path, lines: list[str]) -> None:
        for line in lines:
            self.stderr.write(f"{folder}: {line}")

    def _report(self, report: ImportReport, number: int, total: int, seconds: float) -> None:
        for line in report.differences:
            self.stdout.write(f"  {line}")
        for line in report.remarks:
            self.stdout.write(f"  Note: {line}")
        size = f"{report.rounds} rounds, {report.sessions} sessions, {report.results} results, {report.tables} tables"
        done = {
            Outcome.IMPORTED: f"imported, {size}",
            Outcome.UNCHANGED: "unchanged, nothing written",
            Outcome.AMENDED: f"amended, {report.bulletins} sessions issued again or anew, {report.withdrawn} withdrawn",
        }[report.outcome]
        self.stdout.write(f"[{number}/{total}] {report.slug}: {done} ({seconds:.1f} s)")
        self.stdout.flush()
