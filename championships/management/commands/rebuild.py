"""`manage.py rebuild [SEASON …]`: compute the stored tables again from facts, decisions and rules."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from championships.officiating.projection import UnknownSeason, rebuild_by_slug


class Command(BaseCommand):
    help = "Compute the stored tables of these seasons (default: all) again. Writes only rows that differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SEASON", help="<championship>-<season>, such as club-2025")

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        started = perf_counter()
        try:
            for slug in rebuild_by_slug(slugs):
                self.stdout.write(slug)
        except UnknownSeason as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Rebuilt in {perf_counter() - started:.1f} s.")
