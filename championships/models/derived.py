"""Projections: computed from facts, decisions and rules, stored for speed, rebuildable, never edited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.calendar import RoundSession
from championships.models.fields import PointsField
from championships.models.people import Driver, Team
from championships.models.results import LineDriver
from championships.models.series import Season


class ClassifiedLine(models.Model):
    """A driver's place in a session as one season ranks it: among its participants, and inside each category."""

    round_session = models.ForeignKey(RoundSession, models.CASCADE, related_name="classified")
    line_driver = models.ForeignKey(LineDriver, models.CASCADE, related_name="classified")
    driver = models.ForeignKey(Driver, models.CASCADE, null=True, related_name="classified")
    status = models.CharField(max_length=10)  # after decisions
    overall_place = models.PositiveSmallIntegerField(null=True)  # in the whole field
    place = models.PositiveSmallIntegerField(null=True)  # among the participants of the season
    category_places = models.JSONField(default=dict)  # {"gentleman": 1}
    flags = models.JSONField(default=list)

    class Meta:
        verbose_name = _("classified line")
        verbose_name_plural = _("classified lines")
        constraints = [
            models.UniqueConstraint(fields=["round_session", "line_driver"], name="classified_once_a_season")
        ]
        indexes = [models.Index(fields=["driver", "-round_session"], name="classified_by_driver")]

    def __str__(self) -> str:
        return f"{self.round_session} – {self.driver} – {self.place}"


class Table(models.Model):
    """A standings table of a season, as its newest rule book in force describes it."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="tables")
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    title_fr = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    competitor = models.CharField(max_length=8)  # CompetitorKind
    revision = models.PositiveIntegerField(default=0)  # the season's revision its rows belong to
    notes = models.JSONField(default=list)  # what declared standings say of themselves (adapters.explanations)

    class Meta:
        ordering = ("season", "order")
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        constraints = [models.UniqueConstraint(fields=["season", "key"], name="table_once_a_season")]

    def __str__(self) -> str:
        return f"{self.season} – {self.key}"


class Award(models.Model):
    """Points of a competitor from a session in a table, with their parts."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="awards")
    round_session = models.ForeignKey(RoundSession, models.CASCADE, related_name="awards")
    competitor = models.CharField(max_length=120)
    since = models.CharField(max_length=60, blank=True)  # brought from an old class: from which session on
    points = PointsField()
    places = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    detail = models.JSONField(default=dict)  # what is not usual of it (adapters.explanations)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.UniqueConstraint(
                fields=["table", "round_session", "competitor", "since"], name="one_award_a_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} – {self.round_session} – {self.competitor}"


class Standing(models.Model):
    """One competitor's row of a table after one session; `final` rows belong to the final table."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="standings")
    round_session = models.ForeignKey(RoundSession, models.CASCADE, related_name="standings")
    final = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField()  # row of the table, 1 first: a total order
    competitor = models.CharField(max_length=120)
    driver = models.ForeignKey(Driver, models.CASCADE, null=True, related_name="standings")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="standings")
    position = models.PositiveSmallIntegerField(null=True)
    tied = models.BooleanField(default=False)
    mark = models.CharField(max_length=6, blank=True)
    points = PointsField(null=True)
    gross = PointsField(null=True)
    deducted = PointsField(default="0")
    wins = models.PositiveSmallIntegerField(null=True)
    starts = models.PositiveSmallIntegerField(default=0)
    dropped = models.JSONField(default=list)
    split = models.JSONField(null=True)
    declared = models.BooleanField(default=False)

    class Meta:
        ordering = ("table_id", "round_session_id", "final", "rank")
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(fields=["table", "round_session", "final", "rank"], name="one_row_a_rank"),
            models.UniqueConstraint(
                fields=["table", "round_session", "final", "competitor"],
                name="competitor_once_a_table",
            ),
        ]
        indexes = [
            models.Index(fields=["driver", "final"], name="standing_by_driver"),
            models.Index(fields=["team", "final"], name="standing_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.table} – {self.rank} – {self.competitor}"
