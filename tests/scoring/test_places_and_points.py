"""Place points: tables, shortened races, decisions, whose place counts."""

from fractions import Fraction

import pytest

from championships.scoring.facts import Line, ResultOverride, Rulings, SeasonFacts, SessionOverride
from championships.scoring.points import award, round_points
from championships.scoring.rules import (
    BonusKind,
    Filter,
    Guests,
    PointsTable,
    PositionBasis,
    Shortened,
    ShortenedStep,
)
from championships.scoring.standings import compute
from championships.scoring.vocabulary import FinishStatus, PartKind
from tests.scoring.building import TEAM, F, bonus, book, final, given, line, points, result, rule, run, season, table

HALF_UNDER_75 = Shortened((ShortenedStep(F(3, 4), min_laps=2, factor=F(1, 2)),))


def test_a_place_earns_the_points_of_the_table() -> None:
    assert given(run(book(), season("a b c d e f g"))["drivers"]) == {
        "a": 10, "b": 6, "c": 4, "d": 3, "e": 2, "f": 1,
    }  # fmt: skip


def test_a_session_the_table_does_not_name_scores_nothing() -> None:
    history = run(book(), [result(1, "a b", session="sprint"), result(1, "b a")])["drivers"]
    assert given(history) == {"b": 10, "a": 6}


def test_sessions_have_tables_of_their_own() -> None:
    rules = book(table(sessions={"race": rule(), "sprint": rule(table="short")}))
    assert given(run(rules, [result(1, "a b", session="sprint"), result(1, "b a")])["drivers"]) == {
        "a": 5 + 6,
        "b": 3 + 10,
    }


def test_an_excluded_round_scores_nothing_but_a_table_is_written_after_it() -> None:
    history = run(book(table(exclude_rounds=frozenset({2}))), season("a b", "b a", "a b"))["drivers"]
    assert [standing.round for standing in history.standings] == [1, 2, 3]
    assert history.standings[1].rows == history.standings[0].rows
    assert {found.round for found in history.awards} == {1, 3}
    rules = book(table(exclude_rounds=frozenset({2})))
    assert award(rules, rules.tables[0], result(2, "a"), Rulings()) == []


def test_a_partial_result_never_scores_and_the_table_names_it_as_missing() -> None:
    history = run(book(), [result(1, "a b"), result(2, "b a", complete=False)])["drivers"]
    assert given(history, 2) == {}
    assert [standing.missing for standing in history.standings] == [(), ((2, "race"),)]
    assert final(book(), [result(1, "a b"), result(2, "b a", complete=False)]) == ["1 a 10", "2 b 6"]


def test_shared_places_both_earn_the_points_of_their_place() -> None:
    lines = [line("a", 1), line("b", 2), line("c", 2), line("d", 4)]
    assert given(run(book(), [result(1, lines)])["drivers"]) == {"a": 10, "b": 6, "c": 6, "d": 3}


def test_a_place_left_empty_is_lost_overall_and_filled_among_the_eligible() -> None:
    lines = [line("a", 1), line("b", 3)]
    assert given(run(book(), [result(1, lines)])["drivers"]) == {"a": 10, "b": 4}
    eligible = book(table(position_basis=PositionBasis.ELIGIBLE))
    assert given(run(eligible, [result(1, lines)])["drivers"]) == {"a": 10, "b": 6}


def test_a_place_held_by_a_car_that_may_not_score_is_lost_overall() -> None:
    lines = [line("a", 1, car_class="F2"), line("b", 2, car_class="F1"), line("c", 3, scores=False), line("d", 4)]
    only_f1 = Filter(classes=frozenset({"F1"}))
    assert given(run(book(table(may_score=only_f1)), [result(1, lines)])["drivers"]) == {"b": 6}
    assert given(run(book(), [result(1, lines)])["drivers"]) == {"a": 10, "b": 6, "d": 3}


def test_among_the_eligible_cars_that_may_not_score_are_passed_over() -> None:
    lines = [line("a", 1, car_class="F2"), line("b", 2, car_class="F1"), line("c", 3, car_class="F1", scores=False),
             line("d", 4, car_class="F1")]  # fmt: skip
    rules = book(table(may_score=Filter(classes=frozenset({"F1"})), position_basis=PositionBasis.ELIGIBLE))
    history = run(rules, [result(1, lines)])["drivers"]
    assert given(history) == {"b": 10, "d": 6}
    assert {award.competitor: award.places for award in history.awards} == {"a": (), "b": (1,), "c": (), "d": (2,)}


