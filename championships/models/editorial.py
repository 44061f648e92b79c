"""Texts and pictures: previews, news, documents, photographs with their credit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from championships.models.base import Bilingual, Versioned
from championships.models.calendar import Event
from championships.models.people import Driver
from championships.models.series import Championship, Season
from championships.models.sources import Source


class Preview(Versioned):
    """What is worth knowing before an event. Its tables are those of the day it was published.

    Texts hold sentences only; every figure on the page is computed or stored as data.
    """

    event = models.OneToOneField(Event, models.PROTECT, related_name="preview")
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160)
    title = Bilingual("title")
    lead_fr = models.TextField(_("lead in French"))
    lead_en = models.TextField(_("lead in English"))
    lead = Bilingual("lead")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("corrected at"), null=True, blank=True)  # after its publication
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sources = models.ManyToManyField(Source, blank=True, related_name="previews")

    class Meta:
        verbose_name = _("preview")
        verbose_name_plural = _("previews")

    def __str__(self) -> str:
        return str(self.title)


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
