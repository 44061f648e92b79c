"""Sessions, their classifications and every version of them as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.events import PlannedSession, tell_planned
from championships.public.api.refs import (
    CategoryName,
    Demo,
    DriverLink,
    EventLink,
    Page,
    SeasonLink,
    Slug,
    SourceNote,
    TeamLink,
    cite,
    link_driver,
    link_event,
    link_season,
    link_team,
    name_category,
)
from championships.public.api.schema import Address, Says
from championships.queries.events import DecisionRow, EventPage
from championships.queries.refs import EventRef
from championships.queries.session_lines import ResultLine
from championships.queries.sessions import BulletinRef, SessionPage
from championships.queries.versions import CarDifference, VersionPage, VersionRef
from championships.queries.vocabulary import BulletinState, FinishStatus, SessionKind

type Milliseconds = Annotated[int | None, Says("In milliseconds.", 94512)]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A numbered, immutable version of what was published of a session."""

    n: int
    state: BulletinState
    issued_at: datetime
    protest_until: datetime | None
    per_source: bool
    one_person: Annotated[bool, Says("Published and confirmed by the same person, as the season allows.")]
    reason: Annotated[str, Says("Why there is a new version; as written, not translated.")]
    hash: Annotated[str, Says("Seal of what was published; printed sheets carry its beginning.")]
    url: Address


