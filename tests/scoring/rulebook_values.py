"""Strategies: any rule book the vocabulary can say. Used by the property test of the JSON form."""

from fractions import Fraction

from hypothesis import strategies as st

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
    RuleBook,
    SessionRule,
    SeveralResults,
    SharedCar,
    SharedPoints,
    Shortened,
    ShortenedStep,
    TableRule,
    TieShare,
)
from championships.scoring.vocabulary import CompetitorKind, FinishStatus

SESSIONS = ("race", "race1", "race2", "sprint", "qualifying")
TABLES = ("general", "gentleman", "teams", "cars")
POINTS_TABLES = ("race", "short", "class", "par étapes")

amounts = st.one_of(
    st.integers(0, 400).map(Fraction),
    st.decimals(0, 400, places=3, allow_nan=False).map(Fraction),
    st.fractions(0, 400, max_denominator=97),
)
shares = st.fractions(Fraction(1, 50), 1, max_denominator=50)
factors = st.fractions(0, 3, max_denominator=20)
rounds = st.integers(1, 30)
rounds_or_final = st.one_of(rounds, st.just("final"))
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
names = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
sessions = st.sampled_from(SESSIONS)
several_sessions = st.lists(sessions, min_size=1, max_size=3, unique=True).map(tuple)
some_or_none = st.none() | st.frozensets(words, min_size=1, max_size=3)

points_rows = st.lists(amounts, max_size=6).map(tuple)
points_tables = st.one_of(
    st.builds(PointsTable, points=points_rows),
    st.builds(
        PointsTable,
        by_starters=st.dictionaries(st.integers(1, 40), points_rows, min_size=1, max_size=4).map(
            lambda rows: tuple(sorted(rows.items(), reverse=True))
        ),
    ),
)


@st.composite
def bonuses(draw: st.DrawFn) -> Bonus:
    kind = draw(st.sampled_from(BonusKind))
    held = kind in (BonusKind.FASTEST_LAP, BonusKind.FLAG, BonusKind.POLE)
    pole_from = draw(st.sampled_from(PoleSource)) if kind is BonusKind.POLE else PoleSource.GRID
    return Bonus(
        kind=kind,
        points=draw(amounts),
        tie=draw(st.sampled_from(TieShare)) if held else TieShare.EACH,
        column=draw(names) if kind is BonusKind.FLAG else "",
        max_position=draw(st.none() | st.integers(1, 30)),
        min_distance_fraction=draw(st.none() | shares),
        in_class=draw(st.booleans()) if held else False,
        pole_from=pole_from,
        qualifying=draw(sessions) if pole_from is PoleSource.QUALIFYING else "",
        ineligible=draw(st.sampled_from(Ineligible)) if held else Ineligible.LAPSES,
        max_points=draw(st.none() | amounts) if kind is BonusKind.PLACES_GAINED else None,
    )


@st.composite
def shortened_rules(draw: st.DrawFn) -> Shortened:
    belows = sorted(draw(st.sets(shares, min_size=1, max_size=3)))
    steps = []
    for below in belows:
        what = draw(st.sampled_from(("factor", "table", "laps")))
        laps = draw(st.integers(1, 20) if what == "laps" else st.none() | st.integers(1, 20))
        steps.append(
            ShortenedStep(
                below=below,
                min_laps=laps,
                factor=draw(factors) if what == "factor" else None,
                table=draw(st.sampled_from(POINTS_TABLES)) if what == "table" else None,
            )
        )
    return Shortened(steps=tuple(steps), only_if_not_resumed=draw(st.none() | st.booleans()))


session_rules = st.builds(
    SessionRule,
    table=st.sampled_from(POINTS_TABLES),
    bonuses=st.lists(bonuses(), max_size=3).map(tuple),
    shortened=st.none() | shortened_rules(),
)


@st.composite
def segments(draw: st.DrawFn) -> tuple[Counting, ...]:
    ends = sorted(draw(st.sets(st.integers(1, 30), max_size=3)))
    spans = list(zip([1, *(end + 1 for end in ends)], [*ends, None], strict=True))
    result = []
    for start, end in draw(st.permutations(spans)):
        drops = draw(st.booleans())
        ups = sorted(draw(st.sets(st.integers(1, 40), max_size=3)))
        steps = tuple(DropStep(up_to, draw(st.integers(0, 5))) for up_to in [*ups, None])
        result.append(
            Counting(
                from_round=start,
                to_round=end,
                best=None if drops else draw(st.none() | st.integers(1, 20)),
                drop=steps if drops else (),
                unit=draw(st.sampled_from(DropUnit)),
                applies=draw(st.sampled_from(DropsFrom)),
            )
        )
    return tuple(result)


