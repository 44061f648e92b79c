"""Titles as the engine sees them, and milestones where the history is whole."""

from dataclasses import replace
from typing import Any

from championships.scoring.outlook import Condition, Outlook, Silence
from championships.stories.picture import CareerPicture, Label
from tests.stories.pictures import (
    AFTER_CASTELLET,
    AFTER_IMOLA,
    CUP,
    PEOPLE,
    count_results,
    figures,
    look,
    make_picture,
    make_race,
    make_season,
    make_standing,
    with_table,
)


def told(kind: str, *names: str, after: bool = False, **table: Any) -> list[tuple[Any, ...]]:
    season = make_season()
    if after:
        season = make_season(
            AFTER_CASTELLET, AFTER_IMOLA, make_standing("aragon", ("ada", 1, "120"), ("enzo", 2, "99"))
        )
    return figures(make_picture(with_table(season, **table)), kind, *names, after=after)


def test_contenders_come_from_the_engine_alone() -> None:
    assert told("contenders", "drivers", "count") == []
    outlook = look("ada", "enzo", out=("oscar", "yvan", "lea"))
    assert told("contenders", "drivers", "count", outlook=outlook) == [(["ada", "enzo"], 2)]


def test_that_everybody_can_still_win_is_no_news() -> None:
    assert told("contenders", "count", outlook=look("ada", "enzo", "oscar", "yvan", "lea")) == []


def test_contenders_are_not_told_where_a_newcomer_could_still_win_or_the_engine_is_silent() -> None:
    assert told("contenders", "count", outlook=look("ada", "enzo", out=("lea",), newcomer=True)) == []
    silent = Outlook("general", (), silence=Silence.UNKNOWN_POINTS)
    assert told("contenders", "count", outlook=silent) == []


def test_many_contenders_are_counted_and_not_named() -> None:
    many = look(*(f"driver-{n}" for n in range(7)), out=("lea",))
    assert told("contenders", "drivers", "count", outlook=many) == [([], 7)]


def test_a_title_is_decided_before_the_end() -> None:
    outlook = look(champion="ada", out=("enzo", "oscar"), left=2)
    names = ("driver", "early", "races_left", "new")
    assert told("champion", *names, outlook=outlook) == [("ada", True, 2, False)]
    before = look("ada", "enzo")
    assert told("champion", *names, outlook=outlook, outlook_before=before, after=True) == [("ada", True, 2, True)]


def test_a_final_table_names_its_champion_even_where_the_engine_is_silent() -> None:
    silent = Outlook("general", (), silence=Silence.HYPOTHESIS)
    final = make_season(AFTER_IMOLA, make_standing("magny-cours", ("enzo", 1), ("ada", 2), partial=True))
    season = with_table(final, outlook=silent, finished=True)
    picture = replace(make_picture(season), event="magny-cours")
    assert figures(picture, "champion", "driver", "early", after=True) == [("enzo", False)]


def test_who_has_lost_the_last_chance_at_this_meeting_is_told() -> None:
    before, now = look("ada", "enzo", "oscar"), look("ada", "enzo", out=("oscar", "yvan"))
    assert told("out", "drivers", outlook=now, outlook_before=before, after=True) == [(["oscar"],)]
    assert told("out", "drivers", outlook=now, after=True) == []


def test_the_next_race_can_decide_the_title() -> None:
    conditions = {"ada": (Condition(1, ()),), "enzo": (Condition(1, (("ada", 5),)),)}
    outlook = look("ada", "enzo", out=("lea",))
    names = ("drivers", "next_race")
    assert told("clinch", *names, outlook=outlook, conditions=conditions) == [(["ada"], True)]
    assert told("clinch", *names, outlook=outlook, can_clinch=("ada",)) == [(["ada"], False)]
    assert told("clinch", *names, outlook=outlook, can_clinch=()) == []


def test_that_the_title_is_settled_at_the_final_is_no_news() -> None:
    season = with_table(
        make_season(AFTER_IMOLA, make_standing("aragon", ("ada", 1, "120"), ("enzo", 2, "99"))),
        outlook=look("ada", "enzo", "oscar", out=("lea",)),
        can_clinch=("ada", "enzo"),
    )
    assert figures(replace(make_picture(season), event="magny-cours"), "clinch", "drivers") == []


