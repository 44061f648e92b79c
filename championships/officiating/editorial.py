"""Texts: written, published now or at an instant to come, corrected. The times are the server's.

Two editors never overwrite each other: every save names the version it was read at. A published text keeps its date; a
correction says when it was made. What was published, and each correction, stands in the ledger.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from championships.models import (
    Championship,
    Event,
    Highlight,
    News,
    Preview,
    PreviewSection,
    StaleVersion,
    User,
    fold,
)
from championships.officiating.addresses import list_former
from championships.officiating.errors import Refusal
from championships.officiating.sentences import list_gaps
from championships.officiating.text_times import (
    clear_time,
    hash_words,
    is_out,
    name_event_of,
    note_correction,
    record,
    set_time,
)

_SLUG_LIMIT = 100


@dataclass(frozen=True, slots=True)
class SectionText:
    """What is written of one championship in a preview."""

    season_id: int
    title_fr: str = ""
    title_en: str = ""
    text_fr: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class HighlightText:
    """A person put forward, or (no driver) a line of its own."""

    driver_id: int | None
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class PreviewText:
    """Everything an editor writes of a preview; sections and highlights in their order."""

    title_fr: str = ""
    title_en: str = ""
    lead_fr: str = ""
    lead_en: str = ""
    sections: tuple[SectionText, ...] = ()
    highlights: tuple[HighlightText, ...] = ()
    source_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsText:
    title_fr: str = ""
    title_en: str = ""
    body_fr: str = ""
    body_en: str = ""
    photo_id: int | None = None


_PREVIEW_COLUMNS = ("title_fr", "title_en", "lead_fr", "lead_en")
_NEWS_COLUMNS = ("title_fr", "title_en", "body_fr", "body_en", "photo_id")


@transaction.atomic
def start_preview(*, event: Event, text: PreviewText, by: User, recorded_at: datetime) -> Preview:
    """The first draft of an event's preview. Raises StaleVersion where somebody has begun one meanwhile."""
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)  # two first drafts wait for each other here
    if Preview.objects.filter(event=event).exists():
        raise StaleVersion
    preview = Preview.objects.create(event=event, author=by, **{name: getattr(text, name) for name in _PREVIEW_COLUMNS})
    _write_parts(preview, text)
    return preview


@transaction.atomic
def save_preview(
    *, preview: Preview, version: int, text: PreviewText, by: User, now: datetime, recorded_at: datetime
) -> Preview:
    """Save a preview; of a published one, correct it. Raises StaleVersion where somebody saved it in between."""
    stored = Preview.objects.select_for_update(of=("self",)).select_related("event").get(pk=preview.pk)
    before = read_preview(stored)
    for name in _PREVIEW_COLUMNS:
        setattr(stored, name, getattr(text, name))
    stored.version = version
    note_correction(stored, changed=before != text, now=now)
    stored.save_version(fields=(*_PREVIEW_COLUMNS, "updated_at"))
    _write_parts(stored, text)
    if before != text and is_out(stored, now):
        record("correct_preview", stored, name_event_of(stored), _hash_text(text), by, recorded_at)
    return stored


def read_preview(preview: Preview) -> PreviewText:
    """What is stored of a preview, as it was written. Three queries."""
    return PreviewText(
        **{name: getattr(preview, name) for name in _PREVIEW_COLUMNS},
        sections=tuple(
            SectionText(row.season_id, row.title_fr, row.title_en, row.text_fr, row.text_en)
            for row in PreviewSection.objects.filter(preview=preview).order_by("order", "pk")
        ),
        highlights=tuple(
            HighlightText(row.driver_id, row.text_fr, row.text_en)
            for row in Highlight.objects.filter(preview=preview).order_by("order", "pk")
        ),
        source_ids=tuple(sorted(preview.sources.values_list("pk", flat=True))),
    )


def _write_parts(preview: Preview, text: PreviewText) -> None:
    PreviewSection.objects.filter(preview=preview).delete()
    PreviewSection.objects.bulk_create(
        PreviewSection(preview=preview, order=order, **asdict(section)) for order, section in _number(text.sections)
    )
    Highlight.objects.filter(preview=preview).delete()
    Highlight.objects.bulk_create(
        Highlight(preview=preview, order=order, **asdict(line)) for order, line in _number(text.highlights)
    )
    preview.sources.set(text.source_ids)


def _number[Part](parts: Sequence[Part]) -> list[tuple[int, Part]]:
    return list(enumerate(parts, start=1))


