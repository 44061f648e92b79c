"""Photographs and documents: what is uploaded is looked at, never trusted.

A photograph is decoded and drawn again: what a camera writes into a file (place, time, name of the owner) is gone, and
so is anything hidden in it. It gets a name nobody can guess. A document is one of a few kinds, told by its content.
"""

import io
import secrets
import warnings
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from championships.models import Document, Driver, Event, News, Photo, User
from championships.officiating import ledger
from championships.officiating.errors import Refusal

PHOTO_LIMIT = 20 * 1024 * 1024  # bytes
PIXEL_LIMIT = 60_000_000  # a camera of 60 megapixels; more is a bomb or a mistake
WIDTHS = (480, 960, 1920)
LEAST_WIDTH = 320
DOCUMENT_LIMIT = 25 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "WEBP")
_ABOUT = ("alt_fr", "alt_en", "credit")

PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."
# Kind of file -> the ending it is served under.
ENDINGS: Mapping[str, str] = {
    PDF: "pdf",
    _OFFICE + "wordprocessingml.document": "docx",
    _OFFICE + "spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "text/plain": "txt",
}


def draw_again(file: BinaryIO, size: int) -> tuple[Image.Image, int, int]:
    """The picture of an uploaded file, upright, in plain colours, without anything else that stood in the file.

    Refused with a sentence where it is no photograph, too heavy, too large in pixels, or too small to be shown.
    """
    if size > PHOTO_LIMIT:
        raise Refusal(_("The file is too heavy: %(limit)s MB at most.") % {"limit": PHOTO_LIMIT // 1024**2})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(file.read(PHOTO_LIMIT + 1)), formats=_FORMATS)
            if picture.width * picture.height > PIXEL_LIMIT:
                raise Refusal(_("The picture has too many pixels: %(limit)s million at most.") % {"limit": 60})
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            plain = _flatten(upright)
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(_("The picture has too many pixels: %(limit)s million at most.") % {"limit": 60}) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError) as error:
        raise Refusal(_("This is no photograph that can be read: JPEG, PNG and WebP can.")) from error
    if plain.width < LEAST_WIDTH:
        raise Refusal(_("The picture is too small: at least %(least)s pixels wide.") % {"least": LEAST_WIDTH})
    return plain, plain.width, plain.height


def _flatten(picture: Image.Image) -> Image.Image:
    """Red, green and blue only: transparency becomes white, and no profile or note comes along."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain


def _store(picture: Image.Image) -> tuple[str, list[int]]:
    """Write every size as JPEG and WebP under a new name; the name without width and ending, and the widths."""
    stem = secrets.token_hex(13)
    widths = [width for width in WIDTHS if width < picture.width] or []
    widths.append(min(picture.width, WIDTHS[-1]))
    widths = sorted(set(widths))
    for width in widths:
        height = max(1, round(picture.height * width / picture.width))
        drawn = picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
        for kind, ending, options in (
            ("JPEG", "jpg", {"quality": 82, "progressive": True, "optimize": True}),
            ("WEBP", "webp", {"quality": 80, "method": 4}),
        ):
            written = io.BytesIO()
            drawn.save(written, kind, **options)
            default_storage.save(f"photos/{stem}-{width}.{ending}", ContentFile(written.getvalue()))
    return stem, widths


def _check_about(about: Mapping[str, str]) -> dict[str, str]:
    cleaned = {name: str(about.get(name, "")).strip() for name in _ABOUT}
    missing = [
        sentence
        for name, sentence in (
            ("alt_fr", _("Say in French what the photograph shows.")),
            ("alt_en", _("Say in English what the photograph shows.")),
            ("credit", _("Say who took the photograph.")),
        )
        if not cleaned[name]
    ]
    if missing:
        raise Refusal(_("A photograph is kept only with its credit and its description."), missing)
    return cleaned


@transaction.atomic
def add_photo(
    *,
    file: BinaryIO,
    size: int,
    about: Mapping[str, str],
    event: Event | None,
    driver: Driver | None,
    by: User,
    recorded_at: datetime,
) -> Photo:
    """Keep a photograph of an event or of a driver, not public yet. `about`: alt_fr, alt_en, credit, all needed."""
    if event is None and driver is None:
        raise Refusal(_("Say what the photograph belongs to: an event or a driver."))
    cleaned = _check_about(about)
    picture, width, height = draw_again(file, size)
    stem, widths = _store(picture)
    photo = Photo.objects.create(
        event=event,
        driver=driver,
        file=f"photos/{stem}-{widths[-1]}.jpg",
        widths=widths,
        width=widths[-1],
        height=max(1, round(height * widths[-1] / width)),
        **cleaned,
    )
    _record("add_photo", photo, by, recorded_at)
    return photo


@transaction.atomic
def describe_photo(*, photo: Photo, version: int, about: Mapping[str, str], by: User, recorded_at: datetime) -> Photo:
    """Change the credit or the description. Raises StaleVersion where somebody saved it in between."""
    stored = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    for name, text in _check_about(about).items():
        setattr(stored, name, text)
    stored.version = version
    stored.save_version(fields=_ABOUT)
    _record("describe_photo", stored, by, recorded_at)
    return stored


@transaction.atomic
def show_photo(*, photo: Photo, version: int, by: User, now: datetime, recorded_at: datetime) -> Photo:
    """Make a photograph public now."""
    stored = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    stored.published_at, stored.version = stored.published_at or now, version
    stored.save_version(fields=("published_at",))
    _record("show_photo", stored, by, recorded_at)
    return stored


@transaction.atomic
def hide_photo(*, photo: Photo, version: int, by: User, recorded_at: datetime) -> Photo:
    """Take a photograph off the public pages (somebody in it, or its author, asked for it)."""
    stored = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if News.objects.filter(photo=stored).exists():
        raise Refusal(_("A news item shows this photograph: choose another one there first."))
    stored.published_at, stored.version = None, version
    stored.save_version(fields=("published_at",))
    _record("hide_photo", stored, by, recorded_at)
    return stored


def find_kind(content: bytes) -> str:
    """The kind of a document, from its content. Refused where it is none of those the notice board holds."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        kind = _find_office_kind(content)
        if kind:
            return kind
    elif b"\x00" not in content:
        try:
            text = content.decode("utf-8").lstrip("\ufeff \t\r\n").lower()
        except UnicodeDecodeError:
            text = "<"
        # A browser that guesses would take this for a page.
        if not text.startswith("<"):
            return "text/plain"
    raise Refusal(
        _("This kind of file is not accepted: PDF, Word (docx), Excel (xlsx), OpenDocument and plain text are.")
    )


def _find_office_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refusal(_("The document holds macros: save it without them, or as PDF."))
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                stated = archive.read("mimetype").decode("ascii", "replace").strip()
                return stated if stated in ENDINGS else ""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise Refusal(_("The file is damaged: it cannot be opened.")) from error
    for part, kind in (("word/document.xml", "wordprocessingml.document"), ("xl/workbook.xml", "spreadsheetml.sheet")):
        if part in names:
            return _OFFICE + kind
    return ""


@transaction.atomic
def add_document(
    *, event: Event, file: BinaryIO, size: int, title_fr: str, title_en: str, by: User, recorded_at: datetime
) -> Document:
    """Keep a document of the event's notice board, not public yet."""
    if not title_fr.strip() or not title_en.strip():
        raise Refusal(_("The document needs a title in both languages."))
    if size > DOCUMENT_LIMIT:
        raise Refusal(_("The file is too heavy: %(limit)s MB at most.") % {"limit": DOCUMENT_LIMIT // 1024**2})
    content = file.read(DOCUMENT_LIMIT + 1)
    if not content:
        raise Refusal(_("The file is empty."))
    kind = find_kind(content)
    name = default_storage.save(f"documents/{secrets.token_hex(13)}.{ENDINGS[kind]}", ContentFile(content))
    document = Document.objects.create(
        event=event,
        title_fr=title_fr.strip(),
        title_en=title_en.strip(),
        file=name,
        media_type=kind,
        size=len(content),
    )
    _record("add_document", document, by, recorded_at, sha256=ledger.hash_bytes(content))
    return document


@transaction.atomic
def issue_document(*, document: Document, version: int, by: User, now: datetime, recorded_at: datetime) -> Document:
    """Put a document on the notice board, at the time of the server. It stays there: a new one replaces it."""
    stored = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if stored.published_at is not None:
        raise Refusal(_("This document is on the notice board already."))
    stored.published_at, stored.version = now, version
    stored.save_version(fields=("published_at",))
    _record("issue_document", stored, by, recorded_at)
    return stored


def _record(verb: str, row: Photo | Document, by: User, recorded_at: datetime, **detail: Any) -> None:
    ledger.append(
        verb=verb,
        subject=str(row.event or (row.driver if isinstance(row, Photo) else "")),
        detail={str(row._meta.model_name): row.pk, "file": row.file.name, **detail},
        actor=by,
        at=recorded_at,
    )
