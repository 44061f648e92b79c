"""Small seasons for tests: a result is written as the drivers in their order, "a b c"."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from championships.scoring.facts import (
    DriverLine,
    Line,
    PlannedSession,
    Rulings,
    SeasonFacts,
    SessionResult,
)
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    Countback,
    CountbackPositions,
    PointsTable,
    RuleBook,
    SessionRule,
    Shortened,
    TableRule,
)
from championships.scoring.standings import Standing, TableHistory, compute
from championships.scoring.vocabulary import CompetitorKind, FinishStatus

F = Fraction
DRIVER, TEAM, CAR = CompetitorKind.DRIVER, CompetitorKind.TEAM, CompetitorKind.CAR
COUNTBACK = Countback(("race",), CountbackPositions.CLASSIFIED)


def points(*values: int | str) -> PointsTable:
    return PointsTable(tuple(Fraction(value) for value in values))


POINTS: Mapping[str, PointsTable] = {"race": points(10, 6, 4, 3, 2, 1), "short": points(5, 3, 1)}


def rule(*bonuses: Bonus, table: str = "race", shortened: Shortened | None = None) -> SessionRule:
    return SessionRule(table, bonuses, shortened)


def bonus(kind: BonusKind, value: int | str = 1, **more: object) -> Bonus:
    return Bonus(kind, Fraction(value), **more)  # type: ignore[arg-type]


def table(table_id: str = "drivers", competitor: CompetitorKind = DRIVER, **more: object) -> TableRule:
    given: dict[str, object] = {"sessions": {"race": rule()}, "tie_break": (COUNTBACK,), **more}
    return TableRule(table_id, table_id, competitor, **given)  # type: ignore[arg-type]


def book(*tables: TableRule, tables_of_points: Mapping[str, PointsTable] = POINTS, **more: object) -> RuleBook:
    return RuleBook("cup", 2025, tables_of_points, tables or (table(),), **more)  # type: ignore[arg-type]


def line(driver: str, place: int | None = None, *, car: str = "", **more: object) -> Line:
    """A line of one driver; what belongs to the driver may be given here too."""
    mine = {"team", "grid", "flags", "categories", "entrant"}
    own = {key: more.pop(key) for key in list(more) if key in mine}
    if "driven" in more:
        own["laps"] = more.pop("driven")
    status = FinishStatus.CLASSIFIED if place is not None else FinishStatus.DNF
    given: dict[str, object] = {"status": status, **more}
    drivers = (DriverLine(driver, **own),)  # type: ignore[arg-type]
    return Line(car=car or driver, drivers=drivers, place=place, **given)  # type: ignore[arg-type]


def result(
    round_: int,
    finishers: str | Iterable[Line],
    *,
    session: str = "race",
    teams: Mapping[str, str] | None = None,
    order: int | None = None,
    laps: int | None = None,
    scheduled: int | None = None,
    complete: bool = True,
) -> SessionResult:
    if isinstance(finishers, str):
        names = finishers.split()
        finishers = [line(name, place, team=(teams or {}).get(name)) for place, name in enumerate(names, 1)]
    known = {"qualifying": 0, "race": 5, "race1": 1, "race2": 2, "race3": 3, "sprint": 4}
    where = order if order is not None else round_ * 10 + known.get(session, 9)
    return SessionResult(round_, session, where, tuple(finishers), laps, scheduled, complete)


def season(*finishers: str) -> list[SessionResult]:
    """One race a round, in order."""
    return [result(number, names) for number, names in enumerate(finishers, 1)]


def plan(*rounds: int, session: str = "race") -> tuple[PlannedSession, ...]:
    return tuple(PlannedSession(number, session, number * 10 + 5) for number in rounds)


def run(rules: RuleBook, results: Iterable[SessionResult], **more: object) -> dict[str, TableHistory]:
    rulings = more.pop("rulings", None) or Rulings()
    return compute(rules, SeasonFacts(results=tuple(results), rulings=rulings, **more))  # type: ignore[arg-type]


def show(standing: Standing | None) -> list[str]:
    """A table as text: "1 a 10", "2= b 6", "DSQ c 0"; "?" is a place that is not known."""
    assert standing is not None
    shown = []
    for row in standing.rows:
        place = row.mark or ("?" if row.position is None else str(row.position))
        shown.append(f"{place}{'=' if row.tied else ''} {row.competitor} {row.points}")
    return shown


def final(rules: RuleBook, results: Iterable[SessionResult], name: str = "drivers", **more: object) -> list[str]:
    return show(run(rules, results, **more)[name].final)


def after(history: TableHistory, round_: int, session: str = "race") -> list[str]:
    (standing,) = [s for s in history.standings if (s.round, s.session) == (round_, session)]
    return show(standing)


def given(history: TableHistory, round_: int = 1) -> dict[str, Fraction]:
    """The points of one round by competitor, those without points left out."""
    found: dict[str, Fraction] = {}
    for award in history.awards:
        if award.round == round_ and award.points:
            found[award.competitor] = found.get(award.competitor, Fraction(0)) + award.points
    return found
