"""Every season of the shared conformance data through the pure core."""

from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest

from championships.scoring.facts import SeasonFacts
from championships.scoring.points import round_points
from championships.scoring.rules import TableRule
from championships.scoring.standings import Standing, TableHistory, compute, compute_final
from championships.scoring.vocabulary import CompetitorKind
from tests.conformance import reading

SEASONS = reading.find_seasons()

pytestmark = pytest.mark.skipif(not SEASONS, reason=reading.WHY_SKIPPED)

each_season = pytest.mark.parametrize("folder", SEASONS, ids=reading.name_season)


@lru_cache(maxsize=64)
def run(folder: Path) -> dict[str, TableHistory]:
    return compute(reading.read_rules(folder).book, reading.read_facts(folder))


def after_rounds(history: TableHistory) -> dict[str, Standing]:
    """The table after the last session of each round, and the final one."""
    tables = {str(standing.round): standing for standing in history.standings}
    assert history.final is not None
    tables["final"] = history.final
    return tables


def same(computed: Fraction, official: Fraction, decimals: int) -> bool:
    """Equal within half a unit of the last place of the file."""
    return abs(computed - official) <= Fraction(1, 2 * 10**decimals)


@each_season
def test_every_driver_gets_the_official_points_of_every_session(folder: Path) -> None:
    table = first_drivers_table(folder)
    computed: dict[tuple[int, str, str], Fraction] = {}
    for award in run(folder)[table.id].awards:
        key = (award.round, award.session, award.competitor)
        computed[key] = computed.get(key, Fraction(0)) + award.points
    official = reading.read_official_points(folder)
    wrong = {
        key: (computed.get(key, Fraction(0)), points)
        for key, (points, decimals) in official.items()
        if not same(computed.get(key, Fraction(0)), points, decimals)
    }
    assert wrong == {}
    assert {key for key, points in computed.items() if points and key not in official} == set()


def first_drivers_table(folder: Path) -> TableRule:
    book = reading.read_rules(folder).book
    return next(table for table in book.tables if table.competitor is CompetitorKind.DRIVER)


@each_season
def test_every_official_table_follows_from_results_and_rules(folder: Path) -> None:
    skipped = reading.read_deviations(folder)
    official_tables = reading.read_official_tables(folder)
    histories = run(folder)
    assert official_tables
    faults = []
    for (table, after), official in official_tables.items():
        computed = {row.competitor: row for row in after_rounds(histories[table])[after].rows}
        for competitor in sorted(computed.keys() | official.keys()):
            if (table, after, competitor) in skipped:
                continue
            row, expected = computed.get(competitor), official.get(competitor)
            if row is None or expected is None:
                faults.append((table, after, competitor, row, expected))
                continue
            position = row.mark or str(row.position)
            if position != expected.position or row.points is None:
                faults.append((table, after, competitor, position, expected))
            elif not same(row.points, expected.points, expected.decimals):
                faults.append((table, after, competitor, row.points, expected))
    assert faults == []


@each_season
def test_every_round_with_results_has_a_table(folder: Path) -> None:
    rounds = {str(result.round) for result in reading.read_facts(folder).results}
    for history in run(folder).values():
        assert set(after_rounds(history)) == rounds | {"final"}


@each_season
def test_the_order_of_the_lines_does_not_matter(folder: Path) -> None:
    from dataclasses import replace

    facts = reading.read_facts(folder)
    turned = SeasonFacts(
        results=tuple(replace(r, lines=r.lines[::-1]) for r in facts.results[::-1]),
        rulings=facts.rulings,
        opening_balances=facts.opening_balances,
    )
    assert compute(reading.read_rules(folder).book, turned) == run(folder)


def test_the_known_deviations_are_still_deviations() -> None:
    """A row skipped although it matches would hide a fault: each one must really differ."""
    for folder in SEASONS:
        official_tables = reading.read_official_tables(folder)
        for table, after, competitor in reading.read_deviations(folder):
            rows = {r.competitor: r for r in after_rounds(run(folder)[table])[after].rows}
            row, expected = rows[competitor], official_tables[table, after][competitor]
            assert row.points is not None
            written = round_points(row.points, expected.decimals)
            assert (str(row.position), written) != (expected.position, expected.points)


@each_season
def test_the_final_table_alone_is_the_one_of_the_whole_history(folder: Path) -> None:
    book, facts = reading.read_rules(folder).book, reading.read_facts(folder)
    for name, history in run(folder).items():
        assert compute_final(book, facts, name) == history.final