def test_categories_of_people_decide_who_may_score() -> None:
    lines = [line("a", 1), line("b", 2, categories=frozenset({"Gentleman"}))]
    rules = book(table(may_score=Filter(categories=frozenset({"Gentleman"})), position_basis=PositionBasis.ELIGIBLE))
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"b": 10}


def guest_lines() -> list[Line]:
    return [line("a", 1), line("g", 2, guest=True, scores=False), line("b", 3)]


def test_guests_are_skipped_and_the_others_move_up() -> None:
    for basis in PositionBasis:
        rules = book(table(position_basis=basis, guests=Guests.SKIPPED))
        assert given(run(rules, [result(1, guest_lines())])["drivers"]) == {"a": 10, "b": 6}


def test_guests_may_keep_their_place_and_nobody_takes_the_points() -> None:
    for basis in PositionBasis:
        rules = book(table(position_basis=basis, guests=Guests.KEEP_PLACE))
        assert given(run(rules, [result(1, guest_lines())])["drivers"]) == {"a": 10, "b": 4}


def test_a_filter_may_shut_guests_out_of_the_points() -> None:
    lines = [line("g", 1, guest=True), line("a", 2)]
    assert given(run(book(), [result(1, lines)])["drivers"]) == {"g": 10, "a": 6}
    rules = book(table(may_score=Filter(guests=False)))
    assert given(run(rules, [result(1, lines)])["drivers"]) == {"a": 10}


def test_who_may_not_appear_is_not_in_the_table_at_all() -> None:
    lines = [line("a", 1, car_class="Pro"), line("b", 2, car_class="Am")]
    appears = book(table(may_appear=Filter(classes=frozenset({"Am"}))))
    assert final(appears, [result(1, lines)]) == ["1 b 6"]
    scores = book(table(may_score=Filter(classes=frozenset({"Am"}))))
    assert final(scores, [result(1, lines)]) == ["1 b 6", "2 a 0"]


def test_the_points_table_follows_the_number_of_starters_who_may_score() -> None:
    tables = {"class": PointsTable(by_starters=((4, (F(4), F(3), F(2), F(1))), (2, (F(2), F(1))), (1, (F(1),))))}
    rules = book(
        table(
            sessions={"race": rule(table="class")},
            may_score=Filter(classes=frozenset({"A"})),
            position_basis=PositionBasis.ELIGIBLE,
        ),
        tables_of_points=tables,
    )
    a, b, d = (line(name, place, car_class="A") for place, name in ((1, "a"), (3, "b"), (None, "d")))
    other = line("x", 2, car_class="B")
    absent = line("e", None, car_class="A", status=FinishStatus.DNS)
    assert given(run(rules, [result(1, [a, other])])["drivers"]) == {"a": 1}
    assert given(run(rules, [result(1, [a, other, b, d, absent])])["drivers"]) == {"a": 2, "b": 1}
    struck = line("f", None, car_class="A", status=FinishStatus.DSQ)
    assert given(run(rules, [result(1, [a, other, b, d, struck])])["drivers"]) == {"a": 4, "b": 3}


@pytest.mark.parametrize(("laps", "expected"), [(74, F(5)), (75, F(10)), (2, F(5)), (1, F(0))])
def test_a_shortened_race_scores_by_the_first_step_it_falls_under(laps: int, expected: Fraction) -> None:
    rules = book(table(sessions={"race": rule(shortened=HALF_UNDER_75)}))
    history = run(rules, [result(1, "a", laps=laps, scheduled=100)])["drivers"]
    assert given(history).get("a", F(0)) == expected


def test_too_few_laps_give_no_bonus_either() -> None:
    start = bonus(BonusKind.START)
    rules = book(table(sessions={"race": rule(start, shortened=HALF_UNDER_75)}))
    assert given(run(rules, [result(1, "a", laps=1, scheduled=100)])["drivers"]) == {}
    assert given(run(rules, [result(1, "a", laps=2, scheduled=100)])["drivers"]) == {"a": 6}


def test_a_step_may_name_another_table() -> None:
    steps = Shortened((ShortenedStep(F(1, 4), table="short"), ShortenedStep(F(1, 2), factor=F(1, 2))))
    rules = book(table(sessions={"race": rule(shortened=steps)}))
    assert given(run(rules, [result(1, "a", laps=24, scheduled=100)])["drivers"]) == {"a": 5}
    assert given(run(rules, [result(1, "a", laps=25, scheduled=100)])["drivers"]) == {"a": 5}
    assert given(run(rules, [result(1, "a b", laps=25, scheduled=100)])["drivers"])["b"] == 3
    assert given(run(rules, [result(1, "a", laps=50, scheduled=100)])["drivers"]) == {"a": 10}


