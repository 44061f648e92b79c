"""Who is entered, in which car, for which championship. A number belongs to an entry at an event."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.base import Versioned
from championships.models.calendar import Event, Round, Session
from championships.models.people import Driver, Entrant, Team
from championships.models.series import Category, Season


class Entry(Versioned):
    """A car entered in an event. The number is text ("007") and need not be unique."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="entries")
    number = models.CharField(_("number"), max_length=8, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="entries")
    entrant = models.ForeignKey(Entrant, models.PROTECT, null=True, blank=True, related_name="entries")
    car = models.CharField(_("car"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    transponder = models.CharField(_("transponder"), max_length=20, blank=True)
    second_transponder = models.CharField(_("second transponder"), max_length=20, blank=True)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("event", "order", "number", "pk")
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [models.Index(fields=["event", "number"], name="entry_by_number")]

    def __str__(self) -> str:
        return f"{self.event} #{self.number}"


class Crew(models.Model):
    """A driver of an entry."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="crew")
    driver = models.ForeignKey(Driver, models.PROTECT, related_name="crews")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    replaces = models.ForeignKey(
        Driver, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("substitute for")
    )

    class Meta:
        ordering = ("entry_id", "order", "pk")
        verbose_name = _("crew member")
        verbose_name_plural = _("crew members")
        constraints = [models.UniqueConstraint(fields=["entry", "driver"], name="driver_once_a_crew")]

    def __str__(self) -> str:
        return f"{self.entry} – {self.driver}"


class Seat(models.Model):
    """Who drives a shared car in one session. An entry without a seat there: its whole crew."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="seats")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="seats")
    driver = models.ForeignKey(Driver, models.PROTECT, related_name="seats")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("session_id", "entry_id", "order", "pk")
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [models.UniqueConstraint(fields=["session", "entry", "driver"], name="driver_once_a_seat")]

    def __str__(self) -> str:
        return f"{self.session} – {self.entry} – {self.driver}"


class Enrolment(Versioned):
    """A driver, a team or a car in a season, with categories of people, from one round to another."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="enrolments")
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="enrolments")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="enrolments")
    car_number = models.CharField(_("car"), max_length=8, blank=True)
    from_round = models.PositiveSmallIntegerField(_("from round"), null=True, blank=True)
    to_round = models.PositiveSmallIntegerField(_("to round"), null=True, blank=True)
    car_class = models.CharField(_("class of the car"), max_length=20, blank=True)
    guest = models.BooleanField(_("guest"), default=False)
    categories = models.ManyToManyField(Category, blank=True, related_name="enrolments")
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("season", "pk")
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(driver__isnull=False, team__isnull=True, car_number="")
                    | models.Q(driver__isnull=True, team__isnull=False, car_number="")
                    | (models.Q(driver__isnull=True, team__isnull=True) & ~models.Q(car_number=""))
                ),
                name="enrolment_of_one_competitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season} – {self.driver or self.team or self.car_number}"


class Participation(models.Model):
    """An entry in a round of a season: does it score, is it a guest, which class is its car in."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="participations")
    round = models.ForeignKey(Round, models.PROTECT, related_name="participations")
    scores = models.BooleanField(_("may score"), default=True)
    guest = models.BooleanField(_("guest"), default=False)
    car_class = models.CharField(_("class of the car"), max_length=20, blank=True)

    class Meta:
        ordering = ("round_id", "entry_id")
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [models.UniqueConstraint(fields=["entry", "round"], name="entry_once_a_round")]

    def __str__(self) -> str:
        return f"{self.entry} – {self.round}"


class Nomination(models.Model):
    """A line of an entrant's list for the season: chassis, engine, tyres, driver, rounds (as the source has it)."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="nominations")
    order = models.PositiveSmallIntegerField()
    entrant = models.ForeignKey(Entrant, models.PROTECT, null=True, blank=True, related_name="nominations")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="nominations")
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="nominations")
    chassis = models.CharField(max_length=120, blank=True)
    engine = models.CharField(max_length=120, blank=True)
    tyre = models.CharField(max_length=120, blank=True)
    rounds = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("season", "order")
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [models.UniqueConstraint(fields=["season", "order"], name="nomination_order_once")]

    def __str__(self) -> str:
        return f"{self.season} – {self.driver} ({self.entrant})"
