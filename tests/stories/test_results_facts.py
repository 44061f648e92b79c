"""What the races tell, before the next meeting and after their own."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from championships.stories.picture import (
    CarPicture,
    DecisionPicture,
    Label,
    SeasonPicture,
    SessionPicture,
    TablePicture,
)
from tests.stories.pictures import (
    AFTER_CASTELLET,
    AFTER_IMOLA,
    CUP,
    count_results,
    enter,
    figures,
    make_picture,
    make_race,
    make_season,
    make_standing,
    state,
)

FIELD = ("ada", "enzo", "oscar", "yvan", "lea")


def race(event: str, number: int, winner: str, **keys: Any) -> SessionPicture:
    return make_race(event, number, winner, *(driver for driver in FIELD if driver != winner), **keys)


def wins(*races: SessionPicture, counted: bool = True, after: bool = False, **changes: Any) -> list[tuple[Any, ...]]:
    season = make_season(results=count_results(*races) if counted else ())
    picture = make_picture(season, sessions=races, **changes)
    return figures(picture, "meeting_wins", "drivers", "wins", "races", "swept", "on_end", after=after)


def test_every_race_of_a_meeting_won_by_one_is_told() -> None:
    assert wins(race("imola", 1, "ada"), race("imola", 2, "ada")) == [(["ada"], 2, 2, True, True)]
    assert wins(race("imola", 1, "ada"), race("imola", 2, "enzo")) == []


def test_wins_on_end_are_parted_from_wins_here_and_there() -> None:
    in_a_row = [race("imola", n, winner) for n, winner in enumerate(("ada", "ada", "ada", "enzo"), start=1)]
    assert wins(*in_a_row) == [(["ada"], 3, 4, False, True)]
    apart = [race("imola", n, winner) for n, winner in enumerate(("ada", "enzo", "ada", "oscar"), start=1)]
    assert wins(*apart) == [(["ada"], 2, 4, False, False)]


def test_wins_of_an_older_meeting_are_not_told() -> None:
    assert wins(race("castellet", 1, "ada"), race("castellet", 2, "ada")) == []


def test_a_win_on_the_sheet_counts_where_nothing_is_computed_for_whoever_scores_there() -> None:
    races = race("imola", 1, "ada"), race("imola", 2, "ada")
    assert wins(*races, counted=False) == [(["ada"], 2, 2, True, True)]
    # The winner is entered for another championship alone: who won this one is not known.
    elsewhere = enter("imola", "ada", season="other-2025")
    assert wins(*races, counted=False, entries=elsewhere) == []


def test_a_cancelled_race_is_not_one_of_the_meeting() -> None:
    gone = replace(race("imola", 2, "enzo"), cancelled=True, cars=())
    third = race("imola", 3, "ada")
    assert wins(race("imola", 1, "ada"), gone, third) == [(["ada"], 2, 2, True, True)]


def test_a_run_of_wins_is_told_over_meetings_while_it_lasts() -> None:
    def runs(*winners: str) -> list[tuple[Any, ...]]:
        races = [
            race(event, n, winner)
            for (event, n), winner in zip(
                (("castellet", 1), ("castellet", 2), ("imola", 1), ("imola", 2)), winners, strict=True
            )
        ]
        picture = make_picture(make_season(results=count_results(*races)), sessions=tuple(races))
        return figures(picture, "run", "drivers", "wins", "event")

    assert runs("enzo", "ada", "ada", "ada") == [(["ada"], 3, "castellet")]
    assert runs("ada", "ada", "ada", "enzo") == []
    assert runs("enzo", "enzo", "ada", "ada") == []  # two, and of one meeting


def make_classed(*standings: Any) -> SeasonPicture:
    season = make_season()
    table = TablePicture("gentleman", Label("Gentleman"), "gentleman", standings=standings)
    return replace(season, tables=(*season.tables, table))


def test_the_winner_of_a_class_who_took_its_lead_there_is_told() -> None:
    now = make_standing("imola", ("enzo", 1), ("yvan", 2), partial=True)
    won = (state("class_win", driver="enzo", season=CUP, event="imola", value={"category": "gentleman"}),)

    def told(*standings: Any) -> list[tuple[Any, ...]]:
        return figures(make_picture(make_classed(*standings), stated=won), "class_winner", "driver", "taken")

    assert told(make_standing("castellet", ("yvan", 1), partial=True), now) == [("enzo", True)]
    assert told(make_standing("castellet", ("enzo", 1), partial=True), now) == [("enzo", False)]
    # Who led before is not known: he leads, and that is all.
    assert told(make_standing("castellet", ("enzo", None), partial=True), now) == [("enzo", False)]
    assert told(make_standing("imola", ("yvan", 1), partial=True)) == []


def report(*races: SessionPicture, **changes: Any) -> Any:
    season = make_season(
        AFTER_CASTELLET,
        AFTER_IMOLA,
        make_standing("aragon", ("ada", 1, "120"), ("enzo", 2, "105"), ("oscar", 3, "80")),
        results=count_results(*races),
    )
    return make_picture(season, sessions=races, **changes)


def test_a_race_is_told_with_its_podium_and_the_margin() -> None:
    first = race("aragon", 1, "ada")
    cars = (first.cars[0], replace(first.cars[1], gap_ms=257), *first.cars[2:])
    picture = report(replace(first, cars=cars))
    names = ("winner", "second", "third", "gap_ms", "provisional")
    assert figures(picture, "race", *names, after=True) == [(["ada"], ["enzo"], ["oscar"], 257, False)]
    assert figures(picture, "race", *names) == []


def test_a_margin_is_not_told_where_a_guest_finished_between_the_two() -> None:
    sheet = make_race("aragon", 1, "ada", "lea", "enzo", "oscar")
    cars = (sheet.cars[0], replace(sheet.cars[1], gap_ms=100), *sheet.cars[2:])
    counted = tuple(
        replace(one, place={"ada": 1, "enzo": 2, "oscar": 3}[one.driver])
        for one in count_results(sheet)
        if one.driver != "lea"
    )
    season = make_season(make_standing("aragon", ("ada", 1)), results=counted)
    picture = make_picture(season, sessions=(replace(sheet, cars=cars),))
    assert figures(picture, "race", "second", "gap_ms", after=True) == [(["enzo"], None)]


def test_only_the_winner_is_told_of_a_race_whose_podium_is_not_known() -> None:
    known = replace(race("aragon", 1, "ada"), complete=False)
    picture = make_picture(make_season(), sessions=(replace(known, cars=known.cars[:1]),))
    assert figures(picture, "race", "winner", "second", after=True) == [(["ada"], [])]


def test_pole_positions_are_those_of_qualifying() -> None:
    quali = [
        replace(race("aragon", n, winner), kind="qualifying", id=f"qualifying-{n}")
        for n, winner in ((1, "ada"), (2, "ada"))
    ]
    assert figures(report(*quali), "pole", "drivers", "count", "all", after=True) == [(["ada"], 2, True)]
    assert figures(report(*quali), "pole", "drivers") == []


def test_the_fastest_lap_needs_every_race_whole() -> None:
    def lap(number: int, ms: int | None) -> SessionPicture:
        one = race("aragon", number, "ada")
        # The last car's lap is the one that may not be known.
        slower = [replace(car, best_lap_ms=100000) for car in one.cars[1:-1]]
        last = replace(one.cars[-1], best_lap_ms=99999 if ms else None)
        return replace(one, cars=(replace(one.cars[0], best_lap_ms=ms or 92410), *slower, last))

    told = figures(report(lap(1, 92417), lap(2, 92416)), "fastest_lap", "session", "time_ms", after=True)
    assert told == [("race-2", 92416)]
    assert figures(report(lap(1, 92417), lap(2, None)), "fastest_lap", "time_ms", after=True) == []
    assert figures(report(lap(1, 92417), lap(2, 92417)), "fastest_lap", "time_ms", after=True) == []


def test_the_best_comeback_is_one_car_with_five_places_or_more() -> None:
    def climb(grid: int) -> SessionPicture:
        one = race("aragon", 1, "ada")
        return replace(one, cars=(*one.cars[:2], replace(one.cars[2], grid=grid), *one.cars[3:]))

    assert figures(report(climb(8)), "comeback", "drivers", "grid", "place", after=True) == [(["oscar"], 8, 3)]
    assert figures(report(climb(7)), "comeback", "drivers", after=True) == []


def test_a_leader_who_retired_is_told_with_his_place_before_the_meeting() -> None:
    one = race("aragon", 1, "enzo")
    out = CarPicture("7", ("ada",), status="DNF")
    picture = report(replace(one, cars=(one.cars[0], out)))
    told = figures(picture, "retired", "driver", "position", "sessions", after=True)
    assert told == [("ada", 1, ["race-1"])]


def test_decisions_that_act_on_a_result_are_told_with_what_they_changed() -> None:
    decisions = (
        DecisionPicture("aragon", "race-1", "time", ("oscar",), "79", "12", Fraction(5), "", 2, 4),
        DecisionPicture("aragon", "race-1", "grid", ("ada",), "7", "13", Fraction(3)),
        DecisionPicture("imola", "race-1", "time", ("ada",), "7", "9", Fraction(5)),
    )
    picture = report(race("aragon", 1, "ada"), race("imola", 1, "ada"), decisions=decisions)
    names = ("drivers", "amount", "document", "place_before", "place_after")
    assert figures(picture, "decision", *names, after=True) == [(["oscar"], "5", "12", 2, 4)]


def test_provisional_results_are_said_to_be_so() -> None:
    picture = report(race("aragon", 1, "ada"), race("aragon", 2, "ada", state="provisional"))
    assert figures(picture, "provisional", "sessions", "all", after=True) == [(["race-2"], False)]
    assert figures(report(race("aragon", 1, "ada")), "provisional", "sessions", after=True) == []
