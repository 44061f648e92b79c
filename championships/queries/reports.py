"""The report of an event: its text as published, with the tables after the event as they stood on that day."""

from dataclasses import dataclass
from datetime import datetime

from championships.models import Report
from championships.queries.entries import read_field
from championships.queries.events import EventRound, place_rounds, read_calendar
from championships.queries.preview_people import put_forward
from championships.queries.preview_sections import choose_title
from championships.queries.preview_tables import read_tables
from championships.queries.preview_values import HighlightRow, SectionRow
from championships.queries.refs import (
    CircuitRef,
    EventRef,
    SourceList,
    SourceRef,
    find_zone,
    is_demo,
    refer_circuit,
    refer_event,
    refer_season,
)
from championships.queries.story_texts import Paragraphs, read_body


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Numbers named `source` in its tables point into `sources`."""

    event: EventRef
    title: str
    lead: str
    more: Paragraphs  # of the lead
    published_at: datetime
    updated_at: datetime | None
    zone: str
    demo: bool
    circuit: CircuitRef | None
    rounds: tuple[EventRound, ...]
    highlights: tuple[HighlightRow, ...]
    sections: tuple[SectionRow, ...]
    moves: Paragraphs
    closing: Paragraphs
    sources: tuple[SourceRef, ...]


def load_report(year: int, slug: str, *, at: datetime, unpublished: bool = False) -> ReportPage | None:
    """The report as published; None where there is none, or it is not published by that instant.

    `unpublished`: an editor looks at a draft, as it would look if it were published at that instant.
    """
    rows = Report.objects.filter(event__year=year, event__slug=slug)
    if not unpublished:
        rows = rows.filter(published_at__lte=at)
    report = rows.select_related("event__circuit").first()
    if report is None:
        return None
    event, then = report.event, min(report.published_at or at, at)
    calendar = read_calendar(event)
    own = [counted for counted in calendar if counted.event_id == event.pk]
    field = read_field(event, own)
    tables = read_tables(own, at=then, after=True)
    body = read_body(report, {counted.season.championship_id for counted in own})
    sources = SourceList()
    sections = []
    for counted, placed in zip(own, place_rounds(own, calendar), strict=True):
        told = body.seasons.get(counted.season_id)
        sections.append(
            SectionRow(
                season=refer_season(counted.season),
                round=placed,
                title=choose_title(None, told, counted),
                text="",
                tables=tables.write(
                    counted.season,
                    facts=(),
                    before=event,
                    number_of=lambda driver: entry.number if (entry := field.find_newest_entry_of(driver)) else "",
                    sources=sources,
                ),
                told=told,
            )
        )
    return ReportPage(
        event=refer_event(event),
        title=str(report.title),
        lead="".join(body.lead[:1]),
        more=body.lead[1:],
        published_at=then,
        updated_at=report.updated_at,
        zone=find_zone(event),
        demo=is_demo(event, own),
        circuit=refer_circuit(event.circuit),
        rounds=place_rounds(own, calendar),
        highlights=tuple(put_forward(field, person) for person in body.people),
        sections=tuple(sections),
        moves=body.moves,
        closing=body.closing,
        sources=sources.listed(),
    )
