"""Every word of the vocabulary lands in the value it stands for."""

from decimal import Decimal
from fractions import Fraction

import pytest

from championships.scoring.facts import (
    Deduction,
    Exclusion,
    OpeningBalance,
    ResultOverride,
    SessionOverride,
    TieDecision,
)
from championships.scoring.rulebook import (
    parse_adjustment,
    parse_book,
    parse_opening_balance,
    parse_result_override,
    parse_session_override,
    parse_tie_decision,
    write_amount,
)
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    ClassChange,
    ClassChangeRule,
    ClassificationRule,
    Countback,
    CountbackPositions,
    Counting,
    DropsFrom,
    DropStep,
    DropUnit,
    Earliest,
    Filter,
    Guests,
    Ineligible,
    Listing,
    MinimumStarts,
    NotDroppable,
    PointsTable,
    PoleSource,
    PositionBasis,
    Rounding,
    SeveralResults,
    SharedCar,
    SharedPoints,
    Shortened,
    ShortenedStep,
    TableRule,
    TieShare,
)
from championships.scoring.vocabulary import CompetitorKind


def make_document(**table: object) -> dict[str, object]:
    """A rule book of two tables; the keys given go into the second one."""
    general = {"id": "general", "competitor": "driver", "sessions": {"race": {"table": "race"}}}
    return {
        "schema": "championship-rules/1",
        "championship": "coupe",
        "season": 2025,
        "points_tables": {"race": [3, 2, 1], "short": [1]},
        "standings": [general, {**general, "id": "club", **table}],
    }


def read_table(**table: object) -> TableRule:
    return parse_book(make_document(**table)).table("club")


def read_bonus(**bonus: object) -> Bonus:
    table = read_table(sessions={"race": {"table": "race", "bonuses": [bonus]}})
    return table.sessions["race"].bonuses[0]


def test_absent_keys_mean_no_such_rule() -> None:
    table = read_table()
    assert table == TableRule(id="club", title="", competitor=CompetitorKind.DRIVER, sessions=table.sessions)
    assert table.counting == ()
    assert table.listing == Listing()
    assert table.may_score == Filter()
    assert table.position_basis is PositionBasis.OVERALL


def test_a_null_is_the_same_as_an_absent_key() -> None:
    keys = ("classes", "may_score", "counting", "rounding", "official", "minimum_starts", "extract_from")
    assert read_table(**dict.fromkeys(keys)) == read_table()


@pytest.mark.parametrize("figure", [0.5, Decimal("0.50"), "1/2", "0.5", "2/4"])
def test_points_are_exact_however_they_are_written(figure: object) -> None:
    document = make_document()
    document["points_tables"] = {"race": [20, figure], "short": []}
    assert parse_book(document).points_tables["race"] == PointsTable((Fraction(20), Fraction(1, 2)))


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        (Fraction(25), 25),
        (Fraction(1, 2), 0.5),
        (Fraction(3695, 10), 369.5),
        (Fraction(1, 3), "1/3"),
        (Fraction(-1, 4), -0.25),
        (Fraction(1, 2**60), f"1/{2**60}"),
    ],
)
def test_points_are_written_as_numbers_only_where_these_are_exact(figure: Fraction, written: object) -> None:
    assert write_amount(figure) == written


def test_a_table_may_follow_the_number_of_starters() -> None:
    document = make_document()
    document["points_tables"] = {"race": {"by_starters": {"1": [1], "4": [4, 3, 2, 1], "2": [2, 1]}}, "short": [1]}
    rows = tuple((least, tuple(map(Fraction, range(least, 0, -1)))) for least in (4, 2, 1))
    assert parse_book(document).points_tables["race"] == PointsTable(by_starters=rows)


