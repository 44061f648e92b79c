"""What the pages of an entry list share: the event, who looks at it, and the list as stored."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from championships import clock
from championships.backoffice.permissions import DECIDE, ENTER, LOOK, PUBLISH, fetch_event, list_season_ids, may
from championships.backoffice.views.pages import Crumb
from championships.models import Event, User
from championships.officiating.roles import list_scope
from championships.queries.entry_lists import EntryListPage, RoundColumn, load_entry_list


@dataclass(frozen=True, slots=True)
class Held:
    """The event, the person, the seasons of it that this person writes, and the list."""

    event: Event
    user: User
    season_ids: frozenset[int]
    page: EntryListPage

    @property
    def may_write(self) -> bool:
        return bool(self.season_ids)

    @property
    def rounds(self) -> tuple[RoundColumn, ...]:
        """The seasons whose columns this person writes."""
        return tuple(column for column in self.page.rounds if column.season in self.season_ids)

    @property
    def crumbs(self) -> list[Crumb]:
        return [
            (_("Race weekends"), reverse("admin:desks")),
            (str(self.event), reverse("admin:desk", args=[self.event.pk])),
        ]

    @property
    def list_crumbs(self) -> list[Crumb]:
        return [*self.crumbs, (_("Entry list"), reverse("admin:entry_list", args=[self.event.pk]))]


def hold_event(request: HttpRequest, pk: int, *, to_write: bool) -> Held:
    """The event as this person may see it. Raises Http404 where it may not be known, or not be written."""
    event, user = fetch_event(request, pk, ENTER) if to_write else fetch_event(request, pk, LOOK, ENTER)
    counted = list_season_ids(event)
    scope = list_scope(user, ENTER)
    own = frozenset(counted if scope is None else counted & scope)
    # Birth dates are for those who look after drivers: the clerk of the course, the stewards. Ages follow them.
    ages = may(user, PUBLISH, counted) or may(user, DECIDE, counted)
    return Held(event, user, own, load_entry_list(event, at=clock.now(), with_ages=ages))


def find_zone(event: Event) -> ZoneInfo:
    """The time zone of the venue."""
    return ZoneInfo(event.circuit.time_zone if event.circuit else "UTC")


def now_at(event: Event) -> datetime:
    return clock.now().astimezone(find_zone(event))
