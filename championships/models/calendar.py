"""Where and when: circuits, events, sessions, and the rounds that a season counts."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.base import Bilingual, FoldedName, Versioned
from championships.models.series import Season
from championships.scoring.vocabulary import SessionKind


class Circuit(Versioned):
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120)
    search_name = FoldedName("name", max_length=200)
    country = models.CharField(_("country"), max_length=60, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    character_fr = models.TextField(_("character, in French"), blank=True)
    character_en = models.TextField(_("character, in English"), blank=True)
    character = Bilingual("character")
    demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        ordering = ("search_name", "slug")
        verbose_name = _("circuit")
        verbose_name_plural = _("circuits")

    def __str__(self) -> str:
        return self.name


class Layout(models.Model):
    """A length belongs to a layout, not to a circuit."""

    circuit = models.ForeignKey(Circuit, models.CASCADE, related_name="layouts")
    name = models.CharField(_("name"), max_length=80, blank=True)
    length_m = models.PositiveIntegerField(_("length (metres)"))
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        constraints = [models.UniqueConstraint(fields=["circuit", "name", "length_m"], name="layout_once")]

    def __str__(self) -> str:
        return f"{self.circuit} {self.name} ({self.length_m} m)"


class EventQuerySet(models.QuerySet["Event"]):
    def upcoming(self, on: date) -> Self:
        """Events that are not over on that day, soonest first."""
        return self.filter(ends_on__gte=on).exclude(state=Event.State.CANCELLED).order_by("starts_on", "slug")


class Event(Versioned):
    """A meeting at a circuit. It may be a round of several championships, and of one twice."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        MOVED = "moved", _("moved")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    year = models.PositiveSmallIntegerField(_("year"))
    slug = models.SlugField(_("address"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    name = Bilingual("name")
    official_name = models.CharField(_("official name"), max_length=240, blank=True)
    circuit = models.ForeignKey(Circuit, models.PROTECT, null=True, blank=True, related_name="events")
    layout = models.ForeignKey(Layout, models.PROTECT, null=True, blank=True, related_name="events")
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    moved_from = models.DateField(_("first announced for"), null=True, blank=True)
    framework = models.CharField(_("on the bill of"), max_length=120, blank=True)
    protest_minutes = models.PositiveSmallIntegerField(
        _("protest window (minutes)"), null=True, blank=True, help_text=_("Empty: as the rules say.")
    )
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="+")
    demo = models.BooleanField(_("demonstration"), default=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)  # with the version: what calendars are told

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "slug")
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["year", "slug"], name="event_address_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on"))
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True),
                name="event_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Session(Versioned):
    """A practice, a qualifying session or a race of an event."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ABANDONED = "abandoned", _("abandoned")
        CANCELLED = "cancelled", _("cancelled")

    class GridBy(models.TextChoices):
        BEST_LAP = "best_lap", _("best lap")
        SECOND_BEST = "second_best", _("second best lap")
        CLASSIFICATION = "classification", _("classification")

    event = models.ForeignKey(Event, models.PROTECT, related_name="sessions")
    slug = models.SlugField(_("address"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=[(k.value, k.value) for k in SessionKind])
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    name = Bilingual("name")
    order = models.PositiveSmallIntegerField(_("order in the event"))
    on_date = models.DateField(_("date"), null=True, blank=True)
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    scheduled_laps = models.PositiveSmallIntegerField(_("scheduled laps"), null=True, blank=True)
    scheduled_km = models.DecimalField(
        _("scheduled distance (km)"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    protest_minutes = models.PositiveSmallIntegerField(
        _("protest window (minutes)"), null=True, blank=True, help_text=_("Empty: the event's.")
    )
    grid_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="grids", verbose_name=_("grid taken from session")
    )
    grid_by = models.CharField(_("grid ordered by"), max_length=14, choices=GridBy, blank=True)
    grid_reversed = models.PositiveSmallIntegerField(
        _("first places reversed"), default=0, help_text=_("The first N start in reverse order; 0: none.")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ("event", "order")
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(fields=["event", "slug"], name="session_address_once_an_event"),
            models.UniqueConstraint(fields=["event", "order"], name="session_order_once_an_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event} – {self.name}"


class Round(models.Model):
    """A round of a season. An event may hold two of them."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="rounds")
    event = models.ForeignKey(Event, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        ordering = ("season", "number")
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [models.UniqueConstraint(fields=["season", "number"], name="round_number_once_a_season")]

    def __str__(self) -> str:
        return f"{self.season} – {self.number}"


class RoundSession(models.Model):
    """A session as a season counts it, under the key its rule book uses ("race", "race1")."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="round_sessions")
    session = models.ForeignKey(Session, models.PROTECT, related_name="round_sessions")
    key = models.SlugField(_("key in the rule book"), max_length=40)
    order = models.PositiveIntegerField(_("order in the season"))

    class Meta:
        ordering = ("round", "order")
        verbose_name = _("session of a round")
        verbose_name_plural = _("sessions of rounds")
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="rule_key_once_a_round"),
            models.UniqueConstraint(fields=["round", "session"], name="session_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.round} – {self.key}"
