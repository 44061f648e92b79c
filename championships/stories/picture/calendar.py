"""The calendar of a picture: rounds, events, circuits, earlier visits."""

from dataclasses import dataclass
from datetime import date

from championships.stories.picture.label import UNNAMED, Label


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
    character: Label = UNNAMED


@dataclass(frozen=True, slots=True)
class EventPicture:
    """An event of the year. `place`: where it is, for a sentence ("Magny-Cours"); empty: its name says it."""

    id: str
    name: Label
    year: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    circuit: str = ""
    place: Label = UNNAMED
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
