"""Tables published elsewhere: they replace what was computed, and are continued where they can be."""

import pytest

from championships.scoring.facts import DeclaredRow, DeclaredTable, Deduction, Rulings, SeasonFacts
from championships.scoring.rules import Counting, DropStep, Earliest, Listing
from championships.scoring.standings import Difference, Split, compute, compute_final, differences
from championships.scoring.vocabulary import TableSource, TieStep
from tests.scoring.building import COUNTBACK, F, after, book, final, plan, result, run, season, show, table

THREE = season("a b", "a b", "b a")


def row(competitor: str, points: int | None = None, place: int | None = None, **more: object) -> DeclaredRow:
    value = None if points is None else F(points)
    return DeclaredRow(competitor, place, points=value, **more)  # type: ignore[arg-type]


def declare(
    round_: int, *rows: DeclaredRow, session: str = "race", complete: bool = True, source: str = ""
) -> DeclaredTable:
    return DeclaredTable("drivers", round_, session, rows, complete, source)


def test_a_declared_table_stands_at_its_session_and_replaces_what_was_computed_up_to_it() -> None:
    declared = declare(2, row("b", 30, 1, wins=1), row("a", 25, 2, wins=2), source="the organiser")
    history = run(book(), THREE, declared=(declared,))["drivers"]
    assert after(history, 1) == ["1 a 10", "2 b 6"]
    assert after(history, 2) == ["1 b 30", "2 a 25"]
    second = history.standings[1]
    assert (second.source, second.declared_source, second.partial) == (TableSource.DECLARED, "the organiser", False)
    assert [line.wins for line in second.rows] == [1, 2]
    assert after(history, 3) == ["1 b 40", "2 a 31"]
    assert history.standings[2].source is TableSource.COMPUTED
    assert [line.wins for line in history.standings[2].rows] == [2, 2]


def test_a_later_declared_table_replaces_an_earlier_one() -> None:
    first, second = declare(1, row("b", 30, 1)), declare(2, row("a", 7, 1), row("b", 5, 2))
    history = run(book(), THREE, declared=(first, second))["drivers"]
    assert after(history, 1) == ["1 b 30"]
    assert after(history, 2) == ["1 a 7", "2 b 5"]
    assert show(history.final) == ["1 b 15", "2 a 13"]


def test_of_two_tables_at_one_session_the_later_issued_stands() -> None:
    history = run(book(), THREE, declared=(declare(3, row("a", 1, 1)), declare(3, row("b", 2, 1))))["drivers"]
    assert show(history.final) == ["1 b 2"]


def test_a_table_with_an_unknown_total_stays_and_names_the_sessions_it_lacks() -> None:
    declared = declare(1, row("a", 12, 1), row("b", None, 2))
    history = run(book(), THREE, declared=(declared,))["drivers"]
    assert [after(history, number) for number in (1, 2, 3)] == [["1 a 12", "2 b None"]] * 3
    assert [standing.missing for standing in history.standings] == [(), ((2, "race"),), ((2, "race"), (3, "race"))]
    assert history.final is not None
    assert (history.final.source, history.final.final, history.final.session) == (TableSource.DECLARED, True, "")
    assert history.final.missing == ((2, "race"), (3, "race"))


def test_a_table_declared_later_lacks_only_what_was_run_after_it() -> None:
    first, second = declare(1, row("a", None, 1)), declare(2, row("b", None, 1))
    history = run(book(), THREE, declared=(first, second))["drivers"]
    assert [standing.missing for standing in history.standings] == [(), (), ((3, "race"),)]


def test_a_partial_table_is_not_continued() -> None:
    declared = declare(1, row("a", 12, 1), complete=False)
    history = run(book(), THREE, declared=(declared,))["drivers"]
    assert after(history, 3) == ["1 a 12"]
    assert history.standings[2].partial


def test_sessions_that_do_not_score_are_not_missed() -> None:
    results = [result(1, "a"), result(2, "b", session="qualifying"), result(2, "b", complete=False)]
    history = run(book(), results, declared=(declare(1, row("a")),))["drivers"]
    assert history.standings[-1].missing == ((2, "race"),)


def test_unknown_places_are_unknown_and_the_order_named_is_kept() -> None:
    declared = declare(1, row("c", order=2), row("a", order=1), row("b", order=3, mark="EX"))
    assert after(run(book(), THREE, declared=(declared,))["drivers"], 1) == ["? a None", "? c None", "EX b None"]


