"""Championships, their seasons and their rule books."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from championships.models.base import Bilingual, Issued, IssuedQuerySet, Versioned


class Championship(Versioned):
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name = Bilingual("name")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    demo = models.BooleanField(
        _("demonstration"),
        default=False,
        help_text=_("An invented championship: every page of it says so."),
    )
    history_complete_from = models.PositiveSmallIntegerField(
        _("history complete from"),
        null=True,
        blank=True,
        help_text=_("First year of which every result is held. Empty: nothing says “first” or “record”."),
    )

    class Meta:
        ordering = ("order", "slug")
        verbose_name = _("championship")
        verbose_name_plural = _("championships")

    def __str__(self) -> str:
        return str(self.name)


class Season(Versioned):
    """One season of a championship. `revision` is raised by everything that changes what it publishes."""

    championship = models.ForeignKey(Championship, models.PROTECT, related_name="seasons")
    label = models.SlugField(_("season"), max_length=9, help_text=_("2025, or 2025-26."))
    year = models.PositiveSmallIntegerField(_("year"), help_text=_("Calendar year it begins in."))
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    protest_minutes = models.PositiveSmallIntegerField(_("protest window (minutes)"), default=30)
    one_person_crew = models.BooleanField(
        _("one-person crew"),
        default=False,
        help_text=_("The same person may enter and confirm; the bulletin then says so."),
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    package_hash = models.CharField(_("package"), max_length=64, blank=True, editable=False)
    # What the other tables do not hold of an imported package: its 0/1 columns, spellings unlike today's.
    package_notes = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ("-year", "championship__order", "championship__slug")
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        constraints = [models.UniqueConstraint(fields=["championship", "label"], name="season_once_a_championship")]
        indexes = [models.Index(fields=["championship", "year"], name="season_by_year")]

    def __str__(self) -> str:
        return f"{self.championship} {self.label}"

    @property
    def slug(self) -> str:
        """The name of the season in commands and packages: `<championship>-<season>`."""
        return f"{self.championship.slug}-{self.label}"


class RuleBook(Issued):
    """A version of the rules. Never altered: a correction is a new version.

    `document` is the JSON that `scoring.rulebook` reads. Points of a session follow the version in force for its
    round; counting, listing and ties follow the newest.
    """

    class Standing(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        HYPOTHESIS = "hypothesis", _("hypothesis")

    season = models.ForeignKey(Season, models.PROTECT, related_name="rule_books")
    n = models.PositiveSmallIntegerField(_("version"))
    from_round = models.PositiveSmallIntegerField(_("from round"), default=1)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.CharField(
        pgettext_lazy("standing of rules or of a source", "standing"), max_length=10, choices=Standing
    )
    document = models.JSONField(_("rules"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = IssuedQuerySet["RuleBook"].as_manager()

    class Meta:
        ordering = ("season", "n")
        verbose_name = _("rule book")
        verbose_name_plural = _("rule books")
        constraints = [
            models.UniqueConstraint(fields=["season", "n"], name="rule_book_version_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("author")),
                name="rule_book_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season} – {self.n}"


class RuleDraft(Versioned):
    """The next version of the rules, while it is written: one a season. It may be incomplete, and counts for nothing.

    `document` is what was typed: a text that is not understood stays in it, at its place, until somebody mends it.
    """

    season = models.OneToOneField(Season, models.CASCADE, related_name="rule_draft")
    document = models.JSONField(_("rules"))
    standing = models.CharField(
        pgettext_lazy("standing of rules or of a source", "standing"),
        max_length=10,
        choices=RuleBook.Standing,
        default=RuleBook.Standing.IN_FORCE,
    )
    from_round = models.PositiveSmallIntegerField(_("from round"), default=1)
    corrects = models.ForeignKey(RuleBook, models.PROTECT, null=True, blank=True, related_name="+")
    changed_by = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Set while it waits for the second person; any later change takes it back.
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("draft of the rules")
        verbose_name_plural = _("drafts of the rules")

    def __str__(self) -> str:
        return str(self.season)


class Category(models.Model):
    """A category of people inside a championship: Gentleman, Junior. It belongs to an enrolment."""

    class AgeOn(models.TextChoices):
        YEAR = "year", _("in the calendar year")
        FIRST_DAY = "first_day", _("on the first day of the event")

    championship = models.ForeignKey(Championship, models.PROTECT, related_name="categories")
    slug = models.SlugField(_("address"), max_length=40)
    name_fr = models.CharField(_("name in French"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    name = Bilingual("name")
    letter = models.CharField(_("letter"), max_length=2)
    min_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("maximum age"), null=True, blank=True)
    age_on = models.CharField(
        _("age counted"),
        max_length=10,
        choices=AgeOn,
        default=AgeOn.YEAR,
        help_text=_(
            "Categories of the FIA and of the FFSA commonly go by the age reached in the calendar year of the season; "
            "say otherwise where your rules do."
        ),
    )

    class Meta:
        ordering = ("championship", "slug")
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [models.UniqueConstraint(fields=["championship", "slug"], name="category_once_a_championship")]

    def __str__(self) -> str:
        return str(self.name)
