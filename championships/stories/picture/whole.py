"""A season, and an event in the seasons that count it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from championships.stories.picture.calendar import CircuitPicture, EventPicture, RoundPicture, VisitPicture
from championships.stories.picture.label import UNNAMED, Label
from championships.stories.picture.people import (
    CareerPicture,
    EntryPicture,
    KinshipPicture,
    PersonPicture,
    StatedPicture,
)
from championships.stories.picture.results import DecisionPicture, ResultPicture, SessionPicture
from championships.stories.picture.tables import CategoryPicture, LeaderPicture, TablePicture


@dataclass(frozen=True, slots=True)
class SeasonPicture:
    """A season that counts the event: its calendar, its tables and its results so far.

    `history_complete_from`: the year from which every result and entry list of the championship is held; None: it is
    not declared, and nothing says "first". `points_a_win`: of an overall race win, where the rules (or a stated fact)
    give it. `results` in the order of the races. `leaders` is read by `facts.find_lead` alone. `starts_here`: races of
    this event whose places count in the overall table; None: all of them.
    """

    season: str
    rounds: tuple[RoundPicture, ...]
    leaders: tuple[LeaderPicture, ...] = ()
    championship: str = ""
    name: Label = UNNAMED
    year: int = 0
    history_complete_from: int | None = None
    tables: tuple[TablePicture, ...] = ()
    categories: tuple[CategoryPicture, ...] = ()
    results: tuple[ResultPicture, ...] = ()
    points_a_win: Fraction | None = None
    starts_here: int | None = None
    demo: bool = False

    @property
    def run(self) -> tuple[RoundPicture, ...]:
        """The rounds that are held or will be, in the order of their numbers."""
        return tuple(sorted((r for r in self.rounds if not r.cancelled), key=lambda r: r.number))

    @property
    def overall(self) -> TablePicture | None:
        """The drivers' table that is for everybody."""
        return next((table for table in self.tables if not table.category and not table.of_teams), None)

    @property
    def class_tables(self) -> tuple[TablePicture, ...]:
        return tuple(table for table in self.tables if table.category and not table.of_teams)

    def table(self, key: str) -> TablePicture | None:
        return next((table for table in self.tables if table.key == key), None)


@dataclass(frozen=True, slots=True)
class Picture:
    """An event in the seasons that count it, at the instant of writing. `day`: that day at the venue.

    `events`: every event of the seasons, and those of the entries, this one too. `sessions`: those of this event and
    of the earlier ones of the seasons, in order of time. `entries`: of this event and of the earlier ones of the year,
    in the order of the lists. `careers`: of the people entered. `most_wins_here`: by championship, the most wins that
    anybody, entered or not, has at the circuit, from the year its history is complete from. `decisions`: of this event.
    """

    event: str
    day: date
    seasons: tuple[SeasonPicture, ...]
    events: Mapping[str, EventPicture]
    circuits: Mapping[str, CircuitPicture] = field(default_factory=dict)
    people: Mapping[str, PersonPicture] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)  # id -> name
    sessions: tuple[SessionPicture, ...] = ()
    entries: tuple[EntryPicture, ...] = ()
    kinships: tuple[KinshipPicture, ...] = ()
    stated: tuple[StatedPicture, ...] = ()
    visits: tuple[VisitPicture, ...] = ()
    careers: tuple[CareerPicture, ...] = ()
    most_wins_here: Mapping[str, int] = field(default_factory=dict)
    decisions: tuple[DecisionPicture, ...] = ()

    @property
    def here(self) -> EventPicture:
        return self.events[self.event]

    @property
    def circuit(self) -> CircuitPicture | None:
        return self.circuits.get(self.here.circuit)

    def season(self, season: str) -> SeasonPicture:
        """Raises KeyError for a season that does not count the event."""
        found = next((one for one in self.seasons if one.season == season), None)
        if found is None:
            raise KeyError(season)
        return found

    def round_of(self, season: SeasonPicture) -> int:
        """The (first) round of the season this event is. Raises ValueError where it is none."""
        return min(held.number for held in season.rounds if held.event == self.event)
