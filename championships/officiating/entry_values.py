"""An entry list as typed: what the verbs of `entries` are given, and what they answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from championships.models import StaleVersion


@dataclass(frozen=True, slots=True)
class NewName:
    """Somebody nobody has a record of yet: an official said that this name is new.

    `namesakes`: how many bore that name when it was said. More of them now: the same form was sent twice.
    """

    name: str
    namesakes: int = 0


type Who = int | NewName  # a key, or a name to register


@dataclass(frozen=True, slots=True)
class CrewMember:
    """A driver of a car. `replaces`: the driver he stands in for at this event."""

    driver: Who
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class PartValues:
    """An entry takes part in a round: does it score, is it a guest, which class is its car in."""

    round_id: int
    scores: bool = True
    guest: bool = False
    car_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryValues:
    """A row of the list. `parts`: of the rounds the official may write; a round left out: no part in it."""

    number: str = ""
    team: Who | None = None
    entrant: Who | None = None
    car: str = ""
    withdrawn: bool = False
    transponder: str = ""
    second_transponder: str = ""
    crew: tuple[CrewMember, ...] = ()
    parts: tuple[PartValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """A row to write. `entry_id` None: a new entry. `version`: the one the official read."""

    values: EntryValues
    entry_id: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another spelling of a name on record, as an official said: learnt for the next file. `kind`: driver or team."""

    kind: str
    key: int
    text: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a list. `kept`: numbers of cars whose published results keep the drivers and team they name."""

    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    kept: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()  # seasons whose tables were computed anew

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)


class StaleEntries(StaleVersion):
    """Somebody else saved some of these entries meanwhile, or removed them. Nothing was written."""

    def __init__(self, entry_ids: frozenset[int]) -> None:
        self.entry_ids = entry_ids
        super().__init__()


@dataclass(frozen=True, slots=True)
class SeatChange:
    """Who drives a car in which session, as a whole. A session left out: the whole crew."""

    entry_id: int
    version: int
    seats: Mapping[int, tuple[int, ...]]  # session -> drivers, in order
