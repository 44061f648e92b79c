"""Uploads are looked at, never trusted: decoded, drawn again, named anew; documents told by their content."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from championships.models import Document, News, Photo, StaleVersion
from championships.officiating import ledger
from championships.officiating.errors import Refusal
from championships.officiating.photos import (
    PHOTO_LIMIT,
    add_document,
    add_photo,
    describe_photo,
    find_kind,
    hide_photo,
    issue_document,
    show_photo,
)
from tests.factories import after, make_driver, make_event, make_user, read_everything

pytestmark = pytest.mark.django_db
ABOUT = {"alt_fr": "Une voiture", "alt_en": "A car", "credit": "Jane Roe"}


def draw(width: int = 2400, height: int = 1600, kind: str = "JPEG", **options: Any) -> bytes:
    written = io.BytesIO()
    mode = options.pop("mode", "RGB")
    Image.new(mode, (width, height), options.pop("colour", "red")).save(written, kind, **options)
    return written.getvalue()


def add(content: bytes, **keys: Any) -> Photo:
    given = {
        "file": io.BytesIO(content),
        "size": len(content),
        "about": ABOUT,
        "event": None,
        "driver": make_driver("ann"),
        "by": make_user("editor"),
        "recorded_at": after(1),
    }
    return add_photo(**{**given, **keys})


def open_stored(photo: Photo) -> Image.Image:
    return Image.open(default_storage.open(photo.file.name))


def test_a_photograph_is_kept_in_three_sizes_and_two_formats_under_a_name_nobody_can_guess() -> None:
    photo = add(draw())
    stem = photo.file.name.removeprefix("photos/").rsplit("-", 1)[0]
    assert len(stem) == 26
    assert (photo.widths, photo.width, photo.height, photo.published_at) == ([480, 960, 1920], 1920, 1280, None)
    for width in photo.widths:
        for ending, kind in (("jpg", "JPEG"), ("webp", "WEBP")):
            stored = Image.open(default_storage.open(f"photos/{stem}-{width}.{ending}"))
            assert (stored.width, stored.format) == (width, kind)
    assert add(draw()).file.name != photo.file.name


def test_place_and_owner_are_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "secret note"
    exif.get_ifd(0x8825)[2] = (43.0, 36.0, 0.0)  # latitude
    content = draw(1600, 800, exif=exif.tobytes(), comment=b"secret comment")
    assert b"secret" in content
    photo = add(content)
    assert (photo.width, photo.height) == (800, 1600)
    stem = str(photo.file.name).split("/")[-1].rsplit("-", 1)[0].rsplit(".", 1)[0]
    names = [name for name in default_storage.listdir("photos")[1] if name.startswith(stem)]
    assert names
    for name in names:
        stored = default_storage.open(f"photos/{name}").read()
        assert b"secret" not in stored
        picture = Image.open(io.BytesIO(stored))
        assert not dict(picture.getexif())
        assert "icc_profile" not in picture.info


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.4 not a picture",
        b"GIF89a" + b"\x00" * 100,
        draw()[:2000],  # cut off
        b"\xff\xd8\xff\xe0" + b"\x00" * 500,
    ],
)
def test_what_is_no_photograph_is_refused_whatever_its_name(content: bytes) -> None:
    make_user("editor")
    make_driver("ann")
    before = read_everything()
    with pytest.raises(Refusal):
        add(content)
    assert read_everything() == before


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded() -> None:
    make_user("editor")
    bomb = draw(20_000, 20_000, "PNG", mode="1", colour=0)
    assert len(bomb) < 100_000
    with pytest.raises(Refusal) as refused:
        add(bomb)
    assert "too many pixels" in str(refused.value)
    assert not Photo.objects.exists()


def test_too_heavy_and_too_small_are_said() -> None:
    with pytest.raises(Refusal) as heavy:
        add(draw(), size=PHOTO_LIMIT + 1)
    assert "20 MB" in str(heavy.value)
    with pytest.raises(Refusal) as small:
        add(draw(200, 200))
    assert "too small" in str(small.value)


def test_transparency_becomes_white_and_strange_colours_are_read() -> None:
    clear = open_stored(add(draw(640, 480, "PNG", mode="RGBA", colour=(0, 0, 0, 0)))).convert("RGB")
    assert min(clear.getpixel((5, 5))) > 250  # type: ignore[arg-type,type-var]
    assert add(draw(640, 480, mode="CMYK", colour=(0, 0, 0, 0))).width == 640
    assert add(draw(640, 480, "PNG", mode="P", colour=1)).widths == [480, 640]


@pytest.mark.parametrize("name", ["alt_fr", "alt_en", "credit"])
def test_without_credit_or_a_description_in_both_languages_nothing_is_kept(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        add(draw(), about={**ABOUT, name: " "})
    assert len(refused.value.details) == 1
    assert not Photo.objects.exists()


def test_a_photograph_belongs_to_something() -> None:
    with pytest.raises(Refusal):
        add(draw(), driver=None)
    assert add(draw(), driver=None, event=make_event()).event is not None


def test_a_photograph_is_shown_hidden_and_described_by_version() -> None:
    photo = add(draw(640, 480))
    editor = make_user("editor")
    show_photo(photo=photo, version=1, by=editor, now=after(2), recorded_at=after(2))
    with pytest.raises(StaleVersion):
        describe_photo(photo=photo, version=1, about=ABOUT, by=editor, recorded_at=after(3))
    describe_photo(photo=photo, version=2, about={**ABOUT, "credit": "J."}, by=editor, recorded_at=after(3))
    hide_photo(photo=photo, version=3, by=editor, recorded_at=after(4))
    photo.refresh_from_db()
    assert (photo.published_at, photo.credit) == (None, "J.")
    assert ledger.verify() is None


def test_the_photograph_of_a_news_item_is_not_hidden() -> None:
    photo = add(draw(640, 480))
    News.objects.create(slug="n", title_fr="T", body_fr="x", photo=photo)
    with pytest.raises(Refusal):
        hide_photo(photo=photo, version=1, by=make_user("editor"), recorded_at=after(4))


# --- Documents -----------------------------------------------------------------------------------


def zip_up(**parts: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (zip_up(word__document_xml="x"), "wordprocessingml.document"),
        (zip_up(xl__workbook_xml="x"), "spreadsheetml.sheet"),
        (zip_up(mimetype="application/vnd.oasis.opendocument.text"), "opendocument.text"),
        ("Bulletin n° 4\nsuite".encode(), "text/plain"),
    ],
)
def test_a_document_is_told_by_its_content(content: bytes, ending: str) -> None:
    assert find_kind(content).endswith(ending)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"\xef\xbb\xbf  <!DOCTYPE html>",
        b"<svg/>",
        b"MZ\x90\x00\x03",
        b"PK\x03\x04 damaged",
        zip_up(evil="x"),
        zip_up(mimetype="application/x-evil"),
        zip_up(word__document_xml="x", **{"word__vbaProject.bin": "x"}),
        b"\xff\xfe\x00binary",
    ],
)
def test_other_kinds_are_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        find_kind(content)


def test_a_document_is_issued_once_at_the_time_of_the_server() -> None:
    editor, event = make_user("editor"), make_event()
    document = add_document(
        event=event, file=io.BytesIO(b"%PDF-1.4"), size=8, title_fr="Règlement", title_en="Regulations", by=editor,
        recorded_at=after(1),
    )  # fmt: skip
    assert (document.media_type, document.size, document.published_at) == ("application/pdf", 8, None)
    issue_document(document=document, version=1, by=editor, now=after(5), recorded_at=after(5))
    before = read_everything()
    with pytest.raises(Refusal):
        issue_document(document=document, version=2, by=editor, now=after(6), recorded_at=after(6))
    assert read_everything() == before
    assert Document.objects.get().published_at == after(5)
