"""Bonus points: who holds them, on what condition, and what becomes of them."""

from championships.scoring.facts import ResultOverride, Rulings, SessionOverride
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    Filter,
    Ineligible,
    PoleSource,
    PositionBasis,
    RuleBook,
    SharedCar,
    SharedPoints,
    TieShare,
)
from championships.scoring.vocabulary import FinishStatus, PartKind
from tests.scoring.building import CAR, TEAM, F, bonus, book, given, line, points, result, rule, run, table

NOTHING = {"race": points()}
FASTEST = frozenset({"fastest_lap"})
ONLY_A = Filter(classes=frozenset({"A"}))


def only(*bonuses: Bonus, **more: object) -> RuleBook:
    """A book in which nothing but the bonuses scores."""
    return book(table(sessions={"race": rule(*bonuses)}, **more), tables_of_points=NOTHING)


def fastest(value: int | str = 1, **more: object) -> Bonus:
    return bonus(BonusKind.FASTEST_LAP, value, **more)


def test_the_fastest_lap_earns_its_bonus_even_when_disqualified() -> None:
    lines = [line("a", 1), line("b", None, status=FinishStatus.DSQ, flags=FASTEST)]
    history = run(only(fastest()), [result(1, lines)])["drivers"]
    assert given(history) == {"b": 1}
    (part,) = history.awards[1].parts
    assert (part.kind, part.points, part.car) == (PartKind.FASTEST_LAP, 1, "b")


def test_every_holder_of_a_shared_fastest_lap_gets_all_of_it_unless_it_is_split() -> None:
    lines = [line("a", 1, flags=FASTEST), line("b", 2, flags=FASTEST), line("c", 3, flags=FASTEST)]
    assert given(run(only(fastest()), [result(1, lines)])["drivers"]) == {"a": 1, "b": 1, "c": 1}
    history = run(only(fastest(tie=TieShare.SPLIT)), [result(1, lines)])["drivers"]
    assert given(history) == {"a": F(1, 3), "b": F(1, 3), "c": F(1, 3)}
    assert history.awards[0].parts[0].share == F(1, 3)


def test_a_bonus_may_ask_for_a_place() -> None:
    lines = [line("a", 1), line("b", 2, flags=FASTEST), line("c", None, flags=FASTEST)]
    assert given(run(only(fastest(max_position=2)), [result(1, lines)])["drivers"]) == {"b": 1}
    assert given(run(only(fastest(max_position=1)), [result(1, lines)])["drivers"]) == {}


def test_a_holder_too_low_takes_his_part_of_a_split_bonus_with_him() -> None:
    lines = [line("a", 1, flags=FASTEST), line("b", 2, flags=FASTEST)]
    rules = only(fastest(max_position=1, tie=TieShare.SPLIT))
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"a": F(1, 2)}


def test_a_bonus_may_ask_for_a_part_of_the_distance() -> None:
    rules = only(fastest(min_distance_fraction=F(1, 2)))
    lines = [line("a", 1, flags=FASTEST)]
    assert given(run(rules, [result(1, lines, laps=50, scheduled=100)])["drivers"]) == {"a": 1}
    assert given(run(rules, [result(1, lines, laps=49, scheduled=100)])["drivers"]) == {}
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"a": 1}


def test_without_a_flag_the_quickest_lap_on_the_sheet_counts() -> None:
    lines = [line("a", 1, best_lap_ms=90_000), line("b", 2, best_lap_ms=89_999), line("c", 3)]
    assert given(run(only(fastest()), [result(1, lines)])["drivers"]) == {"b": 1}


def test_a_flag_names_the_holders_of_a_flag_bonus() -> None:
    led = bonus(BonusKind.FLAG, 2, column="led_lap")
    lines = [line("a", 1, flags=frozenset({"led_lap"})), line("b", 2, flags=frozenset({"led_lap", "pole"}))]
    history = run(only(led), [result(1, lines)])["drivers"]
    assert given(history) == {"a": 2, "b": 2}
    assert history.awards[0].parts[0].flag == "led_lap"


