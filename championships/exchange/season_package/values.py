"""A season package as values: what the files say, and what the tables say, in one shape so that both compare."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

RULINGS = ("session_overrides", "result_overrides", "adjustments", "tie_decisions", "opening_balances")

ROUND_COLUMNS = (
    "round",
    "session",
    "date",
    "event",
    "official_name",
    "venue",
    "country",
    "laps",
    "distance_km",
    "scheduled_laps",
    "scheduled_distance_km",
)
RESULT_COLUMNS = (
    "round",
    "session",
    "order",
    "car",
    "number",
    "driver",
    "team",
    "entrant",
    "class",
    "position",
    "status",
    "shared",
    "laps",
    "time",
    "penalty",
    "gap",
    "grid",
    "reason",
    "fastest_lap",
)
POINTS_COLUMN = "points_official"  # written, never read
ENTRY_COLUMNS = ("guest", "scores", "categories")  # only where they say something
COMPETITOR_COLUMNS = ("kind", "id", "name", "country")
ENTRANT_COLUMNS = ("entrant", "entrant_name", "team", "chassis", "engine", "tyre", "driver", "rounds")
STANDING_COLUMNS = ("after_round", "position", "competitor", "points")

ROUNDS, RESULTS, COMPETITORS, ENTRANTS, RULES = (
    "rounds.csv",
    "results.csv",
    "competitors.csv",
    "entrants.csv",
    "rules.json",
)

type SessionKey = tuple[int, str]  # round, key of the session in the rule book


class SessionRow(NamedTuple):
    """A row of rounds.csv."""

    round: int
    session: str
    date: date | None
    event: str
    official_name: str
    venue: str
    country: str
    laps: int | None
    distance_km: Decimal | None
    scheduled_laps: int | None
    scheduled_distance_km: Decimal | None

    @property
    def key(self) -> SessionKey:
        return self.round, self.session


class ResultRow(NamedTuple):
    """A row of results.csv: a driver in a car in a session. Empty text: not known, or none."""

    round: int
    session: str
    order: int
    car: str
    number: str
    driver: str
    team: str
    entrant: str
    car_class: str
    position: int | None
    status: str
    shared: bool
    laps: int | None
    time: str
    penalty: str
    gap: str
    grid: str
    reason: str
    flags: frozenset[str]  # names of the 0/1 columns that are 1
    guest: bool = False
    scores: bool = True
    categories: frozenset[str] = frozenset()

    @property
    def key(self) -> SessionKey:
        return self.round, self.session


class Competitor(NamedTuple):
    """A row of competitors.csv. `kind` is driver or team."""

    kind: str
    id: str
    name: str
    country: str


class EntrantRow(NamedTuple):
    """A row of entrants.csv."""

    entrant: str
    entrant_name: str
    team: str
    chassis: str
    engine: str
    tyre: str
    driver: str
    rounds: str


def write_cell(value: object) -> str:
    """A cell as the format writes it: blank for unknown, 0/1, a decimal point without trailing zeros."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case Decimal():
            text = format(value, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case frozenset():
            return " ".join(sorted(value))
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Package:
    """One season. `document` is rules.json without its decisions, which stand in `rulings`, list by list."""

    championship: str
    label: str
    document: Mapping[str, object]
    rulings: Mapping[str, tuple[Mapping[str, object], ...]]
    sessions: tuple[SessionRow, ...]  # in the order they are run
    results: tuple[ResultRow, ...]  # by session, then by row order
    competitors: tuple[Competitor, ...]  # by kind and id
    entrants: tuple[EntrantRow, ...] = ()
    flag_columns: tuple[str, ...] = ("fastest_lap",)  # in the order of the file
    remarks: tuple[str, ...] = field(default=(), compare=False)  # what was read over, and said so

    @property
    def slug(self) -> str:
        """The name of the season in commands: `<championship>-<season>`."""
        return f"{self.championship}-{self.label}"

    @property
    def book(self) -> dict[str, object]:
        """The rules alone: whether an empty list of decisions is written or left out says nothing."""
        return {key: value for key, value in self.document.items() if key not in RULINGS}

    @property
    def digest(self) -> str:
        """A hash of all it says; the same for two packages that say the same."""
        plain = (
            self.championship,
            self.label,
            self.book,
            self.rulings,
            [[write_cell(cell) for cell in row] for row in self.sessions],
            [[write_cell(cell) for cell in row] for row in self.results],
            self.competitors,
            self.entrants,
            self.flag_columns,
        )
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def results_by_session(self) -> dict[SessionKey, list[ResultRow]]:
        found: dict[SessionKey, list[ResultRow]] = {}
        for row in self.results:
            found.setdefault(row.key, []).append(row)
        return found