def test_a_place_the_source_shares_is_shown_as_shared() -> None:
    declared = declare(1, row("a", 9, 1), row("b", 5, 7, tied=True), row("c", 4, 8), row("d", 4, 8))
    assert after(run(book(), THREE, declared=(declared,))["drivers"], 1) == ["1 a 9", "7= b 5", "8= c 4", "8= d 4"]


def test_a_declared_table_at_a_session_without_results_stands_there() -> None:
    declared = declare(2, row("b", 99, 1))
    history = run(book(), [THREE[0]], declared=(declared,), planned=plan(1, 2, 3))["drivers"]
    assert [(s.round, s.source) for s in history.standings] == [(1, TableSource.COMPUTED), (2, TableSource.DECLARED)]
    history = run(book(), [THREE[0], THREE[2]], declared=(declared,))["drivers"]
    assert [standing.round for standing in history.standings] == [1, 2, 3]


def test_adjustments_up_to_a_declared_table_are_in_it() -> None:
    declared = declare(2, row("a", 20, 1), row("b", 12, 2))
    rulings = Rulings(
        deductions=(
            Deduction("drivers", "a", F(5), 1),
            Deduction("drivers", "a", F(2), 2),
            Deduction("drivers", "b", F(1), 3),
        )
    )
    history = run(book(), THREE, declared=(declared,), rulings=rulings)["drivers"]
    assert after(history, 1) == ["1 b 6", "2 a 5"]
    assert after(history, 3) == ["1 a 26", "2 b 21"]


def test_a_mark_in_a_declared_table_stays() -> None:
    declared = declare(2, row("a", 20, 1), row("b", 12, mark="EX"))
    assert final(book(), THREE, declared=(declared,)) == ["1 a 26", "EX b 22"]


def test_who_is_named_in_a_declared_table_stays_listed() -> None:
    rules = book(table(listing=Listing(scored=True)))
    assert final(rules, THREE, declared=(declare(2, row("z", 0, 1)),)) == ["1 b 10", "2 a 6", "3 z 0"]


# -- ties ------------------------------------------------------------------------------------------


def test_a_tie_that_needs_unknown_counts_stays_shared_for_that_reason() -> None:
    history = run(book(), season("x", "y"), declared=(declare(1, row("a", 30), row("b", 30)),))["drivers"]
    assert after(history, 2)[:2] == ["1= a 30", "1= b 30"]
    (a, b, _) = history.standings[-1].rows
    assert (a.split, b.split) == (Split(TieStep.UNKNOWN, "b", 1), Split(TieStep.UNKNOWN, "a", 1))
    assert (a.wins, b.wins) == (None, None)


def test_known_wins_split_a_tie_even_where_other_counts_are_unknown() -> None:
    declared = declare(1, row("a", 30, wins=1), row("b", 30, wins=2), row("c", 30, wins=1))
    history = run(book(), season("x", "y"), declared=(declared,))["drivers"]
    assert after(history, 2)[:3] == ["1 b 30", "2= a 30", "2= c 30"]
    (b, a, c, _) = history.standings[-1].rows
    assert a.split == Split(TieStep.COUNTBACK, "b", 0, ("place", 1, 2, 1))
    assert c.split == Split(TieStep.UNKNOWN, "a", 1)
    assert (b.split, b.wins) == (None, 2)


def test_complete_counts_split_a_tie() -> None:
    declared = declare(1, row("a", 30, places={2: 1}), row("b", 30, places={2: 2}), row("c", 30, places={1: 1}))
    assert final(book(), season("x", "y"), declared=(declared,))[:3] == ["1 c 30", "2 b 30", "3 a 30"]


def test_rounds_in_which_declared_places_were_reached_are_not_known() -> None:
    rules = book(table(tie_break=(COUNTBACK, Earliest())))
    declared = declare(1, row("a", 30, places={2: 1}), row("b", 30, places={2: 1}))
    history = run(rules, season("x", "y"), declared=(declared,))["drivers"]
    assert after(history, 2)[:2] == ["1= a 30", "1= b 30"]
    assert history.standings[-1].rows[1].split == Split(TieStep.UNKNOWN, "a", 2)


# -- counting --------------------------------------------------------------------------------------


