"""Computed points and tables as an export writes them: read from the projections, rounded once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from championships.exchange.season_package.collecting import Collected
from championships.exchange.season_package.values import ResultRow, SessionKey
from championships.models import Award, Season, Standing
from championships.scoring.points import round_points
from championships.scoring.rulebook import parse_book
from championships.scoring.rules import RuleBook, TableRule
from championships.scoring.vocabulary import CompetitorKind

POINTS_DECIMALS = 2  # of points_official, as in the source of the shared seasons
LONGEST = 6  # decimals of a figure that has no end, where the rules do not round

type StandingRow = tuple[str, str, str, str]  # after_round, position, competitor, points


def write_points(points: Fraction, decimals: int | None) -> str:
    """A decimal point, no trailing zeros; rounded half away from zero (None: exact, as far as six decimals tell)."""
    text = format(round_points(points, LONGEST if decimals is None else decimals), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def find_standings(season: Season, collected: Collected) -> dict[str, list[StandingRow]]:
    """The rows of each table's file: after each round with results, then `final`; places ascending, marks last."""
    book = parse_book(collected.package.document)
    last = _find_last_sessions(collected)
    round_of = {collected.round_sessions[key].pk: key[0] for key in last}
    found: dict[str, dict[str, list[tuple[tuple[bool, int, int], StandingRow]]]] = {
        table.id: defaultdict(list) for table in book.tables
    }
    rules = {table.id: table for table in book.tables}
    rows = Standing.objects.filter(table__season=season).order_by("rank")
    for key, final, round_session, rank, position, mark, competitor, points in rows.values_list(
        "table__key", "final", "round_session_id", "rank", "position", "mark", "competitor", "points"
    ):
        rule = rules.get(key)
        if rule is None or (not final and (round_session not in round_of or rule.final_only)):
            continue
        after = "final" if final else str(round_of[round_session])
        place = mark or ("" if position is None else str(position))
        text = "" if points is None else write_points(points, rule.rounding)
        # Marks stand last, and a row whose place is not known before them.
        found[key][after].append(((bool(mark), position or rank, rank), (after, place, competitor, text)))
    return {
        key: [row for after in _sort_rounds(tables) for _sort, row in sorted(tables[after])]
        for key, tables in found.items()
    }


def _sort_rounds(tables: Mapping[str, object]) -> list[str]:
    return sorted(tables, key=lambda after: (after == "final", 0 if after == "final" else int(after)))


def _find_last_sessions(collected: Collected) -> list[SessionKey]:
    """The last session with results of each round: the table after it is the table after the round."""
    run = {row.key for row in collected.package.results}
    last: dict[int, SessionKey] = {}
    for row in collected.package.sessions:
        if row.key in run:
            last[row.round] = row.key
    return list(last.values())


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
    given: dict[tuple[SessionKey, str], tuple[Fraction, list[dict[str, str]]]] = {}
    keys = [table.id for table in tables]
    decimals = max([POINTS_DECIMALS, *(table.rounding or 0 for table in tables)])
    rows = Award.objects.filter(table__season=season, table__key__in=keys).order_by("-table__order")
    for round_session, competitor, points, parts in rows.values_list(
        "round_session_id", "competitor", "points", "parts"
    ):
        key = session_of.get(round_session)
        # The tables come last to first: the first one that gives points tells them.
        if key and (points or (key, competitor) not in given):
            given[key, competitor] = points, parts
    mine: defaultdict[tuple[SessionKey, str], list[int]] = defaultdict(list)
    for index, row in enumerate(collected.package.results):
        mine[row.key, row.driver].append(index)
    texts = ["0"] * len(collected.package.results)
    for key, indexes in mine.items():
        if key in given:
            points, parts = given[key]
            for index, share in _share(points, parts, indexes, collected.package.results).items():
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
