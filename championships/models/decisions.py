"""What stewards and organisers decide, and tables that were published elsewhere. Annulled, never deleted."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from championships.models.base import Issued, IssuedQuerySet, Versioned
from championships.models.calendar import Event, RoundSession, Session
from championships.models.entries import Entry
from championships.models.fields import PointsField
from championships.models.people import Driver, Team
from championships.models.series import Season
from championships.scoring.vocabulary import PenaltyKind


class InForceQuerySet[Row: models.Model](IssuedQuerySet[Row]):
    def in_force(self, at: datetime | None) -> Self:
        """In effect by that instant and not annulled by then; None: in effect at all, whatever the clock says."""
        if at is None:
            return self.filter(effective_at__isnull=False, annulled_at__isnull=True)
        standing = models.Q(annulled_at__isnull=True) | models.Q(annulled_at__gt=at)
        return self.filter(standing, effective_at__lte=at)


class Verdict(Versioned, Issued):
    """A document of the stewards: article, facts, reason. What it imposes are its decisions and adjustments.

    Signed at `issued_at`. Pending until `effective_at`: on a final result it takes effect only with an amended bulletin
    that a second person confirms. Each row it imposes has its own `effective_at`: of one document, what concerns a
    provisional result counts at once, what concerns a final one waits.
    """

    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="verdicts")
    season = models.ForeignKey(Season, models.PROTECT, null=True, blank=True, related_name="verdicts")
    number = models.PositiveSmallIntegerField(_("document number"))
    article = models.CharField(_("article of the rules"), max_length=120, blank=True)
    facts = models.TextField(_("facts"), blank=True)
    reason = models.TextField(_("reason"))
    stewards = models.CharField(_("stewards"), max_length=240, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    effective_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    one_person = models.BooleanField(_("one-person crew"), default=False)
    appealed_at = models.DateTimeField(_("under appeal since"), null=True, blank=True)
    appealed_by = models.CharField(_("appeal of"), max_length=160, blank=True)
    appeal_closed_at = models.DateTimeField(_("appeal closed at"), null=True, blank=True)
    appeal_outcome = models.TextField(_("outcome of the appeal"), blank=True)
    annulled_at = models.DateTimeField(_("annulled at"), null=True, blank=True)
    annulled_reason = models.TextField(_("reason of the annulment"), blank=True)
    # On final results and on a season one person asks for the annulment, another confirms it.
    annulment_asked_at = models.DateTimeField(_("annulment asked for at"), null=True, blank=True)
    annulment_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    annulled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # What a form sends along: the same form sent twice is one document.
    token = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    class Meta:
        ordering = ("issued_at", "pk")
        verbose_name = _("document of the stewards")
        verbose_name_plural = _("documents of the stewards")
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="verdict_number_once_an_event"),
            models.UniqueConstraint(
                fields=["season", "number"], condition=models.Q(event__isnull=True), name="verdict_number_once_a_season"
            ),
            models.CheckConstraint(
                condition=models.Q(event__isnull=False) | models.Q(season__isnull=False), name="verdict_of_something"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(one_person=True)
                | ~models.Q(confirmed_by=models.F("author")),
                name="verdict_confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event or self.season} – {self.number}"


class Annullable(Issued):
    verdict = models.ForeignKey(Verdict, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    # When it began to count. None: pending, signed and not yet in force.
    effective_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    annulled_at = models.DateTimeField(_("annulled at"), null=True, blank=True)
    annulled_reason = models.TextField(_("reason of the annulment"), blank=True)

    class Meta:
        abstract = True


class Decision(Annullable):
    """A decision on one session.

    Penalties (`PenaltyKind`) name a car (`entry`) and act on the classification of everybody. The two kinds of points
    decision belong to the season's view of the session (`round_session`) and keep their terms in the JSON of the rule
    vocabulary: a session override (factor, table, bonuses) or a result override (points of one driver, ineligible).
    """

    class Kind(models.TextChoices):
        TIME = PenaltyKind.TIME.value, _("time penalty")
        PLACES = PenaltyKind.PLACES.value, _("places")
        LAPS = PenaltyKind.LAPS.value, _("laps")
        LAP_DELETED = PenaltyKind.LAP_DELETED.value, _("lap time deleted")
        GRID = PenaltyKind.GRID.value, _("grid places")
        REPRIMAND = PenaltyKind.REPRIMAND.value, _("reprimand")
        LICENCE = PenaltyKind.LICENCE.value, _("licence points")
        DISQUALIFY = PenaltyKind.DISQUALIFY.value, _("disqualification")
        EXCLUDE = PenaltyKind.EXCLUDE.value, _("exclusion from the event")
        TAKEN_BACK = "taken_back", _("result taken back to an earlier lap")
        SESSION_OVERRIDE = "session_override", _("points of the session")
        RESULT_OVERRIDE = "result_override", _("points of a result")

    session = models.ForeignKey(Session, models.PROTECT, related_name="decisions")
    round_session = models.ForeignKey(RoundSession, models.PROTECT, null=True, blank=True, related_name="decisions")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="decisions")
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="decisions")
    amount = models.DecimalField(
        _("amount"), max_digits=8, decimal_places=3, null=True, blank=True,
        help_text=_("Seconds, places, laps or points, after the kind."),
    )  # fmt: skip
    terms = models.JSONField(_("terms"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)  # order within an imported rules.json

    objects = InForceQuerySet["Decision"].as_manager()

    class Meta:
        ordering = ("issued_at", "position", "pk")
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(
                        kind__in=["session_override", "result_override"],
                        round_session__isnull=False,
                    )
                    | models.Q(kind="taken_back", amount__isnull=False)
                    | (
                        ~models.Q(kind__in=["session_override", "result_override", "taken_back"])
                        & models.Q(entry__isnull=False)
                    )
                ),
                name="decision_names_its_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()} – {self.session}"


class Protest(Versioned):
    """A protest against the result of a session. While one is open the result cannot become official."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="protests")
    verdict = models.ForeignKey(Verdict, models.PROTECT, null=True, blank=True, related_name="protests")
    received_at = models.DateTimeField(_("received at"))
    from_whom = models.CharField(_("from"), max_length=160)
    against = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="protests")
    subject = models.TextField(_("on what"))
    late_reason = models.TextField(
        _("why it is accepted late"),
        blank=True,
        help_text=_("Received after the protest window: say why it is accepted."),
    )
    outcome = models.TextField(_("outcome"), blank=True)
    withdrawn = models.BooleanField(pgettext_lazy("protest", "withdrawn"), default=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("received_at", "pk")
        verbose_name = _("protest")
        verbose_name_plural = _("protests")

    def __str__(self) -> str:
        return f"{self.session} – {self.from_whom}"


class PointsAdjustment(Annullable):
    """A decision on a table of a season: deduction, exclusion, or the order of competitors level on everything.

    `terms` is one element of `adjustments[]` or `tie_decisions[]` of the rule vocabulary.
    """

    class Kind(models.TextChoices):
        DEDUCT = "deduct", _("deduction of points")
        EXCLUDE = "exclude", _("exclusion from the standings")
        TIE = "tie", _("order of competitors level on everything")
        CLASS_CHANGE = "class", _("change of category")

    season = models.ForeignKey(Season, models.PROTECT, related_name="adjustments")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    table = models.CharField(_("table"), max_length=60, blank=True)  # empty: a change of category, for every table
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="adjustments")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="adjustments")
    terms = models.JSONField(_("terms"), default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    objects = InForceQuerySet["PointsAdjustment"].as_manager()

    class Meta:
        ordering = ("issued_at", "position", "pk")
        verbose_name = _("points adjustment")
        verbose_name_plural = _("points adjustments")

    def __str__(self) -> str:
        return f"{self.season} – {self.get_kind_display()}"


class OpeningBalance(Annullable):
    """Points brought forward. `terms` is one element of `opening_balances[]` of the rule vocabulary."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="opening_balances")
    table = models.CharField(_("table"), max_length=60)
    terms = models.JSONField(_("terms"), default=dict)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="+")

    objects = InForceQuerySet["OpeningBalance"].as_manager()

    class Meta:
        ordering = ("issued_at", "pk")
        verbose_name = _("opening balance")
        verbose_name_plural = _("opening balances")

    def __str__(self) -> str:
        return f"{self.season} – {self.table}"


class DeclaredTable(Annullable):
    """A table published elsewhere. It stands after its session and replaces what was computed up to it."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="declared_tables")
    table = models.CharField(_("table"), max_length=60)
    after = models.ForeignKey(RoundSession, models.PROTECT, related_name="declared_tables")
    complete = models.BooleanField(_("complete"), default=False, help_text=_("It names every competitor who counts."))
    source = models.ForeignKey("Source", models.PROTECT, related_name="declared_tables")
    note_fr = models.TextField(_("note in French"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)

    objects = InForceQuerySet["DeclaredTable"].as_manager()

    class Meta:
        ordering = ("issued_at", "pk")
        verbose_name = _("declared table")
        verbose_name_plural = _("declared tables")

    def __str__(self) -> str:
        return f"{self.season} – {self.table} ({self.after})"


class DeclaredRow(models.Model):
    """Each figure may be unknown: empty means "not published", never zero."""

    declared = models.ForeignKey(DeclaredTable, models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField(_("order of naming"))
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="declared_rows")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="declared_rows")
    car_number = models.CharField(_("car"), max_length=8, blank=True)
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    tied = models.BooleanField(
        _("shared place"),
        default=False,
        help_text=_("Shared, perhaps with somebody the source does not name."),
    )
    points = PointsField(_("points"), null=True, blank=True)
    wins = models.PositiveSmallIntegerField(_("wins"), null=True, blank=True)
    places = models.JSONField(_("counts of places"), null=True, blank=True)
    mark = models.CharField(_("mark"), max_length=6, blank=True)

    class Meta:
        ordering = ("declared_id", "order")
        verbose_name = _("row of a declared table")
        verbose_name_plural = _("rows of declared tables")
        constraints = [models.UniqueConstraint(fields=["declared", "order"], name="declared_row_order_once")]

    def __str__(self) -> str:
        return f"{self.declared} – {self.order}"
