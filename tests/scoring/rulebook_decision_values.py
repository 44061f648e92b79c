"""Strategies: decisions and opening balances that refer to a rule book drawn beside them."""

from hypothesis import strategies as st

from championships.scoring.facts import (
    Deduction,
    Exclusion,
    OpeningBalance,
    ResultOverride,
    Rulings,
    SessionOverride,
    TieDecision,
)
from championships.scoring.rulebook import ParsedRules
from tests.scoring.rulebook_values import (
    POINTS_TABLES,
    TABLES,
    amounts,
    factors,
    names,
    rounds,
    rounds_or_final,
    rule_books,
    words,
)


@st.composite
def whole_rules(draw: st.DrawFn) -> ParsedRules:
    """A rule book with decisions that refer to it, each of them once."""
    book = draw(rule_books())
    scored = sorted({key for table in book.tables for key in table.sessions})
    keys = st.sampled_from(scored)
    some_tables = st.none() | st.frozensets(st.sampled_from(TABLES), min_size=1)
    table = st.sampled_from(TABLES)
    grounds = {"document": st.just("") | words, "reason": st.just("") | words}
    session_overrides = st.one_of(
        st.builds(
            SessionOverride,
            round=rounds,
            session=keys,
            standings=some_tables,
            factor=factors,
            table=st.none() | st.sampled_from(POINTS_TABLES),
            no_bonuses=st.booleans(),
            **grounds,
        ),
        st.builds(
            SessionOverride,
            round=rounds,
            session=keys,
            standings=some_tables,
            bonus_winners=st.lists(names, max_size=3, unique=True).map(tuple),
            **grounds,
        ),
    )
    places = {"round": rounds, "session": keys, "driver": names, "standings": some_tables}
    result_overrides = st.one_of(
        st.builds(ResultOverride, **places, points=amounts, **grounds),
        st.builds(ResultOverride, **places, ineligible=st.just(True), **grounds),
    )
    deductions = st.builds(
        Deduction,
        table=table,
        competitor=names,
        points=amounts | amounts.map(lambda figure: -figure),
        effective_after=rounds_or_final,
        **grounds,
    )
    exclusions = st.builds(
        Exclusion,
        table=table,
        competitor=names,
        mark=st.sampled_from(["DSQ", "EX"]),
        effective_after=rounds_or_final,
        keep_points=st.booleans(),
        listed_from=st.none() | rounds_or_final,
        **grounds,
    )
    tie_decisions = st.builds(
        TieDecision,
        table=table,
        from_round=rounds_or_final,
        order=st.lists(names, min_size=2, max_size=4, unique=True).map(tuple),
        **grounds,
    )
    return ParsedRules(
        book=book,
        rulings=Rulings(
            session_overrides=_some(draw, session_overrides),
            result_overrides=_some(draw, result_overrides),
            deductions=_some(draw, deductions),
            exclusions=_some(draw, exclusions),
            tie_decisions=_some(draw, tie_decisions),
        ),
        opening_balances=_some(draw, opening_balances(table)),
    )


@st.composite
def opening_balances(draw: st.DrawFn, table: st.SearchStrategy[str]) -> OpeningBalance:
    places = draw(st.dictionaries(st.integers(1, 20), st.integers(1, 9), max_size=3))
    return OpeningBalance(
        table=draw(table),
        competitor=draw(names),
        points=draw(amounts),
        wins=places.get(1, 0) if places else draw(st.integers(0, 9)),
        places=places,
        after_round=draw(st.integers(0, 9)),
        source=draw(words),
        date=draw(st.sampled_from(["", "2025-09-04"])),
    )


def _some[T](draw: st.DrawFn, values: st.SearchStrategy[T]) -> tuple[T, ...]:
    """A short list without the same value twice (a decision given twice is refused on purpose)."""
    found: list[T] = []
    for value in draw(st.lists(values, max_size=3)):
        if value not in found:
            found.append(value)
    return tuple(found)