@transaction.atomic
def publish_preview(
    *,
    preview: Preview,
    version: int,
    by: User | None,
    now: datetime,
    recorded_at: datetime,
    at: datetime | None = None,
) -> Preview:
    """Publish a preview now, or at an instant to come: then the public reads it, with the tables of that instant.

    Refused where it is published already, where a language is missing, or where `at` is past. Raises StaleVersion
    where somebody saved it in between.
    """
    stored = Preview.objects.select_for_update(of=("self",)).select_related("event").get(pk=preview.pk)
    if is_out(stored, now):
        raise Refusal(_("This preview is published already."))
    missing = list_gaps(stored)
    if missing:
        raise Refusal(_("The preview is not complete: it was not published."), missing)
    set_time(stored, version, by, now, at)
    record("publish_preview", stored, name_event_of(stored), {"title": stored.title_fr}, by, recorded_at)
    return stored


@transaction.atomic
def unschedule_preview(*, preview: Preview, version: int, by: User, now: datetime, recorded_at: datetime) -> Preview:
    """Take back a publication that has not happened yet. Refused afterwards: a published text is corrected."""
    stored = Preview.objects.select_for_update(of=("self",)).select_related("event").get(pk=preview.pk)
    clear_time(stored, version, now)
    record("unschedule_preview", stored, name_event_of(stored), {}, by, recorded_at)
    return stored


@transaction.atomic
def start_news(*, championship: Championship | None, text: NewsText, by: User, recorded_at: datetime) -> News:
    """The first draft of a news item. Its address comes from its title and stays. The same draft twice is one."""
    title = text.title_fr or text.title_en
    if not title:
        raise Refusal(_("Give the news a title first: its address is made of it."))
    written = {name: getattr(text, name) for name in _NEWS_COLUMNS}
    User.objects.select_for_update().get(pk=by.pk)  # two presses of one button wait for each other here
    same = News.objects.filter(championship=championship, author=by, published_at=None, **written).first()
    if same is not None:
        return same
    return News.objects.create(championship=championship, slug=_choose_slug(title), author=by, **written)


@transaction.atomic
def save_news(*, news: News, version: int, text: NewsText, by: User, now: datetime, recorded_at: datetime) -> News:
    """Save a news item; of a published one, correct it. Raises StaleVersion where somebody saved it in between."""
    stored = News.objects.select_for_update(of=("self",)).get(pk=news.pk)
    before = read_news(stored)
    for name in _NEWS_COLUMNS:
        setattr(stored, name, getattr(text, name))
    stored.version = version
    note_correction(stored, changed=before != text, now=now)
    stored.save_version(fields=("title_fr", "title_en", "body_fr", "body_en", "photo", "updated_at"))
    if before != text and is_out(stored, now):
        record("correct_news", stored, stored.slug, _hash_text(text), by, recorded_at)
    return stored


def read_news(news: News) -> NewsText:
    return NewsText(**{name: getattr(news, name) for name in _NEWS_COLUMNS})


@transaction.atomic
def publish_news(
    *, news: News, version: int, by: User, now: datetime, recorded_at: datetime, at: datetime | None = None
) -> News:
    """Publish a news item now, or at an instant to come. Its photograph becomes public with it."""
    stored = News.objects.select_for_update(of=("self",)).get(pk=news.pk)
    if is_out(stored, now):
        raise Refusal(_("This news is published already."))
    if not (stored.title_fr or stored.title_en) or not (stored.body_fr or stored.body_en):
        raise Refusal(_("The news needs a title and a text before it is published."))
    set_time(stored, version, by, now, at)
    record("publish_news", stored, stored.slug, {"title": stored.title_fr or stored.title_en}, by, recorded_at)
    return stored


@transaction.atomic
def unschedule_news(*, news: News, version: int, by: User, now: datetime, recorded_at: datetime) -> News:
    """Take back a publication that has not happened yet. Refused afterwards: a published text is corrected."""
    stored = News.objects.select_for_update(of=("self",)).get(pk=news.pk)
    clear_time(stored, version, now)
    record("unschedule_news", stored, stored.slug, {}, by, recorded_at)
    return stored


def _choose_slug(title: str) -> str:
    words = title.replace("'", " ").replace("’", " ")
    stem = slugify(fold(words))[:_SLUG_LIMIT].strip("-") or "news"
    taken = (
        set(News.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        | {"new"}
        | list_former("news", stem)
    )
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _hash_text(text: PreviewText | NewsText) -> dict[str, str]:
    return hash_words(asdict(text))
