"""Shared cars, several cars of one competitor, tables of teams and cars."""

import pytest

from championships.scoring.facts import DriverLine, Line, Rulings, SessionOverride
from championships.scoring.rules import BonusKind, SeveralResults, SharedCar, SharedPoints
from championships.scoring.vocabulary import FinishStatus
from tests.scoring.building import CAR, TEAM, F, bonus, book, final, given, line, result, rule, run, table

SPLIT = SharedCar(SharedPoints.SPLIT, SeveralResults.SUM)


def crew(*names: str, place: int, car: str = "7", team: str = "T") -> list[Line]:
    return [line(name, place, car=car, team=team, car_competitor=f"car-{car}") for name in names]


@pytest.mark.parametrize(
    ("points", "drivers", "team"),
    [
        (SharedPoints.SPLIT, {"a": F(10, 3), "b": F(10, 3), "c": F(10, 3), "d": 6}, {"T": 10, "U": 6}),
        (SharedPoints.FULL, {"a": 10, "b": 10, "c": 10, "d": 6}, {"T": 10, "U": 6}),
        (SharedPoints.NONE, {"d": 6}, {"U": 6}),
    ],
)
def test_the_points_of_a_shared_car_are_split_given_in_full_or_lost(
    points: SharedPoints, drivers: dict[str, F], team: dict[str, F]
) -> None:
    shared = SharedCar(points)
    rules = book(table(shared_car=shared), table("teams", TEAM, shared_car=shared), table("cars", CAR))
    lines = [*crew("a", "b", "c", place=1), line("d", 2, team="U", car_competitor="car-8")]
    histories = run(rules, [result(1, lines)])
    assert given(histories["drivers"]) == drivers
    assert given(histories["teams"]) == team
    assert given(histories["cars"]) == {"car-7": 10, "car-8": 6}


def test_a_shared_car_that_scores_nothing_brings_no_bonus_either() -> None:
    rules = book(table(sessions={"race": rule(bonus(BonusKind.START))}))
    assert given(run(rules, [result(1, crew("a", "b", place=1))])["drivers"]) == {}


def test_two_drivers_on_one_line_share_the_car_as_two_lines_do() -> None:
    together = Line("7", FinishStatus.CLASSIFIED, (DriverLine("a"), DriverLine("b")), place=1)
    rules = book(table(shared_car=SPLIT))
    assert given(run(rules, [result(1, [together])])["drivers"]) == {"a": 5, "b": 5}


def test_a_driver_who_is_not_known_still_shares_the_car() -> None:
    together = Line("7", FinishStatus.CLASSIFIED, (DriverLine("a"), DriverLine(None)), place=1)
    assert given(run(book(table(shared_car=SPLIT)), [result(1, [together])])["drivers"]) == {"a": 5}


def test_one_driver_named_twice_in_a_car_does_not_share_it_with_himself() -> None:
    assert given(run(book(), [result(1, crew("a", "a", place=1))])["drivers"]) == {"a": 10}


def test_the_share_is_named_with_the_award() -> None:
    history = run(book(table(shared_car=SPLIT)), [result(1, crew("a", "b", place=1))])["drivers"]
    assert [award.parts[0].share for award in history.awards] == [F(1, 2), F(1, 2)]


def test_the_team_of_each_driver_gets_its_part_of_a_car_shared_between_teams() -> None:
    lines = [line("a", 1, car="7", team="T"), line("b", 1, car="7", team="U"), line("c", 1, car="7", team="U")]
    rules = book(table("teams", TEAM, shared_car=SPLIT))
    assert given(run(rules, [result(1, lines)])["teams"]) == {"T": F(10, 3), "U": F(20, 3)}


def test_a_driver_below_the_minimum_share_of_the_laps_does_not_score() -> None:
    lines = [
        line("a", 1, car="7", laps=30, driven=20),
        line("b", 1, car="7", laps=30, driven=9),
        line("c", 1, car="7", laps=30, driven=1),
    ]
    third = SharedCar(SharedPoints.FULL, minimum_share=F(3, 10))
    history = run(book(table(shared_car=third)), [result(1, lines)])["drivers"]
    assert given(history) == {"a": 10, "b": 10}
    assert history.awards[2].places == ()
    split = SharedCar(SharedPoints.SPLIT, minimum_share=F(3, 10))
    assert given(run(book(table(shared_car=split)), [result(1, lines)])["drivers"]) == {"a": 5, "b": 5}
    bonus_too = book(table(sessions={"race": rule(bonus(BonusKind.START))}, shared_car=third))
    assert given(run(bonus_too, [result(1, lines)])["drivers"]) == {"a": 11, "b": 11}


