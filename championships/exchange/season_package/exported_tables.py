"""Computed points and tables as an export writes them: read from the projections, rounded once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from championships.exchange.season_package.collecting import Collected
from championships.exchange.season_package.values import ResultRow, SessionKey
from championships.models import Award, Season, Standing
from championships.scoring.points import round_points
from championships.scoring.rulebook import parse_book
from championships.scoring.rules import RuleBook, TableRule
from championships.scoring.vocabulary import CompetitorKind

POINTS_DECIMALS = 2  # of points_official, as in the source of the shared seasons
FINAL_ROUND = 1_000_000  # sorts after every round
LONGEST = 6  # decimals of a figure that has no end, where the rules do not round

type StandingRow = tuple[str, str, str, str]  # after_round, position, competitor, points


def write_points(points: Fraction, decimals: int | None) -> str:
    """A decimal point, no trailing zeros; rounded half away from zero (None: exact, as far as six decimals tell)."""
    text = format(round_points(points, LONGEST if decimals is None else decimals), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Row(NamedTuple):
    """A stored standing, with where its session stands in the season."""

    table: str
    final: bool
    round_session: int
    rank: int
    position: int | None
    mark: str
    competitor: str
    points: Fraction | None


def find_standings(season: Season, collected: Collected) -> dict[str, list[StandingRow]]:
    """The rows of each table's file: after each round that has a table, then `final`; places ascending, marks last."""
    rules = {table.id: table for table in parse_book(collected.package.document).tables}
    number_of = {row.pk: key[0] for key, row in collected.round_sessions.items()}
    order_of = {row.pk: index for index, row in enumerate(collected.round_sessions.values())}
    stored = Standing.objects.filter(table__season=season).values_list(
        "table__key", "final", "round_session_id", "rank", "position", "mark", "competitor", "points"
    )
    rows = [
        row for row in map(_Row._make, stored) if row.table in rules and (row.final or row.round_session in order_of)
    ]
    # The table after the last session of a round is the table after the round.
    last: dict[tuple[str, int], int] = {}
    for row in rows:
        if not row.final:
            key = row.table, number_of[row.round_session]
            last[key] = max(last.get(key, row.round_session), row.round_session, key=lambda pk: order_of[pk])
    found: dict[str, list[tuple[tuple[int, bool, int], StandingRow]]] = {table: [] for table in rules}
    for row in rows:
        number = FINAL_ROUND if row.final else number_of[row.round_session]
        if not row.final and (rules[row.table].final_only or last[row.table, number] != row.round_session):
            continue
        place = row.mark or ("" if row.position is None else str(row.position))
        points = "" if row.points is None else write_points(row.points, rules[row.table].rounding)
        # A shared place is one place whatever its row; marks stand last.
        sorting = (number, bool(row.mark), row.rank)
        found[row.table].append((sorting, ("final" if row.final else str(number), place, row.competitor, points)))
    return {table: [row for _sorting, row in sorted(items)] for table, items in found.items()}


def choose_tables(book: RuleBook) -> list[TableRule]:
    """The tables points_official tells of: the first drivers' table open to all; else every drivers' table."""
    drivers = [table for table in book.tables if table.competitor is CompetitorKind.DRIVER]
    for table in drivers:
        if table.may_score.classes is None and table.may_score.categories is None:
            return [table]
    return drivers


def find_points(season: Season, collected: Collected) -> list[str]:
    """points_official of each row: what the driver got in the session, on the rows of the cars that earned it."""
    tables = choose_tables(parse_book(collected.package.document))
    session_of = {row.pk: key for key, row in collected.round_sessions.items()}
    given: dict[tuple[SessionKey, str], tuple[Fraction, Sequence[Mapping[str, str]]]] = {}
    keys = [table.id for table in tables]
    decimals = max([POINTS_DECIMALS, *(table.rounding or 0 for table in tables)])
    awards: Any = Award.objects.filter(table__season=season, table__key__in=keys).order_by("-table__order")
    for round_session, competitor, points, parts in awards.values_list(
        "round_session_id", "competitor", "points", "parts"
    ):
        session = session_of.get(round_session)
        # The tables come last to first: the first one that gives points tells them.
        if session and (points or (session, competitor) not in given):
            given[session, competitor] = points, parts
    mine: defaultdict[tuple[SessionKey, str], list[int]] = defaultdict(list)
    for index, row in enumerate(collected.package.results):
        mine[row.key, row.driver].append(index)
    texts = ["0"] * len(collected.package.results)
    for key, indexes in mine.items():
        if key in given:
            total, reasons = given[key]
            for index, share in _share(total, reasons, indexes, collected.package.results).items():
                texts[index] = write_points(share, decimals)
    return texts


def _share(
    points: Fraction, parts: Sequence[Mapping[str, str]], indexes: Sequence[int], results: Sequence[ResultRow]
) -> dict[int, Fraction]:
    if len(indexes) == 1:
        return {indexes[0]: points}
    by_car: defaultdict[str, Fraction] = defaultdict(Fraction)
    for part in parts:
        by_car[part.get("car", "")] += Fraction(part.get("points", "0"))
    shares: dict[int, Fraction] = {}
    for index in indexes:
        share = by_car.pop(results[index].car, None)
        if share:
            shares[index] = share
    left = points - sum(shares.values())
    if left:
        shares[indexes[0]] = shares.get(indexes[0], Fraction(0)) + left
    return shares
