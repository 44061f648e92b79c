"""What a story may look at: an event in its seasons, as frozen values at one instant.

Everything is an id (the slug of a person, a team, an event, a circuit; "<championship>-<season>" for a season), and
names come beside it. What is not known is None or left out, never a guess. `Picture` is the whole of it; everything
else is a part of one. Only what was public at the instant of writing belongs in a picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from championships.scoring.outlook import Condition, Outlook


@dataclass(frozen=True, slots=True)
class Label:
    """A name or a text in both languages; false where there is none. English may be empty: the French stands."""

    french: str = ""
    english: str = ""

    def __bool__(self) -> bool:
        return bool(self.french)

    def read(self, language: str) -> str:
        return self.french if language.startswith("fr") or not self.english else self.english


# --- The calendar ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundPicture:
    """A round of the calendar. `races` counts its races that score; an event may hold two rounds.

    `postponed`: it will be held, but nobody knows when; the dates it had are not its dates any more.
    """

    number: int
    event: str
    starts_on: date | None = None
    ends_on: date | None = None
    races: int = 0
    cancelled: bool = False
    postponed: bool = False


@dataclass(frozen=True, slots=True)
class CircuitPicture:
    """A circuit. `country` as stored: a code or an English name. `length_m`: of the layout used at the event."""

    id: str
    name: str
    country: str = ""
    length_m: int | None = None
    character: Label = Label()


@dataclass(frozen=True, slots=True)
class EventPicture:
    """An event of the year. `place`: where it is, for a sentence ("Magny-Cours"); empty: its name says it."""

    id: str
    name: Label
    year: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    circuit: str = ""
    place: Label = Label()
    framework: str = ""
    cancelled: bool = False
    postponed: bool = False


@dataclass(frozen=True, slots=True)
class VisitPicture:
    """An earlier event of a championship at the circuit of the picture's event (any year), the newest last."""

    championship: str
    event: str
    year: int
    starts_on: date | None = None


# --- Tables ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowPicture:
    """A competitor in a table. None: not published. `tie` names the step that decided its place ("countback", …)."""

    competitor: str
    position: int | None = None
    tied: bool = False
    points: Fraction | None = None
    wins: int | None = None
    podiums: int | None = None
    dropped: Fraction | None = None  # points of results that do not count; None: not known
    tie: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class StandingPicture:
    """A table after a session (its slug; empty: after the whole event). The order of the rows is the table's."""

    round: int
    event: str
    session: str = ""
    rows: tuple[RowPicture, ...] = ()
    declared: bool = False
    partial: bool = False  # it does not name everybody

    def row(self, competitor: str) -> RowPicture | None:
        return next((row for row in self.rows if row.competitor == competitor), None)


@dataclass(frozen=True, slots=True)
class TablePicture:
    """A table of a season, for everybody or for one category.

    `standings`: after every session (or round) so far, oldest first; the last one is that of the instant of writing.
    `outlook`: from the real engine, at the instant of writing; `outlook_before`: before the event (for its report).
    `conditions`: for the next session, by driver. `can_clinch`: who could be champion of it when this event is over;
    None: not asked.
    """

    key: str
    title: Label = Label()
    category: str = ""
    standings: tuple[StandingPicture, ...] = ()
    outlook: Outlook | None = None
    outlook_before: Outlook | None = None
    conditions: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    can_clinch: tuple[str, ...] | None = None
    of_teams: bool = False
    finished: bool = False  # the season is over: the last standing is the final one

    @property
    def now(self) -> StandingPicture | None:
        return self.standings[-1] if self.standings else None


@dataclass(frozen=True, slots=True)
class CategoryPicture:
    """A category of people. `plural` is the word of a sentence ("les Gentlemen"); empty: built from the name."""

    id: str
    name: Label
    plural: Label = Label()


@dataclass(frozen=True, slots=True)
class LeaderPicture:
    """Who led a table after a round. Several: a shared first place. None at all: not known."""

    round: int
    leaders: frozenset[str] = frozenset()


# --- Results ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CarPicture:
    """A car in a session. `drivers`: who drove it there. `grid`: its starting place, where it is known."""

    number: str
    drivers: tuple[str, ...]
    place: int | None = None
    status: str = ""  # a FinishStatus; empty: not known
    grid: int | None = None
    pole: bool = False
    fastest_lap: bool = False
    best_lap_ms: int | None = None
    gap_ms: int | None = None  # behind the winner, on his lap
    gap_laps: int | None = None
    team: str = ""


@dataclass(frozen=True, slots=True)
class SessionPicture:
    """A session of an event. `state`: of its bulletin in force ("provisional", "official", "amended"); empty: none.

    `complete`: every car of it is known. `cars`: those known, in the order of the classification.
    """

    id: str
    event: str
    name: Label
    kind: str  # a SessionKind
    order: int
    on_date: date | None = None
    cancelled: bool = False
    complete: bool = False
    state: str = ""
    cars: tuple[CarPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultPicture:
    """What a driver did in a race *as one table of a season counts it*: his place there, and his points.

    From the awards of the engine: one for every driver who started a race of the season that is complete. `counts`:
    its first place is a win in the table; that of a sprint is none where the rules count the places of races alone.
    """

    table: str
    driver: str
    event: str
    session: str
    round: int
    place: int | None = None
    points: Fraction | None = None
    started: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True)
class DecisionPicture:
    """A decision of the stewards in force, on a session of the event. Places before and after, where both are known."""

    event: str
    session: str
    kind: str  # a PenaltyKind
    drivers: tuple[str, ...]
    number: str = ""
    document: str = ""
    amount: Fraction | None = None
    reason: str = ""
    place_before: int | None = None
    place_after: int | None = None


# --- People ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonPicture:
    """A driver. `gender`: "m", "f", or "" where it is not known: the sentence then needs none.

    `family`: what a second mention says ("Damiani"); empty: the last word of the name. `born_on` only where the age
    may be told. `categories`: season -> ids of the categories in it.
    """

    id: str
    name: str
    family: str = ""
    gender: str = ""
    born_on: date | None = None
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryPicture:
    """A car on the entry list of an event. `seasons`: those it scores in; `guest_in`: those it is a guest in."""

    event: str
    number: str
    drivers: tuple[str, ...]
    team: str = ""
    seasons: tuple[str, ...] = ()
    guest_in: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class CrewPicture:
    """The crew of one car at one event. `order` puts the events in time."""

    order: int
    event: str
    number: str
    drivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KinshipPicture:
    """A family tie that may be told: `person` is the `relation` ("brother", "father", …) of `relative`."""

    person: str
    relation: str
    relative: str


@dataclass(frozen=True, slots=True)
class CareerPicture:
    """A driver's totals in one championship before the event, from the year its history is complete from.

    `starts` and the rest count its races (and qualifyings) that score overall, and whose places count as such in the
    table; `wins_here`: at the circuit of the picture's event. `entered`: he was in a result, started or not.
    """

    championship: str
    driver: str
    starts: int = 0
    wins: int = 0
    podiums: int = 0
    poles: int = 0
    wins_here: int = 0
    entered: bool = False


@dataclass(frozen=True, slots=True)
class StatedPicture:
    """A fact an official or a source stated (a StatedFact), public at the instant of writing."""

    kind: str
    driver: str = ""
    event: str = ""
    season: str = ""
    on_date: date | None = None
    value: Mapping[str, object] = field(default_factory=dict)
    text: Label = Label()
    issued_on: date | None = None  # the day it became public; None: not known


# --- The whole -------------------------------------------------------------------------------------------------------


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
    name: Label = Label()
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
