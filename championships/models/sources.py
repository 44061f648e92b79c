"""Where a stated fact comes from, and the facts that no computation can give."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from championships.models.base import Bilingual, Issued, IssuedQuerySet


class Source(models.Model):
    """A page or document a fact was read in, or the published facts it was deduced from."""

    class Standing(models.TextChoices):
        PUBLISHED = "published", _("published")
        DEDUCED = "deduced", _("deduced")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=400, blank=True)
    published_on = models.DateField(_("date"), null=True, blank=True)
    standing = models.CharField(
        pgettext_lazy("standing of rules or of a source", "standing"),
        max_length=10,
        choices=Standing,
        default=Standing.PUBLISHED,
    )
    reasoning_fr = models.TextField(_("reasoning, in French"), blank=True)
    reasoning_en = models.TextField(_("reasoning, in English"), blank=True)
    reasoning = Bilingual("reasoning")

    class Meta:
        ordering = ("published_on", "key")
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title


class StatedFact(Issued):
    """A fact an official or a source states: it is never computed, and never invented."""

    class Kind(models.TextChoices):
        AGE = "age", _("age")  # value {"years": 19, "just_turned": true}
        ABSENCE = "absence", _("absence")
        FIRST_VISIT = "first_visit", _("first visit")
        RETURN = "return", _("return")
        DEBUT = "debut", _("début")
        OLDEST = "oldest", _("oldest of the field")
        CLASS_WIN = "class_win", _("class win")  # value {"category": "gentleman"}
        SEASON_FIGURE = (
            "season_figure",
            _("figure of the season"),
        )  # value {"name": "wins", "count": 3}
        LEADER_SINCE = "leader_since", _("leader since")  # value {"round": 1}
        POINTS_A_WIN = (
            "points_a_win",
            _("points for a win"),
        )  # value {"points": "20", "published_for": 2022}
        NOTE = "note", _("note")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    driver = models.ForeignKey("Driver", models.PROTECT, null=True, blank=True, related_name="stated_facts")
    event = models.ForeignKey("Event", models.PROTECT, null=True, blank=True, related_name="stated_facts")
    season = models.ForeignKey("Season", models.PROTECT, null=True, blank=True, related_name="stated_facts")
    on_date = models.DateField(_("holds on"), null=True, blank=True)
    value = models.JSONField(_("value"), default=dict, blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text = Bilingual("text")
    source = models.ForeignKey(Source, models.PROTECT, related_name="facts")

    objects = IssuedQuerySet["StatedFact"].as_manager()

    class Meta:
        ordering = ("issued_at", "pk")
        verbose_name = _("stated fact")
        verbose_name_plural = _("stated facts")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.driver or self.event or self.season}"
