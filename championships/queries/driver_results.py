"""Results of drivers as in force at an instant, race by race, with the place each championship gave them.

A pole is the first place on the grid: as the sheet marks it, else by the grid it holds. A fastest lap is the one the
sheet marks, else the best of the laps it holds; a car that was disqualified or excluded has none. A car that two people
share gives its result to both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Min, Q

from championships.adapters.books import read_uncounted
from championships.models import Bulletin, Category, Line, LineDriver, RoundSession
from championships.queries.classified import Placing, read_placings
from championships.queries.refs import (
    CategoryRef,
    day_of,
    find_zone,
    refer_category,
    refer_circuit,
    refer_driver,
    refer_event,
    refer_season,
    refer_team,
)
from championships.queries.result_values import DriverResult, SeasonPlace
from championships.scoring.vocabulary import FinishStatus, SessionKind

RACES = (SessionKind.RACE,)
FLAGS = ("pole", "fastest_lap")
NO_LAP = frozenset({FinishStatus.DSQ, FinishStatus.EX})


def read_results(
    drivers: Collection[int], *, at: datetime, kinds: Collection[SessionKind] = RACES
) -> dict[int, tuple[DriverResult, ...]]:
    """By driver key: the sessions of these kinds with a bulletin in force, in the order in which they were run.

    Ten queries, more where one of the seasons changed after that instant. What nobody published is not there.
    """
    wanted = Q(driver__in=[0, *drivers])
    found: dict[int, list[DriverResult]] = defaultdict(list)
    for part, row in _read_parts(wanted, at=at, kinds=kinds):
        found[part.driver_id or 0].append(row)
    return {driver: tuple(rows) for driver, rows in found.items()}


def read_team_results(team: int, *, at: datetime, kinds: Collection[SessionKind] = RACES) -> tuple[DriverResult, ...]:
    """The same for the cars of a team: one result a car, under its first driver, the others being his mates."""
    wanted = Q(team=team) | Q(team__isnull=True, line__entry__team=team)
    cars: dict[int, DriverResult] = {}
    for part, row in _read_parts(wanted, at=at, kinds=kinds):
        cars.setdefault(part.line_id, row)
    return tuple(cars.values())


def _read_parts(wanted: Q, *, at: datetime, kinds: Collection[SessionKind]) -> list[tuple[LineDriver, DriverResult]]:
    """The line drivers that are wanted, in sheets with a bulletin in force, oldest first, each with its result."""
    driven = LineDriver.objects.filter(wanted).values("line__sheet")
    bulletins = {
        bulletin.sheet_id: bulletin
        for bulletin in Bulletin.objects.filter(sheet__in=driven).in_force(at).select_related("sheet")
    }
    parts = list(
        LineDriver.objects.filter(wanted, line__sheet__in=[0, *bulletins])
        .filter(line__sheet__session__kind__in=[kind.value for kind in kinds])
        .select_related("driver", "line__entry__team", "line__sheet__session__event__circuit")
    )
    parts.sort(key=_run_at)
    reader = _read_around(parts, bulletins, at=at)
    return [(part, reader.write(part)) for part in parts]


def _run_at(part: LineDriver) -> tuple[object, ...]:
    """The order of running: days that are not known come last in their year."""
    session = part.line.sheet.session
    event = session.event
    return (event.year, event.starts_on or date.max, event.slug, session.order, part.line.order, part.order, part.pk)


def _read_around(parts: list[LineDriver], bulletins: Mapping[int, Bulletin], *, at: datetime) -> "_Reader":
    """What a result says beyond its own row: places in championships, who shared the car, marks of the sheet."""
    sessions = {part.line.sheet.session_id for part in parts}
    sheets = {part.line.sheet_id for part in parts}
    counted = list(
        RoundSession.objects.filter(session__in=[0, *sessions])
        .select_related("round__season__championship")
        .order_by("round__season__championship__order", "round__season__championship__slug", "pk")
    )
    by_session: dict[int, list[RoundSession]] = defaultdict(list)
    for each in counted:
        by_session[each.session_id].append(each)
    championships = {each.round.season.championship_id for each in counted}
    categories = {
        (category.championship_id, category.slug): refer_category(category)
        for category in Category.objects.filter(championship__in=[0, *championships])
    }
    mates: dict[int, list[LineDriver]] = defaultdict(list)
    for mate in (
        LineDriver.objects.filter(line__in=[0, *(part.line_id for part in parts)], driver__isnull=False)
        .select_related("driver")
        .order_by("order", "pk")
    ):
        mates[mate.line_id].append(mate)
    return _Reader(
        bulletins=bulletins,
        counted=by_session,
        placings=read_placings(counted, at=at, parts=[part.pk for part in parts]),
        categories=categories,
        mates=mates,
        marked=read_marks(sheets),
        best=dict(
            Line.objects.filter(sheet__in=[0, *sheets], best_lap_ms__isnull=False)
            .order_by()
            .values("sheet")
            .annotate(best=Min("best_lap_ms"))
            .values_list("sheet", "best")
        ),
        uncounted=read_uncounted({each.round.season_id for each in counted}, at=at),
    )


def read_marks(sheets: Iterable[int]) -> dict[int, frozenset[str]]:
    """By sheet: which of pole and fastest lap it marks itself. One query, a few rows a sheet."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = LineDriver.objects.filter(line__sheet__in=[0, *sheets]).exclude(flags=[])
    for sheet, flags in rows.order_by().values_list("line__sheet", "flags"):
        found[sheet].update(flag for flag in flags if flag in FLAGS)
    return {sheet: frozenset(flags) for sheet, flags in found.items()}