def test_laps_left_out_are_those_of_the_winner() -> None:
    rules = book(table(sessions={"race": rule(shortened=HALF_UNDER_75)}))
    lines = [line("a", 1, laps=50), line("b", 2, laps=49)]
    assert given(run(rules, [result(1, lines, scheduled=100)])["drivers"]) == {"a": 5, "b": 3}


def test_a_decision_on_the_session_replaces_the_step() -> None:
    rules = book(table(sessions={"race": rule(shortened=HALF_UNDER_75)}))
    short = result(1, "a b", laps=50, scheduled=100)
    full = Rulings(session_overrides=(SessionOverride(1, "race", factor=F(1)),))
    assert given(run(rules, [short], rulings=full)["drivers"]) == {"a": 10, "b": 6}
    double = Rulings(session_overrides=(SessionOverride(1, "race", factor=F(2), table="short"),))
    assert given(run(rules, [short], rulings=double)["drivers"]) == {"a": 10, "b": 6}
    other = Rulings(session_overrides=(SessionOverride(1, "race", table="short"),))
    assert given(run(rules, [short], rulings=other)["drivers"]) == {"a": 5, "b": 3}


def test_a_decision_without_factor_or_table_leaves_the_step_alone() -> None:
    rules = book(table(sessions={"race": rule(shortened=HALF_UNDER_75)}))
    decided = Rulings(session_overrides=(SessionOverride(1, "race", no_bonuses=True),))
    assert given(run(rules, [result(1, "a", laps=50, scheduled=100)], rulings=decided)["drivers"]) == {"a": 5}


def test_a_decision_may_concern_one_table_only() -> None:
    rules = book(table("drivers"), table("others"))
    only = Rulings(session_overrides=(SessionOverride(1, "race", frozenset({"others"}), factor=F(1, 2)),))
    histories = run(rules, season("a"), rulings=only)
    assert given(histories["drivers"]) == {"a": 10}
    assert given(histories["others"]) == {"a": 5}


def test_a_later_decision_on_a_session_replaces_what_it_names() -> None:
    rules = book(table(sessions={"race": rule(bonus(BonusKind.START))}))
    decided = Rulings(
        session_overrides=(
            SessionOverride(1, "race", factor=F(1, 2), no_bonuses=True),
            SessionOverride(1, "race", factor=F(2)),
        )
    )
    assert given(run(rules, season("a"), rulings=decided)["drivers"]) == {"a": 20}


def test_a_later_decision_on_bonuses_leaves_the_factor_of_the_earlier_one() -> None:
    rules = book(table(sessions={"race": rule(bonus(BonusKind.START))}))
    decided = Rulings(
        session_overrides=(
            SessionOverride(1, "race", factor=F(1, 2)),
            SessionOverride(1, "race", no_bonuses=True),
        )
    )
    assert given(run(rules, season("a"), rulings=decided)["drivers"]) == {"a": 5}


def test_replaced_points_leave_the_place_and_pass_nothing_down() -> None:
    decided = Rulings(result_overrides=(ResultOverride(1, "race", "a", points=F(0), document="7"),))
    history = run(book(), season("a b"), rulings=decided)["drivers"]
    assert given(history) == {"b": 6}
    (first, _) = history.awards
    assert (first.competitor, first.places, first.scoring_places) == ("a", (1,), ())
    (part,) = first.parts
    assert (part.kind, part.points, part.place, part.document) == (PartKind.OVERRIDE, 0, 1, "7")


def test_replaced_points_of_one_table_leave_the_other_alone() -> None:
    decided = Rulings(result_overrides=(ResultOverride(1, "race", "a", frozenset({"teams"}), points=F(0)),))
    rules = book(table(), table("teams", TEAM))
    histories = run(rules, [result(1, "a b", teams={"a": "A", "b": "B"})], rulings=decided)
    assert given(histories["drivers"]) == {"a": 10, "b": 6}
    assert given(histories["teams"]) == {"B": 6}


def test_an_ineligible_result_is_not_ranked_for_the_table() -> None:
    decided = Rulings(result_overrides=(ResultOverride(1, "race", "a", ineligible=True),))
    assert given(run(book(), season("a b"), rulings=decided)["drivers"]) == {"b": 6}
    eligible = book(table(position_basis=PositionBasis.ELIGIBLE))
    assert given(run(eligible, season("a b"), rulings=decided)["drivers"]) == {"b": 10}


