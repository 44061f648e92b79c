"""The words the reading side answers with, for rooms that have no door to where they are defined."""

from championships.models import Decision, Event, Kinship, Session
from championships.queries.decision_values import DocumentState as DocumentState
from championships.scoring.outlook import Chance as Chance
from championships.scoring.outlook import Silence as Silence
from championships.scoring.tiebreaks import Split as Split
from championships.scoring.vocabulary import BulletinState as BulletinState
from championships.scoring.vocabulary import CompetitorKind as CompetitorKind
from championships.scoring.vocabulary import FinishStatus as FinishStatus
from championships.scoring.vocabulary import PartKind as PartKind
from championships.scoring.vocabulary import SessionKind as SessionKind
from championships.scoring.vocabulary import TieStep as TieStep

EventState = Event.State
SessionState = Session.State
Relation = Kinship.Relation
DecisionKind = Decision.Kind