def test_bonuses_of_every_kind() -> None:
    assert read_bonus(
        kind="fastest_lap", points=1, tie="split", max_position=10, min_distance_fraction="1/2", in_class=True
    ) == Bonus(
        kind=BonusKind.FASTEST_LAP,
        points=Fraction(1),
        tie=TieShare.SPLIT,
        max_position=10,
        min_distance_fraction=Fraction(1, 2),
        in_class=True,
    )
    assert read_bonus(kind="flag", column="led_lap", points=1) == Bonus(
        kind=BonusKind.FLAG, points=Fraction(1), column="led_lap"
    )
    assert read_bonus(kind="pole", points=2, ineligible="passes_on") == Bonus(
        kind=BonusKind.POLE, points=Fraction(2), ineligible=Ineligible.PASSES_ON
    )
    assert read_bonus(**{"kind": "pole", "points": 2, "from": "qualifying", "session": "q1"}) == Bonus(
        kind=BonusKind.POLE, points=Fraction(2), pole_from=PoleSource.QUALIFYING, qualifying="q1"
    )
    assert read_bonus(**{"kind": "pole", "points": 2, "from": "flag"}).pole_from is PoleSource.FLAG
    assert read_bonus(kind="start", points=0.5) == Bonus(kind=BonusKind.START, points=Fraction(1, 2))
    assert read_bonus(kind="places_gained", points="1/2", max_points=3) == Bonus(
        kind=BonusKind.PLACES_GAINED, points=Fraction(1, 2), max_points=Fraction(3)
    )


def test_shortened_races() -> None:
    steps = [{"below": "1/4", "min_laps": 2, "table": "short"}, {"below": "3/4", "factor": "1/2"}]
    table = read_table(sessions={"race": {"table": "race", "shortened": {"steps": steps, "only_if_not_resumed": True}}})
    assert table.sessions["race"].shortened == Shortened(
        steps=(
            ShortenedStep(below=Fraction(1, 4), min_laps=2, table="short"),
            ShortenedStep(below=Fraction(3, 4), factor=Fraction(1, 2)),
        ),
        only_if_not_resumed=True,
    )


def test_the_classification_rule() -> None:
    document = make_document()
    document["classification"] = {"min_distance": "9/10", "of": "class_winner", "rounding": "up"}
    assert parse_book(document).classification == ClassificationRule(
        min_distance=Fraction(9, 10), of="class_winner", rounding=Rounding.UP
    )
    document["classification"] = {"flag_required": True}
    assert parse_book(document).classification == ClassificationRule(flag_required=True)


def test_a_rule_book_may_say_how_long_a_result_may_be_protested() -> None:
    assert parse_book(make_document() | {"protest_minutes": 45}).protest_minutes == 45
    assert parse_book(make_document() | {"protest_minutes": 0}).protest_minutes == 0
    assert parse_book(make_document()).protest_minutes is None


def test_a_hypothesis_says_so_and_why() -> None:
    book = parse_book(make_document() | {"hypothesis": True, "note": "nobody knows"})
    assert (book.hypothesis, book.note) == (True, "nobody knows")
    assert not parse_book(make_document()).hypothesis


def test_the_two_filters_are_separate() -> None:
    table = read_table(
        classes=["GT4"],
        may_score={"categories": ["junior"], "guests": False},
        may_appear={"classes": ["GT3", "GT4"], "categories": ["gentleman"]},
    )
    assert table.may_score == Filter(classes=frozenset({"GT4"}), categories=frozenset({"junior"}), guests=False)
    assert table.may_appear == Filter(classes=frozenset({"GT3", "GT4"}), categories=frozenset({"gentleman"}))
    assert read_table(may_score={"classes": ["GT4"]}) == read_table(classes=["GT4"])


def test_guests_cars_and_crews() -> None:
    table = read_table(
        guests="keep_place",
        position_basis="eligible",
        combine={"best": 2},
        shared_car={"points": "full", "several_results": "sum", "minimum_share": "1/3"},
        competitor="car",
    )
    assert table.guests is Guests.KEEP_PLACE
    assert table.position_basis is PositionBasis.ELIGIBLE
    assert table.best_cars == 2
    assert table.shared_car == SharedCar(SharedPoints.FULL, SeveralResults.SUM, Fraction(1, 3))
    assert table.competitor is CompetitorKind.CAR
    assert (read_table(combine="sum").best_cars, read_table(combine="best").best_cars) == (None, 1)


def test_dropped_results() -> None:
    steps = [{"up_to": 10, "drop": 1}, {"up_to": 15, "drop": 2}, {"up_to": None, "drop": 3}]
    table = read_table(
        counting=[
            {"from": 1, "to": 3, "best": 2},
            {"from": 4, "to": 6, "drop": 1, "unit": "session", "applies": "as_run"},
            {"from": 7, "to": None, "drop": steps, "applies": "final"},
        ],
        not_droppable={"statuses": ["DSQ"], "rounds": [6], "sessions": ["race"]},
    )
    assert table.counting == (
        Counting(1, 3, best=2),
        Counting(4, 6, drop=(DropStep(None, 1),), unit=DropUnit.SESSION, applies=DropsFrom.AS_RUN),
        Counting(7, None, drop=(DropStep(10, 1), DropStep(15, 2), DropStep(None, 3)), applies=DropsFrom.FINAL),
    )
    assert table.not_droppable == NotDroppable(frozenset({"DSQ"}), frozenset({6}), frozenset({"race"}))


