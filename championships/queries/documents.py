"""The stewards' documents of an event or of a season by its address, as the public reads them."""

from datetime import datetime

from championships.models import Event, Season
from championships.queries.decision_values import Document
from championships.queries.decisions import list_documents, list_season_documents


def load_event_documents(year: int, slug: str, *, at: datetime) -> tuple[Document, ...] | None:
    """Those signed by that instant, in order of issue; None where there is no such event. Six queries."""
    event = Event.objects.filter(year=year, slug=slug).first()
    return None if event is None else list_documents(event, at=at)


def load_season_documents(championship: str, label: str, *, at: datetime) -> tuple[Document, ...] | None:
    """Those on the season itself; None where there is no such season. Six queries."""
    season = Season.objects.filter(championship__slug=championship, label=label).first()
    return None if season is None else list_season_documents(season, at=at)
