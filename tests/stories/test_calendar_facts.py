"""What the calendar of an event tells, and where it is silent."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from championships.stories.picture import CircuitPicture, Label, VisitPicture
from tests.stories.pictures import CUP, figures, make_events, make_picture, make_rounds, make_season, state


def test_the_last_meeting_but_one_is_told_by_the_meetings_that_are_run() -> None:
    (rounds,) = figures(make_picture(), "round", "rounds")[0]
    assert rounds == [
        {"season": CUP, "numbers": [3], "of": 4, "penultimate": True, "last": False, "opening": False},
    ]


def test_a_cancelled_final_makes_the_meeting_before_it_the_final() -> None:
    season = make_season(rounds=make_rounds(**{"magny-cours": True}))
    (rounds,) = figures(make_picture(season), "round", "rounds")[0]
    assert (rounds[0]["penultimate"], rounds[0]["last"]) == (False, True)
    assert figures(make_picture(season), "next", "event") == []


def test_two_rounds_at_the_final_meeting_are_one_final() -> None:
    rounds = make_rounds()
    season = make_season(rounds=(*rounds[:2], rounds[2], replace(rounds[2], number=4)))
    (told,) = figures(make_picture(season), "round", "rounds")[0]
    assert told == [{"season": CUP, "numbers": [3, 4], "of": 4, "penultimate": False, "last": True, "opening": False}]


def test_the_summer_break_is_the_time_without_a_race_over_july_and_august() -> None:
    assert figures(make_picture(), "break", "event", "days", "summer") == [("imola", 68, True)]


def test_a_short_time_between_two_meetings_is_no_break() -> None:
    events = make_events()
    rounds = make_rounds()
    near = replace(rounds[1], starts_on=date(2025, 8, 9), ends_on=date(2025, 8, 10))
    season = make_season(rounds=(rounds[0], near, *rounds[2:]))
    assert figures(make_picture(season, events=events), "break", "days") == []


def test_a_long_break_in_spring_is_not_the_summer_break() -> None:
    rounds = make_rounds()
    late = replace(rounds[2], starts_on=date(2025, 8, 10), ends_on=date(2025, 8, 11))
    season = make_season(rounds=(rounds[0], rounds[1], late, rounds[3]))
    picture = make_picture(season, day=date(2025, 8, 9))
    assert figures(picture, "break", "days", "summer") == [(42, False)]


def test_a_break_whose_dates_are_not_known_is_not_told() -> None:
    rounds = make_rounds()
    season = make_season(rounds=(rounds[0], replace(rounds[1], ends_on=None), *rounds[2:]))
    assert figures(make_picture(season), "break", "days") == []


def test_a_first_visit_is_told_as_stated_whatever_is_known_of_the_history() -> None:
    season = make_season(history_complete_from=None)
    picture = make_picture(season, stated=(state("first_visit", event="aragon"),))
    assert figures(picture, "first_visit", "stated", "since") == [(True, None)]


def test_a_first_visit_is_found_only_where_the_history_is_complete_from_an_earlier_year() -> None:
    known = make_picture(make_season(history_complete_from=2019))
    assert figures(known, "first_visit", "stated", "since") == [(False, 2019)]
    assert figures(make_picture(make_season(history_complete_from=None)), "first_visit", "since") == []
    # In the first year every circuit is new: that tells nothing.
    assert figures(make_picture(make_season(history_complete_from=2025)), "first_visit", "since") == []


def test_a_circuit_that_was_visited_in_an_earlier_year_is_no_first_visit() -> None:
    visits = (VisitPicture("cup", "aragon-2021", 2021),)
    assert figures(make_picture(make_season(history_complete_from=2019), visits=visits), "first_visit", "since") == []


def test_a_circuit_of_the_same_year_is_a_second_visit() -> None:
    events = make_events()
    events["castellet"] = replace(events["castellet"], circuit="circuit-aragon")
    assert figures(make_picture(events=events), "second_visit", "event", "starts_on") == [("castellet", "2025-04-05")]
    assert figures(make_picture(), "second_visit", "event") == []


def test_the_circuit_is_told_by_its_length_and_character_where_they_are_known() -> None:
    picture = make_picture(circuits={"circuit-aragon": CircuitPicture("circuit-aragon", "MotorLand")})
    assert figures(picture, "circuit", "length_m") == []
    circuit = CircuitPicture("circuit-aragon", "MotorLand", character=Label("Des virages.", "Corners."))
    told = figures(make_picture(circuits={"circuit-aragon": circuit}), "circuit", "length_m", "character_en")
    assert told == [(None, "Corners.")]


def test_what_is_left_counts_this_meeting_before_it_and_not_after_it() -> None:
    names = ("meetings", "races", "points")
    assert figures(make_picture(), "left", *names) == [(2, 4, "80")]
    assert figures(make_picture(), "left", *names, after=True) == [(1, 2, "40")]


def test_what_is_left_has_no_points_where_those_of_a_win_are_not_known() -> None:
    assert figures(make_picture(make_season(points_a_win=None)), "left", "races", "points") == [(4, None)]


def test_two_championships_with_the_same_left_are_told_together() -> None:
    other = make_season(season="trophy-2025", name=Label("Trophée"))
    assert figures(make_picture(make_season(), other), "left", "seasons") == [([CUP, "trophy-2025"],)]
    richer = replace(other, points_a_win=Fraction(25))
    assert len(figures(make_picture(make_season(), richer), "left", "seasons")) == 2


def test_what_is_left_is_not_told_while_another_meeting_is_still_to_be_run_before() -> None:
    picture = make_picture(day=date(2025, 6, 1))
    assert figures(picture, "left", "races") == []


def test_the_next_meeting_is_told_and_whether_it_is_the_final() -> None:
    assert figures(make_picture(), "next", "event", "final", "every") == [("magny-cours", True, True)]


def test_meetings_of_one_championship_alone_are_told_once_they_are_run() -> None:
    rounds = make_rounds()
    other = make_season(season="trophy-2025", name=Label("Trophée"), rounds=(rounds[0], rounds[2], rounds[3]))
    assert figures(make_picture(make_season(), other), "own_rounds", "season", "events") == [(CUP, ["imola"])]
    assert figures(make_picture(), "own_rounds", "events") == []


def test_the_size_of_the_field_is_told_only_where_the_lists_are_whole() -> None:
    assert figures(make_picture(), "field", "cars", "drivers") == [(5, 5)]
    assert figures(make_picture(make_season(history_complete_from=None)), "field", "cars") == []