def test_the_bonus_of_one_who_may_not_score_lapses_or_passes_on() -> None:
    lines = [
        line("x", 1, car_class="B", flags=FASTEST, best_lap_ms=80_000),
        line("a", 2, car_class="A", best_lap_ms=90_000),
        line("b", 3, car_class="A", best_lap_ms=89_000),
    ]
    assert given(run(only(fastest(), may_score=ONLY_A), [result(1, lines)])["drivers"]) == {}
    passes = only(fastest(ineligible=Ineligible.PASSES_ON), may_score=ONLY_A)
    assert given(run(passes, [result(1, lines)])["drivers"]) == {"b": 1}


def test_a_split_bonus_that_passes_on_is_divided_among_those_who_may_score() -> None:
    lines = [line("x", 1, scores=False, flags=FASTEST), line("a", 2, flags=FASTEST)]
    lapses = only(fastest(tie=TieShare.SPLIT))
    assert given(run(lapses, [result(1, lines)])["drivers"]) == {"a": F(1, 2)}
    passes = only(fastest(tie=TieShare.SPLIT, ineligible=Ineligible.PASSES_ON))
    assert given(run(passes, [result(1, lines)])["drivers"]) == {"a": 1}


def test_a_result_struck_by_a_decision_holds_no_bonus() -> None:
    struck = Rulings(result_overrides=(ResultOverride(1, "race", "a", ineligible=True),))
    lines = [line("a", 1, flags=FASTEST), line("b", 2)]
    assert given(run(only(fastest()), [result(1, lines)], rulings=struck)["drivers"]) == {}


def test_each_class_has_its_own_fastest_lap_and_equal_times_all_get_it() -> None:
    rules = only(fastest(in_class=True), may_score=ONLY_A)
    lines = [
        line("x", 1, car_class="B", best_lap_ms=80_000, flags=FASTEST),
        line("a", 2, car_class="A", best_lap_ms=90_000),
        line("b", 3, car_class="A", best_lap_ms=90_000),
        line("c", 4, car_class="A", best_lap_ms=91_000),
    ]
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"a": 1, "b": 1}


def test_a_flag_inside_the_class_is_enough_without_times() -> None:
    rules = only(fastest(in_class=True), may_score=ONLY_A)
    lines = [line("x", 1, car_class="B", flags=FASTEST), line("a", 2, car_class="A", flags=FASTEST)]
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"a": 1}


def test_pole_from_the_grid_is_who_starts_first() -> None:
    rules = only(bonus(BonusKind.POLE))
    lines = [line("a", 1, grid=2), line("b", 2, grid=1)]
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"b": 1}
    assert run(rules, [result(1, lines)])["drivers"].awards[1].parts[0].kind is PartKind.POLE
    assert given(run(rules, [result(1, [line("a", 1, grid=2)])])["drivers"]) == {}


def test_pole_in_a_class_is_the_foremost_of_the_class_on_the_grid() -> None:
    rules = only(bonus(BonusKind.POLE, in_class=True), may_score=ONLY_A)
    lines = [
        line("x", 1, grid=1, car_class="B"),
        line("a", 2, grid=7, car_class="A"),
        line("b", 3, grid=4, car_class="A"),
    ]
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"b": 1}


def test_pole_from_a_flag_reads_the_column_pole() -> None:
    rules = only(bonus(BonusKind.POLE, pole_from=PoleSource.FLAG))
    lines = [line("a", 1, grid=1), line("b", 2, grid=9, flags=frozenset({"pole"}))]
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"b": 1}


def test_pole_from_qualifying_is_first_there_whatever_the_grid_became() -> None:
    pole = bonus(BonusKind.POLE, pole_from=PoleSource.QUALIFYING, qualifying="qualifying")
    quali, race = result(1, "q a b", session="qualifying"), result(1, [line("a", 1, grid=1), line("b", 2, grid=2)])
    history = run(only(pole), [quali, race])["drivers"]
    assert given(history) == {"q": 1}
    (award,) = [award for award in history.awards if award.points]
    assert (award.session, award.started, award.places) == ("race", False, ())
    assert given(run(only(pole), [race])["drivers"]) == {}


def test_pole_in_a_class_from_qualifying_goes_to_the_first_of_the_class() -> None:
    pole = bonus(BonusKind.POLE, pole_from=PoleSource.QUALIFYING, qualifying="qualifying", in_class=True)
    quali = result(1, [line("x", 1, car_class="B"), line("a", 2, car_class="A")], session="qualifying")
    race = result(1, [line("x", 1, car_class="B"), line("a", 2, car_class="A")])
    assert given(run(only(pole, may_score=ONLY_A), [quali, race])["drivers"]) == {"a": 1}
    lapses = bonus(BonusKind.POLE, pole_from=PoleSource.QUALIFYING, qualifying="qualifying")
    assert given(run(only(lapses, may_score=ONLY_A), [quali, race])["drivers"]) == {}