def test_the_tie_break_chain() -> None:
    chain = [
        {"kind": "countback", "sessions": ["race"], "positions": "scoring", "dropped_count": False},
        {"kind": "countback", "sessions": ["q"], "positions": "classified", "only_without_result_in": ["race"]},
        {"kind": "earliest"},
    ]
    assert read_table(tie_break=chain).tie_break == (
        Countback(("race",), CountbackPositions.SCORING, dropped_count=False),
        Countback(("q",), CountbackPositions.CLASSIFIED, only_without_result_in=("race",)),
        Earliest(),
    )


def test_extracted_tables_starts_and_class_changes() -> None:
    document = make_document(may_appear={"categories": ["gentleman"]}, minimum_starts={"count": 6})
    club = document["standings"][1]  # type: ignore[index]
    del club["sessions"]
    club["extract_from"] = "general"
    general = document["standings"][0]  # type: ignore[index]
    general["may_appear"] = {"classes": ["A"]}
    club["class_change"] = {"points": "scaled", "from_tables": ["general"], "factor": "1/2"}
    table = parse_book(document).table("club")
    assert table.extract_from == "general"
    assert table.sessions == {}
    assert table.minimum_starts == MinimumStarts(count=6, applies=DropsFrom.FINAL, mark="NR")
    assert table.class_change == ClassChangeRule(ClassChange.SCALED, ("general",), Fraction(1, 2))


def test_titles_listing_rounding_and_official() -> None:
    table = read_table(
        title="Overall",
        title_fr="Général",
        listing={"classified_in": ["race"], "scored": True},
        rounding=1,
        official="final_only",
        exclude_rounds=[4],
    )
    assert (table.title, table.title_fr, table.rounding, table.final_only) == ("Overall", "Général", 1, True)
    assert table.listing == Listing(scored=True, classified_in=("race",))
    assert table.exclude_rounds == frozenset({4})


def test_decisions_carry_their_document_number() -> None:
    assert parse_session_override(
        {"round": 5, "session": "race", "factor": "1/2", "document": "D12", "reason": "stopped"}
    ) == SessionOverride(round=5, session="race", factor=Fraction(1, 2), document="D12", reason="stopped")
    assert parse_session_override(
        {"round": 5, "session": "race", "bonus_winners": [], "standings": ["general"]}
    ) == SessionOverride(round=5, session="race", standings=frozenset({"general"}), bonus_winners=())
    assert parse_result_override({"round": 1, "session": "race", "driver": "a", "points": 7.5}) == ResultOverride(
        round=1, session="race", driver="a", points=Fraction(15, 2)
    )
    assert parse_adjustment(
        {"standings": "general", "competitor": "a", "type": "deduct", "points": "1/2", "effective_after": 3}
    ) == Deduction(table="general", competitor="a", points=Fraction(1, 2), effective_after=3)
    assert parse_adjustment(
        {
            "standings": "general",
            "competitor": "a",
            "type": "exclude",
            "mark": "DSQ",
            "effective_after": "final",
            "listed_from": 2,
        }
    ) == Exclusion(table="general", competitor="a", mark="DSQ", effective_after="final", listed_from=2)
    assert parse_tie_decision({"standings": "general", "from_round": "final", "order": ["b", "a"]}) == TieDecision(
        table="general", from_round="final", order=("b", "a")
    )


def test_an_opening_balance_counts_its_first_places_as_wins() -> None:
    terms = {"standings": "general", "competitor": "a", "points": 369.5, "source": "the organiser's table"}
    assert parse_opening_balance({**terms, "places": {"1": 11, "2": 3}, "date": "2025-07-05"}) == OpeningBalance(
        table="general",
        competitor="a",
        points=Fraction(739, 2),
        wins=11,
        places={1: 11, 2: 3},
        source="the organiser's table",
        date="2025-07-05",
    )
    assert parse_opening_balance({**terms, "wins": 2, "after_round": 4}).wins == 2
