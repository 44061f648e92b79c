"""The season is computed in one pass: a table after every session costs little more than the last one."""

import time
from collections.abc import Callable

from championships.scoring.facts import SeasonFacts, SessionResult
from championships.scoring.rules import Counting, RuleBook
from championships.scoring.standings import compute
from tests.scoring.building import TEAM, book, line, result, table

SESSIONS, DRIVERS = 24, 20


def season() -> tuple[SessionResult, ...]:
    """Sessions of twenty drivers in ten teams, in another order each time."""
    return tuple(
        result(
            number,
            [
                line(f"driver-{driver:02}", place, team=f"team-{driver // 2:02}")
                for place, driver in enumerate(sorted(range(DRIVERS), key=lambda d: d * (number * 7 + 1) % 23), 1)
            ],
        )
        for number in range(1, SESSIONS + 1)
    )


def seconds(work: Callable[[], object], times: int) -> float:
    """The best of several: what the work itself takes, without the noise of a busy machine."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def test_tables_after_every_session_take_one_pass_and_not_a_refold_for_each() -> None:
    rules: RuleBook = book(table(), table("teams", TEAM), table("net", counting=(Counting(1, None, best=20),)))
    results = season()

    def refold() -> list[object]:
        return [compute(rules, SeasonFacts(results[:number])) for number in range(1, SESSIONS + 1)]

    one_pass = seconds(lambda: compute(rules, SeasonFacts(results)), 10)
    assert one_pass * 5 < seconds(refold, 2)  # about ten times as quick
    assert one_pass < 0.5  # a few hundredths on any machine; a second pass per row would show
