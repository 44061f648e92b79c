"""What a story takes from sheets and rule books before it tells of margins and wins."""

import pytest

from championships.queries.story_results import find_gap
from championships.scoring.rules import Countback, CountbackPositions
from championships.scoring.wins import find_win_sessions
from tests.scoring.building import line, rule, table


@pytest.mark.parametrize(
    ("time_ms", "gap"),
    [(1_800_257, 257), (1_800_000, 0), (1_700_000, None), (1_889_000, 89_000), (1_891_000, None), (None, None)],
)
def test_a_margin_is_told_where_times_and_places_tally(time_ms: int | None, gap: int | None) -> None:
    """Twenty laps of a minute and a half: nobody on the lap of the winner is before him, or a lap behind."""
    winner = line("ann", 1, laps=20, time_ms=1_800_000)
    assert find_gap(line("bob", 2, laps=20, time_ms=time_ms), winner) == gap


def test_a_sprint_is_no_win_where_the_countback_counts_races_alone() -> None:
    sessions = {"race": rule(), "sprint": rule()}
    races = Countback(("race",), CountbackPositions.CLASSIFIED)
    assert find_win_sessions(table(sessions=sessions, tie_break=(races,))) == {"race"}
    assert find_win_sessions(table(sessions=sessions, tie_break=())) == {"race", "sprint"}