class _Reader:
    """Writes one result from its row and what was read around it."""

    def __init__(
        self,
        *,
        bulletins: Mapping[int, Bulletin],
        counted: Mapping[int, list[RoundSession]],
        placings: Mapping[int, Mapping[int, Placing]],
        categories: Mapping[tuple[int, str], CategoryRef],
        mates: Mapping[int, list[LineDriver]],
        marked: Mapping[int, frozenset[str]],
        best: Mapping[int, int],
        uncounted: Mapping[int, frozenset[str]],
    ) -> None:
        self.bulletins = bulletins
        self.counted = counted
        self.placings = placings
        self.categories = categories
        self.mates = mates
        self.marked = marked
        self.best = best
        self.uncounted = uncounted

    def write(self, part: LineDriver) -> DriverResult:
        line, sheet = part.line, part.line.sheet
        session = sheet.session
        ranked = ((each, self.placings.get(each.pk, {}).get(part.pk)) for each in self.counted.get(session.pk, ()))
        found = [(each, placing) for each, placing in ranked if placing is not None]
        flags = set(part.flags) | {flag for _each, placing in found for flag in placing.flags}
        marked = self.marked.get(sheet.pk, frozenset())
        best = line.best_lap_ms is not None and line.best_lap_ms == self.best.get(sheet.pk)
        first = found[0][1] if found else None
        status = first.status if first else line.status
        return DriverResult(
            driver=refer_driver(part.driver) if part.driver else None,
            event=refer_event(session.event),
            circuit=refer_circuit(session.event.circuit),
            session_pk=session.pk,
            session=str(session.name),
            session_slug=session.slug,
            kind=session.kind,
            on_date=day_of(session, find_zone(session.event)),
            number=line.entry.number,
            entry=line.entry_id,
            line=line.pk,
            team=refer_team(line.entry.team),
            mates=tuple(
                refer_driver(mate.driver)
                for mate in self.mates.get(line.pk, ())
                if mate.driver is not None and mate.driver_id != part.driver_id
            ),
            place=first.overall if first else line.stated_place,
            status=status,
            state=self.bulletins[sheet.pk].state,
            complete=sheet.complete,
            grid=int(part.grid) if part.grid.isdigit() else None,
            pole="pole" in flags or ("pole" not in marked and part.grid == "1"),
            fastest_lap=status not in NO_LAP and ("fastest_lap" in flags or ("fastest_lap" not in marked and best)),
            best_lap_ms=line.best_lap_ms,
            places=tuple(self.write_place(each, placing, session.kind) for each, placing in found),
        )

    def write_place(self, each: RoundSession, placing: Placing, kind: str) -> SeasonPlace:
        championship = each.round.season.championship_id
        return SeasonPlace(
            season=refer_season(each.round.season),
            year=each.round.season.year,
            complete_from=each.round.season.championship.history_complete_from,
            round_session=each.pk,
            round=each.round.number,
            place=placing.place,
            classes=tuple(
                (self.categories[championship, slug], place)
                for slug, place in sorted(placing.categories.items())
                if (championship, slug) in self.categories
            ),
            counts=kind != SessionKind.RACE or each.key not in self.uncounted.get(each.round.season_id, ()),
        )
