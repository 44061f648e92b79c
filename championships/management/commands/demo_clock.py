"""`manage.py demo_clock [--at DATE]`: print the instant at which the demo's clock starts."""

import re
from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError

from championships.queries.publications import read_last_publication_by_hand

PARIS = ZoneInfo("Europe/Paris")
# The evening before the Aragon weekend: its preview is the page the demo is about.
DEMO_START = datetime(2025, 9, 4, 18, 0, tzinfo=PARIS)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_instant(text: str) -> datetime:
    """Read a day (18:00 in Paris on it) or an ISO instant (in Paris unless it names its offset).

    Raises ValueError when it is neither.
    """
    if DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text), time(18, 0), tzinfo=PARIS)
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)


def choose_start(last_publication: datetime | None) -> datetime:
    """The demo's evening, or a second after the last publication by hand if that is later.

    So what an official of the demo published yesterday is still visible after a restart.
    """
    if last_publication is None or last_publication < DEMO_START:
        return DEMO_START
    return last_publication + timedelta(seconds=1)


class Command(BaseCommand):
    help = "Print the instant at which the demo's clock starts."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", metavar="DATE", help="a day (18:00 in Paris) or an ISO instant")

    def handle(self, *args: Any, at: str | None = None, **options: Any) -> None:
        if at is None:
            start = choose_start(read_last_publication_by_hand())
        else:
            try:
                start = read_instant(at)
            except ValueError:
                raise CommandError(f"--at {at}: expected a day like 2025-09-11, or 2025-09-11T14:30+02:00.") from None
        self.stdout.write(start.astimezone(PARIS).isoformat())
