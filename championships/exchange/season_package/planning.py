"""From a package to what the office is asked to publish: rules, sheets, decisions, each with its instant of issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from championships.exchange.season_package.calendar import Place, read_year
from championships.exchange.season_package.collecting import Collected, collect_rulings
from championships.exchange.season_package.people import People
from championships.exchange.season_package.values import Package, SessionKey, SessionRow
from championships.models import Decision, PointsAdjustment, Season
from championships.officiating.package_plan import (
    PackagePlan,
    PlannedAdjustment,
    PlannedBalance,
    PlannedDecision,
    PlannedLine,
    PlannedRules,
    PlannedSheet,
)
from championships.scoring.facts import FINAL
from championships.scoring.rulebook import parse_book
from championships.scoring.vocabulary import CompetitorKind

END_OF_DAY = time(23, 59, 59)
_KINDS = {"session_overrides": Decision.Kind.SESSION_OVERRIDE, "result_overrides": Decision.Kind.RESULT_OVERRIDE}


def find_instant(row: SessionRow, label: str) -> datetime:
    """When an imported result was public: the end of its day (UTC); without a date, the end of its year."""
    day = row.date or date(_read_last_year(label), 12, 31)
    return datetime.combine(day, END_OF_DAY, tzinfo=UTC)


def _read_last_year(label: str) -> int:
    """The year a season ends in: 2026 of "2025-26"."""
    first = read_year(label)
    rest = label[5:]
    if label[4:5] == "-" and rest.isdigit() and len(rest) in (2, 4):
        last = int(rest) if len(rest) == 4 else first // 100 * 100 + int(rest)
        return max(last, first)
    return first


@dataclass(frozen=True, slots=True)
class Changes:
    """Which sessions of a package differ from what stands in the tables."""

    sheets: frozenset[SessionKey]  # their facts are new or changed
    reissued: frozenset[SessionKey]  # the facts are as they were, but a decision or the distance changed their points
    withdrawn: frozenset[SessionKey]
    rules: bool


def find_changes(stored: Collected | None, given: Package) -> Changes:
    """What the office has to publish. Nothing stored: everything."""
    results = given.results_by_session()
    if stored is None:
        return Changes(frozenset(results), frozenset(), frozenset(), rules=True)
    old_results, old = stored.package.results_by_session(), {row.key: row for row in stored.package.sessions}
    sheets: set[SessionKey] = set()
    reissued: set[SessionKey] = set()
    for row in given.sessions:
        if row.key not in results:
            continue
        before = old.get(row.key)
        if (
            row.key not in stored.bulletins
            or before is None
            or results[row.key] != old_results.get(row.key)
            or (row.laps, row.distance_km) != (before.laps, before.distance_km)
        ):
            sheets.add(row.key)
        elif row.scheduled_laps != before.scheduled_laps or _rulings_of(given, row.key) != _rulings_of(
            stored.package, row.key
        ):
            reissued.add(row.key)
    return Changes(
        frozenset(sheets),
        frozenset(reissued),
        frozenset(stored.bulletins.keys() - results.keys()),
        rules=stored.package.book != given.book,
    )


def _rulings_of(package: Package, key: SessionKey) -> list[Mapping[str, object]]:
    return [
        terms for name in _KINDS for terms in package.rulings.get(name, ()) if (terms["round"], terms["session"]) == key
    ]


@dataclass(slots=True)
class _Kept:
    """Decisions of one list: those to make, the rows that go, the rows that get another place."""

    fresh: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)


def _keep(stored: Sequence[tuple[Any, Mapping[str, Any]]], given: Sequence[Mapping[str, Any]]) -> _Kept:
    kept, left = _Kept(), list(stored)
    for position, terms in enumerate(given):
        match = next((index for index, (_row, old) in enumerate(left) if old == terms), None)
        if match is None:
            kept.fresh.append((position, terms))
            continue
        row, _old = left.pop(match)
        if getattr(row, "position", position) != position:
            kept.moved.append((row.pk, position))
    kept.gone = [row.pk for row, _terms in left]
    return kept


def make_plan(
    package: Package,
    season: Season,
    *,
    stored: Collected | None,
    changes: Changes,
    places: Mapping[SessionKey, Place],
    people: People,
    lines: Mapping[SessionKey, tuple[PlannedLine, ...]],
    now: datetime,
) -> PackagePlan:
    """The plan of an import (`stored` None: everything is issued in its own time) or of a correction (issued `now`)."""
    book = parse_book(package.document)
    instants = {row.key: find_instant(row, package.label) for row in package.sessions}
    run = [row for row in package.sessions if row.key in package.results_by_session()]
    year_starts = datetime(read_year(package.label), 1, 1, tzinfo=UTC)
    opening = min([year_starts, *(datetime.combine(row.date, time(), tzinfo=UTC) for row in run if row.date)])
    ends = [instants[row.key] for row in run]
    end = max(ends) if ends else datetime.combine(date(_read_last_year(package.label), 12, 31), END_OF_DAY, tzinfo=UTC)

    def find_decided(key: SessionKey) -> datetime:
        # A session that is new gets its decisions with its result.
        return instants[key] if stored is None or key not in stored.bulletins else now

    def find_effective(terms: Mapping[str, Any], name: str) -> datetime:
        if stored is not None:
            return now
        after = terms.get(name)
        if after == FINAL or not isinstance(after, int):
            return end
        return max((instants[row.key] for row in run if row.round <= after), default=opening)

    rows = {row.key: row for row in package.sessions}
    held = collect_rulings(season) if stored else {}
    lists = {name: _keep(held.get(name, []), package.rulings.get(name, ())) for name in _LISTS}
    decisions = [
        PlannedDecision(
            kind=kind.value,
            session_id=places[terms["round"], terms["session"]].session_pk,
            round_session_id=places[terms["round"], terms["session"]].round_session_pk,
            driver_id=people.drivers[terms["driver"]] if "driver" in terms else None,
            terms=terms,
            position=position,
            issued_at=find_decided((terms["round"], terms["session"])),
        )
        for name, kind in _KINDS.items()
        for position, terms in lists[name].fresh
    ]
    adjustments = []
    for name, instant in (("adjustments", "effective_after"), ("tie_decisions", "from_round")):
        for position, terms in lists[name].fresh:
            competitor = terms.get("competitor", "")
            kind_of = book.table(terms["standings"]).competitor
            adjustments.append(
                PlannedAdjustment(
                    kind=PointsAdjustment.Kind.TIE.value if name == "tie_decisions" else terms["type"],
                    table=terms["standings"],
                    driver_id=people.drivers.get(competitor) if kind_of is CompetitorKind.DRIVER else None,
                    team_id=people.teams.get(competitor) if kind_of is CompetitorKind.TEAM else None,
                    terms=terms,
                    position=position,
                    issued_at=find_effective(terms, instant),
                )
            )
    return PackagePlan(
        rules=PlannedRules(package.document, book.hypothesis, now if stored else opening) if changes.rules else None,
        sheets=tuple(
            PlannedSheet(
                session_id=places[key].session_pk,
                issued_at=instants[key],
                laps=rows[key].laps,
                distance_km=rows[key].distance_km,
                lines=lines[key],
            )
            for key in instants
            if key in changes.sheets
        ),
        reissued=frozenset(places[key].session_pk for key in changes.reissued),
        withdrawn=frozenset(stored.bulletins[key].session_id for key in changes.withdrawn) if stored else frozenset(),
        decisions=tuple(decisions),
        adjustments=tuple(adjustments),
        balances=tuple(
            PlannedBalance(terms["standings"], terms, now if stored else opening)
            for _position, terms in lists["opening_balances"].fresh
        ),
        annulled_decisions=(*lists["session_overrides"].gone, *lists["result_overrides"].gone),
        annulled_adjustments=(*lists["adjustments"].gone, *lists["tie_decisions"].gone),
        annulled_balances=tuple(lists["opening_balances"].gone),
        moved_decisions=(*lists["session_overrides"].moved, *lists["result_overrides"].moved),
        moved_adjustments=(*lists["adjustments"].moved, *lists["tie_decisions"].moved),
    )


_LISTS = (*_KINDS, "adjustments", "tie_decisions", "opening_balances")
