"""People and teams. A class, a crew, a number: none of them belongs to a driver."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.base import FoldedName, Versioned


class User(AbstractUser):
    """An official or an editor. Our own from the first migration."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Appointment(models.Model):
    """What a person does in the office, and for which championship or season. Neither named: for the whole site."""

    class Role(models.TextChoices):
        TIMEKEEPER = "timekeeper", _("timekeeper")
        CLERK = "clerk", _("clerk of the course")
        STEWARD = "steward", _("steward")
        EDITOR = "editor", _("editor")
        ADMINISTRATOR = "administrator", _("administrator")

    user = models.ForeignKey(User, models.CASCADE, related_name="appointments")
    role = models.CharField(_("role"), max_length=14, choices=Role)
    championship = models.ForeignKey("Championship", models.CASCADE, null=True, blank=True, related_name="appointments")
    season = models.ForeignKey("Season", models.CASCADE, null=True, blank=True, related_name="appointments")

    class Meta:
        ordering = ("user", "role", "pk")
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "championship"], name="appointed_once_a_championship"),
            models.UniqueConstraint(fields=["user", "role", "season"], name="appointed_once_a_season"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(championship__isnull=True, season__isnull=True),
                name="appointed_once_for_the_site",
            ),
            models.CheckConstraint(
                condition=models.Q(championship__isnull=True) | models.Q(season__isnull=True),
                name="appointed_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class Driver(Versioned):
    class Gender(models.TextChoices):
        MASCULINE = "masculine", _("masculine")
        FEMININE = "feminine", _("feminine")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(
        _("sorts as"),
        max_length=120,
        blank=True,
        help_text=_("Family name first; empty: the last word of the name."),
    )
    search_name = FoldedName("name", max_length=200)
    sort_name = FoldedName("sorting", max_length=200)
    country = models.CharField(_("country"), max_length=60, blank=True)
    licence = models.CharField(
        _("licence number"), max_length=40, blank=True, help_text=_("Never public: timing files are matched by it.")
    )
    born_on = models.DateField(_("born on"), null=True, blank=True)
    age_public = models.BooleanField(_("age may be shown"), default=False)
    gender = models.CharField(
        _("grammatical gender"),
        max_length=9,
        choices=Gender,
        blank=True,
        help_text=_("Only for French sentences to agree; never shown itself. Empty: sentences do without."),
    )
    demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        ordering = ("sort_name", "slug")
        verbose_name = _("driver")
        verbose_name_plural = _("drivers")

    def __str__(self) -> str:
        return self.name

    @property
    def sorting(self) -> str:
        """The text its place in an alphabetical list comes from."""
        if self.sort_key:
            return self.sort_key
        words = self.name.split()
        return " ".join([*words[-1:], *words[:-1]])


class DriverAlias(models.Model):
    """Another spelling under which files and articles name a driver."""

    driver = models.ForeignKey(Driver, models.CASCADE, related_name="aliases")
    text = models.CharField(_("spelling"), max_length=120)
    search_name = FoldedName("text", max_length=200)

    class Meta:
        verbose_name = _("driver alias")
        verbose_name_plural = _("driver aliases")
        constraints = [
            models.UniqueConstraint(fields=["driver", "text"], name="driver_alias_once"),
        ]

    def __str__(self) -> str:
        return self.text


class DriverMerge(models.Model):
    """Two records of one driver made one: what moved, who did it, and the old address that leads to the record kept."""

    kept = models.ForeignKey(Driver, models.PROTECT, related_name="merges")
    lost_slug = models.SlugField(_("old address"), max_length=120, unique=True)
    lost_name = models.CharField(_("name"), max_length=120)
    detail = models.JSONField(_("what moved"), default=dict)  # table -> keys of the rows that named the lost record
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = _("merge of drivers")
        verbose_name_plural = _("merges of drivers")

    def __str__(self) -> str:
        return f"{self.lost_name} → {self.kept}"


class Kinship(models.Model):
    """A family tie that may be told. `relation` reads: `person` is the … of `relative`."""

    class Relation(models.TextChoices):
        BROTHER = "brother", _("brother")
        SISTER = "sister", _("sister")
        FATHER = "father", _("father")
        MOTHER = "mother", _("mother")
        SPOUSE = "spouse", _("spouse")
        COUSIN = "cousin", _("cousin")

    person = models.ForeignKey(Driver, models.CASCADE, related_name="kin")
    relative = models.ForeignKey(Driver, models.CASCADE, related_name="kin_of")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    public = models.BooleanField(_("published, or told with consent"), default=False)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("family tie")
        verbose_name_plural = _("family ties")
        constraints = [
            models.UniqueConstraint(fields=["person", "relative", "relation"], name="kinship_stated_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("relative")), name="kinship_of_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_relation_display()} – {self.relative}"


class Team(Versioned):
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120)
    search_name = FoldedName("name", max_length=200)
    country = models.CharField(_("country"), max_length=60, blank=True)
    demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        ordering = ("search_name", "slug")
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name


class TeamAlias(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="aliases")
    text = models.CharField(_("spelling"), max_length=120)
    search_name = FoldedName("text", max_length=200)

    class Meta:
        verbose_name = _("team alias")
        verbose_name_plural = _("team aliases")
        constraints = [models.UniqueConstraint(fields=["team", "text"], name="team_alias_once")]

    def __str__(self) -> str:
        return self.text


class Entrant(models.Model):
    """Who enters a car, where that is not the team itself."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=160)

    class Meta:
        ordering = ("slug",)
        verbose_name = _("entrant")
        verbose_name_plural = _("entrants")

    def __str__(self) -> str:
        return self.name
