"""What a season package asks the office to publish, as values. Row keys of the calendar and the people are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple


class PlannedDriver(NamedTuple):
    """A driver's part in a line: one row of a results file."""

    order: int
    driver_id: int
    team_id: int | None
    entrant_id: int | None
    shared: bool
    laps: int | None
    grid: str
    time: str
    penalty: str
    gap: str
    reason: str
    flags: list[str]


class PlannedLine(NamedTuple):
    """A car of a sheet, at the place its source states."""

    entry_id: int
    order: int
    car: str
    stated_place: int | None
    status: str
    car_class: str
    laps: int | None
    time_ms: int | None
    drivers: tuple[PlannedDriver, ...]


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """A session's facts. `issued_at`: when its result was public."""

    session_id: int
    issued_at: datetime
    laps: int | None
    distance_km: Decimal | None
    lines: tuple[PlannedLine, ...]


class PlannedDecision(NamedTuple):
    """A decision on the points of a session or of a result (`Decision.Kind`)."""

    kind: str
    session_id: int
    round_session_id: int
    driver_id: int | None
    terms: Mapping[str, Any]
    position: int
    issued_at: datetime


class PlannedAdjustment(NamedTuple):
    """A deduction, an exclusion or an order of competitors level on everything (`PointsAdjustment.Kind`)."""

    kind: str
    table: str
    driver_id: int | None
    team_id: int | None
    terms: Mapping[str, Any]
    position: int
    issued_at: datetime


class PlannedBalance(NamedTuple):
    """Points brought forward."""

    table: str
    terms: Mapping[str, Any]
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedRules:
    document: Mapping[str, Any]
    hypothesis: bool
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """Everything one package changes in one season.

    `sheets` are published; `reissued` sessions get a new bulletin of the sheet they have (a decision changed their
    points); `withdrawn` ones vanish. Keys under `annulled_…` are rows of decisions that no longer stand in the
    package; `moved_…` gives rows that stay their new place in its lists.
    """

    rules: PlannedRules | None = None
    sheets: tuple[PlannedSheet, ...] = ()
    reissued: frozenset[int] = frozenset()
    withdrawn: frozenset[int] = frozenset()
    decisions: tuple[PlannedDecision, ...] = ()
    adjustments: tuple[PlannedAdjustment, ...] = ()
    balances: tuple[PlannedBalance, ...] = ()
    annulled_decisions: tuple[int, ...] = ()
    annulled_adjustments: tuple[int, ...] = ()
    annulled_balances: tuple[int, ...] = ()
    moved_decisions: tuple[tuple[int, int], ...] = ()
    moved_adjustments: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedPackage:
    """What was written."""

    bulletins: int
    withdrawn: int
    revision: int