def test_both_titles_are_possible_where_the_engine_says_so_of_both() -> None:
    cup = with_table(make_season(), outlook=look("ada", "enzo", out=("lea",)))
    trophy = replace(with_table(make_season(), outlook=look("enzo", "oscar", out=("lea",))), season="trophy-2025")
    assert figures(make_picture(cup, trophy), "double", "drivers", "seasons") == [(["enzo"], [CUP, "trophy-2025"])]
    assert figures(make_picture(cup, with_table(trophy, outlook=None)), "double", "drivers") == []


def test_places_at_the_top_of_two_tables_are_told_without_a_word_on_the_titles() -> None:
    trophy = replace(make_season(), season="trophy-2025", name=Label("Trophée"))
    (found,) = figures(make_picture(make_season(), trophy), "two_tables", "driver", "places")
    assert found[0] == "ada"
    assert [(place["position"], place["gap"]) for place in found[1]] == [(1, "0"), (1, "0")]


def milestones(*careers: CareerPicture, since: int | None = 2019) -> list[tuple[Any, ...]]:
    picture = make_picture(make_season(history_complete_from=since), careers=careers)
    return figures(picture, "milestone", "driver", "name", "number", "since")


def test_a_milestone_is_one_result_away() -> None:
    assert milestones(CareerPicture("cup", "ada", podiums=49)) == [("ada", "podiums", 50, 2019)]
    assert milestones(CareerPicture("cup", "ada", podiums=50)) == []
    assert milestones(CareerPicture("cup", "ada", podiums=48)) == []
    assert milestones(CareerPicture("cup", "ada", podiums=49), since=None) == []
    assert milestones(CareerPicture("other", "ada", podiums=49)) == []


def test_the_100th_start_is_one_of_the_races_of_this_meeting() -> None:
    assert milestones(CareerPicture("cup", "ada", starts=98)) == [("ada", "starts", 100, 2019)]
    assert milestones(CareerPicture("cup", "ada", starts=97)) == []
    assert milestones(CareerPicture("cup", "ada", starts=100)) == []


def test_a_record_at_the_circuit_is_that_of_everybody_who_ever_won_there() -> None:
    careers = (CareerPicture("cup", "ada", wins=9, wins_here=3), CareerPicture("cup", "enzo", wins=9, wins_here=2))

    def records(since: int | None, most: int) -> list[tuple[Any, ...]]:
        season = make_season(history_complete_from=since)
        picture = make_picture(season, careers=careers, most_wins_here={"cup": most} if most else {})
        return figures(picture, "record", "driver", "wins", "most")

    assert records(2019, 3) == [("ada", 3, 3), ("enzo", 2, 3)]
    assert records(2019, 4) == [("ada", 3, 4)]  # somebody who is not entered has four
    assert records(2019, 0) == []  # how many anybody has is not known
    assert records(None, 3) == []
    assert records(2025, 3) == []  # the records of one year are none


def test_the_most_experienced_is_told_with_the_newcomers() -> None:
    careers = tuple(CareerPicture("cup", one, starts=n) for one, n in zip(PEOPLE, (40, 39, 12, 0, 0), strict=True))

    def experience(since: int | None, *known: CareerPicture) -> list[tuple[Any, ...]]:
        picture = make_picture(make_season(history_complete_from=since), careers=known)
        return figures(picture, "experience", "driver", "starts", "newcomers")

    assert experience(2019, *careers) == [("ada", 40, 2)]
    assert experience(2019, *careers[:4]) == []  # of one of them nothing is known
    assert experience(2025, *careers) == []
    assert experience(None, *careers) == []


def test_a_first_win_is_one_since_the_history_begins_else_of_the_season() -> None:
    races = (make_race("castellet", 1, "enzo", "ada"), make_race("aragon", 1, "ada", "enzo"))

    def first_wins(since: int | None, *careers: CareerPicture) -> list[tuple[Any, ...]]:
        season = make_season(
            AFTER_IMOLA,
            make_standing("aragon", ("ada", 1, "99")),
            history_complete_from=since,
            results=count_results(*races),
        )
        picture = make_picture(season, sessions=races, careers=careers)
        return figures(picture, "first_win", "driver", "since", after=True)

    assert first_wins(2019) == [("ada", 2019)]
    assert first_wins(2019, CareerPicture("cup", "ada", wins=1)) == []
    assert first_wins(2025) == [("ada", None)]
    assert first_wins(None) == []
