"""Deductions, exclusions, opening balances, minimum starts, listing: what else makes a table."""

import pytest

from championships.scoring.facts import Deduction, Exclusion, OpeningBalance, RoundOrFinal, Rulings
from championships.scoring.rules import Counting, DropsFrom, Filter, Listing, MinimumStarts
from championships.scoring.vocabulary import FinishStatus
from tests.scoring.building import F, after, book, final, line, result, rule, run, season, show, table

THREE = season("a b c", "a b c", "a b c")  # 30, 18, 12


def deduct(points: int, effective_after: RoundOrFinal, competitor: str = "a") -> Rulings:
    return Rulings(deductions=(Deduction("drivers", competitor, F(points), effective_after),))


def exclude(effective_after: RoundOrFinal, **more: object) -> Rulings:
    return Rulings(exclusions=(Exclusion("drivers", "a", "EX", effective_after, **more),))  # type: ignore[arg-type]


def test_points_are_deducted_from_a_round_on_and_earlier_tables_stay() -> None:
    history = run(book(), THREE, rulings=deduct(15, 2))["drivers"]
    assert [after(history, number)[0] for number in (1, 2, 3)] == ["1 a 10", "1 b 12", "1 b 18"]
    assert show(history.final) == ["1 b 18", "2 a 15", "3 c 12"]
    assert history.final is not None
    assert (history.final.rows[1].gross, history.final.rows[1].deducted) == (30, 15)


def test_a_negative_deduction_gives_points() -> None:
    assert final(book(), THREE, rulings=deduct(-20, 1, "b")) == ["1 b 38", "2 a 30", "3 c 12"]


def test_a_final_deduction_touches_the_final_table_only() -> None:
    history = run(book(), THREE, rulings=deduct(15, "final"))["drivers"]
    assert after(history, 3) == ["1 a 30", "2 b 18", "3 c 12"]
    assert show(history.final) == ["1 b 18", "2 a 15", "3 c 12"]


def test_a_deduction_after_a_round_not_yet_run_waits() -> None:
    assert final(book(), THREE, rulings=deduct(15, 4)) == ["1 a 30", "2 b 18", "3 c 12"]


def test_a_deduction_before_the_first_round_acts_from_the_first_table_on() -> None:
    assert after(run(book(), THREE, rulings=deduct(15, 0))["drivers"], 1)[-1] == "3 a -5"


def test_a_deduction_after_a_round_acts_after_its_last_session() -> None:
    rules = book(table(sessions={"race1": rule(), "race2": rule()}))
    results = [result(1, "a b", session="race1"), result(1, "a b", session="race2")]
    history = run(rules, results, rulings=deduct(12, 1))["drivers"]
    assert after(history, 1, "race1") == ["1 a 10", "2 b 6"]
    assert after(history, 1, "race2") == ["1 b 12", "2 a 8"]


def test_an_excluded_competitor_has_a_mark_and_the_others_move_up() -> None:
    history = run(book(), THREE, rulings=exclude(2))["drivers"]
    assert after(history, 1) == ["1 a 10", "2 b 6", "3 c 4"]
    assert after(history, 2) == ["1 b 12", "2 c 8", "EX a 0"]
    assert show(history.final) == ["1 b 18", "2 c 12", "EX a 0"]


def test_an_excluded_competitor_may_keep_the_points() -> None:
    assert final(book(), THREE, rulings=exclude("final", keep_points=True)) == ["1 b 18", "2 c 12", "EX a 30"]
    assert after(run(book(), THREE, rulings=exclude("final"))["drivers"], 3)[0] == "1 a 30"


def test_an_excluded_competitor_may_be_left_out_until_a_later_table() -> None:
    history = run(book(), THREE, rulings=exclude(1, listed_from="final"))["drivers"]
    assert after(history, 1) == ["1 b 6", "2 c 4"]
    assert after(history, 3) == ["1 b 18", "2 c 12"]
    assert show(history.final) == ["1 b 18", "2 c 12", "EX a 0"]
    history = run(book(), THREE, rulings=exclude(1, listed_from=3))["drivers"]
    assert len(after(history, 2)) == 2
    assert after(history, 3)[-1] == "EX a 0"


def test_points_brought_forward_cannot_be_dropped() -> None:
    balance = (OpeningBalance("drivers", "c", F(25), source="last season"),)
    rules = book(table(counting=(Counting(1, None, best=1),)))
    history = run(rules, THREE, opening_balances=balance)["drivers"]
    assert after(history, 1) == ["1 c 29", "2 a 10", "3 b 6"]
    assert show(history.final) == ["1 c 29", "2 a 10", "3 b 6"]
    assert history.final is not None
    assert history.final.rows[0].gross == 37


