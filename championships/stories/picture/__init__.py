"""What a story may look at: an event in its seasons, as frozen values at one instant.

Everything is an id (the slug of a person, a team, an event, a circuit; "<championship>-<season>" for a season), and
names come beside it. What is not known is None or left out, never a guess. `Picture` is the whole of it; everything
else is a part of one. Only what was public at the instant of writing belongs in a picture.
"""

from championships.stories.picture.calendar import CircuitPicture, EventPicture, RoundPicture, VisitPicture
from championships.stories.picture.label import Label
from championships.stories.picture.people import (
    CareerPicture,
    CrewPicture,
    EntryPicture,
    KinshipPicture,
    PersonPicture,
    StatedPicture,
)
from championships.stories.picture.results import CarPicture, DecisionPicture, ResultPicture, SessionPicture
from championships.stories.picture.tables import (
    CategoryPicture,
    LeaderPicture,
    RowPicture,
    StandingPicture,
    TablePicture,
)
from championships.stories.picture.whole import Picture, SeasonPicture

__all__ = [
    "CarPicture",
    "CareerPicture",
    "CategoryPicture",
    "CircuitPicture",
    "CrewPicture",
    "DecisionPicture",
    "EntryPicture",
    "EventPicture",
    "KinshipPicture",
    "Label",
    "LeaderPicture",
    "PersonPicture",
    "Picture",
    "ResultPicture",
    "RoundPicture",
    "RowPicture",
    "SeasonPicture",
    "SessionPicture",
    "StandingPicture",
    "StatedPicture",
    "TablePicture",
    "VisitPicture",
]
