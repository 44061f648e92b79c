"""The page of a driver: seasons, results, family, what comes next, as published at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from championships.models import (
    Bulletin,
    Category,
    Crew,
    Driver,
    DriverAlias,
    Kinship,
    LineDriver,
    Participation,
    Preview,
    Round,
    RoundSession,
    Season,
    StatedFact,
)
from championships.queries.classified import Placing, read_placings
from championships.queries.people_values import (
    AgeRow,
    DriverPage,
    DriverResult,
    DriverSeason,
    KinRow,
    SeasonPlace,
    UpcomingEntry,
    YearResults,
)
from championships.queries.preview_tables import choose_category, find_class_places, measure_gaps
from championships.queries.preview_values import Remark
from championships.queries.refs import (
    CategoryRef,
    EventRef,
    SourceList,
    TeamRef,
    day_of,
    find_zone,
    refer_category,
    refer_driver,
    refer_event,
    refer_season,
    refer_team,
)
from championships.queries.stated import compute_age, find_stated_age, find_stated_wins
from championships.queries.tables import SeasonView, find_row, load_tables
from championships.scoring.vocabulary import CompetitorKind, SessionKind

Kind = StatedFact.Kind
TOLD = (Kind.NOTE, Kind.RETURN, Kind.DEBUT, Kind.OLDEST, Kind.ABSENCE, Kind.CLASS_WIN)


def load_driver(slug: str, *, at: datetime) -> DriverPage | None:
    """The driver's page as published at that instant; None where there is no such driver."""
    driver = Driver.objects.filter(slug=slug).first()
    if driver is None:
        return None
    sources = SourceList()
    aliases = tuple(DriverAlias.objects.filter(driver=driver).order_by("search_name").values_list("text", flat=True))
    kin = _read_kin(driver, sources)
    facts = list(
        StatedFact.objects.filter(driver=driver)
        .issued(at)
        .select_related("driver", "event", "source")
        .order_by("issued_at", "pk")
    )
    crews = _read_crews(driver, at)
    seats = _read_seats(driver)
    views = load_tables([season.pk for season in _list_seasons(driver)], at=at, awards=False)
    newest = next((crew for crew in crews if crew.entry.event.starts_on), None)
    upcoming = _list_upcoming(crews, at)
    current = upcoming[0] if upcoming else None
    return DriverPage(
        driver=refer_driver(driver),
        country=driver.country,
        aliases=aliases,
        age=_tell_age(driver, facts, at, sources),
        kin=kin,
        number=current.number if current else newest.entry.number if newest else "",
        team=current.team if current else refer_team(newest.entry.team) if newest else None,
        upcoming=upcoming,
        seasons=tuple(_write_season(view, driver, seats, facts, sources) for view in _newest_first(views.values())),
        years=_read_results(driver, at=at),
        notes=tuple(
            Remark(text=str(fact.text), source=sources.add(fact.source))
            for fact in facts
            if fact.kind in TOLD and fact.text
        ),
        sources=sources.listed(),
    )


def _list_seasons(driver: Driver) -> list[Season]:
    """Every season he is enrolled in, or drove a car of. One query."""
    drove = Participation.objects.filter(entry__crew__driver=driver).values("round__season")
    return list(Season.objects.filter(Q(pk__in=drove) | Q(enrolments__driver=driver)).distinct())


def _newest_first(views: Iterable[SeasonView]) -> list[SeasonView]:
    ordered = sorted(views, key=lambda view: (view.season.order, view.season.championship))
    return sorted(ordered, key=lambda view: -view.year)


def _read_kin(driver: Driver, sources: SourceList) -> tuple[KinRow, ...]:
    rows = (
        Kinship.objects.filter(Q(person=driver) | Q(relative=driver), public=True)
        .select_related("person", "relative", "source")
        .order_by("pk")
    )
    return tuple(
        KinRow(
            driver=refer_driver(row.relative if row.person_id == driver.pk else row.person),
            relation=row.relation,
            inverse=row.person_id == driver.pk,
            source=sources.add(row.source),
        )
        for row in rows
    )


def _read_crews(driver: Driver, at: datetime) -> list[Crew]:
    """His cars, the newest meeting first. One query."""
    out = Preview.objects.filter(event=OuterRef("entry__event"), published_at__lte=at)
    return list(
        Crew.objects.filter(driver=driver)
        .select_related("entry__team", "entry__event__circuit")
        .annotate(previewed=Exists(out))
        .order_by("-entry__event__starts_on", "-entry__event__year", "entry__order", "pk")
    )


def _list_upcoming(crews: Iterable[Crew], at: datetime) -> tuple[UpcomingEntry, ...]:
    """The meetings that are not over at their venue, soonest first."""
    rows = []
    for crew in crews:
        event = crew.entry.event
        today = at.astimezone(ZoneInfo(find_zone(event))).date()
        if event.ends_on and event.ends_on >= today and event.state != event.State.CANCELLED:
            rows.append(
                UpcomingEntry(
                    event=refer_event(event),
                    number=crew.entry.number,
                    team=refer_team(crew.entry.team),
                    preview=crew.previewed,  # type: ignore[attr-defined]
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.event.starts_on or date.max, row.event.slug)))


@dataclass(frozen=True, slots=True)
class _Seat:
    season: int
    number: str
    team: TeamRef | None


def _read_seats(driver: Driver) -> list[_Seat]:
    """Number and team of each meeting of each season, in the order of the rounds. One query."""
    rows = (
        Participation.objects.filter(entry__crew__driver=driver)
        .select_related("entry__team", "round")
        .order_by("round__number", "entry__order", "pk")
    )
    return [_Seat(row.round.season_id, row.entry.number, refer_team(row.entry.team)) for row in rows]


