"""Facts (sheets) and what the public reads of them (bulletins)."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from championships.models.base import Issued, IssuedQuerySet, Versioned
from championships.models.calendar import Session
from championships.models.entries import Entry
from championships.models.people import Driver, Entrant, Team
from championships.scoring.vocabulary import BulletinState, FinishStatus, SheetOrigin

BULLETIN_STATES = [
    (BulletinState.PROVISIONAL.value, _("provisional")),
    (BulletinState.OFFICIAL.value, _("official")),
    (BulletinState.AMENDED.value, _("amended")),
    (BulletinState.WITHDRAWN.value, pgettext_lazy("bulletin", "withdrawn")),
]


class Sheet(Versioned):
    """A version of the facts of a session. A draft until a bulletin holds it; never altered afterwards."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="sheets")
    n = models.PositiveSmallIntegerField(_("version of the facts"))
    origin = models.CharField(_("origin"), max_length=8, choices=[(o.value, o.value) for o in SheetOrigin])
    complete = models.BooleanField(
        _("complete"),
        default=True,
        help_text=_("A partial classification is shown, and never scores."),
    )
    draft = models.BooleanField(_("draft"), default=True, editable=False)
    laps = models.PositiveSmallIntegerField(_("laps run"), null=True, blank=True)
    distance_km = models.DecimalField(_("distance run (km)"), max_digits=9, decimal_places=3, null=True, blank=True)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="sheets")
    timing_file = models.ForeignKey("TimingFile", models.PROTECT, null=True, blank=True, related_name="sheets")
    note_fr = models.TextField(_("note in French"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    changed_by = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("session", "n")
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        constraints = [
            models.UniqueConstraint(fields=["session", "n"], name="sheet_version_once"),
            models.UniqueConstraint(fields=["session"], condition=models.Q(draft=True), name="one_draft_a_session"),
        ]

    def __str__(self) -> str:
        return f"{self.session} – {self.n}"


class Line(models.Model):
    """A car in a session. Stated places may have holes or be equal; nothing re-ranks them on import."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="lines")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    order = models.PositiveSmallIntegerField(_("order on the sheet"))
    car = models.CharField(_("car in this session"), max_length=20)
    road_order = models.PositiveSmallIntegerField(_("order on the road"), null=True, blank=True)
    stated_place = models.PositiveSmallIntegerField(_("place stated"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=[(s.value, s.value) for s in FinishStatus])
    car_class = models.CharField(_("class of the car"), max_length=20, blank=True)
    laps = models.PositiveSmallIntegerField(_("laps"), null=True, blank=True)
    time_ms = models.PositiveIntegerField(_("total time (ms)"), null=True, blank=True)
    best_lap_ms = models.PositiveIntegerField(_("best lap (ms)"), null=True, blank=True)
    second_best_ms = models.PositiveIntegerField(_("second best lap (ms)"), null=True, blank=True)

    class Meta:
        ordering = ("sheet_id", "order")
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        constraints = [models.UniqueConstraint(fields=["sheet", "order"], name="line_order_once")]

    def __str__(self) -> str:
        return f"{self.sheet} – {self.order}"


class LineDriver(models.Model):
    """A driver's part in a line. The driver may be unknown. Texts are kept as the source wrote them."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="drivers")
    order = models.PositiveSmallIntegerField(_("row of the classification"))
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="line_parts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="line_parts")
    entrant = models.ForeignKey(Entrant, models.PROTECT, null=True, blank=True, related_name="line_parts")
    shared = models.BooleanField(_("took over the car"), default=False)
    laps = models.PositiveSmallIntegerField(_("laps"), null=True, blank=True)
    grid = models.CharField(_("grid"), max_length=8, blank=True)
    time_text = models.CharField(_("time"), max_length=24, blank=True)
    penalty_text = models.CharField(_("penalty"), max_length=80, blank=True)
    gap_text = models.CharField(_("gap"), max_length=24, blank=True)
    reason = models.CharField(_("reason"), max_length=160, blank=True)
    flags = models.JSONField(_("flags"), default=list)  # names of the 0/1 columns that are 1

    class Meta:
        ordering = ("line_id", "order")
        verbose_name = _("driver of a line")
        verbose_name_plural = _("drivers of lines")
        indexes = [models.Index(fields=["driver", "-line"], name="line_by_driver")]

    def __str__(self) -> str:
        return f"{self.line} – {self.driver}"


class Grid(Versioned):
    """The starting grid of a race: derived from the session its rule names, changed only with a reason."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="grid")
    reason = models.TextField(_("reason"), blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)  # None: not published yet
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("starting grid")
        verbose_name_plural = _("starting grids")

    def __str__(self) -> str:
        return str(self.session)


class GridPlace(models.Model):
    """A car on the grid. `place` None: from the pit lane."""

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="places")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="grid_places")
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    derived = models.PositiveSmallIntegerField(_("place by the rule"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ("grid_id", "order")
        verbose_name = _("place on the grid")
        verbose_name_plural = _("places on the grid")
        constraints = [
            models.UniqueConstraint(fields=["grid", "entry"], name="entry_once_a_grid"),
            models.UniqueConstraint(fields=["grid", "place"], name="grid_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.grid} – {self.place}"


class BulletinQuerySet(IssuedQuerySet["Bulletin"]):
    def in_force(self, at: datetime | None) -> Self:
        """The newest bulletin of each session issued by that instant; withdrawn sessions have none."""
        rows = self.issued(at)
        newer = Bulletin.objects.issued(at).filter(session=models.OuterRef("session"), n__gt=models.OuterRef("n"))
        return rows.filter(~models.Exists(newer)).exclude(state=BulletinState.WITHDRAWN.value)


class Bulletin(Issued):
    """What the public reads of a session: immutable, numbered, hashed."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="bulletins")
    n = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=12, choices=BULLETIN_STATES)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="bulletins")
    decisions: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "Decision", blank=True, related_name="bulletins"
    )
    rule_books: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "RuleBook", blank=True, related_name="bulletins"
    )
    reason = models.TextField(_("reason"), blank=True)
    per_source = models.BooleanField(
        _("official per source"),
        default=False,
        help_text=_("Imported from a source that is official itself; not confirmed by a second person."),
    )
    one_person = models.BooleanField(_("one-person crew"), default=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    protest_until = models.DateTimeField(_("protest window until"), null=True, blank=True)
    warnings = models.JSONField(_("warnings accepted"), default=list)
    current = models.BooleanField(_("newest"), default=True)
    hash = models.CharField(_("hash"), max_length=64, db_index=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ("session", "n")
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        constraints = [
            models.UniqueConstraint(fields=["session", "n"], name="bulletin_number_once"),
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(current=True),
                name="one_newest_bulletin_a_session",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state__in=[BulletinState.PROVISIONAL.value, BulletinState.WITHDRAWN.value])
                    | models.Q(per_source=True)
                    | models.Q(one_person=True)
                    | (
                        models.Q(confirmed_by__isnull=False)
                        & models.Q(published_by__isnull=False)
                        & ~models.Q(confirmed_by=models.F("published_by"))
                        & (models.Q(entered_by__isnull=True) | ~models.Q(confirmed_by=models.F("entered_by")))
                    )
                ),
                name="confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} – {self.n} ({self.get_state_display()})"


class Amendment(Versioned):
    """A change of a final result that waits for its second person, who confirms it from an account of their own.

    Issued, it has become a bulletin; dropped, nothing. It rests on the bulletin its author read and on one version of
    the draft: where either has changed since, it can only be dropped.
    """

    class Kind(models.TextChoices):
        AMEND = "amend", _("amended bulletin")
        WITHDRAW = "withdraw", _("withdrawal")

    session = models.ForeignKey(Session, models.PROTECT, related_name="amendments")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    replaces = models.ForeignKey(Bulletin, models.PROTECT, related_name="amendments")
    # `sheet_version` without a sheet: the draft it rested on was thrown away. Neither: the facts that stand.
    sheet = models.ForeignKey(Sheet, models.SET_NULL, null=True, blank=True, related_name="amendments")
    sheet_version = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(_("reason"))
    accepted = models.JSONField(_("warnings accepted"), default=list)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    issued = models.OneToOneField(Bulletin, models.PROTECT, null=True, blank=True, related_name="amendment")

    class Meta:
        ordering = ("session", "proposed_at", "pk")
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(closed_at__isnull=True), name="one_open_amendment_a_session"
            ),
            models.CheckConstraint(
                condition=models.Q(issued__isnull=True) | models.Q(closed_at__isnull=False),
                name="amendment_issued_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} – {self.get_kind_display()}"
