"""The frozen values of a result as pages of people, teams, records and rivals read it."""

from dataclasses import dataclass
from datetime import date

from championships.queries.refs import CategoryRef, CircuitRef, DriverRef, EventRef, SeasonRef, TeamRef


@dataclass(frozen=True, slots=True)
class SeasonPlace:
    """A place in one championship, with the places in its categories.

    `complete_from`: the first year of which every result of the championship is held; None: not declared. `counts`: not
    of a session, such as a sprint, that gives points of the championship but no win.
    """

    season: SeasonRef
    year: int
    complete_from: int | None
    round_session: int
    round: int  # its number
    place: int | None
    classes: tuple[tuple[CategoryRef, int], ...]
    counts: bool = True


@dataclass(frozen=True, slots=True)
class DriverResult:
    """A driver's part in a session with a bulletin in force. `mates` drove the same car in it.

    No `driver`: he is not known.
    """

    driver: DriverRef | None
    event: EventRef
    circuit: CircuitRef | None
    session_pk: int
    session: str
    session_slug: str
    kind: str
    on_date: date | None
    number: str
    entry: int
    line: int
    team: TeamRef | None
    mates: tuple[DriverRef, ...]
    place: int | None  # in the whole field
    status: str
    state: str
    complete: bool
    grid: int | None
    pole: bool
    fastest_lap: bool
    best_lap_ms: int | None
    places: tuple[SeasonPlace, ...]

    @property
    def counts(self) -> bool:
        """Whether it is a race for any championship, or for none because none counts it."""
        return not self.places or any(place.counts for place in self.places)
