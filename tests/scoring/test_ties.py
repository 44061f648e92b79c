"""Competitors level on points: the chain, shared places, and the reason for each."""

from championships.scoring.facts import OpeningBalance, Rulings, TieDecision
from championships.scoring.rules import Countback, CountbackPositions, Earliest, Listing, RuleBook
from championships.scoring.standings import Split
from championships.scoring.vocabulary import TieStep
from tests.scoring.building import F, after, book, final, line, points, result, rule, run, season, table

CLASSIFIED, SCORING = CountbackPositions.CLASSIFIED, CountbackPositions.SCORING


def chained(*chain: Countback | Earliest, **more: object) -> RuleBook:
    return book(table(tie_break=chain, **more), tables_of_points={"race": points(6, 4, 2, 1), "sprint": points(6, 3)})


def countback(*sessions: str, positions: CountbackPositions = CLASSIFIED, **more: object) -> Countback:
    return Countback(sessions or ("race",), positions, **more)  # type: ignore[arg-type]


def test_a_shared_place_skips_the_next_number() -> None:
    rules = book(table(tie_break=()))
    lines = [line("a", 1), line("b", 2), line("c", 2), line("d", 4)]
    assert final(rules, [result(1, lines)]) == ["1 a 10", "2= b 6", "2= c 6", "4 d 3"]


def test_more_first_places_win_then_more_second_places() -> None:
    # a: 6 + 0 + 2 = 8; b: 4 + 4 = 8
    results = season("a b x y", "x b y z", "x y a z")
    history = run(chained(countback()), results)["drivers"]
    assert after(history, 3)[:3] == ["1 x 14", "2 a 8", "3 b 8"]
    (_, a, b, *_) = history.standings[-1].rows
    assert a.split is None
    assert b.split == Split(TieStep.COUNTBACK, "a", 0, ("place", 1, 1, 0))


def test_the_first_place_that_differs_is_named() -> None:
    # Both have one win; a has a second place (6 + 4), b has two thirds (6 + 2 + 2).
    results = season("a c d e", "b a c d", "c d b e", "c d b e")
    (_, *level) = [row for row in run(chained(countback()), results)["drivers"].standings[-1].rows if row.points == 10]
    (b,) = [row for row in level if row.competitor == "b"]
    assert b.split is not None
    assert (b.split.step, b.split.detail) == (TieStep.COUNTBACK, ("place", 2, 1, 0))


def test_without_a_chain_the_place_is_shared() -> None:
    history = run(chained(), season("a b", "b a"))["drivers"]
    assert after(history, 2) == ["1= a 10", "1= b 10"]
    (a, b) = history.standings[-1].rows
    assert a.split == Split(TieStep.SHARED, "b", 0)
    assert b.split == Split(TieStep.SHARED, "a", 0)


def test_only_places_that_earned_points_count_where_the_rules_say_scoring() -> None:
    # a and b have a win each; b was also fifth, which earns nothing.
    results = season("a x y z b", "b x y z w")
    assert final(chained(countback(positions=SCORING)), results)[1:3] == ["2= a 6", "2= b 6"]
    assert final(chained(countback(positions=CLASSIFIED)), results)[1:3] == ["2 b 6", "3 a 6"]


def test_only_the_sessions_named_count_for_a_countback() -> None:
    sessions = {"race": rule(), "sprint": rule(table="sprint")}
    results = [
        result(1, "a b", session="sprint"),
        result(1, "b a"),
        result(2, [line("c", 1)], session="sprint"),
        result(2, [line("d", 1), line("b", 3)]),
        result(3, [line("a", 9), line("b", 9)]),
    ]
    # a: 6 + 4 = 10 and b: 3 + 6 + 2 = 11; c 6 from a sprint, d 6 from a race
    rules = chained(countback("race"), sessions=sessions)
    assert final(rules, results) == ["1 b 11", "2 a 10", "3 d 6", "4 c 6"]
    both = chained(countback("race", "sprint"), sessions=sessions)
    assert final(both, results)[2:] == ["3= c 6", "3= d 6"]


def test_a_session_that_scores_nothing_may_split_those_without_a_result_in_the_race() -> None:
    quali = countback("qualifying", only_without_result_in=("race",))
    rules = chained(countback(), quali, listing=Listing(classified_in=("race", "qualifying")))
    qualifying = result(1, "c d a b", session="qualifying")
    race = result(1, [line("a", 5), line("b", 5), line("c", None), line("d", None)])
    history = run(rules, [qualifying, race])["drivers"]
    assert after(history, 1) == ["1= a 0", "1= b 0", "3 c 0", "4 d 0"]
    assert history.standings[-1].rows[3].split == Split(TieStep.COUNTBACK, "c", 1, ("place", 1, 1, 0))
    assert {award.session for award in history.awards} == {"race"}


