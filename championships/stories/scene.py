"""A picture with the questions every detector asks of it: which standing is now, who is entered, what is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from championships.scoring.vocabulary import SessionKind
from championships.stories.draft import Figure
from championships.stories.facts import measure_break
from championships.stories.picture import (
    CarPicture,
    EntryPicture,
    Picture,
    ResultPicture,
    RoundPicture,
    RowPicture,
    SeasonPicture,
    SessionPicture,
    StandingPicture,
    StatedPicture,
    TablePicture,
)


@dataclass(frozen=True)
class Scene:
    """`after`: the event has been run, and its report is written."""

    picture: Picture
    after: bool = False

    # --- The calendar ---

    def round(self, season: SeasonPicture) -> RoundPicture | None:
        """The round of the season this event is; None where it is cancelled."""
        held = [one for one in season.run if one.event == self.picture.event]
        return held[0] if held else None

    def earlier_rounds(self, season: SeasonPicture) -> list[RoundPicture]:
        this = self.round(season)
        return [one for one in season.run if this is not None and one.number < this.number]

    def in_order(self, season: SeasonPicture) -> bool:
        """Whether the rounds before this one by number are those before it in time.

        A round postponed past others keeps its number: then "the last", "the next" and "what is left" by number are
        not those of the calendar, and nothing is said of them.
        """
        this = self.round(season)
        for other in season.run:
            if this is None or other.number >= this.number or other.event == this.event:
                continue
            late = other.starts_on and this.starts_on and other.starts_on > this.starts_on
            if other.postponed or late:
                return False
        return not self.overtaken(season)

    def overtaken(self, season: SeasonPicture) -> bool:
        """Whether rounds of higher numbers were over before this one: its tables, by number, lack them."""
        this = self.round(season)
        return this is not None and any(
            other.number > this.number
            and not other.postponed
            and bool(other.ends_on and this.starts_on and other.ends_on < this.starts_on)
            for other in season.run
        )

    def starts(self, event: str) -> date:
        known = self.picture.events.get(event)
        return (known.starts_on if known else None) or date.min

    def last_event(self, season: SeasonPicture) -> str:
        """The event of the season right before this one; empty where there is none."""
        earlier = [one for one in self.earlier_rounds(season) if one.event != self.picture.event]
        return earlier[-1].event if earlier else ""

    def summer(self, season: SeasonPicture) -> bool:
        """Whether July and August fell into the break before this event."""
        this = self.round(season)
        pause = measure_break(season, this.number) if this else None
        if this is None or pause is None or this.starts_on is None or pause.since.ends_on is None:
            return False
        year = this.starts_on.year
        return pause.since.ends_on <= date(year, 7, 15) and this.starts_on >= date(year, 8, 20) and pause.days >= 35

    # --- Tables ---

    def now(self, table: TablePicture) -> StandingPicture | None:
        """The table at the instant of writing; None where a later event was run that it does not hold.

        For a report it must be one of this event: where only an older table is published, who leads is not known.
        """
        standing = table.now
        if standing is None or not standing.rows:
            return None
        season = self.season_of(table)
        if season is not None and self.overtaken(season):
            return None
        if self.after:
            return standing if standing.event == self.picture.event else None
        over = self.over(season) if season is not None else []
        return standing if not over or standing.round >= over[-1].number else None

    def season_of(self, table: TablePicture) -> SeasonPicture | None:
        return next((one for one in self.picture.seasons if any(own is table for own in one.tables)), None)

    def over(self, season: SeasonPicture) -> list[RoundPicture]:
        """The rounds before this event that were over on the day of writing (or whose end is not known)."""
        return [one for one in self.earlier_rounds(season) if one.ends_on is None or one.ends_on < self.picture.day]

    def before(self, table: TablePicture) -> StandingPicture | None:
        """The table after the event before the one the newest standing belongs to.

        None where the event right before it has none: what changed since an older table did not change at one event.
        """
        now, season = self.now(table), self.season_of(table)
        earlier = [one for one in table.standings if now is not None and one.event != now.event and one.rows]
        if now is None or season is None or not earlier:
            return None
        run = [one for one in season.run if one.races and not one.postponed]
        first = min((one.number for one in run if one.event == now.event), default=0)
        between = {one.event for one in run if earlier[-1].round < one.number < first}
        return None if between - {earlier[-1].event} else earlier[-1]

    def whole(self, standing: StandingPicture | None) -> bool:
        """Whether a standing names everybody, with every place or mark known."""
        return standing is not None and not standing.partial and not standing.declared

    # --- Who is known ---

    def entered(self, season: SeasonPicture) -> frozenset[str]:
        """Who is on the list of this event for that season, guests left out; empty: no list is known."""
        return frozenset(
            driver
            for entry in self.entries_of(self.picture.event)
            if season.season in entry.seasons
            for driver in entry.drivers
        )

    def here(self, driver: str) -> bool:
        return self.entry(driver) is not None

    @cached_property
    def entries_by_event(self) -> dict[str, list[EntryPicture]]:
        found: dict[str, list[EntryPicture]] = {}
        for entry in self.picture.entries:
            if not entry.withdrawn:
                found.setdefault(entry.event, []).append(entry)
        return found

    def entries_of(self, event: str) -> list[EntryPicture]:
        return self.entries_by_event.get(event, [])

    def entry(self, driver: str, event: str = "") -> EntryPicture | None:
        """The driver's car at an event (this one)."""
        return next((e for e in self.entries_of(event or self.picture.event) if driver in e.drivers), None)

    def newest_entry(self, driver: str) -> EntryPicture | None:
        """His car at this event, else at the newest earlier one."""
        own = self.entry(driver)
        return own or next(iter(self.earlier_entries(driver)), None)

    def earlier_entries(self, driver: str) -> list[EntryPicture]:
        """His cars at the events before this one, the newest first."""
        before = self.starts(self.picture.event)
        own = [
            entry
            for event, entries in self.entries_by_event.items()
            if self.starts(event) < before
            for entry in entries
            if driver in entry.drivers
        ]
        return sorted(own, key=lambda entry: self.starts(entry.event), reverse=True)

    def history_known(self, season: SeasonPicture) -> bool:
        """Whether every result and list of the season is held: only then may its past be spoken of."""
        since = season.history_complete_from
        return since is not None and season.year > 0 and since <= season.year

    def cars(self, *drivers: str) -> Figure:
        """Number and team of these drivers, for a first mention; unknown ones are left out."""
        found: dict[str, Figure] = {}
        for driver in drivers:
            entry = self.newest_entry(driver)
            if entry is not None and (entry.number or entry.team):
                found[driver] = {"number": entry.number, "team": entry.team}
        return found

    # --- What was stated ---

    def stated(self, kind: str, **about: str) -> Iterator[StatedPicture]:
        """Stated facts of a kind, whose named attributes are those given; newest first."""
        for fact in reversed(self.picture.stated):
            if fact.kind == kind and all(getattr(fact, name) == value for name, value in about.items()):
                yield fact

    # --- Results ---

    def races(self, event: str) -> list[SessionPicture]:
        """The races of an event that were not cancelled, in order."""
        found = [
            one
            for one in self.picture.sessions
            if one.event == event and one.kind == SessionKind.RACE and not one.cancelled
        ]
        return sorted(found, key=lambda one: one.order)

    def results(self, season: SeasonPicture, table: str, event: str = "") -> list[ResultPicture]:
        return [one for one in season.results if one.table == table and event in ("", one.event)]

    def session(self, event: str, slug: str) -> SessionPicture | None:
        return next((one for one in self.picture.sessions if (one.event, one.id) == (event, slug)), None)

    def winner(self, season: SeasonPicture, table: TablePicture, session: SessionPicture) -> tuple[str, ...]:
        """Who won a race as that table counts it (a crew: several); empty where it is not known.

        From the results of the table; where nothing is computed, whoever won the race outright and scores in the
        season is its winner, too: nobody was ahead of him.
        """
        counted = [r for r in self.results(season, table.key, session.event) if r.session == session.id]
        if counted:
            return tuple(dict.fromkeys(r.driver for r in counted if r.place == 1))
        if table.category or self.computed(season):
            return ()
        car = next((car for car in session.cars if car.place == 1), None)
        return car.drivers if car and self._scores(season, car, session.event) else ()

    def computed(self, season: SeasonPicture) -> bool:
        """Whether the season's results are counted by the engine, race by race."""
        return bool(season.results)

    def _scores(self, season: SeasonPicture, car: CarPicture, event: str) -> bool:
        return any(
            season.season in entry.seasons and set(car.drivers) <= set(entry.drivers)
            for entry in self.entries_of(event)
        )


def find_leaders(standing: StandingPicture | None) -> tuple[RowPicture, ...]:
    """The rows in first place: several where it is shared; none where it is not known."""
    return tuple(row for row in standing.rows if row.position == 1) if standing else ()


def find_next_row(standing: StandingPicture, row: RowPicture) -> RowPicture | None:
    """The row of the place right behind that one; None where the place is shared, or not known."""
    behind = [other for other in standing.rows if other.position == (row.position or 0) + 1]
    return behind[0] if len(behind) == 1 and not row.tied else None