tie_breaks = st.lists(
    st.one_of(
        st.just(Earliest()),
        st.builds(
            Countback,
            sessions=several_sessions,
            positions=st.sampled_from(CountbackPositions),
            only_without_result_in=st.just(()) | several_sessions,
            dropped_count=st.booleans(),
        ),
    ),
    max_size=3,
).map(tuple)


@st.composite
def class_changes(draw: st.DrawFn, table_id: str) -> ClassChangeRule:
    points = draw(st.sampled_from(ClassChange))
    others = [other for other in TABLES if other != table_id]
    carries = points in (ClassChange.KEPT, ClassChange.SCALED)
    return ClassChangeRule(
        points=points,
        from_tables=tuple(draw(st.lists(st.sampled_from(others), min_size=int(carries), max_size=2, unique=True))),
        factor=draw(factors) if points is ClassChange.SCALED else Fraction(1),
    )


filters = st.builds(Filter, classes=some_or_none, categories=some_or_none, guests=st.booleans())
# Tables between which somebody may change say whom they let appear.
narrow_filters = filters.filter(lambda found: found.classes is not None or found.categories is not None)


@st.composite
def tables(draw: st.DrawFn, table_id: str, extract_from: str | None) -> TableRule:
    return TableRule(
        id=table_id,
        title=draw(st.just("") | words),
        title_fr=draw(st.just("") | words),
        competitor=CompetitorKind.DRIVER if extract_from else draw(st.sampled_from(CompetitorKind)),
        sessions={}
        if extract_from
        else {key: draw(session_rules) for key in draw(st.lists(sessions, min_size=1, max_size=3, unique=True))},
        exclude_rounds=draw(st.frozensets(rounds, max_size=3)),
        may_appear=draw(narrow_filters),
        may_score=draw(filters),
        position_basis=draw(st.sampled_from(PositionBasis)),
        guests=draw(st.sampled_from(Guests)),
        extract_from=extract_from,
        best_cars=draw(st.none() | st.integers(1, 4)),
        shared_car=draw(
            st.builds(
                SharedCar,
                points=st.sampled_from(SharedPoints),
                several_results=st.sampled_from(SeveralResults),
                minimum_share=st.none() | shares,
            )
        ),
        counting=draw(st.just(()) | segments()),
        not_droppable=draw(
            st.builds(
                NotDroppable,
                statuses=st.frozensets(st.sampled_from([status.value for status in FinishStatus]), max_size=2),
                rounds=st.frozensets(rounds, max_size=2),
                sessions=st.frozensets(sessions, max_size=2),
            )
        ),
        tie_break=draw(tie_breaks),
        listing=draw(st.builds(Listing, scored=st.booleans(), classified_in=st.just(()) | several_sessions)),
        minimum_starts=draw(
            st.none()
            | st.builds(
                MinimumStarts,
                count=st.integers(1, 20),
                applies=st.sampled_from([DropsFrom.AT_ONCE, DropsFrom.FINAL]),
                mark=st.sampled_from(["NR", "NC", "–"]),
            )
        ),
        class_change=draw(class_changes(table_id)),
        rounding=draw(st.none() | st.integers(0, 4)),
        final_only=draw(st.booleans()),
    )


classifications = st.one_of(
    st.builds(
        ClassificationRule,
        min_distance=shares,
        of=st.sampled_from(["winner", "class_winner"]),
        rounding=st.sampled_from(Rounding),
        flag_required=st.booleans(),
    ),
    st.builds(ClassificationRule, flag_required=st.booleans()),
)


@st.composite
def rule_books(draw: st.DrawFn) -> RuleBook:
    base = draw(tables("general", None))
    extracted = draw(st.booleans()) and base.competitor is CompetitorKind.DRIVER
    second = draw(tables("gentleman", "general" if extracted else None))
    others = [draw(tables(table_id, None)) for table_id in ("teams", "cars")]
    return RuleBook(
        championship=draw(names),
        season=draw(st.integers(1900, 2100) | st.just("2025-26")),
        points_tables={name: draw(points_tables) for name in POINTS_TABLES},
        tables=(base, second, *others),
        classification=draw(st.none() | classifications),
        hypothesis=draw(st.booleans()),
        protest_minutes=draw(st.none() | st.integers(0, 7 * 24 * 60)),
        note=draw(st.just("") | words),
    )