def test_who_reached_the_best_place_earlier_stands_before_and_then_the_next_place() -> None:
    results = season("a b", "b a")
    history = run(chained(countback(), Earliest()), results)["drivers"]
    assert after(history, 2) == ["1 a 10", "2 b 10"]
    assert history.standings[-1].rows[1].split == Split(TieStep.EARLIEST, "a", 1, ("place", 1, 1, 2))
    # Both win in round 1 (a dead heat); b is second in round 2, a in round 3.
    level = [
        result(1, [line("a", 1), line("b", 1)]),
        result(2, [line("x", 1), line("b", 2)]),
        result(3, [line("y", 1), line("a", 2)]),
    ]
    history = run(chained(countback(), Earliest()), level)["drivers"]
    assert after(history, 3)[:2] == ["1 b 10", "2 a 10"]
    assert history.standings[-1].rows[1].split == Split(TieStep.EARLIEST, "b", 1, ("place", 2, 2, 3))


def test_earliest_looks_at_the_places_of_the_countback_before_it() -> None:
    sessions = {"race": rule(), "sprint": rule(table="race")}
    results = [
        result(1, "b v", session="sprint"),
        result(1, "w x a"),
        result(2, "y z b"),
        result(2, "a v", session="sprint", order=29),
    ]
    # Each won a sprint and was third in a race; a in the earlier race.
    shown = final(chained(countback("race"), Earliest(), sessions=sessions), results)
    assert [row for row in shown if row.endswith(("a 8", "b 8"))] == ["1 a 8", "2 b 8"]


def decided(*order: str, from_round: int | str = 1) -> Rulings:
    return Rulings(tie_decisions=(TieDecision("drivers", from_round, order, document="12", reason="lots drawn"),))


def test_the_organiser_orders_those_level_on_everything_from_a_round_on() -> None:
    results = season("a b", "b a", "a b", "b a")
    history = run(chained(countback()), results, rulings=decided("b", "a", from_round=4))["drivers"]
    assert after(history, 2) == ["1= a 10", "1= b 10"]
    assert after(history, 4) == ["1 b 20", "2 a 20"]
    assert history.standings[-1].rows[1].split == Split(TieStep.DECISION, "b", 1, ("document", "12"), "lots drawn")


def test_a_decision_for_the_final_table_leaves_the_others_alone() -> None:
    history = run(chained(countback()), season("a b", "b a"), rulings=decided("b", "a", from_round="final"))["drivers"]
    assert after(history, 2) == ["1= a 10", "1= b 10"]
    assert [row.competitor for row in history.final.rows] == ["b", "a"]  # type: ignore[union-attr]


def test_a_decision_does_not_touch_those_who_are_not_level() -> None:
    assert final(chained(countback()), season("a b"), rulings=decided("b", "a")) == ["1 a 6", "2 b 4"]


def test_those_a_decision_does_not_name_stand_behind_those_it_names_and_share() -> None:
    lines = [line(name, 1) for name in "abcd"]
    assert final(chained(countback()), [result(1, lines)], rulings=decided("d", "b")) == [
        "1 d 6",
        "2 b 6",
        "3= a 6",
        "3= c 6",
    ]


def test_a_decision_that_names_only_one_of_those_level_orders_nothing() -> None:
    lines = [line(name, 1) for name in "ab"]
    assert final(chained(countback()), [result(1, lines)], rulings=decided("b", "x")) == ["1= a 6", "1= b 6"]


def test_inside_a_shared_place_a_competitor_is_told_with_whom_he_shares() -> None:
    lines = [line("w", 1), line("b", 2), line("c", 2), line("d", 2)]
    (_, b, c, d) = run(chained(countback()), [result(1, lines)])["drivers"].standings[-1].rows
    assert [row.split.other for row in (b, c, d) if row.split] == ["c", "b", "c"]
    assert [row.tied for row in (b, c, d)] == [True, True, True]


def test_points_are_compared_exactly_however_they_are_written() -> None:
    rules = book(table(rounding=0), tables_of_points={"race": points("1/3", "1/4")})
    assert final(rules, season("a b")) == ["1 a 1/3", "2 b 1/4"]


def test_places_brought_forward_count_in_the_countback() -> None:
    balances = (
        OpeningBalance("drivers", "a", F(6), wins=1),
        OpeningBalance("drivers", "b", F(6), places={2: 1, 3: 1}),
    )
    history = run(chained(countback()), season("x"), opening_balances=balances)["drivers"]
    (first, second, third) = history.standings[-1].rows
    assert [first.competitor, second.competitor, third.competitor] == ["a", "x", "b"]
    assert (first.wins, first.tied, second.tied) == (1, True, True)
    assert third.split == Split(TieStep.COUNTBACK, "x", 0, ("place", 1, 1, 0))


def test_a_long_field_keeps_its_countback() -> None:
    lines = [line(f"d{place:02}", place) for place in range(1, 61)]
    shown = final(chained(countback()), [result(1, lines)])
    assert shown[4] == "5 d05 0"
    assert shown[59] == "60 d60 0"