def test_declared_points_cannot_be_dropped_and_their_rounds_are_used_up() -> None:
    rules = book(table(counting=(Counting(1, None, drop=(DropStep(None, 1),)),)))
    results = season("a b", "a b", "b a", "a b")
    declared = declare(2, row("a", 20, 1), row("b", 12, 2))
    # Three of four count: two are in the declared table, one more does.
    assert final(rules, results, declared=(declared,)) == ["1 a 30", "2 b 22"]


def test_a_declared_table_with_more_results_than_count_is_not_continued() -> None:
    rules = book(table(counting=(Counting(1, None, best=1),)))
    history = run(rules, season("a b", "a b", "b a"), declared=(declare(2, row("a", 10, 1)),))["drivers"]
    assert after(history, 3) == ["1 a 10"]
    assert history.standings[-1].missing == ((3, "race"),)


# -- differences -----------------------------------------------------------------------------------


def test_the_difference_from_the_computation_is_told() -> None:
    declared = declare(2, row("b", 21, 1, wins=2), row("a", 20, 2), row("z", 0, 3))
    history = run(book(), THREE, declared=(declared,))["drivers"]
    (computed,) = history.replaced
    assert show(computed) == ["1 a 20", "2 b 12"]
    assert differences(history.standings[1], computed) == (
        Difference("a", "position", 2, 1),
        Difference("b", "position", 1, 2),
        Difference("b", "points", F(21), F(12)),
        Difference("b", "wins", 2, 0),
        Difference("z", "competitor", "z", None),
    )


def test_a_table_declared_where_no_result_is_known_replaces_what_was_computed_before() -> None:
    declared = declare(2, row("b", 99, 1))
    (replaced,) = run(book(), [THREE[0]], declared=(declared,))["drivers"].replaced
    assert (replaced.round, show(replaced)) == (2, ["1 a 10", "2 b 6"])
    assert run(book(), [], declared=(declared,))["drivers"].replaced == ()


def test_what_is_not_published_is_no_difference() -> None:
    declared = declare(2, row("a", None, 1), complete=False)
    history = run(book(), THREE, declared=(declared,))["drivers"]
    assert differences(history.standings[1], history.replaced[0]) == ()
    whole = declare(2, row("a", None, 1))
    history = run(book(), THREE, declared=(whole,))["drivers"]
    assert differences(history.standings[1], history.replaced[0]) == (Difference("b", "competitor", None, "b"),)


# -- hypotheses ------------------------------------------------------------------------------------


def test_a_hypothesis_gives_no_points() -> None:
    history = run(book(hypothesis=True), THREE)["drivers"]
    assert (history.awards, history.standings, history.final) == ((), (), None)


def test_under_a_hypothesis_declared_tables_stand_and_are_never_continued() -> None:
    declared = declare(2, row("a", 20, 1), row("b", 12, 2))
    history = run(book(hypothesis=True), THREE, declared=(declared,))["drivers"]
    assert [standing.round for standing in history.standings] == [2, 3]
    assert show(history.final) == ["1 a 20", "2 b 12"]
    assert history.standings[-1].missing == ((3, "race"),)
    assert (history.awards, history.replaced) == ((), ())


def test_tables_of_one_book_are_declared_apart() -> None:
    rules = book(table(), table("others"))
    facts = SeasonFacts(results=tuple(THREE), declared=(declare(2, row("a", 1, 1)),))
    histories = compute(rules, facts)
    assert show(histories["drivers"].final) == ["1 b 10", "2 a 7"]
    assert show(histories["others"].final) == ["1 a 26", "2 b 22"]


@pytest.mark.parametrize("hypothesis", [False, True])
@pytest.mark.parametrize(
    "declared",
    [
        (),
        (declare(2, row("a", 20, 1), row("b", 12, 2)),),
        (declare(2, row("a", 20, 1), complete=False),),
        (declare(3, row("a", 20, 1), row("b", None, 2)),),
        (declare(1, row("b", 30, 1)), declare(2, row("a", 7, 1))),
    ],
)
def test_the_final_table_alone_is_the_one_of_the_whole_history(
    declared: tuple[DeclaredTable, ...], hypothesis: bool
) -> None:
    rules = book(hypothesis=hypothesis)
    for results in (tuple(THREE), ()):
        facts = SeasonFacts(results=results, declared=declared if results else (), planned=plan(1, 2, 3))
        assert compute_final(rules, facts, "drivers") == compute(rules, facts)["drivers"].final
