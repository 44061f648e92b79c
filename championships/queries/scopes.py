"""The races of some championships that are public at an instant, and who finished at the front of them.

Records and circuit pages rest on it. A few rows a race are read, never the whole field: the rest of it stays in the
database. Seasons changed after the instant are computed from what was in force then.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform

from championships.adapters.books import read_uncounted
from championships.adapters.seasons import load_seasons
from championships.adapters.values import ClassifiedPart
from championships.models import Bulletin, ClassifiedLine, Line, LineDriver, RoundSession
from championships.queries.classified import find_changed_later
from championships.queries.driver_results import NO_LAP
from championships.queries.figures import RaceRef
from championships.queries.refs import SeasonRef, day_of, find_zone, refer_event, refer_season
from championships.scoring.vocabulary import BulletinState, FinishStatus, SessionKind

STARTED = tuple(status.value for status in FinishStatus if status.started)


@dataclass(frozen=True, slots=True)
class Race:
    """A race as one championship counts it, with the bulletin in force. `day`: of the race, else its event's first."""

    pk: int  # of the RoundSession
    session: int
    sheet: int
    bulletin: int
    season: SeasonRef
    season_pk: int
    championship: int
    ref: RaceRef
    day: date | None
    order: tuple[object, ...]
    provisional: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """A driver's outcome in a race of the scope. `place`: in the championship, or in the class that was asked for."""

    race: Race
    part: int
    driver: int
    status: str
    place: int | None


