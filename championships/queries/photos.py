"""Photographs as pages show them, and the file behind an address, if the public may have it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.db.models import Exists, OuterRef, Q, QuerySet

from championships.models import Document, Driver, Event, News, Photo


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photograph with its sizes: `<stem>-<width>.jpg` and `.webp` for each width."""

    stem: str
    widths: tuple[int, ...]
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to hand out: where it is kept, its kind, and the name it is saved under."""

    name: str
    media_type: str
    saved_as: str


def refer_photo(photo: Photo | None) -> PhotoRef | None:
    if photo is None:
        return None
    stem = PurePosixPath(photo.file.name or "").stem.rsplit("-", 1)[0]
    return PhotoRef(
        stem=stem,
        widths=tuple(photo.widths),
        width=photo.width,
        height=photo.height,
        alt=str(photo.alt),
        credit=photo.credit,
    )


def list_public_photos(at: datetime) -> QuerySet[Photo]:
    """Those published by that instant, by themselves or with a news item."""
    in_news = News.objects.filter(photo=OuterRef("pk"), published_at__lte=at)
    return Photo.objects.filter(Q(published_at__lte=at) | Exists(in_news))


def load_driver_photos(slug: str, *, at: datetime) -> tuple[PhotoRef, ...]:
    """The photographs of a driver's page, the newest first. One query."""
    rows = Photo.objects.filter(driver__in=Driver.objects.filter(slug=slug), published_at__lte=at)
    return _refer_all(rows)


def load_event_photos(year: int, slug: str, *, at: datetime) -> tuple[PhotoRef, ...]:
    """The photographs of an event's page, the newest first. One query."""
    rows = Photo.objects.filter(event__in=Event.objects.filter(year=year, slug=slug), published_at__lte=at)
    return _refer_all(rows)


def _refer_all(rows: QuerySet[Photo]) -> tuple[PhotoRef, ...]:
    refs = (refer_photo(photo) for photo in rows.order_by("-published_at", "-pk"))
    return tuple(ref for ref in refs if ref is not None)


def find_photo_file(stem: str, width: int, ending: str, *, at: datetime | None) -> StoredFile | None:
    """The file of one size; None where there is none, or the public may not have it at `at` (None: an editor asks)."""
    rows = Photo.objects.all() if at is None else list_public_photos(at)
    photo = rows.filter(file__startswith=f"photos/{stem}-").first()
    if photo is None or width not in photo.widths:
        return None
    name = f"{stem}-{width}.{ending}"
    return StoredFile(f"photos/{name}", {"jpg": "image/jpeg", "webp": "image/webp"}[ending], name)


def find_document_file(pk: int, *, at: datetime | None) -> StoredFile | None:
    """The file of a document; None where there is none, or it is not on the notice board by `at` (None: the office)."""
    rows = Document.objects.all() if at is None else Document.objects.filter(published_at__lte=at)
    document = rows.select_related("event").filter(pk=pk).first()
    if document is None or not document.file.name:
        return None
    ending = PurePosixPath(document.file.name).suffix
    saved_as = f"{document.event.slug}-{document.pk}{ending}"
    return StoredFile(document.file.name, document.media_type or "application/octet-stream", saved_as)
