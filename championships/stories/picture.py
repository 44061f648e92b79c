"""What a story may look at: a season's calendar, its leaders and its crews, as frozen values.

People, events and seasons are ids (their slugs): nothing here can be told by name.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RoundPicture:
    """A round of the calendar. `races` counts its races that score; an event may hold two rounds."""

    number: int
    event: str
    starts_on: date | None = None
    ends_on: date | None = None
    races: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class LeaderPicture:
    """Who led a table after a round. Several: a shared first place. None at all: not known."""

    round: int
    leaders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SeasonPicture:
    season: str
    rounds: tuple[RoundPicture, ...]
    leaders: tuple[LeaderPicture, ...] = ()

    @property
    def run(self) -> tuple[RoundPicture, ...]:
        """The rounds that are held or will be, in the order of their numbers."""
        return tuple(sorted((r for r in self.rounds if not r.cancelled), key=lambda r: r.number))


@dataclass(frozen=True, slots=True)
class CrewPicture:
    """The crew of one car at one event. `order` puts the events in time."""

    order: int
    event: str
    number: str
    drivers: tuple[str, ...]
