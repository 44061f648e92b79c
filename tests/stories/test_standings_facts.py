"""What the tables tell, and where an unknown figure keeps them silent."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from championships.stories.picture import Label, SeasonPicture, StandingPicture, TablePicture
from tests.stories.pictures import (
    AFTER_CASTELLET,
    AFTER_IMOLA,
    CUP,
    figures,
    make_picture,
    make_season,
    make_standing,
    state,
    with_table,
)


def test_the_leader_is_told_with_points_wins_and_the_gap_to_the_second() -> None:
    names = ("driver", "points", "wins", "second", "gap", "second_wins")
    assert figures(make_picture(), "lead", *names) == [("ada", "80", 3, "enzo", "9", 1)]


def test_half_points_stay_exact() -> None:
    season = make_season(make_standing("imola", ("ada", 1, "739/2"), ("enzo", 2, "328")))
    assert figures(make_picture(season), "lead", "points", "gap") == [("739/2", "83/2")]


def test_a_gap_is_not_told_where_points_are_not_published() -> None:
    season = make_season(make_standing("imola", ("ada", 1, "80"), ("enzo", 2), partial=True, declared=True))
    assert figures(make_picture(season), "lead", "second", "gap") == [("enzo", None)]


def test_nobody_leads_where_no_place_is_published() -> None:
    season = make_season(make_standing("imola", ("ada", None), ("enzo", None), partial=True))
    assert figures(make_picture(season), "lead", "driver") == []


def test_a_shared_lead_has_no_leader() -> None:
    season = make_season(make_standing("imola", ("ada", "1=", "80"), ("enzo", "1=", "80")))
    assert figures(make_picture(season), "lead", "driver") == []
    assert figures(make_picture(season), "shared_lead", "drivers", "points") == [(["ada", "enzo"], "80")]


def test_a_table_older_than_the_newest_meeting_is_not_told() -> None:
    season = make_season(AFTER_CASTELLET)
    assert figures(make_picture(season), "lead", "driver") == []
    before_imola = make_picture(season, day=date(2025, 6, 1))
    assert figures(before_imola, "lead", "driver") == [("ada",)]


def test_a_report_tells_only_the_table_of_its_own_meeting() -> None:
    assert figures(make_picture(), "lead", "driver", after=True) == []
    season = make_season(AFTER_IMOLA, make_standing("aragon", ("enzo", 1, "111"), ("ada", 2, "100")))
    assert figures(make_picture(season), "lead", "driver", after=True) == [("enzo",)]


def test_wins_are_those_of_the_table_else_those_stated_after_the_same_round() -> None:
    season = make_season(make_standing("imola", ("ada", 1, "80"), ("enzo", 2, "71")))

    def told(**value: object) -> list[tuple[object, ...]]:
        fact = state("season_figure", driver="ada", season=CUP, value={"name": "wins", "count": 3, **value})
        return figures(make_picture(season, stated=(fact,)), "lead", "wins")

    assert told() == [(3,)]
    assert told(after_round=2) == [(3,)]
    assert told(after_round=1) == [(None,)]
    assert told(table="gentleman") == [(None,)]


def test_the_lead_is_followed_back_to_the_opening() -> None:
    assert figures(make_picture(), "lead_since", "driver", "event", "opening") == [("ada", "castellet", True)]


def test_the_lead_is_not_followed_over_a_round_without_a_known_leader() -> None:
    season = make_season(AFTER_IMOLA)
    assert figures(make_picture(season), "lead_since", "driver") == []
    stated = state("leader_since", driver="ada", season=CUP, value={"round": 1})
    assert figures(make_picture(season, stated=(stated,)), "lead_since", "event") == [("castellet",)]
    other = state("leader_since", driver="enzo", season=CUP, value={"round": 1})
    assert figures(make_picture(season, stated=(other,)), "lead_since", "event") == []


def test_a_change_at_the_top_names_both() -> None:
    season = make_season(AFTER_CASTELLET, make_standing("imola", ("enzo", 1, "82"), ("ada", 2, "80")))
    assert figures(make_picture(season), "new_leader", "driver", "former") == [("enzo", "ada")]
    assert figures(make_picture(season), "lead_since", "driver") == []
    assert figures(make_picture(), "new_leader", "driver") == []


def test_a_gap_is_compared_only_between_the_same_two() -> None:
    assert figures(make_picture(), "gap_change", "before", "gap") == [("12", "9")]
    season = make_season(make_standing("castellet", ("oscar", 1, "40"), ("ada", 2, "30")), AFTER_IMOLA)
    assert figures(make_picture(season), "gap_change", "gap") == []


def test_everybody_within_one_win_is_counted_from_the_first_place_on() -> None:
    assert figures(make_picture(), "tight", "drivers", "spread") == [(["ada", "enzo", "oscar"], "20")]
    holes = make_season(make_standing("imola", ("ada", 1, "80"), ("enzo", 2), ("oscar", 3, "75"), partial=True))
    assert figures(make_picture(holes), "tight", "drivers") == []
    assert figures(make_picture(make_season(points_a_win=None)), "tight", "drivers") == []


@pytest.mark.parametrize(
    ("wins", "podiums", "partial", "told"),
    [
        (0, 4, False, [("oscar", 4)]),
        (0, 0, False, []),  # no podium either: nothing to say
        (1, 4, False, []),
        (None, 4, False, []),
        (0, None, True, [("oscar", None)]),
    ],
)
def test_somebody_near_the_top_without_a_win_is_told(
    wins: int | None, podiums: int | None, partial: bool, told: list[tuple[object, ...]]
) -> None:
    rows = (*AFTER_IMOLA.rows[:2], replace(AFTER_IMOLA.rows[2], wins=wins, podiums=podiums))
    standing = StandingPicture(2, "imola", rows=rows, partial=partial, declared=partial)
    assert figures(make_picture(make_season(standing)), "winless", "driver", "podiums") == told


def test_leading_without_the_most_wins_is_told_only_where_all_wins_are_known() -> None:
    rows = make_standing("imola", ("ada", 1, "80", 1), ("enzo", 2, "71", 3), ("oscar", 3, "60", 0))
    assert figures(make_picture(make_season(rows)), "regular", "driver", "wins", "other", "other_wins") == [
        ("ada", 1, "enzo", 3)
    ]
    unknown = make_standing("imola", ("ada", 1, "80", 1), ("enzo", 2, "71", 3), ("oscar", 3, "60"))
    assert figures(make_picture(make_season(unknown)), "regular", "driver") == []
    assert figures(make_picture(make_season(replace(rows, partial=True))), "regular", "driver") == []


def test_a_shared_place_is_told_with_all_who_share_it() -> None:
    season = make_season(make_standing("imola", ("ada", 1, "80"), ("enzo", "2=", "71"), ("oscar", "2=", "71")))
    assert figures(make_picture(season), "shared", "position", "drivers") == [(2, ["enzo", "oscar"])]
    alone = make_season(make_standing("imola", ("ada", 1, "80"), ("enzo", "7=", None), partial=True))
    assert figures(make_picture(alone), "shared", "drivers") == []


def test_neighbours_parted_by_the_tie_rule_are_told() -> None:
    season = make_season(make_standing("imola", ("ada", 1, "80"), ("enzo", 2, "71"), ("oscar", 3, "71")))
    assert figures(make_picture(season), "level", "drivers", "points") == [(["enzo", "oscar"], "71")]
    assert figures(make_picture(), "level", "drivers") == []


def test_the_best_climber_is_one_person_with_two_places_or_more() -> None:
    before = make_standing("castellet", ("ada", 1), ("enzo", 2), ("oscar", 3), ("yvan", 4), ("lea", 5))
    after = make_standing("imola", ("ada", 1), ("yvan", 2), ("enzo", 3), ("oscar", 4), ("lea", 5))
    assert figures(make_picture(make_season(before, after)), "climber", "driver", "from", "to") == [("yvan", 4, 2)]
    little = make_standing("imola", ("ada", 1), ("enzo", 2), ("yvan", 3), ("oscar", 4), ("lea", 5))
    assert figures(make_picture(make_season(before, little)), "climber", "driver") == []
    # Somebody out of sight climbed more: nobody near the top is the best climber.
    names = [f"driver-{n}" for n in range(1, 10)]
    field = [(name, n) for n, name in enumerate(("ada", "oscar", "yvan", *names), start=1)]
    moved = [("yvan", 1), ("ada", 2), ("oscar", 3), *((name, n) for n, name in enumerate(names[:-2], start=4))]
    far = make_standing("castellet", *field, ("enzo", 14), ("lea", 15))
    near = make_standing("imola", *moved, ("lea", 11), (names[-1], 12), (names[-2], 13), ("enzo", 14))
    assert figures(make_picture(make_season(far, near)), "climber", "driver") == []
    # A table with holes does not say who climbed most.
    partial = replace(after, partial=True, declared=True)
    assert figures(make_picture(make_season(before, partial)), "climber", "driver") == []


def test_dropped_points_are_told_where_they_are_known_of_all_three() -> None:
    rows = tuple(replace(row, dropped=dropped) for row, dropped in zip(AFTER_IMOLA.rows[:3], (0, 4, 0), strict=True))
    assert figures(make_picture(make_season(StandingPicture(2, "imola", rows=rows))), "drops", "rows") == [
        ([{"driver": "enzo", "dropped": "4"}],)
    ]
    assert figures(make_picture(), "drops", "rows") == []


GENTLEMEN = TablePicture(
    "gentleman",
    Label("Gentleman"),
    "gentleman",
    standings=(make_standing("imola", ("enzo", 1, "40", 2), ("yvan", 2, "32", 1), ("lea", 3, "30", 0)),),
)


def make_classed(**changes: Any) -> SeasonPicture:
    season = make_season()
    return replace(season, tables=(*season.tables, replace(GENTLEMEN, **changes)))


def test_a_class_leader_is_told_with_the_rank_overall() -> None:
    season = make_classed()
    assert figures(make_picture(season), "class_lead", "driver", "category", "gap") == [("enzo", "gentleman", "8")]
    assert figures(make_picture(season), "both_ranks", "driver", "position", "tied") == [("enzo", 2, False)]


def test_the_others_of_a_class_podium_are_told_with_their_ranks_where_known() -> None:
    season = with_table(
        make_classed(), standings=(make_standing("imola", ("ada", 1), ("yvan", "7=", None), partial=True),)
    )
    (rows,) = figures(make_picture(season), "class_podium", "rows")[0]
    assert [(row["driver"], row["class_position"], row["position"], row["tied"]) for row in rows] == [
        ("yvan", 2, 7, True),
        ("lea", 3, None, False),
    ]
    half = make_classed(standings=(make_standing("imola", ("enzo", 1), ("yvan", 2), partial=True),))
    assert figures(make_picture(half), "class_podium", "rows") == []
