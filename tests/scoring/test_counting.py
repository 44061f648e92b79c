"""Which results count: segments, best and drop, units, from when, what may not be dropped."""

from fractions import Fraction

import pytest

from championships.scoring.rules import (
    Countback,
    CountbackPositions,
    Counting,
    DropsFrom,
    DropStep,
    DropUnit,
    NotDroppable,
    RuleBook,
)
from championships.scoring.standings import Dropped, TableHistory
from championships.scoring.vocabulary import FinishStatus
from tests.scoring.building import F, after, book, final, line, plan, result, rule, run, season, show, table

# a wins three times and is second twice: 10, 6, 10, 6, 10
FIVE = ("a b", "b a", "a b", "b a", "a b")

NCR = (DropStep(10, 1), DropStep(15, 2), DropStep(None, 3))  # by rounds run: 1 up to 10, 2 up to 15, else 3


def counting(*segments: Counting, **more: object) -> RuleBook:
    return book(table(counting=segments, **more))


def nets(history: TableHistory) -> list[Fraction | None]:
    return [next(row.points for row in s.rows if row.competitor == "a") for s in history.standings]


def test_without_counting_every_result_counts() -> None:
    assert final(book(), season(*FIVE)) == ["1 a 42", "2 b 38"]


def test_the_best_results_of_a_segment_count_from_the_first_table_on() -> None:
    rules = counting(Counting(1, None, best=3))
    assert nets(run(rules, season(*FIVE))["drivers"]) == [10, 16, 26, 26, 30]


def test_segments_are_counted_apart_and_a_round_in_none_of_them_does_not_count() -> None:
    rules = counting(Counting(1, 2, best=1), Counting(3, 4, best=1))
    history = run(rules, season(*FIVE))["drivers"]
    assert nets(history) == [10, 10, 20, 20, 20]
    assert history.standings[-1].rows[0].dropped == (
        Dropped(2, "", F(6)),
        Dropped(4, "", F(6)),
        Dropped(5, "", F(10)),
    )


def test_gross_is_before_and_net_after_dropping() -> None:
    rules = counting(Counting(1, None, best=4))
    (first, second) = run(rules, season(*FIVE))["drivers"].standings[-1].rows
    assert (first.competitor, first.gross, first.points, first.dropped) == ("a", 42, 36, (Dropped(4, "", F(6)),))
    assert (second.competitor, second.gross, second.points, second.dropped) == ("b", 38, 32, (Dropped(5, "", F(6)),))


def test_the_number_dropped_follows_the_rounds_run_so_far() -> None:
    rules = counting(
        Counting(1, None, drop=(DropStep(2, 0), DropStep(4, 1), DropStep(None, 2)), applies=DropsFrom.AS_RUN)
    )
    assert nets(run(rules, season(*FIVE), planned=plan(*range(1, 9)))["drivers"]) == [10, 16, 20, 26, 30]


def test_a_ceiling_from_the_start_counts_the_rounds_that_are_planned() -> None:
    rules = counting(Counting(1, None, drop=(DropStep(None, 2),)))
    assert nets(run(rules, season(*FIVE))["drivers"]) == [10, 16, 26, 26, 30]
    assert nets(run(rules, season(*FIVE), planned=plan(*range(1, 7)))["drivers"]) == [10, 16, 26, 32, 36]


def test_drops_in_the_final_table_only() -> None:
    rules = counting(Counting(1, None, drop=(DropStep(None, 2),), applies=DropsFrom.FINAL))
    history = run(rules, season(*FIVE))["drivers"]
    assert nets(history) == [10, 16, 26, 32, 42]
    assert show(history.final) == ["1 a 30", "2 b 26"]
    best = counting(Counting(1, None, best=1, applies=DropsFrom.FINAL))
    assert nets(run(best, season(*FIVE))["drivers"])[-1] == 42
    assert final(best, season(*FIVE)) == ["1 a 10", "2 b 10"]


@pytest.mark.parametrize(("rounds", "counted"), [(10, 9), (11, 9), (15, 13), (16, 13)])
def test_the_default_rule_of_motorsport_uk_by_rounds_run(rounds: int, counted: int) -> None:
    rules = counting(Counting(1, None, drop=NCR, applies=DropsFrom.AS_RUN))
    assert nets(run(rules, season(*["a"] * rounds))["drivers"])[-1] == 10 * counted


def test_a_round_missed_is_the_one_that_is_dropped() -> None:
    rules = counting(Counting(1, None, drop=(DropStep(None, 1),), applies=DropsFrom.AS_RUN))
    (a, b) = run(rules, season("a b", "b a", "b"))["drivers"].standings[-1].rows
    assert (a.competitor, a.points, a.dropped) == ("b", 20, (Dropped(1, "", F(6)),))
    assert (b.competitor, b.points, b.dropped) == ("a", 16, ())


