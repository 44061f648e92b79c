"""What pages of the stewards' documents are given: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from championships.adapters.effects import Effect
from championships.queries.refs import EventRef, SeasonRef


class DocumentState(StrEnum):
    PENDING = "pending"  # signed on a final result or a season: a second person has not confirmed it yet
    IN_FORCE = "in_force"
    APPEALED = "appealed"  # under appeal
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One thing a document imposes. `kind`: that of the decision; on a season deduct, strike, category, tie."""

    kind: str
    session: str = ""
    session_slug: str = ""
    number: str = ""  # of the car
    person: str = ""  # driver or team
    amount: Decimal | None = None
    terms: Mapping[str, Any] | None = None
    championship: str = ""  # the one whose points it changes
    table: str = ""
    table_title: str = ""  # empty: its key tells enough
    categories: tuple[str, ...] = ()
    effective_at: datetime | None = None  # None: pending
    waits_for_sheet: bool = False  # of a result taken back: the sheet is not published yet


@dataclass(frozen=True, slots=True)
class Document:
    """A document in a list, such as a notice board: enough to name it, date it and find its page.

    Its page: `event-decision` (year, slug, number) of an event, `season-decision` (championship, label, number).
    """

    pk: int
    number: int
    event: EventRef | None
    season: SeasonRef | None
    article: str
    reason: str
    issued_at: datetime
    state: DocumentState
    since: datetime  # when that state began
    measures: tuple[MeasureView, ...]
    annulment_asked: bool  # for the office only


@dataclass(frozen=True, slots=True)
class TableNote:
    """A decision on a table of a season that counts there, or is signed and waits."""

    number: int
    measure: MeasureView
    pending: bool


@dataclass(frozen=True, slots=True)
class DatedEffect:
    """What happened at an instant because of the document: it took effect, or was annulled."""

    at: datetime
    annulment: bool
    effect: Effect

    @property
    def prefix(self) -> str:
        """A name for it among those of a page."""
        return f"e{self.at:%Y%m%d%H%M%S%f}{'a' if self.annulment else ''}"


@dataclass(frozen=True, slots=True)
class DecisionPage:
    document: Document
    zone: str
    demo: bool
    facts: str
    stewards: str
    effective_at: datetime | None
    one_person: bool
    appealed_at: datetime | None
    appealed_by: str
    appeal_closed_at: datetime | None
    appeal_outcome: str
    annulled_at: datetime | None
    annulled_reason: str
    effects: tuple[DatedEffect, ...]

    @property
    def state(self) -> DocumentState:
        return self.document.state
