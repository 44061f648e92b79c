"""What an event brought: winners of its races, what each decision made of its car, the tables before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from championships.models import Bulletin, Document, Event, LineDriver, RoundSession
from championships.queries.classified import read_placings
from championships.queries.competitors import CompetitorView
from championships.queries.events import CarMove, DecisionRow, EventPage, EventRound, tell_moves
from championships.queries.refs import SeasonRef
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.queries.winners import EventResults, read_event_results
from championships.scoring.tables import Row, Standing
from championships.scoring.vocabulary import BulletinState, CompetitorKind


@dataclass(frozen=True, slots=True)
class TableShift:
    """A row of a table after the event, beside the one before it. None: not known, or not in the table before."""

    competitor: CompetitorView
    position: int | None
    tied: bool
    mark: str
    points: Fraction | None
    before: int | None
    gained: Fraction | None  # points

    @property
    def movement(self) -> int | None:
        """Places gained by the event; negative: lost."""
        return None if self.before is None or self.position is None else self.before - self.position


@dataclass(frozen=True, slots=True)
class EventTable:
    """A table as the event left it. `opening`: it is the first of the season, nothing stood before."""

    season: SeasonRef
    round: int
    key: str
    title: str
    of_class: bool
    provisional: bool
    partial: bool
    opening: bool
    rows: tuple[TableShift, ...]

    @property
    def climbers(self) -> tuple[TableShift, ...]:
        """Who gained most places, several where they gained as many; nobody where nobody gained."""
        best = max((row.movement or 0 for row in self.rows), default=0)
        return tuple(row for row in self.rows if best and row.movement == best)


@dataclass(frozen=True, slots=True)
class EventDocument:
    pk: int
    title: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class EventOutcome:
    results: EventResults
    decisions: tuple[DecisionRow, ...]
    tables: tuple[EventTable, ...]
    documents: tuple[EventDocument, ...]


def load_event_outcome(page: EventPage, *, at: datetime) -> EventOutcome:
    """What the event brought by that instant. Twenty-seven queries, more where one of its seasons changed later."""
    event = Event.objects.get(year=page.year, slug=page.slug)
    documents = Document.objects.filter(event=event, published_at__lte=at).order_by("published_at", "pk")
    return EventOutcome(
        results=read_event_results([event], at=at)[0],
        decisions=_tell_decisions(event, page.decisions, at),
        tables=_read_tables(page.rounds, at),
        documents=tuple(
            EventDocument(one.pk, str(one.title), one.published_at) for one in documents if one.published_at is not None
        ),
    )


def _tell_decisions(event: Event, decisions: tuple[DecisionRow, ...], at: datetime) -> tuple[DecisionRow, ...]:
    """The decisions with the places of their cars, on the road and finally. Five queries, whatever was decided."""
    sheets = Bulletin.objects.filter(session__event=event).in_force(at).values_list("sheet_id", flat=True)
    entries = {row.entry_id for row in decisions if row.entry_id}
    parts = list(
        LineDriver.objects.filter(line__sheet__in=list(sheets), line__entry__in=[0, *entries])
        .select_related("line__sheet")
        .order_by("line", "order", "pk")
    )
    counted = list(
        RoundSession.objects.filter(session__in=[0, *(part.line.sheet.session_id for part in parts)]).select_related(
            "round__season"
        )
    )
    placings = read_placings(counted, at=at)
    moves: dict[tuple[int, int], CarMove] = {}
    for part in parts:
        if part.line.road_order is None:
            continue
        for one in counted:
            placing = placings.get(one.pk, {}).get(part.pk) if one.session_id == part.line.sheet.session_id else None
            if placing is not None:
                key = (one.session_id, part.line.entry_id)
                moves.setdefault(key, CarMove(part.line.road_order, placing.overall, placing.status))
    return tell_moves(decisions, moves)


def _read_tables(rounds: Iterable[EventRound], at: datetime) -> tuple[EventTable, ...]:
    own = list(rounds)
    seasons = load_tables({one.season.pk for one in own}, at=at, history=True, awards=False)
    tables = []
    for one in own:
        season = seasons.get(one.season.pk)
        for view in season.tables if season else ():
            if season is not None and view.competitor is CompetitorKind.DRIVER:
                found = _compare(season, view, one.number)
                if found is not None:
                    tables.append(found)
    return tuple(tables)


def _compare(season: SeasonView, view: TableView, number: int) -> EventTable | None:
    """The table after that round beside the one before it; None where none is known after it."""
    # A declared table that lacks sessions does not tell how the event left the season.
    whole = [one for one in view.standings if one.rows and not one.missing]
    after = _last([one for one in whole if one.round == number])
    before = _last([one for one in whole if one.round < number and not one.final])
    if after is None:
        return None
    earlier = {row.competitor: row for row in before.rows} if before else {}
    opening = before is None and number == min(one.number for one in season.rounds)
    rows = []
    for row in after.rows:
        old = earlier.get(row.competitor)
        rows.append(
            TableShift(
                competitor=season.competitors[row.competitor],
                position=row.position,
                tied=row.tied,
                mark=row.mark,
                points=row.points,
                before=old.position if old else None,
                gained=_find_gain(row, old, opening=opening),
            )
        )
    run = [one for one in season.sessions if one.round == number]
    return EventTable(
        season=season.season,
        round=number,
        key=view.key,
        title=view.title,
        of_class=bool(view.group),
        provisional=any(one.state == BulletinState.PROVISIONAL for one in run),
        partial=after.partial,
        opening=opening,
        rows=tuple(rows),
    )


def _find_gain(row: Row, old: Row | None, *, opening: bool) -> Fraction | None:
    """Points gained by the event; at the first of a season all of them."""
    if row.points is None:
        return None
    if old is None:
        return row.points if opening else None
    return None if old.points is None else row.points - old.points


def _last(standings: list[Standing]) -> Standing | None:
    return standings[-1] if standings else None
