"""The results page: the newest meetings with a published race, winners of each."""

from dataclasses import dataclass
from datetime import datetime

from championships.models import Championship, Event
from championships.queries.winners import EventResults, list_run_events, read_event_results

SHOWN = 12


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """`invented`: the demonstration beside real championships. `years`: those with a calendar, newest first."""

    results: tuple[EventResults, ...]
    invented: tuple[EventResults, ...]
    years: tuple[int, ...]


def load_results(*, at: datetime) -> ResultsPage:
    """The newest results as of `at`, in a fixed number of queries."""
    real = Championship.objects.filter(demo=False).exists()
    events = list_run_events(at=at, count=SHOWN, demo=False)
    invented = list_run_events(at=at, count=SHOWN, demo=True)
    results = read_event_results([*events, *invented], at=at)
    years = tuple(Event.objects.order_by("-year").values_list("year", flat=True).distinct())
    cut = len(events)
    return ResultsPage(results[:cut] if real else results, results[cut:] if real else (), years)
