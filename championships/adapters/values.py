"""What `load_seasons` gives: a season at one instant, as frozen values with the keys of the rows they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from championships.scoring.facts import SeasonFacts
from championships.scoring.rules import RuleBook


@dataclass(frozen=True, slots=True)
class RoundSessionRef:
    """A session as the season counts it. `order` is total inside the season and used by the core."""

    pk: int
    round_pk: int
    round: int
    key: str
    order: int
    session_pk: int
    session_slug: str
    session_name_fr: str
    session_name_en: str
    session_kind: str
    session_state: str
    on_date: date | None
    starts_at: datetime | None
    event_pk: int
    event_year: int
    event_slug: str
    event_name_fr: str
    event_name_en: str
    event_starts_on: date | None
    event_state: str
    scheduled_laps: int | None


@dataclass(frozen=True, slots=True)
class ResultMeta:
    """The bulletin in force of a session, and the sheet it holds."""

    bulletin_pk: int
    n: int
    state: str
    issued_at: datetime
    recorded_at: datetime
    protest_until: datetime | None
    per_source: bool
    one_person: bool
    reason: str
    hash: str
    sheet_pk: int
    sheet_n: int
    origin: str
    complete: bool
    laps: int | None
    distance_km: Decimal | None
    source_pk: int | None


@dataclass(frozen=True, slots=True)
class ClassifiedPart:
    """A driver of a line, ranked for one season: what the ClassifiedLine row stores."""

    line_driver_pk: int
    driver_pk: int | None
    status: str
    overall_place: int | None
    place: int | None
    category_places: Mapping[str, int]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A driver or a team: today's name under the id the core knows."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class DeclaredRef:
    """A declared table in force, in the order of `facts.declared`: where it was read."""

    pk: int
    table: str
    round_session_pk: int
    issued_at: datetime
    complete: bool
    source_pk: int
    source_title: str
    source_url: str
    source_date: date | None
    note_fr: str
    note_en: str


@dataclass(frozen=True, slots=True)
class LoadedSeason:
    """One season as it stood at the instant asked for.

    `book` is the newest rule book in force (None: none); counting, listing and ties follow it. `books_by_round`
    holds, for each round of the season, the version whose points apply there.
    """

    season_id: int
    slug: str
    championship_slug: str
    label: str
    revision: int
    book: RuleBook | None
    books_by_round: Mapping[int, RuleBook]
    facts: SeasonFacts
    round_sessions: tuple[RoundSessionRef, ...]
    results_meta: Mapping[int, ResultMeta] = field(default_factory=dict)  # by round session pk
    classified: Mapping[int, tuple[ClassifiedPart, ...]] = field(default_factory=dict)  # by round session pk
    declared: tuple[DeclaredRef, ...] = ()
    drivers: Mapping[str, PersonRef] = field(default_factory=dict)  # by slug
    teams: Mapping[str, PersonRef] = field(default_factory=dict)  # by slug