class Scope:
    """Races with a bulletin in force among those of `counted`; figures of them on request.

    Four queries to begin with, sixteen more where a season changed after the instant. `category`: places are those
    inside that category of people or class. Sprints, whose winners have not won a race of the championship, are left
    out; `sprints` keeps them.
    """

    def __init__(
        self, counted: QuerySet[RoundSession], *, at: datetime, category: str = "", sprints: bool = False
    ) -> None:
        self.category = category
        rows = list(
            counted.filter(session__kind=SessionKind.RACE.value)
            .select_related("round__season__championship", "session__event__circuit")
            .order_by("pk")
        )
        uncounted = {} if sprints else read_uncounted({row.round.season_id for row in rows}, at=at)
        rows = [row for row in rows if row.key not in uncounted.get(row.round.season_id, ())]
        bulletins = {
            session: (pk, sheet, state)
            for pk, session, sheet, state in Bulletin.objects.filter(session__in=[0, *(row.session_id for row in rows)])
            .in_force(at)
            .values_list("pk", "session_id", "sheet_id", "state")
        }
        races = [_tell_race(row, *bulletins[row.session_id]) for row in rows if row.session_id in bulletins]
        self.races: Mapping[int, Race] = {
            race.pk: race for race in sorted(races, key=lambda race: (race.order, race.season.order, race.pk))
        }
        self.later = find_changed_later([0, *(race.season_pk for race in races)], at)
        self.stored = [race.pk for race in races if race.season_pk not in self.later]
        self._at = at

    @cached_property
    def computed(self) -> Mapping[int, tuple[ClassifiedPart, ...]]:
        """The lines of races whose season changed later, by race: as classified at the instant."""
        if not self.later:
            return {}
        return {
            pk: parts
            for season in load_seasons(self.later, at=self._at).values()
            for pk, parts in season.classified.items()
            if pk in self.races
        }

    def read_front(self, places: int) -> list[Finish]:
        """Who finished in the first places, race by race. One query, a few rows a race."""
        rows = ClassifiedLine.objects.filter(round_session__in=[0, *self.stored], driver__isnull=False)
        if self.category:
            placed = rows.annotate(ranked=KeyTransform(self.category, "category_places")).filter(ranked__lte=places)
        else:
            placed = rows.annotate(ranked=F("place")).filter(place__lte=places)
        found = [
            Finish(self.races[race], part, driver, status, int(place))
            for race, part, driver, status, place in placed.order_by().values_list(
                "round_session_id", "line_driver_id", "driver_id", "status", "ranked"
            )
        ]
        for finish in self._list_computed():
            if finish.place is not None and finish.place <= places:
                found.append(finish)
        return self._sort(found)

    def count_starts(self) -> dict[int, tuple[int, int]]:
        """By driver: races started, and how many of them are provisional. Two queries."""
        counts: dict[int, tuple[int, int]] = {}
        unsure = [pk for pk in self.stored if self.races[pk].provisional]
        rows = ClassifiedLine.objects.filter(status__in=STARTED, driver__isnull=False).order_by()
        all_of = rows.filter(round_session__in=[0, *self.stored]).values("driver").annotate(count=Count("pk"))
        for driver, count in all_of.values_list("driver", "count"):
            counts[driver] = (count, 0)
        some = rows.filter(round_session__in=[0, *unsure]).values("driver").annotate(count=Count("pk"))
        for driver, count in some.values_list("driver", "count"):
            counts[driver] = (counts[driver][0], count)
        for finish in self._list_computed():
            if finish.status in STARTED:
                count, provisional = counts.get(finish.driver, (0, 0))
                counts[finish.driver] = (count + 1, provisional + finish.race.provisional)
        return counts

    def read_starts(self, drivers: Collection[int]) -> list[Finish]:
        """Every race these drivers started, oldest first. One query."""
        rows = ClassifiedLine.objects.filter(driver__in=[0, *drivers], round_session__in=[0, *self.stored])
        ranked = rows.annotate(ranked=KeyTransform(self.category, "category_places") if self.category else F("place"))
        found = [
            Finish(self.races[race], part, driver, status, None if place is None else int(place))
            for race, part, driver, status, place in ranked.filter(status__in=STARTED)
            .order_by()
            .values_list("round_session_id", "line_driver_id", "driver_id", "status", "ranked")
        ]
        wanted = set(drivers)
        found += [one for one in self._list_computed() if one.driver in wanted and one.status in STARTED]
        return self._sort(found)

    def read_poles(self) -> list[Finish]:
        """The first of each grid: as the sheet marks it, else by its grid. Three queries."""
        return self._read_marked("pole", LineDriver.objects.filter(grid="1"))

    def read_fastest_laps(self) -> list[Finish]:
        """As the sheet marks it, else the best of the laps it holds; not of a disqualified car. Three queries."""
        best = (
            Line.objects.filter(sheet=OuterRef("line__sheet"), best_lap_ms__isnull=False)
            .order_by()
            .values("sheet")
            .annotate(best=Min("best_lap_ms"))
        )
        found = self._read_marked(
            "fastest_lap", LineDriver.objects.filter(line__best_lap_ms=Subquery(best.values("best")[:1]))
        )
        return [finish for finish in found if finish.status not in NO_LAP]

    def _read_marked(self, flag: str, otherwise: QuerySet[LineDriver]) -> list[Finish]:
        sheets = [0, *{race.sheet for race in self.races.values()}]
        marked: dict[int, set[int]] = {}
        flagged = LineDriver.objects.filter(line__sheet__in=sheets).exclude(flags=[]).order_by()
        for pk, sheet, flags in flagged.values_list("pk", "line__sheet_id", "flags"):
            if flag in flags:
                marked.setdefault(sheet, set()).add(pk)
        told = set(marked)
        for pk, sheet in otherwise.filter(line__sheet__in=sheets).order_by().values_list("pk", "line__sheet_id"):
            if sheet not in told:
                marked.setdefault(sheet, set()).add(pk)
        return self._find_parts({pk for parts in marked.values() for pk in parts})

    def _find_parts(self, parts: Collection[int]) -> list[Finish]:
        """These line drivers in every race of the scope that ranks them. One query."""
        rows = ClassifiedLine.objects.filter(
            line_driver__in=[0, *parts], round_session__in=[0, *self.stored], driver__isnull=False
        )
        found = [
            Finish(self.races[race], part, driver, status, place)
            for race, part, driver, status, place in rows.order_by().values_list(
                "round_session_id", "line_driver_id", "driver_id", "status", "place"
            )
        ]
        found += [finish for finish in self._list_computed() if finish.part in parts]
        return self._sort(found)

    def _list_computed(self) -> Iterable[Finish]:
        for pk, parts in self.computed.items():
            for part in parts:
                if part.driver_pk is not None:
                    place = part.category_places.get(self.category) if self.category else part.place
                    yield Finish(self.races[pk], part.line_driver_pk, part.driver_pk, part.status, place)

    @staticmethod
    def _sort(found: list[Finish]) -> list[Finish]:
        """Oldest race first, then by place: never the order of the database."""
        return sorted(found, key=lambda one: (one.race.order, one.race.pk, one.place or 0, one.part))


def _tell_race(row: RoundSession, bulletin: int, sheet: int, state: str) -> Race:
    session, season = row.session, row.round.season
    event = session.event
    day = day_of(session, find_zone(event))
    return Race(
        pk=row.pk,
        session=session.pk,
        sheet=sheet,
        bulletin=bulletin,
        season=refer_season(season),
        season_pk=season.pk,
        championship=season.championship_id,
        ref=RaceRef(refer_event(event), str(session.name), session.slug, day),
        day=day or event.starts_on,
        order=(event.year, event.starts_on or date.max, event.slug, session.order),
        provisional=state == BulletinState.PROVISIONAL,
    )