def two_races(*names: str) -> list[object]:
    found = []
    for number, (one, two) in enumerate(zip(names[::2], names[1::2], strict=True), 1):
        found += [result(number, one, session="race1"), result(number, two, session="race2")]
    return found


BOTH = {"race1": rule(), "race2": rule()}


def test_the_unit_dropped_is_the_round_or_the_race() -> None:
    results = two_races("a", "a b", "b a", "b a", "a", "b a")  # a: 10+10, 6+6, 10+6
    by_round = counting(Counting(1, None, best=2), sessions=BOTH)
    assert final(by_round, results)[0] == "1 a 36"
    by_race = counting(Counting(1, None, best=4, unit=DropUnit.SESSION), sessions=BOTH)
    assert final(by_race, results) == ["1= a 36", "1= b 36"]
    one_less = counting(Counting(1, None, drop=(DropStep(None, 1),), unit=DropUnit.SESSION), sessions=BOTH)
    history = run(one_less, results)["drivers"]
    assert show(history.final) == ["1 a 42", "2 b 36"]
    assert history.final is not None
    assert history.final.rows[0].dropped == (Dropped(3, "race2", F(6)),)


def test_a_disqualification_may_not_be_dropped() -> None:
    struck = [line("b", 1), line("a", None, status=FinishStatus.DSQ)]
    results = [*season("a b", "a b"), result(3, struck)]
    drop_one = Counting(1, None, drop=(DropStep(None, 1),))
    assert final(counting(drop_one), results)[0] == "1 a 20"
    rules = counting(drop_one, not_droppable=NotDroppable(statuses=frozenset({"DSQ"})))
    history = run(rules, results)["drivers"]
    assert show(history.final) == ["1 b 16", "2 a 10"]
    assert history.final is not None
    assert history.final.rows[1].dropped == (Dropped(2, "", F(10)),)


def test_a_round_that_may_not_be_dropped_counts_even_for_those_who_missed_it() -> None:
    drop_one = Counting(1, None, drop=(DropStep(None, 1),))
    rules = counting(drop_one, not_droppable=NotDroppable(rounds=frozenset({3})))
    assert final(rules, season("a b", "a b", "b")) == ["1 b 16", "2 a 10"]


def test_a_session_that_may_not_be_dropped_takes_its_unit_with_it() -> None:
    results = two_races("a b", "b a", "a b", "b a")
    drop_two = Counting(1, None, drop=(DropStep(None, 2),), unit=DropUnit.SESSION)
    free = counting(drop_two, sessions=BOTH)
    assert final(free, results) == ["1= a 20", "1= b 20"]
    rules = counting(drop_two, sessions=BOTH, not_droppable=NotDroppable(sessions=frozenset({"race2"})))
    assert final(rules, results) == ["1 b 20", "2 a 12"]


def test_results_that_may_not_be_dropped_all_count_even_beyond_the_ceiling() -> None:
    rules = counting(Counting(1, None, best=1), not_droppable=NotDroppable(rounds=frozenset({1, 2})))
    assert nets(run(rules, season(*FIVE))["drivers"])[-1] == 16


def test_places_of_dropped_results_count_in_ties_unless_the_rules_say_otherwise() -> None:
    # Best one of two: a has 10 (and 6 dropped), b has 10 (and nothing).
    results = season("a x", "b a")
    best = Counting(1, None, best=1)
    assert final(counting(best), results)[:2] == ["1 a 10", "2 b 10"]
    strict = Countback(("race",), CountbackPositions.CLASSIFIED, dropped_count=False)
    assert final(counting(best, tie_break=(strict,)), results)[:2] == ["1= a 10", "1= b 10"]


def test_of_equal_results_the_one_with_the_lesser_place_is_dropped_then_the_later_one() -> None:
    lines = [line("x", 1), line("a", 8)]
    results = [result(1, lines), result(2, [line("x", 1), line("a", 7)]), result(3, [line("x", 1), line("a", 7)])]
    rules = counting(Counting(1, None, best=1))
    (_, a) = run(rules, results)["drivers"].standings[-1].rows
    assert a.dropped == (Dropped(1, "", F(0)), Dropped(3, "", F(0)))


def test_tables_within_a_round_count_the_round_as_run() -> None:
    rules = counting(Counting(1, None, best=1), sessions=BOTH)
    history = run(rules, two_races("a", "a", "b a", "a"))["drivers"]
    assert after(history, 1, "race1") == ["1 a 10"]
    assert after(history, 1, "race2") == ["1 a 20"]
    assert after(history, 2, "race1") == ["1 a 20", "2 b 10"]
