"""`manage.py export_season SLUG DIR`: a season as a package, written into DIR itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from championships.exchange.season_package.collecting import NoRuleBook
from championships.exchange.season_package.exporting import NoSuchSeason, export_season


class Command(BaseCommand):
    help = "Export a season as a package: rounds, results, rules, competitors, entrants and every standings table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="<championship>-<season>, as formula-one-2024")
        parser.add_argument("folder", metavar="DIR", type=Path, help="folder to write into; made where it is missing")

    def handle(self, *args: Any, slug: str, folder: Path, **options: Any) -> None:
        for stream in (self.stdout, self.stderr):
            # A console that knows no arrow shows a question mark; the import goes on.
            getattr(stream, "reconfigure", lambda **_options: None)(errors="replace")
        try:
            report = export_season(slug, folder)
        except NoSuchSeason:
            raise CommandError(f"There is no season {slug}; expected <championship>-<season>.") from None
        except NoRuleBook:
            raise CommandError(f"{slug} has no rule book: nothing says what its tables are.") from None
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror or error}.") from None
        self.stdout.write(f"{report.slug}: {len(report.files)} files written to {folder}.")
        for line in report.losses:
            self.stderr.write(line)