def test_everybody_who_starts_gets_the_points_for_starting_once() -> None:
    lines = [
        line("a", 1),
        line("a", None, car="a2"),
        line("b", None, status=FinishStatus.DNF),
        line("c", None, status=FinishStatus.DNS),
        line("d", None, status=FinishStatus.DSQ),
        line("e", 2, scores=False),
    ]
    assert given(run(only(bonus(BonusKind.START)), [result(1, lines)])["drivers"]) == {"a": 1, "b": 1, "d": 1}


def test_places_gained_are_counted_from_the_grid_to_the_finish_up_to_a_ceiling() -> None:
    gained = bonus(BonusKind.PLACES_GAINED, "1/2", max_points=F(2))
    lines = [
        line("a", 1, grid=9),
        line("b", 2, grid=4),
        line("c", 3, grid=1),
        line("d", 4),
        line("e", None, grid=20),
    ]
    history = run(only(gained), [result(1, lines)])["drivers"]
    assert given(history) == {"a": 2, "b": 1}
    assert history.awards[0].parts[0].kind is PartKind.PLACES_GAINED


def test_places_gained_are_overall_also_in_a_class() -> None:
    gained = bonus(BonusKind.PLACES_GAINED)
    lines = [line("x", 1, grid=1, car_class="B"), line("a", 2, grid=5, car_class="A")]
    rules = only(gained, may_score=ONLY_A, position_basis=PositionBasis.ELIGIBLE)
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"a": 3}


def test_a_decision_may_take_all_bonuses_away() -> None:
    none = Rulings(session_overrides=(SessionOverride(1, "race", no_bonuses=True),))
    lines = [line("a", 1, flags=FASTEST)]
    rules = only(fastest(), bonus(BonusKind.START))
    assert given(run(rules, [result(1, lines)], rulings=none)["drivers"]) == {}


def test_a_decision_may_name_who_got_the_fastest_lap_and_nothing_else() -> None:
    named = Rulings(session_overrides=(SessionOverride(1, "race", bonus_winners=("b",)),))
    lines = [line("a", 1, flags=FASTEST), line("b", 20)]
    rules = only(fastest(tie=TieShare.SPLIT, max_position=10), bonus(BonusKind.POLE), bonus(BonusKind.START, 5))
    assert given(run(rules, [result(1, lines)], rulings=named)["drivers"]) == {"a": 5, "b": 6}


def test_a_factor_does_not_touch_the_bonuses() -> None:
    half = Rulings(session_overrides=(SessionOverride(1, "race", factor=F(1, 2)),))
    rules = book(table(sessions={"race": rule(fastest())}))
    assert given(run(rules, [result(1, [line("a", 1, flags=FASTEST)])], rulings=half)["drivers"]) == {"a": 6}


def test_a_bonus_may_count_in_one_table_and_not_in_another() -> None:
    rules = book(table(sessions={"race": rule(fastest())}), table("teams", TEAM))
    histories = run(rules, [result(1, [line("a", 1, team="T", flags=FASTEST)])])
    assert given(histories["drivers"]) == {"a": 11}
    assert given(histories["teams"]) == {"T": 10}


def test_a_bonus_of_a_driver_goes_to_his_team_and_to_his_car_once() -> None:
    lines = [
        line("a", 1, car="1", team="T", car_competitor="car-1", flags=FASTEST),
        line("b", 1, car="1", team="T", car_competitor="car-1", flags=FASTEST),
    ]
    in_full = SharedCar(SharedPoints.FULL)
    rules = book(
        table("drivers", sessions={"race": rule(fastest())}, shared_car=in_full),
        table("teams", TEAM, sessions={"race": rule(fastest())}, shared_car=in_full),
        table("cars", CAR, sessions={"race": rule(fastest())}),
        tables_of_points=NOTHING,
    )
    histories = run(rules, [result(1, lines)])
    assert given(histories["drivers"]) == {"a": 1, "b": 1}
    assert given(histories["teams"]) == {"T": 1}
    assert given(histories["cars"]) == {"car-1": 1}
