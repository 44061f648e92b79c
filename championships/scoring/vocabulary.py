"""The words of the sport that every room shares. No logic that needs data, no Django."""

from enum import StrEnum


class FinishStatus(StrEnum):
    """How a car ended a session, as timing or a source states it.

    ``CLASSIFIED`` on a timing sheet means "took the flag"; the classification rule decides the rest.
    """

    CLASSIFIED = "CLASSIFIED"
    DNF = "DNF"  # retired
    NC = "NC"  # running, but not classified (distance not covered)
    DSQ = "DSQ"  # disqualified from the session
    EX = "EX"  # excluded from the event
    DNS = "DNS"  # did not start
    DNQ = "DNQ"  # did not qualify
    DNPQ = "DNPQ"  # did not pre-qualify
    DNP = "DNP"  # did not practise
    WD = "WD"  # withdrawn

    @property
    def started(self) -> bool:
        """Whether the car took the start (counts as a starter and towards minimum starts)."""
        return self in _STARTED


_STARTED = frozenset(
    {
        FinishStatus.CLASSIFIED,
        FinishStatus.DNF,
        FinishStatus.NC,
        FinishStatus.DSQ,
        FinishStatus.EX,
    }
)


class SheetOrigin(StrEnum):
    """Where the facts of a sheet come from."""

    TIMING = "timing"  # order on the road: the classification rule and penalties rank it
    STATED = "stated"  # places as a source states them: never re-ranked on import


class BulletinState(StrEnum):
    PROVISIONAL = "provisional"
    OFFICIAL = "official"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"


class SessionKind(StrEnum):
    PRACTICE = "practice"
    QUALIFYING = "qualifying"
    RACE = "race"


class PenaltyKind(StrEnum):
    """What a stewards' decision on a session does to one car."""

    TIME = "time"  # seconds added to the total time
    PLACES = "places"  # places lost in the classification
    LAPS = "laps"  # laps taken off
    LAP_DELETED = "lap_deleted"  # a lap time does not count
    GRID = "grid"  # places lost on the next grid
    REPRIMAND = "reprimand"
    LICENCE = "licence"  # licence points
    DISQUALIFY = "disqualify"  # from the session
    EXCLUDE = "exclude"  # from the event


class CompetitorKind(StrEnum):
    DRIVER = "driver"
    TEAM = "team"
    CAR = "car"


class PartKind(StrEnum):
    """What a part of an award was given for."""

    PLACE = "place"
    POLE = "pole"
    FASTEST_LAP = "fastest_lap"
    FLAG = "flag"
    START = "start"
    PLACES_GAINED = "places_gained"
    OVERRIDE = "override"
    CLASS_CHANGE = "class_change"  # brought from the old class
    OPENING_BALANCE = "opening_balance"


class TieStep(StrEnum):
    """The step of the tie-break chain that separated two competitors level on points."""

    COUNTBACK = "countback"
    EARLIEST = "earliest"
    DECISION = "decision"  # the organiser's order
    UNKNOWN = "unknown"  # stays shared: the counts it needs are not known
    SHARED = "shared"  # level on everything: a shared place


class TableSource(StrEnum):
    COMPUTED = "computed"
    DECLARED = "declared"