def test_an_extracted_table_takes_the_points_of_the_other_filtered() -> None:
    gentlemen = Filter(categories=frozenset({"Gentleman"}))
    rules = book(
        table(sessions={"race": rule(bonus(BonusKind.FASTEST_LAP))}),
        table("gentlemen", sessions={}, extract_from="drivers", may_appear=gentlemen),
        table("ranked", may_appear=gentlemen, position_basis=PositionBasis.ELIGIBLE),
    )
    gentleman = frozenset({"Gentleman"})
    lines = [
        line("a", 1),
        line("b", 2, categories=gentleman, flags=frozenset({"fastest_lap"})),
        line("c", 3, categories=gentleman),
    ]
    histories = run(rules, [result(1, lines)])
    assert given(histories["gentlemen"]) == {"b": 7, "c": 4}
    assert given(histories["ranked"]) == {"b": 10, "c": 6}
    assert [award.places for award in histories["gentlemen"].awards] == [(2,), (3,)]


def test_a_decision_on_the_extracted_table_concerns_it_alone() -> None:
    rules = book(table(), table("extract", sessions={}, extract_from="drivers"))
    decided = Rulings(
        result_overrides=(
            ResultOverride(1, "race", "a", frozenset({"extract"}), points=F(1)),
            ResultOverride(1, "race", "b", frozenset({"extract"}), ineligible=True),
        )
    )
    histories = run(rules, season("a b"), rulings=decided)
    assert given(histories["drivers"]) == {"a": 10, "b": 6}
    assert given(histories["extract"]) == {"a": 1}


def test_tables_extracted_from_each_other_are_refused() -> None:
    rules = book(table("one", extract_from="two"), table("two", extract_from="one"))
    with pytest.raises(ValueError, match="one, two"):
        run(rules, season("a"))


def test_two_results_of_one_session_are_refused() -> None:
    with pytest.raises(ValueError, match="two results for round 1, session 'race'"):
        run(book(), [result(1, "a"), result(1, "b")])


def test_every_award_says_what_it_was_given_for() -> None:
    rules = book(table(sessions={"race": rule(bonus(BonusKind.START, "1/2"), shortened=HALF_UNDER_75)}))
    (given_,) = award(rules, rules.tables[0], result(1, "a", laps=50, scheduled=100), Rulings())
    place, start = given_.parts
    assert (place.kind, place.points, place.place, place.factor, place.table, place.car) == (
        PartKind.PLACE, 5, 1, F(1, 2), "race", "a",
    )  # fmt: skip
    assert (start.kind, start.points) == (PartKind.START, F(1, 2))
    assert given_.points == F(11, 2)


def test_a_driver_who_is_not_known_gives_his_points_to_nobody() -> None:
    lines = [line("x", 1), line("b", 2)]
    unknown = Line(car="9", status=FinishStatus.CLASSIFIED, drivers=(), place=1)
    assert given(run(book(), [result(1, [unknown, lines[1]])])["drivers"]) == {"b": 6}


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        ("1/7", 2, "0.14"),
        ("1/2", 0, "1"),
        ("-1/2", 0, "-1"),
        ("5/2", 0, "3"),
        ("1/8", 2, "0.13"),
        ("-1/8", 2, "-0.13"),
        ("369/2", 1, "184.5"),
        ("25", 2, "25.00"),
        ("-1/1000", 2, "0.00"),
    ],
)
def test_points_are_rounded_half_away_from_zero(value: str, decimals: int, written: str) -> None:
    assert str(round_points(F(value), decimals)) == written


def test_points_of_one_race_may_be_fractions() -> None:
    rules = book(tables_of_points={"race": points("17/2", "1/3")})
    assert given(run(rules, season("a b"))["drivers"]) == {"a": F(17, 2), "b": F(1, 3)}


def test_each_round_scores_by_the_version_of_the_rules_for_it() -> None:
    old = book(tables_of_points={"race": points(3, 1)})
    facts = SeasonFacts(results=tuple(season("a b", "b a", "a b")))
    history = compute(book(), facts, books_by_round={1: old})["drivers"]
    assert [given(history, number) for number in (1, 2)] == [{"a": 3, "b": 1}, {"a": 6, "b": 10}]
    guessed = compute(book(), facts, books_by_round={1: book(hypothesis=True)})["drivers"]
    assert [given(guessed, number) for number in (1, 2)] == [{}, {"a": 6, "b": 10}]
