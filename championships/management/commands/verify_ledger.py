"""`manage.py verify_ledger [--bulletins]`: follow the chain; exit 1 with the number of the broken link."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from championships.officiating.ledger import read_head, verify
from championships.officiating.sealing import list_broken_seals


class Command(BaseCommand):
    help = "Follow the chain of the ledger from its first link; say which link is broken, if one is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--bulletins", action="store_true", help="also check that every bulletin still says what was sealed"
        )

    def handle(self, *args: Any, bulletins: bool = False, **options: Any) -> None:
        broken = verify()
        if broken is not None:
            raise CommandError(f"The ledger is broken at link {broken}.", returncode=1)
        n, head = read_head()
        self.stdout.write(f"The ledger is whole: {n} links, head {head}.")
        if not bulletins:
            return
        altered = [f"{item.session.event.slug}/{item.session.slug} {item.n}" for item in list_broken_seals()]
        if altered:
            raise CommandError(f"Bulletins altered since they were issued: {', '.join(altered)}.", returncode=1)
        self.stdout.write("Every bulletin says what was sealed.")
