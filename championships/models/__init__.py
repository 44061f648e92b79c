"""The tables. Facts and projections never share one; names live here so that other rooms import one door."""

from championships.models.base import StaleVersion
from championships.models.calendar import Circuit, Event, Layout, Round, RoundSession, Session
from championships.models.decisions import (
    Decision,
    DeclaredRow,
    DeclaredTable,
    OpeningBalance,
    PointsAdjustment,
    Protest,
)
from championships.models.derived import Award, ClassifiedLine, Standing, Table
from championships.models.editorial import (
    Document,
    Highlight,
    News,
    Photo,
    Preview,
    PreviewSection,
)
from championships.models.entries import Crew, Enrolment, Entry, Nomination, Participation
from championships.models.fields import fold
from championships.models.ledger import LedgerEntry, LedgerHead, Revision
from championships.models.people import (
    Driver,
    DriverAlias,
    Entrant,
    Kinship,
    Team,
    TeamAlias,
    User,
)
from championships.models.results import Bulletin, Line, LineDriver, Sheet
from championships.models.series import Category, Championship, RuleBook, Season
from championships.models.sources import Source, StatedFact

__all__ = [
    "Award",
    "Bulletin",
    "Category",
    "Championship",
    "Circuit",
    "ClassifiedLine",
    "Crew",
    "Decision",
    "DeclaredRow",
    "DeclaredTable",
    "Document",
    "Driver",
    "DriverAlias",
    "Enrolment",
    "Entrant",
    "Entry",
    "Event",
    "Highlight",
    "Kinship",
    "Layout",
    "LedgerEntry",
    "LedgerHead",
    "Line",
    "LineDriver",
    "News",
    "Nomination",
    "OpeningBalance",
    "Participation",
    "Photo",
    "PointsAdjustment",
    "Preview",
    "PreviewSection",
    "Protest",
    "Revision",
    "Round",
    "RoundSession",
    "RuleBook",
    "Season",
    "Session",
    "Sheet",
    "Source",
    "StaleVersion",
    "Standing",
    "StatedFact",
    "Table",
    "Team",
    "TeamAlias",
    "User",
    "fold",
]
