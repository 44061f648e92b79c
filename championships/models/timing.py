"""Files of timing systems as they came, and what was learnt from reading them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.base import Versioned
from championships.models.calendar import Session
from championships.models.entries import Entry
from championships.models.people import Driver


class TimingFile(models.Model):
    """A file as the timekeeper exported it, kept byte for byte. The same file twice is one row."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="timing_files")
    name = models.CharField(_("name"), max_length=200)
    format = models.CharField(_("format"), max_length=24)
    content = models.BinaryField(_("content"))
    size = models.PositiveIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("hash"), max_length=64)
    encoding = models.CharField(_("encoding"), max_length=16, blank=True)
    separator = models.CharField(_("separator"), max_length=4, blank=True)
    columns = models.JSONField(_("columns"), default=dict, blank=True)  # heading -> what it was read as
    announcements = models.JSONField(_("announcements"), default=list, blank=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("session", "recorded_at", "pk")
        verbose_name = _("timing file")
        verbose_name_plural = _("timing files")
        constraints = [models.UniqueConstraint(fields=["session", "sha256"], name="timing_file_once_a_session")]

    def __str__(self) -> str:
        return self.name


class ColumnMap(Versioned):
    """How the columns of one timekeeper are read: learnt when an official said so, found again by its headings."""

    name = models.CharField(_("timekeeper"), max_length=80)
    signature = models.CharField(_("headings"), max_length=64, unique=True)  # hash of the folded headings
    columns = models.JSONField(_("columns"), default=dict)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("column map")
        verbose_name_plural = _("column maps")

    def __str__(self) -> str:
        return self.name


class Lap(models.Model):
    """A lap of a car, from a lap-by-lap file."""

    timing_file = models.ForeignKey(TimingFile, models.CASCADE, related_name="laps")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="laps")
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="+")
    n = models.PositiveSmallIntegerField(_("lap"))
    time_ms = models.PositiveIntegerField(_("lap time (ms)"), null=True, blank=True)
    elapsed_ms = models.PositiveIntegerField(_("time since the start (ms)"), null=True, blank=True)
    in_pit = models.BooleanField(_("crossed the line in the pits"), default=False)
    flag = models.CharField(_("flag"), max_length=4, blank=True)

    class Meta:
        ordering = ("timing_file_id", "entry_id", "n")
        verbose_name = _("lap")
        verbose_name_plural = _("laps")
        constraints = [models.UniqueConstraint(fields=["timing_file", "entry", "n"], name="lap_once_a_car")]

    def __str__(self) -> str:
        return f"{self.entry} – {self.n}"
