"""The tables. Facts and projections never share one; names live here so that other rooms import one door."""

from championships.models.addresses import DroppedMeeting, FormerAddress, SiteKey
from championships.models.base import StaleVersion
from championships.models.calendar import Circuit, Event, Layout, Round, RoundSession, Session
from championships.models.decisions import (
    Decision,
    DeclaredRow,
    DeclaredTable,
    OpeningBalance,
    PointsAdjustment,
    Protest,
    Verdict,
)
from championships.models.derived import Award, ClassifiedLine, Standing, Table
from championships.models.editorial import (
    Document,
    Highlight,
    News,
    Photo,
    Preview,
    PreviewSection,
    Report,
    Sentence,
)
from championships.models.entries import Crew, Enrolment, Entry, Nomination, Participation, Seat
from championships.models.fields import fold
from championships.models.ledger import LedgerEntry, LedgerHead, Revision
from championships.models.people import (
    Appointment,
    Driver,
    DriverAlias,
    DriverMerge,
    Entrant,
    Kinship,
    Team,
    TeamAlias,
    User,
)
from championships.models.results import Amendment, Bulletin, Grid, GridPlace, Line, LineDriver, Sheet
from championships.models.series import Category, Championship, RuleBook, RuleDraft, Season
from championships.models.sources import Source, StatedFact
from championships.models.timing import ColumnMap, Lap, TimingFile

__all__ = [
    "Amendment",
    "Appointment",
    "Award",
    "Bulletin",
    "Category",
    "Championship",
    "Circuit",
    "ClassifiedLine",
    "ColumnMap",
    "Crew",
    "Decision",
    "DeclaredRow",
    "DeclaredTable",
    "Document",
    "Driver",
    "DriverAlias",
    "DriverMerge",
    "DroppedMeeting",
    "Enrolment",
    "Entrant",
    "Entry",
    "Event",
    "FormerAddress",
    "Grid",
    "GridPlace",
    "Highlight",
    "Kinship",
    "Lap",
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
    "Report",
    "Revision",
    "Round",
    "RoundSession",
    "RuleBook",
    "RuleDraft",
    "Season",
    "Seat",
    "Sentence",
    "Session",
    "Sheet",
    "SiteKey",
    "Source",
    "StaleVersion",
    "Standing",
    "StatedFact",
    "Table",
    "Team",
    "TeamAlias",
    "TimingFile",
    "User",
    "Verdict",
    "fold",
]