def test_points_brought_forward_after_a_round_count_from_there() -> None:
    balance = (OpeningBalance("drivers", "z", F(100), after_round=2),)
    history = run(book(), THREE, opening_balances=balance)["drivers"]
    assert after(history, 1)[0] == "1 a 10"
    assert after(history, 2)[0] == "1 z 100"


def test_a_minimum_of_starts_is_asked_for_at_the_end_or_at_once() -> None:
    lines = [line("a", 1), line("b", 2), line("c", None, status=FinishStatus.DNS)]
    results = [*season("a b c"), result(2, lines)]
    at_end = book(table(minimum_starts=MinimumStarts(2)))
    history = run(at_end, results)["drivers"]
    assert after(history, 2) == ["1 a 20", "2 b 12", "3 c 4"]
    assert show(history.final) == ["1 a 20", "2 b 12", "NR c 4"]
    at_once = book(table(minimum_starts=MinimumStarts(2, DropsFrom.AT_ONCE, "NQ")))
    history = run(at_once, results)["drivers"]
    assert after(history, 1) == ["NQ a 10", "NQ b 6", "NQ c 4"]
    assert after(history, 2) == ["1 a 20", "2 b 12", "NQ c 4"]
    assert [row.starts for row in history.standings[-1].rows] == [2, 2, 1]


def test_a_retirement_and_a_disqualification_are_starts() -> None:
    lines = [line("a", None), line("b", None, status=FinishStatus.DSQ), line("c", None, status=FinishStatus.DNQ)]
    rows = run(book(), [result(1, lines)])["drivers"].standings[-1].rows
    assert {row.competitor: row.starts for row in rows} == {"a": 1, "b": 1, "c": 0}


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (Listing(), ["1 a 10", "2 g 0", "3= d 0", "3= n 0"]),
        (Listing(scored=True), ["1 a 10"]),
        (Listing(classified_in=("race",)), ["1 a 10", "2 g 0"]),
        (Listing(classified_in=("race", "qualifying")), ["1 a 10", "2 g 0", "3 q 0"]),
        (Listing(scored=True, classified_in=("qualifying",)), ["1 a 10", "2 q 0"]),
    ],
)
def test_the_listing_says_who_stands_in_the_table(listing: Listing, expected: list[str]) -> None:
    lines = [line("a", 1), line("g", 7), line("d", None), line("n", None, status=FinishStatus.DNS)]
    results = [result(1, "q", session="qualifying"), result(1, lines)]
    assert final(book(table(listing=listing)), results) == expected


def test_scored_means_before_dropping_and_before_deductions() -> None:
    rules = book(table(listing=Listing(scored=True), counting=(Counting(2, None, best=1),)))
    assert final(rules, season("a b", "b", "b"), rulings=deduct(6, 1, "b")) == ["1 b 4", "2 a 0"]


def test_everybody_classified_who_may_appear_is_listed_also_without_the_right_to_score() -> None:
    lines = [line("a", 1, car_class="A"), line("b", 2, car_class="B"), line("g", 3, guest=True)]
    rules = book(
        table(
            may_appear=Filter(guests=False),
            may_score=Filter(classes=frozenset({"A"})),
            listing=Listing(classified_in=("race",)),
        )
    )
    assert final(rules, [result(1, lines)]) == ["1 a 10", "2 b 0"]


def test_the_wins_of_a_competitor_are_those_of_the_first_countback() -> None:
    (a, b) = run(book(), season("a b", "a b", "b a"))["drivers"].standings[-1].rows
    assert (a.wins, b.wins) == (2, 1)
    (a, b) = run(book(table(tie_break=())), season("a b", "a b", "b a"))["drivers"].standings[-1].rows
    assert (a.wins, b.wins) == (2, 1)


def test_a_season_without_sessions_has_no_table() -> None:
    history = run(book(), [])["drivers"]
    assert (history.awards, history.standings, history.final) == ((), (), None)


def test_rounds_run_out_of_order_are_tabled_in_the_order_they_were_run() -> None:
    results = [result(1, "a", order=1), result(3, "b", order=2), result(2, "b", order=3)]
    history = run(book(), results)["drivers"]
    assert [standing.round for standing in history.standings] == [1, 3, 2]
    assert show(history.standings[1]) == ["1= a 10", "1= b 10"]
    assert history.final is not None
    assert (history.final.round, show(history.final)) == (2, ["1 b 20", "2 a 10"])
