"""`manage.py verify_ledger`: follow the chain of the ledger; exit 1 with the number of the broken link."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from championships.officiating.ledger import read_head, verify


class Command(BaseCommand):
    help = "Follow the chain of the ledger from its first link; say which link is broken, if one is."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = verify()
        if broken is not None:
            raise CommandError(f"The ledger is broken at link {broken}.", returncode=1)
        n, head = read_head()
        self.stdout.write(f"The ledger is whole: {n} links, head {head}.")
