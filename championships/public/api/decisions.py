"""The stewards' documents as JSON: what they impose, their state, what each changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import Demo, EventLink, Page, SeasonLink, link_event, link_season
from championships.public.api.schema import Address, Points, Says
from championships.public.api.sessions import AppliedDecision, tell_decision
from championships.queries.decision_values import DatedEffect, DecisionPage, Document, MeasureView
from championships.queries.events import DecisionRow
from championships.queries.vocabulary import DocumentState, FinishStatus


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing a document imposes. What does not apply is empty."""

    kind: Annotated[str, Says("time, places, laps, disqualify, exclude, deduct, strike, category…", "time")]
    session: Annotated[str | None, Says("Identifier of the session; null: the whole event, or the season.")]
    number: str
    person: Annotated[str, Says("Driver or team.")]
    amount: Annotated[Decimal | None, Says("Seconds, places, laps or points, after its kind.")]
    championship: Annotated[str, Says("Name of the only one whose points it changes.")]
    table: str
    categories: tuple[str, ...]
    effective_at: Annotated[datetime | None, Says("Null: it does not act yet.")]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document in a list. Reasons stand as the stewards wrote them, in their language."""

    number: int
    event: EventLink | None
    season: SeasonLink | None
    article: str
    reason: str
    issued_at: datetime
    state: DocumentState
    since: Annotated[datetime, Says("When that state began.")]
    measures: tuple[Measure, ...]
    url: Address


@dataclass(frozen=True, slots=True)
class EventDecisions:
    """The stewards' documents of an event in order of issue, and every decision that stands on its sessions."""

    documents: tuple[DocumentSummary, ...]
    decisions: tuple[AppliedDecision, ...]


@dataclass(frozen=True, slots=True)
class SeasonDecisions:
    """The documents on the season itself, in order of issue."""

    documents: tuple[DocumentSummary, ...]


@dataclass(frozen=True, slots=True)
class CarMove:
    """A car whose place or status changed. Null: it was not, or is no longer, on the sheet, or not classified."""

    number: str
    drivers: tuple[str, ...]
    place_before: int | None
    place_after: int | None
    status_before: FinishStatus | None
    status_after: FinishStatus | None


@dataclass(frozen=True, slots=True)
class FieldMoves:
    """A classification that changed."""

    session: str
    name: str
    cars: tuple[CarMove, ...]


@dataclass(frozen=True, slots=True)
class RowMove:
    """A competitor of a table whose figures changed."""

    competitor: str
    name: str
    position_before: int | None
    position_after: int | None
    points_before: Points | None
    points_after: Points | None


@dataclass(frozen=True, slots=True)
class TableMoves:
    """A table that changed."""

    championship: str
    season: str
    table: str
    rows: tuple[RowMove, ...]
    standings_url: Address


@dataclass(frozen=True, slots=True)
class Effect:
    """What happened at an instant because of the document: it took effect, or was annulled."""

    at: datetime
    annulment: bool
    classifications: tuple[FieldMoves, ...]
    tables: tuple[TableMoves, ...]


@dataclass(frozen=True, slots=True)
class DecisionDocument:
    """A document of the stewards, and what it changed."""

    document: DocumentSummary
    demo: Demo
    time_zone: str
    facts: str
    stewards: Annotated[str, Says("As the document names them.")]
    effective_at: datetime | None
    appealed_at: datetime | None
    appeal_closed_at: datetime | None
    appeal_outcome: str
    annulled_at: datetime | None
    annulled_reason: str
    effects: tuple[Effect, ...]
    page: Page


def tell_documents(documents: Iterable[Document], to: Addresses) -> tuple[DocumentSummary, ...]:
    return tuple(_tell_summary(one, to) for one in documents)


def tell_event_decisions(
    documents: Iterable[Document], decisions: Iterable[DecisionRow], to: Addresses
) -> EventDecisions:
    return EventDecisions(tell_documents(documents, to), tuple(tell_decision(one, to) for one in decisions))


def tell_document(page: DecisionPage, to: Addresses) -> DecisionDocument:
    document = page.document
    if document.event is not None:
        human = to.page("event-decision", document.event.year, document.event.slug, document.number)
    else:
        assert document.season is not None  # noqa: S101  a document is of an event or of a season
        human = to.page("season-decision", document.season.championship, document.season.label, document.number)
    return DecisionDocument(
        document=_tell_summary(document, to),
        demo=page.demo,
        time_zone=page.zone,
        facts=page.facts,
        stewards=page.stewards,
        effective_at=page.effective_at,
        appealed_at=page.appealed_at,
        appeal_closed_at=page.appeal_closed_at,
        appeal_outcome=page.appeal_outcome,
        annulled_at=page.annulled_at,
        annulled_reason=page.annulled_reason,
        effects=tuple(_tell_effect(one, to) for one in page.effects),
        page=human,
    )


def _tell_summary(one: Document, to: Addresses) -> DocumentSummary:
    if one.event is not None:
        url = to.api("event-decision", year=one.event.year, event=one.event.slug, number=one.number)
    else:
        assert one.season is not None  # noqa: S101  a document is of an event or of a season
        where = {"championship": one.season.championship, "season": one.season.label}
        url = to.api("season-decision", **where, number=one.number)
    return DocumentSummary(
        number=one.number,
        event=link_event(one.event, to) if one.event else None,
        season=link_season(one.season, to) if one.season else None,
        article=one.article,
        reason=one.reason,
        issued_at=one.issued_at,
        state=one.state,
        since=one.since,
        measures=tuple(_tell_measure(measure) for measure in one.measures),
        url=url,
    )


def _tell_measure(measure: MeasureView) -> Measure:
    return Measure(
        kind=measure.kind,
        session=measure.session_slug or None,
        number=measure.number,
        person=measure.person,
        amount=measure.amount,
        championship=measure.championship,
        table=measure.table,
        categories=measure.categories,
        effective_at=measure.effective_at,
    )


def _tell_effect(one: DatedEffect, to: Addresses) -> Effect:
    return Effect(
        at=one.at,
        annulment=one.annulment,
        classifications=tuple(
            FieldMoves(
                session=field.slug,
                name=field.session,
                cars=tuple(
                    CarMove(
                        number=row.car.number,
                        drivers=row.car.drivers,
                        place_before=row.before.place if row.before else None,
                        place_after=row.after.place if row.after else None,
                        status_before=FinishStatus(row.before.status) if row.before else None,
                        status_after=FinishStatus(row.after.status) if row.after else None,
                    )
                    for row in field.moved
                ),
            )
            for field in one.effect.fields
            if field.changed
        ),
        tables=tuple(
            TableMoves(
                championship=table.championship_slug,
                season=table.label,
                table=table.key,
                rows=tuple(
                    RowMove(
                        competitor=row.competitor,
                        name=row.name,
                        position_before=row.before.position if row.before else None,
                        position_after=row.after.position if row.after else None,
                        points_before=row.before.points if row.before else None,
                        points_after=row.after.points if row.after else None,
                    )
                    for row in table.moved
                ),
                standings_url=to.api(
                    "standings", championship=table.championship_slug, season=table.label, table=table.key
                ),
            )
            for table in one.effect.tables
        ),
    )
