"""The people of a picture: who they are, what they are entered for, who is family, careers, stated facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from championships.stories.picture.label import UNNAMED, Label


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
    text: Label = UNNAMED
    issued_on: date | None = None  # the day it became public; None: not known
