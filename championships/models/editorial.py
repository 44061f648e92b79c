"""Texts and pictures: previews, news, documents, photographs with their credit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.base import Bilingual, Versioned
from championships.models.calendar import Event
from championships.models.people import Driver
from championships.models.series import Championship, Season
from championships.models.sources import Source


class EventText(Versioned):
    """What previews and reports share: a title in both languages, when it is public, who published it.

    Two tables, not one with a kind: every query that asks for a preview would have to leave reports out, and one that
    forgot would show the wrong text before its time.
    """

    title_fr = models.CharField(_("title in French"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160)
    title = Bilingual("title")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("corrected at"), null=True, blank=True)  # after its publication
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    event: models.OneToOneField[Event, Event]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)


class Preview(EventText):
    """What is worth knowing before an event. Its tables are those of the day it was published.

    It has a part in the editor's own words (lead, sections, people to watch), and sentences drafted from the data
    (`Sentence`), each with the figures it was written from; either may be empty.
    """

    event = models.OneToOneField(Event, models.PROTECT, related_name="preview")
    lead_fr = models.TextField(_("lead in French"), blank=True)
    lead_en = models.TextField(_("lead in English"), blank=True)
    lead = Bilingual("lead")
    sources = models.ManyToManyField(Source, blank=True, related_name="previews")

    class Meta:
        verbose_name = _("preview")
        verbose_name_plural = _("previews")


class Report(EventText):
    """What happened at an event. All of its text stands in sentences; its tables are those after the event."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="report")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")


class PreviewSection(models.Model):
    """The part of a preview about one championship: what its tables do not say by themselves."""

    preview = models.ForeignKey(Preview, models.CASCADE, related_name="sections")
    season = models.ForeignKey(Season, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160)
    title = Bilingual("title")
    text_fr = models.TextField(_("text in French"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text = Bilingual("text")

    class Meta:
        ordering = ("preview", "order")
        verbose_name = _("section of a preview")
        verbose_name_plural = _("sections of previews")

    def __str__(self) -> str:
        return f"{self.preview} – {self.title}"


class Highlight(models.Model):
    """A person a preview puts forward, with one line."""

    preview = models.ForeignKey(Preview, models.CASCADE, related_name="highlights")
    order = models.PositiveSmallIntegerField()
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="+")
    text_fr = models.TextField(_("line in French"))
    text_en = models.TextField(_("line in English"))
    text = Bilingual("text")

    class Meta:
        ordering = ("preview", "order")
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")

    def __str__(self) -> str:
        return f"{self.preview} – {self.order}"


class Sentence(models.Model):
    """A sentence of a preview or of a report, and the fact it was written from.

    `key` is the lasting identity of the fact, `figures` are those that prove it: both empty where an editor wrote the
    sentence freely. `drafted_*` is the wording of the draft: where the text differs from it, an editor has changed it.
    """

    class Part(models.TextChoices):
        TITLE = "title", _("title")
        LEAD = "lead", _("lead")
        HIGHLIGHT = "highlight", _("people to watch")
        HEADING = "heading", _("heading of a championship")
        SECTION = "section", _("championship")
        CLASS = "class", _("class")
        MOVES = "moves", _("who comes, who is missing")
        CLOSING = "closing", _("what comes next")

    preview = models.ForeignKey(Preview, models.CASCADE, null=True, blank=True, related_name="sentences")
    report = models.ForeignKey(Report, models.CASCADE, null=True, blank=True, related_name="sentences")
    order = models.PositiveSmallIntegerField()
    part = models.CharField(_("part"), max_length=10, choices=Part)
    season = models.ForeignKey(Season, models.PROTECT, null=True, blank=True, related_name="+")
    category = models.SlugField(_("class"), max_length=60, blank=True)
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="+")
    paragraph = models.PositiveSmallIntegerField(_("paragraph"), default=0)
    text_fr = models.TextField(_("sentence in French"), blank=True)
    text_en = models.TextField(_("sentence in English"), blank=True)
    text = Bilingual("text")
    key = models.CharField(_("fact"), max_length=200, blank=True)
    kind = models.CharField(_("kind of fact"), max_length=60, blank=True)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    drafted_fr = models.TextField(blank=True)
    drafted_en = models.TextField(blank=True)

    class Meta:
        ordering = ("preview_id", "report_id", "order", "pk")
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(preview__isnull=False, report__isnull=True)
                | models.Q(preview__isnull=True, report__isnull=False),
                name="sentence_of_one_text",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)


class News(Versioned):
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    championship = models.ForeignKey(Championship, models.PROTECT, null=True, blank=True, related_name="news")
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    title = Bilingual("title")
    body_fr = models.TextField(_("text in French"))
    body_en = models.TextField(_("text in English"), blank=True)
    body = Bilingual("body")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("corrected at"), null=True, blank=True)  # after its publication
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    photo = models.ForeignKey("Photo", models.PROTECT, null=True, blank=True, related_name="news")

    class Meta:
        ordering = ("-published_at", "slug")
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    def __str__(self) -> str:
        return str(self.title)


class Document(Versioned):
    """A file of the event's notice board: regulations, bulletins on paper, minutes."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="documents")
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    title = Bilingual("title")
    file = models.FileField(_("file"), upload_to="documents/")
    media_type = models.CharField(_("kind of file"), max_length=80, blank=True)
    size = models.PositiveIntegerField(_("size (bytes)"), default=0)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        ordering = ("event", "published_at", "pk")
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.title)


class Photo(Versioned):
    """A photograph. Without credit and alternative text it cannot be stored."""

    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="photos")
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="photos")
    file = models.FileField(_("file"), upload_to="photos/")  # the largest JPEG; the others stand beside it
    widths = models.JSONField(_("widths (pixels)"), default=list, blank=True)  # each as JPEG and WebP, smallest first
    width = models.PositiveIntegerField(_("width (pixels)"), default=0)
    height = models.PositiveIntegerField(_("height (pixels)"), default=0)
    alt_fr = models.CharField(_("alternative text in French"), max_length=200)
    alt_en = models.CharField(_("alternative text in English"), max_length=200, blank=True)
    alt = Bilingual("alt")
    credit = models.CharField(_("credit"), max_length=120)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        ordering = ("event", "pk")
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")

    def __str__(self) -> str:
        return str(self.alt)
