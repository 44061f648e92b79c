"""What outlives a change of addresses and of the calendar: old addresses, dropped meetings, lasting names."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.base import Bilingual
from championships.models.calendar import Circuit, Event
from championships.models.editorial import News
from championships.models.people import Driver, Team
from championships.models.series import Championship, Season

KINDS = ("driver", "team", "circuit", "event", "championship", "season", "news")


def _names_one_thing() -> models.CheckConstraint:
    """Exactly the column that `kind` says is filled."""
    condition = models.Q()
    for kind in KINDS:
        others = {f"{name}__isnull": True for name in KINDS if name != kind}
        condition |= models.Q(kind=kind, **{f"{kind}__isnull": False}, **others)
    return models.CheckConstraint(condition=condition, name="former_address_of_one_thing")


class FormerAddress(models.Model):
    """An address that something public once had. It leads to what has it now: to the row, so that no chain can form.

    `scope` is what the address was unique in: the year of an event, the key of a season's championship; else empty.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=[(kind, kind) for kind in KINDS])
    scope = models.CharField(_("unique within"), max_length=20, blank=True)
    slug = models.SlugField(_("old address"), max_length=120)
    driver = models.ForeignKey(Driver, models.CASCADE, null=True, blank=True, related_name="former_addresses")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="former_addresses")
    circuit = models.ForeignKey(Circuit, models.CASCADE, null=True, blank=True, related_name="former_addresses")
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="former_addresses")
    championship = models.ForeignKey(
        Championship, models.CASCADE, null=True, blank=True, related_name="former_addresses"
    )
    season = models.ForeignKey(Season, models.CASCADE, null=True, blank=True, related_name="former_addresses")
    news = models.ForeignKey(News, models.CASCADE, null=True, blank=True, related_name="former_addresses")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("kind", "scope", "slug")
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(fields=["kind", "scope", "slug"], name="former_address_leads_to_one_place"),
            _names_one_thing(),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.scope} {self.slug}".replace("  ", " ")

    @property
    def target(self) -> Any:
        """The row it leads to."""
        return getattr(self, self.kind)


class DroppedMeeting(models.Model):
    """What calendars once showed and the site no longer holds: they are told that it is cancelled, not left with it.

    `key` names the event or the session ("event/12", "session/40"), `seasons` those in whose calendar it stood.
    """

    key = models.CharField(max_length=40, unique=True)
    sequence = models.PositiveIntegerField(_("version"))
    name_fr = models.CharField(_("name in French"), max_length=240)
    name_en = models.CharField(_("name in English"), max_length=240)
    name = Bilingual("name")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    place = models.CharField(_("circuit"), max_length=240, blank=True)
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="dropped_meetings")
    seasons: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        Season, blank=True, related_name="dropped_meetings"
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("starts_on", "key")
        verbose_name = _("meeting taken off the calendar")
        verbose_name_plural = _("meetings taken off the calendar")

    def __str__(self) -> str:
        return str(self.name)


class SiteKey(models.Model):
    """One row, written once: what tells the lasting names this site gives (in calendars, feeds) from another site's.

    The host name would not do: it changes when a club moves.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("key of the site")
        verbose_name_plural = _("key of the site")

    def __str__(self) -> str:
        return str(self.key)
