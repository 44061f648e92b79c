"""What the office does in the demonstration, each act at its instant.

Acts of all championships are done in the order of their instants: a revision is never older than the one before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

# Who stands in the ledger for what no official of the demonstration did.
OPERATOR = "load_demo"


@dataclass(frozen=True, slots=True)
class Act:
    """`do` is given the site's time at which it happens."""

    at: datetime
    do: Callable[[datetime], None]


def perform(acts: Iterable[Act]) -> None:
    """All of them, earliest first; at the same instant in the order given."""
    for act in sorted(acts, key=lambda act: act.at):
        act.do(act.at)
