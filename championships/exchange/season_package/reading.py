"""A folder read as a package: every file, then what the files say of one another."""

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

from championships.exchange.season_package.faults import Fault, PackageRefused
from championships.exchange.season_package.rows import (
    Numbered,
    read_competitors,
    read_entrants,
    read_results,
    read_rounds,
)
from championships.exchange.season_package.rules_file import RulesFile, check_references, read_rules_file
from championships.exchange.season_package.values import (
    COMPETITORS,
    ENTRANTS,
    RESULTS,
    ROUNDS,
    Competitor,
    EntrantRow,
    Package,
    ResultRow,
    SessionRow,
)

CATEGORY_LIMIT = 40


def read_package(folder: Path) -> Package:
    """The season a folder holds. Raises PackageRefused with every fault found, file and line."""
    if not folder.is_dir():
        raise PackageRefused([Fault("", None, "there is no such folder.")])
    faults: list[Fault] = []
    rules = read_rules_file(folder, faults)
    rounds = read_rounds(folder, faults)
    results, flag_columns = read_results(folder, faults)
    competitors = read_competitors(folder, faults)
    entrants = read_entrants(folder, faults)
    # What the files say of one another means something only where each is sound by itself.
    if not faults:
        _check_rows(rounds, results, competitors, entrants, faults)
    if not faults and rules:
        _check_rules(rules, rounds, competitors, flag_columns, faults)
    if faults or rules is None:
        raise PackageRefused(faults)
    return build_package(rules, rounds, results, competitors, entrants, flag_columns)


def build_package(
    rules: RulesFile,
    rounds: Numbered[SessionRow],
    results: Numbered[ResultRow],
    competitors: Numbered[Competitor],
    entrants: Numbered[EntrantRow],
    flag_columns: tuple[str, ...],
) -> Package:
    # Sessions of one round are run in the order of the rows; rounds, in the order of their numbers.
    sessions = sorted((row for _line, row in rounds), key=lambda row: row.round)
    run = {row.key for _line, row in results}
    remarks = []
    for index, row in enumerate(sessions):
        if row.key not in run and (row.laps is not None or row.distance_km is not None):
            # What was run belongs to a result; a session still to come has none.
            sessions[index] = row._replace(laps=None, distance_km=None)
            remarks.append(f"round {row.round} {row.session}: laps and distance run are not kept without results.")
    place = {row.key: index for index, row in enumerate(sessions)}
    return Package(
        championship=rules.parsed.book.championship,
        label=rules.label,
        document=rules.document,
        rulings=rules.rulings,
        sessions=tuple(sessions),
        results=tuple(sorted((row for _line, row in results), key=lambda row: (place[row.key], row.order))),
        competitors=tuple(sorted(row for _line, row in competitors)),
        entrants=tuple(row for _line, row in entrants),
        flag_columns=flag_columns,
        remarks=tuple(remarks),
    )


def _check_rows(
    rounds: Numbered[SessionRow],
    results: Numbered[ResultRow],
    competitors: Numbered[Competitor],
    entrants: Numbered[EntrantRow],
    faults: list[Fault],
) -> None:
    if not rounds:
        faults.append(Fault(ROUNDS, None, "no session at all."))
    _refuse_twice(ROUNDS, rounds, lambda row: row.key, "round {0} has the session “{1}” already", faults)
    _refuse_twice(
        RESULTS,
        results,
        lambda row: (row.round, row.session, row.order),
        "round {0}, session “{1}” has a row with order {2} already",
        faults,
    )
    _refuse_twice(COMPETITORS, competitors, lambda row: (row.kind, row.id), "the {0} “{1}” is listed already", faults)
    sessions = {row.key for _line, row in rounds}
    known = {(row.kind, row.id) for _line, row in competitors}

    def check_people(file: str, line: int, row: ResultRow | EntrantRow) -> None:
        for kind, name in (("driver", row.driver), ("team", row.team)):
            if name and (kind, name) not in known:
                faults.append(Fault(file, line, f'{kind} "{name}" is not in {COMPETITORS}.'))

    for line, result in results:
        if result.key not in sessions:
            faults.append(Fault(RESULTS, line, f'round {result.round} has no session "{result.session}" in {ROUNDS}.'))
        check_people(RESULTS, line, result)
        for category in result.categories:
            if len(category) > CATEGORY_LIMIT or not category.replace("-", "").replace("_", "").isalnum():
                faults.append(Fault(RESULTS, line, f'category "{category}" is no id.'))
    names: dict[str, tuple[int, str]] = {}
    for line, entrant in entrants:
        check_people(ENTRANTS, line, entrant)
        first, name = names.setdefault(entrant.entrant, (line, entrant.entrant_name))
        if entrant.entrant and name != entrant.entrant_name:
            faults.append(Fault(ENTRANTS, line, f'entrant "{entrant.entrant}" is named "{name}" on line {first}.'))


def _refuse_twice[Row](
    file: str,
    rows: Numbered[Row],
    key: Callable[[Row], tuple[Hashable, ...]],
    reason: str,
    faults: list[Fault],
) -> None:
    first: dict[tuple[Hashable, ...], int] = {}
    for line, row in rows:
        seen = first.setdefault(key(row), line)
        if seen != line:
            faults.append(Fault(file, line, f"{reason.format(*key(row))} (line {seen})."))


def _check_rules(
    rules: RulesFile,
    rounds: Numbered[SessionRow],
    competitors: Numbered[Competitor],
    flag_columns: Iterable[str],
    faults: list[Fault],
) -> None:
    check_references(
        rules,
        sessions=frozenset(row.key for _line, row in rounds),
        drivers=frozenset(row.id for _line, row in competitors if row.kind == "driver"),
        teams=frozenset(row.id for _line, row in competitors if row.kind == "team"),
        flag_columns=frozenset(flag_columns),
        faults=faults,
    )
