"""The frozen values of a preview page. Numbers named `source` or `sources` point into `PreviewPage.sources`."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from championships.queries.entries import AbsenceRow, EntryRow
from championships.queries.events import EventRound
from championships.queries.refs import CategoryRef, CircuitRef, DriverRef, EventRef, SeasonRef, SourceRef, TeamRef
from championships.queries.story_texts import Paragraphs, SeasonPart


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence somebody stated; the text may be empty where the kind of fact says enough."""

    text: str
    source: int | None


@dataclass(frozen=True, slots=True)
class BreakRow:
    """The time since the season's event before: "10 weeks and 5 days"."""

    season: SeasonRef
    since: EventRef
    days: int
    weeks: int
    days_over: int


@dataclass(frozen=True, slots=True)
class OwnRounds:
    """Events of one season that none of the other seasons of this event counts."""

    season: SeasonRef
    events: tuple[EventRef, ...]


@dataclass(frozen=True, slots=True)
class Age:
    """An age as stated on a day. `just_turned`: the birthday is just past."""

    years: int
    just_turned: bool
    on_date: date | None
    source: int | None


@dataclass(frozen=True, slots=True)
class HighlightRow:
    driver: DriverRef | None
    number: str
    team: TeamRef | None
    text: str
    age: Age | None


@dataclass(frozen=True, slots=True)
class ClassPlace:
    category: CategoryRef
    position: int | None
    tied: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of a table. None: not published. Gaps are distances: to the leader, and to the place above."""

    driver: DriverRef
    number: str
    position: int | None
    tied: bool
    mark: str
    points: Fraction | None
    gap: Fraction | None
    gap_above: Fraction | None
    wins: int | None
    wins_source: int | None
    classes: tuple[ClassPlace, ...]
    categories: tuple[CategoryRef, ...]


@dataclass(frozen=True, slots=True)
class ClassWinner:
    """Who won a class at the event before."""

    driver: DriverRef
    event: EventRef
    text: str
    source: int | None


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """A table as it stood when the preview was published. No category: the overall one."""

    season: SeasonRef
    key: str
    title: str
    category: CategoryRef | None
    after: str  # the event after which it stands
    races_run: int
    declared: bool
    partial: bool
    note: str
    source: int | None
    rows: tuple[PreviewRow, ...]
    last_winners: tuple[ClassWinner, ...]

    @property
    def leader(self) -> PreviewRow | None:
        return next((row for row in self.rows if row.position == 1), None)

    @property
    def second(self) -> PreviewRow | None:
        return next((row for row in self.rows if row.position == 2), None)


@dataclass(frozen=True, slots=True)
class LeadRow:
    """Who has led since which event. A stated lead has a source."""

    driver: DriverRef
    since: EventRef
    since_round: int
    opening: bool
    source: int | None


@dataclass(frozen=True, slots=True)
class LeftRow:
    """What is left, this event included. `points`: a win's points times the races; None where a win's are not known."""

    meetings: int
    races: int
    points: Fraction | None
    points_a_win: Fraction | None
    published_for: str
    source: int | None


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A championship: the editor's own words (`text`), what is told sentence by sentence (`told`), its tables."""

    season: SeasonRef
    round: EventRound
    title: str
    text: str
    tables: tuple[PreviewTable, ...]
    told: SeasonPart | None = None
    lead: LeadRow | None = None
    left: LeftRow | None = None

    @property
    def overall(self) -> PreviewTable | None:
        return next((table for table in self.tables if table.category is None), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands in one season: overall and in class, with the wins of that season.

    `categories` are those he is enrolled in there, whether or not a place in them is published.
    """

    season: SeasonRef
    categories: tuple[CategoryRef, ...]
    position: int | None
    tied: bool
    wins: int | None
    wins_source: int | None
    classes: tuple[ClassPlace, ...]


@dataclass(frozen=True, slots=True)
class InBoth:
    """Somebody entered in more than one of the seasons, and how he stands in each."""

    driver: DriverRef
    number: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A family tie, as read from the person of the row: this `relative` is the person's … (or the other way)."""

    person: DriverRef
    relation: str
    relative: DriverRef
    both_here: bool
    source: int | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whom the driver shared a car with earlier; no event: it is not known at which."""

    mates: tuple[DriverRef, ...]
    event: EventRef | None
    source: int | None


@dataclass(frozen=True, slots=True)
class FormerHolder:
    drivers: tuple[DriverRef, ...]
    event: EventRef
    source: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who comes, comes back or is new to the field, and why he is named."""

    driver: DriverRef
    number: str
    team: TeamRef | None
    returns: Remark | None
    debut: Remark | None
    oldest: Remark | None
    notes: tuple[Remark, ...]
    sharing: Sharing | None
    ties: tuple[Tie, ...]
    former: FormerHolder | None


@dataclass(frozen=True, slots=True)
class TeamEntries:
    """The cars of a team at the event, in the order of the entry list. No team: it is not known."""

    team: TeamRef | None
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    event: EventRef
    title: str
    lead: str
    more: Paragraphs  # of the lead
    published_at: datetime
    updated_at: datetime | None
    zone: str
    demo: bool
    circuit: CircuitRef | None
    length_m: int | None
    layout_name: str
    length_source: int | None
    character: str
    framework: str
    days_to_go: int | None
    rounds: tuple[EventRound, ...]
    first_visit: Remark | None
    next_event: EventRef | None
    final: EventRef | None
    breaks: tuple[BreakRow, ...]
    own_rounds: tuple[OwnRounds, ...]
    highlights: tuple[HighlightRow, ...]
    sections: tuple[SectionRow, ...]
    in_both: tuple[InBoth, ...]
    teams: tuple[TeamEntries, ...]
    moves: tuple[Move, ...]
    told_moves: Paragraphs
    closing: Paragraphs
    absences: tuple[AbsenceRow, ...]
    sources: tuple[SourceRef, ...]