def _tell_age(driver: Driver, facts: list[StatedFact], at: datetime, sources: SourceList) -> AgeRow | None:
    """Computed where the birth date may be shown, else the newest age stated, with its day."""
    if driver.born_on and driver.age_public:
        return AgeRow(years=compute_age(driver.born_on, at.date()), on_date=None, source=None)
    stated = find_stated_age(facts, driver=driver.slug, on=at.date())
    if stated is None:
        return None
    return AgeRow(years=int(stated.value["years"]), on_date=stated.on_date, source=sources.add(stated.source))


def _write_season(
    view: SeasonView, driver: Driver, seats: list[_Seat], facts: list[StatedFact], sources: SourceList
) -> DriverSeason:
    """The driver in the overall table of a season, and in those of its classes."""
    mine = [seat for seat in seats if seat.season == view.season.pk]
    overall = next(
        (t for t in view.tables if t.competitor is CompetitorKind.DRIVER and choose_category(view, t) is None), None
    )
    shown = overall.shown if overall else None
    row = find_row(shown, driver.slug)
    classes = find_class_places(view, driver.slug)
    wins, wins_source = row.wins if row else None, None
    if wins is None and shown is not None and overall is not None:
        own = [fact for fact in facts if fact.season_id == view.season.pk]
        fact = find_stated_wins(own, driver=driver.slug, table=overall.key, overall=True, after_round=shown.round)
        if fact is not None:
            wins, wins_source = int(fact.value["count"]), sources.add(fact.source)
    competitor = view.competitors.get(driver.slug)
    return DriverSeason(
        season=view.season,
        year=view.year,
        numbers=tuple(dict.fromkeys(seat.number for seat in mine if seat.number)),
        teams=tuple(dict.fromkeys(seat.team for seat in mine if seat.team)),
        categories=competitor.categories if competitor else (),
        table=overall.key if overall and shown else "",
        listed=row is not None or bool(classes),
        position=row.position if row else None,
        tied=bool(row and row.tied),
        mark=row.mark if row else "",
        points=row.points if row else None,
        gap=measure_gaps(shown.rows).get(driver.slug, (None, None))[0] if shown else None,
        wins=wins,
        wins_source=wins_source,
        classes=classes,
        after=view.stop.event.name if view.stop else "",
        finished=view.finished,
    )


def _read_results(driver: Driver, *, at: datetime) -> tuple[YearResults, ...]:
    """His races with a bulletin in force, the newest year first, in the order in which they were run."""
    in_force = Bulletin.objects.filter(session__sheets__lines__drivers__driver=driver).in_force(at)
    bulletins = {bulletin.sheet_id: bulletin for bulletin in in_force.select_related("sheet").distinct()}
    parts = list(
        LineDriver.objects.filter(driver=driver, line__sheet__in=list(bulletins) or [0])
        .filter(line__sheet__session__kind=SessionKind.RACE.value)
        .select_related("line__entry", "line__sheet__session__event__circuit")
        .order_by("line__sheet__session__event__starts_on", "line__sheet__session__order", "order", "pk")
    )
    sessions = {part.line.sheet.session_id for part in parts}
    counted = list(
        RoundSession.objects.filter(session__in=sessions or {0})
        .select_related("round__season__championship")
        .order_by("round__season__championship__order", "round__season__championship__slug")
    )
    placings = read_placings(counted, at=at)
    championships = {each.round.season.championship_id for each in counted}
    categories = {
        (category.championship_id, category.slug): refer_category(category)
        for category in Category.objects.filter(championship__in=championships or {0})
    }
    by_session: dict[int, list[RoundSession]] = {}
    for each in counted:
        by_session.setdefault(each.session_id, []).append(each)
    years: dict[int, list[DriverResult]] = {}
    seasons: dict[int, dict[int, Round]] = {}
    for part in parts:
        session = part.line.sheet.session
        mine = by_session.get(session.pk, [])
        found = [(each, placings.get(each.pk, {}).get(part.pk)) for each in mine]
        bulletin = bulletins[part.line.sheet_id]
        year = session.event.year
        ranked = seasons.setdefault(year, {})
        ranked.update({each.round.season_id: each.round for each, placing in found if placing is not None})
        years.setdefault(year, []).append(
            _write_result(part, bulletin, [(e, p) for e, p in found if p is not None], categories)
        )
    return tuple(
        YearResults(
            year=year,
            seasons=tuple(refer_season(counted_in.season) for counted_in in seasons[year].values()),
            results=tuple(years[year]),
        )
        for year in sorted(years, reverse=True)
    )


def _write_result(
    part: LineDriver,
    bulletin: Bulletin,
    found: list[tuple[RoundSession, Placing]],
    categories: dict[tuple[int, str], CategoryRef],
) -> DriverResult:
    line, session = part.line, part.line.sheet.session
    flags = set(part.flags) | {flag for _each, placing in found for flag in placing.flags}
    placed = found[0][1] if found else None
    event: EventRef = refer_event(session.event)
    return DriverResult(
        event=event,
        session=str(session.name),
        session_slug=session.slug,
        on_date=day_of(session, find_zone(session.event)),
        number=line.entry.number,
        place=placed.overall if placed else line.stated_place,
        status=placed.status if placed else line.status,
        state=bulletin.state,
        complete=bulletin.sheet.complete,
        pole="pole" in flags,
        fastest_lap="fastest_lap" in flags,
        places=tuple(
            SeasonPlace(
                season=refer_season(each.round.season),
                place=placing.place,
                classes=tuple(
                    (categories[each.round.season.championship_id, slug], place)
                    for slug, place in sorted(placing.categories.items())
                    if (each.round.season.championship_id, slug) in categories
                ),
            )
            for each, placing in found
        ),
    )
