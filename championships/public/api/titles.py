"""The state of a title, and the reasons of a place, as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import (
    CountedSession,
    EventLink,
    Page,
    SeasonLink,
    SourceNote,
    cite,
    link_event,
    link_season,
    tell_session,
)
from championships.public.api.schema import Address, Points, Says
from championships.public.api.standings import (
    Competitor,
    Mark,
    Place,
    RaceResult,
    Tie,
    tell_cell,
    tell_competitor,
    tell_tie,
)
from championships.queries.frames import SessionView
from championships.queries.reasons import Part, RaceReason, ReasonsPage
from championships.queries.title_futures import Grid, Margin
from championships.queries.titles import Contender, Decider, TitlePage
from championships.queries.vocabulary import Chance, PartKind, Silence


@dataclass(frozen=True, slots=True)
class Prospect:
    """A row of the table with its chance of the title."""

    position: Place
    tied: bool
    mark: Mark
    competitor: Competitor
    points: Points | None
    gap: Points | None
    chance: Annotated[Chance, Says("champion, shared (nothing is left and the first place is shared), open, out.")]


@dataclass(frozen=True, slots=True)
class RivalLimit:
    """The rival must finish at this place or behind it; null: without points."""

    competitor: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Need:
    """A place from `best` to `worst` in the next session decides the title, if each rival stays behind his limit."""

    best: Annotated[int | None, Says("Null: without points.")]
    worst: Annotated[int | None, Says("Null: without points.")]
    rivals: tuple[RivalLimit, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What the next session must bring for this competitor to be champion after it. Best places first."""

    competitor: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class EarliestTitle:
    """When a contender can be champion at the earliest."""

    competitor: Annotated[str, Says("Identifier.")]
    session: Annotated[CountedSession | None, Says("Null: only after the last, by how those level are parted.")]
    next_event: Annotated[bool, Says("At the event that comes next.")]


@dataclass(frozen=True, slots=True)
class EnoughAhead:
    """After that event the title is won with more than `points` over everybody; `lead`: what it is now."""

    competitor: Annotated[str, Says("Identifier.")]
    event: EventLink
    points: Points
    lead: Points


@dataclass(frozen=True, slots=True)
class PlaceRange:
    """From the better place to the worse; null: without points."""

    best: int | None
    worst: int | None


@dataclass(frozen=True, slots=True)
class TwoLeft:
    """The next session for the only two who can still win. `rows`: places of the first, `columns`: of the second.

    A cell is the identifier of who is then champion; null: still open; empty: both cannot have the one place.
    """

    first: Annotated[str, Says("Identifier.")]
    second: Annotated[str, Says("Identifier.")]
    rows: tuple[PlaceRange, ...]
    columns: tuple[PlaceRange, ...]
    cells: tuple[tuple[Annotated[str | None, Says()], ...], ...]


@dataclass(frozen=True, slots=True)
class TitleState:
    """Who is champion, who can still be, who is out: the engine's answer, exact for the sessions planned.

    With a `silence` nothing can be said, and the lists are empty.
    """

    season: SeasonLink
    table: str
    title: str
    after: CountedSession
    as_of: datetime | None
    finished: Annotated[bool, Says("Nothing is left that scores.")]
    provisional: Annotated[bool, Says("A result counted here is provisional.")]
    silence: Annotated[Silence | None, Says("Why nothing can be said.")]
    champions: Annotated[tuple[str, ...], Says("Identifiers: one; several where it is shared; none while it is open.")]
    prospects: tuple[Prospect, ...]
    newcomer_open: Annotated[bool, Says("Somebody who has not yet appeared could still win it.")]
    remaining: Annotated[tuple[CountedSession, ...], Says("Sessions that still score, the next one first.")]
    conditions: Annotated[tuple[Condition, ...], Says("Of the first three who can still win; none: none decides next.")]
    at_stake: Annotated[Points, Says("What one competitor can still score, before anything is dropped.")]
    at_stake_next: Annotated[Points, Says("At the event that comes next.")]
    earliest: Annotated[tuple[EarliestTitle, ...], Says("Of the first who can still win.")]
    enough_ahead: EnoughAhead | None
    two_left: TwoLeft | None
    standings_url: Address
    url: Address
    page: Page


@dataclass(frozen=True, slots=True)
class PointsPart:
    """One reason for points."""

    kind: PartKind
    points: Points
    place: Annotated[int | None, Says("The place that earned them, in this table.")]
    factor: Annotated[Points | None, Says("Of a shortened race, or decided.")]
    share: Annotated[Points | None, Says("Part of a shared car or of a shared bonus.")]
    car: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class RaceReasons:
    """What one race brought, and why."""

    session: CountedSession
    run: Annotated[bool, Says("False: still to come at the session the table stands after.")]
    provisional: bool
    result: RaceResult
    parts: tuple[PointsPart, ...]
    places: Annotated[tuple[int, ...], Says("Every place in this table, one a car.")]


