"""The page of a driver: seasons, results, family, what comes next, as published at an instant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from championships.models import (
    Crew,
    Driver,
    DriverAlias,
    Kinship,
    Participation,
    Preview,
    Season,
    StatedFact,
)
from championships.queries.curves import read_curves
from championships.queries.driver_results import read_results
from championships.queries.figures import count_career
from championships.queries.people_values import (
    AgeRow,
    DriverPage,
    DriverSeason,
    KinRow,
    MateRow,
    UpcomingEntry,
    YearResults,
)
from championships.queries.preview_tables import choose_category, find_class_places, measure_gaps
from championships.queries.preview_values import Remark
from championships.queries.refs import (
    DriverRef,
    EventRef,
    SeasonRef,
    SourceList,
    TeamRef,
    find_zone,
    refer_driver,
    refer_event,
    refer_team,
)
from championships.queries.result_values import DriverResult
from championships.queries.stated import compute_age, find_stated_age, find_stated_wins
from championships.queries.tables import SeasonView, find_row, load_tables
from championships.scoring.tables import Row
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
    seasons = tuple(_write_season(view, driver, seats, facts, sources) for view in _newest_first(views.values()))
    results = read_results([driver.pk], at=at, kinds=(SessionKind.RACE, SessionKind.QUALIFYING)).get(driver.pk, ())
    races = [row for row in results if row.kind == SessionKind.RACE]
    curves = read_curves(views, [driver.slug], at=at)
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
        mates=_list_mates(driver),
        seasons=seasons,
        years=_group_by_year(races),
        career=count_career(results, wins_in_tables=_sum_wins(seasons)),
        curves=tuple(curves[view.season.pk] for view in _newest_first(views.values()) if view.season.pk in curves),
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
        rival=_find_rival(view, shown.rows, driver.slug) if shown else None,
        after=view.stop.event.name if view.stop else "",
        finished=view.finished,
    )


def _find_rival(view: SeasonView, rows: Sequence[Row], slug: str) -> DriverRef | None:
    """Who stands next to a driver: the nearest above him, below where he is first. Of several the first listed."""
    own = next((row for row in rows if row.competitor == slug), None)
    if own is None or own.position is None:
        return None
    placed = [row for row in rows if row.position is not None and row.competitor != slug]
    above = [row for row in placed if (row.position or 0) <= own.position]
    below = [row for row in placed if (row.position or 0) > own.position]
    nearest = max(above, key=lambda row: row.position or 0, default=None) or min(
        below, key=lambda row: row.position or 0, default=None
    )
    return None if nearest is None else DriverRef(slug=nearest.competitor, name=view.name(nearest.competitor))


def _group_by_year(races: Iterable[DriverResult]) -> tuple[YearResults, ...]:
    """His races, the newest year first, in the order in which they were run."""
    years: dict[int, list[DriverResult]] = {}
    seasons: dict[int, dict[int, SeasonRef]] = {}
    for row in races:
        years.setdefault(row.event.year, []).append(row)
        ranked = seasons.setdefault(row.event.year, {})
        ranked.update({place.season.pk: place.season for place in row.places})
    return tuple(
        YearResults(year=year, seasons=tuple(seasons[year].values()), results=tuple(years[year]))
        for year in sorted(years, reverse=True)
    )


def _sum_wins(seasons: Iterable[DriverSeason]) -> dict[str, int]:
    """By championship: the wins its tables, or sources, give him."""
    wins: dict[str, int] = {}
    for row in seasons:
        if row.wins is not None:
            wins[row.season.championship] = wins.get(row.season.championship, 0) + row.wins
    return wins


def _list_mates(driver: Driver) -> tuple[MateRow, ...]:
    """Whom he shared a car with, the one of the newest meeting first; meetings newest first. One query."""
    rows = (
        Crew.objects.filter(entry__crew__driver=driver)
        .exclude(driver=driver)
        .select_related("driver", "entry__event")
        .order_by("-entry__event__year", "-entry__event__starts_on", "entry__order", "order", "pk")
    )
    found: dict[DriverRef, dict[EventRef, None]] = {}
    for row in rows:
        found.setdefault(refer_driver(row.driver), {}).setdefault(refer_event(row.entry.event))
    return tuple(MateRow(driver=mate, events=tuple(events)) for mate, events in found.items())
