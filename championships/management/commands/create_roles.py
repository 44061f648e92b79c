"""`manage.py create_roles`: make the groups of the office, or bring them up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from championships.officiating.roles import write_roles


class Command(BaseCommand):
    help = "Make the groups timekeeper, clerk, steward and editor, or bring them up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Groups: {', '.join(write_roles())}.")