@dataclass(frozen=True, slots=True)
class SessionDetail:
    """A session of the programme and every bulletin of it, newest first."""

    event: EventLink
    session: PlannedSession
    time_zone: str
    demo: Demo
    bulletins: tuple[Bulletin, ...]
    page: Annotated[str | None, Says("The page for people; null: nothing is published.", format="uri")]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Whose ranking: a championship's, or one of its categories'."""

    season: SeasonLink
    category: CategoryName | None


@dataclass(frozen=True, slots=True)
class CarDriver:
    """A driver's part in a car. `driver` null: not known. `reason`: why it was given up, or penalised."""

    driver: DriverLink | None
    team: TeamLink | None
    entrant: str
    shared: bool
    laps: int | None
    reason: str
    categories: tuple[CategoryName, ...]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A car. `places` follow the order of `rankings` of the classification."""

    place: Annotated[int | None, Says("In the whole field; null: not classified, `status` says why.")]
    road: Annotated[int | None, Says("Place on the road, before penalties.")]
    status: FinishStatus
    number: str
    car: str
    car_class: str
    drivers: tuple[CarDriver, ...]
    laps: int | None
    time_ms: Annotated[Milliseconds, Says("Total time with the penalties of the bulletin.")]
    gap_ms: Annotated[Milliseconds, Says("Behind the winner.")]
    gap_laps: int | None
    time_text: Annotated[str, Says("The time as the source writes it, where it has no exact one.")]
    gap_text: str
    best_lap_ms: Milliseconds
    grid: Annotated[str, Says("Place on the grid, or PIT.", "3")]
    fastest_lap: bool
    pole: bool
    places: tuple[Annotated[int | None, Says()], ...]
    documents: Annotated[tuple[str, ...], Says("Decisions applied to this car.")]


@dataclass(frozen=True, slots=True)
class AppliedDecision:
    """A decision on the session that is signed and not annulled. `pending`: it does not act yet."""

    document: str
    kind: str
    amount: Annotated[Decimal | None, Says("Seconds, places or laps, after its kind.")]
    number: str
    driver: str
    reason: str
    issued_at: datetime
    championship: Annotated[str, Says("The only one whose points it changes; empty: the classification itself.")]
    pending: bool
    url: Annotated[Address | None, Says("The stewards' document, where there is one.")]


@dataclass(frozen=True, slots=True)
class Classification:
    """The classification in force at an instant. Withdrawn: `rows` is empty. Best first, not classified last.

    `rankings` are the championships and categories in which the field is ranked apart; a single championship that
    ranks the whole field needs none.
    """

    event: EventLink
    session: Slug
    name: str
    kind: SessionKind
    demo: Demo
    time_zone: str
    on_date: date | None
    starts_at: datetime | None
    as_of: datetime | None
    bulletin: Bulletin
    withdrawn: bool
    complete: Annotated[bool, Says("False: the source does not name the whole field.")]
    laps: int | None
    scheduled_laps: int | None
    distance_km: Annotated[Decimal | None, Says("A decimal number.")]
    note: str
    seasons: tuple[SeasonLink, ...]
    rankings: tuple[Ranking, ...]
    rows: tuple[ResultRow, ...]
    decisions: tuple[AppliedDecision, ...]
    sources: tuple[SourceNote, ...]
    laps_url: Annotated[Address | None, Says("Null: no lap-by-lap file is held.")]
    url: Address
    page: Page


@dataclass(frozen=True, slots=True)
class VersionCar:
    """A car of a version. `time_ms` as on the sheet, penalties not added."""

    number: str
    drivers: Annotated[tuple[str, ...], Says("Names.")]
    place: int | None
    status: FinishStatus
    laps: int | None
    time_ms: Milliseconds
    best_lap_ms: Milliseconds


@dataclass(frozen=True, slots=True)
class CarChange:
    """What a version changed of a car. Not on one of the two sheets: only `number`, `drivers` and which."""

    number: str
    drivers: tuple[str, ...]
    known_before: bool
    known_after: bool
    places_gained: int
    changed: Annotated[tuple[str, ...], Says("place, status, laps, time_ms, best_lap_ms, crew.")]


@dataclass(frozen=True, slots=True)
class Version:
    """One bulletin of a session: its classification as published then, and what it changed of the one before."""

    event: EventLink
    session: Slug
    name: str
    demo: Demo
    bulletin: Bulletin
    current: Annotated[bool, Says("It is what stands now.")]
    withdrawn: bool
    complete: bool
    rows: tuple[VersionCar, ...]
    compared_with: Annotated[int | None, Says("Number of the bulletin before it.")]
    changes: tuple[CarChange, ...]
    documents: tuple[str, ...]
    bulletins: tuple[Bulletin, ...]
    page: Page


def tell_detail(page: EventPage, session: str, bulletins: Iterable[BulletinRef], to: Addresses) -> SessionDetail | None:
    planned = next((one for one in page.sessions if one.slug == session), None)
    if planned is None:
        return None
    event = EventRef(page.year, page.slug, page.name, page.starts_on, page.ends_on)
    told = tuple(_tell_bulletin(one, event, session, to) for one in bulletins)
    return SessionDetail(
        event=link_event(event, to),
        session=tell_planned(planned, page.year, page.slug, to),
        time_zone=page.zone,
        demo=page.demo,
        bulletins=told,
        page=to.page("session", page.year, page.slug, session) if told else None,
    )


def tell_classification(page: SessionPage, to: Addresses, *, as_of: datetime | None) -> Classification:
    where: dict[str, int | str] = {"year": page.event.year, "event": page.event.slug, "session": page.slug}
    return Classification(
        event=link_event(page.event, to),
        session=page.slug,
        name=page.name,
        kind=SessionKind(page.kind),
        demo=page.demo,
        time_zone=page.zone,
        on_date=page.on_date,
        starts_at=page.starts_at,
        as_of=as_of,
        bulletin=_tell_bulletin(page.bulletin, page.event, page.slug, to),
        withdrawn=page.withdrawn,
        complete=page.complete,
        laps=page.laps,
        scheduled_laps=page.scheduled_laps,
        distance_km=page.distance_km,
        note=page.note,
        seasons=tuple(link_season(one, to) for one in page.seasons),
        rankings=tuple(
            Ranking(link_season(one.season, to), name_category(one.category) if one.category else None)
            for one in page.columns
        ),
        rows=tuple(_tell_line(line, to) for line in page.lines),
        decisions=tuple(tell_decision(one, to) for one in page.decisions),
        sources=tuple(cite(one) for one in page.sources),
        laps_url=to.api("laps", **where) if page.has_laps else None,
        url=to.api("classification", **where),
        page=to.page("session", page.event.year, page.event.slug, page.slug),
    )


def tell_version(page: VersionPage, to: Addresses) -> Version:
    def tell(one: VersionRef) -> Bulletin:
        return _tell_bulletin(one, page.event, page.slug, to)

    return Version(
        event=link_event(page.event, to),
        session=page.slug,
        name=page.name,
        demo=page.demo,
        bulletin=tell(page.version),
        current=page.version.current,
        withdrawn=page.withdrawn,
        complete=page.complete,
        rows=tuple(
            VersionCar(
                number=car.number,
                drivers=car.drivers,
                place=car.place,
                status=FinishStatus(car.status),
                laps=car.laps,
                time_ms=car.time_ms,
                best_lap_ms=car.best_lap_ms,
            )
            for car in page.cars
        ),
        compared_with=page.before.n if page.before else None,
        changes=tuple(_tell_difference(one) for one in page.differences),
        documents=tuple(one for one in page.documents if one),
        bulletins=tuple(tell(one) for one in page.versions),
        page=to.page("session-bulletin", page.event.year, page.event.slug, page.slug, page.version.n),
    )


def tell_decision(row: DecisionRow, to: Addresses) -> AppliedDecision:
    where: dict[str, int | str] = {"year": row.event_year, "event": row.event_slug, "number": row.verdict}
    return AppliedDecision(
        document=row.document,
        kind=row.kind,
        amount=row.amount,
        number=row.number,
        driver=row.driver,
        reason=row.reason,
        issued_at=row.issued_at,
        championship=row.championship,
        pending=row.pending,
        url=to.api("event-decision", **where) if row.verdict else None,
    )


def _tell_bulletin(row: BulletinRef | VersionRef, event: EventRef, session: str, to: Addresses) -> Bulletin:
    return Bulletin(
        n=row.n,
        state=BulletinState(row.state),
        issued_at=row.issued_at,
        protest_until=row.protest_until,
        per_source=row.per_source,
        one_person=row.one_person,
        reason=row.reason,
        hash=row.hash,
        url=to.api("bulletin", year=event.year, event=event.slug, session=session, n=row.n),
    )


def _tell_line(line: ResultLine, to: Addresses) -> ResultRow:
    return ResultRow(
        place=line.place,
        road=line.road,
        status=FinishStatus(line.status),
        number=line.number,
        car=line.car,
        car_class=line.car_class,
        drivers=tuple(
            CarDriver(
                driver=link_driver(one.driver, to) if one.driver else None,
                team=link_team(one.team, to),
                entrant=one.entrant,
                shared=one.shared,
                laps=one.laps,
                reason=one.reason,
                categories=tuple(name_category(category) for category in one.categories),
            )
            for one in line.drivers
        ),
        laps=line.laps,
        time_ms=line.time_ms,
        gap_ms=line.gap_ms,
        gap_laps=line.gap_laps,
        time_text=line.time_text,
        gap_text=line.gap_text,
        best_lap_ms=line.best_lap_ms,
        grid=line.grid,
        fastest_lap=line.fastest_lap,
        pole=line.pole,
        places=line.places,
        documents=line.documents,
    )


def _tell_difference(one: CarDifference) -> CarChange:
    names = ("place", "status", "laps", "time_ms", "best_lap_ms", "crew")
    return CarChange(
        number=one.number,
        drivers=one.drivers,
        known_before=one.known_before,
        known_after=one.known_after,
        places_gained=one.gained - one.lost,
        changed=tuple(name for name in names if getattr(one, name) is not None),
    )
