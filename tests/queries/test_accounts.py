"""The check under a table: its terms, counted from races and decisions, come to the total; a lost point shows."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from championships.queries.accounts import Conservation, check_points
from championships.queries.frames import DeclaredView, SessionView, SourceView
from championships.queries.refs import EventRef
from championships.queries.tables import TableView
from championships.scoring.facts import Deduction, Exclusion, OpeningBalance, Rulings, SeasonFacts
from championships.scoring.rules import Counting, RuleBook, TableRule
from championships.scoring.standings import compute
from championships.scoring.tables import Standing, TableHistory
from tests.conformance import reading
from tests.golden.packages import PACKAGES, load_package
from tests.scoring.building import F, book, plan, season, table

NOWHERE = SourceView("", "", None, deduced=False, reasoning="")


def view_session(round_: int, key: str, order: int) -> SessionView:
    return SessionView(order, order, round_, key, order, key, key, "race", EventRef(2025, "park", "Park"), None)


def view_table(rule: TableRule, history: TableHistory, shown: Standing) -> TableView:
    return TableView(rule.id, rule.title, rule, history.standings, history.awards, (), shown, None, ())


def check(rules: RuleBook, facts: SeasonFacts, name: str = "drivers") -> Iterator[tuple[Standing, Conservation | None]]:
    """Every table of a season with its check."""
    history = compute(rules, facts)[name]
    orders = {(one.round, one.session): one.order for one in facts.results}
    for shown in (*history.standings, *([history.final] if history.final else [])):
        last = max(facts.results, key=lambda one: one.order)
        stop = (last.round, last.session) if shown.final else (shown.round, shown.session)
        view = view_table(rules.table(name), history, shown)
        yield shown, check_points(view, shown, facts, view_session(*stop, orders[stop]), orders)


def check_last(facts: SeasonFacts, *, rules: RuleBook | None = None) -> Conservation:
    *_earlier, (_shown, found) = check(rules or book(), facts)
    assert found is not None
    return found


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_every_table_of_the_invented_seasons_is_conserved(folder: Path) -> None:
    rules, facts = load_package(folder)
    for rule in rules.book.tables:
        found = [one for _shown, one in check(rules.book, facts, rule.id)]
        assert all(one.holds for one in found if one is not None)
        assert None not in found or rule.may_score.categories or rule.may_appear.categories


@pytest.mark.skipif(not reading.find_seasons(), reason=reading.WHY_SKIPPED)
@pytest.mark.parametrize("folder", reading.find_seasons(), ids=reading.name_season)
def test_every_table_of_the_real_seasons_is_conserved(folder: Path) -> None:
    rules, facts = reading.read_rules(folder).book, reading.read_facts(folder)
    for rule in rules.tables:
        for shown, found in check(rules, facts, rule.id):
            if found is not None:
                assert (found.expected, shown.round) == (found.total, shown.round)


THREE = SeasonFacts(results=tuple(season("a b c", "a b c", "b a c")), planned=plan(1, 2, 3))


def test_the_terms_are_told_apart() -> None:
    facts = replace(
        THREE,
        opening_balances=(OpeningBalance("drivers", "a", F(7)), OpeningBalance("others", "a", F(100))),
        rulings=Rulings(
            deductions=(
                Deduction("drivers", "a", F(3), 1),
                Deduction("drivers", "b", F(-2), 2),
                Deduction("drivers", "b", F(50), 9),
                Deduction("others", "a", F(100), 1),
            )
        ),
    )
    best_two = book(table(counting=(Counting(1, None, best=2),)))
    found = check_last(facts, rules=best_two)
    assert (found.brought, found.deducted, found.given) == (7, 3, 2)
    assert found.dropped == sum(min(points) for points in ([10, 10, 6], [6, 6, 10], [4, 4, 4]))
    assert found.holds


def test_who_is_struck_from_the_table_takes_his_points_along() -> None:
    exclusion = Exclusion("drivers", "a", "EX", 2)
    struck = check_last(replace(THREE, rulings=Rulings(exclusions=(exclusion,))))
    assert (struck.struck, struck.holds) == (26, True)
    kept = check_last(replace(THREE, rulings=Rulings(exclusions=(replace(exclusion, keep_points=True),))))
    assert (kept.struck, kept.holds) == (0, True)


def test_a_point_lost_on_the_way_shows() -> None:
    history = compute(book(), THREE)["drivers"]
    assert history.final is not None
    first, *others = history.final.rows
    assert first.points is not None
    wrong = replace(history.final, rows=(first._replace(points=first.points - 1), *others))
    orders = {(one.round, one.session): one.order for one in THREE.results}
    view = view_table(book().table("drivers"), history, wrong)
    found = check_points(view, wrong, THREE, view_session(3, "race", orders[3, "race"]), orders)
    assert found is not None
    assert (found.holds, found.expected - found.total) == (False, Fraction(1))
    unnamed = replace(history.final, rows=tuple(others))
    found = check_points(view, unnamed, THREE, view_session(3, "race", orders[3, "race"]), orders)
    assert found is not None
    assert (found.unlisted, found.holds) == (26, True)


def test_where_a_table_published_elsewhere_stands_nothing_is_checked() -> None:
    history = compute(book(), THREE)["drivers"]
    orders = {(one.round, one.session): one.order for one in THREE.results}
    stop = view_session(3, "race", orders[3, "race"])
    declared = DeclaredView("drivers", 1, "race", 1, complete=True, issued_at=None, note="", source=NOWHERE)  # type: ignore[arg-type]
    assert history.final is not None
    view = replace(view_table(book().table("drivers"), history, history.final), declared=(declared,))
    assert check_points(view, history.final, THREE, stop, orders) is None
