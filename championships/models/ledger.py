"""Who did what, when: revisions of a season, and the hash-chained ledger of everything published."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.base import Issued, IssuedQuerySet
from championships.models.results import Bulletin
from championships.models.series import Season


class Revision(Issued):
    """One change of what a season publishes. The newest one issued by t answers "as published at t"."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="revisions")
    n = models.PositiveIntegerField(_("number"))
    cause = models.CharField(_("cause"), max_length=200)
    bulletin = models.ForeignKey(Bulletin, models.PROTECT, null=True, blank=True, related_name="revisions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = IssuedQuerySet["Revision"].as_manager()

    class Meta:
        ordering = ("season", "n")
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["season", "n"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.season} r{self.n}"


class LedgerEntry(models.Model):
    """A link of the chain. `hash` covers the previous hash and every other column but `id`."""

    n = models.PositiveIntegerField(_("number"), unique=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=160)
    verb = models.CharField(_("verb"), max_length=40)
    subject = models.CharField(_("on what"), max_length=200)
    detail = models.JSONField(_("detail"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("n",)
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")

    def __str__(self) -> str:
        return f"{self.n} {self.verb} {self.subject}"


class LedgerHead(models.Model):
    """The newest link, kept apart: taking the last links away from the chain is then seen too. One row."""

    n = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("head of the ledger")
        verbose_name_plural = _("head of the ledger")

    def __str__(self) -> str:
        return f"{self.n} {self.hash}"
