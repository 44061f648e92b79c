"""What holds for every season whatever its rules: order, conservation, a total ranking."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from championships.scoring.facts import (
    Deduction,
    DriverLine,
    Line,
    OpeningBalance,
    PlannedSession,
    Rulings,
    SeasonFacts,
    SessionOverride,
    SessionResult,
    TieDecision,
)
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    Countback,
    CountbackPositions,
    Counting,
    DropsFrom,
    DropStep,
    DropUnit,
    Earliest,
    PositionBasis,
    RuleBook,
    SessionRule,
    SeveralResults,
    SharedCar,
    SharedPoints,
    TableRule,
    TieShare,
)
from championships.scoring.standings import Row, Standing, TableHistory, compute, compute_final
from championships.scoring.vocabulary import FinishStatus
from tests.scoring.building import DRIVER, TEAM, points

SESSIONS = ("race", "sprint")
NAMES = tuple("abcdefg")
FRACTIONS = st.sampled_from([Fraction(0), Fraction(1), Fraction(5, 2), Fraction(1, 3), Fraction(-3)])
BONUSES = (
    Bonus(BonusKind.FASTEST_LAP, Fraction(1), TieShare.SPLIT),
    Bonus(BonusKind.START, Fraction(1, 2)),
    Bonus(BonusKind.PLACES_GAINED, Fraction(1, 4), max_points=Fraction(1)),
)


@st.composite
def results(draw: st.DrawFn) -> tuple[SessionResult, ...]:
    found = []
    for order in range(draw(st.integers(1, 5))):
        cars = draw(st.permutations(range(5)))[: draw(st.integers(1, 5))]
        lines = []
        for place, car in enumerate(cars, 1):
            status = draw(st.sampled_from([FinishStatus.CLASSIFIED] * 4 + [FinishStatus.DNF, FinishStatus.DSQ]))
            for driver in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True)):
                flags = frozenset({"fastest_lap"}) if draw(st.booleans()) else frozenset()
                lines.append(
                    Line(
                        car=str(car),
                        status=status,
                        drivers=(DriverLine(driver, f"team-{car % 3}", grid=5 - car, flags=flags),),
                        place=place if status is FinishStatus.CLASSIFIED else None,
                        scores=draw(st.sampled_from([True, True, True, False])),
                    )
                )
        found.append(SessionResult(order // 2 + 1, SESSIONS[order % 2], order, tuple(lines), 9, 10))
    return tuple(found)


@st.composite
def tables(draw: st.DrawFn, table_id: str) -> TableRule:
    drop = st.lists(st.integers(0, 2), min_size=1, max_size=1).map(lambda n: (DropStep(None, n[0]),))
    counting = st.builds(
        Counting,
        from_round=st.just(1),
        to_round=st.sampled_from([None, 2]),
        best=st.sampled_from([None, 1, 2]),
        unit=st.sampled_from(DropUnit),
        applies=st.sampled_from(DropsFrom),
    ) | st.builds(Counting, st.just(1), st.none(), drop=drop, applies=st.sampled_from(DropsFrom))
    countback = st.builds(
        Countback,
        sessions=st.sampled_from([("race",), SESSIONS]),
        positions=st.sampled_from(CountbackPositions),
        dropped_count=st.booleans(),
    )
    rule = SessionRule("race", BONUSES[: draw(st.integers(0, 3))])
    return TableRule(
        table_id,
        table_id,
        draw(st.sampled_from([DRIVER, TEAM])),
        {"race": rule, "sprint": SessionRule("sprint")},
        position_basis=draw(st.sampled_from(PositionBasis)),
        best_cars=draw(st.sampled_from([None, 1, 2])),
        shared_car=SharedCar(draw(st.sampled_from(SharedPoints)), draw(st.sampled_from(SeveralResults))),
        counting=tuple(draw(st.lists(counting, max_size=1))),
        tie_break=tuple(draw(st.lists(countback | st.builds(Earliest), max_size=3))),
    )


@st.composite
def books(draw: st.DrawFn) -> RuleBook:
    scale = {"race": points(10, 6, "5/2", 1), "sprint": points(3, "1/3")}
    return RuleBook("cup", 2025, scale, (draw(tables("one")), draw(tables("two"))))


@st.composite
def seasons(draw: st.DrawFn) -> SeasonFacts:
    competitor = st.sampled_from([*NAMES, "team-0", "team-1"])
    after = st.sampled_from([0, 1, 2, "final"])
    deductions = st.lists(st.builds(Deduction, st.just("one"), competitor, FRACTIONS, after), max_size=2)
    balances = st.lists(st.builds(OpeningBalance, st.just("one"), competitor, FRACTIONS), max_size=2)
    overrides = st.lists(st.builds(SessionOverride, st.integers(1, 3), st.just("race"), factor=FRACTIONS), max_size=1)
    decided = st.permutations(NAMES).map(lambda order: TieDecision("one", 2, tuple(order)))
    return SeasonFacts(
        results=draw(results()),
        rulings=Rulings(
            session_overrides=tuple(draw(overrides)),
            deductions=tuple(draw(deductions)),
            tie_decisions=tuple(draw(st.lists(decided, max_size=1))),
        ),
        opening_balances=tuple(draw(balances)),
    )


@given(books(), seasons(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_input_never_matters(book: RuleBook, facts: SeasonFacts, random: object) -> None:
    shuffled = []
    for result in facts.results:
        lines = list(result.lines)
        random.shuffle(lines)  # type: ignore[attr-defined]
        shuffled.append(replace(result, lines=tuple(lines)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = replace(facts, results=tuple(shuffled), opening_balances=facts.opening_balances[::-1])
    assert compute(book, other) == compute(book, facts)


def all_tables(history: TableHistory) -> list[Standing]:
    return [*history.standings, *([history.final] if history.final else [])]


@given(books(), seasons())
@settings(max_examples=150, deadline=None)
def test_points_are_conserved(book: RuleBook, facts: SeasonFacts) -> None:
    for history in compute(book, facts).values():
        for award in history.awards:
            assert award.points == sum((part.points for part in award.parts), Fraction(0))
        for number, standing in enumerate(all_tables(history)):
            run = {(r.round, r.session) for r in sorted(facts.results, key=lambda r: r.order)[: number + 1]}
            for row in standing.rows:
                earned = sum(
                    (
                        a.points
                        for a in history.awards
                        if a.competitor == row.competitor and (a.round, a.session) in run
                    ),
                    Fraction(0),
                )
                brought = sum(
                    (
                        b.points
                        for b in facts.opening_balances
                        if (b.table, b.competitor) == (history.table, row.competitor)
                    ),
                    Fraction(0),
                )
                dropped = sum((d.points for d in row.dropped), Fraction(0))
                assert row.gross == earned + brought
                assert row.points == earned + brought - dropped - row.deducted


@given(books(), seasons())
@settings(max_examples=150, deadline=None)
def test_the_ranking_is_total_and_every_shared_place_is_marked(book: RuleBook, facts: SeasonFacts) -> None:
    for history in compute(book, facts).values():
        for standing in all_tables(history):
            check_ranking(standing.rows)


def check_ranking(rows: tuple[Row, ...]) -> None:
    names = [row.competitor for row in rows]
    assert len(set(names)) == len(names)
    places = [row.position for row in rows if row.position is not None]
    assert len(places) == len(rows)
    for index, row in enumerate(rows):
        mates = [other.competitor for other in rows if other.position == row.position]
        assert row.position == next(i for i, other in enumerate(rows, 1) if other.position == row.position)
        assert row.tied == (len(mates) > 1)
        assert mates == sorted(mates)
        above = rows[index - 1] if index else None
        if above is not None:
            assert above.points is not None
            assert row.points is not None
            assert above.points >= row.points
            assert (row.split is not None) or above.points > row.points
        if row.split is not None:
            other = next(o for o in rows if o.competitor == row.split.other)
            assert other.points == row.points


@given(books(), seasons())
@settings(max_examples=60, deadline=None)
def test_a_table_after_a_session_needs_nothing_that_came_later(book: RuleBook, facts: SeasonFacts) -> None:
    """One pass over the season writes what a fold over its beginning would."""
    planned = tuple(  # the ceiling of a whole season is known beforehand
        PlannedSession(result.round, result.session, result.order) for result in facts.results
    )
    facts = replace(facts, planned=planned, rulings=replace(facts.rulings, deductions=()))
    whole = compute(book, facts)
    for number in range(1, len(facts.results) + 1):
        begun = compute(book, replace(facts, results=facts.results[:number]))
        for name, history in begun.items():
            assert history.standings == whole[name].standings[:number]


@given(books(), seasons())
@settings(max_examples=100, deadline=None)
def test_the_final_table_alone_is_the_one_of_the_whole_history(book: RuleBook, facts: SeasonFacts) -> None:
    for name, history in compute(book, facts).items():
        assert compute_final(book, facts, name) == history.final
