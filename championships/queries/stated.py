"""Figures and ages as sources state them, chosen among the facts a page has read."""

from collections.abc import Iterable
from datetime import date

from championships.models import StatedFact

Kind = StatedFact.Kind


def find_stated_wins(
    facts: Iterable[StatedFact], *, driver: str, table: str, overall: bool, after_round: int
) -> StatedFact | None:
    """The wins stated for a driver in a table after that round. A fact that names no table is of the overall one.

    `facts` are those of one season, oldest first; the newest one counts.
    """
    found = None
    for fact in facts:
        value = fact.value
        if (
            fact.kind == Kind.SEASON_FIGURE
            and value.get("name") == "wins"
            and fact.driver is not None
            and fact.driver.slug == driver
            and value.get("after_round", after_round) == after_round
            and (value["table"] == table if "table" in value else overall)
        ):
            found = fact
    return found


def find_stated_age(facts: Iterable[StatedFact], *, driver: str, on: date) -> StatedFact | None:
    """The newest age stated for a driver on or before that day."""
    ages = [
        fact
        for fact in facts
        if fact.kind == Kind.AGE and fact.driver and fact.driver.slug == driver and (fact.on_date or on) <= on
    ]
    return max(ages, key=lambda fact: fact.on_date or date.min, default=None)


def compute_age(born_on: date, on: date) -> int:
    """Whole years: one less before the birthday of the year."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
