"""`manage.py load_demo [--force]`: load the demonstration once, and say how to sign in as its officials."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from championships.clock import real_now
from championships.exchange.demo.loading import DemoRefused, load_demo
from championships.exchange.demo.officials import tell_passwords


class Command(BaseCommand):
    help = "Load the demonstration (Mitjet 2025 as published, and an invented cup) where it is not there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="also into a database that holds other championships")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        try:
            loaded = load_demo(recorded_at=real_now(), force=force)
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if loaded.was_there:
            self.stdout.write("The demonstration is there: nothing was written.")
        else:
            self.stdout.write(f"The demonstration is loaded: {', '.join(loaded.championships)}.")
        if settings.DEBUG:
            self._tell_officials()

    def _tell_officials(self) -> None:
        """Only on a developer's machine: elsewhere the accounts have no usable password."""
        database = str(settings.DATABASES["default"]["NAME"])
        self.stdout.write("Its officials (sign in at /office/):")
        for account in tell_passwords(settings.VAR_DIR / "demo-officials.json", database=database):
            text = account.text or f"not known here; set another with ./dev manage changepassword {account.username}"
            self.stdout.write(f"  {account.username:<12} {text}")
