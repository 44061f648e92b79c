"""Which table is everybody's, and in which sessions a first place is called a win of it.

A Formula One sprint gives points, but its winner has not won a Grand Prix. Rule books say so by the sessions whose
places break ties: wins are counted where the countback counts them.
"""

from championships.scoring.rules import Countback, RuleBook, TableRule
from championships.scoring.vocabulary import CompetitorKind


def find_win_sessions(rule: TableRule) -> frozenset[str]:
    """The sessions whose first places are wins of the table: those of its first countback, else all that score."""
    counted = next((frozenset(one.sessions) for one in rule.tie_break if isinstance(one, Countback)), None)
    return frozenset(rule.sessions) if counted is None else counted


def find_uncounted(book: RuleBook | None) -> frozenset[str]:
    """The sessions that score in the overall table of drivers, and in which nobody is called a winner of it."""
    rule = find_overall(book)
    return frozenset(rule.sessions) - find_win_sessions(rule) if rule else frozenset()


def find_overall(book: RuleBook | None) -> TableRule | None:
    rules = book.tables if book else ()
    return next(
        (r for r in rules if book and r.competitor is CompetitorKind.DRIVER and not find_category(book, r)), None
    )


def find_category(book: RuleBook, rule: TableRule) -> str:
    """The group of a table; empty for everybody's, and for that of the season's first table of drivers where none is.

    A world championship of one class of cars, which another class joins for a race, has no table for everybody.
    """
    drivers = [one for one in book.tables if one.competitor is CompetitorKind.DRIVER]
    main = find_group(drivers[0]) if drivers and all(find_group(one) for one in drivers) else ""
    group = find_group(rule)
    return "" if group == main else group


def find_groups(rule: TableRule) -> frozenset[str]:
    """The categories of people, or the classes of cars, a table is for; none: it is for everybody."""
    appear, score = rule.may_appear, rule.may_score
    return appear.categories or score.categories or appear.classes or score.classes or frozenset()


def find_group(rule: TableRule) -> str:
    """The first of them by name; empty: the table is for everybody."""
    return min(find_groups(rule), default="")