def test_unknown_laps_are_not_held_against_a_driver() -> None:
    lines = [line("a", 1, car="7", laps=30), line("b", 1, car="7", laps=30, driven=15)]
    third = SharedCar(SharedPoints.FULL, minimum_share=F(1, 3))
    assert given(run(book(table(shared_car=third)), [result(1, lines)])["drivers"]) == {"a": 10, "b": 10}


def test_a_driver_in_several_cars_has_the_sum_or_the_best_of_the_place_points() -> None:
    lines = [line("a", 1, car="1"), line("a", 3, car="3"), line("b", 2)]
    summed = book(table(shared_car=SharedCar(several_results=SeveralResults.SUM)))
    assert given(run(summed, [result(1, lines)])["drivers"]) == {"a": 14, "b": 6}
    best = book(table(shared_car=SharedCar(several_results=SeveralResults.BEST)))
    history = run(best, [result(1, lines)])["drivers"]
    assert given(history) == {"a": 10, "b": 6}
    assert history.awards[0].places == history.awards[0].scoring_places == (1, 3)


def test_the_best_of_several_results_leaves_every_bonus() -> None:
    flag = frozenset({"fastest_lap"})
    lines = [line("a", 1, car="1"), line("a", None, car="3", flags=flag)]
    rules = book(table(sessions={"race": rule(bonus(BonusKind.FASTEST_LAP))}))
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"a": 11}


TEAMS = {"a": "T", "b": "T", "c": "T", "d": "U"}


def test_a_team_has_the_points_of_all_its_cars_or_of_the_best() -> None:
    race = result(1, "a d b c", teams=TEAMS)
    for best, expected in ((None, 10 + 4 + 3), (2, 10 + 4), (1, 10)):
        rules = book(table("teams", TEAM, best_cars=best))
        assert given(run(rules, [race])["teams"]) == {"T": expected, "U": 6}


def test_the_places_of_all_cars_count_for_ties_though_only_the_best_scores() -> None:
    rules = book(table("teams", TEAM, best_cars=1))
    history = run(rules, [result(1, "a d b c", teams=TEAMS)])["teams"]
    assert history.awards[0].places == (1, 3, 4)
    races = [result(1, "a d b", teams=TEAMS), result(2, "d a", teams=TEAMS)]
    assert final(rules, races, "teams") == ["1 T 16", "2 U 16"]


def test_the_bonus_of_a_car_that_does_not_count_is_lost() -> None:
    flag = frozenset({"fastest_lap"})
    lines = [line("a", 1, team="T"), line("b", 2, team="T", flags=flag)]
    rules = book(table("teams", TEAM, best_cars=1, sessions={"race": rule(bonus(BonusKind.FASTEST_LAP, 3))}))
    assert given(run(rules, [result(1, lines)])["teams"]) == {"T": 10}
    rules = book(table("teams", TEAM, best_cars=1, sessions={"race": rule(bonus(BonusKind.FASTEST_LAP, 5))}))
    assert given(run(rules, [result(1, lines)])["teams"]) == {"T": 11}


def test_a_car_table_ranks_cars_whoever_drives_them() -> None:
    lines = [line("a", 1, car="1", car_competitor="red"), line("b", 2, car="2", car_competitor="blue")]
    swapped = [line("b", 1, car="1", car_competitor="red"), line("a", 2, car="2", car_competitor="blue")]
    assert final(book(table("cars", CAR)), [result(1, lines), result(2, swapped)], "cars") == [
        "1 red 20",
        "2 blue 12",
    ]


def test_a_factor_of_a_shared_car_is_exact() -> None:
    half = Rulings(session_overrides=(SessionOverride(1, "race", factor=F(1, 2)),))
    rules = book(table(shared_car=SPLIT))
    assert given(run(rules, [result(1, crew("a", "b", "c", place=1))], rulings=half)["drivers"])["a"] == F(5, 3)
