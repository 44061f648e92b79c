"""Championships and their seasons as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import (
    CountedSession,
    Demo,
    EventLink,
    Page,
    SeasonLink,
    Slug,
    SourceNote,
    cite,
    link_event,
    link_season,
    tell_session,
)
from championships.public.api.schema import Address, Points, Says
from championships.public.api.standings import Competitor, Place, RevisionNote, tell_competitor
from championships.queries.listings import ChampionshipRow
from championships.queries.revisions import RevisionRef
from championships.queries.seasons import RoundLine, SeasonPage, TableHead
from championships.queries.vocabulary import CompetitorKind, EventState


@dataclass(frozen=True, slots=True)
class Championship:
    """A championship and its seasons, newest first."""

    id: Slug
    name: str
    demo: Demo
    history_complete_from: Annotated[
        int | None, Says("First year of which every result is held. Null: nothing here is a first or a record.")
    ]
    seasons: tuple[SeasonLink, ...]
    records_url: Address
    url: Address


@dataclass(frozen=True, slots=True)
class ChampionshipList:
    """Every championship, in the order of the site."""

    items: tuple[Championship, ...]


@dataclass(frozen=True, slots=True)
class Leader:
    """One of the first rows of a table."""

    position: Place
    tied: bool
    competitor: Competitor
    points: Points | None
    gap: Points | None


@dataclass(frozen=True, slots=True)
class TableSummary:
    """A table of the season with its first rows; the whole of it stands at `url`."""

    id: Slug
    title: str
    kind: CompetitorKind
    final: bool
    partial: Annotated[bool, Says("Its source does not name everybody.")]
    source: SourceNote | None
    first: tuple[Leader, ...]
    url: Address
    title_url: Address


@dataclass(frozen=True, slots=True)
class SeasonRound:
    """A round and the sessions of it that count."""

    number: int
    event: EventLink
    circuit: str
    state: EventState
    moved_from: date | None
    preview_url: Address | None
    sessions: tuple[CountedSession, ...]


@dataclass(frozen=True, slots=True)
class Season:
    """A season as published at an instant: its tables and its calendar."""

    championship: Slug
    name: Annotated[str, Says("Name of the championship.")]
    season: Annotated[str, Says("Label of the season.", "2025")]
    demo: Demo
    time_zone: str
    as_of: Annotated[datetime | None, Says("The instant asked for; null: now.")]
    revision: RevisionNote | None
    after: Annotated[CountedSession | None, Says("The newest session with a table; null: none yet.")]
    finished: bool
    hypothesis: Annotated[bool, Says("The rules are known only in part: nothing is computed from them.")]
    tables: tuple[TableSummary, ...]
    rounds: tuple[SeasonRound, ...]
    sources: tuple[SourceNote, ...]
    other_seasons: tuple[str, ...]
    decisions_url: Address
    url: Address
    page: Page


def tell_championship(row: ChampionshipRow, to: Addresses) -> Championship:
    return Championship(
        id=row.slug,
        name=row.name,
        demo=row.demo,
        history_complete_from=row.history_complete_from,
        seasons=tuple(link_season(one, to) for one in row.seasons),
        records_url=to.api("records", championship=row.slug),
        url=to.api("championship", championship=row.slug),
    )


def tell_season(page: SeasonPage, to: Addresses, revision: RevisionRef | None, *, as_of: datetime | None) -> Season:
    where = {"championship": page.season.championship, "season": page.season.label}
    return Season(
        championship=page.season.championship,
        name=page.season.name,
        season=page.season.label,
        demo=page.season.demo,
        time_zone=page.zone,
        as_of=as_of,
        revision=None if revision is None else RevisionNote(revision.n, revision.issued_at),
        after=tell_session(page.stop, to) if page.stop else None,
        finished=page.finished,
        hypothesis=page.hypothesis,
        tables=tuple(_tell_head(head, where, to) for head in page.tables),
        rounds=tuple(_tell_round(line, to) for line in page.rounds),
        sources=tuple(cite(one) for one in page.sources),
        other_seasons=page.others,
        decisions_url=to.api("season-decisions", **where),
        url=to.api("season", **where),
        page=to.page("season", *where.values()),
    )


def _tell_head(head: TableHead, where: dict[str, str], to: Addresses) -> TableSummary:
    return TableSummary(
        id=head.key,
        title=head.title,
        kind=CompetitorKind(head.kind),
        final=head.final,
        partial=head.partial,
        source=cite(head.source) if head.source else None,
        first=tuple(
            Leader(line.position, line.tied, tell_competitor(line.competitor, to), line.points, line.gap)
            for line in head.lines
        ),
        url=to.api("standings", **where, table=head.key),
        title_url=to.api("title", **where, table=head.key),
    )


def _tell_round(line: RoundLine, to: Addresses) -> SeasonRound:
    event = line.round.event
    return SeasonRound(
        number=line.round.number,
        event=link_event(event, to),
        circuit=line.round.circuit,
        state=EventState(line.round.state),
        moved_from=line.moved_from,
        preview_url=to.api("preview", year=event.year, event=event.slug) if line.preview else None,
        sessions=tuple(tell_session(one, to) for one in line.scoring),
    )