@dataclass(frozen=True, slots=True)
class Brought:
    """Points brought forward."""

    points: Points
    wins: int
    source: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on the total: points taken (negative: given), or a place struck with a mark."""

    points: Points
    mark: Mark
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a competitor stands where it stands: every race with the parts of its points."""

    season: SeasonLink
    table: str
    title: str
    after: CountedSession
    as_of: datetime | None
    final: bool
    competitor: Competitor
    position: Place
    tied: bool
    mark: Mark
    points: Points | None
    gross: Points | None
    dropped: Points
    deducted: Points
    gap: Points | None
    tie: Tie | None
    races: tuple[RaceReasons, ...]
    brought: tuple[Brought, ...]
    rulings: tuple[Ruling, ...]
    adds_up: Annotated[
        bool, Says("Races and points brought, less drops and deductions, make the total. False: they are not known.")
    ]
    source: Annotated[SourceNote | None, Says("Where the table was published, where it is not computed here.")]
    standings_url: Address
    page: Page


def _find_page(name: str, stop: SessionView, after: tuple[int, str] | None, where: Iterable[str], to: Addresses) -> str:
    """The page for people of the newest table, or of the stop asked for."""
    if after is None:
        return to.page(name, *where)
    return to.page(f"{name}-after", *where, stop.round, *([stop.key] if after[1] else []))


def tell_title(page: TitlePage, to: Addresses, *, as_of: datetime | None, after: tuple[int, str] | None) -> TitleState:
    where = {"championship": page.season.championship, "season": page.season.label, "table": page.key}
    return TitleState(
        season=link_season(page.season, to),
        table=page.key,
        title=page.title,
        after=tell_session(page.stop, to),
        as_of=as_of,
        finished=page.finished,
        provisional=page.provisional,
        silence=page.silence,
        champions=tuple(one.competitor.id for one in page.champions),
        prospects=tuple(_tell_prospect(one, to) for one in page.contenders),
        newcomer_open=page.newcomer_open,
        remaining=tuple(tell_session(one, to) for one in page.remaining),
        conditions=tuple(_tell_decider(one) for one in page.deciders),
        at_stake=page.at_stake,
        at_stake_next=page.at_stake_next,
        earliest=tuple(
            EarliestTitle(one.competitor.id, tell_session(one.session, to) if one.session else None, one.next_event)
            for one in page.earliest
        ),
        enough_ahead=_tell_margin(page.margin, to) if page.margin else None,
        two_left=_tell_grid(page.grid) if page.grid else None,
        standings_url=to.api("standings", **where),
        url=to.api("title", **where),
        page=_find_page("title", page.stop, after, where.values(), to),
    )


def _tell_prospect(one: Contender, to: Addresses) -> Prospect:
    return Prospect(
        position=one.position,
        tied=one.tied,
        mark=one.mark,
        competitor=tell_competitor(one.competitor, to),
        points=one.points,
        gap=one.gap,
        chance=one.chance,
    )


def _tell_margin(one: Margin, to: Addresses) -> EnoughAhead:
    return EnoughAhead(one.competitor.id, link_event(one.event, to), one.points, one.lead)


def _tell_grid(grid: Grid) -> TwoLeft:
    return TwoLeft(
        first=grid.first.id,
        second=grid.second.id,
        rows=tuple(PlaceRange(one.best, one.worst) for one in grid.rows),
        columns=tuple(PlaceRange(one.best, one.worst) for one in grid.columns),
        cells=grid.cells,
    )


def _tell_decider(one: Decider) -> Condition:
    return Condition(
        one.competitor.id,
        tuple(
            Need(need.best, need.worst, tuple(RivalLimit(rival.id, place) for rival, place in need.rivals))
            for need in one.needs
        ),
    )


def tell_reasons(page: ReasonsPage, to: Addresses, *, as_of: datetime | None, after: tuple[int, str] | None) -> Reasons:
    where = {"championship": page.season.championship, "season": page.season.label, "table": page.key}
    line = page.line
    return Reasons(
        season=link_season(page.season, to),
        table=page.key,
        title=page.title,
        after=tell_session(page.stop, to),
        as_of=as_of,
        final=page.final,
        competitor=tell_competitor(line.competitor, to),
        position=line.position,
        tied=line.tied,
        mark=line.mark,
        points=line.points,
        gross=line.gross,
        dropped=Fraction(line.dropped),
        deducted=Fraction(line.deducted),
        gap=line.gap,
        tie=tell_tie(line.split),
        races=tuple(_tell_race(one, to) for one in page.races),
        brought=tuple(Brought(one.points, one.wins, one.source) for one in page.brought),
        rulings=tuple(Ruling(one.points, one.mark, one.document, one.reason) for one in page.rulings),
        adds_up=page.adds_up,
        source=cite(page.declared.source) if page.declared else None,
        standings_url=to.api("standings", **where),
        page=_find_page("reasons", page.stop, after, (*where.values(), line.competitor.id), to),
    )


def _tell_race(one: RaceReason, to: Addresses) -> RaceReasons:
    return RaceReasons(
        session=tell_session(one.session, to),
        run=not one.after_stop,
        provisional=one.provisional,
        result=tell_cell(one.cell),
        parts=tuple(_tell_part(part) for part in one.parts),
        places=one.places,
    )


def _tell_part(part: Part) -> PointsPart:
    return PointsPart(
        kind=part.kind,
        points=part.points,
        place=part.place,
        factor=part.factor,
        share=part.share,
        car=part.car,
        document=part.document,
        reason=part.reason,
    )
